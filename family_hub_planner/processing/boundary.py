"""Which places lie inside the areas of a layer."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPoint

from ..engine.errors import InputError
from .coordinate_fit import all_brought
from .job import Job
from .layers import features_of, name_of, transform_to
from .touching import valid


def inside(job: Job, parameter: str, xy: np.ndarray, crs: str) -> np.ndarray:
    """Tell for points of shape (k, 2) in `crs` whether they lie inside; all, if no layer was given.

    Raises `InputError` for a layer without areas, or where no point lies inside.
    """
    if job.optional_source(parameter) is None and not job.asked_for(parameter):
        return np.ones(len(xy), dtype=bool)
    area = _whole(job, parameter, crs)
    engine = QgsGeometry.createGeometryEngine(area.constGet())
    engine.prepareGeometry()
    box = area.boundingBox()
    found = np.zeros(len(xy), dtype=bool)
    for row, (x, y) in enumerate(xy):
        if box.contains(x, y):
            found[row] = engine.intersects(QgsPoint(x, y))
    if not found.any():
        raise InputError(
            f"{job.label(parameter)}: none of the {len(xy):,} places lies inside "
            f"{name_of(job.source(parameter))}. Check its coordinate reference system."
        )
    return found


def _whole(job: Job, parameter: str, crs: str) -> QgsGeometry:
    """Give all areas of a layer as one, in `crs`."""
    source = job.source(parameter)
    transform = transform_to(source, QgsCoordinateReferenceSystem(crs), job.context)
    drawn = [(f"feature {f.id()}", f.geometry()) for f in features_of(source) if f.hasGeometry()]
    names, given = [name for name, _ in drawn], [shape for _, shape in drawn]
    moved = all_brought(given, names, transform, f"areas of {name_of(source)}")
    whole = QgsGeometry.unaryUnion([valid(shape) for shape in moved if not shape.isEmpty()])
    if whole.isNull() or whole.isEmpty():
        raise InputError(f"{job.label(parameter)}: {name_of(source)} has no areas.")
    return whole
