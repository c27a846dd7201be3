"""familyhub:comparescenarios on the toy town, by hand, on foot at 80 m a minute.

Today's hubs are 007 (South) and 8 (North): West 2, Mid 7.5, East 11, North 1.5 minutes, the Moor
has no way. "Move" gives up 007 for 9 at the end of High Street: West 500 m, Mid 60, East 220.
"Alone" gives up 8: North goes 240 + 240 + 720 + 660 m round by the East Bridge to 007.
Children: 10, 20, 30, 40, 5. Bands: 5 and 10 minutes.
"""

from __future__ import annotations

import json

import pytest
from algorithms.runs import (
    DEMAND,
    HUBS,
    CancelledOnProgress,
    Log,
    demand,
    layer_of,
    points,
    run,
    square,
    toy_files,
    toy_network,
)
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from toy_town import TOY_TOWN

from family_hub_planner.engine.giving_up import DECIDES_NOTHING

CLOSE = 2e-3
NINE = ((720, 0), {"site_id": "9", "site_name": "East Hub"})
TODAY, MOVE, ALONE = HUBS, [HUBS[1], NINE], [HUBS[0]]
TABLES = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER")


def cover(network, hubs, **parameters):
    """Run coverage for some hubs and give its layer."""
    given = {"NETWORK": network, "HUBS": points(hubs, name="hubs"), "HUB_ID": "site_id",
             "DEMAND": demand(), "BANDS": "5,10", **parameters}  # fmt: skip
    done = run("coverage", **given)
    layer = done.layer("OUTPUT").clone()
    layer.setName("coverage")
    return layer


@pytest.fixture
def coverages(network):
    """Give today's coverage and those of the two plans."""
    return cover(network, TODAY), cover(network, MOVE), cover(network, ALONE)


def compare(base, *plans, **parameters):
    names = "; ".join(("Move", "Alone", "Third")[: len(plans)])
    given = {"BASE": base, "PLAN": list(plans), "PLAN_NAMES": names, "DEMAND": demand(),
             **parameters}  # fmt: skip
    return run("comparescenarios", **given)


def everything(base, *plans, **parameters):
    return compare(base, *plans, **dict.fromkeys(TABLES, "TEMPORARY_OUTPUT"), **parameters)


def by_area(done, plan="Move"):
    return {row["area_code"]: row for row in done.rows("OUTPUT") if row["plan"] == plan}


def row(done, table, key, plan="Move"):
    (found,) = [r for r in done.rows(table) if (r["plan"], r["key"]) == (plan, key)]
    return found


def page_of(tmp_path, *coverages, **parameters):
    path = tmp_path / "compare.html"
    done = compare(*coverages, HTML=str(path), **parameters)
    return done, path.read_text("utf-8")


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


# There and back with a pram


