"""The pages of the pack's PDF as boxes: where maps stand, and data sets that are told once."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
from engine.pack_cases import EVIDENCE
from qgis.core import QgsLayoutItemLegend, QgsLayoutItemMap, QgsPrintLayout, QgsProject

from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.report.map_data import map_of
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.processing.report.map_layers import map_layers
from family_hub_planner.processing.report.pdf import write_pdf
from family_hub_planner.processing.report.pdf_boxes import Box
from family_hub_planner.processing.report.pdf_contents import boxes_of, with_letters
from family_hub_planner.processing.report.pdf_flow import flow
from family_hub_planner.processing.report.pdf_item import TEXT_HEIGHT
from family_hub_planner.processing.report.pdf_map import add_map

TITLES = {"today": "Minutes today", "option_1": "Minutes under: B", "change_1": "Change under: B"}


@pytest.fixture
def document(qgis_app):
    return document_of(EVIDENCE)


def maps_on_pages(document, titles):
    pages = flow(boxes_of(document, {}, titles)[0], TEXT_HEIGHT)
    return [
        [box.placed for box, _ in page.boxes if box.placed and box.placed.kind.startswith("map")]
        for page in pages
    ]


def test_todays_map_fills_a_page_and_options_maps_stand_two_to_a_page(document):
    found = [maps for maps in maps_on_pages(document, TITLES) if maps]
    assert [[one.name for one in maps] for maps in found] == [["today"], ["option_1", "change_1"]]
    assert found[0][0].height > 0.75 * TEXT_HEIGHT
    assert sum(one.height for one in found[1]) > 0.9 * TEXT_HEIGHT


def test_a_map_alone_leaves_room_for_the_text_behind_it(document):
    (alone,) = [maps for maps in maps_on_pages(document, {"today": "Minutes"}) if maps]
    assert alone[0].height < 0.7 * TEXT_HEIGHT


@pytest.mark.parametrize("beside", [True, False])
def test_a_legend_stands_beside_a_low_map_and_beneath_a_high_one(qgis_app, beside):
    maps = map_layers(map_of(EVIDENCE, "credit"))
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    items = add_map(layout, maps.layers["today"], 0, (18.0, 20.0, 174.0, 118.0), beside)
    drawn = next(one for one in items if isinstance(one, QgsLayoutItemMap)).rect()
    legend = next(one for one in items if isinstance(one, QgsLayoutItemLegend)).pos()
    assert (drawn.width() < 130) == beside == (drawn.height() == pytest.approx(118))
    assert (legend.x() > 18 + drawn.width()) == beside == (legend.y() < 20 + drawn.height())


def test_the_line_on_who_made_it_is_not_left_alone_on_a_last_page(document):
    assert document.footer
    boxes, _ = boxes_of(document, {}, TITLES)
    without, _ = boxes_of(replace(document, footer=""), {}, TITLES)
    assert len(boxes) > len(without)
    assert boxes[-1].height == without[-1].height  # the sources' last row, not the footer


def test_white_space_behind_the_last_line_of_a_full_page_begins_no_page():
    lines = [Box(10.0), Box(10.0)]
    assert len(flow([*lines, Box(5.0, space=True)], 20.0)) == 1
    pages = flow([*lines, Box(5.0, space=True), Box(10.0)], 20.0)
    assert [len(page.boxes) for page in pages][-1] == 1 and len(pages) == 2


def test_a_map_of_a_small_part_fills_its_frame_with_it(qgis_app):
    maps = map_layers(replace(map_of(EVIDENCE, "credit"), focus=(-1.0, 52.0, -0.9, 52.1)))
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    place = (18.0, 20.0, 174.0, 118.0)
    drawn = []
    for box in (maps.focus, None):
        items = add_map(layout, maps.layers["today"], 0, place, False, box)
        drawn.append(next(one for one in items if isinstance(one, QgsLayoutItemMap)).scale())
    assert drawn[0] < 0.8 * drawn[1]  # the four squares lie beside each other


def test_data_sets_behind_figures_are_told_once_and_named_by_a_letter(document, tmp_path):
    named = [one.source for one in document.traces.values() if "Children, mid-2024" in one.source]
    assert len(named) > 3  # the page tells them behind each figure, a click away
    target = tmp_path / "pack.pdf"
    write_pdf(document, map_layers(map_of(EVIDENCE, "credit")), target, Progress())
    done = subprocess.run(["pdftotext", "-raw", str(target), "-"], capture_output=True, check=True)
    text = " ".join(done.stdout.decode("utf-8").split("Sources by number")[0].split())
    behind = " ".join(done.stdout.decode("utf-8").split("Sources by number")[1].split())
    assert text.count("D1: Children, mid-2024") == 1
    assert "Children, mid-2024" not in behind and behind.count("It rests on: D1") == len(named)


def test_each_row_side_by_side_has_letters_of_its_own_data_sets_and_no_words_of_the_next():
    sources = [
        "Today: a.gpkg. It rests on: Ways, 2026; Births. “By car”: b.gpkg. It rests on: Roads; "
        "Births. Under “Two”: c.gpkg. It rests on: Ways, 2026",
        "By “hand”: d.gpkg. It rests on: Births",
        "Voices: e.csv",
    ]
    short, letters = with_letters(sources)
    assert letters == {"Ways, 2026": "D1", "Births": "D2", "Roads": "D3"}
    assert short == [
        "Today: a.gpkg. It rests on: D1, D2. “By car”: b.gpkg. It rests on: D3, D2. "
        "Under “Two”: c.gpkg. It rests on: D1",
        "By “hand”: d.gpkg. It rests on: D2",
        "Voices: e.csv",
    ]
