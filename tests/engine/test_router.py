"""The router: places on stretches, minutes on fast roads, limits, minutes at stretches' ends."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from rutland_network import rutland
from test_route_graph import Journeys, places_on, streets

from family_hub_planner.engine import travel_time
from family_hub_planner.engine.errors import CancelledError
from family_hub_planner.engine.network.model import MINUTE_STEP
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.travel_time import Router, journey_times, travel_times

INF = np.inf
ON_FOOT, ON_WHEELS = ("walk", "pram"), ("cycle", "drive")


def minutes(network, origins, destinations, mode="walk", limit=INF) -> list[list[float]]:
    places = places_on(*origins), places_on(*destinations)
    return travel_times(network, mode, *places, limit).tolist()


# --- Places. ---------------------------------------------------------------------------------


def test_along_one_stretch_either_way_at_its_own_pace_each_way():
    network = streets((0, 1, 8, 16), mode="walk")
    assert minutes(network, [(0, 0.25), (0, 0.75)], [(0, 0.25), (0, 0.75)]) == [[0, 4], [8, 0]]


def test_against_a_one_way_street_one_goes_round():
    """0 -> 1 of eight minutes one way, and back by another stretch of five."""
    network = streets((0, 1, 8, INF), (1, 0, 5, INF), mode="drive")
    found = minutes(network, [(0, 0.75)], [(0, 0.25), (0, 0.75), (0, 1.0)], "drive")
    assert found == [[2 + 5 + 2, 0, 2]]


def test_against_a_one_way_street_without_a_way_round_there_is_no_journey():
    network = streets((0, 1, 8, INF), mode="drive")
    assert minutes(network, [(0, 0.75)], [(0, 0.25)], "drive") == [[INF]]


def test_the_way_round_is_taken_where_it_is_shorter_than_the_way_along():
    network = streets((0, 1, 8), (0, 1, 1), mode="walk")
    assert minutes(network, [(0, 0.125)], [(0, 0.875)]) == [[1 + 1 + 1]]


def test_two_places_at_one_point_are_no_minutes_apart_even_on_a_one_way_street():
    network = streets((0, 1, 8, INF), mode="drive")
    assert minutes(network, [(0, 0.5)] * 2, [(0, 0.5)] * 2, "drive") == [[0, 0], [0, 0]]


def test_places_at_the_first_and_last_point_of_a_stretch_stand_on_its_junctions():
    network = streets((0, 1, 8), (1, 2, 4), mode="walk")
    ends = [(0, 0.0), (0, 1.0), (1, 0.0), (1, 1.0)]
    assert minutes(network, ends, ends) == [
        [0, 8, 8, 12],
        [8, 0, 0, 4],
        [8, 0, 0, 4],
        [12, 4, 4, 0],
    ]


def test_within_a_metre_of_a_junction_one_may_go_either_way_along_a_one_way_street():
    """A street of 100 m and eight minutes, 0 -> 1; two-way streets go on from both its ends."""
    network = streets((0, 1, 8, INF), (0, 2, 4), (1, 3, 4), mode="drive")
    at_tail, past_tail, at_head = (0, 0.0078125), (0, 0.015625), (0, 0.9921875)
    assert minutes(network, [at_tail, past_tail], [(1, 0.5)], "drive") == [[0.0625 + 2], [INF]]
    assert minutes(network, [(2, 0.5)], [at_head, past_tail], "drive") == [[2 + 0.0625, INF]]


def test_on_a_stretch_of_less_than_a_metre_one_may_go_either_way():
    network = streets((0, 1, 1, INF), (0, 2, 4), (1, 3, 4), mode="drive", length_m=0.9)
    assert minutes(network, [(0, 0.25)], [(1, 0.5), (2, 0.5)], "drive") == [[2.25, 2.75]]


def test_a_place_at_a_bollard_is_not_past_it():
    network = streets((0, 1, 8), (1, 2, 4), blocked=[1], mode="drive")
    assert minutes(network, [(0, 0.9921875), (0, 1.0)], [(1, 0.5)], "drive") == [[INF], [INF]]
    assert minutes(network, [(0, 0.5)], [(0, 1.0)], "drive") == [[4]]


def test_a_loop_is_walked_the_shorter_way_and_driven_one_way():
    stretches = [(0, 0, 8), (0, 1, 4)]
    places = [(0, 0.125), (0, 0.875), (1, 0.5)]
    walked = streets(*stretches, mode="walk")
    assert minutes(walked, places, places) == [[0, 2, 3], [2, 0, 3], [3, 3, 0]]
    driven = streets((0, 0, 8, INF), (0, 1, 4), mode="drive")
    assert minutes(driven, places, places, "drive") == [[0, 6, 9], [2, 0, 3], [3, 9, 0]]


def test_places_off_the_network_have_no_journeys_and_harm_no_others():
    network = streets((0, 1, 8), mode="walk")
    places = [(None, 0), (0, 0.25), (None, 0), (0, 0.5)]
    found = minutes(network, places, places)
    assert found == [[INF] * 4, [INF, 0, INF, 2], [INF] * 4, [INF, 2, INF, 0]]


@pytest.mark.parametrize(("origins", "destinations"), [(0, 2), (2, 0), (0, 0)])
def test_no_places_give_a_table_without_rows_or_columns(origins, destinations):
    network = streets((0, 1, 8), mode="walk")
    ends = [places_on(*[(0, 0.5)] * count) for count in (origins, destinations)]
    times = journey_times(network, "walk", *ends)
    assert times.minutes.shape == times.fast.shape == (origins, destinations)
    assert list(Router(network, "walk").reach(places_on())) == []


def test_a_network_all_closed_to_the_mode_has_no_journeys():
    network = streets((0, 1, INF), mode="walk")
    assert minutes(network, [(None, 0)], [(None, 0)]) == [[INF]]
    assert list(Router(network, "walk").reach(places_on((None, 0)))) == []


def test_both_access_walks_are_counted():
    network = streets((0, 1, 8), (1, 2, 8), mode="walk")
    origins = places_on((0, 0.5), (1, 0.25), access=np.array([0.25, 0.5]))
    destinations = places_on((1, 0.25), access=np.array([2.0]))
    found = travel_times(network, "walk", origins, destinations)
    assert found.tolist() == [[0.25 + 4 + 2 + 2], [0.5 + 2]]


# --- Limits. ---------------------------------------------------------------------------------


def test_a_journey_of_just_the_limit_is_kept_and_a_longer_one_is_not():
    network = streets((0, 1, 10), (1, 2, 10), mode="walk")
    assert minutes(network, [(0, 0.5)], [(1, 0.5)], limit=10) == [[10]]
    assert minutes(network, [(0, 0.5)], [(1, 0.5)], limit=9.999) == [[INF]]
    assert minutes(network, [(0, 0.5)], [(0, 0.5)], limit=0) == [[0]]


def test_a_journey_of_just_the_limit_is_kept_on_fast_roads_too():
    network = streets((0, 1, 10), (1, 2, 10), mode="walk", fast=[0, 1])
    assert minutes(network, [(0, 0.5)], [(1, 0.5)], limit=10) == [[10]]


def test_a_journey_of_just_the_limit_is_kept_though_its_parts_are_no_binary_fractions():
    """0.3 of the limit on one street and 0.7 on the next, for limits of 0.1 to 30 minutes."""
    lost = []
    for tenths in range(1, 301):
        limit = tenths / 10
        network = streets((0, 1, 32), (1, 2, 32), mode="walk", length_m=2000)
        start, end = (0, 1 - 0.3 * limit / 32), (1, 0.7 * limit / 32)
        if minutes(network, [start], [end], limit=limit) == [[INF]]:
            lost.append(limit)
    assert lost == []


def test_the_access_walks_count_towards_the_limit():
    network = streets((0, 1, 8), mode="walk")
    places = places_on((0, 0.0), (0, 1.0), access=np.array([1.0, 1.0]))
    assert travel_times(network, "walk", places, places, 10.0)[0, 1] == 10
    assert travel_times(network, "walk", places, places, 9.9)[0, 1] == INF


@pytest.mark.parametrize("seed", range(25))
def test_a_limit_only_hides_the_longer_journeys_and_their_fast_minutes(seed):
    network, places = random_footways(seed)
    whole = journey_times(network, "walk", places, places)
    for limit in (0.0, 3.0, 12.0):
        cut = journey_times(network, "walk", places, places, limit)
        within = whole.minutes <= limit - 1e-5
        beyond = whole.minutes > limit + 1e-5
        np.testing.assert_array_equal(cut.minutes[within], whole.minutes[within])
        np.testing.assert_array_equal(cut.fast[within], whole.fast[within])
        assert np.isinf(cut.minutes[beyond]).all()
        assert (cut.fast[beyond] == 0).all()


# --- Minutes on fast roads. ------------------------------------------------------------------


def random_footways(seed, two_way=False):
    """Give a random network for walkers with fast stretches, and ten places on it."""
    rng = np.random.default_rng(seed)
    nodes, count = int(rng.integers(3, 12)), int(rng.integers(6, 30))
    # Whole minutes, so that ways tie, or a third more: in steps of which eighths are whole too.
    third = round(2**12 / 3) / 2**12
    spent = rng.integers(1, 5, (count, 2)) + np.where(rng.random((count, 2)) < 0.5, 0.0, third)
    if two_way:
        spent[:, 1] = spent[:, 0]
    else:
        spent[rng.random((count, 2)) < 0.1] = INF
    network = streets(
        *(tuple(row) for row in np.column_stack([rng.integers(0, nodes, (count, 2)), spent])),
        fast=np.flatnonzero(rng.random(count) < 0.4),
        mode="walk",
    )
    usable = np.flatnonzero(np.isfinite(network.minutes["walk"]).any(axis=1))
    access = rng.integers(0, 64, 10) / 64
    shares = rng.integers(1, 8, 10) / 8
    return network, places_on(*zip(rng.choice(usable, 10), shares), access=access)


UNIT = 10**10  # holds more than all fast steps of a journey, so that minutes decide first


def fastest_then_calmest(network, mode, places, rows, columns):
    """Give minutes and fast minutes by networkx, its weights whole numbers: minutes, then fast."""
    journeys = Journeys(network, mode, places)
    for tail, head, arc in journeys.graph.edges(data=True):
        stretch = head[1] if tail[0] == "start" else tail[1]
        arc["weight"] = weight(arc["cost"], network.fast[stretch])
    spent, fast = np.full((2, len(rows), len(columns)), INF)
    for a, i in enumerate(rows):
        reached = nx.single_source_dijkstra_path_length(journeys.graph, ("start", i))
        for b, j in enumerate(columns):
            found = [reached[end] for end in [("end", j)] if end in reached]
            along = journeys.along_one_stretch(i, j)
            if along < INF:
                found.append(weight(along, network.fast[places.edge[i]]))
            if found:
                spent[a, b], fast[a, b] = np.array(divmod(min(found), UNIT)) * MINUTE_STEP
    walks = places.access_minutes
    return spent + walks[rows][:, None] + walks[columns], np.where(np.isinf(fast), 0, fast)


def weight(spent: float, fast: bool) -> int:
    steps = round(spent / MINUTE_STEP)
    return steps * UNIT + steps * bool(fast)


@pytest.mark.parametrize("two_way", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_fast_minutes_are_those_of_the_fastest_way_and_of_the_calmest_of_such(seed, two_way):
    network, places = random_footways(seed, two_way)
    every = np.arange(len(places))
    spent, fast = fastest_then_calmest(network, "walk", places, every, every)
    times = journey_times(network, "walk", places, places)
    np.testing.assert_allclose(times.minutes, spent, atol=1e-6, rtol=0)
    np.testing.assert_allclose(times.fast, fast, atol=0.002, rtol=0)
    if two_way:
        np.testing.assert_allclose(times.fast, times.fast.T, atol=0.002, rtol=0)


@pytest.mark.parametrize("mode", ON_FOOT)
def test_of_two_equally_fast_ways_the_calm_one_is_taken(mode):
    ways = [(0, 1, 10), (0, 1, 10), (2, 0, 2), (1, 3, 2)]
    ends = places_on((2, 0.5)), places_on((3, 0.5))
    for fast in ([0], [1]):
        times = journey_times(streets(*ways, fast=fast, mode=mode), mode, *ends)
        assert (times.minutes.tolist(), times.fast.tolist()) == ([[12]], [[0]])
    times = journey_times(streets(*ways, fast=[0, 1, 2], mode=mode), mode, *ends)
    assert (times.minutes.tolist(), times.fast.tolist()) == ([[12]], [[11]])


def test_a_fast_road_is_walked_where_it_is_quicker_by_a_moment():
    ways = [(0, 1, 10), (0, 1, 10 + MINUTE_STEP), (2, 0, 2), (1, 3, 2)]
    times = journey_times(
        streets(*ways, fast=[0], mode="walk"), "walk", places_on((2, 0.5)), places_on((3, 0.5))
    )
    assert (times.minutes.tolist(), times.fast.tolist()) == ([[12]], [[10]])


def test_the_parts_of_fast_stretches_at_both_ends_count_and_those_of_one_stretch():
    network = streets((0, 1, 8), (1, 2, 4), mode="walk", fast=[0, 1])
    places = places_on((0, 0.75), (1, 0.5), (0, 0.25), access=1.0)
    times = journey_times(network, "walk", places, places)
    assert times.fast.tolist() == [[0, 4, 4], [4, 0, 8], [4, 8, 0]]
    assert times.minutes.tolist() == [[2, 6, 6], [6, 2, 10], [6, 10, 2]]


@pytest.mark.parametrize("mode", ON_WHEELS)
def test_nobody_walks_on_fast_roads_by_bicycle_or_car(mode):
    network = streets((0, 1, 8), (1, 2, 4), (2, 3, 4), mode=mode, fast=[0, 1, 2])
    times = journey_times(network, mode, places_on((0, 0.5)), places_on((2, 0.5), (0, 0.75)))
    assert times.minutes.tolist() == [[10, 2]]
    assert times.fast.tolist() == [[0, 0]]


@pytest.mark.parametrize("seed", range(15))
def test_minutes_are_the_same_whichever_roads_are_fast(seed):
    network, places = random_footways(seed)
    calm = replace(network, fast=np.zeros_like(network.fast))
    found = [travel_times(each, "walk", places, places) for each in (network, calm)]
    np.testing.assert_array_equal(*found)


def test_no_journey_has_no_fast_minutes():
    network = streets((0, 1, 8), (2, 3, 4), mode="walk", fast=[0, 1])
    times = journey_times(network, "walk", places_on((0, 0.5)), places_on((1, 0.5), (None, 0)))
    assert times.minutes.tolist() == [[INF, INF]]
    assert times.fast.tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("calm", "fast"),
    [(0, 480), (0, 1020), (1000, 1000), (1500, 400), (1020, 8), (200, 1100), (0, 3000)],
)
def test_journeys_near_and_above_1024_minutes_keep_both_numbers(calm, fast):
    """Ten stretches each of calm and of fast roads; a stub at either end.

    Fast minutes of walks beyond 500 minutes may be told as not known, but not wrong.
    """
    stubs = [(0, 1, 2), (21, 22, 2)]
    roads = [(1 + i, 2 + i, (fast if i % 2 else calm) / 10) for i in range(20)]
    network = streets(*stubs, *roads, mode="walk", fast=range(3, 22, 2))
    times = journey_times(network, "walk", places_on((0, 0.5)), places_on((1, 0.5)))
    assert times.minutes[0, 0] == pytest.approx(calm + fast + 2, abs=1e-5)
    unknown = calm + fast + 2 > 500 and np.isnan(times.fast[0, 0])
    assert unknown or times.fast[0, 0] == pytest.approx(fast, abs=0.01)


@pytest.fixture(scope="module")
def long_walks(shared_data):
    """Give 300 pairs' times in Rutland with those by networkx: minutes and fast minutes."""
    network = rutland(shared_data).network
    rng = np.random.default_rng(22)
    usable = np.isfinite(network.minutes["walk"]).any(axis=1) & ~network.island["walk"]
    usable &= network.length_m > 20
    edge = rng.choice(np.flatnonzero(usable), 35, replace=False)
    places = places_on(*zip(edge, rng.uniform(0.1, 0.9, 35)))
    rows, columns = np.arange(15), np.arange(15, 35)
    times = journey_times(network, "walk", places, places)
    expected = fastest_then_calmest(network, "walk", places, rows, columns)
    return times.minutes[:15, 15:], times.fast[:15, 15:], *expected


