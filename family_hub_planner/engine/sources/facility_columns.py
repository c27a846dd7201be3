"""The facility columns of a register's rows: cells read, types in the planner's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..tables import Table
from .columns import mapped_column
from .facility_names import FACILITY_COLUMNS, PLACE_COLUMNS
from .facility_types import COLOCATION_TYPES
from .register_values import Unread, cell_of, read_column, site_type_of

if TYPE_CHECKING:
    from .venue_words import VenueWords

_TAKEN = {
    *FACILITY_COLUMNS, *PLACE_COLUMNS, "type_stated", "colocation_by", "located_by", "building",
    "sites_in_building", "note", "row", "sources", "fictional", "fid", "geom",
}  # fmt: skip
_OF_RETURN = {name.lower(): name for name in COLOCATION_TYPES}
STATED, GUESSED = "stated", "guessed from venue_type"


@dataclass
class FacilityCells:
    """The facility columns of chosen rows, by name, and the cells of them that were not read.

    `unread` has rows of the table. `settled` says where a column was taken for another.
    """

    columns: dict[str, list[Any]]
    unread: list[Unread] = field(default_factory=list)


def read_facilities_of(
    table: Table,
    found: Mapping[str, str],
    rows: Sequence[int],
    words: VenueWords | None = None,
    venue_type: str = "",
) -> FacilityCells:
    """Read the facility columns of some rows, each cell by itself.

    With `words` the register's own word for a building is brought into the planner's, kept beside
    it as `type_stated`, and the co-location type is guessed from it where none is stated;
    `colocation_by` says which. `venue_type` is that of the rows that state none.
    """
    cells = FacilityCells({})
    for name in FACILITY_COLUMNS[1:]:
        if name not in found:
            continue
        values, unread = read_column(name, table.column(found[name]))
        chosen = set(rows)
        cells.columns[name] = [values[row] for row in rows]
        cells.unread.extend(one for one in unread if one.row in chosen)
    if "colocation_by" in table.columns and "colocation_type" in cells.columns:
        by = table.column("colocation_by")
        told = zip(rows, cells.columns["colocation_type"])
        # what this reader once guessed must not come back as a statement
        cells.columns["colocation_type"] = [None if by[r] == GUESSED else t for r, t in told]
    if "colocation_type" in cells.columns:
        said = cells.columns["colocation_type"]
        cells.columns["colocation_type"] = [_OF_RETURN.get(str(t).lower(), t) for t in said]
    if words is not None or venue_type:
        _settle_types(cells.columns, len(rows), words, venue_type)
    return cells


def settle_site_type(table: Table, found: dict[str, str], mapping: Mapping[str, str]) -> str:
    """Take a column called a site type for the building's, where it holds none of the return's.

    "Site Type" holds "Network Site" in one list and "Library" in the next. Changes `found` and says
    so; "" where nothing was to change, or the user's mapping has settled it.
    """
    heading = found.get("site_type")
    if heading is None or "site_type" in mapping:
        return ""
    values = [cell_of(value) for value in table.column(heading)]
    stated = [value for value in values if value]
    if not stated or any(site_type_of(p.strip()) for v in stated for p in v.split(";")):
        return ""
    del found["site_type"]
    if "venue_type" in found or "venue_type" in mapping:
        return f"{heading!r} holds no type of the national return and was not used."
    found["venue_type"] = heading
    return f"{heading!r} holds no type of the national return: taken for the type of building."


def _settle_types(
    columns: dict[str, list[Any]], count: int, words: VenueWords | None, otherwise: str
) -> None:
    stated = columns.get("venue_type", [None] * count)
    told = columns.get("colocation_type", [None] * count)
    kinds, shares, by = [], [], []
    for said, colocated in zip(stated, told):
        rule = words.of(said or otherwise) if words and (said or otherwise) else None
        kinds.append(rule.venue_type if rule else said or otherwise or None)
        guess = rule.colocation_type if rule else ""
        shares.append(colocated or guess or None)
        by.append(STATED if colocated else GUESSED if guess else None)
    columns["venue_type"], columns["colocation_type"] = kinds, shares
    columns["type_stated"], columns["colocation_by"] = list(stated), by


def further_columns(
    table: Table, further: Mapping[str, str], rows: Sequence[int]
) -> dict[str, list[Any]]:
    """Give the user's own columns of some rows as text, as they are written.

    Raises `ColumnError` for a heading that is not there, and `InputError` for a name that is no
    plain word or that the planner has a column of its own for.
    """
    for name in further:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or name.lower() in _TAKEN:
            raise InputError(
                f"A further column cannot be called {name!r}: give a word of letters, digits and "
                "underscores that the planner has no column of. Its own go into the mapping."
            )
    found = {name: table.column(mapped_column(table, of)) for name, of in further.items()}
    return {name: [cell_of(values[row]) or None for row in rows] for name, values in found.items()}


def missing_by_column(columns: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """Count the missing cells of each facility column; a column that is not there lacks all."""
    total = len(next(iter(columns.values()), ()))
    blank: Counter[str] = Counter()
    for name in FACILITY_COLUMNS:
        blank[name] = sum(value is None for value in columns.get(name, [None] * total))
    return dict(blank)
