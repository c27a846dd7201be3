"""Floors and numbers of hubs as a planner types them, on six points worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.siting.asked import floors_of, numbers_of

NAN = np.nan
DECILE = np.array([1.0, 2.0, 3.0, 4.0, 10.0, NAN])
QUINTILE = np.array([1.0, 1.0, 2.0, 2.0, 5.0, NAN])
PLACES = ["Oakham", "Oakham", "Uppingham", "Uppingham", "all", ""]
DEMAND = Demand(list("abcdef"), np.ones(6), np.ones(6), DECILE, QUINTILE, PLACES, [""] * 6)
STANDING = np.array([True, False, True, False, False, False])


def floors(text):
    return [
        (floor.label, np.flatnonzero(floor.rows).tolist(), floor.share, floor.minutes)
        for floor in floors_of(text, DEMAND, 20.0)
    ]


def numbers(text):
    return [
        (one.label, np.flatnonzero(one.sites).tolist(), one.least, one.most)
        for one in numbers_of(text, DECILE, QUINTILE, PLACES, STANDING)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deciles 1-3=80", [("deciles 1 to 3", [0, 1, 2], 0.8, 20)]),
        ("decile 10 = 7.5 %", [("decile 10", [4], 0.075, 20)]),
        ("Deciles 2 to 4>=50", [("deciles 2 to 4", [1, 2, 3], 0.5, 20)]),
        ("quintiles 1–5=100", [("quintiles 1 to 5", [0, 1, 2, 3, 4], 1, 20)]),
        ("quintile 2=60", [("quintile 2", [2, 3], 0.6, 20)]),
        ("ALL=90", [("all areas", [0, 1, 2, 3, 4, 5], 0.9, 20)]),
        ("Uppingham=40", [("Uppingham", [2, 3], 0.4, 20)]),
        ("all=90", [("all", [4], 0.9, 20)]),  # a locality of that name goes first
        ("decile 5=10", [("decile 5", [], 0.1, 20)]),
        (" ;\n ", []),
    ],
)
def test_a_floor_is_of_the_areas_it_names(text, expected):
    assert floors(text) == expected


def test_each_locality_has_its_own_floor_in_the_order_of_the_alphabet_and_blank_is_none():
    assert floors("decile 1=50;\neach locality=60") == [
        ("decile 1", [0], 0.5, 20),
        ("Oakham", [0, 1], 0.6, 20),
        ("Uppingham", [2, 3], 0.6, 20),
        ("all", [4], 0.6, 20),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deciles 1-3>=1", [("deciles 1 to 3", [0, 1, 2], 1, None)]),
        ("Oakham<=2", [("Oakham", [0, 1], 0, 2)]),
        ("quintile 1 = 1", [("quintile 1", [0, 1], 1, 1)]),
        ("new in Oakham<=1", [("new sites in Oakham", [1], 0, 1)]),
        ("New in quintile 2>=1", [("new sites in quintile 2", [3], 1, None)]),
    ],
)
def test_a_number_is_at_least_at_most_or_just_so_many_of_the_sites_it_names(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("deciles 1-3", "is no floor"),
        ("Melton=50", "no group 'Melton'.*Oakham, Uppingham, all"),
        ("deciles 0-3=50", "run from 1 to 10"),
        ("deciles 3-2=50", "run from 1 to 10"),
        ("deciles 1-11=50", "run from 1 to 10"),
        ("quintile 6=50", "Quintiles run from 1 to 5"),
    ],
)
def test_what_is_no_floor_or_no_group_is_refused_in_words(text, why):
    with pytest.raises(InputError, match=why):
        floors(text)


def test_what_is_no_limit_is_refused_and_so_is_each_locality_where_there_is_none():
    with pytest.raises(InputError, match="is no limit"):
        numbers("Oakham<2")
    nameless = numbers_of("all<=3", DECILE, QUINTILE, [""] * 6, STANDING)
    assert (nameless[0].sites.sum(), nameless[0].least, nameless[0].most) == (6, 0, 3)
    with pytest.raises(InputError, match="the demand points name none"):
        numbers_of("each locality<=3", DECILE, QUINTILE, [""] * 6, STANDING)
