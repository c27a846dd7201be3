"""Borders of the siting models: cases that a model changed by one step would answer otherwise.

Each was found by changing the engine on purpose (docs/mutants.md).
"""

from __future__ import annotations

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from test_siting_proof import far_apart

from family_hub_planner.engine.errors import InfeasibleError, InputError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting.answer import Choice
from family_hub_planner.engine.siting.finding import finding
from family_hub_planner.engine.siting.good_center import _the_better
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.interchange import greedy, interchange
from family_hub_planner.engine.siting.lagrangian import _Multipliers, _ruled
from family_hub_planner.engine.siting.mixed import mixed
from family_hub_planner.engine.siting.model import Limits, best_first
from family_hub_planner.engine.siting.most_equal import _Search
from family_hub_planner.engine.siting.p_median import P_MEDIAN
from family_hub_planner.engine.siting.plan import make_plan
from family_hub_planner.engine.siting.relaxed import most_opened
from family_hub_planner.engine.siting.rules import Money, Number, Rules
from family_hub_planner.engine.siting.runner import LIMIT, Outcome
from family_hub_planner.engine.siting.solver import SolverError
from family_hub_planner.engine.siting.stability import stability
from family_hub_planner.engine.siting.suggest import MODELS, suggest
from family_hub_planner.engine.siting.today import today_of

INF = np.inf


def three_areas():
    """Weights 2, 1 and 1; the first two sites stand, the others may open."""
    return benchmarks.problem(np.ones((3, 4)), np.array([2.0, 1, 1]), 2, [0, 1])


def test_hubs_that_may_be_given_up_cost_nothing_a_year_in_how_many_may_open():
    """100 a year pays for two venues at 50, if both hubs, at 1 and 100 a year, may be given up."""
    yearly = np.array([1.0, 100, 50, 50])

    def opened(may_close, budget):
        money = Money(np.zeros(4), np.zeros(4), yearly, INF, budget)
        closing = np.isin(np.arange(4), may_close)
        rules = Rules(may_close=closing, money=money)
        return most_opened(benchmarks.with_rules(three_areas(), rules))

    assert [opened([0, 1], 100.0), opened([0, 1], 99.0)] == [2, 1]
    assert [opened([1], 100.0), opened([1], 101.0), opened([0], 150.0)] == [1, 2, 1]


def test_the_mix_is_of_mean_minutes_and_of_need_beyond_the_limit_by_hand():
    """Mean (2 x 4 + 10 + 22) / 4 = 10 of the limit's 20; one of four beyond it."""
    problem, nearest = three_areas(), np.array([4.0, 10, 22])
    assert mixed(0.0).measure(problem, nearest, 20.0) == pytest.approx(0.5)
    assert mixed(1.0).measure(problem, nearest, 20.0) == pytest.approx(0.25)
    assert mixed(0.4).measure(problem, nearest, 20.0) == pytest.approx(0.6 * 0.5 + 0.4 * 0.25)
    assert mixed(0.4).remarks == ("40 % on need beyond the limit, the rest on mean minutes.",)
    with pytest.raises(InputError, match=r"mix is 1\.1"):
        mixed(1.1)


@pytest.mark.parametrize(
    ("objective", "key"),
    [("p_median", [30.0, 18.0]), ("p_center", [10.0, 8.0]), ("mixed", [0.375, 0.225])],
)
def test_plans_are_ranked_first_by_the_need_that_no_site_serves(objective, key):
    """Weights 2, 1 and 1. The first plan serves all, at 5, 10 and 10 minutes; the second has
    5 and 8 and leaves the third area without a site.
    """
    problem, nearest = three_areas(), np.array([[5.0, 5], [10, 8], [10, INF]])
    model = MODELS[objective](problem, 1.0, 0.0)
    found = model.rank(problem, nearest, 20.0)
    assert found[0].tolist() == [0, 1]
    assert found[1].tolist() == pytest.approx(key)
    assert best_first(found).tolist() == [0, 1]


def test_of_two_plans_the_better_is_the_one_whose_second_longest_journey_is_shorter():
    """Longest first 5, 4, 1 and 5, 3, 2; the shortest of all does not decide."""
    minutes = np.array([[1.0, 2], [5, 3], [4, 5]])
    first, second = np.array([0]), np.array([1])
    assert _the_better(minutes, first, second) is second
    assert _the_better(minutes, second, first) is second
    assert _the_better(minutes[:, [0, 0]], first, second) is first


# Greedy and interchange


