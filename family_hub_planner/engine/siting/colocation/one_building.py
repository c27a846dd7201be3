"""Rows of one building put together: one spare area, one cost, counted once.

A register may name one building in several rows: a row repeated, or a row for each site in it.
Taken as several buildings, it would be filled, paid for and given up as often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from ...in_words import many
from .fit import is_stated, says_no

if TYPE_CHECKING:
    from .records import Building

_LEAST = {"spare_m2": "spare area", "spare_hours": "spare hours", "running_cost": "running cost"}
_MOST = {
    "one_off": "one-off cost", "leaving": "cost of giving up", "cost_m2": "charge for space",
    "clawback": "grant",
}  # fmt: skip
_NAMED = 10  # buildings, in a sentence
_REFUSED = ("step_free", "owner_agreed")  # "no" of one row is no of the building
_TEXTS = (
    "name", "venue_type", "owner", "tenure", "lease_end", "condition", "suitability", "open_to",
    "status", "clawback_until", "elsewhere", "locality",
)  # fmt: skip


def joined(rows: Sequence[Building]) -> Building:
    """Give one building for the rows that name it, the first of which gives its id.

    What the first does not state is that of the next that does. Where figures differ, room and
    saving are the least stated, and costs the most: no plan lives by rows that contradict each
    other. It is a hub, and may be given up, where one of the rows says so; its hours of opening are
    known where every row states them, as those of one site in it are not the building's.
    """
    figures: dict[str, Any] = {
        name: choose(_stated(rows, name), default=nan)
        for names, choose in ((_LEAST, min), (_MOST, max))
        for name in names
    }
    hours = _stated(rows, "hours_week")
    stated: dict[str, Any] = {name: _first_stated(rows, name) for name in _TEXTS}
    stated.update({name: _no_of_any(rows, name) for name in _REFUSED})
    return replace(
        rows[0],
        is_hub=any(one.is_hub for one in rows),
        may_give_up=any(one.may_give_up for one in rows),
        hours_week=max(hours) if len(hours) == len(rows) else nan,
        **figures,
        **stated,
    )


def _stated(rows: Sequence[Building], name: str) -> list[float]:
    return [value for value in (getattr(one, name) for one in rows) if isfinite(value)]


def _first_stated(rows: Sequence[Building], name: str) -> str:
    texts = [str(getattr(one, name)) for one in rows]
    return next((text for text in texts if is_stated(text)), texts[0])


def _no_of_any(rows: Sequence[Building], name: str) -> str:
    texts = [str(getattr(one, name)) for one in rows]
    return next((text for text in texts if says_no(text)), _first_stated(rows, name))


def said_of_joined(groups: Sequence[Sequence[Building]]) -> list[str]:
    """Say which rows are one building, what differs between them, and what is given up with it."""
    several = [rows for rows in groups if len(rows) > 1]
    if not several:
        return []
    more = sum(len(rows) - 1 for rows in several)
    rows_are = "row is of a building", "rows are of buildings"
    stand = "that stands" if more == 1 else "that stand"
    named = _listed([f"{_others(rows[1:])} with {rows[0].called}" for rows in several])
    return [
        f"{many(more, *rows_are)} {stand} in the list already: {named}. Each building's room, its "
        "costs and what it saves are counted once.",
        *_said_of_differing([rows for rows in several if _differing(rows)]),
        *_said_of_given_up([rows for rows in several if any(one.may_give_up for one in rows)]),
    ]


def _listed(said: Sequence[str]) -> str:
    left = len(said) - _NAMED
    return "; ".join([*said[:_NAMED], *([f"and {left:,d} more"] if left > 0 else [])])


def _others(rows: Sequence[Building]) -> str:
    return ", ".join(one.called for one in rows)


def _differing(rows: Sequence[Building]) -> list[str]:
    named = {**_LEAST, **_MOST}
    return [label for name, label in named.items() if len(set(_stated(rows, name))) > 1]


def _said_of_differing(several: Sequence[Sequence[Building]]) -> list[str]:
    if not several:
        return []
    first = several[0]
    which = f"{', '.join(one.id for one in first)}: {', '.join(_differing(first))}"
    return [
        f"The rows of {many(len(several), 'building', 'buildings')} state different figures "
        f"(first: {which}): the least room and running cost, and the most of the other costs, are "
        "taken."
    ]


def _said_of_given_up(several: Sequence[Sequence[Building]]) -> list[str]:
    """Say what else stands in a building that may be given up; a row repeated is nothing else."""
    found = []
    for rows in several:
        other = [one for one in rows[1:] if one.name.casefold() != rows[0].name.casefold()]
        if other:
            found.append(f"{_others(other)} in {rows[0].called}")
    if not found:
        return []
    return [
        f"In buildings that may be given up stand others too: {_listed(found)}. What becomes of "
        "those, besides the services of the list, is not tested."
    ]
