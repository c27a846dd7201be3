"""Minutes equal to networkx's own Dijkstra, on a graph built arc by arc from the arrays."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from rutland_network import rutland
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.network.model import MINUTE_STEP, Network, Polylines
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.snap import Snapped, Snapper
from family_hub_planner.engine.travel_time import travel_times


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town")).network


def split_graph(network, mode, snaps) -> tuple[networkx.DiGraph, list]:
    """Build the arcs one by one from the network's arrays, cut at the places.

    A place at the very end of a stretch stands on its junction. A blocked junction is another one
    for each end of each stretch. Of parallel arcs the fastest stays.
    """
    on_edge: dict[int, set[float]] = {}
    nodes = []
    for snap in snaps:
        for edge, share in zip(snap.edge.tolist(), snap.fraction.tolist()):
            nodes.append((edge, share) if edge >= 0 else None)
            on_edge.setdefault(edge, set()).add(share)
    graph = networkx.DiGraph()

    def arc(tail, head, cost):
        if np.isfinite(cost) and cost < graph.get_edge_data(tail, head, {}).get("cost", np.inf):
            graph.add_edge(tail, head, cost=cost)

    blocked = network.blocked[mode]
    for edge, ends in enumerate(zip(network.edge_from.tolist(), network.edge_to.tolist())):
        tail, head = (f"{n} {edge} {i}" if blocked[n] else n for i, n in enumerate(ends))
        forward, back = network.minutes[mode][edge].tolist()
        at, before = tail, 0.0
        shares = sorted(on_edge.get(edge, ()))
        for share, place in [*((share, (edge, share)) for share in shares), (1.0, head)]:
            arc(at, place, forward * (share - before))
            arc(place, at, back * (share - before))
            at, before = place, share
        for share in shares:
            if min(share, 1 - share) < 1e-9:
                junction = tail if share < 0.5 else head
                arc((edge, share), junction, 0.0)
                arc(junction, (edge, share), 0.0)
    return graph, nodes


def times_by_networkx(network, mode, origins, destinations) -> np.ndarray:
    graph, nodes = split_graph(network, mode, (origins, destinations))
    times = np.full((len(origins), len(destinations)), np.inf)
    for i, start in enumerate(nodes[: len(origins)]):
        reached = {}
        if start is not None and start in graph:
            reached = networkx.single_source_dijkstra_path_length(graph, start, weight="cost")
        for j, end in enumerate(nodes[len(origins) :]):
            walks = origins.access_minutes[i] + destinations.access_minutes[j]
            times[i, j] = reached.get(end, np.inf) + (walks if end in reached else 0)
    return times


def assert_as_networkx(network, mode, origins, destinations) -> np.ndarray:
    times = travel_times(network, mode, origins, destinations)
    np.testing.assert_allclose(
        times, times_by_networkx(network, mode, origins, destinations), atol=1e-6, rtol=0
    )
    return times


def random_network(rng) -> Network:
    """Give a small network with loops, parallel stretches, one-way ones and closed junctions."""
    nodes, edges = int(rng.integers(2, 12)), int(rng.integers(1, 30))
    timed = np.rint(rng.uniform(0.1, 9, (edges, 2)) / MINUTE_STEP) * MINUTE_STEP
    timed[rng.random((edges, 2)) < 0.3] = np.inf
    ends = rng.integers(0, nodes, (2, edges))
    return Network(
        crs="EPSG:27700",
        node_xy=rng.uniform(0, 1000, (nodes, 2)),
        blocked={"walk": rng.random(nodes) < 0.2},
        edge_from=ends[0],
        edge_to=ends[1],
        length_m=np.full(edges, 100.0),
        minutes={"walk": timed},
        island={"walk": np.zeros(edges, dtype=bool)},
        no_access=np.zeros(edges, dtype=bool),
        fast=np.zeros(edges, dtype=bool),
        local_only={"walk": np.zeros(edges, dtype=bool)},
        lines=Polylines(np.zeros((2 * edges, 2)), np.arange(0, 2 * edges + 1, 2)),
        barriers=Polylines(np.empty((0, 2)), np.zeros(1, dtype=np.int64)),
        about={"access_kph_walk": "4.8"},
    )


def random_places(rng, network, count, shares) -> Snapped:
    """Give places on stretches open one way at least, some not on the network."""
    open_ = np.flatnonzero(np.isfinite(network.minutes["walk"]).any(axis=1))
    edge = rng.choice(open_, count) if len(open_) else np.full(count, -1)
    edge[rng.random(count) < 0.1] = -1
    off = edge < 0
    return Snapped(
        edge=edge,
        fraction=np.where(off, np.nan, shares(count)),
        access_m=np.where(off, np.nan, 1.0),
        access_minutes=np.where(off, np.nan, rng.uniform(0, 2, count)),
        xy=np.zeros((count, 2)),
        on_way=np.zeros((count, 2)),
        reason=("",) * count,
        nearest_m=np.zeros(count),
    )


@pytest.mark.parametrize("seed", range(60))
def test_minutes_equal_networkx_on_random_networks(seed):
    """Places share points on purpose: only a few fractions are drawn."""
    rng = np.random.default_rng(seed)
    network = random_network(rng)

    def shares(count):
        return rng.choice([0.25, 0.5, 1 / 3, *rng.uniform(0.01, 0.99, 3)], count)

    a, b = (random_places(rng, network, int(rng.integers(1, 9)), shares) for _ in range(2))
    assert_as_networkx(network, "walk", a, b)


@pytest.mark.parametrize("seed", range(60))
def test_minutes_equal_networkx_on_random_networks_with_places_at_corners(seed):
    rng = np.random.default_rng(1000 + seed)
    network = random_network(rng)

    def shares(count):
        return rng.choice([0.0, 1.0, 0.9999999999999994, 0.5], count)

    a, b = (random_places(rng, network, int(rng.integers(1, 9)), shares) for _ in range(2))
    assert_as_networkx(network, "walk", a, b)


@pytest.mark.parametrize("mode", MODES)
def test_minutes_equal_networkx_in_the_toy_town(town, mode):
    rng = np.random.default_rng(4)
    snapper = Snapper(town, mode)
    a, b = (
        snapper.snap(places(*rng.uniform((-100, -1500), (1600, 850), (25, 2))), 250) for _ in "ab"
    )
    times = assert_as_networkx(town, mode, a, b)
    assert np.isfinite(times).mean() > 0.2


@pytest.mark.parametrize("mode", MODES)
def test_minutes_equal_networkx_for_two_hundred_pairs_in_rutland(shared_data, mode):
    network = rutland(shared_data).network
    rng = np.random.default_rng(6)
    near = rng.choice(network.node_xy, 30) + rng.normal(0, 80, (30, 2))
    snap = Snapper(network, mode).snap(near, 500)
    rows, columns = np.arange(20), np.arange(20, 30)
    a, b = (part(snap, rows), part(snap, columns))
    times = assert_as_networkx(network, mode, a, b)
    assert times.size == 200
    assert np.isfinite(times).mean() > 0.7


def part(snap, at) -> Snapped:
    return Snapped(
        *(getattr(snap, name)[at] for name in ("edge", "fraction", "access_m", "access_minutes")),
        xy=snap.xy[at],
        on_way=snap.on_way[at],
        reason=tuple(snap.reason[i] for i in at),
        nearest_m=snap.nearest_m[at],
    )


@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_a_cut_off_only_hides_the_longer_journeys_in_rutland(shared_data, mode):
    network = rutland(shared_data).network
    rng = np.random.default_rng(8)
    snap = Snapper(network, mode).snap(rng.choice(network.node_xy, 60) + 5.0, 500)
    whole, cut = (
        travel_times(network, mode, snap, snap),
        travel_times(network, mode, snap, snap, 12),
    )
    np.testing.assert_allclose(cut, np.where(whole <= 12, whole, np.inf))
