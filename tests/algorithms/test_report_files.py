"""The pack's PDF and its folder of tables, written by QGIS and read back by other programs."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from osgeo import ogr
from qgis.PyQt.QtGui import QImage
from report_evidence import evidence, replace
from test_report_audience import secret_evidence

from family_hub_planner.engine.chart import Bar, Series, stacked_bars
from family_hub_planner.engine.errors import FileUnreadableError, InputError
from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.report.audience import for_public
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
from family_hub_planner.engine.report.html import pack_html
from family_hub_planner.engine.report.map_data import map_of
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table
from family_hub_planner.processing.report.map_layers import MapLayers, map_layers
from family_hub_planner.processing.report.pdf import write_pdf
from family_hub_planner.processing.report.tables import ABOUT, FILES, write_tables

MARGIN_POINTS = 48  # 17 mm: text stands within 18
pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None and not os.environ.get("CI"),
    reason="poppler-utils (pdftotext) is not installed",
)


def poppler(program: str, *arguments) -> str:
    done = subprocess.run(
        [program, *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return done.stdout


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
    # Text of cells runs over lines beside other cells: without -layout they stand whole.
    plain_text = poppler("pdftotext", file, "-")
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


@pytest.fixture
def written(qgis_app, tmp_path):
    given = evidence()
    document = document_of(given)
    folder = tmp_path / "tables"
    return document, folder, write_tables(document, given, folder)


def test_each_sheet_stands_in_workbook_csv_and_geopackage(written):
    document, folder, files = written
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    keys = {sheet.key for sheet in document.sheets()}
    assert keys | {"about", "national_return_sites"} <= set(book.sheetnames)
    assert {f"csv/{key}.csv" for key in keys} <= set(files)
    source = ogr.Open(str(folder / "tables.gpkg"))
    names = {source.GetLayer(at).GetName() for at in range(source.GetLayerCount())}
    assert {f"table_{key}" for key in keys} | {"need_by_area", "hubs"} <= names
    assert {row[0].value for row in book["about"].iter_rows(min_row=2)} >= keys


def test_the_councils_own_tables_are_exact_and_the_csv_opens_in_excel(written):
    _, folder, _ = written
    data = (folder / "csv" / "today_by_decile.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["children"] for row in rows] == ["180.0", "37.0", "4.0", "221.0"]


def test_layers_on_openstreetmap_stand_apart_with_their_licence(written):
    _, folder, _ = written
    ours, ways, merged = (ogr.Open(str(folder / name)) for name in FILES.values())
    assert ways.GetLayerByName("roads").GetFeatureCount() == 1
    assert merged.GetLayerByName("minutes_by_area").GetFeatureCount() == 4
    assert ours.GetLayerByName("roads") is None
    assert ours.GetLayerByName("minutes_by_area") is None
    notice = (folder / "LICENCE-ODbL.txt").read_text(encoding="utf-8")
    assert OSM_NOTICE in notice
    assert "SHARE-ALIKE REVIEW NEEDED" in notice


def test_ways_of_a_council_need_no_such_licence(qgis_app, tmp_path):
    given = replace(evidence(), from_osm=False)
    write_tables(document_of(given), given, tmp_path / "t")
    assert {path.name for path in (tmp_path / "t").iterdir()} == {
        "csv", "tables.xlsx", "tables.gpkg", ABOUT,
    }  # fmt: skip


def test_a_second_run_replaces_the_folder_whole(written, tmp_path):
    _, folder, _ = written
    bare = replace(evidence(), today=None, shapes=(), options=(), outreach=None)
    files = write_tables(document_of(bare), bare, folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == set(files)
    assert "csv/today_by_decile.csv" not in there
    assert not list(tmp_path.glob("~*"))


def test_a_folder_with_other_files_is_refused_and_untouched(qgis_app, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(InputError, match=r"letter\.txt"):
        write_tables(document_of(evidence()), evidence(), folder)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_folders_of_the_users_beside_the_tables_stay(qgis_app, tmp_path):
    for name in ("~tables.part", "~tables.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    for _ in range(2):
        write_tables(document_of(evidence()), evidence(), tmp_path / "tables")
    there = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert there == ["tables", "~tables.old", "~tables.part"]
    assert (tmp_path / "~tables.part" / "mine.txt").is_file()


def test_a_run_that_fails_leaves_the_old_folder(written, tmp_path):
    document, folder, files = written
    sheet = replace(document.sheets()[0], key="no sheet's name!")
    broken = replace(document, summary=Section("summary", "In short", [sheet]))
    with pytest.raises(InputError, match="cannot have these sheets"):
        write_tables(broken, evidence(), folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == set(files)
    assert not list(tmp_path.glob("~*"))


def test_no_folder_of_the_users_beside_the_tables_is_touched(qgis_app, tmp_path):
    mine = [tmp_path / "~tables.part", tmp_path / "~tables.old"]
    for folder in mine:
        folder.mkdir()
        (folder / "notes.txt").write_text("keep me", encoding="utf-8")
    for _ in range(2):
        write_tables(document_of(evidence()), evidence(), tmp_path / "tables")
    assert all((folder / "notes.txt").is_file() for folder in mine)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tables", "~tables.old",
                                                                "~tables.part"]  # fmt: skip


def test_the_councils_folder_holds_the_scenario_and_the_publics_does_not(qgis_app, tmp_path):
    given = replace(evidence(), scenario_text='{"COST": "running_cost_gbp"}')
    files = write_tables(document_of(given), given, tmp_path / "own")
    assert "scenario.json" in files
    assert (tmp_path / "own" / "scenario.json").read_text("utf-8") == given.scenario_text
    public = for_public(given, 10)
    assert "scenario.json" not in write_tables(document_of(public), public, tmp_path / "public")
    assert "is not given out with this pack" in "".join(
        pack_html(document_of(public), map_of(public, ""), True)
    )


def everything_in(folder: Path) -> str:
    """Give all bytes of all files as text: zipped parts unpacked, PDFs read, tables too."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        found.append(data.decode("latin-1"))
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name).decode("utf-8") for name in archive.namelist()]
        if path.suffix == ".pdf":
            found.append(poppler("pdftotext", path, "-"))
            found.append(poppler("pdfinfo", path))
    return "\n".join(found)


