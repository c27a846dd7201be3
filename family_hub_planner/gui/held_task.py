"""What a run in the background uses, held until its task has ended, whoever may go before."""

from __future__ import annotations

from typing import Any, ClassVar

from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask


class HeldTask:
    """A task of QGIS with the algorithm, context and feedback that its thread uses.

    QGIS takes them by address and owns none of them, nor does it keep Python's half of the task:
    if who began the run goes first (the plugin is switched off, say), the thread would read what
    has been cleared away. So each stands here from its start to its end, and no longer.
    """

    running: ClassVar[dict[int, HeldTask]] = {}

    def __init__(self, task: QgsProcessingAlgRunnerTask, *used: Any) -> None:
        self.task, self.used = task, used
        task.executed.connect(self._ended)

    def start(self) -> None:
        """Give the task to QGIS."""
        self.running[id(self)] = self
        QgsApplication.taskManager().addTask(self.task)

    def _ended(self, _well: bool, _results: dict[str, Any]) -> None:
        self.running.pop(id(self), None)
