"""Every location model under every condition, against all plans there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from scipy.optimize import linprog

from family_hub_planner.engine.errors import InfeasibleError, InputError
from family_hub_planner.engine.siting.conditions import add_rules, add_sites
from family_hub_planner.engine.siting.formulation import Formulation
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.judge import broken_rules, spent
from family_hub_planner.engine.siting.most_equal import AVERSION, equivalent, reference_kappa
from family_hub_planner.engine.siting.rules import Floor, Money, Number, Rules
from family_hub_planner.engine.siting.suggest import suggest

LIMIT = 6.0


def random_rules(chance, problem):
    """Draw some of all conditions; some will be too hard to keep."""
    n, m = problem.minutes.shape
    rules = {}
    if chance.random() < 0.5 and problem.existing.any():
        rules["may_close"] = problem.existing & (chance.random(m) < 0.7)
    if chance.random() < 0.5:
        rows = chance.random(n) < 0.5
        if problem.weight[rows].any():
            share = chance.choice([0.3, 0.6, 1.0])
            rules["floors"] = (Floor("some", rows, share, chance.choice([4.0, 7.0])),)
    if chance.random() < 0.4:
        sites = chance.random(m) < 0.6
        least = int(chance.integers(0, min(2, sites.sum()) + 1))
        rules["numbers"] = (Number("here", sites, least, least + int(chance.integers(0, 2))),)
    if chance.random() < 0.5:
        costs = [chance.integers(0, 9, m).astype(float) for _ in range(3)]
        budget = float(chance.choice([4, 9, 15, np.inf]))
        rules["money"] = Money(*costs, budget, float(chance.choice([8, 15, np.inf])))
    if chance.random() < 0.4:
        pairs = [pair for pair in combinations(range(m), 2) if chance.random() < 0.2]
        rules["apart"] = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Rules(**rules)


def random_problem(seed):
    """Small, with ties, journeys that cannot be made, weights of nought, existing sites, rules."""
    chance = np.random.default_rng(seed)
    n, m = chance.integers(2, 9), chance.integers(2, 8)
    minutes = chance.integers(0, 12, (n, m)).astype(float)
    minutes[chance.random(minutes.shape) < chance.choice([0.0, 0.2])] = np.inf
    weight = chance.integers(0, 5, n) * chance.choice([1.0, 0.001, 37.5])
    weight[0] = weight[0] or 1.0
    existing = chance.permutation(m)[: chance.integers(0, min(3, m - 1) + 1)]
    new_sites = int(chance.integers(1, min(3, m - len(existing)) + 1))
    plain = benchmarks.problem(minutes, weight, new_sites, existing)
    return benchmarks.with_rules(plain, random_rules(chance, plain))


def every_plan(problem):
    """Give all sets of open sites that keep every condition, checked one by one."""
    free = problem.free()
    picks = chain.from_iterable(combinations(free, count) for count in range(len(free) + 1))
    for pick in picks:
        open_sites = np.union1d(problem.kept(), np.array(pick, dtype=np.intp))
        if not broken_rules(problem, open_sites):
            yield open_sites


def asks(problem):
    return (problem.weight > 0) & np.isfinite(problem.minutes).any(axis=1)


def nearest(problem, sites):
    return problem.minutes[:, sites].min(axis=1, initial=np.inf)


def by_hand(objective, problem, sites, kappa):
    """Give a plan's objective from its definition, inf or -1 where the model forbids it."""
    rows = asks(problem)
    minutes, weight = nearest(problem, sites)[rows], problem.weight[rows]
    if objective == "maximal_cover":
        return -problem.weight[nearest(problem, sites) <= LIMIT].sum()
    if objective == "set_cover":
        coverable = (problem.minutes <= LIMIT).any(axis=1) & (problem.weight > 0)
        whole = (nearest(problem, sites)[coverable] <= LIMIT).all()
        return len(np.intersect1d(sites, problem.free())) if whole else np.inf
    if not np.isfinite(minutes).all():
        return np.inf
    if objective == "p_median":
        return weight @ minutes
    if objective == "p_center":
        return minutes.max()
    if objective == "mixed":
        share = weight / weight.sum()
        return 0.3 * (share @ (minutes > LIMIT)) + 0.7 * (share @ minutes) / LIMIT
    return float(equivalent(minutes[:, None], weight, kappa)[0])


OBJECTIVES = ["maximal_cover", "p_median", "set_cover", "p_center", "most_equal", "mixed"]


def solved(objective, problem):
    return suggest(objective, problem, LIMIT, mix=0.3)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", range(60))
