"""How often a site stays when minutes, need and the weight of outreach move by 20 %.

The runs of `siting/stability.py` (the limits of minutes, all minutes, the need of each area and the
minutes of each journey times 0.8 to 1.2), and besides the weight of outreach times 0.8 and 1.2 (at
most 1), since that weight is a choice and no finding. Staff minutes do not move.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InfeasibleError
from ..in_order import drawn_factors
from ..model import Limits
from ..proof import PROOF_TOLERANCE
from ..solver import OutOfTimeError, SolverError
from ..stability import DRAWS, MOVED_BY, SEED
from .plan import OutreachPlan
from .problem import OutreachProblem
from .suggest import plan_of


@dataclass(frozen=True, eq=False)
class Stability:
    """How the runs went: how many were `asked` for, `counted` (proven in time), had `no_plan`.

    `shares` (0 to 1): in what part of those counted each new site is what it is in the plan.
    """

    asked: int
    counted: int
    no_plan: int
    shares: dict[int, float]


def stability(plan: OutreachPlan, limits: Limits) -> Stability:
    """Solve every run and count; the time of `limits` is that of all runs together."""
    until = time.perf_counter() + limits.time_limit_s
    runs = list(changed(plan.problem))
    plans: list[OutreachPlan] = []
    no_plan = 0
    for place, problem in enumerate(runs):
        limits.progress.report(place / len(runs))
        left = (until - time.perf_counter()) / (len(runs) - place)
        if left <= 0:
            break
        try:
            other = plan_of(problem, replace(limits.silent(), time_limit_s=left, why=False))
        except InfeasibleError:
            no_plan += 1
        except (OutOfTimeError, SolverError):
            continue
        else:
            plans += [other] if other.gap <= max(limits.gap, PROOF_TOLERANCE) else []
    shares = {
        int(site): sum(_stays(plan, other, site) for other in plans) / len(plans)
        for site in plan.chosen
        if plans
    }
    return Stability(len(runs), len(plans), no_plan, shares)


def _stays(plan: OutreachPlan, other: OutreachPlan, site: int) -> bool:
    return site in (other.new_hubs if site in plan.new_hubs else other.new_points)


def changed(problem: OutreachProblem) -> Iterator[OutreachProblem]:
    """Give the problem of each run."""
    terms = problem.terms
    for factor in (1 - MOVED_BY, 1 + MOVED_BY):
        limits = (factor * terms.hub_minutes, factor * terms.outreach_minutes)
        yield problem.asked(hub_minutes=limits[0], outreach_minutes=limits[1])
        yield replace(problem, minutes=factor * problem.minutes)
        yield problem.asked(weight=min(1.0, factor * terms.weight))
    chance = np.random.default_rng(SEED)
    for _ in range(DRAWS):
        yield replace(
            problem,
            weight=problem.weight * drawn_factors(chance, MOVED_BY, problem.demand_ids)[:, 0],
        )
    for _ in range(DRAWS):
        factors = drawn_factors(chance, MOVED_BY, problem.demand_ids, problem.site_ids)
        yield replace(problem, minutes=problem.minutes * factors)
