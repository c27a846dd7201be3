"""Places onto the network: the nearest way, the walk there, and honest refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely.geometry
from rutland_network import rutland
from test_reached import polylines, random_streets
from toy_town import ORIGIN, TOY_TOWN, Town, places, street

from family_hub_planner.engine.network import snap
from family_hub_planner.engine.network.model import Polylines
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.snap import (
    BEHIND_A_BARRIER,
    ON_THE_NETWORK,
    ONLY_AN_ISLAND,
    TOO_FAR,
    Snapper,
)

TOLERANCE_M = 0.03  # OpenStreetMap keeps positions to about a centimetre


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town"))


def snapped(built, mode, *metres, most=500.0):
    return Snapper(built.network, mode).snap(places(*metres), most)


def street_of(built, snap, place=0) -> str:
    return built.name[snap.edge[place]]


def point_at(network, edge, fraction) -> np.ndarray:
    """Give the point at a fraction of a stretch's length, by shapely."""
    line = shapely.geometry.LineString(network.lines.line(edge))
    return np.array(line.interpolate(fraction, normalized=True).coords[0])


def assert_fractions_give_the_points(network, snap) -> None:
    for place in np.flatnonzero(snap.ok):
        point = point_at(network, snap.edge[place], snap.fraction[place])
        np.testing.assert_allclose(point, snap.on_way[place], atol=1e-5)
        walk = np.hypot(*(snap.xy[place] - point))
        assert snap.access_m[place] == pytest.approx(walk, abs=1e-5)


def test_a_place_beside_a_street_is_put_square_onto_it(town):
    snap = snapped(town, "walk", (60, 35))
    assert street_of(town, snap) == "High Street"
    assert snap.fraction[0] == pytest.approx(0.25, abs=1e-4)
    assert snap.access_m[0] == pytest.approx(35, abs=TOLERANCE_M)
    np.testing.assert_allclose(snap.on_way[0] - ORIGIN, (60, 0), atol=TOLERANCE_M)
    assert snap.reason == (ON_THE_NETWORK,)


@pytest.mark.parametrize(
    ("mode", "minutes"), [("walk", 0.5), ("pram", 40 / 60), ("cycle", 0.5), ("drive", 0.5)]
)
def test_the_walk_to_the_way_is_walked_in_every_mode_and_pushed_with_a_pram(town, mode, minutes):
    assert snapped(town, mode, (60, 40)).access_minutes[0] == pytest.approx(minutes, abs=1e-3)


def test_a_place_past_a_streets_end_is_put_on_the_end(town):
    snap = snapped(town, "walk", (-30, -1480))
    assert street_of(town, snap) == "Long Lane"
    assert snap.fraction[0] == pytest.approx(1.0, abs=1e-9)
    assert snap.access_m[0] == pytest.approx(50, abs=TOLERANCE_M)


def test_a_place_is_put_on_the_nearest_way_that_its_mode_may_use(town):
    """(600, -230) lies 10 m from the footpath and 120 m from any street."""
    walk, drive = snapped(town, "walk", (601, -230)), snapped(town, "drive", (601, -230))
    assert street_of(town, walk) == "Stile Path"
    assert street_of(town, drive) == "Field Street"
    assert drive.access_m[0] == pytest.approx(119, abs=TOLERANCE_M)
    assert drive.nearest_m[0] == pytest.approx(119, abs=TOLERANCE_M)


def test_a_place_farther_than_asked_is_reported_not_moved(town):
    snap = snapped(town, "walk", (60, 35), most=34.9)
    assert snap.edge.tolist() == [-1]
    assert snap.reason == (TOO_FAR,)
    assert np.isnan([snap.fraction[0], snap.access_m[0], snap.access_minutes[0]]).all()
    assert np.isnan(snap.on_way).all()


@pytest.mark.parametrize(("most", "ok"), [(34.9, False), (35.1, True), (260, True), (1e5, True)])
def test_the_greatest_distance_is_kept_to_the_decimetre(town, most, ok):
    assert snapped(town, "walk", (60, 35), most=most).ok.tolist() == [ok]