def test_no_plan_of_all_that_keep_the_conditions_is_better(objective, seed):
    problem = random_problem(seed)
    if not asks(problem).any():
        pytest.skip("nothing to reach in this draw")
    kappa = reference_kappa(problem.in_order()[0]) if objective == "most_equal" else 0.0
    values = [by_hand(objective, problem, plan, kappa) for plan in every_plan(problem)]
    best = min(values, default=np.inf)
    coverable = ((problem.minutes <= LIMIT).any(axis=1) & (problem.weight > 0)).any()
    if not np.isfinite(best) or (objective == "set_cover" and not coverable):
        with pytest.raises(InfeasibleError) as refused:
            solved(objective, problem)
        assert str(refused.value).endswith(".")
        return
    plan = solved(objective, problem)
    sign = -1 if objective == "maximal_cover" else 1
    assert plan.objective == pytest.approx(sign * best, rel=1e-6, abs=1e-9)
    assert plan.proven
    assert broken_rules(problem, plan.open()) == []
    assert set(plan.kept) | set(plan.closed) == set(np.flatnonzero(problem.existing))


@pytest.mark.parametrize("seed", range(40))
def test_set_cover_of_a_share_needs_no_more_hubs_than_any_plan_that_reaches_it(seed):
    problem = random_problem(seed + 500)
    share = 0.7
    counts = [
        len(np.intersect1d(plan, problem.free()))
        for plan in every_plan(benchmarks.without_number(problem))
        if problem.weight[nearest(problem, plan) <= LIMIT].sum() >= share * problem.weight.sum()
    ]
    unlimited = benchmarks.without_number(problem)
    if not counts or not asks(problem).any():
        with pytest.raises(InfeasibleError):
            suggest("set_cover", unlimited, LIMIT, share=share)
        return
    plan = suggest("set_cover", unlimited, LIMIT, share=share)
    assert plan.objective == min(counts)
    assert plan.proven


@pytest.mark.parametrize("seed", range(40))
def test_the_next_worst_journeys_are_the_shortest_too(seed):
    problem = random_problem(seed + 900)
    rows = asks(problem)
    if not rows.any():
        pytest.skip("nothing to reach in this draw")
    plans = [np.sort(nearest(problem, plan)[rows])[::-1] for plan in every_plan(problem)]
    plans = [tuple(minutes) for minutes in plans if np.isfinite(minutes).all()]
    if not plans:
        return
    plan = suggest("p_center", problem)
    found = np.sort(plan.minutes[rows])[::-1]
    best = np.array(min(plans))
    # The three longest different journeys, each with as many areas as in the best plan of all.
    levels = np.unique(best)[::-1][:3]
    for level in levels:
        assert (found >= level - 1e-9).sum() == (best >= level - 1e-9).sum(), (found, best)


def test_p_center_asks_the_solver_few_questions():
    chance = np.random.default_rng(7)
    homes, venues = chance.uniform(0, 45, (150, 2)), chance.uniform(0, 45, (25, 2))
    apart = homes[:, None, :] - venues[None, :, :]
    problem = benchmarks.problem(np.hypot(apart[..., 0], apart[..., 1]), np.ones(150), 4)
    asked = []

    def counting(task, tell):
        asked.append(task)
        return in_process(task, tell)

    plan = suggest("p_center", problem, runner=counting)
    assert plan.proven
    # 3,750 different minutes: halving them alone would take 12 questions at each of 3 depths.
    assert len(asked) <= 24


def test_areas_with_the_same_sites_in_reach_share_one_column_in_all_floors():
    minutes = [[1, 9, 9], [2, 9, 9], [1, 2, 9], [9, 9, 3], [1, 2, 9]]
    rows = np.arange(5)
    floors = (Floor("north", rows < 3, 0.5, 5.0), Floor("all", rows >= 0, 0.5, 5.0))
    problem = benchmarks.problem(minutes, [1, 2, 4, 8, 16], 2)
    problem = benchmarks.with_rules(problem, Rules(floors=floors))
    form = Formulation()
    add_rules(form, problem, add_sites(form, problem))
    programme = form.programme()
    assert len(programme.cost) == 3 + 3  # sites, then {0}, {0, 1} and {2}
    shares = programme.matrix.toarray()[programme.row_lower > 0, 3:]
    assert sorted(shares[0] * 7) == pytest.approx([0, 3, 4])
    assert sorted(shares[1] * 31) == pytest.approx([3, 8, 20])


