"""Bars of coverage by decile and quintile, painted in the theme's own colours.

The filled bar is the plan at hand, the upright stroke is today; the figures stand beside them, and
the whole is told in words to those who hear the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from .translation import tr
from .what_if_words import Bar, bars_in_words

LIGHT, DARK = "#1f6f8a", "#6fc3dd"  # the bar on a light and on a dark page
LEAST_CONTRAST = 110  # of lightness, 0 to 255
_TRACK_ALPHA = 40
_GAP = 8


class CoverageBars(QWidget):
    """A title and a row for each group: name, bar with today's mark, words.

    `titled` says whether the title is painted; it is always told to those who hear the screen.
    """

    def __init__(self, titled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titled = titled
        self.title, self.bars = "", []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_bars(self, title: str, bars: Sequence[Bar]) -> None:
        """Take new figures, and paint them."""
        taller = len(bars) != len(self.bars)
        self.title, self.bars = title, list(bars)
        told = bars_in_words(title, bars)
        self.setAccessibleName(title)
        self.setAccessibleDescription(told)
        self.setToolTip(tr("Filled: the plan at hand. Upright stroke: today."))
        if taller:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for the title and all rows."""
        return QSize(280, self._row() * (len(self.bars) + self._titled) + 4)

    def minimumSizeHint(self) -> QSize:
        """Give the least room in which nothing is cut off."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: Any) -> None:
        """Paint the title and the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._text())
        if self._titled:
            self._paint_title(painter)
        names, words = self._widths()
        for number, bar in enumerate(self.bars, start=int(self._titled)):
            self._paint_row(painter, bar, number * self._row(), names, words)
        if self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_title(self, painter: QPainter) -> None:
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        box = QRectF(0, 0, self.width(), self._row())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.title
        )
        painter.setFont(self.font())

    def _paint_row(self, painter: QPainter, bar: Bar, top: int, names: int, words: int) -> None:
        row = self._row()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        text = self._text()
        painter.setPen(text)
        painter.drawText(QRectF(0, top, names, row), right, bar.name)
        left = names + _GAP
        width = max(20, self.width() - left - words - 2 * _GAP)
        track = QRectF(left, top + row * 0.2, width, row * 0.6)
        grey = QColor(text)
        grey.setAlpha(_TRACK_ALPHA)
        if bar.now is not None or bar.today is not None:
            painter.fillRect(track, grey)
        if bar.now:
            painter.fillRect(QRectF(track.x(), track.y(), width * bar.now / 100, track.height()),
                             self._ink())  # fmt: skip
        if bar.today is not None:
            at = track.x() + width * bar.today / 100
            painter.setPen(QPen(text, 2))
            painter.drawLine(int(at), int(track.top()) - 2, int(at), int(track.bottom()) + 2)
            painter.setPen(text)
        painter.drawText(QRectF(left + width + _GAP, top, words + _GAP, row), flags, bar.words)

    def _widths(self) -> tuple[int, int]:
        """Give the widths of the longest name and of the longest words."""
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        words = max((metrics.horizontalAdvance(bar.words) for bar in self.bars), default=0)
        # Room is kept for the words of a change, so that the bars do not jump with each step.
        return names, max(
            words, metrics.horizontalAdvance(tr("{} (today {})").format("99 %", "99 %"))
        )

    def _row(self) -> int:
        return int(self.fontMetrics().height() * 1.15)

    def _ink(self) -> QColor:
        return QColor(DARK if self._is_dark() else LIGHT)

    def _text(self) -> QColor:
        """Give the colour of text; some dark themes leave the palette's own dark on dark."""
        page, text = (
            self.palette().color(role)
            for role in (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText)
        )
        if abs(page.lightness() - text.lightness()) >= LEAST_CONTRAST:
            return text
        return QColor("#f0f0f0" if self._is_dark() else "#1c1c1c")

    def _is_dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128
