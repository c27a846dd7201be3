"""A finished run of a scenario, as a page reads it: its numbers, its tables and its layers."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
EVERYTHING = "All areas"


@dataclass(frozen=True)
class Run:
    """The folder of a run with its record."""

    folder: Path
    record: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Run:
        """Read the record that `familyhub:runscenario` writes."""
        return cls(
            folder.resolve(), json.loads((folder / "results.json").read_text(encoding="utf-8"))
        )

    @property
    def scenario(self) -> dict[str, Any]:
        """Give the scenario that was run."""
        return dict(self.record["scenario"])

    def number(self, step: str, name: str) -> Any:
        """Give what a step returned by this name: a number, a text, or yes or no."""
        return self._step(step)["numbers"][name]

    def setting(self, step: str, name: str) -> Any:
        """Give what the scenario sets a parameter of a step to."""
        written = next(one for one in self.scenario["steps"] if one["id"] == step)
        return written["parameters"][name]

    def rows(self, step: str, output: str = "OUTPUT") -> list[Row]:
        """Give an output's rows: a CSV's texts as numbers where they are, or a layer's values."""
        path = self.folder / self._step(step)["outputs"][output]
        return _csv_rows(path) if path.suffix == ".csv" else _layer_rows(path)

    def by(self, step: str, output: str = "OUTPUT", key: str = "key") -> dict[str, Row]:
        """Give the rows by the text of a column, in their order."""
        return {_text(row[key]): row for row in self.rows(step, output)}

    def _step(self, name: str) -> Row:
        return next(step for step in self.record["steps"] if step["id"] == name)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{k: _value(v) for k, v in row.items()} for row in csv.DictReader(lines)]


def _value(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _layer_rows(path: Path) -> list[Row]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
        base.row_factory = sqlite3.Row
        (table,) = base.execute("SELECT table_name FROM gpkg_contents").fetchone()
        found = base.execute(f'SELECT * FROM "{table}"').fetchall()
    return [dict(row) for row in found]
