"""Catchment polygons: where one gets to, or comes from, within bands of minutes.

The polygon is drawn for people; counts never come from it. Its points lie within a small, stated
distance of a stretch reached in the band, at which the rest of the walk still fits into the
band's minutes, and never on a far bank that holds no reached stretch. Drawn as the zero line of a
surface on a grid: at each grid point the greater of (minutes by the best reached stretch and the
walk off the road, less the band) and (distance to the nearest stretch reached in the band, less
the greatest distance off the road), both in metres. Bands nest because the surface falls as the
band grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .contour import outlines
from .errors import InputError
from .far_bank import FarBanks
from .network.model import Floats, Ints, Network
from .network.snap import Snapped
from .polygon import Polygon, difference, polygon_of
from .progress import Progress
from .reached import Reach, Samples

OVERLAPS = ("separate", "merged", "nearest")


@dataclass(frozen=True)
class Drawing:
    """How finely a mode's catchments are drawn: the grid's cell and the greatest way off-road."""

    cell_m: float
    off_road_m: float


DRAWING = {
    "walk": Drawing(25.0, 60.0),
    "pram": Drawing(25.0, 60.0),
    "cycle": Drawing(50.0, 120.0),
    "drive": Drawing(50.0, 120.0),
}


@dataclass(frozen=True)
class Catchment:
    """One polygon: within `minutes` of the hub, or of any when `hub_id` is None (merged)."""

    hub_id: str | None
    mode: str
    from_minutes: float
    minutes: float
    area_km2: float
    polygon: Polygon


@dataclass(frozen=True)
class CatchmentRequest:
    """What to draw: mode, bands of minutes (rising), direction, overlap, and whether as rings."""

    mode: str
    bands: Sequence[float]
    direction: str = "to"
    overlap: str = "separate"
    rings: bool = False

    def __post_init__(self) -> None:
        """Refuse an overlap that is not known."""
        if self.overlap not in OVERLAPS:
            raise InputError(f"Overlap is {self.overlap!r}; choose {', '.join(OVERLAPS)}.")


@dataclass(frozen=True)
class _Surface:
    """A window of the grid: minutes at its points, and for each band the metres off the road."""

    row: int
    column: int
    minutes: Floats
    off_road_m: Floats
    samples: Samples


def catchments(
    network: Network,
    hubs: Snapped,
    hub_ids: Sequence[str],
    request: CatchmentRequest,
    progress: Progress,
) -> list[Catchment]:
    """Draw the catchments of the hubs that are on the network, the widest band of each first.

    Raises `InputError` when the network has no such mode or no hub is on the network.
    """
    if not hubs.ok.any():
        raise InputError(
            f"None of the {len(hubs)} hubs is on the network ({hubs.reason[0] if len(hubs) else ''}"
            "). Check that hubs and network cover the same place, or raise the greatest snap "
            "distance."
        )
    painter = _Painter(network, hubs, request)
    if request.overlap == "merged":
        surfaces: list[tuple[str | None, _Surface]] = [
            (None, painter.merged_surface(progress.part(0.0, 0.7)))
        ]
    else:
        surfaces = [
            (hub_ids[hub], surface)
            for hub, surface in painter.hub_surfaces(progress.part(0.0, 0.7))
        ]
    if request.overlap == "nearest":
        surfaces = [
            (hub, painter.clipped_to_own(surface, [s for _, s in surfaces if s is not surface]))
            for hub, surface in surfaces
        ]
    return _drawn(painter, surfaces, request, progress.part(0.7, 1.0))


class _Painter:
    def __init__(self, network: Network, hubs: Snapped, request: CatchmentRequest) -> None:
        self.request = request
        self.bands = tuple(request.bands)
        self.limit = max(request.bands)
        self.drawing = DRAWING[request.mode]
        self.metres_per_minute = network.access_kph(request.mode) / 0.06
        self.reach = Reach(network, request.mode, hubs, request.direction)
        self.far_banks = FarBanks(network.barriers)

    def hub_surfaces(self, progress: Progress) -> list[tuple[int, _Surface]]:
        """Give each hub's number and surface."""
        return [
            (hub, self._surface(self._samples(node_minutes, [hub])))
            for hub, node_minutes in self.reach.node_minutes(self.limit, progress)
        ]

    def merged_surface(self, progress: Progress) -> _Surface:
        """Give the surface of the nearest hub's minutes."""
        best, hubs = np.full(self.reach.graph.node_count, np.inf), []
        for hub, node_minutes in self.reach.node_minutes(self.limit, progress):
            np.minimum(best, node_minutes, out=best)
            hubs.append(hub)
        return self._surface(self._samples(best, hubs))

    def _samples(self, node_minutes: Floats, hubs: Sequence[int]) -> Samples:
        spacing = self.drawing.cell_m
        parts = [self.reach.samples(node_minutes, self.limit, spacing, self.bands)]
        parts += [self.reach.access_samples(hub, spacing) for hub in hubs]
        minutes = np.concatenate([part.minutes for part in parts])
        xy = np.concatenate([part.xy for part in parts])
        within = minutes <= self.limit
        return Samples(xy[within], minutes[within])

    def _surface(self, samples: Samples) -> _Surface:
        """Spread the samples' minutes over the grid points within reach off the road."""
        cell = self.drawing.cell_m
        radius = self.drawing.off_road_m + 1.5 * cell
        width = int(np.ceil(radius / cell)) + 1
        index = np.rint(samples.xy / cell).astype(np.int64)
        if not len(index):
            empty = np.empty((0, 0))
            return _Surface(0, 0, empty, np.empty((len(self.bands), 0, 0)), samples)
        corner = index.min(axis=0) - width
        columns, rows = index.max(axis=0) - corner + width + 1
        minutes = np.full(rows * columns, np.inf)
        off_road = np.full((len(self.bands), rows * columns), np.inf)
        point = (index - corner) @ np.array([1, columns])
        of_band = np.searchsorted(self.bands, samples.minutes)
        for band in range(len(self.bands)):
            mine = np.flatnonzero(of_band == band)
            mine = mine[np.argsort(point[mine], kind="stable")]
            spread = _Spread(
                samples.xy[mine] - index[mine] * cell, samples.minutes[mine], point[mine]
            )
            spread.over(minutes, off_road[band], int(columns), self, radius)
        off_road = np.minimum.accumulate(off_road, axis=0)
        shape = (int(rows), int(columns))
        column, row = corner.tolist()
        return _Surface(row, column, minutes.reshape(shape), off_road.reshape(-1, *shape), samples)

    def clipped_to_own(self, own: _Surface, others: Sequence[_Surface]) -> _Surface:
        """Push a hub's surface up where another hub is nearer, so that the areas share a border."""
        rival = np.full(own.minutes.shape, np.inf)
        for other in others:
            here, there = _overlap(own, other)
            rival[here] = np.minimum(rival[here], other.minutes[there])
        with np.errstate(invalid="ignore"):
            behind = (own.minutes - rival) / 2 * self.metres_per_minute
        behind[~np.isfinite(behind)] = -np.inf
        # Off-road metres less the greatest are what the surface takes: add the border to them.
        off_road = np.maximum(own.off_road_m, behind + self.drawing.off_road_m)
        return _Surface(own.row, own.column, own.minutes, off_road, own.samples)

    def polygon(self, surface: _Surface, band: int) -> Polygon:
        """Outline what a surface holds within one band, far banks left out."""
        minutes = self.bands[band]
        late = (surface.minutes - minutes) * self.metres_per_minute
        level = np.maximum(late, surface.off_road_m[band] - self.drawing.off_road_m)
        rings = []
        for outline in outlines(level):
            offset = np.array([surface.column, surface.row])
            placed = [(ring + offset) * self.drawing.cell_m for ring in outline.rings()]
            rings.append(placed)
        return self.far_banks.left_out(polygon_of(rings), surface.samples.within(minutes))


