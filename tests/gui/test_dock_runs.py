"""A click on a step runs its tool on the sample county: results, states, failures and cancels."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from patience import PATIENCE
from qgis.core import QgsApplication, QgsFeatureRequest, QgsField, QgsProject
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QVariant

from family_hub_planner.gui import qgis_processing, step_runner
from family_hub_planner.gui.moves import parameters_for
from family_hub_planner.gui.place_names import place_name
from family_hub_planner.gui.tool_inputs import is_there
from family_hub_planner.gui.tool_run import ToolRun

GROUP = "Family Hub Planner"


@pytest.fixture
def dock(plugin, qtbot):
    """The dock over the sample county, with the bands of the planner's first question."""
    plugin.open_sample_county()
    plugin.dock.show()
    plugin.dock.plan.set(bands="15,30")
    return plugin.dock


@pytest.fixture
def run(dock, click):
    """Click something and wait until it has ended; gives who ended and how."""
    return partial(click, dock)


def group(name):
    root = QgsProject.instance().layerTreeRoot()
    return root.findGroup(GROUP).findGroup(name) or root.findGroup(f"{GROUP}: {name}")


def names(name):
    return [node.layer().name() for node in group(name).findLayers()]


def test_each_step_runs_shows_its_headline_and_opens_the_next(dock, run):
    panels = dock.panels
    assert run(panels["network"].main) == [("network", "finished")]
    assert panels["network"].state.word == "finished"
    assert "km of ways" in panels["network"].state_text.text()
    assert panels["need"].body.isVisible()

    assert run(panels["need"].main) == [("need", "finished")]
    assert "About 14,130 children under 5 in 144 areas." in panels["need"].state_text.text()
    assert names("Need") == ["Demand points", "Need by area"]

    assert run(panels["reach"].main) == [("reach", "finished")]
    told = panels["reach"].state_text.text()
    assert "Modelled on foot with a pram: 18 % of about 12,250 children under 5 within 15" in told
    assert "51 % within 30." in told
    assert names("Reach")[0].startswith("Coverage")

    assert run(panels["sites"].main) == [("sites", "finished")]
    told = panels["sites"].state_text.text()
    assert "Central Library" in told
    assert "best of the venues tested on this measure" in told
    assert "no decision made" in panels["sites"].state_text.text()


def test_the_reach_runs_what_must_come_first_and_writes_one_spreadsheet(dock, run):
    ended = run(dock.panels["reach"].main)
    assert ended == [("network", "finished"), ("need", "finished"), ("reach", "finished")]
    record = dock.plan.record("reach")
    shares = [part.split("=") for part in record.numbers["REACHED_BY_BAND"].split("; ")]
    assert [minutes for minutes, _ in shares] == ["15", "30"]
    assert float(shares[-1][1]) == pytest.approx(record.numbers["REACHED"], abs=0.06)
    book = openpyxl.load_workbook(record.files["WORKBOOK"])
    assert book.sheetnames[:3] == ["About", "By ward", "By locality"]
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert about["Question"] == dock.plan.settings.question
    assert "FICTIONAL" in about["Fictional data"]
    title, _, headings, *rows = book["By ward"].iter_rows(values_only=True)
    assert title[0] == "Children aged 0-4 modelled within reach of a hub in Fenmarch, by ward"
    at = headings.index("Children aged 0-4 within 30 minutes' walk of a hub with a pram (number)")
    assert len(rows) == 33  # 32 wards of the county's own, and all areas
    assert rows[-1][at] == pytest.approx(record.numbers["REACHED"])
    assert sum(row[at] for row in rows[:-1]) == pytest.approx(record.numbers["REACHED"])


