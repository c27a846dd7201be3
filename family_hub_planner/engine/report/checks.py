"""The checks that every pack carries: its figures against one another; one that fails stops it.

Each compares figures that were worked out apart: a layer's rows with the tables of it, tables with
one another, parts with their total. What was compared, and how many figures, is printed in the
pack ("how we checked"). They tell that the figures agree, not that the data are right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..coverage_tables import ALL_AREAS
from ..errors import FiguresError
from ..published import about
from ..tables import Table
from .checks_changes import changes_of_one_run
from .checks_evenness import evenness_of_areas
from .checks_figures import AGAIN, CLOSE, OUTCOMES, PARTING, agree, number, rows_of
from .checks_gaps import gaps_of_areas
from .checks_groups import groups_of_areas, lists_of_areas
from .checks_network import network_of_runs
from .checks_places import children_of_county, places_of_county
from .checks_rows import rows_of_runs
from .checks_runs import (
    alike,
    areas_of_options,
    bands_of_tables,
    minutes_of_options,
    rows_of_areas,
    totals_of_options,
)
from .checks_settings import settings_of_steps
from .evidence import Estate, Evidence, Sites, every_run, runs_of

_BOUND_CLOSE = 1e-4  # relative: what a solver calls equal
_BAND = re.compile(r"reached_[0-9]+(_[0-9]+)?")
_ADDED_UP = ("areas", "children", "need", "beyond", "unrouted")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One kind of check: what must hold, how many figures were compared, a sentence on them."""

    title: str
    compared: int
    said: str


def check(evidence: Evidence) -> list[Check]:
    """Check all figures of the evidence; give what was compared.

    Raises `FiguresError` with the reason for the first that does not agree. Figures are exact:
    check before anything is withheld or rounded.
    """
    found = []
    for title, compare, words in _MAKERS:
        compared = sum(1 for _ in compare(evidence))
        found.append(Check(title, compared, f"{compared:,d} {words}" if compared else _NOTHING))
    total = _all_children(evidence)
    if total is not None:
        said = f"{about(total, evidence.threshold)} children in, and as many in each table"
        found[0] = Check(found[0].title, found[0].compared, f"{found[0].said}; {said}")
    return found


_NOTHING = "nothing of this kind was given"


def _all_children(evidence: Evidence) -> float | None:
    run = evidence.today
    if run is None or "children" not in run.areas.columns:
        return None
    return math.fsum(number(value) for value in run.areas.column("children"))


def _children(evidence: Evidence) -> Iterator[None]:
    """Compare each area's children in the need with those in each run of coverage."""
    need = _by(evidence.need, "area_code", "children")
    for run in runs_of(evidence):
        for code, children in _by(run.areas, "area_code", "children").items():
            if code in need:
                agree(need[code], children, f"{run.name}: children of area {code}", _NEED)
                yield


_NEED = "The need layer is another than the coverage was made with (other ages or another edition)"


def _whole(evidence: Evidence) -> Iterator[None]:
    for where, row in _coverage_rows(evidence):
        reached = _bands(row)
        parts = [*(row[name] for name in reached[-1:]), row.get("beyond"), row.get("unrouted")]
        if len(parts) == 3 and None not in parts and row.get("children") is not None:
            agree(math.fsum(map(number, parts)), row["children"], f"{where}: all children")
            yield


def _nested(evidence: Evidence) -> Iterator[None]:
    for where, row in _coverage_rows(evidence):
        counts = [number(row[name]) for name in _bands(row)]
        for shorter, longer in zip(counts, counts[1:]):
            if shorter > longer + CLOSE:
                raise FiguresError(
                    f"{where}: a shorter band reaches more children ({shorter:,g}) than a longer "
                    f"one ({longer:,g}). {AGAIN}"
                )
        if counts:
            yield


def _shares(evidence: Evidence) -> Iterator[None]:
    for where, row in _coverage_rows(evidence):
        for name, value in row.items():
            if not name.startswith("share_") or value is None:
                continue
            if not -CLOSE <= value <= 1 + CLOSE:
                raise FiguresError(f"{where}: {name} is {value:g}, not between 0 and 1. {AGAIN}")
            count = row.get(f"reached_{name[len('share_') :]}")
            if count is not None and row.get("children"):
                agree(count / row["children"], value, f"{where}: {name}")
            yield


