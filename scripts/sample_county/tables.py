"""Deprivation and population of each area, under the headings of the published files."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Sequence
from pathlib import Path

from . import plan
from .areas import Area
from .geometry import distance, heading

LSOAS_IN_ENGLAND = 33_755
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"
# Heading, kind of score, weight of the common cause, tilt for the remote countryside.
DOMAINS = (
    ("Income", "rate", 0.94, 0.0), ("Employment", "rate", 0.92, 0.0),
    ("Education, Skills and Training", "score", 0.85, 0.0),
    ("Health Deprivation and Disability", "normal", 0.86, 0.0), ("Crime", "normal", 0.72, -0.5),
    ("Barriers to Housing and Services", "score", 0.1, 1.1),
    ("Living Environment", "score", 0.45, 0.3), (IDACI, "rate", 0.94, 0.0),
    ("Income Deprivation Affecting Older People (IDAOPI)", "rate", 0.88, 0.0),
    ("Children and Young People Sub-domain", "normal", 0.8, 0.0),
    ("Adult Skills Sub-domain", "rate", 0.85, 0.0),
    ("Geographical Barriers Sub-domain", "normal", -0.3, 1.4),
    ("Wider Barriers Sub-domain", "normal", 0.8, 0.1), ("Indoors Sub-domain", "normal", 0.3, 0.7),
    ("Outdoors Sub-domain", "normal", 0.6, -0.7),
)  # fmt: skip
WEIGHTS = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)
COUNTS = (
    "Total population: mid 2022",
    "Dependent Children aged 0-15: mid 2022",
    "Older population aged 60 and over: mid 2022",
    "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",
)


def hardship(area: Area) -> float:
    """Give the common cause of deprivation: larger is worse; the pattern is invented."""
    place, p = plan.BY_NAME[area.settlement], area.centroid
    chance = plan.dice(f"hardship {area.code}")
    noise = chance.gauss(0, 0.34)
    if place.kind == "village":
        return -0.7 + 0.7 * noise
    if place.kind == "camp":
        return -0.1
    worst = -0.15
    for x, y, reach, strength in (
        (18_300, 17_200, 1_150, 2.5), (16_700, 18_300, 800, 1.7), (14_900, 18_600, 700, 1.5),
        (24_500, 6_100, 750, 2.3), (10_000, 26_600, 600, 1.2), (35_600, 17_100, 600, 1.6),
        (21_900, 28_700, 450, 0.9),
    ):  # fmt: skip
        worst += strength * math.exp(-((distance(p, (x, y)) / reach) ** 2))
    leafy = area.closeness > 0.6 and abs(heading(place.centre, p) - 1.9) < 0.8
    return worst - (1.1 if leafy else 0.35 * area.closeness) + noise


def national_ranks(values: Sequence[float]) -> list[int]:
    """Give each area a rank among England's 33,755, all different, the largest value first."""
    order = sorted(range(len(values)), key=lambda i: (-values[i], i))
    ranks = [0] * len(values)
    for place, i in enumerate(order):
        share = (place + 0.5) / len(values)
        ranks[i] = (
            1 + round((0.55 * share + 0.45 * share**1.5) * (LSOAS_IN_ENGLAND - 2)) + place % 2
        )
    return ranks