def test_a_place_on_an_island_is_reported_when_no_mainland_way_is_near(town):
    snap = snapped(town, "walk", (1530, 310), (840, -710), most=100)
    assert snap.reason == (ONLY_AN_ISLAND, ONLY_AN_ISLAND)
    assert snap.nearest_m == pytest.approx([10, 10], abs=TOLERANCE_M)


def test_a_place_near_an_island_is_put_on_the_next_mainland_way(town):
    """The estate's street passes 10 m away; Field Street's end at the locked gate is at 200 m."""
    snap = snapped(town, "walk", (880, -710))
    assert street_of(town, snap) == "The Estate"
    np.testing.assert_allclose(snap.on_way[0] - ORIGIN, (720, -600), atol=TOLERANCE_M)
    assert snap.nearest_m[0] == pytest.approx(10, abs=TOLERANCE_M)


def test_a_place_too_far_from_any_way_is_told_how_far(town):
    """North Road, the most northern way, is 400 m south of it; 100 m were allowed."""
    north = town.network.lines.xy[:, 1].max()
    place = np.array([[ORIGIN[0] + 300.0, north + 400.0]])
    snap = Snapper(town.network, "walk").snap(place, 100.0)
    assert snap.reason == (TOO_FAR,)
    every = town.network.lines.xy
    assert snap.nearest_m[0] <= np.hypot(*(every - place).T).min() + TOLERANCE_M
    assert snap.nearest_m[0] >= 400 - TOLERANCE_M


def test_a_place_across_the_river_from_the_only_near_way_is_reported_not_moved(tmp_path):
    """With North Road gone, the north bank's only near way is High Street, across the river."""
    town = TOY_TOWN.without("North Road", "Slow Row", "Quick Crescent", "East Bridge")
    snap = snapped(town.build(tmp_path), "walk", (300, 390))
    assert snap.reason == (BEHIND_A_BARRIER,)
    assert snap.edge.tolist() == [-1]
    assert snap.nearest_m[0] == pytest.approx(390, abs=TOLERANCE_M)


def test_a_place_across_the_river_is_put_on_the_farther_way_on_its_own_bank(town):
    """The river runs midway, at 360 m, between High Street and North Road."""
    assert street_of(town, snapped(town, "walk", (300, 370))) == "North Road"
    assert street_of(town, snapped(town, "walk", (300, 350))) == "High Street"


def test_the_nearer_way_across_the_water_is_passed_over(tmp_path):
    town = Town(
        points={
            "a": (0, 0), "b": (400, 0), "c": (0, 300), "d": (400, 300),
            "u": (-900, 20), "v": (907, 20),
        },
        ways=[
            ("a b", street("South")),
            ("c d", street("North")),
            ("b d", street("Bridge", bridge="yes")),
            ("u v", {"waterway": "canal"}),
        ],
    )  # fmt: skip
    snap = snapped(town.build(tmp_path), "walk", (103, 60))
    assert street_of(town.build(tmp_path), snap) == "North"
    assert snap.access_m[0] == pytest.approx(240, abs=TOLERANCE_M)
    assert snap.nearest_m[0] == pytest.approx(60, abs=TOLERANCE_M)


@pytest.mark.parametrize(
    "river",
    [
        [(0, 50), (200, 50), (400, 50)],
        [(0, 50), (200, 50), (400, 60)],
        [(0, 90), (200, 50), (400, 90)],
    ],
)
def test_a_walk_through_a_bend_of_the_river_crosses_it(tmp_path, river):
    """Round coordinates let the walk run exactly through the vertex between two pieces."""
    one_street = Town({"a": (0, 0), "b": (400, 0)}, [("a b", street("South"))]).build(tmp_path)
    network = replace(
        one_street.network,
        lines=Polylines(np.array([(0.0, 0.0), (400.0, 0.0)]), np.array([0, 2])),
        barriers=Polylines(np.array(river, dtype=float), np.array([0, len(river)])),
    )
    snap = Snapper(network, "walk").snap(np.array([[200.0, 100.0]]), 500)
    assert snap.reason == (BEHIND_A_BARRIER,)


