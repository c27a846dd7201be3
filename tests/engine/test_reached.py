"""Minutes along stretches against a search of our own by networkx, and on paper in the toy town."""

from __future__ import annotations

from dataclasses import replace

import networkx
import numpy as np
import pytest
from rutland_network import rutland
from shapely.geometry import LineString, Point
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.catchment_reach import Reach
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.network.model import Network, Polylines
from family_hub_planner.engine.network.modes import DIRECTIONS
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.travel_time import travel_times

INF = np.inf


def network_of(streets, minutes, *, barriers=(), no_access=(), blocked=(), mode="walk") -> Network:
    """Give a network of straight or bent streets, each a list of points; shared ends are shared.

    `minutes` has shape (streets, 2); `blocked` and `no_access` name points and streets.
    """
    lines = [np.asarray(street, dtype=float) for street in streets]
    corners = sorted({tuple(line[i]) for line in lines for i in (0, -1)})
    number = {corner: i for i, corner in enumerate(corners)}
    count = len(lines)
    return Network(
        crs="EPSG:27700",
        node_xy=np.array(corners),
        blocked={mode: np.array([corner in set(blocked) for corner in corners])},
        edge_from=np.array([number[tuple(line[0])] for line in lines]),
        edge_to=np.array([number[tuple(line[-1])] for line in lines]),
        length_m=np.array([LineString(line).length for line in lines]),
        minutes={mode: np.asarray(minutes, dtype=float)},
        island={mode: np.zeros(count, dtype=bool)},
        no_access=np.isin(np.arange(count), list(no_access)),
        fast=np.zeros(count, dtype=bool),
        local_only={mode: np.zeros(count, dtype=bool)},
        lines=polylines(lines),
        barriers=polylines([np.asarray(line, dtype=float) for line in barriers]),
        about={f"access_kph_{mode}": "4.8"},
    )


def polylines(lines) -> Polylines:
    xy = np.concatenate(lines) if lines else np.empty((0, 2))
    return Polylines(xy, np.cumsum([0, *map(len, lines)]))


def random_streets(seed: int, mode: str = "walk") -> Network:
    """Give a bent and thinned grid of streets: one-way ones, slow ones, barriers, a motorway."""
    rng = np.random.default_rng(seed)
    side, gap = int(rng.integers(4, 9)), float(rng.choice([90, 160, 240]))
    at = np.indices((side, side)).reshape(2, -1).T * gap + rng.uniform(
        -gap / 4, gap / 4, (side**2, 2)
    )
    streets = []
    for i, step in ((i, step) for i in range(side**2) for step in (1, side)):
        j = i + step
        wraps = step == 1 and j % side == 0
        if j < side**2 and not wraps and rng.random() < 0.8:
            bend = (at[i] + at[j]) / 2 + rng.normal(0, gap / 12, 2)
            streets.append([at[i], bend, at[j]] if rng.random() < 0.5 else [at[i], at[j]])
    metres = np.array([LineString(street).length for street in streets])
    per_minute = {"walk": 80.0, "drive": 500.0}[mode] * rng.choice([1.0, 1.0, 0.4], len(metres))
    minutes = np.stack([metres / per_minute] * 2, axis=1)
    minutes[rng.random(minutes.shape) < 0.1] = INF
    extent = side * gap
    barriers = [rng.uniform(-100, extent, (int(rng.integers(2, 5)), 2)) for _ in range(3)]
    return network_of(
        streets,
        minutes,
        barriers=barriers,
        no_access=np.flatnonzero(rng.random(len(streets)) < 0.05),
        blocked=[tuple(point) for point in at if rng.random() < 0.05],
        mode=mode,
    )


def random_hubs(network, mode, seed, count=3, far_m=150.0):
    rng = np.random.default_rng(seed)
    xy = rng.choice(network.node_xy, count) + rng.normal(0, 40, (count, 2))
    return Snapper(network, mode).snap(xy, far_m)


