"""The straight pieces of lines, found by place: which lie near, and which a walk would cross."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SAMPLE_SPACING_M = 50.0
_CELL_M = 64.0
_MOST_CELLS = 4_000_000


class Lines(Protocol):
    """Polylines in two arrays, as `model.Polylines` has them."""

    @property
    def xy(self) -> Floats:
        """All points, shape (k, 2), metres."""

    @property
    def start(self) -> Ints:
        """The first point of each line, and one more at the end."""

    def __len__(self) -> int:
        """Give the number of lines."""


class Pieces:
    """The straight pieces of some lines, sorted into the cells of a coarse grid.

    Each piece is sampled at most `SAMPLE_SPACING_M` apart, so a piece whose nearest point is d
    metres away has a sample within d + spacing / 2: a search of that radius misses none.

    Attributes
    ----------
    line
        Shape (k,): the line that each piece belongs to.
    start, end
        Shape (k, 2), metres.
    """

    def __init__(self, lines: Lines, keep: Bools | None = None) -> None:
        """Take the pieces of all lines, or of those marked in `keep`."""
        counts = np.maximum(np.diff(lines.start) - 1, 0)
        first = np.ones(len(lines.xy), dtype=bool)
        first[lines.start[1:] - 1] = False
        line = np.repeat(np.arange(len(lines)), counts)
        at = np.flatnonzero(first)
        if keep is not None:
            chosen = keep[line]
            line, at = line[chosen], at[chosen]
        self.line, self.first_point = line, at
        self.start, self.end = lines.xy[at], lines.xy[at + 1]
        self._along = self.end - self.start
        self._squared = np.maximum((self._along**2).sum(axis=1), 1e-18)
        self._sort_into_cells()

    def __len__(self) -> int:
        return len(self.line)

    def _sort_into_cells(self) -> None:
        count = np.maximum(1, np.ceil(np.sqrt(self._squared) / SAMPLE_SPACING_M)).astype(np.int64)
        of_sample = np.repeat(np.arange(len(self)), count)
        first = np.repeat(np.cumsum(count) - count, count)
        share = (np.arange(len(of_sample)) - first + 0.5) / count[of_sample]
        xy = self.start[of_sample] + share[:, None] * self._along[of_sample]
        self._corner = xy.min(axis=0) if len(xy) else np.zeros(2)
        extent = xy.max(axis=0) - self._corner if len(xy) else np.zeros(2)
        self._cell_m = max(_CELL_M, float(np.sqrt(extent.prod() / _MOST_CELLS)))
        at = ((xy - self._corner) / self._cell_m).astype(np.int64)
        self._columns, self._rows = (extent / self._cell_m).astype(np.int64).tolist()
        self._columns, self._rows = self._columns + 1, self._rows + 1
        cell = at[:, 1] * self._columns + at[:, 0]
        self._sorted = of_sample[np.argsort(cell, kind="stable")]
        held = np.bincount(cell, minlength=self._columns * self._rows)
        self._from = np.concatenate([[0], np.cumsum(held)])

    def within(self, low: Floats, high: Floats) -> Ints:
        """Give the pieces that may touch a box with these corners, shape (2,), metres; rising."""
        middle = (low + high)[None] / 2
        _, piece = self.near(middle, float(np.max(high - low)) / 2)
        start, end = self.start[piece], self.end[piece]
        touching = (np.minimum(start, end) <= high) & (np.maximum(start, end) >= low)
        return np.asarray(np.unique(piece[touching.all(axis=1)]))

    def near(self, xy: Floats, radius: float | Floats) -> tuple[Ints, Ints]:
        """Give all pairs of a point (k, 2) and a piece that may lie within `radius` metres.

        The radius is one for all points or of shape (k,). Returns the points' and the pieces'
        numbers, by point; a pair may come more than once.
        """
        wide = np.reshape(radius, (-1, 1)) + SAMPLE_SPACING_M / 2
        low = np.floor((xy - wide - self._corner) / self._cell_m).astype(np.int64)
        high = np.floor((xy + wide - self._corner) / self._cell_m).astype(np.int64)
        left, right = np.maximum(low[:, 0], 0), np.minimum(high[:, 0], self._columns - 1)
        below, above = np.maximum(low[:, 1], 0), np.minimum(high[:, 1], self._rows - 1)
        rows = np.where(left <= right, np.maximum(above - below + 1, 0), 0)
        point, step = counted(rows)
        row = (below[point] + step) * self._columns
        begin, end = self._from[row + left[point]], self._from[row + right[point] + 1]
        of_row, along = counted(end - begin)
        return point[of_row], self._sorted[begin[of_row] + along]

    def nearest_points(self, xy: Floats, piece: Ints) -> tuple[Floats, Floats]:
        """Give the metres from points (k, 2) to pieces (k,), and the pieces' nearest points."""
        start, along = self.start[piece], self._along[piece]
        share = ((xy - start) * along).sum(axis=1) / self._squared[piece]
        points = start + np.clip(share, 0.0, 1.0)[:, None] * along
        return np.hypot(*(points - xy).T), points

    def crossed(self, a: Floats, b: Floats) -> Bools:
        """Tell for each walk from a (k, 2) straight to b whether it crosses any piece.

        Two segments cross when each one's ends lie on both sides of the other (signs of the cross
        products differ). A piece's end right on the walk counts as lying on its right side, so
        that a walk through a bend crosses one of the two pieces that meet there; a or b on a
        piece is no crossing.
        """
        crossed = np.zeros(len(a), dtype=bool)
        half = np.hypot(*(b - a).T) / 2
        if len(a) and len(self):
            walk, piece = self.near((a + b) / 2, half)
            meets = _crossing(a[walk], b[walk], self.start[piece], self.end[piece])
            crossed[walk[meets]] = True
        return crossed


def counted(counts: Ints) -> tuple[Ints, Ints]:
    """Give each number as often as its count says, and beside it 0, 1, 2 ..."""
    number = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return number, np.arange(len(number)) - first[number]


def _crossing(a: Floats, b: Floats, start: Floats, end: Floats) -> Bools:
    ends_apart = (_side(a, b, start) > 0) != (_side(a, b, end) > 0)
    line_apart = _side(start, end, a) * _side(start, end, b) < 0
    return np.asarray(ends_apart & line_apart)


def _side(p: Floats, q: Floats, r: Floats) -> Floats:
    turn = (q - p)[:, 0] * (r - p)[:, 1] - (q - p)[:, 1] * (r - p)[:, 0]
    return np.asarray(turn)
