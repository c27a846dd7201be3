"""The layer of places that could not be routed: the user's own id, why, and how far off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes

from ..engine.journeys import Unrouted
from .fields import fields_of
from .job import Job, Row
from .layers import Places
from .styles import style_when_loaded
from .uncounted import Uncounted
from .unrouted_reasons import reasons_told

_MANY = {
    "demand": "demand points",
    "demand_2": "demand points of the second placing",
    "demand without a car": "demand points, for those without a car",
    "hub": "hubs",
    "site": "hubs and venues",
    "venue": "venues",
    "building": "buildings",
    "origin": "origins",
    "destination": "destinations",
}  # each role's places in a sentence


def write_unrouted(
    job: Job,
    unrouted: Sequence[Unrouted],
    places: Mapping[str, Places],
    crs: QgsCoordinateReferenceSystem,
    uncounted: Uncounted | None = None,
) -> None:
    """Write the optional `UNROUTED` layer, count it, and say in the log who and why.

    `places` gives for each role the places whose rows `unrouted` numbers; `uncounted` are demand
    points that were left out before any journey was looked for.
    """
    unrouted = reasons_told(unrouted, places)
    reasons = Counter((place.role, place.reason) for place in unrouted)
    for (role, reason), count in sorted(reasons.items()):
        first = next(p for p in unrouted if (p.role, p.reason) == (role, reason))
        name = places[role].ids[first.row]
        of_all = f"{count} of {len(places[role])} {_MANY.get(role, f'{role}s')}"
        job.progress.warn(f"{of_all}: {reason} (first: {name}).")
    rows = (
        ((places[p.role].ids[p.row], p.role, p.reason, p.snap_m), _point(places[p.role], p))
        for p in unrouted
    )
    left = list(_left_out(uncounted)) if uncounted else []
    fields = fields_of(["id", "role", "reason", "snap_m"])
    job.write_rows("UNROUTED", fields, [*rows, *left], QgsWkbTypes.Type.Point, crs)
    style_when_loaded(job, "UNROUTED", "unrouted")
    job.returns(UNROUTED_COUNT=len(unrouted) + len(left))


def _left_out(uncounted: Uncounted) -> Iterator[Row]:
    for place, reason, (x, y) in zip(uncounted.places.ids, uncounted.reasons, uncounted.places.xy):
        here = QgsGeometry.fromPointXY(QgsPointXY(x, y)) if isfinite(x) else None
        yield (place, "demand", reason, None), here


def _point(places: Places, unrouted: Unrouted) -> QgsGeometry | None:
    x, y = places.xy[unrouted.row]
    if not np.isfinite((x, y)).all():
        return None
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))
