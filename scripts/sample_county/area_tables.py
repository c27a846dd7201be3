"""Further tables by area: special needs, cars, digital exclusion, and six localities of a council.

Each is drawn by chance about what the areas already are (deprived, remote, young), under headings
like the published ones where there are any.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import plan
from .areas import Area
from .geometry import distance
from .tables import hardship

Rows = list[list[object]]
CODE, NAME = "LSOA code (2021)", "LSOA name (2021)"
CARS = "Number of cars or vans"
PEOPLE_A_HOUSEHOLD = 2.35
FENCHESTER_NORTH, FENCHESTER_SOUTH = "Fenchester North", "Fenchester South"


def send(areas: Sequence[Area], people: Sequence[Sequence[int]]) -> Rows:
    """Give children and young people with special educational needs or disabilities by age."""
    rows: Rows = [[CODE, NAME, "Children aged 0 to 4 with SEND", "Pupils aged 5 to 17 with SEND",
                   "Young people aged 18 to 25 with SEND"]]  # fmt: skip
    for area, counts in zip(areas, people):
        chance = plan.dice(f"send {area.code}")
        usual = 1 + 0.25 * max(-1.0, min(2.5, hardship(area)))
        ages = ((0, 5, 0.05), (5, 18, 0.17), (18, 26, 0.055))
        found = [
            round(sum(counts[a] + counts[91 + a] for a in range(low, end))
                  * share * usual * chance.uniform(0.8, 1.2))
            for low, end, share in ages
        ]  # fmt: skip
        rows.append([area.code, area.name, *found])
    return rows


def cars(areas: Sequence[Area]) -> Rows:
    """Give households by cars or vans, under the headings of the census table TS045."""
    kinds = ("No cars or vans in household", "1 car or van in household",
             "2 cars or vans in household", "3 or more cars or vans in household")  # fmt: skip
    rows: Rows = [[CODE, NAME, f"{CARS}: Total: All households", *(f"{CARS}: {k}" for k in kinds)]]
    for area in areas:
        chance, rural = plan.dice(f"cars {area.code}"), _is_rural(area)
        households = round(area.people / PEOPLE_A_HOUSEHOLD)
        none = 0.19 + 0.11 * hardship(area) - (0.06 if rural else 0.0) + chance.gauss(0, 0.02)
        without = round(households * max(0.03, min(0.6, none)))
        one = round((households - without) * (0.45 if rural else 0.58))
        two = round((households - without - one) * 0.74)
        counts = [without, one, two, households - without - one - two]
        rows.append([area.code, area.name, households, *counts])
    return rows


def digital(areas: Sequence[Area]) -> Rows:
    """Give a score of digital exclusion, 0 to 10, larger is worse, as its index has it."""
    rows: Rows = [[CODE, NAME, "DERI score"]]
    for area in areas:
        chance = plan.dice(f"digital {area.code}")
        score = (
            3.4 + 1.5 * hardship(area) + (1.9 if _is_rural(area) else 0.0) + chance.gauss(0, 0.5)
        )
        rows.append([area.code, area.name, round(max(0.4, min(9.6, score)), 2)])
    return rows


def six_localities(areas: Sequence[Area]) -> Rows:
    """Give the county's areas their locality where the city is two, by its castle street."""
    rows: Rows = [[CODE, "Locality"]]
    for area in areas:
        name = area.locality
        if area.settlement == plan.CITY.name:
            north = area.centroid[1] > plan.CITY.y
            name = FENCHESTER_NORTH if north else FENCHESTER_SOUTH
        elif name == plan.CITY.name:
            name = FENCHESTER_NORTH if area.centroid[1] > plan.CITY.y else FENCHESTER_SOUTH
        rows.append([area.code, name])
    return rows


def _is_rural(area: Area) -> bool:
    place = plan.BY_NAME[area.settlement]
    return place.kind == "village" or distance(area.centroid, place.centre) > 1.2 * place.radius_m
