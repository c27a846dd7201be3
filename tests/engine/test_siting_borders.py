"""Borders of the siting models: cases that a model changed by one step would answer otherwise.

Each was found by changing the engine on purpose (docs/mutants.md).
"""

from __future__ import annotations

import numpy as np
import pytest
import siting_benchmarks as benchmarks

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.siting.mixed import mixed
from family_hub_planner.engine.siting.relaxed import most_opened
from family_hub_planner.engine.siting.rules import Money, Rules

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


def test_a_mix_is_ranked_first_by_the_need_that_no_site_serves():
    """The first area, weight 2, is served by none; the others are 10 and 22 minutes away."""
    nearest = np.array([INF, 10, 22])
    found = mixed(1.0).rank(three_areas(), nearest, 20.0)
    assert found.tolist() == pytest.approx([2.0, 0.25])
