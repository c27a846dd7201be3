"""How the page on co-location writes minutes, areas and places: what is not known says so."""

from __future__ import annotations

from typing import Any

from .tables import Table


def records(rows: Table) -> list[dict[str, Any]]:
    """Give a table's rows as values by column."""
    return [dict(zip(rows.columns, row)) for row in rows.rows()]


def site(row: dict[str, Any], end: str) -> str:
    """Name the building at one end of a row, `from` or `to`, with its id."""
    name, at = row[f"{end}_name"], row[f"{end}_site"]
    return f"{name} ({at})" if name else str(at)


def whole(amount: float | None) -> str:
    """Write a whole number; what is not known is never nought."""
    return "not known" if amount is None else f"{amount:,.0f}"


def minutes(before: float | None, after: float | None) -> str:
    """Write mean minutes before and after."""
    if before is None or after is None:
        return "not known"
    return f"{before:.1f} to {after:.1f}"
