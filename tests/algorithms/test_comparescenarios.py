"""familyhub:comparescenarios on the toy town, by hand, on foot at 80 m a minute.

Today's hubs are 007 (South) and 8 (North): West 2, Mid 7.5, East 11, North 1.5 minutes, the Moor
has no way. "Move" gives up 007 for 9 at the end of High Street: West 500 m, Mid 60, East 220.
"Alone" gives up 8: North goes 240 + 240 + 720 + 660 m round by the East Bridge to 007.
Children: 10, 20, 30, 40, 5. Bands: 5 and 10 minutes.
"""

from __future__ import annotations

import json

import pytest
from algorithms.comparison_runs import (
    CLOSE,
    MOVE,
    NINE,
    TODAY,
    by_area,
    compare,
    cover,
    everything,
    layer_without,
    page_of,
    row,
)
from algorithms.runs import DEMAND, layer_of, points, square
from qgis.core import QgsWkbTypes

from family_hub_planner.processing.print_map.credits import credits_of

# The answer


def test_each_area_has_its_change_its_hubs_and_its_bands(coverages):
    found = by_area(compare(coverages[0], coverages[1]))
    by_hand = {  # minutes today, under the plan, result, hubs, bands
        "West": (2, 6.25, "longer", "007", "9", 5, 10),
        "Mid": (7.5, 0.75, "shorter", "007", "9", 10, 5),
        "East": (11, 2.75, "gained reach", "007", "9", None, 5),
        "North": (1.5, 1.5, "same", "8", "8", 5, 5),
    }
    for code, (base, plan, result, *rest) in by_hand.items():
        one = found[code]
        assert one["minutes_base"] == pytest.approx(base, abs=CLOSE), code
        assert one["minutes_plan"] == pytest.approx(plan, abs=CLOSE), code
        assert one["change"] == pytest.approx(plan - base, abs=CLOSE), code
        assert one["result"] == result
        assert [one[n] for n in ("hub_base", "hub_plan", "band_base", "band_plan")] == rest


def test_an_area_without_a_way_stays_so_and_is_no_journey_of_nought(coverages):
    moor = by_area(compare(coverages[0], coverages[1]))["Moor"]
    assert (moor["result"], moor["minutes_base"], moor["minutes_plan"], moor["change"]) == (
        "not routed", None, None, None)  # fmt: skip
    assert moor["children"] == 5


def test_several_plans_each_have_their_rows_and_tables(coverages):
    done = everything(*coverages)
    assert len(done.rows("OUTPUT")) == 10
    north = by_area(done, "Alone")["North"]
    assert north["minutes_plan"] == pytest.approx(1860 / 80, abs=CLOSE)
    assert (north["result"], north["hub_plan"]) == ("lost reach", "007")
    assert row(done, "BY_DECILE", "All areas", "Alone")["lost_10"] == 40
    assert row(done, "BY_DECILE", "All areas", "Move")["lost_10"] == 0
    assert done["PLANS_COMPARED"] == 2
    for plan in ("Move", "Alone"):
        assert f"{plan}: 1 area with longer journeys" in done["ALL_PLANS"]


def test_the_tables_by_hand(coverages):
    done = everything(coverages[0], coverages[1], GROUPS="low_income")
    one, two, three = (row(done, "BY_DECILE", key) for key in ("1", "2", "3"))
    assert (one["children"], one["longer"], one["shorter"], one["same"]) == (30, 10, 20, 0)
    assert (one["lost_5"], one["gained_5"], one["lost_10"]) == (10, 20, 0)
    assert one["mean_minutes_base"] == pytest.approx((20 + 150) / 30, abs=CLOSE)
    assert one["mean_change"] == pytest.approx((10 * 4.25 - 20 * 6.75) / 30, abs=CLOSE)
    assert (two["children"], two["shorter"], two["unrouted"], two["gained_10"]) == (35, 30, 5, 30)
    assert three["note"] == "no areas" and three["children"] is None
    south = row(done, "BY_LOCALITY", "South Bank")
    assert (south["children"], south["longer"], south["shorter"]) == (60, 10, 50)
    low = row(done, "BY_GROUP", "low_income")
    assert (low["children"], low["longer"], low["shorter"], low["unrouted"]) == (23, 4, 11, 1)
    assert row(done, "BY_QUINTILE", "1")["longer"] == 10


