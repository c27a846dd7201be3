"""Boxes: what stands one beneath another on the PDF's pages, and is never parted itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...engine.report.document import pieces
from .pdf_type import ALERT, BODY, LEAD, MM, NOTE, POINT, Lines, Run, Style

WIDTH = 174 * MM  # of the text, A4 less margins of 18 mm
_PAD = 7 * POINT

Paint = Callable[[Any, float, float], None]


@dataclass(frozen=True)
class Placed:
    """A picture or a map on a page instead of painted text: `name` finds it, sizes in units."""

    kind: str
    name: str
    height: float
    x: float = 0.0
    width: float = WIDTH


@dataclass(frozen=True)
class Box:
    """A strip of the page: its height in units and what paints it (painter, x, y of its corner).

    `keep` holds it on one page with the next box. `head` is painted again above it where it is the
    first of a page. `anchor` is a section's key, whose page the contents print. A
    box with `space` is dropped at a page's top.
    """

    height: float
    paint: Paint | None = None
    keep: bool = False
    head: Sequence[Box] = ()
    anchor: str = ""
    space: bool = False
    placed: Placed | None = None


@dataclass(frozen=True)
class Frame:
    """A coloured ground with a bar at its left behind a paragraph."""

    ground: str
    bar: str


_FRAMES = {"lead": Frame("#eef4f6", "#2a788e"), "warning": Frame("#fdf5ea", "#8a4b00")}
_STYLES = {"lead": LEAD, "note": NOTE, "warning": ALERT}


def gap(points: float) -> Box:
    """Give white space that falls away at a page's top."""
    return Box(points * POINT, space=True)


def paragraph(text: str, kind: str, marks: Mapping[str, int]) -> list[Box]:
    """Give a paragraph line by line; `marks` number the traces by key."""
    style, frame = _STYLES.get(kind, BODY), _FRAMES.get(kind)
    runs = runs_of(text, marks)
    if frame is None:
        return [*text_boxes(runs, style), gap(5)]
    lines = Lines(runs, style, WIDTH - 3 * _PAD)
    inner = _line_boxes(lines, 1.5 * _PAD)
    edge = Box(_PAD * 0.8, keep=True)
    framed = [*[_framed(box, frame) for box in [edge, *inner]], _framed(Box(_PAD * 0.8), frame)]
    framed[-2] = _kept(framed[-2])
    return [*framed, gap(8)]


def points(texts: Sequence[str], marks: Mapping[str, int]) -> list[Box]:
    """Give a list, each text behind its bullet."""
    boxes: list[Box] = []
    for text in texts:
        lines = Lines(runs_of(text, marks), BODY, WIDTH - 12 * POINT)
        first, *others = _line_boxes(lines, 12 * POINT)
        bullet = Lines([Run("•")], BODY, 12 * POINT)
        boxes += [_with_bullet(first, bullet), *others, gap(2)]
    return [*boxes, gap(4)]


def text_boxes(runs: Sequence[Run], style: Style, keep: bool = False) -> list[Box]:
    """Give a text's lines over the whole width; `keep` holds the last with what follows."""
    boxes = _line_boxes(Lines(runs, style, WIDTH), 0.0)
    if keep and boxes:
        boxes = [_kept(box) for box in boxes]
    return boxes


def runs_of(text: str, marks: Mapping[str, int]) -> list[Run]:
    """Part a text: its traced figures each with the number of their source behind."""
    runs: list[Run] = []
    for words, key in pieces(text):
        runs.append(Run(words, "figure" if key else ""))
        if key:
            runs.append(Run(f"\u202f[{marks[key]}]", "mark"))
    return runs


def rule(colour: str, thickness: float = 6.0) -> Paint:
    """Paint a line over the whole width at a box's top."""

    def paint(painter: Any, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, WIDTH, thickness), QColor(colour))

    return paint


def _line_boxes(lines: Lines, indent: float) -> list[Box]:
    """Give a box a line; no single first or last line stands alone on a page."""
    count = len(lines)
    return [
        Box(lines.style.line, _line_paint(lines, number, indent), number in (0, count - 2))
        if number < count - 1
        else Box(lines.style.line, _line_paint(lines, number, indent))
        for number in range(count)
    ]


def _line_paint(lines: Lines, number: int, indent: float) -> Paint:
    def paint(painter: Any, x: float, y: float) -> None:
        lines.draw(painter, number, x + indent, y)

    return paint


def _framed(box: Box, frame: Frame) -> Box:
    def paint(painter: Any, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, WIDTH, box.height + 1), QColor(frame.ground))
        painter.fillRect(QRectF(x, y, 0.4 * _PAD, box.height + 1), QColor(frame.bar))
        if box.paint is not None:
            box.paint(painter, x, y)

    return Box(box.height, paint, box.keep)


def _with_bullet(box: Box, bullet: Lines) -> Box:
    def paint(painter: Any, x: float, y: float) -> None:
        bullet.draw(painter, 0, x, y)
        if box.paint is not None:
            box.paint(painter, x, y)

    return Box(box.height, paint, box.keep)


def _kept(box: Box) -> Box:
    return Box(box.height, box.paint, True)
