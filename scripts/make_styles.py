"""Write the styles of the results anew: /usr/bin/python3 scripts/make_styles.py [OUTFOLDER].

One file a kind of result, in family_hub_planner/resources/styles, drawn here in code so that every
colour has one place. Near is dark blue and far is pale (ColorBrewer YlGnBu), need is brown
(ColorBrewer YlOrBr); both keep their order for colour-blind readers and in grey. Sites differ by
shape, size and colour. Rules hold for any bands, since they go by the minutes themselves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # else the order of XML attributes is chance

from qgis.core import (
    QgsApplication,
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
)
from qgis.PyQt.QtGui import QColor, QFont

FOLDER = Path(__file__).parents[1] / "family_hub_planner" / "resources" / "styles"
NEAR_TO_FAR = ("#225ea8", "#41b6c4", "#a1dab4", "#ffffd4")
MOST_TO_LEAST = ("#993404", "#d95f0e", "#fe9929", "#fee8b6")
INK, HUB, SUGGESTED, VENUE = "#26323a", "#12263f", "#d7301f", "#ffffff"
MAY_CLOSE = "#762a83"
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
    """Draw areas by quarters of the layer's own need, since need may be in any unit."""
    layer = _layer("MultiPolygon", "need:double")
    edges = ('q3("need")', 'median("need")', 'q1("need")')
    conditions = (
        f'"need" >= {edges[0]}',
        f'"need" < {edges[0]} AND "need" >= {edges[1]}',
        f'"need" < {edges[1]} AND "need" >= {edges[2]}',
        f'"need" < {edges[2]}',
    )
    words = (
        "quarter of areas with most need", "second quarter", "third quarter",
        "quarter with least need",
    )  # fmt: skip
    rules = [(w, c, _fill(colour)) for w, c, colour in zip(words, conditions, MOST_TO_LEAST)]
    layer.setRenderer(_rules([*rules, ("need not known", '"need" IS NULL', _hatched())]))
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


STYLES = {
    "catchments": catchments,
    "coverage": coverage,
    "accessibility": accessibility,
    "need": need,
    "sites": sites,
    "assignment": assignment,
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
    symbol = _fill("#f2f2f2", "#6b6b6b", 0.2)
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(1.6)
    line = QgsLineSymbol.createSimple({"line_color": "#6b6b6b", "line_width": "0.25"})
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
