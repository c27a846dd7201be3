"""The what-if's panel: steps and figures at the top, then bars, places and the site picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..engine.bands import band_number
from .messages import plain_label
from .translation import tr
from .what_if_bars import CoverageBars
from .what_if_figures import FiguresView
from .what_if_layers import CHANGE, MINUTES
from .what_if_places import PlacesList
from .what_if_site import SiteView
from .what_if_times import TimesTable
from .what_if_words import bars

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

ICON = QSize(20, 20)
LEAST_TAB = 190


class WhatIfPanel(QWidget):
    """Shows a session. `look` is called when the map is to be coloured by something else.

    The buttons by name: `place` (checkable: the map tool), `undo`, `redo`, `today`, `keep`.
    """

    def __init__(
        self,
        session: WhatIfSession,
        look: Callable[[str], None],
        key: Callable[[Any], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._look, self._key = session, look, key
        self.buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(self._tools())
        self.hint = _small(tr(
            "Click the map for a trial hub and drag it; click a hub or venue to switch it. "
            "Options for testing; no decision made."
        ))  # fmt: skip
        column.addWidget(self.hint)
        self.told = _small("")
        self.told.setVisible(False)
        column.addWidget(self.told)
        self.figures = FiguresView(session)
        column.addWidget(self.figures)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumHeight(LEAST_TAB)
        self.tabs.setUsesScrollButtons(False)  # the dock is as wide as its tabs: none is cut
        column.addWidget(self.tabs, 1)
        self._fill_tabs()
        session.changed.connect(self.refresh)
        session.refused.connect(self.tell)
        session.picked.connect(self._picked)
        self.refresh()
        self.site.refresh()

    def refresh(self) -> None:
        """Show the plan and its figures."""
        session = self._session
        self.figures.refresh()
        self.places.refresh()
        self.times.refresh()
        self.refresh_bars()
        self.site.refresh()
        # Who has taken a step knows how; the room is the figures' from then on.
        self.hint.setVisible(not (session.history.can_undo or session.history.can_redo))
        self.buttons["undo"].setEnabled(session.history.can_undo)
        self.buttons["redo"].setEnabled(session.history.can_redo)
        self.buttons["today"].setEnabled(session.plan is not session.what_if.today)
        self.tell("")

    def refresh_bars(self) -> None:
        """Show the bars of the band chosen."""
        session = self._session
        base, now = session.what_if.base, session.figures.coverage
        band = base.bands[self.band.currentIndex()]
        title = tr("By {} (1 is most deprived)").format(session.loaded.decile_name)
        self.deciles.show_bars(title, bars(base.by_decile, now.by_decile, base.bands, band))
        title = tr("By local quintile (1 is most deprived)")
        self.quintiles.show_bars(title, bars(base.by_quintile, now.by_quintile, base.bands, band))

    def tell(self, words: str) -> None:
        """Say why a step was not taken, or what happens; "" takes it away."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def event(self, event: Any) -> bool:
        """Keep undo and redo from QGIS's own shortcuts while the panel has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride:
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(step) for step in steps):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: Any) -> None:
        """Undo, redo, and Delete for the trial that is picked."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _picked(self, place_id: str) -> None:
        if place_id:
            self.tabs.setCurrentWidget(self._site_tab)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        session = self._session
        told = tr("Use the map: place and drag trial hubs, switch hubs and venues")
        self._button(row, "place", tr("Try on the map"), "mActionCapturePoint", told, text=True)
        self.buttons["place"].setCheckable(True)
        undo = _shortcut(QKeySequence.StandardKey.Undo)
        redo = _shortcut(QKeySequence.StandardKey.Redo)
        self._button(
            row, "undo", tr("Undo"), "mActionUndo", tr("Undo the last step ({})").format(undo)
        )
        self._button(row, "redo", tr("Redo"), "mActionRedo", tr("Redo the step ({})").format(redo))
        self._button(row, "today", tr("Back to today"), "mActionRefresh",
                     tr("Back to today's hubs; can be undone"))  # fmt: skip
        self._button(
            row,
            "keep",
            tr("Keep…"),
            "mActionFileSave",
            tr("Keep this plan as a scenario"),
            text=True,
        )
        self.buttons["undo"].clicked.connect(session.undo)
        self.buttons["redo"].clicked.connect(session.redo)
        self.buttons["today"].clicked.connect(session.back_to_today)
        row.addStretch(1)
        return row

    def _button(
        self, row: QHBoxLayout, name: str, words: str, picture: str, told: str, text: bool = False
    ) -> None:
        button = QToolButton()
        button.setText(words)
        button.setIcon(QgsApplication.getThemeIcon(f"/{picture}.svg"))
        button.setIconSize(ICON)
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.setObjectName(f"WhatIf_{name}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        button.setToolButtonStyle(beside if text else alone)
        self.buttons[name] = button
        row.addWidget(button)

    def _fill_tabs(self) -> None:
        self.deciles, self.quintiles = CoverageBars(titled=False), CoverageBars()
        self.tabs.addTab(self._bars_tab(), tr("Reach"))
        self.places = PlacesList(self._session)
        self.tabs.addTab(self.places, tr("Places"))
        self.times = TimesTable(self._session)
        self.tabs.addTab(self.times, tr("Times"))
        self.site = SiteView(self._session)
        self._site_tab = self.site
        self.tabs.setTabToolTip(self.tabs.addTab(self.site, tr("Site")), tr("Why this site"))
        self.tabs.setCornerWidget(self._map_choice())

    def _map_choice(self) -> QComboBox:
        self.map = QComboBox()
        self.map.addItem(tr("Map: minutes"), MINUTES)
        self.map.addItem(tr("Map: change"), CHANGE)
        self.map.setAccessibleName(tr("What the map is coloured by"))
        self.map.setToolTip(self.map.accessibleName())
        self.map.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.map.currentIndexChanged.connect(lambda _index: self._look(self.map.currentData()))
        return self.map

    def _bars_tab(self) -> QWidget:
        page, inner = QScrollArea(), QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 4, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        self.band = QComboBox()
        for band in self._session.what_if.bands:
            self.band.addItem(tr("Children within {} min").format(band_number(band)))
        self.band.setCurrentIndex(len(self._session.what_if.bands) // 2)
        self.band.setAccessibleName(tr("Minutes that the bars show"))
        self.band.currentIndexChanged.connect(lambda _index: self.refresh_bars())
        row.addWidget(self.band)
        self.by = QLabel(tr("by {}, 1 most deprived").format(self._session.loaded.decile_name))
        self.by.setWordWrap(True)
        row.addWidget(self.by, 1)
        column.addLayout(row)
        column.addWidget(self.deciles)
        column.addWidget(self.quintiles)
        column.addWidget(self.figures.much_row)
        column.addWidget(self.figures.missing)
        for note in self._session.loaded.notes:
            column.addWidget(_small(note))
        column.addStretch(1)
        page.setWidgetResizable(True)
        page.setFrameShape(QScrollArea.Shape.NoFrame)
        page.setWidget(inner)
        return page


def _small(text: str) -> QLabel:
    label = plain_label(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 0.92)
    label.setFont(font)
    return label


def _shortcut(step: Any) -> str:
    return QKeySequence(step).toString(QKeySequence.SequenceFormat.NativeText)
