"""A tool's own dialog opens filled from the plan, and what it gives goes back to the plan."""

from __future__ import annotations

import pytest
from patience import PATIENCE
from qgis.core import QgsProject
from qgis.gui import QgsBrowserGuiModel

from family_hub_planner.gui.tool_dialogs import open_tool


@pytest.fixture
def plan(plugin, qgis_processing, qgis_iface, monkeypatch):
    model = QgsBrowserGuiModel()  # the dialog's panel wants a real one of the interface
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: model, raising=False)
    plugin.open_sample_county()
    return plugin.dock.plan


def opened(desktop, qtbot, algorithm_id, plan):
    dialog = open_tool(desktop, algorithm_id, plan)
    qtbot.addWidget(dialog)
    return dialog


def test_a_dialog_that_is_closed_leaves_no_folder(plan, desktop, qtbot):
    dialog = opened(desktop, qtbot, "familyhub:importestate", plan)
    assert dialog.createProcessingParameters()["INPUT"] == plan.settings.register
    assert [made.name for made in plan.folder().iterdir()] == ["importestate-1"]
    dialog.reject()
    assert list(plan.folder().iterdir()) == []


def test_what_a_dialog_gives_becomes_a_setting_and_joins_its_step(plan, desktop, qtbot):
    dialog = opened(desktop, qtbot, "familyhub:importestate", plan)
    with qtbot.waitSignal(dialog.algorithmFinished, timeout=PATIENCE):
        dialog.runButton().click()
    qtbot.waitUntil(lambda: plan.layer("venues").name() != "Sample venues", timeout=PATIENCE)
    node = QgsProject.instance().layerTreeRoot().findLayer(plan.settings.venues)
    assert node.parent().name() == "Sites"
    assert plan.layer("venues").featureCount() > 60
    dialog.reject()
    assert (plan.folder() / "importestate-1").is_dir()
