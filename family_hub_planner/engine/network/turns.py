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

import numpy as np

from .model import Ints, Turn

# A door costs nothing; scipy's sparse matrices need a number above zero. In minutes.
NO_TIME = 1e-9


@dataclass(frozen=True)
class Doors:
    """Where each piece of a graph is entered and left at its two ends, shape (pieces,).

    Most are the ends' own nodes. `tail` and `head` join them: free ways from porch to door.
    `goal_of_cut` gives for each place on a stretch the node at which one arrives there; one sets
    out from the place's own node.
    """

    node_count: int
    leave_tail: Ints
    arrive_tail: Ints
    leave_head: Ints
    arrive_head: Ints
    tail: Ints
    head: Ints
    goal_of_cut: Ints


def doors(
    first_cut: int, node_count: int, tail: Ints, head: Ints, edge: Ints, turns: Sequence[Turn]
) -> Doors:
    """Open up the restricted junctions of a graph whose pieces run from tail to head.

    Nodes from `first_cut` on are places on stretches. With turns to keep, nobody may turn round
    there on the way to somewhere else, or a barred turn could be dodged: the two directions pass
    each on its own lane.
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
    cuts = np.arange(first_cut, node_count)
    if not turns:
        return Doors(node_count, **ends, tail=starts, head=stops, goal_of_cut=cuts)
    ahead: Ints = count + np.arange(len(cuts))
    back: Ints = ahead + len(cuts)
    goal: Ints = back + len(cuts)
    # Going ahead one leaves a piece by its head and enters the next by its tail.
    _give_lanes(ends, "tail", first_cut, ahead, back)
    _give_lanes(ends, "head", first_cut, back, ahead)
    return Doors(
        count + 3 * len(cuts),
        **ends,
        tail=np.concatenate([starts, cuts, cuts, ahead, back]),
        head=np.concatenate([stops, ahead, back, goal, goal]),
        goal_of_cut=goal,
    )


def _give_lanes(
    ends: dict[str, Ints], side: str, first_cut: int, leaving: Ints, arriving: Ints
) -> None:
    """Part the two directions at the places on stretches."""
    at_cut = (ends[f"leave_{side}"] >= first_cut) & (
        ends[f"leave_{side}"] < first_cut + len(leaving)
    )
    place = ends[f"leave_{side}"][at_cut] - first_cut
    ends[f"leave_{side}"][at_cut] = leaving[place]
    ends[f"arrive_{side}"][at_cut] = arriving[place]


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
