"""One mode's directed graph over the network and its small parts that are cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..packages import need

if TYPE_CHECKING:
    from .model import Bools, Floats, Ints

ISLAND_LIMIT_M = 5_000.0


@dataclass(frozen=True)
class ModeGraph:
    """Stretches as one mode sees them.

    `tail` and `head` are the m stretches' ends, shape (m,). A junction that the mode may not pass
    is torn apart: each stretch that touches it gets an end of its own, numbered from n upwards.
    `minutes` has shape (m, 2): forward and back, inf where not allowed.
    """

    node_count: int
    tail: Ints
    head: Ints
    minutes: Floats


def mode_graph(
    node_count: int, edge_from: Ints, edge_to: Ints, minutes: Floats, blocked: Bools
) -> ModeGraph:
    """Tear the blocked junctions apart and give the graph that one mode can travel."""
    tail, head = edge_from.astype(np.int64), edge_to.astype(np.int64)
    at_tail, at_head = np.flatnonzero(blocked[tail]), np.flatnonzero(blocked[head])
    first_head = node_count + len(at_tail)
    tail[at_tail] = node_count + np.arange(len(at_tail))
    head[at_head] = first_head + np.arange(len(at_head))
    return ModeGraph(first_head + len(at_head), tail, head, minutes)


def small_islands(graph: ModeGraph, length_m: Floats) -> tuple[Bools, int]:
    """Flag the stretches on small parts from which the rest cannot be reached, or the other way.

    Parts are strongly connected components: a stretch is on the mainland when both its ends are
    in one and the same part that is the longest, or at least `ISLAND_LIMIT_M` long. Returns the
    flags, shape (m,), false for stretches closed to the mode, and the number of small parts.
    """
    open_ = np.isfinite(graph.minutes).any(axis=1)
    if not open_.any():
        return np.zeros(len(open_), dtype=bool), 0
    part = _strong_components(graph)
    inside = open_ & (part[graph.tail] == part[graph.head])
    part_length = np.bincount(
        part[graph.tail[inside]], weights=length_m[inside], minlength=part.max() + 1
    )
    large = part_length >= ISLAND_LIMIT_M
    large[np.argmax(part_length)] = True
    mainland = inside & large[part[graph.tail]]
    island = open_ & ~mainland
    touched = np.unique(part[np.concatenate([graph.tail[island], graph.head[island]])])
    return island, int((~large[touched]).sum())


def closed_in(graph: ModeGraph, local: Bools, length_m: Floats) -> Bools:
    """Give the local streets, shape (m,), with those that only they join to the rest.

    Of each part of the graph within which one gets from everywhere to everywhere, the longest
    that holds together without local streets stays open to all.
    """
    whole, tail, head = _strong_components(graph), graph.tail, graph.head
    if not (local.any() and len(whole)):
        return local
    closed = np.where(local[:, None], np.inf, graph.minutes)
    part = _strong_components(replace(graph, minutes=closed))
    inside = np.isfinite(closed).any(axis=1) & (whole[tail] == whole[head])
    together = inside & (part[tail] == part[head])
    metres = np.bincount(part[tail[together]], length_m[together], minlength=part.max() + 1)
    whole_of = np.zeros(len(metres), dtype=np.int64)
    whole_of[part] = whole
    order = np.lexsort((-metres, whole_of))
    longest = np.zeros(len(metres), dtype=bool)
    longest[order[np.flatnonzero(np.diff(whole_of[order], prepend=-1))]] = True
    return np.asarray(local | (inside & ~(together & longest[part[tail]])))


def _strong_components(graph: ModeGraph) -> Ints:
    sparse = need("scipy.sparse", "Networks")
    csgraph = need("scipy.sparse.csgraph", "Networks")
    forward, back = np.isfinite(graph.minutes).T
    tail = np.concatenate([graph.tail[forward], graph.head[back]])
    head = np.concatenate([graph.head[forward], graph.tail[back]])
    shape = (graph.node_count, graph.node_count)
    links = sparse.coo_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=shape)
    _, part = csgraph.connected_components(links, directed=True, connection="strong")
    return np.asarray(part, dtype=np.int64)
