"""The evidence pack's PDF, read back page by page: every text stands in it, and in its place."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from algorithms.poppler import poppler
from qgis.PyQt.QtGui import QImage
from report_evidence import evidence

from family_hub_planner.engine.chart import Bar, Series, stacked_bars
from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.report.document import (
    Chart,
    Document,
    MapPlace,
    Paragraph,
    Points,
    Section,
    Sheet,
    Trace,
    pieces,
)
from family_hub_planner.engine.report.map_data import map_of
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table
from family_hub_planner.processing.report.map_layers import MapLayers, map_layers
from family_hub_planner.processing.report.pdf import write_pdf

MARGIN_POINTS = 48  # 17 mm: text stands within 18
pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None and not os.environ.get("CI"),
    reason="poppler-utils (pdftotext) is not installed",
)


def words_of(text: str) -> str:
    """Give a text without its spaces: a PDF has line ends, and breaks within long words."""
    return re.sub(r"[\s\u00a0\u202f\u2011]", "", text)


def pages_of(file: Path) -> list[str]:
    return poppler("pdftotext", "-layout", file, "-").split("\f")[:-1]


def boxes_of(file: Path) -> list[tuple[int, float, float, float, float]]:
    """Give each word's page and box in points: left, top, right, bottom."""
    found, page = [], 0
    for line in poppler("pdftotext", "-bbox", file, "-").splitlines():
        page += "<page " in line
        sides = re.findall(r'[xy]M(?:in|ax)="([-\d.]+)"', line) if "<word" in line else []
        if sides:
            found.append((page, *map(float, sides)))
    return found


@pytest.fixture(scope="module")
def hard() -> Document:
    """A document of all blocks, with what does not fit easily."""
    bars = [Bar(f"Decile {at}", [0.3, 0.7], ["30 %", "70 %"]) for at in range(1, 11)]
    series = [Series("near", "#414487"), Series("far", "#a5db36")]
    svg = stacked_bars("Reach", "By decile", series, bars, "share")
    long_word = "Llanfairpwllgwyngyll" * 12
    rows = 70
    wide = {"Area": [f"Area {at}" for at in range(rows)]}
    wide |= {f"Within {at} min": [f"{at},{row:03d} (45 %)" for row in range(rows)]
             for at in range(1, 14)}  # fmt: skip
    reasons = Table({
        "Site": ["One", "Two", "Three"],
        "Reason": ["Short.", " ".join(f"reason{at}" for at in range(2_000)), long_word],
        "Æ & <x>": ["£5 – é", None, "[% 1 + 1 %]"],
    })  # fmt: skip
    blocks = [
        Paragraph("A figure of [[1,230|k]] children. " * 30),
        Points(["a point with [[4,560|k]]", long_word]),
        Paragraph("Mind this. " * 40, "warning"),
        Chart(svg, "Most of the most deprived are near.", "k"),
        Sheet("wide", "Many columns", Table(wide), list(wide)[1:], None, "k", "A note on it."),
        Sheet("reasons", "Long reasons", reasons),
        Sheet("none", "A table without rows", Table({"A": [], "B": []})),
        MapPlace("map", "Minutes", ["areas"], "Words of the map."),
    ]
    trace = Trace("k", "Children reached", "ONS mid-2024", "2026-11-22", "a sum", "scenario.json")
    sections = [Section(f"s{at}", f"Section number {at}", blocks[at : at + 1]) for at in range(8)]
    return Document(
        "A title that is long enough to need two lines of its own on any page, and to be cut in "
        "the head of each",
        "For the cabinet", "internal", True,
        Section("sum", "In short", [Paragraph("Short. " * 90, "lead")]), sections,
        {"k": trace}, "Made by the planner.",
    )  # fmt: skip


def told_in(document: Document) -> list[str]:
    """Give every text of a document, figures with their source's number behind."""
    marks = {key: number for number, key in enumerate(document.traces, start=1)}
    found = [document.title, document.subtitle, document.footer]
    for part in document.parts():
        found.append(part.heading)
        for block in part.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Points):
                found += block.texts
            elif isinstance(block, Chart):
                found.append(block.words)
            elif isinstance(block, MapPlace):
                found += [block.title, block.words]
            else:
                found += [block.title, block.note, *block.printed.columns]
                found += [
                    str(v) for of in block.printed.columns.values() for v in of if v is not None
                ]
    for trace in document.traces.values():
        found += [trace.title, trace.source, trace.date, trace.formula, trace.rerun]
    told = ["".join(w + (f"[{marks[k]}]" if k else "") for w, k in pieces(t)) for t in found]
    return [words_of(text) for text in told if text]


