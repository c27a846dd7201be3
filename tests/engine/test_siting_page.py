"""Siting's page: what would change, the sites and their reasons, the frontier."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from page_cases import (
    METHOD,
    SOLVER,
    SOURCES,
    SVG,
    Reader,
    lengths,
    pictures,
    run,
    sites,
    siting,
    small,
)

from family_hub_planner.engine.chart import Column, columns
from family_hub_planner.engine.coverage_page import coverage_page
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.siting_page import SolverFacts, siting_page
from family_hub_planner.engine.tables import Table

HEADINGS = [
    "Children, about", "Within 20 min, without", "Within 20 min, with", "Change",
    "Not routed, with", "Mean journey, without", "with",
]  # fmt: skip


def test_no_siting_chart_tells_counts_that_are_held_back():
    def page_with(count):
        now = small([186, count], [5, 45]).by_decile
        then = small([186, count], [5, 15]).by_decile
        return siting_page(sites(), now, then, SOLVER, (10, 20), method=METHOD, sources=[])

    assert lengths(page_with(4)) == lengths(page_with(7))
    text = Reader(page_with(4)).text
    assert "With the 2 suggested sites, about 190 of 190 children" in text


def test_two_shares_in_a_row_tell_no_small_count_between_the_bands():
    page = Reader(coverage_page(small([80, 6, 47], [5, 15, 45]), METHOD, SOURCES))
    (row,) = [row for row in page.rows if row[:2] == ["All areas", "3"]][:1]
    assert row[2:5] == ["130", "80 (60 %)", "90"]


def test_the_search_table_rounds_need_to_ten_with_its_unit():
    rows = Reader(siting()).rows
    assert ["Value of this plan", "about 3,200 children"] in rows
    assert ["Best value not ruled out", "about 3,230 children"] in rows


def test_the_siting_page_carries_its_notes_its_limits_and_who_is_not_routed():
    tables = run(2).by_decile, run(3).by_decile
    page = Reader(
        siting_page(
            sites(), *tables, SOLVER, (10, 20, 30), method=METHOD, sources=[],
            notes=["1 of 5 areas are reached by no site."], limits=["Near the edge: 2."],
        )
    )  # fmt: skip
    assert "1 of 5 areas are reached by no site." in page.text
    assert "Near the edge: 2." in page.text.split("Limits")[1]
    assert "Not routed, with" in page.rows[page.rows.index(["Decile", *HEADINGS])]
    (total,) = [row for row in page.rows if row[0] == "All areas"]
    assert total[5] == "300"


def test_a_plan_without_a_new_site_says_how_things_stand():
    kept = Table({name: values[:1] for name, values in sites().columns.items()}, "sites")
    now = run(2).by_decile
    html = siting_page(kept, now, now, SOLVER, (10, 20, 30), method=METHOD, sources=[])
    text = Reader(html).text
    assert (
        "No site is suggested. As things stand, about 3,000 (70 %) of 4,300 children aged 0-4 are "
        "modelled within 20 minutes' walk of a hub; about 300 could not be routed." in text
    )
    assert "0 suggested" not in text


def test_the_siting_page_starts_with_what_would_change():
    # with V1 the 1,004 children of area b come within 20 minutes: 3,000 becomes 4,004
    text = Reader(siting()).text
    assert (
        "With the 2 suggested sites, about 4,000 (93 %) of 4,300 children aged 0-4 are modelled "
        "within 20 minutes' walk of a hub; without, about 3,000 (70 %); about 300 could not be "
        "routed." in text
    )


def test_suggested_sites_stand_in_their_order_before_the_kept_and_without_the_not_chosen():
    rows = Reader(siting()).rows
    first = rows.index(["V1", "suggested, no. 1", "1,000"])
    assert rows[first + 1] == ["Fire <station> (V2)", "suggested, no. 2", "under 10"]
    assert rows[first + 2] == ["St Kilda's (H1)", "kept", "–"]
    why = rows.index(["Site", "Why"])
    assert rows[why + 1 : why + 4] == [
        ["V1", "first reason"],
        ["Fire <station> (V2)", "second <reason>"],
        ["St Kilda's (H1)", "existing hub"],
    ]
    assert not any(row[:1] == ["V9"] for row in rows)
    assert "Tested and not chosen: 1 of the venues." in Reader(siting()).text


def test_changes_by_decile_stand_beside_both_states():
    rows = Reader(siting()).rows
    row = ["1", "3,000", "2,000 (67 %)", "3,000 (100 %)", "about 1,000 more", "0"]
    assert [*row, "12 min", "8 min"] in rows
    assert ["2", "no areas"] in rows


@pytest.mark.parametrize(
    ("proven", "gap", "words"),
    [
        (True, 0.0, "Proven: no other choice of the 60 venues tested on this measure does better"),
        (False, 0.01, "at most 1 % from it"),
        (False, float("nan"), "how far from it is not known"),
    ],
)
def test_the_verdict_says_proof_or_gap(proven, gap, words):
    facts = SolverFacts("m", "children", 1.0, 1.0, gap, proven, 0.1, 60)
    assert words in facts.verdict()


def test_tables_of_other_areas_are_refused():
    other = {**run(3).by_decile.columns, "children": [1.0] * len(run(3).by_decile)}
    with pytest.raises(InputError, match="same areas and children"):
        siting_page(
            sites(), run().by_decile, Table(other), SOLVER, (10, 20, 30), method=METHOD, sources=[]
        )


def with_columns(**columns):
    """The sites with V2 an option to close, and further columns of the output."""
    given = {**sites().columns, "decision": ["kept", "option_to_close", "open", "not_chosen"]}
    return Table({**given, "order": [None, None, 1, None], **columns}, "sites")


def siting_with(given, **further):
    tables = run(2).by_decile, run(3).by_decile
    return siting_page(given, *tables, SOLVER, (10, 20, 30), method=METHOD, sources=[], **further)


def test_a_plan_that_closes_hubs_is_set_against_how_things_stand():
    reader = Reader(siting_with(with_columns()))
    assert (
        "With the suggested site opened and 1 existing hub closed (options for testing), about "
        "4,000 (93 %) of 4,300 children aged 0-4 are modelled within 20 minutes' walk of a hub; as "
        "things stand, about 3,000 (70 %); about 300 could not be routed." in reader.text
    )
    assert "Within 20 min, as things stand" in reader.text
    only = {**with_columns().columns, "decision": ["kept", "option_to_close", "kept", "kept"]}
    text = Reader(siting_with(Table(only, "sites"))).text
    assert "With 1 existing hub closed (options for testing), about 4,000" in text


def test_the_sites_table_has_the_columns_that_were_worked_out_and_no_other():
    given = with_columns(
        children_without=[4.0, 0.0, 996.0, None],
        near_best=[None, "closed in every plan within 3 %", "not worked out", None],
        stability=[None, 0.75, 1.0, None],
    )
    rows = Reader(siting_with(given)).rows
    heading = ["Site", "Decision", "Children gained against today, about",
               "Beyond 20 min in this plan were it alone not open, about",
               "Within 20 min today and beyond with this plan, about",
               "In near-best plans", "Stays in"]  # fmt: skip
    first = rows.index(heading)
    assert rows[first + 1] == [
        "V1", "suggested, no. 1", "1,000", "1,000", "–", "not worked out", "100 % of runs",
    ]  # fmt: skip
    assert rows[first + 2][3:5] == ["–", "0"], "of a hub that closes: today and the plan"
    assert rows[first + 3][3] == "under 10"
    assert ["Site", "Decision", "Children gained against today, about"] in Reader(siting()).rows


def test_the_order_is_told_as_which_to_open_if_only_one():
    text = Reader(siting()).text
    assert "if only one of them can be opened, V1; then Fire <station> (V2)." in text
    assert "if only one" not in Reader(siting_with(with_columns())).text


def test_whom_each_site_concerns_stands_by_decile_and_small_counts_are_held_back():
    whom = Table(
        {
            "site_id": ["V1", "V2", "H1"],
            "site_name": ["", "Church", ""],
            "decision": ["open", "option_to_close", "kept"],
            "decile_1": [1004.0, 4.0, 0.0],
            "decile_10": [0.0, 55.0, 0.0],
        }
    )
    rows = Reader(siting_with(with_columns(), whom=whom)).rows
    assert ["Site", "Decile 1", "Decile 10"] in rows
    assert ["V1", "1,000", "0"] in rows
    assert ["Church (V2)", "under 10", "60"] in rows
    assert ["H1", "0", "0"] not in rows, "a hub that nobody would be without fills no table"


def test_values_that_are_no_counts_are_printed_as_they_are():
    hubs = replace(SOLVER, objective=4.0, bound=4.0, unit="hubs", counted=False)
    tables = run(2).by_decile, run(3).by_decile
    page = siting_page(sites(), *tables, hubs, (10, 20, 30), method=METHOD, sources=[])
    assert ["Value of this plan", "4 hubs"] in Reader(page).rows


def frontier(reached):
    count = len(reached)
    return Table(
        {
            "sites": list(range(count)),
            "objective": list(reached),
            "bound": list(reached),
            "proven": [None, *[True] * (count - 1)],
            "need_reached": list(reached),
            "share_reached": [None if value is None else value / 1000 for value in reached],
            "mean_minutes": [None if value is None else 12.4 for value in reached],
            "sites_chosen": ["", *["V1, V2"] * (count - 1)],
            "sites_to_close": [""] * count,
            "model": ["maximal_cover"] * count,
            "note": ["as things stand", *[""] * (count - 2), "only 2 opened"],
        }
    )


def test_the_frontier_stands_as_a_chart_and_a_table():
    html = siting_with(sites(), frontier=frontier([100.0, 500.0, 750.0]))
    rows = Reader(html).rows
    assert ["0", "100", "10 %", "12 min", "–", "as things stand"] in rows
    assert ["1", "500", "50 %", "12 min", "yes", "V1, V2"] in rows
    assert ["2", "750", "75 %", "12 min", "yes", "V1, V2 (only 2 opened)"] in rows
    chart = pictures(html)[1]
    words = [text.text for text in chart.iter(f"{SVG}text")]
    assert [word for word in words if word in ("now", "10 %")] == ["now", "10 %"]
    boxes = [float(box.get("height")) for box in chart.iter(f"{SVG}rect")]
    assert boxes == pytest.approx([22.0, 110.0, 165.0])
    assert chart.find(f"{SVG}title").text and chart.find(f"{SVG}desc").text


def test_the_frontier_names_the_hubs_that_its_plans_close():
    given = frontier([100.0, 500.0, 750.0])
    given.columns["sites_to_close"][1] = "H1, H2"
    given.columns["note"][1] = "this plan"
    page = Reader(siting_with(sites(), frontier=given))
    assert "best on the measure of this run" in page.text
    assert any(row[-1] == "Hubs to close (options)" for row in page.rows)
    assert ["1", "500", "50 %", "12 min", "yes", "V1, V2 (this plan)", "H1, H2"] in page.rows
    assert ["0", "100", "10 %", "12 min", "–", "as things stand", "–"] in page.rows


def test_the_frontier_of_set_cover_says_that_its_rows_are_of_another_measure_than_the_plan():
    given = frontier([100.0, 500.0, 750.0])
    given.columns["model"][2] = "set_cover"
    given.columns["note"][2] = "this plan"
    html = siting_with(sites(), frontier=given)
    assert "the plan that brings the most need" in Reader(html).text
    assert "The last row is the plan of this page" in Reader(html).text
    assert "best on the measure of this run" not in Reader(html).text
    words = [text.text for text in pictures(html)[1].iter(f"{SVG}text")]
    assert "now" in words and "plan" in words


def test_the_value_of_todays_hubs_stands_beside_the_plans():
    tables = run(2).by_decile, run(3).by_decile
    none = "none: no hub stands, or today's do not serve all that is asked for"
    for today, counted, said in (
        (12.82, False, "12.82 minutes"),
        (None, False, none),
        (504.0, True, "differs by under 10"),
        (104.0, True, "about 100 minutes"),
    ):
        solver = replace(SOLVER, objective=500.0, unit="minutes", counted=counted, today=today)
        page = siting_page(sites(), *tables, solver, (10, 20, 30), method=METHOD, sources=[])
        assert ["Value of today's hubs", said] in Reader(page).rows


def test_a_number_of_sites_without_a_plan_says_so_in_the_table():
    given = frontier([100.0, None])
    given.columns["note"][1] = "no plan of so many keeps every condition"
    page = Reader(siting_with(sites(), frontier=given))
    assert ["1", "no plan of so many keeps every condition"] in page.rows


def test_the_frontier_tells_no_small_change_between_two_numbers():
    rows = Reader(siting_with(sites(), frontier=frontier([100.0, 504.0, 509.0]))).rows
    assert ["1", "500", "held back", "12 min", "yes", "V1, V2"] in rows
    assert any(row[:3] == ["2", "510", "held back"] for row in rows)
    assert any(row[:3] == ["0", "100", "10 %"] for row in rows)


def test_many_columns_have_labels_on_some_only():
    drawn = ElementTree.fromstring(
        columns("t", "d", [Column(str(i), 0.5, "50 %") for i in range(40)], "axis")
    )
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert words.count("50 %") == 1 + 14, "one on the scale, every third above its column"
    assert len(list(drawn.iter(f"{SVG}rect"))) == 40
