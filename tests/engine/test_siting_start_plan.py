"""Where time ends before the solver has a plan: one that keeps every condition, and a bound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from test_siting_rules import LIMIT as MINUTES
from test_siting_rules import asks, by_hand, every_plan, random_problem

from family_hub_planner.engine.errors import InfeasibleError
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.judge import broken_rules
from family_hub_planner.engine.siting.rules import Floor, Number, Rules
from family_hub_planner.engine.siting.runner import LIMIT, Outcome
from family_hub_planner.engine.siting.solver import OutOfTimeError
from family_hub_planner.engine.siting.suggest import suggest

OBJECTIVES = ["maximal_cover", "p_median", "mixed"]


class OutOfTimeAtFirst:
    """A runner that finds nothing in the first programme, and solves the others."""

    def __init__(self, times=1, bound=-np.inf):
        self.left, self.bound, self.seconds = times, bound, []

    def __call__(self, task, tell):
        self.left -= 1
        self.seconds.append(task.time_limit_s)
        if self.left >= 0:
            return Outcome(LIMIT, None, self.bound)
        return in_process(task, tell)


def hurried(objective, problem, runner=None):
    return suggest(objective, problem, MINUTES, mix=0.3, runner=runner or OutOfTimeAtFirst())


def ruled_problem(seed):
    """A random problem that has conditions, so that the plain algorithms do not serve."""
    problem = random_problem(seed)
    if problem.rules.ask_for_anything():
        return problem
    number = Number("everywhere", np.ones(len(problem.site_ids), dtype=bool), 0)
    return replace(problem, rules=Rules(numbers=(number,)))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_plan_keeps_every_condition_and_lies_between_the_best_and_the_bound(objective):
    met, tried = 0, 0
    for seed in range(60):
        problem = ruled_problem(seed)
        if not asks(problem).any():
            continue
        values = [by_hand(objective, problem, plan, 0.0) for plan in every_plan(problem)]
        best = min(values, default=np.inf)
        if not np.isfinite(best):
            with pytest.raises(InfeasibleError):
                hurried(objective, problem)
            continue
        plan = hurried(objective, problem)
        sign = -1 if plan.model.maximise else 1
        value, slack = sign * plan.objective, 1e-9 * abs(best)
        assert not broken_rules(problem, np.union1d(plan.kept, plan.chosen))
        assert sign * plan.bound <= best + slack
        assert value >= best - slack
        tried, met = tried + 1, met + (value <= best + slack)
    assert tried > 20
    assert met > 0.8 * tried


def test_a_plan_out_of_time_says_so_and_has_the_better_of_two_bounds():
    problem = ruled_problem(1)
    loose = hurried("p_median", problem)
    assert loose.proven or loose.status.startswith("Stopped at the time limit")
    assert loose.bound > 0  # every row at its nearest site


def covered_problem():
    """40 areas on a line, a minute apart; venues at both ends and one that must be open."""
    minutes = np.abs(np.arange(40.0)[:, None] - np.array([0.0, 39.0, 20.0, 90.0]))
    problem = benchmarks.problem(minutes, np.ones(40), 2)
    far = Number("afar", np.arange(4) == 3, 1)
    return replace(problem, rules=Rules(numbers=(far,)))


def test_cover_out_of_time_is_bounded_by_the_best_of_so_many_sites_without_conditions():
    """Within 6 minutes of 0 and 39 lie 7 areas each, of 20 13; one of them may be open."""
    plan = hurried("maximal_cover", covered_problem())
    assert (plan.objective, plan.proven) == (13, False)
    assert 20 <= plan.bound < 20.1
    assert plan.chosen.tolist() == [2, 3]


def test_the_search_for_such_a_plan_takes_a_tenth_of_the_time_limit():
    runner = OutOfTimeAtFirst()
    suggest("p_median", covered_problem(), time_limit_s=100.0, runner=runner)
    assert runner.seconds[:2] == [100.0, 10.0]  # and it is confirmed in what is left of the tenth
    assert 0.0 < runner.seconds[2] < 10.0


def test_where_not_even_the_conditions_are_solved_in_time_that_is_said():
    with pytest.raises(OutOfTimeError, match="Allow more time"):
        hurried("p_median", ruled_problem(1), OutOfTimeAtFirst(times=9))


def test_a_plan_of_many_sites_is_near_the_best_and_keeps_its_floor():
    chance = np.random.default_rng(31)
    areas, venues = chance.random((200, 2)), chance.random((40, 2))
    apart = areas[:, None, :] - venues[None, :, :]
    minutes, weight = 60 * np.hypot(*apart.transpose(2, 0, 1)), chance.integers(1, 9, 200) * 1.0
    floor = Floor("the first fifty", np.arange(200) < 50, 0.8, 12.0)
    problem = benchmarks.problem(minutes, weight, 6)
    problem = replace(problem, rules=Rules(floors=(floor,)))
    exact = suggest("p_median", problem)
    plan = hurried("p_median", problem)
    assert exact.proven and not plan.proven
    assert plan.objective <= 1.05 * exact.objective
    assert plan.bound <= exact.objective
