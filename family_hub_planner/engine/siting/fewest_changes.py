"""Which plan of the fewest hubs: the fewest changes, the most need, the shortest journeys.

Many plans may take as few hubs (see `set_cover.py`). They are told apart by further programmes, one
after another, each with what the ones before settled as a condition (lexicographic optimisation:
Isermann, 1982, Linear lexicographic optimization, OR Spektrum 4, 223-228; the order is our choice):

1. fewest changes: with the number of hubs settled, openings plus closings are least where openings
   are, so the programme is the least sum over the candidates of x_j;
2. most need within the limit: the largest sum_i w_i y_i;
3. least need unserved: areas that the plan leaves without any hub that they could reach at all;
4. least need-weighted minutes to the nearest hub of those served (radius form, see `radius.py`).

Where room is limited, need and minutes are those shared out, and the third does not stand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .allocation import add_allocation, too_many
from .radius import add_nearest
from .ruled import Ruled, solve_ruled
from .solver import OutOfTimeError, SolverError
from .to_cover import SLACK

if TYPE_CHECKING:
    from .formulation import Floats, Ints
    from .model import Limits
    from .to_cover import ToCover

_NEED, _JOURNEYS = "most need within the minutes", "shortest journeys, weighted by need"
_LATE = (
    "Of plans with as few hubs, whether another takes fewer changes, reaches more need or has "
    "shorter journeys was not settled in time."
)


@dataclass(frozen=True)
class Further:
    """What was settled: proven `words` ("" where not all was), and `remarks` for the reader."""

    words: str
    remarks: tuple[str, ...] = ()


def settle(asked: ToCover, first: Ruled, bound: float, limits: Limits) -> tuple[Ruled, Further]:
    """Give the plan that is best by the four steps, of those with as few hubs as `first`.

    `bound` is how many hubs any plan takes at least: where `first` has more, or time ends, the best
    plan so far is given and the remark says so.
    """
    hubs = len(np.intersect1d(first.open_sites(), asked.problem.free()))
    if not hubs:  # there is one such plan
        return first, Further("")
    search = _Search(asked, hubs, time.perf_counter() + limits.time_limit_s, limits, first)
    try:
        settled = hubs <= bound and search.run()
    except (OutOfTimeError, InfeasibleError, SolverError):
        # No plan is lost: the conditions are those of a plan at hand, to the solver's tolerance.
        settled = False
    return search.best, Further(search.words()) if settled else Further("", (_LATE,))


@dataclass(eq=False)
class _Search:
    """The best plan so far, and what was settled: rows that each further programme has."""

    asked: ToCover
    hubs: int
    until: float
    limits: Limits
    best: Ruled
    new: int | None = None
    need: float | None = None
    served: float | None = None

    def words(self) -> str:
        """Say what the plan was proven to be among those with as few hubs."""
        said = ["fewest openings and closings"] if self.new is not None else []
        said += [_NEED] if self.need is not None else []
        return ", then ".join([*said, _JOURNEYS])

    def run(self) -> bool:
        """Take the steps one after another; tell whether all were settled."""
        steps = (self._fewest_new, self._most_need, self._least_unserved, self._least_minutes)
        return all(step() for step in steps)

    def _fewest_new(self) -> bool:
        problem = self.asked.problem
        candidates = problem.candidates()
        if not len(problem.closable()) or not len(candidates):
            return True
        costs = np.isin(np.arange(len(problem.site_ids)), candidates).astype(float)
        done = self._solved(site_cost=costs)
        self.new = len(np.intersect1d(self.best.open_sites(), candidates))
        return done

    def _most_need(self) -> bool:
        if self.asked.share == 1:
            return True
        whole = np.ones((1, len(self.asked.problem.site_ids)))
        done = self._solved(covering=-self.asked.part[:, None] * whole)
        self.need = self._need_of_best()
        return done

    def _need_of_best(self) -> float:
        ruled, part = self.best, self.asked.part
        if self.asked.problem.rules.capacity is None:
            return float(part @ self.asked.within[:, ruled.open_sites()].any(axis=1))
        shares = ruled.shares
        return float(part[shares.rows] @ ruled.solved().x[shares.columns])

    def _left_unserved(self) -> tuple[Ints, Ints]:
        """Give the rows that every plan with a hub serves, and those that one may leave unserved.

        Only rows that ask and that some site reaches.
        """
        problem = self.asked.problem
        rows = problem.asking()
        finite = np.isfinite(problem.minutes)
        safe = finite[:, problem.kept()].any(axis=1) | finite[:, problem.free()].all(axis=1)
        if self.asked.share == 1:
            safe[self.asked.rows] = True
        return rows[safe[rows]], rows[~safe[rows]]

    def _least_unserved(self) -> bool:
        _, rows = self._left_unserved()
        problem = self.asked.problem
        if problem.rules.capacity is not None or not len(rows):
            return True
        finite = np.isfinite(problem.minutes[rows])
        if too_many(finite):
            return False
        weight = problem.weight[rows] / problem.weight.sum()
        cost = np.where(finite, -weight[:, None], np.inf)
        done = self._solved(further=lambda ruled: self._add_served(ruled, rows, cost))
        self.served = float(weight @ finite[:, self.best.open_sites()].any(axis=1))
        return done

    def _add_served(self, ruled: Ruled, rows: Ints, cost: Floats) -> None:
        """Add the shares of rows that may be left unserved, at most one in all of each."""
        problem = self.asked.problem
        room = np.full(len(problem.site_ids), np.inf)
        weight = problem.weight[rows] / problem.weight.sum()
        shares = add_allocation(ruled.form, ruled.x, cost, weight, room, every=False)
        if self.served is not None:
            ruled.form.row(shares.columns, weight[shares.rows], least=self.served - SLACK)

    def _least_minutes(self) -> bool:
        problem = self.asked.problem
        weight = problem.weight / problem.weight.sum()
        with np.errstate(invalid="ignore"):
            minutes = np.where(weight[:, None] > 0, weight[:, None] * problem.minutes, 0.0)
        if problem.rules.capacity is not None:
            return self._solved(covering=minutes[self.asked.rows])
        safe, rest = self._left_unserved()

        def journeys(ruled: Ruled) -> None:
            kept, free = problem.kept(), problem.free()
            add_nearest(ruled.form, ruled.x, minutes[safe], kept, free, self._ask)
            if len(rest):
                self._add_served(ruled, rest, minutes[rest])

        return self._solved(further=journeys)

    def _ask(self) -> None:
        self.limits.progress.report(1.0)

    def _solved(
        self,
        site_cost: Floats | None = None,
        covering: Floats | None = None,
        further: Callable[[Ruled], None] | None = None,
    ) -> bool:
        """Solve with all that was settled; take the plan and give True where it is proven.

        `site_cost` (m,), `covering` (rows of `asked`, m) and what `further` adds are the objective.
        """
        problem = self.asked.problem
        cost = np.zeros(self.asked.within.shape) if covering is None else covering

        def add(ruled: Ruled) -> None:
            y, part = self.asked.add(ruled, cost)
            ruled.form.row(ruled.x[problem.free()], 1.0, most=float(self.hubs))
            if self.new is not None:
                ruled.form.row(ruled.x[problem.candidates()], 1.0, most=float(self.new))
            if self.need is not None:
                ruled.form.row(y, part, least=self.need - SLACK)
            if further is not None:
                further(ruled)

        left = self.until - time.perf_counter()
        if left <= 0:
            return False
        limits = replace(self.limits, time_limit_s=left, why=False)
        found = solve_ruled(problem, add, limits, site_cost)
        if found.solved().proven:
            self.best = found
        return found.solved().proven
