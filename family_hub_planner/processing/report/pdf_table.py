"""A sheet as boxes: columns as wide as their words need, rows that wrap, a head that repeats."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...engine.report.document import Sheet, plain
from .pdf_boxes import WIDTH, Box, gap, text_boxes
from .pdf_type import CAPTION, NOTE, POINT, RULE, Lines, Run, Style, longest_word, width_of

# The manners tried in turn: size of letters in points, whether numbers stand on one line
_MANNERS = ((8.5, True), (7.5, True), (7.5, False), (6.5, True), (6.5, False))
_NARROWEST = 46 * POINT  # to which a column with a longer word may be pressed, the word broken
# A column's room by the letters of its longest text
_READABLE = ((120, 82 * POINT), (400, 120 * POINT), (math.inf, 170 * POINT))
_LOW = 6  # lines of a row that is kept with the next
_LONGEST = 0.3  # of the page: the longest word that is not broken
_WIDEST, _WIDEST_OF_LONG = 0.5, 0.75  # of the page, that a column's wish is heard to
_LONG = 2.0  # pages' widths of the text of a column that is wider than others
_PAD_X, _PAD_Y = 3 * POINT, 2.5 * POINT
_MOST_LINES = 30  # of a row in one box: a longer one goes on in the next
_SHORT = 18  # letters of a number with its share or its unit
_UNIT = re.compile(r" (%|min\b)")  # stays with its number
_GROUND = "#f2f5f7"


@dataclass(frozen=True)
class Part:
    """Some columns of a sheet that fit the page side by side, with their widths in units."""

    names: list[str]
    widths: list[float]
    style: Style


def table_boxes(sheet: Sheet, mark: int | None) -> list[Box]:
    """Give a sheet under its title; columns that do not fit stand in a table of their own below.

    `mark` is the number of its source.
    """
    boxes: list[Box] = [gap(6)]
    parts = parts_of(sheet)
    for number, part in enumerate(parts, start=1):
        title = sheet.title if len(parts) == 1 else f"{sheet.title} ({number} of {len(parts)})"
        runs = [Run(plain(title)), *([Run(f"\u202f[{mark}]", "mark")] if mark else [])]
        boxes += text_boxes(runs, CAPTION, keep=True)
        boxes += _part_boxes(sheet, part)
    if sheet.note:
        boxes += text_boxes([Run(plain(sheet.note))], NOTE)
    return [*boxes, gap(8)]


def parts_of(sheet: Sheet) -> list[Part]:
    """Part a sheet's columns so that no word of them is cut, at the largest size that will do.

    The first column stands in each part: it says what the row is. Where words are longer than a
    page they are broken.
    """
    names = list(sheet.printed.columns)
    for size, whole in _MANNERS:
        style = Style(size=size, leading=size * 1.3)
        least = [_least(sheet, name, style, whole) for name in names]
        if sum(least) <= WIDTH:
            return [Part(names, _shared(sheet, names, least, style), style)]
    pressed = _pressed(least, WIDTH)
    if sum(pressed) <= WIDTH:
        return [Part(names, _shared(sheet, names, pressed, style), style)]
    return [_part(sheet, group, style) for group in _grouped(names, pressed)]


def _pressed(least: Sequence[float], width: float) -> list[float]:
    """Press the widest columns until all fit a width, none under `_NARROWEST`."""
    most = max(least)
    while most > _NARROWEST and sum(min(low, most) for low in least) > width:
        most -= POINT
    return [min(low, most) for low in least]


def _grouped(names: Sequence[str], least: Sequence[float]) -> list[list[str]]:
    """Part columns into as few groups as fit, the first in each, of about equal widths."""
    first, others = least[0], sum(least[1:])
    count = math.ceil(others / (WIDTH - first))
    groups: list[list[str]] = [[names[0]]]
    used = 0.0
    for name, low in zip(names[1:], least[1:]):
        full = first + used + low > WIDTH or used >= others / count
        if full and len(groups[-1]) > 1:
            groups.append([names[0]])
            used = 0.0
        groups[-1].append(name)
        used += low
    return groups


def _part(sheet: Sheet, names: list[str], style: Style) -> Part:
    least = _pressed([_least(sheet, name, style, False) for name in names], WIDTH)
    return Part(names, _shared(sheet, names, least, style), style)


def _texts(sheet: Sheet, name: str) -> list[str]:
    texts = ["" if value is None else plain(str(value)) for value in sheet.printed.columns[name]]
    if name not in sheet.numbers:
        return texts
    return [_UNIT.sub("\u00a0\\1", text) for text in texts]


def _least(sheet: Sheet, name: str, style: Style, whole: bool) -> float:
    """Give the least width of a column: its longest word; `whole` numbers stand on one line."""
    texts = _texts(sheet, name)
    inner = max((longest_word(text, style) for text in texts), default=0.0)
    if name in sheet.numbers:
        short = [text for text in texts if whole and len(text) <= _SHORT]
        inner = max([inner, *(width_of(text, style) for text in short)])
    else:
        # a name in five lines is hard to read: text gets some room before letters get smaller
        room = next(width for most, width in _READABLE if max(map(len, texts), default=0) <= most)
        inner = max([inner, *(min(width_of(text, style), room) for text in texts)])
    inner = max(inner, longest_word(name, Style(style.size, True)))
    return min(inner, _LONGEST * WIDTH) + 2 * _PAD_X + 2


def _natural(sheet: Sheet, name: str, style: Style) -> float:
    """Give the width at which no text of a column wraps."""
    texts = _texts(sheet, name)
    return max((width_of(text, style) for text in texts), default=0.0) + 2 * _PAD_X + 2


def _wished(sheet: Sheet, name: str, style: Style) -> float:
    head = min(width_of(name, Style(style.size, True)), 80 * POINT)
    natural = max(_natural(sheet, name, style), head + 2 * _PAD_X + 2)
    widest = _WIDEST if natural < _LONG * WIDTH else _WIDEST_OF_LONG
    return min(natural, widest * WIDTH)


def _shared(
    sheet: Sheet, names: Sequence[str], least: Sequence[float], style: Style
) -> list[float]:
    """Share the page's width: each its least, the rest by what a column still wishes for."""
    wished = [max(_wished(sheet, name, style), low) for name, low in zip(names, least)]
    room = WIDTH - sum(least)
    wants = [wish - low for wish, low in zip(wished, least)]
    if sum(wants) <= room:
        # What nobody asks for goes to the column that wraps most, else the first: all tables are
        # of one width.
        wraps = [_natural(sheet, name, style) - wish for name, wish in zip(names, wished)]
        widest = max(range(len(names)), key=wraps.__getitem__)
        taker = widest if wraps[widest] > 0 else 0
        return [w + (room - sum(wants)) * (at == taker) for at, w in enumerate(wished)]
    return [low + room * want / sum(wants) for low, want in zip(least, wants)]


