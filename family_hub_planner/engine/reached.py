"""Reached stretches: how far along every edge one gets to or from a hub, and in what time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import InputError
from .network.model import Floats, Ints, Network, check_mode
from .network.rules import DIRECTIONS
from .network.snap import Snapped
from .progress import Progress
from .travel_time import arc_matrix, minutes_from, split_at_places

_A_HAIR = 1e-9  # minutes: a place where a band runs out must count as within it


@dataclass(frozen=True)
class Samples:
    """k points on reached stretches: `xy` of shape (k, 2) in metres, `minutes` of shape (k,)."""

    xy: Floats
    minutes: Floats

    def within(self, minutes: float) -> Floats:
        """Give the points reached within the minutes, shape (j, 2)."""
        return self.xy[self.minutes <= minutes]


class Reach:
    """Journeys between hubs and every point of the network, for one mode and direction.

    `direction` is "to" for journeys to the hub, "from" for journeys away from it.
    """

    def __init__(self, network: Network, mode: str, hubs: Snapped, direction: str = "to") -> None:
        check_mode(network, mode)
        if direction not in DIRECTIONS:
            raise InputError(f"The direction is {direction!r}; choose 'to' or 'from'.")
        self.network, self.hubs, self.direction = network, hubs, direction
        self.graph = split_at_places(network, mode, [hubs])
        self._position = _Positions(network)
        self._accessible = ~network.no_access[self.graph.edge]

    def node_minutes(self, limit: float, progress: Progress) -> Iterator[tuple[int, Floats]]:
        """Give for each hub on the network its number and the minutes at every node.

        The hub's own access walk is counted; beyond the limit minutes are inf.
        """
        to_hub = self.direction == "to"
        arcs = arc_matrix(self.graph, reverse=to_hub)
        routed = np.flatnonzero(self.hubs.ok)
        at_hub = (self.graph.place_goal if to_hub else self.graph.place_node)[routed]
        for block, minutes in minutes_from(arcs, at_hub, limit, progress):
            for hub, row in zip(routed[block], minutes):
                reached = row + self.hubs.access_minutes[hub]
                reached[reached > limit] = np.inf
                yield int(hub), reached

    def samples(
        self, node_minutes: Floats, limit: float, spacing_m: float, bands: Sequence[float] = ()
    ) -> Samples:
        """Give points on every stretch reached within the limit.

        They stand at most `spacing_m` apart, at both ends of each piece, and just where the limit
        or a shorter band runs out. Stretches that nobody gets on or off (motorways) carry none.
        """
        graph = self.graph
        at = graph.doors
        sides = (at.arrive_tail, at.arrive_head)
        if self.direction == "from":
            sides = (at.leave_tail, at.leave_head)
        ends = np.stack([node_minutes[side] for side in sides], axis=1)
        ends = self._usable(ends)
        chosen = np.flatnonzero((ends.min(axis=1) <= limit) & self._accessible)
        places = [self._spaced(chosen, spacing_m)]
        places += [self._where(minutes, chosen, ends) for minutes in sorted({limit, *bands})]
        piece = np.concatenate([of for of, _ in places])
        share = np.concatenate([at for _, at in places])
        minutes = self._minutes_at(piece, share, ends)
        reached = minutes <= limit
        piece, share, minutes = piece[reached], share[reached], minutes[reached]
        fraction = graph.start[piece] + share * (graph.end[piece] - graph.start[piece])
        return Samples(self._position.at(graph.edge[piece], fraction), minutes)

    def _spaced(self, chosen: Ints, spacing_m: float) -> tuple[Ints, Floats]:
        """Give evenly spaced places on the chosen pieces: their pieces and shares of the way."""
        graph = self.graph
        length = self.network.length_m[graph.edge[chosen]]
        length = length * (graph.end[chosen] - graph.start[chosen])
        count = np.ceil(length / spacing_m).astype(np.int64) + 1
        piece = np.repeat(chosen, count)
        step = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
        return piece, step / np.maximum(1, np.repeat(count, count) - 1)

    def _where(self, minutes: float, chosen: Ints, ends: Floats) -> tuple[Ints, Floats]:
        """Give the places on the chosen pieces where the minutes run out, from either end."""
        left = minutes - _A_HAIR - ends[chosen]
        along = self._along()[chosen]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(np.isfinite(along), left / along, np.nan)
        share[:, 1] = 1 - share[:, 1]
        inner = (share > 0) & (share < 1)
        return np.repeat(chosen, 2).reshape(-1, 2)[inner], share[inner]

    def _along(self) -> Floats:
        """Minutes of the whole piece as one leaves it by its tail and by its head, shape (k, 2)."""
        minutes = self.graph.minutes
        return minutes[:, ::-1] if self.direction == "to" else minutes

    def _usable(self, ends: Floats) -> Floats:
        """Minutes at each piece's two ends, inf where the piece cannot be used from that end."""
        return np.where(np.isfinite(self._along()), ends, np.inf)

    def _minutes_at(self, piece: Ints, share: Floats, ends: Floats) -> Floats:
        """Minutes at a share of each piece, by whichever end is faster."""
        along, at_end = self._along()[piece], ends[piece]
        by_tail = at_end[:, 0] + _part(along[:, 0], share)
        return np.minimum(by_tail, at_end[:, 1] + _part(along[:, 1], 1 - share))

    def access_samples(self, hub: int, spacing_m: float) -> Samples:
        """Give points along the walk between the hub and its way."""
        metres = float(self.hubs.access_m[hub])
        share = np.linspace(0, 1, int(np.ceil(metres / spacing_m)) + 1)
        start, end = self.hubs.xy[hub], self.hubs.on_way[hub]
        return Samples(
            start + share[:, None] * (end - start), share * self.hubs.access_minutes[hub]
        )


def _part(minutes: Floats, share: Floats) -> Floats:
    """Minutes times share, where inf (not allowed) times nothing stays inf."""
    return np.multiply(
        minutes, share, where=np.isfinite(minutes), out=np.full(len(minutes), np.inf)
    )


class _Positions:
    """Points at a fraction of the way along many lines, in one interpolation."""

    def __init__(self, network: Network) -> None:
        lines = network.lines
        self._length = network.length_m
        # Lines are laid end to end with a gap, so that one running distance names each point.
        self._offset = np.cumsum(self._length + 1.0) - (self._length + 1.0)
        self._along = lines.distance_along() + np.repeat(self._offset, np.diff(lines.start))
        self._xy = lines.xy

    def at(self, line: Ints, fraction: Floats) -> Floats:
        along = self._offset[line] + fraction * self._length[line]
        x, y = (np.interp(along, self._along, self._xy[:, axis]) for axis in (0, 1))
        return np.stack([x, y], axis=1)
