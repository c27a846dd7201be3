"""Minutes over the network, worked by hand in the toy town."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from toy_town import M_PER_MINUTE, ORIGIN, TOY_TOWN, Town, places, street

from family_hub_planner.engine.errors import CancelledError, InputError
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.travel_time import (
    nearest_only,
    travel_times,
)

CLOSE = 2e-3  # minutes: OpenStreetMap keeps positions to about a centimetre


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town")).network


def minutes(network, mode, start, end, **options) -> float:
    """Give the minutes between two places in metres from the town's origin."""
    snapper = Snapper(network, mode)
    origin, destination = (snapper.snap(places(metres), 200) for metres in (start, end))
    return float(travel_times(network, mode, origin, destination, **options)[0, 0])


def paces(mode, *metres) -> float:
    return sum(metres) / M_PER_MINUTE[mode]


# --- The toy town, by hand. ------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["walk", "pram", "cycle"])
def test_the_closed_bridge_sends_everybody_round_by_the_open_one(town, mode):
    """A to P: 720 m of High Street, 720 m of East Bridge, 720 m of North Road and Slow Row."""
    assert minutes(town, mode, (0, 0), (0, 720)) == pytest.approx(
        2160 / M_PER_MINUTE[mode], abs=CLOSE
    )


def test_the_open_bridge_is_the_short_way(tmp_path):
    opened = TOY_TOWN.retagged("West Bridge", access="").build(tmp_path).network
    assert minutes(opened, "walk", (0, 0), (0, 720)) == pytest.approx(9, abs=CLOSE)


def test_closed_bridges_make_the_far_bank_unreachable(tmp_path):
    """The north bank is long enough here to stand as a part of its own."""
    long_bank = [(f"w{i} w{i + 1}", street("Far Street")) for i in range(10)]
    points = {**TOY_TOWN.points, **{f"w{i}": (i * 600, 1800) for i in range(11)}}
    closed = TOY_TOWN.retagged("East Bridge", access="no")
    town = Town(points, [*closed.ways, *long_bank], closed.node_tags).build(tmp_path).network
    assert minutes(town, "walk", (0, 10), (300, 1810)) == np.inf
    assert minutes(town, "walk", (300, 1810), (900, 1810)) == pytest.approx(7.75, abs=CLOSE)


def test_a_car_takes_the_long_quick_crescent_and_a_walker_the_short_slow_row(town):
    """R to S: 240 m at 15 km/h is 0.96 minutes by car, 480 m at 45 km/h is 0.64."""
    assert minutes(town, "drive", (480, 720), (720, 720)) == pytest.approx(0.64, abs=CLOSE)
    assert minutes(town, "walk", (480, 720), (720, 720)) == pytest.approx(3, abs=CLOSE)


def test_a_one_way_street_makes_there_and_back_differ(town):
    """From the High Street, 60 m short of B, to Back Street, 60 m past E, and back round by C."""
    west, south = (180, 0), (300, -240)
    assert minutes(town, "drive", west, south) == pytest.approx(
        paces("drive", 60, 240, 60), abs=CLOSE
    )
    back = paces("drive", 180, 240, 240, 60)
    assert minutes(town, "drive", south, west) == pytest.approx(back, abs=CLOSE)
    assert minutes(town, "walk", south, west) == pytest.approx(paces("walk", 360), abs=CLOSE)


@pytest.mark.parametrize("name", ["High Street", "One Way Street", "Back Street"])
@pytest.mark.parametrize("corner", [(240, 0), (240, -240)])
@pytest.mark.parametrize("off_m", [0.0, 0.3])
def test_a_place_at_a_corner_is_reached_by_every_street_that_meets_there(
    tmp_path, name, corner, off_m
):
    """Which street the file names first must not matter: the corner is on all of them.

    Nor may a step down the one-way street: no council knows its buildings to the centimetre.
    """
    first = [way for way in TOY_TOWN.ways if way[1].get("name") == name]
    rest = [way for way in TOY_TOWN.ways if way[1].get("name") != name]
    town = Town(TOY_TOWN.points, first + rest, TOY_TOWN.node_tags).build(tmp_path).network
    junction = town.node_xy[np.hypot(*(town.node_xy - places(corner)).T).argmin()] - ORIGIN
    at = tuple(junction + np.array((0, off_m if corner[1] else -off_m)))
    along, down = (60, 0), (360, -240)
    if corner == (240, 0):
        expected = [(180,), (180,), (240, 120), (120, 240, 240)]
    else:
        expected = [(180, 240), (240, 240, 240, 180), (120,), (120,)]
    journeys = [(along, at), (at, along), (at, down), (down, at)]
    found = [minutes(town, "drive", *journey) for journey in journeys]
    assert found == pytest.approx([paces("drive", *metres) for metres in expected], abs=5e-3)


