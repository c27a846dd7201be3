"""The walks between places and their ways, and the journeys along fast roads, summed up."""

from __future__ import annotations

import numpy as np
import pytest
from toy_town import TOY_TOWN

from family_hub_planner.engine.access_legs import access_legs
from family_hub_planner.engine.coverage_fast import fast_road_note, nearest_fast
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.network.graph import bar_fast_roads

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
    (note,) = fast_road_note(minutes, fast, children, 20.0, Method())
    assert "about 80 would walk for a minute or more" in note and "at most 7" in note
    assert fast_road_note(minutes, fast, children, 5.0, Method()) == []
    (few,) = fast_road_note(minutes[:1], fast[:1], np.array([3.0]), 20.0, Method())
    assert "3" not in few.split("would walk")[0].split("hub")[-1]


def test_nobody_is_no_note():
    lost = np.array([INF]), np.array([np.nan])
    assert fast_road_note(*lost, np.array([9.0]), 20.0, Method()) == []


@pytest.mark.parametrize("mode", ["walk", "pram", "cycle", "drive"])
def test_barring_fast_roads_closes_them_on_foot_only_and_flags_what_is_cut_off(tmp_path, mode):
    town = TOY_TOWN.retagged("North Road", maxspeed="60 mph").build(tmp_path).network
    assert town.length_m[town.fast].sum() == pytest.approx(480, abs=0.1)
    barred = bar_fast_roads(town)
    before, after = (np.isfinite(of.minutes[mode]).any(axis=1) for of in (town, barred))
    closed = before & ~after
    np.testing.assert_array_equal(closed, town.fast if mode in {"walk", "pram"} else town.fast & 0)
    assert not (barred.island[mode] & closed).any()
    assert before[town.fast].all()
