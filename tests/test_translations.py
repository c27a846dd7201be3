"""The translations hold every text of the code, load in Qt, and keep what the code fills in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "family_hub_planner"
SHIPPED = PLUGIN / "resources" / "translations"
sys.path.insert(0, str(ROOT / "scripts"))

from translations.compiled import compiled  # noqa: E402
from translations.linguist import read_ts, write_ts  # noqa: E402
from translations.words import CONTEXT, NotLiteralError, words_in, words_of  # noqa: E402

AGAIN = "run: make docs"


@pytest.fixture(scope="module")
def welsh():
    return read_ts(SHIPPED / "family_hub_planner_cy.ts")


@pytest.fixture
def translated(qgis_app):
    """Load a .qm file into Qt for one test, and give what Qt makes of a text."""
    loaded = []

    def load(path: Path):
        translator = QTranslator()
        assert translator.load(str(path))
        QCoreApplication.installTranslator(translator)
        loaded.append(translator)
        return QCoreApplication.translate

    yield load
    for translator in loaded:
        QCoreApplication.removeTranslator(translator)


def test_the_shipped_translations_are_those_that_the_script_writes(tmp_path):
    script = ROOT / "scripts" / "make_translations.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == sorted(path.name for path in SHIPPED.iterdir()), AGAIN
    for name in written:
        same = (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()
        assert same, f"{name}: {AGAIN}"


def test_qt_gives_every_translation_back_and_leaves_the_rest_to_the_code(welsh, translated):
    translate = translated(SHIPPED / "family_hub_planner_cy.qm")
    for text, (translation, state) in welsh.items():
        gone = state == "vanished"
        assert translate(CONTEXT, text) == (text if gone or not translation else translation)
    assert translate("QObject", "Network") == "Network"


def test_texts_with_the_same_hash_with_accents_and_signs_are_told_apart(tmp_path, translated):
    known = {"Bb": "un", "CR": "dau", "Tŷ … hwb": "tri", "Hub <i>&</i> “quote”": "ŵ <b> &"}
    path = tmp_path / "some_cy.qm"
    path.write_bytes(compiled("X", "cy", {**known, "none": ""}))
    translate = translated(path)
    assert {text: translate("X", text) for text in known} == known
    assert translate("X", "none") == "none"


def test_a_translation_keeps_what_the_code_fills_in_and_the_sign_of_a_dialog(welsh):
    for text, (translation, _state) in welsh.items():
        if not translation:
            continue
        assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", translation))
        assert text.endswith("…") == translation.endswith("…"), text
        assert text.endswith(".") == translation.endswith("."), text


def test_the_welsh_is_marked_as_unreviewed_wherever_it_is_not(welsh):
    file = (SHIPPED / "family_hub_planner_cy.ts").read_text("utf-8")
    waiting = [state for translation, state in welsh.values() if state == "unfinished"]
    assert not waiting or "UNREVIEWED" in file.split("<TS")[0]
    assert welsh["This translation has not been reviewed"][0] == "Cyfieithiad heb ei adolygu"
    assert "unreviewed" in (ROOT / "README.md").read_text("utf-8")


def test_a_file_written_reads_back_and_a_text_that_went_may_come_back(tmp_path):
    known = {"A & <b>": ("ŵ > \"'", "unfinished"), "Done": ("Wedi'i wneud", ""), "Old": ("x", "")}
    path = tmp_path / "x.ts"
    write_ts(path, "cy", ["A & <b>", "Done", "New"], known, "a note")
    found = read_ts(path)
    assert found == {
        "A & <b>": known["A & <b>"], "Done": known["Done"], "New": ("", "unfinished"),
        "Old": ("x", "vanished"),
    }  # fmt: skip
    write_ts(path, "cy", ["Old"], found, "a note")
    assert read_ts(path)["Old"] == ("x", "unfinished")
    assert "New" not in read_ts(path)


def test_texts_are_found_behind_names_and_loops_and_nothing_else_is_let_through():
    code = """
NAMES = (("a", "From a table"),)
TEXTS = {"k": "From a dictionary"}
def one():
    word = "By its name"
    tr(word)
    make.tr("Straight " "on")
    tr("Either" if word else "Or")
    return [tr(label) for key, label in NAMES]
def two():
    for key, label in TEXTS.items():
        tr(label)
    for label in ("In", "turn"):
        tr(label)
"""
    assert words_in(ast.parse(code), "x.py") == {
        "From a table", "From a dictionary", "By its name", "Straight on", "Either", "Or", "In",
        "turn",
    }  # fmt: skip
    for bad in ('tr(f"{x} hubs")', "tr(given)", "tr()"):
        with pytest.raises(NotLiteralError, match=r"x\.py:1"):
            words_in(ast.parse(bad), "x.py")


def test_every_text_of_the_plugin_can_be_shown_to_a_translator():
    words = words_of(PLUGIN)
    assert len(words) > 500
    assert all(word.strip() for word in words)
