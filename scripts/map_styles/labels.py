"""Labels that the styles share.

What differs between the labels of one layer is told by expressions, and never by rules of labels:
QGIS takes such rules in the order of their addresses in memory, so that each drawing of the same
map may place names otherwise wherever two places would do equally well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qgis.core import (
    QgsPalLayerSettings,
    QgsProperty,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor, QFont

from .signs import INK, MAY_CLOSE, Rule, rules_of

NAMED_FROM = 50_000  # the smallest scale at which places are named that only a close-up names


@dataclass(frozen=True)
class Label:
    """What is written beside the places that meet a condition (an expression), and how."""

    condition: str
    text: str
    points: float
    colour: str = INK
    bold: bool = False
    priority: int = 5


def site_labels() -> QgsVectorLayerSimpleLabeling:
    """Name sites by what is decided of them."""
    named = 'coalesce(nullif("site_name", \'\'), "site_id")'
    decided = "\"decision\" = '{}'".format
    closing = f"{named} || ' (option to close)'"
    return labels_of(
        Label(decided("open"), f"\"order\" || '  ' || {named}", 9.5, "#a11a10", True, 10),
        Label(decided("option_to_close"), closing, 8.0, MAY_CLOSE, priority=8),
        Label(decided("kept"), named, 7.5, priority=6),
    )


def names_close_up(
    only: str, always: str = "", named: str = '"site_name"'
) -> QgsVectorLayerSimpleLabeling:
    """Name places only where the map is drawn large; those of the condition `always` everywhere."""
    close = f"@map_scale <= {NAMED_FROM}" + (f" AND ({only})" if only else "")
    names = Label(close, named, 7.5)
    if not always:
        return labels_of(names)
    return labels_of(Label(always, named, 8.0, bold=True, priority=9), names)


def labels_of(*labels: Label) -> QgsVectorLayerSimpleLabeling:
    """Give each place the first label whose condition it meets, and none where it meets none."""
    plain = labels[-1]  # QGIS makes letters bold where it is told to, and never plain again
    text = _chosen((one.condition, one.text) for one in labels)
    settings = label_of(text, plain.points, plain.colour, plain.bold, plain.priority)
    told, kinds = settings.dataDefinedProperties(), QgsPalLayerSettings.Property
    # A place without a name would else be in the way of the names beside it.
    named = " OR ".join(f"({one.condition})" for one in labels)
    told.setProperty(kinds.Show, QgsProperty.fromExpression(f"coalesce({named}, false)"))
    if len(labels) > 1:
        for kind, values in (
            (kinds.Size, [str(one.points) for one in labels]),
            (kinds.Color, [f"'{one.colour}'" for one in labels]),
            (kinds.Bold, [str(int(one.bold)) for one in labels]),
            (kinds.Priority, [str(one.priority) for one in labels]),
        ):
            choice = _chosen(zip((one.condition for one in labels), values))
            told.setProperty(kind, QgsProperty.fromExpression(choice))
    settings.setDataDefinedProperties(told)
    return QgsVectorLayerSimpleLabeling(settings)


def _chosen(choices: Iterable[tuple[str, str]]) -> str:
    """Give an expression for the value of the first condition that holds; NULL where none does."""
    return f"CASE {' '.join(f'WHEN {when} THEN {then}' for when, then in choices)} END"


def label_of(
    expression: str, points: float, colour: str, bold: bool, priority: int
) -> QgsPalLayerSettings:
    """Give a label around its point, by an expression."""
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = expression, True
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    settings.dist = 0.4
    settings.priority = priority
    settings.wrapChar, settings.autoWrapLength = "", 22
    settings.obstacleSettings().setIsObstacle(True)
    settings.setFormat(text_format(points, colour, bold))
    return settings


def no_obstacle(settings: QgsPalLayerSettings) -> None:
    """Let areas that are named stand in no other name's way: names of places lie upon them.

    As obstacles, which QGIS makes of whatever has a label, they push names of hubs off the map.
    """
    obstacle = settings.obstacleSettings()
    obstacle.setIsObstacle(False)
    settings.setObstacleSettings(obstacle)


def text_format(points: float, colour: str, bold: bool) -> QgsTextFormat:
    """Give letters with a white halo."""
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


def named_close_up(layer: QgsVectorLayer, rules: Iterable[Rule]) -> QgsVectorLayer:
    """Draw clusters over a map that shows through, each with its name."""
    layer.setRenderer(rules_of(rules))
    layer.setOpacity(0.7)
    settings = label_of('"cluster"', 9.0, INK, True, 10)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.fitInPolygonOnly = False
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        no_obstacle(settings)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer
