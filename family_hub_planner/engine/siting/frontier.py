"""The frontier: for each number of new sites the best plan, and how much need it reaches.

The plan for each number is the best on the run's own measure under its own conditions, so the need
reached within the minutes may stand still or fall from one number to the next where the measure is
another (a p-median may leave an area just beyond the minutes to shorten many journeys). Set cover
finds the number itself: its frontier is by maximal cover of the same minutes (Daskin, 2013, Network
and Discrete Location, chapter 4), up to the number that it found.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InfeasibleError
from ..tables import Table
from .judge import within_minutes
from .maximal_cover import MAXIMAL_COVER
from .plan import Plan, plan_by
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .model import Limits
    from .problem import Ints, SitingProblem

COLUMNS = (
    "sites", "objective", "bound", "proven", "need_reached", "share_reached", "mean_minutes",
    "sites_chosen", "note",
)  # fmt: skip
NOW = "as things stand"


def frontier(plan: Plan, minutes: float, most: int, limits: Limits) -> Table:
    """Tabulate the best plans of 1 to `most` new sites, after a row 0 of the hubs as they stand.

    `need_reached` is the weight within `minutes` of an open site, `share_reached` (0 to 1) its
    share of all weight, `mean_minutes` weighted over what some open site reaches. A number without
    a plan, or not worked out in time, says so in `note`. The time of `limits` is that of all
    together, shared out evenly over those left. `most` beyond the candidates means all of them.
    """
    until = time.perf_counter() + limits.time_limit_s
    counts = range(1, min(most, len(plan.problem.candidates())) + 1)
    rows = [_as_things_stand(plan.problem, minutes)] if plan.problem.existing.any() else []
    for count in counts:
        limits.progress.report((count - 1) / len(counts))
        left = (until - time.perf_counter()) / (len(counts) - count + 1)
        found, note = _best(plan, count, replace(limits, time_limit_s=left, why=False))
        rows.append(_row(count, found, minutes) if found else _empty(count, note))
    return Table({name: [row[name] for row in rows] for name in COLUMNS}, "frontier")


def _best(plan: Plan, count: int, limits: Limits) -> tuple[Plan | None, str]:
    """Give the best plan of a number of sites, or why there is none."""
    covers = plan.model.name == "set_cover"
    if count == plan.problem.new_sites and not covers:
        return plan, ""
    late = "not worked out in the time set"
    if limits.time_limit_s <= 0:
        return None, late
    problem = replace(plan.problem, new_sites=count)
    model = MAXIMAL_COVER if covers else plan.model
    try:
        return plan_by(model, problem, plan.minutes_limit, limits), ""
    except InfeasibleError:
        return None, "no plan of so many keeps every condition"
    except (OutOfTimeError, SolverError):
        return None, late


def _row(count: int, plan: Plan, minutes: float) -> dict[str, Any]:
    finite = bool(np.isfinite(plan.bound))
    chosen = sorted(plan.problem.site_ids[site] for site in plan.chosen)
    return {
        "sites": count,
        "objective": float(plan.objective),
        "bound": float(plan.bound) if finite else None,
        "proven": bool(plan.proven),
        **_reached(plan.problem, plan.open(), minutes),
        "sites_chosen": ", ".join(chosen),
        "note": "" if len(chosen) == count else f"only {len(chosen)} opened",
    }


def _as_things_stand(problem: SitingProblem, minutes: float) -> dict[str, Any]:
    today = np.flatnonzero(problem.existing)
    return {**_empty(0, NOW), **_reached(problem, today, minutes)}


def _empty(count: int, note: str) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "sites": count, "sites_chosen": "", "note": note}


def _reached(problem: SitingProblem, open_sites: Ints, minutes: float) -> dict[str, float | None]:
    nearest = problem.minutes_to_nearest(open_sites)
    within = within_minutes(problem, minutes)[:, open_sites].any(axis=1)
    served = np.isfinite(nearest) & (problem.weight > 0)
    weight = problem.weight[served]
    return {
        "need_reached": float(problem.weight @ within),
        "share_reached": float(problem.weight @ within / problem.weight.sum()),
        "mean_minutes": float(np.average(nearest[served], weights=weight)) if len(weight) else None,
    }
