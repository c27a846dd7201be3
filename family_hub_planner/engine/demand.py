"""Demand: the places that families set out from, with how many children and how much need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .errors import CodesError, InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """n demand points, checked once at birth; afterwards nobody asks again.

    Attributes
    ----------
    ids
        Unique codes as text, n of them.
    children, need
        Float arrays of shape (n,), never negative; a missing count is refused.
    decile, quintile
        Float arrays of shape (n,), 1 is MOST deprived, nan where not known: the national
        deprivation decile (1-10) and the local quintile (1-5).
    locality, authority
        Text, n of each; "" where not known.
    groups
        Further counts to report on, each of shape (n,), nan where not known.
    """

    ids: Sequence[str]
    children: Floats
    need: Floats
    decile: Floats
    quintile: Floats
    locality: Sequence[str]
    authority: Sequence[str]
    groups: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse repeated ids, wrong lengths, missing counts and those that are negative."""
        _refuse_repeats(self.ids)
        for name in ("children", "need", "decile", "quintile", "locality", "authority"):
            if len(getattr(self, name)) != len(self.ids):
                raise InputError(f"Demand: {name} has not one value for each of the points.")
        for name in ("children", "need"):
            self._refuse_bad_counts(name)
        for name, counts in self.groups.items():
            refuse_bad_counts(self.ids, name, counts)

    def _refuse_bad_counts(self, name: str) -> None:
        values: Floats = getattr(self, name)
        bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
        if len(bad):
            raise InputError(
                f"{len(bad)} of {len(self.ids)} demand points have no usable {name} "
                f"(first: {self.ids[bad[0]]} with {_said(values[bad[0]])}). "
                f"Give each a number that is zero or more."
            )

    def __len__(self) -> int:
        return len(self.ids)


def _said(value: float) -> str:
    return "none" if np.isnan(value) else f"{value:g}"


def refuse_bad_counts(ids: Sequence[str], name: str, counts: Floats) -> None:
    """Refuse a further count of the points, shape (n,), that is negative; nan is not known.

    Raises `InputError` with the count's name, how many are so, and the first.
    """
    if len(counts) != len(ids):
        raise InputError(f"Demand: {name} has not one value for each of the points.")
    bad = np.flatnonzero((counts < 0) | np.isinf(counts))
    if len(bad):
        raise InputError(
            f"{len(bad)} of {len(ids)} demand points have a count of {name} that is negative or "
            f"endless (first: {ids[bad[0]]} with {counts[bad[0]]:g}). Give zero or more, or leave "
            "it empty where it is not known."
        )


def _refuse_repeats(ids: Sequence[str]) -> None:
    repeated = [code for code, count in Counter(ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} demand codes stand more than once (first: {repeated[0]}). "
            "Give each area one row."
        )
