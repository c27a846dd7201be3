"""The surface behind a catchment: minutes and metres off the road at the points of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .network.model import Floats, Ints
from .reached import Samples

# Where two hubs are as near as each other the first one has the ground: a millimetre decides.
_TIE_M = 0.001


@dataclass(frozen=True)
class Drawing:
    """How finely a mode's catchments are drawn, all in metres.

    The grid's cell, the greatest way off the road, and how much of that way is not charged: on a
    fast mode the last stretch before a band runs out has no minutes left for the walk to the
    nearest grid point, and would be lost.
    """

    cell_m: float
    off_road_m: float
    free_m: float


DRAWING = {
    "walk": Drawing(25.0, 60.0, 0.0),
    "pram": Drawing(25.0, 60.0, 0.0),
    "cycle": Drawing(50.0, 120.0, 36.0),
    "drive": Drawing(50.0, 120.0, 36.0),
}


@dataclass(frozen=True)
class Surface:
    """A window of the grid, its first point at `row` and `column` of the whole grid.

    `minutes` has shape (rows, columns): by the best reached stretch and the walk from there;
    `off_road_m` (bands, rows, columns): to the nearest stretch reached in the band. Both are inf
    beyond the greatest way off the road.
    """

    row: int
    column: int
    minutes: Floats
    off_road_m: Floats
    samples: Samples


def spread(
    samples: Samples, bands: Sequence[float], drawing: Drawing, metres_per_minute: float
) -> Surface:
    """Spread samples over the grid points within reach off the road.

    `metres_per_minute` is the speed of the walk off the road.
    """
    cell = drawing.cell_m
    radius = drawing.off_road_m + 1.5 * cell
    width = int(np.ceil(radius / cell)) + 1
    index = np.rint(samples.xy / cell).astype(np.int64)
    if not len(index):
        return Surface(0, 0, np.empty((0, 0)), np.empty((len(bands), 0, 0)), samples)
    corner = index.min(axis=0) - width
    columns, rows = (index.max(axis=0) - corner + width + 1).tolist()
    minutes = np.full(rows * columns, np.inf)
    off_road = np.full((len(bands), rows * columns), np.inf)
    point = (index - corner) @ np.array([1, columns])
    of_band = np.searchsorted(bands, samples.minutes)
    for band in range(len(bands)):
        mine = np.flatnonzero(of_band == band)
        mine = mine[np.argsort(point[mine], kind="stable")]
        beside = samples.xy[mine] - index[mine] * cell
        group = _Group(beside, samples.minutes[mine], point[mine])
        group.lower(minutes, off_road[band], columns, drawing, metres_per_minute)
    off_road = np.minimum.accumulate(off_road, axis=0)
    shape = (rows, columns)
    column, row = corner.tolist()
    return Surface(row, column, minutes.reshape(shape), off_road.reshape(-1, *shape), samples)


@dataclass(frozen=True)
class _Group:
    """Samples sorted by their nearest grid point: place beside it in metres, minutes, point."""

    beside: Floats
    minutes: Floats
    point: Ints

    def lower(
        self,
        minutes: Floats,
        off_road: Floats,
        columns: int,
        drawing: Drawing,
        metres_per_minute: float,
    ) -> None:
        """Lower the grid's minutes and metres to what the samples give within the radius.

        Samples that share a nearest grid point share it shifted by any whole step, so the least
        of each group is taken at once.
        """
        if not len(self.point):
            return
        first = np.flatnonzero(np.diff(self.point, prepend=-1))
        at = self.point[first]
        cell, radius = drawing.cell_m, drawing.off_road_m + 1.5 * drawing.cell_m
        for by_column, by_row in _steps_within(radius, cell):
            step = np.array([by_column, by_row]) * cell
            metres = np.hypot(*(step - self.beside).T)
            walked = np.maximum(0.0, metres - drawing.free_m)
            spent = self.minutes + walked / metres_per_minute
            near = metres <= radius
            target = at + by_row * columns + by_column
            for grid, values in ((minutes, spent), (off_road, metres)):
                least = np.minimum.reduceat(np.where(near, values, np.inf), first)
                grid[target] = np.minimum(grid[target], least)


def _steps_within(radius: float, cell: float) -> list[tuple[int, int]]:
    """List the whole steps on the grid that can lie within the radius of a sample."""
    # A sample stands at most half a cell's diagonal from its nearest grid point.
    width = int(np.ceil(radius / cell)) + 1
    reach = radius / cell + np.sqrt(0.5)
    span = range(-width, width + 1)
    return [(x, y) for y in span for x in span if np.hypot(x, y) <= reach]


def level(surface: Surface, band: int, minutes: float, off_road_m: float, speed: float) -> Floats:
    """Give the level in metres, below zero inside the band; `speed` is in metres a minute."""
    late = (surface.minutes - minutes) * speed
    return np.maximum(late, surface.off_road_m[band] - off_road_m)


def border(
    own: Surface, before: Sequence[Surface], after: Sequence[Surface], speed: float
) -> Floats:
    """Give the metres past the border with nearer rivals, below zero on the hub's own side.

    Half the difference in minutes times the speed of the walk. Where a rival is as near, the
    ground is the hub's own against those `after` it and the rival's against those `before` it.
    """
    metres = np.full(own.minutes.shape, -np.inf)
    for rivals, tie in ((before, _TIE_M), (after, -_TIE_M)):
        nearest = np.full(own.minutes.shape, np.inf)
        for other in rivals:
            here, there = _overlap(own, other)
            nearest[here] = np.minimum(nearest[here], other.minutes[there])
        both = np.isfinite(nearest) & np.isfinite(own.minutes)
        past = (own.minutes[both] - nearest[both]) / 2 * speed + tie
        metres[both] = np.maximum(metres[both], past)
    return metres


def _overlap(own: Surface, other: Surface) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Give the slices of two windows that show the same grid points."""
    here, there = [], []
    for start, length, start2, length2 in (
        (own.row, own.minutes.shape[0], other.row, other.minutes.shape[0]),
        (own.column, own.minutes.shape[1], other.column, other.minutes.shape[1]),
    ):
        first = max(start, start2)
        last = max(first, min(start + length, start2 + length2))
        here.append(slice(first - start, last - start))
        there.append(slice(first - start2, last - start2))
    return (here[0], here[1]), (there[0], there[1])