def test_one_click_shows_whose_journey_grows_without_a_hub(dock, run):
    dock.plan.set(given_up="H02")
    ended = run(dock.without)
    assert ended[-1] == ("evidence", "finished")
    told = dock.panels["evidence"].state_text.text()
    assert f"Without {place_name(dock.plan, 'hubs', 'H02')}: 15 areas with longer journeys" in told
    change = dock.plan.layer("change")
    assert sum(feature["change"] > 0.5 for feature in change.getFeatures() if feature["change"])
    assert change.featureCount() == dock.plan.layer("coverage").featureCount()
    assert "H02" in {feature["hub_id"] for feature in dock.plan.layer("coverage").getFeatures()}
    assert names("Evidence")[0].startswith("Change of journeys")


def test_a_hub_whose_id_is_a_number_is_left_out_too(dock, run, tmp_path):
    """A table of numbers gives 101.0 where the planner means 101."""
    hubs = dock.plan.layer("hubs").materialize(QgsFeatureRequest())
    hubs.startEditing()
    hubs.addAttribute(QgsField("urn", QVariant(0.0).type()))
    at = hubs.fields().indexOf("urn")
    for feature in hubs.getFeatures():
        hubs.changeAttributeValue(feature.id(), at, 100.0 + int(feature["site_id"][1:]))
    assert hubs.commitChanges()
    QgsProject.instance().addMapLayer(hubs)
    dock.plan.set(hubs=hubs.id(), hub_id="urn", given_up="102")
    assert place_name(dock.plan, "hubs", "102") == "Northgate Children's Centre"
    assert run(dock.without)[-1] == ("evidence", "finished")
    assert "15 areas with longer journeys" in dock.panels["evidence"].state_text.text()


def test_the_evidence_pack_is_written_from_all_that_stands(dock, run):
    if not is_there("familyhub:report"):
        pytest.skip("the evidence pack is not part of this tree")
    run(dock.without)
    run(dock.panels["sites"].main)
    taken = parameters_for("familyhub:report", "look", dock.plan)
    steps = [run["id"] for run in json.loads(taken["RUNS"])["runs"]]
    wanted = ["network", "need", "reach", "hubs_without", "reach_without", "change", "sites"]
    assert steps == wanted
    assert not {"COVERAGE", "BY_DECILE", "SITES", "COMPARISON", "PLANS", "NETWORK"} & set(taken)
    dock.plan.set(title="Hubs of the fen", question="Where next?", council="Fenmarch Council")
    assert run(dock.panels["evidence"].main) == [("evidence", "finished")]
    buttons = [dock.panels["evidence"].results.itemAt(at).widget().text() for at in range(2)]
    assert "Open the evidence pack" in buttons
    page = Path(dock.plan.record("evidence").files["OUTPUT"]).read_text(encoding="utf-8")
    assert all(words in page for words in ("Hubs of the fen", "Where next?", "Fenmarch Council"))
    assert len(page) > 50_000


def test_results_lie_between_the_hubs_and_the_areas(dock, run):
    run(dock.panels["reach"].main)
    titles = [node.name() for node in QgsProject.instance().layerTreeRoot().children()]
    assert titles == [
        "Sample county (fictional)",
        GROUP,
        "Sample areas (fictional)",
    ]
    assert [child.name() for child in group("Reach").parent().children()] == ["Reach", "Need"]


def test_the_map_shows_the_newest_areas_alone_with_suggested_sites_upon_them(dock, run):
    run(dock.panels["reach"].main)
    run(dock.panels["sites"].main)
    root = QgsProject.instance().layerTreeRoot()
    seen = {
        name: root.findLayer(dock.plan.layer(name).id()).isVisible()
        for name in ("areas", "demand", "coverage", "sites")
    }
    assert seen == {"areas": False, "demand": False, "coverage": True, "sites": True}
    titles = [child.name() for child in group("Reach").parent().children()]
    assert titles == ["Reach", "Need"]


def test_stars_of_suggested_sites_lie_over_the_houses_of_the_hubs(dock, run):
    run(dock.panels["sites"].main)
    root = QgsProject.instance().layerTreeRoot()
    titles = [child.name() for child in root.children()]
    assert titles == [f"{GROUP}: Sites", "Sample county (fictional)", GROUP, titles[-1]]
    order = [layer.id() for layer in root.layerOrder()]
    settings = dock.plan.settings
    assert order.index(settings.sites) < order.index(settings.hubs)
    run(dock.panels["sites"].main)  # the second run's go into the same group
    above = root.children()[0]
    assert sum(node.layer().name().startswith("Suggested") for node in above.findLayers()) == 2
    assert len(root.children()) == 4