class OwnMinutes:
    """Minutes between one hub and any point of a stretch, by networkx on a graph of our own."""

    def __init__(self, network, mode, hubs, hub, direction) -> None:
        self.network, self.mode, self.direction = network, mode, direction
        self.edge, self.share = int(hubs.edge[hub]), float(hubs.fraction[hub])
        self.access = float(hubs.access_minutes[hub])
        graph = networkx.DiGraph()
        graph.add_node("hub")
        for edge in range(len(network.length_m)):
            for a, b, start, end in self.pieces(edge):
                costs = self.costs(edge, end - start)
                for tail, head, minutes in ((a, b, costs[0]), (b, a, costs[1])):
                    known = graph.get_edge_data(tail, head, {}).get("cost", INF)
                    if np.isfinite(minutes) and minutes < known:
                        graph.add_edge(tail, head, cost=minutes)
        if direction == "to":
            graph = graph.reverse()
        self.at = networkx.single_source_dijkstra_path_length(graph, "hub", weight="cost")

    def pieces(self, edge):
        """Give the parts of a stretch: both ends' names, and the shares where they lie."""
        ends = [
            (node, edge, i) if self.network.blocked[self.mode][node] else node
            for i, node in enumerate((self.network.edge_from[edge], self.network.edge_to[edge]))
        ]
        if edge != self.edge:
            return [(*ends, 0.0, 1.0)]
        return [(ends[0], "hub", 0.0, self.share), ("hub", ends[1], self.share, 1.0)]

    def costs(self, edge: int, share: float) -> tuple[float, float]:
        """Give the minutes forward and back along a share of a stretch.

        The last metre between a place and a junction is open both ways.
        """
        whole = self.network.minutes[self.mode][edge].tolist()
        forward, back = (w * share if np.isfinite(w) else INF for w in whole)
        if share < 1 and share * self.network.length_m[edge] < 1.0:
            return min(forward, back), min(forward, back)
        return forward, back

    def all_to_point(self, edge: int, share: float) -> list[float]:
        """Give the minutes by each part of the stretch that the point lies on; inf is no way."""
        found = []
        for a, b, start, end in self.pieces(edge):
            if start - 1e-9 <= share <= end + 1e-9:
                forward, back = self.costs(edge, end - start)
                by_tail, by_head = (back, forward) if self.direction == "to" else (forward, back)
                along = (share - start) / max(end - start, 1e-12)
                for node, minutes, part in ((a, by_tail, along), (b, by_head, 1 - along)):
                    if np.isfinite(minutes):
                        found.append(self.at.get(node, INF) + minutes * part + self.access)
        return found

    def to_point(self, edge: int, share: float) -> float:
        """Give the least minutes, access walk included, inf where there is no journey."""
        return min(self.all_to_point(edge, share), default=INF)


def reached_by(network, mode, hubs, direction, limit):
    """Give the hubs on the network and what they reach, all at once."""
    ((numbers, reached),) = Reach(network, mode, hubs, direction).of_hubs(
        np.arange(len(hubs)), limit, 99, Progress()
    )
    return numbers.tolist(), reached


def assert_minutes_as_networkx(network, mode, hubs, direction, limit, few=None) -> int:
    """Compare the minutes at places along stretches, and where a band runs out."""
    numbers, reached = reached_by(network, mode, hubs, direction, limit)
    rng, compared = np.random.default_rng(0), 0
    for row, hub in enumerate(numbers):
        own = OwnMinutes(network, mode, hubs, hub, direction)
        edges = np.arange(len(network.length_m))
        edges = edges if few is None else rng.choice(edges, few)
        for share in (0.13, 0.5, 0.77):
            found = reached.minutes(np.full(len(edges), row), edges, np.full(len(edges), share))
            for edge, minutes in zip(edges.tolist(), found):
                expected = own.to_point(edge, share)
                if min(minutes, expected) <= limit - 1e-6:
                    assert minutes == pytest.approx(expected, abs=1e-5), (hub, edge, share)
                    compared += 1
        touched = reached.touched(limit)[row]
        on, edge, share = reached.runs_out(limit / 2)
        for i in np.flatnonzero(on == row)[:few]:
            assert touched[edge[i]]
            assert own.to_point(int(edge[i]), float(share[i])) <= limit / 2 + 1e-5
    return compared


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("seed", range(25))
def test_minutes_along_random_streets_equal_networkx(seed, direction):
    network = random_streets(seed)
    hubs = random_hubs(network, "walk", seed)
    if hubs.ok.any():
        assert_minutes_as_networkx(network, "walk", hubs, direction, 4.0 + seed % 5)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_minutes_along_rutlands_ways_equal_networkx(shared_data, mode, direction):
    network = without_rules_for_through_traffic(rutland(shared_data).network)
    hubs = Snapper(network, mode).snap(np.array([[486_000.0, 308_700.0]]), 500)
    assert assert_minutes_as_networkx(network, mode, hubs, direction, 20.0, few=400) > 200


