"""The form in which runs write the parts of a pack: their columns, and where a figure must stand.

A result that someone edited, or that is a table as it is printed, may lack a column or a figure.
The pack is not made of it: a blank that reads as nought would be a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable

from ..tables import Table
from .evidence import COMPARISON_TABLES, COVERAGE_TABLES

Row = Mapping[str, Any]
Blanks = Callable[[Row], Sequence[str]]

_COVERAGE = "'Coverage of hubs'"
_COMPARISON = "'Compare scenarios'"
_OUTREACH = "'Suggest outreach'"
_ESTATE = "'Options for the estate'"
_SHARING = "'Which services might share a building'"
_ROUTED = 1e-6  # fewer children routed than this are nobody: what adding up in binary leaves
_BAND = re.compile(r"(?:reached|share|lost|gained)_([0-9]+(?:_[0-9]+)?)")
_MINUTES = ("mean_minutes", "median_minutes", "p90_minutes", "max_minutes")
_MOVES = (
    "longer", "much_longer", "shorter", "same", "route_lost", "route_gained", "unrouted",
    "not_compared",
)  # fmt: skip
_MEANS = ("mean_minutes_base", "mean_minutes_plan", "mean_change")


@dataclass(frozen=True)
class Form:
    """What a part has: who writes it, the columns it has, and those in which no row is blank.

    `bands` are the names that it has once for each band, as "reached" for reached_10; `blanks`
    names the columns in which a row must have a figure, as its other figures call for it.
    """

    made_by: str
    columns: tuple[str, ...]
    filled: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    blanks: Blanks = lambda row: ()


def _of_group(row: Row) -> list[str]:
    """Name the blanks of a row of coverage: who it is, reach of all bands or of none, minutes."""
    counts = [name for name in row if name.startswith("reached_")] + ["unrouted"]
    if row["beyond"] is None:  # of nobody, or nobody could tell: a row without any figure of reach
        lone = any(row[name] is not None for name in counts)
        return ["beyond"] if lone else ["children"] if row["areas"] else []
    told = ["children", *counts]  # the weight of need is blank in a row of one age or group
    if row["children"]:
        told += [name for name in row if name.startswith("share_")]
    if (
        None not in (row["children"], row["unrouted"])
        and row["children"] - row["unrouted"] > _ROUTED
    ):
        told += _MINUTES
    return told


def _of_move(row: Row) -> list[str]:
    """Name the blanks of a row of a comparison: all counts or none, all three means or none."""
    counts = [name for name in row if name in _MOVES or name.startswith(("lost_", "gained_"))]
    told = ["children", *counts] if any(row[name] is not None for name in counts) else []
    return [*told, *(_MEANS if any(row[name] is not None for name in _MEANS) else ())]


_GROUPED = Form(
    _COVERAGE,
    ("key", "areas", "children", "need", "beyond", *_MINUTES, "unrouted", "note"),
    ("key", "areas"),
    ("reached", "share"),
    _of_group,
)
_MOVED = Form(
    _COMPARISON,
    ("plan", "key", "areas", "children", *_MOVES, *_MEANS, "note"),
    ("plan", "key", "areas"),
    ("lost", "gained"),
    _of_move,
)
_GAP = ("cluster", "areas", "children")
_SITED = ("site_id", "decision", "reason")
FORMS: Mapping[str, Form] = {
    "NEED": Form("'Need by area'", ("area_code", "children")),
    "COVERAGE": Form(_COVERAGE, ("area_code", "minutes", "hub_id", "children")),
    **{name: _GROUPED for name in COVERAGE_TABLES if name != "EQUITY"},
    "EQUITY": Form(_COVERAGE, ("key", "measure", "value")),
    "GAPS": Form(f"{_COVERAGE} (gaps with names)", _GAP, _GAP),
    "UNROUTED": Form(f"{_COVERAGE} (places not routed)", ("id", "role", "reason")),
    "CONSULTATION": Form(f"{_COVERAGE} (by voice)", ("by", "key", "theme", "sentiment", "voices")),
    "COMPARISON": Form(_COMPARISON, ("area_code", "plan", "minutes_plan", "change")),
    **{f"CHANGE_{name}": _MOVED for name in COMPARISON_TABLES if name != "THERE_AND_BACK"},
    "CHANGE_THERE_AND_BACK": Form(_COMPARISON, ("plan", "area_code", "minutes_both_ways")),
    "SITES": Form("'Suggest sites'", _SITED),
    "SITES_FRONTIER": Form("'Suggest sites' (frontier)", ("objective",)),
    "OUTREACH": Form(_OUTREACH, (*_SITED, "tier")),
    "OUTREACH_FRONTIER": Form(f"{_OUTREACH} (frontier)", ("points", "objective")),
    "ESTATE": Form(_ESTATE, ("step", "site_id", "move", "reason")),
    "FRONTIER": Form(f"{_ESTATE} (frontier)", ("step", "children_worse")),
    "ESTATE_BY_OWNER": Form(f"{_ESTATE} (by owner)", ("step", "owner")),
    "COLOCATION": Form(_SHARING, ("service_id", "to_site")),
    "COLOCATION_PLAN": Form(_SHARING, ("service_id", "to_site", "decision")),
    "HUBS": Form("the hubs given, with their ids in HUB_ID", ("site_id",)),
    "VENUES": Form("the register, with its ids in site_id", ("site_id",)),
    "REGISTER": Form("'Import estate register'", ("site_id",)),
}
"""What each part must have to be what it is called, and what writes it."""


def lacking(form: Form, columns: Sequence[str]) -> list[str]:
    """Name the columns of the form that are not among `columns`, in the form's order."""
    banded = [f"{kind}_{band}" for band in _bands(columns) for kind in form.bands]
    if form.bands and not banded:
        banded = [f"{form.bands[0]}_10"]  # as a run of the usual bands has it
    return [name for name in (*form.columns, *banded) if name not in columns]


def blanks(form: Form, table: Table) -> Iterator[tuple[int, str]]:
    """Give each blank in which the form's run writes something: its row, from 1, and its column."""
    for place, values in enumerate(table.rows(), 1):
        row = dict(zip(table.columns, values))
        for name in (*form.filled, *form.blanks(row)):
            if row[name] is None:
                yield place, name


def _bands(columns: Sequence[str]) -> list[str]:
    found = (_BAND.fullmatch(name) for name in columns)
    return list(dict.fromkeys(one[1] for one in found if one))
