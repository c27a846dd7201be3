"""The runs that QGIS's own history tells of: those from the toolbox, which the panel did not see.

QGIS 3.22 keeps a log of Python commands, later releases a database that holds the same command and
what the run returned. Both are read by the command, so that a release that writes more changes
nothing here; nothing of it is ever carried out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgsGui

from .run_told import Told, made_by, told_parameters, told_run
from .tool_inputs import parameters_of
from .translation import tr

_DATE = "%Y-%m-%d %H:%M:%S"
_SLACK_S = 2.0  # the history counts whole seconds, and a file's clock may differ by one
_LONGEST = timedelta(hours=1)  # of a run: what changed later was changed by something else


@dataclass(frozen=True)
class Entry:
    """One line of the history: when it was begun (local time), its command, what it returned.

    `results` is None where this QGIS does not keep them.
    """

    begun: datetime
    command: str
    results: dict[str, Any] | None = field(default=None)


@dataclass(frozen=True)
class PastRun:
    """A run of ours that the history tells of, in the words of `run_told`."""

    begun: datetime
    told: Told


def run_that_made(
    file: str, changed: datetime | None, algorithms: set[str], project: QgsProject
) -> PastRun | None:
    """Give the run that wrote a file as it now is, if that is sure and of one of these algorithms.

    `changed` is when the file's content last changed (local time): a run that was begun after that
    has not written it, nor, as good as surely, one that was begun long before. None too where
    something else may have written the file since: another tool or model that names it or a folder
    above it, or where QGIS does not keep which runs failed, a run like it with other settings.
    """
    found, sure = None, True
    for entry in sorted(_entries(), key=lambda one: one.begun):  # the later of two in one second
        after = changed is not None and (entry.begun - changed).total_seconds() > _SLACK_S
        failed = entry.results is not None and not entry.results
        if after or failed or not _names(entry, file):
            continue
        past = _past_run(entry, project)
        if past is not None and _wrote(past.told, file):
            same = found is None or past.told["parameters"] == found.told["parameters"]
            found, sure = past, entry.results is not None or (sure and same)
        elif past is None or not _only_reads(past.told, file):
            sure = found is None
    if found is None or not sure or found.told["algorithm"] not in algorithms:
        return None
    return found if changed is None or changed - found.begun < _LONGEST else None


def _names(entry: Entry, file: str) -> bool:
    """Tell quickly whether an entry may speak of a file or its folder; a history may be long."""
    told = f"{entry.command} {entry.results or ''}"
    return any(str(place) in told for place in (Path(file).name, *Path(file).parents[:-1]))


def _wrote(told: Told, file: str) -> bool:
    return any(Path(made.split("|")[0]) == Path(file) for made in made_by(told).values())


def _only_reads(told: Told, file: str) -> bool:
    """Tell whether a run of ours wrote files, each told by its place, and not this one."""
    ours = told["algorithm"].startswith("familyhub:")
    folders = (Path(made.split("|")[0]) for made in made_by(told).values())
    return ours and not any(folder in Path(file).parents for folder in folders)


def _past_run(entry: Entry, project: QgsProject) -> PastRun | None:
    call = parsed(entry.command)
    if call is None:
        return None
    algorithm_id, written = call
    kinds = parameters_of(algorithm_id)
    # What was left empty is written as "": no file, no layer and no field; a text may be empty.
    given = {n: v for n, v in written.items() if v != "" or kinds.get(n) == "string"}
    results = entry.results or {}
    told = told_parameters(algorithm_id, given, project)
    kept = {name: _made(value, results.get(name)) for name, value in told.items()}
    kept = {name: value for name, value in kept.items() if value is not None}
    return PastRun(entry.begun, told_run(algorithm_id, kept, results, 0.0))


def _made(value: Any, returned: Any) -> Any:
    """Give an output by the file that it became; None where it was not asked for or has no file."""
    if not (isinstance(value, dict) and "made" in value):
        return value
    for place in (returned, value["made"]):
        if isinstance(place, str) and Path(place.split("|")[0]).is_absolute():
            return {"made": place.split("|")[0]}
    return None


def parsed(command: str) -> tuple[str, dict[str, Any]] | None:
    """Read `processing.run("id", {...})`; None for anything else.

    A value that is no plain text, number or list, such as a choice of rows, is told to be so.
    """
    try:
        call = ast.parse(command.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(call, ast.Call) or len(call.args) < 2:
        return None
    named, values = call.args[:2]
    if not isinstance(named, ast.Constant) or not isinstance(values, ast.Dict):
        return None
    pairs = zip(values.keys, values.values)
    given = {key.value: _literal(value) for key, value in pairs if isinstance(key, ast.Constant)}
    return str(named.value), {name: value for name, value in given.items() if value is not None}


def _literal(value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return {"unnamed": tr("a choice in the tool's own window, such as of some rows only")}


def _entries() -> Iterator[Entry]:
    if hasattr(QgsGui, "historyProviderRegistry"):
        for one in QgsGui.historyProviderRegistry().queryEntries(providerId="processing"):
            details = one.entry
            command = str(details.get("python_command") or "")
            results = details.get("results")
            known = results if isinstance(results, dict) else None
            yield Entry(one.timestamp.toPyDateTime(), command, known)
        return
    try:
        from processing.core.ProcessingLog import ProcessingLog  # noqa: PLC0415 - may be off
    except ImportError:
        return
    for line in ProcessingLog.getLogEntries():
        try:
            begun = datetime.strptime(line.date, _DATE)
        except ValueError:
            continue
        yield Entry(begun, str(line.text))
