"""Bands: what may be typed, and how a band is named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from family_hub_planner.engine.bands import (
    band_label,
    band_number,
    band_of,
    band_suffix,
    parse_bands,
)
from family_hub_planner.engine.errors import InputError


@pytest.mark.parametrize(
    ("typed", "bands"),
    [
        ("10,20,30", (10.0, 20.0, 30.0)),
        (" 15 , 7.5 ", (7.5, 15.0)),
        ("30,10,20", (10.0, 20.0, 30.0)),
        ("45", (45.0,)),
    ],
)
def test_bands_are_read_in_any_order_and_given_rising(typed, bands):
    assert parse_bands(typed) == bands


@pytest.mark.parametrize(
    "typed", ["ten", "", " ", "-5", "nan", "inf", "0", "10,,20", "10,", "1e3", "1_0", "10;20", "٣"]
)
def test_what_is_no_number_of_minutes_is_refused_with_an_example_to_type(typed):
    with pytest.raises(InputError, match=r"such as 10,20,30"):
        parse_bands(typed)


def test_the_refusal_names_the_part_that_is_wrong():
    with pytest.raises(InputError, match='"ten" is not a number of minutes'):
        parse_bands("5,ten,20")


@pytest.mark.parametrize("typed", ["10,20,10", "10,10.0"])
def test_a_band_given_twice_is_refused(typed):
    with pytest.raises(InputError, match="10 stands twice"):
        parse_bands(typed)


@pytest.mark.parametrize(
    ("band", "number", "suffix"),
    [(10.0, "10", "10"), (7.5, "7.5", "7_5"), (100.0, "100", "100"), (0.25, "0.25", "0_25")],
)
def test_bands_are_written_without_idle_noughts(band, number, suffix):
    assert (band_number(band), band_suffix(band)) == (number, suffix)


@pytest.mark.parametrize(
    ("minutes", "label"),
    [
        (0.0, "up to 10 minutes"),
        (10.0, "up to 10 minutes"),
        (10.1, "10 to 20 minutes"),
        (20.000000000000004, "10 to 20 minutes"),
        (20.1, "over 20 minutes"),
        (math.inf, "not routed"),
        (math.nan, "not routed"),
    ],
)
def test_each_journey_has_its_band_in_words(minutes, label):
    assert band_label((10.0, 20.0), minutes) == label


def test_the_band_of_a_journey_is_the_smallest_that_holds_it():
    minutes = np.array([0.0, 10.0, 10.5, 20.000000000000004, 21.0, np.inf])
    np.testing.assert_array_equal(band_of((10, 20), minutes), [10, 10, 20, 20, np.nan, np.nan])
