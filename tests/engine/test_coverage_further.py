"""How evenly, and by rural-urban class: six areas and two hubs, every figure worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_equity import (
    _signed_minutes,
    _two_decimals,
    coverage_equity,
    equity_section,
)
from family_hub_planner.engine.coverage_rural import by_rural_urban, is_rural, rural_section
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.method_note import Method

NAN, INF = np.nan, np.inf
TOWN, NEAR, FAR = "Urban: Nearer", "Larger rural: Nearer", "Smaller rural: Further"
CLASSES = [TOWN, TOWN, NEAR, FAR, "", ""]
METHOD = Method(threshold=10)


def demand(**columns) -> Demand:
    children = np.array([100.0, 100, 50, 40, 30, 20])
    given = {
        "ids": list("abcdef"), "children": children, "need": children / 10,
        "decile": np.array([1.0, 1, 10, 10, 5, 5]), "quintile": np.array([1.0, 1, 5, 5, 3, 3]),
        "locality": [""] * 6, "authority": [""] * 6, **columns,
    }  # fmt: skip
    return Demand(**given)


def covered(people=None):
    minutes = np.array([[4.0], [12], [5], [15], [25], [INF]])
    lost = np.array([False] * 5 + [True])
    return cover(minutes, people or demand(), ["H"], (10, 20), lost)


def value(table, key):
    rows = {row[0]: dict(zip(table.columns, row)) for row in table.rows()}
    return rows[key]["value"]


def printed_values(page):
    """Give what stands at the right of each row's heading, where numbers stand."""
    rows = r'<th scope="row"[^>]*>([^<]*)</th><td class="number" align="right">([^<]*)</td>'
    return dict(re.findall(rows, page))


def test_gap_and_poverty_are_those_worked_out_by_hand():
    measures = coverage_equity(covered(), demand(), None, "IDACI decile")
    assert value(measures, "children_routed") == 320
    assert value(measures, "children_not_routed") == 20
    most, least = (100 * 4 + 100 * 12) / 200, (50 * 5 + 40 * 15) / 90
    assert value(measures, "decile_gap") == pytest.approx(most - least)
    assert value(measures, "quintile_ratio") == pytest.approx(most / least)
    assert value(measures, "poverty_share_20") == pytest.approx(30 / 320)
    assert value(measures, "poverty_depth_20") == pytest.approx(30 * 5 / 20 / 320)


def test_a_rank_known_for_all_is_taken_and_one_known_for_fewer_is_not():
    def name_of(rank):
        measures = coverage_equity(covered(), demand(), rank, "IDACI decile")
        return dict(zip(measures.column("key"), measures.column("measure")))["palma_ratio"]

    ranks = np.array([10.0, 20, 900, 910, 500, 510])
    assert name_of(ranks) == "Palma ratio by rank of deprivation"
    ranks[0] = NAN
    assert name_of(ranks) == name_of(np.full(6, NAN)) == "Palma ratio by IDACI decile"


def test_a_rank_known_wherever_the_decile_is_known_is_taken_though_an_area_has_neither():
    people = demand(decile=np.array([NAN, 1, 10, 10, 5, 5]))
    ranks = np.array([NAN, 20, 900, 910, 500, 510])
    measures = coverage_equity(covered(people), people, ranks, "IDACI decile")
    assert "Palma ratio by rank of deprivation" in measures.column("measure")


def test_the_page_says_not_applicable_and_why_where_a_group_is_empty():
    people = demand(decile=np.array([6.0, 6, 10, 10, 7, 7]))
    found = covered(people)
    page = equity_section(coverage_equity(found, people, None, "IDACI decile"), found, METHOD)
    assert "Not applicable: no routed child lives in IDACI decile 1. " in page
    assert "Gap between IDACI decile 1 and 10" in page and "–" in page
    assert "Children who take part: about 320; not routed: about 20." in page


def test_a_share_that_would_tell_few_children_beyond_is_held_back_with_its_depth():
    people = demand(children=np.array([100.0, 100, 50, 40, 3, 20]))
    found = covered(people)
    method = replace(METHOD, headline_minutes=20)
    measures = coverage_equity(found, people, None, "decile")
    page = equity_section(measures, found, method)
    assert page.count("held back") == 3  # share, depth and excess
    without = equity_section(measures, found, replace(method, threshold=0))
    assert "held back" not in without
    few_lost = demand(children=np.array([100.0, 100, 50, 40, 30, 2]))
    found = covered(few_lost)
    page = equity_section(coverage_equity(found, few_lost, None, "decile"), found, method)
    assert page.count("held back") == 3  # beside the share of all it would tell the two not routed


