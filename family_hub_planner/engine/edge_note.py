"""What a page says of places near the network's edge, where ways beyond it may be missing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from . import published
from .bands import in_minutes
from .method_note import Method

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def edge_limits(
    near_edge: Bools | None,
    children: Floats,
    sites_near_edge: Bools | None,
    bands: Sequence[float],
    method: Method,
    sites: str = "hubs",
) -> list[str]:
    """Say how many areas and sites lie nearer to the network's edge than the longest band.

    `near_edge` and `children` have shape (areas,), `sites_near_edge` has one for each site; None
    where it was not tested. `sites` is how the sentence calls the sites.
    """
    if near_edge is None:
        what = (
            "the edge of what the table of times covers" if method.times else "the network's edge"
        )
        return [f"Nearness to {what} was not tested."]
    near_sites = 0 if sites_near_edge is None else int(np.sum(sites_near_edge))
    if not np.any(near_edge) and not near_sites:
        which = "areas" if sites_near_edge is None else f"areas and {sites}"
        within = f"lie within {in_minutes(bands[-1])} of it."
        return [f"Near the network's edge: none of the {which} {within}"]
    counted = _counted(near_edge, children, "areas", method)
    if sites_near_edge is not None:
        counted += f" and {near_sites:,d} of {len(sites_near_edge):,d} {sites}"
    return [
        f"Near the network's edge: {counted} lie within {in_minutes(bands[-1])} of it. "
        f"Streets and {sites} beyond the edge are not in the model, so journeys there may be "
        "shorter than stated."
    ]


def second_edge_note(
    near_edge: Bools | None, children: Floats, bands: Sequence[float], method: Method
) -> str:
    """Say how many points of a second placing are near the edge, as `edge_limits` of the areas.

    "" where it was not tested: the page's limits then say so of the first.
    """
    if near_edge is None:
        return ""
    counted = _counted(near_edge, children, "points of the second placing", method)
    return (
        f"Near the network's edge: {counted} lie within {in_minutes(bands[-1])} of it; "
        "journeys there may be shorter than stated."
    )


def _counted(near_edge: Bools, children: Floats, places: str, method: Method) -> str:
    number = int(np.sum(near_edge))
    counted = f"{number:,d} of {len(near_edge):,d} {places}"
    if number:
        near = math.fsum(children[near_edge].tolist())
        counted += f" (children: {published.about(near, method.threshold)})"
    return counted
