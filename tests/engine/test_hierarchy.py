"""Labels, their joins and the sweeps down the tree, against networkx on random directed graphs.

Minutes are whole 64ths, so that every sum is exact and the answers must be equal to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pytest

from family_hub_planner.engine.network import hierarchy as hierarchies
from family_hub_planner.engine.network.elimination import eliminate
from family_hub_planner.engine.network.hierarchy import Doorsteps, Hierarchy, customize, join

INF = np.inf


@dataclass(frozen=True)
class Streets:
    """Arcs with minutes, and pairs of nodes that places stand between without an arc."""

    node_count: int
    tail: np.ndarray
    head: np.ndarray
    minutes: np.ndarray
    pairs: np.ndarray

    def hierarchy(self) -> Hierarchy:
        tail = np.concatenate([self.tail, self.pairs[:, 0]])
        head = np.concatenate([self.head, self.pairs[:, 1]])
        tree = eliminate(self.node_count, tail, head)
        return customize(tree, self.tail, self.head, self.minutes)

    def graph(self) -> nx.MultiDiGraph:
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(range(self.node_count))
        for tail, head, minutes in zip(self.tail, self.head, self.minutes):
            graph.add_edge(int(tail), int(head), cost=float(minutes))
        return graph

    def all_minutes(self) -> np.ndarray:
        found = np.full((self.node_count, self.node_count), INF)
        for start, ends in nx.all_pairs_dijkstra_path_length(self.graph(), weight="cost"):
            found[start, list(ends)] = list(ends.values())
        return found


def random_streets(seed, nodes=None) -> Streets:
    """Give one-way, parallel, looping and zero-minute arcs, sparse enough for parts apart."""
    rng = np.random.default_rng(seed)
    nodes = nodes or int(rng.integers(1, 40))
    count = int(rng.integers(0, 3 * nodes + 1))
    minutes = rng.integers(0, 640, count) / 64
    minutes[rng.random(count) < 0.1] = 0.0
    return Streets(
        nodes,
        rng.integers(0, nodes, count),
        rng.integers(0, nodes, count),
        minutes,
        rng.integers(0, nodes, (nodes // 2 + 1, 2)),
    )


def random_doorsteps(streets, seed, count) -> Doorsteps:
    """Give places between the linked nodes, a few with one doorstep or with none."""
    rng = np.random.default_rng(seed + 1000)
    node = streets.pairs[rng.integers(0, len(streets.pairs), count)]
    minutes = rng.integers(0, 200, (count, 2)) / 64
    node = np.where(rng.random((count, 2)) < 0.1, -1, node)
    minutes[rng.random((count, 2)) < 0.15] = INF
    return Doorsteps(node, minutes)


def from_doorsteps(steps, minutes) -> np.ndarray:
    """Give the minutes from places to all nodes, `minutes` being those from node to node."""
    found = np.full((len(steps.node), len(minutes)), INF)
    for place, (nodes, spent) in enumerate(zip(steps.node, steps.minutes)):
        for node, before in zip(nodes, spent):
            if node >= 0:
                found[place] = np.minimum(found[place], before + minutes[node])
    return found


def between(origins, destinations, minutes) -> np.ndarray:
    onward = from_doorsteps(origins, minutes)
    found = np.full((len(origins.node), len(destinations.node)), INF)
    for place, (nodes, spent) in enumerate(zip(destinations.node, destinations.minutes)):
        for node, after in zip(nodes, spent):
            if node >= 0:
                found[:, place] = np.minimum(found[:, place], onward[:, node] + after)
    return found


def joined(streets, origins, destinations, limit=INF) -> np.ndarray:
    """Give the minutes by labels, the origins put back into the places' own order."""
    onward = streets.hierarchy()
    departures = onward.labels(origins, limit)
    arrivals = onward.reverse().labels(destinations, limit)
    found = np.empty((len(origins.node), len(destinations.node)))
    found[departures.row] = join(departures, arrivals, limit)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_minutes_between_places_equal_networkx(seed):
    streets = random_streets(seed)
    origins = random_doorsteps(streets, 2 * seed, 15)
    destinations = random_doorsteps(streets, 2 * seed + 1, 12)
    expected = between(origins, destinations, streets.all_minutes())
    np.testing.assert_array_equal(joined(streets, origins, destinations), expected)


def test_large_blocks_of_places_are_summed_as_small_ones_are():
    """600 by 500 places on one graph: far more sums than are made at once."""
    streets = random_streets(7, nodes=150)
    origins, destinations = random_doorsteps(streets, 1, 600), random_doorsteps(streets, 2, 500)
    expected = between(origins, destinations, streets.all_minutes())
    assert np.isfinite(expected).mean() > 0.3
    np.testing.assert_array_equal(joined(streets, origins, destinations), expected)


@pytest.mark.parametrize("few_sums", [0, 10**9])
@pytest.mark.parametrize("seed", range(5))
def test_both_ways_of_summing_give_the_same(monkeypatch, seed, few_sums):
    monkeypatch.setattr(hierarchies, "_FEW_SUMS", few_sums)
    monkeypatch.setattr(hierarchies, "_CACHED", 20)
    streets = random_streets(seed, nodes=30)
    origins, destinations = random_doorsteps(streets, 1, 40), random_doorsteps(streets, 2, 30)
    expected = between(origins, destinations, streets.all_minutes())
    np.testing.assert_array_equal(joined(streets, origins, destinations), expected)


