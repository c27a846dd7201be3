"""The plugin comes and goes without a trace, and opens the sample county."""

from __future__ import annotations

import gc
import importlib.util

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLabelingEngineSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QDockWidget, QPushButton

from family_hub_planner import classFactory
from family_hub_planner.gui import sample_county
from family_hub_planner.gui.sample_county import SAMPLE, open_layers, sample_settings
from family_hub_planner.gui.tool_inputs import inputs_of, parameters_of

MENU = "Family Hub Planner"
LAYERS = ["hubs", "venues", "centroids", "localities", "wards", "lsoa"]


def provider_stands() -> bool:
    """Tell whether the algorithms' provider is in this tree."""
    try:
        return importlib.util.find_spec("family_hub_planner.processing.provider") is not None
    except ModuleNotFoundError:
        return False


needs_provider = pytest.mark.skipif(not provider_stands(), reason="the provider does not stand yet")
needs_sample = pytest.mark.skipif(
    not (SAMPLE / "areas.gpkg").is_file() or not (SAMPLE / "venues.csv").is_file(),
    reason="the sample county is not written yet",
)


def registered():
    return [provider.id() for provider in QgsApplication.processingRegistry().providers()]


@needs_provider
def test_the_command_line_gets_the_algorithms_without_a_desktop(qgis_app):
    plugin = classFactory(None)
    plugin.initProcessing()
    plugin.initProcessing()
    assert registered().count("familyhub") == 1
    plugin.initGui()
    plugin.unload()
    assert "familyhub" not in registered()
    plugin.unload()


@needs_provider
def test_the_desktop_registers_the_provider_once_and_takes_it_away(desktop):
    plugin = classFactory(desktop)
    plugin.initProcessing()
    plugin.initGui()
    plugin.initGui()
    assert registered().count("familyhub") == 1
    plugin.unload()
    assert "familyhub" not in registered()


def test_menu_and_toolbar_hold_the_same_two_actions(plugin, desktop):
    texts = ["Open the planner", "Open the sample county"]
    assert [action.text() for action in desktop.menus[MENU]] == [*texts, "Examples"]
    [toolbar] = desktop.toolbars()
    assert [action.text() for action in toolbar.actions()] == texts
    assert toolbar.objectName() == "FamilyHubPlannerToolbar"
    assert not any(action.icon().isNull() for action in plugin.actions)


def test_the_action_opens_and_closes_the_dock(plugin):
    action = plugin.actions[0]
    assert plugin.dock.objectName() == "FamilyHubPlannerDock"
    assert not plugin.dock.isVisible()
    action.trigger()
    assert plugin.dock.isVisible()
    assert action.isChecked()
    action.trigger()
    assert not plugin.dock.isVisible()


def test_unload_leaves_nothing_and_may_be_called_twice(plugin, desktop, qtbot):
    plugin.unload()
    plugin.unload()
    qtbot.wait(10)
    assert desktop.menus == {}
    assert desktop.toolbars() == []
    assert desktop.window.findChildren(QDockWidget) == []
    assert plugin.dock is None
    assert plugin.actions == []


def test_the_plugin_can_come_back_after_it_went(plugin, desktop, qtbot):
    plugin.unload()
    qtbot.wait(10)
    plugin.initGui()
    assert len(desktop.menus[MENU]) == 3
    assert len(desktop.toolbars()) == 1


def test_a_sample_that_was_not_installed_is_said_in_words(plugin, desktop, monkeypatch, tmp_path):
    monkeypatch.setattr(sample_county, "SAMPLE", tmp_path)
    plugin.open_sample_county()
    message = desktop.bar.currentItem().text()
    assert "county.osm.bz2, areas.gpkg, hubs.csv, venues.csv" in message
    assert "Install the plugin again" in message
    assert QgsProject.instance().mapLayers() == {}


@needs_sample
def test_the_sample_county_opens_in_a_group_that_says_it_is_fictional(plugin):
    plugin.open_sample_county()
    project = QgsProject.instance()
    titles = [group.name() for group in project.layerTreeRoot().findGroups()]
    assert titles == ["Sample county (fictional)", "Sample areas (fictional)"]
    layers = open_layers(project)
    assert list(layers) == LAYERS
    assert all(layer.isValid() and layer.featureCount() > 0 for layer in layers.values())
    assert project.crs() == QgsCoordinateReferenceSystem("EPSG:27700")
    partial = QgsLabelingEngineSettings.Flag.UsePartialCandidates
    assert not project.labelingEngineSettings().testFlag(partial), "names cut off by the edge"


@needs_sample
def test_every_hub_and_venue_of_the_sample_stands_inside_its_map(plugin, desktop):
    plugin.open_sample_county()
    layers = open_layers(QgsProject.instance())
    for key, count in (("hubs", 9), ("venues", 60)):
        assert layers[key].featureCount() == count
        assert all(feature.hasGeometry() for feature in layers[key].getFeatures())
        assert layers["lsoa"].extent().contains(layers[key].extent())
    assert desktop.canvas.extent().contains(layers["lsoa"].extent())


