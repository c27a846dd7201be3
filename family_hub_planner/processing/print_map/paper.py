"""The papers of the printed map: sizes, margins and letters, in millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, width and height in millimetres."""


@dataclass(frozen=True)
class Paper:
    """A sheet: `size` is QGIS's name of it, `letters` scales the letters of an A4 page.

    The legend stands beside the map on a sheet that lies, and below it on one that stands.
    """

    size: str
    landscape: bool
    width: float
    height: float
    margin: float
    side: float
    letters: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def bottom(self) -> float:
        """Where the page's bottom margin begins."""
        return self.height - self.margin


PAPERS = {
    "a4_landscape": Paper("A4", True, 297.0, 210.0, 9.0, 72.0, 1.0),
    "a4_portrait": Paper("A4", False, 210.0, 297.0, 9.0, 62.0, 1.0),
    "a3_landscape": Paper("A3", True, 420.0, 297.0, 12.0, 96.0, 1.3),
    "a3_portrait": Paper("A3", False, 297.0, 420.0, 12.0, 84.0, 1.3),
}
GAP = 4.0  # between the parts of the page
TITLE, SUBTITLE, LEGEND, SMALL = 17.0, 9.5, 8.5, 7.0  # letters on A4, in points
SMALLEST = 5.8  # nothing is printed in smaller letters


@dataclass(frozen=True)
class Parts:
    """Where the parts of a page stand."""

    title: Box
    subtitle: Box
    map: Box
    legend: Box
    north: Box
    scale: Box
    note: Box
    sources: Box

    def boxes(self) -> dict[str, Box]:
        """Give the boxes by the id of their item in the layout."""
        return dict(vars(self))


def parts_of(
    paper: Paper, title: float, subtitle: float, note: float, sources: float, legend: float
) -> Parts:
    """Lay the page out from the heights that its texts take.

    `legend` is the height of the legend on a sheet that stands; on one that lies it has the whole
    column beside the map.
    """
    left, inner = paper.margin, paper.inner
    subtitle_top = paper.margin + title + 1.0
    top = subtitle_top + subtitle + (2.5 if subtitle else 1.5)
    sources_top = paper.bottom - sources
    note_top = sources_top - note - 1.0
    end = note_top - 2.0
    title_box = (left, paper.margin, inner, title)
    subtitle_box = (left, subtitle_top, inner, subtitle)
    note_box, sources_box = (left, note_top, inner, note), (left, sources_top, inner, sources)
    beside = _beside if paper.landscape else _below
    return Parts(title_box, subtitle_box, *beside(paper, top, end, legend), note_box, sources_box)


def _beside(paper: Paper, top: float, end: float, _legend: float) -> tuple[Box, ...]:
    """Give map, legend, north arrow and scale bar of a sheet that lies."""
    width = paper.inner - paper.side - GAP
    x = paper.margin + width + GAP
    north = 13.0 * paper.letters
    foot = end - north
    return (
        (paper.margin, top, width, end - top),
        (x, top, paper.side, foot - 2.0 - top),
        (x, foot, north * 0.7, north),
        (x + north * 0.7 + 3.0, foot, paper.side - north * 0.7 - 3.0, north),
    )


def _below(paper: Paper, top: float, end: float, legend: float) -> tuple[Box, ...]:
    """Give the same four of a sheet that stands: the scale bar beside the legend."""
    north = 13.0 * paper.letters
    strip = max(legend, north + 14.0)
    strip_top = end - strip
    wide = paper.inner - paper.side - GAP
    x = paper.margin + wide + GAP
    return (
        (paper.margin, top, paper.inner, strip_top - GAP - top),
        (paper.margin, strip_top, wide, strip),
        (x, strip_top, north * 0.7, north),
        (x + north * 0.7 + 3.0, strip_top, paper.side - north * 0.7 - 3.0, north),
    )