def _sums(evidence: Evidence) -> Iterator[None]:
    """Add up the rows of each table that ends with all areas."""
    for where, table in _parting(evidence):
        rows = rows_of(table)
        if len(rows) < 2 or not _ends_with_total(rows):
            continue
        for name in _counts(table):
            parts = [row[name] for row in rows[:-1] if row[name] is not None]
            if rows[-1][name] is not None and parts:
                agree(math.fsum(map(number, parts)), rows[-1][name], f"{where}: {name}")
                yield


def _ends_with_total(rows: Sequence[Row]) -> bool:
    """Tell whether the last row is of all areas, and the only one: services have one each."""
    keys = [row.get("key") for row in rows]
    return bool(keys) and keys[-1] == ALL_AREAS and keys.count(ALL_AREAS) == 1


def _totals(evidence: Evidence) -> Iterator[None]:
    """Compare the totals of a run's tables with one another."""
    for run in every_run(evidence):
        first: dict[str, tuple[str, float]] = {}
        for key, table in run.tables.items():
            last = rows_of(table)[-1:]
            if key not in PARTING or not last or last[0].get("key") != ALL_AREAS:
                continue
            for name in _counts(table):
                if last[0][name] is None:
                    continue
                other, value = first.setdefault(name, (key, number(last[0][name])))
                if other != key:
                    where = f"{run.name}: {name} of all areas in {other} and {key}"
                    agree(value, last[0][name], where)
                    yield


def _outcomes(evidence: Evidence) -> Iterator[None]:
    for option in evidence.options:
        tables = option.comparison.tables if option.comparison else {}
        for key, table in tables.items():
            if not {"children", *OUTCOMES} <= set(table.columns):
                continue
            for row in rows_of(table):
                if row["children"] is None or row["longer"] is None:
                    continue
                if number(row.get("much_longer")) > number(row["longer"]) + CLOSE:
                    raise FiguresError(
                        f"{option.name}: {key}, {row.get('key')}: more children have a much longer "
                        f"journey than a longer one. {AGAIN}"
                    )
                parts = math.fsum(number(row[name]) for name in OUTCOMES)
                agree(parts, row["children"], f"{option.name}: {key}, {row.get('key')}")
                yield


def _bounds(evidence: Evidence) -> Iterator[None]:
    """No plan may be better than what was proven to be the best that any could be.

    Where more is better the bound is no less than the plan, where less is better no more: which of
    both holds must be the same along a frontier.
    """
    for part in (evidence.sites, evidence.outreach):
        if part is not None and part.frontier is not None:
            yield from _bounds_of(part)
    if evidence.estate is not None:
        yield from _bounds_of_estate(evidence.estate)


def _bounds_of(part: Sites) -> Iterator[None]:
    rows = [
        row
        for row in rows_of(part.frontier)
        if row.get("bound") is not None and row.get("objective") is not None
    ]
    over = [_beyond(row["bound"], row["objective"]) for row in rows]
    if any(one > 0 for one in over) and any(one < 0 for one in over):
        raise FiguresError(
            "Along the frontier of the sites some plans lie above their bound and some below it: "
            f"one of them is better than any plan can be. {AGAIN}"
        )
    for row, gap in zip(rows, over):
        if row.get("proven") in (True, 1, "1") and gap:
            raise FiguresError(
                f"A plan of the frontier is called proven, but its value {row['objective']:g} is "
                f"not its bound {row['bound']:g}. {AGAIN}"
            )
        yield


def _bounds_of_estate(estate: Estate) -> Iterator[None]:
    for row in rows_of(estate.tables.get("FRONTIER")):
        bound, minutes = row.get("bound"), row.get("need_minutes_added")
        if bound is None or minutes is None:
            continue
        if _beyond(bound, minutes) > 0:
            raise FiguresError(
                f"Step {row.get('step')} of the estate adds {minutes:g} minutes of need, fewer "
                f"than its bound {bound:g} says that any plan must. {AGAIN}"
            )
        yield


