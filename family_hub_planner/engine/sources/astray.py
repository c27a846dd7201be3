"""Places that lie far from all the others of their list, or just where they would if swapped.

A register of one authority lies together: a place many times as far from the middle as is usual
there is likely wrong. Middle and distance are medians, which a few wrong places do not move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_PLACES = 5
"""Fewer places than this have no middle to be far from."""
LEAST_USUAL_M = 2_000.0
NEAR, SWAPPED, FAR = 2.0, 4.0, 6.0
"""Times the usual (median) distance from the middle: among the others, doubtful, far from all.

Our choices. On a round disk evenly filled no place lies beyond 1.4 times the median distance.
"""
POSTCODE_FAR_M = 5_000.0
"""A place farther than this from its own postcode is doubtful: few postcodes are as wide."""


class Middle:
    """The middle of a list's places, and how far from it they usually lie."""

    def __init__(self, xy: Floats) -> None:
        """Take places of shape (k, 2) in metres."""
        self.known = len(xy) >= LEAST_PLACES
        self._at = np.median(xy, axis=0) if self.known else np.zeros(2)
        apart = np.hypot(*(xy - self._at).T) if self.known else np.zeros(1)
        self._usual_m = max(float(np.median(apart)), LEAST_USUAL_M)

    def distance_m(self, point: Sequence[float]) -> float:
        """Give a point's distance from the middle, 0 where the places are too few to have one."""
        if not self.known:
            return 0.0
        return float(np.hypot(point[0] - self._at[0], point[1] - self._at[1]))

    def is_far(self, point: Sequence[float]) -> bool:
        """Tell whether a point lies far from all the others."""
        return self.distance_m(point) > FAR * self._usual_m

    def looks_swapped(self, point: Sequence[float]) -> bool:
        """Tell whether a point lies away from the others, and swapped lies among them."""
        if not self.known or self.distance_m(point) <= SWAPPED * self._usual_m:
            return False
        return self.distance_m((point[1], point[0])) <= NEAR * self._usual_m


def swapped_by_postcode(point: Sequence[float], place: Sequence[float]) -> bool:
    """Tell whether a point lies far from its own postcode, and swapped lies by it."""
    swapped = (point[1], point[0])
    return gap_m(point, place) > POSTCODE_FAR_M and gap_m(swapped, place) <= POSTCODE_FAR_M


def gap_m(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the distance between two points in metres."""
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def middle_of(points: Sequence[Sequence[float] | None]) -> Middle:
    """Give the middle of the points that there are."""
    there = [(point[0], point[1]) for point in points if point is not None]
    return Middle(np.array(there, dtype=float).reshape(-1, 2))


def far_rows(points: Mapping[int, Sequence[float]], middle: Middle) -> dict[int, float]:
    """Give the rows far from all the others, with their distance from the middle in metres."""
    return {row: middle.distance_m(p) for row, p in sorted(points.items()) if middle.is_far(p)}