def test_kappa_and_the_equivalent_are_those_worked_out_by_hand():
    minutes, weight = np.array([[10.0], [20.0]]), np.array([3.0, 1.0])
    kappa = AVERSION * (3 * 10 + 20) / (3 * 100 + 400)  # -1/14
    assert equivalent(minutes, weight, kappa)[0] == pytest.approx(
        14 * np.log(0.75 * np.exp(10 / 14) + 0.25 * np.exp(20 / 14))
    )
    assert equivalent(minutes, weight, 0.0)[0] == pytest.approx(12.5)
    assert equivalent(np.array([[10.0], [np.inf]]), weight, kappa)[0] == np.inf
    far = np.array([[1e5], [2e5]])  # exp(2e5 / 14) is beyond any float
    assert 1e5 < equivalent(far, weight, kappa)[0] < 2e5


def capacity_case(capacity, may_close=None):
    minutes = np.array([[1.0, 5.0], [2.0, 4.0], [6.0, 1.0]])
    problem = benchmarks.problem(minutes, np.array([10.0, 10.0, 10.0]), 2)
    return benchmarks.with_rules(problem, Rules(capacity=np.array(capacity, dtype=float)))


def test_areas_are_shared_out_where_room_is_short():
    # The first site has room for 15: 5 of the second area go on to the other one.
    plan = suggest("p_median", capacity_case([15, 99]))
    assert plan.objective == pytest.approx(10 * 1 + 5 * 2 + 5 * 4 + 10 * 1)
    assert plan.proven
    shares = {(row, site): share for row, site, share in plan.shares}
    assert shares[1, 0] == pytest.approx(0.5)
    assert shares[1, 1] == pytest.approx(0.5)


def test_too_little_room_is_said_and_never_filled_over():
    with pytest.raises(InfeasibleError, match="more room in the sites"):
        suggest("p_median", capacity_case([15, 10]))
    plan = suggest("maximal_cover", capacity_case([15, 10]), 4.5)
    assert plan.objective == pytest.approx(25)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("objective", ["p_median", "maximal_cover"])
def test_shared_out_areas_are_best_over_every_set_of_sites(seed, objective):
    """For each set of sites the best sharing is a linear programme; the least of all is wanted."""
    chance = np.random.default_rng(seed)
    n, m = 5, 5
    minutes = chance.integers(1, 12, (n, m)).astype(float)
    weight = chance.integers(1, 6, n).astype(float)
    capacity = chance.integers(2, 12, m).astype(float)
    problem = benchmarks.problem(minutes, weight, 3)
    problem = benchmarks.with_rules(problem, Rules(capacity=capacity))
    covers = objective == "maximal_cover"
    cost = np.where(minutes <= LIMIT, -1.0, 0.0) if covers else minutes
    best = np.inf
    for sites in combinations(range(m), 3):
        u = weight[:, None] * cost[:, sites]
        rows = np.kron(np.eye(n), np.ones(3))
        room = np.hstack([np.diag([weight[i]] * 3) for i in range(n)])
        limits = {"A_eq": rows, "b_eq": np.ones(n)}
        if covers:
            limits = {}
            room, most = np.vstack([room, rows]), [*capacity[list(sites)], *np.ones(n)]
        else:
            most = capacity[list(sites)]
        found = linprog(u.ravel(), room, most, bounds=(0, 1), method="highs", **limits)
        best = min(best, found.fun if found.status == 0 else np.inf)
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            suggest(objective, problem, LIMIT)
        return
    plan = suggest(objective, problem, LIMIT)
    assert plan.objective == pytest.approx(-best if covers else best, abs=1e-6)


def line(new_sites=1, **rules):
    """Four areas at 0, 10, 20 and 30 minutes along a road, with a venue in each."""
    places = np.array([0.0, 10.0, 20.0, 30.0])
    minutes = np.abs(places[:, None] - places[None, :])
    plain = benchmarks.problem(minutes, np.array([10.0, 1.0, 1.0, 10.0]), new_sites)
    return benchmarks.with_rules(plain, Rules(**rules))


def test_a_floor_that_no_venue_can_keep_names_the_areas_and_the_most_there_is():
    far = line(floors=(Floor("Oakham", np.array([True, True, False, False]), 1.0, 5.0),))
    minutes = far.minutes.copy()
    minutes[1, :] = 50
    problem = benchmarks.with_rules(benchmarks.problem(minutes, far.weight, 1), far.rules)
    with pytest.raises(InfeasibleError, match=r"at most 90\.9 % of its need .* A0001"):
        suggest("maximal_cover", problem, LIMIT)


def test_floors_that_clash_with_the_number_of_sites_say_how_many_it_takes():
    ends = (
        Floor("the west", np.array([True, False, False, False]), 1.0, 5.0),
        Floor("the east", np.array([False, False, False, True]), 1.0, 5.0),
    )
    with pytest.raises(InfeasibleError, match="2 new sites in place of 1"):
        suggest("maximal_cover", line(1, floors=ends), LIMIT)
    plan = suggest("maximal_cover", line(2, floors=ends), LIMIT)
    assert sorted(plan.chosen) == [0, 3]


