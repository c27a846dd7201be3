"""The map tool of the what-if: place a trial hub, drag it, switch a place, take a trial away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapTool, QgsVertexMarker
from qgis.PyQt.QtCore import QElapsedTimer, QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QColor, QKeySequence
from qgis.PyQt.QtWidgets import QApplication, QToolTip

from ..engine.what_if import TRIAL
from .translation import tr

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

NEAR_PIXELS = 11
"""How near to a place a click counts as one on it."""
EACH_MS = 120
"""While a trial is dragged, the figures follow at most so often."""
RING = "#7b2d8b"


class WhatIfTool(QgsMapTool):
    """Click the map for a trial hub, a place to switch it, drag a trial; Delete takes it away.

    A click with the other button only picks a place, so that its card opens.
    """

    def __init__(self, canvas: Any, session: WhatIfSession, project: QgsProject) -> None:
        super().__init__(canvas)
        self._session, self._project = session, project
        self._pressed: QPoint | None = None
        self._held = ""
        self._dragging = False
        self._told = QElapsedTimer()
        self._ring: QgsVertexMarker | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)
        session.picked.connect(self._mark)
        session.changed.connect(self._mark_again)
        canvas.installEventFilter(self)

    # What QGIS calls

    def canvasPressEvent(self, event: Any) -> None:
        """Note what lies under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.pos()
            self._held = self.place_at(event.pos())

    def canvasMoveEvent(self, event: Any) -> None:
        """Drag the trial that is held, or name the place under the mouse."""
        if self._pressed is None:
            self._hover(event)
            return
        far = (event.pos() - self._pressed).manhattanLength()
        if not self._dragging and self._held and self._session.kind(self._held) == TRIAL:
            self._dragging = far >= QApplication.startDragDistance()
            self._told.start()
            if self._dragging:
                self._session.pick(self._held)
        if self._dragging:
            self._drag_to(event.pos())

    def canvasReleaseEvent(self, event: Any) -> None:
        """Drop the trial, switch the place, or place a trial where there is none."""
        if event.button() == Qt.MouseButton.RightButton:
            self._session.pick(self.place_at(event.pos()))
            return
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        held, dragging = self._held, self._dragging
        self._let_go()
        xy = self._xy(event.pos())
        if dragging and xy is None:
            self._session.stop_dragging()
        elif dragging:
            self._session.drop(held, xy)
        elif held:
            self._session.pick(held)
            self._session.toggle(held)
        elif xy is not None:
            self._session.put(xy)

    def keyPressEvent(self, event: Any) -> None:
        """Take the picked trial away; stop dragging; undo and redo."""
        if not self.key(event):
            event.ignore()

    def eventFilter(self, _watched: Any, event: Any) -> bool:
        """Keep the keys that mean something here from QGIS's own shortcuts.

        While a button is down the canvas gives its keys to nobody: Escape is heard here.
        """
        if event.type() == QEvent.Type.KeyPress and self._dragging:
            return self.key(event)
        if event.type() == QEvent.Type.ShortcutOverride and self.isActive() and _is_ours(event):
            event.accept()
        return False

    def deactivate(self) -> None:
        """Put back what is being dragged."""
        if self._dragging:
            self._session.stop_dragging()
        self._let_go()
        super().deactivate()

    # The rest

    def key(self, event: Any) -> bool:
        """Act on a key, from the map or from the panel; False for one without a meaning here."""
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._let_go()
            self._session.stop_dragging()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._session.take_away(self._session.place)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._session.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._session.redo()
        else:
            return False
        event.accept()
        return True

    def place_at(self, pixel: QPoint) -> str:
        """Give the place next to a pixel of the map, "" where none is near; trials come first."""
        way = self._to_map()
        best, found = (2, math.inf), ""
        for place_id, (x, y) in self._session.positions().items():
            try:
                there = self.toCanvasCoordinates(way.transform(QgsPointXY(x, y)))
            except QgsCsException:
                continue
            far = math.hypot(there.x() - pixel.x(), there.y() - pixel.y())
            rank = (0 if self._session.kind(place_id) == TRIAL else 1, far)
            if far <= NEAR_PIXELS and rank < best:
                best, found = rank, place_id
        return found

    def close(self) -> None:
        """Leave the map as it was, and go: the canvas would keep the tool and all that it holds."""
        self.canvas().removeEventFilter(self)
        if self._ring is not None:
            self.canvas().scene().removeItem(self._ring)
            self._ring = None
        if self.isActive():
            self.canvas().unsetMapTool(self)
        self.deleteLater()

    def _drag_to(self, pixel: QPoint) -> None:
        xy = self._xy(pixel)
        if xy is None:
            return
        self._show_ring(xy)
        if self._told.elapsed() >= EACH_MS:
            self._session.drag(self._held, xy)
            self._told.restart()

    def _let_go(self) -> None:
        self._pressed, self._held, self._dragging = None, "", False

    def _hover(self, event: Any) -> None:
        place = self.place_at(event.pos())
        shape = Qt.CursorShape.PointingHandCursor if place else Qt.CursorShape.CrossCursor
        self.canvas().setCursor(shape)
        if not place:
            QToolTip.hideText()
            return
        state = tr("switched on") if place in self._session.plan.on else tr("switched off")
        QToolTip.showText(
            self.canvas().mapToGlobal(event.pos()), f"{self._session.name(place)}, {state}"
        )

    def _mark(self, place_id: str) -> None:
        xy = self._session.positions().get(place_id)
        if xy is not None:
            self._show_ring(xy)
        elif self._ring is not None:
            self._ring.hide()

    def _mark_again(self) -> None:
        if not self._dragging:
            self._mark(self._session.place)

    def _show_ring(self, xy: tuple[float, float]) -> None:
        if self._ring is None:
            self._ring = QgsVertexMarker(self.canvas())
            self._ring.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
            self._ring.setIconSize(22)
            self._ring.setPenWidth(3)
            self._ring.setColor(QColor(RING))
        try:
            self._ring.setCenter(self._to_map().transform(QgsPointXY(*xy)))
        except QgsCsException:
            return
        self._ring.show()

    def _to_map(self) -> QgsCoordinateTransform:
        system = self.canvas().mapSettings().destinationCrs()
        return QgsCoordinateTransform(self._session.loaded.crs, system, self._project)

    def _xy(self, pixel: QPoint) -> tuple[float, float] | None:
        """Give a pixel's place in the network's system, None where it has none there."""
        system = self.canvas().mapSettings().destinationCrs()
        back = QgsCoordinateTransform(system, self._session.loaded.crs, self._project)
        try:
            there = back.transform(self.toMapCoordinates(pixel))
        except QgsCsException:
            return None
        return there.x(), there.y()


def _is_ours(event: Any) -> bool:
    keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    standard = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return event.key() in keys or any(event.matches(one) for one in standard)
