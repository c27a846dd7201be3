"""The location models against every subset, against published optima, and against themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import siting_benchmarks as benchmarks

from family_hub_planner.engine.errors import CancelledError, InfeasibleError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting import median
from family_hub_planner.engine.siting.lagrangian import Relaxation
from family_hub_planner.engine.siting.suggest import suggest

LIMIT = 6.0


def random_problem(seed):
    """Small, with ties, journeys that cannot be made, weights of zero and existing sites."""
    chance = np.random.default_rng(seed)
    n_demand, n_sites = chance.integers(2, 14), chance.integers(2, 10)
    whole = chance.random() < 0.5
    minutes = chance.integers(0, 12, (n_demand, n_sites)).astype(float)
    minutes = minutes if whole else minutes + chance.random((n_demand, n_sites))
    minutes[chance.random(minutes.shape) < chance.choice([0.0, 0.15, 0.4])] = np.inf
    weight = chance.integers(0, 5, n_demand) * chance.choice([1.0, 0.001, 37.5])
    weight[0] = weight[0] or 1.0
    existing = chance.permutation(n_sites)[: chance.integers(0, min(3, n_sites - 1) + 1)]
    new_sites = chance.integers(1, min(4, n_sites - len(existing)) + 1)
    return benchmarks.problem(minutes, weight, int(new_sites), existing)


def every_plan(problem):
    for count in range(problem.new_sites + 1):
        for chosen in combinations(problem.candidates(), count):
            yield [*problem.kept(), *chosen]


def best_cover(problem):
    def cover(sites):
        within = (problem.minutes[:, sites] <= LIMIT).any(axis=1)
        return problem.weight[within].sum()

    return max(cover(sites) for sites in every_plan(problem))


def best_minutes(problem):
    """Give the least weighted minutes, inf when no plan serves every row that asks."""
    asks = (problem.weight > 0) & np.isfinite(problem.minutes).any(axis=1)

    def total(sites):
        nearest = problem.minutes[asks][:, sites].min(axis=1, initial=np.inf)
        return (problem.weight[asks] * nearest).sum()

    return min(total(sites) for sites in every_plan(problem))


def has_no_reach(problem):
    return not np.isfinite(problem.minutes[problem.weight > 0]).any()


def assert_consistent(plan):
    """The plan's own figures follow from its open sites, and its bound is on the right side."""
    problem, opened = plan.problem, plan.open()
    assert not set(plan.chosen) & set(plan.kept)
    assert len(plan.chosen) <= problem.new_sites
    for row, site in enumerate(plan.assignment):
        least = problem.minutes[row, opened].min(initial=np.inf)
        assert plan.minutes[row] == least
        assert (site is None) == np.isinf(least)
        assert site is None or problem.minutes[row, site] == least
    assert plan.bound >= plan.objective if plan.model.maximise else plan.bound <= plan.objective


def test_random_cases_are_of_every_kind():
    problems = [random_problem(seed) for seed in range(240)]
    assert sum(bool(problem.existing.any()) for problem in problems) > 100
    assert sum(bool(np.isinf(problem.minutes).any()) for problem in problems) > 100
    assert sum(bool((problem.weight == 0).any()) for problem in problems) > 100
    assert sum(len(problem.unreachable()) > 0 for problem in problems) > 10
    assert sum(np.isinf(best_minutes(problem)) for problem in problems) > 5


@pytest.mark.parametrize("seed", range(240))
def test_maximal_cover_equals_the_best_of_all_subsets(seed):
    problem = random_problem(seed)
    if has_no_reach(problem):
        pytest.skip("refused in words, see test_siting_problem.py")
    plan = suggest("maximal_cover", problem, LIMIT)
    assert plan.objective == pytest.approx(best_cover(problem), rel=1e-9, abs=1e-12)
    assert plan.proven
    assert_consistent(plan)


@pytest.mark.parametrize(
    ("seed", "relaxed"),
    [(seed, True) for seed in range(240)] + [(seed, False) for seed in range(120)],
)
def test_p_median_equals_the_best_of_all_subsets(seed, relaxed, monkeypatch):
    """Once with the Lagrangian relaxation, once with all left to the radius form."""
    if not relaxed:
        monkeypatch.setattr(median, "relax", nothing_ruled)
    problem = random_problem(seed)
    best = best_minutes(problem)
    if np.isinf(best) or has_no_reach(problem):
        with pytest.raises(InfeasibleError):
            suggest("p_median", problem)
        return
    plan = suggest("p_median", problem)
    assert plan.objective == pytest.approx(best, rel=1e-9, abs=1e-12)
    assert plan.proven
    assert_consistent(plan)


def nothing_ruled(cost, kept, candidates, count, known, progress):
    none = np.zeros(len(candidates), dtype=bool)
    return Relaxation(-np.inf, candidates[:count], none, none)


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median"])
@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_the_input_does_not_change_the_plan(objective, seed):
    problem = random_problem(seed)
    if has_no_reach(problem) or np.isinf(best_minutes(problem)):
        pytest.skip("no plan to compare")
    chance = np.random.default_rng(1000 + seed)
    rows = chance.permutation(len(problem.demand_ids))
    columns = chance.permutation(len(problem.site_ids))
    shuffled = replace(
        problem,
        minutes=problem.minutes[np.ix_(rows, columns)],
        weight=problem.weight[rows],
        demand_ids=[problem.demand_ids[row] for row in rows],
        site_ids=[problem.site_ids[column] for column in columns],
        existing=problem.existing[columns],
    )
    assert by_ids(suggest(objective, problem, LIMIT)) == by_ids(suggest(objective, shuffled, LIMIT))


