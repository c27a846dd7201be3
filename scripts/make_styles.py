"""Write the styles of the results anew: /usr/bin/python3 scripts/make_styles.py [OUTFOLDER].

One file a kind of result, in family_hub_planner/resources/styles, drawn here in code so that every
colour has one place. Near is dark blue and far is pale (ColorBrewer YlGnBu), need is brown
(ColorBrewer YlOrBr); both keep their order for colour-blind readers and in grey. Sites differ by
shape, size and colour. Rules hold for any bands, since they go by the minutes themselves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # else the order of XML attributes is chance

from qgis.core import (
    QgsApplication,
    QgsArrowSymbolLayer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

FOLDER = Path(__file__).parents[1] / "family_hub_planner" / "resources" / "styles"
NEAR_TO_FAR = ("#225ea8", "#41b6c4", "#a1dab4", "#ffffd4")
MOST_TO_LEAST = ("#993404", "#d95f0e", "#fe9929", "#fee8b6")
INK, HUB, SUGGESTED, VENUE = "#26323a", "#12263f", "#d7301f", "#ffffff"
LONGEST_TO_SHORTEST = (  # ColorBrewer BrBG: both ends apart for colour-blind readers
    "#8c510a", "#d8b365", "#f6e8c3", "#f5f5f5", "#c7eae5", "#5ab4ac", "#01665e",
)  # fmt: skip
MAY_CLOSE = "#762a83"
DENSEST = "#3f007d"
MOVED = "#762a83"
_CLOSE_UP = 25_000
SLACK = 1e-6  # the planner's own: a walk of 20 minutes may be stored as 20.000000000000004
Rule = tuple[str, str, QgsSymbol]


def main() -> None:
    """Write every style into the folder named, or into the plugin."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    for name, draw in STYLES.items():
        layer = draw()
        categories = QgsMapLayer.StyleCategory
        chosen = categories.Symbology | categories.Labeling
        chosen |= categories.Rendering  # holds the opacity
        message, fine = layer.saveNamedStyle(str(folder / f"{name}.qml"), chosen)
        if not fine:
            sys.exit(message)
        print(f"{name}.qml")
        del layer
    application.exitQgis()


def catchments() -> QgsVectorLayer:
    """Draw bands half transparent, narrow ones on top; a band is within the minutes it says."""
    layer = _layer("MultiPolygon", "minutes:double", "hub_id:string")
    words = ("within 10 minutes", "within 20 minutes", "within 30 minutes", "a longer band")
    renderer = _rules(
        (label, condition, _fill(colour, "#ffffff", 0.3))
        for label, condition, colour in zip(words, _minutes(), NEAR_TO_FAR)
    )
    clause = QgsFeatureRequest.OrderByClause("minutes", False)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setOpacity(0.65)
    return layer


def coverage() -> QgsVectorLayer:
    """Draw areas by minutes to the nearest hub; those without a route are hatched."""
    layer = _layer("MultiPolygon", "minutes:double", "band:double")
    rules = [
        (label, condition, _fill(colour))
        for label, condition, colour in zip(_words(), _minutes(), NEAR_TO_FAR)
    ]
    layer.setRenderer(_rules([*rules, ("not routed", '"minutes" IS NULL', _hatched())]))
    return layer


def change() -> QgsVectorLayer:
    """Draw areas by the change of their minutes: brown is longer, teal shorter, white the same.

    What has a journey in one scenario alone, or in none, is striped, each in its own colour.
    """
    return _changed("MultiPolygon", _fill, lambda ink: _striped("#ffffff", ink, 0.2, 1.6, 0.35))


def change_points() -> QgsVectorLayer:
    """Draw demand points by the change of their minutes, in the colours of the areas.

    What has a journey in one scenario alone, or in none, is a cross, each in its own colour.
    """
    return _changed(
        "Point",
        lambda colour: _marker("circle", 2.6, colour, "#5c6670", 0.2),
        lambda ink: _marker("cross2", 2.2, ink, ink, 0.5),
    )


