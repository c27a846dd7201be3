"""Minutes along stretches against a search of our own by networkx, and on paper in the toy town."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from rutland_network import rutland
from scipy.spatial import cKDTree
from shapely.geometry import LineString, Point
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.network.model import Network, Polylines
from family_hub_planner.engine.network.modes import DIRECTIONS
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.reached import Reach

INF = np.inf
STEP_M = 12.5


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


def edge_lines(network) -> list[LineString]:
    return [LineString(network.lines.line(i)) for i in range(len(network.lines))]


class Segments:
    """The straight pieces of a network's stretches, to be looked up by place, one by one."""

    def __init__(self, network) -> None:
        self.line, self.start, self.end = network.lines.segments()

    def metres(self, xy) -> np.ndarray:
        along = self.end - self.start
        squared = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(((xy - self.start) * along).sum(axis=1) / squared, 0, 1)
        return np.hypot(*(self.start + share[:, None] * along - xy).T)

    def through(self, xy) -> np.ndarray:
        """Give the stretches that run through a point."""
        return np.unique(self.line[self.metres(xy) < 1e-6])


def samples_of(network, mode, hubs, hub, direction, limit):
    reach = Reach(network, mode, hubs, direction)
    ends = dict(reach.ends(limit, Progress()))[hub]
    return reach.samples(ends, [hub], limit, STEP_M)


def assert_minutes_as_networkx(network, mode, hubs, hub, direction, limit, few=None) -> int:
    """Compare every sample's minutes, and find every reached quarter of a stretch sampled."""
    samples = samples_of(network, mode, hubs, hub, direction, limit)
    own, lines = OwnMinutes(network, mode, hubs, hub, direction), edge_lines(network)
    segments, rng = Segments(network), np.random.default_rng(0)
    at = range(len(samples.minutes))
    for i in at if few is None else rng.choice(at, min(few, len(at)), replace=False):
        point = Point(samples.xy[i])
        near = segments.through(samples.xy[i]).tolist()
        assert not network.no_access[near].all()
        candidates = [
            minutes
            for edge in near
            for minutes in own.all_to_point(edge, lines[edge].project(point, normalized=True))
        ]
        assert np.abs(np.array(candidates) - samples.minutes[i]).min() < 1e-5
    if len(samples.xy):
        assert samples.minutes.max() <= limit
    sampled = cKDTree(samples.xy) if len(samples.xy) else None
    edges = np.flatnonzero(~network.no_access)
    for edge in edges if few is None else rng.choice(edges, few):
        for share in (0.0, 0.25, 0.5, 1.0):
            if own.to_point(int(edge), share) <= limit - STEP_M / 80 - 1e-6:
                xy = lines[edge].interpolate(share, normalized=True).coords[0]
                assert sampled is not None
                assert sampled.query(xy)[0] <= STEP_M / 2 + 1e-6
    return len(samples.minutes)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("seed", range(25))
def test_minutes_along_random_streets_equal_networkx(seed, direction):
    network = random_streets(seed)
    hubs = random_hubs(network, "walk", seed)
    for hub in np.flatnonzero(hubs.ok):
        assert_minutes_as_networkx(network, "walk", hubs, int(hub), direction, 4.0 + seed % 5)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_minutes_along_rutlands_ways_equal_networkx(shared_data, mode, direction):
    network = rutland(shared_data).network
    hubs = Snapper(network, mode).snap(np.array([[486_000.0, 308_700.0]]), 500)
    count = assert_minutes_as_networkx(network, mode, hubs, 0, direction, 10.0, few=250)
    assert count > 2000


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town")).network


def minutes_at(network, mode, hub, place, direction, limit=60.0):
    """Give the minutes of the sample at a place, inf where no sample is within a metre."""
    hubs = Snapper(network, mode).snap(places(hub), 100)
    samples = samples_of(network, mode, hubs, 0, direction, limit)
    metres = np.hypot(*(samples.xy - places(place)).T)
    return samples.minutes[metres < 1.0].min(initial=INF)


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


