"""The figures of a what-if at a glance: today and now side by side, and whose journeys grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .messages import plain_label, tip
from .translation import tr
from .what_if_words import headline_lines, longer_in_words, missing_in_words

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

MONEY_LINES = 2  # the last ones: pounds a year, pounds once
SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class FiguresView(QWidget):
    """A grid of figures and the sentence beneath it.

    `much_row` and `missing`, what a much longer journey is and whose costs are not known, are made
    here and stand where the panel has room for them. A line of nothing, as that of the unrouted
    where all are routed, is not shown.
    """

    def __init__(self, session: WhatIfSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("WhatIfFigures")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self.much_row = self._much_row()
        self.longer, self.missing = _sentence(), _sentence()
        column.addWidget(self.longer)
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []
        self._head()

    def refresh(self) -> None:
        """Show the figures of the plan shown."""
        session = self._session
        lines = headline_lines(session.what_if.base, session.figures)
        while len(self._cells) < len(lines):
            self._add_line()
        for number, cells in enumerate(self._cells):
            for cell in cells:
                cell.setVisible(number < len(lines))
        for cells, line in zip(self._cells, lines):
            for cell, text in zip(cells, (line.label, line.today, line.now)):
                cell.setText(text)
            _embolden(cells[2], line.now != line.today)
            cells[2].setAccessibleName(tr("{}: {} now, {} today").format(
                line.label, line.now, line.today))  # fmt: skip
        self.longer.setText(longer_in_words(session.figures, session.much))
        said = " ".join(missing_in_words(session.figures, session.names()))
        self.missing.setText(said)
        for number, cells in enumerate(self._cells):
            cells[2].setToolTip(tip(said) if number >= len(lines) - MONEY_LINES else "")
        self.missing.setVisible(bool(said))

    def _much_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(tr("Much longer: by more than"))
        self.much = QDoubleSpinBox()
        self.much.setRange(1.0, 120.0)
        self.much.setDecimals(0)
        self.much.setSuffix(tr(" min"))
        self.much.setValue(self._session.much)
        self.much.setKeyboardTracking(False)
        self.much.setAccessibleName(tr("Minutes from which a journey counts as much longer"))
        self.much.valueChanged.connect(self._session.set_much)
        label.setBuddy(self.much)
        row.addWidget(label)
        row.addWidget(self.much)
        row.addStretch(1)
        return whole

    def _head(self) -> None:
        for column, text in enumerate((tr("Children"), tr("Today"), tr("Now"))):
            label = plain_label(text, wrap=False)
            _embolden(label, True)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, 0, column, side)

    def _add_line(self) -> None:
        row = len(self._cells) + 1
        cells = (plain_label(wrap=False), plain_label(wrap=False), plain_label(wrap=False))
        for column, cell in enumerate(cells):
            cell.setTextInteractionFlags(SELECTABLE)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(cell, row, column, side)
        self._cells.append(cells)


def _sentence() -> QLabel:
    label = plain_label()
    label.setTextInteractionFlags(SELECTABLE)
    return label


def _embolden(label: QLabel, bold: bool) -> None:
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
