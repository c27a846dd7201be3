"""Lists of places with a column mapper: asset registers, schools, libraries, surgeries, hospitals.

A place is put where its coordinates say, else its map reference, else its postcode; nothing is
guessed: a row that cannot be placed is rejected with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ColumnError, InputError
from ..in_words import many
from ..projection import BRITISH_GRID
from ..tables import Table
from .area_tables import Source, open_table, values_or_none
from .columns import columns_there, numbers
from .postcodes import places_of_postcodes, postcode_key, written
from .register_columns import FACILITY_COLUMNS, NUMBER_COLUMNS, register_columns
from .row_points import locate_rows, move_points


@dataclass(frozen=True)
class Places:
    """A list of places as read.

    Attributes
    ----------
    table
        One row a place: `row` (of the data, from 1), `site_id`, the facility columns that the
        list has, `x` and `y` in metres of `crs`, and `located_by`.
    rejected
        `row`, `site_name` and `reason` of the rows that could not be used.
    duplicates
        `row`, `first_row`, `reason` and `kept`: rows that name a place again. Only a second row
        of the same id is left out; one building may hold several services.
    crs
        The coordinate system of x and y.
    notes
        Plain sentences for the log.
    """

    table: Table
    rejected: Table
    duplicates: Table
    crs: str
    notes: tuple[str, ...]


def read_places(
    source: Source,
    mapping: Mapping[str, str] | None = None,
    crs: str | None = None,
    postcodes: Table | None = None,
    target: str = BRITISH_GRID,
    skip: Collection[int] = (),
) -> Places:
    """Read a list of places by its headings, or by the columns that `mapping` names.

    Parameters
    ----------
    mapping
        Names from `FACILITY_COLUMNS` and `PLACE_COLUMNS` to headings ("site_name" to "Site Name").
        A column `crs` gives each row a system of its own ("OSGB36", "WGS84"), as in the
        schemas of the Local Government Association.
    crs
        System of `x` and `y` where the rows name none; headings such as Easting or Longitude
        say it themselves.
    postcodes
        A table of `read_postcodes`, for rows without coordinates.
    target
        System of the result, in metres.
    skip
        Rows of the data, from 0, that are not wanted, such as closed schools.

    Raises
    ------
    ColumnError
        No column that says where a place is, or a text in a column of numbers.
    InputError
        Coordinates whose system nothing says, or no row that can be placed.
    """
    table = _with_dataset(open_table(source))
    found = register_columns(table, mapping)
    _check_place(table, found, crs, postcodes)
    known = {} if postcodes is None else places_of_postcodes(postcodes)
    points, ways, reasons = locate_rows(table, found, crs, known, skip)
    move_points(points, reasons, target)
    ids, made_up = _ids(table, found)
    placed = [point is not None for point in points]
    duplicates = _duplicates(table, found, ids, placed)
    left_out = {row for row, _, _, kept in duplicates if not kept}
    rows = [row for row, p in enumerate(points) if p is not None and row not in left_out]
    if not rows:
        first = next((f" (first: {why})" for why in reasons.values()), "")
        raise InputError(f"{table.name}: none of its {len(table):,} places can be placed{first}.")
    columns: dict[str, list[Any]] = {"row": [row + 1 for row in rows]}
    columns["site_id"] = [ids[row] for row in rows]
    columns.update(_facility_columns(table, found, rows))
    chosen = [point for point in (points[row] for row in rows) if point is not None]
    columns["x"], columns["y"] = [p[0] for p in chosen], [p[1] for p in chosen]
    columns["located_by"] = [ways[row] for row in rows]
    return Places(
        Table(columns, table.name, table.provenance),
        _rejected(table, found, reasons),
        _duplicate_table(duplicates, table.name),
        target,
        _notes(table, found, columns, reasons, duplicates, made_up, len(table) - len(skip)),
    )


def _with_dataset(table: Table) -> Table:
    """Call a list that is not recognised a list of places, so that a report can name it."""
    facts = table.provenance
    if facts is None or facts.dataset:
        return table
    return replace(table, provenance=replace(facts, dataset="List of places"))


def _check_place(
    table: Table, found: Mapping[str, str], crs: str | None, postcodes: Table | None
) -> None:
    paired = [{"easting", "northing"}, {"longitude", "latitude"}, {"x", "y"}]
    has_point = any(pair <= set(found) for pair in paired) or "map_reference" in found
    if not has_point and not ("postcode" in found and postcodes is not None):
        how = (
            "It has postcodes: give a postcode directory (ONSPD or NSPL)."
            if "postcode" in found
            else 'Say which, for example "easting=Grid E; northing=Grid N". '
        )
        raise ColumnError(
            f"{table.name} has no columns that say where a place is. {how} {columns_there(table)}"
        )
    bare = {"x", "y"} <= set(found) and not {"easting", "northing"} <= set(found)
    if bare and not {"longitude", "latitude"} <= set(found) and "crs" not in found and crs is None:
        raise InputError(
            f"{table.name}: nothing says which coordinate system {found['x']!r} and {found['y']!r} "
            "are in. Give it, for example EPSG:27700 for British National Grid."
        )


def _ids(table: Table, found: Mapping[str, str]) -> tuple[list[str], int]:
    values = table.column(found["site_id"]) if "site_id" in found else [None] * len(table)
    texts = [_identity(value) for value in values]
    made_up = sum(not text for text in texts)
    return [text or f"row {row}" for row, text in enumerate(texts, start=1)], made_up


def _identity(value: Any) -> str:
    """Give an id as text, without the ".0" that spreadsheets leave behind whole numbers."""
    text = "" if value is None else str(value).strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _duplicates(
    table: Table, found: Mapping[str, str], ids: list[str], placed: list[bool]
) -> list[tuple[int, int, str, bool]]:
    """List placed rows that name a place again: row, first row, why, and whether it is kept."""
    again: list[tuple[int, int, str, bool]] = []
    told: set[int] = set()
    keys: list[tuple[str, Iterable[Any], bool]] = [("the same id", ids, False)]
    if "uprn" in found:
        keys.append(("the same UPRN", map(_identity, table.column(found["uprn"])), True))
    if {"site_name", "postcode"} <= set(found):
        names = (str(v or "").strip().lower() for v in table.column(found["site_name"]))
        codes = map(postcode_key, table.column(found["postcode"]))
        pairs = ((n, c) if n and c else None for n, c in zip(names, codes))
        keys.append(("the same name and postcode", pairs, True))
    for reason, values, kept in keys:
        first: dict[Any, int] = {}
        for row, value in enumerate(values):
            if not placed[row]:
                continue  # a row without a place must not push out one that has
            if value and value in first and row not in told:
                again.append((row, first[value], reason, kept))
                told.add(row)
            elif value:
                first.setdefault(value, row)
    return sorted(again)


def _facility_columns(
    table: Table, found: Mapping[str, str], rows: list[int]
) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for name in FACILITY_COLUMNS[1:]:
        if name not in found:
            continue
        if name in NUMBER_COLUMNS:
            plain = _without_pound_signs(table, found[name]) if name.endswith("_gbp") else table
            columns[name] = values_or_none(numbers(plain, found[name])[rows])
            continue
        values = [table.column(found[name])[row] for row in rows]
        if name == "postcode":
            columns[name] = [written(k) if (k := postcode_key(v)) else v for v in values]
        else:
            columns[name] = [_identity(v) or None for v in values]
    return columns


def _without_pound_signs(table: Table, heading: str) -> Table:
    values = [None if v is None else str(v).strip().lstrip("£") for v in table.column(heading)]
    return replace(table, columns={heading: values})


def _rejected(table: Table, found: Mapping[str, str], reasons: Mapping[int, str]) -> Table:
    names = table.column(found["site_name"]) if "site_name" in found else [None] * len(table)
    rows = sorted(reasons)
    return Table(
        {
            "row": [row + 1 for row in rows],
            "site_name": [names[row] for row in rows],
            "reason": [reasons[row] for row in rows],
        },
        f"the rows of {table.name} that were rejected",
        table.provenance,
    )


def _duplicate_table(duplicates: list[tuple[int, int, str, bool]], name: str) -> Table:
    return Table(
        {
            "row": [row + 1 for row, _, _, _ in duplicates],
            "first_row": [first + 1 for _, first, _, _ in duplicates],
            "reason": [reason for _, _, reason, _ in duplicates],
            "kept": [kept for _, _, _, kept in duplicates],
        },
        f"the rows of {name} that name a place again",
    )


def _notes(
    table: Table,
    found: Mapping[str, str],
    columns: Mapping[str, list[Any]],
    reasons: Mapping[int, str],
    duplicates: list[tuple[int, int, str, bool]],
    made_up: int,
    total: int,
) -> tuple[str, ...]:
    ways = Counter(columns["located_by"])
    by = ", ".join(f"{count:,} by {way}" for way, count in sorted(ways.items()))
    used = "; ".join(f"{name} from {heading!r}" for name, heading in found.items())
    left = sum(not kept for _, _, _, kept in duplicates)
    notes = [f"{table.name}: {len(columns['row']):,} of {total:,} places ({by}); {used}."]
    if reasons:
        first = min(reasons)
        notes.append(
            f"{table.name}: {many(len(reasons), 'row', 'rows')} could not be placed and "
            f"{'was' if len(reasons) == 1 else 'were'} rejected "
            f"(first: row {first + 1}, {reasons[first]})."
        )
    if duplicates:
        row, before, reason, _ = duplicates[0]
        again = many(len(duplicates), "row names", "rows name")
        notes.append(
            f"{table.name}: {again} a place again (first: row {row + 1} has "
            f"{reason} as row {before + 1}); {left:,} with the same id left out."
        )
    if made_up:
        unnamed = many(made_up, "place has", "places have")
        notes.append(f"{table.name}: {unnamed} no id; the row's number serves.")
    return tuple(notes)
