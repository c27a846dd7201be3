"""A hand on the mouse of a map."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QApplication

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def click(canvas: Any, xy: tuple[float, float]) -> None:
    """Click on a place of the map, in the map's own coordinates."""
    there = canvas.getCoordinateTransform().transform(QgsPointXY(*xy))
    at = QPoint(round(there.x()), round(there.y()))
    for kind, held in (
        (QEvent.Type.MouseButtonPress, LEFT),
        (QEvent.Type.MouseButtonRelease, NONE),
    ):
        view = canvas.viewport()
        event = QMouseEvent(
            kind, at, view.mapToGlobal(at), LEFT, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view, event)
