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

Exponentials of far journeys are so many times those of near ones that a solver, whose tolerances
are of the largest, no longer sees the near ones. So every cost is capped, at C times that of a good
plan without conditions: capped costs are never more than the true, so their bound holds; and a plan
whose true total is no more than C has none that is capped, or is no better than one that has. Where
the plan found has more, C is raised and all solved again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..progress import Progress
from .answer import Choice
from .interchange import greedy, interchange
from .median import least_cost
from .model import Limits, Model
from .problem import Floats, SitingProblem
from .proof import PROOF_TOLERANCE
from .solver import OutOfTimeError

AVERSION = -1.0
# How many times the total of a good plan without conditions a cost may be, and how many times that
# it may be in the next round: the solver still tells totals apart to a millionth.
_CAP, _RAISED = 4.0, 256.0
_ROUNDS = 12


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
    return kappa_of(*_good_journeys(problem))


def _good_journeys(
    problem: SitingProblem, progress: Progress | None = None
) -> tuple[Floats, Floats]:
    """Give minutes and weight of those served in a plan of few mean minutes, no condition kept."""
    rows = problem.asking()
    weight, minutes = problem.weight[rows], problem.minutes[rows]
    roof = np.where(np.isfinite(minutes), minutes, 0.0).max(axis=1).max() + 1.0
    cost = weight[:, None] * np.where(np.isfinite(minutes), minutes, roof)
    candidates, kept = problem.candidates(), problem.kept()
    count = problem.at_most()
    chosen = greedy(cost, kept, candidates, count)
    if 0 < count < len(candidates):
        chosen = interchange(cost, kept, candidates, chosen, progress or Progress())
    open_sites = np.union1d(np.flatnonzero(problem.existing), chosen)
    nearest = problem.minutes_to_nearest(open_sites)[rows]
    served = np.isfinite(nearest)
    return nearest[served], weight[served]


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
    share = np.where(weight > 0, weight, 1.0) / weight[rows].sum()
    if kappa == 0:
        return least_cost(problem, share[:, None] * minutes, limits)
    good, served = _good_journeys(problem, limits.progress.part(0.0, 0.0))
    start = float(equivalent(good[:, None], served, kappa)[0]) if len(good) else 0.0
    # All costs are of the total of that plan, which so is about 1.
    logarithms = np.log(share)[:, None] - kappa * (minutes - start)
    return _Search(problem, logarithms, kappa, start, limits).run()


@dataclass(eq=False)
class _Search:
    """The rounds of one search: `logarithms` (n, m) are those of the costs, of `start` minutes."""

    problem: SitingProblem
    logarithms: Floats
    kappa: float
    start: float
    limits: Limits
    total: float = float("inf")
    bound: float = 0.0
    best: Choice | None = None

    def run(self) -> Choice:
        """Solve with higher caps until the plan found has none, is proven, or time is over."""
        until = time.perf_counter() + self.limits.time_limit_s
        cap, late = _CAP, False
        for _ in range(_ROUNDS):
            left = max(0.1, until - time.perf_counter())
            try:
                late = self._round(cap, replace(self.limits, time_limit_s=left))
            except OutOfTimeError:
                if self.best is None:
                    raise
                late = True
            if late or self._settled(cap):
                break
            cap = self._raised(cap)
        if self.best is None:
            raise ValueError("no round has been solved")
        return self._in_minutes(self.best, late)

    def _round(self, cap: float, limits: Limits) -> bool:
        """Solve with the costs capped, keep what is better; tell whether time ran out."""
        far = np.isinf(self.problem.minutes)
        cost = np.where(far, np.inf, np.exp(np.minimum(self.logarithms, np.log(cap))))
        found = least_cost(self.problem, cost, limits.valued(self._minutes_of))
        self.bound = max(self.bound, found.bound)
        total = self._total(found)
        if self.best is None or total < self.total:
            self.best, self.total = found, total
        return found.out_of_time

    def _settled(self, cap: float) -> bool:
        """Tell whether a higher cap could change nothing."""
        if self.total - self.bound <= max(PROOF_TOLERANCE, self.limits.gap) * self.total:
            return True
        if self.problem.rules.capacity is None:
            return self.total <= cap
        return cap >= self.total * _RAISED or bool((self.logarithms <= np.log(cap)).all())

    def _raised(self, cap: float) -> float:
        # Where areas are shared out, a small share of a far journey may be capped in any plan.
        if self.problem.rules.capacity is not None:
            return cap * _RAISED
        return min(2.0 * self.total, cap * _RAISED)

    def _total(self, found: Choice) -> float:
        """Give the true total of a plan, no cost capped; inf where it is too great for a float."""
        with np.errstate(over="ignore"):
            cost = np.exp(self.logarithms)
        if found.shares is not None:
            return _shared_total(cost, found.shares)
        stays = np.setdiff1d(np.flatnonzero(self.problem.existing), found.closed)
        open_sites = np.union1d(stays, found.chosen)
        return float(cost[np.ix_(self.problem.asking(), open_sites)].min(axis=1).sum())

    def _minutes_of(self, total: float) -> float:
        return self.start - float(np.log(total)) / self.kappa if total > 0 else 0.0

    def _in_minutes(self, found: Choice, late: bool) -> Choice:
        objective = None if found.shares is None else self._minutes_of(self.total)
        bound = self._minutes_of(min(self.bound, self.total))
        return replace(found, bound=bound, objective=objective, out_of_time=late)


def _shared_total(cost: Floats, shares: Sequence[tuple[int, int, float]]) -> float:
    """Give the total of areas shared out; what was dropped as nought is spread over the rest."""
    rows, sites, parts = (np.array(one) for one in zip(*shares))
    whole = np.bincount(rows, weights=parts)
    return float((parts / whole[rows]) @ cost[rows, sites])
