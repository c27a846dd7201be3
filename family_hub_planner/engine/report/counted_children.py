"""The children of a run's areas, and the need layer that they come from.

A layer of coverage does not tell the ages of its children. They are those of the need layer that
was given whose children are the run's own, area by area.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..tables import Table
from .evidence import Coverage, Evidence
from .wording import records

ALIKE = 0.005  # children; less is what adding up leaves

Children = dict[str, float]


def need_of(evidence: Evidence, run: Coverage) -> Table | None:
    """Give the need layer whose children a run counts, area by area; None where none was given.

    Areas that a layer lacks (points added by hand) are no part of that, but one must be shared.
    """
    counted = children_of(run.areas)
    layers = [evidence.need, *(one.need for one in evidence.needs)]
    for layer in layers:
        told = {} if layer is None else children_of(layer)
        shared = counted.keys() & told.keys()
        if shared and all(abs(counted[code] - told[code]) <= ALIKE for code in shared):
            return layer
    return None


def children_of(areas: Table) -> Children:
    """Give each area's children by its code."""
    return {str(row["area_code"]): float(row.get("children") or 0.0) for row in records(areas)}


def area_numbers(run: Coverage, column: str, missing: float) -> Any:
    """Give a column of a run's areas as numbers, shape (areas,); `missing` where there is none."""
    table = run.areas
    values = table.columns.get(column, [None] * len(table))
    return np.array([missing if value is None else float(value) for value in values], dtype=float)
