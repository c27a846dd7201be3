"""What part of the coverage rests on walking along fast roads without a mapped pavement."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from . import published
from .bands import TOLERANCE_MINUTES
from .method_note import Method

Floats = npt.NDArray[np.float64]

NOTEWORTHY_MINUTES = 1.0


def nearest_fast(minutes: Floats, fast: Floats) -> Floats:
    """Give for each area the minutes on fast roads on its way to the nearest hub, shape (areas,).

    `minutes` and `fast` have shape (areas, hubs); nan where no hub is reached. Of hubs equally
    near the one with the fewest minutes on fast roads counts.
    """
    least = minutes.min(axis=1, keepdims=True)
    on_the_way = np.where(minutes == least, fast, np.inf).min(axis=1)
    return np.where(np.isfinite(least[:, 0]), on_the_way, np.nan)


def fast_road_note(
    minutes: Floats, fast: Floats, children: Floats, band: float, method: Method
) -> str:
    """Say how many of the children within a band walk a minute or more along fast roads.

    `minutes` and `fast` are those of each area's journey to its nearest hub, shape (areas,).
    """
    within = minutes <= band + TOLERANCE_MINUTES
    exposed = within & (fast >= NOTEWORTHY_MINUTES)
    if not exposed.any():
        return (
            f"None of the children modelled {method.within(band)} would walk for a minute or more "
            "along fast roads without a mapped pavement."
        )
    count = math.fsum(children[exposed].tolist())
    said = published.about(count, method.threshold)
    longest = published.minutes(float(fast[exposed].max()))
    return (
        f"Of the children modelled {method.within(band)}, {said} would walk for a minute or more "
        f"along fast roads without a mapped pavement (at most {longest}). Run it again with these "
        "roads barred and compare."
    )
