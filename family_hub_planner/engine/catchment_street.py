"""Places on the stretches that a catchment must hold: where they cross grid lines, and bend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .catchment_grid import Window
from .network.model import Bools, Floats, Ints, Network
from .network.pieces import counted
from .network.snap import Snapper


@dataclass(frozen=True)
class Cuts:
    """k places where stretches cross grid lines.

    `point` and `other` are the line's two points, numbered in the ground's window; `share` says
    how far from the first to the second the stretch crosses. `edge` and `fraction` tell the place
    on its stretch.
    """

    point: Ints
    other: Ints
    share: Floats
    edge: Ints
    fraction: Floats


@dataclass(frozen=True)
class Bends:
    """k places inside squares of the grid where a stretch bends or ends.

    `xy` has shape (k, 2): column and row in the ground's window.
    """

    xy: Floats
    edge: Ints
    fraction: Floats


def cut_by_grid(
    start: Floats, end: Floats, rows: int, columns: int
) -> tuple[Ints, Floats, Ints, Ints, Floats]:
    """Cut straight pieces at the columns (upright lines) and the rows of a grid; not beyond it.

    Gives for each cut the piece, the share of the way along it, the grid line's two points, and
    the share between these at which the piece crosses.
    """
    found = []
    for axis, most in ((0, (columns, rows)), (1, (rows, columns))):
        low = np.maximum(np.ceil(np.minimum(start[:, axis], end[:, axis])), 0).astype(np.int64)
        high = np.floor(np.maximum(start[:, axis], end[:, axis]))
        high = np.minimum(high, most[0] - 1).astype(np.int64)
        of, step = counted(np.maximum(high - low + 1, 0))
        level, run = low[of] + step, (end - start)[of]
        share = (level - start[of, axis]) / np.where(run[:, axis] == 0, 1.0, run[:, axis])
        across = start[of, 1 - axis] + share * run[:, 1 - axis]
        below = np.floor(across).astype(np.int64)
        point = level + below * columns if axis == 0 else level * columns + below
        other = point + (columns if axis == 0 else 1)
        parts = (of, share, point, other, across - below)
        within = np.flatnonzero((below >= 0) & (below < most[1] - 1))
        found.append(tuple(part[within] for part in parts))
    of, share, point, other, across = (np.concatenate(parts) for parts in zip(*found))
    return of, share, point, other, across


class Streets:
    """The stretches marked in `touched`, shape (m,), cut where they cross a ground's grid lines."""

    def __init__(self, snapper: Snapper, window: Window, network: Network, touched: Bools) -> None:
        self._snapper, self._window, self._network = snapper, window, network
        ways = snapper.ways
        piece = np.flatnonzero(touched[ways.line] & ~snapper.on_island)
        start, end = (window.inside(xy[piece]) for xy in (ways.start, ways.end))
        self.cuts = self._cuts(piece, start, end)
        ends = np.concatenate([piece, piece])
        xy = np.concatenate([ways.start[piece], ways.end[piece]])
        # Each bend once: where a piece starts, and where the last piece of a stretch ends.
        last = np.append(np.diff(ways.line[piece]) != 0, True)[: len(piece)]
        once = np.concatenate([np.ones(len(piece), dtype=bool), last])
        seen = np.concatenate([start, end])
        most = np.array([window.columns, window.rows]) - 2
        once &= ((seen > 1) & (seen < most)).all(axis=1)
        fraction = snapper.fraction(ends, xy)[once]
        self.bends = Bends(seen[once], ways.line[ends[once]], fraction)
        # All stretches laid end to end with a gap between, so that one distance names each place.
        length = network.length_m
        self._offset = np.cumsum(length + 1.0) - (length + 1.0)
        gaps = np.repeat(self._offset, np.diff(network.lines.start))
        self._along = network.lines.distance_along() + gaps
        self.barred = self._barred()

    def _barred(self) -> Bools:
        """Mark the squares of the window, as their lower left points, that a barrier touches."""
        window, barriers = self._window, self._snapper.barriers
        start, end = (self._window.inside(xy) for xy in (barriers.start, barriers.end))
        most = np.array([window.columns, window.rows]) - 1
        near = ((np.maximum(start, end) > 1) & (np.minimum(start, end) < most - 1)).all(axis=1)
        start, end = np.clip(start[near], 1, most - 1), np.clip(end[near], 1, most - 1)
        _, _, point, other, _ = cut_by_grid(start, end, window.rows, window.columns)
        before = point - np.where(other - point == 1, window.columns, 1)
        column, row = np.floor(np.concatenate([start, end])).astype(np.int64).T
        barred = np.zeros(window.rows * window.columns, dtype=bool)
        barred[np.concatenate([point, before, row * window.columns + column])] = True
        return barred

    def _cuts(self, piece: Ints, start: Floats, end: Floats) -> Cuts:
        window = self._window
        of, share, point, other, across = cut_by_grid(start, end, window.rows, window.columns)
        length = np.hypot(*(end - start).T) * self._window.cell_m
        snapper, cut = self._snapper, piece[of]
        fraction = snapper.fraction_at(cut, share * length[of])
        return Cuts(point, other, across, snapper.ways.line[cut], fraction)

    def at(self, edge: Ints, fraction: Floats) -> tuple[Bools, Floats]:
        """Give which places along stretches are drawn, and where these stand in the window."""
        drawn = ~self._network.no_access[edge]
        return drawn, self._window.inside(self._positions(edge[drawn], fraction[drawn]))

    def _positions(self, edge: Ints, fraction: Floats) -> Floats:
        """Give the points at a fraction of stretches, shape (k, 2), metres."""
        at = self._offset[edge] + fraction * self._network.length_m[edge]
        xy = self._network.lines.xy
        return np.stack([np.interp(at, self._along, xy[:, axis]) for axis in (0, 1)], axis=1)
