"""A page's text as an item of QGIS's layouts: it paints the page's boxes, the head and the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsLayout, QgsLayoutItem, QgsLayoutItemRenderContext
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from .pdf_boxes import WIDTH
from .pdf_flow import Page
from .pdf_type import MM, RULE, RUNNING, WARNING, Lines, Run, Style

MARGIN_MM, TOP_MM, FOOT_MM = 18.0, 20.0, 20.0
PAGE_MM = (210.0, 297.0)
TEXT_HEIGHT = (PAGE_MM[1] - TOP_MM - FOOT_MM) * MM
_KIND = 65_642 + 771  # beyond QGIS's own kinds of items


@dataclass(frozen=True)
class Running:
    """What stands on each page beside its text: head, notice of the map data, page number."""

    head: str
    warning: str
    notice: str
    number: str


class PageText(QgsLayoutItem):
    """Paints one page; covers the whole of it, so that nothing is clipped."""

    def __init__(self, layout: QgsLayout, page: Page, running: Running) -> None:
        super().__init__(layout)
        self._page, self._running = page, running

    def type(self) -> int:
        """Give a kind of item of our own."""
        return _KIND

    def draw(self, context: QgsLayoutItemRenderContext) -> None:
        """Paint head, boxes and foot, in tenths of a point."""
        painter, dots = context.renderContext().painter(), context.renderContext().scaleFactor()
        painter.save()
        painter.scale(dots / MM, dots / MM)
        left = MARGIN_MM * MM
        self._paint_running(painter, left)
        for box, down in self._page.boxes:
            if box.paint is not None:
                box.paint(painter, left, TOP_MM * MM + down)
        painter.restore()

    def _paint_running(self, painter: Any, left: float) -> None:
        warned = Style(RUNNING.size, True, WARNING, RUNNING.leading)
        foot = (PAGE_MM[1] - 13) * MM
        painter.fillRect(QRectF(left, foot - 2 * MM, WIDTH, 3), QColor(RULE))
        _line(painter, self._running.head, RUNNING, left, 10 * MM)
        _line(painter, self._running.warning, warned, left, 10 * MM, right=True)
        _line(painter, self._running.notice, RUNNING, left, foot)
        _line(painter, self._running.number, RUNNING, left, foot, right=True)


def _line(
    painter: Any, text: str, style: Style, left: float, top: float, right: bool = False
) -> None:
    if text:
        width = WIDTH * 0.62 if not right else WIDTH
        Lines([Run(text)], style, width, right).draw(painter, 0, left, top)
