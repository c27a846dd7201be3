"""The part of the siting page on the sites: in which order, whom each brings nearer, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .bands import band_number
from .in_words import many
from .method_note import Method
from .page import Html, heading_row, number_row, paragraph, section, table, text_row
from .tables import Table
from .venue_words import JUNCTION

DECISIONS = {
    "open": "suggested",
    "option_to_close": "option to close, for testing",
    "kept": "kept",
    "not_chosen": "not chosen",
}
_WORDS = ("venue_type", "near_best")  # columns of words
_CLOSES, _NOT_CHOSEN = "option_to_close", "not_chosen"
_WHOM = {
    "open": "Children gained against today by each suggested site",
    "option_to_close": "Children whose journey to the nearest hub would be longer than today",
    "kept": "Children who would be beyond {} minutes of a hub without this one, in this plan",
}


def sites_section(
    sites: Table, whom: Table | None, band: float, method: Method, tested: bool = True
) -> Html:
    """Give the sections on the sites; parameters as in `siting_page`.

    `tested` False: no new site was asked for, so that no venue was.
    """
    rows = _shown(sites)
    return Html(
        section(
            "Suggested sites",
            _one_after_another(rows),
            _sites_table(rows, band, method.threshold),
            _left_out(sites, tested),
            _junctions(sites),
        )
        + (section("Why each site", _reasons(rows), *_whom(whom, band, method)) if rows else "")
    )


def count_of(sites: Table, decision: str) -> int:
    """Count the sites of a decision."""
    return int(sites.column("decision").count(decision))


def _shown(sites: Table) -> list[dict[str, Any]]:
    """Give what would change first, then what stays after it; leave out the not chosen."""
    rows = [dict(zip(sites.columns, row)) for row in sites.rows()]
    ranks = list(DECISIONS)
    shown = [row for row in rows if row["decision"] in DECISIONS and row["decision"] != _NOT_CHOSEN]
    shown = [{**row, **_without(row)} for row in shown]
    return sorted(shown, key=lambda row: (ranks.index(row["decision"]), row.get("order") or 0))


def _without(row: dict[str, Any]) -> dict[str, Any]:
    """Part the children without a site by what they are counted against: see `_sites_table`."""
    closes = row["decision"] == _CLOSES
    count = row.get("children_without")
    return {"without_it": None if closes else count, "without_plan": count if closes else None}


def _name(row: dict[str, Any]) -> str:
    name = row.get("site_name") or ""
    return f"{name} ({row['site_id']})" if name else str(row["site_id"])


def _one_after_another(rows: Sequence[dict[str, Any]]) -> Html:
    """Say which of several to open first: "if only one, this; then this"."""
    ranked = [row for row in rows if row["decision"] == "open" and row.get("order") is not None]
    if len(ranked) < 2:
        return Html("")
    first, *others = (_name(row) for row in ranked)
    then = "; then ".join(others)
    return paragraph(
        "In the order of what each adds on this measure to the hubs kept and those before it: if "
        f"only one of them can be opened, {first}; then {then}."
    )


def _sites_table(rows: Sequence[dict[str, Any]], band: float, threshold: float) -> Html:
    """Tabulate the sites, each count with what it is against; columns without a value left out."""
    minutes = f"{band_number(band)} min"
    wanted = {
        "venue_type": "Kind of building",
        "children_gained": "Children gained against today, about",
        "without_it": f"Beyond {minutes} in this plan were it alone not open, about",
        "without_plan": f"Within {minutes} today and beyond with this plan, about",
        "near_best": "In near-best plans",
        "stability": "Stays in",
    }
    there = [name for name in wanted if any(row.get(name) is not None for row in rows)]
    names = ["Site", "Decision", *(wanted[name] for name in there)]
    body = [_site_row(row, there, threshold) for row in rows]
    right = [place for place, name in enumerate(there, start=2) if name not in _WORDS]
    return table("Sites in this plan", heading_row(names, right), body)


def _site_row(row: dict[str, Any], names: Sequence[str], threshold: float) -> Html:
    decision = DECISIONS[row["decision"]]
    if row["decision"] == "open" and row.get("order") is not None:
        decision = f"{decision}, no. {row['order']:g}"
    cells = [_cell(name, row.get(name), threshold) for name in names]
    right = [place for place, name in enumerate(names, start=2) if name not in _WORDS]
    return text_row([_name(row), decision, *cells], numbers=right)


def _cell(name: str, value: Any, threshold: float) -> str:
    if value is None:
        return published.NOT_APPLICABLE
    if name in _WORDS:
        return str(value)
    if name == "stability":
        return f"{published.share(value)} of runs"
    return published.rounded(value, threshold)


def _left_out(sites: Table, tested: bool) -> Html:
    count = count_of(sites, _NOT_CHOSEN)
    if not count:
        return Html("")
    words = f"Tested and not chosen: {count:,d} of the venues."
    if not tested:
        words = f"Not tested, as no new site was asked for: {many(count, 'venue', 'venues')}."
    return paragraph(words, "note")


def _junctions(sites: Table) -> Html:
    """Say that a junction stands for its surroundings and not for a building."""
    types = sites.columns.get("venue_type", [])
    count = sum(str(value or "") == JUNCTION for value in types)
    if not count:
        return Html("")
    lie = many(count, "place is a road junction", "places are road junctions")
    return paragraph(
        f"{lie}: where in principle a hub would serve, not a building. Whether there is one near "
        "by is not known here.",
        "note",
    )


def _reasons(rows: Sequence[dict[str, Any]]) -> Html:
    body = [text_row([_name(row), row["reason"] or ""]) for row in rows]
    return table("The reasons, site by site", heading_row(["Site", "Why"]), body)


def _whom(whom: Table | None, band: float, method: Method) -> list[Html]:
    """Tabulate children by decile, one table a decision; rounded counts alone, never shares."""
    if whom is None:
        return []
    deciles = [name for name in whom.columns if name not in ("site_id", "site_name", "decision")]
    made = []
    for decision, words in _WHOM.items():
        rows = [dict(zip(whom.columns, row)) for row in whom.rows()]
        rows = [row for row in rows if row["decision"] == decision]
        some = [row for row in rows if any(row[name] for name in deciles)]
        if some and deciles:
            caption = f"{words.format(band_number(band))}, by {method.decile_name}, about"
            body = [_decile_row(row, deciles, method.threshold) for row in some]
            headings = ["Site", *(name.replace("_", " ").capitalize() for name in deciles)]
            made.append(table(caption, heading_row(headings, range(1, len(headings))), body))
    return made


def _decile_row(row: dict[str, Any], deciles: Sequence[str], threshold: float) -> Html:
    return number_row(_name(row), [published.rounded(row[name], threshold) for name in deciles])


def closes(sites: Table) -> bool:
    """Tell whether the plan closes a hub."""
    return count_of(sites, _CLOSES) > 0
