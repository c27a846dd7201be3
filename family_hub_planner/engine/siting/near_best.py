"""Whether a site is in every plan nearly as good as the best: each is left out and all solved anew.

Near-best plans: those within a share q of the best value (for a measure made small, at most 1 + q
times it; for one made large, at least 1 - q times). A site is in every one of them exactly when the
best plan WITHOUT it is not within q. That plan is found by the same model with one condition more,
so the answer is exact as far as both were proven: with the best value b between the plan's
objective and its bound, a site is said to be in every plan within q when even the bound without it
lies beyond q of the objective, and said not to be when a plan without it was found within q of the
bound. Where time ran out between the two nothing is said. (Near-best alternatives: Brill, Chang and
Hopkins, 1982, Modeling to generate alternatives, Management Science 28, 221-235; the shares of 1 %
and 3 % are our choice.)

Hubs that may close are tested in the same way: kept ones closed, closed ones kept. With set cover
the value is a number of hubs, with p-center the longest journey.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .judge import within_minutes
from .plan import plan_by
from .rules import Number, Rules
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .model import Limits
    from .plan import Plan
    from .problem import SitingProblem

NEAR = (0.01, 0.03)
NOT_WORKED_OUT = "not worked out"
_EQUAL = 1e-9  # of the value: less than this is what sums of floating-point parts leave
_UNKNOWN = (-float("inf"), float("inf"))


def near_best(plan: Plan, limits: Limits) -> dict[int, str]:
    """Say of each chosen site, and of each hub that may close, how far near-best plans agree on it.

    The words: "in every plan", "in every plan within 3 %", "in every plan within 1 %", "not in
    every plan within 1 %" or "not worked out"; of a hub that the plan closes the same with
    "closed" before. The time of `limits` is that of all together, shared out evenly over what is
    left to test.
    """
    until = time.perf_counter() + limits.time_limit_s
    sites = plan.decided()
    said = {}
    for place, site in enumerate(sites):
        limits.progress.report(place / len(sites))
        left = (until - time.perf_counter()) / (len(sites) - place)
        part = replace(limits, time_limit_s=left, gap=0.0, why=False, ties=False)
        worth_it = left > 0 and plan.gap <= max(NEAR)
        said[site] = _words(plan, site, _without(plan, site, part) if worth_it else _UNKNOWN)
    return said


def _without(plan: Plan, site: int, limits: Limits) -> tuple[float, float]:
    """Give bound and value, as costs, of the best plan that decides the other way on a site.

    Both are inf where there is none; -inf and inf where nothing was found out in time.
    """
    problem = coarsened(plan, _other_way(plan, site))
    try:
        other = plan_by(plan.model, problem, plan.minutes_limit, limits)
    except InfeasibleError:
        return float("inf"), float("inf")
    except (OutOfTimeError, SolverError):
        return _UNKNOWN
    sign = -1.0 if plan.model.maximise else 1.0
    return sign * other.bound, sign * other.objective


def _other_way(plan: Plan, site: int) -> SitingProblem:
    """Give the problem in which an open site must not be open, or a closed one must stay."""
    problem = plan.problem
    if _can_be_dropped(plan, site):
        return _dropped(problem, site)
    return decided_so(problem, site, is_open=site in plan.closed)


def decided_so(problem: SitingProblem, site: int, is_open: bool) -> SitingProblem:
    """Give the problem in which a site must be open, or must not be."""
    only = np.arange(len(problem.site_ids)) == site
    one = Number(problem.site_ids[site], only, int(is_open), None if is_open else 0)
    return replace(problem, rules=replace(problem.rules, numbers=(*problem.rules.numbers, one)))


def _can_be_dropped(plan: Plan, site: int) -> bool:
    """Tell whether leaving a candidate out of the problem asks the same of every other plan.

    It does where no condition counts it and no area is reached, or reached within the limit, by it
    alone: such an area would no longer be asked for. The plain problem is solved faster.
    """
    problem = plan.problem
    if problem.rules.ask_for_anything() or problem.existing[site]:
        return False
    others = np.arange(len(problem.site_ids)) != site
    for near in (np.isfinite(problem.minutes), within_minutes(problem, plan.minutes_limit)):
        alone = near[:, site] & ~near[:, others].any(axis=1) & (problem.weight > 0)
        if alone.any():
            return False
    return len(problem.candidates()) > 1


def _dropped(problem: SitingProblem, site: int) -> SitingProblem:
    others = np.flatnonzero(np.arange(len(problem.site_ids)) != site)
    most = len(problem.candidates()) - 1
    return replace(
        problem,
        minutes=np.ascontiguousarray(problem.minutes[:, others]),
        site_ids=[problem.site_ids[one] for one in others],
        existing=problem.existing[others],
        rules=Rules(),  # none asks for anything, or the site could not be dropped
        new_sites=None if problem.new_sites is None else min(problem.new_sites, most),
    )


def coarsened(plan: Plan, problem: SitingProblem) -> SitingProblem:
    """Round minutes up to the shares that are asked for, where only the longest journey counts.

    p-center tries one length of journey after another; that a plan's longest is within a share of
    the plan's own is told as well by a few of them, and many times faster. Minutes of floors are
    not to be rounded.
    """
    if plan.model.name != "p_center" or problem.rules.floors or not plan.objective > 0:
        return problem
    levels = plan.objective * np.array([1.0, *(1 + share for share in NEAR), 2.0])
    place = np.searchsorted(levels[:-1] * (1 + _EQUAL), problem.minutes)
    minutes = np.where(np.isfinite(problem.minutes), levels[place], np.inf)
    return replace(problem, minutes=minutes)


def _words(plan: Plan, site: int, without: tuple[float, float]) -> str:
    bound, value = without
    sign = -1.0 if plan.model.maximise else 1.0
    before = "closed " if site in plan.closed else ""
    if bound == float("inf"):
        return f"{before}in every plan"
    for share in sorted(NEAR, reverse=True):
        if bound > _reach(sign * plan.objective, share):
            return f"{before}in every plan within {100 * share:g} %"
    if value <= _reach(sign * plan.bound, min(NEAR)):
        return f"not {before}in every plan within {100 * min(NEAR):g} %"
    return NOT_WORKED_OUT


def _reach(cost: float, share: float) -> float:
    """Give the greatest cost that is within a share of another."""
    return cost + (share + _EQUAL) * abs(cost)
