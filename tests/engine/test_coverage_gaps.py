"""Gaps with their names and children, against areas worked by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from family_hub_planner.engine.clusters import Cluster
from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_gaps import (
    GAP_COLUMNS,
    beyond_reach,
    gap_table,
    gaps_section,
    gaps_sentence,
    parted_by_hub,
)
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.method_note import Method

INF, NAN = np.inf, np.nan
METHOD = Method(ages="0-4", decile_name="IDACI decile", hub_names={"h1": "South Hub"})
#       minutes to h1, h2; children, need, decile
AREAS = {
    "a1": (5, 90, 100, 10, 1),
    "a2": (40, 50, 30, 3, 2),
    "a3": (70, 60, 60, 6, 3),
    "a4": (INF, INF, 10, 1, 4),
    "a5": (45, 90, 50, 5, 9),
    "a6": (INF, 31, 0, 0, 10),
}


def covered(areas=AREAS):
    facts = np.array(list(areas.values()), dtype=float)
    count = len(areas)
    demand = Demand(
        ids=list(areas),
        children=facts[:, 2],
        need=facts[:, 3],
        decile=facts[:, 4],
        quintile=np.full(count, NAN),
        locality=[""] * count,
        authority=[""] * count,
    )
    times = facts[:, :2]
    return cover(times, demand, ["h1", "h2"], (10, 30), ~np.isfinite(times).any(axis=1)), demand


def tabulated(*clusters, areas=AREAS):
    coverage, demand = covered(areas)
    return gap_table(coverage, demand, clusters), coverage


BIG = Cluster("Ash and Birch", (1, 2, 3))
SMALL = Cluster("Cedar", (4,))
EMPTY = Cluster("Moor", (5,))


def row(table, place=0):
    return {name: values[place] for name, values in table.columns.items()}


def test_the_areas_beyond_the_longest_band_and_those_not_routed_are_beyond_reach():
    assert beyond_reach(covered()[0]).tolist() == [False, True, True, True, True, True]


def test_a_gaps_row_is_worked_out_by_hand():
    """30 at 40 min (h1), 60 at 60 min (h2), 10 not routed: mean (1200 + 3600) / 90."""
    table, _ = tabulated(BIG)
    assert tuple(table.columns) == GAP_COLUMNS
    assert row(table) == {
        "cluster": "Ash and Birch",
        "areas": 3,
        "children": 100,
        "need": 10,
        "unrouted": 10,
        "mean_minutes": pytest.approx(4800 / 90),
        "nearest_hub": "h2",
        "children_decile_1_3": 90,
        "area_codes": "a2, a3, a4",
    }


def test_a_gap_of_a_single_child_is_listed_and_one_without_children_only_counted():
    """The child's area is not routed, so that no hub is the nearest to it."""
    areas = {"c1": (INF, INF, 1, 1, 1), "c2": (45, 90, 0, 0, 10)}
    table, coverage = tabulated(Cluster("Lone", (0,)), Cluster("Moor", (1,)), areas=areas)
    page = gaps_section(table, coverage, METHOD, "areas that touch")
    assert "They live in one gap: Lone" in page and "1 more gap holds no children" in page
    listed = next(line for line in page.split("<tr") if ">Lone<" in line)
    assert re.findall(r">([^<]*)</td>", listed)[-1] == "–"


def test_of_three_bands_gaps_are_beyond_the_longest():
    _, demand = covered()
    times = np.array(list(AREAS.values()), dtype=float)[:, :2]
    lost = ~np.isfinite(times).any(axis=1)
    coverage = cover(times, demand, ["h1", "h2"], (10, 20, 30), lost)
    said = gaps_sentence(gap_table(coverage, demand, [BIG]), coverage, METHOD)
    assert "beyond 30 minutes" in said


def test_what_is_not_known_is_none_and_not_nought():
    lost = {"b1": (INF, INF, 20, 2, 1), "b2": (INF, INF, 5, 1, NAN), "b3": (1, 2, 1, 1, 1)}
    table, _ = tabulated(Cluster("Lost", (0, 1)), areas=lost)
    found = row(table)
    assert (found["mean_minutes"], found["nearest_hub"]) == (None, None)
    assert found["children_decile_1_3"] is None
    assert (found["children"], found["unrouted"]) == (25, 25)


def test_equal_children_go_to_the_hub_of_most_areas_then_to_the_first_id():
    far = {"c1": (40, 90, 20, 0, 1), "c2": (90, 40, 10, 0, 1), "c3": (90, 40, 10, 0, 1),
           "c4": (90, 40, 0, 0, 1), "c5": (40, 90, 0, 0, 1)}  # fmt: skip
    assert row(tabulated(Cluster("x", (0, 1, 2)), areas=far)[0])["nearest_hub"] == "h2"
    assert row(tabulated(Cluster("x", (3, 4)), areas=far)[0])["nearest_hub"] == "h1"


