"""The shapes in which population by age is published, each turned into areas by age bands.

Wide: a column for each age or band. By sex: `F0`..`F90` and `M0`..`M90`, added. Long: a row for
each area and age band. A column of sexes is honoured in the wide and the long form: the rows for
all persons are used, or females and males added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..errors import CodesError, ColumnError
from ..in_words import many
from ..tables import Table
from .age_bands import OPEN_AGE, Band, describe_bands, parse_band
from .area_codes import finest_rows
from .columns import Floats, columns_there, missing_note, numbers
from .headings import heading_key

Ints = npt.NDArray[np.int64]
_BY_SEX = re.compile(r"(f|m)\s?(\d{1,3}\+?)", re.IGNORECASE)
_SEX_HEADING = re.compile(r"(?:c\d*)?(?:sex|gender)(?:\d*categories|name)?")
_AGE_HEADING = re.compile(r"(?:^|[^a-z])age", re.IGNORECASE)
_COUNT_KEYS = ("usualresidents", "observation", "obsvalue", "value", "count", "population")
_PERSONS = {"persons", "all persons", "person", "all", "total", "both", "both sexes", "p", "t"}
_FEMALES, _MALES = {"f", "female", "females"}, {"m", "male", "males"}
_NOT_AN_AGE = re.compile(r"total|all\b|does not apply", re.IGNORECASE)
_ENOUGH_SINGLE_YEARS = 5


@dataclass(frozen=True)
class Form:
    """Counts as found: n codes, k bands, counts of shape (n, k), and sentences for the log."""

    codes: tuple[str, ...]
    bands: tuple[Band, ...]
    counts: Floats
    columns: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """The rows of a table that count: row numbers, their code's position, and sexes to add."""

    numbers: Ints
    code_of: Ints
    codes: tuple[str, ...]
    sex_of: Ints
    sexes: int
    note: str


def read_form(table: Table, code_column: str, mapping: Mapping[str, str]) -> Form:
    """Read whichever form the table has; `mapping` holds the table's own headings.

    The mapping's names are `age` and `count` (long form) or age bands such as "0-4" (wide form).

    Raises
    ------
    ColumnError
        No ages are recognised, or a column holds what it should not.
    CodesError
        An area stands more than once for one band, or no row has a code.
    """
    bands = {
        heading: _band_or_refuse(name) for name, heading in mapping.items() if name[0].isdigit()
    }
    if bands:
        return _wide(table, code_column, bands)
    age_column = mapping.get("age") or _age_column(table, code_column)
    if age_column:
        return _long(table, code_column, age_column, mapping.get("count"))
    if by_sex := _columns_by_sex(table):
        return _by_sex(table, code_column, by_sex)
    return _wide(table, code_column, _finest(_band_columns(table)))


def _band_or_refuse(name: str) -> Band:
    band = parse_band(name)
    if band is None:
        raise ColumnError(
            f'The mapping gives {name!r}, which is no age band. Write "0-4" or "90+".'
        )
    return band


# --- one column for each band -------------------------------------------------------------------


def _band_columns(table: Table) -> dict[str, Band]:
    read = {heading: parse_band(heading) for heading in table.columns}
    return {heading: band for heading, band in read.items() if band is not None}


def _finest(columns: Mapping[str, Band]) -> dict[str, Band]:
    """Keep the single years alone where they run from 0, so that no age is counted twice."""
    by_band = {band: heading for heading, band in columns.items()}
    age, run = 0, []
    while (age, age) in by_band:
        run.append((age, age))
        age += 1
    if len(run) < _ENOUGH_SINGLE_YEARS:
        return dict(columns)
    bands: list[Band] = [*run, (age, None)]
    return {by_band[band]: band for band in bands if band in by_band}


def _wide(table: Table, code_column: str, columns: Mapping[str, Band]) -> Form:
    if not columns:
        raise ColumnError(
            f"{table.name} has no column of ages that is recognised. Say which column holds what, "
            f'for example "code=Area; 0-4=Children under five". {columns_there(table)}'
        )
    rows = _rows(table, code_column)
    _refuse_repeats(table, rows, rows.code_of * rows.sexes + rows.sex_of, list(columns))
    read = {heading: numbers(table, heading) for heading in columns}
    counts = np.zeros((len(rows.codes), len(columns)))
    for position, values in enumerate(read.values()):
        for sex in range(rows.sexes):
            mine = rows.sex_of == sex
            counts[rows.code_of[mine], position] += values[rows.numbers[mine]]
    counts[np.bincount(rows.code_of, minlength=len(rows.codes)) != rows.sexes] = np.nan
    notes = [rows.note, *_missing(table, read), _total_note(table, rows, columns, counts)]
    return _form(table, rows, tuple(columns.values()), counts, tuple(columns), notes)


def _columns_by_sex(table: Table) -> dict[str, tuple[str, Band]]:
    """Give the columns `F0`..`M90`: heading to ("f" or "m", band)."""
    found: dict[str, tuple[str, Band]] = {}
    for heading in table.columns:
        if match := _BY_SEX.fullmatch(heading):
            band = parse_band(match[2])
            if band is not None:
                found[heading] = (match[1].lower(), band)
    return found


