"""What the what-if says: counts rounded and held back, empty groups named, costs never nought."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.what_if import HUB, Place, WhatIf
from family_hub_planner.engine.what_if_money import Costs, Pounds
from family_hub_planner.gui.what_if_words import (
    bars,
    bars_in_words,
    headline_lines,
    longer_in_words,
    missing_in_words,
    sum_in_words,
)

BANDS = (10.0, 20.0)


@pytest.fixture
def town():
    """Four areas of 200, 100, 30 and 4 children; H1 near to the first three, H2 to all."""
    minutes = np.array([[5, 12], [8, 30], [9, 15], [40, 9]], dtype=float)
    demand = Demand(
        ids=["a", "b", "c", "d"],
        children=np.array([200.0, 100, 30, 4]),
        need=np.ones(4),
        decile=np.array([1.0, 1, 2, 2]),
        quintile=np.array([1.0, 1, 2, 2]),
        locality=[""] * 4,
        authority=[""] * 4,
    )
    places = [
        Place("H1", "Castle Street", HUB, Costs(1000.0, 10.0)),
        Place("H2", "North", HUB, Costs()),
    ]
    return WhatIf(demand, places, minutes, BANDS)


def told(town, on, band=10.0):
    found = town.figures(town.with_on(town.today, on))
    return bars(town.base.by_decile, found.coverage.by_decile, BANDS, band)


def test_bars_stand_for_every_decile_and_name_the_empty_ones(town):
    found = told(town, {"H2"})
    assert [bar.name for bar in found] == [str(decile) for decile in range(1, 11)]
    assert (found[0].today, found[0].now, found[0].words) == (100, 0, "0 % (today 100 %)")
    assert [bar.words for bar in found[2:]] == ["no areas"] * 8
    assert found[5].now is None


def test_a_change_of_few_children_is_not_told_by_two_shares(town):
    # In decile 2 four children of 34 fall beyond 10 minutes without H2: 100 % beside 88 % would
    # tell them.
    [_, second, *_] = told(town, {"H1"})
    assert second.words == "100 % (change under 10)"
    assert second.now == second.today == 100


def test_a_share_that_would_tell_a_small_count_is_held_back(town):
    [_, second, *_] = told(town, {"H2"})
    assert second.words == "held back (today 100 %)"
    assert second.now is None


def test_those_who_hear_the_screen_hear_every_bar(town):
    said = bars_in_words("By decile", told(town, {"H2"}))
    assert said.startswith(
        "By decile. 1: 0 % (today 100 %). 2: held back (today 100 %). 3: no areas."
    )


def test_counts_are_about_and_small_ones_held_back(town):
    lines = {line.label: line for line in headline_lines(town.base, figures(town, {"H1"}))}
    assert lines["within 10 min"].today == "about 330 (100 %)"
    assert lines["within 10 min"].now == "all but fewer than 10"
    assert lines["beyond 20 min"].now == "fewer than 10"
    assert "not routed" not in lines  # all are
    assert lines["half within; longest"].today == "5 min; 9 min"
    assert lines["£ a year"].today == "£1,000 and more"
    assert lines["£ a year"].now == "£1,000"
    assert lines["£ once"].now == "not known"


def figures(town, on):
    return town.figures(town.with_on(town.today, on))


def test_longer_journeys_are_said_with_their_children(town):
    assert longer_in_words(figures(town, {"H1", "H2"}), 5.0) == (
        "No area has a journey more than 5 minutes longer than today."
    )
    assert longer_in_words(figures(town, {"H1"}), 5.0) == (
        "1 area has a journey more than 5 minutes longer than today; children there: fewer than 10."
    )
    assert longer_in_words(figures(town, {"H2"}), 5.0) == (
        "3 areas have journeys more than 5 minutes longer than today; children there: about 330."
    )


def test_missing_costs_are_named_by_the_places_names(town):
    said = missing_in_words(figures(town, {"H2"}), {"H1": "Castle Street", "H2": "North"})
    assert said[0] == "Not known and not counted: running cost of North."


def test_a_sum_of_nothing_known_is_not_nought():
    assert sum_in_words(Pounds(0.0, 0, ("H2",))) == "not known"
    assert sum_in_words(Pounds(0.0, 0, ())) == "£0"
    assert sum_in_words(Pounds(250.0, 1, ("H2",))) == "£250 and more"