def without_rules_for_through_traffic(network):
    open_ = {mode: np.zeros_like(flags) for mode, flags in network.local_only.items()}
    return replace(network, turns=(), local_only=open_)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town")).network


def minutes_at(network, mode, hub, place, direction, limit=60.0):
    """Give the least minutes of the stretches within a metre of a place, inf where none."""
    hubs = Snapper(network, mode).snap(places(hub), 100)
    _, reached = reached_by(network, mode, hubs, direction, limit)
    best = INF
    for edge in np.flatnonzero(reached.touched(limit)[0] & ~network.no_access):
        line, point = LineString(network.lines.line(edge)), Point(places(place)[0])
        if line.distance(point) < 1.0:
            share = np.array([line.project(point, normalized=True)])
            best = min(best, reached.minutes(np.zeros(1, int), np.array([edge]), share)[0])
    return best if best <= limit else INF


def test_minutes_on_paper_count_the_hubs_access_walk(town):
    """A hub 40 m off High Street at B: half a minute to the street; C is 240 m or 3 min on."""
    assert minutes_at(town, "walk", (240, 40), (480, 0), "to") == pytest.approx(3.5, abs=0.01)
    assert minutes_at(town, "walk", (240, 40), (300, 0), "to") == pytest.approx(1.25, abs=0.01)


def test_a_one_way_street_counts_one_way_only(town):
    """By car from B to E is 240 m down One Way Street, back by F and C 240 + 240 + 240 more."""
    away = minutes_at(town, "drive", (240, 0), (240, -240), "from")
    home = minutes_at(town, "drive", (240, 0), (240, -240), "to")
    assert away == pytest.approx(240 / 500, abs=0.01)
    assert home == pytest.approx(720 / 500, abs=0.01)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("minutes", [[INF, 10], [10, INF]])
def test_a_place_at_the_hub_takes_no_minutes_whichever_way_the_street_is_closed(direction, minutes):
    network = network_of([[(0, 0), (800, 0)]], [minutes])
    hubs = Snapper(network, "walk").snap(np.array([[400.0, 0.0]]), 10)
    _, reached = reached_by(network, "walk", hubs, direction, 5)
    first = np.zeros(1, dtype=int)
    assert reached.minutes(first, first, np.array([0.5])).tolist() == [0]


def test_nobody_is_reached_half_way_along_a_one_way_street_against_its_direction(town):
    """Half way down One Way Street, home to B leads on to E and round: 120 + 720 m."""
    home = minutes_at(town, "drive", (240, 0), (240, -120), "to")
    assert home == pytest.approx(840 / 500, abs=0.01)


def test_the_far_bank_is_reached_by_the_open_bridge_alone(town):
    """From A east to D 720 m, over East Bridge 720 m, back west by Q to P 720 m: 27 min."""
    assert minutes_at(town, "walk", (0, 0), (0, 720), "to") == pytest.approx(27, abs=0.05)
    assert minutes_at(town, "walk", (0, 0), (0, 720), "to", limit=26.9) == INF


def test_the_estate_behind_the_locked_gate_is_not_reached(town):
    assert minutes_at(town, "drive", (720, -480), (720, -660), "to") == INF


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_minutes_run_out_at_just_that_place_on_either_side(direction):
    """East of the hub 80 m a minute, west of it, by a slower street, 40 m."""
    network = network_of([[(0, 0), (800, 0)], [(0, 0), (-800, 0)]], [[10, 10], [20, 20]])
    hubs = Snapper(network, "walk").snap(np.array([[1.0, 0.0]]), 10)
    _, reached = reached_by(network, "walk", hubs, direction, 5)
    _, edge, share = reached.runs_out(2.0)
    metres = np.where(edge == 0, 800, -800) * share
    assert metres.max() == pytest.approx(161, abs=1e-4)
    assert metres.min() == pytest.approx(-79.5, abs=1e-4)
    _, edge, share = reached.runs_out(0.5)  # the street beyond the corner has less than a minute
    metres = np.where(edge == 0, 800, -800) * share
    assert metres.max() == pytest.approx(41, abs=1e-4)
    assert metres.min() == pytest.approx(-19.5, abs=1e-4)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize("seed", range(8))
