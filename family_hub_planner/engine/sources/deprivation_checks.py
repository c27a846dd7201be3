"""What a table of deprivation must hold: values that can be right, in the right direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ..errors import ColumnError
from ..in_words import many
from .columns import Floats

Bools = npt.NDArray[np.bool_]
MEASURES = ("imd_score", "imd_rank", "imd_decile", "idaci_score", "idaci_rank", "idaci_decile")
_MOST_OUT_OF_ORDER = 0.05


class Checked(Protocol):
    """A table of deprivation, as far as the checks look at it."""

    @property
    def name(self) -> str:
        """How messages call the table."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes, n of them."""

    def measure(self, name: str) -> Floats:
        """Give a measure by name, shape (n,)."""

    def has(self, name: str) -> bool:
        """Tell whether any area has a value of this measure."""


def check_ranges(table: Checked) -> None:
    """Refuse ranks, deciles and scores outside what they can be, with the first area."""
    for index in ("imd", "idaci"):
        _refuse(table, f"{index}_rank", lambda v: (v < 1) | (v % 1 != 0), "1, 2, 3 and so on")
        _refuse(
            table,
            f"{index}_decile",
            lambda v: (v < 1) | (v > 10) | (v % 1 != 0),
            "a whole number from 1 (most deprived) to 10",
        )
    _refuse(table, "imd_score", lambda v: v < 0, "zero or more")
    highest = np.nanmax(table.measure("idaci_score")) if table.has("idaci_score") else 0.0
    wanted = "a rate from 0 to 1"
    if 1 < highest <= 100:
        wanted += "; is it a percentage? Then divide it by 100"
    _refuse(table, "idaci_score", lambda v: (v < 0) | (v > 1), wanted)


def _refuse(table: Checked, name: str, is_bad: Callable[[Floats], Bools], wanted: str) -> None:
    values = table.measure(name)
    known = np.isfinite(values)
    bad = np.flatnonzero(known & is_bad(np.where(known, values, 1.0)))
    if len(bad):
        first = bad[0]
        raise ColumnError(
            f"{table.name}: {name} has {many(len(bad), 'value', 'values')} that cannot be right "
            f"(first: {values[first]:g} for {table.codes[first]}). It should be {wanted}."
        )


def check_order(table: Checked, lead: str, follow: str, falling: bool) -> None:
    """Refuse two columns of one index that do not run together, as a reversed rank would not.

    The areas are sorted by `lead`; at each step to its next value `follow` must not move the wrong
    way. Rounded scores tie but never cross, so that hardly a step may be out of order.
    """
    sign = 1.0 if falling else -1.0
    first, second = table.measure(lead), sign * table.measure(follow)
    both = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
    order = both[np.lexsort((-second[both], first[both]))]
    steps = np.flatnonzero(np.diff(first[order]) > 0)
    wrong = np.count_nonzero(second[order[steps + 1]] > second[order[steps]])
    if wrong > _MOST_OUT_OF_ORDER * len(steps):
        together = "fall" if falling else "rise"
        raise ColumnError(
            f"{table.name}: {follow} does not {together} as {lead} rises, at {wrong:,} of "
            f"{len(steps):,} steps. Rank and decile 1 must be the most deprived areas, with the "
            "highest scores: check the direction, and that both columns are of the same index."
        )
