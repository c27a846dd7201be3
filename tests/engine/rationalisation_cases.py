"""Options for an estate worked out by trying every plan, and the money and dates of a move."""

from __future__ import annotations

import numpy as np
from estate_cases import random_estate

from family_hub_planner.engine.siting.model import Limits
from family_hub_planner.engine.siting.rationalisation.frontier import frontier
from family_hub_planner.engine.siting.rationalisation.problem import GROSS

LIMITS = Limits(30.0)


def by_hand(problem, option):
    """Give the need-weighted added minutes, or None where a rule is broken, one area at a time."""
    hosts = {j for _, j in option.moves}
    served = [
        b
        for b in range(len(problem.building_ids))
        if (problem.serves[b] and b not in option.given_up) or b in hosts
    ]
    few = problem.few_hours()
    sessions = [b for b in hosts if all(few[i] for i, j in option.moves if j == b)]
    sessions += [b for b in served if problem.serves[b] and few[b]]
    total, within = 0.0, []
    for row, minutes in enumerate(problem.minutes):
        today = min(minutes[b] for b in range(len(minutes)) if problem.serves[b])
        nearest = [b for b in range(len(minutes)) if problem.serves[b] and minutes[b] == today]
        of_session = all(few[b] for b in nearest) or np.isinf(today)
        after = min((minutes[b] for b in served if of_session or b not in sessions), default=np.inf)
        if np.isfinite(today) and np.isinf(after):
            return None
        within.append(after)
        if np.isfinite(today):
            total += problem.weight[row] * max(0.0, after - today)
    for floor in problem.floors:
        need = sum(w for w, own in zip(problem.weight, floor.rows) if own)
        near = sum(
            w
            for w, own, at in zip(problem.weight, floor.rows, within)
            if own and at <= floor.minutes
        )
        if near / need < floor.share - 1e-9:
            return None
    for host in hosts:
        if host in option.given_up:
            return None
        if sum(problem.area_needed[i] for i, j in option.moves if j == host) > problem.room[host]:
            return None
    return total


def wanted(points, count):
    """Give the frontier from its definition: for each least saving the least harm, then most."""
    most = max(saved for saved, _ in points)
    if most <= 1e-6:
        return [(0.0, 0.0)]
    found = [(0.0, 0.0)]
    free = max(saved for saved, harm in points if harm <= 1e-9)
    for least in [free, *(free + (most - free) * k / count for k in range(1, count + 1))]:
        there = [point for point in points if point[0] >= least - 1e-6]
        harm = min(harm for _, harm in there)
        best = max(saved for saved, other in there if other <= harm + 1e-9)
        if best > 1e-6 and not any(abs(best - saved) < 1e-6 for saved, _ in found):
            found.append((best, harm))
    return found


def some_options(count):
    """Give estates with their options that save anything, from the random cases."""
    for seed in range(count):
        problem = random_estate(seed)
        for step in frontier(problem, 3, GROSS, LIMITS).steps[1:]:
            yield problem, step.option
