"""The tours: through the tutorial, and to the help panel of every algorithm."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QWidget
from qgis.utils import plugins

from .desktop import PACK
from .mouse import click
from .tour import Ready, Tour

DOCS = Path(os.environ["SCRIPTS"]).parent / "docs"
Steps = Iterator[tuple[str, Ready]]
STEPS = ("network", "need", "reach", "sites")
GIVEN_UP = "H04"  # a town's only hub: what giving it up would mean is plain to see
COUNTY = QgsRectangle(599_000, 430_000, 646_000, 464_000)
TOWN = QgsRectangle(612_800, 444_200, 620_600, 450_900)
LAYERS = 0.26  # of the window's width
TRIAL = (617_600.0, 446_650.0)  # in the town's south, where many live beyond every hub


def tutorial(tour: Tour, work: Path) -> Steps:
    """Go from the sample county to the evidence, by the dock's own buttons."""
    yield from opened(tour)
    tour.photograph("1_sample_county")
    said: list[str] = []
    tour.iface.messageBar().clearWidgets()
    for number, key in enumerate(STEPS, start=2):
        yield from step_run(tour, key)
        tour.photograph(f"{number}_{key}")
        said.append(state_of(key))
    yield from journeys_grow(tour)
    tour.photograph("6_journeys")
    said.append(state_of("evidence"))
    yield from live(tour)
    tour.photograph("7_what_if")
    plugin()._what_if.close()
    look_at(tour, COUNTY)
    yield from step_run(tour, "evidence")
    tour.photograph("8_evidence")
    files = plugin().dock.plan.record("evidence").files.values()
    shutil.copy(next(path for path in files if path.endswith(".html")), work / PACK)
    yield from dialog_of(tour, "familyhub:suggestoutreach")
    tour.photograph("11_tool_and_help")
    yield from closed()
    agree(said, DOCS / "tutorial.md")


def look_at(tour: Tour, extent: QgsRectangle) -> None:
    """Move the map, as a zoom does."""
    tour.iface.mapCanvas().setExtent(extent)
    tour.iface.mapCanvas().refresh()


def state_of(key: str) -> str:
    """Give what a step says of itself."""
    return str(plugin().dock.panels[key].state_text.text())


def agree(said: list[str], page: Path) -> None:
    """Refuse a tutorial that quotes other words or figures than the dock has just shown."""
    written = " ".join(page.read_text(encoding="utf-8").split())
    lacking = [words for words in said if " ".join(words.split()) not in written]
    if lacking:
        raise ValueError(f"{page.name} does not say: {lacking}")


def step_run(tour: Tour, key: str) -> Steps:
    """Press a step's main button and wait for its end."""
    dock = plugin().dock
    panel = dock.panels[key]
    panel.open()
    panel.main.click()
    yield f"the end of {key}", lambda: dock.runner.busy_with is None
    if key in dock.runner.failures:
        raise RuntimeError(f"{key}: {dock.runner.failures[key]}")
    panel.open()
    hide_others(tour.iface.mainWindow())
    yield "the map", tour.still()


def journeys_grow(tour: Tour) -> Steps:
    """Test one hub less beside today."""
    dock = plugin().dock
    dock.plan.set(given_up=GIVEN_UP)
    dock.panels["evidence"].open()
    yield "the button", dock.without.isEnabled
    dock.without.click()
    yield "the comparison", lambda: dock.runner.busy_with is None
    hide_others(tour.iface.mainWindow())
    yield "the map", tour.still()


def live(tour: Tour) -> Steps:
    """Try a hub live on the map."""
    look_at(tour, TOWN)
    plugin().open_what_if()
    what_if = plugin()._what_if
    yield "the what-if to be ready", lambda: what_if.session is not None
    what_if.raise_()
    yield "the map", tour.still()
    click(tour.iface.mapCanvas(), TRIAL)
    yield "the figures", tour.still()
    what_if.panel.tabs.setCurrentIndex(0)
    yield "the bars", tour.still()


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
    hide_others(window)
    widen_layers(window)
    plugin().open_sample_county()
    yield "the map", tour.still()


def hide_others(window: QWidget) -> None:
    """Leave the room to layers and planner: the others show the folders of this machine."""
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() == "Browser" or type(dock).__name__ == "ResultsDock":
            dock.close()


def widen_layers(window: QWidget) -> None:
    """Draw the layers' panel wider, as one does who reads the legends."""
    layers = window.findChild(QDockWidget, "Layers")
    window.resizeDocks([layers], [round(LAYERS * window.width())], Qt.Orientation.Horizontal)


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


TOURS = {"help": help_panels, "tutorial": tutorial}