def _by_sex(table: Table, code_column: str, columns: Mapping[str, tuple[str, Band]]) -> Form:
    """Add females and males for each age; both must be there for each."""
    pairs: dict[Band, dict[str, str]] = {}
    for heading, (sex, band) in columns.items():
        pairs.setdefault(band, {})[sex] = heading
    alone = [heading for pair in pairs.values() if len(pair) == 1 for heading in pair.values()]
    if alone:
        raise ColumnError(
            f"{table.name} has {alone[0]!r} without its counterpart for the other sex "
            f"({len(alone)} such columns). Both are needed to count children."
        )
    rows = _rows(table, code_column)
    _refuse_repeats(table, rows, rows.code_of * rows.sexes + rows.sex_of, list(columns))
    bands = tuple(sorted(pairs, key=lambda band: band[0]))
    read = {heading: numbers(table, heading) for heading in columns}
    counts = np.empty((len(rows.codes), len(bands)))
    for position, band in enumerate(bands):
        both = read[pairs[band]["f"]] + read[pairs[band]["m"]]
        counts[rows.code_of, position] = both[rows.numbers]
    by_heading = {heading: band for heading, (_, band) in columns.items()}
    notes = [*_missing(table, read), _total_note(table, rows, by_heading, counts)]
    return _form(table, rows, bands, counts, tuple(columns), notes)


# --- one row for each band ----------------------------------------------------------------------


def _age_column(table: Table, code_column: str) -> str | None:
    """Find the column whose values are age bands; bare numbers only under a heading of age."""
    found: list[tuple[bool, str]] = []
    for heading, values in table.columns.items():
        if heading == code_column or "code" in heading.lower() or parse_band(heading):
            continue
        if heading_key(heading).startswith("allage"):
            continue  # the column of totals, which are numbers too
        labels = [str(value) for value in dict.fromkeys(values[:500]) if value]
        bands = [label for label in labels if parse_band(label) is not None]
        named = _AGE_HEADING.search(heading) is not None and ":" not in heading
        worded = len(bands) > 1 and any(not label.strip().isdecimal() for label in bands)
        if bands and 2 * len(bands) >= len(labels) and (named or worded):
            found.append((named, heading))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _count_column(table: Table) -> str:
    by_key = {heading_key(heading): heading for heading in reversed(list(table.columns))}
    for key in _COUNT_KEYS:
        if key in by_key:
            return by_key[key]
    raise ColumnError(
        f"{table.name} has ages but no column of counts that is recognised. "
        f"Say which with count=.... {columns_there(table)}"
    )


def _long(table: Table, code_column: str, age_column: str, count_column: str | None) -> Form:
    count_column = count_column or _count_column(table)
    labels = table.column(age_column)
    band_of_label = {label: parse_band(str(label or "")) for label in dict.fromkeys(labels)}
    bands = tuple(
        sorted({b for b in band_of_label.values() if b}, key=lambda b: (b[0], b[1] or OPEN_AGE))
    )
    if not bands:
        raise ColumnError(f"{table.name}: the column {age_column!r} holds no age bands.")
    place = {band: position for position, band in enumerate(bands)}
    column_of: dict[str | None, int] = {
        label: place[band] for label, band in band_of_label.items() if band
    }
    rows = _rows(table, code_column, [label in column_of for label in labels])
    column = np.array([column_of[labels[row]] for row in rows.numbers], dtype=np.int64)
    cell = rows.code_of * len(bands) + column
    _refuse_repeats(table, rows, cell * rows.sexes + rows.sex_of, [count_column, age_column])
    size = len(rows.codes) * len(bands)
    values = numbers(table, count_column)
    counts: Floats = np.zeros(size)
    np.add.at(counts, cell, values[rows.numbers])
    counts[np.bincount(cell, minlength=size) != rows.sexes] = np.nan
    notes = [rows.note, *_missing(table, {count_column: values}), _left_out(table, band_of_label)]
    shaped = counts.reshape(len(rows.codes), len(bands))
    return _form(table, rows, bands, shaped, (age_column, count_column), notes)


def _left_out(table: Table, band_of_label: Mapping[str | None, Band | None]) -> str:
    strange = [
        str(label)
        for label, band in band_of_label.items()
        if band is None and label and not _NOT_AN_AGE.search(str(label))
    ]
    if not strange:
        return ""
    left = many(len(strange), "label is no age band and was", "labels are no age bands and were")
    return f"{table.name}: {left} left out: {strange[0]!r}."


# --- rows, codes and sexes ----------------------------------------------------------------------


