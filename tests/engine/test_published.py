"""Published numbers: rounded to ten, small ones held back, no share of nobody."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine import published


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "none"),
        (1e-12, "none"),
        (0.4, "fewer than 10"),
        (9.99, "fewer than 10"),
        (10, "about 10"),
        (1244.9, "about 1,240"),
        (1245, "about 1,250"),
        (None, "–"),
        (math.nan, "–"),
    ],
)
def test_counts_in_sentences(count, words):
    assert published.about(count) == words


def test_the_threshold_is_the_users():
    assert published.about(19, threshold=20) == "fewer than 20"
    assert published.about(20, threshold=20) == "about 20"
    assert published.rounded(4, threshold=5) == "under 5"


@pytest.mark.parametrize(
    ("count", "cell"), [(0, "0"), (3, "under 10"), (7312, "7,310"), (None, "–")]
)
def test_counts_in_cells(count, cell):
    assert published.rounded(count) == cell


@given(st.floats(10, 1e7))
@settings(deadline=None)
def test_rounding_moves_no_count_by_more_than_five(count):
    number = int(published.rounded(count).replace(",", ""))
    assert number % 10 == 0
    assert abs(number - count) <= 5


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        (0.0, "0 %"),
        (0.001, "under 1 %"),
        (0.6238, "62 %"),
        (0.625, "63 %"),
        (0.999, "over 99 %"),
        (1.0, "100 %"),
        (None, "–"),
        (math.nan, "–"),
    ],
)
def test_shares_are_whole_and_never_quite_nought_or_all_by_rounding(fraction, words):
    assert published.share(fraction) == words


def test_a_share_of_nobody_is_no_share_and_small_counts_are_not_told_by_their_share():
    assert published.share_of(0, 0) == "–"
    assert published.share_of(None, None) == "–"
    assert published.share_of(5, 40) == "held back"
    assert published.share_of(0, 4) == "held back"
    assert published.share_of(0, 40) == "0 %"
    assert published.share_of(20, 40) == "50 %"


def test_a_share_that_tells_how_few_are_missing_is_held_back():
    assert published.share_of(194, 200) == "held back"
    assert published.share_of(190, 200) == "95 %"
    assert published.share_of(200, 200) == "100 %"


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=6))
@settings(deadline=None)
def test_what_is_drawn_depends_on_what_is_published_alone(parts):
    """Two rows that read alike are drawn alike, and fill their bar."""
    drawn = published.drawn(parts)
    read = [published.rounded(part) for part in parts]
    again = [float(t.replace(",", "")) if t != "under 10" else 3.0 for t in read]
    assert published.drawn(again) == drawn
    assert sum(drawn) == pytest.approx(1 if any(drawn) else 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [(11.5, "12 min"), (0.0, "0 min"), (0.3, "under 1 min"), (math.inf, "–"), (None, "–")],
)
def test_minutes_are_whole(value, words):
    assert published.minutes(value) == words


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (184, "about 180 more"),
        (-25, "about 30 fewer"),
        (4, "changes by under 10"),
        (-4, "changes by under 10"),
        (0, "no change"),
        (None, "–"),
    ],
)
def test_changes_say_their_direction_unless_small(difference, words):
    assert published.change(difference) == words
