"""Coverage by the mode that families have: by car with a car, else on foot or by bus.

A drive catchment counts every child, though part of their households have no car. With the share
of households without one, s: children x (1 - s) take the minutes by car, children x s the minutes
on foot (or by bus, where those are fewer).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number, band_suffix
from .coverage_html import coverage_html
from .coverage_tables import (
    ALL_AREAS,
    NO_AREAS,
    NOT_KNOWN,
    Reach,
    check_parts,
    count_columns,
    empty_row,
    reach_row,
    table_columns,
    total_row,
)
from .demand import Demand
from .method_note import Method
from .page import Html, items, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

WITH, WITHOUT, BOTH = "with a car", "without a car", "by the mode they have"
_RESTS_ON = (
    "The share without a car is that of all households, not of families with children, and is "
    "applied to all children of an area alike.",
    "A household with a car may not have it at session time: somebody else may be away with it.",
)


@dataclass(frozen=True)
class OwnModes:
    """What coverage by the mode that families have is worked out from, n areas.

    `no_car` is the share of households without a car, 0 to 1; `minutes` those of their journey to
    the nearest hub, inf where not routed; both of shape (n,). `on_foot` is "walk" or "pram",
    `buses` names the table of bus times that was counted, "" for none; `said` how `no_car` was
    read.
    """

    no_car: Floats
    minutes: Floats
    on_foot: str
    buses: str = ""
    said: str = ""


def by_mode(coverage: Coverage, demand: Demand, modes: OwnModes) -> Table:
    """Tabulate those with and without a car and both together, for all areas and each decile.

    Columns: `by` ("all areas", "decile"), `travel`, then those of the other tables. The sums are
    checked: with and without make both, the deciles make all, and all are the coverage's children.
    """
    rows = _three("all areas", ALL_AREAS, np.arange(len(demand)), coverage, demand, modes)
    total = rows[-1]
    deciles: list[dict[str, Any]] = []
    for key, member in _deciles(demand.decile):
        if len(member):
            deciles += _three("decile", key, member, coverage, demand, modes)
        else:
            empty = empty_row(key, coverage.bands, NO_AREAS)
            deciles.append({"by": "decile", "travel": BOTH, **empty})
    columns = count_columns(coverage.bands)
    whole = [row for row in deciles if row["travel"] == BOTH]
    check_parts("BY_MODE", whole, total, columns, coverage.bands)
    every = {"children": float(demand.children.sum()), "need": float(demand.need.sum())}
    check_parts("BY_MODE", [total], {**total, **every}, columns, coverage.bands)
    rows += deciles
    names = ["by", "travel", *table_columns(coverage.bands)]
    return Table({name: [row[name] for row in rows] for name in names}, "BY_MODE")


def _deciles(decile: Floats) -> list[tuple[str, Places]]:
    known = np.isfinite(decile)
    found = []
    if known.any():
        found = [(str(rank), np.flatnonzero(decile == rank)) for rank in range(1, 11)]
    return found if known.all() else [*found, (NOT_KNOWN, np.flatnonzero(~known))]


def _three(
    by: str, key: str, member: Places, coverage: Coverage, demand: Demand, modes: OwnModes
) -> list[dict[str, Any]]:
    """Give the rows of those with a car, those without, and both together."""
    parts = []
    pairs = ((1 - modes.no_car, coverage.minutes), (modes.no_car, modes.minutes))
    for share, minutes in pairs:
        parts.append(Reach(demand.children * share, demand.need * share, minutes, coverage.bands))
    split = [part.of(member) for part in parts]
    whole = Reach(
        np.concatenate([part.children for part in split]),
        np.concatenate([part.need for part in split]),
        np.concatenate([part.minutes for part in split]),
        coverage.bands,
    )
    rows = [reach_row(key, part) for part in split]
    both = {**reach_row(key, whole), "areas": len(member)}
    counts = [name for name in count_columns(coverage.bands) if name != "areas"]
    check_parts(f"BY_MODE, {by} {key}", rows, both, counts, coverage.bands)
    named = zip((WITH, WITHOUT, BOTH), [*rows, both])
    return [{"by": by, "travel": travel, **row} for travel, row in named]


def mode_answer(table: Table, coverage: Coverage, method: Method, placing: str = "") -> str:
    """Say the one figure, "modelled by the mode they have", in a sentence.

    `placing` names the demand points where the run has two placings of the children.
    """
    row = _rows(table, "all areas")[-1]
    band = method.headline(coverage.bands)
    suffix = band_suffix(band)
    reached, children = row[f"reached_{suffix}"], row["children"]
    if not children:
        return ""
    by_car = total_row(coverage.by_decile)[f"reached_{suffix}"]
    fraction = published.bracketed(published.share_of(reached, children, method.threshold))
    if published.is_small(abs(by_car - reached), method.threshold):
        fraction = ""  # beside the share by car it would tell the small difference
    count = published.about(reached, method.threshold)
    where = f", by the first placing ({placing})" if placing else ""
    return (
        f"By the mode they have, {count}{fraction} are modelled within {band_number(band)} "
        f"minutes{where}."
    )


def _rows(table: Table, by: str) -> list[dict[str, Any]]:
    rows = [dict(zip(table.columns, row)) for row in table.rows()]
    return [row for row in rows if row["by"] == by]


def mode_section(table: Table, coverage: Coverage, method: Method, modes: OwnModes) -> Html:
    """Write "By the mode they have", with what the figure rests on."""
    total = _rows(table, "all areas")
    deciles = [row for row in _rows(table, "decile") if row["travel"] == BOTH]
    three = [{**row, "key": row["travel"].capitalize()} for row in total]
    caption = f"Children by {method.decile_name}, each by the mode they have"
    return section(
        "By the mode they have",
        paragraph(mode_answer(table, coverage, method) or "There are no children in these areas."),
        coverage_html("Children by mode", "Household", _table(three), coverage.bands, method),
        coverage_html(caption, "Decile", _table([*deciles, total[-1]]), coverage.bands, method),
        paragraph("What this rests on:"),
        items([*_RESTS_ON, _without(modes), f"Households without a car: {modes.said}."]),
    )


def _table(rows: list[dict[str, Any]]) -> Table:
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "BY_MODE")


def _without(modes: OwnModes) -> str:
    feet = "on foot" if modes.on_foot == "walk" else "on foot with a pram"
    if not modes.buses:
        return f"Children without a car are modelled {feet}; buses are not counted."
    return (
        f"Children without a car are modelled {feet} or by the bus times of the table given "
        f"({modes.buses}), whichever takes fewer minutes; how those were worked out is not known "
        "here."
    )
