"""Scenarios that are refused, fail or are stopped leave what stood there as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from algorithms.runs import CancelledOnProgress, Log, run
from algorithms.scenario_runs import refusal, scenario, steps

from family_hub_planner.processing.algorithms.hubsofplan import HubsOfPlan

REFUSED = {
    "a layer that cannot be opened": ({"HUBS": "speeds.osm"}, "HUBS"),
    "a choice that there is not": ({"MODE": "fly"}, "MODE"),
    "a number out of range": ({"MAX_SNAP": -1}, "MAX_SNAP"),
    "a field that the layer lacks": ({"HUB_ID": "nr"}, "no field 'nr'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_inputs_themselves_lack_is_refused_before_the_first_step(plans, what):
    (plans / "speeds.osm").write_text("no layer", encoding="utf-8")
    given, told = REFUSED[what]
    written = steps()
    written[1]["parameters"].update(given)
    log = Log()
    said = refusal(log, SCENARIO=scenario(plans, written), OUTPUT=str(plans / "out"))
    assert "Step reach" in said and told in said
    assert not (plans / "out").exists()
    assert not any("junctions" in words for words in log.said), "no step has run"


def test_a_scenario_does_not_run_a_scenario(plans):
    given = [{"id": "again", "algorithm": "runscenario", "parameters": {}}]
    assert "cannot run a scenario" in refusal(
        SCENARIO=scenario(plans, given), OUTPUT=str(plans / "out")
    )


def earlier(plans) -> dict[str, bytes]:
    """Run once, put a file of the user's own into the folder, and give what stands there."""
    run("runscenario", SCENARIO=scenario(plans, steps()[:2]), OUTPUT=str(plans / "out"))
    (plans / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    return standing(plans)


def standing(plans) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((plans / "out").rglob("*")) if p.is_file()}


def test_a_step_that_fails_is_named_and_leaves_earlier_results_as_they_were(plans):
    before = earlier(plans)
    written = steps()
    written[2]["parameters"]["GIVE_UP"] = "8, 007"
    told = refusal(SCENARIO=scenario(plans, written), OUTPUT=str(plans / "out"))
    assert "Step plan (plan) failed" in told and "no hub at all" in told
    assert standing(plans) == before
    assert [path.name for path in plans.iterdir() if path.name.startswith("~")] == []


def test_a_run_that_is_stopped_leaves_earlier_results_as_they_were(plans):
    before = earlier(plans)
    log = CancelledOnProgress(30)
    given = scenario(plans, steps())
    ran = run("runscenario", log, SCENARIO=given, OUTPUT=str(plans / "out"))
    assert ran["STATUS"] == "cancelled"
    assert standing(plans) == before
    assert [path.name for path in plans.iterdir() if path.name.startswith("~")] == []


def test_a_new_run_takes_the_place_of_the_last_and_leaves_what_is_not_its_own(plans):
    earlier(plans)
    written = steps()[:1]
    written[0]["parameters"]["OUTPUT"] = "streets.gpkg"
    run("runscenario", SCENARIO=scenario(plans, written), OUTPUT=str(plans / "out"))
    assert sorted(path.name for path in (plans / "out").iterdir()) == [
        "notes.txt", "results.json", "scenario.json", "streets.gpkg"
    ]  # fmt: skip


def test_a_users_file_in_a_folder_of_the_results_stays(plans):
    given, out = scenario(plans, steps()[:2], "two.json"), plans / "out"
    run("runscenario", SCENARIO=given, OUTPUT=str(out))
    (out / "tables" / "notes.txt").write_text("mine", encoding="utf-8")
    run("runscenario", SCENARIO=given, OUTPUT=str(out))
    assert (out / "tables" / "notes.txt").read_text("utf-8") == "mine"
    assert (out / "tables" / "by_locality.csv").is_file()
    run("runscenario", SCENARIO=scenario(plans, steps()[:1]), OUTPUT=str(out))
    assert [path.name for path in (out / "tables").iterdir()] == ["notes.txt"]
    (out / "tables" / "notes.txt").unlink()
    (out / "tables" / "by_locality.csv").write_text("mine", encoding="utf-8")
    told = refusal(SCENARIO=given, OUTPUT=str(out))
    assert "holds tables/by_locality.csv already" in told
    (out / "tables" / "by_locality.csv").unlink()
    run("runscenario", SCENARIO=given, OUTPUT=str(out))
    run("runscenario", SCENARIO=scenario(plans, steps()[:1]), OUTPUT=str(out))
    assert not (out / "tables").exists(), "a folder of results alone goes with them"


def test_a_folder_with_a_file_of_that_name_is_refused_before_the_first_step(plans):
    out = plans / "out"
    out.mkdir()
    (out / "by_hub.csv").write_text("mine", encoding="utf-8")
    told = refusal(SCENARIO=scenario(plans, steps()), OUTPUT=str(out))
    assert "holds by_hub.csv already" in told
    assert [path.name for path in out.iterdir()] == ["by_hub.csv"]


def test_results_that_cannot_be_replaced_leave_the_folder_whole(plans, monkeypatch):
    before = earlier(plans)
    rename = Path.rename

    def held(path, target):
        if path.name == "reach.gpkg" and path.parent.name == "out":
            raise PermissionError(13, "held", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    told = refusal(SCENARIO=scenario(plans, steps()[:2]), OUTPUT=str(plans / "out"))
    assert "cannot be replaced (held: reach.gpkg)" in told
    assert standing(plans) == before


def test_a_step_that_writes_nothing_has_failed(plans, monkeypatch):
    monkeypatch.setattr(HubsOfPlan, "work", lambda self, job: job.returns(HUBS_COUNT=0))
    told = refusal(SCENARIO=scenario(plans, [steps()[2]]), OUTPUT=str(plans / "out"))
    assert "Step plan (plan) failed: it wrote no OUTPUT (plan.gpkg)" in told
    assert not (plans / "out").exists()


def test_an_ending_that_qgis_does_not_write_is_refused_before_the_first_step(plans):
    written = steps()
    written[2]["parameters"]["OUTPUT"] = "hubs.xyz"
    log = Log()
    told = refusal(log, SCENARIO=scenario(plans, written), OUTPUT=str(plans / "out"))
    assert "Step plan: OUTPUT: QGIS writes no layer as hubs.xyz" in told
    assert not any("junctions" in words for words in log.said), "no step has run"


def test_points_of_a_table_are_refused_for_gdals_programs(plans):
    made = {"id": "hubs", "algorithm": "native:savefeatures", "parameters": {"INPUT": "hubs.csv"}}
    near = {"id": "near", "algorithm": "gdal:buffervectors",
            "parameters": {"INPUT": "hubs.csv", "DISTANCE": 5}}  # fmt: skip
    told = refusal(SCENARIO=scenario(plans, [made, near]), OUTPUT=str(plans / "out"))
    assert "Step near: hubs.csv: GDAL's programs read no points" in told
