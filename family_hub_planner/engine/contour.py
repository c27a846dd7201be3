"""Outlines of marked grid points: marching squares, with the crossings' places given from outside.

Marching squares (Lorensen and Cline 1987, in the plane). Where two marked corners of a square lie
across from each other they are kept apart, so an outline never touches itself or another one: the
polygons are valid by construction. Each square holds one piece of outline, or two at such a saddle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .packages import need

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tracing:
    """k places where an outline crosses a grid line between a marked and an unmarked point.

    Points and squares are numbered row by row, a square as its lower left point.

    Attributes
    ----------
    inner, outer
        Shape (k,): the marked and the unmarked point of each line.
    square
        Shape (k,): the square through which the outline goes on from each crossing.
    following
        Shape (k,): the crossing that comes next; the marked side is on the left.
    saddle
        Shape (k,): whether another piece of outline runs through that square too.
    """

    columns: int
    inner: Ints
    outer: Ints
    square: Ints
    following: Ints
    saddle: Bools


def trace(marked: Bools) -> Tracing:
    """Find the outlines of the marked points of a grid; its outermost points must be unmarked."""
    columns = marked.shape[1]
    flat = marked.ravel()
    corners = (marked[:-1, :-1], marked[:-1, 1:], marked[1:, 1:], marked[1:, :-1])
    among = corners[0].astype(np.int8)
    for corner in corners[1:]:
        among += corner
    row, column = np.nonzero((among > 0) & (among < 4))
    square = row * columns + column
    around = np.stack([square, square + 1, square + columns + 1, square + columns])
    held = flat[around]
    # Anticlockwise round a square: an outline begins where marked turns to unmarked, and ends
    # where unmarked last turned to marked.
    begins, ends, squares = [], [], []
    for side in range(4):
        leaves = held[side] & ~held[(side + 1) % 4]
        waiting = np.flatnonzero(leaves)
        for back in (1, 2, 3):
            first = (side - back) % 4
            enters = ~held[first, waiting]
            here = waiting[enters]
            begins.append(_line(around, side, here, columns))
            ends.append(_line(around, first, here, columns))
            squares.append(here)
            waiting = waiting[~enters]
    begin, end, at = np.concatenate(begins), np.concatenate(ends), np.concatenate(squares)
    order = np.argsort(begin)
    begin, end, at = begin[order], end[order], at[order]
    point, upward = np.divmod(begin, 2)
    other = point + np.where(upward == 1, columns, 1)
    swap = ~flat[point]
    return Tracing(
        columns,
        inner=np.where(swap, other, point),
        outer=np.where(swap, point, other),
        square=square[at],
        following=np.searchsorted(begin, end),
        saddle=(held[0] & held[2] & ~held[1] & ~held[3])[at]
        | (held[1] & held[3] & ~held[0] & ~held[2])[at],
    )


def _line(around: Ints, side: int, at: Ints, columns: int) -> Ints:
    """Number the grid line on a side of the squares: twice its lower point, and 1 if upward."""
    lower = around[(0, 1, 3, 0)[side], at]
    return np.asarray(2 * lower + (side % 2))


@dataclass(frozen=True)
class Bends:
    """Points that the outline touches between a crossing and the next, in their order.

    `crossing` has shape (j,), rising; `xy` has shape (j, 2): column and row.
    """

    crossing: Ints
    xy: Floats


NO_BENDS = Bends(np.empty(0, dtype=np.int64), np.empty((0, 2)))


@dataclass(frozen=True)
class Rings:
    """Closed rings, one after the other: ring i has the points xy[start[i]:start[i + 1]].

    `twice_area` is above zero for an outer ring, below it for a hole; `part` is the number of the
    connected marked part that the ring bounds, from 1.
    """

    xy: Floats
    start: Ints
    twice_area: Floats
    part: Ints


def crossings(tracing: Tracing, share: Floats) -> Floats:
    """Give where the crossings stand, (k, 2), at their share from the marked point outwards."""
    row, column = np.divmod(tracing.inner, tracing.columns)
    row2, column2 = np.divmod(tracing.outer, tracing.columns)
    x = column + share * (column2 - column)
    y = row + share * (row2 - row)
    return np.stack([x, y], axis=1)


def rings(marked: Bools, tracing: Tracing, share: Floats, bends: Bends = NO_BENDS) -> Rings:
    """Give the outlines as closed rings, by part, each part's outer ring before its holes.

    `share`, shape (k,), says how far from the marked towards the unmarked point each crossing
    stands, above 0 and below 1. Outer rings run anticlockwise.
    """
    more = np.bincount(bends.crossing, minlength=len(share))
    before = np.cumsum(more) - more
    at = np.arange(len(share)) + before
    points = np.empty((len(share) + len(bends.xy), 2))
    points[at] = crossings(tracing, share)
    step = np.arange(len(bends.xy)) - before[bends.crossing]
    points[at[bends.crossing] + 1 + step] = bends.xy
    following = np.arange(1, len(points) + 1)
    following[at + more] = at[tracing.following]
    order, start = _in_turn(following)
    part = np.zeros(len(points), dtype=np.int64)
    label = need("scipy.ndimage", "Catchments").label(marked)[0].reshape(-1)
    part[at] = label[tracing.inner]
    part[at[bends.crossing] + 1 + step] = label[tracing.inner[bends.crossing]]
    return _sorted_by_part(points, part, order, start)


def _in_turn(following: Ints) -> tuple[Ints, Ints]:
    """Give the points ring by ring in their turn, and where each ring begins; one more at the end.

    Each ring is cut before its first point and tied to the next one: a single walk is left.
    """
    count = len(following)
    if not count:
        return following, np.zeros(1, dtype=np.int64)
    sparse, csgraph = (
        need(name, "Catchments") for name in ("scipy.sparse", "scipy.sparse.csgraph")
    )
    ends = np.arange(count + 1)
    ring = sparse.csr_matrix((np.ones(count), following, ends), shape=(count, count))
    found, label = csgraph.connected_components(ring, directed=True, connection="weak")
    length = np.bincount(label, minlength=found)
    first = np.full(found, count)
    first[label[::-1]] = np.arange(count - 1, -1, -1)
    before = np.empty(count, dtype=np.int64)
    before[following] = np.arange(count)
    chain = following.copy()
    chain[before[first]] = np.append(first[1:], first[0])
    walk = sparse.csr_matrix((np.ones(count), chain, ends), shape=(count, count))
    order = csgraph.depth_first_order(walk, int(first[0]), return_predecessors=False)
    return order.astype(np.int64), np.concatenate([[0], np.cumsum(length)])


def _sorted_by_part(points: Floats, part: Ints, order: Ints, start: Ints) -> Rings:
    """Close the rings, measure them, and sort them by part, outer rings first."""
    length = np.diff(start)
    area = _twice_areas(points[order], start)
    of_ring = part[order[start[:-1]]]
    by = np.lexsort((area < 0, of_ring))
    length = length[by]
    closed = length + 1
    begin = np.concatenate([[0], np.cumsum(closed)])
    number = np.repeat(np.arange(len(by)), closed)
    step = np.arange(len(number)) - begin[number]
    step[begin[1:] - 1] = 0
    return Rings(points[order[start[by][number] + step]], begin, area[by], of_ring[by])


def _twice_areas(xy: Floats, start: Ints) -> Floats:
    """Give twice the area of rings that are not closed, above zero when anticlockwise."""
    if len(start) < 2:
        return np.empty(0)
    ring = np.repeat(np.arange(len(start) - 1), np.diff(start))
    # Measured from each ring's first point, lest large coordinates swamp a small area.
    x, y = (xy - xy[start[ring]]).T
    after = np.arange(1, len(xy) + 1)
    after[start[1:] - 1] = start[:-1]
    return np.asarray(np.add.reduceat(x * y[after] - x[after] * y, start[:-1]))
