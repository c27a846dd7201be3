"""Reached stretches: how far along every edge one gets to or from a hub, and in what time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .errors import InputError
from .network.model import Floats, Ints, Network
from .network.snap import Snapped
from .progress import Progress
from .travel_time import arc_matrix, check_mode, minutes_from, split_at_places

DIRECTIONS = ("to", "from")


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
        self._open = np.isfinite(self.graph.minutes)
        self._accessible = ~network.no_access[self.graph.edge]

    def node_minutes(self, limit: float, progress: Progress) -> Iterator[tuple[int, Floats]]:
        """Give for each hub on the network its number and the minutes at every node.

        The hub's own access walk is counted; beyond the limit minutes are inf.
        """
        arcs = arc_matrix(self.graph, reverse=self.direction == "to")
        routed = np.flatnonzero(self.hubs.ok)
        for block, minutes in minutes_from(arcs, self.graph.place_node[routed], limit, progress):
            for hub, row in zip(routed[block], minutes):
                reached = row + self.hubs.access_minutes[hub]
                reached[reached > limit] = np.inf
                yield int(hub), reached

    def samples(self, node_minutes: Floats, limit: float, spacing_m: float) -> Samples:
        """Give points at most `spacing_m` apart along every stretch reached within the limit.

        Stretches that nobody gets on or off (motorways) carry none.
        """
        graph = self.graph
        ends = np.stack([node_minutes[graph.tail], node_minutes[graph.head]], axis=1)
        at_tail, at_head = self._usable(ends)
        chosen = np.flatnonzero((np.isfinite(at_tail) | np.isfinite(at_head)) & self._accessible)
        length = self.network.length_m[graph.edge[chosen]]
        length = length * (graph.end[chosen] - graph.start[chosen])
        count = np.ceil(length / spacing_m).astype(np.int64) + 1
        piece = np.repeat(chosen, count)
        step = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
        share = step / np.maximum(1, np.repeat(count, count) - 1)
        minutes = self._minutes_at(piece, share, at_tail, at_head)
        reached = minutes <= limit
        piece, share, minutes = piece[reached], share[reached], minutes[reached]
        fraction = graph.start[piece] + share * (graph.end[piece] - graph.start[piece])
        return Samples(self._position.at(graph.edge[piece], fraction), minutes)

    def _usable(self, ends: Floats) -> tuple[Floats, Floats]:
        """Minutes at each piece's two ends, inf where the piece cannot be used from that end."""
        forward, back = self._open[:, 0], self._open[:, 1]
        by_tail, by_head = (back, forward) if self.direction == "to" else (forward, back)
        at_tail = np.where(by_tail, ends[:, 0], np.inf)
        at_head = np.where(by_head, ends[:, 1], np.inf)
        return at_tail, at_head

    def _minutes_at(self, piece: Ints, share: Floats, at_tail: Floats, at_head: Floats) -> Floats:
        """Minutes at a share of each piece, by whichever end is faster."""
        forward, back = self.graph.minutes[piece].T
        by_tail, by_head = (back, forward) if self.direction == "to" else (forward, back)
        return np.minimum(
            at_tail[piece] + _part(by_tail, share), at_head[piece] + _part(by_head, 1 - share)
        )

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
