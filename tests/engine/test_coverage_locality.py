"""Each locality beside its authority's average, worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_locality import furthest_below, locality_section, standings
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.method_note import Method

NAN, INF = np.nan, np.inf
METHOD = Method(threshold=10, headline_minutes=20)


def demand(children, locality, authority=None) -> Demand:
    count = len(children)
    children, nothing = np.array(children, dtype=float), np.full(count, NAN)
    ids = [f"a{place}" for place in range(count)]
    return Demand(ids, children, children, nothing, nothing, locality, authority or [""] * count)


def covered(minutes, people):
    times = np.array(minutes, dtype=float)[:, None]
    return cover(times, people, ["H"], (10, 20), ~np.isfinite(times[:, 0]))


# East: 100 of 200 within 20 minutes, mean 17.5; West: 80 of 100, mean 13; all: 180 of 300, 16.
TWO = demand([100, 100, 80, 20], ["East", "East", "West", "West"])
TWO_MINUTES = [10, 25, 10, 25]


def section(minutes, people, method=METHOD):
    return locality_section(covered(minutes, people), people, method)


def rows(html):
    table = html.split("Each locality beside the average")[-1]
    cells = (re.findall(r">([^<]*)</t[hd]>", line) for line in table.split("<tr")[3:])
    return {line[0]: line[1:] for line in cells if line}


def test_each_locality_stands_beside_all_areas_in_points_and_minutes():
    found = {one.row["key"]: one for one in standings(covered(TWO_MINUTES, TWO), TWO, METHOD)}
    assert found["East"].difference == pytest.approx(0.5 - 0.6)
    assert found["West"].difference == pytest.approx(0.8 - 0.6)
    assert rows(section(TWO_MINUTES, TWO)) == {
        "East": ["50 %", "10 points below", "18 min", "2 min longer"],
        "West": ["80 %", "20 points above", "13 min", "3 min shorter"],
        "All areas": ["60 %", "", "16 min", ""],
    }


def test_one_point_above_the_average_is_above_it():
    """61, 59 and so 60 of each hundred."""
    people = demand([61, 39, 59, 41], ["East", "East", "West", "West"])
    found = rows(section(TWO_MINUTES, people))
    assert (found["East"][1], found["West"][1]) == ("1 point above", "1 point below")


def test_the_furthest_below_the_average_is_named():
    html = section(TWO_MINUTES, TWO)
    assert (
        "Furthest below the average: East, with 50 % modelled within 20 minutes&#x27; walk of a "
        "hub beside 60 % across all areas (10 points below); mean journey 18 min beside 16 min."
    ) in html
    assert "Points are the difference of the shares as printed" in html
    assert "are left out" not in html


def test_where_all_are_alike_none_is_called_below():
    html = section([10, 25, 10, 25], demand([50, 50, 30, 30], ["E", "E", "W", "W"]))
    assert "No locality&#x27;s share lies a point or more below the average." in html
    assert rows(html)["E"][1:] == ["about the same", "18 min", "about the same"]


def test_with_several_authorities_each_locality_stands_beside_its_own():
    """Fen: 100 of 200 (E 50 of 100, F 50 of 100); Moor: 150 of 200 (N 100 of 100, M 50 of 100)."""
    people = demand([50, 50, 50, 50, 100, 50, 50], ["E", "E", "F", "F", "N", "M", "M"],
                    ["Fen"] * 4 + ["Moor"] * 3)  # fmt: skip
    minutes = [10, 30, 12, 30, 10, 10, 30]
    found = {one.row["key"]: one for one in standings(covered(minutes, people), people, METHOD)}
    assert {key: (one.authority, round(100 * one.difference)) for key, one in found.items()} == {
        "E": ("Fen", 0), "F": ("Fen", 0), "M": ("Moor", -25), "N": ("Moor", 25)}  # fmt: skip
    html = section(minutes, people)
    assert list(rows(html)) == ["E", "F", "Fen", "M", "N", "Moor"]
    assert rows(html)["Fen"][0] == "50 %" and rows(html)["Moor"][0] == "75 %"
    assert "beside 75 % across Moor (25 points below)" in html
    assert "beside all areas of its own authority" in html


def test_a_locality_in_several_authorities_stands_beside_all_areas():
    people = demand([50, 50, 100], ["E", "E", "F"], ["Fen", "Moor", "Moor"])
    found = standings(covered([10, 30, 10], people), people, METHOD)
    assert [(one.row["key"], one.authority) for one in found] == [("F", "Moor"), ("E", "")]
    assert found[1].difference == pytest.approx(0.5 - 150 / 200)


def test_areas_without_a_locality_are_in_the_average_and_stand_beside_nothing():
    people = demand([100, 100, 200], ["E", "W", ""])
    found = standings(covered([10, 30, 30], people), people, METHOD)
    assert [one.row["key"] for one in found] == ["E", "W"]
    assert found[0].difference == pytest.approx(1 - 100 / 400)
    assert "not known" not in rows(section([10, 30, 30], people))


def test_without_any_locality_one_sentence_stands_in_the_place_of_the_table():
    html = section([10, 30], demand([100, 100], ["", ""]))
    assert "state no locality" in html and "<table" not in html
    assert "<table" in section([10, 30], demand([100, 100], ["E", ""]))


def test_one_locality_alone_is_compared_with_nothing():
    people = demand([100, 100], ["E", ""])
    assert "beside the average" not in section([10, 30], people)
    assert "By locality" in section([10, 30], demand([100, 100], ["", ""]))


def test_a_share_that_is_held_back_has_no_difference_and_is_not_named():
    """Of West's 100 all but 4 are within 20 minutes, of North's 100 only 3."""
    people = demand([100, 100, 96, 4, 3, 97], ["East", "East", "West", "West", "North", "North"])
    html = section([10, 25, 10, 25, 10, 25], people)
    assert rows(html)["West"][:2] == ["held back", "held back"]
    assert rows(html)["North"][:2] == ["held back", "held back"]
    assert "Furthest below the average" not in html
    assert "Localities whose share is held back are left out." in html
    shown = section([10, 25, 10, 25, 10, 25], people, replace(METHOD, threshold=0))
    assert "Furthest below the average: North" in shown


def test_a_share_that_beside_the_nearer_bands_would_tell_few_is_held_back_here_too():
    people = demand([50, 5, 45, 100], ["E", "E", "E", "W"])
    assert rows(section([5, 15, 30, 30], people))["E"][:2] == ["held back", "held back"]


def test_beside_one_share_held_back_the_next_of_its_authority_is_held_back_too():
    """Of E's 100 all but 4 are near: beside Fen's average and F's share they could be told."""
    people = demand([96, 4, 50, 50, 80, 20, 100, 100], list("EEFFGGNN"),
                    ["Fen"] * 6 + ["Moor"] * 2)  # fmt: skip
    html = section([10, 30] * 4, people)
    shares = {key: cells[0] for key, cells in rows(html).items()}
    assert shares == {"E": "held back", "F": "held back", "G": "80 %", "Fen": "75 %",
                      "N": "50 %", "Moor": "50 %"}  # fmt: skip
    assert html.count(">all but under 10<") == 2  # E's 96 of 100, within 10 and within 20
    assert html.count(">50<") == 2, "F's, in both bands"
    assert html.count(">80 (80 %)<") == 2


