"""Scenarios run in a real QGIS on the toy town: in order, twice, from their record, in part."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from algorithms.runs import Log, run
from algorithms.scenario_runs import record, refusal, scenario, steps
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from toy_town import ORIGIN


def tables(folder: Path) -> dict[str, list]:
    """Give every row of every table in a folder; pages and dates of writing apart."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".csv":
            found[path.name] = path.read_text("utf-8").splitlines()
        elif path.suffix == ".gpkg":
            with sqlite3.connect(path) as file:
                names = [row[0] for row in file.execute(
                    "select table_name from gpkg_contents order by 1")]  # fmt: skip
                for name in names:
                    rows = file.execute(f'select * from "{name}" order by 1').fetchall()
                    found[f"{path.name} {name}"] = rows
    return found


def test_a_scenario_runs_its_steps_in_order_and_records_them(plans):
    out, log = plans / "out", Log()
    ran = run("runscenario", log, SCENARIO=scenario(plans, steps()), OUTPUT=str(out))
    assert (ran["STATUS"], ran["STEPS_RUN"]) == ("done", 5)
    assert ran["RESULTS"] == str(out / "results.json")
    found = record(out)
    assert [step["id"] for step in found["steps"]] == [
        "network", "reach", "plan", "fewer", "change"
    ]  # fmt: skip
    by_id = {step["id"]: step for step in found["steps"]}
    assert by_id["reach"]["outputs"]["BY_LOCALITY"] == "tables/by_locality.csv"
    assert by_id["change"]["parameters"]["PLAN"] == ["fewer.gpkg"]
    assert by_id["plan"]["numbers"] == {
        "HUBS_COUNT": 1, "GIVEN_UP_COUNT": 1, "ADDED_COUNT": 0, "STATUS": "done"
    }  # fmt: skip
    # West walks 160 m to 007 and Mid 280 m to 8, East stands at 8: all 60 within 5 minutes. Without
    # 8, Mid walks 600 m (7.5 minutes) and East 880 m (11): 50 have longer journeys.
    assert by_id["reach"]["numbers"]["REACHED"] == 60.0
    assert by_id["fewer"]["numbers"]["REACHED"] == 30.0
    assert by_id["change"]["numbers"]["CHILDREN_LONGER"] == 50.0
    assert found["files"] == sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()
    )
    assert "tables/by_locality.csv" in found["files"]
    assert {"planner", "qgis", "python", "numpy", "scipy"} <= set(found["versions"])
    for name in ("results.json", "scenario.json"):
        assert str(plans) not in (out / name).read_text("utf-8")
    assert [path.name for path in plans.iterdir() if path.name.startswith("~")] == []


def test_the_same_scenario_and_its_record_give_the_same_tables(plans):
    given = scenario(plans, steps())
    for name, file in (("a", given), ("b", given), ("c", str(plans / "a" / "scenario.json"))):
        log = Log()
        run("runscenario", log, SCENARIO=file, OUTPUT=str(plans / name))
        assert not [words for words in log.warned if "does not hold" in words]
    first = tables(plans / "a")
    assert len(first) > 8
    assert tables(plans / "b") == first
    assert tables(plans / "c") == first
    assert record(plans / "c")["scenario"] == record(plans / "a")["scenario"]


