"""The speed limit of a way, from its tags.

Tag meanings after the OpenStreetMap wiki: "Key:maxspeed", "Key:maxspeed:type",
"Key:source:maxspeed". Limits by name stand in `resources/limits.csv`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from .rules import KPH_PER_MPH, Tags

# Where no number is tagged, these may name the kind of limit.
_KINDS_OF_LIMIT = ("maxspeed:type", "source:maxspeed", "zone:maxspeed")


def limits_kph(tags: Tags, named_mph: Mapping[str, float]) -> tuple[float, float]:
    """Give the limit forward and back in km/h, inf where none is tagged."""
    general = limit_kph(tags.get("maxspeed", ""), named_mph)
    if math.isinf(general):
        kinds = (_named(tags.get(key, ""), named_mph) for key in _KINDS_OF_LIMIT)
        general = min(kinds)
    both = (limit_kph(tags.get(f"maxspeed:{way}", ""), named_mph) for way in _WAYS)
    forward, back = (general if math.isinf(kph) else kph for kph in both)
    return forward, back


_WAYS = ("forward", "backward")


def limit_kph(text: str, named_mph: Mapping[str, float]) -> float:
    """Read a limit ("30 mph", "50", "GB:nsl_single") as km/h; inf where none is read.

    The lowest of several values counts. Bare numbers are km/h, as the tag's documentation says.
    """
    return min(_one_limit(part.strip(), named_mph) for part in text.split(";"))


def _one_limit(text: str, named_mph: Mapping[str, float]) -> float:
    named = _named(text, named_mph)
    if math.isfinite(named):
        return named
    text = text.lower()
    factor = KPH_PER_MPH if text.endswith("mph") else 1.0
    try:
        limit = float(text.replace("mph", "").replace("km/h", "").strip())
    except ValueError:
        return math.inf
    return limit * factor if limit > 0 else math.inf


def _named(text: str, named_mph: Mapping[str, float]) -> float:
    return named_mph.get(text.strip().lower(), math.inf) * KPH_PER_MPH
