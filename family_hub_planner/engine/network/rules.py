"""Who may use a way, in which direction and how fast, from its OpenStreetMap tags.

The class speeds stand in `resources/speeds.csv` and the barrier nodes in `resources/barriers.csv`;
both can be edited or replaced. This module holds what a table cannot: which access tag outranks
which, and what one-way and speed limits mean for each mode. Tag meanings after the OpenStreetMap
wiki pages "Key:access", "Key:oneway", "Key:maxspeed" and "Key:barrier".
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import ColumnError, FileUnreadableError, InputError

MODES = ("walk", "pram", "cycle", "drive")
DIRECTIONS = ("to", "from")
MOTORWAY = frozenset({"motorway", "motorway_link"})
SPEED_COLUMNS = {mode: f"{mode}_kph" for mode in MODES}
RESOURCES = Path(__file__).parents[2] / "resources"
DEFAULT_SPEEDS = RESOURCES / "speeds.csv"
DEFAULT_BARRIERS = RESOURCES / "barriers.csv"
DEFAULT_LIMIT_SHARE = 0.85

KPH_PER_MPH = 1.609344
_LIMITS_MPH = {
    "gb:motorway": 70,
    "gb:nsl_dual": 70,
    "gb:nsl_single": 60,
    "gb:nsl_restricted": 30,
    "gb:urban": 30,
    "gb:rural": 60,
    "walk": 3,
}
# The most specific tag that is set decides; a value in neither set leaves the class's default.
_ACCESS_KEYS = {
    "walk": ("foot", "access"),
    "pram": ("foot", "access"),
    "cycle": ("bicycle", "vehicle", "access"),
    "drive": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
_ALLOWED = {"yes", "designated", "permissive", "public", "official", "destination", "customers"}
_BARRED = {
    "no", "private", "agricultural", "forestry", "agricultural;forestry", "military", "delivery",
    "emergency", "use_sidepath", "restricted", "residents", "permit", "dismount", "employees",
    "psv", "bus", "coach", "taxi", "tourist_bus", "school_bus", "hgv", "goods", "school",
}  # fmt: skip
# What no pram gets along, by key: OpenStreetMap wiki, "Key:smoothness", "Key:surface",
# "Key:tracktype", "Key:ford".
_IMPASSABLE_ON_WHEELS = {
    "smoothness": {"impassable", "very_horrible", "horrible"},
    "surface": {"mud", "sand", "rock"},
    "tracktype": {"grade5"},
    "ford": {"yes", "stepping_stones"},
}
_RAMPS = ("ramp", "ramp:stroller", "ramp:wheelchair")
FAST_KPH = 60 * KPH_PER_MPH

Tags = Mapping[str, str]


@dataclass(frozen=True)
class ClassSpeeds:
    """Km/h for each `highway` class and mode; a mode that is barred has no entry."""

    kph: Mapping[str, Mapping[str, float]]
    limit_share: float = DEFAULT_LIMIT_SHARE

    def fastest(self, mode: str) -> float:
        """Give the fastest class speed of a mode in km/h; for walk and pram their common speed."""
        return max(speeds[mode] for speeds in self.kph.values() if mode in speeds)


def read_class_speeds(path: Path, limit_share: float = DEFAULT_LIMIT_SHARE) -> ClassSpeeds:
    """Read the table of class speeds (columns `highway`, `walk_kph` ... `drive_kph`, km/h).

    A blank cell bars the mode from the class. Raises `ColumnError` or `InputError` in words.
    """
    if not 0 < limit_share <= 1:
        raise InputError(
            f"The share of the speed limit is {limit_share:g}; give it between 0 and 1."
        )
    kph: dict[str, dict[str, float]] = {}
    for line, row in _rows(path, ("highway", *SPEED_COLUMNS.values())):
        kph[row["highway"]] = {
            mode: _speed(row[column], path, line, column)
            for mode, column in SPEED_COLUMNS.items()
            if row[column]
        }
    for mode, column in SPEED_COLUMNS.items():
        if not any(mode in speeds for speeds in kph.values()):
            raise InputError(f"{path.name} gives no speed for any class in column {column}.")
    return ClassSpeeds(kph, limit_share)


def read_barrier_rules(path: Path = DEFAULT_BARRIERS) -> dict[str, frozenset[str]]:
    """Read which modes each kind of barrier node stops (columns `barrier`, then one a mode)."""
    rules = {}
    for line, row in _rows(path, ("barrier", *MODES)):
        for mode in MODES:
            if row[mode] not in {"yes", "no"}:
                raise InputError(
                    f"{path.name}, line {line}: {mode} is {row[mode]!r}. Write yes (lets them "
                    "pass) or no (stops them)."
                )
        rules[row["barrier"]] = frozenset(mode for mode in MODES if row[mode] == "no")
    return rules


def speeds_of_way(tags: Tags, speeds: ClassSpeeds) -> dict[str, tuple[float, float]]:
    """Give km/h forward and back for each mode that may use the way; 0 bars a direction.

    Parameters
    ----------
    tags
        The way's tags; keys that are not set are absent.
    speeds
        Class speeds. Drive speed is the lesser of the class speed and `limit_share` times the
        posted limit, because free-flow limits overstate speeds in towns.
    """
    found = {}
    for mode in MODES:
        kph = _class_speed(tags, mode, speeds)
        if not kph:
            continue
        if mode == "drive":
            kph = min(kph, speeds.limit_share * speed_limit_kph(tags.get("maxspeed", "")))
        forward, back = directions(tags, mode)
        found[mode] = (kph * forward, kph * back)
    return found


def _class_speed(tags: Tags, mode: str, speeds: ClassSpeeds) -> float:
    """Give km/h of the class if the tags let the mode in, else 0."""
    classes = speeds.kph.get(tags.get("highway", ""))
    allowed = access(tags, mode)
    if classes is None or allowed is False:
        return 0.0
    if mode == "pram" and not passable_on_wheels(tags):
        return 0.0
    if mode in {"walk", "pram"} and closed_to_feet(tags):
        return 0.0
    if mode == "cycle" and tags.get("motorroad") == "yes" and not _explicit(tags, mode):
        return 0.0
    if mode in classes:
        return classes[mode]
    # An explicit tag opens a class that is closed by default (a footway with bicycle=yes).
    opened = allowed and _explicit(tags, mode)
    if mode == "pram" and tags.get("highway") == "steps":
        opened = True  # passable_on_wheels has seen the ramp
    return _opened_speed(mode, speeds) if opened else 0.0


def _opened_speed(mode: str, speeds: ClassSpeeds) -> float:
    """Km/h on a class opened by a tag: the slowest of the mode's classes."""
    return min(of_class[mode] for of_class in speeds.kph.values() if mode in of_class)