def test_every_text_of_a_document_stands_in_its_pdf(qgis_app, hard, tmp_path):
    file = tmp_path / "pack.pdf"
    pages = write_pdf(hard, MapLayers({}, {}), file, Progress())
    found = pages_of(file)
    assert len(found) == pages > 8
    # Text of cells runs over lines beside other cells: in the order in which it was drawn each
    # cell stands whole (poppler's own order joins lines of neighbours where letters stand close).
    plain_text = poppler("pdftotext", "-raw", file, "-")
    raw = words_of(re.sub(r".*(page \d+ of \d+|ODbL)\n", "", plain_text))
    short = [text for text in told_in(hard) if len(text) < 400]
    assert [text for text in short if text not in raw] == []
    assert all(f"reason{at}" in plain_text for at in range(2_000))
    assert raw.count("Llanfairpwllgwyngyll") >= 20  # broken over lines, none lost but at a break
    assert not list(tmp_path.glob("~*"))


def test_every_page_has_number_credit_and_warning_and_nothing_beyond_the_margins(
    qgis_app, hard, tmp_path
):
    file = tmp_path / "pack.pdf"
    pages = write_pdf(hard, MapLayers({}, {}), file, Progress())
    for number, text in enumerate(pages_of(file), start=1):
        assert f"page {number} of {pages}" in text
        assert OSM_NOTICE in text
        assert "FICTIONAL DATA" in text
    assert "595.276 x 841.89" in poppler("pdfinfo", file) or "595 x 842" in poppler("pdfinfo", file)
    for page, left, top, right, bottom in boxes_of(file):
        assert left > MARGIN_POINTS and right < 595 - MARGIN_POINTS, page
        assert top > 24 and bottom < 842 - 24, page


def test_no_two_words_of_a_page_lie_upon_one_another(qgis_app, hard, tmp_path):
    file = tmp_path / "pack.pdf"
    write_pdf(hard, MapLayers({}, {}), file, Progress())
    by_page = {}
    for page, *box in boxes_of(file):
        by_page.setdefault(page, []).append(box)
    for page, boxes in by_page.items():
        boxes.sort(key=lambda box: box[1])
        for at, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[at + 1 : at + 60]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(bottom, other[3]) - max(top, other[1])
                assert across < 1.5 or down < 5, (page, (left, top), other)


def test_a_tables_head_stands_on_each_page_of_it_and_no_heading_alone(qgis_app, hard, tmp_path):
    file = tmp_path / "pack.pdf"
    write_pdf(hard, MapLayers({}, {}), file, Progress())
    pages = pages_of(file)
    of_table = [text for text in pages if "Area 3" in text or "Area 69" in text]
    assert len(of_table) > 1
    assert all("Within" in text for text in of_table)  # no cell of it has the word
    for text in pages:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert not lines[-3].startswith("Section number"), lines[-4:]


def test_contents_name_the_page_of_each_section(qgis_app, hard, tmp_path):
    file = tmp_path / "pack.pdf"
    write_pdf(hard, MapLayers({}, {}), file, Progress())
    pages = pages_of(file)
    listed = dict(re.findall(r"(Section number \d)\s+(\d+)\n", "".join(pages)))
    assert len(listed) == 8
    for heading, page in listed.items():
        assert re.search(rf"^\s*{heading}\s*$", pages[int(page) - 1], re.MULTILINE)


def test_the_pack_of_an_evidence_has_a_map_for_each_theme(qgis_app, tmp_path):
    given = evidence()
    found = map_of(given, "credit")
    layers = map_layers(found)
    assert set(layers.titles) == {theme.key for theme in found.themes} == {"today"}
    file = tmp_path / "pack.pdf"
    write_pdf(document_of(given), layers, file, Progress())
    text = "".join(pages_of(file))
    assert "Minutes today" in text
    assert "10 to 20 min" in text  # the legend's words
    map_page = next(at for at, page in enumerate(pages_of(file), 1) if "10 to 20 min" in page)
    poppler("pdftoppm", "-r", 40, "-f", map_page, "-l", map_page, "-png", file, tmp_path / "map")
    colours = colours_of(next(tmp_path.glob("map*.png")))
    assert any(colours.get(theme.fill) for theme in found.themes[0].classes[:2]), colours


def colours_of(file: Path) -> dict[str, int]:
    """Count a picture's colours as "#rrggbb"."""
    image, found = QImage(str(file)), {}
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def test_a_pdf_that_cannot_take_its_place_leaves_what_stood_there(qgis_app, hard, tmp_path):
    (tmp_path / "pack.pdf").mkdir()
    with pytest.raises(FileUnreadableError, match="could not be written"):
        write_pdf(hard, MapLayers({}, {}), tmp_path / "pack.pdf", Progress())
    assert [path.name for path in tmp_path.iterdir()] == ["pack.pdf"]
