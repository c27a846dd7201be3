"""Which ways lie in built-up areas, judged by the streets that people live on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .model import Bools, Floats, Ints, Polylines

CELL_M = 250.0
LEAST_STREET_M = 50.0
STREETS = frozenset({"residential", "living_street"})


@dataclass(frozen=True)
class _Pieces:
    """The straight pieces of all ways: way, length in metres and number of the cell of each."""

    way: Ints
    length_m: Floats
    cell: Ints


def built_up_ways(lines: Polylines, highway: Sequence[str]) -> Bools:
    """Tell for each way whether half of its length or more lies in built-up cells.

    A square of 250 m is built up when it holds 50 m or more of residential streets. No outside
    source is asked. `lines` are in metres; the answer has shape (k,).
    """
    pieces = _pieces(lines)
    street = np.array([name in STREETS for name in highway], dtype=bool)
    street_m = np.bincount(pieces.cell, weights=pieces.length_m * street[pieces.way])
    inside = (street_m >= LEAST_STREET_M)[pieces.cell]
    inside_m = np.bincount(pieces.way, weights=pieces.length_m * inside, minlength=len(highway))
    return np.asarray((inside_m > 0) & (inside_m >= way_lengths_m(lines) / 2))


def way_lengths_m(lines: Polylines) -> Floats:
    """Give each way's length in metres, shape (k,)."""
    return np.asarray(lines.distance_along()[lines.start[1:] - 1])


def _pieces(lines: Polylines) -> _Pieces:
    way = np.repeat(np.arange(len(lines)), np.diff(lines.start))
    within = way[1:] == way[:-1]
    middle = ((lines.xy[1:] + lines.xy[:-1]) / 2)[within]
    square = np.floor(middle / CELL_M).astype(np.int64)
    _, cell = np.unique(square, axis=0, return_inverse=True)
    length_m = np.hypot(*np.diff(lines.xy, axis=0).T)[within]
    return _Pieces(way[1:][within], length_m, cell.reshape(-1))
