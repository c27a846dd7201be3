"""The pack's PDF and its folder of tables, written by QGIS and read back by other programs."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from algorithms.poppler import poppler
from osgeo import ogr
from report_evidence import evidence, replace
from test_report_audience import secret_evidence

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.made_with import MadeWith
from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.document import Section
from family_hub_planner.engine.report.html import pack_html
from family_hub_planner.engine.report.map_data import map_of
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.processing.report.map_layers import map_layers
from family_hub_planner.processing.report.pdf import write_pdf
from family_hub_planner.processing.report.tables import ABOUT, FILES, write_tables

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None and not os.environ.get("CI"),
    reason="poppler-utils (pdftotext) is not installed",
)


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


def test_a_run_beside_on_openstreetmap_asks_for_the_review_of_share_alike(qgis_app, tmp_path):
    """The ways drawn are a council's own; the figures side by side rest on others."""
    plain = evidence()
    made = MadeWith(mode="drive", bands="20", network="osm", sources={"NETWORK": ["Network: OSM"]})
    beside = replace(plain.today, name="By car", made=made)
    given = replace(plain, from_osm=False, beside=[beside])
    write_tables(document_of(given), given, tmp_path / "t")
    notice = (tmp_path / "t" / "LICENCE-ODbL.txt").read_text(encoding="utf-8")
    assert notice.startswith(OSM_NOTICE) and "SHARE-ALIKE REVIEW NEEDED" in notice
    assert "openstreetmap_layers.gpkg" not in notice, "no layer of its own stands there"
    about = (tmp_path / "t" / ABOUT).read_text(encoding="utf-8")
    assert "  Network: OSM" in about and f"Map data: {OSM_NOTICE}" in about


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
