"""How evenly the journeys of a coverage run are shared out: the table, and what a page prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_suffix
from .demand import Demand
from .equity_table import MINUTES, SHARE, equity_table
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]

_INTRODUCTION = (
    "One figure cannot say whether journeys are fair; these look at them from several sides. They "
    "cover routed children only, and take all children of an area to travel as long as its "
    "demand point."
)
# The scale of Kolm-Pollak is named in the meaning of the rows that rest on it.
_NOT_PRINTED = {"kolm_pollak_kappa", "children_routed", "children_not_routed"}


def coverage_equity(
    coverage: Coverage, demand: Demand, rank: Floats | None, decile_name: str
) -> Table:
    """Give the equity measures of a run as `equity_table` does, one line of poverty a band.

    `rank`, shape (areas,), is the national rank of deprivation, 1 MOST deprived, nan where not
    known; None, or a rank known for fewer areas than the decile, goes by the decile.
    """
    return equity_table(
        coverage.minutes,
        coverage.children,
        demand.decile,
        coverage.bands,
        quintile=demand.quintile,
        rank=_finer(rank, demand.decile),
        decile_name=decile_name,
    )


def _finer(rank: Floats | None, decile: Floats) -> Floats | None:
    if rank is None or not np.isfinite(rank).any():
        return None
    return rank if np.isfinite(rank).sum() >= np.isfinite(decile).sum() else None


def equity_section(measures: Table, coverage: Coverage, method: Method) -> Html:
    """Write "How evenly" for people: each measure, what it means, or why it is not applicable.

    Of the lines of access poverty only the headline band's is printed.
    """
    suffix = band_suffix(method.headline(coverage.bands))
    rows = [dict(zip(measures.columns, row)) for row in measures.rows()]
    exact = {row["key"]: row["value"] for row in rows}
    printed = [row for row in rows if _is_printed(row["key"], suffix)]
    body = [
        text_row([row["measure"], _value(row, exact, method.threshold), _meaning(row)], [1])
        for row in printed
    ]
    taking = published.about(exact["children_routed"], method.threshold)
    lost = published.about(exact["children_not_routed"], method.threshold)
    return section(
        "How evenly",
        paragraph(f"{_INTRODUCTION} Children who take part: {taking}; not routed: {lost}."),
        table(
            "Measures of how evenly minutes to the nearest hub are shared out",
            heading_row(["Measure", "Value", "What it means"], [1]),
            body,
        ),
    )


def _is_printed(key: str, suffix: str) -> bool:
    if key.startswith("poverty_"):
        return key.split("_", 2)[2] == suffix
    return key not in _NOT_PRINTED


def _meaning(row: Mapping[str, Any]) -> str:
    note = row["note"]
    return f"{note[0].upper()}{note[1:]}. {row['meaning']}" if note else row["meaning"]


def _value(row: Mapping[str, Any], exact: Mapping[str, Any], threshold: float) -> str:
    """Write a value; what would tell how few children are beyond a line is held back."""
    value = row["value"]
    if value is None:
        return published.NOT_APPLICABLE
    if row["key"].startswith("poverty_"):
        return _poverty(row, exact, threshold)
    return _signed_minutes(value) if row["unit"] == MINUTES else _two_decimals(value)


def _poverty(row: Mapping[str, Any], exact: Mapping[str, Any], threshold: float) -> str:
    suffix = row["key"].split("_", 2)[2]
    whole = exact["children_routed"]
    share = published.share_of(exact[f"poverty_share_{suffix}"] * whole, whole, threshold)
    if published.is_small(exact["children_not_routed"], threshold):
        share = published.HELD_BACK  # beside the share of all children it would tell them
    if share == published.HELD_BACK or row["unit"] == SHARE:
        return share
    return _signed_minutes(row["value"]) if row["unit"] == MINUTES else _two_decimals(row["value"])


def _signed_minutes(value: float) -> str:
    minutes = published.minutes(abs(value))
    return f"−{minutes}" if value <= -1 else minutes


def _two_decimals(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
