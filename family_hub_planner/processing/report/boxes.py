"""Where the layers of a pack lie: a box in degrees for each of their rows that has a shape."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
)

from ...engine.projection import WGS84
from ...engine.report.evidence import Box
from ..coordinate_fit import brought
from .parts import Parts
from .rows import Rows

_LAYERS = ("COVERAGE", "NEED", "HUBS", "SITES", "OUTREACH", "ESTATE", "COLOCATION")


def boxes_of(parts: Parts, context: QgsProcessingContext) -> dict[str, list[Box]]:
    """Give the boxes of the areas counted, of the need's, and of each layer of places, by name."""
    return {name: list(_boxes(parts.rows[name], context)) for name in _LAYERS if name in parts.rows}


def _boxes(rows: Rows, context: QgsProcessingContext) -> Iterator[Box]:
    if not rows.crs.isValid():
        return
    to = QgsCoordinateReferenceSystem(WGS84)
    transform = QgsCoordinateTransform(rows.crs, to, context.transformContext())
    for one in rows.features:
        if one.geometry().isNull() or one.geometry().isEmpty():
            continue
        # two corners are quick to bring over, and near enough to tell one county from another
        own = one.geometry().boundingBox()
        corners = [QgsPointXY(own.xMinimum(), own.yMinimum()),
                   QgsPointXY(own.xMaximum(), own.yMaximum())]  # fmt: skip
        shape = brought(QgsGeometry.fromMultiPointXY(corners), transform)
        if shape is not None and not shape.isNull():
            box = shape.boundingBox()
            yield box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
