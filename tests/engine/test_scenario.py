"""Scenario files: what is read, what is refused before the first step, what the record says."""

from __future__ import annotations

import copy
import hashlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from family_hub_planner.engine.errors import FileUnreadableError, InputError
from family_hub_planner.engine.scenario.changes import changed, chosen
from family_hub_planner.engine.scenario.command import command
from family_hub_planner.engine.scenario.model import (
    Earlier,
    Face,
    InputFile,
    Made,
    Parameter,
    PointColumns,
    Reference,
    RunRecord,
)
from family_hub_planner.engine.scenario.places import Homes
from family_hub_planner.engine.scenario.plan import Known, plan
from family_hub_planner.engine.scenario.reading import read_scenario, scenario_of
from family_hub_planner.engine.scenario.record import (
    Inputs,
    StepDone,
    again,
    as_text,
    changed_inputs,
    content_checksum,
    named,
    results,
)
from family_hub_planner.engine.scenario.repeats import slug, spread

SCHEMA = Path(__file__).parents[2] / "family_hub_planner/resources/scenario.schema.json"
FIRST = {"id": "first", "algorithm": "build", "parameters": {"INPUT": "map.osm"}}
SECOND = {
    "id": "second",
    "algorithm": "native:reach",
    "parameters": {"NETWORK": {"from": "first"}, "HUBS": "hubs.csv", "PAGE": "reach.html"},
}
RIGHT = {"family_hub_scenario": 1, "title": "Reach", "steps": [FIRST, SECOND]}


def face(name: str, *parameters: Parameter, numbers: tuple[str, ...] = ()) -> Face:
    own = {parameter.name: parameter for parameter in parameters}
    written = {one.name for one in parameters if one.kind.endswith("_out")}
    return Face(name, own, frozenset({*written, *numbers}))


BUILD = face(
    "familyhub:build",
    Parameter("INPUT", "file", optional=False),
    Parameter("OUTPUT", "file_out", optional=False, extension="gpkg"),
    Parameter("FROM_DATE", "value"),
    numbers=("NODES",),
)
REACH = face(
    "native:reach",
    Parameter("NETWORK", "file", optional=False),
    Parameter("HUBS", "layer", optional=False),
    Parameter("OTHERS", "layers"),
    Parameter("FILTER", "expression"),
    Parameter("MINUTES", "value"),
    Parameter("MAPPING", "value"),
    Parameter("OUTPUT", "layer_out", optional=False, extension="gpkg"),
    Parameter("PAGE", "file_out", extension="html"),
    Parameter("TABLES", "folder_out"),
)
KNOWN = Known({BUILD.id: BUILD, REACH.id: REACH}, [BUILD.id, REACH.id])


@pytest.fixture
def homes(tmp_path):
    """A folder with a map and hubs, and a sample county beside it."""
    data, sample = tmp_path / "plans", tmp_path / "sample"
    data.mkdir(), sample.mkdir()
    (data / "map.osm").write_text("<osm/>", encoding="utf-8")
    (data / "hubs.csv").write_text("id,Easting,Northing\nH1,1,2\n", encoding="utf-8")
    (data / "table.csv").write_text("id,children\nA,1\n", encoding="utf-8")
    (sample / "areas.gpkg").write_bytes(b"areas")
    return Homes(data, sample)


def planned(homes, written=RIGHT, values_of=None, today="2026-11-22"):
    steps = spread(scenario_of(written), values_of or (lambda each: []))
    return plan("plan.json", steps, KNOWN, homes, today)


def with_second(**parameters):
    """The right scenario with other parameters in its second step; None leaves one out."""
    written = copy.deepcopy(RIGHT)
    written["steps"][1]["parameters"].update(parameters)
    return written


def refused(homes, written) -> str:
    with pytest.raises(InputError) as error:
        planned(homes, written)
    return str(error.value)


# Reading


