"""The plain table that passes between the stages: columns of equal length, by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import ColumnError, InputError
from .provenance import Provenance


@dataclass(frozen=True)
class Table:
    """Columns of equal length; a missing value is None. `name` is how messages call the table."""

    columns: dict[str, list[Any]]
    name: str = "table"
    provenance: Provenance | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse columns of different lengths."""
        if len({len(values) for values in self.columns.values()}) > 1:
            raise InputError(f"The columns of {self.name} have different lengths.")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def column(self, name: str) -> list[Any]:
        """Give one column's values; `ColumnError` names the columns that there are."""
        if name not in self.columns:
            there = ", ".join(self.columns) or "none"
            raise ColumnError(f"{self.name} has no column {name!r}. Its columns: {there}.")
        return self.columns[name]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows in turn, values in the order of the columns."""
        return zip(*self.columns.values())
