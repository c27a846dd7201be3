"""The entry to the two-tier model: a problem in, a plan of hubs and linked points out."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from ...bands import in_minutes, minutes_long
from ...errors import InfeasibleError, InputError
from ...in_words import many
from ...progress import Progress
from ..model import Limits, named
from ..proof import PROOF_TOLERANCE
from ..rules import Rules, check_rules
from ..runner import Runner
from ..stoppable import Stoppable
from .conflicts import why_infeasible
from .plan import OutreachPlan, Shares
from .problem import Bools, Ints, OutreachProblem
from .search import Found, gap_of, search


def suggest_outreach(
    problem: OutreachProblem,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Progress | None = None,
    runner: Runner | None = None,
) -> OutreachPlan:
    """Suggest outreach points, each linked to a hub, and new hubs where they are asked for.

    The same input gives the same plan in whatever order it comes, unless the time limit cuts the
    search short. `gap` is the relative gap at which the search may stop (0: when proven); `runner`
    runs the integer programmes (None: `Stoppable`). Raises `InputError`, `InfeasibleError`,
    `CancelledError`, `MissingPackageError` and the solver's `OutOfTimeError` and `SolverError`.
    """
    progress = progress or Progress()
    limits = Limits(time_limit_s, gap, progress, runner or Stoppable(progress), value=float)
    _refuse_hopeless(problem)
    progress.report(0.0)
    plan = plan_of(problem, limits)
    progress.report(1.0)
    return plan


def plan_of(problem: OutreachProblem, limits: Limits, forced: Bools | None = None) -> OutreachPlan:
    """Solve a problem within limits; `forced` (m,) marks venues that must be opened.

    Raises `InfeasibleError`, with the reason where `limits.why`, and the solver's errors.
    """
    began = time.perf_counter()
    ordered, rows, sites = problem.in_order()
    told = limits.valued(lambda cost: -cost)
    try:
        found = search(ordered, told, None if forced is None else forced[sites])
    except InfeasibleError:
        if not limits.why:
            raise
        raise InfeasibleError(why_infeasible(ordered, limits)) from None
    return _plan(problem, found, rows, sites, time.perf_counter() - began)


def _refuse_hopeless(problem: OutreachProblem) -> None:
    """Refuse, in words, what no plan can change, and floors that are none."""
    check_rules(Rules(floors=problem.floors), problem.weight, problem.hub_now)
    if not problem.hub_now.any() and not len(problem.new_hub_sites()):
        raise InputError(
            "There is no hub for an outreach point to be linked to. Give the existing hubs, or ask "
            "for new hubs and say which venues may hold one."
        )
    wanted = problem.terms.points and not len(problem.new_point_sites())
    beyond = problem.beyond_staff_drive()
    if wanted and not len(beyond):
        raise InputError("No venue is left that may become an outreach point. Give some.")
    if wanted and not len(problem.new_hub_sites()):
        drives = problem.staff[np.ix_(problem.hub_sites(), beyond)].min(axis=0)
        nearest = int(beyond[np.argmin(drives)])
        least = float(drives.min())
        way = "no way leads to any"
        if math.isfinite(least):
            enough = math.ceil(10 * least - 1e-6) / 10
            way = f"the nearest, {problem.site_ids[nearest]}, takes {in_minutes(enough)}"
        none = f"None of the {len(beyond)} venues is" if len(beyond) > 1 else "The one venue is not"
        raise InfeasibleError(
            f"{none} within {minutes_long(problem.terms.staff_drive)} staff drive of any hub "
            f"({way}). Allow a longer drive, or give venues nearer to the hubs."
        )


def _plan(
    problem: OutreachProblem, found: Found, rows: Ints, sites: Ints, seconds: float
) -> OutreachPlan:
    """Bring what was found back into the problem's own order."""
    shares = None
    if found.shares is not None:
        moved = ((int(rows[row]), int(sites[site]), share) for row, site, share in found.shares)
        shares = tuple(sorted(moved))
    hubs, points = np.sort(sites[found.hubs]), np.sort(sites[found.points])
    links = {int(sites[point]): (int(sites[hub]), count) for point, hub, count in found.links}
    near_enough = gap_of(found) <= PROOF_TOLERANCE
    plan = OutreachPlan(
        problem=problem,
        hubs=hubs,
        points=points,
        linked=_linked(problem, hubs, points, links),
        sessions=_sessions(problem, points, links, shares),
        shares=shares,
        objective=found.value,
        best=found.best,
        bound=found.bound,
        gap=gap_of(found),
        proven=found.complete and near_enough,
        seconds=seconds,
    )
    return replace(plan, remarks=tuple(_remarks(plan, found)))


def _linked(
    problem: OutreachProblem, hubs: Ints, points: Ints, links: dict[int, tuple[int, int]]
) -> dict[int, int]:
    """Link each point as the search did, else to the open hub with the shortest drive."""
    near, ids = problem.within_staff_drive(), problem.site_ids
    linked = {}
    for point in points.tolist():
        able = [hub for hub in hubs.tolist() if near[hub, point]]
        if point in links:
            linked[point] = links[point][0]
        elif able:
            linked[point] = min(able, key=lambda hub: (problem.staff[hub, point], ids[hub]))
    return linked


def _sessions(
    problem: OutreachProblem,
    points: Ints,
    links: dict[int, tuple[int, int]],
    shares: Shares | None,
) -> dict[int, int]:
    """Give the sessions a week of each point: those linked, or as many as its children fill."""
    staffing = problem.staffing
    if staffing is None:
        return {}
    takes = np.zeros(len(problem.site_ids))
    for row, site, share in shares or ():
        takes[site] += share * problem.children[row]
    sessions = {}
    for point in points.tolist():
        if problem.point_now[point]:
            sessions[point] = int(staffing.offered[point])
        elif point in links:
            sessions[point] = links[point][1]
        else:
            needed = math.ceil(takes[point] / staffing.children - 1e-6)
            sessions[point] = max(1, needed)
    return sessions


def _remarks(plan: OutreachPlan, found: Found) -> list[str]:
    said, problem = [], plan.problem
    short = problem.terms.points - len(plan.new_points)
    if found.complete and short > 0 and problem.terms.points:
        what = "point" if short == 1 else "points"
        are = "is" if len(plan.new_points) == 1 else "are"
        asked = many(problem.terms.points, "outreach point", "outreach points")
        said.append(
            f"{len(plan.new_points)} of the {asked} asked for {are} suggested: no further {what} "
            "would bring more need within reach under the conditions set."
        )
    beyond = problem.beyond_staff_drive()
    if len(beyond):
        stand = many(len(beyond), "venue is", "venues are")
        what = "an outreach point" if len(beyond) == 1 else "outreach points"
        said.append(
            f"{stand} beyond {minutes_long(problem.terms.staff_drive)} staff drive of every hub "
            f"and cannot be used as {what}: {named(problem.site_ids, beyond, 10)}."
        )
    alone = [point for point in plan.points.tolist() if point not in plan.linked]
    if alone:
        said.append(
            f"No open hub is within staff drive of {named(problem.site_ids, np.array(alone), 10)}, "
            "which runs already and is kept."
        )
    if not found.complete:
        compared = (
            "equally good plans were compared by their number of sites, types and staff drive"
        )
        said.append(
            f"Time ran out before {compared}. Allow more time."
            if found.late
            else f"The solver failed before {compared}; the value of the plan stands."
        )
    return said
