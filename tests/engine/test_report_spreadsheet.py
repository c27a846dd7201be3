"""The workbook and the CSV of a pack: read back by other programs, and free of formulas."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.report.spreadsheet import csv_text, guarded, workbook
from family_hub_planner.engine.sheet_look import COUNT, PERCENT, TENTHS, Look
from family_hub_planner.engine.tables import Table

DANGEROUS = ["=1+1", "+44 20", "-1+2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def read(sheets, name="one"):
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets)))
    return book, [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_openpyxl_reads_texts_numbers_and_gaps_back():
    table = Table({"name": ["a & <b>", "£5 – é", None], "n": [1, 2.5, None], "yes": [True, 0, 3]})
    _, rows = read({"one": table, "two": table})
    assert rows == [
        ["name", "n", "yes"], ["a & <b>", 1, True], ["£5 – é", 2.5, 0], [None, None, 3],
    ]  # fmt: skip


def test_no_text_of_a_workbook_is_a_formula():
    book, rows = read({"one": Table({"=head": DANGEROUS})})
    assert [row[0] for row in rows] == ["=head", *DANGEROUS]
    assert {cell.data_type for row in book["one"].iter_rows() for cell in row} == {"s"}


def test_heads_stay_in_sight_and_all_parts_are_xml():
    data = workbook({"one": Table({"a": ["x" * 400]})})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["one"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 60
    assert workbook({"one": Table({"a": ["x" * 400]})}) == data  # the same, byte for byte


def test_lines_stand_above_a_table_and_numbers_are_shown_by_their_kind():
    table = Table({"ward": ["A", "B"], "n": [10.25, 2.0], "part": [0.125, 1.0], "t": [7.0, None]})
    look = Look(("The title", "Said of it"), {"n": COUNT, "part": PERCENT, "t": TENTHS})
    data = workbook({"By ward": table, "plain": table}, {"By ward": look})
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["By ward"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "The title", "Said of it", "ward", "A",
    ]  # fmt: skip
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D5"
    shown = [(cell.value, cell.number_format) for cell in sheet[4]][1:]
    assert shown == [(10.25, "#,##0"), (0.125, "0.0%"), (7, "0.0")]
    assert book["plain"]["B2"].number_format == "#,##0.00"


def test_a_text_too_long_for_a_cell_is_cut_aloud_and_controls_are_dropped():
    _, rows = read({"one": Table({"a": ["y" * 40_000, "bell\x07"]})})
    assert len(rows[1][0]) == 32_767
    assert rows[1][0].endswith("(cut here: a cell holds no more; the CSV file has the whole)")
    assert rows[2][0] == "bell"


@pytest.mark.parametrize("name", ["", " a", "a ", "a/b", "x" * 32])
def test_a_name_that_no_sheet_may_have_is_refused(name):
    with pytest.raises(InputError, match="cannot have these sheets"):
        workbook({name: Table({"a": []})})


def test_csv_guards_formulas_and_leaves_numbers_alone():
    table = Table({"text": [*DANGEROUS, "-£80", "-5", "+3 %", "plain"], "n": [-1.5] + [None] * 9})
    rows = list(csv.reader(io.StringIO(csv_text(table))))
    assert [row[0] for row in rows[1:7]] == [f"'{text}" for text in DANGEROUS]
    assert [row[0] for row in rows[7:]] == ["-£80", "-5", "+3 %", "plain"]
    assert [row[1] for row in rows[1:3]] == ["-1.5", ""]
    assert guarded("-£80+cmd") == "'-£80+cmd"
