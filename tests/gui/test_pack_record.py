"""The panel's evidence pack: the runs behind it are recorded, and run again to the same figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from osgeo import ogr
from patience import PATIENCE
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)

from family_hub_planner.gui.step_record import read_records

PACK = "evidence"


@pytest.fixture
def dock(plugin):
    """The dock over the sample county."""
    plugin.open_sample_county()
    plugin.dock.show()
    return plugin.dock


@pytest.fixture
def run(dock, qtbot):
    """Click something and wait until all that it set going has ended; gives who ended and how."""

    def clicked(button):
        ended = []
        dock.runner.ended.connect(lambda key, how: ended.append((key, how)))
        button.click()
        qtbot.waitUntil(lambda: dock.runner.busy_with is None, timeout=PATIENCE)
        assert {how for _, how in ended} == {"finished"}, dock.runner.failures

    return clicked


def pack_of(dock, run):
    """Write the pack; gives its page, its record and its scenario."""
    run(dock.panels[PACK].main)
    page = Path(dock.plan.record(PACK).files["OUTPUT"])
    told = [
        json.loads((page.parent / name).read_text(encoding="utf-8"))
        for name in ("results.json", "scenario.json")
    ]
    return page, *told


def rerun(page, output, **more):
    """Run the pack's scenario through Processing; gives whether it was done, and its log."""
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:runscenario")
    feedback = QgsProcessingFeedback(False)
    given = {"SCENARIO": str(page.with_name("scenario.json")), "OUTPUT": str(output), "LOAD": False}
    given.update(more)
    _, done = found.run(given, QgsProcessingContext(), feedback)
    return done, feedback.textLog()


def rows(file):
    """Give a table's rows; what it was made with names layers as the project called them."""
    data = ogr.Open(str(file))
    found = [json.loads(feature.ExportToJson())["properties"] for feature in data.GetLayer(0)]
    return [{name: row[name] for name in row if name != "made_with"} for row in found]


def test_the_scenario_beside_the_panels_pack_gives_the_same_figures_again(dock, run, tmp_path):
    dock.plan.set(given_up="H02", question="Where next?", council="Fenmarch Council")
    run(dock.without)
    run(dock.panels["sites"].main)
    page, record, scenario = pack_of(dock, run)
    ids = ["network", "need", "reach", "hubs_without", "reach_without", "change", "sites"]
    assert [step["id"] for step in record["steps"]] == ids
    assert scenario["steps"][2]["parameters"]["NETWORK"] == {"from": "network", "output": "OUTPUT"}
    assert scenario["steps"][5]["parameters"]["PLAN"] == [
        {"from": "reach_without", "output": "OUTPUT"}
    ]
    done, log = rerun(page, tmp_path / "again")
    assert done, log
    home = page.parent.parent
    for name in ("reach-1/coverage.gpkg", "reach-1/by_decile.gpkg", "without-1/change.gpkg"):
        assert rows(home / name) == rows(tmp_path / "again" / name)
    assert rows(home / "sites-1/sites.gpkg") == rows(tmp_path / "again/sites-1/sites.gpkg")


def test_the_panels_pack_tells_commands_versions_checksums_and_files(dock, run, tmp_path):
    run(dock.panels["reach"].main)
    page, record, scenario = pack_of(dock, run)
    text = page.read_text(encoding="utf-8")
    assert "No scenario file was given" not in text
    assert "qgis_process run familyhub:coverage" in text
    assert f"scipy {record['versions']['scipy']}" in text
    network, _, reach = record["steps"]
    assert network["inputs"][0]["name"] == "sample:county.osm.bz2"
    assert network["inputs"][0]["sha256"] in text
    assert reach["outputs"]["OUTPUT"] == "../reach-1/coverage.gpkg"
    assert reach["numbers"]["REACHED"] == dock.plan.record("reach").numbers["REACHED"]
    assert dock.plan.settings.coverage not in text
    assert dock.plan.settings.hubs not in text
    for told in (text, json.dumps(record), json.dumps(scenario)):
        assert str(tmp_path) not in told


def test_a_layer_without_a_file_is_told_in_words_and_stops_the_rerun(dock, run, tmp_path):
    hubs = dock.plan.layer("hubs").materialize(QgsFeatureRequest())
    hubs.setName("My hubs")
    QgsProject.instance().addMapLayer(hubs)
    dock.plan.set(hubs=hubs.id())
    run(dock.panels["reach"].main)
    page, record, _ = pack_of(dock, run)
    assert any("HUBS was layer My hubs" in note for note in record["scenario"]["notes"])
    assert "Northgate Children's Centre" in page.read_text(encoding="utf-8").replace("&#x27;", "'")
    done, log = rerun(page, tmp_path / "again")
    assert not done
    assert "My hubs" in log


def test_data_far_from_the_results_are_named_by_their_file_alone(dock, run, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    data = tmp_path / "data"
    data.mkdir()
    copied = shutil.copy(dock.plan.settings.osm, data)
    dock.plan.set(osm=str(copied))
    run(dock.panels["reach"].main)
    page, record, _ = pack_of(dock, run)
    assert record["steps"][0]["inputs"][0]["name"] == Path(copied).name
    assert "Northgate Children's Centre" in page.read_text(encoding="utf-8").replace("&#x27;", "'")
    done, log = rerun(page, tmp_path / "again", DATA=str(data), ONLY="network")
    assert done, log


def test_data_edited_since_a_run_are_told_in_the_record(dock, run):
    run(dock.panels["reach"].main)
    demand = dock.plan.layer("demand")
    demand.startEditing()
    demand.deleteFeature(next(demand.getFeatures()).id())
    assert demand.commitChanges()
    dock.plan.set(question="Still?")
    _, record, _ = pack_of(dock, run)
    assert any("changed or replaced: demand" in note for note in record["scenario"]["notes"])


def test_how_a_step_was_run_survives_the_project_being_saved_and_read(dock, run, tmp_path):
    run(dock.panels["need"].main)
    before = dock.plan.record("need")
    assert QgsProject.instance().write(str(tmp_path / "plan.qgz"))
    stored = QgsProject.instance().readEntry("family_hub_planner", "records")[0]
    assert str(tmp_path) not in stored
    assert read_records(QgsProject.instance())["need"] == before
