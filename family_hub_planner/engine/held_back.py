"""Which shares are held back for a small count's sake, beside which they would tell it.

A small count is held back (`published.is_small`); the others of its column are printed rounded.
Their shares are of exact counts: with the total's and all the other rows' shares, the small count
could be worked out nearly to the child. So one more count of the column loses its share, and is
then known to the nearest ten alone, which leaves the small one open. This is complementary
suppression (Cox, 1980, "Suppression methodology and statistical disclosure control", Journal of
the American Statistical Association 75(370), 377-385) at the least loss beside rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .bands import band_suffix
from .published import is_small
from .tables import Table

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NOUGHT = 1e-6


def shares_held(table: Table, bands: Sequence[float], threshold: float) -> Bools:
    """Tell which shares of a coverage table are held back, shape (rows, bands).

    The last row is that of all the others together: none of its shares is.
    """
    names = ["children", *(f"reached_{band_suffix(band)}" for band in bands)]
    columns: list[list[Any]] = [table.column(name) for name in names]
    counts = np.array([[value or 0.0 for value in column] for column in columns], dtype=float).T
    beside = held_beside(counts[:-1], threshold)
    held = np.zeros((len(table), len(bands)), dtype=bool)
    held[:-1] = beside[:, 1:] | beside[:, :1]  # a count over its share tells all children
    return held


def held_beside(counts: Floats, threshold: float) -> Bools:
    """Tell which counts must be known by their rounded figure alone, shape as `counts` (n, k).

    Rows are groups, without their total; column 0 counts everybody of each, the others some of
    them. In each column where the small counts together are above nought and under the threshold,
    it is the smallest count that is not small, ties by its place; none where there is no other:
    the total is then as small, and held back itself. The same where those whom the counts lack are
    so few.
    """
    beside = np.zeros(counts.shape, dtype=bool)
    everybody = counts[:, 0]
    for column, values in enumerate(counts.T):
        lacks = everybody - values if column else np.zeros(len(values))
        few, nearly = _small(values, threshold), _small(lacks, threshold)
        for told, small in ((values, few), (lacks, nearly)):
            if _NOUGHT < told[small].sum() < threshold - _NOUGHT:
                _hold_one(values, lacks, few | nearly, beside[:, column])
    return beside


def _small(counts: Floats, threshold: float) -> Bools:
    return np.array([is_small(count, threshold) for count in counts], dtype=bool)


def _hold_one(values: Floats, lacks: Floats, small: Bools, beside: Bools) -> None:
    """Mark one more count, in place: one that rounding leaves open to both sides, if there is one.

    Of a count that is everybody, five less is all that rounding leaves open.
    """
    others = np.flatnonzero(~small & ~beside & (values > _NOUGHT))
    open_both = others[lacks[others] > _NOUGHT]
    among = open_both if len(open_both) else others
    if len(among):
        beside[among[np.argmin(values[among])]] = True
