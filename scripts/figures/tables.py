"""What a run wrote, as plain tables: CSV files, GeoPackages' layers, the record's numbers."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Table = list[dict[str, Any]]

_RECORD = "results.json"


def tables_of(folder: Path) -> dict[str, Table]:
    """Give every table below a folder of runs, by file (and layer)."""
    found: dict[str, Table] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".csv":
            found[name] = _csv(path)
        elif path.suffix == ".gpkg":
            found.update({f"{name}|{layer}": rows for layer, rows in _layers(path).items()})
        elif path.name == _RECORD:
            found[name] = _numbers(json.loads(path.read_text(encoding="utf-8")))
    return found


def _csv(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: _value(text) for name, text in row.items()} for row in csv.DictReader(lines)]


def _value(text: str) -> Any:
    try:
        return float(text)
    except (TypeError, ValueError):
        return text


def _layers(path: Path) -> dict[str, Table]:
    with closing(sqlite3.connect(f"file:{path.as_posix()}?immutable=1", uri=True)) as base:
        base.row_factory = sqlite3.Row
        base.text_factory = lambda raw: raw.decode("utf-8", "replace")
        names = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")]
        return {
            name: [dict(row) for row in base.execute(f'SELECT * FROM "{name}"')]
            for name in sorted(names)
        }


def _numbers(record: dict[str, Any]) -> Table:
    """Give what each step returned, one row a step."""
    return [{"step": step["id"], **step["numbers"]} for step in record["steps"]]
