"""Minutes have one ramp: the maps of a pack, the charts and the styles of QGIS show the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from family_hub_planner.engine import colours
from family_hub_planner.engine.colours import ramp
from family_hub_planner.engine.report.evidence import MapShapes
from family_hub_planner.engine.report.map_parts import PackMap
from family_hub_planner.engine.report.map_picture import map_picture
from family_hub_planner.processing.minutes_words import MinutesWords
from family_hub_planner.processing.report.map_layers import map_layers
from family_hub_planner.processing.styles import draw

PLUGIN = Path(__file__).parents[1] / "family_hub_planner"


def inks(layer: QgsVectorLayer) -> list[str]:
    rules = layer.renderer().rootRule().children()
    return [rule.symbol().symbolLayer(0).color().name() for rule in rules]


@pytest.mark.parametrize("bands", [(15.0,), (15.0, 30.0), (10.0, 20.0, 30.0), (5, 10, 20, 30, 45)])
def test_a_coverage_in_qgis_has_the_colours_of_the_packs_map_and_charts(qgis_app, bands):
    layer = QgsVectorLayer("MultiPolygon?field=minutes:double", "coverage", "memory")
    draw(layer, "coverage", MinutesWords("pram", "to", bands))
    *near, beyond, _no_route = inks(layer)
    assert near == ramp(len(bands))
    assert beyond == colours.BEYOND


def test_a_comparison_in_qgis_has_the_colours_of_the_packs_map(qgis_app):
    layer = QgsVectorLayer(
        "MultiPolygon?field=change:double&field=result:string", "change", "memory"
    )
    layer.loadNamedStyle(str(PLUGIN / "resources" / "styles" / "change.qml"))
    found = inks(layer)[:7]
    assert found[0] == colours.MUCH_LONGER
    assert found[1] == colours.LONGER
    assert found[3] == colours.SAME
    assert found[5] == colours.SHORTER


def test_the_script_of_the_packs_map_hatches_in_the_colours_of_the_styles():
    script = (PLUGIN / "resources" / "report" / "map.js").read_text("utf-8")
    assert f'fill="{colours.BEYOND}"' in script
    assert f'stroke="{colours.BEYOND_INK}"' in script


def test_hubs_and_suggested_sites_have_one_colour_in_qgis_the_pack_and_its_pictures(qgis_app):
    layer = QgsVectorLayer("Point?field=decision:string", "sites", "memory")
    layer.loadNamedStyle(str(PLUGIN / "resources" / "styles" / "sites.qml"))
    signs = layer.renderer().rootRule().children()
    drawn = {one.label(): one.symbol().symbolLayer(0).fillColor().name() for one in signs}
    assert drawn["suggested site"] == colours.SUGGESTED
    assert drawn["existing hub, kept open"] == colours.HUB
    script = (PLUGIN / "resources" / "report" / "map.js").read_text("utf-8")
    pins = dict(re.findall(r"^ +(\w+): '<path .*? fill=\"(#\w+)\"", script, re.MULTILINE))
    assert pins["hubs"] == colours.HUB
    assert pins["sites"] == pins["outreach"] == colours.SUGGESTED


@pytest.mark.parametrize(
    ("key", "colour"),
    [("hubs", colours.HUB), ("sites", colours.SUGGESTED), ("outreach", colours.SUGGESTED)],
)
def test_the_packs_picture_and_pdf_have_the_colours_of_the_styles(qgis_app, key, colour):
    place = {"type": "Point", "coordinates": (0.0, 53.0)}
    found = PackMap([MapShapes(key, ["one"], [place])], [], {})
    assert f'fill="{colour}"' in map_picture(found, "A map")
    [layer] = map_layers(found).layers["map"]
    assert layer.renderer().symbol().color().name() == colour
