"""A print layout of layers: the template of the paper, filled and laid out so that all fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtXml import QDomDocument

from ...engine.errors import InputError
from .credits import Credits, credits_of
from .ground import extent_of, filling, system_of
from .legend import Entry, entries_of, fill_legend
from .letters import INK, QUIET, fitted, height_of, room_of, wrapped, write_in
from .paper import LEGEND, PAPERS, SMALL, SMALLEST, SUBTITLE, TITLE, Box, Parts, parts_of
from .scale import fit_scale_bar
from .second_page import write_second_page

TEMPLATES = Path(__file__).parents[2] / "resources" / "layouts"
MOST_SMALL_PRINT = 0.17  # of the page's height
MOST_LEGEND = 0.34  # likewise, on a sheet that stands
SEE_OVER = "The other sources stand on the next page."


def layout_of(
    layers: Sequence[QgsMapLayer],
    title: str,
    paper: str = "a4_landscape",
    project: QgsProject | None = None,
    extent: QgsRectangle | None = None,
    notes: str = "",
) -> QgsPrintLayout:
    """Lay a map of `layers`, the topmost first, out on a paper of `PAPERS`.

    `extent` is in the system that `system_of` gives; None shows all of the layers, which must
    outlive the layout. What does not fit its place in the smallest letters even goes to a second
    page: nothing is cut off. Raises `InputError` where there is nothing to show.
    """
    page = _Page(project or QgsProject.instance(), paper, layers)
    page.write(title, credits_of(layers, notes))
    page.show(extent)
    return page.layout


def template_of(project: QgsProject, paper: str) -> QgsPrintLayout:
    """Open a copy of a paper's template; raises `InputError` where it cannot be read."""
    path = TEMPLATES / f"{paper}.qpt"
    document, layout = QDomDocument(), QgsPrintLayout(project)
    if path.is_file() and document.setContent(path.read_text("utf-8"))[0]:
        _, read = layout.loadFromTemplate(document, QgsReadWriteContext())
        if read:
            return layout
    raise InputError(f"The template {path} cannot be read. Install the plugin anew.")


class _Page:
    """A page while it is being laid out."""

    def __init__(self, project: QgsProject, paper: str, layers: Sequence[QgsMapLayer]) -> None:
        self.paper, self.layers = PAPERS[paper], list(layers)
        self.layout = template_of(project, paper)
        self.heights: dict[str, float] = {}
        self.over: list[str] = []
        self.item("map").setCrs(system_of(project, layers))
        self.item("map").setLayers(self.layers)
        self.item("map").setKeepLayerSet(True)

    def item(self, key: str) -> Any:
        """Give an item of the template."""
        return self.layout.itemById(key)

    def write(self, title: str, said: Credits) -> None:
        """Write the texts in letters that fit, and keep the heights that they take."""
        paper = self.paper
        text, points = fitted(title, paper.inner, 2, TITLE * paper.letters, 10.0, True)
        self._text("title", text, points, True, INK)
        bold, size = bool(said.warning), SUBTITLE * paper.letters
        text, points = fitted(said.headline, paper.inner, 1, size, 8.0, bold)
        self._text("subtitle", text, points, bold, QUIET)
        self._small_print(said)

    def _small_print(self, said: Credits) -> None:
        room, size = MOST_SMALL_PRINT * self.paper.height, SMALL * self.paper.letters
        note, sources = self._lines(said.note, size), self._lines(said.sources_text(), size)
        while height_of(f"{note}\n{sources}", size) > room and size > SMALLEST:
            size = max(size - 0.5, SMALLEST)
            note, sources = self._lines(said.note, size), self._lines(said.sources_text(), size)
        if height_of(f"{note}\n{sources}", size) > room:
            self.over.append(said.sources_text())
            sources = self._lines(f"{said.sources[0]} {SEE_OVER}", size)
        self._text("note", note, size, False, INK)
        self._text("sources", sources, size, False, QUIET)

    def _lines(self, text: str, size: float) -> str:
        return wrapped(text, self.paper.inner, size)

    def _text(self, key: str, text: str, points: float, bold: bool, colour: str) -> None:
        self.item(key).setText(text)
        write_in(self.item(key), points, bold, colour)
        self.heights[key] = room_of(self.item(key), points)

    def show(self, extent: QgsRectangle | None) -> None:
        """Set the map, then the legend of what it shows, then the map in the room that is left."""
        shown, project = self.item("map"), self.layout.project()
        whole = extent or extent_of(self.layers, shown.crs(), project)
        legend, entries = 0.2 * self.paper.height, []
        for _ in range(2):  # the legend's height decides the map's, and the map what is in it
            parts = self._placed(legend)
            shown.setExtent(filling(whole, parts.map))
            entries = entries_of(self.layers, shown)
            legend = self._legend(entries, parts)
        parts = self._placed(legend)
        shown.setExtent(filling(whole, parts.map))
        fit_scale_bar(self.item("scale"), parts.scale)
        over = [] if legend else entries
        write_second_page(self.layout, self.paper, self.item("legend"), over, self.over)
        self.layout.refresh()

    def _placed(self, legend: float) -> Parts:
        """Put every part at its place; the legend, which has its own size, is moved only."""
        heights = (self.heights[key] for key in ("title", "subtitle", "note", "sources"))
        parts = parts_of(self.paper, *heights, legend)
        for key, box in parts.boxes().items():
            _put(self.item(key), box, sized=key not in ("legend", "scale"))
        return parts

    def _legend(self, entries: Sequence[Entry], parts: Parts) -> float:
        """Fill the legend in letters that fit, and give its height; 0.0 where none do."""
        legend, paper = self.item("legend"), self.paper
        room = parts.legend[3] if paper.landscape else MOST_LEGEND * paper.height
        size, columns = LEGEND * paper.letters, 1 if paper.landscape else 2
        tries = [(size, False), *((points, True) for points in _sizes_down(size))]
        for points, split in tries:  # a ramp is parted between two columns only if it must be
            fill_legend(legend, entries, parts.legend[2], points, columns, split)
            if legend.rect().height() <= room:
                return float(legend.rect().height())
        return 0.0


def _sizes_down(points: float) -> list[float]:
    """Give sizes of letters from `points` down to the smallest, by half points."""
    steps = int((points - SMALLEST) * 2) + 1
    return [*(points - step / 2 for step in range(steps)), SMALLEST]


def _put(item: QgsLayoutItem, box: Box, sized: bool) -> None:
    left, top, width, height = box
    item.attemptMove(QgsLayoutPoint(left, top))
    if sized:
        item.attemptResize(QgsLayoutSize(width, height))
