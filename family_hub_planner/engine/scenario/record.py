"""The record of a run: what was run on what, what it gave, and a scenario that gives it again.

No path of the user's disk stands in it: files are named relative to the run's folder, or as the
scenario named them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from ..errors import InputError
from ..provenance import checksum
from .command import command
from .model import (
    VERSION,
    Earlier,
    InputFile,
    Made,
    PlannedStep,
    RunRecord,
    Scenario,
    Several,
    Value,
)
from .places import RECORD, RESULTS, SAMPLE

RESULTS_VERSION = 1


@dataclass(frozen=True)
class StepDone:
    """A step that was run: its files by output (names in the folder), what else it returned."""

    planned: PlannedStep
    outputs: Mapping[str, str]
    numbers: Mapping[str, Any]
    seconds: float


@dataclass(frozen=True)
class Inputs:
    """The files that a run reads, by text written: the record's name of each, and its SHA-256.

    `contents` are checksums that opening a GeoPackage does not change, see `content_checksum`.
    """

    names: Mapping[str, str]
    checksums: Mapping[str, str]
    contents: Mapping[str, str]

    @classmethod
    def of(cls, steps: Sequence[PlannedStep], folder: Path) -> Inputs:
        """Name the inputs as seen from the run's folder, and read them for their checksums."""
        files = {given.text: given for step in steps for given in step.inputs()}
        names = named(files, folder)
        paths = {text: given.path for text, given in files.items() if given.path.is_file()}
        sums = {text: checksum(path) for text, path in paths.items()}
        contents = {text: content_checksum(path) for text, path in paths.items()}
        return cls(names, sums, contents)


def content_checksum(path: Path) -> str:
    """Give the SHA-256 of a file; of an SQLite one without what a program changes on opening it.

    Those bytes of its header are the kind of journal, the count of changes and the version of the
    library that wrote last. SOURCE: SQLite, Database File Format, 1.3 (offsets 18, 24, 92).
    """
    with path.open("rb") as stream:
        head = bytearray(stream.read(100))
        if not head.startswith(b"SQLite format 3\x00"):
            return checksum(path)
        for start, end in ((18, 20), (24, 28), (92, 100)):
            head[start:end] = bytes(end - start)
        digest = hashlib.sha256(head)
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def named(files: Mapping[str, InputFile], folder: Path) -> dict[str, str]:
    """Give what the record calls each input: its path as seen from the run's folder.

    Where one of these would tell of the user's own folders (a way over the root, or into a home
    folder from outside it), all are named as written, and whoever reruns names the folder to which
    that is relative. One written as a whole path is then named by its file alone, or by as many of
    its folders as tell it from another of that name.
    """
    seen = {text: _seen_from(given, folder) for text, given in files.items()}
    if any(name is None for name in seen.values()):
        return _told_apart(files)
    return {text: name or "" for text, name in seen.items()}


def _told_apart(files: Mapping[str, InputFile]) -> dict[str, str]:
    """Name the files as written; of whole paths of one name as much as tells them apart."""
    depth = 1
    while True:
        names = {text: _as_written(given, depth) for text, given in files.items()}
        places: dict[str, set[Path]] = {}
        for text, name in names.items():
            places.setdefault(name.split("|")[0], set()).add(files[text].path.resolve())
        twice = {name for name, paths in places.items() if len(paths) > 1}
        if not twice:
            return names
        depth += 1
        astray = [
            given.path
            for text, given in files.items()
            if names[text].split("|")[0] in twice and Path(text.split("|")[0]).is_absolute()
        ]
        if not astray or any(_tells_of_home(path, depth) for path in astray):
            raise InputError(
                f"Two inputs are called {min(twice)} and could not be told apart in the record "
                "without naming your own folders. Put both below the scenario file, or call one "
                "by another name."
            )


def _tells_of_home(path: Path, depth: int) -> bool:
    """Tell whether the last `depth` parts of a path name a user's folder or all of the path."""
    first = path.resolve().parents[depth - 2] if depth - 2 < len(path.resolve().parents) else None
    home = Path.home()
    return first is None or first.parent in home.parents or first in (home, *home.parents)


def _seen_from(given: InputFile, folder: Path) -> str | None:
    if given.text.startswith(SAMPLE):
        return given.text
    start, real = folder.resolve(), given.path.resolve()
    way = way_from(start, real, Path.home()) or _way_by_link(start, given.path.absolute(), real)
    return None if way is None else f"{way}{given.suffix}"


def _way_by_link(start: Path, path: Path, real: Path) -> PurePosixPath | None:
    """Give the way to a file over a link that stands beside the scenario; None if it is no way."""
    way = None if ".." in path.parts else way_from(start, path, Path.home())
    return way if way is not None and (start / way).resolve() == real else None


