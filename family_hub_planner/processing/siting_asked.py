"""What a siting run was asked, each condition beside what today's hubs and the plan make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..engine.bands import in_minutes
from ..engine.in_words import many
from ..engine.published import share_of
from ..engine.siting.judge import spent, within_minutes

if TYPE_CHECKING:
    from ..engine.siting.plan import Plan
    from ..engine.siting.problem import SitingProblem
    from ..engine.siting.rules import Floor, Number
    from .job import Job
    from .siting import Sites


def asked_of(job: Job, plan: Plan, sites: Sites) -> list[tuple[str, str]]:
    """Give name and value of everything that shaped the plan, for the page.

    Shares of need are held back where they would tell a small count.
    """
    today = np.flatnonzero(plan.problem.existing)
    return [
        *_question(job, plan),
        *_closings(job, plan),
        *[_floor(job, plan, floor, today) for floor in plan.problem.rules.floors],
        *[_number(plan, number, today) for number in plan.problem.rules.numbers],
        *_money(plan),
        *_places(job, sites),
        ("The search", _search(job)),
    ]


def costs_of(plan: Plan) -> dict[str, float | None]:
    """Give what the plan costs once and a year, in pounds; None where it was not asked for."""
    money = plan.problem.rules.money
    if money is None:
        return {"COST_ONCE": None, "COST_YEARLY": None}
    once, yearly = spent(plan.problem, money, _mask(plan.problem, plan.open()))
    return {
        "COST_ONCE": once if np.isfinite(money.budget) else None,
        "COST_YEARLY": yearly if np.isfinite(money.yearly_budget) else None,
    }


def _mask(problem: SitingProblem, sites: np.ndarray) -> np.ndarray:
    mask: np.ndarray = np.isin(np.arange(len(problem.site_ids)), sites)
    return mask


def _question(job: Job, plan: Plan) -> list[tuple[str, str]]:
    model, new = plan.model.name, plan.problem.new_sites
    said = []
    if model == "set_cover":
        share = f"{job.number('COVER_SHARE'):g} % of need"
        whole = "all need that any hub or venue has within the minutes"
        said.append(("To be covered", whole if job.number("COVER_SHARE") == 100 else share))
        said.append(("New sites", "as few as it takes"))
    else:
        said.append(("New sites", "none" if new == 0 else f"at most {new}"))
    if plan.model.needs_limit:
        said.append(("Within", in_minutes(plan.minutes_limit)))
    if model == "mixed":
        beyond = 100 * job.number("MIX")
        said.append(("Weights", f"need beyond {beyond:g} %, mean minutes {100 - beyond:g} %"))
    return said


def _closings(job: Job, plan: Plan) -> list[tuple[str, str]]:
    hubs = int(plan.problem.existing.sum())
    if not hubs:
        return []
    may = len(plan.problem.closable())
    if not may:
        return [("Hubs that may close", "none")]
    field = job.field("MAY_CLOSE")
    return [("Hubs that may close", f"{may} of {hubs} (column {field}); the plan closes "
             f"{len(plan.closed) or 'none'}")]  # fmt: skip


def _floor(job: Job, plan: Plan, floor: Floor, today: np.ndarray) -> tuple[str, str]:
    within = f"within {in_minutes(floor.minutes)}"
    now, then = (
        _share(plan.problem, floor, some, job.count("THRESHOLD")) for some in (today, plan.open())
    )
    name = f"Floor for {floor.label}"
    return name, f"at least {100 * floor.share:g} % of need {within}: today {now}, the plan {then}"


def _share(problem: SitingProblem, floor: Floor, open_sites: np.ndarray, threshold: float) -> str:
    weight = np.where(floor.rows, problem.weight, 0.0)
    within = within_minutes(problem, floor.minutes)[:, open_sites].any(axis=1)
    return share_of(float(weight @ within), float(weight.sum()), threshold)


def _number(plan: Plan, number: Number, today: np.ndarray) -> tuple[str, str]:
    least = [f"at least {number.least}"] if number.least else []
    most = [] if number.most is None else [f"at most {number.most}"]
    now, then = (int(number.sites[some].sum()) for some in (today, plan.open()))
    bounds = " and ".join([*least, *most])
    return f"Hubs: {number.label}", f"{bounds}: today {now}, the plan {then}"


def _money(plan: Plan) -> list[tuple[str, str]]:
    money = plan.problem.rules.money
    if money is None:
        return []
    once, yearly = spent(plan.problem, money, _mask(plan.problem, plan.open()))
    now = float(money.yearly @ plan.problem.existing)
    said = []
    if np.isfinite(money.budget):
        said.append(("Budget, once", f"at most £{money.budget:,.0f}: the plan takes £{once:,.0f}"))
    if np.isfinite(money.yearly_budget):
        most = f"at most £{money.yearly_budget:,.0f}"
        said.append(("Budget a year", f"{most}: today £{now:,.0f}, the plan takes £{yearly:,.0f}"))
    return said


def _places(job: Job, sites: Sites) -> list[tuple[str, str]]:
    said = []
    spacing, thinned = job.optional_number("SPACING_M"), job.optional_number("THIN_M")
    if spacing:
        said.append(("Hubs apart by", f"at least {spacing:,.0f} m, by straight line"))
    near = f", or within {thinned:,.0f} m" if thinned else ""
    said.append(("Venues taken for one place", f"same UPRN, or postcode and name{near}"))
    if job.field("CAPACITY"):
        said.append(("Room for children", f"column {job.field('CAPACITY')}; areas are shared out"))
    tested = int((~sites.existing).sum())
    which = []
    if job.yes("PUBLIC_ONLY"):
        which.append("open to the public, or not said")
    if job.yes("ONLY_AGREED"):
        which.append("whose owner has not refused")
    said.append(("Venues", f"{many(tested, 'venue', 'venues')}: {'; '.join(which) or 'all given'}"))
    return said


def _search(job: Job) -> str:
    gap = job.number("GAP")
    until = f"until within {100 * gap:g} % of the best" if gap else "until proven"
    return f"{until}, at most {job.number('TIME_LIMIT'):g} seconds"
