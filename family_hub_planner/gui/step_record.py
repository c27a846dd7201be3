"""What a step last found, and what it was found from: kept with the project."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer

from .file_places import sqlite_address
from .plan_settings import FILES, LAYERS, SCOPE, PlanSettings

_ENTRY = "records"
_PATHS = ("file", "made")  # the kinds of a parameter's value that are paths


@dataclass(frozen=True)
class StepRecord:
    """One finished run: its numbers and texts, its files, and the state of what it took.

    `runs` tells each algorithm that was run for it, see `run_told`; none where nobody knows.
    """

    algorithm: str
    numbers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    finished_at: str = ""
    runs: list[dict[str, Any]] = field(default_factory=list)


def read_records(project: QgsProject) -> dict[str, StepRecord]:
    """Read the records by step; what another release wrote and this one cannot read is left out."""
    text, _ = project.readEntry(SCOPE, _ENTRY, "")
    try:
        stored = json.loads(text or "{}")
        records = {key: StepRecord(**values) for key, values in stored.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return {
        key: _resolved(record, project.readPath)
        for key, record in records.items()
        if _is_whole(record)
    }


def write_records(project: QgsProject, records: Mapping[str, StepRecord]) -> None:
    """Write the records, their files relative to the project's as the settings are."""
    stored = {key: asdict(_resolved(record, project.writePath)) for key, record in records.items()}
    text = json.dumps(stored, sort_keys=True)
    if project.readEntry(SCOPE, _ENTRY, "{}")[0] != text:
        project.writeEntry(SCOPE, _ENTRY, text)


def state_of(names: Iterable[str], settings: PlanSettings, project: QgsProject) -> dict[str, str]:
    """Give the state of each setting that a run takes: its value, and when its data changed."""
    return {name: _state(name, getattr(settings, name), project) for name in sorted(names)}


def changed_at(path: Path) -> datetime | None:
    """Give when a file's content last changed, in local time; None where there is no such file."""
    try:
        seen = datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return None
    told = _last_change(path) if path.suffix.lower() == ".gpkg" else ""
    try:
        there = datetime.strptime(told[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return seen
    return there.astimezone().replace(tzinfo=None)


def has(value: Any, kind: str) -> bool:
    """Tell whether a run's value is of a kind of `run_told`."""
    return isinstance(value, dict) and kind in value


def _is_whole(record: StepRecord) -> bool:
    """Tell whether a record is as we write them; a project's file may come from anybody."""
    texts = (record.algorithm, record.finished_at)
    return (
        all(isinstance(text, str) for text in texts)
        and isinstance(record.numbers, dict)
        and all(_are_texts(named) for named in (record.files, record.taken))
        and isinstance(record.runs, list)
        and all(_is_whole_run(run) for run in record.runs)
    )


def _is_whole_run(run: Any) -> bool:
    if not isinstance(run, dict) or not isinstance(run.get("parameters"), dict):
        return False
    return all(map(_has_paths, run["parameters"].values()))


def _has_paths(value: Any) -> bool:
    """Tell whether what names a file in a parameter is a text."""
    if isinstance(value, list):
        return all(map(_has_paths, value))
    named = [value[kind] for kind in _PATHS if has(value, kind)]
    return all(isinstance(path, str) for path in named)


def _are_texts(named: Any) -> bool:
    return isinstance(named, dict) and all(isinstance(one, str) for one in named.values())


def _resolved(record: StepRecord, resolve: Any) -> StepRecord:
    files = {name: str(resolve(path)) if path else "" for name, path in record.files.items()}
    runs = [_with_paths(run, lambda path: str(resolve(path))) for run in record.runs]
    return replace(record, files=files, runs=runs)


def _with_paths(run: dict[str, Any], resolve: Callable[[str], str]) -> dict[str, Any]:
    """Give a run whose paths are written in another way: a project's relative ones."""
    return {**run, "parameters": {n: _again(v, resolve) for n, v in run["parameters"].items()}}


def _again(value: Any, resolve: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_again(one, resolve) for one in value]
    for kind in _PATHS:
        if has(value, kind):
            path, mark, rest = value[kind].partition("|")
            return {**value, kind: f"{resolve(path)}{mark}{rest}"}
    return value


def _state(name: str, value: str, project: QgsProject) -> str:
    """Give a text that differs when the setting or what stands behind it differs.

    Not a path: a plan that was moved to another folder is not out of date.
    """
    if name in LAYERS:
        layer = project.mapLayer(value)
        return _layer_state(layer) if isinstance(layer, QgsVectorLayer) else ""
    if name in FILES and value:
        return f"{Path(value).name} {_file_state(Path(value))}"
    return value


def _layer_state(layer: QgsVectorLayer) -> str:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path", "") or "")
    changed = _file_state(Path(path)) if path else str(layer.featureCount())
    edited = layer.customProperty("family_hub_planner/edits", 0)
    return f"{layer.id()} {changed} {layer.subsetString()} {edited}{_unsaved(layer)}"


def _unsaved(layer: QgsVectorLayer) -> str:
    """Tell edits that are not saved by what they hold: a run takes them, and they may be undone."""
    buffer = layer.editBuffer() if layer.isModified() else None
    if buffer is None:
        return ""
    added = [(one.attributes(), one.geometry().asWkt()) for one in buffer.addedFeatures().values()]
    moved = {row: shape.asWkt() for row, shape in buffer.changedGeometries().items()}
    told = (added, sorted(buffer.deletedFeatureIds()), moved, buffer.changedAttributeValues())
    return f" unsaved {zlib.crc32(repr(told).encode()):08x}"


def _file_state(path: Path) -> str:
    """Give when a file's content changed; a GeoPackage's own word counts.

    QGIS touches a GeoPackage by opening it, so the file's time says nothing there.
    """
    try:
        found = path.stat()
    except OSError:
        return "gone"
    stamp = _last_change(path) if path.suffix.lower() == ".gpkg" else ""
    return stamp or f"{found.st_size} {found.st_mtime_ns}"


def _last_change(path: Path) -> str:
    try:
        with closing(
            sqlite3.connect(f"{sqlite_address(path.absolute())}?mode=ro", uri=True, timeout=0.2)
        ) as table:
            return str(table.execute("select max(last_change) from gpkg_contents").fetchone()[0])
    except sqlite3.Error:
        return ""
