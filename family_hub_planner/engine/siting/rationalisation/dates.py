"""When a building can be given up at the earliest: the end of its lease, its break, or at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ...errors import InputError

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_OWNED = re.compile(r"free\s*hold|owned|feuhold", re.IGNORECASE)

OWN, ENDED = "no lease to wait for", "its lease has ended already"
BREAK, END, UNKNOWN = "the break in its lease", "the end of its lease", "no date stated"


@dataclass(frozen=True)
class Earliest:
    """The earliest date, None where it cannot be told, and what it is, in words."""

    day: date | None
    why: str


def day_of(text: str) -> date | None:
    """Read a date such as "2033-03-31" or "31/03/2033"; None for an empty text or no date."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_BRITISH, (3, 2, 1))):
        found = pattern.fullmatch(text.strip())
        if found:
            try:
                return date(*(int(found[place]) for place in order))
            except ValueError:
                return None
    return None


def asked_day(text: str, today: date) -> date:
    """Read the date from which options count; empty is today. `InputError` for what is no date."""
    if not text.strip():
        return today
    found = day_of(text)
    if found is None:
        raise InputError(f"{text!r} is no date. Write it like 2026-04-01 or 01/04/2026.")
    return found


def earliest(tenure: str, lease_end: str, break_date: str, start: date) -> Earliest:
    """Tell when a building can be given up at the earliest, from `start` on.

    A break before the end of the lease serves if it is still to come; freehold needs neither. A
    lease without a readable date has no earliest date that is known here.
    """
    end, way_out = day_of(lease_end), day_of(break_date)
    ahead = [(day, why) for day, why in ((way_out, BREAK), (end, END)) if day and day >= start]
    if ahead:
        return Earliest(*min(ahead, key=lambda one: one[0]))
    if end is not None:
        return Earliest(start, ENDED)
    if lease_end.strip() or break_date.strip():
        return Earliest(None, UNKNOWN)
    if _OWNED.search(tenure):
        return Earliest(start, OWN)
    return Earliest(None, UNKNOWN)


def clawback_due(pounds: float, until: str, leaves: Earliest, start: date) -> float:
    """Give what of a grant must be paid back, in pounds, if the building is left at its earliest.

    Due where the claim runs on after that day, and where the claim's end is not stated.
    """
    end = day_of(until)
    if not pounds > 0:
        return 0.0
    return pounds if end is None or end > (leaves.day or start) else 0.0
