"""Small random two-tier problems, and every plan of one tried by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np
from scipy.optimize import linprog

from family_hub_planner.engine.siting.outreach.problem import OutreachProblem, Staffing, Terms
from family_hub_planner.engine.siting.rules import Floor

EQUAL = 1e-6


@dataclass(frozen=True)
class Tried:
    """One plan: what opens, its links (point to hub) and sessions, and what it is worth."""

    hubs: tuple[int, ...]
    points: tuple[int, ...]
    links: tuple[int, ...]
    sessions: tuple[int, ...]
    value: float


def random_problem(seed: int, room: bool | None = None) -> OutreachProblem:
    """Draw a problem with any of the conditions; `room` says whether sessions can be full."""
    draw = np.random.default_rng(seed)
    n, hubs, venues = 6, int(draw.integers(1, 3)), int(draw.integers(2, 5))
    with_room = bool(draw.random() < 0.3) if room is None else room
    m = hubs + venues
    now = np.arange(m) < hubs
    running = (np.arange(m) == hubs) & (draw.random() < 0.3)
    new_hubs = int(draw.random() < 0.4)
    if new_hubs and draw.random() < 0.4:
        now = np.zeros(m, dtype=bool)
    staff = draw.integers(0, 30, (m, m)).astype(float)
    staff[draw.random((m, m)) < 0.1] = np.inf
    minutes = draw.integers(0, 30, (n, m)).astype(float)
    minutes[draw.random((n, m)) < 0.1] = np.inf
    limit = np.where(draw.random(m) < 0.7, draw.integers(0, 4, m).astype(float), np.inf)
    staff_limit = draw.random() < 0.5
    staffing = None
    if with_room or staff_limit:
        staffing = Staffing(
            offered=draw.integers(1, 3, m).astype(float),
            staff=limit if staff_limit else np.full(m, np.inf),
            children=float(draw.integers(2, 12)) if with_room else float("inf"),
        )
    weight = draw.integers(0, 9, n).astype(float)
    weight[0] += 1
    rows = draw.random(n) < 0.6
    rows[0] = True
    share = float(draw.choice([0.2, 0.4, 0.6, 0.9]))
    return OutreachProblem(
        minutes=minutes, weight=weight, children=draw.integers(0, 9, n).astype(float),
        demand_ids=[f"d{k}" for k in draw.permutation(n)],
        site_ids=[f"s{k}" for k in draw.permutation(m)],
        hub_now=now & ~running, point_now=running, may_be_hub=draw.random(m) < 0.5,
        may_be_point=draw.random(m) < 0.8, staff=staff,
        terms=Terms(
            points=int(draw.integers(0, 4)), hub_minutes=8.0, outreach_minutes=10.0,
            staff_drive=float(draw.choice([10.0, 20.0])), weight=float(draw.choice([0.25, 0.5, 1])),
            new_hubs=new_hubs, type_loss=float(draw.choice([0.0, 0.0, 0.25, 0.5])),
        ),
        floors=(Floor("some", rows, share, 8.0),) if draw.random() < 0.5 else (),
        rank=draw.integers(0, 3, m), staffing=staffing,
    )  # fmt: skip


def every_plan(problem: OutreachProblem) -> Iterator[Tried]:
    """Try every choice of hubs, points, links and sessions that keeps the conditions."""
    m, terms = len(problem.site_ids), problem.terms
    could = [j for j in range(m) if problem.may_be_hub[j] and not problem.hub_now[j]]
    venues = [
        j for j in range(m)
        if problem.may_be_point[j] and not problem.hub_now[j] and not problem.point_now[j]
    ]  # fmt: skip
    for new in _up_to(could, terms.new_hubs):
        hubs = (*np.flatnonzero(problem.hub_now).tolist(), *new)
        if set(new) & set(np.flatnonzero(problem.point_now).tolist()):
            continue
        for points in _up_to([j for j in venues if j not in new], terms.points):
            able = [
                [h for h in hubs if h != j and problem.staff[h, j] <= terms.staff_drive]
                for j in points
            ]
            for links in product(*able):
                for sessions in product(*(_offers(problem, j) for j in points)):
                    if _too_much(problem, links, sessions):
                        continue
                    value = _value(problem, hubs, points, sessions)
                    if value is not None:
                        yield Tried(new, points, links, sessions, value)


def _up_to(some, most):
    return chain.from_iterable(combinations(some, k) for k in range(most + 1))


def _offers(problem, point):
    staffing = problem.staffing
    if staffing is None or not np.isfinite(staffing.children):
        return (1,)
    return range(1, int(staffing.offered[point]) + 1)


def _too_much(problem, links, sessions):
    if problem.staffing is None:
        return False
    return any(
        sum(s for hub, s in zip(links, sessions) if hub == one) > problem.staffing.staff[one]
        for one in set(links)
    )


def _value(problem, hubs, points, sessions):
    """Give the greatest value of open sites, by a linear programme where room is limited."""
    terms, weight = problem.terms, problem.weight
    by_hub = (problem.minutes[:, list(hubs)] <= terms.hub_minutes).any(axis=1)
    running = np.flatnonzero(problem.point_now).tolist()
    there = [*points, *running]
    near = (problem.minutes[:, there] <= terms.outreach_minutes) & ~by_hub[:, None]
    if problem.staffing is None or not np.isfinite(problem.staffing.children):
        out = near.any(axis=1)
        for floor in problem.floors:
            reached = weight @ (floor.rows & (by_hub | out))
            if reached < floor.share * (weight @ floor.rows) - 1e-9:
                return None
        return float(weight @ by_hub + terms.weight * (weight @ out))
    counts = [*sessions, *(int(problem.staffing.offered[j]) for j in running)]
    return _by_room(problem, by_hub, near, counts)


def _by_room(problem, by_hub, near, counts):
    weight, (rows, places) = problem.weight, np.nonzero(near)
    lines, most = [], []
    for place, count in enumerate(counts):
        lines.append(np.where(places == place, problem.children[rows], 0.0))
        most.append(problem.staffing.children * count)
    for row in range(len(weight)):
        lines.append((rows == row).astype(float))
        most.append(1.0)
    for floor in problem.floors:
        lines.append(-weight[rows] * floor.rows[rows])
        most.append(-(floor.share * (weight @ floor.rows) - weight @ (floor.rows & by_hub)) + 1e-9)
    whole = float(weight @ by_hub)
    if not len(rows):
        return whole if min(most, default=0.0) >= -1e-9 else None
    found = linprog(-weight[rows], A_ub=np.array(lines), b_ub=most, bounds=(0, 1), method="highs")
    return None if found.status == 2 else whole - problem.terms.weight * found.fun


def best_by_brute_force(problem: OutreachProblem) -> tuple[float, float, list[Tried]]:
    """Give the best value, the value after types, and the plans that do best of all in turn."""
    plans = list(every_plan(problem))
    if not plans:
        return float("nan"), float("nan"), []
    best = max(plan.value for plan in plans)
    equal = [plan for plan in plans if plan.value >= best - EQUAL]
    fewest = min((len(plan.hubs), len(plan.points)) for plan in equal)
    ranks = sorted({int(problem.ranks()[j]) for j in problem.new_point_sites()})
    loss = problem.terms.type_loss if len(ranks) > 1 and fewest[1] else 0.0
    left = [
        plan for plan in plans
        if plan.value >= best * (1 - loss) - EQUAL
        and len(plan.hubs) <= fewest[0] and len(plan.points) <= fewest[1]
    ]  # fmt: skip
    wanted = max(of_types(problem, plan.points, ranks) for plan in left)
    left = [plan for plan in left if of_types(problem, plan.points, ranks) == wanted]
    most = max(plan.value for plan in left)
    return best, most, [plan for plan in left if plan.value >= most - EQUAL]


def of_types(problem, points, ranks):
    """Count the points of each type but the last, in the order of the types."""
    return tuple(int(sum(problem.ranks()[j] == rank for j in points)) for rank in ranks[:-1])
