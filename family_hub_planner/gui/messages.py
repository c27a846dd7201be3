"""What is said to people as text and never as markup, wherever Qt would take it for HTML.

A message bar, a tooltip and a label each guess whether a text is HTML. A name from a file may look
like it: shown as markup it could bring a link, a picture or words that nobody wrote.
"""

from __future__ import annotations

from html import escape
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel


def warn(iface: Any, title: str, text: str) -> None:
    """Warn in QGIS's message bar."""
    iface.messageBar().pushWarning(title, escape(text))


def message(bar: Any, title: str, text: str) -> Any:
    """Make a message for a message bar, to which a button can be added."""
    return bar.createMessage(title, escape(text))


def tip(text: str) -> str:
    """Give a text for a tooltip, in which its own signs are seen."""
    return f"<qt>{escape(text)}</qt>" if "<" in text or "&" in text else text


def plain_label(text: str = "", wrap: bool = True) -> QLabel:
    """Make a label that shows its text as it is, in as many lines as it needs if it may wrap."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setText(text)
    return label
