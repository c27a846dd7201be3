"""LSOA-like areas: homes along the streets, clusters of homes, cells about them, wiggly borders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from . import plan
from .geometry import Line, Point, along, crossing, distance, heading, inside, towards
from .street_graph import StreetGraph

PEOPLE_AN_AREA = 1500
LIVED_ON = ("residential", "unclassified", "tertiary", "secondary", "primary")


@dataclass
class Area:
    """One LSOA-like area: ring (not closed), its centroid of homes, people and their setting."""

    code: str
    name: str
    authority: str
    settlement: str
    closeness: float
    people: int
    ring: Line
    centroid: Point
    locality: str = ""


def homes(graph: StreetGraph) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Scatter people along the streets: positions (n, 2), people (n,), settlement or ""."""
    at, where = [], []
    for street in graph.streets:
        if street.tags.get("highway") not in LIVED_ON or "bridge" in street.tags:
            continue
        for a, b in zip(street.nodes, street.nodes[1:]):
            p, q = graph.at[a], graph.at[b]
            for k in range(max(1, round(distance(p, q) / 40))):
                home = along(p, q, (k + 0.5) / max(1, round(distance(p, q) / 40)))
                found = plan.settlement_at(home)
                at.append(towards(home, heading(p, q) + math.pi / 2, 12))
                where.append(found[0].name if found else "")
    people = np.zeros(len(at))
    names = np.array(where)
    for name, total in [(s.name, s.people) for s in plan.SETTLEMENTS] + [("", plan.RURAL_PEOPLE)]:
        people[names == name] = total / max(1, (names == name).sum())
    return np.array(at), people, where


def _seeds(at: np.ndarray, where: list[str]) -> list[tuple[str, Point]]:
    """Give the middle of each area to be: clusters of about equal size in each settlement."""
    names, seeds = np.array(where), []
    for place in plan.SETTLEMENTS:
        own = at[names == place.name]
        count = max(1, round(place.people / PEOPLE_AN_AREA))
        if place.kind in ("village", "camp"):
            count = 1
        middles = _balanced(own, count)
        order = sorted(range(count), key=lambda i, m=middles: (-round(m[i][1], -2), m[i][0]))
        seeds += [(place.name, (float(middles[i][0]), float(middles[i][1]))) for i in order]
    return seeds


