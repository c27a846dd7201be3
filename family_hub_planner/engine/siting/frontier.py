"""The frontier: for each number of new sites the best plan, and how much need it reaches.

The plan for each number is the best on the run's own measure under its own conditions, so the need
reached within the minutes may stand still or fall from one number to the next where the measure is
another (a p-median may leave an area just beyond the minutes to shorten many journeys). Set cover
finds the number itself: its frontier is by maximal cover of the same minutes (Daskin, 2013, Network
and Discrete Location, chapter 4), up to the number that it found, under the same conditions but for
its share. The plan of the run is always a row: that of its number of sites, else the last.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InfeasibleError
from ..tables import Table
from .frontier_notes import NOW, THIS_PLAN
from .judge import within_minutes
from .maximal_cover import MAXIMAL_COVER
from .plan import Plan, plan_by
from .solver import OutOfTimeError, SolverError
from .today import Today, today_of

if TYPE_CHECKING:
    from .model import Limits, Model
    from .problem import Ints, SitingProblem

COLUMNS = (
    "sites", "objective", "bound", "proven", "need_reached", "share_reached", "mean_minutes",
    "sites_chosen", "sites_to_close", "model", "note",
)  # fmt: skip


def frontier(
    plan: Plan, minutes: float, most: int, limits: Limits, today: Today | None = None
) -> Table:
    """Tabulate the best plans of 1 to `most` new sites, after a row 0 of the hubs as they stand.

    `model` is the one whose `objective` it is, `need_reached` the weight within `minutes` of an
    open site, `share_reached` (0 to 1) its share of all weight, `mean_minutes` weighted over what
    some open site reaches, `sites_to_close` the ids of the hubs that the row's plan closes. A
    number without a plan, or not worked out in time, says so in `note`, and the plan itself is
    noted. The time of `limits` is that of all together, shared out evenly over those left. `most`
    beyond the candidates means all of them. `today` as `today_of` gives it (None: worked out here).
    """
    until = time.perf_counter() + limits.time_limit_s
    counts = range(1, min(most, len(plan.problem.candidates())) + 1)
    today = today or today_of(plan, limits)
    model = MAXIMAL_COVER if plan.model.name == "set_cover" else plan.model
    rows = [_as_things_stand(plan, minutes, model, today)] if today.hubs else []
    own_row = plan.problem.new_sites if model is plan.model else None
    for count in counts:
        limits.progress.report((count - 1) / len(counts))
        left = (until - time.perf_counter()) / (len(counts) - count + 1)
        if count == own_row:
            rows.append(_row(count, plan, minutes, own=True))
            continue
        found, note = _best(plan, model, count, replace(limits, time_limit_s=left, why=False))
        rows.append(_row(count, found, minutes) if found else _empty(count, model.name, note))
    if own_row not in counts:
        rows.append(_row(len(plan.chosen), plan, minutes, own=True))
    return Table({name: [row[name] for row in rows] for name in COLUMNS}, "frontier")


def _best(plan: Plan, model: Model, count: int, limits: Limits) -> tuple[Plan | None, str]:
    """Give the best plan of a number of sites, or why there is none."""
    late = "not worked out in the time set"
    if limits.time_limit_s <= 0:
        return None, late
    problem = replace(plan.problem, new_sites=count)
    try:
        return plan_by(model, problem, plan.minutes_limit, limits), ""
    except InfeasibleError:
        return None, "no plan of so many keeps every condition"
    except (OutOfTimeError, SolverError):
        return None, late


def _row(count: int, plan: Plan, minutes: float, own: bool = False) -> dict[str, Any]:
    finite = bool(np.isfinite(plan.bound))
    ids = plan.problem.site_ids
    chosen, closed = (sorted(ids[site] for site in some) for some in (plan.chosen, plan.closed))
    fewer = "" if len(chosen) == count else f"only {len(chosen)} opened"
    return {
        "sites": count,
        "model": plan.model.name,
        "objective": float(plan.objective),
        "bound": float(plan.bound) if finite else None,
        "proven": bool(plan.proven),
        **_reached(plan.problem, plan.open(), minutes),
        "sites_chosen": ", ".join(chosen),
        "sites_to_close": ", ".join(closed),
        "note": ", ".join(filter(None, [THIS_PLAN if own else "", fewer])),
    }


def _as_things_stand(plan: Plan, minutes: float, model: Model, today: Today) -> dict[str, Any]:
    problem = plan.problem
    standing = np.flatnonzero(problem.existing)
    objective = today.value if model is plan.model else today.need
    row = {**_empty(0, model.name, NOW), **_reached(problem, standing, minutes)}
    return {**row, "objective": objective}


def _empty(count: int, model: str, note: str) -> dict[str, Any]:
    ids = {"sites_chosen": "", "sites_to_close": ""}
    return {**dict.fromkeys(COLUMNS), "sites": count, "model": model, **ids, "note": note}


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
