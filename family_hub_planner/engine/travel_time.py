"""Travel times in minutes between many places, exact along the stretches they stand on.

Every place is a point on a stretch, so both ends of a journey may lie on the same one and one-way
streets count from where one joins them. Shortest paths run along the network's elimination tree
(see `network.hierarchy`), which is made ready once for a network and mode.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .errors import InputError
from .network.elimination import eliminate
from .network.graph import ModeGraph, closed_in, mode_graph
from .network.hierarchy import Doorsteps, Labels, customize, join
from .network.model import MINUTE_STEP, Bools, Floats, Ints, Network, check_mode
from .network.modes import ON_FOOT
from .network.route_graph import route_graph
from .network.snap import Snapped
from .progress import Progress

CORNER_M = 1.0

BLOCK_SECONDS = 0.2
"""No block of work should take longer, so that progress and cancel answer at once."""

_FIRST_BLOCK = 256

# Minutes in whole steps leave 21 of a float's 53 bits unused below 1,024 minutes. These carry the
# minutes on fast roads, in coarser steps: of equally fast ways the one with less of them is then
# taken, and both numbers come out of one search.
_FAST_STEP = 2.0**-12
_FAST_WEIGHT = MINUTE_STEP * 2.0**-21 / _FAST_STEP
"""What a minute on fast roads adds to the number that carries both."""
_FAST_TOLD_TO = 512.0


def packed(minutes: Floats, fast: Bools) -> Floats:
    """Put minutes into one number each with the minutes on fast roads: all of them or none.

    They are rounded down, so that no journey is longer than it is.
    """
    whole = np.floor(minutes / MINUTE_STEP + 1e-3) * MINUTE_STEP
    slow = np.where(fast & np.isfinite(minutes), minutes, 0.0)
    return np.asarray(whole + np.rint(slow / _FAST_STEP) * _FAST_STEP * _FAST_WEIGHT)


def unpacked(numbers: Floats) -> tuple[Floats, Floats]:
    """Take such numbers apart again; inf stays inf, with no minutes on fast roads.

    From 512 minutes on there is no room for those: they are nan.
    """
    minutes = np.floor(numbers / MINUTE_STEP) * MINUTE_STEP
    known = np.isfinite(numbers)
    fast = np.zeros(np.shape(numbers))
    fast[known] = (numbers[known] - minutes[known]) / _FAST_WEIGHT
    fast[known & (minutes >= _FAST_TOLD_TO)] = np.nan
    return minutes, fast


@dataclass(frozen=True)
class Times:
    """Minutes from n origins to m destinations, shape (n, m), inf where there is no journey.

    `fast` are those among them on fast roads without a mapped pavement, on foot or with a pram, to
    a quarter of a second; nan for journeys of 512 minutes and more.
    """

    minutes: Floats
    fast: Floats


@dataclass(frozen=True)
class Placed:
    """Places made ready for journeys: their labels in the tree, and where they stand."""

    labels: Labels
    places: Snapped


class Router:
    """One mode's journeys over a network; making it once serves any number of places."""

    def __init__(self, network: Network, mode: str) -> None:
        check_mode(network, mode)
        self.network, self.mode = network, mode
        whole = _mode_graph(network, mode)
        local = closed_in(whole, network.local_only[mode], network.length_m)
        graph = route_graph(whole, local, network.fast, network.turns_of(mode))
        self.graph = graph
        self.along = network.passable(mode)
        on_foot = mode in ON_FOOT
        self._fast = network.fast & on_foot
        tails = np.concatenate([graph.tail, graph.leaves[:, 0], graph.enters[:, 0]])
        heads = np.concatenate([graph.head, graph.leaves[:, 1], graph.enters[:, 1]])
        tree = eliminate(graph.node_count, tails, heads)
        weight = packed(graph.minutes, graph.fast & on_foot)
        self._onward = customize(tree, graph.tail, graph.head, weight)

    def departures(self, places: Snapped, limit: float = np.inf) -> Placed:
        """Make origins ready."""
        steps = self._steps(places, self.graph.leaves, out=True)
        return Placed(self._onward.labels(steps, limit + MINUTE_STEP), places)

    def arrivals(self, places: Snapped, limit: float = np.inf) -> Placed:
        """Make destinations ready."""
        steps = self._steps(places, self.graph.enters, out=False)
        return Placed(self._onward.reverse().labels(steps, limit + MINUTE_STEP), places)

    def _steps(self, places: Snapped, nodes: Ints, out: bool) -> Doorsteps:
        """Give the nodes at the two ends of each place's stretch, and the minutes between.

        A place at a corner is equally near to every way that meets there: on the last `CORNER_M`
        before a junction it may go either way, even along a one-way street.
        """
        on = places.ok
        edge = np.where(on, places.edge, 0)
        share = np.where(on, places.fraction, 0.0)
        part = np.stack([share, 1 - share], axis=1)
        minutes = self.along[edge][:, ::-1] if out else self.along[edge]
        corner = part * self.network.length_m[edge][:, None] < CORNER_M
        minutes = np.where(corner, minutes.min(axis=1, keepdims=True), minutes)
        spent = _of_whole(minutes, part)
        spent[~on] = np.inf
        return Doorsteps(nodes[edge], packed(spent, self._fast[edge][:, None]))

    def times(self, origins: Placed, destinations: Placed, limit: float = np.inf) -> Times:
        """Give the minutes from every origin to every destination, both access walks included.

        Beyond `limit` there is no journey.
        """
        start, end = origins.places, destinations.places
        numbers = np.empty((len(start), len(end)))
        # What the numbers carry besides the minutes may lift them over the limit by a step.
        found = join(origins.labels, destinations.labels, limit + MINUTE_STEP)
        numbers[origins.labels.row] = found
        self._directly(numbers, start, end)
        minutes, fast = unpacked(numbers)
        minutes += start.access_minutes[:, None] + end.access_minutes[None, :]
        minutes[np.isnan(minutes)] = np.inf
        # A limit in binary fractions must not cut off a journey of just that length.
        late = minutes > limit + 1e-9
        minutes[late] = np.inf
        fast[late | np.isinf(minutes)] = 0.0
        return Times(minutes, fast)

    def _directly(self, minutes: Floats, start: Snapped, end: Snapped) -> None:
        """Lower the minutes of pairs on one stretch to the way along it."""
        order = np.argsort(end.edge, kind="stable")
        first = np.searchsorted(end.edge[order], start.edge, side="left")
        last = np.searchsorted(end.edge[order], start.edge, side="right")
        count = np.where(start.ok, last - first, 0)
        row = np.repeat(np.arange(len(start)), count)
        step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        column = order[first[row] + step]
        share = end.fraction[column] - start.fraction[row]
        edge = start.edge[row]
        back = (share < 0).astype(np.int64)
        spent = np.where(share == 0, 0.0, _of_whole(self.along[edge, back], np.abs(share)))
        direct = packed(spent, self._fast[edge])
        minutes[row, column] = np.minimum(minutes[row, column], direct)

    def reach(
        self,
        places: Snapped,
        direction: str = "to",
        limit: float = np.inf,
        progress: Progress | None = None,
    ) -> Iterator[tuple[int, Floats]]:
        """Give for each place on the network its number and the minutes at all stretches' ends.

        These have shape (m, 2): at the tail and at the head of each stretch, for a journey between
        there and the place that goes on along this stretch (or has come along it: `direction`
        "to" the place, or "from" it). The place's access walk is counted; beyond `limit` they are
        inf. The way along the place's own stretch is not in them.
        """
        to_place = direction == "to"
        placed = self.arrivals(places, limit) if to_place else self.departures(places, limit)
        hierarchy = self._onward.reverse() if to_place else self._onward
        ends = hierarchy.tree.turn[self.graph.leaves if to_place else self.graph.enters]
        routed = np.flatnonzero(places.ok[placed.labels.row])
        size = max(1, int(1e6) // max(1, hierarchy.tree.node_count))
        for first in range(0, len(routed), size):
            block = placed.labels.part(routed[first : first + size])
            minutes, _ = unpacked(hierarchy.to_all(block, limit + MINUTE_STEP))
            for column, place in enumerate(block.row):
                reached = minutes[:, column] + places.access_minutes[place]
                reached[reached > limit + 1e-9] = np.inf
                yield int(place), reached[ends]
            (progress or Progress()).report(min(1.0, (first + size) / len(routed)))


def _mode_graph(network: Network, mode: str) -> ModeGraph:
    return mode_graph(
        len(network.node_xy),
        network.edge_from,
        network.edge_to,
        network.passable(mode),
        network.blocked[mode],
    )


def _of_whole(minutes: Floats, share: Floats) -> Floats:
    """Minutes times share, where inf (not allowed) times nothing stays inf."""
    found = np.full(np.shape(minutes), np.inf)
    return np.multiply(minutes, share, where=np.isfinite(minutes), out=found)


def _blocks(count: int, progress: Progress) -> Iterator[slice]:
    """Part a number of places into blocks whose size follows the clock."""
    done, size = 0, _FIRST_BLOCK
    while done < count:
        began = time.perf_counter()
        block = slice(done, min(count, done + size))
        yield block
        done = block.stop
        took = time.perf_counter() - began
        size = size * 2 if took < BLOCK_SECONDS / 2 else size
        progress.report(done / count)


def travel_times(
    network: Network,
    mode: str,
    origins: Snapped,
    destinations: Snapped,
    limit: float = np.inf,
    progress: Progress | None = None,
) -> Floats:
    """Give minutes from every origin to every destination, both access walks included.

    Parameters
    ----------
    origins, destinations
        Places on the network for the same mode.
    limit
        Minutes beyond which a journey counts as unreachable.

    Returns
    -------
    Array of shape (origins, destinations); inf where unreachable, beyond the limit, or where
    either end is not on the network.
    """
    return journey_times(network, mode, origins, destinations, limit, progress).minutes


def journey_times(
    network: Network,
    mode: str,
    origins: Snapped,
    destinations: Snapped,
    limit: float = np.inf,
    progress: Progress | None = None,
) -> Times:
    """As `travel_times`, with the minutes on fast roads without a mapped pavement beside them.

    The side with fewer places is made ready once, the other block by block.
    """
    if not limit >= 0:
        raise InputError(f"The longest journey is {limit:g} minutes; give zero or more.")
    router = Router(network, mode)
    shape = len(origins), len(destinations)
    minutes, fast = np.empty(shape), np.empty(shape if mode in ON_FOOT else (1, 1))
    by_row = len(origins) >= len(destinations)
    held = router.arrivals(destinations, limit) if by_row else router.departures(origins, limit)
    for block in _blocks(max(shape), progress or Progress()):
        if by_row:
            times = router.times(router.departures(origins.chosen(block), limit), held, limit)
        else:
            times = router.times(held, router.arrivals(destinations.chosen(block), limit), limit)
        here = (block, slice(None)) if by_row else (slice(None), block)
        minutes[here] = times.minutes
        if mode in ON_FOOT:
            fast[here] = times.fast
    return Times(minutes, fast if mode in ON_FOOT else np.broadcast_to(0.0, shape))


def nearest_only(minutes: Floats, count: int) -> Bools:
    """Mark for each origin its `count` nearest reachable destinations; ties by their order."""
    if count < 1:
        raise InputError(f"The number of nearest destinations is {count}; give 1 or more.")
    order = np.argsort(minutes, axis=1, kind="stable")[:, :count]
    marked = np.zeros(minutes.shape, dtype=bool)
    np.put_along_axis(marked, order, True, axis=1)
    return np.asarray(marked & np.isfinite(minutes))
