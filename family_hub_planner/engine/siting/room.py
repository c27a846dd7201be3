"""Areas shared out among sites with limited room, and no site opened or hub closed for nothing.

Many plans may serve as well where room is limited; the programme alone does not tell them apart.
So a second one asks, with what the shares cost held at the best value, for the fewest openings and
closings; a third, with the sites of that plan, shares the areas out at the least cost. (Two
objectives one after the other, as in `fewest_changes.py`.)
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .allocation import add_allocation, allocated
from .judge import broken_rules
from .ruled import Ruled, solve_ruled
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .answer import Choice
    from .formulation import Floats, Ints
    from .model import Limits
    from .problem import SitingProblem

_HELD = 1e-9  # of the value: what floating-point sums leave
_FINE = 1000.0  # the value in the row that holds it: the solver's tolerance is 1e-6 there
_WHOLE = 1.0 - 1e-6
_LATE = "Whether as good a plan needs fewer openings or closings was not settled in the time set."


@dataclass(frozen=True, eq=False)
class Sharing:
    """Who can be shared out: `cost` (rows, m) of serving each of `rows`, inf where it cannot be."""

    problem: SitingProblem
    rows: Ints
    cost: Floats
    every: bool

    def add(self, ruled: Ruled) -> None:
        """Add the shares at their cost."""
        self._add(ruled, self.cost)

    def _add(self, ruled: Ruled, cost: Floats) -> None:
        room = ruled.problem.rules.capacity
        if room is None:
            raise ValueError("no site has limited room")
        takes = self.problem.takes()[self.rows]
        ruled.shares = add_allocation(ruled.form, ruled.x, cost, takes, room, every=self.every)

    def choice(self, first: Ruled, sign: float, limits: Limits, until: float) -> Choice:
        """Give the choice of a solved programme; `sign` -1 where its objective is maximised.

        With `limits.ties` one of the fewest changes is looked for, to the time `until`.
        """
        if not limits.ties:
            return self._choice(first, first, sign)
        found, late = first, False
        try:
            found, late = self._fewest(first, limits, until)
        except (OutOfTimeError, InfeasibleError, SolverError):
            late = True
        choice = self._without_idle(self._choice(first, found, sign))
        return replace(choice, remarks=(*choice.remarks, _LATE)) if late else choice

    def _choice(self, first: Ruled, found: Ruled, sign: float) -> Choice:
        shares = allocated(found.solved(), found.shares, self.rows)
        whole = first.choice(self.problem, sign)
        return replace(
            found.choice(self.problem, sign),
            bound=whole.bound,
            out_of_time=whole.out_of_time,
            shares=shares,
            objective=sign * found.solved().objective,
        )

    def _fewest(self, first: Ruled, limits: Limits, until: float) -> tuple[Ruled, bool]:
        """Give the plan of the fewest changes as good as the first; tell whether time ran out."""
        if not self._changes(first):
            return first, False
        left = until - time.perf_counter()
        if left <= 0:
            return first, True
        limits = replace(limits.silent(), time_limit_s=left, gap=0.0, why=False)
        held = self._per_site()
        fewer = solve_ruled(self.problem, lambda ruled: self._hold(ruled, first), limits, held)
        solved = fewer.solved()
        # Changes are whole numbers, and nought of them has no gap in per cent.
        late = not (solved.proven or solved.objective - solved.bound < _WHOLE)
        if self._changes(fewer) >= self._changes(first):
            return first, late
        limits = replace(limits, time_limit_s=max(1.0, until - time.perf_counter()))
        again = solve_ruled(self.problem, lambda ruled: self._fix(ruled, fewer), limits)
        value, best = again.solved().objective, first.solved().objective
        as_good = value <= best + 10 * _HELD * abs(best)
        return (again, late) if as_good else (first, True)

    def _per_site(self) -> Floats:
        """Give what opening or closing counts, as a cost of being open, shape (m,)."""
        costs = np.zeros(len(self.problem.site_ids))
        costs[self.problem.candidates()] = 1.0
        costs[self.problem.closable()] = -1.0
        return costs

    def _changes(self, ruled: Ruled) -> int:
        choice = ruled.choice(self.problem)
        return len(choice.chosen) + len(choice.closed)

    def _hold(self, ruled: Ruled, first: Ruled) -> None:
        """Add the shares at no cost, and that they cost no more than the first plan's."""
        self._add(ruled, np.where(np.isfinite(self.cost), 0.0, np.inf))
        shares, value = ruled.shares, first.solved().objective
        cost = self.cost[shares.rows, shares.sites]
        unit = _FINE / (abs(value) or float(np.abs(cost).max(initial=0.0)) or 1.0)
        most = value + _HELD * abs(value)
        ruled.form.row(shares.columns, unit * cost, most=unit * most)

    def _fix(self, ruled: Ruled, plan: Ruled) -> None:
        """Add the shares at their cost, and that exactly the sites of a plan are open."""
        self.add(ruled)
        is_open = np.isin(np.arange(len(self.problem.site_ids)), plan.open_sites())
        for site in self.problem.free():
            ruled.form.row(ruled.x[[site]], 1.0, float(is_open[site]), float(is_open[site]))

    def _without_idle(self, choice: Choice) -> Choice:
        """Leave out what a search cut short may leave: sites nobody goes to, needless closings."""
        problem = self.problem
        used = {site for _, site, _ in choice.shares or ()}
        open_sites = np.union1d(
            np.setdiff1d(np.flatnonzero(problem.existing), choice.closed), choice.chosen
        )
        for site in choice.chosen[::-1]:
            fewer = open_sites[open_sites != site]
            if int(site) not in used and not broken_rules(problem, fewer):
                open_sites = fewer
        for hub in choice.closed:
            more = np.union1d(open_sites, [hub])
            if not broken_rules(problem, more):
                open_sites = more
        return replace(
            choice,
            chosen=np.intersect1d(open_sites, choice.chosen),
            closed=np.setdiff1d(choice.closed, open_sites),
        )
