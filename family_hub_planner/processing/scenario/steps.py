"""The steps of a scenario, checked and run through Processing, each in a context of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsVectorFileWriter,
)

from ...engine.errors import CancelledError, PlannerError, StepFailedError
from ...engine.scenario.model import OUTPUTS, PlannedStep, RunRecord
from ...engine.scenario.plan import Known
from ...engine.scenario.reading import refuse
from ...engine.scenario.record import StepDone
from .. import preflight
from ..job import Job
from ..parameters import tr
from .main_thread import where_it_may_run
from .values import all_values, known_values

if TYPE_CHECKING:
    from .loading import Styles

STOPPED = "Stopped by the user; the results of earlier runs are as they were."


class StepFeedback(QgsProcessingMultiStepFeedback):
    """The feedback of one run of several steps that remembers the last error."""

    def __init__(self, steps: int, feedback: QgsProcessingFeedback) -> None:
        super().__init__(steps, feedback)
        self.last_error = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803
        """Remember an error; it is told with the step's name when the run stops."""
        self.last_error = error
        super().reportError(error, False)


def own_context(context: QgsProcessingContext) -> QgsProcessingContext:
    """Give a step a context of its own: the user's settings, and no project.

    A path would else find the project's layer of that source, with its filter, in another thread.
    """
    own = QgsProcessingContext()
    own.setTransformContext(context.transformContext())
    own.setInvalidGeometryCheck(context.invalidGeometryCheck())
    own.setDefaultEncoding(context.defaultEncoding())
    return own


def check_inputs(name: str, steps: Sequence[PlannedStep], job: Job) -> None:
    """Refuse what QGIS and the algorithms themselves refuse of the inputs that are there."""
    faults: list[str] = []
    for planned in steps:
        algorithm, context = _algorithm(planned), own_context(job.context)
        found = _faults(algorithm, known_values(planned), planned.made(), context)
        found += _tables_for_gdal(planned)
        faults += [f"Step {planned.step.id}: {fault}" for fault in found]
    refuse(name, faults)


def _tables_for_gdal(planned: PlannedStep) -> list[str]:
    """Refuse a CSV file's points as the input of a GDAL program: it cannot read QGIS's address."""
    if not planned.step.algorithm.startswith("gdal:"):
        return []
    return [
        f"{given.text}: GDAL's programs read no points of a CSV file. Make a layer of it first "
        "with a step of native:savefeatures."
        for given in planned.inputs()
        if given.points is not None
    ]


def _endings(algorithm: QgsProcessingAlgorithm, made: Mapping[str, str]) -> list[str]:
    """Refuse a layer's file whose ending QGIS does not know: it would write under another name."""
    known = {one.lower() for one in QgsVectorFileWriter.supportedFormatExtensions()}
    layers = {"sink", "vectorDestination"}
    return [
        f"{name}: QGIS writes no layer as {file}. Choose .gpkg."
        for name, file in made.items()
        if algorithm.parameterDefinition(name).type() in layers
        and PurePosixPath(file).suffix[1:].lower() not in known
    ]


def _faults(
    algorithm: QgsProcessingAlgorithm,
    values: dict[str, Any],
    made: Mapping[str, str],
    context: QgsProcessingContext,
) -> list[str]:
    faults = []
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if name in values and not definition.checkValueIsAcceptable(values[name], context):
            told = str(values[name])[:120]
            faults.append(f"{name} ({definition.description()}) cannot be {told}.")
    faults += _endings(algorithm, made)
    try:
        preflight.check(Job(algorithm, values, context, QgsProcessingFeedback(False)))
    except PlannerError as error:
        faults.append(str(error))
    return faults