def test_a_place_past_a_corner_is_reached_by_every_street_that_meets_there(tmp_path):
    """The place lies outside the corner, 30 m off; its nearest point is the corner itself."""
    points = {"a": (0, 0), "b": (240, 0), "c": (240, -240)}
    ways = [("c b", street("Up", oneway="yes")), ("a b", street("Along"))]
    town = Town(points, [*ways, ("c a", street("Back"))]).build(tmp_path).network
    there = minutes(town, "drive", (120, 0), (258, 24))
    assert there == pytest.approx(paces("drive", 120) + paces("walk", 30), abs=CLOSE)


def test_both_ends_on_one_street_are_joined_along_it(town):
    assert minutes(town, "walk", (300, -240), (400, -240)) == pytest.approx(1.25, abs=CLOSE)
    assert minutes(town, "drive", (400, -240), (300, -240)) == pytest.approx(0.2, abs=CLOSE)


def test_both_ends_on_one_one_way_street_go_round_against_it(town):
    """60 m along it; backwards on to E, Back Street to C, High Street to B, and in again."""
    upper, lower = (240, -60), (240, -120)
    assert minutes(town, "drive", upper, lower) == pytest.approx(paces("drive", 60), abs=CLOSE)
    round_ = paces("drive", 120, 240, 240, 240, 60)
    assert minutes(town, "drive", lower, upper) == pytest.approx(round_, abs=CLOSE)
    assert minutes(town, "walk", lower, upper) == pytest.approx(paces("walk", 60), abs=CLOSE)


def test_one_and_the_same_place_is_no_journey_but_its_two_walks(town):
    assert minutes(town, "drive", (60, 40), (60, 40)) == pytest.approx(1.0, abs=CLOSE)
    assert minutes(town, "drive", (240, -60), (240, -60)) == pytest.approx(0, abs=CLOSE)


def test_a_roundabout_is_driven_one_way_and_walked_either_way(town):
    """60 m before it to 60 m past it: three of its sides one way, one side back."""
    west, east = (900, 0), (1080, 0)
    assert minutes(town, "drive", west, east) == pytest.approx(paces("drive", 300), abs=CLOSE)
    assert minutes(town, "drive", east, west) == pytest.approx(paces("drive", 180), abs=CLOSE)
    assert minutes(town, "walk", west, east) == pytest.approx(paces("walk", 180), abs=CLOSE)


def test_steps_send_a_pram_round(town):
    """60 m above the steps' foot to 60 m past their head."""
    lane, back = (0, -180), (300, -240)
    assert minutes(town, "walk", lane, back) == pytest.approx(paces("walk", 60, 240, 60), abs=CLOSE)
    round_ = paces("pram", 180, 240, 240, 60)
    assert minutes(town, "pram", lane, back) == pytest.approx(round_, abs=CLOSE)
    by_car = paces("drive", 180, 240, 240, 60)
    assert minutes(town, "drive", lane, back) == pytest.approx(by_car, abs=CLOSE)


def test_a_stile_and_a_kissing_gate_let_walkers_through_and_send_prams_round(town):
    f, t, v = (480, -240), (720, -240), (960, -240)
    assert minutes(town, "walk", f, t) == pytest.approx(3, abs=CLOSE)
    assert minutes(town, "pram", f, t) == pytest.approx(paces("pram", 240, 240, 240), abs=CLOSE)
    assert minutes(town, "walk", t, v) == pytest.approx(3, abs=CLOSE)
    assert minutes(town, "pram", t, v) == pytest.approx(paces("pram", 240, 240, 240), abs=CLOSE)


def test_a_pram_gets_up_to_a_stile_on_either_side(town):
    """10 m each side of the stile: to the stile's west from F, to its east from T."""
    west, east = (590, -240), (610, -240)
    assert minutes(town, "walk", west, east) == pytest.approx(paces("walk", 20), abs=CLOSE)
    round_ = paces("pram", 110, 240, 240, 240, 110)
    assert minutes(town, "pram", west, east) == pytest.approx(round_, abs=CLOSE)


def test_a_bollard_stops_cars_only(town):
    v, x = (960, -240), (960, -480)
    for mode in ("walk", "pram", "cycle"):
        assert minutes(town, mode, v, x) == pytest.approx(240 / M_PER_MINUTE[mode], abs=CLOSE)
    assert minutes(town, "drive", v, x) == pytest.approx(paces("drive", 1200), abs=CLOSE)


def test_a_locked_gate_keeps_everybody_out_of_the_estate(town):
    """Somebody inside is put on the street before the gate only if it is near enough."""
    for mode in MODES:
        inside = Snapper(town, mode).snap(places((840, -710)), 100)
        assert inside.reason == ("only a small cut-off part of the network is near",)
        times = travel_times(town, mode, inside, Snapper(town, mode).snap(places((0, 0)), 100))
        assert times.tolist() == [[np.inf]]


def test_the_loop_is_walked_the_shorter_way_round(town):
    """From K back to K in 480 m: half way is 240 m off, three quarters 120 m."""
    k = (1260, 0)
    assert minutes(town, "walk", k, (1380, -120)) == pytest.approx(3, abs=CLOSE)
    assert minutes(town, "walk", k, (1380, 0)) == pytest.approx(1.5, abs=CLOSE)
    assert minutes(town, "walk", (1260, -60), (1380, -120)) == pytest.approx(2.25, abs=CLOSE)
    through_k = paces("walk", 60, 120)
    assert minutes(town, "walk", (1260, -60), (1380, 0)) == pytest.approx(through_k, abs=CLOSE)


