"""The page on the estate's options: its words, its chart, and what it holds back."""

from __future__ import annotations

import re
from html import unescape

import pytest

from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.rationalisation_chart import Mark, frontier_chart
from family_hub_planner.engine.rationalisation_page import EstateTables, Search, estate_page
from family_hub_planner.engine.rationalisation_step import Asked
from family_hub_planner.engine.tables import Table

ASKED = Asked(20.0, 10.0, 5.0, True, "1 April 2026", "", 15.0)
STEP = {
    "step": 0, "saving_gross": 0.0, "saving_net": 0.0, "one_off": 0.0, "payback_years": None,
    "children_worse": 0.0, "max_added_minutes": 0.0, "longest_minutes": None, "clawback": 0.0,
    "backlog_avoided": 0.0, "saving_other": 0.0, "need_minutes_added": 0.0,
    "mean_minutes_added": 0.0, "areas_much_worse": 0, "children_much_worse": 0.0,
    "children_fallen": 0.0, "children_to_part_time": 0.0, "children_to_neighbours": 0.0,
    "children_better": 0.0, "outreach_site": None, "outreach_children": 0.0, "outreach_tested": 3,
    "moves": "", "bound": 0.0, "gap": 0.0, "proven": True,
}  # fmt: skip
MERGED = {
    **STEP, "step": 1, "saving_gross": 10_000.0, "saving_net": 9_000.0, "one_off": 5_000.0,
    "payback_years": 0.5, "children_worse": 64.0, "max_added_minutes": 12.4,
    "longest_minutes": 31.0, "areas_much_worse": 13, "children_much_worse": 7.0,
    "children_fallen": 33.0, "mean_minutes_added": 1.2, "outreach_site": "v1",
    "outreach_children": 20.0,
}  # fmt: skip
MOVE = {
    "step": 1, "order": 1, "site_id": "h1", "site_name": "Old Hub", "move": "merge",
    "to_site": "h2", "to_name": "", "saving_gross": 10_000.0, "one_off": 5_000.0,
    "earliest_date": None, "saving_so_far": 10_000.0, "one_off_so_far": 5_000.0,
    "children_worse_so_far": 64.0, "reason": "Because.", "one_building_with": "",
}  # fmt: skip


def table(rows):
    names = list(rows[0]) if rows else ["step"]
    return Table({name: [row[name] for row in rows] for name in names})


def page(steps, moves=(MOVE,), worse=(), groups=(), threshold=10):
    found = EstateTables(
        frontier=table(steps),
        moves=table(list(moves)),
        owners=table([]),
        groups=table(list(groups)) if groups else Table({n: [] for n in ("step", "by", "key")}),
        worse=table(list(worse)),
        venues={"v1": "Fire Station"},
    )
    search = Search(2, ["Old Hub (h1)", "h2"], 4, 5, 0.1, ["Left out."], 25_000.0, 700.0)
    written = estate_page(found, ASKED, search, method=Method(threshold=threshold), sources=[])
    return unescape(re.sub(r"<[^>]+>", " ", written))


def test_nothing_changes_stands_first_and_what_decides_nothing_whole():
    text = page([STEP, MERGED])
    assert DECIDES_NOTHING in text
    assert text.index("Nothing changes") < text.index("Option 1")
    assert "None saves anything without longer journeys" in text
    assert "the 2 buildings that may be given up go on costing £25,000 a year" in text