def test_a_walk_past_the_tip_of_a_river_crosses_nothing(tmp_path):
    one_street = Town({"a": (0, 0), "b": (400, 0)}, [("a b", street("South"))]).build(tmp_path)
    network = replace(
        one_street.network,
        lines=Polylines(np.array([(0.0, 0.0), (400.0, 0.0)]), np.array([0, 2])),
        barriers=Polylines(np.array([(-50.0, 50.0), (199.0, 50.0)]), np.array([0, 2])),
    )
    assert Snapper(network, "walk").snap(np.array([[200.0, 100.0]]), 500).ok.all()


def test_nobody_gets_on_a_motorway_along_its_way(town):
    """(600, -950) lies 10 m from the motorway; the nearest street is 350 m and more away."""
    assert snapped(town, "drive", (600, -950), most=100).reason == (TOO_FAR,)
    far = snapped(town, "drive", (600, -950))
    assert street_of(town, far) == "The Estate"
    assert far.access_m[0] == pytest.approx(np.hypot(120, 350), abs=TOLERANCE_M)


def test_a_place_behind_the_motorway_is_not_put_on_the_streets_before_it(tmp_path):
    built = TOY_TOWN.without("Long Lane", "The Estate").build(tmp_path)
    assert snapped(built, "walk", (720, -970)).reason == (BEHIND_A_BARRIER,)


def test_no_places_at_all_are_no_trouble(town):
    snap = Snapper(town.network, "walk").snap(np.empty((0, 2)), 500)
    assert len(snap) == 0
    assert snap.reason == ()


def test_a_place_does_not_depend_on_the_others_it_is_asked_with(town):
    rng = np.random.default_rng(5)
    xy = rng.uniform((-200, -1500), (1600, 900), (60, 2)) + ORIGIN
    snapper = Snapper(town.network, "walk")
    together = snapper.snap(xy, 300)
    for place in range(len(xy)):
        alone = snapper.snap(xy[place : place + 1], 300)
        assert alone.edge[0] == together.edge[place]
        assert alone.reason[0] == together.reason[place]
        np.testing.assert_array_equal(alone.on_way[0], together.on_way[place])


def brute_force(network, mode, place, most) -> tuple[float, str]:
    """Give the metres of the walk and the reason, from every straight piece of every way."""
    usable = np.isfinite(network.minutes[mode]).any(axis=1) & ~network.no_access
    line, start, end = network.lines.segments()
    _, wall_start, wall_end = network.barriers.segments()
    metres, points = distances(place, start, end)
    order = [i for i in np.argsort(metres, kind="stable") if usable[line[i]] and metres[i] <= most]
    reason = TOO_FAR
    for i in order:
        if network.island[mode][line[i]]:
            reason = ONLY_AN_ISLAND if reason == TOO_FAR else reason
        elif crossed(place, points[i], wall_start, wall_end):
            reason = BEHIND_A_BARRIER
        else:
            return float(metres[i]), ON_THE_NETWORK
    return np.nan, reason


def distances(place, start, end) -> tuple[np.ndarray, np.ndarray]:
    """Metres to each piece: to the foot of the perpendicular if it falls inside, else to an end."""
    direction = end - start
    length = np.hypot(*direction.T)
    unit = direction / np.where(length, length, 1)[:, None]
    along = np.clip(np.einsum("ij,ij->i", place - start, unit), 0, length)
    points = start + along[:, None] * unit
    return np.hypot(*(points - place).T), points


def crossed(a, b, wall_start, wall_end) -> bool:
    """Solve a + t (b - a) = start + u (end - start) for every wall: 0 < t, u < 1."""
    walk, wall = b - a, wall_end - wall_start
    det = walk[0] * wall[:, 1] - walk[1] * wall[:, 0]
    gap = wall_start - a
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (gap[:, 0] * wall[:, 1] - gap[:, 1] * wall[:, 0]) / det
        u = (gap[:, 0] * walk[1] - gap[:, 1] * walk[0]) / det
    return bool(((t > 0) & (t < 1) & (u > 0) & (u < 1)).any())


