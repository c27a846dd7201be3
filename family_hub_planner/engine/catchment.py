"""Catchment polygons: where one gets to, or comes from, within bands of minutes.

The polygon is drawn for people; counts never come from it, but it agrees with them: a point of the
grid belongs to a band when a place standing there would be counted in it and stands near enough to
its way. Between grid points the outline runs where that ends. Whatever stretch is reached lies
inside; bands nest, since each one's outline is laid outside the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .catchment_grid import DRAWING, window_round
from .catchment_ground import ground_near
from .catchment_groups import Boxes, groups_apart, groups_that_fit
from .catchment_line import Lines
from .catchment_outline import outlined
from .catchment_picture import AccessWalks, Picture
from .catchment_reach import Reach
from .catchment_street import Streets
from .errors import InputError
from .network.model import Bools, Ints, Network, check_mode
from .network.snap import Snapped, Snapper
from .polygon import Polygon, difference, together
from .progress import Progress

_MOST_POINTS = 150_000
"""Points of the ground, times hubs, drawn at once: more would not stay in the processor's cache."""

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
    drawn = sorted(_Painter(network, hubs, request).drawn(progress), key=lambda one: one[0])
    named: list[tuple[str | None, list[Polygon]]]
    if request.overlap == "merged":
        named = [(None, [together(parts) for parts in zip(*(of_group for _, of_group in drawn))])]
    else:
        named = sorted((hub_ids[hub], polygons) for hub, polygons in drawn)
    return [one for hub, polygons in named for one in _banded(hub, polygons, request)]


class _Painter:
    def __init__(self, network: Network, hubs: Snapped, request: CatchmentRequest) -> None:
        self.network, self.hubs, self.request = network, hubs, request
        self.bands, self.limit = tuple(request.bands), request.bands[-1]
        self.drawing = DRAWING[request.mode]
        self.reach = Reach(network, request.mode, hubs, request.direction)
        self.snapper = Snapper(network, request.mode)
        self.apart = request.overlap == "separate"

    def drawn(self, progress: Progress) -> Iterator[tuple[int, list[Polygon]]]:
        """Give each hub's number and polygons, band by band; one of a group stands for all merged.

        Hubs are drawn group by group, so that no more of the ground than theirs is in memory.
        """
        routed = np.flatnonzero(self.hubs.ok)
        boxes = self._boxes(routed, progress.part(0.0, 0.1))
        part = groups_that_fit if self.apart else groups_apart
        groups = part(boxes, self.drawing)
        for number, group in enumerate(groups):
            of_group = progress.part(0.1, 1.0).part(
                number / len(groups), (number + 1) / len(groups)
            )
            yield from self._of_group(routed[group], boxes.together(group), of_group)

    def _boxes(self, hubs: Ints, progress: Progress) -> Boxes:
        """Give the boxes round what each hub reaches, itself included."""
        lines = Boxes.of_lines(self.network.lines)
        radius_m = self.limit * _metres_per_minute(self.network, self.request.mode)
        radius_m += float(np.nanmax(self.hubs.access_m))
        found = np.empty((2, len(self.hubs), 2))
        for numbers, reached in self.reach.of_hubs(hubs, self.limit, 8, progress):
            for hub, touched in zip(numbers, reached.touched(self.limit)):
                found[:, hub] = lines.around(touched, self.hubs.xy[hub], radius_m)
        return Boxes(found[0, hubs], found[1, hubs])

    def _of_group(
        self, group: Ints, box: Boxes, progress: Progress
    ) -> Iterator[tuple[int, list[Polygon]]]:
        touched, share = self._touched(group, progress.part(0.0, 0.2))
        window = window_round(box.low, box.high, self.drawing)
        of_ground = progress.part(0.2, 0.3)
        ground = ground_near(self.snapper, self.drawing, touched, window, of_ground)
        lines = Lines(ground, of_ground)
        progress.report(0.3)
        streets = Streets(self.snapper, ground.window, self.network, touched)
        most = len(group)
        if self.apart:
            most = max(1, int(_MOST_POINTS / max(1.0, share * len(ground.point))))
        progress.stop_if_asked()
        rest, done = progress.part(0.3, 1.0), 0
        for hubs, reached in self.reach.of_hubs(group, self.limit, most, Progress()):
            part = rest.part(done / len(group), (done + len(hubs)) / len(group))
            done += len(hubs)
            part.report(0.0)
            merged = self.request.overlap == "merged"
            picture = Picture(
                ground,
                streets,
                reached.nearest() if merged else reached,
                self._walks(hubs),
                self.bands,
                self.request.overlap == "nearest",
                part,
            )
            yield from zip(hubs.tolist(), outlined(picture, lines))

    def _touched(self, group: Ints, progress: Progress) -> tuple[Bools, float]:
        """Tell which stretches any of the hubs reaches, and what share of them one does."""
        count = np.zeros(len(self.network.length_m), dtype=np.int64)
        for _, reached in self.reach.of_hubs(group, self.limit, 8, progress):
            count += reached.touched(self.limit).sum(axis=0)
        return count > 0, float(count.sum()) / max(1, np.count_nonzero(count) * len(group))

    def _walks(self, hubs: Ints) -> AccessWalks:
        """Give the hubs' walks to their ways; merged, all belong to one picture."""
        row = np.arange(len(hubs)) * (self.request.overlap != "merged")
        of = self.hubs
        return AccessWalks(row, of.xy[hubs], of.on_way[hubs], of.access_minutes[hubs])


def _metres_per_minute(network: Network, mode: str) -> float:
    """Give the greatest speed on any stretch: nobody gets farther than that in a minute."""
    minutes = network.minutes[mode].min(axis=1)
    moving = np.isfinite(minutes) & (minutes > 0)
    return float((network.length_m[moving] / minutes[moving]).max(initial=0.0))


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
