"""Results that QGIS loads are styled, run after run."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, hubs
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()


def load_once(network, folder, project, number) -> str:
    """Run catchments as the desktop does, load the result, and give its renderer."""
    algorithm = QgsApplication.processingRegistry().algorithmById("familyhub:catchments").create()
    context, log = QgsProcessingContext(), Log()
    context.setProject(project)
    target = str(folder / f"{number}.gpkg")
    details = QgsProcessingContext.LayerDetails("Catchments", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    parameters = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "OUTPUT": target}
    results, ok = algorithm.run(parameters, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results["OUTPUT"], "Catchments", "ogr")
    for loaded in context.layersToLoadOnCompletion():
        processor = context.layerToLoadOnCompletionDetails(loaded).postProcessor()
        processor.postProcessLayer(layer, context, log)
    return layer.renderer().type()


def test_each_of_three_runs_is_styled_when_it_is_loaded(network, tmp_path, project):
    renderers = [load_once(network, tmp_path, project, number) for number in range(3)]
    assert renderers == ["RuleRenderer"] * 3
