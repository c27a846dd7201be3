"""The dock leads through the steps and opens algorithms; it computes nothing."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from family_hub_planner.gui.algorithm_dialog import open_algorithm_dialog
from family_hub_planner.gui.dock import PlannerDock
from family_hub_planner.gui.icons import ICONS, icon
from family_hub_planner.gui.steps import steps

OPENED_BY_THE_DOCK = [
    "familyhub:buildnetwork",
    "familyhub:needlayer",
    "familyhub:catchments",
    "familyhub:coverage",
    "familyhub:importestate",
    "familyhub:candidatesfromosm",
    "familyhub:suggestsites",
    "familyhub:suggestoutreach",
    "familyhub:colocate",
    "familyhub:rationalise",
    "familyhub:comparescenarios",
]


@pytest.fixture
def asked():
    return []


@pytest.fixture
def dock(qtbot, qgis_app, asked):
    dock = PlannerDock(asked.append)
    qtbot.addWidget(dock)
    dock.resize(300, 700)
    dock.show()
    return dock


def test_the_five_steps_stand_in_a_planners_order():
    assert [step.name for step in steps()] == ["Network", "Need", "Reach", "Sites", "Evidence"]


def test_each_step_is_told_in_the_dock(dock):
    words = [label.text() for label in dock.findChildren(QLabel)]
    for number, step in enumerate(steps(), start=1):
        assert f"{number}. {step.name}" in words
        assert step.sentence in words


def test_every_button_asks_for_its_algorithm(dock, qtbot, asked):
    buttons = dock.findChildren(QPushButton)
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == OPENED_BY_THE_DOCK


def test_the_keyboard_walks_the_buttons_from_top_to_bottom(dock, qtbot, asked):
    buttons = dock.findChildren(QPushButton)
    dock.activateWindow()
    buttons[0].setFocus()
    for button in buttons:
        assert button.hasFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert asked == OPENED_BY_THE_DOCK


def test_a_screen_reader_hears_step_and_purpose(dock):
    for step in steps():
        for text, algorithm_id in step.buttons:
            button = dock.buttons[algorithm_id]
            assert button.accessibleName() == f"{step.name}: {text}"
            assert button.accessibleDescription() == step.sentence


def test_the_last_step_says_what_does_not_stand_yet():
    evidence = steps()[-1]
    assert [name for _, name in evidence.buttons] == ["familyhub:comparescenarios"]
    assert "later version" in evidence.sentence


def test_nothing_is_cut_off_in_a_narrow_dock(dock, qtbot):
    dock.resize(260, 400)
    qtbot.wait(50)
    page = dock.widget().widget()
    assert page.width() <= dock.widget().viewport().width()
    for label in page.findChildren(QLabel):
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
        else:
            assert label.width() >= label.sizeHint().width()


def test_no_colour_of_its_own_hides_the_text_in_a_dark_theme(dock, qtbot):
    dark = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        dark.setColor(role, QColor("#2b2b2b"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        dark.setColor(role, QColor("#f0f0f0"))
    dock.setPalette(dark)
    qtbot.wait(50)
    assert not any(child.styleSheet() for child in dock.findChildren(QLabel))
    picture = dock.widget().widget().grab().toImage()
    lightness = [
        picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    ]
    assert sum(value < 70 for value in lightness) > 0.7 * len(lightness), "the page is not dark"
    assert max(lightness) > 200, "no light text on the dark page"


@pytest.mark.parametrize("pixels", [16, 24, 64])
@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_at_small_and_large_sizes(qgis_app, path, pixels):
    picture = icon(path.stem).pixmap(pixels, pixels).toImage()
    inked = sum(
        picture.pixelColor(x, y).alpha() > 128
        for x in range(picture.width())
        for y in range(picture.height())
    )
    assert inked > 0.15 * picture.width() * picture.height()


def test_every_step_has_an_icon_of_its_own():
    names = [step.icon for step in steps()]
    assert len(set(names)) == len(names)
    assert all((ICONS / f"{name}.svg").is_file() for name in names)


def test_a_tool_that_is_not_there_is_said_in_words(desktop):
    assert not open_algorithm_dialog(desktop, "familyhub:no_such_tool", {})
    message = desktop.bar.currentItem()
    assert "familyhub:no_such_tool" in message.text()
    assert "Processing" in message.text()


def test_a_tool_that_cannot_run_gives_its_own_reason(desktop, monkeypatch):
    class Unable:
        def canExecute(self):
            return False, "This tool needs scipy 1.9 or later."

    class Registry:
        def createAlgorithmById(self, _id):
            return Unable()

    monkeypatch.setattr(QgsApplication, "processingRegistry", Registry)
    assert not open_algorithm_dialog(desktop, "familyhub:suggestsites", {})
    assert desktop.bar.currentItem().text() == "This tool needs scipy 1.9 or later."
