"""The page's tables of room: every hub with its spare area, and others with the most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .colocation_cells import records, whole
from .in_words import many
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

_MOST = 10  # other buildings printed; the table has them all


def room_section(room: Table) -> Html:
    """Give the section on room; `room` has the columns of the result table, in its order."""
    rows = records(room)
    hubs = [row for row in rows if row["is_hub"]]
    others = [row for row in rows if not row["is_hub"] and row["spare_m2"]]
    told = (
        "Room as things stand. A service could come in where nothing known forbids it, by itself "
        "and all else as today: what one takes is not left for the next."
    )
    tables = [_table("Hubs", hubs)] if hubs else [paragraph("No building is a hub.")]
    if others:
        tables.append(
            _table("Other buildings with room, the most spare area first", others[:_MOST])
        )
    if len(others) > _MOST:
        more = many(len(others) - _MOST, "other building has", "other buildings have")
        tables.append(paragraph(f"{more} room too.", "note"))
    return section("Where there is room", paragraph(told, "note"), *tables)


def _table(caption: str, rows: Sequence[dict[str, Any]]) -> Html:
    names = ["Building", "Owner", "Spare m²", "Open, hours a week", "Services that could come in"]
    numbers = (2, 3)
    body = [
        text_row(
            [
                f"{row['site_name'] or ''} ({row['site_id']})".strip(),
                row["owner"] or "not stated",
                whole(row["spare_m2"]),
                whole(row["hours_week"]),
                row["could_come_in"] or "none",
            ],
            numbers,
        )
        for row in rows
    ]
    return table(caption, heading_row(names, numbers, wrap=True), body)
