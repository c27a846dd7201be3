"""The layer of places that could not be routed: the user's own id, why, and how far off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes

from ..engine.journeys import Unrouted
from .fields import fields_of
from .job import Job
from .layers import Places
from .unrouted_reasons import reasons_told


def write_unrouted(
    job: Job,
    unrouted: Sequence[Unrouted],
    places: Mapping[str, Places],
    crs: QgsCoordinateReferenceSystem,
) -> None:
    """Write the optional `UNROUTED` layer, count it, and say in the log who and why.

    `places` gives for each role the places whose rows `unrouted` numbers.
    """
    unrouted = reasons_told(unrouted, places)
    reasons = Counter((place.role, place.reason) for place in unrouted)
    for (role, reason), count in sorted(reasons.items()):
        first = next(p for p in unrouted if (p.role, p.reason) == (role, reason))
        name = places[role].ids[first.row]
        job.progress.warn(f"{count} of {len(places[role])} {role}: {reason} (first: {name}).")
    rows = (
        ((places[p.role].ids[p.row], p.role, p.reason, p.snap_m), _point(places[p.role], p))
        for p in unrouted
    )
    fields = fields_of(["id", "role", "reason", "snap_m"])
    job.write_rows("UNROUTED", fields, rows, QgsWkbTypes.Type.Point, crs)
    job.returns(UNROUTED_COUNT=len(unrouted))


def _point(places: Places, unrouted: Unrouted) -> QgsGeometry | None:
    x, y = places.xy[unrouted.row]
    if not np.isfinite((x, y)).all():
        return None
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))
