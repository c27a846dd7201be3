"""The PDF's typography: sizes, fonts and measured lines, in tenths of a point.

Text is broken into lines here and not by the layout's labels: these wrap differently from release
to release, and their HTML needs a browser that most builds of QGIS lack. Fonts are set in whole
tenths of a point, so that what is measured is what is printed at any resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

POINT = 10.0  # units
MM = POINT * 72 / 25.4
FAMILIES = ["Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans"]
INK, FAINT, RULE, ACCENT, WARNING = "#1c2733", "#46525c", "#c9d1d8", "#2a788e", "#6b3a00"


@dataclass(frozen=True)
class Style:
    """How a text is set: `size` and `leading` (line to line) in points."""

    size: float = 9.5
    bold: bool = False
    colour: str = INK
    leading: float = 13.0

    @property
    def font(self) -> QFont:
        """Give the font, its pixels being units."""
        return _font(round(self.size * POINT), self.bold)

    @property
    def line(self) -> float:
        """Give the height of a line in units."""
        return self.leading * POINT


BODY = Style()
LEAD = Style(size=11.5, leading=16)
NOTE = Style(size=8.5, colour=FAINT, leading=11.5)
ALERT = Style(bold=True, colour=WARNING)
TITLE = Style(size=21, bold=True, leading=26)
SUBTITLE = Style(size=12, colour=FAINT, leading=16)
HEADING = Style(size=14, bold=True, leading=18)
CAPTION = Style(size=10, bold=True)
RUNNING = Style(size=7.5, colour=FAINT, leading=10)


@lru_cache(maxsize=64)
def _font(pixels: int, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@dataclass(frozen=True)
class Run:
    """A stretch of text in one manner: "" plain, "figure" traced, "mark" its number."""

    text: str
    manner: str = ""


class Lines:
    """A text broken into lines of a width (units); a word that is longer is broken too."""

    def __init__(
        self, runs: Sequence[Run], style: Style, width: float, right: bool = False
    ) -> None:
        self.style = style
        text = "".join(run.text for run in runs).replace("\n", "\u2028")
        self._layout = QTextLayout(text, style.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side)
        self._layout.setTextOption(option)
        self._layout.setFormats(_formats(runs, style))
        self._layout.beginLayout()
        line = self._layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            line = self._layout.createLine()
        self._layout.endLayout()

    def __len__(self) -> int:
        return self._layout.lineCount()

    def draw(self, painter: Any, number: int, x: float, y: float) -> None:
        """Draw one line, its top left at x and y."""
        line = self._layout.lineAt(number)
        painter.setPen(QColor(self.style.colour))
        line.draw(painter, QPointF(x, y + (self.style.line - line.height()) / 2))


def width_of(text: str, style: Style) -> float:
    """Give the width of a text on one line, in units."""
    return QFontMetricsF(style.font).horizontalAdvance(text)


def longest_word(text: str, style: Style) -> float:
    """Give the width of a text's longest word, in units."""
    return max((width_of(word, style) for word in text.split(" ")), default=0.0)


def _formats(runs: Sequence[Run], style: Style) -> list[Any]:
    found, at = [], 0
    for run in runs:
        # QTextLayout counts as UTF-16 does: a letter beyond the first plane is two.
        length = len(run.text.encode("utf-16-le")) // 2
        if run.manner:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = at, length, _format(run.manner, style)
            found.append(one)
        at += length
    return found


def _format(manner: str, style: Style) -> QTextCharFormat:
    made = QTextCharFormat()
    if manner == "figure":
        made.setFont(_font(round(style.size * POINT), True))
    else:
        made.setFont(_font(round(style.size * POINT * 0.72), False))
    made.setForeground(QColor(INK if manner == "figure" else ACCENT))
    return made
