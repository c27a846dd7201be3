"""The tables of a comparison: how many have longer and shorter journeys, group by group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .bands import band_suffix
from .comparison import PARTS, Comparison, Moves
from .coverage_tables import (
    ALL_AREAS,
    ESTIMATE,
    NO_AREAS,
    NO_CHILDREN,
    NOT_ASSESSED,
    NOT_KNOWN,
    places_by,
)
from .demand import refuse_bad_counts
from .equity import weighted_mean
from .errors import InputError, PlannerError
from .in_words import many
from .tables import Table

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MEANS = ("mean_minutes_base", "mean_minutes_plan", "mean_change")
_SUM_TOLERANCE = 1e-6


def reach_columns(bands: Sequence[float]) -> list[str]:
    """Name the columns of reach: those who lose and gain it, a pair for each band."""
    return [f"{kind}_{band_suffix(band)}" for band in bands for kind in ("lost", "gained")]


def table_columns(bands: Sequence[float]) -> list[str]:
    """Name all columns of a table, in their order."""
    counts = ["longer", "much_longer", *PARTS[1:]]
    return ["plan", "key", "areas", "children", *counts, *reach_columns(bands), *MEANS, "note"]


def moves_row(plan: str, key: str, moves: Moves) -> dict[str, Any]:
    """Work out one row: who has longer, shorter and the same journeys, and mean minutes.

    Every part is a sum of the counts; longer + shorter + same + route_lost + route_gained +
    unrouted + not_compared = children, and much_longer is a part of longer. lost_b are those within
    b minutes today and not under the plan. The means are weighted by the counts over those
    routed in both scenarios, so that mean_change = mean_minutes_plan - mean_minutes_base; None
    where nobody is.
    """
    counts = moves.counts
    names = ("longer", "much_longer", "shorter", "same", "route_lost", "route_gained", "unrouted")
    row: dict[str, Any] = {"plan": plan, "key": key, "areas": len(counts)}
    row["children"] = _sum(counts)
    row |= {name: _sum(counts[getattr(moves, name)]) for name in names}
    row["not_compared"] = _sum(counts[~moves.there])
    for band in moves.asked.bands:
        row[f"lost_{band_suffix(band)}"] = _sum(counts[moves.lost(band)])
        row[f"gained_{band_suffix(band)}"] = _sum(counts[moves.gained(band)])
    row |= _means(moves)
    row["note"] = "" if row["children"] > 0 else NO_CHILDREN
    return row


def _means(moves: Moves) -> dict[str, float | None]:
    both = moves.both
    means = [weighted_mean(part[both], moves.counts[both]) for part in (moves.base, moves.plan)]
    if not np.isfinite(means).all():
        return dict.fromkeys(MEANS)
    return dict(zip(MEANS, (*means, means[1] - means[0])))


def _sum(counts: Floats) -> float:
    return math.fsum(counts.tolist())


def empty_row(plan: str, key: str, bands: Sequence[float], note: str) -> dict[str, Any]:
    """Give the row of a group without a single area, or that nobody could assess, and why."""
    row: dict[str, Any] = dict.fromkeys(table_columns(bands))
    return {**row, "plan": plan, "key": key, "areas": 0, "note": note}


def by_rank(found: Comparison, name: str, rank: Floats, last: int) -> Table:
    """Tabulate by decile or quintile, 1 the MOST deprived: each has its row, filled or not.

    `rank` has shape (n,), nan where not known; where it is known of no area, all stand in the row
    "not known". Raises `InputError` for a rank that is no whole number from 1 to `last`.
    """
    known = ~np.isnan(rank)
    wrong = known & ~np.isin(rank, np.arange(1, last + 1))
    if wrong.any():
        raise InputError(
            f"{int(wrong.sum())} of {len(rank)} areas have a rank that is not a whole number from "
            f"1 to {last} (first: {rank[wrong][0]:g}). Choose the deciles or quintiles, not the "
            "score."
        )
    moves, plan = found.moves, found.plan.name
    rows = []
    for place in range(1, last + 1) if known.any() else ():
        member = np.flatnonzero(rank == place)
        if len(member):
            rows.append(moves_row(plan, str(place), moves.of(member)))
        else:
            rows.append(empty_row(plan, str(place), found.asked.bands, NO_AREAS))
    if not known.all():
        rows.append(moves_row(plan, NOT_KNOWN, moves.of(np.flatnonzero(~known))))
    return whole_table(name, rows, found.moves, plan)


def by_text(found: Comparison, name: str, keys: Sequence[str]) -> Table:
    """Tabulate by a text of each area, such as its locality; "" goes to "not known"."""
    places = places_by(keys)
    unknown = places.pop("", None)
    moves, plan = found.moves, found.plan.name
    rows = [moves_row(plan, str(key), moves.of(places[key])) for key in sorted(places, key=str)]
    if unknown is not None:
        rows.append(moves_row(plan, NOT_KNOWN, moves.of(unknown)))
    return whole_table(name, rows, moves, plan)


def by_counts(
    found: Comparison,
    name: str,
    groups: Mapping[str, Floats],
    estimates: Mapping[str, str] | None = None,
) -> Table:
    """Tabulate other counts than the children: ages or groups, one row each, in the order given.

    Groups may overlap and be of unlike units, so there is no row of all. Counts have shape (n,),
    nan where not known: such areas are left out and numbered in the note; a group known nowhere
    reads "not assessed". `estimates` says of those that are no counts how they were estimated.
    """
    rows, how = [], estimates or {}
    for key, counts in groups.items():
        refuse_bad_counts(found.demand.ids, key, counts)
        rows.append(_counted_row(found, key, counts, how.get(key, "")))
    return rows_table(name, rows, found.asked.bands)


def _counted_row(found: Comparison, key: str, counts: Floats, estimated: str) -> dict[str, Any]:
    known = np.flatnonzero(np.isfinite(counts))
    plan, bands = found.plan.name, found.asked.bands
    if not len(known):
        return empty_row(plan, key, bands, NOT_ASSESSED)
    row = moves_row(plan, key, found.moves.counted(counts).of(known))
    missing = len(counts) - len(known)
    lacking = many(missing, "area has no count and is", "areas have no count and are")
    notes = [
        f"{lacking} left out" if missing else "",
        f"{ESTIMATE}, {estimated}" if estimated else "",
        row["note"],
    ]
    return {**row, "note": "; ".join(filter(None, notes))}


def whole_table(name: str, rows: Sequence[dict[str, Any]], moves: Moves, plan: str) -> Table:
    """Set the rows of groups that make up all areas one under another, "All areas" last.

    Raises `PlannerError` where a row breaks its own sums, or the rows do not add up to the total.
    """
    return summed_table(name, rows, moves_row(plan, ALL_AREAS, moves), moves.asked.bands)


def summed_table(
    name: str, rows: Sequence[dict[str, Any]], total: dict[str, Any], bands: Sequence[float]
) -> Table:
    """As `whole_table`, with the total's row given."""
    for row in [*rows, total]:
        _check_row(name, row)
    for column in ("children", "much_longer", *PARTS, *reach_columns(bands)):
        parts = math.fsum(row[column] or 0.0 for row in rows)
        _check_equal(parts, total[column], f"{name}: the rows of {column}")
    return _table(name, [*rows, total], bands)


