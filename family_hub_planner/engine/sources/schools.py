"""Schools and children's centres from GIAS (Get Information about Schools) and lists made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..tables import Table
from .area_tables import Source, open_table
from .estate import PLAIN, Places, RegisterOptions, read_places
from .headings import heading_key
from .number_text import number_or_none
from .register_columns import Heading, full_names

# The register's own words, and what the national return calls them.
_STATUS = {
    "open": "Active",
    "open, but proposed to close": "Active",
    "proposed to open": "Planned to be opened",
    "closed": "Closed",
}
_MORE = {
    "establishment_type": ("typeofestablishmentname", "establishmenttype", "type"),
    "establishment_group": ("establishmenttypegroupname", "establishmenttypegroup"),
    "establishment_status": ("establishmentstatusname",),
    "phase": ("phaseofeducationname", "educationphase"),
    "low_age": ("statutorylowage", "lowestadmissionage"),
    "high_age": ("statutoryhighage", "highestadmissionage"),
    "capacity": ("schoolcapacity", "capacity"),
    "pupils": ("numberofpupils",),
    "free_meals_percent": ("percentagefsm", "percentfsm"),
}
_NUMBERS = ("low_age", "high_age", "capacity", "pupils", "free_meals_percent")
_CENTRE = re.compile(r"childrens?centres?.*")


def read_schools(
    source: Source,
    mapping: Mapping[str, str] | None = None,
    postcodes: Table | None = None,
    options: RegisterOptions = PLAIN,
) -> Places:
    """Read open schools and children's centres, as candidates for sharing a building.

    Recognised are the daily extract `edubasealldataYYYYMMDD.csv` (Windows text, eastings and
    northings) and lists with some of its columns. Closed establishments are left out and counted.

    Returns
    -------
    Places
        The facility columns, and where the list has them `establishment_type`,
        `establishment_group`, `establishment_status`, `phase`, `low_age`, `high_age`, `capacity`,
        `pupils`, `free_meals_percent`, then `spare_places` = capacity - pupils (never below 0) and
        `childrens_centre` (True, False). `status` is in the words of the national return.

    Raises
    ------
    ColumnError, InputError
        As `read_places`.
    """
    table = open_table(source)
    more = _more_columns(table)
    closed = _closed(more)
    own = {**_gias_mapping(table), **full_names(mapping or {})}
    places = read_places(table, own, None, postcodes, skip=closed, options=options)
    rows = [row - 1 for row in places.table.column("row")]
    columns = {**places.table.columns, **_extra(more, rows)}
    notes = [*places.notes]
    if closed:
        notes.append(f"{table.name}: {len(closed):,} closed establishments were left out.")
    centres = sum(columns["childrens_centre"])
    notes.append(f"{table.name}: {centres:,} of the places are children's centres.")
    whole = replace(places.table, columns=columns)
    headings = _headings(places.headings, table, full_names(mapping or {}))
    return replace(places, table=whole, notes=tuple(notes), headings=headings)


def _headings(
    told: Sequence[Heading], table: Table, mapping: Mapping[str, str]
) -> tuple[Heading, ...]:
    """Name the register's further columns too, and call the user's only what the user mapped."""
    more = {heading: name for name, heading in _more_headings(table).items()}
    found = []
    for one in told:
        column = one.column or more.get(one.heading, "")
        mine = any(name in mapping for name in column.split(", "))
        by = "your mapping" if mine else "its heading" if column else ""
        found.append(replace(one, column=column, by=by))
    return tuple(found)


def _gias_mapping(table: Table) -> dict[str, str]:
    """Name the register's columns that general words would miss or mistake."""
    wanted = {
        "site_id": ("urn", "uniquereferencenumber"),
        "authority": ("laname",),
        "venue_type": _MORE["establishment_type"],
    }
    keys = {heading_key(heading): heading for heading in reversed(list(table.columns))}
    found = {n: next((keys[k] for k in words if k in keys), None) for n, words in wanted.items()}
    return {name: heading for name, heading in found.items() if heading is not None}


def _more_columns(table: Table) -> dict[str, list[Any]]:
    return {name: table.column(heading) for name, heading in _more_headings(table).items()}


def _more_headings(table: Table) -> dict[str, str]:
    keys = {heading_key(heading): heading for heading in reversed(list(table.columns))}
    found = {n: next((keys[w] for w in words if w in keys), None) for n, words in _MORE.items()}
    return {name: heading for name, heading in found.items() if heading is not None}


def _closed(more: Mapping[str, Sequence[Any]]) -> frozenset[int]:
    words = more.get("establishment_status", [])
    return frozenset(
        row for row, word in enumerate(words) if str(word or "").strip().lower() == "closed"
    )


def _extra(more: Mapping[str, Sequence[Any]], rows: list[int]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for name, values in more.items():
        chosen = [values[row] for row in rows]
        # "SUPP" and blanks stand for suppressed shares and unknown capacities: None, not zero
        columns[name] = [number_or_none(v) for v in chosen] if name in _NUMBERS else chosen
    if "establishment_status" in columns:
        columns["status"] = [
            _STATUS.get(str(v or "").strip().lower(), v) for v in columns["establishment_status"]
        ]
    if {"capacity", "pupils"} <= set(columns):
        pairs = zip(columns["capacity"], columns["pupils"])
        columns["spare_places"] = [
            None if c is None or p is None else max(0.0, c - p) for c, p in pairs
        ]
    kinds = [columns[n] for n in ("establishment_type", "establishment_group") if n in columns]
    columns["childrens_centre"] = [
        any(_CENTRE.fullmatch(heading_key(str(kind[i] or ""))) for kind in kinds)
        for i in range(len(rows))
    ]
    return columns
