"""Two placings of the same children, their range, and what is refused: by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_allocation import (
    Allocation,
    allocate,
    allocated_headline,
    allocation_section,
    by_allocation,
    rural_range,
)
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import CodesError, InputError
from family_hub_planner.engine.method_note import Method

METHOD = Method(headline_minutes=10)
FIRST = Demand(
    ids=["a", "b"], children=np.array([200.0, 100]), need=np.array([20.0, 30]),
    decile=np.array([1.0, 10]), quintile=np.array([1.0, 5]), locality=["North", ""],
    authority=["", ""],
)  # fmt: skip
IDS, AREA_OF = ["p1", "p2", "p3"], ["a", "a", "b"]


def covered(demand, minutes):
    times = np.array(minutes, dtype=float)[:, None]
    return cover(times, demand, ["H"], (10, 20), ~np.isfinite(times[:, 0]))


def both(children=(50.0, 150, 100), minutes=(4, 30, 15), rural=(True, False)):
    """First: a 5 and b 12 minutes: 200 within 10. Second: as given, 50 within 10."""
    second = allocate(FIRST, IDS, AREA_OF, np.array(children))
    flags = np.array(rural)
    return (
        Allocation("centroids", FIRST, covered(FIRST, [5, 12]), flags),
        Allocation("postcodes", second, covered(second, minutes), flags[[0, 0, 1]]),
    )


def test_points_take_decile_and_place_of_their_area_and_share_out_its_need():
    second = allocate(FIRST, IDS, AREA_OF, np.array([50.0, 150, 100]))
    assert second.decile.tolist() == [1, 1, 10] and second.locality == ["North", "North", ""]
    assert second.need.tolist() == pytest.approx([5, 15, 30])
    assert second.children.sum() == FIRST.children.sum()


def test_both_counts_stand_side_by_side_and_neither_is_an_average():
    rows = by_allocation(*both())
    found = {row[:3]: dict(zip(rows.columns, row)) for row in rows.rows()}  # by, allocation and key
    assert rows.column("by")[:2] == ["all areas", "all areas"]
    counts = {key: (row["children"], row["reached_10"]) for key, row in found.items()}
    assert counts["all areas", "centroids", "All areas"] == (300, 200)
    assert counts["all areas", "postcodes", "All areas"] == (300, 50)
    assert counts["decile", "centroids", "1"] == (200, 200)
    assert counts["decile", "postcodes", "1"] == (200, 50)
    assert counts["rural-urban class", "postcodes", "all rural classes"] == (200, 50)
    assert {row["note"] for key, row in found.items() if key[2] == "5"} == {"no areas"}
    for name in ("centroids", "postcodes"):
        parts = [r["children"] or 0 for k, r in found.items() if k[:2] == ("decile", name)]
        assert sum(parts) == 300


def test_the_answer_is_a_range_with_both_shares_and_the_rural_count_another():
    said = allocated_headline(*both(), METHOD)
    assert said == (
        "Between about 50 and about 200 of 300 children aged 0-4 (17 % to 67 %) are modelled "
        "within 10 minutes' walk of a hub, depending on where in their areas they are placed; all "
        "could be routed."
    )
    rural = rural_range(*both(), METHOD)
    assert rural.startswith("Between about 50 and about 200 of 200 children aged 0-4 in rural")
    assert rural_range(*both(rural=(False, False)), METHOD) == ""


def test_equal_counts_are_said_once_and_small_ones_are_held_back():
    said = allocated_headline(*both(minutes=(4, 6, 15)), METHOD)
    assert said.startswith("About 200 of 300") and "by both placings" in said
    said = allocated_headline(*both(children=(4.0, 196, 100)), METHOD)
    assert said.startswith("Fewer than 10 to about 200 of 300") and "%" not in said
    said = allocated_headline(*both(children=(196.0, 4, 100)), METHOD)  # differ by 4 only
    assert "%" not in said
    said = allocated_headline(*both(minutes=(30, np.inf, 15)), METHOD)
    assert said.startswith("None to about 200") and said.endswith(
        "none to about 150 could not be routed."
    )


def test_two_counts_of_the_same_share_have_it_once():
    """20,000 and 19,980 of 30,000: 66.7 and 66.6 %."""
    many = replace(FIRST, children=np.array([20000.0, 10000]))
    second = allocate(many, IDS, AREA_OF, np.array([19980.0, 20, 10000]))
    said = allocated_headline(
        Allocation("centroids", many, covered(many, [5, 12]), np.zeros(2, dtype=bool)),
        Allocation("postcodes", second, covered(second, [4, 30, 15]), np.zeros(3, dtype=bool)),
        METHOD,
    )
    assert said.startswith("Between about 19,980 and about 20,000 of 30,000")
    assert "(67 %)" in said


def test_the_section_prints_both_and_the_rural_pair():
    page = allocation_section(*both(), METHOD)
    for words in (
        "All areas, placed by centroids",
        "Rural classes, placed by postcodes",
        "not averaged",
        ">Points</th>",
    ):
        assert words in page
    assert ">Areas</th>" not in allocation_section(*both(), METHOD)  # what is counted are points
    assert "Rural classes" not in allocation_section(*both(rural=(False, False)), METHOD)


def test_the_section_counts_the_second_placings_points_near_the_edge_where_that_was_tested():
    first, second = both()
    near = replace(second.coverage, near_edge=np.array([True, False, False]))
    page = allocation_section(first, replace(second, coverage=near), METHOD)
    assert (
        "1 of 3 points of the second placing (children: about 50) lie within 20 minutes of it"
    ) in page
    assert "edge" not in allocation_section(first, second, METHOD)


@pytest.mark.parametrize(
    ("children", "words"),
    [([50, 130, 120], r"hold 300.0 children and the first 300.0; 2 of 2 areas differ.*a, 180"),
     ([50, 150, 102], r"hold 302.0.*1 of 2 areas"), ([50, np.nan, 100], "no usable children at p2"),
     ([-1, 201, 100], "no usable children at p1")],
)  # fmt: skip
def test_other_children_are_refused_with_the_area(children, words):
    with pytest.raises(InputError, match=words):
        allocate(FIRST, IDS, AREA_OF, np.array(children, dtype=float))


def test_rounding_of_the_shares_is_let_through_and_a_strange_area_is_not():
    allocate(FIRST, IDS, AREA_OF, np.array([50.3, 150, 99.9]))
    allocate(replace(FIRST, children=np.array([0.0, 100])), ["p"], ["b"], np.array([100.0]))
    with pytest.raises(CodesError, match=r"1 of 3 second demand points .*first: z\)"):
        allocate(FIRST, IDS, ["a", "a", "z"], np.array([50.0, 150, 100]))


def test_a_range_of_rural_children_needs_rural_places_by_both_ways():
    first, second = both()
    none = replace(second, rural=np.zeros(len(second.rural), dtype=bool))
    assert first.rural.any() and rural_range(first, none, METHOD) == ""
    assert "Rural classes" not in allocation_section(first, none, METHOD)
    assert allocation_section(first, second, METHOD).count("Rural classes, placed by") == 2
