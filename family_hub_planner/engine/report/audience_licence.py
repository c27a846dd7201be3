"""Which rows rest on licensed addresses: places that areas' children were shared out over.

`finerdemand` writes `part_id` and `placed_by` beside each point, and what it was placed on at the
end of `sources`. Addresses and delivery points (AddressBase, the Postcode Address File) may not be
given on by their licence, and whose they are the file seldom tells. So a finer point counts as
licensed unless its sources say that it is open.
"""

from __future__ import annotations

import re
from typing import Any

from ..tables import Table
from .evidence import Evidence, every_run

_PLACED = "Placed on "
_OPEN = re.compile(r"\bOGL\b|open government licence|\bODbL\b|openstreetmap", re.IGNORECASE)
_LICENSED = re.compile(
    r"address ?base|\bPSGA\b|postcode address file|\bPAF\b|os places|royal mail", re.IGNORECASE
)


def licensed_codes(evidence: Evidence) -> frozenset[str]:
    """Give the ids of the points that rest on licensed addresses."""
    tables = [evidence.need, evidence.unrouted, *(one.need for one in evidence.needs)]
    tables += [run.areas for run in every_run(evidence)]
    return frozenset(code for table in tables if table is not None for code in _codes(table))


def _codes(table: Table) -> list[str]:
    names = [name for name in ("part_id", "area_code", "id") if name in table.columns]
    if not names or not ({"part_id", "placed_by", "sources"} & set(table.columns)):
        return []
    rows = (dict(zip(table.columns, row)) for row in table.rows())
    return [str(row[names[0]]) for row in rows if _is_licensed(row) and row[names[0]] is not None]


def _is_licensed(row: dict[str, Any]) -> bool:
    said = str(row.get("sources") or "")
    if _LICENSED.search(said):
        return True
    if row.get("part_id") is None or row.get("placed_by") == "whole_area":
        return False
    placed = said.rpartition(_PLACED)[2] if _PLACED in said else ""
    return not _OPEN.search(placed)