def test_fast_minutes_of_three_hundred_walks_in_rutland_equal_networkx(long_walks):
    found, fast, expected, expected_fast = long_walks
    np.testing.assert_allclose(found, expected, atol=1e-6, rtol=0)
    assert (expected_fast > 30).sum() > 100
    np.testing.assert_allclose(fast, expected_fast, atol=0.002, rtol=0)


# --- Minutes at the ends of stretches. -------------------------------------------------------


def test_minutes_at_stretches_ends_by_hand_to_a_place_and_from_it():
    """A one-way street 0 -> 1 of eight minutes with the place at its middle, streets on."""
    network = streets((0, 1, 8, INF), (2, 0, 1), (1, 3, 2), mode="drive")
    place = places_on((None, 0), (0, 0.5), access=np.array([0, 0.5]))
    router = Router(network, "drive")
    ((number, to_place),) = router.reach(place, "to")
    assert number == 1
    assert to_place.tolist() == [[4.5, INF], [5.5, 4.5], [INF, INF]]
    ((number, from_place),) = router.reach(place, "from")
    assert number == 1
    assert from_place.tolist() == [[INF, 4.5], [INF, INF], [4.5, 6.5]]


@pytest.mark.parametrize("direction", ["to", "from"])
@pytest.mark.parametrize("seed", range(20))
def test_a_limit_only_hides_later_ends_of_stretches(seed, direction):
    network, places = random_footways(seed)
    router = Router(network, "walk")
    whole = dict(router.reach(places, direction))
    for limit in (2.0, 7.0):
        cut = dict(router.reach(places, direction, limit))
        assert sorted(cut) == sorted(whole)
        for place, ends in cut.items():
            clear = np.abs(whole[place] - limit) > 1e-5
            expected = np.where(whole[place] <= limit, whole[place], INF)
            np.testing.assert_array_equal(ends[clear], expected[clear])


