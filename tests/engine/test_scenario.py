"""A scenario's steps planned before the first runs: values, changes, choices and repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scenario_steps import FIRST, RIGHT, SECOND, planned, rewritten, second_step, with_second

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.scenario.changes import changed, chosen
from family_hub_planner.engine.scenario.command import command
from family_hub_planner.engine.scenario.model import (
    Earlier,
    InputFile,
    Made,
    PointColumns,
    Reference,
    RunRecord,
)
from family_hub_planner.engine.scenario.reading import scenario_of
from family_hub_planner.engine.scenario.record import Inputs, again
from family_hub_planner.engine.scenario.repeats import slug


def refused(homes, written) -> str:
    with pytest.raises(InputError) as error:
        planned(homes, written)
    return str(error.value)


# Planning


def test_every_value_is_known_for_what_it_is(homes):
    first, second = planned(homes, with_second(MINUTES=20, MAPPING="table.csv"))
    data = homes.data
    assert first.values["INPUT"] == InputFile("map.osm", data / "map.osm")
    assert first.values["OUTPUT"] == Made("first.gpkg")
    assert second.values["NETWORK"] == Earlier("first", "OUTPUT", "first.gpkg")
    points = PointColumns("Easting", "Northing", "EPSG:27700")
    assert second.values["HUBS"] == InputFile("hubs.csv", data / "hubs.csv", "", points)
    assert second.values["PAGE"] == Made("reach.html")
    assert second.values["MINUTES"].value == 20
    assert second.values["MAPPING"] == InputFile("table.csv", data / "table.csv")
    assert "TABLES" not in second.values, "an output that is not named is not made"


def test_an_empty_date_is_the_day_of_the_run_and_a_given_one_stays(homes):
    first, _ = planned(homes)
    assert first.values["FROM_DATE"].value == "2026-11-22"
    written = rewritten(lambda w: w["steps"][0]["parameters"].update(FROM_DATE="2027-01-01"))
    assert planned(homes, written)[0].values["FROM_DATE"].value == "2027-01-01"


def test_a_layer_may_be_named_in_a_file_and_a_table_without_places_is_a_table(homes):
    _, second = planned(homes, with_second(HUBS="sample:areas.gpkg|layername=lsoa"))
    hubs = second.values["HUBS"]
    assert (hubs.path, hubs.suffix) == (homes.sample / "areas.gpkg", "|layername=lsoa")
    _, second = planned(homes, with_second(HUBS="table.csv"))
    assert second.values["HUBS"].points is None


@pytest.mark.parametrize(
    "heading, found",
    [
        ("id,Easting,Northing", PointColumns("Easting", "Northing", "EPSG:27700")),
        ("id,Longitude,LATITUDE", PointColumns("Longitude", "LATITUDE", "EPSG:4326")),
        ("id,lon,lat", PointColumns("lon", "lat", "EPSG:4326")),
        ("lat,lon,easting,northing", PointColumns("easting", "northing", "EPSG:27700")),
        ("id,latitude", None),
    ],
)
def test_a_table_becomes_points_by_grid_or_by_degrees(homes, heading, found):
    (homes.data / "hubs.csv").write_text(f"{heading}\nA,1,2,3\n", encoding="utf-8")
    assert planned(homes)[1].values["HUBS"].points == found
    (homes.data / "hubs.csv").write_text(f"{heading}\n01,1,2,3\n", encoding="utf-8")
    assert planned(homes)[1].values["HUBS"].points == (found and replace(found, as_text=True))


REFUSED = {
    "an unknown algorithm": (second_step(algorithm="native:raech"), "Did you mean native:reach"),
    "an unknown parameter": (with_second(HUBSS="x"), "Did you mean HUBS"),
    "an input left out": (with_second(HUBS=None), "needs HUBS"),
    "a missing file": (with_second(HUBS="none.csv"), "there is no file none.csv"),
    "a file outside the sample": (with_second(HUBS="sample:../x"), "name of a sample file"),
    "an address of a file": (with_second(HUBS="delimitedtext://file:///x"), "path alone"),
    "a password": (with_second(HUBS="postgres:host=a password=b"), "password"),
    "a number for a file": (with_second(HUBS=3), "no path"),
    "a later step": (lambda w: w["steps"].reverse(), "comes later"),
    "no such step": (with_second(NETWORK={"from": "frist"}), "Did you mean first"),
    "its own output": (with_second(HUBS={"from": "second"}), "its own output"),
    "no such output": (with_second(NETWORK={"from": "first", "output": "OUTPUTS"}), "no OUTPUTS"),
    "a number for a layer": (
        with_second(HUBS={"from": "first", "output": "NODES"}), "a value and no file"),
    "an output that takes an input": (with_second(PAGE={"from": "first"}), "name of a file"),
    "one file twice": (with_second(PAGE="FIRST.gpkg"), "written by step first too"),
    "a file in a file": (with_second(PAGE="first.gpkg/x.html"), "written by step first too"),
    "a way out of the folder": (with_second(PAGE="../x.html"), "no name of a file in"),
    "a whole path": (with_second(PAGE="/tmp/x.html"), "no name of a file"),
    "a drive": (with_second(PAGE="C:x.html"), "no name of a file in"),
    "the record's name": (with_second(PAGE="Results.json"), "own record"),
    "a folder of the record's name": (with_second(PAGE="scenario.json/x.html"), "own record"),
    "to load what is no layer": (second_step(load=["PAGE"]), "native:reach has no layer PAGE"),
    "to load what there is not": (second_step(load=["OUTPUTT"]), "Did you mean OUTPUT"),
    "no ending": (with_second(PAGE="reach"), "needs an ending"),
    "a shapefile": (with_second(OUTPUT="reach.shp"), "cuts names"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_run_is_refused_before_the_first_step(homes, what):
    given, told = REFUSED[what]
    assert told in refused(homes, given if isinstance(given, dict) else rewritten(given))


def test_the_run_itself_can_be_read_by_a_later_step(homes):
    third = {"id": "third", "algorithm": "build", "parameters": {"INPUT": "run:results.json"}}
    written = {**RIGHT, "steps": [FIRST, SECOND, third]}
    steps = planned(homes, written)
    assert steps[2].values["INPUT"] == RunRecord()
    inputs = Inputs.of(steps, homes.data)
    assert again(scenario_of(written), steps, inputs)["steps"][2]["parameters"]["INPUT"] == (
        "run:results.json"
    )
    assert "INPUT=results.json" in command(steps[2], inputs.names)
    assert len(chosen(scenario_of(written), "third").steps) == 3, "it takes from all before it"


def test_all_faults_are_told_at_once_each_with_its_step(homes):
    written = with_second(HUBS="none.csv", MINUTE=1)
    written["steps"][0]["parameters"] = {}
    told = refused(homes, written)
    assert told.startswith("plan.json cannot be run:")
    assert told.count("\n- Step ") == 3
    assert "Step first: familyhub:build needs INPUT." in told


def test_an_output_that_is_not_made_cannot_be_taken(homes):
    third = {"id": "third", "algorithm": "build",
             "parameters": {"INPUT": {"from": "second", "output": "PAGE"}}}  # fmt: skip
    written = with_second(PAGE=None)
    written["steps"].append(third)
    assert "step second does not write PAGE" in refused(homes, written)


# Changes and choices


def test_values_are_given_anew_as_json_or_text_and_may_hold_semicolons():
    scenario = scenario_of(RIGHT)
    text = "second.minutes=15; second.MAPPING=name=Site; uprn=UPRN\nfirst.INPUT=b.osm"
    found = changed(scenario, text)
    assert found.steps[1].parameters["MINUTES"] == 15
    assert found.steps[1].parameters["MAPPING"] == "name=Site; uprn=UPRN"
    assert found.steps[0].parameters["INPUT"] == "b.osm"
    assert found.written["steps"][1]["parameters"]["MINUTES"] == 15
    reference = changed(scenario, 'second.HUBS={"from": "first"}').steps[1].parameters["HUBS"]
    assert reference == Reference("first")
    assert changed(scenario, "") == scenario


@pytest.mark.parametrize("text, told", [("x", "Write step.NAME"), ("secnd.A=1", "mean second")])
def test_a_change_that_cannot_be_read_is_refused(text, told):
    with pytest.raises(InputError, match=told):
        changed(scenario_of(RIGHT), text)


def test_a_change_that_could_not_be_recorded_stays_a_text():
    scenario = changed(scenario_of(RIGHT), "second.MINUTES=NaN")
    assert scenario.steps[1].parameters["MINUTES"] == "NaN"


def test_a_chosen_step_brings_those_it_takes_from_and_no_others():
    third = {"id": "third", "algorithm": "build", "parameters": {"INPUT": "map.osm"}}
    scenario = scenario_of({**RIGHT, "steps": [FIRST, SECOND, third]})
    assert [step.id for step in chosen(scenario, " second ").steps] == ["first", "second"]
    assert [step.id for step in chosen(scenario, "third").steps] == ["third"]
    assert chosen(scenario, "") == scenario
    with pytest.raises(InputError, match="Did you mean third"):
        chosen(scenario, "thrid")


# Repeats


EACH = {
    "id": "part",
    "algorithm": "native:reach",
    "for_each": {"values": ["North", "St Mary's"]},
    "parameters": {
        "NETWORK": "map.osm",
        "HUBS": "hubs.csv",
        "FILTER": "name = '{each}'",
        "MAPPING": "{each}",
        "PAGE": "{each}.html",
    },
}


def test_a_step_is_run_once_for_each_value_with_the_value_put_in(homes):
    north, mary = planned(homes, {**RIGHT, "steps": [EACH]})
    assert [one.step.id for one in (north, mary)] == ["part_north", "part_st_mary_s"]
    assert mary.step.name == "part: St Mary's"
    assert mary.values["FILTER"].value == "name = 'St Mary''s'", "an apostrophe ends no text"
    assert mary.values["MAPPING"].value == "St Mary's"
    assert mary.made() == {"PAGE": "st_mary_s.html", "OUTPUT": "part_st_mary_s.gpkg"}


def test_repeated_steps_take_from_their_own_value_and_others_take_all(homes):
    taker = {
        **EACH,
        "id": "again",
        "parameters": {**EACH["parameters"], "HUBS": {"from": "part"}, "PAGE": None},
    }
    whole = {"id": "whole", "algorithm": "native:reach",
             "parameters": {"NETWORK": "map.osm", "HUBS": "hubs.csv",
                            "OTHERS": ["hubs.csv", {"from": "part"}]}}  # fmt: skip
    steps = planned(homes, {**RIGHT, "steps": [EACH, taker, whole]})
    by_id = {one.step.id: one for one in steps}
    assert by_id["again_north"].values["HUBS"] == Earlier("part_north", "OUTPUT", "part_north.gpkg")
    others = by_id["whole"].values["OTHERS"].values
    assert [getattr(one, "name", one.__class__.__name__) for one in others] == [
        "InputFile", "part_north.gpkg", "part_st_mary_s.gpkg"
    ]  # fmt: skip


def test_a_repeated_step_must_tell_its_files_apart(homes):
    given = {**EACH, "parameters": {**EACH["parameters"], "PAGE": "page.html"}}
    assert "Put {each} into the name" in refused(homes, {**RIGHT, "steps": [given]})


def test_the_values_of_a_layer_are_asked_for_and_like_names_get_numbers(homes):
    given = {**EACH, "for_each": {"layer": "x.gpkg", "field": "place"},
             "parameters": {**EACH["parameters"], "PAGE": None}}  # fmt: skip
    asked = []
    steps = planned(
        homes, {**RIGHT, "steps": [given]}, lambda each: asked.append(each) or ["a b", "A-B"]
    )
    assert [one.step.id for one in steps] == ["part_a_b", "part_a_b_2"]
    assert (asked[0].layer, asked[0].field) == ("x.gpkg", "place")


@pytest.mark.parametrize(
    "value, name", [("Caerffili Ŵ", "caerffili_w"), ("日本", "x"), ("a" * 99, "a" * 30)]
)
def test_a_value_becomes_a_plain_part_of_a_file_name(value, name):
    assert slug(value) == name
