"""The panel's evidence pack: the runs behind it are recorded, and run again to the same figures."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from osgeo import ogr
from patience import PATIENCE
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel

from family_hub_planner.engine.report import checks_settings
from family_hub_planner.gui import processing_history, told_by_layer
from family_hub_planner.gui.processing_history import Entry, parsed, run_that_made
from family_hub_planner.gui.run_told import made_by
from family_hub_planner.gui.runs_for_pack import runs_as_text, standing
from family_hub_planner.gui.step_record import read_records
from family_hub_planner.gui.told_by_layer import contradicts
from family_hub_planner.gui.tool_dialogs import open_tool
from family_hub_planner.gui.tool_inputs import inputs_of

PACK = "evidence"


@pytest.fixture
def dock(plugin):
    """The dock over the sample county."""
    plugin.open_sample_county()
    plugin.dock.show()
    return plugin.dock


@pytest.fixture
def run(dock, click):
    """Click something and wait until it has ended, well."""

    def clicked(button):
        ended = click(dock, button)
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


# Runs from Processing's own window.


@pytest.fixture
def toolbox(dock, qgis_processing, qgis_iface, qtbot, monkeypatch):
    """Run a tool in its own window, as from the toolbox; gives the window that has run it."""
    model = QgsBrowserGuiModel()  # the window's panel wants a real one of the interface
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: model, raising=False)

    def run_in(dialog):
        qtbot.addWidget(dialog)
        with qtbot.waitSignal(dialog.algorithmFinished, timeout=PATIENCE) as ended:
            dialog.runButton().click()
        assert ended.args[0]
        dialog.reject()

    return run_in


@pytest.fixture
def from_toolbox(dock, toolbox, tmp_path):
    """Network and need run from the toolbox, into a folder of the planner's own choice."""
    from qgis import processing

    mine = tmp_path / "mine"
    mine.mkdir()
    network, need, points = (mine / f"{name}.gpkg" for name in ("streets", "need", "points"))
    given = {**inputs_of("familyhub:buildnetwork", dock.plan.settings), "OUTPUT": str(network)}
    toolbox(processing.createAlgorithmDialog("familyhub:buildnetwork", given))
    given = inputs_of("familyhub:needlayer", dock.plan.settings)
    given.update(OUTPUT=str(need), POINTS=str(points), AGES="0-11")
    toolbox(processing.createAlgorithmDialog("familyhub:needlayer", given))
    layers = [QgsVectorLayer(str(file), file.stem, "ogr") for file in (need, points)]
    QgsProject.instance().addMapLayers(layers)
    areas, demand = (layer.id() for layer in layers)
    dock.plan.set(network=str(network), areas=areas, demand=demand)
    return mine


def test_results_of_the_toolbox_are_told_and_run_again_from_qgiss_history(
    dock, run, from_toolbox, tmp_path
):
    run(dock.panels["reach"].main)
    page, record, scenario = pack_of(dock, run)
    assert [step["id"] for step in record["steps"]] == ["network", "need", "reach"]
    assert scenario["steps"][1]["parameters"]["AGES"] == "0-11"
    given = scenario["steps"][2]["parameters"]
    assert given["NETWORK"] == {"from": "network", "output": "OUTPUT"}
    assert given["DEMAND"] == {"from": "need", "output": "POINTS"}
    notes = record["scenario"]["notes"]
    assert sum("those of QGIS's history" in note for note in notes) == 2
    assert not any("is not recorded" in note for note in notes)
    text = page.read_text(encoding="utf-8")
    assert str(tmp_path) not in text + json.dumps(record) + json.dumps(scenario)
    assert "AGES" in text
    done, log = rerun(page, tmp_path / "again")
    assert done, log
    coverage = dock.plan.layer("coverage").source().split("|")[0]
    assert rows(coverage) == rows(tmp_path / "again/reach-1/coverage.gpkg")
    assert rows(from_toolbox / "need.gpkg") == rows(tmp_path / "again/need/output.gpkg")


def test_a_file_that_the_history_does_not_name_is_said_to_be_of_no_known_run(
    dock, run, from_toolbox
):
    (from_toolbox / "streets.gpkg").rename(from_toolbox / "renamed.gpkg")
    dock.plan.set(network=str(from_toolbox / "renamed.gpkg"))
    run(dock.panels["reach"].main)
    _, record, scenario = pack_of(dock, run)
    assert [step["id"] for step in record["steps"]] == ["need", "reach"]
    assert scenario["steps"][1]["parameters"]["NETWORK"].endswith("renamed.gpkg")
    notes = record["scenario"]["notes"]
    assert any("“Network” were made is not recorded" in note for note in notes)


