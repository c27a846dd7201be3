"""What a page says of places near the network's edge, where ways beyond it may be missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number
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
    areas = int(np.sum(near_edge))
    counted = f"{areas:,d} of {len(near_edge):,d} areas"
    if areas:
        near = float(children[near_edge].sum())
        counted += f" (children: {published.about(near, method.threshold)})"
    if sites_near_edge is not None:
        counted += f" and {int(np.sum(sites_near_edge)):,d} of {len(sites_near_edge):,d} {sites}"
    return [
        f"Near the network's edge: {counted} lie within {band_number(bands[-1])} minutes of it. "
        f"Streets and {sites} beyond the edge are not in the model, so journeys there may be "
        "shorter than stated."
    ]
