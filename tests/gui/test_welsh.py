"""In a Welsh QGIS the planner speaks Welsh, says that nobody has reviewed it, and keeps its ids."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel

from family_hub_planner import classFactory
from family_hub_planner.gui.dock import PlannerDock
from family_hub_planner.gui.translation import tr
from family_hub_planner.gui.translator import TRANSLATIONS, about_the_translation
from family_hub_planner.processing.provider import ALGORITHMS

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from translations.linguist import read_ts
from translations.words import words_of


@pytest.fixture
def speak(qgis_app):
    """Set the language of QGIS for one test."""
    settings = QgsSettings()
    keys = ("locale/overrideFlag", "locale/userLocale")
    before = {key: settings.value(key) for key in keys}

    def set_to(language: str) -> None:
        settings.setValue(keys[0], True)
        settings.setValue(keys[1], language)

    yield set_to
    for key, value in before.items():
        settings.remove(key) if value is None else settings.setValue(key, value)


@pytest.fixture
def plugin():
    """The plugin as `qgis_process` starts it."""
    plugin = classFactory(None)
    yield plugin
    plugin.unload()


def algorithms():
    return {one.name(): one for one in QgsApplication.processingRegistry().algorithms()
            if one.provider().id() == "familyhub"}  # fmt: skip


@pytest.mark.parametrize("language", ["cy", "cy_GB"])
def test_titles_and_groups_are_welsh_and_ids_are_not(speak, plugin, language):
    english = {one.ID: (one().title(), one().group()) for one in ALGORITHMS}
    speak(language)
    plugin.initProcessing()
    found = algorithms()
    assert set(english) <= set(found)
    for name, (title, group) in english.items():
        algorithm = found[name]
        assert algorithm.displayName() != title, f"{title}: no Welsh"
        assert algorithm.group() != group, f"{group}: no Welsh"
        assert algorithm.id() == f"familyhub:{name}"
    assert found["catchments"].displayName() == "Dalgylchoedd (ardaloedd amser teithio)"
    assert (found["needlayer"].group(), found["needlayer"].groupId()) == ("Angen", "need")
    mode = found["coverage"].parameterDefinition("MODE")
    assert mode.options() == ["walk", "pram", "cycle", "drive"]


def test_it_says_in_welsh_that_nobody_has_reviewed_it_and_nothing_in_english(speak, plugin):
    speak("cy")
    plugin.initProcessing()
    assert about_the_translation() == "Cyfieithiad heb ei adolygu"
    speak("en_GB")
    assert about_the_translation() == ""


@pytest.mark.parametrize("language", ["en_GB", "fr"])
def test_a_language_without_a_translation_gets_the_words_of_the_code(speak, plugin, language):
    speak(language)
    plugin.initProcessing()
    assert plugin.translator is None
    assert algorithms()["needlayer"].displayName() == "Need by area"


def test_the_plugin_takes_its_words_away_with_it(speak, plugin):
    speak("cy")
    plugin.initProcessing()
    assert tr("Sites") == "Safleoedd"
    plugin.unload()
    assert tr("Sites") == "Sites"
    plugin.unload()


def test_the_dock_is_welsh_and_says_at_its_foot_that_nobody_has_reviewed_it(speak, plugin, qtbot):
    speak("cy")
    plugin.initProcessing()
    dock = PlannerDock()
    qtbot.addWidget(dock)
    assert [panel.step.name for panel in dock.panels.values()] == [
        "Rhwydwaith", "Angen", "Cyrhaeddiad", "Safleoedd", "Tystiolaeth",
    ]  # fmt: skip
    words = [label.text() for label in dock.findChildren(QLabel)]
    assert "Cyfieithiad heb ei adolygu" in words
    known = read_ts(TRANSLATIONS / "family_hub_planner_cy.ts")
    untranslated = {text for text, (welsh, _state) in known.items() if not welsh}
    shown = {*words, *(button.text() for button in dock.findChildren(QAbstractButton))}
    assert shown & untranslated == set()
    dock.leave()
    speak("en")
    plain = PlannerDock()
    qtbot.addWidget(plain)
    assert "Cyfieithiad heb ei adolygu" not in [one.text() for one in plain.findChildren(QLabel)]
    plain.leave()


def test_no_text_of_dock_what_if_and_examples_is_without_welsh():
    known = read_ts(TRANSLATIONS / "family_hub_planner_cy.ts")
    shown = words_of(TRANSLATIONS.parents[1] / "gui")
    assert len(shown) > 200
    assert [text for text in shown if not known[text][0]] == []
