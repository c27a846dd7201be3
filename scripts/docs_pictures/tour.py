"""A tour through QGIS: each step goes on once what it waits for is there, and not by the clock."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QWidget

from .small_png import save_small

Ready = Callable[[], bool]
LOOK_MS, LONGEST_S, STILL_MS = 60, 90, 350


class NeverReadyError(RuntimeError):
    """What a step waits for did not come."""


class Tour:
    """Runs a generator of (what is awaited, condition), writes what was seen, and ends QGIS."""

    def __init__(self, iface: Any, pictures: Path, told: Path) -> None:
        self.iface, self.pictures, self._told = iface, pictures, told
        self._steps: Iterator[tuple[str, Ready]] = iter(())
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._awaited: tuple[str, Ready] = ("the start", lambda: True)
        self._since = 0.0

    def take(self, steps: Iterator[tuple[str, Ready]]) -> None:
        """Begin, once QGIS's window stands."""
        self._steps = steps
        self._since = time.monotonic()
        self._timer.start(LOOK_MS)

    def say(self, line: str) -> None:
        """Write a line where the starter reads it."""
        with self._told.open("a", encoding="utf-8") as told:
            told.write(f"{line}\n")

    def photograph(self, name: str, widget: QWidget | None = None) -> None:
        """Save the whole display, or one widget alone."""
        screen = QApplication.primaryScreen()
        picture = screen.grabWindow(0) if widget is None else widget.grab()
        save_small(picture.toImage(), self.pictures / f"{name}.png")
        self.say(f"  {name}.png {picture.width()}x{picture.height()}")

    def still(self) -> Ready:
        """Wait until nothing has been drawn or run for a moment."""
        since = [time.monotonic()]

        def is_still() -> bool:
            canvas = self.iface.mapCanvas()
            if canvas.isDrawing() or QgsApplication.taskManager().countActiveTasks():
                since[0] = time.monotonic()
            return time.monotonic() - since[0] > STILL_MS / 1000

        return is_still

    def fail(self, *error: Any) -> None:
        """Tell of an error that nothing caught, as `sys.excepthook` is told of it, and end QGIS."""
        self.photograph("failed")
        self._leave("".join(traceback.format_exception(*error)))

    def _look(self) -> None:
        try:
            what, ready = self._awaited
            if ready():
                self._awaited = next(self._steps)
                self._since = time.monotonic()
            elif time.monotonic() - self._since > LONGEST_S:
                raise NeverReadyError(f"waited {LONGEST_S} s for {what}")
        except StopIteration:
            self._leave("The tour is over.")
        else:
            self._timer.start(LOOK_MS)

    def _leave(self, words: str) -> None:
        self.say(words)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self.iface.mainWindow():
                widget.close()
        QgsProject.instance().clear()
        QTimer.singleShot(0, self.iface.actionExit().trigger)