def test_greedy_opens_first_what_lowers_the_total_most():
    """Totals of one site alone 19, 14 and 19; beside the third, 11 with the first, else 10."""
    cost = np.array([[1.0, 5, 9], [9, 5, 1], [9, 4, 9]])
    none, every = np.array([], dtype=int), np.arange(3)
    assert greedy(cost, none, every, 1).tolist() == [1]
    assert greedy(cost, np.array([2]), every[:2], 1).tolist() == [1]


@pytest.mark.parametrize("unit", [1e-15, 1.0, 1e15])
def test_interchange_swaps_in_whatever_unit_the_costs_are(unit):
    cost = unit * np.array([[3.0, 1.0], [2.0, 2.0]])
    none, every = np.array([], dtype=int), np.arange(2)
    assert interchange(cost, none, every, every[:1], Progress()).tolist() == [1]


@pytest.mark.parametrize("unit", [1e-15, 1.0, 1e15])
def test_plans_are_ranked_by_their_keys_in_whatever_unit_those_are(unit):
    keys = unit * np.array([[3.0, 1, 1, 2], [0, 5, 4, 0]])
    assert best_first(keys).tolist() == [2, 1, 3, 0]


def test_a_site_is_ruled_in_or_out_where_the_bound_without_it_or_with_it_is_above_the_known_plan():
    """The bound of 100 opens the first site, worth 10; in its place the second, worth 6, makes 104,
    and the third, worth 1, makes 109: no plan of 104.5 has the third, and one of 103 the first.
    """
    step = _Multipliers(np.zeros(1), 100.0, np.array([-10.0, -6, -1]), np.array([0]))
    shut, must = _ruled(step, 1, 104.5)
    assert (shut.tolist(), must.tolist()) == ([False, False, True], [False] * 3)
    shut, must = _ruled(step, 1, 103.0)
    assert (shut.tolist(), must.tolist()) == ([False, True, True], [True, False, False])


def test_a_search_within_a_search_tells_figures_of_the_outer_one_or_none():
    """The inner programme's 3 is 4 to the outer one, which is 8 to the reader."""
    told = Limits(value=lambda outer: 2 * outer).valued(lambda inner: inner + 1).value
    assert told is not None and told(3.0) == 8
    assert Limits().valued(lambda inner: inner + 1).value is None


def test_the_solver_is_given_the_time_that_is_left_of_the_limit():
    """Eight areas and venues whose bound does not prove the plan, so that the solver is asked."""
    minutes = [
        [7, 15, 8, 15, 11, 3, 10, 8], [11, 12, 11, 11, 17, 7, 2, 14], [15, 9, 16, 6, 14, 13, 8, 15],
        [18, 6, 1, 12, 16, 2, 12, 14], [1, 12, 7, 3, 8, 11, 4, 6], [13, 2, 9, 17, 14, 17, 8, 19],
        [2, 8, 14, 16, 14, 14, 2, 8], [9, 15, 9, 13, 18, 11, 12, 10],
    ]  # fmt: skip
    seconds = []

    def timed(task, tell):
        seconds.append(task.time_limit_s)
        return in_process(task, tell)

    problem = benchmarks.problem(minutes, np.array([6.0, 6, 17, 8, 7, 8, 14, 14]), 3)
    assert suggest("p_median", problem, time_limit_s=500.0, runner=timed).proven
    assert seconds and min(seconds) > 300 and max(seconds) <= 500


def test_a_refusal_counts_the_sites_it_takes_to_serve_every_area_beside_the_conditions():
    """Each of three areas has one venue in reach, and money is there for ten."""
    minutes = np.where(np.eye(3, dtype=bool), 5.0, INF)
    money = Money(np.ones(3), np.zeros(3), np.zeros(3), 10.0)
    problem = benchmarks.with_rules(benchmarks.problem(minutes, np.ones(3), 2), Rules(money=money))
    with pytest.raises(InfeasibleError, match=r"possible: 3 new sites in place of 2\.$"):
        suggest("p_median", problem)


def test_a_plan_that_breaks_one_condition_is_not_used_and_the_condition_is_named():
    """One hub opened of the two that are to stand among all sites."""
    problem = benchmarks.problem([[1.0, 2, 3]], [1.0], 2)
    two = Number("all sites", np.ones(3, dtype=bool), least=2)
    choice = Choice(np.array([0]), bound=0.0)
    with pytest.raises(SolverError, match=r"breaks a condition \(1 hubs among all sites\)"):
        make_plan(P_MEDIAN, benchmarks.with_rules(problem, Rules(numbers=(two,))), choice, INF, 0.0)