def _explicit(tags: Tags, mode: str) -> bool:
    """Tell whether a tag other than the general `access` lets the mode in."""
    named = {key: tags[key] for key in _ACCESS_KEYS[mode][:-1] if key in tags}
    return access(named, mode) is True


def access(tags: Tags, mode: str) -> bool | None:
    """Tell what the access tags say for a mode: let in, keep out, or nothing (None).

    Of several values ("private;customers") one that lets in is enough.
    """
    for key in _ACCESS_KEYS[mode]:
        values = {value.strip() for value in tags.get(key, "").split(";")}
        if values & _ALLOWED:
            return True
        if values & _BARRED:
            return False
    return None


def passable_on_wheels(tags: Tags) -> bool:
    """Tell whether a pram gets along the way: no steps without a ramp, no impassable surface."""
    ramp = any(tags.get(key) == "yes" for key in _RAMPS)
    if ramp or tags.get("wheelchair") in {"yes", "designated"}:
        return True
    if tags.get("highway") == "steps" or tags.get("wheelchair") == "no":
        return False
    return not any(tags.get(key) in barred for key, barred in _IMPASSABLE_ON_WHEELS.items())


def closed_to_feet(tags: Tags) -> bool:
    """Tell whether a fast road says of itself that nobody walks there.

    A motorroad, or a limit of 60 mph and more with `sidewalk=no`. A missing pavement tag means
    unmapped and closes nothing; `foot=yes` outranks both.
    """
    if access({"foot": tags.get("foot", "")}, "walk"):
        return False
    if tags.get("motorroad") == "yes":
        return True
    limit = speed_limit_kph(tags.get("maxspeed", ""))
    return tags.get("sidewalk") in {"no", "none"} and FAST_KPH - 1 <= limit < math.inf


