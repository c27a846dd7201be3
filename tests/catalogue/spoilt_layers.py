"""How layers are spoilt: other shapes, systems and values in the places of the clean ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from algorithms.runs import DEMAND
from catalogue.case import Kit
from catalogue.clean import OPEN_HUBS, rows_at
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
)
from toy_town import ORIGIN

Rows = list[Any]
DEMANDED, HUBBED = rows_at(DEMAND), rows_at(OPEN_HUBS)
X, Y = ORIGIN
INF = math.inf


def layer(
    parameter: str, kind: str, rows: Rows, crs: str = "EPSG:27700", name: str = "spoilt.gpkg"
):
    """Give how a case is made: a layer's file in the place of one parameter's."""
    return lambda kit: {parameter: kit.layer(name, kind, rows, crs)}


def with_value(rows: Rows, row: int, **values: Any) -> Rows:
    """Give rows with other values in one of them."""
    return [(shape, {**of, **(values if i == row else {})}) for i, (shape, of) in enumerate(rows)]


def with_shape(rows: Rows, row: int, shape: str | None) -> Rows:
    """Give rows with another shape for one of them."""
    return [(shape if i == row else old, of) for i, (old, of) in enumerate(rows)]


def in_system(rows: Rows, crs: str) -> Rows:
    """Give rows with their shapes in another coordinate system."""
    way = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:27700"),
        QgsCoordinateReferenceSystem(crs),
        QgsProject.instance(),
    )
    return [(_moved(shape, way), of) for shape, of in rows]


def _moved(shape: str, way: QgsCoordinateTransform) -> str:
    there = QgsGeometry.fromWkt(shape)
    there.transform(way)
    return there.asWkt(9)


def reshaped(rows: Rows, change: Callable[[str], str]) -> Rows:
    """Give rows with each shape's text changed."""
    return [(change(shape), of) for shape, of in rows]


def z_and_m(shape: str) -> str:
    """Give a point heights and measures."""
    return shape.replace("Point (", "PointZM (").replace(")", " 55 7)")


def several(kind: str) -> Callable[[str], str]:
    """Give a change of a shape into one of several parts, of which it has one."""

    def change(shape: str) -> str:
        return f"Multi{kind} ({shape.partition(' ')[2]})"

    return change


def heights(shape: str) -> str:
    """Give the points of a line heights, and no number for a measure."""
    kind, _, rest = shape.partition(" (")
    points = [f"{point.strip()} 12.5" for point in rest.rstrip(")").split(",")]
    return f"{kind}Z ({', '.join(points)})"


def curved(shape: str) -> str:
    """Give a line as a curve of straight parts."""
    return f"CompoundCurve ({shape.partition(' ')[2]})"


def bow_tie(x: float, y: float, half: float = 50.0) -> str:
    """Give a square that crosses itself."""
    x, y = x + X, y + Y
    return (
        f"Polygon (({x - half} {y - half}, {x + half} {y + half}, {x + half} {y - half}, "
        f"{x - half} {y + half}, {x - half} {y - half}))"
    )


def grown(rows: Rows, column: str, change: Callable[[Any], Any]) -> Rows:
    """Give rows with one column's values changed."""
    return [(shape, {**of, column: change(of[column])}) for shape, of in rows]


def geojson_with_nan(kit: Kit) -> dict[str, str]:
    """Write a hub as GeoJSON by hand, with no number for its place."""
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"site_id": "007"}, "geometry": {"type": "Point", "coordinates": [NaN, 52.6]}}]}'
    )
    return {"HUBS": kit.write("hubs.geojson", text)}


def selected(parameter: str, name: str):
    """Give how a case is made with the selected features only of a layer that has none selected."""
    return lambda kit: {parameter: QgsProcessingFeatureSourceDefinition(str(kit.clean[name]), True)}
