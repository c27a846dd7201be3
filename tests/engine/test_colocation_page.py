"""The page on co-location: what it must say, and what it must hold back."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from family_hub_planner.engine.colocation_page import PlanFacts, colocation_page
from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.in_words import pounds
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.siting.colocation.rows import BY_BUDGET, BY_BUILDING, PAIRS, PLAN
from family_hub_planner.engine.tables import Table

FIGURES = PlanFacts(
    services=2, buildings=3, saving=20500.0, one_off=3000.0, one_off_unknown=0, longer=412.0,
    shorter=7.0, gain=9000.0, bound=9000.0, gap=0.0, proven=True, status="Proven: no other.",
    seconds=0.2,
)  # fmt: skip
SHARED = ("advice", "o", "Offices", "l", "Library")
MOVED = dict(zip(PLAN, (
    "S1", *SHARED, "move", "possible", 20500.0, 3000.0, 30.0, 5.04, 6.06, 1.02, 412.0, 7.0,
    "Advice", "Council", "to settle: condition D", "It pays.",
)))  # fmt: skip
PAIR = dict(zip(PAIRS, ("S1", *SHARED, 1, "into_hub", True, "possible", 500.0, None, 30.0, 20.0,
                        5.0, 6.0, 1.0, 4.0, 0.0, 450.0, "Council", "to settle: condition D",
                        "Saves.")))  # fmt: skip
OFFICES = dict(zip(BY_BUILDING, ("o", "Offices", "option_to_give_up", "Council", 1, 0, "", 10.0,
                                 None, 20000.0, 0.0, 0.0, "2030-03-31")))  # fmt: skip
WHOM = {"key": ["1", "2", "All areas"], "areas": [2, 0, 2], "children": [800.0, 0.0, 800.0],
        "longer": [412.0, 0.0, 412.0], "shorter": [7.0, 0.0, 7.0],
        "change": [0.25, None, 0.25]}  # fmt: skip


def table(*rows, columns):
    return Table({name: [row[name] for row in rows] for name in columns})


def text_of(plan=(MOVED,), pairs=(PAIR,), figures=FIGURES, **further) -> str:
    """Give a page's words, without its marks."""
    budget = dict(zip(BY_BUDGET, ("Council", 20000.0, 3000.0, "")))
    deciles = [("IDACI decile", Table(WHOM))]
    page = colocation_page(
        table(*plan, columns=PLAN), table(*pairs, columns=PAIRS),
        table(OFFICES, columns=BY_BUILDING), table(budget, columns=BY_BUDGET), deciles,
        figures,
        **{"method": Method(place="Fenmarch"), "weights": ["One minute is £1."], "sources": [],
           **further},
    )  # fmt: skip
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def test_the_answer_the_law_and_the_weights_come_first():
    text = text_of()
    assert text.index("2 services and 3 buildings were tested") < text.index(DECIDES_NOTHING)
    assert text.index(DECIDES_NOTHING) < text.index("One minute is £1.")
    assert (
        "The plan in which 1 service moves and 1 building is an option to give up is the best on "
        "this measure of all that were tested. It saves £20,500 a year; it costs £3,000 once."
    ) in text


def test_children_are_rounded_and_small_counts_of_them_held_back():
    text = text_of()
    assert "longer for about 410 children aged 0-4, and shorter for fewer than 10" in text
    assert "412" not in text and " 7 " not in text
    assert "1 800 410 under 10 +0.2 min" in text
    assert "2 no areas" in text


def test_a_plan_that_is_not_proven_is_not_called_the_best():
    text = text_of(figures=replace(FIGURES, proven=False, bound=12000.0, gap=1 / 3))
    assert "is the best found on this measure; a better one is not ruled out" in text
    assert "Best not ruled out £12,000 a year" in text and "Gap between the two 33 %" in text


def test_a_plan_that_moves_nothing_says_so():
    stays = {**MOVED, "decision": "leave", "reason": "Left where it is: it must stay."}
    text = text_of(plan=(stays,))
    assert "no service does better elsewhere: all are left in place" in text
    assert "Every service is left where it is." in text


def test_pairs_stand_by_direction_and_one_obstacle_apart():
    apart = {**PAIR, "feasible": False, "direction": "hub_into",
             "conflicts": "not step-free; to settle: condition D"}  # fmt: skip
    twice = {**apart, "service_name": "clinic", "conflicts": "not step-free; unfit type: school"}
    text = text_of(pairs=(PAIR, apart, twice))
    assert "1 pair that nothing forbids (services that a hub's building might take in)" in text
    assert "No pair was found that nothing forbids: services of hubs that might move there" in text
    nearly = text[text.index("What one obstacle keeps apart") :]
    assert (
        "1 pair better than today as weighed" in nearly and "not step-free; condition D" in nearly
    )
    assert "clinic" not in nearly.split("How sure")[0]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            replace(FIGURES, one_off_unknown=2),
            "it costs £3,000 once; one-off costs are not known for 2 buildings.",
        ),
        (
            replace(FIGURES, one_off=0.0, one_off_unknown=1),
            "a year; one-off costs are not known for 1 building.",
        ),
        (replace(FIGURES, saving=-120.0), "It costs £120 a year; it costs £3,000 once"),
    ],
)
def test_costs_that_are_not_known_or_rise_are_said(figures, said):
    assert said in text_of(figures=figures)


def test_what_is_not_known_and_notes_are_printed():
    text = text_of(
        missing=["Spare area: not stated."], notes=["S1 and S2 share."], limits=["Lost."]
    )
    for said in ("What is not known Spare area: not stated.", "S1 and S2 share.", "Lost."):
        assert said in text
    assert "£500 not known 30 20" in text, "a one-off cost that is not known is not £0"


def test_pounds_have_no_pence_and_what_is_not_known_is_not_nought():
    said = [pounds(amount) for amount in (1240.4, -80.0, -0.2, None, float("nan"))]
    assert said == ["£1,240", "-£80", "£0", "not known", "not known"]
