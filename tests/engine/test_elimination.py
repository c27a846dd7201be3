"""The elimination tree against an elimination done plainly, with sets of neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.network import elimination
from family_hub_planner.engine.network.elimination import Elimination, eliminate


def by_sets(node_count, tail, head, turn) -> list[list[int]]:
    """Take the nodes out one by one; give for each turn the turns of the neighbours left then."""
    neighbours: list[set[int]] = [set() for _ in range(node_count)]
    for one, other in zip(turn[tail].tolist(), turn[head].tolist()):
        if one != other:
            neighbours[one].add(other)
            neighbours[other].add(one)
    upper = []
    for node in range(node_count):
        left = {other for other in neighbours[node] if other > node}
        for other in left:
            neighbours[other] |= left - {other}
        upper.append(sorted(left))
    return upper


def grid(rows, columns):
    at = np.arange(rows * columns).reshape(rows, columns)
    tail = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    return rows * columns, tail, np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])


def arcs(node_count, *pairs):
    tail, head = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return node_count, tail, head


def chain(node_count):
    return node_count, np.arange(node_count - 1), np.arange(1, node_count)


def two_stars():
    """Give two stars of 40 rays, and ten nodes apart."""
    rays = [(0, i) for i in range(1, 41)] + [(i, 41) for i in range(42, 82)]
    return arcs(92, *rays)


def random_arcs(seed):
    """Give loops, parallel arcs and parts apart: from no arc at all to three a node."""
    rng = np.random.default_rng(seed)
    nodes = int(rng.integers(1, 70))
    count = int(rng.integers(0, 3 * nodes))
    return nodes, rng.integers(0, nodes, count), rng.integers(0, nodes, count)


GRAPHS = {
    "one node": arcs(1),
    "one node with a loop": arcs(1, (0, 0), (0, 0)),
    "no arcs": arcs(6),
    "loops alone": arcs(3, (0, 0), (1, 1)),
    "two nodes joined thrice": arcs(2, (0, 1), (1, 0), (0, 1)),
    "a triangle and a node apart": arcs(4, (0, 1), (1, 2), (2, 0)),
    "all to all": arcs(12, *((i, j) for i in range(12) for j in range(i))),
    "two stars": two_stars(),
    "a chain of 2,000": chain(2_000),
    "a ring of 2,000": (2_000, np.arange(2_000), np.roll(np.arange(2_000), 1)),
    "a ladder": grid(2, 300),
    "a grid": grid(13, 17),
    "two grids apart": (50, *(np.concatenate([a, a + 25]) for a in grid(5, 5)[1:])),
    **{f"random {seed}": random_arcs(seed) for seed in range(60)},
}


@pytest.fixture(params=GRAPHS.values(), ids=GRAPHS.keys())
def graph(request):
    return request.param


def upper_of(tree: Elimination) -> list[list[int]]:
    return [tree.upper[a:b].tolist() for a, b in zip(tree.first[:-1], tree.first[1:])]


def ancestors(tree: Elimination, node: int) -> list[int]:
    found = []
    while tree.parent[node] >= 0:
        node = int(tree.parent[node])
        found.append(node)
    return found


def test_every_node_has_one_turn_and_the_links_are_those_of_an_elimination_by_sets(graph):
    tree = eliminate(*graph)
    assert sorted(tree.turn.tolist()) == list(range(graph[0]))
    assert upper_of(tree) == by_sets(*graph, tree.turn)


def test_upper_neighbours_are_ancestors_and_the_lowest_is_the_parent(graph):
    tree = eliminate(*graph)
    for node, upper in enumerate(upper_of(tree)):
        above = ancestors(tree, node)
        assert set(upper) <= set(above)
        assert tree.parent[node] == (upper[0] if upper else -1)
        assert tree.depth[node] == len(above)


def test_places_take_a_node_first_and_then_all_that_lies_below_it(graph):
    tree = eliminate(*graph)
    below: list[list[int]] = [[node] for node in range(tree.node_count)]
    for node, parent in enumerate(tree.parent.tolist()):
        if parent >= 0:
            below[parent] += below[node]
    assert sorted(tree.place.tolist()) == list(range(tree.node_count))
    for node, all_below in enumerate(below):
        first = tree.place[node]
        assert sorted(tree.place[all_below]) == list(range(first, first + len(all_below)))


def test_links_are_found_by_their_ends_and_by_their_nodes(graph):
    tree = eliminate(*graph)
    lower, upper = tree.lower(), upper_of(tree)
    assert tree.link(lower, tree.upper).tolist() == list(range(len(tree.upper)))
    nodes = np.random.default_rng(1).permutation(tree.node_count)[: tree.node_count // 2 + 1]
    link, count = tree.links_of(nodes)
    assert np.repeat(nodes, count).tolist() == lower[link].tolist()
    assert [tree.upper[i] for i in link] == [w for v in nodes for w in upper[v]]


def test_no_nodes_at_all_make_an_empty_tree():
    tree = eliminate(*arcs(0))
    assert tree.node_count == 0
    assert [len(part) for part in (tree.turn, tree.first, tree.upper, tree.depth)] == [0, 1, 0, 0]


def test_the_same_graph_is_ordered_the_same_way_again_and_with_its_arcs_turned_round(graph):
    nodes, tail, head = graph
    one, again, turned = (
        eliminate(nodes, a, b) for a, b in ((tail, head), (tail, head), graph[:0:-1])
    )
    for other in (again, turned):
        assert one.turn.tolist() == other.turn.tolist()
        assert one.upper.tolist() == other.upper.tolist()


def test_a_grids_tree_is_far_lower_than_the_grid_has_nodes():
    tree = eliminate(*grid(40, 40))
    assert tree.depth.max() < 250


class ShortIntegers:
    """numpy as it is on Windows before version 2: whole numbers have 32 bits unless told."""

    def __getattr__(self, name):
        return getattr(np, name)

    @staticmethod
    def arange(*bounds, dtype=np.int32):
        return np.arange(*bounds, dtype=dtype)


def test_links_of_a_large_network_are_found_where_numpys_own_integers_are_short(monkeypatch):
    """Above 46,340 nodes a link's name, lower * nodes + upper, is more than 32 bits hold."""
    count = 50_000
    tree = eliminate(*chain(count))
    monkeypatch.setattr(elimination, "np", ShortIntegers())
    lower = np.flatnonzero(tree.parent >= 0)
    found = tree.link(lower, tree.parent[lower])
    assert found.tolist() == list(range(count - 1))
