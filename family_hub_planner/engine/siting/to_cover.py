"""What every plan of a set cover must bring, as rows of a programme; see `set_cover.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .allocation import add_allocation
from .conditions import add_cover

if TYPE_CHECKING:
    from .problem import Bools, Floats, Ints, SitingProblem
    from .ruled import Ruled

SLACK = 1e-9  # of all weight: what floating-point sums leave


@dataclass(frozen=True, eq=False)
class ToCover:
    """What every plan must bring: the part of the programme that all its solves have.

    `rows` are those asked for, `within` (rows, m) which sites each has within the limit, `part`
    the share of all weight that each has.
    """

    problem: SitingProblem
    rows: Ints
    within: Bools
    part: Floats
    share: float

    def cover(self, ruled: Ruled) -> None:
        """Add it at no cost."""
        self.add(ruled, np.zeros(self.within.shape))

    def add(self, ruled: Ruled, cost: Floats) -> tuple[Ints, Floats]:
        """Add it; give the columns of what is covered, and the share of weight of each.

        `cost`, shape (rows, m), is what it costs to cover a row; by which site tells only where
        room is limited, else the first column stands for all.
        """
        capacity = ruled.problem.rules.capacity
        if capacity is None:
            y, part = add_cover(ruled.form, ruled.x, self.within, cost[:, 0]), self.part
        else:
            own, every = np.where(self.within, cost, np.inf), self.share == 1
            takes = self.problem.takes()[self.rows]
            ruled.shares = add_allocation(ruled.form, ruled.x, own, takes, capacity, every=every)
            y, part = ruled.shares.columns, self.part[ruled.shares.rows]
        if self.share < 1:
            ruled.form.row(y, part, least=self.share - SLACK)
        elif capacity is None:
            for column in y:
                ruled.form.row(np.array([column]), 1.0, least=1.0)
        return y, part
