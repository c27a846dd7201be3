"""What families said at a fictional engagement: points on a map with a theme and a sentiment.

Chance draws who spoke, where and on what; the further from a hub of today, the more was said of
getting there and the less of it kindly. No word that anybody wrote is made up: only what a planner
counts.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from . import plan
from .areas import Area
from .geometry import Point, distance, towards
from .tables import hardship

COLUMNS = ("voice_id", "heard_at", "theme", "sentiment", "easting", "northing", "notes")
HEARD_AT = ("map on the web", "map on the web", "stay and play", "school gate", "health visitor")
# Theme, how often where a hub is near, how often where none is, and its share of praise.
THEMES = (
    ("Getting there", 2, 9, 0.15),
    ("Opening hours", 4, 3, 0.25),
    ("Groups for babies", 5, 2, 0.7),
    ("Help in my language", 2, 1, 0.35),
    ("SEND support", 2, 2, 0.3),
    ("Knowing what is on", 3, 4, 0.3),
    ("Online and by phone", 2, 4, 0.45),
    ("Welcome and trust", 4, 1, 0.8),
)
VOICES, SCATTER_M, FAR_M = 900, 260, 4_000
WITHOUT_A_PLACE = 12


def voices(areas: Sequence[Area], hubs: Sequence[Mapping[str, object]]) -> list[list[object]]:
    """Give the voices of the county's own families, headings first; a few have no place."""
    chance, own = plan.dice("voices"), [a for a in areas if a.authority == plan.COUNTY]
    weights = [3 + max(0.0, hardship(area)) for area in own]
    spots = [_local(hub) for hub in hubs if hub["open_to"] == "public"]
    rows: list[list[object]] = [list(COLUMNS)]
    for number in range(1, VOICES + 1):
        home = chance.choices(own, weights)[0].centroid
        at = towards(home, chance.uniform(-3.14, 3.14), chance.uniform(0, SCATTER_M))
        said = _said(chance, min(distance(at, spot) for spot in spots))
        where: tuple[object, object] = _on_the_grid(at)
        if number > VOICES - WITHOUT_A_PLACE:
            where = ("", "")
        heard = chance.choice(HEARD_AT)
        rows.append([f"F{number:03d}", heard, *said, *where, "FICTIONAL sample data."])
    return rows


def _local(hub: Mapping[str, object]) -> Point:
    east, north = float(str(hub["easting"])), float(str(hub["northing"]))
    return east - plan.ORIGIN_E, north - plan.ORIGIN_N


def _on_the_grid(at: Point) -> tuple[float, float]:
    return round(plan.ORIGIN_E + at[0], 1), round(plan.ORIGIN_N + at[1], 1)


def _said(chance: random.Random, far_m: float) -> tuple[str, str]:
    """Give a theme and a sentiment of somebody who lives so far from a public hub."""
    far = min(1.0, far_m / FAR_M)
    often = [near * (1 - far) + away * far for _, near, away, _ in THEMES]
    name, _, _, praise = chance.choices(THEMES, often)[0]
    kindly = praise * (1.2 - 0.5 * far)
    return name, "positive" if chance.random() < kindly else "negative"
