"""The what-if's page while there is nothing to show: not started, at work, or failed."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from .messages import plain_label
from .translation import tr


class WaitingPage(QWidget):
    """A sentence, and either a button to start or a bar with a button to stop."""

    start = pyqtSignal()
    stop = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(260)
        self.words = plain_label()
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("Progress of the what-if"))
        self.again = QPushButton(tr("Start"))
        self.again.clicked.connect(self.start)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        for widget in (self.words, self.bar, self.again, self.cancel):
            column.addWidget(widget)
        column.addStretch(1)
        self.show_words(
            tr(
                "Try hubs on the map and see at once who is reached. Nothing is changed in your "
                "layers: options for testing; no decision made."
            )
        )

    def show_words(self, words: str) -> None:
        """Say something, with the button to start."""
        self._show(words, busy=False)

    def show_busy(self, words: str) -> None:
        """Say what is being done, with the bar at nought."""
        self.bar.setValue(0)
        self._show(words, busy=True)

    def show_progress(self, percent: float) -> None:
        """Move the bar."""
        self.bar.setValue(int(percent))

    def _show(self, words: str, busy: bool) -> None:
        self.words.setText(words)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.again.setVisible(not busy)
