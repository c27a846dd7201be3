"""Published tables of every outward form become the same plain table of text."""

import csv
import gzip
import hashlib
from datetime import date

import numpy as np
import pytest
from needed_package import needed

from family_hub_planner.engine.errors import (
    CancelledError,
    ColumnError,
    FileUnreadableError,
    InputError,
    MissingPackageError,
)
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources import delimited, workbook
from family_hub_planner.engine.sources.columns import (
    census_year_of_heading,
    find_code_column,
    missing_note,
    numbers,
)
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def write_book(path, sheets):
    openpyxl = needed("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(params=["openpyxl", "gdal"])
def xlsx_reader(request, monkeypatch):
    """Read workbooks by openpyxl, then by GDAL as in a QGIS without openpyxl."""
    if request.param == "gdal":
        pytest.importorskip("osgeo")
        monkeypatch.setattr(workbook, "_openpyxl", lambda: None)
    return request.param


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_give_the_same_table(tmp_path, encoding, delimiter):
    lines = [["code", "name", "children"], ["X1", "Café £", "12"], ["X2", "", "7"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    table = read_table(write(tmp_path / "a.csv", text, encoding))
    assert table.columns == {
        "code": ["X1", "X2"],
        "name": ["Café £", None],
        "children": ["12", "7"],
    }


def test_decimal_commas_do_not_pass_for_a_delimiter(tmp_path):
    table = read_table(write(tmp_path / "a.csv", "code;score\nX1;12,5\nX2;13,4\n"))
    assert table.columns == {"code": ["X1", "X2"], "score": ["12,5", "13,4"]}


def test_headings_lose_marks_and_runs_of_white_space(tmp_path):
    text = "\ufeff\ufeffLSOA  code\u00a0(2011) ,Total\n population \nE1,2\n".replace("\n ", " ")
    assert list(read_table(write(tmp_path / "a.csv", text)).columns) == [
        "LSOA code (2011)",
        "Total population",
    ]


def test_a_mark_before_a_quoted_heading_does_not_break_the_quotes(tmp_path):
    file = write(tmp_path / "a.csv", '"code, of area",n\nX1,1\n', "utf-8-sig")
    assert read_table(file).columns == {"code, of area": ["X1"], "n": ["1"]}


def test_repeated_and_blank_headings_get_names_of_their_own_and_empty_columns_go(tmp_path):
    table = read_table(write(tmp_path / "a.csv", "code,n,n,,\nX1,1,2,,\nX2,3,4,5,\n"))
    assert list(table.columns) == ["code", "n", "n (2)", "column 4"]
    assert table.columns["column 4"] == [None, "5"]


def test_titles_above_and_footnotes_below_are_no_data(tmp_path):
    text = (
        '"TS007 - Age"\n"Population :","All usual residents"\n\n'
        "code,name,under 5,5 to 9\nE01000001,A,3,4\nE01000002,B,,\nE01000003,,,\n\nSource: ONS\n"
    )
    table = read_table(write(tmp_path / "nomis.csv", text))
    assert list(table.columns) == ["code", "name", "under 5", "5 to 9"]
    assert table.columns["code"] == ["E01000001", "E01000002", "E01000003"]


def test_a_packed_table_reads_like_the_plain_one_and_carries_its_checksum(tmp_path):
    data = b"code,n\nX1,1\n"
    (tmp_path / "a.csv").write_bytes(data)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(data))
    plain, packed = read_table(tmp_path / "a.csv"), read_table(str(tmp_path / "a.csv.gz"))
    assert plain.columns == packed.columns
    assert plain.provenance.sha256 == hashlib.sha256(data).hexdigest()
    assert packed.provenance.file_name == "a.csv.gz"


BAD_FILES = {
    "empty.csv": (b"", "no rows of data"),
    "headings_only.csv": (b"code,n\n", "no rows of data"),
    "picture.csv": (b"\x89PNG\r\n\0\0\0\rIHDR", "not a text table"),
    "page.csv": (b"<!DOCTYPE html><html><body>404</body></html>", "is a web page"),
    "cut.csv.gz": (gzip.compress(b"code,n\n" * 999)[:40], "cannot be read"),
    "false.csv.gz": (b"code,n\nX1,1\n", "cannot be read"),
    "no_headings.csv": (b"E01000001,5\nE01000002,6\n", "has no row of headings"),
    "ragged.csv": (b"code,n\nX1,1\nX2,Oakham, East,2\n", "row 2 of the data has 4 values"),
    "wide.csv": (b",".join([b"c%d" % i for i in range(20_001)]) + b"\n1\n", "20,001 columns"),
    "quote.csv": (b"code,n\n" + b'"' + b"x" * 200_000 + b'",1\n', "cannot be read as a table"),
    "odd.csv": (b"code,n\nX1,\x81\n", "neither UTF-8 nor Windows text"),
    "old.xls": (b"\xd0\xcf\x11\xe0", "not a .csv, .csv.gz, .xlsx or .ods file"),
    "false.xlsx": (b"code,n\nX1,1\n", "cannot be read as an Excel workbook"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_table_ends_in_a_plain_sentence_that_names_the_file(tmp_path, name):
    data, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileUnreadableError, match=words) as caught:
        read_table(tmp_path / name)
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize("name", ["gone.csv", "gone.xlsx", ""])
def test_a_file_that_is_not_there_is_refused_in_words(tmp_path, name):
    with pytest.raises(FileUnreadableError, match="There is no file"):
        read_table(tmp_path / name)


def test_a_text_table_that_unpacks_beyond_the_bound_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_BYTES", 1000)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"code,n\n" * 10_000))
    with pytest.raises(FileUnreadableError, match="is larger than"):
        read_table(tmp_path / "bomb.csv.gz")


def test_a_workbook_with_its_header_on_row_four_reads_from_the_latest_sheet(tmp_path, xlsx_reader):
    def sheet(year, children):
        head = ["LAD 2023 Code", "LSOA 2021 Code", "LSOA 2021 Name", "Total", "F0", "M0"]
        return [
            [f"Mid-{year} population estimates"],
            ["Source: fictional"],
            [],
            head,
            ["X1", "E01000001", "A", children * 2, children, float(children)],
            ["X1", "E01000002", "B", 0, None, 0],
        ]

    file = write_book(
        tmp_path / "sape.xlsx",
        {
            "Contents": [["Sheet", "What", "More", "And", "More", "Still", "Wider"]] * 3,
            "Mid-2023 LSOA 2021": sheet(2023, 3),
            "Mid-2024 LSOA 2021": sheet(2024, 4),
            "Mid-2022 LSOA 2021": sheet(2022, 2),
        },
    )
    table = read_table(file)
    assert table.name == "sape.xlsx, sheet 'Mid-2024 LSOA 2021'"
    assert table.columns["LSOA 2021 Code"] == ["E01000001", "E01000002"]
    assert table.columns["F0"] == ["4", None]
    assert table.columns["M0"] == ["4", "0"]
    assert table.provenance.dataset == "Population by single year of age and sex"
    assert table.provenance.vintage == "mid-2024"
    assert read_table(file, sheet="mid-2022 LSOA 2021").columns["F0"] == ["2", None]


def test_a_sheet_that_does_not_exist_is_refused_with_the_sheets_there_are(tmp_path, xlsx_reader):
    file = write_book(tmp_path / "a.xlsx", {"One": [["code", "n"], ["X1", 1]], "Two": [["a"]]})
    with pytest.raises(InputError, match=r"no sheet 'Three'\. Its sheets: One, Two"):
        read_table(file, sheet="Three")


def test_a_damaged_workbook_is_refused_in_words(tmp_path, xlsx_reader):
    file = write_book(tmp_path / "a.xlsx", {"One": [["code", "n"], ["X1", 1]]})
    file.write_bytes(file.read_bytes()[:-600])
    with pytest.raises(FileUnreadableError, match=r"a\.xlsx cannot be read as an Excel workbook"):
        read_table(file)


def test_without_openpyxl_and_gdal_a_workbook_is_refused_in_words(tmp_path, monkeypatch):
    file = write_book(tmp_path / "a.xlsx", {"One": [["code", "n"], ["X1", 1]]})
    monkeypatch.setattr(workbook, "_openpyxl", lambda: None)
    monkeypatch.setattr(workbook, "gdal", None)
    with pytest.raises(MissingPackageError, match="Save the sheet as CSV"):
        read_table(file)


def test_a_long_workbook_can_be_stopped(tmp_path):
    class Stopping(Progress):
        def cancelled(self):
            return True

    file = write_book(tmp_path / "a.xlsx", {"One": [["code", "n"], ["X1", 1]]})
    with pytest.raises(CancelledError):
        read_table(file, progress=Stopping())


def test_cells_become_text_without_spurious_decimals():
    assert workbook.cell_text(100030312345.0) == "100030312345"
    assert workbook.cell_text(17.68) == "17.68"
    assert workbook.cell_text(date(2026, 4, 1)) == "2026-04-01"


def test_leicesters_workbook_reads_the_same_by_openpyxl_and_by_gdal(shared_data, monkeypatch):
    needed("openpyxl")
    pytest.importorskip("osgeo")
    file = shared_data / "leicester/deprivation/deprivation-in-leicester-2025.xlsx"
    first = read_table(file)
    monkeypatch.setattr(workbook, "_openpyxl", lambda: None)
    second = read_table(file)
    assert list(first.columns) == list(second.columns)
    assert len(first) == len(second) == 200
    assert first.columns["LSOA code"] == second.columns["LSOA code"]
    for heading in ("IDACI_score", "IMD2025_rank", "Pop_0015_2022"):
        assert np.allclose(numbers(first, heading), numbers(second, heading))


def test_every_cell_of_rutlands_file_is_as_the_csv_module_reads_it(shared_data):
    file = shared_data / "rutland/deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        raw = list(csv.reader(stream))
    table = read_table(file)
    assert [list(table.columns), *map(list, table.rows())] == raw
    assert table.provenance.dataset == "English Indices of Deprivation"
    assert table.provenance.vintage == "2019"


def column(*values):
    return Table({"n": list(values)}, name="the table")


def test_numbers_read_thousands_spaces_and_decimals():
    read = numbers(column("19,612", " 12 ", "6.0", "-3", "1,234,567.5", "5e2", 7), "n")
    assert read.tolist() == [19612, 12, 6, -3, 1234567.5, 500, 7]


def test_suppressed_and_empty_values_are_missing_and_counted():
    marks = [None, "", "*", "..", "c", "-", "x", ":", "[c]", "N/A", "C"]
    table = column("5", *marks)
    read = numbers(table, "n")
    assert read[0] == 5
    assert np.isnan(read[1:]).all()
    assert missing_note(table, "n", read) == (
        "the table: 11 of 12 values of 'n' are missing or held back "
        "(first: row 2 of the data, 'empty')."
    )
    assert missing_note(column("5"), "n", numbers(column("5"), "n")) == ""


@pytest.mark.parametrize(
    "value", ["about 20", "inf", "-Infinity", "1e999", "0,443", "12,5", "1,23", "5 6", "£7"]
)
def test_text_in_a_column_of_numbers_is_refused_with_its_row_and_value(value):
    with pytest.raises(ColumnError, match=r"row 3 of the data has") as caught:
        numbers(column("1", "*", value, "again"), "n")
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("LSOA code (2011)", 2011),
        ("lsoa11cd", 2011),
        ("LSOA 2021 Code", 2021),
        ("LSOA21CD", 2021),
        ("lsoa21_code", 2021),
        ("LSOA_CODE_2011", 2011),
        ("2021 super output area - lower layer mnemonic", 2021),
        ("area_code", None),
        ("LSOA code", None),
        ("LSOA name (2021)", None),
    ],
)
def test_the_census_year_stands_in_the_code_columns_heading(heading, year):
    assert census_year_of_heading(heading) == year


def test_lsoa_codes_go_before_other_codes():
    table = Table({"MSOA Code": ["a"], "area_code": ["b"], "LSOA code": ["c"]})
    assert find_code_column(table) == ("LSOA code", None)


def test_codes_of_two_censuses_side_by_side_must_be_chosen_by_the_user():
    with pytest.raises(ColumnError, match=r"several columns of area codes.*code=lsoa11_code"):
        find_code_column(Table({"lsoa11_code": ["a"], "lsoa21_code": ["a"]}))


def test_a_table_without_codes_is_refused_with_its_columns():
    with pytest.raises(ColumnError, match=r"no column that looks like.*Its columns: pet, age"):
        find_code_column(Table({"pet": ["a"], "age": ["1"]}))
