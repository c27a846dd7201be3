"""How fast cars go on A roads in towns, as a check of the drive speeds against what is measured."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .limits import limits_kph
from .model import Bools, Floats
from .rules import KPH_PER_MPH, Rules, Tags

# Department for Transport, "Travel time measures for the Strategic Road Network and local 'A'
# roads: April 2018 to March 2019": 25.3 mph on England's local A roads, year to March 2019.
MEASURED_MPH = 25.3
BUILT_UP_LIMIT_MPH = 40.0  # DfT's road casualty statistics call roads up to this limit built-up
_A_ROADS = frozenset({"trunk", "primary"})


def a_road_town_speed(
    tags: Sequence[Tags], length_m: Floats, drive_kph: Floats, built_up: Bools, rules: Rules
) -> tuple[float, float]:
    """Give the mean drive speed in mph on A roads in towns, and their length in km.

    mean = sum of length / sum of length / speed, over both directions of every k ways that count:
    an A road by its `ref` (by its class where it has none), limited to 40 mph or less, or without
    a tagged limit and built up. nan and 0 where there is none.

    Parameters
    ----------
    length_m, built_up
        Shape (k,).
    drive_kph
        Shape (k, 2), 0 where closed.
    """
    counts = [
        is_a_road(of_way) and _in_town(of_way, built, rules)
        for of_way, built in zip(tags, built_up)
    ]
    chosen = np.array(counts, dtype=bool) & (drive_kph > 0).any(axis=1)
    both_m = np.repeat(length_m[chosen, None], 2, axis=1)
    open_ = drive_kph[chosen] > 0
    if not open_.any():
        return math.nan, 0.0
    hours = (both_m[open_] / 1000 / drive_kph[chosen][open_]).sum()
    mph = both_m[open_].sum() / 1000 / hours / KPH_PER_MPH
    return float(mph), float(length_m[chosen].sum() / 1000)


def is_a_road(tags: Tags) -> bool:
    """Tell whether a way is an A road: by its `ref` ("A606"), without one by its class."""
    ref = tags.get("ref", "")
    if not ref:
        return tags.get("highway", "") in _A_ROADS
    parts = (part.strip() for part in ref.split(";"))
    return any(part[:1] == "A" and part[1:2].isdigit() and "(M)" not in part for part in parts)


def _in_town(tags: Tags, built_up: bool, rules: Rules) -> bool:
    limits = limits_kph(tags, rules.limits_mph)
    if math.isinf(min(limits)):
        return built_up
    return min(limits) <= BUILT_UP_LIMIT_MPH * KPH_PER_MPH + 1.0
