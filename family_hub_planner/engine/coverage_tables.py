"""The rows behind the coverage tables: what a group of areas is modelled to reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .bands import TOLERANCE_MINUTES, band_suffix
from .equity import weighted_mean, weighted_quantile
from .errors import PlannerError
from .tables import Table

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

ALL_AREAS = "All areas"
NOT_KNOWN = "not known"
NOT_ROUTED = "not routed"
NO_AREAS = "no areas"
NO_CHILDREN = "no children"
NOT_ASSESSED = "not assessed"
ESTIMATE = "estimate"

_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Reach:
    """n areas with their children, need and minutes to the nearest hub, all of shape (n,).

    `minutes` is inf where an area is not routed; `bands` are rising minutes.
    """

    children: Floats
    need: Floats
    minutes: Floats
    bands: tuple[float, ...]

    def of(self, places: Places) -> Reach:
        """Give the reach of the areas at `places`, whole numbers of shape (m,)."""
        return Reach(self.children[places], self.need[places], self.minutes[places], self.bands)


def count_columns(bands: Sequence[float]) -> list[str]:
    """Name the columns that add up over groups: children, need, reached, beyond, unrouted."""
    reached = [f"reached_{band_suffix(band)}" for band in bands]
    return ["areas", "children", "need", *reached, "beyond", "unrouted"]


def table_columns(bands: Sequence[float]) -> list[str]:
    """Name all columns of a coverage table, in their order."""
    pairs = [f"{kind}_{band_suffix(band)}" for band in bands for kind in ("reached", "share")]
    measures = ["mean_minutes", "median_minutes", "p90_minutes", "max_minutes"]
    return ["key", "areas", "children", "need", *pairs, "beyond", *measures, "unrouted", "note"]


def reach_row(key: str, reach: Reach) -> dict[str, Any]:
    """Work out one row: counts, shares of ALL children, and minutes of the routed children.

    reached_b = children of areas modelled within b minutes; share_b = reached_b / children, the
    unrouted included in the divisor; beyond = children routed but past the longest band.
    Mean, median and 90th centile are weighted by children over routed areas (`equity`);
    max_minutes is the longest among routed areas that have children. None where nobody is left
    to measure.
    """
    children = reach.children
    total, routed = _sum(children), np.isfinite(reach.minutes)
    row: dict[str, Any] = {
        "key": key,
        "areas": len(children),
        "children": total,
        "need": _sum(reach.need),
        "beyond": _sum(children[routed & ~_within(reach.minutes, reach.bands[-1])]),
        "unrouted": _sum(children[~routed]),
        "note": "" if total > 0 else NO_CHILDREN,
    }
    for band in reach.bands:
        reached = _sum(children[_within(reach.minutes, band)])
        row[f"reached_{band_suffix(band)}"] = reached
        row[f"share_{band_suffix(band)}"] = reached / total if total > 0 else None
    return {**row, **_minutes_of(reach.minutes[routed], children[routed])}


def _sum(counts: Floats) -> float:
    # Rounded once, at the end: the same in any order, and never less for a longer band.
    return math.fsum(counts.tolist())


def _within(minutes: Floats, band: float) -> Bools:
    held: Bools = minutes <= band + TOLERANCE_MINUTES
    return held


def _minutes_of(minutes: Floats, children: Floats) -> dict[str, float | None]:
    measures = {
        "mean_minutes": weighted_mean(minutes, children),
        "median_minutes": weighted_quantile(minutes, children, 0.5),
        "p90_minutes": weighted_quantile(minutes, children, 0.9),
        "max_minutes": float(minutes[children > 0].max(initial=-math.inf)),
    }
    return {name: value if math.isfinite(value) else None for name, value in measures.items()}


def empty_row(key: str, bands: Sequence[float], note: str) -> dict[str, Any]:
    """Give the row of a group without a single area: no figure at all, and the reason."""
    row: dict[str, Any] = dict.fromkeys(table_columns(bands))
    return {**row, "key": key, "areas": 0, "note": note}


def unserved_row(key: str, reach: Reach, note: str) -> dict[str, Any]:
    """Give the row of areas for which no hub is counted: who they are, no figure of reach, why."""
    known = {
        "areas": len(reach.children),
        "children": _sum(reach.children),
        "need": _sum(reach.need),
    }
    return {**empty_row(key, reach.bands, note), **known}


def coverage_table(name: str, rows: Sequence[dict[str, Any]], reach: Reach) -> Table:
    """Set rows one under another with the row `All areas` last, once their sums were checked."""
    total = reach_row(ALL_AREAS, reach)
    check_parts(name, rows, total, count_columns(reach.bands), reach.bands)
    columns = table_columns(reach.bands)
    return Table({col: [row[col] for row in [*rows, total]] for col in columns}, name)


def check_parts(
    name: str,
    rows: Sequence[dict[str, Any]],
    total: dict[str, Any],
    columns: Sequence[str],
    bands: Sequence[float],
) -> None:
    """Check that each row holds together and that the rows' `columns` add up to the total's.

    Raises `PlannerError` with the place where they do not.
    """
    for row in [*rows, total]:
        if row["beyond"] is not None:  # else it has no figure of reach
            _check_row(name, row, bands)
    for column in columns:
        parts = math.fsum(row[column] or 0.0 for row in rows)
        _check_equal(parts, total[column], f"{name}: the rows of {column}")


def by_text(name: str, keys: Sequence[str], reach: Reach) -> Table:
    """Tabulate by a text of each area (locality, class), n of them; "" goes to `NOT_KNOWN`."""
    places = places_by(keys)
    unknown = places.pop("", None)
    rows = [reach_row(str(key), reach.of(places[key])) for key in sorted(places, key=str)]
    if unknown is not None:
        rows.append(reach_row(NOT_KNOWN, reach.of(unknown)))
    return coverage_table(name, rows, reach)


def places_by(names: Sequence[str | None]) -> dict[str | None, Places]:
    """Give for each name the places in `names` where it stands."""
    found: dict[str | None, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return {name: np.array(places, dtype=np.intp) for name, places in found.items()}


def _check_row(name: str, row: dict[str, Any], bands: Sequence[float]) -> None:
    where = f"{name}, row {row['key']}"
    reached = [row[f"reached_{band_suffix(band)}"] for band in bands]
    if any(lower > upper + _SUM_TOLERANCE for lower, upper in zip(reached, reached[1:])):
        raise _broken(f"{where}: a longer band reaches fewer children")
    parts = reached[-1] + row["beyond"] + row["unrouted"]
    _check_equal(parts, row["children"], f"{where}: reached, beyond and unrouted")


def _check_equal(parts: float, whole: float, what: str) -> None:
    if not math.isclose(parts, whole, rel_tol=1e-12, abs_tol=_SUM_TOLERANCE):
        raise _broken(f"{what} add up to {parts:.9g}, not to {whole:.9g}")


def _broken(what: str) -> PlannerError:
    return PlannerError(
        f"The planner's own check of its coverage tables failed: {what}. Nothing was written. "
        "Please report this with the inputs used."
    )


def total_row(table: Table) -> dict[str, Any]:
    """Give the row `All areas`, which is the last: a locality may bear any name, even that."""
    return {name: values[-1] for name, values in table.columns.items()}


def without_lone_unknown(table: Table) -> Table:
    """Leave out the row `NOT_KNOWN` where no other stands above the total: it is the total."""
    if table.column("key")[:-1] != [NOT_KNOWN]:
        return table
    return Table({name: values[1:] for name, values in table.columns.items()}, table.name)


def counted_row(
    key: str,
    parts: Sequence[tuple[Floats, Floats]],
    bands: tuple[float, ...],
    estimated: str = "",
) -> dict[str, Any]:
    """Work out one row of counts that not every area has.

    `parts` are pairs of counts and minutes of n areas each, counts nan where not known: those of
    one group, or of several that make it up and travel each in its own way. Only areas where all
    parts are known are counted. `need` is None: it is weighed for the children counted, and beside
    another count it would read as that count's own. `estimated` says how the counts were made where
    they are none, and so does the note.
    """
    known = np.flatnonzero(np.all([np.isfinite(counts) for counts, _ in parts], axis=0))
    if not len(known):
        return empty_row(key, bands, NOT_ASSESSED)
    counts, minutes = (np.concatenate([part[i][known] for part in parts]) for i in (0, 1))
    row = reach_row(key, Reach(counts, np.zeros(len(counts)), minutes, bands))
    row.update(areas=len(known), need=None)
    if estimated:
        row["note"] = "; ".join(filter(None, [f"{ESTIMATE}, {estimated}", row["note"]]))
    missing = len(parts[0][0]) - len(known)
    if missing:
        left_out = "no count and is left out" if missing == 1 else "no count and are left out"
        areas = "1 area has" if missing == 1 else f"{missing} areas have"
        row["note"] = "; ".join(filter(None, [f"{areas} {left_out}", row["note"]]))
    return row


def check_each(name: str, rows: Sequence[dict[str, Any]], bands: Sequence[float]) -> None:
    """Check each row of `counted_row` for itself, as they have no total; `check_parts` raises."""
    columns = [column for column in count_columns(bands) if column != "need"]
    for row in rows:
        if row["children"] is not None:
            check_parts(name, [row], row, columns, bands)


def marked(key: str, note: str) -> str:
    """Give a row's key as the page prints it: an estimate is called so beside its name."""
    return f"{key} ({ESTIMATE})" if f"{ESTIMATE}, " in note else key


def row_notes(rows: Table) -> list[str]:
    """Give the notes of the rows that have figures too, in words: the page has no column of them.

    Such a note names areas without a count, or an estimate; rows of one note stand together.
    """
    keys: dict[str, list[str]] = {}
    for key, count, note in zip(*(rows.column(name) for name in ("key", "children", "note"))):
        if count and note:
            keys.setdefault(note, []).append(key)
    return [f"{', '.join(of_note)}: {note}." for note, of_note in keys.items()]
