"""The solver's door: its words are checked, its figures worked out anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from scipy import sparse

from family_hub_planner.engine.errors import InfeasibleError, MissingPackageError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting import median, solver
from family_hub_planner.engine.siting.interchange import greedy, interchange, swap_changes
from family_hub_planner.engine.siting.lagrangian import Relaxation, relax
from family_hub_planner.engine.siting.proof import honest_bound
from family_hub_planner.engine.siting.runner import (
    INFEASIBLE,
    LIMIT,
    OPTIMAL,
    UNCLEAR,
    Outcome,
)
from family_hub_planner.engine.siting.suggest import suggest


def knapsack(room=10.0, at_least=-np.inf):
    """Worths 8, 11, 6, 4 and sizes 5, 7, 4, 3; with room 10 the best is 11 + 4 = 15."""
    return solver.IntegerProgramme(
        cost=-np.array([8.0, 11.0, 6.0, 4.0]),
        matrix=sparse.csr_matrix([[5.0, 7.0, 4.0, 3.0]]),
        row_lower=np.array([at_least]),
        row_upper=np.array([room]),
        lower=np.zeros(4),
        upper=np.ones(4),
        integer=np.ones(4, dtype=bool),
    )


def nothing_ruled(cost, kept, candidates, count, known, progress):
    none = np.zeros(len(candidates), dtype=bool)
    return Relaxation(-np.inf, candidates[:count], none, none)


def answering(status, x=None, bound=-np.inf):
    """A runner that says what a test wants to hear."""
    return lambda task, tell: Outcome(status, None if x is None else np.array(x, float), bound)


def test_small_knapsack_is_solved_and_proven():
    solution = solver.solve(knapsack(), 10.0)
    assert solution.x.tolist() == [0, 1, 0, 1]
    assert (solution.objective, solution.bound, solution.gap) == (-15, -15, 0)
    assert solution.proven
    assert solution.status == "solved"


@pytest.mark.parametrize("factor", [1e-9, 1e9])
def test_tiny_and_huge_costs_are_solved_alike(factor):
    programme = knapsack()
    scaled = solver.IntegerProgramme(**{**vars(programme), "cost": programme.cost * factor})
    assert solver.solve(scaled, 10.0).x.tolist() == [0, 1, 0, 1]


def test_conditions_that_exclude_each_other_are_infeasible():
    with pytest.raises(InfeasibleError):
        solver.solve(knapsack(room=10.0, at_least=30.0), 10.0)


def test_time_limit_without_a_plan_is_said_with_its_bound():
    runner = answering(LIMIT, bound=-16.0 * solver._scale(knapsack().cost))
    with pytest.raises(solver.OutOfTimeError, match="time limit of 3 seconds") as stopped:
        solver.solve(knapsack(), 3.0, runner=runner)
    assert stopped.value.bound == -16


def test_time_limit_with_a_plan_gives_it_with_bound_and_gap():
    runner = answering(LIMIT, [1, 0, 1, 0], -16.0 * solver._scale(knapsack().cost))
    solution = solver.solve(knapsack(), 3.0, runner=runner)
    assert (solution.objective, solution.bound) == (-14, -16)
    assert solution.gap == pytest.approx(2 / 14)
    assert not solution.proven
    assert solution.status == "stopped at the time limit"


def test_an_optimum_claimed_beside_its_bound_is_not_called_proven():
    runner = answering(OPTIMAL, [1, 0, 1, 0], -15.0 * solver._scale(knapsack().cost))
    assert not solver.solve(knapsack(), 3.0, runner=runner).proven


@pytest.mark.parametrize("x", [[0.5, 1, 0, 0], [1, 1, 1, 1]])
def test_an_answer_in_parts_or_against_its_conditions_is_refused(x):
    with pytest.raises(solver.SolverError, match="it answered with"):
        solver.solve(knapsack(), 3.0, runner=answering(OPTIMAL, x))


def test_a_failed_solver_is_said():
    with pytest.raises(solver.SolverError, match="HiGHS failed"):
        solver.solve(knapsack(), 3.0, runner=answering(UNCLEAR))


def presolve_asked(programme, answers, **known):
    """Give whether each run was presolved, the answers given in turn, and how it ended."""
    asked, left = [], list(answers)

    def runner(task, tell):
        asked.append(task.presolve)
        return left.pop(0) if left else answers[-1]

    try:
        ended = solver.solve(programme, 3.0, runner=runner, **known)
    except (InfeasibleError, solver.SolverError, solver.OutOfTimeError) as error:
        ended = error
    return asked, ended


NOTHING, UNSURE = Outcome(INFEASIBLE, None, -np.inf), Outcome(UNCLEAR, None, -np.inf)
FOUND, LATE = Outcome(OPTIMAL, np.array([0.0, 1, 0, 1]), -np.inf), Outcome(LIMIT, None, -np.inf)


def plan(x, bound):
    """An optimum as claimed; values and bound are those of the knapsack."""
    return Outcome(OPTIMAL, np.array(x, dtype=float), bound * solver._scale(knapsack().cost))


BEST, WORSE = plan([0, 1, 0, 1], -15), plan([1, 0, 1, 0], -14)


def test_a_small_programme_is_solved_both_ways():
    asked, ended = presolve_asked(knapsack(), [BEST, BEST])
    assert (asked, ended.objective, ended.proven) == ([False, True], -15, True)


@pytest.mark.parametrize("wrong", [WORSE, NOTHING])
@pytest.mark.parametrize("presolved", [False, True])
def test_a_way_that_is_caught_out_is_asked_again_and_both_must_come_to_the_same(wrong, presolved):
    """As HiGHS of scipy 1.17 without presolve and of 1.10 with it were seen to lose the best."""
    answers = [BEST, wrong] if presolved else [wrong, BEST]
    asked, ended = presolve_asked(knapsack(), [*answers, BEST])
    assert asked == [False, True, presolved]
    assert (ended.objective, ended.bound, ended.proven) == (-15, -15, True)
    ended = presolve_asked(knapsack(), [*answers, wrong, UNSURE])[1]
    assert (ended.objective, ended.bound, ended.proven) == (-15, -29, False)


def test_where_presolve_still_sees_no_plan_the_plain_way_must_see_none_that_is_better():
    """As on Rutland's estate, where a row holds the added minutes tight."""
    asked, ended = presolve_asked(knapsack(), [BEST, NOTHING, NOTHING, NOTHING])
    assert asked == [False, True, True, False]
    assert (ended.objective, ended.bound, ended.proven) == (-15, -15, True)
    ended = presolve_asked(knapsack(), [WORSE, NOTHING, NOTHING, BEST])[1]
    assert (ended.objective, ended.bound, ended.proven) == (-15, -29, False)


