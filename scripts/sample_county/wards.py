"""Wards: whole areas of one locality put together by fours or so, as councils' wards are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from . import plan
from .areas import Area

MOST = 5  # areas of a ward: about 7,500 people
# Drawn by hand, given out from north to south; a city's wards are called after its quarters.
CITY_NAMES = (
    "Priory", "Northgate", "Foundry", "Windmill Hill", "Abbey Meadows", "Linden Park", "Westgate",
    "Castle", "Quayside", "Eastfield", "Orchard", "Bridge", "Southgate", "Ropery", "Kiln Lane",
    "Larkfield", "Marsh Farm", "Beacon",
)  # fmt: skip
_WINDS = ("East", "North East", "North", "North West", "West", "South West", "South", "South East")


def wards(areas: Sequence[Area]) -> list[str]:
    """Give each area's ward."""
    named: dict[str, str] = {}
    for locality in sorted({area.locality for area in areas}):
        parts = _parts([area for area in areas if area.locality == locality])
        names = _city(parts) if locality == plan.CITY.name else _country(parts, set(named.values()))
        named.update({area.code: name for part, name in zip(parts, names) for area in part})
    return [named[area.code] for area in areas]


def _parts(areas: list[Area]) -> list[list[Area]]:
    """Cut areas across the longer side until no part has more than `MOST`."""
    if len(areas) <= MOST:
        return [areas]
    spans = [max(a.centroid[k] for a in areas) - min(a.centroid[k] for a in areas) for k in (0, 1)]
    axis = int(spans[1] > spans[0])
    order = sorted(areas, key=lambda area: (area.centroid[axis], area.code))
    half = len(order) // 2
    return [*_parts(order[:half]), *_parts(order[half:])]


def _city(parts: list[list[Area]]) -> list[str]:
    order = sorted(range(len(parts)), key=lambda k: -_middle(parts[k])[1])
    return [CITY_NAMES[order.index(k)] for k in range(len(parts))]


def _country(parts: list[list[Area]], taken: set[str]) -> list[str]:
    """Call a ward after the place where most of its people live; several by the winds."""
    places = [_main_place(part) for part in parts]
    names = []
    for part, place in zip(parts, places):
        name = place
        if places.count(place) > 1 or place in taken:
            name = f"{place} {_wind(part, place)}"
        tried = 0
        while name in names or name in taken:
            name = f"{place} {_WINDS[(_WINDS.index(_wind(part, place)) + tried) % len(_WINDS)]}"
            tried += 1
        names.append(name)
    return names


def _main_place(part: list[Area]) -> str:
    people: dict[str, int] = {}
    for area in part:
        people[area.settlement] = people.get(area.settlement, 0) + area.people
    return min(people, key=lambda name: (-people[name], name))


def _wind(part: list[Area], place: str) -> str:
    """Give the wind in which a ward lies of a place's middle."""
    x, y = _middle(part)
    angle = math.atan2(y - plan.BY_NAME[place].y, x - plan.BY_NAME[place].x)
    return _WINDS[round(angle / (math.pi / 4)) % len(_WINDS)]


def _middle(part: list[Area]) -> tuple[float, float]:
    people = sum(area.people for area in part)
    x, y = (sum(area.centroid[k] * area.people for area in part) / people for k in (0, 1))
    return x, y
