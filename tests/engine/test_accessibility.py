"""2SFCA and enhanced 2SFCA: by hand, by the double sum of the definition, by PySAL's figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.accessibility import (
    float_catchments,
    gaussian_weights,
    parse_weights,
)
from family_hub_planner.engine.errors import InputError

# Areas a, b, c with 10, 20, 30 children; hubs X, Y with 30 and 60 hours; c has no way to X.
MINUTES = np.array([[5.0, 25.0], [15.0, 10.0], [np.inf, 28.0]])
CHILDREN, CAPACITY = np.array([10.0, 20.0, 30.0]), np.array([30.0, 60.0])
BANDS, WEIGHTS = (10.0, 20.0, 30.0), (1.0, 0.68, 0.22)


def two_step(minutes=MINUTES, longest=20.0, children=CHILDREN, capacity=CAPACITY):
    return float_catchments(minutes, children, capacity, (longest,), (1.0,))


def enhanced(minutes=MINUTES, children=CHILDREN, capacity=CAPACITY):
    return float_catchments(minutes, children, capacity, BANDS, WEIGHTS)


def test_two_steps_by_hand():
    """Within 20 minutes: X has a and b, 30 hours for 30 children; Y has b, 60 for 20."""
    found = two_step()
    assert found.per_child.tolist() == [1, 3]
    assert found.score.tolist() == [1, 4, 0]
    assert found.hubs_in_reach.tolist() == [1, 2, 0]
    assert (found.mean, found.used, found.unused) == (1.5, 90, 0)
    assert found.relative == pytest.approx([1 / 1.5, 4 / 1.5, 0])


def test_the_enhanced_form_by_hand():
    """X: 30 / (10 + 20 * 0.68); Y: 60 / (10 * 0.22 + 20 + 30 * 0.22)."""
    found, x, y = enhanced(), 30 / 23.6, 60 / 28.8
    assert found.demand == pytest.approx([23.6, 28.8])
    assert found.score == pytest.approx([x + 0.22 * y, 0.68 * x + y, 0.22 * y])


def test_scores_are_those_that_pysal_found():
    """`access` 1.1.10 on the same three areas and two hubs.

    `two_stage_fca` with max_cost 20 gave 1, 4 and no value (here 0), with 30 it gave 2, 2 and 1;
    `enhanced_two_stage_fca` with its own weights {10: 1, 20: 0.68, 30: 0.22} gave 1.729520,
    2.947740 and 0.458333.
    """
    assert two_step().score.tolist() == [1, 4, 0]
    assert two_step(longest=30.0).score == pytest.approx([2, 2, 1])
    assert enhanced().score == pytest.approx([1.729520, 2.947740, 0.458333], abs=1e-6)


def test_times_that_differ_by_direction_are_taken_as_given_in_both_steps():
    """a to X takes 5 minutes and X to a 25: only the journey that is made counts.

    To the hub, 12 children share X's 12 hours and Y is b's alone; from it, X is nobody's.
    """
    to_hub = np.array([[5.0, 30.0], [8.0, 9.0]])
    from_hub = np.array([[25.0, 30.0], [40.0, 7.0]])
    children, capacity = np.array([4.0, 8.0]), np.array([12.0, 16.0])
    there = two_step(to_hub, 10.0, children, capacity)
    back = two_step(from_hub, 10.0, children, capacity)
    assert there.score.tolist() == [1, 3]
    assert back.score.tolist() == [0, 2]
    assert (back.used, back.unused) == (16, 12)


towns = st.integers(0, 2**32 - 1)


def random_town(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 30), rng.integers(1, 8)
    minutes = rng.uniform(0, 45, (n, m))
    minutes[rng.random((n, m)) < 0.2] = np.inf
    children = rng.integers(0, 30, n).astype(float)
    return minutes, children, rng.integers(0, 50, m).astype(float)


@given(towns)
@settings(max_examples=100, deadline=None)
def test_scores_are_the_definitions_double_sum(seed):
    minutes, children, capacity = random_town(seed)
    found = enhanced(minutes, children, capacity)

    def weight(t):
        return next((w for band, w in zip(BANDS, WEIGHTS) if t <= band), 0.0)

    for i, row in enumerate(minutes):
        expected = 0.0
        for j, t in enumerate(row):
            near = sum(weight(minutes[k, j]) * children[k] for k in range(len(children)))
            if weight(t):
                expected += weight(t) * capacity[j] / near if near else math.nan
        if not np.isfinite(row).any():
            expected = math.nan
        assert found.score[i] == pytest.approx(expected, nan_ok=True)


@given(towns)
@settings(max_examples=100, deadline=None)
def test_score_times_children_is_the_capacity_of_the_hubs_that_have_a_child(seed):
    minutes, children, capacity = random_town(seed)
    found = enhanced(minutes, children, capacity)
    served = [
        capacity[j] for j in range(len(capacity)) if children[minutes[:, j] <= BANDS[-1]].sum()
    ]
    assert np.nansum(found.score * children) == pytest.approx(sum(served))
    assert found.used == sum(served)
    assert found.used + found.unused == capacity.sum()


@given(towns, st.floats(0.01, 100))
@settings(max_examples=50, deadline=None)
def test_only_the_proportions_of_the_weights_matter(seed, factor):
    minutes, children, capacity = random_town(seed)
    scaled = tuple(factor * weight for weight in WEIGHTS)
    other = float_catchments(minutes, children, capacity, BANDS, scaled)
    assert enhanced(minutes, children, capacity).score == pytest.approx(other.score, nan_ok=True)


def test_an_unrouted_area_has_no_score_and_a_far_one_has_nought():
    minutes = np.array([[np.inf], [50.0], [5.0]])
    found = two_step(minutes, 20.0, CHILDREN, np.array([6.0]))
    assert math.isnan(found.score[0]) and math.isnan(found.relative[0])
    assert found.score[1:].tolist() == [0, 0.2]
    assert found.mean == pytest.approx(6 / 50), "the 10 children not routed take no part"


def test_a_hub_without_a_child_has_no_capacity_per_child_and_is_told_apart():
    minutes, children = np.array([[5.0, 50.0], [50.0, 5.0]]), np.array([0.0, 4.0])
    found = two_step(minutes, 20.0, children, np.array([7.0, 8.0]))
    assert math.isnan(found.per_child[0]) and math.isnan(found.score[0])
    assert (found.score[1], found.used, found.unused) == (2, 8, 7)


def test_a_journey_of_just_the_bands_minutes_is_within_it():
    assert two_step(np.array([[20.000000000000004]]), 20.0, np.ones(1), np.ones(1)).score[0] == 1


def test_nobody_at_all_has_no_mean():
    found = two_step(np.full((2, 1), np.inf), 20.0, np.ones(2), np.ones(1))
    assert math.isnan(found.mean) and np.isnan(found.relative).all() and found.unused == 1


def test_gaussian_weights_are_the_published_ones_for_ten_twenty_and_thirty_minutes():
    assert gaussian_weights(BANDS) == WEIGHTS
    assert gaussian_weights((15.0,)) == (1.0,)
    assert gaussian_weights((10.0, 20.0)) == (1.0, 0.22)
    # middles 5, 15 and 40: the second lies 2/7 of the way, and 0.22 ^ (4/49) = 0.884
    assert gaussian_weights((10.0, 20.0, 60.0)) == (1.0, 0.88, 0.22)
    falling = gaussian_weights((5.0, 10.0, 15.0, 30.0, 60.0))
    assert list(falling) == sorted(falling, reverse=True) and falling[-1] == 0.22


def test_weights_typed_are_read_and_none_are_the_gaussian_ones():
    assert parse_weights("1, 0.42,0.09", BANDS) == (1.0, 0.42, 0.09)
    assert parse_weights(" ", BANDS) == WEIGHTS
    assert parse_weights("3,3,1", BANDS) == (3.0, 3.0, 1.0)


@pytest.mark.parametrize(
    "text", ["1,0.5", "1,2,3", "1,0.5,0.7", "1,0.5,0", "1,0.5,-1", "one", "1,nan,1", ",,"]
)
def test_weights_that_cannot_be_are_refused_with_what_is_wanted(text):
    with pytest.raises(InputError, match=r"each of the 3 bands \(10, 20, 30 minutes\)"):
        parse_weights(text, BANDS)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"minutes": MINUTES.T}, "do not fit together"),
        ({"bands": (10.0,)}, "do not fit together"),
        ({"bands": (30.0, 20.0, 10.0)}, "rising minutes"),
        ({"bands": (10.0, 10.0, 20.0)}, "rising minutes"),
        ({"bands": (0.0, 10.0, 20.0)}, "rising minutes"),
        ({"minutes": np.where(np.isinf(MINUTES), np.nan, MINUTES)}, "missing or negative"),
        ({"children": -CHILDREN}, "children must be"),
        ({"capacity": np.array([np.nan, 1.0])}, "capacity must be"),
    ],
)
def test_unusable_input_is_refused_in_words(change, why):
    given = {"minutes": MINUTES, "children": CHILDREN, "capacity": CAPACITY, "bands": BANDS,
             "weights": WEIGHTS, **change}  # fmt: skip
    with pytest.raises(InputError, match=why):
        float_catchments(**given)


def test_a_place_for_every_second_child_at_the_door_is_half_a_place_and_just_the_mean():
    """40 children, one of two areas at the door of 20 places; a second hub has none to give."""
    minutes = np.array([[0.0, np.inf], [0.5, np.inf]])
    found = float_catchments(minutes, np.array([10.0, 30.0]), np.array([20.0, 0.0]), (0.5,), (1.0,))
    assert found.score.tolist() == [0.5, 0.5]
    assert found.mean == 0.5 and found.relative.tolist() == [1.0, 1.0]
    with np.errstate(all="raise"):
        none = float_catchments(minutes[:, :1], np.ones(2), np.zeros(1), (0.5,), (1.0,))
    assert none.score.tolist() == [0.0, 0.0] and np.isnan(none.relative).all()