def test_a_second_run_keeps_the_first_unticked_and_in_a_file_of_its_own(dock, run):
    run(dock.panels["need"].main)
    first = dock.plan.layer("areas")
    run(dock.panels["need"].main)
    second = dock.plan.layer("areas")
    assert first.id() != second.id()
    assert first.source() != second.source()
    root = QgsProject.instance().layerTreeRoot()
    assert not root.findLayer(first.id()).isVisible()
    assert root.findLayer(second.id()).isVisible()


def test_a_changed_setting_makes_a_finished_step_out_of_date_and_back(dock, run):
    run(dock.panels["need"].main)
    need = dock.panels["need"]
    dock.plan.set(ages="0-1")
    assert need.state.word == "stale"
    assert need.state_text.text().startswith("Out of date")
    assert "again" in need.main.text()
    dock.plan.set(ages="0-4")
    assert need.state.word == "finished"


def test_an_edited_layer_makes_what_came_of_it_out_of_date(dock, run):
    run(dock.panels["reach"].main)
    demand = dock.plan.layer("demand")
    demand.startEditing()
    demand.deleteFeature(next(demand.getFeatures()).id())
    assert demand.commitChanges()
    assert dock.panels["reach"].state.word == "stale"
    assert dock.panels["need"].state.word == "finished"


def test_an_edit_counts_where_a_layer_cannot_say_when_it_changed(dock, run):
    hubs = dock.plan.layer("hubs").materialize(QgsFeatureRequest())
    QgsProject.instance().addMapLayer(hubs)
    dock.plan.set(hubs=hubs.id())
    run(dock.panels["reach"].main)
    assert dock.panels["reach"].state.word == "finished"
    hubs.startEditing()
    hubs.changeAttributeValue(1, hubs.fields().indexOf("status"), "Closed")
    assert hubs.commitChanges()
    assert dock.panels["reach"].state.word == "stale"


def test_settings_and_findings_survive_save_and_reload(dock, run, tmp_path):
    run(dock.panels["reach"].main)
    settings, told = dock.plan.settings, dock.panels["reach"].state_text.text()
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "plan.qgz"))
    project.clear()
    assert dock.panels["reach"].state.word == "empty"
    assert project.read(str(tmp_path / "plan.qgz"))
    assert dock.plan.settings == settings
    assert dock.panels["reach"].state_text.text() == told
    assert dock.panels["reach"].state.word == "finished"


def test_a_failed_run_says_why_and_offers_the_log(dock, run, desktop):
    dock.plan.set(ages="four")
    assert run(dock.panels["need"].main) == [("need", "failed")]
    panel = dock.panels["need"]
    assert panel.state.word == "failed"
    assert "four" in panel.state_text.text()
    assert panel.main.isEnabled()
    panel.results.itemAt(0).widget().click()
    assert desktop.log_opened
    dock.plan.set(ages="0-4")
    run(panel.main)
    assert panel.state.word == "finished"


def test_a_failed_step_ends_the_row(dock, run):
    dock.plan.set(ages="four")
    assert run(dock.panels["reach"].main)[-1] == ("need", "failed")
    assert dock.plan.record("reach") is None


def test_a_busy_step_shows_progress_and_can_be_cancelled(dock, qtbot):
    ended = []
    dock.runner.ended.connect(lambda key, how: ended.append((key, how)))
    panel = dock.panels["network"]
    panel.main.click()
    assert panel.state.word == "busy"
    assert panel.bar.isVisible()
    assert panel.cancel.isVisible()
    assert not dock.panels["need"].main.isEnabled()
    panel.cancel.click()
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    assert ended == [("network", "cancelled")]
    assert panel.state.word == "ready"
    assert not dock.plan.is_set("network")


