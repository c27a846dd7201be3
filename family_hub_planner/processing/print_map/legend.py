"""The legend: what is drawn on the map and nothing else, in lines that fit their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from .letters import INK, font_of, format_of, wrapped

SYMBOL_MM = (6.0, 3.6)  # width and height on A4
_SPACE = 2.5  # beside a symbol
_BREAK = "\n"


@dataclass(frozen=True)
class Entry:
    """A layer in the legend: the numbers of the symbols that the map shows, with their words."""

    layer: QgsVectorLayer
    shown: tuple[int, ...]
    labels: tuple[str, ...]


def entries_of(layers: Sequence[QgsMapLayer], item: QgsLayoutItemMap) -> list[Entry]:
    """Give an entry for each layer that draws anything on the map."""
    found = (_entry(layer, item) for layer in layers if isinstance(layer, QgsVectorLayer))
    return [entry for entry in found if entry is not None and entry.shown]


def _entry(layer: QgsVectorLayer, item: QgsLayoutItemMap) -> Entry | None:
    renderer = layer.renderer()
    if renderer is None or not layer.isSpatial():
        return None
    labels = tuple(one.label() for one in renderer.legendSymbolItems())
    box = _box_in(layer, item)
    rules = _rules(layer)
    if len(rules) != len(labels):  # a style of the user's own: what it draws is not looked into
        there = _any(layer, "", box)
        return Entry(layer, tuple(range(len(labels))) if there else (), labels)
    scale = item.scale()
    shown = [number for number, rule in enumerate(rules)
             if rule.isScaleOK(scale) and _any(layer, rule.filterExpression(), box)]  # fmt: skip
    return Entry(layer, tuple(shown), labels)


def _rules(layer: QgsVectorLayer) -> list[Any]:
    """Give the rules of a style whose rules stand side by side, else none."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsRuleBasedRenderer):
        return []
    rules = renderer.rootRule().children()
    plain = all(not rule.children() and not rule.isElse() for rule in rules)
    return rules if plain else []


def _box_in(layer: QgsVectorLayer, item: QgsLayoutItemMap) -> QgsRectangle:
    """Give the map's extent in the layer's own system."""
    project = item.layout().project()
    transform = QgsCoordinateTransform(item.crs(), layer.crs(), project)
    return transform.transformBoundingBox(item.extent())


def _any(layer: QgsVectorLayer, condition: str, box: QgsRectangle) -> bool:
    """Tell whether a rule draws any feature within a box."""
    scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)  # for q1("need")
    request = QgsFeatureRequest().setFilterRect(box)
    if condition:
        request.setFilterExpression(condition)
    request.setExpressionContext(QgsExpressionContext(scopes))
    return any(True for _ in layer.getFeatures(request.setLimit(1)))


def fill_legend(
    legend: QgsLayoutItemLegend,
    entries: Sequence[Entry],
    width: float,
    points: float,
    columns: int,
    split: bool = False,
) -> None:
    """Write the entries into a legend of so many columns within a width in millimetres.

    `split` lets a layer's classes go on in the next column.
    """
    letters = points / 8.5
    _dress(legend, points, columns)
    legend.setSplitLayer(split)
    one = (width - (columns - 1) * _SPACE * 2) / columns
    text_width = one - SYMBOL_MM[0] * letters - _SPACE
    tree = legend.model().rootGroup()
    tree.removeAllChildren()
    for entry in entries:
        node = tree.addLayer(entry.layer)
        alone = len(entry.labels) == 1 and not entry.labels[0]  # the symbol stands by the heading
        heading = wrapped(entry.layer.name(), text_width if alone else one, points, True)
        node.setCustomProperty("legend/title-label", heading)
        for number in entry.shown:
            words = wrapped(entry.labels[number], text_width, points)
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, number, words)
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(entry.shown))
        legend.model().refreshLayerLegend(node)
    # The item itself knows its size only after it was drawn once: too late to choose its letters.
    size = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize()
    legend.attemptResize(QgsLayoutSize(size.width(), size.height()))


def _dress(legend: QgsLayoutItemLegend, points: float, columns: int) -> None:
    letters = points / 8.5
    legend.setWrapString(_BREAK)
    legend.setColumnCount(columns)
    legend.setEqualColumnWidth(columns > 1)
    legend.setColumnSpace(_SPACE * 2)
    legend.setSymbolWidth(SYMBOL_MM[0] * letters)
    legend.setSymbolHeight(SYMBOL_MM[1] * letters)
    styles, side = QgsLegendStyle.Style, QgsLegendStyle.Side
    for style in (styles.Title, styles.Group, styles.Subgroup):
        _letters(legend, style, points, True)
    _letters(legend, styles.SymbolLabel, points, False)
    legend.rstyle(styles.Subgroup).setMargin(side.Top, 2.6 * letters)
    legend.rstyle(styles.Symbol).setMargin(side.Top, 1.2 * letters)
    legend.rstyle(styles.SymbolLabel).setMargin(side.Left, 2.0)


def _letters(legend: QgsLayoutItemLegend, style: Any, points: float, bold: bool) -> None:
    """Set the letters of one part of a legend, in newer releases and older ones."""
    part = legend.rstyle(style)
    if hasattr(part, "setTextFormat"):
        part.setTextFormat(format_of(points, bold))
        return
    legend.setStyleFont(style, font_of(points, bold))
    legend.setFontColor(QColor(INK))
