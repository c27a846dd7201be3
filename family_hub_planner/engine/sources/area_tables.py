"""What every table of areas goes through: opened, its codes found, its rows and numbers checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import numpy as np

from ..errors import CodesError, ColumnError
from ..in_words import many
from ..progress import Progress
from ..tables import Table
from .area_codes import census_year_of_codes, finest_rows, refuse_repeats
from .columns import (
    Floats,
    area_of_row,
    census_year_of_heading,
    find_code_column,
    mapped_column,
    missing_note,
    numbers,
)
from .published import read_table
from .reading import Reading

Source = Union[Table, str, Path]
"""A table that stands already, or the path of the published file that holds it."""


@dataclass(frozen=True)
class AreaRows:
    """The rows of a table that carry an area code: their numbers, their codes, and a sentence."""

    column: str
    census_year: int | None
    rows: tuple[int, ...]
    codes: tuple[str, ...]
    notes: tuple[str, ...]


def open_table(source: Source, progress: Progress | None = None) -> Table:
    """Give the table itself, read first by `read_table` when `source` is a path."""
    return source if isinstance(source, Table) else read_table(source, progress=progress)


def area_rows(table: Table, code_heading: str | None = None, unique: bool = True) -> AreaRows:
    """Find the rows with an area code; rows without one are left out and counted.

    Parameters
    ----------
    code_heading
        The user's own column of codes; None to find it by its heading.
    unique
        Whether each code may stand but once (a long table repeats them).

    Raises
    ------
    ColumnError
        No column of codes, or several that would do.
    CodesError
        No code at all, or one that stands twice.
    """
    if code_heading is None:
        column, year = find_code_column(table)
    else:
        column = mapped_column(table, code_heading)
        year = census_year_of_heading(column)
    values = table.column(column)
    rows = tuple(row for row, value in enumerate(values) if value and str(value).strip())
    if not rows:
        raise CodesError(f"{table.name}: the column {column!r} holds no area code.")
    codes = tuple(str(values[row]).strip() for row in rows)
    finest, larger = finest_rows(codes, table.name)
    if larger:
        rows = tuple(row for row, keep in zip(rows, finest) if keep)
        codes = tuple(code for code, keep in zip(codes, finest) if keep)
    if unique:
        refuse_repeats(codes, table.name, f"They stand in {column!r}. Give each area one row.")
    mixed = ""
    if year == 2011 and census_year_of_codes(codes) == 2021:
        year = None
        mixed = f"{table.name}: {column!r} says 2011, but it holds codes that came with 2021."
    blank = len(values) - len(finest)
    rows_left = many(blank, "row without an area code was", "rows without an area code were")
    note = f"{table.name}: {rows_left} left out." if blank else ""
    return AreaRows(column, year, rows, codes, tuple(n for n in (note, larger, mixed) if n))


def counts_of(table: Table, heading: str) -> Floats:
    """Give a column of counts, shape (n,), nan where held back; refuse any below zero."""
    values = numbers(table, heading)
    bad = np.flatnonzero(values < 0)
    if len(bad):
        raise ColumnError(
            f"{table.name}: {many(len(bad), 'count', 'counts')} in {heading!r} "
            f"{'is' if len(bad) == 1 else 'are'} negative (first: "
            f"{values[bad[0]]:g} in row {bad[0] + 1} of the data"
            f"{area_of_row(table, int(bad[0]))}). Counts are zero or more."
        )
    return values


def read_counts(source: Source, mapping: Mapping[str, str]) -> Reading:
    """Read any counts by area (lone parents, children with SEND) under names of one's own.

    Parameters
    ----------
    mapping
        The name of each count to its heading; `code` to the column of area codes where that is
        not recognised.

    Returns
    -------
    Reading
        `area_code` and one column for each name, in persons; None where held back.

    Raises
    ------
    ColumnError
        A column that is not there, text in numbers, or a count below zero.
    CodesError
        An area stands more than once, or no row has a code.
    """
    table = open_table(source)
    wanted = {name: mapped_column(table, h) for name, h in mapping.items() if name != "code"}
    if not wanted:
        raise ColumnError('No count was named. Write the mapping like "lone_parents=Lone parents".')
    areas = area_rows(table, mapping.get("code"))
    read = {name: counts_of(table, heading) for name, heading in wanted.items()}
    used = "; ".join(f"{name} from {heading!r}" for name, heading in wanted.items())
    found = f"{table.name}: {len(areas.codes):,} areas, codes from {areas.column!r}, {used}."
    missing = [missing_note(table, wanted[name], values) for name, values in read.items()]
    columns = {name: values_or_none(values[list(areas.rows)]) for name, values in read.items()}
    return reading(table, areas, columns, [found, *missing])


def reading(
    table: Table, areas: AreaRows, columns: Mapping[str, list[Any]], notes: list[str]
) -> Reading:
    """Put the codes before the columns read, and the sentences that say something in order."""
    full = Table({"area_code": list(areas.codes), **columns}, table.name, table.provenance)
    said = tuple(note for note in (*notes, *areas.notes) if note)
    return Reading(full, said, areas.census_year)


def values_or_none(values: Floats) -> list[float | None]:
    """Give numbers for a `Table`, None where they are nan."""
    return [None if np.isnan(value) else float(value) for value in values]