def _balanced(points: np.ndarray, count: int) -> np.ndarray:
    """Cut points into parts of equal size across the longer side, then settle the middles."""
    parts, todo = [], [(points, count)]
    while todo:
        part, share = todo.pop()
        if share == 1:
            parts.append(part)
            continue
        axis = int(np.ptp(part[:, 1]) > np.ptp(part[:, 0]))
        order = np.argsort(part[:, axis], kind="stable")
        cut = round(len(part) * (share // 2) / share)
        todo += [(part[order[:cut]], share // 2), (part[order[cut:]], share - share // 2)]
    middles = np.array([part.mean(axis=0) for part in parts])
    for _ in range(2):
        near = _nearest(points, middles)
        middles = np.array([points[near == k].mean(axis=0) for k in range(count)])
    return middles


def _nearest(points: np.ndarray, middles: np.ndarray) -> np.ndarray:
    gaps = ((points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    return gaps.argmin(axis=1)


def areas(graph: StreetGraph) -> list[Area]:
    """Draw every area of the county and of the neighbour's strip."""
    at, people, where = homes(graph)
    seeds = _seeds(at, where)
    rings = _rings([p for _, p in seeds])
    near = _nearest(at, np.array([p for _, p in seeds]))
    found, counts = [], {plan.COUNTY: 0, plan.NEIGHBOUR: 0}
    for k, (name, middle) in enumerate(seeds):
        place = plan.BY_NAME[name]
        number = counts[place.authority]
        counts[place.authority] += 1
        first = 1_000_001 if place.authority == plan.COUNTY else 2_000_001
        label = f"{place.authority} {number // 5 + 1:03d}{'ABCDE'[number % 5]}"
        own = near == k
        centroid = _centroid(at[own], people[own], rings[k])
        found.append(Area(f"X{first + number:08d}", label, place.authority, name,
                          place.closeness(middle), _size(people[own]), rings[k], centroid,
                          _locality(place, middle)))  # fmt: skip
    return found


def _size(people: np.ndarray) -> int:
    """Give the people of an area within the bounds that the census sets about its areas."""
    return min(2_500, max(1_000, round(float(people.sum()))))


def _centroid(at: np.ndarray, people: np.ndarray, ring: Line) -> Point:
    """Give the home nearest to the people's mean position: it stands on a street, in its area."""
    mean = (at * people[:, None]).sum(axis=0) / people.sum()
    for k in np.argsort(((at - mean) ** 2).sum(axis=1), kind="stable"):
        home = (round(float(at[k, 0]), 1), round(float(at[k, 1]), 1))
        if inside(home, ring):
            return home
    raise ValueError("an area without a home inside it")


def _locality(place: plan.Settlement, p: Point) -> str:
    if place.authority == plan.NEIGHBOUR:
        return "Aldermoor (neighbour)"
    west = p[0] < min(plan.river(), key=lambda r: abs(r[1] - p[1]))[0]
    if place is plan.CITY:
        return "Fenchester"
    towns = {"Wexbridge and the North West": (10_500, 27_200, True),
             "Tillingfold and the South West": (6_200, 10_600, True),
             "Harrowick and the North East": (21_600, 28_000, False),
             "Saltham and the South East": (23_600, 6_600, False),
             "Fenchester": (17_300, 18_000, False)}  # fmt: skip
    same = [name for name, (_, _, side) in towns.items() if side == west]
    return min(same, key=lambda name: distance(p, towns[name][:2]))


def _rings(seeds: list[Point]) -> list[Line]:
    """Draw the cell of each seed; neighbours share the same wiggly border, point for point."""
    from scipy.spatial import Voronoi

    beyond = _beyond()
    cells = Voronoi(np.array(seeds + beyond))
    corners = [(round(float(x), 1), round(float(y), 1)) for x, y in cells.vertices]
    ends = {(i, j): tuple(sorted((corners[a], corners[b])))
            for (i, j), (a, b) in zip(cells.ridge_points.tolist(), cells.ridge_vertices)
            if min(i, j) < len(seeds)}  # fmt: skip
    calm = dict.fromkeys(ends, 0)
    while True:
        borders = {pair: _wiggle(*ends[pair], pair, calm[pair]) for pair in sorted(ends)}
        tangled = _tangled(borders, len(seeds))
        if not tangled:
            return [
                _joined([borders[p] for p in sorted(ends) if k in p]) for k in range(len(seeds))
            ]
        for pair in tangled:
            calm[pair] += 1


def _tangled(borders: dict[tuple[int, int], Line], count: int) -> set[tuple[int, int]]:
    """Give the borders that cross another border of the same cell, or themselves."""
    found = set()
    for k in range(count):
        own = [(pair, a, b) for pair, line in borders.items() if k in pair
               for a, b in zip(line, line[1:])]  # fmt: skip
        for i, (pair, a, b) in enumerate(own):
            for other, c, d in own[i + 1 :]:
                if not {a, b} & {c, d} and crossing(a, b, c, d):
                    found |= {pair, other}
    return found


def _beyond() -> list[Point]:
    """Scatter seeds outside the map, whose cells give the county its outer border."""
    chance, w, h = plan.dice("beyond"), plan.WIDTH_M, plan.HEIGHT_M
    spots: list[Point] = []
    for k in range(0, w + 1, 2600):
        spots += [(k, chance.uniform(-4200, -1800)), (k, h + chance.uniform(1800, 4200))]
    for k in range(0, h + 1, 2600):
        spots += [(chance.uniform(-4200, -1800), k), (w + chance.uniform(1800, 4200), k)]
    return [(x + chance.uniform(-500, 500), y + chance.uniform(-500, 500)) for x, y in spots]


def _wiggle(a: Point, b: Point, pair: tuple[int, int], calm: int) -> Line:
    """Bend a border by moving middles sideways, again and again, as field edges run."""
    chance, line = plan.dice(f"border {min(pair)} {max(pair)}"), [a, b]
    most = 0.16 / 1.5**calm if calm < 9 else 0.0
    while max(distance(p, q) for p, q in zip(line, line[1:])) > max(80, distance(a, b) / 14):
        bent = [line[0]]
        for p, q in zip(line, line[1:]):
            side = max(-most, min(most, chance.gauss(0, 0.7 * most))) * distance(p, q)
            x, y = towards(along(p, q, 0.5), heading(p, q) + math.pi / 2, side)
            bent += [(round(x, 1), round(y, 1)), q]
        line = bent
    return line


def _joined(borders: list[Line]) -> Line:
    """Join the borders of one cell end to end into a ring."""
    left = sorted(line for line in borders if line[0] != line[-1])
    ring = left.pop(0)[:]
    while left:
        line = left.pop(next(i for i, b in enumerate(left) if ring[-1] in (b[0], b[-1])))
        ring += (line if line[0] == ring[-1] else line[::-1])[1:]
    return ring[:-1]