def rows_table(name: str, rows: Sequence[dict[str, Any]], bands: Sequence[float]) -> Table:
    """Set rows that do not add up one under another, each checked by itself."""
    for row in rows:
        _check_row(name, row)
    return _table(name, rows, bands)


def stacked(tables: Sequence[Table]) -> Table:
    """Set the tables of several plans one under another."""
    columns: dict[str, list[Any]] = {name: [] for name in tables[0].columns}
    for table in tables:
        for name, values in table.columns.items():
            columns[name] += values
    return Table(columns, tables[0].name)


def _table(name: str, rows: Sequence[dict[str, Any]], bands: Sequence[float]) -> Table:
    return Table({col: [row[col] for row in rows] for col in table_columns(bands)}, name)


def _check_row(name: str, row: dict[str, Any]) -> None:
    if row["children"] is None:
        return
    where = f"{name}, row {row['key']}"
    _check_equal(math.fsum(row[part] for part in PARTS), row["children"], f"{where}: the parts")
    if row["much_longer"] > row["longer"] + _SUM_TOLERANCE:
        raise _broken(f"{where}: more are much longer than longer")


def _check_equal(parts: float, whole: float, what: str) -> None:
    if not math.isclose(parts, whole, rel_tol=1e-12, abs_tol=_SUM_TOLERANCE):
        raise _broken(f"{what} add up to {parts:.9g}, not to {whole:.9g}")


def _broken(what: str) -> PlannerError:
    return PlannerError(
        f"The planner's own check of its comparison failed: {what}. Nothing was written. Please "
        "report this with the inputs used."
    )
