"""Results that QGIS loads are styled, run after run."""

from __future__ import annotations

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, square
from qgis.core import (
    QgsApplication,
    QgsLayerTreeModel,
    QgsMarkerSymbol,
    QgsProcessingContext,
    QgsProject,
    QgsVectorLayer,
)

from family_hub_planner.processing.result_kinds import kind_of
from family_hub_planner.processing.styles import Look, _Styled


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()


def run_and_style(algorithm: str, sink: str, given, project, folder) -> QgsVectorLayer:
    """Run as the desktop does and give one output, loaded and styled."""
    made = QgsApplication.processingRegistry().algorithmById(f"familyhub:{algorithm}").create()
    context, log, target = QgsProcessingContext(), Log(), str(folder / "done.gpkg")
    context.setProject(project)
    details = QgsProcessingContext.LayerDetails("Done", project, sink)
    context.addLayerToLoadOnCompletion(target, details)
    results, ok = made.run({**given, sink: target}, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results[sink], "Done", "ogr")
    processor = context.layerToLoadOnCompletionDetails(results[sink]).postProcessor()
    processor.postProcessLayer(layer, context, log)
    return layer


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
    drawn = layer_of("Polygon", [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND])
    given = {"NETWORK": network, "HUBS": hubs(), "DEMAND": demand(), "AREAS": drawn,
             "BANDS": "5,10", "OUTPUT": "TEMPORARY_OUTPUT"}  # fmt: skip
    layer = run_and_style("coverage", sink, given, project, tmp_path)
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert any(label.startswith(style) for label in labels), labels


def test_gaps_without_drawn_areas_are_shown_at_their_points(network, tmp_path, project):
    given = {"NETWORK": network, "HUBS": hubs(), "DEMAND": demand(), "BANDS": "5,10",
             "OUTPUT": "TEMPORARY_OUTPUT"}  # fmt: skip
    layer = run_and_style("coverage", "GAP_CLUSTERS", given, project, tmp_path)
    symbols = [rule.symbol() for rule in layer.renderer().rootRule().children()]
    assert symbols and all(isinstance(one, QgsMarkerSymbol) for one in symbols)
    assert kind_of(layer) == "gap_cluster_points"


def test_a_table_is_headed_in_words_and_keeps_the_names_of_its_columns(network, tmp_path, project):
    given = {"NETWORK": network, "HUBS": hubs(), "DEMAND": demand(), "BANDS": "5,7.5",
             "OUTPUT": "TEMPORARY_OUTPUT"}  # fmt: skip
    layer = run_and_style("coverage", "BY_DECILE", given, project, tmp_path)
    headed = {field.name(): field.alias() for field in layer.fields()}
    assert headed["reached_5"] == "Children within 5 minutes"
    assert headed["share_7_5"] == "Share within 7.5 minutes (0 to 1)"
    assert [name for name, words in headed.items() if not words and name != "fid"] == []
    assert layer.name() == "Done"


def test_a_long_legend_is_unfolded_all_the_same(project):
    """QGIS folds a legend of ten lines or more: the colours of the map would not be told."""
    context, root = QgsProcessingContext(), project.layerTreeRoot()
    context.setProject(project)
    model = QgsLayerTreeModel(root)
    model.setAutoCollapseLegendNodes(10)
    layer = layer_of("Polygon", [(square((0, 0)), {"change": 1.0, "result": "longer"})])
    project.addMapLayer(layer)
    _Styled.made(Look("change")).postProcessLayer(layer, context, Log())
    node = root.findLayer(layer.id())
    lines, unfolded = len(model.layerLegendNodes(node)), node.isExpanded()
    del model  # before the tree: it would look at what is gone
    assert lines > 10
    assert unfolded


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
