"""A plan's settings belong to its project: saved with it, read with it, moved with it."""

from __future__ import annotations

import shutil
from dataclasses import fields

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from family_hub_planner.gui.plan_settings import (
    FILES,
    LAYERS,
    PlanSettings,
    read_settings,
    write_settings,
)


@pytest.fixture
def project(qgis_app):
    return QgsProject()


def test_a_new_project_has_a_family_with_a_pram_and_children_under_five(project):
    settings = read_settings(project)
    assert settings == PlanSettings()
    assert (settings.mode, settings.bands, settings.ages) == ("pram", "10,20,30", "0-4")


def test_every_setting_survives_save_and_reload(project, tmp_path):
    layers = {name: QgsVectorLayer("Point?crs=EPSG:27700", name, "memory") for name in LAYERS}
    project.addMapLayers(list(layers.values()))
    values = {field.name: f"own {field.name}" for field in fields(PlanSettings)}
    values.update({name: layer.id() for name, layer in layers.items()})
    values.update({name: str(tmp_path / f"{name}.gpkg") for name in FILES})
    settings = PlanSettings(**values)
    write_settings(project, settings)
    assert project.write(str(tmp_path / "plan.qgz"))
    again = QgsProject()
    assert again.read(str(tmp_path / "plan.qgz"))
    assert read_settings(again) == settings


def test_files_move_with_the_folder_of_the_project(project, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (first / "network.gpkg").write_bytes(b"")
    project.setFileName(str(first / "plan.qgz"))
    write_settings(project, PlanSettings(network=str(first / "network.gpkg")))
    assert project.write()
    shutil.copytree(first, second)
    moved = QgsProject()
    assert moved.read(str(second / "plan.qgz"))
    assert read_settings(moved).network == str(second / "network.gpkg")


def test_a_layer_that_was_removed_is_no_longer_set(project):
    layer = QgsVectorLayer("Point?crs=EPSG:27700", "hubs", "memory")
    project.addMapLayer(layer)
    write_settings(project, PlanSettings(hubs=layer.id(), hub_id="site_id"))
    assert read_settings(project).hubs == layer.id()
    project.removeMapLayer(layer.id())
    assert read_settings(project).hubs == ""
    assert read_settings(project).hub_id == "site_id"


def test_settings_that_did_not_change_leave_the_project_as_saved(project, tmp_path):
    settings = PlanSettings(network=str(tmp_path / "network.gpkg"), mode="walk")
    write_settings(project, settings)
    assert project.write(str(tmp_path / "plan.qgz"))
    project.setDirty(False)
    write_settings(project, PlanSettings())
    assert project.isDirty()
    write_settings(project, settings)
    project.setDirty(False)
    write_settings(project, settings)
    assert not project.isDirty()
