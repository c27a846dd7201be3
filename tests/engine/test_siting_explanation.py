"""The reasons for each site, against a toy of four areas and four venues worked by hand."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import siting_benchmarks as benchmarks

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.siting.explanation import explain
from family_hub_planner.engine.siting.suggest import suggest

# Minutes from four areas (rows) to four venues; children are weight in `toy`.
#           V0  V1  V2  V3
MINUTES = [[5, 25, 12, 30],
           [8, 25, 30, 30],
           [30, 6, 15, 30],
           [30, 30, 30, 9]]  # fmt: skip
CHILDREN = np.array([120.0, 90.0, 144.0, 40.0])


def toy(new_sites, existing=()):
    return benchmarks.problem(MINUTES, CHILDREN, new_sites, existing)


def test_cover_within_15_minutes_worked_by_hand():
    # Covers: V0 = A0 + A1 = 210, V1 = A2 = 144, V2 = A0 + A2 = 264, V3 = A3 = 40.
    # Pairs: V0 + V1 = V0 + V2 = 354 (all but A3), V2 + V3 = 304. Of the equal ones V0 + V1 has
    # the shorter journeys: A2 in 6 minutes, not 15. First of the two alone: V0 (210 > 144).
    plan = suggest("maximal_cover", toy(2), 15.0)
    first, second = explain(plan, CHILDREN)
    assert (plan.objective, plan.chosen.tolist()) == (354, [0, 1])
    # V0 out: V1 + V2 = 264, V1 + V3 = 184: next best V2, loss 354 - 264 = 90.
    assert (first.site, first.order, first.children_gained, first.gain) == (0, 1, 210, 210)
    assert (first.next_best, first.loss_if_swapped) == (2, 90)
    # V1 out: V0 + V2 = 354: V2 does as well.
    assert (second.site, second.order, second.children_gained, second.gain) == (1, 2, 144, 144)
    assert (second.next_best, second.loss_if_swapped) == (2, 0)
    assert first.reason == (
        "Brings about 210 more children within 15 minutes; no set of 2 from the 4 venues tested "
        "does better on this measure; the next best in its place is V0002."
    )
    assert second.reason == (
        "Brings about 140 more children within 15 minutes; no set of 2 from the 4 venues tested "
        "does better on this measure; V0002 in its place does equally well."
    )


def test_one_site_of_two_that_do_equally_well_is_not_called_the_best():
    children = np.array([50.0, 50.0])
    problem = benchmarks.problem([[5, 30], [30, 5]], children, 1)
    (only,) = explain(suggest("maximal_cover", problem, 15.0), children)
    assert only.reason == (
        "Brings about 50 more children within 15 minutes; none of the 2 venues tested does better "
        "on this measure; V0001 in its place does equally well."
    )


def test_a_venue_better_than_one_of_a_plan_not_proven_is_said_to_be_better():
    plan = suggest("maximal_cover", toy(1), 15.0)
    worse = replace(plan, chosen=np.array([3]), objective=40.0, proven=False, gap=5.6, bound=264.0)
    assert "; V0002 in its place does better." in explain(worse, CHILDREN)[0].reason


def test_the_next_best_is_named_where_its_name_is_known():
    plan = suggest("maximal_cover", toy(2), 15.0)
    first = explain(plan, CHILDREN, names={"V0002": "Fire Station", "V0001": ""})[0]
    assert first.reason.endswith("the next best in its place is Fire Station (V0002).")


def test_children_gained_by_cover_add_up_to_what_the_plan_gains():
    plan = suggest("maximal_cover", toy(2, existing=[2]), 15.0)
    # V2 keeps A0 and A2; V0 adds A1 (90), V3 adds A3 (40).
    cards = explain(plan, CHILDREN)
    assert [(card.site, card.children_gained) for card in cards] == [(0, 90), (3, 40)]
    assert plan.objective == 394


def test_children_near_two_new_sites_count_for_the_first_only():
    # V1 covers A0 + A1 = 80 and comes first; V0 covers A0 + A2, of which only A2 = 20 is new.
    children = np.array([50.0, 30.0, 20.0])
    problem = benchmarks.problem([[5, 5], [30, 5], [5, 30]], children, 2)
    cards = explain(suggest("maximal_cover", problem, 15.0), children)
    assert [(card.site, card.children_gained) for card in cards] == [(1, 80), (0, 20)]


def test_children_are_counted_apart_from_the_weight():
    plan = suggest("maximal_cover", toy(1), 15.0)
    only = explain(plan, np.array([1.0, 1.0, 2.0, 1.0]))[0]
    assert (only.site, only.gain, only.children_gained) == (2, 264, 3)
    assert only.reason.startswith("Brings fewer than 10 more children within 15 minutes; best of ")


def test_p_median_beside_an_existing_site_worked_by_hand():
    # With V2 open: minutes 12, 30, 15, 30; total 1440 + 2700 + 2160 + 1200 = 7500.
    # V0: A0 12 -> 5, A1 30 -> 8: 840 + 1980 = 2820. V1: A1 30 -> 25, A2 15 -> 6: 450 + 1296.
    # V3: A3 30 -> 9: 840. One site: V0, 7500 - 2820 = 4680; next best V1: 7500 - 1746 = 5754.
    plan = suggest("p_median", toy(1, existing=[2]))
    only = explain(plan, CHILDREN)[0]
    assert (plan.objective, plan.proven) == (4680, True)
    assert (only.site, only.children_gained, only.gain) == (0, 210, 2820)
    assert (only.next_best, only.loss_if_swapped) == (1, 5754 - 4680)
    # 2820 weighted minutes over 394 of weight are 7.157 minutes.
    assert only.reason == (
        "Brings a hub nearer to about 210 children and shortens the mean journey, weighted by "
        "need, by 7.2 minutes; best of the 3 venues tested on this measure; the next best in its "
        "place is V0001."
    )


def test_first_site_of_a_p_median_from_nothing_has_children_but_no_saving():
    plan = suggest("p_median", toy(1))
    only = explain(plan, CHILDREN)[0]
    assert only.children_gained == CHILDREN.sum()
    assert np.isnan(only.gain)
    assert only.reason.startswith("Brings a hub nearer to about 390 children; best of the 4 venues")


def test_site_that_alone_reaches_an_area_has_no_next_best():
    minutes = [[1, np.inf, 5], [np.inf, 2, np.inf]]
    plan = suggest("p_median", benchmarks.problem(minutes, [50, 20], 2))
    first, second = explain(plan, np.array([50.0, 20.0]))
    assert (first.site, first.next_best, first.loss_if_swapped) == (0, 2, 200)
    assert (second.site, second.next_best, second.loss_if_swapped) == (1, None, np.inf)
    assert "no other venue tested reaches all the areas it serves" in second.reason


def test_without_other_candidates_there_is_nothing_to_swap():
    plan = suggest("p_median", benchmarks.problem([[1, 9], [9, 1]], [5, 5], 2))
    card = explain(plan, np.array([50.0, 50.0]))[0]
    assert card.next_best is None
    assert np.isnan(card.loss_if_swapped)
    assert card.reason.endswith("no set of 2 from the 2 venues tested does better on this measure.")


def test_a_plan_not_proven_says_how_far_it_may_be_from_the_best():
    plan = replace(suggest("maximal_cover", toy(2), 15.0), proven=False, gap=0.02101)
    reason = explain(plan, CHILDREN)[0].reason
    assert "; in a set within 2.2 % of the best possible on this measure; " in reason
    assert "best set" not in reason


def test_the_order_of_the_input_does_not_change_the_reasons():
    problem = toy(2, existing=[1])
    columns = [3, 1, 0, 2]
    shuffled = replace(
        problem,
        minutes=problem.minutes[:, columns],
        site_ids=[problem.site_ids[column] for column in columns],
        existing=problem.existing[columns],
    )
    for objective in ("maximal_cover", "p_median"):
        cards = [
            [
                (one.site_ids[card.site], card.order, card.loss_if_swapped, card.reason)
                for card in explain(suggest(objective, one, 15.0), CHILDREN)
            ]
            for one in (problem, shuffled)
        ]
        assert cards[0] == cards[1]


def test_counts_under_the_threshold_are_held_back_in_the_sentence():
    """The second site brings 144 children, see above."""
    plan = suggest("maximal_cover", toy(2), 15.0)
    assert explain(plan, CHILDREN, 150)[1].reason.startswith("Brings fewer than 150 more children")
    assert explain(plan, CHILDREN * 0, 10)[1].reason.startswith("Brings no more children")


def test_wrong_counts_of_children_are_refused():
    plan = suggest("maximal_cover", toy(1), 15.0)
    for children in ([1.0, 2.0], [1.0, 2.0, -3.0, 4.0], [1.0, np.nan, 3.0, 4.0]):
        with pytest.raises(InputError, match="one count of children"):
            explain(plan, np.array(children))


def test_a_council_of_700_areas_and_60_venues_is_explained_at_once():
    chance = np.random.default_rng(7)
    apart = chance.random((700, 1, 2)) - chance.random((1, 60, 2))
    minutes = 60 * np.hypot(apart[..., 0], apart[..., 1])
    plan = suggest("maximal_cover", benchmarks.problem(minutes, chance.random(700), 15), 8.0)
    began = time.perf_counter()
    explain(plan, np.ones(700))
    assert time.perf_counter() - began < 1.0
