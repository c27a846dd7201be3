"""The frontier of an estate against every option there is, and its figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from estate_cases import every_option, random_estate

from family_hub_planner.engine.siting.model import Limits
from family_hub_planner.engine.siting.rationalisation.frontier import frontier
from family_hub_planner.engine.siting.rationalisation.option import NOTHING, broken
from family_hub_planner.engine.siting.rationalisation.problem import GROSS, NET

LIMITS = Limits(30.0)


def pounds(problem, option, basis):
    """Give the saving from its definition, one building after another."""
    money, year, once = problem.money, 0.0, 0.0
    for building in option.given_up:
        year += money.running[building]
        once += money.leaving[building] + money.clawback[building]
    pairs = [(int(i), int(j)) for i, j in problem.moves]
    for pair in option.moves:
        year -= money.moving_in[pairs.index(pair)]
    for host in {j for _, j in option.moves}:
        once += money.fitting[host]
    return year - (once / money.years if basis == NET else 0.0)


def by_hand(problem, option):
    """Give the need-weighted added minutes, or None where a rule is broken, one area at a time."""
    hosts = {j for _, j in option.moves}
    served = [
        b
        for b in range(len(problem.building_ids))
        if (problem.serves[b] and b not in option.given_up) or b in hosts
    ]
    total, within = 0.0, []
    for row, minutes in enumerate(problem.minutes):
        today = min(minutes[b] for b in range(len(minutes)) if problem.serves[b])
        after = min((minutes[b] for b in served), default=np.inf)
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


def every_point(problem, basis):
    """Give (saving, added minutes) of every option that keeps the rules."""
    judged = ((option, by_hand(problem, option)) for option in every_option(problem))
    return [(pounds(problem, option, basis), harm) for option, harm in judged if harm is not None]


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


@pytest.mark.parametrize("seed", range(300))
def test_every_step_is_the_best_of_all_options_there_are(seed):
    problem = random_estate(seed)
    basis, count = (NET, GROSS)[seed % 2], 1 + seed % 5
    found = frontier(problem, count, basis, LIMITS)
    points = every_point(problem, basis)
    assert points, "nothing changes is always an option"
    got = [(step.saving, step.minutes) for step in found.steps]
    for (saved, harm), (best, least) in zip(got, wanted(points, count)):
        assert saved == pytest.approx(best, abs=1e-6)
        assert harm == pytest.approx(least, abs=1e-7)
    assert len(got) == len(wanted(points, count))
    assert found.steps[0].option == NOTHING
    for step in found.steps:
        assert step.proven and not broken(problem, step.option)
        assert step.saving == pytest.approx(pounds(problem, step.option, basis))
        assert step.minutes == pytest.approx(by_hand(problem, step.option))
