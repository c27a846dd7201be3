"""Algorithms run as tasks of QGIS: with progress, cancel and a log, and the desktop stays free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .translation import tr


class _Heard(QgsProcessingFeedback):
    """Keeps the errors that a run reports, to say why it failed."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 - QGIS's own
        """Keep an error's words."""
        self.errors.append(error)
        super().reportError(error, fatalError)


class AlgorithmRun(QObject):
    """One algorithm in a task.

    Signals: `progressed` with per cent, `ended` with the results, `failed` with the reason in
    words; a cancelled run ends with neither but `cancelled`.
    """

    progressed = pyqtSignal(float)
    ended = pyqtSignal(dict)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: Mapping[str, Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._algorithm, self._feedback = algorithm, _Heard()
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        self._task = QgsProcessingAlgRunnerTask(
            algorithm, dict(parameters), self._context, self._feedback
        )
        # The task's thread uses them still if the dock goes before it has ended.
        self._task.kept = (algorithm, self._context, self._feedback)
        self._task.executed.connect(self._executed)
        self._feedback.progressChanged.connect(self.progressed)

    def start(self) -> None:
        """Give the task to QGIS; `failed` says why where it is refused before it begins."""
        if self._task.isCanceled():  # QGIS's way of refusing: it would never be `executed`
            self.deleteLater()
            self.failed.emit(self._why())
            return
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the run to stop."""
        self._feedback.cancel()

    def _executed(self, well: bool, results: Mapping[str, Any]) -> None:
        self.deleteLater()
        if self._feedback.isCanceled():
            self.cancelled.emit()
        elif well:
            self.ended.emit(dict(results))
        else:
            self.failed.emit(self._why())

    def _why(self) -> str:
        said = " ".join(self._feedback.errors).strip()
        return said or tr("The run stopped without saying why; see QGIS's log.")
