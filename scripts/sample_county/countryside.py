"""Where the roads between places run: cheapest ways over a jittered lattice of open country.

A road already there is cheaper to follow than a new one, so that roads join as real ones do. Water,
walls, motorway and railway stop a road, save at the crossings that the plan names.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass

from . import plan
from .geometry import Point, at_length, distance, nearest_length, towards

SPACING_M = 250
COLUMNS, ROWS = plan.WIDTH_M // SPACING_M + 3, plan.HEIGHT_M // SPACING_M + 3
STEPS = tuple(
    (i, j) for i in (-2, -1, 0, 1, 2) for j in (-2, -1, 0, 1, 2)
    if math.gcd(i, j) == 1
)  # fmt: skip
CLASSES = ("trunk", "primary", "secondary", "tertiary", "unclassified")
RASTER_M = 50
Node = tuple[int, int]


@dataclass(frozen=True)
class Crossing:
    """A place where a road may pass an obstacle: the middle and the two ends of its approaches."""

    kind: str
    middle: Point
    ends: tuple[Point, Point]
    nodes: tuple[Node, Node]


def crossings() -> list[Crossing]:
    """List the plan's crossings, each square to what it crosses."""
    found = []
    for kind, line, points, reach in (
        ("river", plan.river(), plan.RIVER_BRIDGES, 210),
        ("junction", plan.motorway(), plan.JUNCTIONS, 330),
        ("motorway", plan.motorway(), plan.OVERBRIDGES, 230),
        ("rail", plan.railway(), plan.RAIL_CROSSINGS, 210),
    ):
        for rough in points:
            middle, way = at_length(line, nearest_length(line, rough))
            ends = (towards(middle, way + math.pi / 2, reach),
                    towards(middle, way - math.pi / 2, reach))  # fmt: skip
            found.append(Crossing(kind, middle, ends, (_node_at(ends[0]), _node_at(ends[1]))))
    return found


def _node_at(p: Point) -> Node:
    return round(p[0] / SPACING_M), round(p[1] / SPACING_M)


