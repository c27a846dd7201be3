"""A weighted mix of mean minutes and need left uncovered.

    minimise   (1 - m) * mean minutes / limit  +  m * share of weight beyond the limit

Both parts are without a unit: 1 is a mean journey as long as the limit, and everybody beyond it.
The weighting method for two objectives: Cohon (1978), Multiobjective Programming and Planning;
cover and minutes together: Church and ReVelle (1976), Theoretical and computational links between
the p-median, location set-covering, and the maximal covering location problem, Geographical
Analysis 8, 406-415. A p-median of such costs, since both parts rise with the minutes.
"""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from .answer import Choice
from .median import least_cost
from .model import Limits, Model
from .problem import Floats, SitingProblem


def mixed(mix: float) -> Model:
    """Give the model with the weight `mix` (0 to 1) on need uncovered, the rest on mean minutes."""
    if not 0 <= mix <= 1:
        raise InputError(f"The mix is {mix:g}. Give 0 (mean minutes alone) to 1 (cover alone).")

    def measure(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
        rows = problem.asking()
        share = problem.weight[rows] / problem.weight[rows].sum()
        with np.errstate(invalid="ignore"):
            minutes = share @ nearest[rows] / minutes_limit
        result: Floats = (1 - mix) * minutes + mix * (share @ (nearest[rows] > minutes_limit))
        return np.where(np.isfinite(minutes), result, np.inf)

    def rank(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
        rows = problem.asking()
        served = np.isfinite(nearest[rows])
        finite = np.where(np.isfinite(nearest), nearest, 0.0)
        return np.stack([problem.weight[rows] @ ~served, measure(problem, finite, minutes_limit)])

    def choose(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
        total = problem.weight[problem.asking()].sum()
        share = np.where(problem.weight > 0, problem.weight, 1.0) / total
        beyond = problem.minutes > minutes_limit
        cost = share[:, None] * ((1 - mix) * problem.minutes / minutes_limit + mix * beyond)
        cost = np.where(np.isfinite(problem.minutes), cost, np.inf)
        return least_cost(problem, cost, limits)

    return Model(
        name="mixed",
        unit="(mean minutes as a share of the limit and need beyond it, weighed; 0 is best)",
        maximise=False,
        needs_limit=True,
        choose=choose,
        measure=measure,
        rank=rank,
        remarks=(f"{100 * mix:g} % on need beyond the limit, the rest on mean minutes.",),
    )
