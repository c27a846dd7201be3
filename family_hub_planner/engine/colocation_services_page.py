"""The page's tables of each service's journeys, told apart from those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import published
from .colocation_cells import minutes, records
from .in_words import many
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

_ALL = "all"
_NAMED = 3  # services in the headline
_KINDS = {"locality": "Locality", "decile": "Decile"}
_HEAD = ("Mean minutes", "Children, longer", "Children, shorter", "Longest added")


def journeys_said(services: Table, method: Method) -> str:
    """Say for which services children travel further, those with the most children first.

    `services` has the columns of the result table by service.
    """
    changed = [row for row in records(services) if row["by"] == _ALL and _changes(row)]
    if not changed:
        return "No family's journey to any of the services changes."
    changed.sort(key=lambda row: (-row["children_longer"], row["services"]))
    said = [_said(row, method) for row in changed[:_NAMED]]
    rest = len(changed) - len(said)
    others = many(rest, "other service", "other services")
    more = f" The journeys to {others} change too." if rest else ""
    once = " A child counts once for each service." if len(changed) > 1 else ""
    return f"Journeys: {'; '.join(said)}.{more}{once}"


def _said(row: dict[str, Any], method: Method) -> str:
    longer, shorter = (
        published.about(row[name], method.threshold)
        for name in ("children_longer", "children_shorter")
    )
    return f"to {_name(row)} longer for {longer} {method.children}, shorter for {shorter}"


def services_sections(services: Table, much: float, method: Method) -> list[Html]:
    """Give the sections on journeys by service, all its families and by their kinds.

    `much` are the minutes more from which a journey is much longer.
    """
    rows = records(services)
    moving = {row["services"] for row in rows if row["by"] == _ALL and _changes(row)}
    if not moving:
        return []
    rows = [row for row in rows if row["services"] in moving]
    told = (
        "Means are weighted by need. A child counts once for each service that serves its area, "
        "whether it uses it or not: figures of several services are not to be added up. Services "
        "of one name that serve the same area are one service. Services whose journeys do not "
        "change are left out."
    )
    tables = [_all_table(rows, much, method)]
    tables += [_kind_table(rows, kind, much, method) for kind in _KINDS if _some(rows, kind)]
    return [section("Journeys to each service", paragraph(told, "note"), *tables)]


def _some(rows: Sequence[dict[str, Any]], kind: str) -> bool:
    return any(row["by"] == kind and row["key"] != "not known" for row in rows)


def _all_table(rows: Sequence[dict[str, Any]], much: float, method: Method) -> Html:
    names = ["Service", *_HEAD, _worse(much), "Children in them", "Children, not routed"]
    numbers = tuple(range(1, len(names)))
    body = [
        text_row(
            [
                f"{_name(row)} ({row['services']})",
                *_cells(row, method),
                published.rounded(row["children_much_longer"], method.threshold),
                published.rounded(row["children_not_routed"], method.threshold),
            ],
            numbers,
        )
        for row in rows
        if row["by"] == _ALL
    ]
    return table("All families of the area served", heading_row(names, numbers, wrap=True), body)


def _kind_table(rows: Sequence[dict[str, Any]], kind: str, much: float, method: Method) -> Html:
    names = ["Service", _KINDS[kind], *_HEAD, _worse(much)]
    numbers = tuple(range(2, len(names)))
    body = [
        text_row([_name(row), row["key"], *_cells(row, method)], numbers)
        for row in rows
        if row["by"] == kind and (_changes(row) or row["children_not_routed"])
    ]
    which = method.decile_name if kind == "decile" else _KINDS[kind]
    caption = f"By {which[0].lower() + which[1:] if which[1:2].islower() else which}"
    return table(caption, heading_row(names, numbers, wrap=True), body)


def _worse(much: float) -> str:
    return f"Areas more than {much:g} min worse"


def _cells(row: dict[str, Any], method: Method) -> list[str]:
    longest, children = row["longest_added_minutes"], row["children"]
    return [
        minutes(row["minutes_before"], row["minutes_after"]),
        published.part_of(row["children_longer"], children, method.threshold),
        published.part_of(row["children_shorter"], children, method.threshold),
        published.NOT_APPLICABLE if longest is None else f"{longest:+.1f} min",
        f"{row['areas_much_longer']:,d}",
    ]


def _changes(row: dict[str, Any]) -> bool:
    return bool(row["children_longer"] or row["children_shorter"])


def _name(row: dict[str, Any]) -> str:
    where = f", {row['serves']}" if row["serves"] else ""
    return f"{row['service_name']}{where}"
