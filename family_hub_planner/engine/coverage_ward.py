"""Coverage by ward: the table, and a part of the page that stays readable with sixty of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import published
from .bands import band_number
from .coverage_html import coverage_html
from .coverage_tables import NOT_KNOWN, Reach, by_text
from .demand import Demand
from .method_note import Method
from .page import Html, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

WHOLE_AREAS = (
    "Each small area is counted whole in one ward, that of its point or of the lookup given: a "
    "ward's own count, by its boundary, may be another."
)

NAMED = 5  # wards in the sentence above the table


def ward_names(wards: Sequence[str], authority: Sequence[str]) -> list[str]:
    """Give each area's ward, with its authority where two have a ward of that name.

    Texts, n of each; "" where not known.
    """
    homes: dict[str, set[str]] = {}
    for ward, home in zip(wards, authority):
        homes.setdefault(ward, set()).add(home)
    return [
        f"{ward} ({home or 'authority not known'})" if ward and len(homes[ward]) > 1 else ward
        for ward, home in zip(wards, authority)
    ]


def by_ward(coverage: Coverage, demand: Demand, wards: Sequence[str]) -> Table:
    """Tabulate by ward in the columns of the other tables; `wards` has one text an area.

    Areas whose ward is "" stand in the row "not known". `PlannerError` as in `coverage_table`.
    """
    names = ward_names(wards, demand.authority)
    reach = Reach(demand.children, demand.need, coverage.minutes, coverage.bands)
    return by_text("BY_WARD", names, reach)


def ward_section(rows: Table, coverage: Coverage, method: Method) -> Html:
    """Write "By ward": where most children are beyond reach in a sentence, then every ward."""
    said = [paragraph(text) for text in (_most_beyond(rows, coverage, method),) if text]
    shown = coverage_html("Children by ward", "Ward", rows, coverage.bands, method)
    return section("By ward", *said, shown)


def _most_beyond(rows: Table, coverage: Coverage, method: Method) -> str:
    """Name the wards with most children beyond the longest band or not routed, most first."""
    parts = [dict(zip(rows.columns, row)) for row in rows.rows()][:-1]
    most = sorted(parts, key=lambda row: (-_beyond(row), row["key"]))
    told = [
        f"{row['key']} ({published.about(_beyond(row), method.threshold)})"
        for row in most
        if row["key"] != NOT_KNOWN and _is_told(_beyond(row), method.threshold)
    ]
    if not told:
        return ""
    longest = band_number(coverage.bands[-1])
    return (
        f"Most children beyond {longest} minutes or not routed: {'; '.join(told[:NAMED])}. Wards "
        "stand below by their names."
    )


def _beyond(row: dict[str, Any]) -> float:
    return math.fsum((row["beyond"], row["unrouted"]))


def _is_told(count: float, threshold: float) -> bool:
    return count >= max(threshold, 1.0)
