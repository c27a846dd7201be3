"""Shapes for the pack's map: GeoJSON in WGS84, made plain enough for a page to hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...engine.projection import WGS84
from ...engine.report.evidence import LINES, MAP_LAYERS, POINTS, POLYGONS, MapShapes
from ..coordinate_fit import brought
from ..layers import text_of
from .rows import Rows

_DIGITS = 5  # of a degree: about a metre
_OF_EXTENT = 2500  # shapes are drawn to one part in so many of the map's width
_KINDS = {
    POLYGONS: QgsWkbTypes.GeometryType.PolygonGeometry,
    LINES: QgsWkbTypes.GeometryType.LineGeometry,
    POINTS: QgsWkbTypes.GeometryType.PointGeometry,
}
_MAIN_ROADS = ("motorway", "trunk", "primary", "secondary")
_BARRIERS = {"water": "water", "rail": "rail"}
_MOST_POINTS = 60_000


def shapes_of_rows(
    key: str, rows: Rows, id_column: str, context: QgsProcessingContext
) -> MapShapes | None:
    """Give a layer of the map from rows with shapes; None where none of them has a fitting one."""
    if id_column not in rows.table.columns or not rows.crs.isValid():
        return None
    ids = [text_of(value) for value in rows.table.column(id_column)]
    transform = QgsCoordinateTransform(
        rows.crs, QgsCoordinateReferenceSystem(WGS84), context.transformContext()
    )
    pairs = zip(ids, (brought(one.geometry(), transform) for one in rows.features))
    return _layer(key, [(name, shape) for name, shape in pairs if shape is not None])


def _layer(key: str, pairs: Sequence[tuple[str, QgsGeometry]]) -> MapShapes | None:
    kind = _KINDS[MAP_LAYERS[key]]
    there = [(n, s) for n, s in pairs if not s.isNull() and not s.isEmpty() and s.type() == kind]
    if not there:
        return None
    tolerance = _tolerance([shape for _, shape in there])
    ids = [name for name, _ in there]
    return MapShapes(key, ids, [_geojson(shape, tolerance) for _, shape in there])


def _tolerance(shapes: Sequence[QgsGeometry]) -> float:
    """Give how far a line may be moved, in degrees."""
    box = shapes[0].boundingBox()
    for shape in shapes:
        box.combineExtentWith(shape.boundingBox())
    return max(box.width(), box.height()) / _OF_EXTENT


def _geojson(shape: QgsGeometry, tolerance: float) -> dict[str, Any]:
    plain = shape
    if shape.type() != QgsWkbTypes.GeometryType.PointGeometry:
        simple = shape.simplify(tolerance)
        plain = shape if simple.isNull() or simple.isEmpty() else simple
    found: dict[str, Any] = json.loads(plain.asJson(_DIGITS))
    return found


def network_shapes(path: Path, context: QgsProcessingContext) -> list[MapShapes]:
    """Give main roads, water and railways of a network's file, joined where they meet."""
    found = []
    wanted = " or ".join(f"\"class\" like '{name}%'" for name in _MAIN_ROADS)
    roads = _lines(path, "edges", wanted, "class", context)
    layers = [("roads", roads)]
    for kind, key in _BARRIERS.items():
        layers.append((key, _lines(path, "barriers", f"\"kind\" = '{kind}'", "kind", context)))
    for key, pairs in layers:
        layer = _layer(key, pairs)
        if layer is not None and _size(layer) <= _MOST_POINTS:
            found.append(layer)
    return found


def _lines(
    path: Path, table: str, wanted: str, column: str, context: QgsProcessingContext
) -> list[tuple[str, QgsGeometry]]:
    """Give the lines of each class as one shape in WGS84."""
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    if not layer.isValid():
        return []
    crs = QgsCoordinateReferenceSystem(WGS84)
    transform = QgsCoordinateTransform(layer.crs(), crs, context.transformContext())
    by_class: dict[str, list[QgsGeometry]] = {}
    for feature in layer.getFeatures(QgsFeatureRequest().setFilterExpression(wanted)):
        shape = brought(feature.geometry(), transform)
        if shape is not None and not shape.isNull():
            by_class.setdefault(text_of(feature[column]), []).append(shape)
    return [(name, _joined(shapes)) for name, shapes in sorted(by_class.items())]


def _joined(shapes: Iterable[QgsGeometry]) -> QgsGeometry:
    collected = QgsGeometry.collectGeometry(list(shapes))
    merged = collected.mergeLines()
    return collected if merged.isNull() or merged.isEmpty() else merged


def _size(layer: MapShapes) -> int:
    return sum(json.dumps(shape).count("[") for shape in layer.geometries)
