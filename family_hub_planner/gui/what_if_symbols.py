"""How the what-if is drawn: areas by the shipped styles, places by shape and filling.

A place that is on is filled, one that is off is hollow: the shape tells hub, venue and trial apart,
and no difference rests on colour alone. A hub has the house that it has in every result.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ..engine.colours import HUB
from ..processing.minutes_words import MinutesWords
from ..processing.styles import draw
from .translation import tr

STYLE_OF = {"minutes": "coverage", "change": "change"}
INK, PAPER = "#22303c", "#ffffff"
HOUSE = Path(__file__).parents[1] / "resources" / "icons" / "sites" / "hub.svg"
LOOKS = {  # kind: shape, colour, millimetres on, millimetres off
    "hub": ("house", HUB, 5.0, 4.4),
    "venue": ("circle", "#1f6f8a", 3.2, 2.0),
    "trial": ("diamond", "#7b2d8b", 5.0, 4.4),
}


def draw_areas(layer: QgsVectorLayer, by: str, words: MinutesWords) -> None:
    """Colour the areas, or demand points, as the results of coverage or of comparisons are."""
    areas = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    draw(layer, STYLE_OF[by] if areas else f"{STYLE_OF[by]}_points", words)


def draw_places(layer: QgsVectorLayer) -> None:
    """Draw the places by kind and state, with the names of those that are on."""
    words = {"hub": tr("hub"), "venue": tr("venue"), "trial": tr("trial hub")}
    root = QgsRuleBasedRenderer.Rule(None)
    for kind in ("trial", "hub", "venue"):
        for state, told in ((1, tr("{}, switched on")), (0, tr("{}, switched off"))):
            rule = QgsRuleBasedRenderer.Rule(_place_symbol(kind, bool(state)))
            rule.setLabel(told.format(words[kind]))
            rule.setFilterExpression(f'"kind" = \'{kind}\' AND "is_on" = {state}')
            root.appendChild(rule)
    renderer = QgsRuleBasedRenderer(root)
    # Those that are on lie over those that are off: a ring must not cover a hub that counts.
    on_last = QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("is_on", True)])
    renderer.setOrderBy(on_last)
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_names_of_those_on()))
    layer.setLabelsEnabled(True)


def _place_symbol(kind: str, on: bool) -> QgsMarkerSymbol:
    shape, colour, size_on, size_off = LOOKS[kind]
    if shape == "house":
        return _house(colour if on else PAPER, PAPER if on else colour, size_on if on else size_off)
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": colour if on else PAPER,
            "outline_color": PAPER if on else colour,
            "outline_width": "0.3" if on else "0.45",
            "size": str(size_on if on else size_off),
        }
    )


def _house(fill: str, edge: str, size: float) -> QgsMarkerSymbol:
    symbol, layer = QgsMarkerSymbol(), QgsSvgMarkerSymbolLayer(str(HOUSE), size)
    layer.setFillColor(QColor(fill))
    layer.setStrokeColor(QColor(edge))
    layer.setStrokeWidth(0.2)
    symbol.changeSymbolLayer(0, layer)
    return symbol


def _names_of_those_on() -> QgsPalLayerSettings:
    label, text = QgsPalLayerSettings(), QgsTextFormat()
    label.fieldName = 'if("is_on" = 1, "site_name", NULL)'
    label.isExpression = True
    text.setSize(8)
    text.setColor(QColor(INK))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(0.8)
    buffer.setColor(QColor(PAPER))
    text.setBuffer(buffer)
    label.setFormat(text)
    label.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    label.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    label.dist = 0.6
    return label