def test_asked_again_no_worse_plan_is_let_in():
    """With the row that costs are -14 at most, -14 is a plan and -13 none."""
    rows = []

    def runner(task, tell):
        rows.append(len(task.programme.row_upper))
        if len(rows) == 3:
            most = task.programme.row_upper[-1] / solver._scale(knapsack().cost)
            assert -14 <= most < -13.99
            assert task.programme.matrix.toarray()[-1].tolist() == task.programme.cost.tolist()
        return NOTHING if len(rows) == 1 else WORSE

    assert solver.solve(knapsack(), 3.0, runner=runner).objective == -14
    assert rows == [1, 1, 2]


def test_an_optimum_that_the_other_run_did_not_confirm_in_time_is_not_called_proven():
    late = Outcome(LIMIT, None, -20.0 * solver._scale(knapsack().cost))
    ended = presolve_asked(knapsack(), [BEST, late])[1]
    assert (ended.objective, ended.bound, ended.proven) == (-15, -20, False)
    assert ended.status == "stopped at the time limit"


def test_nothing_is_asked_again_where_time_is_over():
    assert presolve_asked(knapsack(), [LATE])[0] == [False]


def test_equal_plans_are_the_one_without_presolve():
    even = replace(knapsack(), cost=np.array([-1.0, -1.0, 0.0, 0.0]), row_lower=np.full(1, -np.inf))
    scale = solver._scale(even.cost)
    one, other = (
        Outcome(OPTIMAL, np.array(x), -1.0 * scale) for x in ([1.0, 0, 0, 0], [0, 1.0, 0, 0])
    )
    assert presolve_asked(even, [one, other])[1].x.tolist() == [1, 0, 0, 0]


def test_plans_apart_by_what_is_lost_where_costs_and_savings_cancel_out_are_equal():
    """Seen with scipy 1.17: nothing saved, and a millionth of a pound saved, of hundreds each way.

    Here 1,024 are paid and 1,024 saved: two thousand-millionths more saved are no other plan.
    """
    even = replace(
        knapsack(20), cost=np.array([1024.0, -1024.0, 0.0, 0.0]), integer=np.zeros(4, dtype=bool)
    )
    exact, lax = ([1.0, saved, 0.0, 0.0] for saved in (1.0, 1.0 + 2e-9))
    for answers in ([exact, lax], [lax, exact]):
        runs = [Outcome(OPTIMAL, np.array(x), float(even.cost @ x)) for x in answers]
        asked, ended = presolve_asked(even, runs)
        assert (asked, ended.x.tolist()) == ([False, True], answers[0])
        assert -2.1e-6 - solver.ABSOLUTE_GAP <= ended.bound <= -1.9e-6


