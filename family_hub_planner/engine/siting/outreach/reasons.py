"""What each site of a plan brings, what could take its place, and how near-best plans agree on it.

Order: new hubs first, then new points, each by marginal gain: the one that adds most to what stands
before it, then the next. Children gained are counted at that place, so those of the points add up
to what the plan's new points reach alone; where room is limited they are the children who go to the
point. A next best is found by solving anew with all else as it is, so it keeps every condition, and
staff sessions and families' shares are decided anew. Near-best plans as in `siting/near_best.py`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InfeasibleError
from ..model import Limits
from ..near_best import NEAR, NOT_WORKED_OUT
from ..proof import PROOF_TOLERANCE
from ..solver import OutOfTimeError, SolverError
from .plan import OutreachPlan, Tiers, tiers_of
from .problem import Bools, Floats, Ints, OutreachProblem
from .search import Found, most_value

_EQUAL = 1e-9  # of the value: less than this is what sums of floating-point parts leave


@dataclass(frozen=True, eq=False)
class Reason:
    """Why one new site stands in the plan; `site` and `next_best` are indices of the problem.

    `whom` (n,) is the share of each area that it gains, `without` the share that neither tier
    would reach without it (a new hub: that no hub would), None where room is limited and families
    would move. `loss` is in the unit of the value; below nought
    where a venue of another type would do better, nan where it was not worked out, inf where
    nothing can take the place.
    """

    site: int
    is_hub: bool
    order: int
    whom: Floats
    without: Floats | None
    next_best: int | None
    loss: float
    near_best: str


def reasons(plan: OutreachPlan, limits: Limits) -> list[Reason]:
    """Give the reasons of every new hub and then of every new point, in their order.

    The time of `limits` is that of all together, shared out evenly over what is left to work out.
    """
    until = time.perf_counter() + limits.time_limit_s
    ordered, found = gains(plan, limits), []
    for place, (site, is_hub, order, whom) in enumerate(ordered):
        limits.progress.report(place / max(1, len(ordered)))
        left = (until - time.perf_counter()) / (2 * (len(ordered) - place))
        part = replace(limits.silent(), time_limit_s=max(left, 0.0), gap=0.0, why=False)
        next_best, loss = _next_best(plan, site, part)
        near = _near_best(plan, site, is_hub, part)
        without = lost_without(plan, site, is_hub)
        found.append(Reason(site, is_hub, order, whom, without, next_best, loss, near))
    return found


def gains(plan: OutreachPlan, limits: Limits) -> list[tuple[int, bool, int, Floats]]:
    """Give (site, is it a hub, its order, whom it gains): see the module."""
    problem = plan.problem
    hubs = np.flatnonzero(problem.hub_now)
    points = np.flatnonzero(problem.point_now)
    made = []
    for is_hub, some in ((True, plan.new_hubs), (False, plan.new_points)):
        left = sorted(some.tolist(), key=lambda site: problem.site_ids[site])
        for order in range(1, len(left) + 1):
            worths = [_worth(plan, hubs, points, site, is_hub, limits) for site in left]
            site = left.pop(int(np.argmax(np.round(np.array(worths), 9))))
            made.append((site, is_hub, order, _whom(plan, hubs, points, site, is_hub)))
            hubs, points = _with(hubs, points, site, is_hub)
    return made


def _with(hubs: Ints, points: Ints, site: int, is_hub: bool) -> tuple[Ints, Ints]:
    one = np.array([site])
    return (np.union1d(hubs, one), points) if is_hub else (hubs, np.union1d(points, one))


def _worth(
    plan: OutreachPlan, hubs: Ints, points: Ints, site: int, is_hub: bool, limits: Limits
) -> float:
    """Give the value of what is open with one site more."""
    hubs, points = _with(hubs, points, site, is_hub)
    return tiers_with(plan, hubs, points, limits).worth(plan.problem)


def tiers_with(plan: OutreachPlan, hubs: Ints, points: Ints, limits: Limits) -> Tiers:
    """Give what some of the plan's sites reach; where room is limited, shared out for the best."""
    problem = plan.problem
    if not problem.has_room_limit:
        return tiers_of(problem, hubs, points)
    m = len(problem.site_ids)
    is_hub, is_point = (np.isin(np.arange(m), some) for some in (hubs, points))
    part = replace(
        problem, may_be_hub=is_hub, may_be_point=is_point, floors=(), rank=None,
        terms=replace(problem.terms, points=m, new_hubs=int((is_hub & ~problem.hub_now).sum())),
    )  # fmt: skip
    found, _ = most_value(part, replace(limits.silent(), gap=0.0), (is_hub | is_point))
    return tiers_of(part, found.hubs, found.points, found.shares)


