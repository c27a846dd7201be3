"""Coverage's page: its answer first, small counts held back, the network's edge."""

from __future__ import annotations

import math

import numpy as np
import pytest
from page_cases import METHOD, SOURCES, SVG, Reader, demand, lengths, pictures, run, small

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_page import coverage_page, headline
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.edge_note import edge_limits
from family_hub_planner.engine.method_note import Method


@pytest.fixture
def coverage():
    """The page of the small coverage, read."""
    return Reader(coverage_page(run(), METHOD, SOURCES))


def test_no_chart_tells_counts_that_are_held_back():
    """4 and 7 of some 190 children beyond: the same page, but for nothing."""
    few = coverage_page(small([186, 4], [5, 45]), METHOD, SOURCES)
    more = coverage_page(small([186, 7], [5, 45]), METHOD, SOURCES)
    assert lengths(few) == lengths(more)
    words = [text.text for text in pictures(few)[0].iter(f"{SVG}text")]
    assert "held back" in words
    assert [text.text for text in pictures(more)[0].iter(f"{SVG}text")] == words


FROM_COUNTS = "they may not add up to the table's shares"


def test_the_shares_in_a_bar_do_not_add_up_to_all_but_what_is_held_back():
    """80, 6 and 47 of 133: exactly 60 % and 35 %, which leaves 5 %; drawn as 80, 5 and 50.

    The 60 % stand in the table too; the rest is 50 of 135, and the page says so.
    """
    html = coverage_page(small([80, 6, 47], [5, 15, 45]), METHOD, SOURCES)
    words = [text.text for text in pictures(html)[0].iter(f"{SVG}text")]
    assert "60 %" in words and "37 %" in words
    assert "59 %" not in words and "35 %" not in words
    assert Reader(html).text.count(FROM_COUNTS) == 1


def test_the_same_share_is_the_same_in_the_chart_and_in_the_table():
    """698, 690, 422 not routed and 4 beyond, of 1,814: 38 % and 77 % in the table.

    Beside the 4 the rounded counts would have 700 of 1,815 in the first part, 39 %. The second is
    77 less 38; those not routed, no share of whom the table prints, 420 of 1,815.
    """
    html = coverage_page(small([698, 690, 422, 4], [5, 15, math.inf, 45]), METHOD, SOURCES)
    (row,) = [row for row in Reader(html).rows if row[:2] == ["All areas", "4"]][:1]
    assert row[2:5] == ["1,810", "700 (38 %)", "1,390 (77 %)"]
    words = [text.text for text in pictures(html)[0].iter(f"{SVG}text")]
    assert words[words.index("1,810 children") + 1 :][:3] == ["38 %", "39 %", "23 %"]


def test_a_chart_without_anything_held_back_has_no_note_on_it():
    html = coverage_page(small([80, 20, 47], [5, 15, 45]), METHOD, SOURCES)
    assert FROM_COUNTS not in Reader(html).text


def test_the_legend_names_what_is_held_back_only_where_something_is():
    html = coverage_page(small([80, 20, 47], [5, 15, 45]), METHOD, SOURCES)
    assert "held back" not in [text.text for text in pictures(html)[0].iter(f"{SVG}text")]


def test_the_coverage_page_starts_with_the_answer(coverage):
    # 2,000 + 996 + 4 of 4,304 children; 300 not routed
    assert headline(run(), METHOD) == (
        "About 3,000 of 4,300 children aged 0-4 (70 %) are modelled within 20 minutes' walk of a "
        "hub; about 300 could not be routed."
    )
    assert headline(run(), METHOD) in coverage.text
    assert coverage.text.index("About 3,000") < coverage.text.index("By deprivation decile")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method(mode="pram", headline_minutes=10), "within 10 minutes' walk of a hub with a pram"),
        (Method(mode="drive", headline_minutes=30), "within 30 minutes' drive of a hub"),
        (Method(mode="cycle"), "within 20 minutes' cycle ride of a hub"),
        (Method(mode="bus"), "within 20 minutes of a hub"),
    ],
)
def test_the_answer_speaks_of_the_mode_and_band_chosen(method, words):
    assert words in headline(run(), method)


def test_an_empty_decile_says_so_and_has_no_share(coverage):
    assert ["3", "no areas"] in coverage.rows
    assert not any(row[0] == "3" and "%" in " ".join(row) for row in coverage.rows[:14])


def test_small_counts_are_held_back_in_tables_and_charts(coverage):
    nine = ["9", "1", "under 10", "under 10", "under 10", "under 10", "0"]
    assert [*nine, "8 min", "8 min", "8 min", "8 min"] in coverage.rows
    chart = pictures(coverage_page(run(), METHOD, SOURCES))[0]
    assert "fewer than 10 children" in [text.text for text in chart.iter(f"{SVG}text")]


def test_rows_are_rounded_and_the_total_stands_last(coverage):
    # 4 children of decile 9 are within 10 minutes: the share of the 2,000 would tell them.
    row = ["1", "2", "3,000", "2,000", "2,000 (67 %)", "3,000 (100 %)", "0"]
    assert [*row, "12 min", "5 min", "25 min", "25 min"] in coverage.rows
    total = ["All areas", "5", "4,300", "2,000 (47 %)", "3,000 (70 %)", "4,000 (93 %)", "300"]
    # routed: 2,000 at 5, 4 at 8, 996 at 12 and 1,004 at 25 minutes: mean 47,084 / 4,004
    assert [*total, "12 min", "8 min", "25 min", "25 min"] in coverage.rows


def test_hubs_stand_by_name_and_id(coverage):
    assert any(row[0] == "St Kilda's (H1)" for row in coverage.rows)
    assert any(row[0] == "H2" for row in coverage.rows)


def test_areas_and_hubs_near_the_networks_edge_are_counted():
    found = run()
    edge = (found.near_edge, found.children, found.hub_near_edge)
    (sentence,) = edge_limits(*edge, (10, 20, 30), METHOD)
    assert "2 of 5 areas (children: about 2,000) and 1 of 2 hubs lie within 30 minutes" in sentence


def test_an_edge_that_was_not_tested_is_said():
    said = edge_limits(None, demand().children, None, (10,), METHOD)
    assert said == ["Nearness to the network's edge was not tested."]


def test_areas_without_children_end_in_a_sentence_not_in_a_share():
    nobody = Demand(["a"], np.zeros(1), np.zeros(1), np.ones(1), np.ones(1), [""], [""])
    found = cover(np.array([[5.0]]), nobody, ["H1"], (10,), np.array([False]))
    text = Reader(coverage_page(found, METHOD, [])).text
    assert "There are no children aged 0-4 in these areas." in text
    assert "%" not in text.split("By deprivation decile")[1].split("Method")[0]
