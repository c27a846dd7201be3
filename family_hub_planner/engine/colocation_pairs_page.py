"""The page's tables of pairs: hubs with room for others, and others with room for a hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .colocation_cells import minutes, records, site, whole
from .in_words import many, pounds
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

_MOST = 10  # pairs printed of each kind; the table has them all
_NEARLY = 5
_DIRECTIONS = (
    ("into_hub", "Hubs with room for others", "services that a hub's building might take in"),
    ("hub_into", "Others' buildings with room for a hub", "services of hubs that might move there"),
    ("between_others", "Between other buildings", "neither of them a hub"),
)


def pairs_sections(pairs: Table, method: Method) -> list[Html]:
    """Give the pairs by direction, and those that one obstacle keeps apart.

    `pairs` has the columns of the result table, best first.
    """
    told = (
        "Each pair is worked out by itself, all else as today. Where a building can be given up "
        "only once other services leave it too, its running cost is in the pair of the whole site "
        "and in the plan, where it is counted once, and not in the pair of one service."
    )
    found = [_section(pairs, *words, method) for words in _DIRECTIONS]
    heading = "Pairs of a service and a building"
    return [section(heading, paragraph(told)), *found, _nearly(pairs, method)]


def _section(pairs: Table, direction: str, heading: str, what: str, method: Method) -> Html:
    rows = [row for row in records(pairs) if row["direction"] == direction and row["feasible"]]
    gaining = [row for row in rows if _gains(row)]
    if not rows:
        return section(heading, paragraph(f"No pair was found that nothing forbids: {what}."))
    said = (
        f"{many(len(rows), 'pair', 'pairs')} that nothing forbids ({what}), "
        f"{len(gaining):,d} of them better than today as weighed. The first are:"
    )
    figures = _pairs_table(heading, rows[:_MOST], method)
    return section(heading, paragraph(said), figures)


def _nearly(pairs: Table, method: Method) -> Html:
    rows = [row for row in records(pairs) if not row["feasible"]]
    rows = [row for row in rows if len(_forbidding(row)) == 1 and _gains(row)]
    if not rows:
        return Html("")
    told = (
        f"{many(len(rows), 'pair', 'pairs')} better than today as weighed, with one thing alone in "
        "the way, named last. The first are:"
    )
    heading = "What one obstacle keeps apart"
    return section(heading, paragraph(told), _pairs_table(heading, rows[:_NEARLY], method))


def _gains(row: dict[str, Any]) -> bool:
    """Tell whether a pair is better than today; one that some could not reach has no figure."""
    return row["weighed_gbp_year"] is not None and row["weighed_gbp_year"] > 0


def _forbidding(row: dict[str, Any]) -> list[str]:
    return [one for one in row["conflicts"].split("; ") if not one.startswith("to settle: ")]


def _pairs_table(caption: str, rows: Sequence[dict[str, Any]], method: Method) -> Html:
    names = ["Service", "From", "To", "£ a year", "£ once", "m²", "m² left", "Minutes"]
    names += ["Longer for", "Weighed, £ a year", "In the way; to settle"]
    numbers = tuple(range(3, 10))
    body = [text_row(_pair_cells(row, method), numbers) for row in rows]
    return table(caption, heading_row(names, numbers, wrap=True), body)


def _pair_cells(row: dict[str, Any], method: Method) -> list[str]:
    settle = [one for one in row["conflicts"].split("; ") if one.startswith("to settle: ")]
    settle = [one.replace("to settle: ", "") for one in settle]
    return [
        f"{row['service_name']} ({row['service_id']})",
        site(row, "from"),
        site(row, "to"),
        pounds(row["saving_gbp_year"]),
        pounds(row["one_off_gbp"]),
        whole(row["space_m2"]),
        whole(row["space_left_m2"]),
        minutes(row["minutes_before"], row["minutes_after"]),
        published.rounded(row["children_longer"], method.threshold),
        pounds(row["weighed_gbp_year"]),
        "; ".join(filter(None, [*_forbidding(row), *settle])) or "nothing known",
    ]