def test_the_average_of_one_locality_alone_is_held_back_with_it():
    """North's 3 are few, so that East's 60 lose their share; East is all that Fen has."""
    people = demand([60, 40, 90, 110, 3, 97], ["East", "East", "West", "West", "North", "North"],
                    ["Fen", "Fen", "Moor", "Moor", "Moor", "Moor"])  # fmt: skip
    found = {
        one.row["key"]: one for one in standings(covered([10, 30] * 3, people), people, METHOD)
    }
    assert (found["East"].share, found["East"].average_share) == ("held back", "held back")
    assert found["East"].difference is None


def test_a_locality_without_children_or_journeys_says_so():
    people = demand([0, 100, 100], ["Empty", "Lost", "Near"])
    html = section([10, INF, 10], people)
    assert rows(html)["Empty"] == ["no children"]
    assert rows(html)["Lost"] == ["0 %", "50 points below", "–", "–"]


def test_of_equal_shares_the_longest_journey_is_named_then_the_first_name():
    people = demand([50, 50, 50, 150], ["B", "A", "D", "C"])

    def said(minutes):
        return furthest_below(
            standings(covered(minutes, people), people, METHOD), "within 20 minutes"
        )

    start, same = "Furthest below the average:", "with the same share), with 0 % modelled"
    assert said([30, 30, 30, 10]).startswith(f"{start} A (and 2 others {same}")
    assert said([30, 30, 40, 10]).startswith(f"{start} D (and 2 others {same}")
    assert said([30, INF, 10, 10]).startswith(f"{start} B (and 1 other {same}")


def test_by_brute_force_every_difference_is_that_of_numpy():
    random = np.random.default_rng(3)
    count = 60
    locality = random.choice(["P", "Q", "R", ""], count).tolist()
    people = demand(random.integers(0, 80, count), locality,
                    ["X" if name in ("P", "") else "Y" for name in locality])  # fmt: skip
    minutes = random.uniform(1, 40, count)
    near, weight = minutes <= 20, people.children
    for one in standings(covered(minutes, people), people, METHOD):
        own = np.array([name == one.row["key"] for name in locality])
        ours = np.array([name == one.authority for name in people.authority])
        share = (weight * near)[own].sum() / weight[own].sum()
        average = (weight * near)[ours].sum() / weight[ours].sum()
        points = np.floor(100 * share + 0.5) - np.floor(100 * average + 0.5)
        assert one.difference == pytest.approx(points / 100), "of the shares as printed"
        mean = np.average(minutes[ours], weights=weight[ours])
        assert one.average["mean_minutes"] == pytest.approx(mean)
