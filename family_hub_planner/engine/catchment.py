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

from .catchment_surface import DRAWING, Surface, border, level, spread
from .contour import outlines
from .errors import InputError
from .far_bank import FarBanks
from .network.model import Floats, Network, check_mode
from .network.snap import Snapped
from .polygon import EMPTY, Polygon, difference, intersection, polygon_of, union
from .progress import Progress
from .reached import Reach, Samples

OVERLAPS = ("separate", "merged", "nearest")


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
        """Refuse a mode or an overlap that is not known, and bands that do not rise."""
        if self.mode not in DRAWING:
            raise InputError(f"There is no mode {self.mode!r}; choose {', '.join(DRAWING)}.")
        bands = list(self.bands)
        if not bands or bands[0] <= 0 or any(a >= b for a, b in zip(bands, bands[1:])):
            raise InputError(f"Bands must be rising minutes above zero; {bands} was given.")
        if self.overlap not in OVERLAPS:
            raise InputError(f"Overlap is {self.overlap!r}; choose {', '.join(OVERLAPS)}.")


def catchments(
    network: Network,
    hubs: Snapped,
    hub_ids: Sequence[str],
    request: CatchmentRequest,
    progress: Progress,
) -> list[Catchment]:
    """Draw the catchments of the hubs that are on the network, by id, the widest band first.

    Raises `InputError` when the network has no such mode or no hub is on the network.
    """
    check_mode(network, request.mode)
    if not hubs.ok.any():
        raise InputError(
            f"None of the {len(hubs)} hubs is on the network ({hubs.reason[0] if len(hubs) else ''}"
            "). Check that hubs and network cover the same place, or raise the greatest snap "
            "distance."
        )
    painter = _Painter(network, hubs, request)
    surfaces: list[tuple[str | None, Surface]]
    if request.overlap == "merged":
        surfaces = [(None, painter.merged_surface(progress.part(0.0, 0.7)))]
    else:
        found = painter.hub_surfaces(progress.part(0.0, 0.7))
        found.sort(key=lambda of_hub: hub_ids[of_hub[0]])
        surfaces = [(hub_ids[hub], surface) for hub, surface in found]
    drawn = [painter.polygons(surface) for _, surface in surfaces]
    progress.report(0.9)
    if request.overlap == "nearest":
        drawn = painter.of_nearest([surface for _, surface in surfaces], drawn)
    named = zip((hub for hub, _ in surfaces), drawn)
    return [one for hub, polygons in named for one in _banded(hub, polygons, request)]


class _Painter:
    def __init__(self, network: Network, hubs: Snapped, request: CatchmentRequest) -> None:
        self.bands = tuple(request.bands)
        self.limit = self.bands[-1]
        self.drawing = DRAWING[request.mode]
        self.speed = network.access_kph(request.mode) / 0.06
        self.reach = Reach(network, request.mode, hubs, request.direction)
        self.far_banks = FarBanks(network.barriers)

    def hub_surfaces(self, progress: Progress) -> list[tuple[int, Surface]]:
        """Give each hub's number and surface."""
        return [
            (hub, self._surface(ends, [hub])) for hub, ends in self.reach.ends(self.limit, progress)
        ]

    def merged_surface(self, progress: Progress) -> Surface:
        """Give the surface of the nearest hub's minutes."""
        best, hubs = np.full((len(self.reach.network.length_m), 2), np.inf), []
        for hub, ends in self.reach.ends(self.limit, progress):
            np.minimum(best, ends, out=best)
            hubs.append(hub)
        return self._surface(best, hubs)

    def _surface(self, ends: Floats, hubs: Sequence[int]) -> Surface:
        spacing = self.drawing.cell_m
        parts = [self.reach.samples(ends, hubs, self.limit, spacing, self.bands)]
        parts += [self.reach.access_samples(hub, spacing) for hub in hubs]
        minutes = np.concatenate([part.minutes for part in parts])
        xy = np.concatenate([part.xy for part in parts])
        within = minutes <= self.limit
        return spread(Samples(xy[within], minutes[within]), self.bands, self.drawing, self.speed)

    def _level(self, surface: Surface, band: int) -> Floats:
        minutes, off_road_m = self.bands[band], self.drawing.off_road_m
        return level(surface, band, minutes, off_road_m, self.speed)

    def polygons(self, surface: Surface) -> list[Polygon]:
        """Outline what a surface holds within each band, far banks left out.

        From the widest band inwards: what is a far bank for it is one for the narrower ones too.
        """
        found: list[Polygon] = []
        dropped = EMPTY
        for band in reversed(range(len(self.bands))):
            reached = surface.samples.within(self.bands[band])
            whole = difference(self._outlined(surface, self._level(surface, band)), dropped)
            polygon, more = self.far_banks.left_out(whole, reached)
            dropped = union([dropped, more])
            found.insert(0, polygon)
        return found

    def _outlined(self, surface: Surface, levels: Floats) -> Polygon:
        offset = np.array([surface.column, surface.row])
        return polygon_of(
            [
                [(ring + offset) * self.drawing.cell_m for ring in outline.rings()]
                for outline in outlines(levels)
            ]
        )

    def of_nearest(
        self, surfaces: Sequence[Surface], drawn: Sequence[Sequence[Polygon]]
    ) -> list[list[Polygon]]:
        """Keep of each hub's polygons what lies on its own ground."""
        ground = self._grounds(surfaces, [polygons[-1] for polygons in drawn])
        return [
            [intersection(polygon, own) for polygon in polygons]
            for own, polygons in zip(ground, drawn)
        ]

    def _grounds(self, surfaces: Sequence[Surface], widest: Sequence[Polygon]) -> list[Polygon]:
        """Part the ground among the hubs: each place to the nearest, a tie to the first.

        A rival may be nearer on the grid to a place that it is not itself given, across a river
        say; what nobody has after the parting goes to the first hub whose polygon holds it.
        """
        last = len(self.bands) - 1
        parted: list[Polygon] = []
        for own, surface in enumerate(surfaces):
            past = border(surface, surfaces[:own], surfaces[own + 1 :], self.speed)
            levels = np.maximum(self._level(surface, last), past)
            mine = intersection(self._outlined(surface, levels), widest[own])
            parted.append(difference(mine, *parted))
        taken = union(parted)
        for own, polygon in enumerate(widest):
            left = difference(polygon, taken)
            if left.area_m2 > 0:
                parted[own], taken = union([parted[own], left]), union([taken, left])
        return parted


def _banded(
    hub_id: str | None,
    polygons: Sequence[Polygon],
    request: CatchmentRequest,
) -> list[Catchment]:
    """Give one hub's catchments, the widest first so that narrower ones are drawn on top."""
    found, bands = [], request.bands
    for band in reversed(range(len(bands))):
        ring = request.rings and band > 0
        polygon = difference(polygons[band], polygons[band - 1]) if ring else polygons[band]
        if polygon.area_m2 > 0:
            start = bands[band - 1] if ring else 0.0
            area_km2 = polygon.area_m2 / 1e6
            found.append(Catchment(hub_id, request.mode, start, bands[band], area_km2, polygon))
    return found