def assert_as_brute_force(network, mode, xy, most) -> None:
    snap = Snapper(network, mode).snap(xy, most)
    for place in range(len(xy)):
        metres, reason = brute_force(network, mode, xy[place], most)
        assert snap.reason[place] == reason, f"place {place}"
        np.testing.assert_allclose(snap.access_m[place], metres, atol=1e-6, err_msg=str(place))
    assert_fractions_give_the_points(network, snap)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("most", [20.0, 150.0, 500.0])
def test_snapping_equals_a_search_of_every_piece_in_the_toy_town(town, mode, most):
    xy = np.random.default_rng(11).uniform((-300, -1600), (1700, 1000), (150, 2)) + ORIGIN
    assert_as_brute_force(town.network, mode, xy, most)


@pytest.mark.parametrize("mode", MODES)
def test_snapping_equals_a_search_of_every_piece_in_rutland(shared_data, mode):
    network = rutland(shared_data).network
    rng = np.random.default_rng(12)
    near = network.lines.xy[rng.integers(0, len(network.lines.xy), 60)] + rng.normal(0, 90, (60, 2))
    walls = network.barriers.xy
    beside = walls[rng.integers(0, len(walls), 40)] + rng.normal(0, 30, (40, 2))
    anywhere = rng.uniform(network.node_xy.min(axis=0), network.node_xy.max(axis=0), (40, 2))
    assert_as_brute_force(network, mode, np.concatenate([near, beside, anywhere]), 500.0)


@pytest.mark.parametrize("seed", range(8))
def test_snapping_equals_a_search_of_every_piece_among_many_barriers_and_islands(seed):
    rng = np.random.default_rng(seed)
    network = random_streets(seed)
    walls = [rng.uniform(0, 900, (int(rng.integers(2, 6)), 2)) for _ in range(12)]
    network = replace(
        network,
        island={"walk": rng.random(len(network.length_m)) < 0.3},
        barriers=polylines(walls),
    )
    assert_as_brute_force(network, "walk", rng.uniform(-100, 1000, (60, 2)), 250.0)


def test_of_two_ways_as_near_the_first_is_taken(tmp_path):
    one_street = Town({"a": (0, 0), "b": (400, 0)}, [("a b", street("South"))]).build(tmp_path)
    network = one_street.network
    twice = replace(
        network,
        lines=Polylines(np.array([(0, 20), (90, 20), (0, 0), (90, 0)], float), np.array([0, 2, 4])),
        length_m=np.array([90.0, 90.0]),
        minutes={"walk": np.ones((2, 2))},
        island={"walk": np.zeros(2, dtype=bool)},
        no_access=np.zeros(2, dtype=bool),
        barriers=Polylines(np.empty((0, 2)), np.array([0])),
    )
    assert Snapper(twice, "walk").snap(np.array([[40.0, 10.0]]), 50).edge.tolist() == [0]


def test_a_place_nowhere_on_the_earth_is_too_far_and_holds_nobody_up(town):
    beyond = np.array([(np.nan, 0.0), (0.0, np.inf), (1e300, 0.0), (1e20, -1e20)])
    snapped = Snapper(town.network, "walk").snap(beyond, 500)
    assert not snapped.ok.any()
    assert set(snapped.reason) == {TOO_FAR}
    assert np.isinf(snapped.nearest_m).all()


def test_far_places_are_told_how_far_whatever_their_number(town, monkeypatch):
    """They are looked at few at a time, as each has all ways to look at."""
    far = places(*((1e6 + 1000 * n, 5e5) for n in range(40)))
    whole = Snapper(town.network, "walk").snap(far, 500).nearest_m
    monkeypatch.setattr(snap, "_MOST_PAIRS", 100)
    np.testing.assert_array_equal(Snapper(town.network, "walk").snap(far, 500).nearest_m, whole)
    assert (np.abs(whole - np.hypot(1e6 + 1000 * np.arange(40), 5e5)) < 3000).all()
