"""How fast each mode goes along a way, and where it may only go to what stands there."""

from __future__ import annotations

from .access import access, directions, explicitly_let_in, wheels
from .fast_roads import closed_to_feet
from .ferries import ferry_kph
from .limits import limits_kph
from .modes import MODES
from .rules import FERRY, Rules, Tags


def speeds_of_way(tags: Tags, rules: Rules) -> dict[str, tuple[float, float]]:
    """Give km/h forward and back for each mode that may use the way; 0 bars a direction.

    Drive speed is the lesser of the class speed and `limit_share` times the limit, because
    limits overstate speeds in towns. Turns, lights and queues take no time.
    """
    found = {}
    ferry = tags.get("highway") == FERRY
    for mode in MODES:
        kph = ferry_kph(tags, mode, rules) if ferry else _class_speed(tags, mode, rules)
        if not kph:
            continue
        both = (kph, kph)
        if mode == "drive" and not ferry:
            share, limits = rules.speeds.limit_share, limits_kph(tags, rules.limits_mph)
            both = min(kph, share * limits[0]), min(kph, share * limits[1])
        forward, back = directions(tags, mode)
        found[mode] = (both[0] * forward, both[1] * back)
    return found


def local_modes(tags: Tags, rules: Rules) -> frozenset[str]:
    """Give the modes that may use the way only to get to what stands there (`destination`)."""
    return frozenset(mode for mode in MODES if access(tags, mode, rules) == "local")


def _class_speed(tags: Tags, mode: str, rules: Rules) -> float:
    """Give km/h of the class if the tags let the mode in, else 0."""
    classes = rules.speeds.kph.get(tags.get("highway", ""))
    if classes is None or access(tags, mode, rules) == "no" or _barred(tags, mode, rules):
        return 0.0
    if mode in classes:
        return classes[mode]
    # An explicit tag opens a class that is closed by default (a footway with bicycle=yes).
    opened = explicitly_let_in(tags, mode, rules)
    if mode == "pram":
        opened = "walk" in classes and wheels(tags, rules) is True
    if not opened:
        return 0.0
    slowest = rules.speeds.slowest(mode)
    # A cycle is pushed up steps, not ridden.
    pushed = mode == "cycle" and tags.get("highway") == "steps"
    return min(slowest, classes.get("walk", slowest)) if pushed else slowest


def _barred(tags: Tags, mode: str, rules: Rules) -> bool:
    """Tell whether more than access tags keeps the mode out."""
    if mode == "pram" and wheels(tags, rules) is False:
        return True
    if mode in {"walk", "pram"}:
        return closed_to_feet(tags, rules)
    motorroad = tags.get("motorroad") == "yes"
    return mode == "cycle" and motorroad and not explicitly_let_in(tags, mode, rules)
