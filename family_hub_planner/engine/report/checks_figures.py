"""What the pack's checks share: two figures that should be the same, rows by name, and words."""

from __future__ import annotations

from typing import Any

from ..errors import FiguresError
from ..tables import Table

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


def number(value: Any) -> float:
    """Give a value as a number, nought for one that is missing."""
    return 0.0 if value is None else float(value)


def rows_of(table: Table | None) -> list[dict[str, Any]]:
    """Give a table's rows by the names of their columns; none for no table."""
    if table is None:
        return []
    return [dict(zip(table.columns, row)) for row in table.rows()]
