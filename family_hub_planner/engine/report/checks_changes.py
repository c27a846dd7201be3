"""The tables of a comparison against the runs it compares, and against one another.

Tables by age, by group and by the hubs that count overlap, so that they have no row of all areas;
one of their rows may be of all children counted all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..coverage_sets import ALL_HUBS
from ..coverage_tables import ALL_AREAS
from ..errors import FiguresError
from ..tables import Table
from .checks_figures import (
    CLOSE,
    OUTCOMES,
    PARTING,
    agree,
    children_counted,
    differ,
    number,
    rows_of,
)
from .counted_children import area_numbers
from .evidence import Comparison, Coverage, Evidence, Option

_COUNTED = ("much_longer", *OUTCOMES, "mean_minutes_base", "mean_minutes_plan")
_ALIKE = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP")
Row = Mapping[str, Any]


def changes_of_one_run(evidence: Evidence) -> Iterator[None]:
    """Compare the rows of all children in each option's tables, and their means with today's.

    A table by age or by hubs is held to the option's other tables, else to its areas; all tables
    to the minutes of today's areas and of the tables of the same name.
    """
    for option in evidence.options:
        if option.comparison is None:
            continue
        yield from _rows_of_all(option, option.comparison)
        if option.coverage is None and option.comparison.areas is None:
            yield from _counted_somewhere(evidence, option)
        for run, side, moved in (
            (evidence.today, "base", "route_lost"), (option.coverage, "plan", "route_gained"),
        ):  # fmt: skip
            if run is not None:
                yield from _means(option, run, side, moved)


def _rows_of_all(option: Option, part: Comparison) -> Iterator[None]:
    whole, of = _whole(part)
    for key, table in part.tables.items():
        if of is None or key in PARTING or table is of:
            continue
        for row in rows_of(table):
            if not _is_of_all(key, row, whole):
                continue
            for name in _COUNTED:
                if whole.get(name) is not None and row.get(name) is not None:
                    where = f"{option.name}: {name} of all children and of {key}, {row['key']}"
                    agree(whole[name], row[name], where, differ(of, table))
                    yield


def _counted_somewhere(evidence: Evidence, option: Option) -> Iterator[None]:
    """Refuse a table of changes that stands alone, of as many children as nothing else here has.

    Its children are those of the demand points, which may be of other ages than today's.
    """
    known = children_counted(evidence)
    for key, table in (option.comparison.tables if option.comparison else {}).items():
        rows = rows_of(table)
        if evidence.today is None or not rows or rows[-1].get("key") != ALL_AREAS:
            continue
        if not any(_close(one, rows[-1]["children"]) for one in known):
            raise FiguresError(
                f"{option.name}: {key} is of {number(rows[-1]['children']):,.0f} children, and no "
                f"need or coverage here counts as many. {differ(evidence.today.areas, table)}, or "
                "of other ages: then give their need among the further coverages and needs (BESIDE)"
                "."
            )
        yield


def _is_of_all(key: str, row: Row, whole: Row) -> bool:
    if key == "BY_OFFER":
        return bool(row["key"] == ALL_HUBS)
    as_many = row.get("children") is not None and _close(row["children"], whole["children"])
    return key == "BY_AGE" and as_many


def _whole(part: Comparison) -> tuple[dict[str, Any], Table | None]:
    """Give the row of all children and the table that it stands in, or the areas that tell it."""
    for key, table in part.tables.items():
        rows = rows_of(table)
        if key in PARTING and rows and rows[-1].get("key") == ALL_AREAS:
            return rows[-1], table
    if part.areas is None or "children" not in part.areas.columns:
        return {}, None
    rows = rows_of(part.areas)
    grown = [row for row in rows if row.get("change") is not None]
    much = [row for row in grown if float(row["change"]) > part.much]
    sums = {"children": _children(rows), "much_longer": _children(much)}
    return {**sums, **_means_of(grown)}, part.areas


def _means_of(rows: list[dict[str, Any]]) -> dict[str, float]:
    names = [f"minutes_{side}" for side in ("base", "plan")]
    whole = _children(rows)
    if not whole or any(row.get(name) is None for row in rows for name in names):
        return {}
    return {
        f"mean_{name}": math.fsum(number(row["children"]) * float(row[name]) for row in rows)
        / whole
        for name in names
    }


def _means(option: Option, run: Coverage, side: str, moved: str) -> Iterator[None]:
    """Compare mean minutes with a run's, where the comparison leaves out no journey of it."""
    name = f"mean_minutes_{side}"
    for key, table in (option.comparison.tables if option.comparison else {}).items():
        own = _own_means(run, key)
        for row in rows_of(table):
            if row.get(name) is None or row.get(moved) != 0 or row.get("not_compared") != 0:
                continue
            children, mean = own.get(str(row["key"]), (None, None))
            if mean is not None and children is not None and _close(children, row["children"]):
                where = f"{option.name}: {name} by {key}, {row['key']}, and of {run.name}"
                agree(mean, row[name], where, differ(run.areas, table))
                yield


def _own_means(run: Coverage, key: str) -> dict[str, tuple[Any, Any]]:
    """Give children and mean minutes of a run by the keys of a comparison's table.

    An age that goes by another mode than the run has no journey in the comparison.
    """
    found = {}
    if key in _ALIKE:
        found = {
            str(row["key"]): (row.get("children"), row.get("mean_minutes"))
            for row in rows_of(run.tables.get(key))
            if row.get("travel", run.made.mode) == run.made.mode
        }
    if {"minutes", "children"} <= set(run.areas.columns):
        minutes = area_numbers(run, "minutes", math.inf)
        children = area_numbers(run, "children", 0.0)
        routed = minutes < math.inf
        if children[routed].sum():
            mean = math.fsum((minutes * children)[routed].tolist()) / children[routed].sum()
            found[ALL_HUBS if key == "BY_OFFER" else ALL_AREAS] = (children.sum(), mean)
    return found


def _children(rows: list[dict[str, Any]]) -> float:
    return math.fsum(number(row["children"]) for row in rows)


def _close(one: Any, other: Any) -> bool:
    return abs(number(one) - number(other)) <= CLOSE * max(1.0, abs(number(one)))