def test_a_run_may_outlive_the_dock(dock, plugin, qtbot):
    dock.panels["network"].main.click()
    plugin.unload()
    qtbot.waitUntil(lambda: not QgsApplication.taskManager().activeTasks(), timeout=PATIENCE)
    qtbot.wait(50)


def test_a_run_is_stopped_when_another_project_is_begun(dock, qtbot):
    ended = []
    dock.runner.ended.connect(lambda key, how: ended.append(how))
    dock.panels["network"].main.click()
    QgsProject.instance().clear()
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    assert ended == ["cancelled"]
    assert dock.plan.settings.network == ""


def test_a_run_stands_in_the_history_of_processing(dock, run, monkeypatch):
    logged = []
    monkeypatch.setattr(qgis_processing, "_log", logged.append)
    run(dock.panels["network"].main)
    recent = QgsGui.instance().processingRecentAlgorithmLog().recentAlgorithmIds()
    assert "familyhub:buildnetwork" in recent
    if not hasattr(QgsGui, "historyProviderRegistry"):  # newer releases keep a table of their own
        assert logged[0].startswith('processing.run("familyhub:buildnetwork"')


def test_what_was_removed_while_an_earlier_step_ran_is_told_by_its_name(dock, run):
    hubs = dock.plan.settings.hubs
    dock.runner.started.connect(
        lambda key: key == "need" and QgsProject.instance().removeMapLayer(hubs)
    )
    assert run(dock.panels["reach"].main)[-1] == ("reach", "failed")
    said = dock.panels["reach"].state.text
    assert said.startswith("A layer of your hubs is not there any more. Drag a table")


def test_a_tool_that_the_toolbox_lacks_fails_in_words(dock, qtbot):
    run = ToolRun("familyhub:no_such_tool", QgsProject.instance(), dock)
    with qtbot.waitSignal(run.failed) as failed:
        run.start({})
    assert "familyhub:no_such_tool" in failed.args[0]


def test_a_folder_that_cannot_be_written_is_said_before_anything_runs(dock, run, tmp_path):
    (tmp_path / "file").write_text("no folder")
    dock.plan.set(folder=str(tmp_path / "file"))
    assert run(dock.panels["network"].main) == [("network", "failed")]
    assert "Choose another one" in dock.panels["network"].state_text.text()


@pytest.mark.parametrize("where", ["told_parameters", "load_results"])
def test_a_fault_of_ours_leaves_no_step_busy_for_ever(dock, qtbot, monkeypatch, where):
    def fault(*_given):
        raise LookupError("as if the project had been emptied just now")

    monkeypatch.setattr(step_runner, where, fault)
    with qtbot.capture_exceptions() as told:
        dock.panels["network"].main.click()
        qtbot.waitUntil(lambda: dock.runner.busy_with is None, timeout=PATIENCE)
    assert [kind for kind, *_ in told] == [LookupError]  # shown by QGIS, not swallowed
    assert dock.panels["network"].state.word == "failed"
    assert "stopped by a fault" in dock.panels["network"].state_text.text()


def test_a_result_of_edits_that_were_undone_is_out_of_date(dock, run, qtbot):
    run(dock.panels["need"].main)
    demand, reach = dock.plan.layer("demand"), dock.panels["reach"]
    demand.startEditing()
    rows = [row.id() for row in demand.getFeatures()]
    children = demand.fields().indexOf("children")
    demand.changeAttributeValue(rows[0], children, 500.0)
    demand.deleteFeature(rows[1])
    run(reach.main)
    assert reach.state.word == "finished"
    demand.changeAttributeValue(rows[0], children, 501.0)
    qtbot.waitUntil(lambda: reach.state.word == "stale")
    demand.changeAttributeValue(rows[0], children, 500.0)
    qtbot.waitUntil(lambda: reach.state.word == "finished")
    assert demand.rollBack()
    assert reach.state.word == "stale"