def test_an_end_reached_in_just_the_limit_is_kept_on_fast_roads_too():
    network = streets((0, 1, 10), (1, 2, 10), mode="walk", fast=[0, 1])
    ((_, ends),) = Router(network, "walk").reach(places_on((0, 0.5)), "to", 15.0)
    assert ends.tolist() == [[5, 5], [5, 15]]


def test_a_thousand_and_more_places_are_reached_block_by_block_and_reported():
    count = 3_000
    network = streets(*((i, i + 1, 1) for i in range(count)), mode="walk")
    edge = np.random.default_rng(3).permutation(count)[:1500]
    seen = []

    class Heard(Progress):
        def show(self, fraction: float) -> None:
            seen.append(fraction)

    places = places_on(*((int(i), 0.5) for i in edge))
    reached = Router(network, "walk").reach(places, "to", progress=Heard())
    found = [(place, ends[[0, -1]].tolist()) for place, ends in reached]
    assert sorted(place for place, _ in found) == list(range(1500))
    for place, ends in found:
        before, after = edge[place] + 0.5, count - edge[place] - 0.5
        assert ends == [[before, abs(before - 1)], [abs(after - 1), after]]
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_reaching_stops_when_the_user_cancels():
    class Impatient(Progress):
        def cancelled(self) -> bool:
            return True

    network = streets((0, 1, 8), mode="walk")
    with pytest.raises(CancelledError):
        list(Router(network, "walk").reach(places_on((0, 0.5)), progress=Impatient()))


