"""The part of the outreach page on the sites: which, linked to which hub, in which order, why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from . import published
from .bands import in_minutes
from .in_words import many
from .method_note import Method
from .page import Html, heading_row, number_row, paragraph, section, table, text_row
from .tables import Table

_WHOM = (
    ("open", "outreach", "Children gained by each suggested outreach point, of no hub"),
    ("open", "hub", "Children gained by each new hub"),
    ("kept", "hub", "Children who would be beyond {} of a hub without this one"),
)
_FACTS = ("site_id", "site_name", "decision", "tier")


def sites_section(sites: Table, whom: Table | None, hub_minutes: float, method: Method) -> Html:
    """Give the sections on the sites; parameters as in `outreach_page`."""
    rows = [dict(zip(sites.columns, row)) for row in sites.rows()]
    names = {row["site_id"]: _name(row) for row in rows}
    new = [row for tier in ("hub", "outreach") for row in _new(rows, tier)]
    running = [row for row in rows if row["decision"] == "kept" and row["tier"] == "outreach"]
    parts = [_one_after_another(_new(rows, "outreach"))]
    if new or running:
        parts.append(_points_table([*new, *running], names, method.threshold))
    parts.append(_left_out(rows))
    hubs = [row for row in rows if row["decision"] == "kept" and row["tier"] == "hub"]
    reasons = _reasons([*new, *running, *hubs])
    first = section("Suggested outreach points", *parts)
    why = section("Why each site", reasons, *_by_decile(whom, hub_minutes, method))
    return Html(first + why)


def count_new(sites: Table, tier: str) -> int:
    """Count the new sites of a tier."""
    pairs = zip(sites.column("decision"), sites.column("tier"))
    return sum(pair == ("open", tier) for pair in pairs)


def _new(rows: Sequence[dict[str, Any]], tier: str) -> list[dict[str, Any]]:
    found = [row for row in rows if row["decision"] == "open" and row["tier"] == tier]
    return sorted(found, key=lambda row: row["order"] or 0)


def _name(row: dict[str, Any]) -> str:
    name = row.get("site_name") or ""
    return f"{name} ({row['site_id']})" if name else str(row["site_id"])


def _one_after_another(points: Sequence[dict[str, Any]]) -> Html:
    if len(points) < 2:
        return Html("")
    first, *others = (_name(row) for row in points)
    return paragraph(
        "In the order of what each adds on this measure to those before it: if only one outreach "
        f"point can be run, {first}; then {'; then '.join(others)}."
    )


def _points_table(rows: Sequence[dict[str, Any]], names: dict[str, str], threshold: float) -> Html:
    sessions = any(row["sessions_week"] is not None for row in rows)
    headings = ["Site", "Is", "Type of venue", "Linked hub", "Staff drive"]
    headings += ["Sessions a week"] if sessions else []
    headings += ["Children gained, about", "In near-best plans"]
    numbers = [4, *([5] if sessions else []), 5 + sessions]
    body = [text_row(_cells(row, names, sessions, threshold), numbers=numbers) for row in rows]
    return table("Sites in this plan", heading_row(headings, numbers, wrap=True), body)


def _cells(
    row: dict[str, Any], names: dict[str, str], sessions: bool, threshold: float
) -> list[str]:
    nothing = published.NOT_APPLICABLE
    drive = row["staff_minutes"]
    kind = "outreach point" if row["tier"] == "outreach" else "hub"
    what = f"{kind} today, kept"
    if row["decision"] == "open":
        what = f"{'suggested' if kind != 'hub' else 'suggested new'} {kind}, no. {row['order']:g}"
    week = row["sessions_week"]
    return [
        _name(row),
        what,
        row["venue_type"] or nothing,
        names.get(row["linked_hub"], nothing),
        published.minutes(drive),
        *([nothing if week is None else f"{week:g}"] if sessions else []),
        published.rounded(row["children_gained"], threshold),
        row["near_best"] or nothing,
    ]


def _left_out(rows: Sequence[dict[str, Any]]) -> Html:
    """Count the venues not chosen, those tested apart from those that were not, by the reason."""
    counts = Counter(row["reason"] or "" for row in rows if row["decision"] == "not_chosen")
    tested = counts.pop("", 0)
    said = [f"Tested and not chosen: {many(tested, 'venue', 'venues')}."] if tested else []
    said += [
        f"{many(count, 'venue', 'venues')} besides: {why[0].lower()}{why[1:]}"
        for why, count in sorted(counts.items())
    ]
    return paragraph(" ".join(said), "note") if said else Html("")


def _reasons(rows: Sequence[dict[str, Any]]) -> Html:
    body = [text_row([_name(row), row["reason"] or ""]) for row in rows]
    return table("The reasons, site by site", heading_row(["Site", "Why"]), body)


def _by_decile(whom: Table | None, hub_minutes: float, method: Method) -> list[Html]:
    """Tabulate children by decile, one table a kind of site; rounded counts alone, no shares."""
    if whom is None:
        return []
    deciles = [name for name in whom.columns if name not in _FACTS]
    rows, made = [dict(zip(whom.columns, row)) for row in whom.rows()], []
    for decision, tier, words in _WHOM:
        some = [
            row
            for row in rows
            if (row["decision"], row["tier"]) == (decision, tier) and any(row[d] for d in deciles)
        ]
        if some:
            caption = words.format(in_minutes(hub_minutes))
            caption = f"{caption}, by {method.decile_name}, about"
            headings = ["Site", *(name.replace("_", " ").capitalize() for name in deciles)]
            body = [_decile_row(row, deciles, method.threshold) for row in some]
            made.append(table(caption, heading_row(headings, range(1, len(headings))), body))
    return made


def _decile_row(row: dict[str, Any], deciles: Sequence[str], threshold: float) -> Html:
    return number_row(_name(row), [published.rounded(row[name], threshold) for name in deciles])
