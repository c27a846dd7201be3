"""The services that a hub offers, as its one text names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTED = re.compile(r"[;|\r\n]")
_COMMA = re.compile(r",(?![^()]*\))")  # one between brackets belongs to the service's name


def split_services(text: str) -> list[str]:
    """Part a hub's services by semicolons, bars or lines; where there is none, by commas.

    Each is trimmed, its spaces made single, and named once, whatever its capitals.
    """
    parts = (_PARTED if _PARTED.search(text) else _COMMA).split(text)
    named: dict[str, str] = {}
    for part in parts:
        name = " ".join(part.split())
        if any(letter.isalnum() for letter in name):
            named.setdefault(name.casefold(), name)
    return list(named.values())


def offers_service(text: str, service: str) -> bool:
    """Tell whether a hub's services have a whole one of this name; capitals do not matter."""
    wanted = " ".join(service.split()).casefold()
    return wanted in {name.casefold() for name in split_services(text)}


def names_of_services(texts: Sequence[str]) -> list[str]:
    """Name the services of several hubs, each once, as it was first spelt, in order."""
    named: dict[str, str] = {}
    for service in (one for text in texts for one in split_services(text)):
        named.setdefault(service.casefold(), service)
    return [named[key] for key in sorted(named)]