@pytest.mark.parametrize("answers", [[NOTHING, BEST], [BEST, NOTHING]])
def test_that_there_is_no_plan_is_not_believed_against_one_that_was_found(answers):
    assert presolve_asked(knapsack(), answers)[1].objective == -15


def test_no_plan_either_way_is_infeasible():
    asked, ended = presolve_asked(knapsack(), [NOTHING, NOTHING])
    assert (asked, type(ended)) == ([False, True], InfeasibleError)


def test_an_answer_that_breaks_a_condition_gives_way_to_the_other_runs():
    broken = Outcome(OPTIMAL, np.array([1.0, 1, 1, 1]), -29.0)
    assert presolve_asked(knapsack(), [broken, BEST])[1].objective == -15
    ended = presolve_asked(knapsack(), [BEST, broken])[1]
    assert (ended.objective, ended.proven) == (-15, False)


@pytest.mark.parametrize("presolve", [False, True])
def test_a_run_that_breaks_off_leaves_the_other_runs_plan_unproven(presolve):
    def runner(task, tell):
        if task.presolve == presolve:
            raise solver.SolverError("broke off")
        return BEST

    found = solver.solve(knapsack(), 3.0, runner=runner)
    assert (found.objective, found.proven) == (-15, False)


def test_where_both_runs_break_off_it_is_said_in_the_first_ones_words():
    words = iter(["memory ran out", "no memory either"])

    def runner(task, tell):
        raise solver.SolverError(next(words))

    with pytest.raises(solver.SolverError, match="memory ran out"):
        solver.solve(knapsack(), 3.0, runner=runner)


def test_while_a_plan_is_confirmed_best_and_bound_are_told_as_they_are_known():
    heard = []

    def runner(task, tell):
        tell(0.5, np.inf, -np.inf)
        return BEST

    solver.solve(knapsack(), 3.0, tell=lambda *told: heard.append(told[1:]), runner=runner)
    assert heard == [(np.inf, -np.inf), (-15, -15)]


def test_infeasible_is_believed_without_presolve_only(monkeypatch):
    monkeypatch.setattr(solver, "_MANY", 1)
    asked, ended = presolve_asked(knapsack(), [NOTHING, NOTHING])
    assert (asked, type(ended)) == ([True, False], InfeasibleError)
    assert presolve_asked(knapsack(), [NOTHING, FOUND])[1].objective == -15
    assert isinstance(presolve_asked(knapsack(), [NOTHING, LATE])[1], solver.OutOfTimeError)


def test_what_is_unclear_is_asked_the_other_way_and_presolve_alone_not_believed():
    asked, ended = presolve_asked(knapsack(), [UNSURE, NOTHING])
    assert (asked, type(ended)) == ([False, True], solver.SolverError)
    assert presolve_asked(knapsack(), [UNSURE, FOUND])[1].objective == -15


def test_the_second_asking_has_the_time_that_the_first_has_left():
    seconds = []

    def runner(task, tell):
        seconds.append(task.time_limit_s)
        return FOUND if len(seconds) == 2 else UNSURE

    solver.solve(knapsack(), 500.0, runner=runner)
    assert seconds[0] == 500 and 300 < seconds[1] < 500


def test_a_presolved_bound_above_a_plan_at_hand_is_asked_again(monkeypatch):
    monkeypatch.setattr(solver, "_MANY_CHECKED", 1)
    scale = solver._scale(knapsack().cost)
    wrong = Outcome(OPTIMAL, np.array([1.0, 0, 1, 0]), -14.0 * scale)
    right = Outcome(OPTIMAL, np.array([0.0, 1, 0, 1]), -15.0 * scale)
    asked, ended = presolve_asked(knapsack(), [wrong, right, right], best=-15.0, checked=True)
    assert asked == [True, False, True]
    assert (ended.objective, ended.proven) == (-15, True)
    _, ended = presolve_asked(knapsack(), [wrong, wrong], best=-15.0, checked=True)
    assert (ended.bound, ended.proven) == (-29, False)  # what the columns allow, no more


def test_what_is_finer_than_the_solver_can_tell_is_not_called_proven():
    """HiGHS stops a millionth apart: after scaling, a billionth of the largest cost."""
    coarse = replace(knapsack(), cost=np.array([-1e-9, -2e-9, -1e-9, 1.0]))
    scale = solver._scale(coarse.cost)
    found = Outcome(OPTIMAL, np.array([0.0, 1, 0, 0]), -2e-9 * scale)
    ended = presolve_asked(coarse, [found, found])[1]
    assert not ended.proven
    assert ended.bound <= -2e-9 - 9e-10


