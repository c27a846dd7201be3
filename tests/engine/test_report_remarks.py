"""What the runs told beside their answers, in the pack's limits: each once, and safe in public."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.pack_cases import EVIDENCE
from engine.test_report_sections import part_of, words

from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.document import Sheet
from family_hub_planner.engine.report.evidence import Told
from family_hub_planner.engine.report.sections_remarks import NOTHING_KNOWN, NOTHING_TOLD

FAST = "About 1,020 would walk for a minute or more along fast roads."
SMALL = "Of these, 7 children are so only by outreach."


def limits(*told, evidence=EVIDENCE):
    return part_of(replace(evidence, told=told), "limits")


def rows(part):
    sheet = next((one for one in part.blocks if isinstance(one, Sheet)), None)
    return [] if sheet is None else list(sheet.printed.rows())


def test_each_sentence_stands_once_with_the_results_that_told_it():
    part = limits(
        Told("Reach today", [FAST, "H1 is not counted."]), Told("Reach under “B”", [FAST])
    )
    assert rows(part) == [
        (FAST, "Reach today; Reach under “B”"),
        ("H1 is not counted.", "Reach today"),
    ]


def test_runs_that_told_nothing_and_layers_that_do_not_tell_are_told_apart():
    assert NOTHING_TOLD in words(limits(Told("Need", [])))
    said = words(limits(Told("Need", []), Told("Reach today", None)))
    assert NOTHING_KNOWN.format("Reach today") in said and NOTHING_TOLD not in said


def test_a_sentence_of_a_layer_is_no_traced_figure():
    assert rows(limits(Told("Need", ["[[5|x]] fine"]))) == [("[ [5|x] ] fine", "Need")]


@pytest.mark.parametrize("small", [SMALL, "1 child is left.", "About 23 families of 9 areas.",
                                   "396 of 900 voices lie in no area.", "More than 7 children.",
                                   "900 voices, 3 of them without a place.", "(children: 7)",
                                   "Of 20 children, 7 only by hubs of others.",
                                   "Some (7 children).", "2021 children."])  # fmt: skip
def test_small_and_unrounded_counts_of_children_stay_inside(small):
    given = replace(EVIDENCE, told=[Told("Reach today", [small, FAST, "2 of 9 hubs: too far."])])
    open_ones = [text for text, _ in rows(part_of(for_public(given, 10), "limits"))]
    assert open_ones == [FAST, "2 of 9 hubs: too far."]
    assert small in [text for text, _ in rows(part_of(given, "limits"))]


def test_counts_that_the_publics_tables_print_may_be_told():
    told = [
        "None of the 0 children.",
        "About 120 children walk.",
        "About 2,780 young people.",
        "H07 is for families aged 0-4 within 5 minutes, 3 of 9 hubs (12 %) in 7 areas.",
        "Households are of the 2021 Census, mid-2024; Mill Hub (104112).",
    ]
    given = replace(EVIDENCE, told=[Told("Reach today", told)])
    assert [text for text, _ in rows(part_of(for_public(given, 10), "limits"))] == told


def test_the_public_is_told_that_sentences_are_left_out_and_held_back_at_its_own_threshold():
    given = replace(EVIDENCE, told=[Told("Reach today", [FAST, "About 20 children walk."])])
    part = part_of(for_public(given, 400), "limits")
    assert [text for text, _ in rows(part)] == [FAST]
    found = next(one for one in part.blocks if isinstance(one, Sheet))
    assert found.note.endswith("would round or hold back are left out.")


def test_sums_of_money_and_confidential_places_are_told_to_nobody_outside():
    hidden = [{"site_id": "V27", "site_name": "Rowan Refuge", "confidential": "yes"}]
    told = ["Cost of giving up: £4,000.", "Rowan Refuge is too far from any way.", FAST]
    given = replace(EVIDENCE, told=[Told("Options for the estate", told)], confidential=hidden)
    assert [text for text, _ in rows(part_of(for_public(given, 10), "limits"))] == [FAST]


def test_outreach_is_told_apart_from_hubs_where_the_options_stand_beside_today():
    option = EVIDENCE.options[0]
    made = replace(
        option.coverage.made, hubs=("H1", "H2", "P1"), kinds={"outreach": ("P1", "gone")}
    )
    given = replace(option, coverage=replace(option.coverage, made=made))
    part = part_of(replace(EVIDENCE, options=[given]), "summary")
    table = next(one for one in part.blocks if isinstance(one, Sheet)).printed
    assert table.column("Hubs")[1] == "3 (1 of them outreach)"
    assert "outreach" not in table.column("Hubs")[0]


def test_the_short_page_says_where_the_warnings_stand_if_there_are_any():
    def short(*told):
        return words(part_of(replace(EVIDENCE, told=told), "summary"))

    assert "What the runs themselves warned of" in short(Told("Reach today", [FAST]))
    assert "warned of" not in short(Told("Reach today", [])) + short(Told("Need", None))
