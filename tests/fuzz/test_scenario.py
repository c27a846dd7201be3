"""Scenario files, spoilt: a plan, or all their faults in sentences."""

from __future__ import annotations

import json

import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.spoiling import spoilt
from fuzz.spoilt_json import spoilt_json
from hypothesis import given
from scenario_steps import FIRST, KNOWN, RIGHT, SECOND

from family_hub_planner.engine.network.rules import RESOURCES
from family_hub_planner.engine.scenario.changes import changed, chosen
from family_hub_planner.engine.scenario.places import Homes
from family_hub_planner.engine.scenario.plan import plan
from family_hub_planner.engine.scenario.reading import read_scenario, scenario_of
from family_hub_planner.engine.scenario.repeats import spread

FULL = {
    **RIGHT,
    "question": "Who?", "authority": "Fenmarch", "notes": ["One.", "Two."],
    "checksums": {"map.osm": "ab" * 32},
    "steps": [
        RIGHT["steps"][0],
        {**RIGHT["steps"][1], "name": "Reach", "note": "n", "load": ["PAGE"],
         "for_each": {"values": ["North", "South"]}},
        {"id": "third", "algorithm": "native:reach", "for_each": {"layer": "a.gpkg", "field": "f"},
         "parameters": {"NETWORK": {"from": "first"}, "HUBS": "hubs.csv", "FILTER": "{value}",
                        "OTHERS": [{"from": "second"}, "hubs.csv"], "OUTPUT": "out.gpkg",
                        "MINUTES": 20, "MAPPING": {"name": "Site"}}},
    ],
}  # fmt: skip
EXAMPLES = [
    json.loads(path.read_text("utf-8")) for path in sorted((RESOURCES / "examples").glob("*.json"))
]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    (folder / "map.osm").write_text("<osm/>", "utf-8")
    (folder / "hubs.csv").write_text("site_id,easting,northing\n007,1,2\n", "utf-8")
    return Homes(folder, RESOURCES / "sample")


@budget(60)
@given(spoilt_json(FULL, FULL, FULL, *EXAMPLES))
def test_a_spoilt_scenario_is_planned_or_refused(homes, content):
    path = homes.data / "plan.json"
    path.write_bytes(content)
    scenario = read_or_refused(read_scenario, path)
    if scenario is None:
        return
    steps = read_or_refused(spread, scenario, lambda _each: ["A", "a", "B b", ""])
    planned = steps and read_or_refused(plan, "plan.json", steps, KNOWN, homes, "2026-11-22")
    assert planned is None or len(planned) == len(steps)
    for step in scenario.steps:
        read_or_refused(chosen, scenario, step.id)


@budget(20)
@given(spoilt(b"site_id,easting,northing\n007,480000,310000\n8,480001,310001\n"))
def test_a_spoilt_table_that_a_scenario_names_is_planned_or_refused(homes, content):
    (homes.data / "spoilt.csv").write_bytes(content)
    named = {**SECOND["parameters"], "HUBS": "spoilt.csv"}
    scenario = scenario_of({**RIGHT, "steps": [FIRST, {**SECOND, "parameters": named}]})
    read_or_refused(plan, "plan.json", scenario.steps, KNOWN, homes, "2026-11-22")


WHOLE = b'first.INPUT=map.osm; second.OTHERS=["a", {"from": "first"}]\nsecond.MINUTES=20; x.Y=null'


@budget(25)
@given(spoilt(WHOLE, b"first, second", most=4))
def test_spoilt_changes_and_choices_are_taken_or_refused(homes, text):
    path = homes.data / "whole.json"
    path.write_text(json.dumps(FULL), "utf-8")
    scenario = read_scenario(path)
    said = text.decode("utf-8", "replace")
    read_or_refused(changed, scenario, said)
    read_or_refused(chosen, scenario, said)