def by_ids(plan):
    sites = [*plan.problem.site_ids]
    served = {
        area: (None if site is None else sites[site], minutes)
        for area, site, minutes in zip(plan.problem.demand_ids, plan.assignment, plan.minutes)
    }
    chosen = sorted(sites[site] for site in plan.chosen)
    left_out = [plan.problem.demand_ids[row] for row in plan.unreachable]
    return chosen, served, sorted(left_out), plan.objective, plan.bound, plan.proven


@pytest.mark.parametrize("seed", range(30))
def test_one_more_site_never_lowers_cover_or_lengthens_journeys(seed):
    problem = random_problem(seed)
    most = min(4, len(problem.candidates()))
    if has_no_reach(problem):
        pytest.skip("no plan to compare")
    covers = [
        suggest("maximal_cover", replace(problem, new_sites=count), LIMIT).objective
        for count in range(1, most + 1)
    ]
    assert covers == sorted(covers)
    served = [replace(problem, new_sites=count) for count in range(1, most + 1)]
    served = [one for one in served if np.isfinite(best_minutes(one))]
    minutes = [suggest("p_median", one).objective for one in served]
    assert minutes == sorted(minutes, reverse=True)


@pytest.mark.parametrize("name", ["pmed1", "pmed2", "pmed3", "pmed4", "pmed5"])
def test_p_median_proves_the_published_optimum(shared_data, name):
    plan = suggest("p_median", benchmarks.pmed(shared_data, name))
    assert plan.objective == benchmarks.expected(shared_data)["pmedian_optimum"][name]
    assert plan.proven
    assert plan.gap == pytest.approx(0, abs=1e-6)


def test_maximal_cover_proves_the_published_optimum_at_every_distance(shared_data):
    known = benchmarks.expected(shared_data)["mclp"]["SJC324"]
    distances = [key for key in known if key != "total_demand"]
    assert sum(len(known[distance]) for distance in distances) == 10
    for distance in distances:
        for count, optimum in known[distance].items():
            problem = benchmarks.sjc(shared_data, "SJC324", int(count))
            plan = suggest("maximal_cover", problem, float(distance))
            assert (plan.objective, plan.proven) == (optimum, True), (distance, count)


def test_fewer_sites_are_named_when_fewer_suffice():
    # Area 0 is within 5 minutes of V0000 and V0001 only, area 1 of V0002 only.
    problem = benchmarks.problem([[1, 2, 9], [9, 9, 3]], [5, 5], 3)
    plan = suggest("maximal_cover", problem, 5.0)
    assert plan.chosen.tolist() == [0, 2]
    assert plan.remarks() == [
        "Of the 3 new sites asked for, 2 reach the same on this measure: "
        "no further venue tested adds anything."
    ]


def test_p_median_names_no_site_that_shortens_no_journey():
    plan = suggest("p_median", benchmarks.problem([[1, 1], [2, 2]], [5, 5], 2))
    assert plan.chosen.tolist() == [0]
    assert plan.objective == 15


def test_no_site_is_named_when_none_adds_cover():
    problem = benchmarks.problem([[1, 2], [1, 2]], [5, 5], 1, existing=[0])
    plan = suggest("maximal_cover", problem, 5.0)
    assert plan.chosen.tolist() == []
    assert plan.objective == 10
    assert plan.remarks() == ["None of the venues tested adds anything on this measure."]


def test_equal_cover_is_decided_by_shorter_journeys_then_by_id():
    problem = benchmarks.problem([[4, 2, 2], [4, 3, 3]], [5, 5], 1)
    assert suggest("maximal_cover", problem, 5.0).chosen.tolist() == [1]


def test_minutes_equal_to_the_limit_are_within_it():
    problem = benchmarks.problem([[5.0, 9.0]], [7], 1)
    assert suggest("maximal_cover", problem, 5.0).objective == 7


def test_area_without_weight_asks_for_nothing_but_is_assigned():
    minutes = [[1, 9], [np.inf, 1], [3, 9]]
    plan = suggest("p_median", benchmarks.problem(minutes, [1, 0, 0], 1))
    assert plan.chosen.tolist() == [0]
    assert plan.assignment == (0, None, 0)
    assert plan.minutes.tolist() == [1, np.inf, 3]


def test_unreachable_areas_are_named_and_stand_in_no_objective():
    minutes = [[1, 9], [np.inf, np.inf]]
    plan = suggest("p_median", benchmarks.problem(minutes, [1, 8], 1))
    assert plan.objective == 1
    assert plan.unreachable.tolist() == [1]
    assert plan.remarks() == [
        "1 of 2 areas are reached by no site, open or tested, and are left out: A0001."
    ]


def test_too_few_sites_to_serve_every_area_is_said_with_the_areas():
    minutes = np.full((3, 3), np.inf)
    np.fill_diagonal(minutes, 4.0)
    with pytest.raises(InfeasibleError) as refused:
        suggest("p_median", benchmarks.problem(minutes, [3, 2, 1], 2))
    assert "of 3 such areas at least 1 stay without one in reach" in str(refused.value)
    assert any(f"A000{row}" in str(refused.value) for row in range(3))


def test_a_gap_asked_for_stops_early_and_is_kept():
    chance = np.random.default_rng(3)
    places, venues = chance.random((120, 2)), chance.random((40, 2))
    apart = places[:, None, :] - venues[None, :, :]
    problem = benchmarks.problem(30 * np.hypot(apart[..., 0], apart[..., 1]), np.ones(120), 6)
    loose, exact = suggest("p_median", problem, gap=0.05), suggest("p_median", problem)
    assert exact.proven
    assert loose.gap <= 0.05
    assert loose.bound <= exact.objective * (1 + 1e-9) <= loose.objective * (1 + 2e-9)


def test_stopping_is_heard():
    class Stopped(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        suggest("p_median", random_problem(1), progress=Stopped())
