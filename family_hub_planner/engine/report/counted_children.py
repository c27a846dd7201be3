"""The children of a run's areas, and the need layer that they come from.

A layer of coverage does not tell the ages of its children. They are those of the need layer that
was given whose children are the run's own, area by area.
"""

from __future__ import annotations

import math
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


def same_children(base: Coverage, run: Coverage) -> bool:
    """Tell whether two runs at points of their own certainly count the same children.

    They do only where no code is shared, both layers name the same data sets of need, each by its
    checksum, children and need add up to the same, and no table by locality of the two differs.
    """
    if children_of(base.areas).keys() & children_of(run.areas).keys():
        return False
    sets = [set(one.made.sources.get("NEED", ())) for one in (base, run)]
    named = all(sources and all("(sha256 " in one for one in sources) for sources in sets)
    return (
        named
        and sets[0] == sets[1]
        and base.made.home == run.made.home
        and base.made.estimates == run.made.estimates
        and _as_many(base, run)
        and _localities_agree(base, run)
    )


def _as_many(base: Coverage, run: Coverage) -> bool:
    """Tell whether children and need of two runs add up to the same."""
    return all(
        math.isclose(
            *(float(area_numbers(one, column, 0.0).sum()) for one in (base, run)),
            rel_tol=1e-9, abs_tol=ALIKE,
        )
        for column in ("children", "need")
    )  # fmt: skip


def _localities_agree(base: Coverage, run: Coverage) -> bool:
    tables = [one.tables.get("BY_LOCALITY") for one in (base, run)]
    if any(table is None for table in tables):
        return True
    sums = [{str(row["key"]): float(row["children"] or 0.0) for row in records(table)}
            for table in tables]  # fmt: skip
    same = sums[0].keys() == sums[1].keys()
    return same and all(abs(sums[0][key] - sums[1][key]) <= ALIKE for key in sums[0])
