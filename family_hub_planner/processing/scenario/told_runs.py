"""Runs that were made one by one, from the panel, to the record that a scenario's run writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...engine.errors import FileUnreadableError, InputError, said_by
from ...engine.scenario.model import (
    Earlier,
    InputFile,
    Made,
    Plain,
    PlannedStep,
    Scenario,
    Several,
    Step,
    Value,
)
from ...engine.scenario.places import AGAIN, RESULTS, SAMPLE, Homes, input_file
from ...engine.scenario.plan import DAY, Known
from ...engine.scenario.reading import value_of_json
from ...engine.scenario.record import Inputs, StepDone, again, as_text, results
from .faces import known_algorithms
from .versions import SAMPLE_FOLDER, versions

_WHEN = (
    "Recorded from single runs as this pack was written: versions and checksums are of that moment."
)


def write_record(text: str, folder: Path) -> Path:
    """Write results.json and scenario.json of runs told as JSON into a folder; give the former.

    The runs' files stand in folders beside `folder`, or are {"made_elsewhere": path}: those are
    named as a run of the scenario would name them, and not found from the record. What was read
    and has no file is told in the notes, and in its place in the scenario: it is then refused, not
    run on something else.
    """
    told = _read(text)
    runs = _Runs(known_algorithms(run["algorithm"] for run in told["runs"]), folder)
    day = str(told.get("run_on") or "")
    steps = [runs.step(run, day) for run in told["runs"]]
    seen = [_seen_from_folder(step) for step in steps]
    inputs = Inputs.of(steps, folder)
    written = [_written(step, folder, runs.elsewhere) for step in seen]
    done = [
        StepDone(step, files, run.get("numbers", {}), run.get("seconds", 0.0))
        for step, files, run in zip(seen, written, told["runs"])
    ]
    words = {name: str(told.get(name) or "") for name in ("title", "question", "authority")}
    title = words.pop("title") or "Runs of the panel"
    notes = (*told.get("notes", ()), *runs.notes, _WHEN)
    scenario = Scenario(title, tuple(step.step for step in steps), notes=notes, **words)
    record = results(scenario, done, inputs, versions(), day)
    record["scenario"] = again(scenario, steps, inputs)
    rerun = {**record["scenario"], "made_with": record["versions"]}
    _put(folder / AGAIN, rerun)
    record["files"] = [RESULTS, AGAIN]
    return _put(folder / RESULTS, record)


def _read(text: str) -> dict[str, Any]:
    try:
        told = value_of_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"RUNS is no JSON ({said_by(error)}).") from error
    if "\0" in text or "\\u0000" in text:
        raise InputError("RUNS holds a zero byte, which no name of a file has.")
    runs = told.get("runs") if isinstance(told, dict) else None
    if not isinstance(runs, list) or not runs:
        raise InputError("RUNS holds no list of runs.")
    for run in runs:
        texts = isinstance(run, dict) and all(isinstance(run.get(n), str) for n in _RUN)
        if not texts or not isinstance(run.get("parameters"), dict):
            raise InputError("RUNS: a run needs id, name, algorithm and parameters.")
        numbers = run.get("numbers", {})
        if not isinstance(numbers, dict) or any(isinstance(v, _HOLDERS) for v in numbers.values()):
            raise InputError(f"RUNS: the numbers of the run {run['id']} are no numbers by name.")
        if not isinstance(run.get("seconds", 0.0), (int, float)):
            raise InputError(f"RUNS: the seconds of the run {run['id']} are no number.")
    notes = told.get("notes", [])
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        raise InputError("RUNS: the notes are no list of texts.")
    return dict(told)


_RUN = ("id", "name", "algorithm")
_UP = "../"  # from the record's folder to that of all runs
_HOLDERS = (list, dict)


class _Runs:
    """Goes through the runs in their order, keeping what the earlier ones wrote."""

    def __init__(self, known: Known, folder: Path) -> None:
        self.known, self.homes = known, Homes(folder, SAMPLE_FOLDER)
        self.home = folder.absolute().parent
        self.notes: list[str] = []
        self.elsewhere: dict[str, Path] = {}  # what stands in no folder beside, by its name
        self._made: dict[Path, tuple[str, str, str]] = {}

    def step(self, run: Mapping[str, Any], day: str) -> PlannedStep:
        """Give a run as a planned step: files by name, earlier outputs as such."""
        face = self.known.faces.get(run["algorithm"])
        if face is None:
            raise InputError(f"RUNS: there is no algorithm {run['algorithm']}.")
        step = Step(run["id"], run["name"], run["algorithm"], {})
        kinds = {name: one.kind for name, one in face.parameters.items()}
        values = {
            name: self._value(step, name, kinds[name], value)
            for name, value in run["parameters"].items()
            if name in kinds
        }
        if DAY in kinds and DAY not in values and day:
            values[DAY] = Plain(day)
        for name, value in values.items():
            if isinstance(value, Made):
                place = self.elsewhere.get(value.name, self.home / value.name)
                self._made[place.resolve()] = (step.id, name, value.name)
        return PlannedStep(step, values)

    def _value(self, step: Step, name: str, kind: str, given: Any) -> Value:
        if isinstance(given, list) and any(isinstance(one, dict) for one in given):
            return Several(tuple(self._value(step, name, kind, one) for one in given))
        if not isinstance(given, dict):
            return Plain(given)
        if "made" in given:
            return Made(self._name(given["made"]))
        if "made_elsewhere" in given:
            place = Path(given["made_elsewhere"])
            made = Made(f"{step.id}/{name.lower()}{place.suffix}")
            self.elsewhere[made.name] = place
            return made
        if "file" in given:
            return self._file(step, name, kind, given)
        return self._unnamed(step, name, str(given.get("unnamed", "")))

    def _name(self, made: str) -> str:
        """Give the name of a written file in the folder of all runs."""
        try:
            name = Path(made).absolute().relative_to(self.home)
        except ValueError as error:
            raise InputError(
                f"{Path(made).name} does not stand beside the folder of the pack. Write the pack "
                "into a folder beside those of the runs."
            ) from error
        return name.as_posix()

    def _file(self, step: Step, name: str, kind: str, given: Mapping[str, Any]) -> Value:
        text = str(given["file"])
        start, mark, rest = text.partition("|")
        path = Path(start).absolute()
        earlier = self._made.get(path.resolve())
        if earlier is not None:
            return Earlier(*earlier)
        if path.parent.resolve() == SAMPLE_FOLDER.resolve():
            text = f"{SAMPLE}{path.name}{mark}{rest}"
        try:
            found = input_file(text, kind, self.homes)
        except InputError:
            return self._unnamed(step, name, f"{path.name}, which is not there any more")
        if found is None or not _placed_alike(found, given):
            return self._unnamed(step, name, f"{path.name}, which a scenario would read otherwise")
        return found

    def _unnamed(self, step: Step, name: str, words: str) -> Plain:
        self.notes.append(
            f"{step.name}: {name} was {words}. The scenario cannot name it: it stops there until "
            "a file is given in its place."
        )
        return Plain(f"({words})")


def _placed_alike(found: InputFile, given: Mapping[str, Any]) -> bool:
    """Tell whether the scenario would place a table's rows by the columns that the run took."""
    points = given.get("points")
    if points is None or found.points is None:
        return points is None and found.points is None
    mine = (found.points.x, found.points.y, found.points.crs)
    return mine == tuple(points.get(one) for one in ("xField", "yField", "crs"))


def _seen_from_folder(planned: PlannedStep) -> PlannedStep:
    """Name what the runs wrote as it is found from the folder of the record."""
    return replace(planned, values={n: _seen(value) for n, value in planned.values.items()})


def _seen(value: Value) -> Value:
    if isinstance(value, Several):
        return Several(tuple(_seen(one) for one in value.values))
    if isinstance(value, (Made, Earlier)) and value.name:
        return replace(value, name=f"{_UP}{value.name}")
    return value


def _written(planned: PlannedStep, folder: Path, elsewhere: Mapping[str, Path]) -> dict[str, str]:
    return {
        name: file
        for name, file in planned.made().items()
        if file[len(_UP) :] not in elsewhere and (folder / file).exists()
    }


def _put(file: Path, record: Mapping[str, Any]) -> Path:
    """Write a record beside its place and rename it."""
    beside = file.with_name(f"~{file.name}")
    try:
        beside.write_text(as_text(record), encoding="utf-8", errors="backslashreplace")
        beside.replace(file)
    except OSError as error:
        raise FileUnreadableError(
            f"{file.name} cannot be written beside the pack ({error.strerror})."
        ) from error
    return file
