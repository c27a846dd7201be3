"""The record of a scenario's run: what was run, with which inputs, and how to run it again."""

from __future__ import annotations

import copy
import hashlib
import os
import sqlite3
from pathlib import Path

import pytest
from scenario_steps import RIGHT, planned, with_second

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.scenario.command import command
from family_hub_planner.engine.scenario.model import InputFile
from family_hub_planner.engine.scenario.places import Homes
from family_hub_planner.engine.scenario.reading import scenario_of
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


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_beside_the_scenario_is_named_as_a_folder_there(tmp_path, monkeypatch):
    """Data on another disk, linked to beside the scenario: no file is named by itself for it."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home" / "anna")
    real, plans = tmp_path / "home" / "anna" / "secret", tmp_path / "plans"
    real.mkdir(parents=True)
    plans.mkdir()
    (plans / "far").symlink_to(real)
    files = {"a": InputFile("far/areas.csv", plans / "far" / "areas.csv"),
             "b": InputFile("hubs.gpkg", plans / "hubs.gpkg")}  # fmt: skip
    near = {"a": "../far/areas.csv", "b": "../hubs.gpkg"}
    assert named(files, plans / "out") == near
    files["a"] = InputFile("far/../areas.csv", plans / "far" / ".." / "areas.csv")
    assert named(files, plans / "out") == {"a": "far/../areas.csv", "b": "hubs.gpkg"}


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
