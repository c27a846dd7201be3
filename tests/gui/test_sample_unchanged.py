"""The sample county as it is shipped: using it changes no byte of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from qgis.core import QgsProject

from family_hub_planner.gui.sample_county import SAMPLE, SampleCounty


def contents(folder: Path) -> dict[str, str]:
    """Give the checksum of every file in a folder; SQLite's passing files are files too."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_opening_drawing_and_editing_the_sample_changes_no_byte(qgis_app, tmp_path):
    before, project = contents(SAMPLE), QgsProject()
    layers = SampleCounty.open(project).layers
    for layer in layers.values():
        assert sum(1 for _ in layer.getFeatures()) == layer.featureCount()
        assert not layer.startEditing(), "switching to editing turns the file's journal"
    assert contents(SAMPLE) == before
    assert project.write(str(tmp_path / "plan.qgz"))
    project.clear()
    again = QgsProject()
    assert again.read(str(tmp_path / "plan.qgz"))
    assert all(layer.readOnly() for layer in again.mapLayers().values())
    again.clear()
    assert contents(SAMPLE) == before