def test_nothing_planted_survives_in_any_file_of_the_publics_pack(qgis_app, tmp_path):
    folder = written_pack(for_public(secret_evidence(), 10), tmp_path / "public")
    told = everything_in(folder)
    for secret in (
        "SECRET",
        "secret house",
        "X77",
        "9,876",
        "44,321",
        "44321",
        "1,212",
        "caretaker",
    ):
        assert secret not in told, secret
    assert "Castle Hub" in told


def test_the_councils_own_pack_tells_what_the_public_is_not_told(qgis_app, tmp_path):
    """The search above finds what is there to be found."""
    told = everything_in(written_pack(secret_evidence(), tmp_path / "internal"))
    assert all(secret in told for secret in ("SECRET", "X77", "44,321", "9,876"))


def written_pack(given, folder: Path) -> Path:
    folder.mkdir()
    document, found = document_of(given), map_of(given, "credit")
    page = pack_html(document, found, given.from_osm)
    (folder / "pack.html").write_text(page, encoding="utf-8")
    write_pdf(document, map_layers(found), folder / "pack.pdf", Progress())
    write_tables(document, given, folder / "tables")
    return folder


def test_the_publics_tables_hold_what_is_printed_and_no_exact_count(qgis_app, tmp_path):
    given = for_public(evidence(), 10)
    folder = written_pack(given, tmp_path / "public")
    rows = list(
        csv.DictReader((folder / "tables/csv/today_by_decile.csv").open(encoding="utf-8-sig"))
    )
    assert [row["All children, about"] for row in rows] == ["180", "40", "under 10", "220"]
    source = ogr.Open(str(folder / "tables" / FILES["council"]))  # held: its layers die with it
    layer = source.GetLayerByName("need_by_area")
    assert [one["children"] for one in layer] == [120.0, 60.0, 40.0, None]
    assert layer.GetLayerDefn().GetFieldIndex("need") < 0
    page = (folder / "pack.html").read_text(encoding="utf-8")
    data = re.sub(
        r"<script(?![^>]*json)[^>]*>.*?</script>|<style>.*?</style>", "", page, flags=re.S
    )
    assert not re.findall(r"(?<![\w.#])(?:221|37\.0|37)(?![\w.%])", data)