class Lattice:
    """The lattice, what blocks it, and the class of road on each of its edges so far."""

    def __init__(self) -> None:
        chance = plan.dice("lattice")
        self.at: dict[Node, Point] = {
            (i, j): (i * SPACING_M + chance.uniform(-75, 75),
                     j * SPACING_M + chance.uniform(-75, 75))
            for i in range(-1, COLUMNS) for j in range(-1, ROWS)
        }  # fmt: skip
        self.crossings = crossings()
        self.special: dict[Node, list[tuple[Node, Crossing]]] = {}
        for place in plan.SETTLEMENTS:
            self.at[_node_at(place.centre)] = place.centre
        for item in self.crossings:
            for end, node, other in zip(item.ends, item.nodes, item.nodes[::-1]):
                self.at[node] = end
                self.special.setdefault(node, []).append((other, item))
        self.used: dict[tuple[Node, Node], int] = {}
        self._waves = [(chance.uniform(0.4, 2.2) / 1000, chance.uniform(0, 6.3),
                        chance.uniform(0, 6.3)) for _ in range(9)]  # fmt: skip
        self._blocked = set(self._raster(140))
        self._cost: dict[tuple[Node, Node], float] = {}

    @staticmethod
    def _raster(reach_m: float) -> Iterator[tuple[int, int]]:
        for line in plan.barriers():
            for a, b in zip(line, line[1:]):
                steps = max(1, round(distance(a, b) / 60))
                for k in range(steps):
                    x, y = (a[d] + (b[d] - a[d]) * k / steps for d in (0, 1))
                    yield from _disc(x, y, reach_m)

    def _roughness(self, p: Point) -> float:
        total = sum(math.sin(f * (p[0] * math.cos(w) + p[1] * math.sin(w)) + s)
                    for f, w, s in self._waves)  # fmt: skip
        return 0.5 + 0.5 * math.tanh(total / 2)

    def _edge(self, a: Node, b: Node) -> float:
        """Give the cost of a lattice edge in metres; inf where something stands in its way."""
        key = (a, b) if a < b else (b, a)
        if key not in self._cost:
            p, q = self.at[key[0]], self.at[key[1]]
            count = math.ceil(distance(p, q) / 60)
            free = all(
                (int((p[0] + (q[0] - p[0]) * k / count) // RASTER_M),
                 int((p[1] + (q[1] - p[1]) * k / count) // RASTER_M)) not in self._blocked
                for k in range(count + 1)
            )  # fmt: skip
            middle = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
            rough = 1 + 1.1 * self._roughness(middle)
            self._cost[key] = distance(p, q) * rough if free else math.inf
        return self._cost[key]

    def _ways_on(self, node: Node) -> Iterator[tuple[Node, float]]:
        for i, j in STEPS:
            other = node[0] + i, node[1] + j
            if other in self.at:
                cost = self._edge(node, other)
                if cost < math.inf:
                    key = (node, other) if node < other else (other, node)
                    yield other, cost * (0.4 if key in self.used else 1.0)
        for other, item in self.special.get(node, ()):
            extra = {"river": 0, "junction": 0, "motorway": 1500, "rail": 300}[item.kind]
            yield other, distance(*item.ends) + extra

    def route(self, start: Node, goal: Node) -> list[Node]:
        """Give the cheapest way over the lattice; an empty list where there is none."""
        target = self.at[goal]
        heap = [(0.0, 0.0, start, start)]
        before: dict[Node, Node] = {}
        while heap:
            _, gone, node, came = heapq.heappop(heap)
            if node in before:
                continue
            before[node] = came
            if node == goal:
                return self._walk_back(before, goal)
            for other, cost in self._ways_on(node):
                if other not in before:
                    rest = 0.8 * distance(self.at[other], target)
                    heapq.heappush(heap, (gone + cost + rest, gone + cost, other, node))
        return []

    @staticmethod
    def _walk_back(before: dict[Node, Node], goal: Node) -> list[Node]:
        way = [goal]
        while before[way[-1]] != way[-1]:
            way.append(before[way[-1]])
        return way[::-1]

    def join(self, a: Point, b: Point, road: str) -> None:
        """Lead a road of a class from a to b; where a better road runs already it stays."""
        way = self.route(_node_at(a), _node_at(b))
        rank = CLASSES.index(road)
        for p, q in zip(way, way[1:]):
            key = (p, q) if p < q else (q, p)
            self.used[key] = min(rank, self.used.get(key, 9))


def _disc(x: float, y: float, reach_m: float) -> Iterator[tuple[int, int]]:
    r = int(reach_m // RASTER_M) + 1
    ci, cj = int(x // RASTER_M), int(y // RASTER_M)
    for i in range(ci - r, ci + r + 1):
        for j in range(cj - r, cj + r + 1):
            if math.hypot((i + 0.5) * RASTER_M - x, (j + 0.5) * RASTER_M - y) <= reach_m:
                yield i, j


MAIN_LINKS = (
    ("Fenchester", "J0", "trunk"), ("J0", "Aldermoor", "trunk"), ("Fenchester", "B0", "trunk"),
    ("B0", "Tillingfold", "primary"), ("Fenchester", "Kelderbourne", "primary"),
    ("Kelderbourne", "Saltham", "primary"), ("Fenchester", "Stowmarsh", "primary"),
    ("Stowmarsh", "B1", "primary"), ("B1", "Wexbridge", "primary"),
    ("Fenchester", "NE", "secondary"), ("NE", "Cawsbeck", "secondary"),
    ("Cawsbeck", "Brindlehame", "tertiary"), ("Stowmarsh", "Brindlehame", "primary"),
    ("Brindlehame", "Harrowick", "primary"),
    ("Harrowick", "J1", "primary"), ("J1", "Ravensyke", "secondary"),
    ("Harrowick", "Wexbridge", "secondary"), ("Wexbridge", "Tillingfold", "secondary"),
    ("Saltham", "Aldermoor", "secondary"), ("Tillingfold", "Sedgewater", "secondary"),
    ("Aldermoor", "Ravensyke", "secondary"), ("Saltham", "Great Pellow", "secondary"),
    ("Aldermoor", "Thackley Moor", "secondary"), ("Fenchester", "SE", "secondary"),
    ("SE", "Ivelthwaite", "secondary"), ("Fenchester", "SW", "secondary"),
    ("SW", "Kelderbourne", "tertiary"),
    ("Wexbridge", "B0", "tertiary"), ("Ivelthwaite", "Saltham", "tertiary"),
)  # fmt: skip
QUARTERS = {"NE": (18_350.0, 19_050.0), "SE": (18_150.0, 17_050.0), "SW": (16_650.0, 17_000.0)}
TO_THE_EDGE = (
    ("Tillingfold", 0, 9_800, "primary"), ("Aldermoor", 40_000, 18_900, "trunk"),
    ("Saltham", 23_300, 0, "primary"), ("Harrowick", 21_300, 35_000, "secondary"),
    ("Wexbridge", 0, 27_900, "secondary"), ("Wexbridge", 7_400, 35_000, "tertiary"),
    ("Ravensyke", 40_000, 28_300, "secondary"), ("Tillingfold", 7_300, 0, "secondary"),
    ("Thackley Moor", 40_000, 7_900, "tertiary"), ("Stanmere Camp", 15_500, 35_000, "tertiary"),
    ("Sedgewater", 11_300, 0, "tertiary"), ("Coldwicke", 37_900, 0, "tertiary"),
    ("Hagdale", 35_400, 35_000, "tertiary"), ("Crannoxby", 0, 24_000, "unclassified"),
)  # fmt: skip


def roads() -> Lattice:
    """Lead every road between places; main roads first, lanes last."""
    lattice = Lattice()
    for a, b, road in MAIN_LINKS:
        lattice.join(_named(lattice, a), _named(lattice, b), road)
    for name, x, y, road in TO_THE_EDGE:
        if name != plan.CAMP.name:
            lattice.join(plan.BY_NAME[name].centre, (x, y), road)
    for a, b in _gabriel([place.centre for place in plan.SETTLEMENTS if place != plan.CAMP]):
        lattice.join(a, b, "tertiary")
    for a, b in _gabriel(_corners()):
        lattice.join(a, b, "unclassified")
    return lattice


def _named(lattice: Lattice, name: str) -> Point:
    if name in plan.BY_NAME:
        return plan.BY_NAME[name].centre
    if name in QUARTERS:
        return QUARTERS[name]
    kind = {"J": "junction", "B": "river"}[name[0]]
    chosen = [item for item in lattice.crossings if item.kind == kind][int(name[1])]
    return chosen.ends[0]


def _corners() -> list[Point]:
    """Scatter the corners where lanes meet, 1.45 km apart or more, outside the towns."""
    chance, corners = plan.dice("corners"), [p.centre for p in plan.VILLAGES]
    for _ in range(6000):
        p = chance.uniform(300, plan.WIDTH_M - 300), chance.uniform(300, plan.HEIGHT_M - 300)
        urban = any(town.closeness(p) < 1.15 for town in (plan.CITY, *plan.TOWNS, plan.CAMP))
        if not urban and all(distance(p, q) > 1450 for q in corners):
            corners.append(p)
    return corners


def _gabriel(points: list[Point]) -> list[tuple[Point, Point]]:
    """Give the pairs of neighbours with no third point in the circle on their join, 3 in 4."""
    chance, pairs = plan.dice("gabriel"), []
    for i, a in enumerate(points):
        for b in points[i + 1:]:  # fmt: skip
            gap = distance(a, b)
            middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            if gap > 9000 or any(distance(middle, c) < gap / 2 - 1 for c in points):
                continue
            if chance.random() < 0.74:
                pairs.append((a, b))
    return pairs
