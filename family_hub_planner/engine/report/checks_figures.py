"""What the pack's checks share: two figures that should be the same, rows by name, and words."""

from __future__ import annotations

import math
from typing import Any

from ..errors import FiguresError
from ..tables import Table
from .evidence import Evidence, every_run

CLOSE = 1e-6  # of a sum or a share: what adding up in binary leaves
OUTCOMES = (
    "longer", "shorter", "same", "route_lost", "route_gained", "unrouted", "not_compared",
)  # fmt: skip
PARTING = {"BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_WARD", "BY_HUB", "BY_RURAL_URBAN"}
"""Tables whose rows part all areas: those of others overlap (services, groups, ages, modes)."""
AGAIN = "The file was changed, or its parts are of different runs: run that step again."


def agree(first: Any, second: Any, where: str, why: str = "") -> None:
    """Refuse two figures that should be the same, with `FiguresError`."""
    a, b = number(first), number(second)
    if abs(a - b) > CLOSE * max(1.0, abs(a), abs(b)):
        reason = f"{why}. " if why else ""
        raise FiguresError(f"{where}: {a:,.9g} is not {b:,.9g}. {reason}{AGAIN}")


def differ(of: Table, other: Table) -> str:
    """Say, of a table that its run's areas do not bear out, what it may be, naming both."""
    return f"{_named(other)} is of another run, mode or county than {_named(of)}"


def _named(table: Table) -> str:
    """Give how messages call a table, as it stands within a sentence."""
    name = table.name
    return f"t{name[1:]}" if name.startswith("The ") else name


def children_counted(evidence: Evidence) -> list[float]:
    """Give how many children each run, and each layer of need, counts in all."""
    tables = [run.areas for run in every_run(evidence)]
    tables += [one for one in (evidence.need, *(more.need for more in evidence.needs)) if one]
    found = (table.columns.get("children") for table in tables)
    return [math.fsum(map(number, children)) for children in found if children is not None]


def number(value: Any) -> float:
    """Give a value as a number, nought for one that is missing."""
    return 0.0 if value is None else float(value)


def rows_of(table: Table | None) -> list[dict[str, Any]]:
    """Give a table's rows by the names of their columns; none for no table."""
    if table is None:
        return []
    return [dict(zip(table.columns, row)) for row in table.rows()]