def test_there_and_back_with_a_pram_by_hand(coverages, network):
    every = points([*TODAY, NINE], name="every hub")
    done = compare(coverages[0], coverages[1], NETWORK=network, HUBS=every, HUB_ID="site_id",
                   THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
    today, plan = done.rows("THERE_AND_BACK")
    assert [today[n] for n in ("plan", "area_code", "scenario", "hub_id")] == [
        "Move", "West", "today", "007"]  # fmt: skip
    assert today["hub_is"] == plan["hub_is"] == "nearest with a pram and in the coverage"
    assert today["minutes_both_ways"] == pytest.approx(2 * 160 / 60, abs=CLOSE)
    assert (plan["scenario"], plan["hub_id"]) == ("plan", "9")
    assert plan["minutes_there"] == pytest.approx(500 / 60, abs=CLOSE)
    assert plan["km_both_ways"] == pytest.approx(1.0, abs=1e-3)
    assert plan["miles_both_ways"] == pytest.approx(1 / 1.609344, abs=1e-3)


def test_a_pram_may_have_another_nearest_hub_than_the_coverage(network):
    """Up Long Steps 120 m on foot to one hub; with a pram the other, 330 m by street, is nearer."""
    steps, street = (
        ((60, -240), {"site_id": "steps"}), ((300, 0), {"site_id": "street"}),
    )  # fmt: skip
    home = points([((300, -240), {"area_code": "a", "children": 20.0, "need": 1.0})])
    near = ((310, -240), {"site_id": "near"})
    pair = [cover(network, hubs, DEMAND=home) for hubs in ([near, steps, street], [steps, street])]
    done = compare(*pair, DEMAND=home, NETWORK=network, HUBS=points([near, steps, street]),
                   HUB_ID="site_id", THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
    plan = {r["hub_is"]: r for r in done.rows("THERE_AND_BACK") if r["scenario"] == "plan"}
    assert plan["nearest in the coverage"]["hub_id"] == "steps"
    assert plan["nearest with a pram"]["hub_id"] == "street"
    assert plan["nearest with a pram"]["km_both_ways"] == pytest.approx(2 * 0.36, abs=2e-3)
    assert plan["nearest in the coverage"]["km_both_ways"] > 1.6


def test_another_network_than_the_coverages_is_named(coverages, network, tmp_path):
    files = toy_files(tmp_path)
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(speeds.read_text("utf-8").replace("3.6", "3.0"), encoding="utf-8")
    other = str(tmp_path / "other.gpkg")
    run("buildnetwork", **files, OUTPUT=other)
    for given, named in ((network, False), (other, True)):
        how = {"NETWORK": given, "HUBS": points([*TODAY, NINE]), "HUB_ID": "site_id"}
        done, page = page_of(tmp_path, coverages[0], coverages[1], **how)
        assert ("The way with a pram was worked out on town.osm" in page) == named
        assert any("the coverages' minutes on" in said for said in done.log.warned) == named


def test_without_the_network_only_twice_the_minutes_are_told_and_that_is_said(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[1])
    assert "West: 13 min there and back, 4 min today (on foot without a pram" in page
    assert "give the network and a layer of the hubs of all scenarios" in page
    assert " km" not in page.split("There and back with a pram</h2>")[1].split("</section>")[0]


def test_driving_minutes_are_never_taken_for_a_walk(network, tmp_path):
    pair = [cover(network, hubs, MODE="drive") for hubs in (TODAY, MOVE)]
    _, page = page_of(tmp_path, *pair)
    assert "Not worked out: the coverage does not state a mode of travel on foot" in page


def test_hubs_without_a_network_are_refused_and_so_is_a_layer_that_lacks_one(coverages, network):
    with pytest.raises(QgsProcessingException, match="needs Network"):
        compare(coverages[0], coverages[1], HUBS=points(TODAY), HUB_ID="site_id")
    with pytest.raises(QgsProcessingException, match=r"lacks 1 of 2 hubs .* Move counts: 9"):
        compare(coverages[0], coverages[1], NETWORK=network, HUBS=points(TODAY), HUB_ID="site_id")


def test_where_the_coverage_barred_fast_roads_so_does_the_way_with_a_pram(provider, tmp_path):
    """With North Road barred nothing leads to hub 8, which the plan leaves alone."""
    path = tmp_path / "network.gpkg"
    toy_network(path, TOY_TOWN.retagged("North Road", maxspeed="60 mph"))
    for barred in (False, True):
        pair = [cover(str(path), hubs, BAR_FAST_ROADS=barred) for hubs in ([HUBS[0]], [HUBS[1]])]
        done, page = page_of(tmp_path, *pair, NETWORK=str(path), HUBS=points(HUBS),
                             HUB_ID="site_id", THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
        west = {r["scenario"]: r for r in done.rows("THERE_AND_BACK") if r["area_code"] == "West"}
        assert west["today"]["km_both_ways"] == pytest.approx(0.32, abs=2e-3)
        if not barred:
            assert west["plan"]["hub_id"] == "8" and west["plan"]["km_both_ways"] > 3
            continue
        assert by_area(done)["West"]["result"] == "no longer routed"
        assert (west["plan"]["hub_id"], west["plan"]["km_both_ways"]) == (None, None)
        assert west["plan"]["hub_is"] == "no hub has a way with a pram"
        assert "no way with a pram" in page and "no longer routed" in page


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


# Coverages that are not alike


def test_coverage_tells_what_it_was_made_with(coverages):
    (told,) = {f["made_with"] for f in coverages[0].getFeatures()}
    made = json.loads(told)
    assert made["hubs"] == ["007", "8"]
    assert made["direction"] == "to" and made["max_snap_m"] == 500 and made["speed_kph"] == 4.8
    assert "town.osm" in made["network"] and len(made["demand_mark"]) == 8
    assert {(f["mode"], f["bands"]) for f in coverages[0].getFeatures()} == {("walk", "5,10")}


def test_a_network_built_with_other_speeds_is_another_network(coverages, tmp_path):
    files = toy_files(tmp_path)
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(speeds.read_text("utf-8").replace("4.8", "4.5"), encoding="utf-8")
    other = str(tmp_path / "other.gpkg")
    run("buildnetwork", **files, OUTPUT=other)
    slower = cover(other, MOVE)
    with pytest.raises(QgsProcessingException, match=r"network: town\.osm .*ALLOW_UNLIKE"):
        compare(coverages[0], slower)
    done = compare(coverages[0], slower, ALLOW_UNLIKE=True)
    assert any(said.startswith("Not alike, network: town.osm") for said in done.log.warned)


def test_another_mode_is_refused_whatever_is_allowed(coverages, network):
    with pytest.raises(QgsProcessingException, match="mode of travel: walk in Today, pram in Move"):
        compare(coverages[0], cover(network, MOVE, MODE="pram"), ALLOW_UNLIKE=True)


def test_other_children_are_refused_or_named(coverages):
    people = points([(at, {**v, "children": v["children"] + 1}) for at, v in DEMAND])
    with pytest.raises(QgsProcessingException, match="5 areas have another number of children"):
        compare(coverages[0], coverages[1], DEMAND=people)
    done = compare(coverages[0], coverages[1], DEMAND=people, ALLOW_UNLIKE=True)
    assert done["CHILDREN_LONGER"] == 11
    assert any("another number of children" in said for said in done.log.warned)


def test_an_area_that_one_coverage_lacks_is_named_and_counted(coverages, network, tmp_path):
    less = cover(network, MOVE, HOME_AUTHORITY="Toytown")
    with pytest.raises(QgsProcessingException, match=r"demand points: .*ALLOW_UNLIKE"):
        compare(coverages[0], less)
    done, page = page_of(tmp_path, coverages[0], less, ALLOW_UNLIKE=True)
    east = by_area(done)["East"]
    assert (east["result"], east["note"]) == ("not compared", "not in the plan's coverage")
    assert east["minutes_base"] == pytest.approx(11, abs=CLOSE) and east["change"] is None
    assert (done["AREAS_NOT_COMPARED"], done["CHILDREN_NOT_COMPARED"]) == (1, 30)
    assert "1 area is not in the coverage of Move and cannot be compared: East." in page


def test_areas_beside_the_demand_are_named(coverages):
    done = compare(coverages[0], coverages[1], HOME_AUTHORITY="Toytown")
    assert set(by_area(done)) == {"West", "Mid", "North", "Moor"}
    said = (
        "1 area is in the coverage of {}, but not among the demand points, and not counted: East."
    )
    assert {said.format("Today"), said.format("Move")} <= set(done.log.warned)


def test_a_layer_of_an_earlier_version_is_taken_and_its_silence_said(coverages, tmp_path):
    old = [layer_without(layer, "mode", "bands", "made_with") for layer in coverages[:2]]
    done, page = page_of(tmp_path, *old)
    assert done["AREAS_LONGER"] == 1
    assert "that they were made alike is taken on trust" in page
    assert (
        "nearest to some area: the coverages do not tell of hubs that are nearest to none" in page
    )


def layer_without(layer: QgsVectorLayer, *names: str) -> QgsVectorLayer:
    copy = layer.materialize(QgsFeatureRequest())
    assert copy.dataProvider().deleteAttributes([copy.fields().indexOf(n) for n in names])
    copy.updateFields()
    return copy


def test_rows_of_two_runs_in_one_layer_are_refused(coverages, network):
    both = coverages[0].materialize(QgsFeatureRequest())
    pram = cover(network, TODAY, MODE="pram")
    more = []
    for feature in pram.getFeatures():
        feature["area_code"] = f"{feature['area_code']} again"
        more.append(feature)
    assert both.dataProvider().addFeatures(more)[0]
    with pytest.raises(QgsProcessingException, match="rows of several runs"):
        compare(both, coverages[1])


def test_a_layer_that_is_no_coverage_and_plans_of_one_name_are_refused(coverages):
    with pytest.raises(QgsProcessingException, match="no output of 'Coverage of hubs'"):
        compare(demand(), coverages[1])
    with pytest.raises(QgsProcessingException, match="Two plans are called 'coverage'"):
        compare(coverages[0], coverages[1], coverages[2], PLAN_NAMES="")
    with pytest.raises(QgsProcessingException, match="1 names were given for 2 plans"):
        compare(coverages[0], coverages[1], coverages[2], PLAN_NAMES="One")


# The page


def test_areas_near_the_edge_are_numbered_among_the_limits(coverages, tmp_path):
    near = sum(f["near_edge"] for f in coverages[0].getFeatures())
    assert near, "the toy town is small"
    _, page = page_of(tmp_path, coverages[0], coverages[1])
    assert f"Today: {near} of 5 areas lie nearer to the network" in page
    less = page_of(tmp_path, layer_without(coverages[0], "near_edge"), coverages[1])[1]
    assert "Today: 5 of" not in less and "Today: " + str(near) not in less


def test_the_page_says_that_it_decides_nothing_whole_and_answers_first(coverages, tmp_path):
    _, page = page_of(tmp_path, *coverages)
    assert DECIDES_NOTHING in page
    # 10 of 105 have a longer journey: 10 is no small count; 50 a shorter one
    assert "Move: of 110 children, about 10 (10 %) would have a longer modelled journey" in page
    for words in ("losers", "compliant", "closure", "closed"):
        assert words not in page
    assert "Not counted any more (an option to give up, for testing): 007." in page
    assert "Not assessed, for want of data in the demand points: disability, ethnic group" in page


def test_an_area_much_worse_is_listed_by_name(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[2], WORSE_MINUTES=5)
    table = page.split("Areas whose modelled journeys grow most")[1].split("</table>")[0]
    cells = ("North", "North Bank", "40", "2 min", "23 min", "+22 min", "8", "007")
    assert all(f">{cell}<" in table for cell in cells), table
    assert "West" not in table


def test_small_counts_are_held_back_on_the_page_and_exact_in_the_tables(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[1], THRESHOLD=15)
    assert "fewer than 15 would have a longer modelled journey" in page
    assert "held back" in page
    assert row(everything(*coverages[:2], THRESHOLD=15), "BY_DECILE", "1")["longer"] == 10


def test_a_point_added_by_hand_is_never_named_on_the_page(network, tmp_path):
    rows = [*DEMAND, ((230, 10), {"area_code": "Refuge", "children": 12.0, "need": 1.0,
                                  "locality": "Secret Street", "added": "yes"})]  # fmt: skip
    people = points(rows, name="demand")
    pair = [cover(network, hubs, DEMAND=people) for hubs in (TODAY, [HUBS[1]])]
    how = {"NETWORK": network, "HUBS": points(HUBS), "HUB_ID": "site_id"}
    done, page = page_of(tmp_path, *pair, DEMAND=people, THERE_AND_BACK="TEMPORARY_OUTPUT", **how)
    assert "Refuge" not in page
    assert {row["area_code"] for row in done.rows("THERE_AND_BACK")} == {"West", "Mid", "East"}
    listed = page.split("Areas whose modelled journeys grow most")[1].split("</table>")[0]
    assert "Secret Street" not in listed
    assert "point added by hand with such a journey is not listed" in page
    assert by_area(done)["Refuge"]["added"] == "added by hand"


def test_a_cancel_leaves_nothing_behind(coverages, tmp_path):
    log = CancelledOnProgress(0)
    log.cancel()
    path = tmp_path / "compare.html"
    done = run("comparescenarios", log, BASE=coverages[0], PLAN=[coverages[1]], DEMAND=demand(),
               HTML=str(path))  # fmt: skip
    assert done["STATUS"] == "cancelled" and not path.exists()


def test_an_output_over_a_plan_is_refused_before_anything_is_touched(coverages, tmp_path):
    import processing

    path = tmp_path / "plan.gpkg"
    processing.run("native:savefeatures", {"INPUT": coverages[1], "OUTPUT": str(path)})
    before = path.read_bytes()
    log = Log()
    with pytest.raises(QgsProcessingException):
        run("comparescenarios", log, BASE=coverages[0], PLAN=[str(path)], DEMAND=demand(),
            OUTPUT=str(path))  # fmt: skip
    assert "would be written over Coverages under the plans" in " ".join(log.errors)
    assert path.read_bytes() == before


# On the desktop


@pytest.mark.parametrize(("names", "shown"), [("It's mine; Alone", 5), ("It's mine", 5)])
def test_a_layer_that_is_loaded_shows_the_first_plan_alone_and_says_so(
    coverages, tmp_path, names, shown
):
    base, *plans = coverages
    plans = plans[: names.count(";") + 1]
    context, target, project = QgsProcessingContext(), str(tmp_path / "change.gpkg"), QgsProject()
    context.setProject(project)
    details = QgsProcessingContext.LayerDetails("Change", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    given = {"BASE": base, "PLAN": plans, "PLAN_NAMES": names, "DEMAND": demand(),
             "OUTPUT": target}  # fmt: skip
    registry, log = QgsApplication.processingRegistry(), Log()
    algorithm = registry.algorithmById("familyhub:comparescenarios").create()
    results, ok = algorithm.run(given, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results["OUTPUT"], "Change", "ogr")
    assert layer.featureCount() == 5 * len(plans)
    processor = context.layerToLoadOnCompletionDetails(target).postProcessor()
    processor.postProcessLayer(layer, context, log)
    assert layer.featureCount() == shown
    assert {feature["plan"] for feature in layer.getFeatures()} == {"It's mine"}
    assert layer.name() == "Change: walk, from home to the hub: It's mine"
