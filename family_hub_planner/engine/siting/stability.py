"""How often a site stays when minutes, limit and need move by 20 %: a share of runs solved anew.

The runs are the same ones for every plan of a model, each with one thing moved:

- the limit (and the minutes of floors) times 0.8 and 1.2; all minutes times 0.8 and 1.2 (families
  travel at other speeds): only where the model or a floor has a limit, since all minutes alike make
  no difference to a measure of minutes alone;
- the need of each area by a factor of its own, even over 0.8 to 1.2, drawn five times: only where
  need matters (not for p-center without floors);
- the minutes of each journey by a factor of its own, even over 0.8 to 1.2, drawn five times.

The draws come from one fixed seed, over areas and sites in the order of their ids, so equal inputs
give equal shares. A run counts when its plan is proven (or within the gap asked for) in its part of
the time; what has no plan under the conditions is counted apart. A sensitivity analysis of one
factor at a time (Saltelli and others, 2008, Global Sensitivity Analysis: The Primer, chapter 1);
the 20 % and the numbers of draws are our choice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .plan import plan_by
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .model import Limits
    from .plan import Plan
    from .problem import Floats, SitingProblem
    from .rules import Rules

MOVED_BY = 0.2
DRAWS = 5
SEED = 2024
_WEIGHTLESS = "p_center"


@dataclass(frozen=True, eq=False)
class Stability:
    """How the runs went, and in what share of those counted each site stays as decided.

    `asked` runs are in the set, `counted` gave a proven plan, `no_plan` had none that keeps the
    conditions; the others ran out of time. `shares` (0 to 1) stands for each site that the plan
    decides on, and is empty where no run counted.
    """

    asked: int
    counted: int
    no_plan: int
    shares: dict[int, float]


def stability(plan: Plan, limits: Limits) -> Stability:
    """Solve every run of the set and count how often each site stays as decided.

    The time of `limits` is that of all runs together, shared out evenly over those left.
    """
    until = time.perf_counter() + limits.time_limit_s
    runs = list(changed(plan))
    plans, no_plan = [], 0
    for place, (problem, minutes_limit) in enumerate(runs):
        limits.progress.report(place / len(runs))
        left = (until - time.perf_counter()) / (len(runs) - place)
        if left <= 0:
            break
        part = replace(limits, time_limit_s=left, why=False)
        try:
            other = plan_by(plan.model, problem, minutes_limit, part)
        except InfeasibleError:
            no_plan += 1
        except (OutOfTimeError, SolverError):
            continue
        else:
            plans += [other] if other.proven or other.gap <= limits.gap > 0 else []
    shares = {
        site: sum(_stays(plan, other, site) for other in plans) / len(plans)
        for site in plan.decided()
        if plans
    }
    return Stability(len(runs), len(plans), no_plan, shares)


def _stays(plan: Plan, other: Plan, site: int) -> bool:
    if plan.problem.existing[site]:
        return (site in plan.closed) == (site in other.closed)
    return site in other.chosen


def changed(plan: Plan) -> Iterator[tuple[SitingProblem, float]]:
    """Give the problem and the limit of each run."""
    problem, limit = plan.problem, plan.minutes_limit
    floors = problem.rules.floors
    if np.isfinite(limit) or floors:
        for factor in (1 - MOVED_BY, 1 + MOVED_BY):
            moved = tuple(replace(one, minutes=factor * one.minutes) for one in floors)
            yield replace(problem, rules=replace(problem.rules, floors=moved)), factor * limit
        for factor in (1 - MOVED_BY, 1 + MOVED_BY):
            yield replace(problem, minutes=factor * problem.minutes), limit
    chance = np.random.default_rng(SEED)
    # The room that an area takes does not move with the weight that its journeys have.
    fixed = problem.rules if problem.rules.capacity is None else _with_takes(problem)
    if plan.model.name != _WEIGHTLESS or floors:
        for _ in range(DRAWS):
            weight = problem.weight * _factors(problem, chance, 1)[:, 0]
            yield replace(problem, weight=weight, rules=fixed), limit
    for _ in range(DRAWS):
        minutes = problem.minutes * _factors(problem, chance, len(problem.site_ids))
        yield replace(problem, minutes=minutes), limit


def _with_takes(problem: SitingProblem) -> Rules:
    return replace(problem.rules, takes=problem.takes())


def _factors(problem: SitingProblem, chance: np.random.Generator, columns: int) -> Floats:
    """Draw factors, shape (n, columns), in the order of the ids."""
    rows = np.argsort(np.array(problem.demand_ids, dtype=object), kind="stable")
    sites = np.arange(1)
    if columns > 1:
        sites = np.argsort(np.array(problem.site_ids, dtype=object), kind="stable")
    drawn = chance.uniform(1 - MOVED_BY, 1 + MOVED_BY, (len(rows), columns))
    factors = np.empty_like(drawn)
    factors[np.ix_(rows, sites)] = drawn
    return factors
