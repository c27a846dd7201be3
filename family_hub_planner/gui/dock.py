"""The dock: five steps, one sentence each, and the button that opens the algorithm."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .icons import icon
from .steps import Step, steps
from .translation import tr

OBJECT_NAME = "FamilyHubPlannerDock"
ICON_PIXELS = 24


class PlannerDock(QgsDockWidget):
    """Lead through the steps; `open_algorithm` is called with the id of the algorithm wanted."""

    def __init__(
        self, open_algorithm: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Family Hub Planner"), parent)
        self.setObjectName(OBJECT_NAME)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self._open_algorithm = open_algorithm
        self.buttons: dict[str, QPushButton] = {}
        self.setWidget(self._scrolling(self._page()))
        self._set_tab_order()

    def _scrolling(self, page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(240)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(
            _sentence(tr("Take the steps from the top. Each opens a Processing tool."))
        )
        for number, step in enumerate(steps(), start=1):
            layout.addWidget(_rule())
            layout.addLayout(self._step(number, step))
        layout.addStretch(1)
        return page

    def _step(self, number: int, step: Step) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_picture(step.icon), 0, 0)
        grid.addWidget(_heading(f"{number}. {step.name}"), 0, 1)
        grid.addWidget(_sentence(step.sentence), 1, 1)
        for row, (text, algorithm_id) in enumerate(step.buttons, start=2):
            grid.addWidget(self._button(step, text, algorithm_id), row, 1)
        return grid

    def _button(self, step: Step, text: str, algorithm_id: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(algorithm_id)
        button.setAccessibleName(f"{step.name}: {text}")
        button.setAccessibleDescription(step.sentence)
        button.clicked.connect(partial(self._clicked, algorithm_id))
        self.buttons[algorithm_id] = button
        return button

    def _clicked(self, algorithm_id: str, _checked: bool = False) -> None:
        self._open_algorithm(algorithm_id)

    def _set_tab_order(self) -> None:
        buttons = list(self.buttons.values())
        for earlier, later in zip(buttons, buttons[1:]):
            self.setTabOrder(earlier, later)


def _picture(name: str) -> QLabel:
    label = QLabel()
    label.setPixmap(icon(name).pixmap(QSize(ICON_PIXELS, ICON_PIXELS)))
    label.setFixedWidth(ICON_PIXELS)
    return label


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _rule() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
