"""Local quintiles: the areas of one map in fifths, 1 the most deprived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .need_index import IDACI, NATIONAL, index_words

Floats = npt.NDArray[np.float64]

# What the local quintile is ranked by, the first that is there; True where higher is more deprived.
_RANKED_BY = (
    ("idaci_score", True),
    ("idaci_rank", False),
    ("imd_score", True),
    ("imd_rank", False),
)
QUINTILE_MEASURES = tuple(name for name, _ in _RANKED_BY)


def local_quintile(
    codes: Sequence[str], measures: Mapping[str, Floats], notes: list[str], index: str = ""
) -> Floats:
    """Rank n areas into fifths by the best measure there is, 1 = most deprived fifth.

    `measures` holds `QUINTILE_MEASURES`, shape (n,) each; what they were ranked by goes to `notes`.
    `index` is what the `imd_...` are of, "" for the English IMD.
    """
    for name, higher_is_worse in _RANKED_BY:
        values = measures[name]
        if np.isfinite(values).any():
            notes.append(
                f"Local quintiles rank these areas by {_by(name, index)}; 1 is the most deprived."
            )
            return equal_count_quintiles(codes, values if higher_is_worse else -values)
    if len(codes) and any(np.isfinite(values).any() for values in measures.values()):
        notes.append("Local quintiles are empty: they need a score or a rank, not deciles alone.")
    return np.full(len(codes), np.nan)


def _by(name: str, index: str) -> str:
    """Say what ranks the areas; of an index of the user's own a rank may be made from its score."""
    of, what = name.split("_")
    if of == "idaci":
        return index_words(IDACI, what)
    return index_words(index, what) if index in NATIONAL else f"the score or rank of {index}"


def equal_count_quintiles(codes: Sequence[str], deprivation: Floats) -> Floats:
    """Give quintiles 1 (highest deprivation) to 5 with equal counts, shape (n,), nan where nan.

    The m areas with a value are sorted by deprivation, highest first, ties by code; the area at
    place i (from 0) falls in quintile floor(5 i / m) + 1. Counts differ by one at most. Areas that
    tie may so fall on both sides of a border, and fewer than five areas leave quintiles empty (two
    areas: 1 and 3).
    """
    known = np.flatnonzero(np.isfinite(deprivation))
    order = sorted(known.tolist(), key=lambda row: (-float(deprivation[row]), codes[row]))
    quintiles = np.full(len(codes), np.nan)
    quintiles[order] = np.arange(len(order)) * 5 // max(1, len(order)) + 1
    return quintiles
