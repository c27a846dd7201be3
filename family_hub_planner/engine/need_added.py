"""Need at points added by hand: children that the published tables do not hold, or not there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .errors import InputError

Floats = npt.NDArray[np.float64]

NO_AREA = -1


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
