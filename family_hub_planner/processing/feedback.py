"""The engine's progress on QGIS's bar, log and cancel button."""

from __future__ import annotations

import qgis.utils
from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication, QThread

from ..engine.progress import Progress


class FeedbackProgress(Progress):
    """Progress that speaks through a Processing feedback."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self.warned: list[str] = []

    def show(self, fraction: float) -> None:
        """Move the bar."""
        self._feedback.setProgress(100.0 * fraction)

    def info(self, text: str) -> None:
        """Write to the log."""
        self._feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """Write a warning to the log, and keep it for the layer that the run writes."""
        self.warned.append(text)
        self._feedback.pushWarning(text)

    def cancelled(self) -> bool:
        """Tell whether the user asked to stop.

        Without a desktop the interrupt of a terminal reaches the feedback only while events are
        processed; in the desktop the event loop does that by itself.
        """
        application = QCoreApplication.instance()
        alone = qgis.utils.iface is None and application is not None
        if alone and QThread.currentThread() == application.thread():
            QCoreApplication.processEvents()
        return bool(self._feedback.isCanceled())
