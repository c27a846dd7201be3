"""Rows of the engine's tables, by their key."""

from __future__ import annotations

from typing import Any

from family_hub_planner.engine.tables import Table


def table_row(table: Table, key: str) -> dict[str, Any]:
    """Give the first row whose key is `key`, as column name to value; `KeyError` if none."""
    for values in table.rows():
        row = dict(zip(table.columns, values))
        if row["key"] == key:
            return row
    raise KeyError(key)
