"""A printed map: nothing outside the page, nothing upon another, credits and legend as they are."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from algorithms.runs import layer_of, square
from qgis.core import Qgis, QgsLayoutItem, QgsPointXY, QgsProject, QgsRectangle

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.processing.print_map.layout import layout_of
from family_hub_planner.processing.print_map.letters import width_of, wrapped
from family_hub_planner.processing.print_map.paper import PAPERS
from family_hub_planner.processing.styles import STYLES

LONG = "Children under five within ten, twenty and thirty minutes of each of our hubs, " * 2
MADE = {"direction": "to", "network": "county.osm", "speed_kph": 3.6, "from_osm": True}


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()


def coverage(project, name="Coverage", minutes=(5.0, 15.0, 25.0, 45.0, None), **made):
    told = json.dumps({**MADE, **made})
    rows = [
        (square((900 * i, 0)), {"area_code": f"A{i}", "minutes": m, "hub_id": "H1", "band": 10.0,
                                "mode": "pram", "bands": "10,20,30", "made_with": told})
        for i, m in enumerate(minutes)
    ]  # fmt: skip
    layer = layer_of("Polygon", rows, name=name)
    assert layer.loadNamedStyle(str(STYLES / "coverage.qml"))[1]
    project.addMapLayer(layer)
    return layer


def items_of(layout):
    """Give the items of a layout by id, but for its pages."""
    found = [one for one in layout.items() if isinstance(one, QgsLayoutItem) and one.id()]
    return {one.id(): one for one in found}


def box_of(item) -> QgsRectangle:
    spot, size = item.pos(), item.rect()
    return QgsRectangle(
        spot.x(), spot.y(), spot.x() + size.width(), spot.y() + size.height(), False
    )


def faults(layout, page_count=1) -> list[str]:
    """Tell what lies outside its page or upon another item."""
    pages = layout.pageCollection()
    assert pages.pageCount() == page_count
    sheets = [box_of(pages.page(number)) for number in range(page_count)]
    boxes = {key: box_of(item) for key, item in items_of(layout).items()}
    outside = [key for key, box in boxes.items() if not any(one.contains(box) for one in sheets)]
    upon = [f"{a} on {b}" for (a, one), (b, other) in combinations(boxes.items(), 2)
            if not one.intersect(other).isEmpty()]  # fmt: skip
    return [*outside, *upon, *cut_off(layout)]


def cut_off(layout) -> list[str]:
    """Name the texts that QGIS itself measures larger than their place.

    QGIS 3.40 measures letters in whole pixels of 88 to an inch, so up to 6 % too wide; it draws
    them as wide as they are (looked at, at 72, 96 and 300 dpi).
    """
    rounding = 1.06 if Qgis.QGIS_VERSION_INT >= 32400 else 1.0
    texts = {key: one for key, one in items_of(layout).items() if hasattr(one, "sizeForText")}
    sizes = {key: (one.sizeForText(), one.rect()) for key, one in texts.items()}
    return [
        f"{key} is cut off"
        for key, (needs, has) in sizes.items()
        if needs.width() > has.width() * rounding + 0.1 or needs.height() > has.height() + 0.1
    ]


def text_of(layout, key: str) -> str:
    return items_of(layout)[key].text().replace("\n", " ")


def legend_of(layout) -> dict[str, list[str]]:
    """Give the words of the legend by heading, lines joined."""
    model = items_of(layout)["legend"].model()
    return {
        node.customProperty("legend/title-label").replace("\n", " "): [
            one.data(0).replace("\n", " ") for one in model.layerLegendNodes(node)
        ]
        for node in model.rootGroup().findLayers()
    }


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("title", ["Reach", LONG])
@pytest.mark.parametrize("layers", [1, 4])
def test_nothing_lies_outside_the_page_or_upon_another(qgis_app, project, paper, title, layers):
    shown = [coverage(project, f"Coverage number {number}") for number in range(layers)]
    layout = layout_of(shown, title, paper, project, notes="Drawn for the board. " * 5)
    assert faults(layout) == []
    assert items_of(layout)["title"].text().replace("\n", " ") == title.strip()


def test_the_bold_line_of_made_up_data_fits_a_sheet_that_stands(qgis_app, project):
    layout = layout_of([coverage(project, fictional=True)], "x", "a4_portrait", project)
    assert faults(layout) == []


@pytest.mark.parametrize("paper", ["a4_landscape", "a4_portrait"])
def test_a_legend_too_long_for_the_page_goes_whole_to_a_second_one(qgis_app, project, paper):
    shown = [coverage(project, f"Coverage number {number}") for number in range(12)]
    layout = layout_of(shown, "Many", paper, project)
    assert faults(layout, page_count=2) == []
    assert len(legend_of(layout)) == 12


def test_the_legend_tells_what_the_map_shows_and_nothing_else(qgis_app, project):
    layer = coverage(project)
    layout = layout_of([layer], "All", "a4_landscape", project)
    whole = legend_of(layout)["Coverage"]
    assert len(whole) == 5
    first = next(layer.getFeatures()).geometry().boundingBox()
    part = layout_of([layer], "Part", "a4_landscape", project, first)
    assert legend_of(part)["Coverage"] == whole[:1]


def test_openstreetmap_is_credited_whatever_the_layers_are(qgis_app, project):
    plain = layer_of("Polygon", [(square((0, 0)), {"name": "ward"})], name="Wards")
    for layer in (plain, coverage(project), coverage(project, fictional=True, from_osm=False)):
        layout = layout_of([layer], "x", "a4_landscape", project)
        assert "© OpenStreetMap contributors, ODbL" in text_of(layout, "sources")


@pytest.mark.parametrize(
    "letter, publisher",
    [("E", "Office for National Statistics"), ("S", "Scottish Government"), ("A", "")],
)
def test_boundaries_are_credited_by_the_codes_of_the_areas(qgis_app, project, letter, publisher):
    """Files of boundaries name no publisher, and its licence asks for the credit."""
    layer = coverage(project)
    codes = {row.id(): {0: f"{letter}0100000{row.id()}"} for row in layer.getFeatures()}
    assert layer.fields()[0].name() == "area_code"
    layer.dataProvider().changeAttributeValues(codes)
    said = text_of(layout_of([layer], "Reach", project=project), "sources")
    assert (f"{publisher}, Open Government Licence v3.0" in said) == bool(publisher)
    assert ("OS data © Crown copyright" in said) == bool(publisher)


def test_made_up_data_is_called_so_under_the_title_and_real_data_is_not(qgis_app, project):
    real, made_up = coverage(project), coverage(project, fictional=True)
    layouts = [layout_of([one], "x", "a4_portrait", project) for one in (real, made_up)]
    said = [text_of(layout, "subtitle") for layout in layouts]
    assert [text.startswith("FICTIONAL") for text in said] == [False, True]
    assert "Walking with a pram at 3.6 km/h, from home to the hub" in said[0]


def test_a_map_of_what_may_be_given_up_says_that_nothing_is_decided(qgis_app, project):
    rows = [("Point (9 9)", {"site_id": "H1", "decision": "option_to_close", "order": 1})]
    sites = layer_of("Point", rows, name="Sites")
    shown = (sites, coverage(project))
    layouts = [layout_of([one], "x", "a4_landscape", project) for one in shown]
    notes = [text_of(layout, "note") for layout in layouts]
    assert [DECIDES_NOTHING in one for one in notes] == [True, False]
    assert all(one.startswith("Modelled, not measured.") for one in notes)


def test_a_place_astray_does_not_shrink_the_map(qgis_app, project):
    areas = coverage(project)
    near, far = areas.extent().center(), QgsPointXY(-900_000, 0)
    rows = [(f"Point ({spot.x()} {spot.y()})", {"a": 1}) for spot in (near, far)]
    astray = layer_of("Point", rows)
    shown = ([areas], [astray, areas], [astray])
    layouts = [layout_of(one, "x", "a4_landscape", project) for one in shown]
    widths = [items_of(layout)["map"].extent().width() for layout in layouts]
    assert widths[0] == widths[1]
    assert widths[2] > 900_000


def test_layers_that_show_nothing_are_refused_in_words(qgis_app, project):
    empty = layer_of("Point", [(None, {"a": 1})], name="nowhere")
    with pytest.raises(InputError, match="show nothing"):
        layout_of([empty], "x", "a4_landscape", project)


@pytest.mark.parametrize("width", [20.0, 45.0])
def test_lines_are_broken_so_that_none_is_wider_than_its_place(qgis_app, width):
    text = "Suggested hubs and outreach points https://www.openstreetmap.org/copyright"
    lines = wrapped(text, width, 8.5).split("\n")
    assert all(width_of(line, 8.5) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_text_of_a_file_is_worked_out_as_an_expression(qgis_app, project):
    planted = "North [% 'worked' || 'out' %] [%1+1%]"
    layer = coverage(project, name=planted, network=f"{planted}.osm")
    layout = layout_of([layer], planted, project=project, notes=planted)
    said = [item.currentText() for key, item in items_of(layout).items() if hasattr(item, "text")]
    said += [*legend_of(layout), *(word for words in legend_of(layout).values() for word in words)]
    assert any("North" in text for text in said)
    assert not [text for text in said if "workedout" in text.replace("\n", "") or "[%" in text]


def test_sources_that_stand_on_the_next_page_are_not_cut_off_there(qgis_app, project):
    shown, notes = [coverage(project)], "Drawn for the board of the partnership. " * 200
    layout = layout_of(shown, "Long notes", "a4_landscape", project, notes=notes)
    assert "sources_over" in items_of(layout)
    assert faults(layout, page_count=2) == []
