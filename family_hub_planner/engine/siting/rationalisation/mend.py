"""The single outreach point that would mend most of what an option takes away.

Full enumeration: every venue is tried, which is exact for one point (the maximal covering problem
of Church and ReVelle, 1974, Papers of the Regional Science Association 32, 101-118, with p = 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...bands import TOLERANCE_MINUTES
from .problem import Bools, Floats


@dataclass(frozen=True)
class Mend:
    """The venue, the children it brings back within the minutes, of how many, of how many venues.

    `venue` is None where nobody has fallen beyond the minutes, or no venue brings anybody back.
    """

    venue: int | None
    children: float
    fallen: float
    tested: int


def best_mend(
    minutes: Floats,
    ids: Sequence[str],
    may: Bools,
    fallen: Bools,
    children: Floats,
    left: Floats,
    limit: float,
) -> Mend:
    """Find the venue that brings most children back within `limit` minutes.

    `minutes` has shape (n, v), `may` (v,) the venues to try, `fallen` (n,) who is to be brought
    back; `left` (n, v) are the need-weighted added minutes that stay with each venue: fewer of them
    decide between equals, and then the id.
    """
    total = float(children[fallen].sum())
    tried = [int(venue) for venue in np.flatnonzero(may)]
    if not tried or total <= 0:
        return Mend(None, 0.0, total, len(tried))
    near = minutes <= limit + TOLERANCE_MINUTES
    back = children @ (fallen[:, None] & near)
    stays = left.sum(axis=0)
    best = min(tried, key=lambda v: (-round(float(back[v]), 6), round(float(stays[v]), 6), ids[v]))
    if back[best] <= 0:
        return Mend(None, 0.0, total, len(tried))
    return Mend(best, float(back[best]), total, len(tried))


def minutes_left(today: Floats, after: Floats, minutes: Floats, weight: Floats) -> Floats:
    """Give the need-weighted added minutes with each venue open beside the option, shape (n, v)."""
    reached = np.isfinite(today) & (weight > 0)
    then = np.minimum(after[reached][:, None], minutes[reached])
    added = np.maximum(0.0, then - today[reached][:, None])
    left = np.zeros(minutes.shape)
    left[reached] = weight[reached][:, None] * added
    return left
