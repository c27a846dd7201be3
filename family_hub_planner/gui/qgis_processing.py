"""QGIS's own Processing plugin: its context and its history.

It may be switched off. The algorithms run all the same; only the history is then not kept.
"""

from __future__ import annotations

from pprint import pformat
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.gui import QgsGui


def context_for(project: QgsProject, feedback: QgsProcessingFeedback) -> QgsProcessingContext:
    """Make a run's context as Processing's own dialog does, with its settings where it is on."""
    try:
        from processing.tools.dataobjects import createContext  # noqa: PLC0415 - may be off
    except ImportError:
        context = QgsProcessingContext()
        context.setFeedback(feedback)
    else:
        context = createContext(feedback)
    context.setProject(project)
    return context


class HistoryEntry:
    """A run's entry in Processing's history, from which it can be run again."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> None:
        self._details: dict[str, Any] = {}
        self._id: Any = None
        QgsGui.instance().processingRecentAlgorithmLog().push(algorithm.id())
        command = algorithm.asPythonCommand(parameters, context)
        if hasattr(QgsGui, "historyProviderRegistry"):
            self._enter(algorithm, parameters, context, command)
        elif command:
            _log(command)

    def finish(self, results: dict[str, Any], log: str) -> None:
        """Add the results and the log, where this QGIS keeps them."""
        if self._id is not None:
            self._details.update(results=_plain(results), log=log)
            QgsGui.historyProviderRegistry().updateEntry(self._id, self._details)

    def _enter(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        command: str,
    ) -> None:
        self._details = {
            "python_command": command,
            "algorithm_id": algorithm.id(),
            "parameters": algorithm.asMap(parameters, context),
        }
        process_command, known = algorithm.asQgisProcessCommand(parameters, context)
        if known:
            self._details["process_command"] = process_command
        added = QgsGui.historyProviderRegistry().addEntry("processing", self._details)
        self._id = added[0] if isinstance(added, tuple) else added


def in_log(results: dict[str, Any]) -> str:
    """Give a run's results as its log shows them."""
    return pformat(_plain(results))


def _plain(results: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in results.items() if not key.startswith("CHILD_")}


def _log(command: str) -> None:
    try:
        from processing.core.ProcessingLog import ProcessingLog  # noqa: PLC0415 - may be off
    except ImportError:
        return
    ProcessingLog.addToLog(command)
