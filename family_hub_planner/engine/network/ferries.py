"""Ferries: who is taken, at what speed, and how long a crossing lasts.

Tag meanings after the OpenStreetMap wiki: "Tag:route=ferry", "Key:duration". Who is taken without a
tag stands in `resources/ferries.csv`. No wait is added.
"""

from __future__ import annotations

import math
import re

from .access import access, explicitly_let_in, wheels
from .rules import FERRY, Rules, Tags

_ISO = re.compile(
    r"P(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?",
    re.IGNORECASE,
)
_MINUTES_IN = {"days": 1440.0, "hours": 60.0, "minutes": 1.0, "seconds": 1 / 60}


def ferry_kph(tags: Tags, mode: str, rules: Rules) -> float:
    """Give km/h of a ferry for a mode, 0 where it does not take it.

    What is closed in the table needs a tag of the mode's own, such as `motor_vehicle=yes`.
    """
    rule = rules.ferries[mode]
    if access(tags, mode, rules) == "no" or (mode == "pram" and wheels(tags, rules) is False):
        return 0.0
    return rule.kph if rule.open or explicitly_let_in(tags, mode, rules) else 0.0


def crossing_minutes(tags: Tags) -> float:
    """Give the minutes that a ferry's `duration` tag states, nan for none or for another way."""
    if tags.get("highway") != FERRY:
        return math.nan
    return duration_minutes(tags.get("duration", ""))


def duration_minutes(text: str) -> float:
    """Read a duration as minutes: "20", "00:20", "1:05:00" or ISO 8601 "PT1H5M"; else nan.

    A bare number is minutes, two numbers are hours and minutes, as routers read them.
    """
    text = text.strip()
    minutes = _iso_minutes(text) if text[:1] in {"P", "p"} else _clock_minutes(text)
    return minutes if 0 < minutes < math.inf else math.nan


def _iso_minutes(text: str) -> float:
    found = _ISO.fullmatch(text)
    if not found:
        return math.nan
    try:
        parts = {unit: float(number) for unit, number in found.groupdict().items() if number}
    except ValueError:
        return math.nan
    return sum(number * _MINUTES_IN[unit] for unit, number in parts.items())


def _clock_minutes(text: str) -> float:
    parts = text.split(":")
    if len(parts) > 3 or not all(re.fullmatch(r"\d+(\.\d+)?", part) for part in parts):
        return math.nan
    numbers = [float(part) for part in parts]
    if len(numbers) == 1:
        return numbers[0]
    hours, minutes, seconds = (*numbers, 0.0)[:3]
    return hours * 60 + minutes + seconds / 60