def _rows(table: Table, code_column: str, wanted: Sequence[bool] | None = None) -> _Rows:
    """Choose the rows with a code, of the sexes to count, and number their codes in order."""
    sex_of_row, sexes, note = _sexes(table)
    kept: list[int] = []
    position: dict[str, int] = {}
    code_of: list[int] = []
    for row, value in enumerate(table.column(code_column)):
        code = str(value or "").strip()
        if code and sex_of_row[row] >= 0 and (wanted is None or wanted[row]):
            kept.append(row)
            code_of.append(position.setdefault(code, len(position)))
    if not kept:
        raise CodesError(f"{table.name}: no row has an area code in {code_column!r} and a count.")
    finest, larger = finest_rows(list(position), table.name)
    if larger:
        chosen = {code for code, fine in zip(position, finest) if fine}
        values = table.column(code_column)
        within = [str(value or "").strip() in chosen for value in values]
        again = within if wanted is None else [a and b for a, b in zip(within, wanted)]
        rows = _rows(table, code_column, again)
        return replace(rows, note=" ".join(part for part in (rows.note, larger) if part))
    row_numbers = np.array(kept, dtype=np.int64)
    return _Rows(
        row_numbers,
        np.array(code_of, dtype=np.int64),
        tuple(position),
        sex_of_row[row_numbers],
        sexes,
        note,
    )


def _sexes(table: Table) -> tuple[Ints, int, str]:
    """Give for each row the sex to add (0, 1) or -1 to leave out, and how many make the whole."""
    heading = next((h for h in table.columns if _SEX_HEADING.fullmatch(heading_key(h))), None)
    if heading is None:
        return np.zeros(len(table), dtype=np.int64), 1, ""
    values = [str(value or "").strip().lower() for value in table.column(heading)]
    there = set(values)
    if there & _PERSONS:
        note = f"{table.name}: rows for all persons were used."
        return np.array([0 if v in _PERSONS else -1 for v in values], dtype=np.int64), 1, note
    if there & _FEMALES and there & _MALES:
        sex = [0 if v in _FEMALES else 1 if v in _MALES else -1 for v in values]
        return np.array(sex, dtype=np.int64), 2, f"{table.name}: females and males were added."
    raise ColumnError(
        f"{table.name}: {heading!r} holds neither all persons nor both sexes "
        f"(first value: {values[0]!r}). Give a table of all persons."
    )


def _refuse_repeats(table: Table, rows: _Rows, cells: Ints, used: Sequence[str]) -> None:
    """Refuse two rows for one cell, naming the column in which they differ."""
    order = np.argsort(cells, kind="stable")
    again = order[1:][np.diff(cells[order]) == 0]
    if not len(again):
        return
    second = int(again.min())
    first = int(np.flatnonzero(cells == cells[second])[0])
    pair = int(rows.numbers[first]), int(rows.numbers[second])
    differ = [
        f"{heading!r} ({values[pair[0]]}; {values[pair[1]]})"
        for heading, values in table.columns.items()
        if heading not in used and values[pair[0]] != values[pair[1]]
    ]
    where = f" The two rows differ in {', '.join(differ[:2])}: keep one." if differ else ""
    raise CodesError(
        f"{table.name}: {many(len(again), 'row repeats', 'rows repeat')} an area that stands "
        "already (first: "
        f"{rows.codes[rows.code_of[second]]}, rows {pair[0] + 1} and {pair[1] + 1} of the data)."
        f"{where or ' Give each area one row.'}"
    )


# --- sentences ----------------------------------------------------------------------------------


def _missing(table: Table, read: Mapping[str, Floats]) -> list[str]:
    notes = [missing_note(table, heading, values) for heading, values in read.items()]
    told = [note for note in notes if note]
    if len(told) > 2:
        more = many(len(told) - 1, "more column of ages has", "more columns of ages have")
        return [
            told[0],
            f"{table.name}: {more} missing values too.",
        ]
    return told


def _total_note(table: Table, rows: _Rows, columns: Mapping[str, Band], counts: Floats) -> str:
    """Compare complete single years with the table's own total; "" where they agree."""
    keys = {heading_key(heading): heading for heading in table.columns}
    heading = next((keys[k] for k in ("total", "totalpopulation", "allages") if k in keys), None)
    complete = {(0, 0), (OPEN_AGE, None)} <= set(columns.values())
    if heading is None or not complete or rows.sexes != 1:
        return ""
    total = np.full(len(rows.codes), np.nan)
    total[rows.code_of] = numbers(table, heading)[rows.numbers]
    off = np.flatnonzero(np.abs(counts.sum(axis=1) - total) > 0.5)
    if not len(off):
        return ""
    return (
        f"{table.name}: in {len(off):,} of {len(rows.codes):,} areas the ages do not add up to "
        f"{heading!r} (first: {rows.codes[off[0]]}); the ages were used."
    )


def _form(
    table: Table,
    rows: _Rows,
    bands: tuple[Band, ...],
    counts: Floats,
    columns: tuple[str, ...],
    notes: Sequence[str],
) -> Form:
    found = f"{table.name}: {len(rows.codes):,} areas, ages {describe_bands(bands)}."
    return Form(rows.codes, bands, counts, columns, tuple(n for n in (found, *notes) if n))
