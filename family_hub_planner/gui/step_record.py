"""What a step last found, and what it was found from: kept with the project."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer

from .plan_settings import FILES, LAYERS, SCOPE, PlanSettings

_ENTRY = "records"


@dataclass(frozen=True)
class StepRecord:
    """One finished run: its numbers and texts, its files, and the state of what it took."""

    algorithm: str
    numbers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    finished_at: str = ""


def read_records(project: QgsProject) -> dict[str, StepRecord]:
    """Read the records by step; what another release wrote and this one cannot read is left out."""
    text, _ = project.readEntry(SCOPE, _ENTRY, "")
    try:
        stored = json.loads(text or "{}")
        records = {key: StepRecord(**values) for key, values in stored.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
    return {key: _resolved(record, project.readPath) for key, record in records.items()}


def write_records(project: QgsProject, records: Mapping[str, StepRecord]) -> None:
    """Write the records, their files relative to the project's as the settings are."""
    stored = {key: asdict(_resolved(record, project.writePath)) for key, record in records.items()}
    text = json.dumps(stored, sort_keys=True)
    if project.readEntry(SCOPE, _ENTRY, "{}")[0] != text:
        project.writeEntry(SCOPE, _ENTRY, text)


def state_of(names: Iterable[str], settings: PlanSettings, project: QgsProject) -> dict[str, str]:
    """Give the state of each setting that a run takes: its value, and when its data changed."""
    return {name: _state(name, getattr(settings, name), project) for name in sorted(names)}


def _resolved(record: StepRecord, resolve: Any) -> StepRecord:
    files = {name: str(resolve(path)) if path else "" for name, path in record.files.items()}
    return StepRecord(**{**asdict(record), "files": files})


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
    return f"{layer.id()} {changed} {layer.subsetString()} {edited}"


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
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)
        ) as table:
            return str(table.execute("select max(last_change) from gpkg_contents").fetchone()[0])
    except sqlite3.Error:
        return ""