def test_a_one_way_loop_is_driven_one_way_round(tmp_path):
    town = TOY_TOWN.retagged("The Loop", oneway="yes").build(tmp_path).network
    assert minutes(town, "drive", (1200, 0), (1380, -60)) == pytest.approx(
        paces("drive", 360), abs=CLOSE
    )
    assert minutes(town, "drive", (1380, -60), (1200, 0)) == pytest.approx(
        paces("drive", 240), abs=CLOSE
    )


def test_a_lane_over_the_motorway_is_no_way_onto_it(town):
    """M to L: 1,200 m at 45 km/h; nothing joins the motorway beneath."""
    assert minutes(town, "drive", (0, -300), (0, -1440)) == pytest.approx(1140 / 750, abs=CLOSE)


def test_the_walks_at_both_ends_are_counted_at_walking_pace(town):
    """40 m before and 16 m after 300 m of street."""
    start, end = (60, 40), (360, 16)
    assert minutes(town, "walk", start, end) == pytest.approx(paces("walk", 356), abs=CLOSE)
    assert minutes(town, "pram", start, end) == pytest.approx(paces("pram", 356), abs=CLOSE)
    by_car = paces("walk", 56) + paces("drive", 300)
    assert minutes(town, "drive", start, end) == pytest.approx(by_car, abs=CLOSE)


def test_journeys_beyond_the_cut_off_count_as_unreachable(town):
    journey = (town, "walk", (60, 40), (360, 16))  # 4.45 minutes, 0.7 of them off the street
    exact = minutes(*journey)
    assert minutes(*journey, limit=exact) == exact
    assert minutes(*journey, limit=4.46) == exact
    assert minutes(*journey, limit=4.44) == np.inf
    assert minutes(*journey, limit=3.8) == np.inf


@pytest.mark.parametrize("limit", [-1.0, np.nan])
def test_a_cut_off_that_is_no_number_of_minutes_is_refused_in_words(town, limit):
    with pytest.raises(InputError, match="minutes"):
        minutes(town, "walk", (60, 40), (360, 16), limit=limit)


@pytest.mark.parametrize(("origins", "destinations"), [(7, 3), (3, 7), (1, 1), (0, 3), (3, 0)])
def test_the_table_has_a_row_an_origin_and_a_column_a_destination(town, origins, destinations):
    """Whichever side is searched from, the answer is the same as place by place."""
    rng = np.random.default_rng(2)
    snapper = Snapper(town, "drive")
    xy = places(*rng.uniform((-50, -450), (1300, 50), (origins + destinations, 2)))
    a, b = snapper.snap(xy[:origins], 100), snapper.snap(xy[origins:], 100)
    times = travel_times(town, "drive", a, b)
    assert times.shape == (origins, destinations)
    for i, j in product(range(origins), range(destinations)):
        one = snapper.snap(xy[i : i + 1], 100), snapper.snap(xy[origins + j :][:1], 100)
        assert times[i, j] == pytest.approx(travel_times(town, "drive", *one)[0, 0])


def test_places_not_on_the_network_are_unreachable_and_harm_no_others(town):
    snap = Snapper(town, "walk").snap(places((60, 10), (9000, 9000), (1530, 310), (300, 10)), 100)
    times = travel_times(town, "walk", snap, snap)
    assert np.isinf(times[[1, 2]]).all()
    assert np.isinf(times[:, [1, 2]]).all()
    assert times[0, 3] == pytest.approx(paces("walk", 260), abs=CLOSE)


def test_a_mode_the_network_lacks_is_refused_in_words(town):
    snap = Snapper(town, "walk").snap(places((60, 10)), 100)
    with pytest.raises(InputError, match="no minutes for 'fly'; it has walk"):
        travel_times(town, "fly", snap, snap)


def test_a_run_stops_when_the_user_cancels(town):
    class Impatient(Progress):
        def cancelled(self) -> bool:
            return True

    snap = Snapper(town, "walk").snap(places((60, 10)), 100)
    with pytest.raises(CancelledError):
        travel_times(town, "walk", snap, snap, progress=Impatient())


# --- The k nearest. --------------------------------------------------------------------------


def test_the_nearest_are_the_fewest_minutes_and_ties_go_to_the_first():
    times = np.array([[5.0, 3.0, 3.0, 3.0], [np.inf, 9.0, np.inf, 1.0], [np.inf] * 4])
    assert nearest_only(times, 2).tolist() == [
        [False, True, True, False],
        [False, True, False, True],
        [False, False, False, False],
    ]
    assert nearest_only(times, 9).sum(axis=1).tolist() == [4, 2, 0]


@pytest.mark.parametrize("count", [0, -1])
def test_fewer_than_one_nearest_is_refused_in_words(count):
    with pytest.raises(InputError, match="give 1 or more"):
        nearest_only(np.ones((1, 2)), count)