def test_minutes_are_those_that_are_counted_for_places_corners_included(seed, mode, direction):
    network, rng = random_streets(seed, mode), np.random.default_rng(seed)
    hubs = random_hubs(network, mode, seed)
    xy = rng.choice(network.node_xy, 60) + rng.choice([0.0, 0.5, 30.0], (60, 1)) * rng.normal(
        size=(60, 2)
    )
    at = Snapper(network, mode).snap(xy, 200)
    on = np.flatnonzero(at.ok)
    if not hubs.ok.any():
        return
    numbers, reached = reached_by(network, mode, hubs, direction, 60.0)
    pair = (at, hubs) if direction == "to" else (hubs, at)
    counted = travel_times(network, mode, *pair, 60.0)
    counted = counted if direction == "to" else counted.T
    for row, hub in enumerate(numbers):
        found = reached.minutes(np.full(len(on), row), at.edge[on], at.fraction[on])
        found = found + at.access_minutes[on]
        found[found > 60] = INF
        np.testing.assert_allclose(found, counted[on, hub], atol=1e-5)


def test_the_nearest_of_several_hubs_counts_everywhere():
    network = random_streets(4)
    hubs = random_hubs(network, "walk", 4)
    numbers, reached = reached_by(network, "walk", hubs, "to", 20)
    assert len(numbers) > 1
    edges = np.arange(len(network.length_m))
    least = np.full(len(edges), INF)
    for row in range(len(numbers)):
        found = reached.minutes(np.full(len(edges), row), edges, np.full(len(edges), 0.4))
        least = np.minimum(least, found)
    nearest = reached.nearest().minutes(np.zeros_like(edges), edges, np.full(len(edges), 0.4))
    np.testing.assert_array_equal(nearest, least)
    assert np.isfinite(least).any()


def test_two_hubs_on_one_stretch_each_count_straight_along_it():
    network = network_of([[(0, 0), (800, 0)]], [[10, INF]])
    hubs = Snapper(network, "walk").snap(np.array([[200.0, 0.0], [600.0, 0.0]]), 10)
    _, reached = reached_by(network, "walk", hubs, "to", 60)
    at = np.array([100.0, 400.0, 700.0]) / 800
    minutes = [reached.minutes(np.full(3, row), np.zeros(3, int), at) for row in (0, 1)]
    np.testing.assert_allclose(minutes, [[1.25, INF, INF], [6.25, 2.5, INF]])
    merged = reached.nearest().minutes(np.zeros(3, int), np.zeros(3, int), at)
    np.testing.assert_allclose(merged, [1.25, 2.5, INF])


def test_hubs_come_in_blocks_of_the_size_asked_for_and_in_order():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[10.0 * i, 0.0] for i in range(7)]), 10)
    blocks = list(Reach(network, "walk", hubs).of_hubs(np.arange(len(hubs)), 30, 3, Progress()))
    assert [len(reached.corners) for _, reached in blocks] == [3, 3, 1]
    assert sorted(np.concatenate([numbers for numbers, _ in blocks])) == list(range(7))


def test_hubs_off_the_network_have_no_minutes():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 900.0], [200.0, 0.0]]), 100)
    assert reached_by(network, "walk", hubs, "to", 30)[0] == [1]


def test_an_unknown_direction_or_mode_is_refused_in_words():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 0.0]]), 100)
    with pytest.raises(InputError, match="'to' or 'from'"):
        Reach(network, "walk", hubs, "both")
    with pytest.raises(InputError, match="no minutes for 'bus'"):
        Reach(network, "bus", hubs)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_street_of_half_a_minute_is_left_as_fast_as_a_long_one(direction):
    """100 m in half a minute, the hub in its middle: 0.2 minutes are 40 m to either side."""
    network = network_of([[(0, 0), (100, 0)]], [[0.5, 0.5]])
    hubs = Snapper(network, "walk").snap(np.array([[50.0, 0.0]]), 10)
    _, reached = reached_by(network, "walk", hubs, direction, 5)
    _, _, share = reached.runs_out(0.2)
    assert sorted(100 * share) == pytest.approx([10, 50, 90], abs=1e-6)
