"""familyhub:comparescenarios refuses or names coverages that are not alike."""

from __future__ import annotations

import json

import pytest
from algorithms.comparison_runs import (
    CLOSE,
    MOVE,
    TODAY,
    by_area,
    compare,
    cover,
    layer_without,
    page_of,
)
from algorithms.runs import DEMAND, demand, points, run, toy_files
from qgis.core import QgsFeatureRequest, QgsProcessingException


def test_coverage_tells_what_it_was_made_with(coverages):
    (told,) = {f["made_with"] for f in coverages[0].getFeatures()}
    made = json.loads(told)
    assert made["hubs"] == ["007", "8"]
    assert made["direction"] == "to" and made["max_snap_m"] == 500 and made["speed_kph"] == 4.8
    assert "town.osm" in made["network"] and len(made["demand_mark"]) == 8
    assert {part: len(said) for part, said in made["sources"].items()} == {
        "NETWORK": 1, "NEED": 1, "HUBS": 1
    }  # fmt: skip
    assert "(town.osm), " in made["sources"]["NETWORK"][0]
    assert made["sources"]["HUBS"][0].endswith("; publisher and licence not stated")
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
