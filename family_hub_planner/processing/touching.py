"""Areas that touch, and areas made one: the geometry behind clusters."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsFeature, QgsGeometry, QgsSpatialIndex, QgsWkbTypes

from ..engine.progress import Progress

TOLERANCE_M = 1.0  # what rounding and reprojection part; a lane between two areas is wider


def touching_pairs(
    shapes: Sequence[QgsGeometry], rows: Sequence[int], progress: Progress
) -> list[tuple[int, int]]:
    """Give the pairs among `rows` whose shapes share a border or a corner, the lower first.

    `shapes` are polygons in a system of metres; up to `TOLERANCE_M` between two of them counts as
    touching.
    """
    index = QgsSpatialIndex()
    whole = {row: valid(shapes[row]) for row in sorted(rows)}
    for row, shape in whole.items():
        feature = QgsFeature(row)
        feature.setGeometry(shape)
        index.addFeature(feature)
    pairs = []
    for done, (row, shape) in enumerate(whole.items()):
        progress.report(done / len(whole))
        near = index.intersects(shape.boundingBox().buffered(TOLERANCE_M))
        pairs += [(row, other) for other in _touched(shape, row, near, whole)]
    return pairs


def _touched(
    shape: QgsGeometry, row: int, near: Sequence[int], whole: dict[int, QgsGeometry]
) -> list[int]:
    engine = QgsGeometry.createGeometryEngine(shape.constGet())
    engine.prepareGeometry()
    others = ((other, whole[other].constGet()) for other in sorted(near) if other > row)
    return [
        other
        for other, its in others
        if engine.intersects(its) or engine.distance(its) <= TOLERANCE_M
    ]


def valid(shape: QgsGeometry) -> QgsGeometry:
    """Give a polygon as it is, or mended where it crosses itself."""
    return shape if shape.isGeosValid() else shape.makeValid()


def dissolved(shapes: Sequence[QgsGeometry]) -> QgsGeometry:
    """Give polygons as one multipolygon without the borders between them."""
    union = QgsGeometry.unaryUnion([valid(shape) for shape in shapes])
    kind = QgsWkbTypes.Type.MultiPolygon
    parts = union.coerceToType(kind)
    return parts[0] if len(parts) == 1 else QgsGeometry.collectGeometry(parts)


def gathered(points: Sequence[QgsGeometry]) -> QgsGeometry:
    """Give points as one multipoint; a shape that is null where there are none."""
    together = QgsGeometry.collectGeometry(list(points))
    together.convertToMultiType()
    return together
