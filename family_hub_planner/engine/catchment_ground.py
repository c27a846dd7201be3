"""The ground behind all catchments of a run: which way each point of a grid belongs to.

A point belongs to the piece of a way on which a place standing there would be put by `Snapper`:
the nearest one that takes places, small islands and ways behind a barrier passed over. So what is
drawn at a grid point is what would be counted there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .catchment_grid import Drawing, Window
from .network.model import Bools, Floats, Ints
from .network.pieces import Pieces, counted
from .network.snap import Snapper
from .progress import Progress

MOST_AT_ONCE = 200_000
"""Points looked at between two questions whether to stop: about a tenth of a second."""

_TILE = 16
_PAIRS_AT_ONCE = 1 << 17


@dataclass(frozen=True)
class Ground:
    """k grid points near ways, and the ways they belong to.

    Attributes
    ----------
    number
        Shape (rows, columns) of the window: the point's number among the k, -1 off the ground.
    point
        Shape (k,): where the points stand in the window, numbered row by row; rising.
    piece
        Shape (k,): the piece of `snapper.ways` that each point belongs to.
    edge, fraction, metres
        Shape (k,): its stretch, how far along it the nearest place lies, and the walk there.
    """

    snapper: Snapper
    drawing: Drawing
    window: Window
    number: npt.NDArray[np.int32]
    point: Ints
    piece: Ints
    edge: Ints
    fraction: Floats
    metres: Floats


def ground_near(
    snapper: Snapper,
    drawing: Drawing,
    reached: Bools,
    window: Window,
    progress: Progress | None = None,
) -> Ground:
    """Find what belongs to which way in a window, near the stretches marked in `reached`, (m,)."""
    progress, ways = progress or Progress(), snapper.ways
    corners = window.xy(np.array([0, window.rows * window.columns - 1]))
    usable = ways.within(corners[0] - drawing.off_road_m, corners[1] + drawing.off_road_m)
    usable = usable[~snapper.on_island[usable]]
    low = np.minimum(ways.start[usable], ways.end[usable])
    high = np.maximum(ways.start[usable], ways.end[usable])
    touched = reached[ways.line[usable]]
    tiles = _Tiles(window, drawing)
    marked = tiles.marked(low[touched], high[touched])
    chosen = usable[tiles.touching(marked, low, high)]
    piece = _nearest_piece(ways.start[chosen], ways.end[chosen], window, drawing, progress)
    piece[~tiles.of_points(marked)] = -1
    piece[piece >= 0] = chosen[piece[piece >= 0]]
    return _numbered(snapper, drawing, window, piece, progress)


def _numbered(
    snapper: Snapper, drawing: Drawing, window: Window, piece: Ints, progress: Progress
) -> Ground:
    """Number the points that have a piece, once those behind a barrier have the next nearest."""
    point = np.flatnonzero(piece >= 0)
    piece = piece[point]
    xy = window.xy(point)
    metres, foot = snapper.ways.nearest_points(xy, piece)
    progress.stop_if_asked()
    behind = _behind_barriers(snapper.barriers, xy, foot, progress)
    piece[behind], foot[behind] = snapper.put(xy[behind], drawing.off_road_m)
    progress.stop_if_asked()
    metres[behind] = np.hypot(*(foot[behind] - xy[behind]).T)
    kept = piece >= 0
    point, piece, metres, foot = point[kept], piece[kept], metres[kept], foot[kept]
    number = np.full(window.rows * window.columns, -1, dtype=np.int32)
    number[point] = np.arange(len(point))
    fraction = snapper.fraction(piece, foot)
    edge = snapper.ways.line[piece]
    number = number.reshape(window.shape)
    return Ground(snapper, drawing, window, number, point, piece, edge, fraction, metres)


def _behind_barriers(barriers: Pieces, xy: Floats, foot: Floats, progress: Progress) -> Ints:
    behind = np.zeros(len(xy), dtype=bool)
    for first in range(0, len(xy), MOST_AT_ONCE):
        progress.stop_if_asked()
        some = slice(first, first + MOST_AT_ONCE)
        behind[some] = barriers.crossed(xy[some], foot[some])
    return np.flatnonzero(behind)


class _Tiles:
    """The window in tiles of 16 by 16 cells, to leave out what is far from all reached ways."""

    def __init__(self, window: Window, drawing: Drawing) -> None:
        self.window, self.radius = window, drawing.off_road_m
        self.cell_m = drawing.cell_m
        self.shape = ((window.rows - 1) // _TILE + 1, (window.columns - 1) // _TILE + 1)

    def _spans(self, low: Floats, high: Floats) -> tuple[Ints, Ints]:
        origin = np.array([self.window.column, self.window.row])
        most = np.array(self.shape[::-1]) - 1
        first = ((low - self.radius) / self.cell_m - origin) // _TILE
        last = ((high + self.radius) / self.cell_m - origin) // _TILE
        return (
            np.clip(first, 0, most + 1).astype(np.int64),
            np.clip(last, -1, most).astype(np.int64) + 1,
        )

    def marked(self, low: Floats, high: Floats) -> Bools:
        """Mark the tiles that boxes touch: their corners counted up and down, then summed."""
        (x0, y0), (x1, y1) = (span.T for span in self._spans(low, high))
        rows, columns = self.shape[0] + 1, self.shape[1] + 1
        steps = np.zeros(rows * columns)
        for x, y, sign in ((x0, y0, 1), (x1, y1, 1), (x0, y1, -1), (x1, y0, -1)):
            steps += sign * np.bincount(y * columns + x, minlength=rows * columns)
        summed = steps.reshape(rows, columns).cumsum(axis=0).cumsum(axis=1)
        return np.asarray(summed[:-1, :-1] > 0.5)

    def touching(self, marked: Bools, low: Floats, high: Floats) -> Bools:
        """Tell which boxes touch a marked tile."""
        total = np.zeros((self.shape[0] + 1, self.shape[1] + 1))
        total[1:, 1:] = marked.cumsum(axis=0).cumsum(axis=1)
        (x0, y0), (x1, y1) = (span.T for span in self._spans(low, high))
        inside = (x0 < x1) & (y0 < y1)
        x1, y1 = np.maximum(x0, x1), np.maximum(y0, y1)
        return np.asarray(
            inside & (total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0] > 0)
        )

    def of_points(self, marked: Bools) -> Bools:
        """Give for each point of the window, row by row, whether its tile is marked."""
        wide = np.repeat(np.repeat(marked, _TILE, axis=0), _TILE, axis=1)
        return np.asarray(wide[: self.window.rows, : self.window.columns].ravel())


def _nearest_piece(
    start: Floats, end: Floats, window: Window, drawing: Drawing, progress: Progress
) -> Ints:
    """Give for each point of the window the nearest piece within reach off the road, else -1.

    Of pieces as near as each other the first one has the point.
    """
    origin = np.array([window.column, window.row])
    a, b = start / drawing.cell_m - origin, end / drawing.cell_m - origin
    radius = drawing.off_road_m / drawing.cell_m
    least = np.full(window.rows * window.columns, radius**2 * (1 + 1e-12))
    piece = np.full(window.rows * window.columns, -1)
    for near, point in _points_near(a, b, radius, window):
        progress.stop_if_asked()
        _give(piece, least, near, point, _squared_distance(a, b, near, point, window.columns))
    return piece


def _give(piece: Ints, least: Floats, near: Ints, point: Ints, squared: Floats) -> None:
    """Give points to the pieces that are nearer than any before; a point may come many times."""
    better = np.flatnonzero(squared <= least[point])
    near, point, squared = near[better], point[better], squared[better]
    before = least[point]
    lower = np.flatnonzero(squared < before)
    while len(lower):
        # Of several values for one point the last written stays: what is lower still goes again.
        least[point[lower]] = squared[lower]
        lower = lower[squared[lower] < least[point[lower]]]
    won = np.flatnonzero((squared == least[point]) & ((squared < before) | (piece[point] < 0)))
    # Written backwards, so that the first of several as near has the last word.
    piece[point[won[::-1]]] = near[won[::-1]]


def _points_near(
    a: Floats, b: Floats, radius: float, window: Window
) -> Iterator[tuple[Ints, Ints]]:
    """Give pairs of a piece and a grid point within its reach, row by row, in handy portions."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    first = np.maximum(np.ceil(low[:, 1] - radius), 0).astype(np.int64)
    last = np.minimum(np.floor(high[:, 1] + radius), window.rows - 1).astype(np.int64)
    rows = np.maximum(last - first + 1, 0)
    about = np.cumsum(rows * (high[:, 0] - low[:, 0] + 2 * radius))
    portion = (about // _PAIRS_AT_ONCE).astype(np.int64)
    cuts = [0, *(np.flatnonzero(np.diff(portion)) + 1).tolist(), len(a)]
    slope = (b - a)[:, 0] / np.where(b[:, 1] == a[:, 1], np.inf, b[:, 1] - a[:, 1])
    for begin, stop in zip(cuts, cuts[1:]):
        of, step = counted(rows[begin:stop])
        of += begin
        row = first[of] + step
        # The part of the piece within reach of this row, and to either side what is left of it.
        up = np.maximum(np.maximum(low[of, 1] - row, row - high[of, 1]), 0.0)
        beside = np.sqrt(np.maximum(radius**2 - up**2, 0.0)) + 1e-9
        level = np.abs(slope[of]) < 1e-12
        ends = []
        for limit in (row - radius, row + radius):
            y = np.clip(limit, low[of, 1], high[of, 1])
            ends.append(a[of, 0] + (y - a[of, 1]) * slope[of])
        west = np.where(level, low[of, 0], np.minimum(*ends)) - beside
        east = np.where(level, high[of, 0], np.maximum(*ends)) + beside
        left = np.maximum(np.ceil(west), 0).astype(np.int64)
        right = np.minimum(np.floor(east), window.columns - 1).astype(np.int64)
        of_row, along = counted(np.maximum(right - left + 1, 0))
        yield of[of_row], (row * window.columns + left)[of_row] + along


def _squared_distance(a: Floats, b: Floats, piece: Ints, point: Ints, columns: int) -> Floats:
    row = point // columns
    x, y = point - row * columns - a[piece, 0], row - a[piece, 1]
    along = b - a
    squared = np.maximum((along**2).sum(axis=1), 1e-18)
    across, up = along[piece, 0], along[piece, 1]
    share = (x * across + y * up) / squared[piece]
    np.clip(share, 0.0, 1.0, out=share)
    x -= share * across
    y -= share * up
    return np.asarray(x * x + y * y)
