"""Turn restrictions, kept by the routes.

Where a turn is barred the junction is opened up: each stretch that leaves it begins at a door of
its own, each stretch from which a turn is barred ends in a porch of its own, and a porch leads only
to the doors that its driver may take. The rest of the junction stays as it was. This is the usual
expansion of a node by its turns (Caldwell 1961), done at the few restricted junctions alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .model import Ints, Turn


@dataclass(frozen=True)
class Doors:
    """Where each piece of a graph is entered and left at its two ends, shape (pieces,).

    Most are the ends' own nodes. `tail` and `head` join them: free ways from porch to door.
    """

    node_count: int
    leave_tail: Ints
    arrive_tail: Ints
    leave_head: Ints
    arrive_head: Ints
    tail: Ints
    head: Ints


def open_up(node_count: int, tail: Ints, head: Ints, edge: Ints, turns: Sequence[Turn]) -> Doors:
    """Open up the restricted junctions of a graph whose pieces run from tail to head.

    `edge` names the stretch that each piece belongs to, shape (pieces,).
    """
    ends = {
        "leave_tail": tail.copy(),
        "arrive_tail": tail.copy(),
        "leave_head": head.copy(),
        "arrive_head": head.copy(),
    }
    by_node: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_node[turn.node].append(turn)
    joins: list[tuple[int, int]] = []
    count = node_count
    for node in sorted(by_node):
        count = _open_up(node, by_node[node], (tail, head, edge), ends, joins, count)
    starts, stops = np.array(joins, dtype=np.int64).reshape(-1, 2).T
    return Doors(count, **ends, tail=starts, head=stops)


def _open_up(
    node: int,
    turns: Sequence[Turn],
    graph: tuple[Ints, Ints, Ints],
    ends: dict[str, Ints],
    joins: list[tuple[int, int]],
    count: int,
) -> int:
    """Give one junction its doors and porches; returns the number of nodes after it."""
    tail, head, edge = graph
    touching = [("tail", i) for i in np.flatnonzero(tail == node)]
    touching += [("head", i) for i in np.flatnonzero(head == node)]
    door_of: dict[tuple[str, int], int] = {}
    for side, piece in touching:
        door_of[side, piece] = count
        ends[f"leave_{side}"][piece] = count
        joins.append((node, count))
        count += 1
    for side, piece in touching:
        mine = [turn for turn in turns if turn.from_edge == edge[piece]]
        if not mine:
            continue
        ends[f"arrive_{side}"][piece] = count
        for (_, target), door in door_of.items():
            if allowed(mine, int(edge[target])):
                joins.append((count, door))
        count += 1
    return count


def allowed(turns: Sequence[Turn], to_edge: int) -> bool:
    """Tell whether the rules of one arriving stretch let its driver into another stretch."""
    if any(turn.to_edge == to_edge for turn in turns if not turn.only):
        return False
    only = {turn.to_edge for turn in turns if turn.only}
    return not only or to_edge in only
