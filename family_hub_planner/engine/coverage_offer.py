"""The same children counted against different sets of hubs: own, full-time, outreach and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .bands import band_suffix
from .coverage_html import close_to, coverage_html, printed_share
from .coverage_sets import FULL_TIME, HOURS_NOT_STATED, OUTREACH, OWN, HubSet, Kind
from .coverage_tables import (
    NO_CHILDREN,
    Reach,
    check_parts,
    count_columns,
    reach_row,
    table_columns,
    total_row,
    unserved_row,
)
from .demand import Demand
from .method_note import Method
from .page import Html, items, paragraph, section
from .published import HELD_BACK
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NO_SUCH_HUBS = "no such hubs"

_CAPTION = "The same children by the hubs that count"
_TOLD = (
    "Each row counts the same children against other hubs (in brackets, how many): it is what "
    "would be modelled if only those hubs stood. A hub may be in several rows; they do not add up."
)
_ALL_TIMES = (
    "This asks the table of times for every hub's minutes, not only for those of the nearest: "
    "children without minutes to any hub of a row stand there as not routed."
)


def by_offer(coverage: Coverage, demand: Demand, minutes: Floats, sets: Sequence[HubSet]) -> Table:
    """Tabulate the demand by set of hubs, the set of all hubs first; a row each, no total.

    `minutes` has shape (areas, hubs), inf unreachable; of each row only those of its own hubs
    count. Columns: `key`, `hubs` (how many), then those of the other tables. A set without hubs,
    or one that cannot be told, has its children and no figure of reach. `PlannerError` where a
    row does not hold together, or the first is not the run's own total.
    """
    rows = [_row(one, demand, minutes, coverage.bands) for one in sets]
    bands, total = coverage.bands, total_row(coverage.by_decile)
    check_parts("BY_OFFER", rows[:1], total, count_columns(bands), bands)
    for row in rows[1:]:
        check_parts("BY_OFFER", [row], total, ["areas", "children", "need"], bands)
    key, *others = table_columns(bands)
    columns = [key, "hubs", *others]
    return Table({name: [row[name] for row in rows] for name in columns}, "BY_OFFER")


def _row(one: HubSet, demand: Demand, minutes: Floats, bands: Sequence[float]) -> dict[str, Any]:
    nowhere = np.full(len(demand), np.inf)
    reach = Reach(demand.children, demand.need, nowhere, tuple(bands))
    if one.hubs is None:
        return {**unserved_row(one.key, reach, one.note), "hubs": None}
    if not one.hubs.any():
        return {**unserved_row(one.key, reach, NO_SUCH_HUBS), "hubs": 0}
    row = reach_row(one.key, replace(reach, minutes=minutes[:, one.hubs].min(axis=1)))
    notes = [note for note in (one.note, row["note"]) if note]
    return {**row, "hubs": int(one.hubs.sum()), "note": "; ".join(notes)}


def offer_section(
    table: Table, coverage: Coverage, method: Method, kinds: Sequence[Kind]
) -> list[Html]:
    """Write the part of the page on other sets of hubs, and name the hubs of each kind.

    An empty list where the hubs say nothing by which they could be told apart.
    """
    rows = [dict(zip(table.columns, row)) for row in table.rows()]
    told = {row["key"] for row in rows if row["hubs"] is not None}
    if not told & {OWN, FULL_TIME, OUTREACH}:
        return []
    shown = [{**row, "key": _label(row)} for row in rows if row["key"] in told and not _idle(row)]
    held = _telling_few(shown, coverage.bands, method.threshold)
    printed = Table({name: [row[name] for row in shown] for name in table.columns}, table.name)
    said = [*_named(kinds, coverage.hub_ids, method), *_remarks(rows)]
    return [
        section(
            "By the hubs that count",
            paragraph(f"{_TOLD} {_ALL_TIMES}" if method.times else _TOLD),
            coverage_html(_CAPTION, "Hubs", printed, coverage.bands, method, False, held),
            *([items(said)] if said else []),
        )
    ]


def _idle(row: dict[str, Any]) -> bool:
    """Tell that every hub states its hours: the row of those that do not is of no use."""
    return bool(row["key"] == HOURS_NOT_STATED and not row["hubs"])


def _label(row: dict[str, Any]) -> str:
    key = row["key"][0].upper() + row["key"][1:]
    return f"{key} ({row['hubs']})" if row["hubs"] else key


def _telling_few(rows: Sequence[dict[str, Any]], bands: Sequence[float], threshold: float) -> Bools:
    """Tell which shares beside that of a row above would tell a small count: (rows, bands)."""
    held = np.zeros((len(rows), len(bands)), dtype=bool)
    for column, band in enumerate(bands):
        above: list[float] = []
        for place, row in enumerate(rows):
            if row["hubs"]:
                reached = row[f"reached_{band_suffix(band)}"]
                held[place, column] = close_to(reached, above, threshold)
                if printed_share(row, bands, band, threshold, held[place, column]) != HELD_BACK:
                    above.append(reached)
    return held


def _named(kinds: Sequence[Kind], hub_ids: Sequence[str], method: Method) -> list[str]:
    said = []
    for kind in kinds:
        if kind.hubs.any():
            names = ", ".join(method.hub(hub) for hub, one in zip(hub_ids, kind.hubs) if one)
            said.append(f"{kind.words[0].upper()}{kind.words[1:]}: {names}.")
    return said


def _remarks(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Say what to know of a row, and which rows cannot be told."""
    noted = [row for row in rows if row["note"] not in ("", NO_SUCH_HUBS, NO_CHILDREN)]
    return [f"{row['key'][0].upper()}{row['key'][1:]}: {row['note']}." for row in noted]
