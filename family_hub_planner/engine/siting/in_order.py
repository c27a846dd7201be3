"""What must not hang on the order of the input: ids are sorted, and chance is drawn by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


def sorted_indices(ids: Sequence[str]) -> Ints:
    """Give the indices that sort the ids."""
    return np.array(sorted(range(len(ids)), key=lambda index: ids[index]), dtype=np.intp)


def drawn_factors(
    chance: np.random.Generator,
    moved_by: float,
    demand_ids: Sequence[str],
    site_ids: Sequence[str] = ("",),
) -> Floats:
    """Draw factors even over 1 - moved_by to 1 + moved_by, shape (n, m), in the order of the ids.

    Without `site_ids` one a demand point, shape (n, 1).
    """
    rows = np.argsort(np.array(demand_ids, dtype=object), kind="stable")
    sites = np.argsort(np.array(site_ids, dtype=object), kind="stable")
    drawn = chance.uniform(1 - moved_by, 1 + moved_by, (len(rows), len(sites)))
    factors = np.empty_like(drawn)
    factors[np.ix_(rows, sites)] = drawn
    return factors
