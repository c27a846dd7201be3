"""Sites suggested among three venues of the toy town."""

from __future__ import annotations

import numpy as np
from algorithms.runs import demand, hubs, points, run

CLOSE = 2e-3
VENUES = [((120, 0), {"site_id": "c1"}), ((660, 0), {"site_id": "c2"}),
          ((960, -180), {"site_id": "c3"})]  # fmt: skip
BY_HAND = np.array([[1.25, 5.5, 11.5], [6.75, 0, 6], [10.25, 3.5, 2.5], [22.5, 15.75, 20.25]])
NEED = np.array([5, 4, 6, 8])


def venues(crs="EPSG:27700", **columns):
    further = [dict(zip(columns, values)) for values in zip(*columns.values())] or [{}] * 3
    return points([(at, {**v, **more}) for (at, v), more in zip(VENUES, further)], crs, "venues")


def suggest(network, **parameters):
    given = {"NETWORK": network, "DEMAND": demand(), "CANDIDATES": venues(),
             "CANDIDATE_ID": "site_id", "MINUTES": 5, "SITES": 1, **parameters}  # fmt: skip
    return run("suggestsites", **given)


def keep_south(**columns):
    """The hub on the High Street stands already, 160 m from West."""
    return {"EXISTING": hubs(**columns) if columns else points([((60, 0), {"site_id": "007"})]),
            "EXISTING_ID": "site_id"}  # fmt: skip


def decisions(done):
    return {row["site_id"]: row["decision"] for row in done.rows("OUTPUT")}
