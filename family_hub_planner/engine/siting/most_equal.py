"""Most equal journeys: the least Kolm-Pollak equally-distributed equivalent of the minutes.

The equally-distributed equivalent (EDE) is the number of minutes that, were it everybody's, would
be as bad as the journeys that people have; for a burden it lies above the mean, the more so the
less equal they are. Kolm (1976), Unequal inequalities I, Journal of Economic Theory 12, 416-442;
Pollak (1971), Additive utility functions and linear Engel curves, Review of Economic Studies 38,
401-414. With weights w, minutes d to the nearest open site, and e = -1 (a burden):

    kappa = e * sum_i w_i d_i / sum_i w_i d_i^2
    EDE   = -(1 / kappa) ln( sum_i w_i exp(-kappa d_i) / sum_i w_i )

kappa is fixed before the search, by the minutes of a good plan of least mean minutes (greedy and
interchange), and so the least EDE is where the sum of w_i exp(-kappa d_i) is least: a linear form,
solved as a p-median of those costs (Horton, Logan, Skipper and Speakman, 2024, A scalable approach
to equitable facility location, arXiv 2401.15452). The objective given is the EDE in minutes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..progress import Progress
from .answer import Choice
from .interchange import greedy, interchange
from .median import least_cost
from .model import Limits, Model
from .problem import Floats, SitingProblem

AVERSION = -1.0
_STEEPEST = 500.0  # kappa times minutes: beyond it exponentials leave what a float can hold


def kappa_of(minutes: Floats, weight: Floats) -> float:
    """Give kappa of minutes with their weights, both of shape (n,), all finite; below zero.

    0 where nobody travels: then every plan of no minutes is equal.
    """
    squares = float(weight @ minutes**2)
    return AVERSION * float(weight @ minutes) / squares if squares > 0 else 0.0


def equivalent(minutes: Floats, weight: Floats, kappa: float) -> Floats:
    """Give the EDE in minutes of k plans, minutes of shape (n, k), weight (n,) -> (k,).

    inf for a plan with an infinite journey. With kappa 0 it is the mean.
    """
    share = weight / weight.sum()
    if kappa == 0:
        mean: Floats = share @ minutes
        return mean
    longest = minutes.max(axis=0)
    with np.errstate(invalid="ignore"):
        # The longest is taken out of the exponent, so that none of them overflows.
        powers = np.exp(-kappa * (minutes - longest))
        result: Floats = longest - np.log(share @ powers) / kappa
    return np.where(np.isfinite(longest), result, np.inf)


def reference_kappa(problem: SitingProblem) -> float:
    """Give kappa for a problem, by the minutes of a good plan of least mean minutes."""
    rows = problem.asking()
    weight, minutes = problem.weight[rows], problem.minutes[rows]
    roof = np.where(np.isfinite(minutes), minutes, 0.0).max(axis=1).max() + 1.0
    cost = weight[:, None] * np.where(np.isfinite(minutes), minutes, roof)
    candidates, kept = problem.candidates(), problem.kept()
    count = problem.at_most()
    chosen = greedy(cost, kept, candidates, count)
    if 0 < count < len(candidates):
        chosen = interchange(cost, kept, candidates, chosen, Progress())
    open_sites = np.union1d(np.flatnonzero(problem.existing), chosen)
    nearest = problem.minutes_to_nearest(open_sites)[rows]
    served = np.isfinite(nearest)
    return kappa_of(nearest[served], weight[served])


def most_equal(problem: SitingProblem) -> Model:
    """Give the model for a problem, its kappa fixed."""
    kappa = reference_kappa(problem)

    def measure(these: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
        del minutes_limit
        rows = these.asking()
        return equivalent(nearest[rows], these.weight[rows], kappa)

    def rank(these: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
        del minutes_limit
        rows = these.asking()
        served = np.isfinite(nearest[rows])
        finite = np.where(served, nearest[rows], 0.0)
        return np.stack(
            [these.weight[rows] @ ~served, equivalent(finite, these.weight[rows], kappa)]
        )

    def choose(these: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
        del minutes_limit
        return _choose(these, kappa, limits)

    return Model(
        name="most_equal",
        unit="minutes, the equally-distributed equivalent",
        maximise=False,
        needs_limit=False,
        choose=choose,
        measure=measure,
        rank=rank,
        remarks=(f"Kolm-Pollak kappa: {kappa:.5g} a minute (aversion {AVERSION:g}).",),
    )


def _choose(problem: SitingProblem, kappa: float, limits: Limits) -> Choice:
    """Solve the linear form, and bring its bound back to minutes."""
    rows = problem.asking()
    weight, minutes = problem.weight, problem.minutes
    finite = np.where(np.isfinite(minutes[rows]), minutes[rows], 0.0)
    longest = float(finite.max())
    steep = min(-kappa, _STEEPEST / longest) if longest > 0 else 0.0
    share = np.where(weight > 0, weight, 1.0) / weight[rows].sum()
    powers = np.exp(np.where(np.isfinite(minutes), steep * (minutes - longest), 0.0))
    cost = share[:, None] * (powers if steep > 0 else minutes)
    cost = np.where(np.isfinite(minutes), cost, np.inf)
    if steep == 0.0:
        return least_cost(problem, cost, limits)

    def in_minutes(total: float) -> float:
        return longest + float(np.log(total)) / steep if total > 0 else 0.0

    found = least_cost(problem, cost, limits.valued(in_minutes))
    objective = None if found.objective is None else in_minutes(found.objective)
    return replace(found, bound=in_minutes(found.bound), objective=objective)
