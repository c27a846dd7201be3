"""One step of the dock: its heading and state, its settings, its button, and what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .flow_layout import FlowLayout
from .icons import icon
from .line_start import LineStart
from .messages import tip
from .plan import Plan
from .setting_rows import SettingRow
from .states import BUSY, EMPTY, FAILED, READY, StepState
from .steps import Step
from .tool_inputs import is_there
from .translation import tr

_LONG = 20  # letters of a word that may break
_PARTS = re.compile(r"([/\\_.-])")
_BREAK = "\u200b"  # no width, and a line may end there
STATE_EMS = 1.1  # the state's picture, in heights of a line of text


class StepPanel(QWidget):
    """A step as it stands. It tells what was clicked and decides nothing."""

    run_wanted = pyqtSignal(str)
    cancel_wanted = pyqtSignal()
    tool_wanted = pyqtSignal(str)
    log_wanted = pyqtSignal()
    file_wanted = pyqtSignal(str)
    opened = pyqtSignal(str)

    def __init__(self, number: int, step: Step, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step, self._number = step, number
        self.state = StepState(READY, "", "")
        self._shown: list[tuple[str, str]] = []  # the files that have a button
        self._added = 0  # further buttons beneath the main one
        self.setObjectName(f"step_{step.key}")
        self.rows = [SettingRow(row, plan) for row in step.rows]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._heading())
        layout.addLayout(self._state_line())
        self.body = QWidget()
        self._fill(QVBoxLayout(self.body))
        layout.addWidget(self.body)
        self.body.hide()

    # What it is made of

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.picture = QLabel()
        side = self.fontMetrics().height() + 8
        self.picture.setPixmap(icon(self.step.icon).pixmap(QSize(side, side)))
        self.heading = QToolButton()
        self.heading.setText(f"{self._number}. {self.step.name}")
        self.heading.setCheckable(True)
        self.heading.setAutoRaise(True)
        self.heading.setArrowType(Qt.ArrowType.RightArrow)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.toggled.connect(self._open)
        line.addWidget(self.picture)
        line.addWidget(self.heading, 1)
        return line

    def _state_line(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        side = round(self.fontMetrics().height() * STATE_EMS)
        self._side = QSize(side, side)
        self.state_picture = QLabel()
        self.state_picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state_text = Wrapped("")
        grid.addWidget(self.state_picture, 0, 0)
        grid.addWidget(self.state_text, 0, 1)
        grid.addWidget(self._found(), 1, 0, 1, 2)
        return grid

    def _found(self) -> QWidget:
        """Make the room for the buttons of what a step found: seen also where it is folded."""
        self.found = QWidget()
        self.results = FlowLayout()
        self.results.setContentsMargins(0, 2, 0, 6)
        self.results.setSpacing(6)
        self.found.setLayout(self.results)
        self.found.hide()
        return self.found

    def _fill(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(0, 0, 0, 4)
        layout.addWidget(Wrapped(self.step.sentence))
        layout.addLayout(self._form(row for row in self.rows if not row.row.folded))
        folded = [row for row in self.rows if row.row.folded]
        if folded:
            self._add_folded(layout, folded)
        self.facts = Wrapped("")
        layout.addWidget(self.facts)
        layout.addWidget(self._busy())
        layout.addWidget(self._main_button())
        self.buttons_below = QHBoxLayout()
        self._add_further(self.buttons_below)
        layout.addLayout(self.buttons_below)

    def _form(self, rows: Iterable[SettingRow]) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for row in rows:
            row.add_to(form, self.step.name)
            if isinstance(row.widget, QLineEdit):
                LineStart(row.widget)
        return form

    def _add_folded(self, layout: QVBoxLayout, rows: list[SettingRow]) -> None:
        more = QToolButton()
        more.setText(tr("Further settings"))
        more.setAccessibleName(f"{self.step.name}: {more.text()}")
        more.setCheckable(True)
        more.setAutoRaise(True)
        more.setArrowType(Qt.ArrowType.RightArrow)
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold = QWidget()
        fold.setLayout(self._form(rows))
        fold.hide()
        more.toggled.connect(fold.setVisible)
        more.toggled.connect(lambda on: more.setArrowType(_arrow(on)))
        layout.addWidget(more)
        layout.addWidget(fold)

    def _busy(self) -> QWidget:
        box = self.busy = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("{}: progress").format(self.step.name))
        self.said = Wrapped("")
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("{}: cancel the run").format(self.step.name))
        self.cancel.clicked.connect(self._cancel_clicked)
        grid.addWidget(self.bar, 0, 0)
        grid.addWidget(self.cancel, 0, 1)
        grid.addWidget(self.said, 1, 0, 1, 2)
        box.hide()
        return box

    def _main_button(self) -> QPushButton:
        self.main = QPushButton(self.step.button)
        self.main.setObjectName(self.step.algorithm)
        self.main.setAccessibleName(f"{self.step.name}: {self.step.button}")
        self.main.setAccessibleDescription(self.step.sentence)
        self.main.setMinimumHeight(round(self.fontMetrics().height() * 2))
        font = self.main.font()
        font.setBold(True)
        self.main.setFont(font)
        self.main.clicked.connect(lambda _on=False: self.run_wanted.emit(self.step.key))
        return self.main

    def _add_further(self, layout: QHBoxLayout) -> None:
        self.all_settings = QPushButton(tr("All settings…"))
        self.all_settings.setAccessibleName(f"{self.step.name}: {self.all_settings.text()}")
        self.all_settings.setToolTip(tr("Open the Processing tool with all of its settings."))
        self.all_settings.clicked.connect(
            lambda _on=False: self.tool_wanted.emit(self.step.algorithm)
        )
        layout.addWidget(self.all_settings)
        self.menu = QMenu(self)
        for text, algorithm_id in self.step.tools:
            action = self.menu.addAction(text)
            action.setObjectName(algorithm_id)
            action.triggered.connect(lambda _on=False, wanted=algorithm_id: self._tool(wanted))
        self.more = QToolButton()
        self.more.setText(tr("More"))
        self.more.setAccessibleName(tr("{}: more tools").format(self.step.name))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout.addWidget(self.more)
        layout.addStretch(1)

    def add_button(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        """Add a further button beneath the main one, such as that of a tool on the map."""
        button = QPushButton(text)
        button.setAccessibleName(f"{self.step.name}: {text}")
        button.clicked.connect(lambda _on=False: clicked())
        layout = self.body.layout()
        self._added += 1
        layout.insertWidget(layout.indexOf(self.main) + self._added, button)
        return button

    def least_width(self) -> int:
        """Give the width below which something of the step would be cut off."""
        return max(part.minimumSizeHint().width() for part in (self.body, self.found))

    # How it stands

    def show_state(self, state: StepState, facts: str, someone_busy: bool) -> None:
        """Show a state: in a picture and in words, and by what can be clicked."""
        self.state = state
        self.state_picture.setPixmap(icon(f"state_{state.word}").pixmap(self._side))
        self.state_picture.setToolTip(state.title)
        self._tell()
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.heading.setAccessibleName(
            tr("Step {number}, {name}").format(number=self._number, name=self.step.name)
        )
        self.busy.setVisible(state.word == BUSY)
        there = is_there(self.step.algorithm)
        self.main.setVisible(state.word != BUSY and there)
        self.all_settings.setVisible(there)
        self.main.setEnabled(not someone_busy and state.word != EMPTY)
        self.main.setText(_words(self.step, state))
        for row in self.rows:
            row.refresh()

    def _tell(self) -> None:
        """Tell the state: all of it where the step is unfolded, in few words where it is folded."""
        state, folded = self.state, not self.heading.isChecked()
        said = f"{state.title}: {state.short}" if state.short and folded else state.title
        text = state.text if state.text and not (state.short and folded) else ""
        self.state_text.setText(f"{said}. {text}".strip())
        self.heading.setAccessibleDescription(self.state_text.text())

    def show_progress(self, percent: float) -> None:
        """Move the bar; a run that does not know how far it is shows that it is alive."""
        self.bar.setRange(0, 100 if percent > 0 else 0)
        self.bar.setValue(round(percent))

    def show_said(self, text: str) -> None:
        """Show the run's last line."""
        lines = text.strip().splitlines()
        if lines:
            self.said.setText(lines[-1][:160])

    def start(self) -> None:
        """Be ready for a new run."""
        self.cancel.setEnabled(True)
        self.said.setText("")
        self.show_progress(0)

    def show_files(self, files: Iterable[tuple[str, str]]) -> None:
        """Show a button for each page or spreadsheet, and for the log where a run failed.

        Those that stand there already stay: made anew they would lose the keyboard, and the panel
        would shrink for a moment and be scrolled.
        """
        files = list(files)
        if files == self._shown:
            return
        self._shown = files
        while self.results.count():
            widget = self.results.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        before: QWidget = self.heading
        for text, path in files:
            button = self._file_button(text, path)
            self.results.addWidget(button)
            self.setTabOrder(before, button)
            before = button
        self.found.setVisible(bool(files))

    def _file_button(self, text: str, path: str) -> QPushButton:
        """Make the button that opens a file, or the log where there is none."""
        button = QPushButton(text)
        button.setAccessibleName(f"{self.step.name}: {text}")
        button.setToolTip(tip(path))
        wanted = self.file_wanted.emit if path else lambda _path: self.log_wanted.emit()
        button.clicked.connect(lambda _on=False: wanted(path))
        return button

    def open(self, on: bool = True) -> None:
        """Unfold the step, or fold it."""
        self.heading.setChecked(on)

    def _open(self, on: bool) -> None:
        self.heading.setArrowType(_arrow(on))
        self.body.setVisible(on)
        self._tell()
        if on:
            self.opened.emit(self.step.key)

    def _tool(self, algorithm_id: str) -> None:
        self.tool_wanted.emit(algorithm_id)

    def _cancel_clicked(self, _on: bool = False) -> None:
        self.cancel.setEnabled(False)
        self.said.setText(tr("Stopping…"))
        self.cancel_wanted.emit()


class Wrapped(QLabel):
    """A text that takes as many lines as it needs; it is text, never markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; a long path may break after its parts, or it would widen the dock."""
        words = (
            word if len(word) < _LONG else _PARTS.sub(f"\\1{_BREAK}", word)
            for word in text.split(" ")
        )
        super().setText(" ".join(words))


def _arrow(on: bool) -> Qt.ArrowType:
    return Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow


def _words(step: Step, state: StepState) -> str:
    """Give the words of the main button."""
    if state.word == FAILED:
        return tr("Try again")
    return tr("{} again").format(step.button) if state.again else step.button
