"""Scenarios in the desktop: layers loaded and styled, background tasks, models and drawn maps."""

from __future__ import annotations

import shutil
from pathlib import Path

from algorithms.runs import SAMPLE, Log, run
from algorithms.scenario_runs import record, scenario, steps
from patience import PATIENCE
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
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

from family_hub_planner.processing.algorithms.hubsofplan import HubsOfPlan
from family_hub_planner.processing.styles import Look, _Styled


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