def test_an_option_says_whom_it_concerns_and_what_would_mend_it():
    text = page([STEP, MERGED])
    assert "About 60 children aged 0-4 would have a longer journey" in text
    assert "by up to 12 min" in text and "would take 31 min" in text
    assert "By more than 10 minutes longer: fewer than 10" in text, "a small count is held back"
    assert "one point at Fire Station (v1) would bring back within 20 minutes about 20" in text
    assert "the most of the 3 venues tested" in text
    assert "merges; mostly to h2" in text and "not known" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"children_fallen": 0.0}, "nobody would fall beyond 20 minutes"),
        ({"outreach_site": None}, "none of the 3 venues tested, alone, brings anybody back"),
        ({"outreach_tested": 0}, "no venue was there to be tested"),
        ({"children_to_part_time": 40.0}, "open fewer than 15 hours a week, and is not so today: "
         "about 40"),
        ({"children_to_neighbours": 4.0}, "another authority's, and is not today: fewer than 10"),
        ({"saving_other": 400.0}, "£400 a year is of buildings for which the estate layer names no "
         "family service"),
        ({"proven": False, "gap": 0.05}, "Not all options are proven"),
        ({"saving_net": -400.0}, "-£400"),
    ],
)  # fmt: skip
def test_an_option_says_what_is_particular_to_it(change, words):
    assert words in page([STEP, {**MERGED, **change}])


def test_the_areas_that_grow_most_are_named_without_counts_and_the_rest_numbered():
    worse = [
        {"step": 1, "area_code": f"a{i:02}", "area_name": "", "added_minutes": 10.0 + i,
         "minutes_after": 30.0}
        for i in range(15)
    ]  # fmt: skip
    text = page([STEP, MERGED], worse=worse)
    assert "Longer by more than 10 minutes in 14 areas: a14 (+24 min, then 30 min), a13" in text
    assert "a03 (+13 min, then 30 min) and 2 more." in text


def test_groups_stand_side_by_side_with_small_counts_held_back():
    groups = [
        {"step": 1, "by": "decile", "key": key, "children": 100.0, "children_worse": worse}
        for key, worse in (("1", 40.0), ("2", 3.0), ("3", 95.0), ("not known", 0.0))
    ]
    cells = page([STEP, MERGED], groups=groups)
    assert re.search(r"1\s+100\s+40\s", cells) and re.search(r"2\s+100\s+under 10\s", cells)
    assert re.search(r"3\s+100\s+all but under 10", cells), "five are missing from it"


def test_buildings_that_serve_no_families_are_listed_once():
    other = {**MOVE, "site_id": "s1", "site_name": "Shed", "move": "give_up",
             "one_building_with": "Registrars (s2)"}  # fmt: skip
    again = {**other, "step": 2}
    text = page([STEP, MERGED, {**MERGED, "step": 2}], moves=[MOVE, other, again])
    assert text.count("Shed (s1), one building with Registrars (s2)") == 1
    assert (
        "And 1 building for which the estate layer names no family service, £10,000 a year: the "
        "same as in option 1." in text
    )


def test_without_an_option_the_page_says_that_nothing_saves():
    text = page([STEP], moves=[])
    assert "no choice that keeps the conditions saves anything" in text and "Option 1" not in text


def test_the_chart_has_a_dot_a_step_and_hollow_ones_are_not_proven():
    marks = [Mark(0, 0.0, 0.0, True), Mark(1, 40_000.0, 0.5, True), Mark(2, 99_000.0, 3.2, False)]
    svg = frontier_chart("title", "words", marks, "pounds")
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="7" fill="(#\w+)"', svg)
    x, y = [float(dot[0]) for dot in dots], [float(dot[1]) for dot in dots]
    assert x == sorted(x) and y == sorted(y, reverse=True) and len(dots) == 3
    assert [dot[2] == "#ffffff" for dot in dots] == [False, False, True]
    assert "£100,000" in svg and ">4<" in svg, "the scale ends on round figures beyond the most"
    alone = frontier_chart("title", "words", marks[:1], "pounds")
    assert alone.count("<circle") == 1


def test_no_number_of_a_dot_lies_upon_the_figures_of_the_axis():
    marks = [Mark(0, 0.0, 0.0, True), Mark(1, 40_000.0, 0.0, True), Mark(2, 50_000.0, 0.01, True),
             Mark(3, 99_000.0, 15.0, True)]  # fmt: skip
    svg = frontier_chart("title", "words", marks, "pounds")
    heights = {
        text: float(y) for y, text in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>([^<]+)', svg)
    }
    assert heights["2"] < heights["£0"] - 20
