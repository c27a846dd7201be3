"""Places of the estate as points and lines."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY


def shape_of(xy: np.ndarray) -> QgsGeometry | None:
    """Give a point or a line of coordinates (k, 2); None where one is not known."""
    if not np.isfinite(xy).all():
        return None
    points = [QgsPointXY(*place) for place in xy]
    return QgsGeometry.fromPolylineXY(points) if points[1:] else QgsGeometry.fromPointXY(points[0])
