"""Runs the steps, one algorithm after another, and hands each result to the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .loaded_results import load_results
from .place_names import place_names
from .plan import Plan
from .run_told import told_parameters, told_run
from .step_record import StepRecord
from .steps import Step
from .tool_inputs import GIVES
from .tool_run import ToolRun
from .translation import tr

Layers = dict[str, QgsMapLayer]


class GoneError(RuntimeError):
    """What a step needs was there when the row of runs began, and is not any more."""


@dataclass(frozen=True)
class Move:
    """One algorithm to run for a step; its parameters are made when its turn comes.

    `parameters` may raise `GoneError`, or `OSError` where the folder of results cannot be made.
    `keep` takes the results, the layers that were loaded, and the state of what the run took;
    without it the results become settings and the step's record. `record` is the key of the
    record that then stands, "" where the run makes none.
    """

    step: Step
    algorithm: str
    parameters: Callable[[], dict[str, Any]]
    keep: Callable[[dict[str, Any], Layers, dict[str, str]], None] | None = None
    record: str = ""


class StepRunner(QObject):
    """Takes moves in turn; the first that fails or is cancelled ends the row.

    The signals carry the step's key; `ended` also why: "finished", "failed" or "cancelled".
    """

    started = pyqtSignal(str)
    progressed = pyqtSignal(str, float)
    said = pyqtSignal(str, str)
    ended = pyqtSignal(str, str)

    def __init__(self, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._moves: list[Move] = []
        self._run: ToolRun | None = None
        self._taken: dict[str, str] = {}
        self._told: dict[str, Any] = {}
        self._begun = 0.0
        self.runs: list[dict[str, Any]] = []  # those of the step in hand, see `run_told`
        self.busy_with: Step | None = None
        self.failures: dict[str, str] = {}

    def run(self, moves: Sequence[Move]) -> None:
        """Start a row of moves; while one runs, further rows are not taken."""
        if self.busy_with is None and moves:
            self._moves = list(moves)
            self._next()

    def forget(self) -> None:
        """Stop what runs and forget what failed: another project is in hand."""
        self.failures.clear()
        self.cancel()

    def cancel(self) -> None:
        """Ask what runs to stop."""
        if self._run is not None:
            self._run.cancel()

    def _next(self) -> None:
        move = self._moves[0]
        step = move.step
        self.busy_with = step
        self.failures.pop(step.key, None)
        self._taken = self._plan.taken(step.uses)
        self.started.emit(step.key)
        run = self._run = ToolRun(move.algorithm, self._plan.project, self)
        run.progressed.connect(lambda percent: self.progressed.emit(step.key, percent))
        run.said.connect(lambda text: self.said.emit(step.key, text))
        run.finished.connect(lambda results: self._finished(move, results))
        run.failed.connect(lambda why: self._stop(step, "failed", why))
        run.cancelled.connect(lambda: self._stop(step, "cancelled", ""))
        with self._stopped_by_a_fault(step):
            try:
                parameters = move.parameters()
            except GoneError as error:
                run.failed.emit(str(error))
                return
            except OSError as error:
                run.failed.emit(_unwritable(error))
                return
            self._told = told_parameters(move.algorithm, parameters, self._plan.project)
            self._begun = monotonic()
            run.start(parameters)

    @contextmanager
    def _stopped_by_a_fault(self, step: Step) -> Iterator[None]:
        """Let no step stand as busy for ever: QGIS shows the fault, and the step has failed."""
        well = False
        try:
            yield
            well = True
        finally:
            if not well:
                self._stop(step, "failed", tr("It stopped by a fault. QGIS's log tells which."))

    def _finished(self, move: Move, results: dict[str, Any]) -> None:
        with self._stopped_by_a_fault(move.step):
            self._take(move, results)
        self._forget_run()
        self._moves.pop(0)
        same_step = bool(self._moves) and self._moves[0].step.key == move.step.key
        if not same_step:
            self.runs = []
            self.busy_with = None
            self.ended.emit(move.step.key, "finished")
        if self._moves:
            self._next()

    def _take(self, move: Move, results: dict[str, Any]) -> None:
        """Load what a run gave, and keep what it found and how it came about."""
        run, seconds = self._run, monotonic() - self._begun
        self.runs.append(told_run(move.algorithm, self._told, results, seconds))
        layers = load_results(move.step, results, (run.context, run.feedback), self._plan.settings)
        if move.keep is None:
            self._adopt(move, results, layers)
        else:
            move.keep(results, layers, self._taken)
        self._keep_runs(move.record)

    def _adopt(self, move: Move, results: dict[str, Any], layers: Layers) -> None:
        """Make the outputs settings of the later steps, and keep the numbers."""
        adopt_outputs(self._plan, move.algorithm, results, layers)
        self._plan.keep_record(
            move.step.key, record_of(self._plan, move.algorithm, results, self._taken)
        )

    def _keep_runs(self, key: str) -> None:
        """Add to a record that was just kept how it came about."""
        record = self._plan.record(key)
        if record is not None:
            self._plan.keep_record(key, replace(record, runs=list(self.runs)))

    def _stop(self, step: Step, how: str, why: str) -> None:
        self._moves = []
        self.runs = []
        self._forget_run()
        self.busy_with = None
        if why:
            self.failures[step.key] = why
        self.ended.emit(step.key, how)

    def _forget_run(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
        self._run = None


def adopt_outputs(plan: Plan, algorithm_id: str, results: dict[str, Any], layers: Layers) -> None:
    """Make a run's outputs settings of the plan: a layer by its id, a file by its path."""
    values = {}
    for output, setting in GIVES.get(algorithm_id, {}).items():
        if output in layers:
            values[setting] = layers[output].id()
        elif results.get(output) and setting == "network":
            values[setting] = str(results[output])
    plan.set(**values)


def record_of(
    plan: Plan, algorithm_id: str, results: dict[str, Any], taken: dict[str, str]
) -> StepRecord:
    """Make the record of a run: its numbers, the words for them, and its pages."""
    numbers = {
        name: value for name, value in results.items() if isinstance(value, (int, float, str, bool))
    }
    files = {name: value for name, value in numbers.items() if _is_file(value)}
    numbers = {name: value for name, value in numbers.items() if name not in files}
    words = {"ages": plan.settings.ages, "mode": plan.settings.mode}
    chosen = str(numbers.get("SITES_CHOSEN", "")).split(",")
    if any(chosen):
        names = place_names(plan, "venues")
        words["sites"] = "; ".join(names.get(site.strip(), site.strip()) for site in chosen)
    return StepRecord(
        algorithm_id,
        {**numbers, **words},
        {name: str(value).split("|")[0] for name, value in files.items()},
        taken,
        datetime.now().isoformat(" ", "minutes"),
    )


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and Path(value.split("|")[0]).is_absolute()


def _unwritable(error: OSError) -> str:
    return tr(
        "The folder of the results cannot be written to ({}). Choose another one at the foot of "
        "the panel."
    ).format(error)
