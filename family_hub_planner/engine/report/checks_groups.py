"""Tables whose rows overlap, and lists by place, against the areas of their run.

They have no row of all areas that could be set beside the run's total; what each of them tells of
all children, or of single areas, is compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..bands import parse_bands
from ..coverage_digital import TIERS, WITHIN
from ..coverage_mode import BOTH
from ..coverage_sets import ALL_HUBS
from ..coverage_tables import ALL_AREAS
from ..errors import FiguresError
from ..tables import Table
from .checks_figures import AGAIN, CLOSE, agree, differ, number, rows_of
from .evidence import AGE_COLUMNS, Coverage, Evidence, every_run
from .option_rows import total_of_areas

Row = Mapping[str, Any]


def groups_of_areas(evidence: Evidence) -> Iterator[None]:
    """Compare the rows of all children, and of the need's own groups, with the areas."""
    for run in every_run(evidence):
        if "children" not in run.areas.columns or not run.made.bands:
            continue
        total = total_of_areas(run, parse_bands(run.made.bands))
        for key, table in run.tables.items():
            for row, own in _told_by_areas(evidence, run, key, table, total):
                yield from _hold(run, key, table, row, own)


def _told_by_areas(
    evidence: Evidence, run: Coverage, key: str, table: Table, total: Row
) -> Iterator[tuple[Row, Row]]:
    """Give the rows of a table that the areas tell, each with what they tell of it."""
    reached = {name: value for name, value in total.items() if name.startswith("reached_")}
    whole = {name: total[name] for name in ("children", "need")}
    for row in rows_of(table):
        if key == "BY_OFFER" and row["key"] == ALL_HUBS:
            yield row, reached
        elif key == "BY_SERVICE" and row["key"] == ALL_AREAS:
            yield row, whole
        elif key == "BY_MODE" and (row["key"], row.get("travel")) == (ALL_AREAS, BOTH):
            yield row, {} if key in run.origins else whole  # another step may count other areas
        elif key == "BY_DIGITAL" and row["key"] == WITHIN:
            yield row, {"children": list(reached.values())[-1]}
        elif key in ("BY_AGE", "BY_GROUP") and row.get("children") is not None:
            own = _counted(evidence, run, row, total)
            yield row, own
    if key == "BY_DIGITAL":
        rows = [row for row in rows_of(table) if row["key"] in TIERS]
        yield {"key": "all tiers", "children": _sum(rows, "children")}, whole


def _counted(evidence: Evidence, run: Coverage, row: Row, total: Row) -> dict[str, float]:
    """Work out who of an age or group is reached, {} where neither run nor need counts as many.

    An age that goes by another mode than the run is not told by its areas.
    """
    if row.get("travel", run.made.mode) != run.made.mode:
        return {}
    if abs(number(row["children"]) - number(total["children"])) <= CLOSE and "travel" in row:
        return {name: total[name] for name in total if name.startswith("reached_")}
    counts = _of_need(evidence.need, AGE_COLUMNS.get(str(row["key"]), (str(row["key"]),)))
    pairs = [(counts.get(str(one["area_code"])), one.get("minutes")) for one in rows_of(run.areas)]
    known = [(count, minutes) for count, minutes in pairs if count is not None]
    whole = math.fsum(count for count, _ in known)
    if not known or abs(whole - number(row["children"])) > CLOSE * max(1.0, whole):
        return {}
    found = {}
    for name, band in zip(_reached(total), parse_bands(run.made.bands)):
        near = [n for n, minutes in known if minutes is not None and minutes <= band + CLOSE]
        found[name] = math.fsum(near)
    return found


def _of_need(need: Table | None, names: tuple[str, ...]) -> dict[str, float]:
    """Give the sum of columns of the need by area, without areas that lack one of them."""
    if need is None or not {"area_code", *names} <= set(need.columns):
        return {}
    rows = (row for row in rows_of(need) if all(_is_count(row[name]) for name in names))
    return {str(row["area_code"]): _sum([row], *names) for row in rows}


def _is_count(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def _reached(total: Row) -> list[str]:
    return [name for name in total if name.startswith("reached_")]


def _sum(rows: list[dict[str, Any]], *names: str) -> float:
    return math.fsum(number(row.get(name)) for row in rows for name in names)


def _hold(run: Coverage, key: str, table: Table, row: Row, own: Row) -> Iterator[None]:
    for name, value in own.items():
        if row.get(name) is None or (name == "need" and "need" not in run.areas.columns):
            continue
        where = f"{run.name}: {name} of the areas and of {key}, {row['key']}"
        agree(value, row[name], where, differ(run.areas, table))
        yield


def lists_of_areas(evidence: Evidence) -> Iterator[None]:
    """Refuse lists by place of which no area is today's: not routed, voices, there and back."""
    today = evidence.today
    if today is None:
        return
    counted = {str(code) for code in today.areas.column("area_code")}
    for words, table, codes in _lists(evidence):
        if codes and not any(code in counted for code in codes):
            raise FiguresError(
                f"{words}: none of the {len(codes):,d} areas (first: {codes[0]}) is counted in the "
                f"run. {differ(today.areas, table)}. {AGAIN}"
            )
        yield


def _lists(evidence: Evidence) -> Iterator[tuple[str, Table, list[str]]]:
    voices, unrouted = evidence.consultation.voices, evidence.unrouted
    if unrouted is not None:
        rows = rows_of(unrouted)
        yield "Places not routed", unrouted, [str(r["id"]) for r in rows if r["role"] == "demand"]
    if voices is not None:
        keys = dict.fromkeys(str(row["key"]) for row in rows_of(voices) if row["by"] == "area")
        yield "Voices by area", voices, list(keys)
    for option in evidence.options:
        both = option.comparison.tables.get("THERE_AND_BACK") if option.comparison else None
        if both is not None:
            codes = dict.fromkeys(str(code) for code in both.column("area_code"))
            yield f"{option.name}, there and back", both, list(codes)
