"""The message that the sample county is open, with a button that runs what comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QPushButton

from .messages import message
from .translation import tr

FIRST = "network"
SHOWN_S = 30  # the dock has the same button


class Announcement(QObject):
    """Says in a message bar what was opened, once QGIS has said what it has to say.

    Timer and button are connected to this object's own methods, never to a function that holds
    the bar: bar, button and function would then hold one another and nothing else them, Python
    would clear them away as rubbish, and QGIS would call what is no more (it ends there and then).
    """

    def __init__(
        self, bar: Callable[[], Any], run_step: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bar, self._run_step, self._text = bar, run_step, ""
        self._item: Any = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._push)

    def say(self, text: str) -> None:
        """Show the text on top of QGIS's own warnings (of a missing grid shift, say)."""
        self._text = text
        self._timer.start(0)

    def leave(self) -> None:
        """Say no more, and take the message away: the plugin goes."""
        self._timer.stop()
        self._take_away()

    def _push(self) -> None:
        self._take_away()
        bar = self._bar()
        item = self._item = message(bar, tr("Sample county (fictional)"), self._text)
        button = QPushButton(tr("Build its network"))
        button.setAccessibleDescription(self._text)
        button.clicked.connect(self._clicked)
        item.layout().addWidget(button)
        item.setDuration(SHOWN_S)
        bar.pushWidget(item)

    def _clicked(self, _on: bool = False) -> None:
        self._take_away()
        self._run_step(FIRST)

    def _take_away(self) -> None:
        """Take the message away, unless somebody has closed it, or its time has come."""
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            self._bar().popWidget(item)
