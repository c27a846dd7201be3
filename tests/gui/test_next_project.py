"""A plan ends with its project: nothing of it is found in the next one."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject

from family_hub_planner.gui.plan_settings import SCOPE, PlanSettings


@pytest.fixture
def plan(plugin):
    """The sample county's plan under a title, with the dock open over it."""
    plugin.open_sample_county()
    plugin.dock.show()
    plugin.dock.plan.set(title="The title of this plan", council="Fenmarch")
    assert plugin.dock.plan.layer("hubs") is not None
    return plugin.dock.plan


def test_a_new_project_holds_nothing_of_the_plan_before(plan, qtbot):
    project = QgsProject.instance()
    project.clear()
    assert project.entryList(SCOPE, "") == []
    qtbot.wait(20)
    assert plan.settings == PlanSettings()
    plan.set(title="The next plan")
    assert (plan.settings.title, plan.settings.council) == ("The next plan", "")


def test_another_project_that_is_opened_takes_nothing_of_the_plan_before(plan, qtbot, tmp_path):
    other = tmp_path / "other.qgs"
    empty = QgsProject()
    assert empty.write(str(other))
    project = QgsProject.instance()
    assert project.read(str(other))
    qtbot.wait(20)
    assert project.write(str(other))
    text = other.read_text(encoding="utf-8")
    assert "The title of this plan" not in text and "county.osm" not in text
    assert plan.settings == PlanSettings()


def test_a_plan_read_again_is_whole(plan, qtbot, tmp_path):
    kept = tmp_path / "kept.qgs"
    project = QgsProject.instance()
    assert project.write(str(kept))
    before = plan.settings
    project.clear()
    assert project.read(str(kept))
    qtbot.waitUntil(lambda: plan.settings == before)