def _changed(
    kind: str, drawn: Callable[[str], QgsSymbol], struck: Callable[[str], QgsSymbol]
) -> QgsVectorLayer:
    layer = _layer(kind, "change:double", "result:string")
    five, ten = 5 + SLACK, 10 + SLACK
    moved = "\"result\" <> 'same' AND"
    classes = (
        ("more than 10 minutes longer", f'{moved} "change" > {ten:.6f}'),
        ("over 5, up to 10 minutes longer",
         f'{moved} "change" > {five:.6f} AND "change" <= {ten:.6f}'),
        ("up to 5 minutes longer", f'{moved} "change" > 0 AND "change" <= {five:.6f}'),
        ("about the same", "\"result\" = 'same'"),
        ("up to 5 minutes shorter", f'{moved} "change" < 0 AND "change" >= -{five:.6f}'),
        ("over 5, up to 10 minutes shorter",
         f'{moved} "change" < -{five:.6f} AND "change" >= -{ten:.6f}'),
        ("more than 10 minutes shorter", f'{moved} "change" < -{ten:.6f}'),
    )  # fmt: skip
    rules = [(w, c, drawn(colour)) for (w, c), colour in zip(classes, LONGEST_TO_SHORTEST)]
    lost = (
        ("no longer routed: no modelled journey under the plan", "no longer routed", "#8c510a"),
        ("newly routed: no modelled journey today", "newly routed", "#01665e"),
        ("not routed, today or under the plan", "not routed", "#6b6b6b"),
        ("not compared: in one coverage alone", "not compared", "#b0b0b0"),
    )
    for words, result, ink in lost:
        rules.append((words, f"\"result\" = '{result}'", struck(ink)))
    layer.setRenderer(_rules(rules))
    return layer


def accessibility() -> QgsVectorLayer:
    """Draw areas by their score beside the average; no hub in reach is no colour but grey."""
    layer = _layer("MultiPolygon", "relative:double", "score:double")
    classes = (
        ("1.5 times the average or more", '"relative" >= 1.5'),
        ("average to 1.5 times", '"relative" >= 1 AND "relative" < 1.5'),
        ("half the average to average", '"relative" >= 0.5 AND "relative" < 1'),
        ("less than half the average", '"relative" > 0 AND "relative" < 0.5'),
    )
    rules = [(w, c, _fill(colour)) for (w, c), colour in zip(classes, NEAR_TO_FAR)]
    nothing = ("no capacity within reach", '"score" = 0', _fill("#c9c9c9"))
    layer.setRenderer(_rules([*rules, nothing, ("no score", '"score" IS NULL', _hatched())]))
    return layer


def need() -> QgsVectorLayer:
    """Draw areas by quarters of the layer's own need, since need may be in any unit.

    The quarters are of the areas with any need: a weighting may leave most of them without.
    """
    layer = _layer("MultiPolygon", "need:double")
    most, middle, least = (f'{edge}("need", filter:="need" > 0)' for edge in ("q3", "median", "q1"))
    conditions = (
        f'"need" > 0 AND "need" >= {most}',
        f'"need" > 0 AND "need" < {most} AND "need" >= {middle}',
        f'"need" > 0 AND "need" < {middle} AND "need" >= {least}',
        f'"need" > 0 AND "need" < {least}',
    )
    words = (
        "quarter of areas with most need", "second quarter", "third quarter",
        "quarter with least need",
    )  # fmt: skip
    rules = [(w, c, _fill(colour)) for w, c, colour in zip(words, conditions, MOST_TO_LEAST)]
    nothing = ("no need", '"need" = 0', _fill("#e6e6e6"))
    layer.setRenderer(_rules([*rules, nothing, ("need not known", '"need" IS NULL', _hatched())]))
    return layer


def finer_demand() -> QgsVectorLayer:
    """Draw points by the children placed there; one that stands for a whole area is a diamond."""
    layer = _layer("Point", "children:double", "placed_by:string")
    whole = "\"placed_by\" = 'whole_area'"
    part = f'"children" IS NOT NULL AND ("placed_by" IS NULL OR NOT {whole})'
    many, some, few, _ = MOST_TO_LEAST
    rules = [
        ("under 1 child", f'"children" < 1 AND {part}', _marker("circle", 0.9, few, few, 0.0)),
        (
            "1 to under 10 children",
            f'"children" >= 1 AND "children" < 10 AND {part}',
            _marker("circle", 1.4, some, "#ffffff", 0.1),
        ),
        ("10 children or more", f'"children" >= 10 AND {part}',
         _marker("circle", 2.2, many, "#ffffff", 0.2)),
        ("a whole area: no finer place in it", f'"children" IS NOT NULL AND {whole}',
         _marker("diamond", 3.0, many, "#ffffff", 0.3)),
        ("children not known", '"children" IS NULL', _marker("cross2", 1.4, INK, INK, 0.2)),
    ]  # fmt: skip
    layer.setRenderer(_rules(rules))
    return layer


