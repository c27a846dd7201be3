"""Outlines of the places where a gridded surface lies below zero: marching squares.

Marching squares (Lorensen and Cline 1987, in the plane) with the crossing of each grid line found
by linear interpolation. At a saddle the two low corners are kept apart, so an outline never
touches itself or another one: the polygons are valid by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .packages import need

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A crossing stays clear of the grid's corners, where outlines of different squares could meet.
_CLEAR = 0.02


@dataclass(frozen=True)
class Outline:
    """One polygon: its outer ring and its holes, closed rings of shape (k, 2) as column, row."""

    shell: Floats
    holes: tuple[Floats, ...]

    def rings(self) -> tuple[Floats, ...]:
        """Give the outer ring and then the holes."""
        return (self.shell, *self.holes)


def outlines(surface: Floats) -> list[Outline]:
    """Outline the parts of a surface (rows, columns) that lie below zero.

    Values may be inf but not nan. Rings run anticlockwise round the low parts (x to the right
    along columns, y along rows), holes the other way.
    """
    padded = np.pad(np.clip(surface, -1e9, 1e9), 1, constant_values=1e9)
    low = padded < 0
    if not low.any():
        return []
    crossing, following = _linked(low)
    position, inner = _crossings(padded, low, crossing)
    label = need("scipy.ndimage", "Catchments").label(low)[0]
    shells: dict[int, Floats] = {}
    holes: dict[int, list[Floats]] = {}
    for ring in _rings(following):
        points = position[ring] - 1.0
        part = int(label[tuple(inner[ring[0]])])
        if _twice_area(points) > 0:
            shells[part] = points
        else:
            holes.setdefault(part, []).append(points)
    return [Outline(shells[part], tuple(holes.get(part, ()))) for part in sorted(shells)]


def _linked(low: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Find the grid lines that an outline crosses and, for each, the crossing that follows.

    Grid line numbers: 2 * (row * columns + column) for the one to the right of a corner, plus one
    for the one towards the next row. Each square has at most two pieces of outline, each with
    the low side on its left.
    """
    columns = low.shape[1]
    corners = (low[:-1, :-1], low[:-1, 1:], low[1:, 1:], low[1:, :-1])
    low_corners = sum(corner.astype(np.int8) for corner in corners)
    row, column = np.nonzero((low_corners > 0) & (low_corners < 4))
    a, b, c, d = (corner[row, column] for corner in corners)
    corner = row * columns + column
    bottom, left = 2 * corner, 2 * corner + 1
    top, right = 2 * (corner + columns), 2 * (corner + 1) + 1
    # A piece enters where, going anticlockwise round the square, low turns to high.
    begins, ends = [], []
    sides = ((bottom, a, b), (right, b, c), (top, c, d), (left, d, a))
    for turn, (side, first, second) in enumerate(sides):
        leaves_low = first & ~second
        for back in (1, 2, 3):
            other, other_first, other_second = sides[(turn - back) % 4]
            enters_low = ~other_first & other_second
            between = np.ones(len(a), dtype=bool)
            for step in range(1, back):
                _, start, stop = sides[(turn - step) % 4]
                between &= start & stop
            chosen = leaves_low & enters_low & between
            begins.append(side[chosen])
            ends.append(other[chosen])
    begin, end = np.concatenate(begins), np.concatenate(ends)
    crossing = np.sort(begin)
    following = np.empty(len(begin), dtype=np.int64)
    following[np.searchsorted(crossing, begin)] = np.searchsorted(crossing, end)
    return crossing, following


def _crossings(padded: Floats, low: npt.NDArray[np.bool_], crossing: Ints) -> tuple[Floats, Ints]:
    """Give each crossing's position (column, row) and the grid corner on its low side."""
    columns = low.shape[1]
    row, column = np.divmod(crossing // 2, columns)
    upward = crossing % 2 == 1
    row2, column2 = row + upward, column + ~upward
    value, value2 = padded[row, column], padded[row2, column2]
    share = np.clip(value / (value - value2), _CLEAR, 1 - _CLEAR)
    position = np.stack([column + share * ~upward, row + share * upward], axis=1)
    first_is_low = low[row, column]
    inner = np.stack(
        [np.where(first_is_low, row, row2), np.where(first_is_low, column, column2)], axis=1
    )
    return position, inner


def _rings(following: Ints) -> Iterator[Ints]:
    """Follow the crossings round until each ring closes on its first point."""
    successor = following.tolist()
    seen = [False] * len(successor)
    for start in range(len(successor)):
        if seen[start]:
            continue
        ring = [start]
        at = successor[start]
        while at != start:
            seen[at] = True
            ring.append(at)
            at = successor[at]
        ring.append(start)
        yield np.array(ring)


def _twice_area(points: Floats) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