@dataclass(frozen=True)
class _Spread:
    """Samples sorted by their nearest grid point: place beside it in metres, minutes, point."""

    beside: Floats
    minutes: Floats
    point: Ints

    def over(
        self, minutes: Floats, off_road: Floats, columns: int, painter: _Painter, radius: float
    ) -> None:
        """Lower the grid's minutes and metres to what the samples give within the radius.

        Samples that share a nearest grid point share it shifted by any whole step, so the least
        of each group is taken at once.
        """
        if not len(self.point):
            return
        first = np.flatnonzero(np.diff(self.point, prepend=-1))
        at = self.point[first]
        cell = painter.drawing.cell_m
        for by_column, by_row in _steps_within(radius, cell):
            step = np.array([by_column, by_row]) * cell
            metres = np.hypot(*(step - self.beside).T)
            spent = self.minutes + metres / painter.metres_per_minute
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


def _overlap(own: _Surface, other: _Surface) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
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


def _drawn(
    painter: _Painter,
    surfaces: Sequence[tuple[str | None, _Surface]],
    request: CatchmentRequest,
    progress: Progress,
) -> list[Catchment]:
    found: list[Catchment] = []
    taken: list[list[Polygon]] = [[] for _ in painter.bands]
    for number, (hub_id, surface) in enumerate(surfaces):
        polygons = [painter.polygon(surface, band) for band in range(len(painter.bands))]
        if request.overlap == "nearest":
            polygons = [difference(own, *before) for own, before in zip(polygons, taken)]
            for before, own in zip(taken, polygons):
                before.append(own)
        found += _banded(hub_id, polygons, painter.bands, request)
        progress.report((number + 1) / len(surfaces))
    return found


def _banded(
    hub_id: str | None,
    polygons: Sequence[Polygon],
    bands: Sequence[float],
    request: CatchmentRequest,
) -> list[Catchment]:
    """Give one hub's catchments, the widest first so that narrower ones are drawn on top."""
    found = []
    for band in reversed(range(len(bands))):
        ring = request.rings and band > 0
        polygon = difference(polygons[band], polygons[band - 1]) if ring else polygons[band]
        if polygon.area_m2 > 0:
            start = bands[band - 1] if ring else 0.0
            area_km2 = polygon.area_m2 / 1e6
            found.append(Catchment(hub_id, request.mode, start, bands[band], area_km2, polygon))
    return found
