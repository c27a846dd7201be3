"""Scenarios run in a real QGIS: on the toy town, twice, from their record, failing and stopped."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from algorithms.runs import SAMPLE, CancelledOnProgress, Log, run, toy_files
from patience import PATIENCE
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.PyQt.QtGui import QImage
from toy_town import ORIGIN

from family_hub_planner.processing.algorithms.hubsofplan import HubsOfPlan
from family_hub_planner.processing.styles import Look, _Styled

DEMAND = [
    ("West", 220, 10.0, "South Bank"),
    ("Mid", 660, 20.0, "South Bank"),
    ("East", 940, 30.0, "St Mary's"),
]


@pytest.fixture
def plans(provider, tmp_path):
    """A folder with the toy town's files: its map, hubs 007 and 8, demand on the High Street."""
    folder = tmp_path / "plans"
    folder.mkdir()
    toy_files(folder)
    x, y = ORIGIN
    rows = [
        f"{code},{x + at},{y},{children},{children},{place}" for code, at, children, place in DEMAND
    ]
    head = "area_code,easting,northing,children,need,locality"
    (folder / "demand.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    hubs = ["site_id,easting,northing", f"007,{x + 60},{y}", f"8,{x + 940},{y}"]
    (folder / "hubs.csv").write_text("\n".join(hubs) + "\n", encoding="utf-8")
    return folder


def steps() -> list[dict]:
    network = {"INPUT": "town.osm", "SPEEDS": "speeds.csv"}
    reach = {"NETWORK": {"from": "network"}, "HUBS": "hubs.csv", "HUB_ID": "site_id",
             "DEMAND": "demand.csv", "BANDS": "5,10", "BY_LOCALITY": "tables/by_locality.csv",
             "BY_HUB": "by_hub.csv", "HTML": "reach.html"}  # fmt: skip
    fewer = {**reach, "HUBS": {"from": "plan"}, "BY_LOCALITY": None, "BY_HUB": None, "HTML": None}
    plan = {"HUBS": "hubs.csv", "HUB_ID": "site_id", "GIVE_UP": "8"}
    change = {"BASE": {"from": "reach"}, "PLAN": [{"from": "fewer"}], "DEMAND": "demand.csv",
              "BY_LOCALITY": "change.csv"}  # fmt: skip
    return [
        {"id": "network", "name": "Build the network", "algorithm": "buildnetwork",
         "parameters": network},
        {"id": "reach", "name": "Who is reached", "algorithm": "coverage", "parameters": reach},
        {"id": "plan", "algorithm": "hubsofplan", "parameters": plan},
        {"id": "fewer", "algorithm": "familyhub:coverage", "parameters": fewer},
        {"id": "change", "algorithm": "comparescenarios", "parameters": change},
    ]  # fmt: skip


def scenario(folder: Path, written: list[dict], name: str = "plan.json") -> str:
    path = folder / name
    whole = {"family_hub_scenario": 1, "title": "Reach of Toytown", "steps": written}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return str(path)


def record(folder: Path) -> dict:
    return json.loads((folder / "results.json").read_text("utf-8"))


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


def refusal(log: Log | None = None, **given) -> str:
    log = log or Log()
    with pytest.raises(QgsProcessingException) as error:
        run("runscenario", log, LOAD=False, **given)
    return "".join([*log.errors, str(error.value)])


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


# In the desktop


def test_layers_are_loaded_styled_in_a_group_of_the_scenarios_name(plans):
    project, log, context = QgsProject(), Log(), QgsProcessingContext()
    context.setProject(project)
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:runscenario")
    given = {"SCENARIO": scenario(plans, steps()), "OUTPUT": str(plans / "out")}
    for title in ("Reach of Toytown", "Reach of Toytown (2)"):
        _, right = found.create().run(given, context, log)
        assert right, log.errors
        wanted = context.layersToLoadOnCompletion()
        assert str(plans / "out" / "reach.gpkg") in wanted
        for path, details in wanted.items():
            layer = QgsVectorLayer(path, details.name, "ogr")
            project.addMapLayer(layer)
            details.postProcessor().postProcessLayer(layer, context, log)
        group = project.layerTreeRoot().findGroup(title)
        names = [node.name() for node in group.findLayers()]
        reached = "Who is reached: walk, 5/10 minutes, from home to the hub"
        assert reached in names and "Who is reached: by_hub" in names
        assert names.index("plan") < names.index("Who is reached: by_hub"), "points above tables"
        styled = next(n.layer() for n in group.findLayers() if n.name().startswith("change: walk"))
        assert styled.renderer().type() == "RuleRenderer"
        context = QgsProcessingContext()
        context.setProject(project)
    assert project.layerTreeRoot().children()[-1].name().startswith("Reach of Toytown")
    project.clear()


def test_only_the_layers_that_a_step_names_are_loaded(plans):
    written = steps()[:3]
    written[1]["load"], written[2]["load"] = ["OUTPUT"], False
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:runscenario")
    given = {"SCENARIO": scenario(plans, written), "OUTPUT": str(plans / "out")}
    assert found.run(given, context, Log())[1]
    loaded = {Path(path).name for path in context.layersToLoadOnCompletion()}
    assert loaded == {"reach.gpkg"}
    assert [s.get("load") for s in record(plans / "out")["scenario"]["steps"]] == [
        None, ["OUTPUT"], []
    ]  # fmt: skip


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


def test_nothing_is_loaded_when_it_is_not_wanted(plans):
    context, log = QgsProcessingContext(), Log()
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:runscenario")
    given = {"SCENARIO": scenario(plans, steps()), "OUTPUT": str(plans / "out"), "LOAD": False}
    assert found.run(given, context, log)[1]
    assert context.layersToLoadOnCompletion() == {}


def in_task(given, context, log, qtbot):
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:runscenario")
    task = QgsProcessingAlgRunnerTask(found, given, context, log)
    ended = []
    task.executed.connect(lambda right, results: ended.append((right, results)))
    QgsApplication.taskManager().addTask(task)
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    return ended[0]


def test_a_scenario_runs_in_the_desktops_background_task(plans, qtbot):
    context, log = QgsProcessingContext(), Log()
    context.setProject(QgsProject.instance())
    given = {"SCENARIO": scenario(plans, steps()), "OUTPUT": str(plans / "out")}
    right, results = in_task(given, context, log, qtbot)
    assert right, log.errors
    assert results["STEPS_RUN"] == 5
    assert record(plans / "out")["steps"][-1]["numbers"]["CHILDREN_LONGER"] == 50.0


def test_a_step_for_the_main_thread_alone_is_run_there_from_a_background_task(
    plans, qtbot, monkeypatch
):
    seen = []
    work = HubsOfPlan.work

    def noting(self, job):
        seen.append(QThread.currentThread() == QCoreApplication.instance().thread())
        work(self, job)

    def unthreaded(self):
        return QgsProcessingAlgorithm.flags(self) | QgsProcessingAlgorithm.Flag.FlagNoThreading

    monkeypatch.setattr(HubsOfPlan, "work", noting)
    context, log = QgsProcessingContext(), Log()
    given = {"SCENARIO": scenario(plans, [steps()[2]]), "OUTPUT": str(plans / "out")}
    assert in_task(given, context, log, qtbot)[0], log.errors
    monkeypatch.setattr(HubsOfPlan, "flags", unthreaded, raising=False)
    assert in_task(given, context, log, qtbot)[0], log.errors
    assert seen == [False, True]
    failing = steps()[2]
    failing["parameters"]["GIVE_UP"] = "8,007"
    given = {"SCENARIO": scenario(plans, [failing]), "OUTPUT": str(plans / "out")}
    assert not in_task(given, context, log, qtbot)[0]
    assert any("Step plan (plan) failed" in words for words in log.errors)


def drawing() -> list[dict]:
    """Steps that QGIS draws on its main thread alone, after two that it does not."""
    drawn = {"id": "map", "algorithm": "printmap", "parameters": {
        "LAYERS": [{"from": "reach"}], "DPI": 72, "OUTPUT": "map.png"}}  # fmt: skip
    pack = {"id": "pack", "algorithm": "report", "parameters": {
        "SCENARIO": "run:results.json", "OUTPUT": "pack.html", "PDF": "pack.pdf"}}  # fmt: skip
    return [*steps()[:2], drawn, pack]


def assert_drawn(out: Path) -> None:
    assert QImage(str(out / "map.png")).width() > 500
    assert (out / "pack.pdf").read_bytes().startswith(b"%PDF")
    told = [(step["id"], set(step["outputs"])) for step in record(out)["steps"][2:]]
    assert told == [("map", {"OUTPUT"}), ("pack", {"OUTPUT", "PDF"})]


def model_of_a_scenario() -> QgsProcessingModelAlgorithm:
    """A model whose one step runs a scenario file."""
    model = QgsProcessingModelAlgorithm("one", "test")
    child = QgsProcessingModelChildAlgorithm("familyhub:runscenario")
    child.setChildId("run")
    for name, file in (("SCENARIO", True), ("OUTPUT", False)):
        kind = QgsProcessingParameterFile if file else QgsProcessingParameterString
        model.addModelParameter(kind(name, name), QgsProcessingModelParameter(name))
        source = QgsProcessingModelChildParameterSource.fromModelParameter(name)
        child.addParameterSources(name, [source])
    model.addChildAlgorithm(child)
    return model


def test_maps_and_packs_are_drawn_by_a_run_in_a_background_task_and_in_a_model(plans, qtbot):
    """The page of a map and of a PDF is laid out on the main thread, wherever the run goes."""
    given = {"SCENARIO": scenario(plans, drawing()), "OUTPUT": str(plans / "task")}
    context, log = QgsProcessingContext(), Log()
    right, _ = in_task(given, context, log, qtbot)
    assert right, log.errors
    assert_drawn(plans / "task")
    model, ended = model_of_a_scenario(), []
    given["OUTPUT"] = str(plans / "model")
    task = QgsProcessingAlgRunnerTask(model, given, context, log)
    task.executed.connect(lambda right, results: ended.append(right))
    QgsApplication.taskManager().addTask(task)
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    assert ended == [True], log.errors
    assert_drawn(plans / "model")


def test_a_steps_layer_is_never_one_of_the_projects_with_its_edits(plans):
    """A path given to QGIS finds the project's layer of that source, edits and all."""
    project = QgsProject.instance()
    shutil.copy(SAMPLE / "areas.gpkg", plans / "areas.gpkg")
    edited = QgsVectorLayer(str(plans / "areas.gpkg") + "|layername=lsoa", "mine", "ogr")
    project.addMapLayer(edited)
    assert edited.startEditing() and edited.deleteFeature(next(edited.getFeatures()).id())
    try:
        given = [{"id": "all", "algorithm": "native:extractbyexpression",
                  "parameters": {"INPUT": "areas.gpkg|layername=lsoa",
                                 "EXPRESSION": "true"}}]  # fmt: skip
        run("runscenario", SCENARIO=scenario(plans, given), OUTPUT=str(plans / "out"))
        layer = QgsVectorLayer(str(plans / "out" / "all.gpkg"), "all", "ogr")
        assert layer.featureCount() == 144
    finally:
        edited.rollBack()
        project.clear()


def test_a_style_is_copied_for_another_run():
    first = _Styled.made(Look("change", column="plan", plans=("A", "B")))
    second = first.again()
    assert second is not first
    assert second._look == first._look