def directions(tags: Tags, mode: str) -> tuple[bool, bool]:
    """Tell whether the mode may go along the way forward and back."""
    if mode in {"walk", "pram"}:
        return _one_way(tags.get("oneway:foot", "no"))
    oneway = tags.get("oneway", "")
    if not oneway and _implied_one_way(tags):
        oneway = "yes"
    if mode == "cycle":
        if tags.get("oneway:bicycle"):
            oneway = tags["oneway:bicycle"]
        elif any(tags.get(key, "").startswith("opposite") for key in _CYCLEWAYS):
            oneway = "no"
    return _one_way(oneway)


_CYCLEWAYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def _implied_one_way(tags: Tags) -> bool:
    roundabout = tags.get("junction") in {"roundabout", "circular"}
    return roundabout or tags.get("highway") == "motorway"


def _one_way(value: str) -> tuple[bool, bool]:
    if value in {"yes", "true", "1"}:
        return True, False
    if value in {"-1", "reverse"}:
        return False, True
    return True, True


def speed_limit_kph(text: str) -> float:
    """Read a `maxspeed` value ("30 mph", "50", "GB:nsl_single") as km/h; inf where none is read.

    The lowest of several values counts. Bare numbers are km/h, as the tag's documentation says.
    """
    return min((_one_limit(part.strip().lower()) for part in text.split(";")), default=math.inf)


def _one_limit(text: str) -> float:
    if text in _LIMITS_MPH:
        return _LIMITS_MPH[text] * KPH_PER_MPH
    factor = KPH_PER_MPH if text.endswith("mph") else 1.0
    try:
        limit = float(text.replace("mph", "").replace("km/h", "").strip())
    except ValueError:
        return math.inf
    return limit * factor if limit > 0 else math.inf


def modes_stopped(tags: Tags, barrier_rules: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give the modes that a barrier node stops; access tags on the node outrank its kind."""
    by_kind = barrier_rules.get(tags.get("barrier", ""), frozenset())
    stopped = set()
    # Getting off the cycle stops nobody at a gate; on a way it would be a walk.
    tags = {key: value for key, value in tags.items() if value != "dismount"}
    if tags.get("locked") == "yes":
        by_kind |= {"drive"}
    for mode in MODES:
        allowed = access(tags, mode)
        blocked = mode in by_kind
        if mode == "pram" and tags.get("wheelchair") in {"yes", "designated"}:
            blocked = False
        elif mode != "pram" and allowed:
            blocked = False  # foot=yes on a stile says nothing about a pram
        if blocked or allowed is False:
            stopped.add(mode)
    return frozenset(stopped)


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in columns if name not in (reader.fieldnames or [])]
            if missing:
                raise ColumnError(f"{path.name} has no column {', '.join(missing)}.")
            return [
                (line, {name: (row[name] or "").strip() for name in columns})
                for line, row in enumerate(reader, start=2)
            ]
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(f"{path} cannot be read as a table: {error}.") from error


def _speed(text: str, path: Path, line: int, column: str) -> float:
    try:
        kph = float(text)
    except ValueError:
        kph = math.nan
    if not 0 < kph < 200:
        raise InputError(
            f"{path.name}, line {line}: {column} is {text!r}. Give km/h above 0 and below 200, "
            "or leave it blank to bar the mode."
        )
    return kph