def way_from(start: PurePath, path: PurePath, home: PurePath) -> PurePosixPath | None:
    """Give the way from a folder to a file; None where it would tell of the user's own folders.

    That is a way over the root of a drive or share, or out of a folder that holds `home`.
    """
    mine, its = ([*reversed(one.parents), one] for one in (start, path))
    shared = [one for one, other in zip(mine, its) if one == other]
    if len(shared) < 2 or shared[-1] in home.parents:
        return None
    common = len(shared[-1].parts)
    return PurePosixPath(*[".."] * (len(start.parts) - common), *path.parts[common:])


def _as_written(given: InputFile, depth: int) -> str:
    """Give a path as written; of a whole one the last `depth` parts."""
    if given.text.startswith(SAMPLE):
        return given.text
    written = Path(given.text.split("|")[0].replace("\\", "/"))
    if written.is_absolute():
        written = Path(*written.parts[-depth:])
    return written.as_posix() + given.suffix


def changed_inputs(scenario: Scenario, inputs: Inputs) -> list[str]:
    """Give the inputs that are not the files that the scenario records, by their text."""
    return sorted(
        text
        for text, found in inputs.contents.items()
        if scenario.checksums.get(text, found) != found
    )


def again(scenario: Scenario, steps: Sequence[PlannedStep], inputs: Inputs) -> dict[str, Any]:
    """Give the scenario that gives these results again, as JSON: every value written out."""
    kept = {"family_hub_scenario": VERSION, "title": scenario.title}
    words = {
        "question": scenario.question,
        "authority": scenario.authority,
        "notes": list(scenario.notes),
    }
    return {
        **kept,
        **{name: value for name, value in words.items() if value},
        "steps": [
            {
                "id": planned.step.id,
                "name": planned.step.name,
                "algorithm": planned.step.algorithm,
                "parameters": {n: _rerun(v, inputs) for n, v in planned.values.items()},
                **({} if planned.step.load is None else {"load": list(planned.step.load)}),
            }
            for planned in steps
        ],
        "checksums": {inputs.names[text]: found for text, found in inputs.contents.items()},
    }


def results(
    scenario: Scenario,
    done: Sequence[StepDone],
    inputs: Inputs,
    versions: Mapping[str, str],
    run_on: str,
) -> dict[str, Any]:
    """Give the record of a run as JSON; `run_on` is YYYY-MM-DD."""
    return {
        "family_hub_results": RESULTS_VERSION,
        "scenario": again(scenario, [step.planned for step in done], inputs),
        "versions": dict(versions),
        "run_on": run_on,
        "steps": [_step(step, inputs) for step in done],
    }


def as_text(record: Mapping[str, Any]) -> str:
    """Write a record as the text of a JSON file."""
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _step(done: StepDone, inputs: Inputs) -> dict[str, Any]:
    planned = done.planned
    given = {name: _as_run(value, inputs) for name, value in planned.values.items()}
    return {
        "id": planned.step.id,
        "name": planned.step.name,
        "algorithm": planned.step.algorithm,
        "parameters": given,
        "outputs": dict(done.outputs),
        "numbers": {name: _number(value) for name, value in done.numbers.items()},
        "seconds": round(done.seconds, 2),
        "command": command(planned, inputs.names),
        "inputs": [
            {"name": inputs.names[text], "sha256": inputs.checksums[text]}
            for text in dict.fromkeys(given.text for given in planned.inputs())
            if text in inputs.checksums
        ],
    }


def _rerun(value: Value, inputs: Inputs) -> Any:
    """Give a value as a scenario file holds it: earlier outputs as references."""
    if isinstance(value, Earlier):
        return {"from": value.step, "output": value.output}
    if isinstance(value, RunRecord):
        return RECORD
    if isinstance(value, Several):
        return [_rerun(one, inputs) for one in value.values]
    return _as_run(value, inputs)


def _as_run(value: Value, inputs: Inputs) -> Any:
    """Give a value as it was run: earlier outputs as their files in the folder."""
    if isinstance(value, Several):
        return [_as_run(one, inputs) for one in value.values]
    if isinstance(value, InputFile):
        return inputs.names[value.text]
    if isinstance(value, Made):
        return value.name
    if isinstance(value, RunRecord):
        return RESULTS
    if isinstance(value, Earlier):
        return value.name or f"{value.step}.{value.output}"
    return value.value


def _number(value: Any) -> Any:
    unknown = isinstance(value, float) and not math.isfinite(value)
    return None if unknown else value
