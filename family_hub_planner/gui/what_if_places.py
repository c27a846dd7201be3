"""The places of a what-if as a list with boxes to tick: the keyboard's way to switch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from .translation import tr

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

PLACE = Qt.ItemDataRole.UserRole
ORDER = ("trial", "hub", "venue")


class PlacesList(QWidget):
    """Every place with a box: ticked is on. The one picked here is picked on the map."""

    def __init__(self, session: WhatIfSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._writing = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a place by name or id"))
        self.search.setAccessibleName(tr("Find a place by name or id"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Places: ticked is switched on"))
        self.list.itemChanged.connect(self._ticked)
        self.list.currentItemChanged.connect(self._picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.list)
        session.picked.connect(self.show_picked)

    def refresh(self) -> None:
        """Show the places of the plan, and which are on."""
        self._writing = True
        ids = self._ids()
        if ids != [self.list.item(row).data(PLACE) for row in range(self.list.count())]:
            self._fill(ids)
        for row, place_id in enumerate(ids):
            item = self.list.item(row)
            item.setText(self._words(place_id))
            on = place_id in self._session.plan.on
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._writing = False
        self._sift(self.search.text())

    def show_picked(self, place_id: str) -> None:
        """Make the picked place the current row."""
        self._writing = True
        for row in range(self.list.count()):
            if self.list.item(row).data(PLACE) == place_id:
                self.list.setCurrentRow(row)
        if not place_id:
            self.list.setCurrentRow(-1)
        self._writing = False

    def _ids(self) -> list[str]:
        session = self._session
        return sorted(session.names(), key=lambda one: (ORDER.index(session.kind(one)), one))

    def _fill(self, ids: list[str]) -> None:
        self.list.clear()
        for place_id in ids:
            item = QListWidgetItem()
            item.setData(PLACE, place_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
            if place_id == self._session.place:
                self.list.setCurrentItem(item)

    def _words(self, place_id: str) -> str:
        kinds = {"trial": tr("trial hub"), "hub": tr("hub"), "venue": tr("venue")}
        name, kind = self._session.name(place_id), kinds[self._session.kind(place_id)]
        return f"{name} ({kind})" if name == place_id else f"{name} ({kind} {place_id})"

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._writing:
            return
        place_id = item.data(PLACE)
        self._session.pick(place_id)
        if not self._session.toggle(place_id):
            self.refresh()

    def _picked(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if not self._writing and item is not None:
            self._session.pick(item.data(PLACE))

    def _sift(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text().casefold())