def test_a_file_is_read_with_its_words_its_steps_and_the_planners_own_ids_written_out(tmp_path):
    path = tmp_path / "s.json"
    words = {"question": "Who?", "authority": "Fenmarch", "notes": ["made up"]}
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({**RIGHT, **words}).encode())
    read = read_scenario(path)
    assert (read.title, read.question, read.authority) == ("Reach", "Who?", "Fenmarch")
    assert read.notes == ("made up",)
    assert [step.algorithm for step in read.steps] == ["familyhub:build", "native:reach"]
    assert [step.name for step in read.steps] == ["first", "second"]
    assert read.steps[1].parameters["NETWORK"] == Reference("first", "OUTPUT")


@pytest.mark.parametrize(
    "text, told",
    [
        ("{", "line 1, column 2"),
        ('{"a": 1, "a": 2}', '"a" stands twice'),
        ('{"family_hub_scenario": NaN}', "no number"),
        ('{"family_hub_scenario": 1e999}', "1e999, which is no number"),
        ('{"family_hub_scenario": ' + "1" * 5000 + "}", "no number"),
        ('{"family_hub_scenario": 1, "title": "\\ud800"}', "ud800', which is no character"),
        ("[]", "is no scenario file"),
        ('{"title": "x"}', "is no scenario file"),
        ('{"family_hub_scenario": 2}', "form 2"),
        ("[" * 100_000, "nested without end"),
    ],
)
def test_what_is_no_scenario_is_refused_in_words(tmp_path, text, told):
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_scenario(path)