def sites() -> QgsVectorLayer:
    """Draw what would change over what is kept over what was tested only; name all but the last."""
    layer = _layer("Point", "decision:string", "site_name:string", "site_id:string", "order:int")
    suggested = _marker("star", 6.0, SUGGESTED, "#ffffff", 0.4)
    kept = _marker("square", 3.2, HUB, "#ffffff", 0.4)
    closing = _crossed_diamond()
    tested = _marker("circle", 1.7, VENUE, "#5c6670", 0.3)
    rules = [
        ("suggested site", "\"decision\" = 'open'", suggested),
        ("option to close, for testing", "\"decision\" = 'option_to_close'", closing),
        ("existing hub, kept open", "\"decision\" = 'kept'", kept),
        ("venue tested, not chosen", "\"decision\" = 'not_chosen'", tested),
    ]
    renderer = _rules(rules)
    ranks = enumerate(("kept", "option_to_close", "open"), start=1)
    whens = " ".join(f"WHEN \"decision\" = '{word}' THEN {rank}" for word, rank in ranks)
    rank = f"CASE {whens} ELSE 0 END"
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(rank, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(_site_labels())
    layer.setLabelsEnabled(True)
    return layer


def assignment() -> QgsVectorLayer:
    """Draw a thin straight line from each area to its site, broken where the way is long."""
    layer = _layer("LineString", "minutes:double", "site_id:string")
    colours = ("#225ea8", "#2c8ea6", "#4d9a76", "#8a8a6a")
    rules = [
        (label, condition, _line(colour, dashed=condition == _minutes()[-1]))
        for label, condition, colour in zip(_words(), _minutes(), colours)
    ]
    layer.setRenderer(_rules(rules))
    layer.setOpacity(0.8)
    return layer


def outreach() -> QgsVectorLayer:
    """Draw hubs as squares and outreach points as triangles, the new ones large and in red."""
    layer = _layer("Point", "decision:string", "tier:string", "site_name:string",
                   "site_id:string", "order:int")  # fmt: skip
    point, hub = "\"tier\" = 'outreach'", "\"tier\" = 'hub'"
    new, stands = "\"decision\" = 'open'", "\"decision\" = 'kept'"
    rules = [
        ("suggested outreach point", f"{new} AND {point}",
         _marker("triangle", 5.0, SUGGESTED, "#ffffff", 0.4)),
        ("suggested new hub", f"{new} AND {hub}", _marker("star", 6.0, SUGGESTED, "#ffffff", 0.4)),
        ("existing hub", f"{stands} AND {hub}", _marker("square", 3.6, HUB, "#ffffff", 0.4)),
        ("outreach point that runs today", f"{stands} AND {point}",
         _marker("triangle", 3.6, HUB, "#ffffff", 0.4)),
        ("venue, not chosen", "\"decision\" = 'not_chosen'",
         _marker("circle", 1.7, VENUE, "#5c6670", 0.3)),
    ]  # fmt: skip
    renderer = _rules(rules)
    rank = "CASE WHEN \"decision\" = 'kept' THEN 1 WHEN \"decision\" = 'open' THEN 2 ELSE 0 END"
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(rank, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(_site_labels())


FIRST = 'minimum("step", group_by:="{}")'
MOVES = (
    ("service would move", "move", "#1b6ca8"),
    ("would merge with other sites", "merge", MAY_CLOSE),
    ("would be given up; serves no families", "give_up", "#5c6670"),
)


def estate_options() -> QgsVectorLayer:
    """Draw each building once, by what would happen in the first option it is in; name that too.

    With the layer filtered to one option (step), the buildings of that one are drawn.
    """
    layer = _layer("Point", "step:int", "move:string", "site_name:string", "site_id:string")
    first = f'"step" = {FIRST.format("site_id")}'
    shapes = ("triangle", "diamond", "circle")
    rules = [
        (f"{words}, for testing", f"\"move\" = '{move}' AND {first}",
         _marker(shape, 5.0 - 0.8 * (shape == "circle"), "#ffffff", colour, 0.8))
        for (words, move, colour), shape in zip(MOVES, shapes)
    ]  # fmt: skip
    layer.setRenderer(_rules(rules))
    named = "coalesce(nullif(\"site_name\", ''), \"site_id\") || ' (option ' || \"step\" || ')'"
    root = QgsRuleBasedLabeling.Rule(QgsPalLayerSettings())
    root.setRuleKey("labels")
    rule = QgsRuleBasedLabeling.Rule(_label(named, 8.0, INK, False, 8), 0, 0, first)
    rule.setDescription("names, with the first option")
    rule.setRuleKey("names")
    root.appendChild(rule)
    layer.setLabeling(QgsRuleBasedLabeling(root))
    layer.setLabelsEnabled(True)
    return layer


def outreach_links() -> QgsVectorLayer:
    """Draw a broad broken line from each hub to the outreach points that its staff run."""
    layer = _layer("LineString", "site_id:string", "linked_hub:string", "staff_minutes:double")
    line = QgsLineSymbol.createSimple(
        {"line_color": SUGGESTED, "line_width": "0.8", "line_style": "dash", "capstyle": "flat"}
    )
    layer.setRenderer(_rules([("staff drive from hub to outreach point", "", line)]))
    return layer


def outreach_assignment() -> QgsVectorLayer:
    """Draw a thin line from each area to its hub, and another to its outreach point."""
    layer = _layer("LineString", "tier:string", "minutes:double")
    layer.setRenderer(_rules([
        ("within reach of a hub", "\"tier\" = 'hub'", _line("#225ea8", dashed=False)),
        ("of an outreach point only", "\"tier\" = 'outreach'", _line("#e08214", dashed=False)),
    ]))  # fmt: skip


def estate_moves() -> QgsVectorLayer:
    """Draw where services move to, and where families would go, in the first option of each."""
    layer = _layer("LineString", "step:int", "move:string", "site_id:string")
    first = f'"step" = {FIRST.format("site_id")}'
    words = ("the service would move", "families would be nearest to")
    rules = [
        (label, f"\"move\" = '{move}' AND {first}", _line(colour, dashed=move == "merge"))
        for label, (_, move, colour) in zip(words, MOVES)
    ]
    layer.setRenderer(_rules(rules))
    layer.setOpacity(0.8)
    return layer


def gap_clusters() -> QgsVectorLayer:
    """Draw gaps with their names; no counts, which a label would publish unrounded."""
    layer = _layer("MultiPolygon", "cluster:string", "children:double")
    rules = [
        ("gap with children of the ages counted", '"children" > 0', _fill("#cb181d", INK, 0.5)),
        ("gap without any", '"children" = 0', _fill("#c9c9c9", INK, 0.2)),
    ]
    return _named(layer, rules)


def hotspots() -> QgsVectorLayer:
    """Ring the places of densest need, over the colours of need, with names and no counts."""
    layer = _layer("MultiPolygon", "cluster:string", "children:double")
    ring = _striped("#00000000", DENSEST, 0.8, 2.4, 0.35)
    return _named(layer, [("where need is densest", "", ring)])


def _named(layer: QgsVectorLayer, rules: Iterable[Rule]) -> QgsVectorLayer:
    """Draw clusters over a map that shows through, each with its name."""
    layer.setRenderer(_rules(rules))
    layer.setOpacity(0.7)
    settings = _label('"cluster"', 9.0, INK, True, 10)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.fitInPolygonOnly = False
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def colocation_pairs() -> QgsVectorLayer:
    """Draw the first ten pairs that nothing forbids as arrows, the others thin and close up."""
    layer = _layer("LineString", "rank:int", "feasible:boolean", "direction:string")
    first = '"feasible" AND "rank" <= 10'
    rules = [
        ("first ten pairs: into a hub", f"{first} AND \"direction\" = 'into_hub'",
         _arrow(SUGGESTED, 1.1)),
        ("first ten pairs: from a hub into another's", f"{first} AND \"direction\" = 'hub_into'",
         _arrow("#225ea8", 1.1)),
        ("first ten pairs: between others", f"{first} AND \"direction\" = 'between_others'",
         _arrow("#4d9a76", 1.1)),
        ("further pairs (close up)", '"feasible" AND "rank" > 10', _arrow("#8a8a8a", 0.4)),
        ("something forbids it (close up)", 'NOT "feasible"', _line("#bdbdbd", dashed=True)),
    ]  # fmt: skip
    renderer = _rules(rules)
    for rule in renderer.rootRule().children()[3:]:
        rule.setMinimumScale(_CLOSE_UP)
    layer.setRenderer(renderer)
    return layer


def colocation_plan() -> QgsVectorLayer:
    """Draw each move of the plan as an arrow with the service's name."""
    layer = _layer("LineString", "decision:string", "service_name:string")
    layer.setRenderer(_rules([("moves, an option", "\"decision\" = 'move'", _arrow(MOVED, 1.1))]))
    settings = _label('"service_name"', 7.5, INK, False, 8)
    settings.placement = QgsPalLayerSettings.Placement.Line
    settings.dist = 0.6
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
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
    layer = _layer("Point", "venue_type:string", "site_name:string", "site_id:string")
    layer.setRenderer(_rules(_venue_rules()))
    layer.setLabeling(_names_close_up(""))
    layer.setLabelsEnabled(True)
    return layer


def estate() -> QgsVectorLayer:
    """Draw a register as candidates, its hubs and network sites ringed; nothing confidential."""
    layer = _layer("Point", "venue_type:string", "site_type:string", "confidential:string")
    told = '("confidential" IS NULL OR "confidential" <> \'yes\')'
    ring = _marker("circle", 5.2, "#ffffff", HUB, 0.7)
    ring.setColor(QColor(255, 255, 255, 0))
    rules = [("hub or network site", '"site_type" IS NOT NULL', ring), *_venue_rules()]
    layer.setRenderer(_rules((label, f"{told} AND ({one})", mark) for label, one, mark in rules))
    layer.setLabeling(_names_close_up(told))
    layer.setLabelsEnabled(True)
    return layer


def _venue_rules() -> list[Rule]:
    rules = [
        (words, f'"venue_type" IN ({_quoted(types)})', _marker(shape, 2.8, colour, INK, 0.2))
        for words, types, shape, colour in VENUES
    ]
    known = _quoted([name for _, types, _, _ in VENUES for name in types])
    other = f'"venue_type" IS NULL OR "venue_type" NOT IN ({known})'
    return [*rules, ("other place", other, _marker("circle", 1.8, VENUE, "#5c6670", 0.3))]


def _names_close_up(only: str) -> QgsRuleBasedLabeling:
    root = QgsRuleBasedLabeling.Rule(QgsPalLayerSettings())
    root.setRuleKey("labels")
    names = QgsRuleBasedLabeling.Rule(_label('"site_name"', 7.5, INK, False, 5), 0, 50_000, only)
    names.setDescription("names, close up")
    names.setRuleKey("names")
    root.appendChild(names)
    return QgsRuleBasedLabeling(root)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


STYLES = {
    "catchments": catchments,
    "coverage": coverage,
    "change": change,
    "change_points": change_points,
    "accessibility": accessibility,
    "need": need,
    "finer_demand": finer_demand,
    "sites": sites,
    "assignment": assignment,
    "outreach": outreach,
    "outreach_links": outreach_links,
    "outreach_assignment": outreach_assignment,
    "estate_options": estate_options,
    "estate_moves": estate_moves,
    "gap_clusters": gap_clusters,
    "hotspots": hotspots,
    "candidates": candidates,
    "estate": estate,
    "colocation_pairs": colocation_pairs,
    "colocation_plan": colocation_plan,
}


def _words() -> tuple[str, ...]:
    return (
        "within 10 minutes", "over 10, up to 20 minutes", "over 20, up to 30 minutes",
        "beyond 30 minutes",
    )  # fmt: skip


def _minutes() -> tuple[str, ...]:
    ten, twenty, thirty = (f"{band + SLACK:.6f}" for band in (10, 20, 30))
    return (
        f'"minutes" <= {ten}',
        f'"minutes" > {ten} AND "minutes" <= {twenty}',
        f'"minutes" > {twenty} AND "minutes" <= {thirty}',
        f'"minutes" > {thirty}',
    )


def _layer(kind: str, *fields: str) -> QgsVectorLayer:
    definition = "&".join(f"field={field}" for field in fields)
    return QgsVectorLayer(f"{kind}?crs=EPSG:27700&{definition}", "style", "memory")


def _rules(rules: Iterable[Rule]) -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    for number, (label, condition, symbol) in enumerate(rules):
        rule = QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label)
        rule.setRuleKey(f"rule-{number}")  # else chance, and the file would differ each time
        root.appendChild(rule)
    root.setRuleKey("rules")
    return QgsRuleBasedRenderer(root)


def _fill(colour: str, outline: str = "#8a9399", width: float = 0.1) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": colour, "outline_color": outline, "outline_width": str(width)}
    )