def test_by_rural_urban_class_has_a_row_a_class_and_sums_to_all():
    rows = by_rural_urban(covered(), demand(), CLASSES)
    found = {row[0]: dict(zip(rows.columns, row)) for row in rows.rows()}
    assert list(found) == [NEAR, FAR, TOWN, "not known", "All areas"]
    assert (found[TOWN]["children"], found[TOWN]["reached_10"]) == (200, 100)
    assert (found[FAR]["reached_20"], found["not known"]["unrouted"]) == (
        40,
        20,
    )
    assert found["All areas"]["children"] == 340
    page = rural_section(rows, covered(), METHOD, "In rural classes: a range.")
    assert "placed in one way only" in rural_section(rows, covered(), METHOD)
    assert "placed in one way only" not in page
    towns = by_rural_urban(covered(), demand(), [TOWN] * 6)
    assert "placed in one way only" not in rural_section(towns, covered(), METHOD)
    assert "In rural classes: a range." in page and FAR in page


@pytest.mark.parametrize(
    ("name", "rural"),
    [("Larger rural: Nearer to a major town or city", True), ("RSN1", True), ("RLF1", True),
     ("Rural village and dispersed", True), ("D1", True), ("E2", True), ("F2", True),
     ("Urban: Further from a major town or city", False), ("UN1", False), ("C1", False),
     ("Urban: not rural", False), ("A1", False), ("", False)],
)  # fmt: skip
def test_a_class_is_rural_by_its_name_or_code_of_2011_and_2021(name, rural):
    assert is_rural(name) is rural


def test_only_the_headline_bands_poverty_is_printed():
    minutes = np.array([[4.0], [12], [5], [15], [25], [INF]])
    lost = np.array([False] * 5 + [True])
    found = cover(minutes, demand(), ["H"], (5, 7.5), lost)
    measures = coverage_equity(found, demand(), None, "decile")
    page = equity_section(measures, found, replace(METHOD, headline_minutes=5))
    assert "Minutes past 5" in page and "7.5" not in page
    page = equity_section(measures, found, replace(METHOD, headline_minutes=7.5))
    rows = printed_values(page)
    assert rows["Access poverty beyond 7.5 minutes"] == "53 %"  # 100 + 40 + 30 of 320
    assert "Minutes past 5" not in rows


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (-0.4, "under 1 min"),
        (-0.5, "under 1 min"),
        (-0.99, "under 1 min"),
        (-1.0, "−1 min"),
        (-1.2, "−1 min"),
        (0.0, "0 min"),
        (7.5, "8 min"),
    ],
)
def test_minutes_below_nought_have_a_minus_of_their_own(value, printed):
    assert _signed_minutes(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [(-0.166, "−0.17"), (0.25, "0.25"), (0.005, "0.01"), (-0.0049, "0.00"), (1.004, "1.00")],
)
def test_indices_have_two_decimals_and_no_minus_before_nought(value, printed):
    assert _two_decimals(value) == printed


def test_the_page_prints_share_depth_and_excess_of_the_headline_band_by_hand():
    """Beyond 20 minutes: 30 of 320 routed children, by 5 minutes: 9 %, 30 x 5 / 20 / 320 = .02."""
    found = covered()
    measures = coverage_equity(found, demand(), None, "IDACI decile")
    page = equity_section(measures, found, replace(METHOD, headline_minutes=20))
    rows = printed_values(page)
    assert rows["Access poverty beyond 20 minutes"] == "9 %"
    assert rows["Depth of access poverty beyond 20 minutes"] == "0.02"
    assert rows["Minutes past 20"] == "5 min"
    assert "Minutes past 10" not in rows


def test_minutes_are_printed_as_minutes_and_ratios_with_two_decimals_under_a_heading_at_the_right():
    """Decile 1: (400 + 1200) / 200 = 8; 10: (250 + 600) / 90 = 9.44; all: 3200 / 320 = 10."""
    found = covered()
    page = equity_section(coverage_equity(found, demand(), None, "IDACI decile"), found, METHOD)
    rows = printed_values(page)
    assert rows["Mean minutes"] == "10 min"
    assert rows["Gap between IDACI decile 1 and 10"] == "−1 min"
    assert rows["Ratio of IDACI decile 1 to 10"] == "0.85"
    headings = re.findall(r'<th scope="col" align="(\w+)"[^>]*>([^<]*)<', page)
    assert headings == [("left", "Measure"), ("right", "Value"), ("left", "What it means")]
