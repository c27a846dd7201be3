"""What a page of comparisons may print, so that no small count can be worked out from it.

Counts are rounded and small ones held back (`published`); no share of an exact count is printed
but in the first sentence. Mean minutes are of exact counts: where few of a row change, its mean
minutes, its children and the minutes of the areas listed would tell how few. So such a row loses
its means, and where it is the only one, so does the row with the fewest children beside it, as the
total's mean would tell what is missing (complementary suppression, as in `held_back`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .comparison import PARTS
from .published import is_small
from .tables import Table

Bools = npt.NDArray[np.bool_]

_CHANGED = ("children", "longer", "much_longer", "shorter", "route_lost", "route_gained")


def means_held(rows: Table, threshold: float, total: bool) -> Bools:
    """Tell which rows lose their mean minutes, shape (rows,); `total`: the last row is all."""
    held = np.zeros(len(rows), dtype=bool)
    for name in _CHANGED:
        held |= [is_small(count or 0.0, threshold) for count in rows.column(name)]
    held |= [_few_beside(rows, row, threshold) for row in range(len(rows))]
    if total and held[:-1].sum() == 1:
        children = [count or 0.0 for count in rows.column("children")[:-1]]
        others = [row for row in range(len(rows) - 1) if not held[row] and children[row] > 0]
        if others:
            held[min(others, key=lambda row: (children[row], row))] = True
    return held


def _few_beside(rows: Table, row: int, threshold: float) -> bool:
    """Tell whether all but a few of a row have one kind of journey, so that few have another."""
    children = rows.column("children")[row] or 0.0
    counts = [rows.column(name)[row] or 0.0 for name in PARTS]
    return any(is_small(children - count, threshold) for count in counts)
