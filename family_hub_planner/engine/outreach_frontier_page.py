"""The part of the outreach page on the frontier: whom each further outreach point reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .chart import HELD_BACK, Bar, stacked_bars
from .method_note import Method
from .outreach_tiers_page import TIERS, tier_series
from .page import Html, empty_row, heading_row, paragraph, picture, section, table, text_row
from .tables import Table


def frontier_section(frontier: Table, method: Method) -> Html:
    """Give the section on a table as `siting/outreach/frontier.py` makes it, with its chart."""
    rows = [dict(zip(frontier.columns, row)) for row in frontier.rows()]
    return section(
        "What each further outreach point reaches",
        paragraph(
            "For each number of new outreach points: the plan that is best on the measure of this "
            "run under the same conditions, and the need that each tier reaches with it."
        ),
        picture(_chart(rows, method.threshold), "Bar chart; its figures stand in the table below."),
        _table(rows, method.threshold),
        paragraph("Plans of fewer points need not be part of plans of more.", "note"),
    )


def _held(rows: Sequence[dict[str, Any]], row: dict[str, Any], threshold: float) -> bool:
    """Tell whether a row's shares would tell a small count, of its own or between two rows."""
    own = [row[f"need_{tier}"] for tier in TIERS]
    if any(published.is_small(value, threshold) for value in own):
        return True
    others = [other for other in rows if other["need_hub"] is not None]
    return any(
        published.is_small(abs(row[f"need_{tier}"] - other[f"need_{tier}"]), threshold)
        for other in others
        for tier in TIERS
    )


def _chart(rows: Sequence[dict[str, Any]], threshold: float) -> str:
    bars = [_bar(rows, row, threshold) for row in rows]
    return stacked_bars(
        "Need by tier, by number of new outreach points",
        "One bar for each number of new outreach points: the share of need within reach of a hub, "
        "of an outreach point only and of neither.",
        [*tier_series(), HELD_BACK],
        bars,
        "Share of all need",
    )


def _bar(rows: Sequence[dict[str, Any]], row: dict[str, Any], threshold: float) -> Bar:
    label = f"{row['points']} points" if row["points"] > 1 else "1 point"
    label = label if row["points"] else "today"
    if row["need_hub"] is None:
        return Bar(label, None, note=row["note"])
    parts = [row[f"need_{tier}"] for tier in TIERS]
    whole, held = sum(parts), _held(rows, row, threshold)
    shown = [0.0 if published.is_small(part, threshold) else part for part in parts]
    small = threshold / 2 if sum(parts) > sum(shown) else 0.0
    numbers = ["" if held else published.share(part / whole) for part in parts]
    return Bar(label, published.drawn([*shown, small], threshold), [*numbers, ""])


def _table(rows: Sequence[dict[str, Any]], threshold: float) -> Html:
    names = ["New points", "Need of a hub, about", "Of a point only", "Of neither", "Proven"]
    body = [_row(row, threshold) for row in rows]
    return table("The frontier", heading_row([*names, "Sites"], range(1, 5), wrap=True), body)


def _row(row: dict[str, Any], threshold: float) -> Html:
    key = str(row["points"])
    if row["need_hub"] is None:
        return empty_row(key, 5, row["note"])
    proven = {True: "yes", False: "no"}.get(row["proven"], published.NOT_APPLICABLE)
    sites = row["sites_chosen"]
    said = f"{sites} ({row['note']})" if sites and row["note"] else sites or row["note"]
    counts = [published.rounded(row[f"need_{tier}"], threshold) for tier in TIERS]
    return text_row([key, *counts, proven, said], numbers=range(1, 5))
