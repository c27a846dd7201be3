"""Buttons side by side, in as many lines as the width asks for."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem


class FlowLayout(QLayout):
    """Lays widgets out as words of a text are: the next line begins where one is full."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

    # The rest is Qt's own interface.

    def addItem(self, item: QLayoutItem) -> None:
        """Take a further item."""
        self._items.append(item)

    def count(self) -> int:
        """Give how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give one item, None where there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one item away, None where there is none."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell that a narrower layout is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all lines and of the margins."""
        margins = self.contentsMargins()
        inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._laid_out(inner)[1] + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        """Put every item into its place."""
        super().setGeometry(rect)
        for item, place in zip(self._items, self._laid_out(self.contentsRect())[0]):
            item.setGeometry(place)

    def sizeHint(self) -> QSize:
        """Give the least size, as the lines' number is the width's to decide."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Give the size of the largest item within the margins."""
        least = QSize()
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        around = QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
        return least + around

    def _laid_out(self, rect: QRect) -> tuple[list[QRect], int]:
        """Give each item's place and the height of all, within the width of `rect`."""
        places: list[QRect] = []
        at, line = rect.topLeft(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), item.sizeHint().height()))
            if at.x() > rect.left() and at.x() + size.width() > rect.right() + 1:
                at, line = QPoint(rect.left(), at.y() + line + self.spacing()), 0
            places.append(QRect(at, size))
            at = QPoint(at.x() + size.width() + self.spacing(), at.y())
            line = max(line, size.height())
        return places, at.y() + line - rect.top()
