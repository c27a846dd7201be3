"""Shortest paths along the elimination tree: labels of places, and minutes at every node.

A shortest path climbs from its start to some common ancestor in the tree and comes down to its
end. So a place is known by its label: the minutes to (or from) each of its ancestors, at most as
many as the tree is high. Two labels give the minutes between two places, as the least sum over
the ancestors that they share (hub labels on the tree; Abraham, Delling, Goldberg and Werneck
2011). Minutes at all nodes come from one sweep down the tree (PHAST; Delling, Goldberg, Nowatzyk
and Werneck 2013). All of it is done by numpy for many places at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .model import Floats, Ints

if TYPE_CHECKING:
    from .elimination import Elimination

Nodes = npt.NDArray[np.int32]

# Sums made at once where they are few, and the block that stays in a processor's cache.
_FEW_SUMS = 20_000
_CACHED = 30_000


@dataclass(frozen=True)
class Labels:
    """k places' labels: `minutes` has shape (k, height), inf where there is no way.

    `ancestor` has that shape too: the ancestor at each depth, -1 beyond the place's own. The
    places stand in the tree's order; `row` tells which place each was.
    """

    minutes: Floats
    ancestor: Nodes
    row: Ints

    def part(self, rows: Ints) -> Labels:
        """Give some of the labels, named by where they stand (rising), in the same order.

        What they tell in `row` stays the place's number among all.
        """
        return Labels(self.minutes[rows], self.ancestor[rows], self.row[rows])

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class Doorsteps:
    """Where k places meet the graph: up to two nodes each, shape (k, 2), and the minutes there.

    A node of -1, or minutes of inf, is no way. Both nodes of a place must be linked in the tree.
    """

    node: Ints
    minutes: Floats


class Hierarchy:
    """A graph's shortest paths, for journeys along its arcs; `reverse` gives those against them.

    `rise` holds for each link of the elimination the minutes from the lower to the upper end by
    way of nodes below both, `fall` those from the upper to the lower end.
    """

    def __init__(self, tree: Elimination, rise: Floats, fall: Floats) -> None:
        self.tree, self.rise, self.fall = tree, rise, fall

    @property
    def height(self) -> int:
        """Number of depths in the tree."""
        return len(self.tree.levels)

    def reverse(self) -> Hierarchy:
        """Give the same graph with every arc turned round."""
        return Hierarchy(self.tree, self.fall, self.rise)

    def labels(self, steps: Doorsteps, limit: float = np.inf) -> Labels:
        """Give the minutes from places to their ancestors; beyond `limit` they are inf."""
        lowest, by_depth = self._started(steps)
        order = np.argsort(np.where(lowest >= 0, self.tree.place[lowest], -1), kind="stable")
        node, minutes = lowest[order], by_depth[order]
        ancestor = np.full(minutes.shape, -1, dtype=np.int32)
        depth = np.where(node >= 0, self.tree.depth[node], -1)
        for level in range(self.height - 1, -1, -1):
            rows = np.flatnonzero(depth >= level)
            at = node[rows]
            ancestor[rows, level] = at
            node[rows] = self.tree.parent[at]
            minutes[rows[minutes[rows, level] > limit], level] = np.inf
            moving = np.isfinite(minutes[rows, level])
            self._climb(minutes, rows[moving], at[moving], level)
        return Labels(minutes, ancestor, order)

    def _started(self, steps: Doorsteps) -> tuple[Ints, Floats]:
        """Give each place's lowest node and its label before the climb."""
        usable = (steps.node >= 0) & np.isfinite(steps.minutes)
        turn = np.where(usable, self.tree.turn[steps.node], -1)
        lowest = np.full(len(turn), -1)
        minutes = np.full((len(turn), self.height), np.inf)
        deepest = np.full(len(turn), -1)
        for side in (0, 1):
            rows = np.flatnonzero(usable[:, side])
            node = turn[rows, side]
            depth = self.tree.depth[node]
            minutes[rows, depth] = np.minimum(minutes[rows, depth], steps.minutes[rows, side])
            deeper = depth > deepest[rows]
            lowest[rows[deeper]] = node[deeper]
            deepest[rows[deeper]] = depth[deeper]
        return lowest, minutes

    def _climb(self, minutes: Floats, rows: Ints, at: Ints, level: int) -> None:
        """Carry the minutes of some rows from their nodes at one depth to the upper neighbours."""
        link, count = self.tree.links_of(at)
        row = np.repeat(rows, count)
        target = self.tree.depth[self.tree.upper[link]]
        through = minutes[row, level] + self.rise[link]
        # A node's upper neighbours stand at different depths: no target comes twice.
        minutes[row, target] = np.minimum(minutes[row, target], through)

    def to_all(self, labels: Labels, limit: float = np.inf) -> Floats:
        """Give the minutes from k places to every node, shape (nodes, k), numbered by turn.

        The labels' own order of places is kept: column j is place `labels.row[j]`. Beyond `limit`
        the minutes may be inf.
        """
        found = np.full((self.tree.node_count, len(labels)), np.inf)
        column, depth = np.nonzero(labels.ancestor >= 0)
        found[labels.ancestor[column, depth], column] = labels.minutes[column, depth]
        near = (found <= limit).any(axis=1)
        for level in self.tree.levels[1:]:
            link, count = self.tree.links_of(level)
            first = np.cumsum(count) - count
            # What has no near neighbour above it is passed over, with all that lies below it.
            nodes = level[np.logical_or.reduceat(near[self.tree.upper[link]], first)]
            if len(nodes):
                found[nodes] = np.minimum(found[nodes], self._from_above(found, nodes))
                near[nodes] = (found[nodes] <= limit).any(axis=1)
        return found

    def _from_above(self, found: Floats, nodes: Ints) -> Floats:
        """Give the least minutes by way of some nodes' upper neighbours, shape (nodes, k)."""
        link, count = self.tree.links_of(nodes)
        through = found[self.tree.upper[link]] + self.fall[link][:, None]
        return np.asarray(np.minimum.reduceat(through, np.cumsum(count) - count, axis=0))


