"""Whether rows by age and by group are of the run they stand beside, though nothing adds them up.

A group's own count by area mostly stands nowhere in the pack. What its row tells is held instead:
to what the coverage says of its own rows, to how many areas the run has, and to their minutes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..errors import FiguresError
from ..made_with import Travelled
from ..tables import Table
from .checks_figures import AGAIN, CLOSE, agree, differ, number, rows_of
from .evidence import Coverage, Evidence, every_run

_LEFT_OUT = re.compile(r"([0-9]+) areas? ha(?:s|ve) no count")
_AN_AREAS = ("median_minutes", "p90_minutes", "max_minutes")  # never between two areas' own
Row = Mapping[str, Any]


def rows_of_runs(evidence: Evidence) -> Iterator[None]:
    """Refuse rows of BY_AGE and BY_GROUP that the run's areas, or what it was made with, deny."""
    for run in every_run(evidence):
        yield from _rows_of(run)


def _rows_of(run: Coverage) -> Iterator[None]:
    minutes = [float(m) for m in run.areas.columns.get("minutes", []) if m is not None]
    for key, told in (("BY_AGE", run.made.ages), ("BY_GROUP", run.made.groups)):
        table = run.tables.get(key)
        for row in rows_of(table):
            if table is None or row.get("children") is None:
                continue
            yield from _as_told(run, key, table, row, told)
            yield from _areas(run, key, table, row)
            if row.get("travel", run.made.mode) == run.made.mode:
                yield from _minutes(run, key, table, row, minutes)


def _as_told(
    run: Coverage, key: str, table: Table, row: Row, told: Mapping[str, Travelled] | None
) -> Iterator[None]:
    """Hold a row to what the coverage says of its own: how they travel, and their mean minutes.

    A row that the run had not is let be where it goes by the run's mode: its minutes are held.
    """
    if told is None:
        return
    mode = str(row.get("travel") or run.made.mode)
    own, mean = told.get(str(row["key"]), (run.made.mode, None))
    if mode != own:
        raise FiguresError(
            f"{run.name}: {key} tells of journeys of {row['key']} by {mode}, and the coverage by "
            f"{own}. {differ(run.areas, table)}. {AGAIN}"
        )
    yield
    if mean is not None and row.get("mean_minutes") is not None:
        where = f"{run.name}: mean minutes of {row['key']} in the coverage and in {key}"
        agree(mean, row["mean_minutes"], where, differ(run.areas, table))
        yield


def _areas(run: Coverage, key: str, table: Table, row: Row) -> Iterator[None]:
    """Hold a row's areas, and those its note leaves out, to the run's; without a note, at most."""
    if row.get("areas") is None:
        return
    left_out = _LEFT_OUT.match(str(row.get("note") or ""))
    counted = number(row["areas"]) + (int(left_out[1]) if left_out else 0)
    every, noted = len(run.areas), "note" in table.columns
    if counted > every or (noted and counted < every):
        raise FiguresError(
            f"{run.name}: {key}, {row['key']}, is of {counted:,.0f} areas, and the run has "
            f"{every:,d}. {differ(run.areas, table)}. {AGAIN}"
        )
    yield


def _minutes(
    run: Coverage, key: str, table: Table, row: Row, minutes: Collection[float]
) -> Iterator[None]:
    """Hold the minutes of a row that are some area's own to those of the run's areas."""
    for name in _AN_AREAS:
        value = row.get(name)
        if value is None:
            continue
        if not any(abs(float(value) - own) <= CLOSE * max(1.0, own) for own in minutes):
            raise FiguresError(
                f"{run.name}: {name} of {key}, {row['key']}, is {float(value):,.9g}, which no area "
                f"of the run has. {differ(run.areas, table)}. {AGAIN}"
            )
        yield