# Most equal journeys


def search(total, bound, gap, **more):
    """A plan of 1 minute or of 100, whose cost no cap below e to the 99th leaves as it is."""
    plain = benchmarks.problem([[1.0, 100.0]], [1.0], 1)
    problem = benchmarks.with_rules(plain, Rules(capacity=np.array([9.0, 9.0])))
    costs = np.array([[0.0, 99.0]])
    return _Search(problem, costs, -1.0, 1.0, Limits(gap=gap), total=total, bound=bound, **more)


def test_a_search_is_settled_where_bound_and_total_are_within_the_gap_of_the_total():
    """Of a total of 2: 0.15 is 7.5 %, 0.25 is 12.5 %."""
    assert search(2.0, 2.0, 0.0)._settled(4.0)
    assert search(2.0, 1.85, 0.1)._settled(4.0)
    assert not search(2.0, 1.75, 0.1)._settled(4.0)
    assert not search(0.5, 0.44, 0.1)._settled(4.0)  # 12 % of a half


@pytest.mark.parametrize("answers", [1, 2])
def test_a_search_cut_short_between_its_rounds_is_said_to_have_stopped_at_the_time_limit(answers):
    """Its first round asks the solver twice at most, and leaves the plan 65 % from its bound."""
    problem = far_apart(109, count=5, minutes=150)
    room = problem.weight.sum() / np.array([2.0, 2, 2, 3, 3, 3, 3])
    asked = []

    def cut_short(task, tell):
        asked.append(task)
        return in_process(task, tell) if len(asked) <= answers else Outcome(LIMIT, None, -INF)

    plan = suggest("most_equal", benchmarks.with_rules(problem, Rules(capacity=room)),
                   runner=cut_short)  # fmt: skip
    assert plan.status.startswith("Stopped at the time limit, within ") and not plan.proven


# Set cover


def test_no_fewest_openings_and_closings_are_claimed_where_there_is_no_choice_of_them():
    """Either venue reaches both areas; with no hub to give up there is one opening either way."""
    plan = suggest("set_cover", benchmarks.problem([[3.0, 2], [3, 2]], [5.0, 2], None), 10.0)
    assert (plan.chosen.tolist(), plan.further) == ([1], "shortest journeys, weighted by need")


def test_one_venue_alone_is_a_set_cover():
    plan = suggest("set_cover", benchmarks.problem([[3.0], [4.0]], [50.0, 20.0], None), 10.0)
    assert (plan.chosen.tolist(), plan.proven) == ([0], True)


def test_areas_beyond_the_limit_of_a_set_cover_are_named_and_those_without_a_journey_apart():
    def beyond(*far):
        minutes = [[3.0], *([one] for one in far)]
        plan = suggest("set_cover", benchmarks.problem(minutes, np.ones(1 + len(far)), None), 10.0)
        return plan.remarks()[0]

    start = "are not covered by any plan"
    assert f"{start}: A0001." in beyond(30.0) and beyond(30.0).startswith("1 of 2 areas")
    assert f"{start}, 1 of them without any journey at all: A0001, A0002." in beyond(30.0, INF)


# What was found, and how sure it is


def test_a_second_decimal_is_given_where_one_would_not_tell_the_plan_from_today():
    """Half the need each: today (3 + 4.44) / 2 = 3.72 minutes, with the venue (3 + 4.36) / 2."""
    limits = Limits(60.0)

    def found(minutes):
        problem = benchmarks.problem([[3.0, 9.0], [4.44, minutes]], [50.0, 50.0], 1, existing=[0])
        plan = suggest("p_median", problem)
        return finding(plan, today_of(plan, limits))

    start = "The mean journey to a hub, weighted by need, is"
    assert found(4.36) == f"{start} 3.68 minutes with this plan, 3.72 with today's hubs."
    assert found(4.0) == f"{start} 3.5 minutes with this plan, 3.7 with today's hubs."


def test_a_site_stays_in_every_run_where_each_of_two_leaves_no_journey_at_all():
    """Two areas are at the door of V0 and V2, two of V1 and V3: one of each pair is nought."""
    minutes = [[0, 14, 0, 9], [9, 0, 6, 0], [0, 17, 0, 18], [12, 0, 19, 0]]
    plan = suggest("p_median", benchmarks.problem(minutes, [10.0, 20, 30, 40], 2))
    assert (plan.objective, plan.proven) == (0, True)
    assert set(stability(plan, Limits(60.0)).shares.values()) == {1.0}
