"""The part of the siting page on the frontier: how much need each further site reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .bands import band_number
from .chart import Column, columns
from .method_note import Method
from .page import Html, empty_row, heading_row, paragraph, picture, section, table, text_row
from .siting.frontier_notes import NOW, THIS_PLAN
from .tables import Table


def frontier_section(frontier: Table, band: float, method: Method) -> Html:
    """Give the section on a table as `siting/frontier.py` makes it, with its chart."""
    rows = [dict(zip(frontier.columns, row)) for row in frontier.rows()]
    shares = _shares(rows, method.threshold)
    return section(
        "How much each further site reaches",
        paragraph(_what_rows_are(rows, method.within(band))),
        picture(_chart(rows, shares, band, method), "Chart; its figures stand in the table below."),
        _table(rows, shares, band, method.threshold),
        paragraph("Plans of fewer sites need not be part of plans of more.", "note"),
    )


def _what_rows_are(rows: Sequence[dict[str, Any]], within: str) -> str:
    """Say by which measure the rows are best; set cover's own plan is not by that of the others."""
    if len({row["model"] for row in rows}) > 1:
        return (
            f"For each number of new sites: the plan that brings the most need {within} (maximal "
            "cover), under the same conditions but for the share of need asked for; a hub closes "
            "only where a condition asks for it. The last row is the plan of this page, which "
            "takes the fewest hubs."
        )
    return (
        "For each number of new sites: the plan that is best on the measure of this run, under "
        f"the same conditions, and the share of all need that it has {within}. The row of the plan "
        "of this page is marked."
    )


def _label(row: dict[str, Any], last: bool) -> str:
    """Give what stands under a column: "now", the number of sites, "plan" for a plan set apart."""
    if row["note"] == NOW:
        return "now"
    apart = last and (row["model"] == "set_cover" or not row["sites"])
    return "plan" if apart and row["note"].startswith(THIS_PLAN) else str(row["sites"])


def _whole(row: dict[str, Any]) -> float:
    return float(row["need_reached"] / row["share_reached"]) if row["share_reached"] else 0.0


def _shares(rows: Sequence[dict[str, Any]], threshold: float) -> list[str]:
    """Write the shares; one that differs from another by a small count is held back."""
    reached = [row["need_reached"] for row in rows if row["need_reached"] is not None]
    written = []
    for row in rows:
        value = row["need_reached"]
        if value is None:
            written.append(published.NOT_APPLICABLE)
        elif any(published.is_small(abs(value - other), threshold) for other in reached):
            written.append(published.HELD_BACK)
        elif not value:
            written.append(published.share(0.0))
        else:
            written.append(published.share_of(value, _whole(row), threshold))
    return written


def _chart(
    rows: Sequence[dict[str, Any]], shares: Sequence[str], band: float, method: Method
) -> str:
    whole = max((_whole(row) for row in rows if row["need_reached"]), default=0.0)
    made = []
    for row, share in zip(rows, shares):
        label = _label(row, last=row is rows[-1])
        value = row["need_reached"]
        if value is None:
            made.append(Column(label, None, ""))
            continue
        height = published.drawn([value, max(0.0, whole - value)], method.threshold)[0]
        made.append(Column(label, height, "" if share == published.HELD_BACK else share))
    return columns(
        f"Share of need {method.within(band)}, by number of new sites",
        "One column for each number of new sites: the share of need within the minutes.",
        made,
        "New sites opened",
    )


def _table(
    rows: Sequence[dict[str, Any]], shares: Sequence[str], band: float, threshold: float
) -> Html:
    within = f"Need within {band_number(band)} min, about"
    closes = any(row["sites_to_close"] for row in rows)
    names = ["New sites", within, "Share of need", "Mean journey, by need", "Proven", "Sites"]
    names += ["Hubs to close (options)"] if closes else []
    body = [_row(row, share, threshold, closes) for row, share in zip(rows, shares)]
    return table("The frontier", heading_row(names, range(1, 5)), body)


def _row(row: dict[str, Any], share: str, threshold: float, closes: bool) -> Html:
    key = str(row["sites"])
    if row["need_reached"] is None:
        return empty_row(key, 5 + closes, row["note"])
    proven = {True: "yes", False: "no"}.get(row["proven"], published.NOT_APPLICABLE)
    sites = row["sites_chosen"]
    said = f"{sites} ({row['note']})" if sites and row["note"] else sites or row["note"]
    cells = [
        key,
        published.rounded(row["need_reached"], threshold),
        share,
        published.minutes(row["mean_minutes"]),
        proven,
        said,
        *([row["sites_to_close"] or published.NOT_APPLICABLE] if closes else []),
    ]
    return text_row(cells, numbers=range(1, 5))
