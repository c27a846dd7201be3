"""Polygons with names, and which of them a point lies in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsSpatialIndex,
)

from ..coordinate_fit import all_brought
from ..layers import check_polygons, features_of, name_of, text_of, transform_to, value_of


class NamedPolygons:
    """Polygons in one system; several may share a name and then are one place."""

    def __init__(self, named: Iterable[tuple[str, QgsGeometry]]) -> None:
        self._names: list[str] = []
        self._shapes: list[QgsGeometry] = []
        self._index = QgsSpatialIndex()
        for row, (name, shape) in enumerate(named):
            feature = QgsFeature(row)
            feature.setGeometry(shape)
            self._index.addFeature(feature)
            self._names.append(name)
            self._shapes.append(shape)

    def at(self, point: QgsGeometry) -> list[str]:
        """Give the names of the polygons that the point lies in or on, sorted, each once."""
        near = self._index.intersects(point.boundingBox())
        return sorted({self._names[row] for row in near if self._shapes[row].intersects(point)})


def named_polygons(
    source: QgsProcessingFeatureSource,
    field: str,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> NamedPolygons:
    """Read a layer's polygons with their names in `crs`; those without a name are left out.

    Raises `InputError` for shapes that are no polygons or do not fit their layer's system.
    """
    named = [(text_of(value_of(feature, field)), feature) for feature in features_of(source)]
    names = [name for name, _ in named if name]
    given = [feature.geometry() for name, feature in named if name]
    check_polygons(given, name_of(source))
    transform = transform_to(source, crs, context)
    shapes = all_brought(given, names, transform, f"polygons of {name_of(source)}")
    return NamedPolygons(zip(names, shapes))


def more_than_one(found: Sequence[Sequence[str]]) -> list[str]:
    """Give the pairs of names that a point lies in at once, sorted, each once."""
    return sorted({" and ".join(names) for names in found if len(names) > 1})
