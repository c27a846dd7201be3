"""A bound that holds under any conditions: that of the problem without them.

Whatever the conditions rule out, no plan costs less than the best of all plans that open as many
sites and keep every hub. Of the conditions only how many sites can be opened is kept: the number
asked for, and what the budgets pay for were the cheapest taken. Lagrangian relaxation as in
`lagrangian.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .interchange import greedy, interchange
from .lagrangian import relax

if TYPE_CHECKING:
    from ..progress import Progress
    from .formulation import Floats
    from .problem import SitingProblem
    from .rules import Money

_TOLERANCE = 1e-6  # of a budget, as in `judge.py`


def bound_without_conditions(problem: SitingProblem, cost: Floats, progress: Progress) -> float:
    """Give what any plan costs at least, its hubs all kept; takes about a second at most.

    `cost`, shape (rows, m), is what it costs to serve a row by a site, inf where it cannot be.
    """
    least = float(cost.min(axis=1).sum())
    candidates, count = problem.candidates(), most_opened(problem)
    if count >= len(candidates):
        return least
    kept = np.flatnonzero(problem.existing)
    if not count:
        return max(least, float(cost[:, kept].min(axis=1, initial=np.inf).sum()))
    finite = np.isfinite(cost)
    searched = np.where(finite, cost, np.where(finite, cost, 0.0).max(axis=1).sum() + 1.0)
    found = greedy(searched, kept, candidates, count)
    found = interchange(searched, kept, candidates, found, progress)
    known = float(searched[:, np.union1d(kept, found)].min(axis=1).sum())
    return max(least, relax(cost, kept, candidates, count, known, progress).bound)


def most_opened(problem: SitingProblem) -> int:
    """Give how many candidates any plan can open at most, by their number and by the budgets."""
    count, money = problem.at_most(), problem.rules.money
    return count if money is None else min(count, _paid_for(problem, money))


def _paid_for(problem: SitingProblem, money: Money) -> int:
    candidates, closable = problem.candidates(), problem.closable()
    saved = np.minimum(money.closing[closable], 0.0).sum()
    yearly = money.yearly[problem.kept()].sum() + np.minimum(money.yearly[closable], 0.0).sum()
    once = _how_many(money.opening[candidates], money.budget, float(saved))
    return min(once, _how_many(money.yearly[candidates], money.yearly_budget, float(yearly)))


def _how_many(costs: Floats, budget: float, spent: float) -> int:
    """Give how many of the cheapest are paid for, beside what is spent anyway."""
    if np.isinf(budget):
        return len(costs)
    slack = _TOLERANCE * max(1.0, abs(budget))
    enough = np.flatnonzero(spent + np.cumsum(np.sort(costs)) <= budget + slack)
    return int(enough[-1]) + 1 if len(enough) else 0
