"""A map of the pack's layers on a page of the PDF, with a scale bar and its legend beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ...engine.projection import metric_crs
from ...engine.report.map_parts import Box
from ..print_map.legend import entries_of, fill_legend
from ..print_map.letters import write_in
from .pdf_type import RULE

_AIR, _NEAR = 1.05, 1.4  # round the layers; how far round the areas places still count
_BESIDE = 2.0  # between map and legend in millimetres
_ROUND_A_POINT = 1000.0  # metres
_METRES = QgsUnitTypes.DistanceUnit.DistanceMeters
_LEAST_MAP, _LEGEND_BESIDE = 60.0, 46.0  # height; width
_LETTERS, _COLUMNS = 7.5, 3  # of the legend: points, columns
Place = tuple[float, float, float, float]


def add_map(
    layout: QgsPrintLayout,
    layers: Sequence[Any],
    page: int,
    place: Place,
    beside: bool = False,
    focus: Box | None = None,
) -> list[Any]:
    """Add a map of layers, the last on top, and its legend within a place; give the items.

    `place` is x, y, width and height in millimetres on the page. The legend stands beneath the
    map, or `beside` it, where the place is not high. `focus` is the box to show in degrees (west,
    south, east, north); None for all areas.
    """
    x, y, width, height = place
    item = _map(layout, layers, (width, height))
    layout.addLayoutItem(item)
    item.zoomToExtent(_shown(layers, item.crs(), focus))
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    legend.setBackgroundEnabled(False)
    layout.addLayoutItem(legend)
    entries = entries_of(list(reversed(layers)), item)
    if beside:
        fill_legend(legend, entries, _LEGEND_BESIDE, _LETTERS, 1)
        wide, drawn = width - _LEGEND_BESIDE - _BESIDE, height
        _move(legend, page, x + wide + _BESIDE, y)
    else:
        fill_legend(legend, entries, width, _LETTERS, _COLUMNS)
        needed = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize().height()
        wide, drawn = width, max(height - needed - _BESIDE, _LEAST_MAP)
        _move(legend, page, x, y + drawn + _BESIDE)
    _move(item, page, x, y)
    item.attemptResize(QgsLayoutSize(wide, drawn))
    item.zoomToExtent(_shown(layers, item.crs(), focus))
    bar = _scale_bar(layout, item)
    layout.addLayoutItem(bar)
    _move(bar, page, x + 2, y + drawn - 11)
    return [item, legend, bar]


def _move(item: Any, page: int, x: float, y: float) -> None:
    item.attemptMove(QgsLayoutPoint(x, y), True, False, page)


def _map(
    layout: QgsPrintLayout, layers: Sequence[Any], size: tuple[float, float]
) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    item.setRect(0, 0, *size)
    item.setCrs(_metres(layers))
    item.setLayers(list(reversed(layers)))  # QGIS draws the first on top
    item.setKeepLayerSet(True)
    item.setExtent(_extent(layers, item.crs()))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor(RULE))
    item.setBackgroundColor(QColor("#ffffff"))
    return item


def _metres(layers: Sequence[Any]) -> QgsCoordinateReferenceSystem:
    degrees = _extent(layers, QgsCoordinateReferenceSystem("EPSG:4326"))
    bounds = (degrees.xMinimum(), degrees.yMinimum(), degrees.xMaximum(), degrees.yMaximum())
    return QgsCoordinateReferenceSystem(metric_crs(*bounds))


def _shown(
    layers: Sequence[Any], crs: QgsCoordinateReferenceSystem, focus: Box | None
) -> QgsRectangle:
    if focus is None:
        return _extent(layers, crs)
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    return QgsCoordinateTransform(degrees, crs, QgsProject()).transformBoundingBox(
        QgsRectangle(*focus)
    )


def _extent(layers: Sequence[Any], crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """Give the extent of the areas with the places near them, or of all that there is.

    A place far away (one astray in a register) does not shrink the map.
    """
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    areas = _together([layer for layer in layers if layer.geometryType() == polygon], crs)
    if areas.isEmpty():
        whole = _together(layers, crs)
        whole.grow(_ROUND_A_POINT if crs.mapUnits() == _METRES else 0.0)
        return whole
    near = QgsRectangle(areas)
    near.scale(_NEAR)
    for layer in layers:
        if layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry:
            transform = QgsCoordinateTransform(layer.crs(), crs, QgsProject())
            points = [transform.transform(one.geometry().asPoint()) for one in _drawn(layer)]
            for point in points:
                if near.contains(point):
                    areas.include(point)
    areas.scale(_AIR)
    return areas


def _together(layers: Sequence[Any], crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    whole = QgsRectangle()
    for layer in layers:
        if layer.featureCount():
            transform = QgsCoordinateTransform(layer.crs(), crs, QgsProject())
            whole.combineExtentWith(transform.transformBoundingBox(layer.extent()))
    return whole


def _drawn(layer: Any) -> list[Any]:
    return [one for one in layer.getFeatures() if not one.geometry().isEmpty()]


def _scale_bar(layout: QgsPrintLayout, item: QgsLayoutItemMap) -> QgsLayoutItemScaleBar:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(item)
    bar.applyDefaultSize(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    write_in(bar, 7.5)
    bar.update()
    return bar