def test_an_input_that_is_no_longer_the_recorded_one_is_told_of(plans):
    run("runscenario", SCENARIO=scenario(plans, steps()), OUTPUT=str(plans / "a"))
    with (plans / "demand.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    log = Log()
    again = str(plans / "a" / "scenario.json")
    run("runscenario", log, SCENARIO=again, ONLY="reach", OUTPUT=str(plans / "b"))
    assert any("../demand.csv does not hold" in words for words in log.warned)


def test_progress_names_each_step_and_fills_one_bar(plans):
    class Heard(Log):
        def __init__(self):
            super().__init__()
            self.named, self.bar = [], []
            self.progressChanged.connect(self.bar.append)

        def setProgressText(self, text):
            self.named.append(text)

    log = Heard()
    run("runscenario", log, SCENARIO=scenario(plans, steps()), OUTPUT=str(plans / "out"))
    named = [text for text in log.named if text.startswith("Step ")]
    assert named[:2] == ["Step 1 of 5: Build the network", "Step 2 of 5: Who is reached"]
    assert len(named) == 5
    assert log.bar[0] < 20 and log.bar[-1] >= 80 and max(log.bar) <= 100


def test_only_the_steps_asked_for_run_with_those_they_take_from_and_values_given_anew(plans):
    out = plans / "out"
    ran = run("runscenario", SCENARIO=scenario(plans, steps()), OUTPUT=str(out), ONLY="fewer",
              CHANGES="plan.GIVE_UP=007; fewer.BANDS=2")  # fmt: skip
    assert ran["STEPS_RUN"] == 3
    by_id = {step["id"]: step for step in record(out)["steps"]}
    assert list(by_id) == ["network", "plan", "fewer"]
    assert by_id["plan"]["parameters"]["GIVE_UP"] == "007"
    # Hub 8 alone, two minutes or 160 m: East.
    assert by_id["fewer"]["numbers"]["REACHED"] == 30.0


def test_a_number_of_an_earlier_step_can_be_a_later_steps_value(plans):
    given = [*steps()[:2], {"id": "near", "algorithm": "coverage", "parameters": {
        **steps()[1]["parameters"], "BANDS": {"from": "reach", "output": "UNROUTED_COUNT"},
        "BY_LOCALITY": None, "BY_HUB": None, "HTML": None}}]  # fmt: skip
    told = refusal(SCENARIO=scenario(plans, given), OUTPUT=str(plans / "out"))
    assert "Step near (near) failed" in told and "above zero" in told, (
        "bands of 0 minutes are refused"
    )
    given[2]["parameters"]["MAX_SNAP"] = {"from": "reach", "output": "CHILDREN"}
    given[2]["parameters"]["BANDS"] = "5"
    run("runscenario", SCENARIO=scenario(plans, given), OUTPUT=str(plans / "out"))
    assert record(plans / "out")["steps"][2]["parameters"]["MAX_SNAP"] == "reach.CHILDREN"


def test_inputs_are_found_in_another_folder_when_asked(plans, tmp_path):
    far = tmp_path / "far"
    far.mkdir()
    given = scenario(far, steps()[:1])
    assert "there is no file town.osm" in refusal(SCENARIO=given, OUTPUT=str(far / "out"))
    run("runscenario", SCENARIO=given, DATA=str(plans), OUTPUT=str(far / "out"))
    assert (far / "out" / "network.gpkg").is_file()


def test_a_scenario_may_end_with_a_report_of_its_own_run(plans):
    pack = {"id": "pack", "algorithm": "report",
            "parameters": {"SCENARIO": "run:results.json", "OUTPUT": "pack.html"}}  # fmt: skip
    run("runscenario", SCENARIO=scenario(plans, [*steps(), pack]), OUTPUT=str(plans / "out"))
    page = (plans / "out" / "pack.html").read_text("utf-8")
    assert "Reach of Toytown" in page
    found = record(plans / "out")
    assert len(found["steps"]) == 6
    assert found["scenario"]["steps"][5]["parameters"]["SCENARIO"] == "run:results.json"
    assert "SCENARIO=results.json" in found["steps"][5]["command"]


def test_a_public_pack_looks_up_registers_that_the_record_names_as_the_scenario_did(
    plans, tmp_path, monkeypatch
):
    """The way from the results to the data would tell of a home: their folder is not recorded."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home" / "anna")
    pack = {"id": "pack", "algorithm": "report", "parameters": {
        "SCENARIO": "run:results.json", "AUDIENCE": "public", "OUTPUT": "pack.html"}}  # fmt: skip
    out, later = tmp_path / "out", tmp_path / "later.html"
    run("runscenario", SCENARIO=scenario(plans, [*steps()[:2], pack]), OUTPUT=str(out))
    assert "hubs.csv" in [one["name"] for one in record(out)["steps"][1]["inputs"]]
    assert str(plans) not in (out / "results.json").read_text("utf-8")
    lost = "Not looked up: hubs.csv"
    assert lost not in (out / "pack.html").read_text("utf-8")
    given = {"SCENARIO": str(out), "AUDIENCE": "public", "OUTPUT": str(later)}
    run("report", **given)
    assert lost in later.read_text("utf-8")
    run("report", **given, DATA=str(plans))
    assert lost not in later.read_text("utf-8")


def test_a_pack_shows_nothing_of_a_register_that_is_not_the_one_that_the_run_read(plans, tmp_path):
    """A council takes a refuge off its list, and exports the list anew under the same name."""
    hubs, listed = plans / "hubs.csv", (plans / "hubs.csv").read_text("utf-8").splitlines()
    own = [
        f"{row},{more}" for row, more in zip(listed, ("name,confidential", "West,no", "East,no"))
    ]
    x99 = "X99," + own[1].split(",", 1)[1].replace("West,no", "Hazel House,yes")
    hubs.write_text("\n".join([*own, x99]) + "\n", "utf-8")
    plan = Path(scenario(plans, steps()[:2]))
    whole = {**json.loads(plan.read_text("utf-8")), "notes": ["Hazel House is not counted."]}
    plan.write_text(json.dumps(whole), "utf-8")
    run("runscenario", SCENARIO=str(plan), OUTPUT=str(plans / "out"))
    given = {"SCENARIO": str(plans / "out"), "OUTPUT": str(tmp_path / "pack.html")}
    warning = "Not looked up: hubs.csv. This is not the file that the run read"
    pages = {}
    for when in ("as read", "changed", "put back"):
        if when == "changed":
            hubs.write_text("\n".join(own).replace("East", "Moved Hub") + "\n", "utf-8")
        if when == "put back":
            hubs.write_text("\n".join([*own, x99]) + "\n", "utf-8")
        for audience in ("public", "internal"):
            log = Log()
            run("report", log, **given, AUDIENCE=audience)
            pages[when, audience] = (tmp_path / "pack.html").read_text("utf-8")
            assert any(warning in words for words in log.warned) == (when == "changed")
    for (when, audience), page in pages.items():
        assert (warning in page) == (when == "changed")
        assert "Moved Hub" not in page
        # What nobody can search for stays, under the warning: the run's own file alone tells it.
        assert ("Hazel House" in page) == (audience == "internal" or when == "changed")


# Repeats


def test_a_step_for_each_locality_counts_each_and_together_all(plans):
    part = {
        "id": "part",
        "algorithm": "native:extractbyexpression",
        "for_each": {"layer": "demand.csv", "field": "locality"},
        "parameters": {"INPUT": "demand.csv", "EXPRESSION": "\"locality\" = '{each}'"},
    }
    own = {
        "id": "own",
        "algorithm": "coverage",
        "for_each": {"layer": "demand.csv", "field": "locality"},
        "parameters": {
            "NETWORK": {"from": "network"},
            "HUBS": "hubs.csv",
            "HUB_ID": "site_id",
            "DEMAND": {"from": "part"},
            "BANDS": "5",
        },
    }
    whole = {"id": "whole", "algorithm": "native:mergevectorlayers",
             "parameters": {"LAYERS": [{"from": "own"}]}}  # fmt: skip
    out = plans / "out"
    given = scenario(plans, [steps()[0], part, own, whole])
    run("runscenario", SCENARIO=given, OUTPUT=str(out))
    by_id = {step["id"]: step for step in record(out)["steps"]}
    assert by_id["own_south_bank"]["numbers"]["CHILDREN"] == 30.0
    assert by_id["own_st_mary_s"]["numbers"]["CHILDREN"] == 30.0
    merged = QgsVectorLayer(str(out / "whole.gpkg"), "whole", "ogr")
    assert merged.featureCount() == 3


def test_a_field_that_is_not_there_repeats_nothing(plans):
    each = {"layer": "demand.csv", "field": "ward"}
    given = [{"id": "part", "algorithm": "coverage", "for_each": each, "parameters": {}}]
    told = refusal(SCENARIO=scenario(plans, given), OUTPUT=str(plans / "out"))
    assert "no field 'ward'" in told


def test_points_by_degrees_are_where_the_grid_has_them(plans):
    x, y = ORIGIN
    rows = []
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:27700"),
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsProject.instance(),
    )
    for hub, at in (("007", 60), ("8", 940)):
        point = to_degrees.transform(QgsPointXY(x + at, y))
        rows.append(f"{hub},{point.x():.7f},{point.y():.7f}")
    text = "\n".join(["site_id,longitude,latitude", *rows]) + "\n"
    (plans / "hubs.csv").write_text(text, encoding="utf-8")
    run("runscenario", SCENARIO=scenario(plans, steps()[:2]), OUTPUT=str(plans / "out"))
    assert record(plans / "out")["steps"][1]["numbers"]["REACHED"] == 60.0
    assert "007" in (plans / "out" / "by_hub.csv").read_text("utf-8"), "ids stay text"