def test_a_step_run_with_all_its_settings_is_recorded_with_those(
    dock, run, toolbox, desktop, tmp_path
):
    run(dock.panels["need"].main)
    dialog = open_tool(desktop, "familyhub:needlayer", dock.plan)
    dialog.setParameters({**dialog.createProcessingParameters(), "AGES": "0-11"})
    toolbox(dialog)
    run(dock.panels["reach"].main)
    page, record, scenario = pack_of(dock, run)
    assert [step["id"] for step in record["steps"]] == ["network", "need", "reach"]
    assert scenario["steps"][1]["parameters"]["AGES"] == "0-11"
    assert record["steps"][1]["outputs"]["OUTPUT"] == "../needlayer-1/need.gpkg"
    done, log = rerun(page, tmp_path / "again")
    assert done, log


def test_a_step_whose_file_says_that_another_run_wrote_it_is_not_told(dock, run):
    """The panel counted 0 to 11; then somebody wrote the same file anew, of 0 to 2."""
    from qgis import processing

    run(dock.panels["need"].main)
    assert "need" in standing(dock.plan)
    told = dock.plan.record("need").runs[0]
    given = {**inputs_of("familyhub:needlayer", dock.plan.settings), **made_by(told)}
    processing.run("familyhub:needlayer", {**given, "AGES": told["parameters"]["AGES"]})
    assert "need" in standing(dock.plan)
    by_children = {"AGES": told["parameters"]["AGES"], "WEIGHTING": "children"}
    processing.run("familyhub:needlayer", {**given, **by_children})
    assert "need" not in standing(dock.plan), "the same ages, weighed otherwise"
    processing.run("familyhub:needlayer", {**given, "AGES": "0-2"})
    assert "need" not in standing(dock.plan)
    run(dock.panels["reach"].main)
    notes = json.loads(runs_as_text(standing(dock.plan), dock.plan))["notes"]
    assert any("“Need” were made is not recorded" in note for note in notes), notes


INCOME = "children in income-deprived families (estimate): IDACI score × children aged 0-4"
POPULATION = "ONS estimates; mid-2024; pop.csv (sha256 73c71addadba). Indices; iod.csv"
CUT = f"{POPULATION} {'x' * 300}"[:254]  # as a shapefile cuts it
MADE = {"direction": "to", "network": "streets (undated)", "service": ""}


@pytest.mark.parametrize(
    ("algorithm", "given", "columns", "other"),
    [
        ("needlayer", {"AGES": "0 to 4"}, {"ages": "0-4"}, False),
        ("needlayer", {"AGES": "0-11"}, {"ages": "0-2"}, True),
        ("needlayer", {"AGES": "under 5"}, {"ages": "0-4"}, False),
        ("needlayer", {"AGES": "0-11"}, {}, False),
        ("needlayer", {"WEIGHTING": "children"}, {"need_is": INCOME}, True),
        ("needlayer", {"WEIGHTING": "income_deprived_children"}, {"need_is": INCOME}, False),
        ("needlayer", {"WEIGHTING": "children"}, {"need_is": "as the council sees it"}, False),
        ("needlayer", {"POPULATION": {"file": "/gone/pop.csv"}}, {"sources": POPULATION}, False),
        ("needlayer", {"POPULATION": {"file": "/gone/new.csv"}}, {"sources": POPULATION}, True),
        ("needlayer", {"POPULATION": {"file": __file__}}, {"sources": POPULATION}, True),
        ("needlayer", {"POPULATION": {"file": "/gone/new.csv"}}, {"sources": "ONS; OGL"}, False),
        ("needlayer", {"POPULATION": {"file": "/gone/new.csv"}}, {"sources": CUT}, False),
        (
            "coverage",
            {"MODE": "pram", "BANDS": "30, 15"},
            {"mode": "pram", "bands": "15,30"},
            False,
        ),
        ("coverage", {"MODE": "pram"}, {"mode": "drive"}, True),
        ("coverage", {"BANDS": "10,20"}, {"bands": "15,30"}, True),
        ("coverage", {"DIRECTION": "from"}, {"made_with": json.dumps(MADE)}, True),
        ("coverage", {"SERVICE": "baby clinic"}, {"made_with": json.dumps(MADE)}, True),
        ("coverage", {"TIMES": {"file": "bus.csv"}}, {"made_with": json.dumps(MADE)}, True),
        ("coverage", {"NETWORK": {"file": "n.gpkg"}}, {"made_with": json.dumps(MADE)}, False),
        ("coverage", {"DIRECTION": "from"}, {"made_with": "{cut"}, False),
    ],
)
def test_a_layer_says_whether_a_run_made_it(qgis_app, algorithm, given, columns, other):
    fields = "&".join(f"field={name}:string(500)" for name in columns)
    layer = QgsVectorLayer(f"NoGeometry?{fields}", "result", "memory")
    row = QgsFeature(layer.fields())
    row.setAttributes(list(columns.values()))
    assert layer.dataProvider().addFeatures([row])[0]
    run = {"algorithm": f"familyhub:{algorithm}", "parameters": given}
    assert contradicts(run, layer) is other
    assert not contradicts(run, None)


