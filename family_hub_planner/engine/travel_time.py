"""Travel times in minutes between many places, exact along the edges they stand on.

Every place is a point on an edge. The edges that carry places are split there, so that both ends
may lie on the same edge and one-way streets count from where one joins them. Shortest paths are
Dijkstra's (1959), by `scipy.sparse.csgraph`, from the side with fewer places.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import InputError
from .network.graph import ModeGraph, mode_graph
from .network.model import Bools, Floats, Ints, Network, Turn, check_mode
from .network.snap import Snapped
from .network.turns import NO_TIME, Doors, doors
from .packages import need
from .progress import Progress

CORNER_M = 1.0

BLOCK_SECONDS = 0.2
"""scipy's Dijkstra holds Python's interpreter: a block of sources should not take longer."""


@dataclass(frozen=True)
class SplitGraph:
    """A mode's graph with its edges split at the places that stand on them.

    Pieces run from `tail` to `head`; `minutes` has shape (pieces, 2), forward and back. Piece i
    is the part of the network's stretch `edge[i]` between the fractions `start[i]` and `end[i]`.
    `place_node[j]` is the node from which one sets out at place j, `place_goal[j]` the one at which
    one arrives there, -1 where it is not on the network. `doors` tells where
    a piece is entered and left: at its ends but for junctions with barred turns.
    """

    node_count: int
    tail: Ints
    head: Ints
    minutes: Floats
    edge: Ints
    start: Floats
    end: Floats
    place_node: Ints
    place_goal: Ints
    doors: Doors


def split_at_places(network: Network, mode: str, places: Sequence[Snapped]) -> SplitGraph:
    """Split the mode's graph at all places, given as one or more `Snapped`, numbered in turn."""
    graph = mode_graph(
        len(network.node_xy),
        network.edge_from,
        network.edge_to,
        network.minutes[mode],
        network.blocked[mode],
    )
    edge = np.concatenate([snapped.edge for snapped in places])
    fraction = np.concatenate([snapped.fraction for snapped in places])
    ok = edge >= 0
    cuts, cut_of_place = _unique_cuts(edge[ok], fraction[ok])
    place_node = np.full(len(edge), -1)
    place_node[ok] = graph.node_count + cut_of_place
    return _split(graph, network.length_m, cuts, place_node, network.turns_of(mode))


def _unique_cuts(edge: Ints, fraction: Floats) -> tuple[Floats, Ints]:
    pairs = np.stack([edge.astype(float), fraction], axis=1)
    if not len(pairs):
        return pairs, np.empty(0, dtype=np.int64)
    cuts, index = np.unique(pairs, axis=0, return_inverse=True)
    return cuts, index.reshape(-1)


def _split(
    graph: ModeGraph, length_m: Floats, cuts: Floats, place_node: Ints, turns: Sequence[Turn]
) -> SplitGraph:
    """Replace each cut edge by the chain of its pieces; `cuts` is sorted by edge and fraction.

    A place at a corner is equally near to every way that meets there: on the last `CORNER_M`
    before a junction it may go either way, even along a one-way street.
    """
    edge, fraction = cuts[:, 0].astype(np.int64), cuts[:, 1]
    node = graph.node_count + np.arange(len(cuts))
    first = np.ones(len(cuts), dtype=bool)
    first[1:] = edge[1:] != edge[:-1]
    last = np.roll(first, -1)
    before = np.where(first, graph.tail[edge], np.roll(node, 1))
    from_share = np.where(first, 0.0, np.roll(fraction, 1))

    whole = np.ones(len(graph.tail), dtype=bool)
    whole[edge] = False
    kept = np.flatnonzero(whole)
    piece_edge = np.concatenate([kept, edge, edge[last]])
    start = np.concatenate([np.zeros(len(kept)), from_share, fraction[last]])
    end = np.concatenate([np.ones(len(kept)), fraction, np.ones(int(last.sum()))])
    minutes = graph.minutes[piece_edge]
    share = (end - start)[:, None]
    finite = np.isfinite(minutes)
    part = np.multiply(minutes, share, where=finite, out=np.full_like(minutes, np.inf))
    at_end = ((start == 0) | (end == 1)) & (share[:, 0] < 1)
    corner = at_end & (share[:, 0] * length_m[piece_edge] < CORNER_M)
    part[corner] = part[corner].min(axis=1, keepdims=True)
    tail = np.concatenate([graph.tail[kept], before, node[last]])
    head = np.concatenate([graph.head[kept], node, graph.head[edge[last]]])
    first_cut, cut_end = graph.node_count, graph.node_count + len(cuts)
    opened = doors(first_cut, cut_end, tail, head, piece_edge, turns)
    place_goal = place_node.copy()
    placed = place_node >= 0
    place_goal[placed] = opened.goal_of_cut[place_node[placed] - first_cut]
    return SplitGraph(
        node_count=opened.node_count,
        tail=tail,
        head=head,
        minutes=part,
        edge=piece_edge,
        start=start,
        end=end,
        place_node=place_node,
        place_goal=place_goal,
        doors=opened,
    )