def test_a_missing_file_and_one_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(FileUnreadableError, match="no scenario file"):
        read_scenario(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes('{"title": "Café"}'.encode("latin-1"))
    with pytest.raises(FileUnreadableError, match="UTF-8"):
        read_scenario(tmp_path / "latin.json")


def _of(change) -> dict:
    written = copy.deepcopy(RIGHT)
    change(written)
    return written


def _step(**values):
    return lambda written: written["steps"][1].update(values)


FORMS = {
    "right": (lambda w: None, ""),
    "words": (lambda w: w.update(question="Who?", authority="F", notes=["x"], checksums={}), ""),
    "repeated over values": (_step(for_each={"values": ["a", "b"]}), ""),
    "repeated over a layer": (_step(for_each={"layer": "x.gpkg", "field": "f"}), ""),
    "an object as a value": (_step(parameters={"MINUTES": {"a": 1}}), ""),
    "a list of references": (_step(parameters={"OTHERS": [{"from": "first"}, "x"]}), ""),
    "loaded: nothing": (_step(load=False), ""),
    "loaded: some": (_step(load=["OUTPUT"]), ""),
    "loaded: a text": (_step(load="OUTPUT"), "load"),
    "no title": (lambda w: w.pop("title"), "title"),
    "a blank title": (lambda w: w.update(title=" "), "title"),
    "no steps": (lambda w: w.update(steps=[]), "steps"),
    "steps that are no list": (lambda w: w.update(steps={}), "steps"),
    "a misspelt word": (lambda w: w.update(qestion=""), "Did you mean question"),
    "notes in one text": (lambda w: w.update(notes="x"), "notes"),
    "checksums that are no texts": (lambda w: w.update(checksums={"a": 1}), "checksums"),
    "a step that is a text": (lambda w: w["steps"].append("x"), "Step 3"),
    "a misspelt word in a step": (_step(paramters={}), "Did you mean parameters"),
    "an id in capitals": (_step(id="Second"), "small letter"),
    "no algorithm": (lambda w: w["steps"][1].pop("algorithm"), "algorithm"),
    "parameters in a list": (_step(parameters=[]), "parameters"),
    "a name that is a number": (_step(name=1), "name"),
    "a reference to a number": (_step(parameters={"HUBS": {"from": 1}}), "earlier output"),
    "a reference with more": (
        _step(parameters={"HUBS": {"from": "first", "as": "x"}}), "earlier output"),
    "repeated over nothing": (_step(for_each={"values": []}), "for_each"),
    "repeated over one value twice": (_step(for_each={"values": ["a", "a"]}), "twice"),
    "repeated over a layer without field": (_step(for_each={"layer": "x.gpkg"}), "for_each"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
def test_the_schema_and_the_reader_agree_on_what_a_scenario_is(what):
    change, told = FORMS[what]
    written = _of(change)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert validator.is_valid(written) == (not told)
    if told:
        with pytest.raises(InputError, match=told):
            scenario_of(written)
    else:
        assert len(scenario_of(written).steps) == 2


def test_two_steps_of_one_id_are_refused():
    written = _of(lambda w: w["steps"][1].update(id="first"))
    with pytest.raises(InputError, match="an earlier step has the id"):
        scenario_of(written)


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
    written = _of(lambda w: w["steps"][0]["parameters"].update(FROM_DATE="2027-01-01"))
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
    "an unknown algorithm": (_step(algorithm="native:raech"), "Did you mean native:reach"),
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
    "to load what is no layer": (_step(load=["PAGE"]), "load: native:reach has no layer PAGE"),
    "to load what there is not": (_step(load=["OUTPUTT"]), "Did you mean OUTPUT"),
    "no ending": (with_second(PAGE="reach"), "needs an ending"),
    "a shapefile": (with_second(OUTPUT="reach.shp"), "cuts names"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_run_is_refused_before_the_first_step(homes, what):
    given, told = REFUSED[what]
    assert told in refused(homes, given if isinstance(given, dict) else _of(given))


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


# The record


def recorded(homes, folder, written=RIGHT):
    steps = planned(homes, written)
    inputs = Inputs.of(steps, folder)
    done = [StepDone(one, one.made(), {"NODES": 3, "GAP": float("nan")}, 1.234) for one in steps]
    scenario = scenario_of(written)
    return results(scenario, done, inputs, {"planner": "1"}, "2026-11-22"), inputs, scenario


def test_the_record_holds_what_was_run_with_paths_as_seen_from_the_folder(homes):
    record, _, _ = recorded(homes, homes.data / "out")
    first, second = record["steps"]
    assert first["parameters"]["INPUT"] == "../map.osm"
    assert second["parameters"]["NETWORK"] == "first.gpkg"
    assert second["outputs"] == {"PAGE": "reach.html", "OUTPUT": "second.gpkg"}
    assert first["numbers"] == {"NODES": 3, "GAP": None}, "JSON knows no nan"
    assert first["seconds"] == 1.23
    digest = hashlib.sha256(b"<osm/>").hexdigest()
    assert first["inputs"] == [{"name": "../map.osm", "sha256": digest}]
    assert str(homes.data) not in as_text(record)


def test_the_record_read_again_is_the_same_plan(homes):
    folder = homes.data / "out"
    folder.mkdir()
    record, _, _ = recorded(homes, folder)
    again_from = Homes(folder, homes.sample)
    steps = planned(again_from, record["scenario"], today="2030-01-01")
    assert [one.made() for one in steps] == [one.made() for one in planned(homes)]
    assert steps[0].values["FROM_DATE"].value == "2026-11-22", "today then, not today now"
    read = scenario_of(record["scenario"])
    assert changed_inputs(read, Inputs.of(steps, folder)) == []
    assert again(read, steps, Inputs.of(steps, folder)) == record["scenario"]
    (homes.data / "map.osm").write_text("<osm></osm>", encoding="utf-8")
    assert changed_inputs(read, Inputs.of(steps, folder)) == ["../map.osm"]


def test_opening_a_geopackage_changes_its_counters_and_not_its_content(tmp_path):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as file:
        file.execute("create table a (b)")
    file.close()
    first, raw = content_checksum(path), path.read_bytes()
    path.write_bytes(raw[:24] + b"\x00\x00\x00\x09" + raw[28:92] + b"\x00\x00\x00\x09" + raw[96:])
    assert path.read_bytes() != raw
    assert content_checksum(path) == first
    with sqlite3.connect(path) as file:
        file.execute("insert into a values (1)")
    file.close()
    assert content_checksum(path) != first
    text = tmp_path / "a.csv"
    text.write_bytes(b"a")
    assert content_checksum(text) == hashlib.sha256(b"a").hexdigest()


def test_a_way_over_the_root_or_into_a_home_is_not_written_down(tmp_path, monkeypatch):
    home = tmp_path / "home" / "anna"
    (home / "plans").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    given = InputFile("data/hubs.csv", home / "plans" / "data" / "hubs.csv", "|layername=a")
    files = {"a": given, "b": InputFile("sample:x.csv", tmp_path / "x.csv")}
    near, sample = "../data/hubs.csv|layername=a", "sample:x.csv"
    assert named(files, home / "plans" / "out") == {"a": near, "b": sample}
    assert named(files, home / "results")["a"] == "../plans/data/hubs.csv|layername=a"
    written = {"a": "data/hubs.csv|layername=a", "b": sample}
    assert named(files, tmp_path / "temporary") == written
    whole = {"a": InputFile(str(given.path), given.path)}
    assert named(whole, tmp_path / "temporary") == {"a": "hubs.csv"}


def test_two_inputs_of_one_name_are_told_apart_without_naming_a_home(tmp_path, monkeypatch):
    home = tmp_path / "home" / "anna"
    monkeypatch.setattr(Path, "home", lambda: home)
    paths = [home / "plans" / place / "hubs.csv" for place in ("a", "b")]
    files = {str(path): InputFile(str(path), path) for path in paths}
    files["hubs.csv"] = InputFile("hubs.csv", home / "hubs.csv")
    told = named(files, tmp_path / "out")
    assert list(told.values()) == ["a/hubs.csv", "b/hubs.csv", "hubs.csv"]
    twice = [home / "hubs.csv", home.parent / "tom" / "hubs.csv"]
    with pytest.raises(InputError, match="Two inputs are called hubs"):
        named({str(path): InputFile(str(path), path) for path in twice}, tmp_path / "out")


def test_what_is_loaded_stands_in_the_record(homes):
    written = copy.deepcopy(RIGHT)
    written["steps"][1]["load"] = False
    scenario, steps = scenario_of(written), planned(homes, written)
    kept = again(scenario, steps, Inputs.of(steps, homes.data))["steps"]
    assert ["load" in step for step in kept] == [False, True]
    assert scenario_of({**written, "steps": kept}).steps[1].load == ()


def test_all_inputs_are_named_from_one_folder_so_that_a_rerun_finds_them(tmp_path, monkeypatch):
    home = tmp_path / "home" / "anna"
    monkeypatch.setattr(Path, "home", lambda: home)
    out = tmp_path / "home" / "out"
    files = {"a": InputFile("a.csv", home / "a.csv"), "b": InputFile("b.csv", out / "b.csv")}
    assert named(files, out) == {"a": "a.csv", "b": "b.csv"}
    assert named({"b": InputFile("in/b.csv", out / "in" / "b.csv")}, out) == {"b": "in/b.csv"}


def test_a_command_is_one_line_that_a_shell_takes_back_apart(homes):
    written = with_second(MINUTES=True, MAPPING='a "b" $c', OTHERS=["table.csv", {"from": "first"}])
    steps = planned(homes, written)
    inputs = Inputs.of(steps, homes.data)
    line = command(steps[1], inputs.names)
    assert line.startswith("qgis_process run native:reach -- NETWORK=first.gpkg ")
    assert 'HUBS="delimitedtext://file://$PWD/hubs.csv?type=csv&xField=Easting' in line
    assert "OTHERS=table.csv OTHERS=first.gpkg" in line
    assert r'MAPPING="a \"b\" \$c"' in line
    assert "MINUTES=true" in line
    sample = planned(homes, with_second(HUBS="sample:areas.gpkg|layername=lsoa"))[1]
    assert 'HUBS="$SAMPLE/areas.gpkg|layername=lsoa"' in command(
        sample, Inputs.of([sample], homes.data).names
    )