def test_the_sentence_says_how_many_children_and_the_largest_gap():
    table, coverage = tabulated(BIG, SMALL, EMPTY)
    assert gaps_sentence(table, coverage, METHOD) == (
        "About 150 children aged 0-4 are modelled beyond 30 minutes of a hub or not routed. They "
        "live in 2 gaps; the largest: Ash and Birch (about 100 of them, on average 53 min from "
        "the nearest hub)."
    )


def test_one_gap_over_most_areas_is_said_to_name_no_place():
    table, coverage = tabulated(Cluster("Ash", (1, 2, 3, 4)))
    assert " in one gap: Ash (" in gaps_sentence(table, coverage, METHOD)
    assert "takes in 4 of all 6 areas" in gaps_sentence(table, coverage, METHOD)


def test_a_gap_nobody_lives_in_is_no_headline_and_no_gap_is_said():
    table, coverage = tabulated(EMPTY)
    said = "No children aged 0-4 live in the areas modelled beyond 30 minutes of a hub"
    assert gaps_sentence(table, coverage, METHOD).startswith(said)
    none, _ = tabulated()
    assert gaps_sentence(none, coverage, METHOD).startswith("No area is modelled beyond 30")
    assert "<table" not in gaps_section(table, coverage, METHOD, "areas that touch")


def test_the_page_lists_ten_gaps_and_counts_the_rest_and_those_nobody_lives_in():
    many = {f"g{i:02d}": (40 + i, 90, 100 - i, 1, 1) for i in range(13)}
    many["g13"] = (99, 99, 0, 0, 1)
    clusters = [Cluster(f"Gap {i}", (i,)) for i in range(14)]
    table, coverage = tabulated(*clusters, areas=many)
    page = gaps_section(table, coverage, METHOD, "areas that touch")
    listed = re.findall(r'<th scope="row"[^>]*>([^<]*)', page)
    assert listed == [f"Gap {i}" for i in range(10)]
    # 90 + 89 + 88
    assert "3 smaller gaps hold about 270 children aged 0-4. 1 more gap holds no children" in page
    assert "South Hub (h1)" in page and "areas that touch" in page


def test_the_page_holds_back_small_counts():
    few = {"s1": (40, 50, 7, 1, 1), "s2": (INF, INF, 4, 1, 1), "s3": (40, 50, 96, 1, 9)}
    one, other = Cluster("Ash", (2, 1)), Cluster("Birch", (0,))
    table, coverage = tabulated(one, other, areas=few)
    page = gaps_section(table, coverage, METHOD, "areas that touch")
    cells = re.findall(r'<td class="number" align="right">([^<]*)', page)
    assert cells == ["2", "100", "under 10", "under 10", "40 min",
                     "1", "under 10", "under 10", "0", "40 min"]  # fmt: skip
    assert not re.search(r"\b(7|4|96)\b", re.sub(r"<[^>]*>|40 min|0-4", " ", page))


def test_the_deprived_are_left_out_of_the_table_where_there_are_none():
    table, coverage = tabulated(SMALL)
    page = gaps_section(table, coverage, METHOD, "areas that touch")
    assert "None of them lives in an area of IDACI deciles 1 to 3." in page
    assert "of these in" not in page
    unknown = {"u": (40, 50, 70, 1, NAN)}
    table, coverage = tabulated(Cluster("U", (0,)), areas=unknown)
    assert "deciles 1 to 3" not in gaps_section(table, coverage, METHOD, "areas that touch")


def test_a_gap_of_more_than_ten_areas_and_a_quarter_of_all_is_parted_by_the_nearest_hub():
    """Areas 0 to 5 are nearest to h1, 6 to 11 to h2; eleven of twelve beyond reach are one gap."""
    far = {f"a{i:02d}": (40 + i, 46, 10, 1, 5) for i in range(12)}
    coverage, _ = covered(far)
    pairs = [(i, i + 1) for i in range(11)]
    large = (Cluster("Ash", tuple(range(11))), Cluster("Birch", (11,)))
    parted = parted_by_hub(pairs, large, coverage)
    assert [pair for pair in pairs if pair not in parted] == [(6, 7)]
    small = (Cluster("Ash", tuple(range(10))), Cluster("Birch", (10, 11)))
    assert parted_by_hub(pairs, small, coverage) == pairs, "small gaps stay as they touch"
