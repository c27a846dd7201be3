"""Need at points added by hand: children that the published tables do not hold, or not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .age_columns import Ages, bands_that_make_up
from .errors import ColumnError, InputError
from .need_ages import age_label

Floats = npt.NDArray[np.float64]

NO_AREA = -1
_APART = 1.0  # children; less is what rounding each band for itself leaves


def need_of_added(
    ids: Sequence[str],
    children: Floats,
    area: npt.NDArray[np.intp],
    area_children: Floats,
    area_need: Floats,
    weighting: str,
) -> Floats:
    """Weigh the children of k added points as those of the area that each lies in, shape (k,).

    need = c N / C, with c the point's children, N the area's need and C its children: what one
    child of that area weighs. With the weighting `children` it is c, inside an area or not, and
    without children it is 0. (Our own rule: it repeats the area's weighting, whatever that is, and
    so says that the added children are like their neighbours.)

    Parameters
    ----------
    ids, children
        The points' ids and their children, shape (k,), zero or more.
    area
        The row of each point's area, shape (k,), `NO_AREA` outside all of them.
    area_children, area_need
        The areas' own, shape (n,), nan where not known.
    weighting
        The key of the weighting.

    Raises
    ------
    InputError
        For a point with children outside all areas, or in one without children or without need,
        where the weighting asks what a child there weighs.
    """
    if weighting == "children":
        return children.copy()
    inside = area != NO_AREA
    held = np.where(inside, area_children[area], np.nan)
    weighed = np.where(inside, area_need[area], np.nan)
    each = np.divide(weighed, held, out=np.full(len(ids), np.nan), where=held > 0)
    unknown = (children > 0) & ~np.isfinite(each)
    if unknown.any():
        raise InputError(_unknown_need(ids, unknown, inside, weighting))
    return np.where(children > 0, children * each, 0.0)


def _unknown_need(
    ids: Sequence[str],
    unknown: npt.NDArray[np.bool_],
    inside: npt.NDArray[np.bool_],
    weighting: str,
) -> str:
    rows = np.flatnonzero(unknown)
    first = int(rows[0])
    why = "in an area without children or without need" if inside[first] else "outside all areas"
    return (
        f"{len(rows):,} of {len(ids):,} added points have no need by the weighting {weighting!r} "
        f"(first: {ids[first]}, which lies {why}): what a child there weighs is not known. Weigh "
        "by children, add the area that it lies in, or leave the point out."
    )


def bands_of_added(
    ids: Sequence[str], children: Floats, ages: Ages, given: Mapping[Ages, Floats]
) -> dict[Ages, Floats]:
    """Complete the counts by age of k added points, each of shape (k,), nan where not known.

    A count that a point lacks is the sum of those that it has and that make up its ages, each age
    once; `children`, shape (k,), is one of them: the count of `ages`. Other bands stay empty.

    Raises
    ------
    ColumnError
        Where a count differs by more than one child from what makes up its ages.
    """
    found = {band: counts.copy() for band, counts in given.items()}
    for row, point in enumerate(ids):
        own = {band: float(counts[row]) for band, counts in given.items()}
        known = {band: count for band, count in own.items() if np.isfinite(count)}
        _refuse_unlike(point, ages, float(children[row]), known.get(ages, float(children[row])))
        known.setdefault(ages, float(children[row]))
        for band, count in known.items():
            parts = bands_that_make_up(band, [one for one in known if one != band])
            if parts:
                _refuse_unlike(point, band, count, sum(known[one] for one in parts))
        for band, counts in found.items():
            parts = bands_that_make_up(band, known)
            if parts:
                counts[row] = sum(known[one] for one in parts)
    return found


def _refuse_unlike(point: str, ages: Ages, count: float, other: float) -> None:
    if abs(count - other) > _APART:
        raise ColumnError(
            f"The added point {point} has {count:g} children aged {age_label(ages)}, and "
            f"{other:g} of the same ages by its other counts. Correct its counts by age, or leave "
            "out those that are not known."
        )
