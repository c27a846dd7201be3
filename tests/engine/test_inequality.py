"""Gini, concentration index, Palma and Kolm-Pollak: by hand, by brute force, by PySAL's figures.

The figures of the libraries were made once with `inequality` 1.1.2 and `inequalipy` 1.0.5; where
one is installed the test asks it again, on random data.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.inequality import (
    concentration_index,
    fractional_rank,
    gini,
    kolm_pollak_ede,
    kolm_pollak_kappa,
    palma_ratio,
)

people = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(1, 6)), min_size=1, max_size=12
).filter(lambda rows: sum(value * weight for value, weight, _ in rows) > 0)

VALUES = np.array([5.0, 5, 12, 20, 20, 20, 33, 60])
WEIGHTS = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])


def library(name):
    """A library asked again where it is installed; it is no part of the planner's tests."""
    return pytest.importorskip(name, reason=f"{name} is not installed: its stored figures serve")


def columns(rows):
    return tuple(np.array(part, dtype=float) for part in zip(*rows))


def child_by_child(*parts):
    """Write a weighted population out in full: the last part is the weights."""
    *values, weights = parts
    return [np.repeat(value, weights.astype(int)) for value in values]


def test_ranks_share_the_middle_of_their_stretch():
    """Ten children: 2 at rank 1, 6 at rank 4, 2 at rank 9."""
    found = fractional_rank(np.array([4.0, 1.0, 9.0, 4.0]), np.array([5.0, 2.0, 2.0, 1.0]))
    assert found == pytest.approx([0.5, 0.1, 0.9, 0.5])


def test_concentration_index_by_hand():
    """10 children each in decile 1 with 30 minutes and in decile 2 with 10; mean 20.

    Ranks 1/4 and 3/4; covariance (10 * -1/4 + -10 * 1/4) / 2 = -2.5; twice that over 20.
    """
    values, weights, rank = np.array([30.0, 10.0]), np.array([10.0, 10.0]), np.array([1.0, 2.0])
    assert concentration_index(values, weights, rank) == pytest.approx(-0.25)
    assert concentration_index(values, weights, -rank) == pytest.approx(0.25)
    assert concentration_index(np.array([20.0, 20.0]), weights, rank) == 0


@given(people)
@settings(max_examples=200, deadline=None)
def test_concentration_index_is_that_of_all_pairs_of_children(rows):
    """C = sum over all pairs of children of (x_i - x_j) sign(r_i - r_j) / (2 n^2 mean)."""
    values, weights, rank = columns(rows)
    x, r = child_by_child(values, rank, weights)
    pairs = (x[:, None] - x[None, :]) * np.sign(r[:, None] - r[None, :])
    expected = pairs.sum() / (2 * len(x) ** 2 * x.mean())
    assert concentration_index(values, weights, rank) == pytest.approx(expected, abs=1e-12)


@given(people)
@settings(max_examples=100, deadline=None)
def test_areas_that_share_a_rank_count_as_one_group(rows):
    values, weights, rank = columns(rows)
    kept = [one for one in np.unique(rank) if weights[rank == one].sum()]
    merged = [
        (np.average(values[rank == one], weights=weights[rank == one]), weights[rank == one].sum(),
         one)
        for one in kept
    ]  # fmt: skip
    expected = concentration_index(values, weights, rank)
    assert concentration_index(*columns(merged)) == pytest.approx(expected, abs=1e-12)


def test_gini_by_hand():
    """Three children of one area have 0 minutes, one has 8: G = 3/4. Equal minutes: 0."""
    assert gini(np.array([0.0, 8.0]), np.array([3.0, 1.0])) == pytest.approx(0.75)
    assert gini(np.array([7.0, 7.0]), np.array([3.0, 1.0])) == pytest.approx(0, abs=1e-15)


@given(people)
@settings(max_examples=200, deadline=None)
def test_gini_is_half_the_mean_difference_between_all_pairs_over_the_mean(rows):
    values, weights, _ = columns(rows)
    (x,) = child_by_child(values, weights)
    expected = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
    assert gini(values, weights) == pytest.approx(expected, abs=1e-12)


def test_gini_is_the_one_that_two_libraries_found():
    """`inequality` (PySAL) without weights, `inequalipy` with them."""
    assert gini(VALUES, np.ones(8)) == pytest.approx(0.3921428571428571, rel=1e-12)
    assert gini(VALUES, WEIGHTS) == pytest.approx(0.35223856341919235, rel=1e-12)


def test_gini_is_the_one_that_pysal_finds():
    pysal = library("inequality.gini")
    values = np.random.default_rng(3).uniform(1, 60, 200)
    assert gini(values, np.ones(200)) == pytest.approx(pysal.Gini(values).g, rel=1e-10)


def test_palma_by_hand():
    """Ten children in five ranks of two: the first four have 20 and 10 minutes, the last two 6."""
    values, ranks = np.array([20.0, 10, 1, 1, 6]), np.arange(1.0, 6.0)
    assert palma_ratio(values, np.full(5, 2.0), ranks) == pytest.approx(6 / 15)


def test_palma_takes_a_share_of_the_rank_at_the_border():
    """Two ranks of 5 and 5: the poorest 4 of the first five (10 minutes), the last of the 5."""
    values, weights = np.array([10.0, 4.0]), np.array([5.0, 5.0])
    assert palma_ratio(values, weights, np.array([1.0, 2.0])) == pytest.approx(0.4)
    # of ranks of 2 and 8 children, 40 % are 2 of the first and 2 of the second
    weights = np.array([2.0, 8.0])
    assert palma_ratio(values, weights, np.array([1.0, 2.0])) == pytest.approx(4 / 7)


