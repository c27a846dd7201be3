"""Which columns the public gets: of a register those named here, of results all but money.

A register's own columns may hold anything (a note on the rent, a caretaker's telephone number), so
of places only known columns pass. Results have the planner's columns alone: there money is found
by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..confidential import COLUMN as CONFIDENTIAL
from ..confidential import is_confidential
from ..published import is_small, unit
from ..tables import Table

PLACE_COLUMNS = frozenset(
    {
        "site_id", "site_name", "uprn", "postcode", "authority", "status", "site_type",
        "venue_type", "colocation_type", "services", "hours_week", "sessions_week",
        "term_time_only", "open_to", "step_free", "separate_entrance", "private_room",
        "opening_hours", "in_area", "fictional", "sources", "establishment_type",
        "establishment_group", "establishment_status", "phase", "childrens_centre", "tier",
        "linked_hub", "decision", "lon", "lat", "x", "y",
    }
)  # fmt: skip
"""What the public is told of a place; owner, tenure, leases, condition and notes it is not."""

_MONEY = frozenset(
    {
        "gbp", "saving", "savings", "cost", "costs", "payback", "clawback", "backlog", "budget",
        "budgets", "rent", "price", "spend", "spending", "pounds",
    }
)  # fmt: skip
_INSIDE = frozenset({CONFIDENTIAL, "made_with"})  # words on confidential places; ids of all hubs
_TERMS = frozenset(
    {
        "earliest_date", "date_is", "conflicts", "lease_end", "break_date", "tenure", "condition",
        "suitability", "owner_agreed", "owner", "building_owner", "landlord",
    }
)  # fmt: skip
_NEED_TOTALS = frozenset({"need_hub", "need_outreach", "need_neither", "objective", "bound"})


def is_money(name: str) -> bool:
    """Tell whether a column, a number or a parameter is of money, by its name."""
    words = set(re.findall("[a-z]+", name.lower()))
    return bool(words & _MONEY) or {"one", "off"} <= words or "£" in name


def without(table: Table, drop: Callable[[str], bool]) -> tuple[Table, int]:
    """Give a table without some columns, and how many of them held anything."""
    kept = {name: values for name, values in table.columns.items() if not drop(name)}
    gone = [values for name, values in table.columns.items() if name not in kept]
    told = sum(any(value not in (None, "") for value in values) for values in gone)
    return Table(kept, table.name, table.provenance), told


def is_term(name: str) -> bool:
    """Tell whether a column is of a building's terms, state or owner's stance, by its name.

    The day from which a building can be left is the end of its lease.
    """
    return name.lower() in _TERMS


def money_and_inside(name: str) -> bool:
    """Tell whether the public's results lack a column."""
    return is_money(name) or is_term(name) or name in _INSIDE


def not_of_a_place(name: str) -> bool:
    """Tell whether the public's registers lack a column."""
    return name not in PLACE_COLUMNS


def not_told(name: str) -> bool:
    """Tell whether a column that goes is a register's own: no money, no term, none of ours."""
    return not (is_money(name) or is_term(name) or name in _INSIDE)


def chosen(table: Table, keep: Callable[[Mapping[str, Any]], bool]) -> tuple[Table, int]:
    """Give the rows to keep, and how many are gone."""
    names = list(table.columns)
    rows = [row for row in table.rows() if keep(dict(zip(names, row)))]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return Table(columns, table.name, table.provenance), len(table) - len(rows)


def confidential_rows(table: Table | None) -> list[dict[str, Any]]:
    """Give the rows of a register that it calls confidential; none where it has no such column."""
    if table is None or CONFIDENTIAL not in table.columns:
        return []
    rows = (dict(zip(table.columns, row)) for row in table.rows())
    return [row for row in rows if is_confidential(_word(row[CONFIDENTIAL]))]


def _word(value: Any) -> str:
    return "" if value is None or value is False else str(value)


def rounded_totals(table: Table, threshold: float) -> Table:
    """Round the sums of need along a frontier as counts are; a small one is None."""
    columns = {
        name: [_rounded(value, threshold) for value in values] if name in _NEED_TOTALS else values
        for name, values in table.columns.items()
    }
    return Table(columns, table.name, table.provenance)


def _rounded(value: Any, threshold: float) -> Any:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return value
    if is_small(value, threshold):
        return None
    to = unit(threshold)
    return float(to * int(value / to + 0.5))
