"""Why no plan of hubs and points keeps every condition: which one stands in the way.

Each condition is left out in turn, as in `siting/conflicts.py` (Chinneck, 2008, Feasibility and
Infeasibility in Optimization, chapter 6), and what it would have to be is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...errors import InfeasibleError
from ...in_words import many
from ..model import Limits, named
from .formulate import Programme, formulate, reached_share
from .problem import Floats, Ints, OutreachProblem

_SECONDS = 10.0


def why_infeasible(problem: OutreachProblem, limits: Limits) -> str:
    """Say which conditions cannot be kept together, and what to do."""
    hopeless = list(_beyond_every_site(problem))
    if hopeless:
        return " ".join(hopeless)
    limits = replace(limits.silent(), time_limit_s=min(_SECONDS, limits.time_limit_s), gap=0.0)
    said = [*_numbers(problem, limits), *_floors(problem, limits), *_others(problem, limits)]
    if said:
        return (
            "No plan keeps every condition. Any one of these changes would make one possible: "
            + "; ".join(said)
            + "."
        )
    return (
        "No plan keeps every condition, and giving up any one of them is not enough. Take out the "
        "floors that matter least, one after another."
    )


def _beyond_every_site(problem: OutreachProblem) -> Iterator[str]:
    """Say which floors cannot be kept even with every venue open."""
    hubs = problem.hub_sites()
    points = np.union1d(np.flatnonzero(problem.point_now), problem.new_point_sites())
    able = problem.in_hub_reach()[:, hubs].any(axis=1)
    able |= problem.in_point_reach()[:, points].any(axis=1)
    for floor in problem.floors:
        weight = np.where(floor.rows, problem.weight, 0.0)
        most = float(weight[able].sum() / weight.sum())
        if most < floor.share * (1 - 1e-7):
            beyond = np.flatnonzero(floor.rows & ~able & (problem.weight > 0))
            areas = many(len(beyond), "area is", "areas are")
            far = problem.beyond_staff_drive()
            drive = f" {many(len(far), 'venue is', 'venues are')} beyond staff drive of any hub."
            yield (
                f"The floor of {100 * floor.share:g} % for {floor.label} cannot be kept: at most "
                f"{100 * most:.1f} % of its need is within reach of a hub or of any venue that "
                f"may become an outreach point; {areas} not: "
                f"{named(problem.demand_ids, beyond)}.{drive if len(far) else ''} Add venues "
                "near them, allow a longer staff drive, or lower the floor."
            )


def _numbers(problem: OutreachProblem, limits: Limits) -> Iterator[str]:
    terms, most = problem.terms, len(problem.new_point_sites())
    free = problem.asked(points=most)
    made = formulate(free)
    least = _least(made, made.z[free.new_point_sites()], None, limits)
    if most > terms.points and least is not None:
        points = many(round(least), "outreach point", "outreach points")
        yield f"{points} in place of {terms.points}"
    if terms.new_hubs and len(problem.new_hub_sites()) > terms.new_hubs:
        free = problem.asked(new_hubs=len(problem.new_hub_sites()))
        made = formulate(free)
        least = _least(made, made.x[free.new_hub_sites()], None, limits)
        if least is not None:
            hubs = many(round(least), "new hub", "new hubs")
            yield f"{hubs} in place of {terms.new_hubs}"


def _floors(problem: OutreachProblem, limits: Limits) -> Iterator[str]:
    for place, floor in enumerate(problem.floors):
        others = (*problem.floors[:place], *problem.floors[place + 1 :])
        without = replace(problem, floors=others)
        made = formulate(without)
        columns, values, constant = reached_share(without, made, floor.rows)
        least = _least(made, columns, -values, limits)
        if least is not None:
            share = np.floor(1000 * (constant - least) + 1e-6) / 10
            yield (
                f"a floor of {share:.1f} % for {floor.label} in place of {100 * floor.share:g} %"
            )


def _others(problem: OutreachProblem, limits: Limits) -> Iterator[str]:
    if len(problem.beyond_staff_drive()) or problem.has_staff_limit:
        longest = problem.staff[np.isfinite(problem.staff)].max(initial=problem.terms.staff_drive)
        longer = problem.asked(staff_drive=float(longest))
        if _possible(longer, limits):
            yield "a longer staff drive"
    staffing = problem.staffing
    if staffing is None:
        return
    if staffing.has_staff_limit:
        unlimited = replace(staffing, staff=np.full(len(staffing.staff), np.inf))
        if _possible(replace(problem, staffing=unlimited), limits):
            yield "more sessions that hubs' staff can run"
    if staffing.has_room_limit:
        roomy = replace(staffing, children=float("inf"))
        if _possible(replace(problem, staffing=roomy), limits):
            yield "more children a session"


def _possible(problem: OutreachProblem, limits: Limits) -> bool:
    made = formulate(problem)
    return _least(made, np.zeros(0, dtype=np.intp), None, limits) is not None


def _least(made: Programme, columns: Ints, costs: Floats | None, limits: Limits) -> float | None:
    """Give the least sum of costs (None: 1 each) over columns; None where nothing was found."""
    programme = made.form.programme()
    cost = np.zeros(len(programme.cost))
    cost[columns] = 1.0 if costs is None else costs
    try:
        return limits.solve(replace(programme, cost=cost)).objective
    except (InfeasibleError, TimeoutError):
        return None
