"""What rows state of their lease, a cell that could not be read told from an empty one."""

from __future__ import annotations

from ..layers import Places, texts_of

_DATES = ("lease_end", "break_date")
_UNREADABLE = "not readable"


def leases_of(places: Places) -> list[tuple[str, str, str]]:
    """Give tenure, end and break of each place as texts.

    'Read an estate register' leaves a date that it cannot read empty and says so in `note`
    ("lease_end: 'Rolling' is no date"). That is a lease of unknown end, and no freehold.
    """
    notes = texts_of(places, "note")
    dates = []
    for name in _DATES:
        stated = zip(texts_of(places, name), notes)
        dates.append([text or _unread(note, name) for text, note in stated])
    return list(zip(texts_of(places, "tenure"), *dates))


def _unread(note: str, column: str) -> str:
    told = any(part.strip().startswith(f"{column}:") for part in note.split(";"))
    return _UNREADABLE if told else ""
