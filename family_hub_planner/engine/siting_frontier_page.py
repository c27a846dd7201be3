"""The part of the siting page on the frontier: how much need each further site reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .bands import band_number
from .chart import Column, columns
from .method_note import Method
from .page import Html, empty_row, heading_row, paragraph, picture, section, table, text_row
from .tables import Table


def frontier_section(frontier: Table, band: float, method: Method) -> Html:
    """Give the section on a table as `siting/frontier.py` makes it, with its chart."""
    rows = [dict(zip(frontier.columns, row)) for row in frontier.rows()]
    shares = _shares(rows, method.threshold)
    return section(
        "How much each further site reaches",
        paragraph(
            "For each number of new sites: the plan that is best on the measure of this run, under "
            f"the same conditions, and the share of all need that it has {method.within(band)}."
        ),
        picture(_chart(rows, shares, band, method), "Chart; its figures stand in the table below."),
        _table(rows, shares, band, method.threshold),
        paragraph("Plans of fewer sites need not be part of plans of more.", "note"),
    )


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
        label = "now" if not row["sites"] else str(row["sites"])
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
    names = ["New sites", within, "Share of need", "Mean journey", "Proven", "Sites"]
    body = [_row(row, share, threshold) for row, share in zip(rows, shares)]
    return table("The frontier", heading_row(names, range(1, 5)), body)


def _row(row: dict[str, Any], share: str, threshold: float) -> Html:
    key = str(row["sites"])
    if row["need_reached"] is None:
        return empty_row(key, 5, row["note"])
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
    ]
    return text_row(cells, numbers=range(1, 5))