def test_the_numbers_returned_are_the_first_plans(coverages):
    done = compare(*coverages)
    assert (done["AREAS_LONGER"], done["CHILDREN_LONGER"]) == (1, 10)
    assert (done["AREAS_SHORTER"], done["CHILDREN_SHORTER"]) == (2, 50)
    assert (done["AREAS_SAME"], done["CHILDREN_SAME"]) == (1, 40)
    assert (done["AREAS_UNROUTED"], done["CHILDREN_UNROUTED"]) == (1, 5)
    assert done["AREAS_MUCH_LONGER"] == 0
    assert done["LONGEST_INCREASE"] == pytest.approx(4.25, abs=CLOSE)
    assert (done["HUBS_GIVEN_UP"], done["HUBS_OPENED"]) == ("007", "9")
    assert done["STATUS"] == "done"


def test_what_counts_as_much_longer_and_as_the_same_is_the_users(coverages):
    done = compare(coverages[0], coverages[1], WORSE_MINUTES=4, TOLERANCE=1)
    assert done["AREAS_MUCH_LONGER"] == 1
    done = compare(coverages[0], coverages[1], TOLERANCE=4.5)
    assert done["AREAS_LONGER"] == 0 and by_area(done)["West"]["result"] == "same"


def test_other_bands_may_be_asked_for_and_todays_are_the_default(coverages):
    done = everything(coverages[0], coverages[1], BANDS="3,7")
    assert "lost_3" in done.columns("BY_DECILE") and "lost_5" not in done.columns("BY_DECILE")
    assert by_area(done)["West"]["band_base"] == 3
    assert "lost_5" in everything(coverages[0], coverages[1]).columns("BY_DECILE")


def test_areas_are_drawn_with_todays_shapes(network):
    codes = [code for code, _ in ((v["area_code"], at) for at, v in DEMAND)]
    areas = layer_of("Polygon", [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND])
    pair = (cover(network, hubs, AREAS=areas) for hubs in (TODAY, MOVE))
    layer = compare(*pair).layer("OUTPUT")
    assert QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry
    assert [f["area_code"] for f in layer.getFeatures()] == codes
    assert all(f.geometry().area() > 9_000 for f in layer.getFeatures())


def test_ages_are_counted_by_their_columns(network):
    rows = [(at, {**v, "children_0_2": v["children"] * 0.6, "children_3_4": v["children"] * 0.4})
            for at, v in DEMAND]  # fmt: skip
    people = points(rows, name="demand")
    pair = [cover(network, hubs, DEMAND=people) for hubs in (TODAY, MOVE)]
    done = everything(*pair, DEMAND=people)
    assert [r["key"] for r in done.rows("BY_AGE")] == ["0-4", "0-2", "3-4"]
    assert row(done, "BY_AGE", "0-2")["longer"] == pytest.approx(6)
    assert row(done, "BY_AGE", "0-4")["shorter"] == pytest.approx(50)


# Car


def test_children_without_a_car_are_shared_out_as_an_estimate(coverages, network):
    people = points([(at, {**v, "no_car": 0.5}) for at, v in DEMAND], name="demand")
    done = everything(coverages[0], coverages[1], DEMAND=people, NO_CAR="no_car")
    without = row(done, "BY_CAR", "without a car")
    assert (without["children"], without["longer"]) == (52.5, 5)
    assert without["note"].startswith("estimate, ")
    assert row(done, "BY_CAR", "All areas")["longer"] == 10


def test_without_a_share_the_cars_are_not_assessed(coverages):
    (only,) = everything(coverages[0], coverages[1]).rows("BY_CAR")
    assert only["note"].startswith("not assessed") and only["children"] is None