# --- One router, many questions. -------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_a_router_made_once_answers_as_one_made_anew(seed):
    network, places = random_footways(seed)
    router = Router(network, "walk")
    origins, destinations = router.departures(places), router.arrivals(places)
    first = router.times(origins, destinations)
    list(router.reach(places, "from", 5.0))
    again = router.times(origins, destinations)
    anew = journey_times(network, "walk", places, places)
    for other in (again, anew):
        np.testing.assert_array_equal(first.minutes, other.minutes)
        np.testing.assert_array_equal(first.fast, other.fast)


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_places_and_their_company_change_no_journey(seed):
    network, places = random_footways(seed)
    whole = journey_times(network, "walk", places, places)
    order = np.random.default_rng(seed).permutation(10)
    mixed = places_on(
        *zip(places.edge[order], places.fraction[order]), access=places.access_minutes[order]
    )
    turned = journey_times(network, "walk", mixed, places)
    np.testing.assert_array_equal(turned.minutes, whole.minutes[order])
    np.testing.assert_array_equal(turned.fast, whole.fast[order])
    for i in range(3):
        alone = places_on((places.edge[i], places.fraction[i]), access=places.access_minutes[i])
        found = journey_times(network, "walk", alone, places)
        np.testing.assert_array_equal(found.minutes[0], whole.minutes[i])


@pytest.mark.parametrize("seed", range(10))
def test_journeys_worked_out_in_many_blocks_are_those_of_one(monkeypatch, seed):
    network, places = random_footways(seed)
    few = places_on(*zip(places.edge[:4], places.fraction[:4]), access=places.access_minutes[:4])
    whole = [journey_times(network, "walk", *ends) for ends in ((places, few), (few, places))]
    monkeypatch.setattr(travel_time, "_FIRST_BLOCK", 3)
    monkeypatch.setattr(travel_time, "BLOCK_SECONDS", 0.0)
    parts = [journey_times(network, "walk", *ends) for ends in ((places, few), (few, places))]
    for one, other in zip(whole, parts):
        np.testing.assert_array_equal(one.minutes, other.minutes)
        np.testing.assert_array_equal(one.fast, other.fast)