@pytest.mark.parametrize("seed", range(40))
def test_a_limit_keeps_journeys_of_just_its_length_and_all_that_are_shorter(seed):
    streets = random_streets(seed, nodes=25)
    origins, destinations = random_doorsteps(streets, 1, 12), random_doorsteps(streets, 2, 12)
    expected = between(origins, destinations, streets.all_minutes())
    known = np.unique(expected[np.isfinite(expected)])
    if not len(known):
        pytest.skip("these random streets join no places")
    for limit in (known[0], known[len(known) // 2], known[-1], 0.0):
        found = joined(streets, origins, destinations, limit)
        within = expected <= limit
        np.testing.assert_array_equal(found[within], expected[within])
        assert (found[~within] > limit).all()


@pytest.mark.parametrize("seed", range(40))
def test_minutes_at_every_node_equal_networkx_away_from_places_and_towards_them(seed):
    streets = random_streets(seed)
    steps = random_doorsteps(streets, seed, 9)
    onward, minutes = streets.hierarchy(), streets.all_minutes()
    for hierarchy, by_networkx in ((onward, minutes), (onward.reverse(), minutes.T)):
        labels = hierarchy.labels(steps)
        found = np.empty((9, streets.node_count))
        found[labels.row] = hierarchy.to_all(labels)[hierarchy.tree.turn].T
        np.testing.assert_array_equal(found, from_doorsteps(steps, by_networkx))


@pytest.mark.parametrize("seed", range(20))
def test_minutes_at_every_node_are_right_as_far_as_the_labels_limit(seed):
    streets = random_streets(seed, nodes=25)
    steps = random_doorsteps(streets, seed, 9)
    hierarchy = streets.hierarchy()
    expected = from_doorsteps(steps, streets.all_minutes())
    if not np.isfinite(expected).any():
        pytest.skip("these places have no doorstep")
    known = np.sort(expected[np.isfinite(expected)])
    for limit in (0.0, known[len(known) // 3], known[-1]):
        labels = hierarchy.labels(steps, limit)
        found = np.empty((9, 25))
        found[labels.row] = hierarchy.to_all(labels, limit)[hierarchy.tree.turn].T
        within = expected <= limit
        np.testing.assert_array_equal(found[within], expected[within])
        assert (found[~within] > limit).all()


def test_a_part_of_the_labels_is_joined_as_the_whole_is():
    streets = random_streets(3, nodes=40)
    onward = streets.hierarchy()
    departures = onward.labels(random_doorsteps(streets, 1, 30))
    arrivals = onward.reverse().labels(random_doorsteps(streets, 2, 30))
    whole = join(departures, arrivals)
    for rows in (np.arange(0, 7), np.arange(7, 30), np.array([2, 11, 29])):
        part = departures.part(rows)
        np.testing.assert_array_equal(join(part, arrivals), whole[rows])
        assert part.row.tolist() == departures.row[rows].tolist()


def test_a_chain_of_two_thousand_nodes_adds_up_exactly():
    """Along the chain 1/64 minute a step, against it twice that."""
    count = 2_000
    at = np.arange(count - 1)
    minutes = np.repeat([1 / 64, 1 / 32], count - 1)
    pairs = np.stack([at, at + 1], axis=1)
    tail, head = np.concatenate([at, at + 1]), np.concatenate([at + 1, at])
    streets = Streets(count, tail, head, minutes, pairs)
    places = Doorsteps(np.array([[0, 1], [700, 701], [1998, 1999]]), np.zeros((3, 2)))
    apart = np.array([[0, 699, 1997], [699, 0, 1297], [1997, 1297, 0]])
    along = np.triu(apart) / 64 + np.tril(apart) / 32
    np.testing.assert_array_equal(joined(streets, places, places), along)


@pytest.mark.parametrize(("origins", "destinations"), [(0, 3), (3, 0), (0, 0)])
def test_no_places_give_a_table_without_rows_or_columns(origins, destinations):
    streets = random_streets(5, nodes=20)
    ends = [random_doorsteps(streets, 1, count) for count in (origins, destinations)]
    assert joined(streets, *ends).shape == (origins, destinations)


def test_no_place_gives_minutes_at_every_node_without_columns():
    hierarchy = random_streets(5, nodes=20).hierarchy()
    none = Doorsteps(np.zeros((0, 2), dtype=np.int64), np.zeros((0, 2)))
    assert hierarchy.to_all(hierarchy.labels(none)).shape == (20, 0)


def test_of_parallel_arcs_the_fastest_counts_and_a_loop_does_not():
    tail, head = np.array([0, 0, 0, 1]), np.array([1, 1, 0, 1])
    streets = Streets(2, tail, head, np.array([3.0, 2.0, 0.5, 0.0]), np.array([[0, 1]]))
    steps = Doorsteps(np.array([[0, -1], [1, -1]]), np.zeros((2, 2)))
    np.testing.assert_array_equal(joined(streets, steps, steps), [[0, 2], [INF, 0]])


def test_arcs_of_no_minutes_in_a_ring_join_all_its_nodes():
    ring = np.arange(6)
    streets = Streets(6, ring, np.roll(ring, -1), np.zeros(6), np.array([[0, 1]]))
    steps = Doorsteps(np.stack([ring, np.full(6, -1)], axis=1), np.zeros((6, 2)))
    np.testing.assert_array_equal(joined(streets, steps, steps), np.zeros((6, 6)))
    hierarchy = streets.hierarchy()
    for limit in (0.0, INF):
        labels = hierarchy.labels(steps, limit)
        np.testing.assert_array_equal(hierarchy.to_all(labels, limit), np.zeros((6, 6)))
