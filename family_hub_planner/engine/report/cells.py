"""Tables of results as the pack prints them: rounded, small counts held back, in plain columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import published
from ..bands import band_number
from ..comparison_held import means_held
from ..comparison_words import minutes_changed, moves_cells
from ..coverage_html import coverage_cells
from ..coverage_tables import table_columns
from ..held_back import shares_held
from ..in_words import pounds
from ..tables import Table
from .document import Sheet
from .wording import records

COUNT, MINUTES, AT_MOST, CHANGE, POUNDS, WHOLE, TEXT, YEARS, AREA, SHARE = (
    "count", "minutes", "at most", "change", "pounds", "whole", "text", "years", "area", "share",
)  # fmt: skip
_MOVES = {
    "longer": "Longer journey",
    "much_longer": "",
    "shorter": "Shorter journey",
    "same": "Same journey",
    "route_lost": "No longer routed",
    "route_gained": "Newly routed",
    "unrouted": "Not routed",
    "not_compared": "Not compared",
}
_DUST = 1e-6  # minutes
MOST_ROWS = 30  # of a listing on paper
_RARE = ("route_lost", "route_gained", "unrouted", "not_compared")


@dataclass(frozen=True)
class Column:
    """One column of a listing: its name in the table, its heading, and how its cells are written.

    `kind` is one of the words above.
    """

    name: str
    heading: str
    kind: str = TEXT


def coverage_sheet(
    key: str,
    title: str,
    rows: Table,
    bands: Sequence[float],
    threshold: float,
    first: str,
    total: bool = True,
    trace: str = "",
    names: Mapping[str, str] | None = None,
    note: str = "",
    counted: str = "All children, about",
) -> Sheet:
    """Write a coverage table; `first` heads its keys, `names` gives some of them words.

    `total` tells that the last row is that of all the others. A row without figures has its note
    in the first column behind its key.
    """
    for name in table_columns(bands):
        if name != "need" and not name.startswith("share_"):
            rows.column(name)  # a table that lacks it is refused in words, and by its name
    held = np.zeros((len(rows), len(bands)), dtype=bool)
    if total and len(rows):
        held = shares_held(rows, bands, threshold)
    within = [f"Within {band_number(band)} min" for band in bands]
    minutes = ["Mean", "Median", "90th centile", "Longest"]
    heads = ["Areas", counted, *within, "Not routed", *(f"{one} minutes" for one in minutes)]
    lines: list[list[str]] = []
    for row, hide in zip(records(rows), held.tolist()):
        name = _named(row, names)
        if row["children"] is None or row["beyond"] is None or not row["children"]:
            lines.append([f"{name} ({row['note']})" if row["note"] else name, *_blank(row, heads)])
            continue
        lines.append([name, *coverage_cells(row, bands, threshold, hide)])
    return _sheet(key, title, [first, *heads], lines, rows, trace, note)


def _named(row: Mapping[str, Any], names: Mapping[str, str] | None) -> str:
    key = str(row["key"])
    named = (names or {}).get(key, "")
    return f"{named} ({key})" if named and named != key else key


def _blank(row: Mapping[str, Any], heads: Sequence[str]) -> list[str]:
    areas = row.get("areas")
    first = f"{areas:,.0f}" if areas is not None else published.NOT_APPLICABLE
    return [first, *[published.NOT_APPLICABLE] * (len(heads) - 1)]


def moves_sheet(
    key: str,
    title: str,
    rows: Table,
    much: float,
    threshold: float,
    first: str,
    total: bool = True,
    trace: str = "",
    note: str = "",
) -> Sheet:
    """Write who has longer, shorter and the same journeys under a plan, a row a group."""
    shown = [name for name in _MOVES if name not in _RARE or any(rows.column(name))]
    words = {**_MOVES, "much_longer": f"Of these over {band_number(much)} min longer"}
    means = ["Mean minutes today", "Mean minutes, option", "Change"]
    heads = ["Areas", "All children, about", *(words[name] for name in shown), *means]
    held = means_held(rows, threshold, total) if len(rows) else np.zeros(0, dtype=bool)
    lines = []
    for row, hide in zip(records(rows), held.tolist()):
        if not row["children"]:
            note_of = f" ({row['note']})" if row["note"] else ""
            lines.append([f"{row['key']}{note_of}", *_blank(row, heads)])
            continue
        lines.append([str(row["key"]), *moves_cells(row, shown, threshold, bool(hide))])
    return _sheet(key, title, [first, *heads], lines, rows, trace, note)


def listing(
    key: str,
    title: str,
    table: Table,
    columns: Sequence[Column],
    threshold: float,
    trace: str = "",
    note: str = "",
) -> Sheet:
    """Write the columns of a table that it has; one that is empty in every row is left out."""
    there = [one for one in columns if _told(table, one.name)]
    printed = {one.heading: [written(one.kind, v, threshold) for v in table.column(one.name)]
               for one in there}  # fmt: skip
    numbers = [one.heading for one in there if one.kind != TEXT]
    name = title.lower()
    return Sheet(key, title, Table(printed, name), numbers, table, trace, note)


def shortened(sheet: Sheet, weights: Sequence[float], said: str, most: int = MOST_ROWS) -> Sheet:
    """Give a long sheet with its heaviest rows alone, in their order, and a note where all stand.

    `weights` are the rows'; of equal ones the first stays. `said` says what the weight is.
    """
    count = len(sheet.printed)
    if count <= most:
        return sheet
    order = sorted(range(count), key=lambda row: (-weights[row], row))
    kept = sorted(order[:most])
    columns = {
        name: [values[row] for row in kept] for name, values in sheet.printed.columns.items()
    }
    told = (
        f"{most} of {count:,d} rows are printed, {said} first; all stand in the table {sheet.key} "
        "of the folder of tables beside this pack."
    )
    note = f"{sheet.note} {told}".strip()
    printed = Table(columns, sheet.printed.name)
    return replace(sheet, printed=printed, note=note, whole=sheet.printed)


def _told(table: Table, name: str) -> bool:
    return any(value not in (None, "") for value in table.columns.get(name, ()))


def written(kind: str, value: Any, threshold: float) -> str:
    """Write one value in the words of its kind."""
    if kind == TEXT:
        return "" if value is None else str(value)
    if value is None:
        return published.NOT_APPLICABLE
    writers: dict[str, Callable[[float], str]] = {
        COUNT: lambda number: published.rounded(number, threshold),
        MINUTES: published.minutes,
        AT_MOST: lambda number: published.minutes(math.ceil(number - _DUST)),
        CHANGE: minutes_changed,
        POUNDS: pounds,
        WHOLE: lambda number: f"{number:,.0f}",
        YEARS: lambda number: f"{number:,.1f}",
        AREA: lambda number: f"{number:,.0f} m²",
        SHARE: published.share,
    }
    return writers[kind](float(value))


def _sheet(
    key: str,
    title: str,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    exact: Table,
    trace: str,
    note: str,
) -> Sheet:
    columns = {head: [line[place] for line in lines] for place, head in enumerate(heads)}
    return Sheet(key, title, Table(columns, title), list(heads[1:]), exact, trace, note)
