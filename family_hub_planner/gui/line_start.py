"""A line of text shows its beginning when whoever typed in it has gone elsewhere."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QLineEdit

_BORROWED = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class LineStart(QObject):
    """Scrolls a line back to its beginning as the keyboard leaves it.

    Qt leaves a line that is longer than its box at its end: whoever tabs through a narrow dock
    would see the last words of a title in the place of the first.
    """

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        line.installEventFilter(self)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Go to the beginning, but not where a menu only borrows the keyboard."""
        if event.type() == QEvent.Type.FocusOut and event.reason() not in _BORROWED:
            watched.home(False)
        return super().eventFilter(watched, event)
