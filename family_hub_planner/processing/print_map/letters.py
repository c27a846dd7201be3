"""Letters of the page: fonts that the computer has, widths measured, texts broken into lines."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsTextFormat
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from ...engine.plain_text import without_unseen

MM_PER_POINT = 25.4 / 72.0
LINE = 1.28  # height of a line in heights of its letters
INK, QUIET = "#26323a", "#4a545c"
_FAMILIES = ("DejaVu Sans", "Open Sans", "Segoe UI", "Arial", "Helvetica")
_FINE = 1000  # pixels: widths are measured on large letters, where rounding is nothing
_SLACK = 1.03  # of a width: printers and screens differ a little


def families() -> list[str]:
    """Give the names of the fonts that this computer has."""
    try:  # newer releases ask the class, older ones an object of it
        return QFontDatabase.families()
    except TypeError:
        return QFontDatabase().families()


def family() -> str:
    """Give the first of the page's font families that this computer has."""
    found = families()
    return next((name for name in _FAMILIES if name in found), QFont().family())


def font_of(points: float, bold: bool = False) -> QFont:
    """Give the page's font."""
    font = QFont(family())
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def format_of(points: float, bold: bool = False, colour: str = INK) -> QgsTextFormat:
    """Give the page's font as a format of QGIS."""
    form = QgsTextFormat()
    form.setFont(font_of(points, bold))
    form.setSize(points)
    form.setColor(QColor(colour))
    return form


def write_in(item: Any, points: float, bold: bool = False, colour: str = INK) -> None:
    """Give a label of a layout its letters, in newer releases and older ones."""
    if hasattr(item, "setTextFormat"):
        item.setTextFormat(format_of(points, bold, colour))
        return
    item.setFont(font_of(points, bold))
    item.setFontColor(QColor(colour))


def width_of(text: str, points: float, bold: bool = False) -> float:
    """Measure a line of text, in millimetres."""
    font = QFont(family())
    font.setPixelSize(_FINE)
    font.setBold(bold)
    widest = max(QFontMetricsF(font).horizontalAdvance(line) for line in text.split("\n"))
    return widest / _FINE * points * MM_PER_POINT * _SLACK


def height_of(text: str, points: float) -> float:
    """Give the height of lines of text, in millimetres; nothing takes none."""
    return len(text.split("\n")) * points * MM_PER_POINT * LINE if text else 0.0


def room_of(label: Any, points: float) -> float:
    """Give the height in millimetres that a layout's label needs for its text; none for nothing.

    Newer releases measure a line in whole pixels of a screen, which can be more than its letters.
    """
    text = label.text()
    return max(height_of(text, points), float(label.sizeForText().height())) if text else 0.0


def wrapped(text: str, width: float, points: float, bold: bool = False) -> str:
    """Break a text into lines that fit a width in millimetres.

    A word that is longer than a line is broken where the line ends. All texts of a page come
    through here: a text with "[%" in it, which a layout would work out as an expression of QGIS
    (it can read files and the surroundings of the program), gets a space that makes it plain text.
    """
    plain = without_unseen(text).replace("[%", "[ %")
    return "\n".join(_paragraph(line, width, points, bold) for line in plain.split("\n"))


def _paragraph(text: str, width: float, points: float, bold: bool) -> str:
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, points, bold) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width, points, bold)
        lines = [*lines, *pieces] if lines[-1] else pieces
    return "\n".join(lines)


def _pieces(word: str, width: float, points: float, bold: bool) -> list[str]:
    """Break a word that no line can hold."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, points, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fitted(
    text: str, width: float, lines: int, points: float, least: float, bold: bool = False
) -> tuple[str, float]:
    """Give a text broken into at most so many lines, in the largest letters that allow it.

    At the smallest letters it takes what lines it needs.
    """
    size = points
    while size > least and len(wrapped(text, width, size, bold).split("\n")) > lines:
        size -= 0.5
    size = max(size, least)
    return wrapped(text, width, size, bold), size
