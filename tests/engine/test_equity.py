"""Equity measures against the plain definition on a population written out in full."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.equity import group_gap, weighted_mean, weighted_quantile
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.tables import Table

weighted_values = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 9)), min_size=1, max_size=25
).filter(lambda pairs: any(weight for _, weight in pairs))


def columns(pairs):
    return (np.array(part, dtype=float) for part in zip(*pairs))


@given(weighted_values, st.integers(1, 100))
@settings(max_examples=300, deadline=None)
def test_quantile_is_the_one_of_the_population_written_out_child_by_child(pairs, percent):
    children = sorted(value for value, weight in pairs for _ in range(weight))
    place = -(-percent * len(children) // 100)  # whole numbers: the ceiling of q times n
    values, weights = columns(pairs)
    assert weighted_quantile(values, weights, percent / 100) == children[place - 1]


@given(weighted_values)
@settings(max_examples=100, deadline=None)
def test_mean_is_the_one_that_pandas_finds_for_the_repeated_values(pairs):
    values, weights = columns(pairs)
    repeated = pd.Series(np.repeat(values, weights.astype(int)))
    assert weighted_mean(values, weights) == pytest.approx(repeated.mean())


def test_median_agrees_with_numpys_inverted_distribution_function():
    rng = np.random.default_rng(7)
    values, weights = rng.uniform(0, 60, 201), rng.integers(0, 40, 201)
    repeated = np.repeat(values, weights)
    for q in (0.5, 0.9):
        expected = np.quantile(repeated, q, method="inverted_cdf")
        assert weighted_quantile(values, weights.astype(float), q) == expected


def test_quantile_that_falls_on_a_step_takes_the_step_in_spite_of_rounding():
    values, weights = np.arange(1.0, 11.0), np.full(10, 0.1)
    assert weighted_quantile(values, weights, 0.9) == 9
    assert weighted_quantile(values, weights, 0.3) == 3


def test_unreachable_values_without_children_do_no_harm():
    values, weights = np.array([5.0, np.inf]), np.array([3.0, 0.0])
    assert weighted_mean(values, weights) == 5
    assert weighted_quantile(values, weights, 0.9) == 5


def test_unreachable_values_with_children_are_refused():
    for measure in (weighted_mean, lambda x, w: weighted_quantile(x, w, 0.5)):
        with pytest.raises(InputError, match="leave them out"):
            measure(np.array([5.0, np.inf]), np.array([3.0, 1.0]))


@pytest.mark.parametrize("weights", [[-1.0, 1.0], [np.nan, 1.0], [1.0]])
def test_weights_that_are_no_counts_are_refused(weights):
    with pytest.raises(InputError, match="eight"):
        weighted_mean(np.array([1.0, 2.0]), np.array(weights))


@pytest.mark.parametrize("q", [0.0, -0.1, 1.1, math.nan])
def test_quantiles_outside_nought_to_one_are_refused(q):
    with pytest.raises(InputError, match="quantile"):
        weighted_quantile(np.array([1.0]), np.array([1.0]), q)


def test_nobody_has_no_mean_and_no_median():
    empty = np.array([])
    assert math.isnan(weighted_mean(empty, empty))
    assert math.isnan(weighted_quantile(np.array([4.0]), np.array([0.0]), 0.5))


def test_gap_is_the_most_deprived_less_the_least_and_none_where_one_is_empty():
    rows = Table({"key": ["1", "5", "10"], "mean_minutes": [14.0, None, 9.0]})
    assert group_gap(rows, "mean_minutes") == 5
    assert group_gap(rows, "mean_minutes", "1", "5") is None
    assert group_gap(rows, "mean_minutes", "1", "7") is None