def customize(tree: Elimination, tail: Ints, head: Ints, minutes: Floats) -> Hierarchy:
    """Give an eliminated graph its minutes.

    Arcs run from `tail` to `head`, numbered as the graph that was eliminated; every arc's ends are
    neighbours there. For every node, from the lowest up, the ways through it are offered to the
    links between its upper neighbours (the basic customization of Dibbelt et al. 2016).
    """
    low, high = tree.turn[tail], tree.turn[head]
    upward, downward = low < high, low > high
    rise, fall = np.full(len(tree.upper), np.inf), np.full(len(tree.upper), np.inf)
    np.minimum.at(rise, tree.link(low[upward], high[upward]), minutes[upward])
    np.minimum.at(fall, tree.link(high[downward], low[downward]), minutes[downward])
    for first, second, joining in _triangles(tree):
        np.minimum.at(rise, joining, fall[first] + rise[second])
        np.minimum.at(fall, joining, fall[second] + rise[first])
    return Hierarchy(tree, rise, fall)


def _triangles(tree: Elimination) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Give the pairs of links of each node, and the link between their upper ends.

    Nodes whose links are final come first: those of one height in the tree at once.
    """
    height = [0] * tree.node_count
    for node, up in enumerate(tree.parent.tolist()):
        if up >= 0 and height[up] <= height[node]:
            height[up] = height[node] + 1
    heights = np.array(height, dtype=np.int64)
    order = np.argsort(heights, kind="stable")
    bounds = np.searchsorted(heights[order], np.arange(heights.max(initial=0) + 2))
    names = tree.lower() * tree.node_count + tree.upper
    for start, stop in zip(bounds[:-1], bounds[1:]):
        first, second = _pairs(tree, order[start:stop])
        joining = tree.upper[first] * tree.node_count + tree.upper[second]
        yield first, second, np.searchsorted(names, joining)


def _pairs(tree: Elimination, nodes: Ints) -> tuple[Ints, Ints]:
    """Give every pair of links of the same node, the lower upper end first."""
    link, count = tree.links_of(nodes)
    end = np.repeat(np.cumsum(count), count)
    after = end - np.arange(len(link)) - 1
    first = np.repeat(np.arange(len(link)), after)
    step = np.arange(len(first)) - np.repeat(np.cumsum(after) - after, after)
    return link[first], link[first + 1 + step]


def join(departures: Labels, arrivals: Labels, limit: float = np.inf) -> Floats:
    """Give the minutes from every departure to every arrival, shape (k, l).

    Departures keep the order of their labels; arrivals come in the places' own. Beyond `limit`
    the minutes may be inf. Both stand in the tree's order, so those that share ancestors stand
    together: the tree is walked once, from the root, and what is shared down to the next fork is
    settled for whole blocks of pairs.
    """
    found = np.full((len(departures), len(arrivals)), np.inf)
    height = departures.minutes.shape[1]
    waiting = [(0, len(departures), 0, len(arrivals), 0)] if found.size else []
    while waiting:
        row, row_end, column, column_end, depth = waiting.pop()
        shared = _shared(
            departures.ancestor[[row, row_end - 1]], arrivals.ancestor[[column, column_end - 1]]
        )
        _least_sums(
            found[row:row_end, column:column_end],
            departures.minutes[row:row_end, depth:shared],
            arrivals.minutes[column:column_end, depth:shared],
            limit,
        )
        if shared == height:
            continue
        below = _runs(arrivals.ancestor[column:column_end, shared])
        for node, (a, b) in _runs(departures.ancestor[row:row_end, shared]).items():
            if node in below:
                c, d = below[node]
                waiting.append((row + a, row + b, column + c, column + d, shared))
    result = np.empty_like(found)
    result[:, arrivals.row] = found
    return result


def _shared(departures: Nodes, arrivals: Nodes) -> int:
    """Give the depth down to which the first and the last of two blocks have one ancestor."""
    one = departures[0]
    same = (one == departures[1]) & (one == arrivals[0]) & (one == arrivals[1]) & (one >= 0)
    return len(same) if same.all() else int(np.argmin(same))


def _runs(ancestor: Nodes) -> dict[int, tuple[int, int]]:
    """Give for each ancestor the stretch of places below it, those that have none left out."""
    change = np.flatnonzero(np.diff(ancestor)) + 1
    bounds = [0, *change.tolist(), len(ancestor)]
    nodes = ancestor[bounds[:-1]].tolist()
    return {node: run for node, run in zip(nodes, zip(bounds[:-1], bounds[1:])) if node >= 0}


def _least_sums(found: Floats, departures: Floats, arrivals: Floats, limit: float) -> None:
    """Lower `found` (k, l) to the least sum over the ancestors of (k, a) and (l, a)."""
    useful = departures.min(axis=0, initial=np.inf) + arrivals.min(axis=0, initial=np.inf) <= limit
    useful &= np.isfinite(departures).any(axis=0) & np.isfinite(arrivals).any(axis=0)
    departures, arrivals = departures[:, useful], arrivals[:, useful]
    if not departures.shape[1]:
        return
    if found.size * departures.shape[1] <= _FEW_SUMS:
        sums = departures[:, None, :] + arrivals[None, :, :]
        np.minimum(found, sums.min(axis=2), out=found)
        return
    arrivals = np.ascontiguousarray(arrivals.T)
    rows = max(1, _CACHED // len(arrivals[0]))
    for first in range(0, len(found), rows):
        block = found[first : first + rows]
        sums = np.empty_like(block)
        for ancestor, before in enumerate(departures[first : first + rows].T):
            np.add(before[:, None], arrivals[ancestor], out=sums)
            np.minimum(block, sums, out=block)