def decile(rank: int) -> int:
    """Give the decile of a national rank; 1 is the most deprived tenth."""
    return min(10, 1 + (rank - 1) * 10 // LSOAS_IN_ENGLAND)


def _score(kind: str, rank: int) -> float:
    share = 1 - (rank - 0.5) / LSOAS_IN_ENGLAND
    if kind == "rate":
        return round(0.008 + 0.59 * share**2.1, 3)
    if kind == "normal":
        return round(1.05 * math.log(share / (1 - share)) / 1.7, 3)
    # The exponential transformation of the English Indices of Deprivation (technical report).
    return round(-23 * math.log(1 - share * (1 - math.exp(-100 / 23))), 3)


def _latents(areas: Sequence[Area]) -> dict[str, list[float]]:
    common = [hardship(area) for area in areas]
    found = {}
    for name, _, weight, tilt in DOMAINS:
        chance = plan.dice(f"domain {name}")
        rural = [1.0 if plan.BY_NAME[a.settlement].kind == "village" else 0.0 for a in areas]
        found[name] = [weight * c + tilt * r + chance.gauss(0, 0.3) for c, r in zip(common, rural)]
    return found


def deprivation(areas: Sequence[Area], people: Sequence[Sequence[int]]) -> list[list[object]]:
    """Give the rows of a File 7, headings first; `people` are females then males by age 0-90."""
    latents = _latents(areas)
    ranks = {name: national_ranks(values) for name, values in latents.items()}
    main = [name for name, *_ in DOMAINS[:7]]
    imd = national_ranks([
        sum(w * (1 - ranks[name][i] / LSOAS_IN_ENGLAND) for w, name in zip(WEIGHTS, main))
        for i in range(len(areas))
    ])  # fmt: skip
    rows = [_headings()]
    for i, area in enumerate(areas):
        code = plan.COUNTY_CODE if area.authority == plan.COUNTY else plan.NEIGHBOUR_CODE
        row = [area.code, area.name, code, area.authority, _score("score", imd[i]), imd[i],
               decile(imd[i])]  # fmt: skip
        for name, kind, *_ in DOMAINS:
            rank = ranks[name][i]
            row += [_score(kind, rank), rank, decile(rank)]
        rows.append(row + _denominators(people[i], area.code))
    return rows


def _headings() -> list[object]:
    names = ["LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
             "Local Authority District name (2024)"]  # fmt: skip
    imd = "Index of Multiple Deprivation (IMD)"
    names += [f"{imd} Score", f"{imd} {RANK}", f"{imd} {DECILE}"]
    for name, kind, *_ in DOMAINS:
        rate = " (rate)" if kind == "rate" and "Sub-domain" not in name else ""
        names += [f"{name} Score{rate}", f"{name} {RANK}", f"{name} {DECILE}"]
    return [*names, *COUNTS]


def _denominators(people: Sequence[int], code: str) -> list[int]:
    """Give the mid-2022 counts: two years before the population file, about 1 % fewer people."""
    chance = plan.dice(f"mid-2022 {code}")
    ages = [round((people[a] + people[91 + a]) * chance.uniform(0.97, 1.01)) for a in range(91)]
    return [sum(ages), sum(ages[:16]), sum(ages[60:]), sum(ages[18:67])]


def population(areas: Sequence[Area]) -> list[list[int]]:
    """Give females by age 0 to 90 and then males of each area; each row sums to its people."""
    return [_by_age(area) for area in areas]


def _by_age(area: Area) -> list[int]:
    chance = plan.dice(f"ages {area.code}")
    place = plan.BY_NAME[area.settlement]
    young = chance.gauss(0, 0.25) + {"village": -0.8, "camp": 1.3}.get(place.kind, 0.0)
    if place.kind in ("city", "town"):
        young += 0.9 if area.closeness > 0.68 else 0.15
    students = 1.3 if place.kind == "city" and area.closeness < 0.25 else 0.0
    shares = [_share(age, sex, young, students, chance) for sex in (0, 1) for age in range(91)]
    whole = sum(shares)
    exact = [area.people * share / whole for share in shares]
    counts = [int(x) for x in exact]
    order = sorted(range(182), key=lambda k: (counts[k] - exact[k], k))
    for k in order[: area.people - sum(counts)]:
        counts[k] += 1
    return counts


def _share(age: int, sex: int, young: float, students: float, chance: random.Random) -> float:
    """Give the weight of one year of age: a British pyramid, tilted to families or to the old."""
    base = (
        1.0 + 0.16 * math.exp(-(((age - 33) / 9) ** 2)) + 0.2 * math.exp(-(((age - 56) / 9) ** 2))
    )
    fade = 1 / (1 + math.exp((age - (80.5 if sex else 83.5)) / 5.2))
    family = math.exp(-(((age - 5) / 8) ** 2)) + 0.8 * math.exp(-(((age - 35) / 8) ** 2))
    old = 1 / (1 + math.exp((58 - age) / 5))
    weight = base * fade * math.exp(0.42 * young * family - 0.48 * young * old)
    weight *= 1 + students * math.exp(-(((age - 21.5) / 3) ** 2))
    if age == 90:
        weight *= 4
    return weight * chance.uniform(0.72, 1.28)


def population_rows(areas: Sequence[Area], people: Sequence[Sequence[int]]) -> list[list[object]]:
    """Give the rows of the population file, headings first."""
    head = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"]
    rows: list[list[object]] = [
        [*head, *(f"F{a}" for a in range(91)), *(f"M{a}" for a in range(91))]
    ]
    for area, counts in zip(areas, people):
        code = plan.COUNTY_CODE if area.authority == plan.COUNTY else plan.NEIGHBOUR_CODE
        rows.append([code, area.authority, area.code, area.name, sum(counts), *counts])
    return rows


def write_csv(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write rows as UTF-8 CSV with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
