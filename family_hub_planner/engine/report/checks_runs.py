"""Checks of whole runs: the areas against the tables, and the options against today.

A table of another run, mode or hour has the same children and other journeys: so that a total is
right is no sign that its bands are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ..bands import band_suffix, parse_bands
from ..comparison_likeness import check_alike
from ..coverage_tables import ALL_AREAS
from ..errors import FiguresError, InputError
from .checks_figures import AGAIN, OUTCOMES, PARTING, agree, differ, number, rows_of
from .evidence import Coverage, Evidence, Option, every_run
from .option_rows import total_of_areas

_REACHED = re.compile(r"reached_[0-9]+(_[0-9]+)?")
_COUNTS = ("children", "need", "beyond", "unrouted")
_MINUTES = ("mean_minutes", "median_minutes", "p90_minutes", "max_minutes")


def bands_of_tables(evidence: Evidence) -> Iterator[None]:
    """Refuse a table that counts within other minutes than its run's bands, and not within them.

    One that a record takes from another step (by car) may have bands of its own.
    """
    for run in every_run(evidence):
        own = {f"reached_{band_suffix(band)}" for band in parse_bands(run.made.bands or "1")}
        for key, table in run.tables.items():
            there = {name for name in table.columns if _REACHED.fullmatch(name)}
            if not run.made.bands or not there or key in run.origins:
                continue
            if own - there and there - own:
                raise FiguresError(
                    f"{run.name}: its bands are {run.made.bands} minutes, and {key} counts within "
                    f"{', '.join(_minutes_told(there))}. {differ(run.areas, table)}. {AGAIN}"
                )
            yield


def _minutes_told(names: set[str]) -> list[str]:
    """Give the minutes in the names of columns such as reached_7_5, rising."""
    told = [name[len("reached_") :].replace("_", ".") for name in names]
    return sorted(told, key=float)


def rows_of_areas(evidence: Evidence) -> Iterator[None]:
    """Work out each run's total anew from its areas, and compare each table's total with it."""
    for run in every_run(evidence):
        if "children" not in run.areas.columns or not run.made.bands:
            continue
        total = total_of_areas(run, parse_bands(run.made.bands))
        for key, table in run.tables.items():
            last = _last(table) if key in PARTING else {}
            for name, value in last.items():
                if value is None or not _compared(name) or name not in total:
                    continue
                if name == "need" and "need" not in run.areas.columns:
                    continue
                where = f"{run.name}: {name} of the areas and of {key}"
                agree(total[name], value, where, differ(run.areas, table))
                yield


def _compared(name: str) -> bool:
    return name in (*_COUNTS, *_MINUTES) or name.startswith("reached_")


def _last(table: Any) -> dict[str, Any]:
    """Give a table's row of all areas; {} where it has none."""
    rows = rows_of(table)
    return rows[-1] if rows and rows[-1].get("key") == ALL_AREAS else {}


def alike(evidence: Evidence) -> Iterator[None]:
    """Refuse an option whose journeys were modelled otherwise than today's, with `InputError`.

    Another network or other points are let pass where a comparison was given: who made that one
    allowed them, and the options then name them.
    """
    today = evidence.today
    for option in evidence.options:
        if today is None or option.coverage is None:
            continue
        one, other = today.made, option.coverage.made
        check_alike((today.name, one), (option.name, other), option.comparison is not None)
        if one.bands and other.bands and parse_bands(one.bands) != parse_bands(other.bands):
            raise InputError(
                f"{option.name} has the bands {other.bands} and {today.name} {one.bands}. Run "
                "coverage for both with the same bands."
            )
        yield


def totals_of_options(evidence: Evidence) -> Iterator[None]:
    """Compare the totals of an option's tables with one another."""
    for option in evidence.options:
        first: dict[str, tuple[str, float]] = {}
        for key, row in _totals(option):
            for name in ("areas", "children", "much_longer", *OUTCOMES, "mean_minutes_plan"):
                if row.get(name) is None:
                    continue
                other, value = first.setdefault(name, (key, number(row[name])))
                if other != key:
                    where = f"{option.name}: {name} of all areas in {other} and {key}"
                    agree(value, row[name], where)
                    yield


