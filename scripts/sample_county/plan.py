"""The plan of Fenmarch, drawn by hand: what stands where, before the seed draws the rest.

Local metres: x east and y north of ORIGIN_E, ORIGIN_N on EPSG:27700, a stretch of the North Sea.
Nothing may lie east of longitude 1.9: PROJ changes its datum shift there, and lines get a step of
some 90 m.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache

from .geometry import Line, Point, blob, curve, distance, heading, inside, offset

SEED = 20261122
ORIGIN_E, ORIGIN_N = 600_000, 430_000
WIDTH_M, HEIGHT_M = 40_000, 35_000
COUNTY, COUNTY_CODE = "Fenmarch", "X99000001"
NEIGHBOUR, NEIGHBOUR_CODE = "Aldermoor", "X99000002"
REMARK = "FICTIONAL sample data: no such place exists"


def dice(name: str) -> random.Random:
    """Give a stream of chance of its own to each step, so that one step never shifts another."""
    return random.Random(f"{SEED}:{name}")


@dataclass(frozen=True)
class Settlement:
    """A built-up place: its centre and mean radius in metres, and how many people live in it."""

    name: str
    x: float
    y: float
    people: int
    radius_m: float
    kind: str
    authority: str = COUNTY

    @property
    def centre(self) -> Point:
        """Give the centre as a point."""
        return self.x, self.y

    def closeness(self, p: Point) -> float:
        """Give 0 at the centre, 1 on the uneven edge of the built-up area, more outside."""
        far = distance(p, self.centre)
        if far > 2 * self.radius_m or far == 0:
            return far / self.radius_m
        angle, phase = heading(self.centre, p), self.x / 977 + self.y / 613
        swell = 1 + 0.17 * math.sin(2 * angle + phase) + 0.11 * math.sin(3 * angle + 2.3 * phase)
        return far / (self.radius_m * (swell + 0.06 * math.sin(7 * angle + phase)))


def _place(name: str, x_km: float, y_km: float, people: int, kind: str, side: str) -> Settlement:
    per_km2 = {"city": 3250, "town": 3000, "village": 1500, "camp": 2600}[kind]
    radius = 1000 * math.sqrt(people / per_km2 / math.pi)
    return Settlement(name, x_km * 1000, y_km * 1000, people, radius, kind, side)


CITY = _place("Fenchester", 17.3, 18.0, 91_000, "city", COUNTY)
TOWNS = (
    _place("Saltham", 23.6, 6.6, 22_000, "town", COUNTY),
    _place("Wexbridge", 10.5, 27.2, 16_000, "town", COUNTY),
    _place("Harrowick", 21.6, 28.0, 12_500, "town", COUNTY),
    _place("Tillingfold", 6.2, 10.6, 9_500, "town", COUNTY),
    _place("Aldermoor", 35.9, 17.6, 21_000, "town", NEIGHBOUR),
)
CAMP = _place("Stanmere Camp", 17.9, 32.2, 1_900, "camp", COUNTY)
_VILLAGES = (
    ("Nettlethorn", 4.3, 30.6, 1250), ("Crannoxby", 5.0, 24.9, 1150),
    ("Oxley Fen", 8.4, 21.3, 1300), ("Little Thrussel", 10.2, 16.2, 1500),
    ("Marrowby", 3.2, 16.4, 1100), ("Sedgewater", 11.7, 11.4, 1900),
    ("Dunnock End", 11.2, 5.2, 1200), ("Hallowfen", 4.9, 4.4, 1350),
    ("Upper Wendle", 15.3, 30.3, 1150), ("Stowmarsh", 15.8, 25.4, 1700),
    ("Brindlehame", 20.1, 23.9, 2100), ("Kelderbourne", 16.3, 10.6, 2300),
    ("Ivelthwaite", 21.3, 12.2, 1600), ("Great Pellow", 17.6, 5.1, 1450),
    ("Little Pellow", 19.7, 2.6, 1050), ("Cawsbeck", 23.2, 20.9, 1500),
    ("Fernlow St Giles", 29.0, 30.4, 1400), ("Tansmoor", 29.7, 21.6, 1200),
    ("Owlthorne Magna", 29.6, 11.5, 1800), ("Brackenhythe", 30.4, 5.1, 1300),
    ("Wyckering", 28.4, 16.3, 1650), ("Sallowby", 25.2, 32.8, 1100),
    ("Ravensyke", 35.0, 27.4, 1900), ("Thackley Moor", 36.6, 8.4, 1500),
    ("Eastmoor Green", 38.0, 23.2, 1250), ("Hagdale", 34.8, 32.4, 1300),
    ("Low Burrowby", 34.4, 12.6, 1450), ("Coldwicke", 37.3, 3.0, 1200),
)  # fmt: skip
VILLAGES = tuple(
    _place(name, x, y, people, "village", NEIGHBOUR if x > 33 else COUNTY)
    for name, x, y, people in _VILLAGES
)
SETTLEMENTS = (CITY, *TOWNS, CAMP, *VILLAGES)
BY_NAME = {place.name: place for place in SETTLEMENTS}
RURAL_PEOPLE = 13_000

RIVER_BRIDGES = ((15_920.0, 18_150.0), (11_720.0, 27_050.0))
JUNCTIONS = ((25_350.0, 17_700.0), (25_050.0, 27_300.0))
OVERBRIDGES = (
    (27_350.0, 2_900.0), (27_000.0, 6_100.0), (26_500.0, 10_000.0), (25_750.0, 13_800.0),
    (25_100.0, 21_800.0), (24_980.0, 24_500.0), (25_500.0, 30_700.0), (26_300.0, 33_800.0),
)  # fmt: skip
RAIL_CROSSINGS = (
    (22_300.0, 2_400.0), (22_450.0, 6_900.0), (22_050.0, 9_700.0), (20_700.0, 12_900.0),
    (19_300.0, 15_600.0), (19_050.0, 17_900.0), (19_250.0, 20_600.0), (19_000.0, 24_100.0),
    (20_300.0, 28_300.0), (20_900.0, 31_200.0), (19_800.0, 26_000.0),
)  # fmt: skip
STATIONS = ((19_000.0, 18_650.0, "Fenchester"), (22_500.0, 6_300.0, "Saltham"),
            (20_450.0, 28_800.0, "Harrowick"))  # fmt: skip
_RIVER = (
    (8_300, 36_500), (8_700, 34_000), (9_900, 31_800), (10_700, 29_800), (11_500, 28_400),
    (11_750, 27_050), (11_700, 25_800), (12_600, 24_300), (12_900, 22_700), (14_300, 21_300),
    (14_900, 19_800), (15_900, 18_700), (15_930, 17_700), (15_200, 16_400), (15_400, 14_900),
    (14_100, 13_200), (13_900, 11_600), (14_500, 9_900), (13_500, 7_900), (14_200, 5_600),
    (13_600, 3_200), (14_500, 900), (14_300, -1_500),
)  # fmt: skip
_MOTORWAY = ((27_700, -1_500), (27_400, 2_500), (27_000, 6_200), (26_500, 10_000), (25_700, 14_000),
             (25_350, 17_700), (25_050, 22_300), (25_050, 27_300), (25_500, 30_800),
             (26_900, 36_500))  # fmt: skip
_RAIL = ((21_600, -1_500), (22_200, 1_800), (22_500, 5_600), (22_350, 8_500), (21_200, 12_000),
         (19_400, 15_300), (19_000, 17_900), (19_300, 20_900), (18_950, 23_700),
         (20_000, 26_500), (20_350, 28_600), (20_950, 31_600), (22_000, 36_500))  # fmt: skip


@cache
def river() -> tuple[Point, ...]:
    """Draw the River Wendle, winding except where it is bridged."""
    line = curve(_RIVER, 110)
    gone, bent = 0.0, []
    for i, p in enumerate(line):
        gone += distance(line[i - 1], p) if i else 0.0
        calm = min(1.0, max(0.0, min(distance(p, b) for b in RIVER_BRIDGES) - 350) / 900)
        sway = 150 * math.sin(gone / 410) + 80 * math.sin(gone / 233 + 1.3)
        way = heading(line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]) + math.pi / 2
        bent.append((p[0] + calm * sway * math.cos(way), p[1] + calm * sway * math.sin(way)))
    return tuple(bent)


@cache
def motorway() -> tuple[Point, ...]:
    """Draw the middle line of the motorway, from south to north."""
    return tuple(curve(_MOTORWAY, 200))


@cache
def carriageway(northbound: bool) -> tuple[Point, ...]:
    """Draw one carriageway in its direction of travel; traffic keeps left."""
    side = offset(motorway(), 11 if northbound else -11)
    return tuple(side if northbound else side[::-1])


@cache
def railway() -> tuple[Point, ...]:
    """Draw the railway, from south to north."""
    return tuple(curve(_RAIL, 200))


LAKE: Line = blob((29_100, 25_300), 620, 1050, (0.4, 2.0, 4.4), 44)
RESERVOIR: Line = blob((7_300, 17_900), 800, 560, (1.9, 0.2, 3.3), 40)
RESERVOIR_ISLAND: Line = blob((7_450, 17_850), 120, 80, (0.7, 3.0), 12)
ESTATE_WALL: Line = blob((17_300, 20_400), 300, 250, (1.2, 4.0), 22)
CAMP_WALL: Line = blob(CAMP.centre, 640, 600, (2.2, 0.9), 26)
PARKS = (
    ("Castle Park", blob((16_550, 18_950), 230, 270, (1.0, 2.0), 18)),
    ("Wendle Meadows", blob((16_350, 16_650), 260, 420, (0.3, 1.4), 18)),
    ("Victoria Gardens", blob((18_500, 16_900), 210, 190, (2.5, 0.8), 16)),
    ("Eastfield Park", blob((19_500, 18_900), 230, 300, (0.6, 5.0), 18)),
    ("Saltham Common", blob((24_250, 7_350), 240, 200, (1.6, 2.9), 16)),
)
RING_ROAD: Line = blob((17_550, 18_000), 1_270, 1_650, (0.2, 2.6), 60)


@cache
def barriers() -> tuple[tuple[Point, ...], ...]:
    """Give every line that no street crosses except where the plan has a crossing."""
    rings = (LAKE, RESERVOIR, ESTATE_WALL, CAMP_WALL)
    return (river(), motorway(), railway(), *((*ring, ring[0]) for ring in rings))


def settlement_at(p: Point) -> tuple[Settlement, float] | None:
    """Give the built-up place at a point and its closeness there, or None in open country."""
    near = [(place.closeness(p), place.name) for place in SETTLEMENTS
            if abs(p[0] - place.x) + abs(p[1] - place.y) < 3 * place.radius_m]  # fmt: skip
    if not near or min(near)[0] > 1:
        return None
    return BY_NAME[min(near)[1]], min(near)[0]


def in_park(p: Point) -> bool:
    """Tell whether a point lies in one of the parks."""
    return any(inside(p, ring) for _, ring in PARKS)


def in_map(p: Point) -> bool:
    """Tell whether a point lies within the map's rectangle."""
    return 0 <= p[0] <= WIDTH_M and 0 <= p[1] <= HEIGHT_M
