"""Which plan of the fewest hubs set cover takes, against every plan there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from test_siting_rules import LIMIT, asks, every_plan, nearest, random_problem

from family_hub_planner.engine.errors import InfeasibleError
from family_hub_planner.engine.siting import fewest_changes
from family_hub_planner.engine.siting.rules import Rules
from family_hub_planner.engine.siting.solver import OutOfTimeError
from family_hub_planner.engine.siting.suggest import suggest


def keys(problem, plan):
    """Give hubs, changes, need not within the limit, need unserved, minutes: all to be small."""
    minutes = nearest(problem, plan)
    closed = np.setdiff1d(np.flatnonzero(problem.existing), plan)
    new = np.setdiff1d(plan, np.flatnonzero(problem.existing))
    journeys = problem.weight @ np.where(np.isfinite(minutes), minutes, 0.0)
    beyond, unserved = problem.weight @ (minutes > LIMIT), problem.weight @ np.isinf(minutes)
    return [len(plan), len(new) + len(closed), *np.round([beyond, unserved, journeys], 6)]


def brings(problem, plan, share):
    minutes = nearest(problem, plan)
    if share < 1:
        return problem.weight[minutes <= LIMIT].sum() >= share * problem.weight.sum() - 1e-9
    coverable = (problem.minutes <= LIMIT).any(axis=1) & (problem.weight > 0)
    return coverable.any() and (minutes[coverable] <= LIMIT).all()


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(3000, 3060))
def test_of_plans_with_as_few_hubs_the_best_by_every_step_is_taken(seed, share):
    problem = random_problem(seed)
    if problem.rules.may_close is not None or seed % 2:
        every = problem.existing.copy()
        problem = benchmarks.with_rules(problem, replace(problem.rules, may_close=every))
    problem = benchmarks.without_number(problem)
    if not asks(problem).any():
        pytest.skip("nothing to reach in this draw")
    plans = [keys(problem, one) for one in every_plan(problem) if brings(problem, one, share)]
    if not plans:
        with pytest.raises(InfeasibleError):
            suggest("set_cover", problem, LIMIT, share=share)
        return
    plan = suggest("set_cover", problem, LIMIT, share=share)
    assert keys(problem, plan.open()) == pytest.approx(min(plans), abs=1e-5)
    assert plan.further or not plan.objective


def two_hubs(**rules):
    """Each of three sites covers both areas; H2 is nearest, H0 and V1 are as far as each other."""
    minutes = np.array([[3.0, 3.0, 2.0], [3.0, 3.0, 2.0]])
    plain = benchmarks.problem(minutes, [50.0, 20.0], None, existing=[0, 2])
    return benchmarks.with_rules(plain, Rules(may_close=plain.existing, **rules))


def test_a_hub_is_not_closed_to_open_a_venue_that_does_what_the_hub_does():
    plan = suggest("set_cover", two_hubs(), LIMIT)
    assert (plan.chosen.tolist(), plan.kept.tolist(), plan.closed.tolist()) == ([], [2], [0])
    assert plan.further == "fewest openings and closings, then shortest journeys, weighted by need"


def test_with_limited_room_the_fewest_changes_are_taken_too():
    """H0 or V1 has to be open beside H2, which has room for the 20 alone."""
    room = np.array([60.0, 60.0, 30.0])
    plan = suggest("set_cover", two_hubs(capacity=room), LIMIT)
    # One hub of 60 cannot take all 70: two are needed, and the two that stand do it.
    assert (plan.chosen.tolist(), plan.closed.tolist(), plan.objective) == ([], [], 2)
    assert plan.further and plan.proven


def test_ties_are_left_alone_where_any_plan_of_as_few_hubs_will_do():
    plan = suggest("set_cover", two_hubs(), LIMIT, ties=False)
    assert (plan.objective, plan.further, plan.found) == (1, "", ())


def test_where_time_ends_before_ties_are_settled_the_page_is_told(monkeypatch):
    """The number of hubs is settled, what comes after finds no time."""

    def late(*_given):
        raise OutOfTimeError("No plan was found.", 0.0)

    monkeypatch.setattr(fewest_changes, "solve_ruled", late)
    plan = suggest("set_cover", two_hubs(), LIMIT)
    assert (plan.objective, plan.proven, plan.further) == (1, True, "")
    assert "was not settled in time" in " ".join(plan.remarks())


@pytest.mark.parametrize("seed", range(3100, 3110))
def test_the_order_of_the_input_does_not_change_the_plan(seed):
    problem = benchmarks.without_number(random_problem(seed))
    if not (problem.minutes[problem.weight > 0] <= LIMIT).any():
        pytest.skip("nothing within the minutes in this draw")
    chance = np.random.default_rng(seed)
    rows, columns = (chance.permutation(size) for size in problem.minutes.shape)
    shuffled = benchmarks.shuffled(problem, rows, columns)
    try:
        plans = [suggest("set_cover", one, LIMIT, share=0.4) for one in (problem, shuffled)]
    except InfeasibleError:
        return
    opened = [sorted(plan.problem.site_ids[site] for site in plan.open()) for plan in plans]
    assert opened[0] == opened[1]