def test_a_need_of_each_weighting_is_known_by_its_own_words(dock, tmp_path):
    """Run on the sample county by each; the pack's own check knows them by the same words."""
    found = QgsApplication.processingRegistry().createAlgorithmById("familyhub:needlayer")
    given = inputs_of("familyhub:needlayer", dock.plan.settings)
    for name in checks_settings.WEIGHTINGS:
        file = str(tmp_path / f"{name}.gpkg")
        asked = {"WEIGHTING": name, "EXPRESSION": '"children" * 2', "OUTPUT": file}
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        assert found.run({**given, **asked}, context, QgsProcessingFeedback(False))[1]
        layer = QgsVectorLayer(file, name, "ogr")
        told = {
            other: contradicts(
                {"algorithm": "familyhub:needlayer", "parameters": {"WEIGHTING": other}}, layer
            )
            for other in checks_settings.WEIGHTINGS
        }
        assert told == {other: other != name for other in told}
    assert told_by_layer.WEIGHTINGS == checks_settings.WEIGHTINGS


NOON = datetime(2026, 3, 2, 12, 0)


WROTE = {"OUTPUT": "as asked"}  # what a run gave, where this QGIS keeps it


def entry(minutes, algorithm, file, results=None):
    if algorithm == "runscenario":
        file = file.rsplit("/", 1)[0]
    command = f'processing.run("familyhub:{algorithm}", {{"AGES":"0-{minutes}","OUTPUT":"{file}"}})'
    return Entry(NOON + timedelta(minutes=minutes), command, results)


@pytest.mark.parametrize(
    ("entries", "changed", "ages"),
    [
        ([(1, "needlayer")], 3, "0-1"),
        ([(1, "needlayer"), (2, "needlayer", WROTE)], 3, "0-2"),  # the newest that wrote the file
        ([(2, "needlayer", WROTE), (1, "needlayer")], 3, "0-2"),  # in whatever order they are told
        ([(1, "needlayer"), (2, "needlayer")], 3, None),  # the later may have failed: 3.22
        ([(1, "needlayer"), (5, "needlayer")], 3, "0-1"),  # the later wrote nothing: it failed
        ([(1, "needlayer"), (2, "needlayer", {})], 3, "0-1"),  # and this says so itself
        ([(1, "needlayer"), (2, "finerdemand")], 3, None),  # another tool wrote it afterwards
        ([(1, "needlayer"), (2, "runscenario")], 3, None),  # its folder holds the file
        ([(1, "needlayer")], 70, None),  # an hour later: something else did that
        ([(1, "buildnetwork")], 3, None),
        ([], 3, None),
    ],
)
def test_the_run_that_made_a_file_is_the_last_that_was_begun_before_it_changed(
    plugin, monkeypatch, tmp_path, entries, changed, ages
):
    plugin.initProcessing()
    file = (tmp_path / "need.gpkg").as_posix()
    told = [entry(one[0], one[1], file, *one[2:]) for one in entries]
    told += [entry(3, "needlayer", (tmp_path / "other.gpkg").as_posix())]
    monkeypatch.setattr(processing_history, "_entries", lambda: iter(told))
    when = NOON + timedelta(minutes=changed)
    found = run_that_made(file, when, {"familyhub:needlayer"}, QgsProject.instance())
    assert (found and found.told["parameters"]["AGES"]) == ages


def test_a_model_that_names_the_file_leaves_unsure_who_wrote_it(plugin, monkeypatch, tmp_path):
    plugin.initProcessing()
    file = (tmp_path / "need.gpkg").as_posix()
    of_model = Entry(NOON + timedelta(minutes=2), f"processing.run('model:mine', {{'a':'{file}'}})")
    told = [entry(1, "needlayer", file), of_model]
    monkeypatch.setattr(processing_history, "_entries", lambda: iter(told))
    asked = (file, NOON + timedelta(minutes=3), {"familyhub:needlayer"}, QgsProject.instance())
    assert run_that_made(*asked) is None
    monkeypatch.setattr(processing_history, "_entries", lambda: iter(told[:1]))
    assert run_that_made(*asked) is not None


def test_a_line_of_the_history_is_read_and_never_carried_out():
    command = (
        "processing.run(\"familyhub:x\", {'N':2.5,'TEXT':'it\\'s','LIST':['a','b'],'NONE':None,"
        "'SOME':QgsProcessingFeatureSourceDefinition('a.gpkg', selectedFeaturesOnly=True),"
        "'EVIL':__import__('os').getcwd()})"
    )
    name, given = parsed(command)
    assert name == "familyhub:x"
    assert given["N"] == 2.5
    assert given["TEXT"] == "it's"
    assert given["LIST"] == ["a", "b"]
    assert "NONE" not in given
    assert "of some rows only" in given["SOME"]["unnamed"]
    assert set(given["EVIL"]) == {"unnamed"}
    for other in ("", "processing.runalg('x', 1)", "{", "processing.run(name, {})", "a = 1"):
        assert parsed(other) is None
