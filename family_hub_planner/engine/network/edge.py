"""The network's edge: how far a place is from where the mapped ways end."""

from __future__ import annotations

import numpy as np

from ..packages import need
from .model import Floats, Network

CELL_M = 500.0
_GAP_CELLS = 2  # unroaded gaps of up to 2 km are no edge
_STRAY_CELLS = 2  # strips narrower than 2 km that reach out of the rest are not within it


def minutes_to_edge(network: Network, mode: str, xy: Floats) -> Floats:
    """Estimate the minutes from places, shape (k, 2), to where the network ends; nan stays nan.

    The network's ground is the grid cells of 500 m that hold a junction, with gaps of up to 2 km
    and enclosed holes filled, and strips narrower than 2 km left out. A place's straight distance
    to the outside of that ground is divided by the mode's mean speed on this network (total length
    by total minutes): near enough to flag the places whose longest journeys may run over ways
    that the file lacks.
    """
    ndimage = need("scipy.ndimage", "Distances to the network's edge")
    margin = _GAP_CELLS + 1
    origin = network.node_xy.min(axis=0) - margin * CELL_M
    cells = np.floor((network.node_xy - origin) / CELL_M).astype(np.int64)
    ground = np.zeros(cells.max(axis=0) + margin + 1, dtype=bool)
    ground[tuple(cells.T)] = True
    disc = np.hypot(*np.mgrid[-_GAP_CELLS : _GAP_CELLS + 1, -_GAP_CELLS : _GAP_CELLS + 1])
    ground = ndimage.binary_closing(ground, disc <= _GAP_CELLS)
    ground = ndimage.binary_fill_holes(ground)
    # Single ways that run on past the edge of an extract do not make ground of what they cross.
    disc = np.hypot(*np.mgrid[-_STRAY_CELLS : _STRAY_CELLS + 1, -_STRAY_CELLS : _STRAY_CELLS + 1])
    ground = ndimage.binary_opening(ground, disc <= _STRAY_CELLS)
    # The outer ring of cells may hold ways at its very start only: count from the safe side.
    inwards_m = np.maximum(0.0, ndimage.distance_transform_edt(ground) - 1.0) * CELL_M

    metres = np.full(len(xy), np.nan)
    known = np.isfinite(xy).all(axis=1)
    at = np.floor((xy[known] - origin) / CELL_M).astype(np.int64)
    inside = ((at >= 0) & (at < ground.shape)).all(axis=1)
    found = np.zeros(len(at))
    found[inside] = inwards_m[tuple(at[inside].T)]
    metres[known] = found
    return metres * 0.06 / mean_kph(network, mode)


def mean_kph(network: Network, mode: str) -> float:
    """Give the mode's mean speed over all stretches open to it, by length, in km/h."""
    minutes = network.minutes[mode].min(axis=1)
    open_ = np.isfinite(minutes)
    return float(network.length_m[open_].sum() * 0.06 / minutes[open_].sum())
