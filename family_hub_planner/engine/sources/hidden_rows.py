"""Which rows of a register are confidential: by their own word, or by what they plainly are.

A refuge that nobody flagged is one all the same, and a row that names a confidential place again
gives its address away as much as the first. A plain no in the register is taken at its word.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..confidential import is_confidential
from .register_values import cell_of
from .safety import may_endanger


@dataclass(frozen=True)
class Hidden:
    """Which rows are confidential, and how many of them no word of their own calls so."""

    rows: Sequence[bool]
    by_words: int
    by_another: int

    def open_rows(self, rows: Sequence[int]) -> list[int]:
        """Give those of some rows that are not confidential."""
        return [row for row in rows if not self.rows[row]]


def hidden_rows(
    columns: Mapping[str, Sequence[Any]], ids: Sequence[str], addresses: Sequence[Hashable]
) -> Hidden:
    """Tell which rows are confidential.

    `columns` are those of the register by the planner's names; `ids` and `addresses` (postcode and
    name, None where not known) tell which rows name one place.
    """
    blank = [""] * len(ids)
    said = [cell_of(value) for value in columns.get("confidential", blank)]
    names = [cell_of(value) for value in columns.get("site_name", blank)]
    types = [cell_of(value) for value in columns.get("venue_type", blank)]
    stated = [is_confidential(word) for word in said]
    by_words = [
        not word and may_endanger({"name": name, "description": kind})
        for word, name, kind in zip(said, names, types)
    ]
    first = [a or b for a, b in zip(stated, by_words)]
    keys = {ids[row] for row, one in enumerate(first) if one}
    places = {addresses[row] for row, one in enumerate(first) if one and addresses[row]}
    every = [one or ids[row] in keys or addresses[row] in places for row, one in enumerate(first)]
    return Hidden(every, sum(by_words), sum(every) - sum(first))