def _totals(option: Option) -> list[tuple[str, dict[str, Any]]]:
    tables = option.comparison.tables if option.comparison else {}
    return [(key, _last(table)) for key, table in tables.items() if key in PARTING and _last(table)]


def areas_of_options(evidence: Evidence) -> Iterator[None]:
    """Add up anew whose journeys grow by more than counts as much longer."""
    for option in evidence.options:
        part = option.comparison
        if part is None or part.areas is None or "children" not in part.areas.columns:
            continue
        rows = rows_of(part.areas)
        longer = [row for row in rows if row.get("change") is not None]
        longer = [row for row in longer if float(row["change"]) > part.much]
        for key, row in _totals(option):
            if not rows:
                raise FiguresError(
                    f"{option.name}: {key} has rows of this option, and the change of journeys by "
                    f"area has none. {differ(part.areas, part.tables[key])}. {AGAIN}"
                )
            where = f"{option.name}: children of the areas and of {key}"
            agree(math.fsum(number(one["children"]) for one in rows), row["children"], where)
            where = f"{option.name}: children with a much longer journey, of the areas and of {key}"
            much = math.fsum(number(one["children"]) for one in longer)
            agree(much, row.get("much_longer"), where, _OTHER_MINUTES)
            yield


_OTHER_MINUTES = "The comparison may have counted other minutes as much longer (WORSE_MINUTES)"


def minutes_of_options(evidence: Evidence) -> Iterator[None]:
    """Set each comparison's minutes beside those of today's and the option's own areas.

    A comparison of another mode has the same areas and children, so that every sum agrees. Where
    only its tables were given, those with much longer journeys are counted anew from the areas of
    both runs.
    """
    base = _minutes_by_area(evidence.today)
    for option in evidence.options:
        part, plan = option.comparison, _minutes_by_area(option.coverage)
        if part is None:
            continue
        for name, own, whose in (("base", base, "today"), ("plan", plan, f"“{option.name}”")):
            for row in rows_of(part.areas):
                code = str(row["area_code"])
                if own and code not in own and row.get(f"minutes_{name}") is not None:
                    raise FiguresError(
                        f"{option.name}: area {code} has minutes in the comparison and is none of "
                        f"{whose}. {_OTHER_COUNTY}. {AGAIN}"
                    )
                if f"minutes_{name}" in row and code in own:
                    where = f"{option.name}: minutes of area {code} in the comparison and {whose}"
                    _same_minutes(row[f"minutes_{name}"], own[code], where)
                    yield
        if part.areas is None and base and plan:
            much = _much_longer(evidence, base, plan, part.much)
            for key, row in _totals(option):
                if row.get("much_longer") is not None:
                    where = f"{option.name}: children with a much longer journey by {key}"
                    agree(much, row["much_longer"], where, f"{_OTHER_MODE}. {_OTHER_MINUTES}")
                    yield


_OTHER_COUNTY = "The comparison may be of other runs than these: of another county, for instance"
_OTHER_MODE = "The comparison may be of other runs than these: by another mode, for instance"


def _minutes_by_area(run: Coverage | None) -> dict[str, float | None]:
    return (
        {} if run is None else {str(r["area_code"]): r.get("minutes") for r in rows_of(run.areas)}
    )


def _same_minutes(one: float | None, other: float | None, where: str) -> None:
    if (one is None) != (other is None):
        raise FiguresError(f"{where}: routed in one and not in the other. {_OTHER_MODE}. {AGAIN}")
    agree(one, other, where, _OTHER_MODE)


def _much_longer(
    evidence: Evidence,
    base: dict[str, float | None],
    plan: dict[str, float | None],
    much: float,
) -> float:
    """Add up the children of today's areas whose minutes grow by more than `much`."""
    rows = rows_of(evidence.today.areas) if evidence.today is not None else []
    counts = []
    for row in rows:
        before, after = base[str(row["area_code"])], plan.get(str(row["area_code"]))
        if before is not None and after is not None and float(after) - float(before) > much:
            counts.append(number(row.get("children")))
    return math.fsum(counts)