def _part_boxes(sheet: Sheet, part: Part) -> list[Box]:
    head = _head(sheet, part)
    rows = list(zip(*(_texts(sheet, name) for name in part.names)))
    boxes = [box for number, row in enumerate(rows) for box in _row(sheet, part, row, head, number)]
    if not rows:
        boxes = text_boxes([Run("No rows.")], NOTE)
    if len(boxes) > 2 and boxes[-1].height <= _LOW * part.style.line:
        boxes[-2] = _keeping(boxes[-2])
    closing = Box(4.0, _line_over(part))
    boxes[-1] = _keeping(boxes[-1])
    return [*head, *boxes, closing, gap(4)]


def _head(sheet: Sheet, part: Part) -> list[Box]:
    bold = Style(part.style.size, True, leading=part.style.leading)
    cells = _cells(sheet, part, part.names, bold)
    most = max(map(len, cells))
    return [_painted(part, cells, (0, most), ground=_GROUND, keep=True, at_foot=True)]


def _row(
    sheet: Sheet, part: Part, row: Sequence[str], head: Sequence[Box], number: int
) -> list[Box]:
    cells = _cells(sheet, part, row, part.style)
    most = max(1, *map(len, cells))
    starts = range(0, most, _MOST_LINES)
    boxes = [
        _painted(part, cells, (start, min(start + _MOST_LINES, most)), head, rule=start == 0)
        for start in starts
    ]
    # the first row stays with the second, so that no head has a single row beneath it
    return [_keeping(box) if number == 0 and most <= _LOW else box for box in boxes]


def _cells(sheet: Sheet, part: Part, texts: Sequence[str], style: Style) -> list[Lines]:
    return [
        Lines([Run(text)], style, width - 2 * _PAD_X, right=name in sheet.numbers)
        for text, name, width in zip(texts, part.names, part.widths)
    ]


def _painted(
    part: Part,
    cells: Sequence[Lines],
    span: tuple[int, int],
    head: Sequence[Box] = (),
    ground: str = "",
    keep: bool = False,
    at_foot: bool = False,
    rule: bool = True,
) -> Box:
    """Give the lines `span` of a row's cells as one box, with a rule over it."""
    start, end = span
    height = (end - start) * part.style.line + 2 * _PAD_Y

    def paint(painter: Any, x: float, y: float) -> None:
        if ground:
            painter.fillRect(QRectF(x, y, WIDTH, height), QColor(ground))
        elif rule:
            painter.fillRect(QRectF(x, y, WIDTH, 3), QColor(RULE))
        left = x
        for lines, width in zip(cells, part.widths):
            lower = (end - start - len(lines)) * part.style.line if at_foot else 0.0
            for number in range(start, min(end, len(lines))):
                down = (number - start) * part.style.line + _PAD_Y + lower
                lines.draw(painter, number, left + _PAD_X, y + down)
            left += width

    return Box(height, paint, keep, head)


def _line_over(part: Part) -> Any:
    def paint(painter: Any, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, sum(part.widths), 4), QColor(RULE))

    return paint


def _keeping(box: Box) -> Box:
    return Box(box.height, box.paint, True, box.head)