def test_bound_and_best_are_told_in_the_programmes_own_figures():
    heard = []

    def runner(task, tell):
        tell(0.5, float(task.programme.cost @ [1, 0, 1, 0]), -np.inf)
        return Outcome(OPTIMAL, np.array([0.0, 1, 0, 1]), -np.inf)

    solver.solve(knapsack(), 3.0, tell=lambda *told: heard.append(told), runner=runner)
    assert heard[0] == (0.5, -14, -np.inf)


def test_an_old_scipy_is_said_in_words(monkeypatch):
    from scipy import optimize

    monkeypatch.delattr(optimize, "milp")
    with pytest.raises(MissingPackageError, match=r"scipy 1\.9 or newer"):
        solver.solve(knapsack(), 3.0)


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median"])
def test_out_of_time_gives_the_interchange_plan_with_a_bound(monkeypatch, objective):
    chance = np.random.default_rng(5)
    problem = benchmarks.problem(1 + 20 * chance.random((30, 12)), np.ones(30), 3)
    exact = suggest(objective, problem, 6.0)
    monkeypatch.setattr(median, "relax", nothing_ruled)
    plan = suggest(objective, problem, 6.0, runner=answering(LIMIT))
    assert not plan.proven
    assert plan.status.startswith("Stopped at the time limit")
    side = 1 if plan.model.maximise else -1
    assert side * plan.objective <= side * exact.objective <= side * plan.bound


def test_a_real_time_limit_gives_a_plan_and_a_bound_that_holds(monkeypatch):
    chance = np.random.default_rng(23)
    places = chance.random((150, 2))
    apart = places[:, None, :] - places[None, :, :]
    problem = benchmarks.problem(60 * np.hypot(apart[..., 0], apart[..., 1]), np.ones(150), 5)
    exact = suggest("p_median", problem)
    monkeypatch.setattr(median, "relax", nothing_ruled)
    hurried = suggest("p_median", problem, time_limit_s=0.1)
    assert exact.proven
    assert hurried.seconds < 10
    assert hurried.bound <= exact.objective <= hurried.objective
    assert hurried.proven or hurried.status.startswith("Stopped at the time limit")


def test_a_bound_on_the_wrong_side_is_not_believed():
    assert honest_bound(10.0, 8.0, 12.0, maximise=True) == 12.0
    assert honest_bound(10.0, 12.0, 3.0, maximise=False) == 3.0
    assert honest_bound(10.0, 10.0 - 1e-7, 12.0, maximise=True) == 10.0
    assert honest_bound(10.0, 11.0, 12.0, maximise=True) == 11.0
    assert honest_bound(10.0, -np.inf, 3.0, maximise=False) == 3.0


def test_swap_changes_equal_the_totals_worked_out_one_by_one():
    chance = np.random.default_rng(11)
    cost = chance.integers(0, 9, (25, 9)).astype(float)
    kept, chosen, others = np.array([4]), np.array([0, 2, 7]), np.array([1, 3, 5, 6, 8])
    before = cost[:, [4, 0, 2, 7]].min(axis=1).sum()
    changes = swap_changes(cost, kept, chosen, others)
    for i, out in enumerate(chosen):
        for j, into in enumerate(others):
            opened = [4, into, *(site for site in chosen if site != out)]
            assert changes[i, j] == pytest.approx(cost[:, opened].min(axis=1).sum() - before)


def test_interchange_mends_greedy_until_no_swap_is_better():
    chance = np.random.default_rng(13)
    none, every, mended = np.array([], dtype=np.intp), np.arange(12), 0
    for _ in range(20):
        cost = chance.random((40, 12))
        first = greedy(cost, none, every, 4)
        last = interchange(cost, none, every, first, Progress())
        assert len(set(last)) == 4
        assert swap_changes(cost, none, last, np.setdiff1d(every, last)).min() > -1e-9
        mended += cost[:, last].min(axis=1).sum() < cost[:, first].min(axis=1).sum()
    assert mended > 5


def test_the_relaxation_never_passes_the_optimum_nor_rules_it_out():
    chance = np.random.default_rng(17)
    none = np.array([], dtype=np.intp)
    for _ in range(60):
        cost = chance.random((20, 8)) * chance.integers(1, 9, (20, 1))
        every = np.arange(8)
        totals = {
            (i, j, k): cost[:, [i, j, k]].min(axis=1).sum()
            for i in range(8)
            for j in range(i)
            for k in range(j)
        }
        optimum = min(totals.values())
        sites = min(totals, key=totals.get)
        known = interchange(cost, none, every, greedy(cost, none, every, 3), Progress())
        roof = cost[:, known].min(axis=1).sum()
        relaxation = relax(cost, none, every, 3, roof, Progress())
        assert relaxation.bound <= optimum * (1 + 1e-9)
        assert not relaxation.must_shut[list(sites)].any()
        assert set(np.flatnonzero(relaxation.must_open)) <= set(sites)