@given(people)
@settings(max_examples=100, deadline=None)
def test_palma_is_that_of_tenths_of_children_in_the_order_of_rank(rows):
    """Ten copies of every child, each at its rank's mean: tenths then fall between children."""
    values, weights, rank = columns(rows)
    means = np.array(
        [np.average(values[rank == r], weights=weights[rank == r]) if weights[rank == r].sum()
         else 0.0 for r in rank]
    )  # fmt: skip
    order = np.argsort(rank, kind="stable")
    (x,) = child_by_child(means[order], 10 * weights[order])
    most, least = x[: 4 * len(x) // 10].mean(), x[-len(x) // 10 :].mean()
    found = palma_ratio(values, weights, rank)
    if most:
        assert found == pytest.approx(least / most, rel=1e-9, abs=1e-9)
    else:
        assert math.isnan(found)


def test_kolm_pollak_by_hand():
    """One child with 0 and one with 10 minutes, kappa -ln(3)/10: (1 + 3) / 2 = 2 = e^(EDE ln3/10).

    kappa for epsilon -1 is -10 / 100.
    """
    values, weights = np.array([0.0, 10.0]), np.ones(2)
    kappa = -math.log(3) / 10
    assert kolm_pollak_ede(values, weights, kappa) == pytest.approx(10 * math.log(2) / math.log(3))
    assert kolm_pollak_kappa(values, weights) == pytest.approx(-0.1)
    assert kolm_pollak_kappa(values, weights, -2.0) == pytest.approx(-0.2)
    assert kolm_pollak_ede(values, weights, 0.0) == 5


def test_kolm_pollak_is_the_one_that_inequalipy_found():
    kappa = kolm_pollak_kappa(VALUES, WEIGHTS)
    assert kappa == pytest.approx(-0.026072108754186644, rel=1e-12)
    assert kolm_pollak_ede(VALUES, WEIGHTS, kappa) == pytest.approx(30.520453321874022, rel=1e-12)


def test_kolm_pollak_is_the_one_that_inequalipy_finds():
    theirs = pytest.importorskip("inequalipy.kolmpollak", reason="inequalipy is not installed")
    rng = np.random.default_rng(5)
    values, weights = rng.uniform(0, 60, 200), rng.integers(1, 40, 200).astype(float)
    for epsilon in (-0.5, -1.0, -2.0):
        expected = theirs.ede(values, epsilon=epsilon, weights=weights)
        kappa = kolm_pollak_kappa(values, weights, epsilon)
        assert kolm_pollak_ede(values, weights, kappa) == pytest.approx(expected, rel=1e-10)


@given(people, st.floats(-0.5, -0.01))
@settings(max_examples=200, deadline=None)
def test_kolm_pollak_of_a_burden_lies_between_the_mean_and_the_longest(rows, kappa):
    values, weights, _ = columns(rows)
    found = kolm_pollak_ede(values, weights, kappa)
    mean = np.average(values, weights=weights)
    assert mean - 1e-9 <= found <= values[weights > 0].max() + 1e-9
    moved = kolm_pollak_ede(values + 7, weights, kappa)
    assert moved == pytest.approx(found + 7, rel=1e-9), "seven minutes more for everybody"


@given(people)
@settings(max_examples=100, deadline=None)
def test_kolm_pollak_of_groups_is_that_of_their_own_equivalents(rows):
    """Separable: a group may stand as its children, all with the group's equivalent."""
    values, weights, group = columns(rows)
    kept = [one for one in np.unique(group) if weights[group == one].sum()]
    parts = [(kolm_pollak_ede(values[group == g], weights[group == g], -0.05),
              weights[group == g].sum()) for g in kept]  # fmt: skip
    whole = kolm_pollak_ede(values, weights, -0.05)
    assert kolm_pollak_ede(*columns(parts), -0.05) == pytest.approx(whole, rel=1e-9, abs=1e-9)


def test_kolm_pollak_of_very_long_journeys_does_not_overflow():
    found = kolm_pollak_ede(np.array([1.0, 5000.0]), np.ones(2), -1.0)
    assert found == pytest.approx(5000 - math.log(2))


def test_nobody_and_nought_minutes_have_no_inequality():
    empty, nought, one = np.array([]), np.zeros(2), np.ones(2)
    for values, weights in ((empty, empty), (nought, one), (one, nought)):
        assert math.isnan(gini(values, weights))
        assert math.isnan(concentration_index(values, weights, values))
        assert math.isnan(palma_ratio(values, weights, values))
        assert math.isnan(kolm_pollak_kappa(values, weights))
    assert math.isnan(kolm_pollak_ede(empty, empty, -0.1))
    assert kolm_pollak_ede(nought, one, -0.1) == 0


def test_missing_ranks_negative_minutes_and_endless_kappas_are_refused():
    values, weights = np.array([1.0, 2.0]), np.ones(2)
    missing = np.array([1.0, np.nan])
    for measure in (concentration_index, palma_ratio):
        with pytest.raises(InputError, match="rank is missing"):
            measure(values, weights, missing)
    with pytest.raises(InputError, match="zero or more"):
        gini(np.array([-1.0, 2.0]), weights)
    with pytest.raises(InputError, match="kappa"):
        kolm_pollak_ede(values, weights, np.nan)
    with pytest.raises(InputError, match="leave them out"):
        gini(np.array([1.0, np.inf]), weights)
