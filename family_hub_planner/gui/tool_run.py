"""One run of an algorithm in the background, with QGIS's own task, history and log."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .qgis_processing import HistoryEntry, context_for, in_log
from .tool_inputs import not_there
from .translation import tr


class _Feedback(QgsProcessingFeedback):
    """Passes on what a run says; it says it in the run's thread, so by signals only."""

    said = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def pushInfo(self, info: str) -> None:
        """Take a line of the log."""
        super().pushInfo(info)
        self.said.emit(info)

    def setProgressText(self, text: str) -> None:
        """Take the words beside the bar."""
        super().setProgressText(text)
        self.said.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 - QGIS's name
        """Keep an error for the panel."""
        super().reportError(error, fatalError)
        self.errors.append(error)


class ToolRun(QObject):
    """A run of one algorithm: start it, hear of it, cancel it.

    `finished` brings the results, `failed` a sentence, `cancelled` nothing; one comes, once.
    """

    progressed = pyqtSignal(float)
    said = pyqtSignal(str)
    finished = pyqtSignal(dict)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, algorithm_id: str, project: QgsProject, parent: QObject) -> None:
        super().__init__(parent)
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        self._algorithm_id = algorithm_id
        self._feedback = _Feedback()
        self._feedback.progressChanged.connect(self.progressed)
        self._feedback.said.connect(self.said)
        self.context = context_for(project, self._feedback)
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._history: HistoryEntry | None = None

    @property
    def feedback(self) -> QgsProcessingFeedback:
        """What the run speaks through."""
        return self._feedback

    def start(self, parameters: dict[str, Any]) -> None:
        """Check the parameters and start; what is wrong with them is said by `failed`."""
        fault = self._fault(parameters)
        if fault:
            self.failed.emit(fault)
            return
        self._history = HistoryEntry(self.algorithm, parameters, self.context)
        self._feedback.pushCommandInfo(self.algorithm.asPythonCommand(parameters, self.context))
        self._task = QgsProcessingAlgRunnerTask(
            self.algorithm, parameters, self.context, self._feedback
        )
        if self._task.isCanceled():  # QGIS's way of saying that it was refused before it began
            self._executed(False, {})
            return
        # The task's thread uses them still if the dock goes before it has ended.
        self._task.kept = (self.algorithm, self.context, self._feedback)
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the run to stop; `cancelled` follows when it has."""
        self._feedback.cancel()

    def _fault(self, parameters: dict[str, Any]) -> str:
        """Say why the run cannot start, "" where it can."""
        if self.algorithm is None:
            return not_there(self._algorithm_id)
        able, why = self.algorithm.canExecute()
        if able:
            able, why = self.algorithm.checkParameterValues(parameters, self.context)
        return "" if able else why

    def _executed(self, done: bool, results: dict[str, Any]) -> None:
        self._task = None
        if self._feedback.isCanceled() or results.get("STATUS") == "cancelled":
            self._feedback.pushInfo(tr("{} was cancelled.").format(self.algorithm.displayName()))
            self.cancelled.emit()
        elif done:
            self._feedback.pushCommandInfo(in_log(results))
            self._history.finish(results, self._feedback.htmlLog())
            self.finished.emit(results)
        else:
            self.failed.emit(self._why())

    def _why(self) -> str:
        """Give the last error in one line, as the algorithm put it."""
        if not self._feedback.errors:
            return tr("The run stopped without a reason. Its log may tell more.")
        return self._feedback.errors[-1].strip()
