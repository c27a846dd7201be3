"""Published tables as they are downloaded: .csv, .csv.gz, .xlsx or .ods to a `Table`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from ..errors import FileUnreadableError
from ..progress import Progress
from ..provenance import checksum
from ..tables import Table
from .delimited import read_delimited_rows
from .headings import clean_heading, heading_key
from .recognition import recognise
from .workbook import read_workbook_rows

Row = list[str]
MAX_COLUMNS = 20_000
_HEADER_WITHIN = 10
_USUAL_WIDTH_FROM = 50
_WORKBOOKS = (".xlsx", ".ods")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".gz")
_AREA_CODE = re.compile(r"[EWNSK]\d{8}")


def read_table(
    path: str | Path, sheet: str | None = None, progress: Progress | None = None
) -> Table:
    """Read a published table; every value stays text, None where empty.

    The headings are the first row, among the first ten, that fills most of the table's width (the
    ONS workbooks have theirs on row 4); they are cleaned of byte-order marks and runs of white
    space. Blank rows, and lone footnotes under the data, are left out. In a workbook the sheet with
    a column of area codes is read, the latest year first, unless `sheet` names one.

    Raises
    ------
    FileUnreadableError
        The file is missing, empty, damaged, has no headings, or is no table.
    InputError
        The workbook has no sheet of that name.
    """
    source = Path(path)
    progress = progress or Progress()
    name = source.name
    if not source.is_file():
        raise FileUnreadableError(f"There is no file {name}. Check the path.")
    if source.suffix.lower() in _WORKBOOKS:
        title, rows = read_workbook_rows(source, sheet, _sheet_score, progress)
        name = f"{name}, sheet {title!r}"
    elif source.suffix.lower() in _TEXT_SUFFIXES:
        rows = read_delimited_rows(source)
    else:
        raise FileUnreadableError(f"{name} is not a .csv, .csv.gz, .xlsx or .ods file. Save it so.")
    progress.report(0.9)
    columns = _columns(rows, name)
    progress.report(1.0)
    facts = replace(recognise(columns, name), file_name=source.name, sha256=checksum(source))
    return Table(columns, name=name, provenance=facts)


def _columns(rows: list[Row], name: str) -> dict[str, list[str | None]]:
    position = _header_position(rows)
    if position is None or len(rows) == position + 1:
        raise FileUnreadableError(f"{name} holds no rows of data under a row of headings.")
    header = _trimmed(rows[position])
    _check_header(header, name)
    data = _without_row_numbers(rows[position + 1 :], len(rows[position]))
    data = _without_footnotes(data, len(header))
    if not data:
        raise FileUnreadableError(f"{name} holds no rows of data under a row of headings.")
    header += [""] * (_used_width(data, len(header), len(rows[position])) - len(header))
    _fit_to_width(data, len(header), name)
    named = _unique_headings(header)
    return {
        heading: values
        for heading, cells in zip(named, zip(*data))
        if any(values := [cell.strip() or None for cell in cells]) or not _is_unnamed(heading)
    }


def _header_position(rows: list[Row]) -> int | None:
    """Find the first of ten rows that fills at least three fifths of the table's usual width."""
    widths = Counter(_filled(row) for row in rows[:_USUAL_WIDTH_FROM])
    # The width that holds the most cells: titles are narrow, and one row too wide is but one.
    widest = max(widths, key=lambda width: (width * widths[width], -width), default=0)
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        titled = any(cell.strip().endswith(":") for cell in row)  # "Population :", a Nomis title
        if not titled and _filled(row) >= max(min(2, widest), 0.6 * widest):
            return position
    return None


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _trimmed(row: Row) -> Row:
    cells = [clean_heading(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _used_width(rows: list[Row], named: int, most: int) -> int:
    """Count the columns up to the last one that has a heading or, under a blank one, a value."""
    width = named
    for row in rows:
        if len(row) > width and any(cell.strip() for cell in row[width:most]):
            width = max(i for i, cell in enumerate(row[:most], start=1) if cell.strip())
    return width


def _check_header(header: Row, name: str) -> None:
    if len(header) > MAX_COLUMNS:
        raise FileUnreadableError(
            f"{name} has {len(header):,} columns, more than the {MAX_COLUMNS:,} that are read. "
            "Keep only the columns you need."
        )
    codes = [cell for cell in header if _AREA_CODE.fullmatch(cell)]
    if codes:
        raise FileUnreadableError(
            f"{name} has no row of headings: its first row already holds data ({codes[0]}). "
            "Put a row with the columns' names on top."
        )


def _unique_headings(header: Row) -> Row:
    named: dict[str, None] = {}  # keeps the order
    for position, heading in enumerate(header, start=1):
        base = heading or f"column {position}"
        unique, copies = base, 1
        while unique in named:
            copies += 1
            unique = f"{base} ({copies})"
        named[unique] = None
    return list(named)


def _is_unnamed(heading: str) -> bool:
    return re.fullmatch(r"column \d+", heading) is not None


def _without_footnotes(rows: list[Row], width: int) -> list[Row]:
    """Leave out trailing rows with one filled cell, which under a wide table are notes."""
    end = len(rows)
    while width > 2 and end and _is_footnote(rows[end - 1]):
        end -= 1
    return rows[:end]


def _without_row_numbers(rows: list[Row], width: int) -> list[Row]:
    """Drop a first column of row numbers without a heading, as R and pandas write it."""
    if any(len(row) != width + 1 for row in rows):
        return rows
    numbers = [row[0] for row in rows]
    if numbers not in ([str(n) for n in range(start, start + len(rows))] for start in (0, 1)):
        return rows
    return [row[1:] for row in rows]


def _is_footnote(row: Row) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) <= 1 and not any(_AREA_CODE.fullmatch(cell.strip()) for cell in filled)


def _fit_to_width(rows: list[Row], width: int, name: str) -> None:
    """Make every row as wide as the headings, in place; refuse values beyond the last heading."""
    for number, row in enumerate(rows, start=1):
        if len(row) == width:
            continue
        if any(cell.strip() for cell in row[width:]):
            raise FileUnreadableError(
                f"{name}: row {number} of the data has {len(row)} values where the headings name "
                f"{width} columns. A comma inside a value? Put quotes round it."
            )
        row[width:] = []
        row.extend([""] * (width - len(row)))


def _sheet_score(rows: list[Row]) -> tuple[int, int]:
    """Rate a sheet by its first rows: with a code column before without, then by width."""
    position = _header_position(rows)
    if position is None:
        return 0, 0
    header = _trimmed(rows[position])
    coded = any(_is_code_heading(heading) for heading in header)
    return int(coded), len(header)


def _is_code_heading(heading: str) -> bool:
    key = heading_key(heading)
    return bool(re.search(r"lsoa.*(?:code|cd)|areacode|lsoa(?:11|21)", key))
