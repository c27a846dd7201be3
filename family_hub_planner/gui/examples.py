"""The councils' own questions as examples on the sample county: a menu, and a window for each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .icons import icon
from .translation import tr

FOLDER = Path(__file__).parents[1] / "resources" / "examples"
RUN = "familyhub:runscenario"


@dataclass(frozen=True)
class Example:
    """A question: the name of its scenario file, its title, and whole."""

    name: str
    title: str
    question: str

    @property
    def scenario(self) -> Path:
        """Give the scenario file."""
        return FOLDER / f"{self.name}.json"

    def read(self) -> dict[str, Any]:
        """Read the scenario file; `OSError` where it is not there."""
        return dict(json.loads(self.scenario.read_text(encoding="utf-8")))


def examples() -> tuple[Example, ...]:
    """Give the examples in the order of docs/questions.md, in the user's language."""
    return (
        Example(
            "services_and_voices",
            tr("What is offered where, what do families say, and where are the gaps?"),
            tr(
                "What is offered where, what do families say of it, where are the gaps, and what "
                "reach can be added while every children's centre stays open?"
            ),
        ),
        Example(
            "needs_by_locality",
            tr("What does each of six localities need, by age and stage?"),
            tr(
                "What does each of our six localities need of its hubs, first for ages 0 to 11, "
                "then for 0 to 19 and to 25 with SEND?"
            ),
        ),
        Example(
            "hubs_outreach_and_estate",
            tr("Who has space, and what could be spent on services instead of buildings?"),
            tr(
                "Who is reached by our eleven hubs and seven outreach points, which localities "
                "fall below the county, who has space to share, and what could be spent on "
                "services instead of buildings?"
            ),
        ),
        Example(
            "next_hub",
            tr("In which existing building would the next hub be nearest to highest need?"),
            tr(
                "We have two permanent hubs in a small, dense city. In which existing building "
                "would a third stand nearest to the families in greatest need?"
            ),
        ),
    )


def examples_menu(open_example: Callable[[Example], object], parent: QWidget) -> QMenu:
    """Make the menu; `open_example` is called with the example chosen."""
    menu = QMenu(tr("Examples"), parent)
    menu.setObjectName("FamilyHubPlannerExamples")
    menu.setIcon(icon("evidence"))
    menu.setToolTipsVisible(True)
    for example in examples():
        action = menu.addAction(example.title)
        action.setObjectName(example.name)
        action.setToolTip(example.question)
        action.triggered.connect(lambda _on=False, chosen=example: open_example(chosen))
    return menu


def parameters_of_run(example: Example, results: Path) -> dict[str, str]:
    """Give what the dialog of the run is filled with: the file, and a folder not there yet."""
    folder, number = results / example.name, 2
    while folder.exists():
        folder, number = results / f"{example.name}_{number}", number + 1
    return {"SCENARIO": str(example.scenario), "OUTPUT": str(folder)}


class ExampleDialog(QDialog):
    """Says the question and the steps; runs it through the tool's own dialog, or saves a copy."""

    def __init__(
        self, example: Example, run: Callable[[Example], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("FamilyHubPlannerExample")
        self.setWindowTitle(tr("Example on the sample county (fictional)"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.example, self._run = example, run
        layout = QVBoxLayout(self)
        layout.addWidget(_scrolling(_page(example)), 1)
        layout.addWidget(self._buttons())
        self.resize(560, 520)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.start = QPushButton(tr("Run it…"))
        self.start.setDefault(True)
        self.start.setToolTip(tr("Opens the tool's dialog with the scenario and a folder set."))
        self.start.clicked.connect(self._started)
        self.copy = QPushButton(tr("Save a copy…"))
        self.copy.setToolTip(tr("A scenario file of your own, to change and to run on your files."))
        self.copy.clicked.connect(self._copied)
        box.addButton(self.start, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.reject)
        return box

    def _started(self, _on: bool = False) -> None:
        self.accept()
        self._run(self.example)

    def _copied(self, _on: bool = False) -> None:
        kinds = tr("Scenario (*.json)")
        start = str(Path.home() / self.example.scenario.name)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), start, kinds)
        if chosen:
            save_copy(self.example, Path(chosen))


def save_copy(example: Example, target: Path) -> None:
    """Copy the scenario file; what it takes of the sample county is found from anywhere."""
    if target.suffix.lower() != ".json":
        target = target.with_name(f"{target.name}.json")
    shutil.copyfile(example.scenario, target)


def _page(example: Example) -> QWidget:
    """Show the question large, what to know of it, and its steps."""
    scenario, page = example.read(), QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(10)
    question = _words(example.question)
    font = question.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.15)
    question.setFont(font)
    layout.addWidget(question)
    for note in scenario["notes"]:
        layout.addWidget(_words(note))
    steps = "\n".join(f"{n}. {s['name']}" for n, s in enumerate(scenario["steps"], start=1))
    layout.addWidget(_words(tr("Its steps:") + "\n" + steps))
    layout.addStretch(1)
    return page


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
