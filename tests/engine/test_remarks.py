"""What a run told beside its answer, written into a column and read back."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.remarks import read_remarks, remarks_text


def test_sentences_come_back_each_once_and_in_their_order():
    told = ["2 of 9 hubs: too far.", "Née's “hub” is not counted.", "2 of 9 hubs: too far."]
    text = remarks_text(told)
    assert read_remarks([text, text, None, ""]) == told[:2]


def test_a_sentence_on_several_lines_stays_one():
    assert read_remarks([remarks_text(["one\n  two", "• three"])]) == ["one two", "• three"]


def test_a_text_cut_by_a_format_tells_what_is_left_of_it():
    assert read_remarks([remarks_text(["one", "two and more"])[:12]]) == ["one", "two "]


def test_a_run_that_told_nothing_leaves_the_column_empty_and_that_is_known():
    assert remarks_text(["", "  "]) == ""
    assert read_remarks(["", None]) == []


@pytest.mark.parametrize("theirs", ["Roof leaks", "[1, 2]", '{"a": 1}', "• ours?\nno", "7"])
def test_a_column_of_the_users_own_by_that_name_is_left_alone(theirs):
    assert read_remarks(["", theirs]) is None


def test_a_row_that_somebody_typed_over_silences_none_of_the_others():
    text = remarks_text(["one", "two"])
    assert read_remarks([text, "checked by me", text]) == ["one", "two"]
    assert read_remarks([text, "a note", "another"]) is None