def _hatched() -> QgsFillSymbol:
    return _striped("#f2f2f2", "#6b6b6b", 0.2, 1.6, 0.25)


def _striped(colour: str, ink: str, outline: float, distance: float, width: float) -> QgsFillSymbol:
    symbol = _fill(colour, ink, outline)
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(distance)
    line = QgsLineSymbol.createSimple({"line_color": ink, "line_width": f"{width}"})
    hatch.setSubSymbol(line)
    symbol.appendSymbolLayer(hatch)
    return symbol


def _marker(shape: str, size: float, colour: str, outline: str, width: float) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "size": str(size),
            "color": colour,
            "outline_color": outline,
            "outline_width": str(width),
        }
    )


def _crossed_diamond() -> QgsMarkerSymbol:
    """Give a hollow mark, crossed out: told from the others by its shape alone."""
    symbol = _marker("diamond", 6.0, "#ffffff", MAY_CLOSE, 0.6)
    cross = QgsSimpleMarkerSymbolLayer.create(
        {"name": "cross2", "size": "2.2", "outline_color": MAY_CLOSE, "outline_width": "0.6"}
    )
    symbol.appendSymbolLayer(cross)
    return symbol


def _line(colour: str, dashed: bool) -> QgsLineSymbol:
    style = "dash" if dashed else "solid"
    return QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": "0.26", "line_style": style, "capstyle": "round"}
    )