@needs_sample
def test_hubs_of_the_sample_have_the_signs_of_the_results_by_type(plugin):
    """Another sign for one and the same hub would read as another place beside a suggested site."""
    plugin.open_sample_county()
    hubs = open_layers(QgsProject.instance())["hubs"]
    signs = {
        rule.label(): sum(1 for _ in hubs.getFeatures(rule.filterExpression()))
        for rule in hubs.renderer().rootRule().children()
    }
    assert {label: count for label, count in signs.items() if count} == {
        "family hub, open": 5, "working towards a hub": 2, "network site": 2,
    }  # fmt: skip


@needs_sample
def test_opening_the_sample_twice_adds_nothing_and_mends_what_was_removed(plugin):
    plugin.open_sample_county()
    project = QgsProject.instance()
    plugin.open_sample_county()
    assert len(project.mapLayers()) == len(LAYERS)
    project.removeMapLayer(open_layers(project)["venues"].id())
    plugin.open_sample_county()
    assert sorted(open_layers(project)) == sorted(LAYERS)
    assert len(project.layerTreeRoot().findGroups()) == 2


@needs_sample
def test_the_sample_leaves_a_projects_own_coordinate_system_and_names_alone(plugin):
    project = QgsProject.instance()
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory"))
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    plugin.open_sample_county()
    assert project.crs().authid() == "EPSG:4326"
    partial = QgsLabelingEngineSettings.Flag.UsePartialCandidates
    assert project.labelingEngineSettings().testFlag(partial)


@needs_sample
def test_the_message_says_what_was_opened_and_runs_what_comes_first(
    plugin, desktop, qtbot, monkeypatch
):
    asked = []
    monkeypatch.setattr(plugin.announcement, "_run_step", asked.append)
    plugin.open_sample_county()
    qtbot.waitUntil(lambda: desktop.bar.currentItem() is not None)
    message = desktop.bar.currentItem()
    assert message.title() == "Sample county (fictional)"
    assert message.text() == "144 areas, 9 hubs, 60 venues."
    [button] = [b for b in message.findChildren(QPushButton) if "network" in b.text()]
    button.click()
    assert asked == ["network"]
    qtbot.waitUntil(lambda: desktop.bar.currentItem() is None)


@pytest.mark.parametrize("shown", [False, True])
def test_nothing_of_a_message_holds_the_bar(plugin, qtbot, monkeypatch, shown):
    # QGIS makes its bar itself. Bar, button and slot that held one another, and that nothing else
    # held, would be cleared away by Python, and QGIS would end at the next call of the slot.
    bars, gone = [QgsMessageBar()], []
    bars[0].destroyed.connect(lambda: gone.append(True))
    monkeypatch.setattr(plugin.announcement, "_bar", lambda: bars[0])
    plugin.announcement.say("144 areas")
    if shown:
        qtbot.waitUntil(lambda: bars[0].currentItem() is not None)
    gc.disable()
    try:
        bars.clear()
        assert gone == [True]
        plugin.announcement._timer.stop()
    finally:
        gc.enable()


@needs_sample
def test_no_message_stays_or_comes_once_the_plugin_went(plugin, desktop, qtbot):
    for wait in (0, 50):
        plugin.open_sample_county()
        qtbot.wait(wait)
        plugin.unload()
        qtbot.wait(30)
        assert desktop.bar.currentItem() is None
        plugin.initGui()


@needs_sample
def test_the_sample_opened_again_is_told_once(plugin, desktop, qtbot):
    for _again in range(2):
        plugin.open_sample_county()
        qtbot.wait(30)
    assert len(desktop.bar.items()) == 1


@needs_sample
def test_the_sample_fills_the_plan_with_files_and_fields_that_are_there(plugin):
    assert inputs_of("familyhub:buildnetwork", plugin.dock.plan.settings) == {}
    plugin.open_sample_county()
    settings = plugin.dock.plan.settings
    filled = sample_settings(QgsProject.instance())
    assert all(filled.values())
    assert {name: getattr(settings, name) for name in filled} == filled
    areas = set(plugin.dock.plan.layer("boundaries").fields().names())
    assert {settings.code, settings.name, settings.authority} < areas
    assert inputs_of("familyhub:buildnetwork", settings)["INPUT"].endswith(".osm.bz2")
    assert {"AREAS", "CENTROIDS", "LOCALITIES", "DEPRIVATION", "POPULATION"} < set(
        inputs_of("familyhub:needlayer", settings)
    )


@needs_sample
@needs_provider
@pytest.mark.parametrize(
    "name",
    [
        "buildnetwork",
        "needlayer",
        "catchments",
        "coverage",
        "importestate",
        "candidatesfromosm",
        "suggestsites",
        "suggestoutreach",
        "colocate",
        "rationalise",
        "comparescenarios",
    ],
)
def test_the_plans_inputs_fit_the_algorithms_parameters(plugin, name):
    plugin.open_sample_county()
    filled = inputs_of(f"familyhub:{name}", plugin.dock.plan.settings)
    assert filled
    assert set(filled) <= set(parameters_of(f"familyhub:{name}"))
