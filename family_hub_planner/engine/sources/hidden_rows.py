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
    columns: Mapping[str, Sequence[Any]],
    names_again: Sequence[Sequence[Hashable]],
    stands_there: Sequence[Sequence[Hashable]] = (),
) -> Hidden:
    """Tell which rows are confidential.

    `columns` are those of the register by the planner's names. `names_again` are keys by which
    rows name one place (id; postcode and name), `stands_there` those by which they stand in one
    (UPRN; postcode and address); each has one a row, "" or None where not known. A
    row that names a confidential place is confidential whatever it says; one that stands in its
    building, unless it says a plain no. So on from row to row.
    """
    blank = [""] * len(names_again[0])
    said = [cell_of(value) for value in columns.get("confidential", blank)]
    names = [cell_of(value) for value in columns.get("site_name", blank)]
    types = [cell_of(value) for value in columns.get("venue_type", blank)]
    stated = [is_confidential(word) for word in said]
    by_words = [
        not word and may_endanger({"name": name, "description": kind})
        for word, name, kind in zip(said, names, types)
    ]
    first = [a or b for a, b in zip(stated, by_words)]
    open_ones = [bool(word) and not one for word, one in zip(said, stated)]
    every = _spread(first, names_again, stands_there, open_ones)
    return Hidden(every, sum(by_words), sum(every) - sum(first))


def _spread(
    first: Sequence[bool],
    names_again: Sequence[Sequence[Hashable]],
    stands_there: Sequence[Sequence[Hashable]],
    open_ones: Sequence[bool],
) -> list[bool]:
    """Spread the flag to rows of the same keys, until no row is added."""
    every, before = list(first), -1
    while before != sum(every):
        before = sum(every)
        for keys, may_say_no in (
            *((k, False) for k in names_again),
            *((k, True) for k in stands_there),
        ):
            held = {key for key, one in zip(keys, every) if one and key}
            every = [
                one or (key in held and not (may_say_no and no))
                for one, key, no in zip(every, keys, open_ones)
            ]
    return every
