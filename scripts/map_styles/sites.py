"""Styles of hubs, venues and outreach, and of who goes where."""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsLineSymbol,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from family_hub_planner.engine.confidential import NOT_CONFIDENTIAL
from family_hub_planner.engine.venue_words import JUNCTION
from family_hub_planner.processing.minutes_words import plain_classes

from .labels import names_close_up, site_labels
from .signs import (
    HUB,
    MAY_CLOSE,
    MOVED,
    SUGGESTED,
    VENUE,
    Rule,
    cased,
    icon,
    layer_of,
    marker,
    quoted,
    rules_of,
)


def sites() -> QgsVectorLayer:
    """Draw what would change over what is kept over what was tested only; name all but the last."""
    layer = layer_of("Point", "decision:string", "site_name:string", "site_id:string", "order:int")
    suggested = icon("suggested_hub", 7.0, SUGGESTED)
    kept = icon("hub", 4.4, HUB)
    closing = icon("option", 6.0, MAY_CLOSE)
    tested = marker("circle", 1.7, VENUE, "#5c6670", 0.3)
    rules = [
        ("suggested site", "\"decision\" = 'open'", suggested),
        ("option to close, for testing", "\"decision\" = 'option_to_close'", closing),
        ("existing hub, kept open", "\"decision\" = 'kept'", kept),
        ("venue tested, not chosen", "\"decision\" = 'not_chosen'", tested),
    ]
    renderer = rules_of(rules)
    ranks = enumerate(("kept", "option_to_close", "open"), start=1)
    whens = " ".join(f"WHEN \"decision\" = '{word}' THEN {rank}" for rank, word in ranks)
    rank = f"CASE {whens} ELSE 0 END"
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(rank, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(site_labels())
    layer.setLabelsEnabled(True)
    return layer


def hubs() -> QgsVectorLayer:
    """Draw hubs as they were given by type and status, unnamed: results name those that count."""
    layer = layer_of("Point", "site_type:string", "status:string")
    layer.setRenderer(rules_of(_hub_rules()))
    return layer


def venues() -> QgsVectorLayer:
    """Draw venues as they were given: the sign of a venue that was tested and not chosen."""
    layer = layer_of("Point", "site_id:string")
    layer.setRenderer(rules_of([("", "", marker("circle", 1.7, VENUE, "#5c6670", 0.3))]))
    return layer


def assignment() -> QgsVectorLayer:
    """Draw a straight line from each area to its site, in a casing, broken for a long way."""
    layer = layer_of("LineString", "minutes:double", "site_id:string")
    colours = ("#225ea8", "#1c8c9e", "#3f8f68", "#6f6f52")
    ends = [False, False, False, True]
    rules = [
        (label, condition, cased(colour, 0.45, dashed=last))
        for (label, condition), colour, last in zip(plain_classes(), colours, ends)
    ]
    layer.setRenderer(rules_of(rules))
    return layer


def outreach() -> QgsVectorLayer:
    """Draw hubs as squares and outreach points as triangles, the new ones large and in red."""
    layer = layer_of("Point", "decision:string", "tier:string", "site_name:string",
                   "site_id:string", "order:int")  # fmt: skip
    point, hub = "\"tier\" = 'outreach'", "\"tier\" = 'hub'"
    new, stands = "\"decision\" = 'open'", "\"decision\" = 'kept'"
    rules = [
        ("suggested outreach point", f"{new} AND {point}",
         icon("outreach", 6.0, SUGGESTED)),
        ("suggested new hub", f"{new} AND {hub}", icon("suggested_hub", 7.0, SUGGESTED)),
        ("existing hub", f"{stands} AND {hub}", icon("hub", 4.6, HUB)),
        ("outreach point that runs today", f"{stands} AND {point}", icon("outreach", 4.8, HUB)),
        ("venue, not chosen", "\"decision\" = 'not_chosen'",
         marker("circle", 1.7, VENUE, "#5c6670", 0.3)),
    ]  # fmt: skip
    renderer = rules_of(rules)
    rank = "CASE WHEN \"decision\" = 'kept' THEN 1 WHEN \"decision\" = 'open' THEN 2 ELSE 0 END"
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(rank, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(site_labels())
    layer.setLabelsEnabled(True)
    return layer


def outreach_links() -> QgsVectorLayer:
    """Draw a broad broken line from each hub to the outreach points that its staff run."""
    layer = layer_of("LineString", "site_id:string", "linked_hub:string", "staff_minutes:double")
    line = QgsLineSymbol.createSimple(
        {"line_color": SUGGESTED, "line_width": "0.8", "line_style": "dash", "capstyle": "flat"}
    )
    casing = QgsLineSymbol.createSimple({"line_color": "#ffffff", "line_width": "1.4"})
    line.insertSymbolLayer(0, casing.symbolLayer(0).clone())
    layer.setRenderer(rules_of([("staff drive from hub to outreach point", "", line)]))
    return layer


def outreach_assignment() -> QgsVectorLayer:
    """Draw a line from each area to its hub, and a broken one to its outreach point."""
    layer = layer_of("LineString", "tier:string", "minutes:double")
    layer.setRenderer(rules_of([
        ("within reach of a hub", "\"tier\" = 'hub'", cased("#225ea8", 0.45)),
        ("of an outreach point only", "\"tier\" = 'outreach'", cased("#c15a00", 0.45, dashed=True)),
    ]))  # fmt: skip
    return layer


VENUES = (
    ("school or nursery", ("school", "nursery"), "school", "#b87400"),
    ("health", ("GP surgery", "health centre or clinic", "hospital"), "health", "#009e73"),
    ("library", ("library",), "library", "#0072b2"),
    ("council, public building or children's centre",
     ("council offices", "town hall", "public building", "government office",
      "children's centre"), "council", "#4a6fa5"),
    ("fire, ambulance, police or military",
     ("fire station", "ambulance station", "police station", "military base"),
     "emergency", "#c44f00"),
    ("community, faith or leisure",
     ("community centre", "village hall", "faith venue", "leisure centre", "food bank",
      "social facility", "charity office"), "community", "#a6437e"),
)  # fmt: skip
_OPEN = "(\"status\" IS NULL OR \"status\" NOT IN ('Planned to be opened', 'Closed'))"
_TYPED = '"site_type" IS NOT NULL AND "site_type" <> \'\''
_HUB = "\"site_type\" IN ('Best Start Family Hub', 'Family Hub')"
HUBS = (
    ("family hub, open", f"{_HUB} AND {_OPEN}", "hub", 5.0, HUB, "#ffffff"),
    ("working towards a hub", f"\"site_type\" = 'Working towards' AND {_OPEN}",
     "hub", 5.0, "#ffffff", HUB),
    ("network site", f"\"site_type\" = 'Network Site' AND {_OPEN}",
     "network_site", 4.4, HUB, "#ffffff"),
    ("hub or site, planned", f"{_TYPED} AND \"status\" = 'Planned to be opened'",
     "hub_planned", 5.0, "#ffffff", HUB),
    ("hub or site, closed", f"{_TYPED} AND \"status\" = 'Closed'",
     "hub_closed", 4.4, "#8a9399", "#ffffff"),
)  # fmt: skip
_TOLD = f"lower(trim(coalesce(\"confidential\", ''))) IN ({quoted(sorted(NOT_CONFIDENTIAL))})"


def candidates() -> QgsVectorLayer:
    """Draw candidates by the kind of their venue, each with a sign of its own; names close up."""
    layer = layer_of("Point", "venue_type:string", "site_name:string", "site_id:string")
    return _with_names(layer, _venue_rules(), names_close_up(""))


def junctions() -> QgsVectorLayer:
    """Draw road junctions taken as candidates: places on a road, no building known there."""
    layer = layer_of("Point", "venue_type:string", "site_name:string", "arms:int")
    sign = icon("junction", 2.6, "#5c6670")
    rules = [("road junction: a spot to test, no building known there", "", sign)]
    return _with_names(layer, rules, names_close_up(""))


def thinned() -> QgsVectorLayer:
    """Draw places that stand for a candidate that is kept: hollow, small."""
    layer = layer_of("Point", "kept_as:string", "site_name:string")
    sign = marker("circle", 1.6, VENUE, "#5c6670", 0.3)
    rules = [("thinned out: counted with a candidate near it", "", sign)]
    return _with_names(layer, rules, names_close_up(""))


def estate() -> QgsVectorLayer:
    """Draw a register: hubs by type and status, venues by kind; nothing confidential."""
    layer = layer_of("Point", "venue_type:string", "site_type:string", "status:string",
                   "site_name:string", "confidential:string")  # fmt: skip
    rules = [(words, f"{_TOLD} AND {one}", mark) for words, one, mark in _hub_rules()]
    untyped = f"{_TOLD} AND NOT ({_TYPED})"
    rules += [(words, f"{untyped} AND ({one})", mark) for words, one, mark in _venue_rules()]
    other_type = f'{_TYPED} AND "site_type" NOT IN ({quoted(_TYPES)}) AND {_OPEN}'
    rules.append(("site of another type", f"{_TOLD} AND {other_type}",
                  icon("network_site", 4.0, "#5c6670")))  # fmt: skip
    labels = names_close_up(f"{_TOLD} AND NOT ({_TYPED})", f"{_TOLD} AND {_TYPED}")
    _with_names(layer, rules, labels)
    renderer = layer.renderer().clone()
    clause = QgsFeatureRequest.OrderByClause(f"CASE WHEN {_TYPED} THEN 1 ELSE 0 END", True)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))  # hubs over the venues beside them
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    return layer


