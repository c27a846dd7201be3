"""The dock: five steps, each with what is set, what is missing and one button that runs it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .messages import tip
from .moves import CHANGE, moves_for, moves_without_hub
from .plan import Plan
from .states import EMPTY, FAILED, StepState
from .step_panel import StepPanel, Wrapped
from .step_runner import StepRunner
from .step_state import files_to_open, state_of, what_is_set
from .steps import step_of, steps
from .translation import tr
from .translator import about_the_translation

OBJECT_NAME = "FamilyHubPlannerDock"


class PlannerDock(QgsDockWidget):
    """Lead through the steps; a tool's own dialog is asked for by `tool_wanted`, with its id."""

    tool_wanted = pyqtSignal(str)
    sample_wanted = pyqtSignal()
    log_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Family Hub Planner"), parent)
        self.setObjectName(OBJECT_NAME)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.plan = Plan(QgsProject.instance(), self)
        self.runner = StepRunner(self.plan, self)
        self.panels = {
            step.key: StepPanel(number, step, self.plan)
            for number, step in enumerate(steps(), start=1)
        }
        self.setWidget(_scrolling(self._page()))
        self._connect()
        self.refresh()
        self.panels["network"].open()

    # What it is made of

    def _page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self._welcome())
        for panel in self.panels.values():
            layout.addWidget(panel)
            layout.addWidget(_rule())
        layout.addWidget(self._results_folder())
        if about_the_translation():
            layout.addWidget(Wrapped(about_the_translation()))
        layout.addStretch(1)
        return page

    def _welcome(self) -> QWidget:
        box = self.welcome = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            Wrapped(
                tr(
                    "Take the steps from the top. Each says what it needs. To look round first, "
                    "open the fictional sample county: it fills all five."
                )
            )
        )
        self.sample = QPushButton(tr("Open the sample county"))
        self.sample.clicked.connect(lambda _on=False: self.sample_wanted.emit())
        layout.addWidget(self.sample)
        return box

    def _results_folder(self) -> QWidget:
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        self.folder_words = Wrapped("")
        change = self.folder_button = QPushButton(tr("Change…"))
        change.setAccessibleName(tr("Change the folder of the results"))
        change.clicked.connect(self._choose_folder)
        layout.addWidget(self.folder_words, 1)
        layout.addWidget(change)
        return box

    def add_button(self, step: str, text: str, clicked: Callable[[], object]) -> QPushButton:
        """Add a further button to a step, beneath its main one."""
        button = self.panels[step].add_button(text, clicked)
        self._keep_wide_enough()
        return button

    def add_examples(self, menu: QMenu) -> None:
        """Add a button that opens the menu of examples, under the welcome."""
        button = self.examples = QPushButton(tr("Examples"))
        button.setAccessibleDescription(tr("Questions of councils, answered on the sample county"))
        button.setMenu(menu)
        self.welcome.layout().addWidget(button)

    def _connect(self) -> None:
        self.without = self.add_button(
            "evidence", tr("See whose journey grows"), lambda: self._run(moves_without_hub)
        )
        for panel in self.panels.values():
            panel.run_wanted.connect(self.run_step)
            panel.cancel_wanted.connect(self.runner.cancel)
            panel.tool_wanted.connect(self.tool_wanted)
            panel.log_wanted.connect(self.log_wanted)
            panel.file_wanted.connect(_open_file)
            panel.opened.connect(self._fold_others)
        self.plan.left.connect(self.runner.forget)
        self.plan.changed.connect(self.refresh)
        self.runner.started.connect(self._started)
        self.runner.progressed.connect(lambda key, share: self.panels[key].show_progress(share))
        self.runner.said.connect(lambda key, text: self.panels[key].show_said(text))
        self.runner.ended.connect(self._ended)
        self.visibilityChanged.connect(self._seen)

    def _keep_wide_enough(self) -> None:
        """Let QGIS not squeeze the dock, on a small or a scaled screen, below what a step needs."""
        widest = max(panel.least_width() for panel in self.panels.values())
        margins = self.widget().widget().layout().contentsMargins()
        bar = self.widget().verticalScrollBar().sizeHint().width()
        self.widget().setMinimumWidth(widest + margins.left() + margins.right() + bar)

    # What it does

    def run_step(self, key: str) -> None:
        """Run a step, and first those that it needs and that have not run."""
        self._run(lambda plan: moves_for(step_of(key), plan))

    def leave(self) -> None:
        """Stop what runs and hear no more of the project: the plugin goes."""
        self.runner.cancel()
        self.plan.leave()

    def refresh(self) -> None:
        """Show how each step stands."""
        busy = self.runner.busy_with is not None
        states = {key: self._state(key) for key in self.panels}
        for key, panel in self.panels.items():
            panel.show_state(states[key], what_is_set(panel.step, self.plan), busy)
            panel.show_files(self._files(key, states[key].word))
        settings = self.plan.settings
        self.without.setEnabled(not busy and bool(settings.given_up) and self._can_reach())
        self.welcome.setVisible(all(state.word == EMPTY for state in states.values()))
        self.folder_words.setText(tr("Results: {}").format(_short(str(self.plan.folder()))))
        self.folder_words.setToolTip(tip(str(self.plan.folder())))
        self._keep_wide_enough()  # a button's words change with its step's state

    def _run(self, moves: Callable) -> None:
        """Start a row of runs, with what is being typed taken in first."""
        self.widget().setFocus()
        self.runner.run(moves(self.plan))

    def _state(self, key: str) -> StepState:
        return state_of(step_of(key), self.plan, self.runner)

    def _can_reach(self) -> bool:
        return self.plan.is_set("coverage") or self._state("reach").word != EMPTY

    def _files(self, key: str, word: str) -> list[tuple[str, str]]:
        if word == FAILED:
            return [(tr("Open the log"), "")]
        keys = (key, CHANGE) if key == "evidence" else (key,)
        records = [record for record in map(self.plan.record, keys) if record is not None]
        return [file for record in records for file in files_to_open(record)]

    def _started(self, key: str) -> None:
        panel = self.panels[key]
        panel.start()
        panel.open()
        self.refresh()
        if self.isAncestorOf(QApplication.focusWidget() or self):
            panel.cancel.setFocus()

    def _ended(self, key: str, how: str) -> None:
        self.refresh()
        if how == "failed":
            self.panels[key].open()
            self._fold_others(key)
        if how != "finished" or self.runner.busy_with is not None:
            return
        keys = list(self.panels)
        following = keys[min(keys.index(key) + 1, len(keys) - 1)]
        self.panels[following].open()
        self._show_whole(following, after=key)
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.panels[following].main.setFocus()

    def _fold_others(self, key: str) -> None:
        """Keep one step unfolded: the panel stays short enough to see whole."""
        for other, panel in self.panels.items():
            if other != key:
                panel.open(False)
        self._show_whole(key)

    def _show_whole(self, key: str, after: str = "") -> None:
        """Scroll to a step once its place is known: others fold, its buttons come and go.

        `after` is a step that has just ended: what it found stays in sight.
        """
        first = self.panels[after or key]
        QTimer.singleShot(0, lambda: self._scroll_to(first, self.panels[key]))

    def _scroll_to(self, first: StepPanel, last: StepPanel) -> None:
        """Show two steps whole, or their beginning where they are longer than the dock."""
        area, page = self.widget(), last.parentWidget()
        for widget in (first, last.body, last, page):  # else new buttons have no place yet
            widget.layout().activate()
        QApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
        area.ensureVisible(0, last.geometry().bottom(), 0, 0)
        top = area.verticalScrollBar()
        top.setValue(min(top.value(), first.y()))

    def _seen(self, visible: bool) -> None:
        if visible:
            self.plan.guess()

    def _choose_folder(self, _on: bool = False) -> None:
        title = tr("Folder of the results")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self.plan.folder().parent))
        if chosen:
            self.plan.set(folder=chosen)


def _open_file(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def _short(path: str, most: int = 40) -> str:
    """Give the end of a path, which tells it apart."""
    return path if len(path) <= most else f"…{path[-most:]}"


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def _rule() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
