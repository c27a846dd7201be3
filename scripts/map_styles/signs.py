"""Colours, symbols, rules and labels that the styles share."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsArrowSymbolLayer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsSvgMarkerSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from family_hub_planner.engine import colours

ICONS = Path(__file__).parents[2] / "family_hub_planner" / "resources" / "icons" / "sites"
NEAR_TO_FAR = (*colours.NEAR_TO_FAR, colours.BEYOND)


MOST_TO_LEAST = ("#993404", "#d95f0e", "#fe9929", "#fee8b6")


LONGEST_TO_SHORTEST = (
    colours.MUCH_LONGER,
    colours.LONGER,
    colours.SLIGHTLY_LONGER,
    colours.SAME,
    colours.SLIGHTLY_SHORTER,
    colours.SHORTER,
    colours.MUCH_SHORTER,
)


INK, HUB, SUGGESTED, VENUE = "#26323a", colours.HUB, colours.SUGGESTED, "#ffffff"


MAY_CLOSE = "#762a83"


MOVED = "#762a83"


DENSEST = "#3f007d"


CLOSE_UP = 25_000


Rule = tuple[str, str, QgsSymbol]


def layer_of(kind: str, *fields: str) -> QgsVectorLayer:
    """Give an empty layer in memory to draw on, with fields as "name:type"."""
    definition = "&".join(f"field={field}" for field in fields)
    return QgsVectorLayer(f"{kind}?crs=EPSG:27700&{definition}", "style", "memory")


def rules_of(rules: Iterable[Rule]) -> QgsRuleBasedRenderer:
    """Give a renderer of rules, with keys that stay the same."""
    root = QgsRuleBasedRenderer.Rule(None)
    for number, (label, condition, symbol) in enumerate(rules):
        rule = QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label)
        rule.setRuleKey(f"rule-{number}")  # else chance, and the file would differ each time
        root.appendChild(rule)
    root.setRuleKey("rules")
    return QgsRuleBasedRenderer(root)


def quoted(names: Iterable[str]) -> str:
    """Write names for an expression, parted by commas."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def fill(colour: str, outline: str = "#8a9399", width: float = 0.1) -> QgsFillSymbol:
    """Give a plain fill."""
    return QgsFillSymbol.createSimple(
        {"color": colour, "outline_color": outline, "outline_width": str(width)}
    )


def hatched() -> QgsFillSymbol:
    """Give the fill of what has no route: hatched both ways, on grey."""
    symbol = striped("#ececec", "#6b6b6b", 0.2, 1.5, 0.25)
    symbol.appendSymbolLayer(_lines("#6b6b6b", 1.5, 0.25, 135.0))
    return symbol


def beyond(colour: str, ink: str = colours.BEYOND_INK) -> QgsFillSymbol:
    """Give the fill of what lies beyond the longest band: pale, and hatched one way, thinly."""
    symbol = fill(colour)
    symbol.appendSymbolLayer(_lines(ink, 2.2, 0.16, 45.0))
    return symbol


def _lines(ink: str, distance: float, width: float, angle: float) -> QgsLinePatternFillSymbolLayer:
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(angle)
    hatch.setDistance(distance)
    line = QgsLineSymbol.createSimple({"line_color": ink, "line_width": f"{width}"})
    hatch.setSubSymbol(line)
    return hatch


def striped(colour: str, ink: str, outline: float, distance: float, width: float) -> QgsFillSymbol:
    """Give a fill with slanting lines."""
    symbol = fill(colour, ink, outline)
    symbol.appendSymbolLayer(_lines(ink, distance, width, 45.0))
    return symbol


def marker(shape: str, size: float, colour: str, outline: str, width: float) -> QgsMarkerSymbol:
    """Give a plain marker."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "size": str(size),
            "color": colour,
            "outline_color": outline,
            "outline_width": str(width),
        }
    )


def icon(name: str, size: float, colour: str, edge: str = "#ffffff") -> QgsMarkerSymbol:
    """Give one of our own pictures (resources/icons/sites), within the style itself.

    Embedded, since a path would not be there on the PC where the project is opened next. `colour`
    fills the sign, `edge` draws its outline and what stands in it.
    """
    data = base64.b64encode((ICONS / f"{name}.svg").read_bytes()).decode("ascii")
    layer = QgsSvgMarkerSymbolLayer(f"base64:{data}", size)
    layer.setFillColor(QColor(colour))
    layer.setStrokeColor(QColor(edge))
    layer.setStrokeWidth(0.2)
    symbol = QgsMarkerSymbol()
    symbol.changeSymbolLayer(0, layer)
    return symbol


def cased(colour: str, width: float, dashed: bool = False) -> QgsLineSymbol:
    """Give a line in a white casing, which stands out on any colour of areas."""
    style = "dash" if dashed else "solid"
    symbol = QgsLineSymbol.createSimple(
        {"line_color": "#ffffff", "line_width": f"{width + 0.5}", "capstyle": "round"}
    )
    ink = {"line_color": colour, "line_width": f"{width}", "line_style": style, "capstyle": "round"}
    symbol.appendSymbolLayer(QgsSimpleLineSymbolLayer.create(ink))
    return symbol


def line_of(colour: str, dashed: bool) -> QgsLineSymbol:
    """Give a thin line, dashed or not."""
    style = "dash" if dashed else "solid"
    return QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": "0.26", "line_style": style, "capstyle": "round"}
    )


def arrow(colour: str, width: float) -> QgsLineSymbol:
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
    shaft.setSubSymbol(fill(colour, "#ffffff", 0.15))
    symbol.changeSymbolLayer(0, shaft)
    return symbol
