"""The frontier: for each number of new outreach points the best plan, and whom each tier reaches.

The plan for each number is the best on the run's own value under its own conditions and the same
number of new hubs, so plans of fewer points need not be part of plans of more (Daskin, 2013,
Network and Discrete Location, chapter 4).
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from ...errors import InfeasibleError
from ...tables import Table
from ..model import Limits
from ..solver import OutOfTimeError, SolverError
from .plan import OutreachPlan, Tiers
from .reasons import tiers_with
from .suggest import plan_of

NOW = "as things stand"
COLUMNS = (
    "points", "objective", "bound", "proven", "need_hub", "need_outreach", "need_neither",
    "sites_chosen", "note",
)  # fmt: skip


def frontier(plan: OutreachPlan, most: int, limits: Limits) -> Table:
    """Tabulate the best plans of 1 to `most` new points, after a row 0 of today.

    `need_hub` is the weight within reach of a hub, `need_outreach` of an outreach point only,
    `need_neither` of neither. A number without a plan, or not worked out in time, says so in
    `note`. The time of `limits` is that of all together, shared out evenly over those left.
    """
    until = time.perf_counter() + limits.time_limit_s
    problem, rows = plan.problem, [_today(plan, limits)]
    counts = range(1, min(most, len(problem.new_point_sites())) + 1)
    for count in counts:
        limits.progress.report((count - 1) / len(counts))
        left = (until - time.perf_counter()) / (len(counts) - count + 1)
        part = replace(limits.silent(), time_limit_s=left, why=False)
        found, note = _best(plan, count, part)
        rows.append(_row(count, found) if found else _empty(count, note))
    return Table({name: [row[name] for row in rows] for name in COLUMNS}, "frontier")


def _best(plan: OutreachPlan, count: int, limits: Limits) -> tuple[OutreachPlan | None, str]:
    if count == plan.problem.terms.points:
        return plan, ""
    late = "not worked out in the time set"
    if limits.time_limit_s <= 0:
        return None, late
    try:
        return plan_of(plan.problem.asked(points=count), limits), ""
    except InfeasibleError:
        return None, "no plan of so many keeps every condition"
    except (OutOfTimeError, SolverError):
        return None, late


def today(plan: OutreachPlan, limits: Limits) -> Tiers:
    """Give what the hubs and points that stand already reach."""
    hubs, points = np.flatnonzero(plan.problem.hub_now), np.flatnonzero(plan.problem.point_now)
    return tiers_with(plan, hubs, points, limits)


def _today(plan: OutreachPlan, limits: Limits) -> dict[str, Any]:
    return {**_empty(0, NOW), **_reached(plan, today(plan, limits))}


def _empty(count: int, note: str) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "points": count, "sites_chosen": "", "note": note}


def _row(count: int, plan: OutreachPlan) -> dict[str, Any]:
    chosen = sorted(plan.problem.site_ids[site] for site in plan.new_points)
    hubs = sorted(plan.problem.site_ids[site] for site in plan.new_hubs)
    notes = [] if len(chosen) == count else [f"only {len(chosen)} open"]
    notes += [f"new hubs: {', '.join(hubs)}"] if hubs else []
    return {
        "points": count,
        "objective": plan.objective,
        "bound": plan.bound if np.isfinite(plan.bound) else None,
        "proven": plan.proven,
        **_reached(plan, plan.tiers()),
        "sites_chosen": ", ".join(chosen),
        "note": "; ".join(notes),
    }


def _reached(plan: OutreachPlan, tiers: Tiers) -> dict[str, float]:
    names = ("need_hub", "need_outreach", "need_neither")
    return dict(zip(names, tiers.sums(plan.problem.weight)))
