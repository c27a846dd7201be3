"""Reading the columns of a published table: headings, the code column, and numbers as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from ..errors import ColumnError
from ..tables import Table
from .headings import clean_heading, heading_key
from .number_text import number_of

Floats = npt.NDArray[np.float64]

_GSS = re.compile(r"[EKNSW]\d{8}")

# Headings of an area code, the surest first; the year groups are census years (2011 or 2021).
_CODE_HEADINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"lsoa(?:20)?(?P<y>11|21)(?:cd|code)|lsoa(?:code|cd)(?:20)?(?P<z>11|21)",
        r"lower(?:layer)?superoutputareas?(?:20)?(?P<y>11|21)code",
        r"lsoa(?:cd|code)?|lower(?:layer)?superoutputareas?code|datazone(?:code|cd)?|dz(?:code|cd)?",
        r"(?:oa|msoa)(?:20)?(?P<y>11|21)(?:cd|code)|(?:oa|msoa)(?:code|cd)(?:20)?(?P<z>11|21)",
        r"(?:oa|msoa)(?:cd|code)|outputareascode|middlelayersuperoutputareascode",
        r"outputarea(?:20)?(?P<y>11|21)code",
        r"areacodes?|geographycode|geogcode|gsscode|(?:20(?P<y>11|21).*)?mnemonic|code",
    )
)


def find_code_column(table: Table) -> tuple[str, int | None]:
    """Find the column of area codes and the census year its heading names (None where it does not).

    Raises
    ------
    ColumnError
        No heading looks like an area code, or several do equally (2011 beside 2021 codes): the
        user then says which with code=....
    """
    for pattern in _CODE_HEADINGS:
        found = [h for h in table.columns if pattern.fullmatch(heading_key(h))]
        if len(found) > 1:
            raise ColumnError(
                f"{table.name} has several columns of area codes ({', '.join(found)}). "
                f"Say which one to use with code={found[0]}."
            )
        if found:
            return found[0], census_year_of_heading(found[0]) or _year_beside(table, found[0])
    raise ColumnError(
        f"{table.name} has no column that looks like an area code. "
        f"Say which with code=.... {columns_there(table)}"
    )


def _year_beside(table: Table, heading: str) -> int | None:
    """Give the census year of Nomis's "mnemonic", which stands in the heading of the names."""
    if heading_key(heading) != "mnemonic":
        return None
    found = (re.match(r"20(11|21)(?:super)?outputarea", heading_key(h)) for h in table.columns)
    return next((2000 + int(match[1]) for match in found if match), None)


def census_year_of_heading(heading: str) -> int | None:
    """Give the census year (2011 or 2021) that a code column's heading names, None without one."""
    for pattern in _CODE_HEADINGS:
        if found := pattern.fullmatch(heading_key(heading)):
            years = {k: v for k, v in found.groupdict().items() if v}
            return 2000 + int(next(iter(years.values()))) if years else None
    return None


def columns_there(table: Table, most: int = 12) -> str:
    """List a table's columns for a message, the first `most` of them."""
    names = [name if len(name) <= 60 else f"{name[:57]}..." for name in table.columns]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Its columns: {', '.join(names[:most]) or 'none'}{more}."


def mapped_column(table: Table, heading: str) -> str:
    """Give the table's own heading for one the user wrote, forgiving white space and case."""
    wanted = clean_heading(heading)
    if wanted in table.columns:
        return wanted
    alike = [name for name in table.columns if name.lower() == wanted.lower()]
    if len(alike) == 1:
        return alike[0]
    raise ColumnError(
        f"{table.name} has no column {heading!r}. {columns_there(table)} Check the spelling."
    )


def check_mapping_names(mapping: Mapping[str, str], names: Iterable[str]) -> None:
    """Refuse a mapping that gives a name other than the ones that mean something here."""
    known = list(names)
    strange = [name for name in mapping if name not in known]
    if strange:
        raise ColumnError(
            f"The mapping gives {strange[0]!r}, which means nothing here. "
            f"Names to use: {', '.join(known)}."
        )


def numbers(table: Table, column: str) -> Floats:
    """Give a column as floats of shape (n,); empty and held-back values are nan.

    Reads "19,612", " 12 " and "6.0"; the marks in `MISSING_MARKS` ("*", "..", "c" and so on) are
    missing, never zero, and so are counts that are held back as small ("<5", "under 10").
    `missing_note` counts them for the log.

    Raises
    ------
    ColumnError
        Any other text or an infinity, with its row and value.
    """
    values = table.column(column)
    try:
        quick = np.array([float(value) for value in values], dtype=np.float64)
        if np.isfinite(quick).all():
            return quick
    except (TypeError, ValueError):
        pass  # a blank, a mark or a thousands comma: read value by value below
    read = {value: number_of(value) for value in dict.fromkeys(values)}
    if None in read.values():
        _refuse_text(table, column, [row for row, v in enumerate(values) if read[v] is None])
    return np.array([read[value] for value in values], dtype=np.float64)


def _refuse_text(table: Table, column: str, rows: list[int]) -> None:
    others = f" ({len(rows):,} such values)" if len(rows) > 1 else ""
    raise ColumnError(
        f"{table.name}: row {rows[0] + 1} of the data has "
        f"{str(table.column(column)[rows[0]])[:40]!r} in {column!r}{others}"
        f"{area_of_row(table, rows[0])}, where a number should stand. Correct it, empty it, or "
        "choose another column."
    )


def area_of_row(table: Table, row: int) -> str:
    """Name a row's area for a message, ", area E01013787"; "" where no column tells it."""
    try:
        code = str(table.column(find_code_column(table)[0])[row] or "").strip()
    except ColumnError:
        cells = (str(values[row] or "").strip() for values in table.columns.values())
        code = next((cell for cell in cells if _GSS.fullmatch(cell)), "")
    return f", area {code}" if code else ""


def missing_note(table: Table, column: str, values: Floats) -> str:
    """Say in a sentence how many values of a column are missing or held back; "" when none are."""
    missing = np.flatnonzero(np.isnan(values))
    if not len(missing):
        return ""
    mark = table.column(column)[missing[0]]
    return (
        f"{table.name}: {len(missing):,} of {len(values):,} values of {column!r} are missing or "
        f"held back (first: row {missing[0] + 1} of the data, {mark or 'empty'!r})."
    )