def _arrow(colour: str, width: float) -> QgsLineSymbol:
    """Give an arrow from the old to the new place."""
    symbol = QgsLineSymbol()
    shaft = QgsArrowSymbolLayer.create(
        {
            "arrow_width": f"{width}",
            "arrow_start_width": f"{width / 3}",
            "head_length": f"{2 + width}",
            "head_thickness": f"{1 + width}",
            "is_curved": "0",
        }
    )
    shaft.setSubSymbol(_fill(colour, "#ffffff", 0.15))
    symbol.changeSymbolLayer(0, shaft)
    return symbol


def _site_labels() -> QgsRuleBasedLabeling:
    root = QgsRuleBasedLabeling.Rule(QgsPalLayerSettings())
    root.setRuleKey("labels")
    named = 'coalesce(nullif("site_name", \'\'), "site_id")'
    suggested = _label(f"\"order\" || '  ' || {named}", 9.5, "#a11a10", True, 10)
    kept = _label(named, 7.5, INK, False, 6)
    closing = _label(f"{named} || ' (option to close)'", 8.0, MAY_CLOSE, False, 8)
    labels = (("open", suggested), ("option_to_close", closing), ("kept", kept))
    for decision, settings in labels:
        rule = QgsRuleBasedLabeling.Rule(settings, 0, 0, f"\"decision\" = '{decision}'")
        rule.setDescription(f"names of sites: {decision}")
        rule.setRuleKey(decision)
        root.appendChild(rule)
    return QgsRuleBasedLabeling(root)


def _label(
    expression: str, points: float, colour: str, bold: bool, priority: int
) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = expression, True
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    settings.dist = 0.4
    settings.priority = priority
    settings.wrapChar, settings.autoWrapLength = "", 22
    settings.obstacleSettings().setIsObstacle(True)
    settings.setFormat(_text_format(points, colour, bold))
    return settings


def _text_format(points: float, colour: str, bold: bool) -> QgsTextFormat:
    font = QFont("DejaVu Sans")
    font.setBold(bold)
    form = QgsTextFormat()
    form.setFont(font)
    form.setNamedStyle("Bold" if bold else "Book")
    form.setSize(points)
    form.setColor(QColor(colour))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    halo.setColor(QColor("#ffffff"))
    form.setBuffer(halo)
    return form


if __name__ == "__main__":
    main()