def arc_matrix(graph: SplitGraph, reverse: bool) -> Any:
    """Give the arcs as a scipy sparse matrix of minutes, turned round when `reverse`."""
    sparse = need("scipy.sparse", "Travel times")
    forward, back = np.isfinite(graph.minutes).T
    at = graph.doors
    tail = np.concatenate([at.leave_tail[forward], at.leave_head[back], at.tail])
    head = np.concatenate([at.arrive_head[forward], at.arrive_tail[back], at.head])
    free = np.full(len(at.tail), NO_TIME)
    minutes = np.concatenate([graph.minutes[forward, 0], graph.minutes[back, 1], free])
    if reverse:
        tail, head = head, tail
    # Of parallel arcs the fastest counts: a sparse matrix would add them up.
    order = np.lexsort((minutes, head, tail))
    tail, head, minutes = tail[order], head[order], minutes[order]
    fastest = np.ones(len(tail), dtype=bool)
    fastest[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    fastest &= tail != head
    shape = (graph.node_count, graph.node_count)
    return sparse.csr_matrix((minutes[fastest], (tail[fastest], head[fastest])), shape=shape)


def minutes_from(
    arcs: Any, sources: Ints, limit: float, progress: Progress
) -> Iterator[tuple[slice, Floats]]:
    """Give the minutes from each source to every node, block by block.

    Yields the slice of the sources and an array (block, nodes), inf beyond `limit`. The block's
    size follows the clock, so that progress and cancel answer at once.
    """
    csgraph = need("scipy.sparse.csgraph", "Travel times")
    # A limit in binary fractions must not cut off a journey of just that length.
    within = limit + 1e-9 if np.isfinite(limit) else np.inf
    done, size = 0, 1
    largest = max(1, int(2e7) // max(1, arcs.shape[0]))
    while done < len(sources):
        block = slice(done, min(len(sources), done + size))
        began = time.perf_counter()
        yield block, csgraph.dijkstra(arcs, directed=True, indices=sources[block], limit=within)
        took = time.perf_counter() - began
        done = block.stop
        size = min(largest, size * 2 if took < BLOCK_SECONDS / 2 else size)
        progress.report(done / len(sources))


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
    check_mode(network, mode)
    if not limit >= 0:
        raise InputError(f"The longest journey is {limit:g} minutes; give zero or more.")
    graph = split_at_places(network, mode, [origins, destinations])
    at_origin = graph.place_node[: len(origins)]
    at_destination = graph.place_goal[len(origins) :]
    from_destinations = len(destinations) <= len(origins)
    few, many = (at_destination, at_origin) if from_destinations else (at_origin, at_destination)
    network_minutes = _block_minutes(
        arc_matrix(graph, reverse=from_destinations), few, many, limit, progress or Progress()
    )
    if from_destinations:
        network_minutes = network_minutes.T
    access = origins.access_minutes[:, None] + destinations.access_minutes[None, :]
    total = np.where(np.isfinite(network_minutes), network_minutes + access, np.inf)
    total[total > limit + 1e-9] = np.inf
    return total


def _block_minutes(arcs: Any, few: Ints, many: Ints, limit: float, progress: Progress) -> Floats:
    """Minutes from each of the few nodes to each of the many, inf where either is -1."""
    result = np.full((len(few), len(many)), np.inf)
    rows, columns = np.flatnonzero(few >= 0), np.flatnonzero(many >= 0)
    for block, minutes in minutes_from(arcs, few[rows], limit, progress):
        result[np.ix_(rows[block], columns)] = minutes[:, many[columns]]
    return result


def nearest_only(minutes: Floats, count: int) -> Bools:
    """Mark for each origin its `count` nearest reachable destinations; ties by their order."""
    if count < 1:
        raise InputError(f"The number of nearest destinations is {count}; give 1 or more.")
    order = np.argsort(minutes, axis=1, kind="stable")[:, :count]
    marked = np.zeros(minutes.shape, dtype=bool)
    np.put_along_axis(marked, order, True, axis=1)
    return np.asarray(marked & np.isfinite(minutes))
