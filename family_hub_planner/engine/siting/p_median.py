"""p-median: open p sites so that the weighted minutes to the nearest open site are least.

Hakimi (1964), Optimum locations of switching centers and the absolute centers and medians of a
graph, Operations Research 12, 450-459; as an integer programme ReVelle and Swain (1970), Central
facilities location, Geographical Analysis 2, 30-42. How it is solved stands in `median.py`.
"""

from __future__ import annotations

import numpy as np

from .answer import Choice
from .median import least_cost
from .model import Limits, Model
from .problem import Floats, SitingProblem


def weighted_minutes(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the weighted minutes of k plans, nearest of shape (n, k) -> (k,).

    inf for a plan that leaves a row unserved which some site reaches; `minutes_limit` is not used.
    """
    del minutes_limit
    rows = problem.asking()
    total: Floats = problem.weight[rows] @ nearest[rows]
    return total


def minutes_rank(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the keys (2, k): weight left unserved, then weighted minutes of the served."""
    del minutes_limit
    rows = problem.asking()
    served = np.isfinite(nearest[rows])
    journeys = problem.weight[rows] @ np.where(served, nearest[rows], 0.0)
    return np.stack([problem.weight[rows] @ ~served, journeys])


def p_median(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
    """Choose `new_sites` candidates with the least weighted minutes; existing sites stay open.

    Raises `InfeasibleError` as `least_cost`. `minutes_limit` is not used.
    """
    del minutes_limit
    # A row of weight zero asks for nothing: its minutes must not become nan here.
    weight = np.where(problem.weight > 0, problem.weight, 1.0)
    return least_cost(problem, weight[:, None] * problem.minutes, limits)


P_MEDIAN = Model(
    name="p_median",
    unit="need-weighted minutes to the nearest open site",
    maximise=False,
    needs_limit=False,
    choose=p_median,
    measure=weighted_minutes,
    rank=minutes_rank,
)
