"""How often a site stays when minutes, limit and need move by 20 %: a share of runs solved anew.

The runs are the same ones for every plan of a model, each with one thing moved:

- the limit (and the minutes of floors) times 0.8 and 1.2; all minutes times 0.8 and 1.2 (families
  travel at other speeds): only where the model or a floor has a limit, since all minutes alike make
  no difference to a measure of minutes alone;
- the need of each area by a factor of its own, even over 0.8 to 1.2, drawn five times: only where
  need matters (not for p-center without floors);
- the minutes of each journey by a factor of its own, even over 0.8 to 1.2, drawn five times.

A site stays in a run where some plan of the run has it as the plan does and is as good as the run's
best (to one millionth of the value: for set cover the number of hubs, for p-center the longest
journey). So a site is not counted out by one that does equally well, whichever of the two the
search finds first. Where the run's best plan has a site otherwise, that is found out by the same
model with one condition more: that the site is decided as in the plan.

The draws come from one fixed seed, over areas and sites in the order of their ids, so equal inputs
give equal shares. A run counts when its plan is proven (or within the gap asked for) in its part of
the time, and it is settled of every site whether it stays; what has no plan under the conditions is
counted apart. A sensitivity analysis of one factor at a time (Saltelli and others, 2008, Global
Sensitivity Analysis: The Primer, chapter 1); the 20 % and the numbers of draws are our choice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .in_order import drawn_factors
from .judge import broken_rules
from .near_best import coarsened, decided_so
from .plan import plan_by
from .proof import PROOF_TOLERANCE
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .model import Limits
    from .plan import Plan
    from .problem import SitingProblem
    from .rules import Rules

MOVED_BY = 0.2
DRAWS = 5
SEED = 2024
_WEIGHTLESS = "p_center"


@dataclass(frozen=True, eq=False)
class Stability:
    """How the runs went, and in what share of those counted each site stays as decided.

    `asked` runs are in the set, `counted` were settled, `no_plan` had none that keeps the
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
    stay: list[set[int]] = []
    no_plan = 0
    for place, (problem, minutes_limit) in enumerate(runs):
        limits.progress.report(place / len(runs))
        left = (until - time.perf_counter()) / (len(runs) - place)
        if left <= 0:
            break
        part = replace(limits, time_limit_s=left, why=False, ties=False)
        try:
            stay.append(_stay_in(plan, problem, minutes_limit, part))
        except InfeasibleError:
            no_plan += 1
        except (OutOfTimeError, SolverError):
            continue
    decided = plan.decided() if stay else []
    shares = {site: sum(site in one for one in stay) / len(stay) for site in decided}
    return Stability(len(runs), len(stay), no_plan, shares)


def _stay_in(plan: Plan, problem: SitingProblem, minutes_limit: float, limits: Limits) -> set[int]:
    """Give the sites that stay in a run.

    Raises `InfeasibleError` for a run without a plan, `OutOfTimeError` where not all was settled.
    """
    until = time.perf_counter() + limits.time_limit_s
    best = plan_by(plan.model, problem, minutes_limit, limits)
    if not (best.proven or 0 < best.gap <= limits.gap):
        raise OutOfTimeError("The run was not proven in time.", best.bound)
    decided = plan.decided()
    stay = {site for site in decided if _is_open(plan, site) == _is_open(best, site)}
    if len(stay) < len(decided) and _does_as_well(plan, best):
        return set(decided)
    for site in decided:
        if site not in stay:
            left = replace(limits, time_limit_s=until - time.perf_counter())
            stay |= {site} if _may_stay(plan, best, site, left) else set()
    return stay


def _is_open(plan: Plan, site: int) -> bool:
    return bool(site in plan.chosen or site in plan.kept)


def _does_as_well(plan: Plan, best: Plan) -> bool:
    """Tell whether the plan as it is does as well in the run as the run's best."""
    problem, sites, limit = best.problem, plan.open(), best.minutes_limit
    if best.shares is not None or broken_rules(problem, sites):
        return False
    nearest = problem.minutes_to_nearest(sites)[:, None]
    enough = bool(plan.model.brings_enough(problem, nearest, limit)[0])
    return enough and _as_good(plan.model.objective(problem, sites, limit), best)


def _may_stay(plan: Plan, best: Plan, site: int, limits: Limits) -> bool:
    """Tell whether a plan of the run with the site as in `plan` is as good as the run's best."""
    if limits.time_limit_s <= 0:
        raise OutOfTimeError("No time is left to settle which sites stay.", best.bound)
    problem = _decided_as_in(plan, best.problem, site)
    try:
        other = plan_by(plan.model, coarsened(best, problem), best.minutes_limit, limits)
    except InfeasibleError:
        return False
    if _as_good(other.objective, best):
        return True
    if _as_good(other.bound, best):
        raise OutOfTimeError("Whether a site stays was not settled in time.", other.bound)
    return False


def _decided_as_in(plan: Plan, problem: SitingProblem, site: int) -> SitingProblem:
    """Give the run's problem with a site decided as in the plan.

    Where nothing is asked for beside the sites, a venue is called open already, for one new site
    fewer: that is the same, but solved faster. Not where open sites are what is counted.
    """
    fewer = problem.new_sites is not None and problem.new_sites > 1 and plan.model.value is None
    if problem.rules.ask_for_anything() or not fewer or not _is_open(plan, site):
        return decided_so(problem, site, _is_open(plan, site))
    existing = problem.existing.copy()
    existing[site] = True
    return replace(problem, existing=existing, new_sites=problem.at_most() - 1)


def _as_good(value: float, best: Plan) -> bool:
    worse = best.objective - value if best.model.maximise else value - best.objective
    return bool(worse <= PROOF_TOLERANCE * abs(best.objective))


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
            weight = problem.weight * drawn_factors(chance, MOVED_BY, problem.demand_ids)[:, 0]
            yield replace(problem, weight=weight, rules=fixed), limit
    for _ in range(DRAWS):
        minutes = problem.minutes * drawn_factors(
            chance, MOVED_BY, problem.demand_ids, problem.site_ids
        )
        yield replace(problem, minutes=minutes), limit


def _with_takes(problem: SitingProblem) -> Rules:
    return replace(problem.rules, takes=problem.takes())
