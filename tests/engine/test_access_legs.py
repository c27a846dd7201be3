"""The walks between places and their ways, and the journeys along fast roads, summed up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rutland_network import rutland
from toy_town import TOY_TOWN

from family_hub_planner.engine.access_legs import access_legs
from family_hub_planner.engine.coverage_fast import fast_road_note, nearest_fast
from family_hub_planner.engine.coverage_unrouted import unrouted_notes
from family_hub_planner.engine.journeys import (
    NO_ROUTE_BUT_BARRED,
    Ends,
    Unrouted,
    journeys_on_network,
)
from family_hub_planner.engine.method_note import Method

INF = np.inf


def test_the_middle_and_the_longest_walk_are_told_for_all_and_by_class():
    metres = np.array([10.0, 40.0, np.nan, 20.0, 300.0])
    legs = access_legs(metres, ["town", "town", "town", "", "rural"])
    assert [(leg.key, leg.places, leg.median_m, leg.longest_m) for leg in legs] == [
        ("all", 4, 30.0, 300.0),
        ("rural", 1, 300.0, 300.0),
        ("town", 2, 25.0, 40.0),
    ]
    assert str(legs[1]) == "rural: median 300 m, longest 300 m (1 place)"


def test_without_classes_or_places_little_is_told():
    assert [leg.key for leg in access_legs(np.array([5.0]))] == ["all"]
    assert access_legs(np.array([np.nan]), ["town"]) == []
    assert [leg.key for leg in access_legs(np.array([1.0, np.nan]), ["", "town"])] == ["all"]


def test_the_nearest_hubs_way_counts_and_of_equally_near_ones_the_safest():
    minutes = np.array([[5.0, 9.0], [7.0, 7.0], [INF, INF], [INF, 3.0]])
    fast = np.array([[2.0, 0.0], [4.0, 1.0], [0.0, 0.0], [0.0, 3.0]])
    found = nearest_fast(minutes, fast)
    np.testing.assert_array_equal(found, [2.0, 1.0, np.nan, 3.0])


def test_the_note_counts_the_children_within_the_band_who_walk_a_minute_or_more():
    minutes, fast = np.array([10.0, 20.0, 25.0, 5.0]), np.array([1.0, 7.0, 9.0, 0.9])
    children = np.array([30.0, 50.0, 70.0, 90.0])
    note = fast_road_note(minutes, fast, children, 20.0, Method())
    assert "about 80 would walk for a minute or more" in note and "at most 7" in note
    assert fast_road_note(minutes, fast, children, 5.0, Method()).startswith("None of")
    few = fast_road_note(minutes[:1], fast[:1], np.array([3.0]), 20.0, Method())
    assert "3" not in few.split("would walk")[0].split("hub")[-1]


def test_nobody_is_said_to_be_none():
    lost = np.array([INF]), np.array([np.nan])
    assert fast_road_note(*lost, np.array([9.0]), 20.0, Method()).startswith("None of the children")


def test_children_that_could_not_be_routed_are_told_reason_by_reason_with_the_hubs():
    lost = [
        Unrouted(0, "demand", "too far", 600.0),
        Unrouted(2, "demand", "too far", 700.0),
        Unrouted(1, "demand", "no way", 3.0),
        Unrouted(1, "hub", "no way", 3.0),
    ]
    notes = unrouted_notes(lost, np.array([100.0, 4.0, 50.0]), ["A", "B"], Method())
    assert notes[0].startswith("Not routed:") and "in 1 area: no way." in notes[0]
    assert "4" not in notes[0]
    assert "150 children in 2 areas: too far." in notes[1]
    assert notes[2] == "Hub B is in no journey: no way."


@pytest.mark.parametrize("mode", ["walk", "pram", "cycle", "drive"])
def test_barring_fast_roads_closes_them_on_foot_only(tmp_path, mode):
    town = TOY_TOWN.retagged("North Road", maxspeed="60 mph").build(tmp_path).network
    assert town.length_m[town.fast].sum() == pytest.approx(480, abs=0.1)
    barred = replace(town, fast_barred=True)
    closed = np.isinf(barred.passable(mode)).all(axis=1) & np.isfinite(town.passable(mode)).any(
        axis=1
    )
    np.testing.assert_array_equal(closed, town.fast if mode in {"walk", "pram"} else town.fast & 0)


@pytest.mark.parametrize("mode", ["walk", "pram"])
def test_barring_fast_roads_never_makes_a_journey_shorter(shared_data, mode):
    """Places stay on their ways: random ones all over Rutland, pair by pair."""
    network = rutland(shared_data).network
    rng = np.random.default_rng(8)
    low, high = network.node_xy.min(axis=0), network.node_xy.max(axis=0)
    xy = rng.uniform(low, high, (400, 2))
    found = [
        journeys_on_network(each, mode, Ends(xy[:300], xy[300:]), 500.0)
        for each in (network, replace(network, fast_barred=True))
    ]
    open_, barred = (journeys.minutes for journeys in found)
    assert (barred >= open_ - 1e-6).all()
    assert (barred > open_ + 0.1).any() and np.isfinite(barred).any()
    np.testing.assert_array_equal(found[0].demand_ok, found[1].demand_ok)
    lost = {place.reason for place in found[1].unrouted} - {
        place.reason for place in found[0].unrouted
    }
    assert lost == {NO_ROUTE_BUT_BARRED}
