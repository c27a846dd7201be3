"""The outreach page: the tiers apart, and no share from which a small count could be told."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest

from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.outreach_frontier_page import frontier_section
from family_hub_planner.engine.outreach_page import OutreachFacts
from family_hub_planner.engine.outreach_tiers_page import Change, tiers_section
from family_hub_planner.engine.tables import Table

METHOD = Method("Rutland", "0-4", "walk", 4.8, "to", 500.0)
FACTS = OutreachFacts(20, 15, 30, 0.5, 100.0, 100.0, 100.0, 0.0, True, 1.0, 40, 3)


def tiers(*rows):
    """Give a table of (key, hub, outreach, neither), with its last row of all areas."""
    rows = [*rows, ("All areas", *(sum(values) for values in zip(*(row[1:] for row in rows))))]
    names = ("key", "hub", "outreach", "neither")
    columns = {name: list(values) for name, values in zip(names, zip(*rows))}
    columns["children"] = [float(sum(row[1:])) for row in rows]
    return Table({**columns, "areas": [int(bool(sum(row[1:]))) for row in rows]})


def cells(now, plan, key):
    """Give the cells of a row of the section's table: today's three, then the plan's three."""
    page = tiers_section(Change("locality", tiers(*now), tiers(*plan)), METHOD)
    (row,) = re.findall(rf"<tr[^>]*><th[^>]*>{key}</th>(.*?)</tr>", page)
    return re.findall(r"<td[^>]*>(.*?)</td>", row)[1:]


def test_each_tier_has_a_count_and_a_share_of_its_own_today_and_with_the_plan():
    now = [("Oakham", 100, 0, 300), ("Ryhall", 200, 0, 200)]
    plan = [("Oakham", 100, 200, 100), ("Ryhall", 200, 100, 100)]
    assert cells(now, plan, "Oakham") == [
        "100 (25 %)", "0 (0 %)", "300 (75 %)", "100 (25 %)", "200 (50 %)", "100 (25 %)",
    ]  # fmt: skip


def test_a_row_with_a_small_count_has_no_shares_nor_has_the_one_that_would_tell_it():
    now = plan = [("Oakham", 100, 4, 296), ("Ryhall", 200, 100, 100), ("Ketton", 90, 90, 90)]
    assert cells(now, plan, "Oakham")[:3] == ["100", "under 10", "300"]
    assert not any("%" in cell for cell in cells(now, plan, "Ketton"))


def test_shares_that_differ_by_a_small_count_between_today_and_the_plan_are_held_back():
    now = [("Oakham", 100, 100, 104), ("Ryhall", 200, 100, 100)]
    plan = [("Oakham", 100, 104, 100), ("Ryhall", 200, 100, 100)]
    assert not any("%" in cell for cell in cells(now, plan, "Oakham"))
    assert "50 %" in cells(now, plan, "Ryhall")[0]


def test_places_without_children_say_so():
    now = plan = [("Oakham", 100, 100, 100), ("Nowhere", 0, 0, 0)]
    page = tiers_section(Change("locality", tiers(*now), tiers(*plan)), METHOD)
    assert "no areas" in page


def frontier(*outreach):
    names = (
        "points",
        "need_hub",
        "need_outreach",
        "need_neither",
        "proven",
        "sites_chosen",
        "note",
    )
    rows = [(k, 100.0, one, 300.0 - one, True, "v", "") for k, one in enumerate(outreach)]
    return Table({name: list(values) for name, values in zip(names, zip(*rows))})


def shares(*outreach):
    page = frontier_section(frontier(*outreach), METHOD)
    (data,) = re.findall(r"base64,([^\"]+)", page)
    drawn = base64.b64decode(data).decode("utf-8")
    return re.findall(r">(\d+) %</text>", drawn)[5:]  # after the scale


def test_the_frontier_draws_need_by_tier_and_holds_small_differences_back():
    assert shares(0.0, 100.0)[:3] == ["25", "75", "25"]
    assert shares(100.0, 104.0) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Proven: no other plan of the 40 venues tested"),
        ({"given_up": 2.91, "objective": 97.09}, "gives up 3.0 % of that for types"),
        ({"proven": False}, "equally good plans were not all compared"),
        ({"proven": False, "gap": 0.02}, "at most 2 % from it"),
        ({"proven": False, "gap": float("inf")}, "how far from it is not known"),
    ],
)
def test_the_verdict_says_no_more_than_was_proven(facts, words):
    assert words in replace(FACTS, **facts).verdict()
