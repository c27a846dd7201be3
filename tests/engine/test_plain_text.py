"""Texts of files made fit to be shown."""

from __future__ import annotations

from base64 import b64decode

import pytest

from family_hub_planner.engine.page import page, paragraph, picture
from family_hub_planner.engine.plain_text import guarded, unguarded, without_unseen


def test_marks_that_turn_a_line_about_and_control_characters_are_left_out():
    assert without_unseen("a\u202eb\u2066c\x0bd\x00e\u0085f") == "abcdef"


def test_letters_of_every_script_line_ends_and_tabs_stay():
    text = "Llŷn\tשלום\nمرحبا \u200f ½ 🏠"
    assert without_unseen(text) == text


def test_a_page_and_its_pictures_hold_no_such_marks():
    shown = page("T\u202e", [paragraph("x\u202ey"), picture("<svg>\u202e\x0b</svg>", "w\u202e")])
    assert "\u202e" not in shown
    encoded = shown.partition("base64,")[2].partition('"')[0]
    assert b64decode(encoded) == b"<svg></svg>"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "=", "--"])
def test_what_a_spreadsheet_would_work_out_gets_an_apostrophe_and_comes_back(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-3.5", "+44", "a=b", "", "'tis", "'", "Children's", "-£1,200"])
def test_numbers_and_other_texts_stay(text):
    assert guarded(text) == text
    assert unguarded(text) == text