def _beyond(bound: float, value: float) -> int:
    """Tell whether a bound is above (1), at (0) or below (-1) a value."""
    difference = bound - value
    if abs(difference) <= _BOUND_CLOSE * max(1.0, abs(value)):
        return 0
    return 1 if difference > 0 else -1


def _coverage_rows(evidence: Evidence) -> Iterator[tuple[str, Row]]:
    for run in every_run(evidence):
        for key, table in run.tables.items():
            for row in rows_of(table):
                if row.get("children") is not None:
                    yield f"{run.name}, {key}, {row.get('key')}", row


def _parting(evidence: Evidence) -> Iterator[tuple[str, Table]]:
    for run in every_run(evidence):
        for key, table in run.tables.items():
            if key in PARTING:
                yield f"{run.name}, {key}", table


def _bands(row: Row) -> list[str]:
    """Give the names of a row's counts reached, the shortest band first; none where not told."""
    names = [name for name in row if _BAND.fullmatch(name) and row[name] is not None]
    return sorted(names, key=_minutes)


def _minutes(name: str) -> float:
    return float(name[len("reached_") :].replace("_", "."))


def _counts(table: Table) -> list[str]:
    return [name for name in table.columns if _BAND.fullmatch(name) or name in _ADDED_UP]


def _by(table: Table | None, key: str, value: str) -> dict[str, float]:
    if table is None or not {key, value} <= set(table.columns):
        return {}
    return {str(code): number(count) for code, count in zip(table.column(key), table.column(value))}


# A title, what compares, and what is counted: the order in which the pack tells of them.
_MAKERS: tuple[tuple[str, Callable[[Evidence], Iterator[None]], str], ...] = (
    ("Children in = children out", _children, "areas counted the same in need and coverage"),
    ("Tables count within the run's own bands", bands_of_tables, "tables with counts by band"),
    ("Reached + beyond + not routed = all", _whole, "rows that add up to all their children"),
    ("A longer band reaches no fewer", _nested, "rows whose bands nest"),
    ("Shares lie between 0 and 1, and are their counts'", _shares, "shares"),
    ("The groups of a table add up to its total", _sums, "totals"),
    ("All tables of a run have one total", _totals, "totals set beside another table's"),
    (
        "Rows of areas agree with the tables",
        rows_of_areas,
        "totals and means worked out anew from the areas",
    ),
    (
        "Overlapping tables agree with the areas",
        groups_of_areas,
        "figures by age, group, service, mode, digital tier and hubs that count",
    ),
    (
        "Rows by age and group are of the run's own areas and minutes",
        rows_of_runs,
        "figures set beside the areas and what the coverage tells of its rows",
    ),
    ("Lists by place are of the areas counted", lists_of_areas, "lists"),
    (
        "How evenly journeys are shared out agrees with the areas",
        evenness_of_areas,
        "measures worked out anew from the areas",
    ),
    (
        "Gaps are the areas beyond reach",
        gaps_of_areas,
        "gaps and their sums set beside the areas",
    ),
    ("The network given is the minutes' own", network_of_runs, "coverages that name it"),
    ("Recorded settings are the results' own", settings_of_steps, "settings of recorded steps"),
    ("Today and the options were modelled alike", alike, "set beside today"),
    ("Longer + shorter + same = all", _outcomes, "rows of options"),
    (
        "All tables of an option have one total",
        totals_of_options,
        "totals set beside another table's",
    ),
    (
        "Areas' changes agree with the options' tables",
        areas_of_options,
        "totals added up anew from the areas",
    ),
    (
        "Comparisons are of these runs' own journeys",
        minutes_of_options,
        "minutes or totals set beside the areas of today and of the option",
    ),
    (
        "Tables of a comparison are of one run",
        changes_of_one_run,
        "counts and means set beside the other tables and the runs",
    ),
    ("Places lie in or near the areas counted", places_of_county, "layers of places"),
    (
        "No place has more children than are counted",
        children_of_county,
        "layers of places",
    ),
    ("No plan is better than its bound", _bounds, "set beside its bound"),
)