def test_nobody_is_reached_half_way_along_a_one_way_street_against_its_direction(town):
    """Half way down One Way Street, home to B leads on to E and round: 120 + 720 m."""
    home = minutes_at(town, "drive", (240, 0), (240, -120), "to")
    assert home == pytest.approx(840 / 500, abs=0.01)


def test_the_far_bank_is_reached_by_the_open_bridge_alone(town):
    """From A east to D 720 m, over East Bridge 720 m, back west by Q to P 720 m: 27 min."""
    assert minutes_at(town, "walk", (0, 0), (0, 720), "to") == pytest.approx(27, abs=0.05)
    assert minutes_at(town, "walk", (0, 0), (0, 720), "to", limit=26.9) == INF


@pytest.mark.parametrize("at", [(300, -960), (1510, -960), (-600, -960)])
def test_a_motorway_carries_no_sample(town, at):
    assert minutes_at(town, "drive", (0, -240), at, "to") == INF


def test_the_estate_behind_the_locked_gate_is_not_reached(town):
    assert minutes_at(town, "drive", (720, -480), (720, -660), "to") == INF


def test_samples_stand_no_farther_apart_than_asked_and_at_both_ends():
    network = network_of([[(0, 0), (100, 0)]], [[1.25, 1.25]])
    hubs = Snapper(network, "walk").snap(np.array([[50.0, 0.0]]), 10)
    samples = samples_of(network, "walk", hubs, 0, "to", 10)
    x = np.unique(samples.xy[:, 0])
    assert x.min() == 0
    assert x.max() == 100
    assert np.diff(x).max() <= STEP_M
    np.testing.assert_allclose(samples.minutes, np.abs(samples.xy[:, 0] - 50) / 80, atol=1e-9)


def test_only_samples_within_the_minutes_are_given():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 0.0]]), 10)
    samples = samples_of(network, "walk", hubs, 0, "to", 5)
    assert samples.xy[:, 0].max() == pytest.approx(400, abs=STEP_M)
    assert samples.within(2.0)[:, 0].max() == pytest.approx(160, abs=STEP_M)
    assert samples.within(2.0)[:, 0].max() <= 160


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_sample_stands_just_where_a_band_runs_out(direction):
    """East of the hub 80 m a minute, west of it, by a slower street, 40 m."""
    network = network_of([[(0, 0), (800, 0)], [(0, 0), (-800, 0)]], [[10, 10], [20, 20]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 0.0]]), 10)
    reach = Reach(network, "walk", hubs, direction)
    ends = dict(reach.ends(5, Progress()))[0]
    samples = reach.samples(ends, [0], 5, 70.0, (2.0, 5.0))
    for x in (160, 400, -80, -200):
        assert np.abs(samples.xy[:, 0] - x).min() < 1e-3
    assert np.sort(samples.within(2.0)[:, 0])[[0, -1]] == pytest.approx([-80, 160], abs=1e-3)


def test_the_access_walk_is_sampled_from_the_hub_to_its_way():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[200.0, 60.0]]), 100)
    samples = Reach(network, "walk", hubs).access_samples(0, STEP_M)
    np.testing.assert_allclose(samples.xy[[0, -1]], [[200, 60], [200, 0]])
    np.testing.assert_allclose(samples.minutes[[0, -1]], [0, 0.75])
    assert np.diff(samples.xy[:, 1]).min() >= -STEP_M


def test_a_hub_standing_on_its_way_has_one_access_sample():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[200.0, 0.0]]), 100)
    samples = Reach(network, "walk", hubs).access_samples(0, STEP_M)
    assert samples.minutes.tolist() == [0.0]


def test_hubs_off_the_network_have_no_minutes():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 900.0], [200.0, 0.0]]), 100)
    found = dict(Reach(network, "walk", hubs).ends(30, Progress()))
    assert list(found) == [1]


def test_an_unknown_direction_or_mode_is_refused_in_words():
    network = network_of([[(0, 0), (800, 0)]], [[10, 10]])
    hubs = Snapper(network, "walk").snap(np.array([[0.0, 0.0]]), 100)
    with pytest.raises(InputError, match="'to' or 'from'"):
        Reach(network, "walk", hubs, "both")
    with pytest.raises(InputError, match="no minutes for 'bus'"):
        Reach(network, "bus", hubs)
