"""A loaded result speaks of its run: the mode, the direction and the bands that were asked for."""

from __future__ import annotations

import json

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, square
from colours import DEUTERANOPIA, PROTANOPIA, difference, seen_with
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from family_hub_planner.processing import map_letters
from family_hub_planner.processing.minutes_words import MinutesWords
from family_hub_planner.processing.result_kinds import KINDS, kind_of
from family_hub_planner.processing.run_words import spread
from family_hub_planner.processing.styles import (
    STYLES,
    Look,
    _Styled,
    draw,
    draw_as_result,
    others_of,
)

LEAST_APART = 9.0  # CIELAB units between neighbours on a map, whatever the eye
VISIONS = {"usual": None, "deuteranopia": DEUTERANOPIA, "protanopia": PROTANOPIA}


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()


def labels_of(layer) -> list[str]:
    return [rule.label() for rule in layer.renderer().rootRule().children()]


def colours_of(layer) -> list[str]:
    rules = layer.renderer().rootRule().children()
    return [QColor(rule.symbol().symbolLayer(0).color()).name() for rule in rules]


def loaded(algorithm: str, project, tmp_path, **given):
    """Run as the desktop does and give the loaded OUTPUT."""
    made = QgsApplication.processingRegistry().algorithmById(f"familyhub:{algorithm}").create()
    context, log = QgsProcessingContext(), Log()
    context.setProject(project)
    target = str(tmp_path / "done.gpkg")
    details = QgsProcessingContext.LayerDetails("Result", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    results, ok = made.run({**given, "OUTPUT": target}, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results["OUTPUT"], "Result", "ogr")
    project.addMapLayer(layer)
    context.layerToLoadOnCompletionDetails(results["OUTPUT"]).postProcessor().postProcessLayer(
        layer, context, log
    )
    return layer


def test_coverage_is_classed_by_the_bands_that_were_run_and_names_the_mode(
    network, project, tmp_path
):
    drawn = layer_of("Polygon", [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND])
    layer = loaded("coverage", project, tmp_path, NETWORK=network, HUBS=hubs(), DEMAND=demand(),
                   AREAS=drawn, BANDS="5,15", MODE="pram", DIRECTION="from")  # fmt: skip
    assert labels_of(layer) == [
        "up to 5 minutes' walk with a pram", "5 to 15 minutes' walk with a pram",
        "more than 15 minutes' walk with a pram", "no modelled route",
    ]  # fmt: skip
    assert layer.name() == "Result: walk with a pram, 5/15 minutes, from the hub to home"


def test_catchments_say_each_band_and_the_mode(network, project, tmp_path):
    layer = loaded("catchments", project, tmp_path, NETWORK=network, HUBS=hubs(), BANDS="1,10",
                   MODE="drive")  # fmt: skip
    assert labels_of(layer) == ["within 1 minute's drive", "within 10 minutes' drive"]
    assert layer.name() == "Result: drive, 1/10 minutes, from home to the hub"


def test_a_coverage_opened_by_hand_is_drawn_in_the_words_of_its_own_columns(qgis_app):
    told = json.dumps({"direction": "to", "network": "n"})
    row = {"area_code": "A", "minutes": 7.0, "hub_id": "H", "band": 10.0, "mode": "cycle",
           "bands": "7.5", "made_with": told}  # fmt: skip
    layer = layer_of("Polygon", [(square((0, 0)), row)], name="Old")
    assert draw_as_result(layer) == "coverage"
    assert labels_of(layer)[:2] == [
        "up to 7.5 minutes' cycle ride", "more than 7.5 minutes' cycle ride"
    ]  # fmt: skip
    assert layer.name() == "Old: cycle ride, 7.5 minutes, from home to the hub"


def test_a_coverage_of_a_table_of_times_keeps_plain_words(qgis_app):
    mode = "as in the table of times given"
    row = {"area_code": "A", "minutes": 7.0, "hub_id": "H", "band": 10.0, "mode": mode,
           "bands": "15,30", "made_with": "{}"}  # fmt: skip
    layer = layer_of("Polygon", [(square((0, 0)), row)], name="Buses")
    draw_as_result(layer)
    assert labels_of(layer)[:2] == ["up to 15 minutes", "15 to 30 minutes"]
    assert layer.name() == "Buses: 15/30 minutes"


def test_a_layer_of_the_users_own_is_left_as_it_is(qgis_app):
    layer = layer_of("Polygon", [(square((0, 0)), {"name": "Ward"})], name="Wards")
    before = layer.renderer().type()
    assert (draw_as_result(layer), layer.name(), layer.renderer().type()) == ("", "Wards", before)


def test_every_kind_of_result_has_a_style_and_is_told_by_its_columns_alone(qgis_app):
    shapes = {"points": "Point", "lines": "LineString", "areas": "Polygon"}
    for kind in KINDS:
        assert (STYLES / f"{kind.style}.qml").is_file()
        fields = "&".join(f"field={name}:string" for name in sorted(kind.columns))
        layer = QgsVectorLayer(f"{shapes[kind.shapes]}?{fields}", "made", "memory")
        assert kind_of(layer) == kind.style
    assert kind_of(None) == kind_of(QgsVectorLayer("None?field=key:string", "t", "memory")) == ""


@pytest.mark.parametrize("later", [False, True])
def test_each_plan_of_a_comparison_has_a_layer_of_its_own_and_the_first_is_seen(project, later):
    """Some releases put the layer into the tree only after it was styled."""
    rows = [(square((300 * i, 0)), {"plan": plan, "change": 1.0, "result": "longer"})
            for i, plan in enumerate(("Merge", "Bob's plan", "Merge"))]  # fmt: skip
    layer = layer_of("Polygon", rows, name="Change")
    project.addMapLayer(layer, False)
    if not later:
        project.layerTreeRoot().insertLayer(0, layer)
    context = QgsProcessingContext()
    context.setProject(project)
    look = Look("change", MinutesWords("walk", "to"), "plan", ("Merge", "Bob's plan"))
    _Styled.made(look).postProcessLayer(layer, context, Log())
    if later:
        project.layerTreeRoot().insertLayer(0, layer)
    nodes = project.layerTreeRoot().findLayers()
    assert others_of(layer, project) == nodes[1:]
    start = "Change: walk, from home to the hub: "
    assert [(node.name(), node.isVisible()) for node in nodes] == [
        (f"{start}Merge", True), (f"{start}Bob's plan", False)
    ]  # fmt: skip
    assert [node.layer().featureCount() for node in nodes] == [2, 1]


@pytest.mark.parametrize("plans", [["Merge"], ["Merge", "Move", "Merge"]])
def test_a_comparison_opened_by_hand_shows_one_plan_and_names_it(qgis_app, plans):
    same = {"change": 1.0, "result": "longer", "minutes_base": 2.0}
    rows = [(square((300 * at, 0)), {"plan": one, **same}) for at, one in enumerate(plans)]
    layer = layer_of("Polygon", rows, name="Change")
    draw_as_result(layer)
    assert layer.name() == "Change: Merge"
    assert layer.featureCount() == plans.count("Merge")


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("bands", [1, 2, 3, 4, 5])
def test_neighbouring_classes_of_minutes_are_told_apart_by_every_eye(qgis_app, vision, bands):
    asked = ",".join(str(10 * (number + 1)) for number in range(bands))
    row = {"area_code": "A", "minutes": 1.0, "hub_id": "H", "band": 1.0, "mode": "walk",
           "bands": asked, "made_with": "{}"}  # fmt: skip
    layer = layer_of("Polygon", [(square((0, 0)), row)])
    draw_as_result(layer)
    classes = colours_of(layer)[: bands + 1]
    assert len(classes) == bands + 1
    assert_apart(classes, vision)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    "style, count", [("need", 4), ("change", 7), ("accessibility", 4), ("longer_journeys", 3)]
)
def test_the_other_ramps_are_told_apart_by_every_eye(qgis_app, vision, style, count):
    kind = "Point" if style == "longer_journeys" else "Polygon"
    layer = QgsVectorLayer(f"{kind}?field=need:double", "made", "memory")
    assert layer.loadNamedStyle(str(STYLES / f"{style}.qml"))[1]
    assert_apart(colours_of(layer)[:count], vision)


