"""Names from files are shown as they are: no bar, tooltip or label takes them for HTML."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QTextBrowser

from family_hub_planner.gui.messages import message, plain_label, tip, warn

GUI = Path(__file__).parents[2] / "family_hub_planner" / "gui"
NAME = "<a href='https://example.org'>click</a> & <img src=x> it's \"so\""


class Iface:
    def __init__(self, bar):
        self.bar = bar

    def messageBar(self):
        return self.bar


def shown(bar) -> str:
    return bar.currentItem().findChild(QTextBrowser).toPlainText()


def test_a_message_bar_shows_a_name_as_it_is_with_no_link_and_no_picture(qgis_app, qtbot):
    bar = QgsMessageBar()
    qtbot.addWidget(bar)
    warn(Iface(bar), "Print a map", NAME)
    assert NAME in shown(bar)
    assert "<a " not in bar.currentItem().findChild(QTextBrowser).toHtml()
    item = message(bar, "Scenario kept", NAME)
    bar.pushWidget(item)
    assert NAME in shown(bar)


def test_a_label_shows_its_text_as_it_is(qgis_app, qtbot):
    label = plain_label(NAME)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText and label.text() == NAME


def test_a_tooltip_is_left_alone_unless_it_has_signs_of_markup(qgis_app):
    assert tip('/plans/o\'brien "a"') == '/plans/o\'brien "a"'
    shown_tip = QTextBrowser()
    shown_tip.setText(tip(NAME))
    assert shown_tip.toPlainText() == NAME


def test_labels_that_can_hold_a_files_text_are_plain_and_bars_are_written_through_one_door():
    """A QLabel made with words of ours alone is fine; an empty one is filled later, and may not."""
    for path in GUI.glob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "messages.py":
            assert "pushWarning(" not in text.replace("def pushWarning(", "").replace(
                "super().pushWarning(", ""
            ), path.name
            assert ".createMessage(" not in text, path.name
        for found in re.finditer(r"(\w+(?:\.\w+)?) = QLabel\(((?:text|words|name)?)\)", text):
            name = re.escape(found[1])
            plain = re.search(rf"{name}\.setTextFormat\(Qt\.TextFormat\.PlainText\)", text)
            picture = re.search(rf"{name}\.setPixmap\(", text)
            assert plain or picture, f"{path.name}: {found[0]}"
