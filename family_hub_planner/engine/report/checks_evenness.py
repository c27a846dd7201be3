"""The measures of how evenly journeys are shared out, worked out anew from a run's areas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..equity_table import equity_table
from ..errors import FiguresError
from .checks_figures import AGAIN, agree, differ, rows_of
from .counted_children import area_numbers
from .evidence import Coverage, Evidence, every_run

_LINE = re.compile(r"poverty_share_([0-9]+(?:_[0-9]+)?)")
_BY_GROUP = {"decile_gap": ("BY_DECILE", "10"), "quintile_gap": ("BY_QUINTILE", "5")}
# What the areas do not tell: the layer of a coverage has neither decile nor rank.
_BY_RANK = ("decile_", "quintile_", "concentration_", "palma_")


def evenness_of_areas(evidence: Evidence) -> Iterator[None]:
    """Compare each measure that the areas tell with the one in EQUITY; gaps, with the tables.

    Children, means, Gini, Kolm-Pollak and access poverty need minutes and children alone; a gap is
    the difference of two rows of the table by decile or quintile.
    """
    for run in every_run(evidence):
        table = run.tables.get("EQUITY")
        if table is None or not {"minutes", "children"} <= set(run.areas.columns):
            continue
        told = {str(row["key"]): row["value"] for row in rows_of(table)}
        own = {**_of_areas(run, told), **_of_tables(run)}
        for key in (one for one in told if one in own):
            where = f"{run.name}: {key} of the areas and of EQUITY"
            _same(own[key], told[key], where, differ(run.areas, table))
            yield


def _of_areas(run: Coverage, told: Mapping[str, Any]) -> dict[str, float | None]:
    """Work the measures out by `equity_table`, with the lines of poverty that were told."""
    found = (_LINE.fullmatch(key) for key in told)
    lines = [float(one[1].replace("_", ".")) for one in found if one is not None]
    minutes = area_numbers(run, "minutes", math.inf)
    children = area_numbers(run, "children", 0.0)
    rows = rows_of(equity_table(minutes, children, np.full(len(children), np.nan), lines))
    return {row["key"]: row["value"] for row in rows if not row["key"].startswith(_BY_RANK)}


def _of_tables(run: Coverage) -> dict[str, float]:
    """Work out the gaps between the most and the least deprived group, where both have a mean."""
    found = {}
    for key, (name, least) in _BY_GROUP.items():
        means = {row["key"]: row.get("mean_minutes") for row in rows_of(run.tables.get(name))}
        first, last = means.get("1"), means.get(least)
        if first is not None and last is not None:
            found[key] = float(first) - float(last)
    return found


def _same(own: float | None, told: float | None, where: str, why: str) -> None:
    if (own is None) != (told is None):
        raise FiguresError(f"{where}: not applicable in one of them alone. {why}. {AGAIN}")
    agree(own, told, where, why)