def assert_apart(colours: list[str], vision: str) -> None:
    seen = [seen_with(colour, VISIONS[vision]) for colour in colours]
    apart = [difference(one, other) for one, other in zip(seen, seen[1:])]
    assert min(apart) >= LEAST_APART, dict(zip(colours, apart))


def test_a_ramp_of_more_colours_keeps_its_ends():
    ends = [QColor("#000000"), QColor("#808080"), QColor("#ffffff")]
    assert [one.name() for one in spread(ends, 5)] == [
        "#000000", "#404040", "#808080", "#c0c0c0", "#ffffff"
    ]  # fmt: skip
    assert [one.name() for one in spread(ends, 1)] == ["#000000"]


@pytest.mark.parametrize("style", ["sites", "gap_clusters"])
def test_labels_take_a_font_that_the_computer_has(qgis_app, monkeypatch, style):
    """Windows has no DejaVu: QGIS would warn of it at each opening of the project."""
    monkeypatch.setattr(map_letters, "families", lambda: ["Segoe UI"])
    monkeypatch.setattr(map_letters, "family", lambda: "Segoe UI")
    kind = "Point" if style == "sites" else "Polygon"
    layer = QgsVectorLayer(f"{kind}?field=decision:string", "made", "memory")
    draw(layer, style, MinutesWords())
    form = layer.labeling().settings().format()
    assert form.font().family() == "Segoe UI"
    assert form.buffer().enabled(), "the halo was lost"
