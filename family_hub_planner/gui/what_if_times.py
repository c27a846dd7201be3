"""The journeys of a what-if as a table: every area's minutes now and today, longest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..engine import published
from ..engine.comparison_words import minutes_changed
from .translation import tr

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

NAME, NOW, TODAY, GROWN = range(4)
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class TimesModel(QAbstractTableModel):
    """The areas of a session in the order asked for; an area without a route is the longest."""

    def __init__(self, session: WhatIfSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        loaded, codes = session.loaded, session.what_if.base.area_ids
        self._names = [name or code for name, code in zip(loaded.area_names, codes)]
        self._heads = (tr("Area"), tr("Now"), tr("Today"), tr("Longer by"))
        self._by_name = sorted(range(len(self._names)), key=lambda at: self._names[at].casefold())
        self._by, self._way = NOW, DOWN
        self._order: list[int] = []
        self._columns: tuple[Any, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Take the figures of the plan shown."""
        moves = self._session.figures.change.moves
        # A route lost counts as the most that a journey can grow, one found as the least.
        with np.errstate(invalid="ignore"):
            grown = moves.plan - moves.base
        self._columns = (None, moves.plan, moves.base, grown)
        self.sort(self._by, self._way)

    def sort(self, column: int, order: Qt.SortOrder = DOWN) -> None:
        """Order the areas by a column; of equal ones the first by name stands first."""
        self.layoutAboutToBeChanged.emit()
        self._by, self._way = column, order
        by_name = self._by_name
        if column == NAME:
            self._order = by_name if order == UP else by_name[::-1]
        else:
            values = self._columns[column][by_name]
            # Unknown (no route, today or now) stands last either way.
            keys = np.where(np.isnan(values), np.inf, values if order == UP else -values)
            self._order = [by_name[at] for at in np.argsort(keys, kind="stable")]
        self.layoutChanged.emit()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Give the number of areas."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        """Give the number of columns."""
        return len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give the headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell in words."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != NAME:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row, column = self._order[index.row()], index.column()
            if column == NAME:
                return self._names[row]
            return self._grown(row) if column == GROWN else self._minutes(column, row)
        return None

    def _minutes(self, column: int, row: int) -> str:
        minutes = float(self._columns[column][row])
        return published.minutes(minutes) if np.isfinite(minutes) else tr("no route")

    def _grown(self, row: int) -> str:
        """Say by how much a journey grows, as the pack says it: worked out first, then rounded."""
        grown = float(self._columns[GROWN][row])
        if np.isinf(grown):
            return tr("route lost") if grown > 0 else tr("route found")
        return minutes_changed(None if np.isnan(grown) else grown)


class TimesTable(QWidget):
    """The table, and a choice of its order for the keyboard; a heading orders it by a click."""

    def __init__(self, session: WhatIfSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TimesModel(session, self)
        self._stale = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(self._choice())
        self.view = self._view()
        column.addWidget(self.view)
        self.order_by(0)

    def refresh(self) -> None:
        """Show the figures of the plan shown, now or when the table is next looked at."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.model.refresh()

    def showEvent(self, event: Any) -> None:
        """Catch up with the plan."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def order_by(self, choice: int) -> None:
        """Order the areas as one of the choices says."""
        column, way = self._orders[choice]
        self.view.sortByColumn(column, way)
        self.view.scrollToTop()

    def _choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel(tr("Areas"))
        self.order = QComboBox()
        choices = (
            (tr("longest now first"), (NOW, DOWN)),
            (tr("most longer first"), (GROWN, DOWN)),
            (tr("longest today first"), (TODAY, DOWN)),
            (tr("by name"), (NAME, UP)),
        )
        self._orders = [order for _, order in choices]
        for words, _ in choices:
            self.order.addItem(words)
        self.order.setAccessibleName(tr("Order of the table of journeys"))
        self.order.activated.connect(self.order_by)
        label.setBuddy(self.order)
        row.addWidget(label)
        row.addWidget(self.order, 1)
        return row

    def _view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setSortingEnabled(True)
        view.setTabKeyNavigation(False)  # Tab leads on, the arrows go from area to area
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 6)
        heads = view.horizontalHeader()
        heads.setResizeContentsPrecision(0)  # by the rows in sight alone: a step must be quick
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        heads.setToolTip(
            tr("Whole minutes to the nearest hub that is on; the order goes by the exact ones.")
        )
        view.setAccessibleName(tr("Journeys of the areas, now and today"))
        return view
