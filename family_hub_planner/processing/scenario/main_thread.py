"""Steps that QGIS allows on the main thread alone, called from a background task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal

from ...engine.errors import PlannerError


class _Caller(QObject):
    """Lives on the main thread and runs there what is asked from another, which waits."""

    asked = pyqtSignal()

    def __init__(self, work: Callable[[], Any], thread: QThread) -> None:
        super().__init__()
        self._work, self.given, self.error = work, None, None
        self.moveToThread(thread)
        self.asked.connect(self._run, Qt.ConnectionType.BlockingQueuedConnection)

    def _run(self) -> None:
        try:
            self.given = self._work()
        except PlannerError as error:
            self.error = error


def where_it_may_run(algorithm: QgsProcessingAlgorithm, work: Callable[[], Any]) -> Any:
    """Run `work` here, or on the main thread where the algorithm asks for it; give its result."""
    application = QCoreApplication.instance()
    here = application is None or QThread.currentThread() == application.thread()
    if here or not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading:
        return work()
    caller = _Caller(work, application.thread())
    caller.asked.emit()
    if caller.error is not None:
        raise caller.error
    return caller.given
