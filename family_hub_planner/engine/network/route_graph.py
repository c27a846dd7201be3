"""One mode's graph as routes run on it: its turns kept, its local streets closed to passers-by.

Places are no nodes of it. A place on a stretch sets out by the stretch's `leaves` and is come to
by its `enters`; the graph can so be made ready once and serve any number of places.

A local street (`access=destination`, say) is open to those who start or end there. So its stretches
stand in the graph twice: as they are left by those who start there, who never come in from the
rest of the network, and as they are entered by those who end there, who never get out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .turns import open_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .graph import ModeGraph
    from .model import Bools, Floats, Ints, Turn


@dataclass(frozen=True)
class RouteGraph:
    """Arcs from `tail` to `head`, shape (arcs,), and where the m stretches touch them.

    `leaves` (m, 2): the nodes at which one arrives who has set out on the stretch and comes to its
    tail or its head. `enters` (m, 2): the nodes from which one goes into the stretch by its tail or
    its head to end there. `fast` (arcs,) tells which run on fast
    roads without a mapped pavement.
    """

    node_count: int
    tail: Ints
    head: Ints
    minutes: Floats
    fast: Bools
    leaves: Ints
    enters: Ints


@dataclass(frozen=True)
class _Pieces:
    """Stretches as the graph has them, the local ones twice; `minutes` (k, 2), inf for no arc.

    `twin` gives each node's second self, or itself; `start` and `end` (m,) the piece on which a
    journey starts on a stretch, and the one on which it ends there.
    """

    node_count: int
    edge: Ints
    tail: Ints
    head: Ints
    minutes: Floats
    twin: Ints
    start: Ints
    end: Ints


def route_graph(graph: ModeGraph, local: Bools, fast: Bools, turns: Sequence[Turn]) -> RouteGraph:
    """Add to a mode's graph what binds its routes: local streets, shape (m,), and barred turns.

    `fast`, shape (m,), is told with the arcs.
    """
    pieces = _pieces(graph, local)
    twins = [replace(turn, node=int(pieces.twin[turn.node])) for turn in turns]
    turns = [*turns, *(turn for turn, of_all in zip(twins, turns) if turn.node != of_all.node)]
    at = open_up(pieces.node_count, pieces.tail, pieces.head, pieces.edge, turns)
    leaves = np.stack([at.arrive_tail[pieces.start], at.arrive_head[pieces.start]], axis=1)
    enters = np.stack([at.leave_tail, at.leave_head], axis=1)
    # Who has set out in a local street may stay in it: from its entries to those of its twin.
    setting_out, staying = enters[pieces.start].ravel(), enters[pieces.end].ravel()
    switch = np.flatnonzero(setting_out != staying)
    forward, back = np.isfinite(pieces.minutes).T
    free = np.zeros(len(at.tail) + len(switch))
    fast = fast[pieces.edge]
    return RouteGraph(
        node_count=at.node_count,
        tail=np.concatenate(
            [at.leave_tail[forward], at.leave_head[back], at.tail, setting_out[switch]]
        ),
        head=np.concatenate(
            [at.arrive_head[forward], at.arrive_tail[back], at.head, staying[switch]]
        ),
        minutes=np.concatenate([pieces.minutes[forward, 0], pieces.minutes[back, 1], free]),
        fast=np.concatenate([fast[forward], fast[back], np.zeros(len(free), dtype=bool)]),
        leaves=leaves,
        enters=enters[pieces.end],
    )


def _pieces(graph: ModeGraph, local: Bools) -> _Pieces:
    open_ = np.isfinite(graph.minutes).any(axis=1)
    local = local & open_
    count = len(graph.tail)
    edge = np.arange(count)
    through = np.zeros(graph.node_count, dtype=bool)
    for ends in (graph.tail, graph.head):
        through[ends[open_ & ~local]] = True
    inner = np.unique(np.concatenate([graph.tail[local], graph.head[local]]))
    inner = inner[~through[inner]]
    # The junctions within local streets once more, for those who have come to stay.
    twin = np.arange(graph.node_count)
    twin[inner] = graph.node_count + np.arange(len(inner))
    start = graph.minutes.copy()
    start[local & through[graph.tail], 0] = np.inf
    start[local & through[graph.head], 1] = np.inf
    again = np.flatnonzero(local)
    end = graph.minutes[again].copy()
    end[through[graph.head[again]], 0] = np.inf
    end[through[graph.tail[again]], 1] = np.inf
    last = edge.copy()
    last[again] = count + np.arange(len(again))
    return _Pieces(
        node_count=graph.node_count + len(inner),
        edge=np.concatenate([edge, again]),
        tail=np.concatenate([graph.tail, twin[graph.tail[again]]]),
        head=np.concatenate([graph.head, twin[graph.head[again]]]),
        minutes=np.concatenate([start, end]),
        twin=twin,
        start=edge,
        end=last,
    )