def test_a_budget_too_small_says_what_it_takes():
    money = Money(*[np.full(4, cost) for cost in (100.0, 0.0, 7.0)], budget=60.0)
    west = Floor("the west", np.array([True, False, False, False]), 1.0, 5.0)
    with pytest.raises(InfeasibleError, match="a budget of £100 in place of £60"):
        suggest("maximal_cover", line(1, floors=(west,), money=money), LIMIT)


def test_a_floor_on_nobody_is_refused_in_words():
    with pytest.raises(InputError, match="no area of deciles 1 to 3: a floor on nobody"):
        line(floors=(Floor("deciles 1 to 3", np.zeros(4, dtype=bool), 0.5, 20.0),))


def test_money_is_spent_on_openings_and_closings_once_and_on_open_sites_each_year():
    problem = benchmarks.problem(np.ones((1, 3)), np.ones(1), 1, existing=(0, 1))
    money = Money(np.array([5.0, 6, 7]), np.array([1.0, 2, 3]), np.array([10.0, 20, 30]))
    rules = Rules(may_close=np.array([True, True, False]), money=money)
    problem = benchmarks.with_rules(problem, rules)
    assert spent(problem, money, np.array([False, True, True])) == (7 + 1, 20 + 30)


def test_where_nothing_limits_the_number_the_search_is_refused():
    with pytest.raises(InputError, match="Nothing limits"):
        suggest("p_median", benchmarks.without_number(line()), LIMIT)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_order_of_the_input_changes_nothing(objective):
    chance = np.random.default_rng(4)
    for seed in range(3, 12):
        problem = random_problem(seed)
        try:
            plan = solved(objective, problem)
        except InfeasibleError:
            continue
        rows, columns = (
            chance.permutation(len(problem.weight)),
            chance.permutation(len(problem.site_ids)),
        )
        other = solved(objective, benchmarks.shuffled(problem, rows, columns))
        ids = sorted(problem.site_ids[site] for site in plan.open())
        assert sorted(problem.site_ids[columns[site]] for site in other.open()) == ids


def test_conditions_that_fail_in_pairs_are_named_with_what_each_would_have_to_be():
    """Both ends need a site each, and there is one; the money does for none, whatever else goes."""
    ends = [
        Floor(f"the {name}", np.arange(4) == row, 1.0, 5.0)
        for name, row in (("west", 0), ("east", 3))
    ]
    money = Money(*[np.full(4, cost) for cost in (100.0, 0.0, 7.0)], budget=160.0)
    with pytest.raises(InfeasibleError) as caught:
        suggest("maximal_cover", line(1, floors=ends, money=money), LIMIT)
    said = str(caught.value)
    assert "giving up any one of them is not enough" not in said
    assert "a floor of 0.0 % for the west in place of 100 %" in said
    everywhere = Number("all sites", np.ones(4, dtype=bool), least=3)
    with pytest.raises(InfeasibleError) as caught:
        suggest("maximal_cover", line(1, floors=ends, money=money, numbers=(everywhere,)), LIMIT)
    said = str(caught.value)
    assert "giving up any one of them is not enough" in said
    assert "cannot be kept together: the budget of £160; at least 3 hubs among all sites." in said
    assert "a budget of £300 in place of £160; at least 1 hub among all sites in place of 3" in said


def test_areas_without_any_journey_are_told_apart_from_those_that_a_venue_would_help():
    floor = Floor("Oakham", np.array([True, True, False, False]), 1.0, 5.0)
    minutes = line().minutes.copy()
    minutes[1, :] = np.inf
    plain = benchmarks.problem(minutes, line().weight, 1)
    problem = benchmarks.with_rules(plain, Rules(floors=(floor,)))
    with pytest.raises(InfeasibleError) as caught:
        suggest("maximal_cover", problem, LIMIT)
    said = str(caught.value)
    assert "1 area has no journey to any venue or hub at all: new venues do not help" in said
    assert "Add venues" not in said
    with pytest.raises(InfeasibleError, match="no journey to any venue or hub at all"):
        suggest("set_cover", plain, 5.0, share=0.99)
    both = benchmarks.with_rules(
        benchmarks.problem(np.where(minutes == 20.0, 60.0, minutes)[:, :1], plain.weight, 1),
        Rules(floors=(replace(floor, rows=np.array([True, True, True, False])),)),
    )
    with pytest.raises(InfeasibleError, match=r"\(A0001\): new .* Add venues near the others"):
        suggest("maximal_cover", both, LIMIT)
