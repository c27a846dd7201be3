"""Results that QGIS loads are styled, run after run."""

from __future__ import annotations

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, square
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer

from family_hub_planner.processing.styles import Look, _Styled


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


@pytest.mark.parametrize(
    "sink, style", [("GAP_CLUSTERS", "gap"), ("OUTPUT", "more than 10 minutes' walk")]
)
def test_gaps_and_coverage_are_styled_each_in_its_own_way(network, tmp_path, project, sink, style):
    algorithm = QgsApplication.processingRegistry().algorithmById("familyhub:coverage").create()
    context, target = QgsProcessingContext(), str(tmp_path / "done.gpkg")
    context.setProject(project)
    details = QgsProcessingContext.LayerDetails("Done", project, sink)
    context.addLayerToLoadOnCompletion(target, details)
    drawn = layer_of("Polygon", [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND])
    given = {"NETWORK": network, "HUBS": hubs(), "DEMAND": demand(), "AREAS": drawn,
             "BANDS": "5,10", "OUTPUT": "TEMPORARY_OUTPUT", sink: target}  # fmt: skip
    log = Log()
    results, ok = algorithm.run(given, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results[sink], "Done", "ogr")
    processor = context.layerToLoadOnCompletionDetails(results[sink]).postProcessor()
    processor.postProcessLayer(layer, context, log)
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert any(label.startswith(style) for label in labels), labels


def test_each_of_three_runs_is_styled_when_it_is_loaded(network, tmp_path, project):
    renderers = [load_once(network, tmp_path, project, number) for number in range(3)]
    assert renderers == ["RuleRenderer"] * 3


@pytest.mark.parametrize("order", [["sites", "lines"], ["lines", "sites"]])
def test_points_lie_above_lines_and_both_above_what_the_user_had(project, order):
    """Older releases put each result on top of the last, in an order of their own."""
    context, log = QgsProcessingContext(), Log()
    context.setProject(project)
    own = layer_of("Point", [("Point (0 0)", {"name": "mine"})], name="mine")
    project.addMapLayer(own)
    shapes = {"sites": ("Point", "Point (0 0)"), "lines": ("LineString", "LineString (0 0, 1 1)")}
    for name in order:
        kind, shape = shapes[name]
        result = layer_of(kind, [(shape, {"decision": "open"})], name=name)
        project.addMapLayer(result, False)
        project.layerTreeRoot().insertLayer(0, result)
        _Styled.made(Look("sites")).postProcessLayer(result, context, log)
    assert [layer.name() for layer in project.layerTreeRoot().layerOrder()] == [
        "sites", "lines", "mine"
    ]  # fmt: skip