def estate_after() -> QgsVectorLayer:
    """Draw the sites that would serve families after the last option, by type and by move."""
    layer = layer_of("Point", "step:int", "site_type:string", "status:string", "to_site:string",
                   "site_name:string", "venue_type:string")  # fmt: skip
    last = '"step" = maximum("step")'
    moved = '"to_site" IS NOT NULL AND "to_site" <> \'\''
    rules = [
        ("service that would stand elsewhere after the last option, for testing",
         f"{last} AND {moved}", icon("move", 5.6, MOVED)),
        *((words, f"{last} AND NOT ({moved}) AND {one}", mark)
          for words, one, mark in _hub_rules()),
        ("site without a type of hub", f"{last} AND NOT ({moved}) AND NOT ({_TYPED})",
         icon("other", 3.0, VENUE, "#5c6670")),
    ]  # fmt: skip
    return _with_names(layer, rules, names_close_up(last))


def _with_names(
    layer: QgsVectorLayer, rules: list[Rule], labels: QgsVectorLayerSimpleLabeling
) -> QgsVectorLayer:
    layer.setRenderer(rules_of(rules))
    layer.setLabeling(labels)
    layer.setLabelsEnabled(True)
    return layer


_TYPES = ("Best Start Family Hub", "Family Hub", "Working towards", "Network Site")


def _hub_rules() -> list[Rule]:
    return [
        (words, one, icon(sign, size, colour, edge))
        for words, one, sign, size, colour, edge in HUBS
    ]


def _venue_rules() -> list[Rule]:
    rules = [
        (words, f'"venue_type" IN ({quoted(types)})', icon(sign, 3.6, colour))
        for words, types, sign, colour in VENUES
    ]
    known = quoted([JUNCTION, *(name for _, types, _, _ in VENUES for name in types)])
    other = f'"venue_type" IS NULL OR "venue_type" NOT IN ({known})'
    spot = ("road junction: a spot to test, no building known there",
            f"\"venue_type\" = '{JUNCTION}'", icon("junction", 2.6, "#5c6670"))  # fmt: skip
    return [*rules, spot, ("other place", other, icon("other", 3.0, VENUE, "#5c6670"))]