def _whom(plan: OutreachPlan, hubs: Ints, points: Ints, site: int, is_hub: bool) -> Floats:
    problem = plan.problem
    if plan.shares is not None and not is_hub:
        whom = np.zeros(len(problem.demand_ids))
        for row, one, share in plan.shares:
            whom[row] += share if one == site else 0.0
        return whom
    before = tiers_of(problem, hubs, points)
    after = tiers_of(problem, *_with(hubs, points, site, is_hub))
    if is_hub:
        return (after.hub & ~before.hub).astype(float)
    return np.asarray(after.outreach - before.outreach)


def lost_without(plan: OutreachPlan, site: int, is_hub: bool) -> Floats | None:
    """Tell whom a site of the plan alone reaches, (n,): a hub as a hub, a point in either tier."""
    if is_hub:
        rest = plan.hubs[plan.hubs != site]
        reached = plan.problem.in_hub_reach()
        return np.asarray((reached[:, site] & ~reached[:, rest].any(axis=1)).astype(float))
    if plan.shares is not None:
        return None
    rest = tiers_of(plan.problem, plan.hubs, plan.points[plan.points != site])
    return np.asarray(rest.neither - plan.tiers().neither)


def _next_best(plan: OutreachPlan, site: int, limits: Limits) -> tuple[int | None, float]:
    """Give the site that loses least in the place of `site`, all else as it is, and its loss."""
    problem = plan.problem
    others = np.isin(np.arange(len(problem.site_ids)), plan.chosen) & (
        np.arange(len(problem.site_ids)) != site
    )
    swapped = _without(problem, site).asked(
        points=len(plan.new_points), new_hubs=len(plan.new_hubs)
    )
    swapped = _only(swapped, plan, site)
    found = _found(swapped, limits, others)
    if found is None or isinstance(found, str):
        return None, float("inf") if found is None else float("nan")
    opened = np.union1d(found.hubs, found.points)
    new = np.setdiff1d(opened, np.union1d(plan.hubs, plan.points))
    loss = plan.objective - found.value
    if abs(loss) <= PROOF_TOLERANCE * abs(plan.objective):
        loss = 0.0
    fewer = swapped.asked(
        points=len(plan.new_points) - int(site in plan.new_points),
        new_hubs=len(plan.new_hubs) - int(site in plan.new_hubs),
    )
    rest = _found(fewer, limits, others)
    idle = isinstance(rest, Found) and rest.value >= found.value - _EQUAL * abs(found.value)
    return (None if idle or not len(new) else int(new[0])), loss


def _only(problem: OutreachProblem, plan: OutreachPlan, site: int) -> OutreachProblem:
    """Let the plan's new hubs be hubs, and no other venue one, where a point is to be swapped.

    And the other way round where a hub is to be.
    """
    m = np.arange(len(problem.site_ids))
    if site in plan.new_hubs:
        return replace(problem, may_be_point=problem.may_be_point & np.isin(m, plan.new_points))
    hubs = np.isin(m, plan.new_hubs)
    return replace(
        problem, may_be_hub=problem.may_be_hub & hubs, may_be_point=problem.may_be_point & ~hubs
    )


def _without(problem: OutreachProblem, site: int) -> OutreachProblem:
    """Give the problem in which a venue can become nothing."""
    free = np.arange(len(problem.site_ids)) != site
    return replace(
        problem,
        may_be_hub=problem.may_be_hub & free,
        may_be_point=problem.may_be_point & free,
        terms=replace(problem.terms, type_loss=0.0),
    )


def _found(
    problem: OutreachProblem, limits: Limits, forced: Bools | None = None
) -> Found | str | None:
    """Give the best plan in the problem's own order; None where there is none, a word for late."""
    if limits.time_limit_s <= 0:
        return NOT_WORKED_OUT
    ordered, _, sites = problem.in_order()
    try:
        found, _ = most_value(ordered, limits, None if forced is None else forced[sites])
    except InfeasibleError:
        return None
    except (OutOfTimeError, SolverError):
        return NOT_WORKED_OUT
    return replace(found, hubs=np.sort(sites[found.hubs]), points=np.sort(sites[found.points]))


def _near_best(plan: OutreachPlan, site: int, is_hub: bool, limits: Limits) -> str:
    """Say how far near-best plans agree that a venue is what it is in the plan."""
    if plan.gap > max(NEAR):
        return NOT_WORKED_OUT
    free = np.arange(len(plan.problem.site_ids)) != site
    problem = replace(plan.problem, terms=replace(plan.problem.terms, type_loss=0.0))
    if is_hub:
        problem = replace(problem, may_be_hub=problem.may_be_hub & free)
    else:
        problem = replace(problem, may_be_point=problem.may_be_point & free)
    found = _found(problem, limits)
    if isinstance(found, str):
        return NOT_WORKED_OUT
    if found is None:
        return "in every plan"
    for share in sorted(NEAR, reverse=True):
        if found.bound < (1 - share - _EQUAL) * plan.best:
            return f"in every plan within {100 * share:g} %"
    if found.value >= (1 - min(NEAR) - _EQUAL) * plan.bound:
        return f"not in every plan within {100 * min(NEAR):g} %"
    return NOT_WORKED_OUT