class Runner:
    """Runs planned steps into a folder, one after the other, under one feedback.

    `keep_record` writes the record of the steps done, before a step that reads it.
    """

    def __init__(
        self,
        steps: Sequence[PlannedStep],
        known: Known,
        styles: Styles,
        job: Job,
        folder: Path,
        keep_record: Callable[[list[StepDone]], None],
    ) -> None:
        self.steps, self.known, self.styles = steps, known, styles
        self.job, self.folder, self._keep_record = job, folder, keep_record
        self.feedback = StepFeedback(len(steps), job.feedback)
        self._returned: dict[str, Mapping[str, Any]] = {}

    def run(self) -> list[StepDone]:
        """Run all; `StepFailedError` names the step that failed, `CancelledError` a stop."""
        done: list[StepDone] = []
        for number, planned in enumerate(self.steps):
            self.job.progress.stop_if_asked()
            self.feedback.setCurrentStep(number)
            words = tr("Step {} of {}: {}").format(number + 1, len(self.steps), planned.step.name)
            self.feedback.setProgressText(words)
            if RunRecord() in planned.values.values():
                self._keep_record(done)
            done.append(self._step(planned))
        return done

    def _step(self, planned: PlannedStep) -> StepDone:
        for name in planned.made().values():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        values = all_values(planned, self.folder, self._returned)
        algorithm, began = _algorithm(planned), time.monotonic()
        values = {**self._data_folder(planned, algorithm), **values}
        results = where_it_may_run(algorithm, partial(self._run, algorithm, planned, values))
        self._returned[planned.step.id] = results
        made = self._made(planned)
        return StepDone(planned, made, self._others(planned, results), time.monotonic() - began)

    def _data_folder(
        self, planned: PlannedStep, algorithm: QgsProcessingAlgorithm
    ) -> dict[str, str]:
        """Tell a step that reads the run's record where the inputs are; the record may not."""
        reads = RunRecord() in planned.values.values()
        data = self.job.path("DATA") or self.job.path("SCENARIO")
        if not reads or data is None or algorithm.parameterDefinition("DATA") is None:
            return {}
        folder = data if data.is_dir() else data.absolute().parent
        return {"DATA": str(folder)}

    def _run(
        self, algorithm: QgsProcessingAlgorithm, planned: PlannedStep, values: dict[str, Any]
    ) -> dict[str, Any]:
        context = own_context(self.job.context)
        self.styles.ask(planned, values, context)
        self.feedback.last_error = ""
        try:
            results, right = algorithm.run(values, context, self.feedback, {}, False)
        except QgsProcessingException as error:
            self._stop_if_cancelled({})
            raise StepFailedError(self._failed(planned, str(error))) from error
        self._stop_if_cancelled(results)
        if not right:
            raise StepFailedError(self._failed(planned, self.feedback.last_error))
        self.styles.take(planned, values, context)
        return dict(results)

    def _made(self, planned: PlannedStep) -> dict[str, str]:
        """Give the files that the step wrote; one that had to be written, or is taken, must be."""
        parameters = self.known.faces[planned.step.algorithm].parameters
        taken = {(one.step, one.output) for step in self.steps for one in step.earlier()}
        made, missing = {}, []
        for output, name in planned.made().items():
            if (self.folder / name).exists():
                made[output] = name
            elif (planned.step.id, output) in taken or not parameters[output].optional:
                missing.append(f"{output} ({name})")
            else:
                told = tr("{} wrote no {} ({}).").format(planned.step.name, output, name)
                self.feedback.pushWarning(told)
        if missing:
            raise StepFailedError(self._failed(planned, f"it wrote no {', '.join(missing)}."))
        return made

    def _stop_if_cancelled(self, results: Mapping[str, Any]) -> None:
        if self.job.feedback.isCanceled() or results.get("STATUS") == "cancelled":
            raise CancelledError(STOPPED)

    def _failed(self, planned: PlannedStep, words: str) -> str:
        step, told = planned.step, words.strip() or tr("it gave no reason.")
        return (
            f"Step {step.id} ({step.name}) failed: {self._clean(told)}\n"
            "The results of earlier runs are as they were."
        )

    def _clean(self, text: str) -> str:
        """Take the passing folder out of a text: it is gone when the text is read."""
        return text.replace(f"{self.folder.as_posix()}/", "").replace(f"{self.folder}", "")

    def _others(self, planned: PlannedStep, results: Mapping[str, Any]) -> dict[str, Any]:
        """Give the numbers and texts returned beside the files."""
        parameters = self.known.faces[planned.step.algorithm].parameters
        written = {name for name, one in parameters.items() if one.kind in OUTPUTS}
        plain = (bool, int, float, str)
        return {
            name: self._clean(value) if isinstance(value, str) else value
            for name, value in results.items()
            if name not in written and (value is None or isinstance(value, plain))
        }


def _algorithm(planned: PlannedStep) -> QgsProcessingAlgorithm:
    found = QgsApplication.processingRegistry().createAlgorithmById(planned.step.algorithm)
    if found is None:
        raise StepFailedError(f"{planned.step.algorithm} is no longer there.")
    return found
