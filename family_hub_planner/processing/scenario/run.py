"""One run of a scenario file: read, planned, checked, run, recorded, put in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ...engine.scenario.changes import changed, chosen
from ...engine.scenario.model import PlannedStep, Scenario
from ...engine.scenario.places import AGAIN, RESULTS, Homes
from ...engine.scenario.plan import Known, plan
from ...engine.scenario.reading import read_scenario
from ...engine.scenario.record import Inputs, StepDone, again, as_text, changed_inputs, results
from ...engine.scenario.repeats import spread
from ..job import Job
from .faces import known_algorithms
from .folder import check_target, files_in, passing_folder, put_in_place
from .loading import Styles, load_results
from .steps import Runner, check_inputs
from .values import values_of_layer
from .versions import SAMPLE_FOLDER, versions


@dataclass(frozen=True)
class Ready:
    """A scenario that nothing refused: its steps as they will be run, on what, and into where."""

    scenario: Scenario
    steps: tuple[PlannedStep, ...]
    known: Known
    inputs: Inputs
    target: Path
    today: str


def make_ready(job: Job, path: Path, target: Path) -> Ready:
    """Read and plan the scenario file; refuse before the first step all that can be refused."""
    scenario = chosen(changed(read_scenario(path), job.text("CHANGES")), job.text("ONLY"))
    homes = Homes(job.path("DATA") or path.absolute().parent, SAMPLE_FOLDER)
    today = date.today().isoformat()
    known = known_algorithms(step.algorithm for step in scenario.steps)
    spread_out = spread(scenario, partial(values_of_layer, homes=homes))
    steps = plan(path.name, spread_out, known, homes, today)
    check_target(target, [name for step in steps for name in step.made().values()])
    check_inputs(path.name, steps, job)
    inputs = Inputs.of(steps, target)
    for text in changed_inputs(scenario, inputs):
        job.progress.warn(
            f"{text} does not hold what the file held that {path.name} records: its figures may "
            "not come out again."
        )
    return Ready(scenario, steps, known, inputs, target, today)


def run_scenario(job: Job, ready: Ready) -> list[StepDone]:
    """Run the steps beside the target, write the record, put all in place, have it loaded."""
    with passing_folder(ready.target) as folder:
        keep = partial(_write_record, ready, folder)
        runner = Runner(ready.steps, ready.known, Styles(ready.known), job, folder, keep)
        done = runner.run()
        _write_record(ready, folder, done)
        job.progress.stop_if_asked()
        put_in_place(folder, ready.target)
    if job.yes("LOAD"):
        load_results(job, ready.scenario.title, done, runner.styles, ready.target)
    return done


def _write_record(ready: Ready, folder: Path, done: list[StepDone]) -> None:
    record: dict[str, Any] = results(ready.scenario, done, ready.inputs, versions(), ready.today)
    rerun = again(ready.scenario, ready.steps, ready.inputs)
    rerun["made_with"] = record["versions"]
    _write(folder / AGAIN, rerun)
    record["files"] = sorted({RESULTS, *files_in(folder)})
    _write(folder / RESULTS, record)


def _write(file: Path, record: Mapping[str, Any]) -> None:
    """Write a record; half a character in a name of the disk is written as JSON writes it."""
    file.write_text(as_text(record), encoding="utf-8", errors="backslashreplace")