def test_drivers_coverages_carry_the_minutes_of_those_without_a_car(network):
    people = points([(at, {**v, "no_car": 0.5}) for at, v in DEMAND], name="demand")
    how = {"MODE": "drive", "DEMAND": people, "NO_CAR": "no_car"}
    pair = [cover(network, hubs, **how) for hubs in (TODAY, MOVE)]
    done = everything(*pair, DEMAND=people)
    without = row(done, "BY_CAR", "without a car")
    assert (without["longer"], without["shorter"]) == (5, 25)
    assert row(done, "BY_CAR", "by the mode they have")["children"] == 105
    bare = [cover(network, hubs, MODE="drive", DEMAND=people) for hubs in (TODAY, MOVE)]
    done = everything(*bare, DEMAND=people, NO_CAR="no_car")
    assert row(done, "BY_CAR", "without a car")["note"].startswith("not assessed")


# Outreach and hubs open a few hours


def test_what_rests_on_outreach_is_told_apart_from_hubs(network, tmp_path):
    hubs = [(at, {**told, "site_type": ""}) for at, told in TODAY]
    point = (NINE[0], {**NINE[1], "site_type": "Network Site"})
    base, plan = cover(network, hubs), cover(network, [*hubs, point])
    assert "full_hub_minutes" not in base.fields().names()
    done, page = page_of(tmp_path, base, plan, BY_OFFER="TEMPORARY_OUTPUT")
    east = by_area(done)["East"]
    assert east["result"] in ("shorter", "gained reach")
    assert (east["hub_base_is"], east["hub_plan_is"]) == ("", "outreach")
    assert east["full_hub_minutes_plan"] == pytest.approx(11, abs=CLOSE)
    assert east["full_hub_change"] == 0
    assert row(done, "BY_OFFER", "all hubs counted")["shorter"] > 0
    assert row(done, "BY_OFFER", "full hubs alone")["shorter"] == 0
    assert "nearest hub or outreach point than today" in page
    assert any("other authorities' hubs: 0 children longer, 0 shorter." in s for s in done.log.said)


def test_hubs_of_few_hours_and_of_others_are_told_apart_with_the_runs_own_parameters(network):
    hubs = [
        (TODAY[0][0], {**TODAY[0][1], "hours_week": 2.0, "authority": "Us"}),
        (TODAY[1][0], {**TODAY[1][1], "hours_week": 40.0, "authority": "Us"}),
    ]
    layer = cover(network, hubs, FULL_HOURS=10)
    made = json.loads(next(layer.getFeatures())["made_with"])
    assert made["kinds"] == {"outreach": [], "part_time": ["007"], "neighbours": []}
    assert made["full_hours"] == 10
    done = compare(layer, layer.clone(), BY_OFFER="TEMPORARY_OUTPUT")
    keys = [row["key"] for row in done.rows("BY_OFFER")]
    assert keys == ["all hubs counted", "without hubs open a few hours", "full hubs alone"]
    assert by_area(done)["West"]["full_hub_minutes_base"] > by_area(done)["West"]["minutes_base"]


def test_a_hub_that_is_of_another_kind_in_the_plan_is_named(network, tmp_path):
    few = [(at, {**told, "hours_week": 2.0}) for at, told in TODAY]
    done, page = page_of(tmp_path, cover(network, few), cover(network, TODAY))
    said = "007 (open a few hours in Today, full hub in Move); 8 (open a few hours in Today"
    assert any(said in warned for warned in done.log.warned)
    assert said in page
    same = compare(cover(network, few), cover(network, few))
    assert not any("Not of one kind" in warned for warned in same.log.warned)


def test_a_coverage_that_does_not_tell_its_hubs_apart_is_said_to_count_them_alike(
    coverages, tmp_path
):
    old = [layer_without(layer, "made_with") for layer in coverages[:2]]
    done, page = page_of(tmp_path, *old)
    assert "are counted like all others here: a coverage does not tell which" in page
    assert by_area(done)["West"]["full_hub_minutes_base"] is None


def test_a_map_of_the_change_says_how_families_travel_as_that_of_a_coverage_does(coverages):
    today, move, _ = coverages
    change = compare(today, move).layer("OUTPUT")
    row, of_plan = next(change.getFeatures()), next(move.getFeatures())
    for column in ("mode", "bands", "made_with"):
        assert row[column] == of_plan[column]
    of_change, of_coverage = credits_of([change]), credits_of([move])
    assert of_change.headline == of_coverage.headline != ""
    assert of_change.sources == of_coverage.sources
