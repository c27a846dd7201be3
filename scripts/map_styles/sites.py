"""Styles of hubs, venues and outreach, and of who goes where."""

from __future__ import annotations

from qgis.core import QgsFeatureRequest, QgsLineSymbol, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from .signs import (
    HUB,
    INK,
    SUGGESTED,
    VENUE,
    Rule,
    crossed_diamond,
    layer_of,
    line_of,
    marker,
    minutes_rules,
    minutes_words,
    names_close_up,
    quoted,
    rules_of,
    site_labels,
)


def sites() -> QgsVectorLayer:
    """Draw what would change over what is kept over what was tested only; name all but the last."""
    layer = layer_of("Point", "decision:string", "site_name:string", "site_id:string", "order:int")
    suggested = marker("star", 6.0, SUGGESTED, "#ffffff", 0.4)
    kept = marker("square", 3.2, HUB, "#ffffff", 0.4)
    closing = crossed_diamond()
    tested = marker("circle", 1.7, VENUE, "#5c6670", 0.3)
    rules = [
        ("suggested site", "\"decision\" = 'open'", suggested),
        ("option to close, for testing", "\"decision\" = 'option_to_close'", closing),
        ("existing hub, kept open", "\"decision\" = 'kept'", kept),
        ("venue tested, not chosen", "\"decision\" = 'not_chosen'", tested),
    ]
    renderer = rules_of(rules)
    ranks = enumerate(("kept", "option_to_close", "open"), start=1)
    whens = " ".join(f"WHEN \"decision\" = '{word}' THEN {rank}" for word, rank in ranks)
    rank = f"CASE {whens} ELSE 0 END"
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(rank, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(site_labels())
    layer.setLabelsEnabled(True)
    return layer


def assignment() -> QgsVectorLayer:
    """Draw a thin straight line from each area to its site, broken where the way is long."""
    layer = layer_of("LineString", "minutes:double", "site_id:string")
    colours = ("#225ea8", "#2c8ea6", "#4d9a76", "#8a8a6a")
    rules = [
        (label, condition, line_of(colour, dashed=condition == minutes_rules()[-1]))
        for label, condition, colour in zip(minutes_words(), minutes_rules(), colours)
    ]
    layer.setRenderer(rules_of(rules))
    layer.setOpacity(0.8)
    return layer


def outreach() -> QgsVectorLayer:
    """Draw hubs as squares and outreach points as triangles, the new ones large and in red."""
    layer = layer_of("Point", "decision:string", "tier:string", "site_name:string",
                   "site_id:string", "order:int")  # fmt: skip
    point, hub = "\"tier\" = 'outreach'", "\"tier\" = 'hub'"
    new, stands = "\"decision\" = 'open'", "\"decision\" = 'kept'"
    rules = [
        ("suggested outreach point", f"{new} AND {point}",
         marker("triangle", 5.0, SUGGESTED, "#ffffff", 0.4)),
        ("suggested new hub", f"{new} AND {hub}", marker("star", 6.0, SUGGESTED, "#ffffff", 0.4)),
        ("existing hub", f"{stands} AND {hub}", marker("square", 3.6, HUB, "#ffffff", 0.4)),
        ("outreach point that runs today", f"{stands} AND {point}",
         marker("triangle", 3.6, HUB, "#ffffff", 0.4)),
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
    layer.setRenderer(rules_of([("staff drive from hub to outreach point", "", line)]))
    return layer


def outreach_assignment() -> QgsVectorLayer:
    """Draw a thin line from each area to its hub, and another to its outreach point."""
    layer = layer_of("LineString", "tier:string", "minutes:double")
    layer.setRenderer(rules_of([
        ("within reach of a hub", "\"tier\" = 'hub'", line_of("#225ea8", dashed=False)),
        ("of an outreach point only", "\"tier\" = 'outreach'", line_of("#e08214", dashed=False)),
    ]))  # fmt: skip
    layer.setOpacity(0.8)
    return layer


VENUES = (
    ("school or nursery", ("school", "nursery"), "square", "#e69f00"),
    ("health", ("GP surgery", "health centre or clinic", "hospital"), "cross_fill", "#009e73"),
    ("library, council or children's centre",
     ("library", "council offices", "town hall", "public building", "government office",
      "children's centre"), "diamond", "#0072b2"),
    ("fire, ambulance, police or military",
     ("fire station", "ambulance station", "police station", "military base"),
     "triangle", "#d55e00"),
    ("community, faith or leisure",
     ("community centre", "village hall", "faith venue", "leisure centre", "food bank",
      "social facility", "charity office"), "circle", "#cc79a7"),
)  # fmt: skip


def candidates() -> QgsVectorLayer:
    """Draw candidates by the kind of their venue, each with a shape of its own; names close up."""
    layer = layer_of("Point", "venue_type:string", "site_name:string", "site_id:string")
    layer.setRenderer(rules_of(_venue_rules()))
    layer.setLabeling(names_close_up(""))
    layer.setLabelsEnabled(True)
    return layer


def estate() -> QgsVectorLayer:
    """Draw a register as candidates, its hubs and network sites ringed; nothing confidential."""
    layer = layer_of("Point", "venue_type:string", "site_type:string", "confidential:string")
    told = '("confidential" IS NULL OR "confidential" <> \'yes\')'
    ring = marker("circle", 5.2, "#ffffff", HUB, 0.7)
    ring.setColor(QColor(255, 255, 255, 0))
    rules = [("hub or network site", '"site_type" IS NOT NULL', ring), *_venue_rules()]
    layer.setRenderer(rules_of((label, f"{told} AND ({one})", mark) for label, one, mark in rules))
    layer.setLabeling(names_close_up(told))
    layer.setLabelsEnabled(True)
    return layer


def _venue_rules() -> list[Rule]:
    rules = [
        (words, f'"venue_type" IN ({quoted(types)})', marker(shape, 2.8, colour, INK, 0.2))
        for words, types, shape, colour in VENUES
    ]
    known = quoted([name for _, types, _, _ in VENUES for name in types])
    other = f'"venue_type" IS NULL OR "venue_type" NOT IN ({known})'
    return [*rules, ("other place", other, marker("circle", 1.8, VENUE, "#5c6670", 0.3))]
