"""What an earlier run left behind, spoilt: its record, its folder, and what a project keeps."""

from __future__ import annotations

import json

import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.spoilt_json import spoilt_json
from fuzz.tables import head_of
from hypothesis import example, given
from hypothesis import strategies as st
from qgis.core import QgsApplication, QgsProject

from family_hub_planner.gui.plan_settings import SCOPE, read_settings
from family_hub_planner.gui.step_record import StepRecord, read_records, write_records
from family_hub_planner.gui.step_state import files_to_open
from family_hub_planner.processing.provider import FamilyHubProvider
from family_hub_planner.processing.report.read_run import parts_of_run
from family_hub_planner.processing.scenario.folder import _earlier
from family_hub_planner.processing.scenario.told_runs import write_record

CSV = "area_code,minutes,hub_id,band,plan,children,change\nE01000001,5,H01,0-10,A,10,1\n"
STEP = {
    "id": "today", "name": "Today", "algorithm": "familyhub:coverage", "command": "qgis_process",
    "parameters": {"HUBS": "hubs.csv", "HUB_ID": "site_id", "BANDS": "5,10", "DEMAND": "d.gpkg"},
    "outputs": {"OUTPUT": "today.csv", "BY_DECILE": "today.csv", "BY_MODE": "today.csv"},
    "numbers": {"REACHED": 10, "STATUS": "done"}, "seconds": 1.0,
    "inputs": [{"name": "town.osm", "sha256": "abc"}],
}  # fmt: skip
RECORD = {
    "family_hub_results": 1,
    "scenario": {"title": "Reach", "question": "Who?", "authority": "F", "notes": ["One."]},
    "versions": {"planner": "0.1.0"}, "run_on": "2026-11-22", "files": ["today.csv", "a/b.html"],
    "steps": [
        {"id": "net", "algorithm": "familyhub:buildnetwork", "outputs": {"OUTPUT": "net.gpkg"}},
        STEP,
        {**STEP, "id": "plan", "outputs": {"OUTPUT": "plan.csv"}},
        {"id": "compare", "algorithm": "familyhub:comparescenarios", "numbers": {},
         "parameters": {"BASE": "today.csv", "PLAN": ["plan.csv"], "WORSE_MINUTES": 5,
                        "HUBS": "hubs.csv", "HUB_ID": "site_id"},
         "outputs": {"OUTPUT": "plan.csv"}},
        {"id": "sites", "algorithm": "familyhub:suggestsites", "numbers": {"GAP_FOUND": 0},
         "parameters": {"CANDIDATES": "hubs.csv|layername=hubs", "CANDIDATE_ID": "site_id"},
         "outputs": {"OUTPUT": "today.csv"}},
    ],
}  # fmt: skip
KEPT = {
    "network": {"algorithm": "buildnetwork", "numbers": {"NODES": 3}, "files": {"OUTPUT": "n.gpkg"},
                "taken": {"osm": "a"}, "finished_at": "2026-11-22", "runs": []},
    "coverage": {"algorithm": "coverage", "numbers": {}, "files": {"HTML": "c.html"}, "taken": {},
                 "finished_at": "", "runs": [{"algorithm": "coverage", "parameters":
                 {"HUBS": {"file": "h.csv|x"}, "L": [{"made": "n.gpkg"}, 1]}}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(qgis_app, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    for name in ("today.csv", "plan.csv"):
        (folder / name).write_text(CSV, "utf-8")
    (folder / "hubs.csv").write_bytes(head_of("hubs.csv", 3))
    return folder


@pytest.fixture(scope="module")
def provider(qgis_app, qgis_processing):
    """The planner's algorithms, registered for these tests alone."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById("familyhub") is not None:
        registry.removeProvider("familyhub")
    made = FamilyHubProvider()
    assert registry.addProvider(made)
    yield made
    registry.removeProvider(made)


@budget(30)
@given(spoilt_json(RECORD))
def test_a_spoilt_record_of_a_run_is_read_or_refused(folder, content):
    (folder / "results.json").write_bytes(content)
    parts = read_or_refused(parts_of_run, folder)
    if parts is not None:
        assert all(isinstance(text, str) for text in (parts.title, parts.question, *parts.notes))
    assert all(isinstance(name, str) for name in read_or_refused(_earlier, folder))


@budget(8)
@given(spoilt_json({"family_hub_scenario": 1, "title": "Reach", "steps": []}))
def test_a_spoilt_scenario_beside_a_record_is_taken_or_refused(folder, content):
    (folder / "results.json").write_text(json.dumps(RECORD), "utf-8")
    (folder / "scenario.json").write_bytes(content)
    read_or_refused(parts_of_run, folder)
    (folder / "scenario.json").unlink()


TOLD = {
    "title": "Pack", "question": "Who?", "authority": "F", "notes": ["One."],
    "run_on": "2026-11-22",
    "runs": [
        {"id": "net", "name": "Network", "algorithm": "familyhub:buildnetwork", "seconds": 2.5,
         "numbers": {"NODES": 3}, "parameters": {"INPUT": {"file": "a.osm"}, "OUTPUT":
         {"made": "net.gpkg"}, "LIMIT_SHARE": 0.85}},
        {"id": "reach", "name": "Reach", "algorithm": "familyhub:coverage", "numbers": {},
         "parameters": {"NETWORK": {"file": "net.gpkg"}, "BANDS": "5,10", "HUBS":
         {"file": "hubs.csv", "points": {"xField": "easting", "yField": "northing", "crs": "x"}},
         "DEMAND": {"unnamed": "a layer in memory"}, "OUTPUT": {"made": "reach.gpkg"}}},
    ],
}  # fmt: skip


@budget(12)
@given(spoilt_json(TOLD))
@example(json.dumps({**TOLD, "runs": [{**TOLD["runs"][0], "numbers": None}]}).encode())
@example(json.dumps({**TOLD, "runs": [{**TOLD["runs"][0], "numbers": {"A": []}}]}).encode())
@example(json.dumps({**TOLD, "notes": None}).encode())
@example(json.dumps(TOLD).replace("net.gpkg", "\\u0000").encode())
def test_spoilt_runs_of_the_panel_are_recorded_or_refused(folder, provider, monkeypatch, content):
    pack = folder / "pack"
    pack.mkdir(exist_ok=True)
    with monkeypatch.context() as changed:
        changed.chdir(folder)
        record = read_or_refused(write_record, content.decode("utf-8", "replace"), pack)
    if record is not None:
        assert read_or_refused(parts_of_run, record) is not None


@budget(30)
@given(spoilt_json(KEPT))
def test_what_a_project_keeps_of_earlier_steps_is_read_or_left_out(qgis_app, content):
    project = QgsProject()
    project.writeEntry(SCOPE, "records", content.decode("utf-8", "replace"))
    records = read_or_refused(read_records, project)
    for record in records.values():
        assert isinstance(record, StepRecord)
        read_or_refused(files_to_open, record)
    read_or_refused(write_records, project, records)


@budget(10)
@given(st.dictionaries(st.sampled_from(["osm", "hubs", "bands", "mode"]), st.text(max_size=30)))
def test_settings_of_a_project_are_texts_whatever_stands_in_it(qgis_app, stored):
    project = QgsProject()
    for name, value in stored.items():
        project.writeEntry(SCOPE, name, value)
    settings = read_settings(project)
    assert all(isinstance(value, str) for value in vars(settings).values())
