"""The tours: through the tutorial, and to the help panel of every algorithm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import plugins

from .tour import Ready, Tour

Steps = Iterator[tuple[str, Ready]]


def help_panels(tour: Tour, _work: Path) -> Steps:
    """Open the dialog of every algorithm, with its help beside it."""
    yield from opened(tour)
    from family_hub_planner.processing.provider import ALGORITHMS

    for made in ALGORITHMS:
        yield from dialog_of(tour, f"familyhub:{made.ID}")
        tour.photograph(f"help_{made.ID}")
        yield from closed()


def opened(tour: Tour) -> Steps:
    """Fill the display with QGIS and open the sample county."""
    yield "the plugin", lambda: "family_hub_planner" in plugins
    window = tour.iface.mainWindow()
    yield "QGIS's window", window.isVisible
    window.showMaximized()
    yield "the window to fill the display", window.isMaximized
    plugin().open_sample_county()
    yield "the map", tour.still()


def plugin() -> Any:
    """Give the planner."""
    return plugins["family_hub_planner"]


def dialog_of(tour: Tour, algorithm: str) -> Steps:
    """Open an algorithm's own dialog."""
    plugin().open_algorithm(algorithm)
    yield f"the dialog of {algorithm}", lambda: bool(dialogs())
    yield "the dialog to be drawn", tour.still()


def dialogs() -> list[QWidget]:
    """Give the Processing dialogs that stand open."""
    return [w for w in QApplication.topLevelWidgets()
            if w.isVisible() and "AlgorithmDialog" in type(w).__name__]  # fmt: skip


def closed() -> Steps:
    """Close the dialogs."""
    for dialog in dialogs():
        dialog.close()
    yield "the dialogs to close", lambda: not dialogs()


TOURS = {"help": help_panels}
