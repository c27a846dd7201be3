"""The canvas as a page: among the project's layouts, and open in the designer."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QPushButton

from family_hub_planner import classFactory
from family_hub_planner.gui.print_map import make_layout
from family_hub_planner.processing.provider import FamilyHubProvider


@pytest.fixture
def provider(qgis_app, qgis_processing):
    """The planner's algorithms, where no other test has left them."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById("familyhub") is not None:
        yield
        return
    provider = FamilyHubProvider()
    assert registry.addProvider(provider)
    yield
    registry.removeProvider(provider)


@pytest.fixture
def shown(desktop, provider):
    """The desktop with one layer on its canvas, and the layouts that were opened."""
    opened = []
    desktop.openLayoutDesigner = opened.append
    project = QgsProject.instance()
    layer = QgsVectorLayer("Polygon?crs=EPSG:27700&field=name:string", "Wards", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 4000 0, 4000 3000, 0 0))"))
    assert layer.dataProvider().addFeatures([feature])[0]
    layer.updateExtents()
    project.setCrs(layer.crs())
    project.addMapLayer(layer)
    desktop.canvas.setDestinationCrs(layer.crs())
    desktop.canvas.setLayers([layer])
    desktop.canvas.setExtent(layer.extent())
    return desktop, project, layer, opened


@pytest.mark.parametrize("paper, wide", [("a4_landscape", 297.0), ("a4_portrait", 210.0)])
def test_what_the_canvas_shows_becomes_a_page_and_opens_in_the_designer(shown, paper, wide):
    desktop, project, layer, opened = shown
    project.setTitle("Our plan")
    layout = make_layout(project, desktop, paper)
    assert opened == [layout]
    assert project.layoutManager().layoutByName("Our plan") == layout
    assert layout.itemById("map").layers() == [layer]
    assert layout.itemById("map").extent().contains(desktop.canvas.extent())
    assert layout.itemById("title").text() == "Our plan"
    assert layout.pageCollection().page(0).pageSize().width() == wide


def test_the_docks_button_prints_what_the_canvas_shows(shown, monkeypatch):
    desktop, _, layer, opened = shown
    desktop.openMessageLog = list
    plugin = classFactory(desktop)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    plugin.initGui()
    (button,) = [one for one in plugin.dock.findChildren(QPushButton) if "Print" in one.text()]
    button.click()
    plugin.unload()
    assert [one.itemById("map").layers() for one in opened] == [[layer]]
    assert opened[0].itemById("title").text() == "Wards"


def test_an_empty_canvas_is_told_in_the_bar_and_opens_nothing(shown):
    desktop, project, _, opened = shown
    desktop.canvas.setLayers([])
    assert make_layout(project, desktop) is None
    assert opened == [] and not project.layoutManager().layouts()
    assert "no layer" in desktop.bar.currentItem().text()
