"""Streets of city, towns and villages, grown from the main roads until the built-up area is full.

Each street sets off square to its parent, keeps its distance from what stands, joins what it meets
or ends as a cul-de-sac (after the local rules of Parish and Mueller 2001, "Procedural modeling of
cities"). What grows behind a wall stays behind it, for a wall cannot be joined.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from . import plan
from .geometry import Point, along, distance, heading, inside, length, towards, turn_between
from .street_graph import OBSTACLE, StreetGraph


@dataclass(frozen=True)
class Style:
    """How a kind of quarter is laid out; metres and radians."""

    step_m: float
    wander: float
    apart_m: float
    shortest_m: float
    longest_m: float
    branch_m: float
    dead_ends: float


STYLES = {
    "centre": Style(42, 0.09, 50, 60, 380, 95, 0.04),
    "terraces": Style(70, 0.015, 54, 120, 640, 104, 0.06),
    "estate": Style(46, 0.075, 66, 80, 560, 140, 0.25),
    "village": Style(50, 0.09, 80, 90, 420, 210, 0.45),
    "collector": Style(60, 0.06, 150, 400, 1700, 190, 0.0),
}


def style_at(p: Point) -> tuple[str, str] | None:
    """Give the style and the settlement's name at a point; None in open country and parks."""
    found = plan.settlement_at(p)
    if found is None or plan.in_park(p):
        return None
    place, near = found
    if place.kind == "village":
        return "village", place.name
    if place.kind == "camp":
        return "terraces", place.name
    centre, terraces = (0.22, 0.5) if place.kind == "city" else (0.22, 0.46)
    if near < centre:
        return "centre", place.name
    return ("terraces" if near < terraces else "estate"), place.name


class Growth:
    """The growing of streets: what still may sprout, and the graph that takes it."""

    def __init__(self, graph: StreetGraph) -> None:
        self.graph = graph
        self.chance: random.Random = plan.dice("streets")
        self.sprouts: list[tuple[float, int, int, float, str, Point, bool]] = []
        self.count = 0

    def sprout_along(self, number: int, first_rank: float, kind: str = "") -> None:
        """Offer branches on both sides of a street, at the spacing of the quarter."""
        street = self.graph.streets[number]
        private = street.tags.get("access") == "private"
        for side in (1, -1):
            wait = self.chance.uniform(20, 60)
            for a, b in list(zip(street.nodes, street.nodes[1:])):
                gap = distance(self.graph.at[a], self.graph.at[b])
                while wait < gap:
                    p = along(self.graph.at[a], self.graph.at[b], wait / gap)
                    found = style_at(p)
                    style = STYLES[kind or (found[0] if found else "village")]
                    if found:
                        way = heading(self.graph.at[a], self.graph.at[b]) + side * math.pi / 2
                        self._offer(p, way, first_rank, number, kind, private)
                    wait += style.branch_m * self.chance.uniform(0.75, 1.4)
                wait -= gap

    def _offer(self, p: Point, way: float, rank: float, parent: int, kind: str,
               private: bool) -> None:  # fmt: skip
        self.count += 1
        sprout = (rank + self.chance.random(), self.count, parent, way, kind, p, private)
        heapq.heappush(self.sprouts, sprout)

    def grow(self) -> None:
        """Grow every sprout in turn, and the sprouts of what grew."""
        while self.sprouts:
            rank, _, _parent, way, kind, start, private = heapq.heappop(self.sprouts)
            found = style_at(start)
            if found is None:
                continue
            style = STYLES[kind or found[0]]
            self._try(start, way, style, int(rank), kind, private)

    def _try(self, start: Point, way: float, style: Style, rank: int,
             kind: str, private: bool) -> None:  # fmt: skip
        near = self.graph.nearest(start, 3.0, obstacles=False)
        if near is None:
            return
        segment = near[1]
        line, joined = self._trace(start, way, style, segment[2])
        if length(line) < style.shortest_m * (0.6 if joined else 1):
            return
        root = self.graph.split(segment, start)
        nodes = [root, *(self.graph.add_node(p) for p in line[1:])]
        if joined:
            nodes[-1] = self.graph.split(joined, line[-1])
        if len(set(nodes)) < 2 or nodes[0] == nodes[-1]:
            return
        grown = self.graph.add_street(nodes, _tags(kind, line, private), 5 if kind else 7)
        self.sprout_along(grown, rank + 2)

    def _trace(
        self, start: Point, way: float, style: Style, parent: int
    ) -> tuple[list[Point], tuple[int, int, int] | None]:
        line, gone, bend = [start], 0.0, 0.0
        want = self.chance.uniform(style.shortest_m, style.longest_m)
        while gone < want:
            bend = 0.8 * bend + self.chance.gauss(0, style.wander)
            way += bend
            here = towards(line[-1], way, 1.0) if len(line) == 1 else line[-1]
            ahead = towards(line[-1], way, style.step_m * 1.75)
            hit = self._ahead(here, ahead, parent if len(line) == 1 else OBSTACLE - 1)
            if hit is not None:
                return self._meet(line, way, hit, style, parent)
            q = towards(line[-1], way, style.step_m)
            if style_at(q) is None or not self._room(q, style, parent, len(line)):
                break
            line.append(q)
            gone += style.step_m
        return line, None

    def _ahead(self, p: Point, q: Point, parent: int) -> tuple[Point, tuple[int, int, int]] | None:
        hit = self.graph.first_hit(p, q, set())
        if hit is None or (hit.segment[2] == parent and distance(p, hit.point) < 2):
            return None
        return hit.point, hit.segment

    def _meet(
        self,
        line: list[Point],
        way: float,
        hit: tuple[Point, tuple[int, int, int]],
        style: Style,
        parent: int,
    ) -> tuple[list[Point], tuple[int, int, int] | None]:
        point, segment = hit
        if segment[2] == OBSTACLE:
            return line, None
        other = heading(self.graph.at[segment[0]], self.graph.at[segment[1]])
        slant = turn_between(way, other)
        between = frozenset((parent, segment[2]))
        middle = along(line[-1], point, 0.5)
        if self.graph.nearest(middle, 0.85 * style.apart_m, between) is not None:
            return line[:1], None
        if min(slant, math.pi - slant) < 0.6 or self.chance.random() < style.dead_ends:
            return line, None
        return [*line, point], segment

    def _room(self, q: Point, style: Style, parent: int, steps: int) -> bool:
        ignore = frozenset((parent,)) if steps * style.step_m < 1.6 * style.apart_m else frozenset()
        return self.graph.nearest(q, style.apart_m, ignore) is None


def _tags(kind: str, line: list[Point], private: bool) -> dict[str, str]:
    if kind:
        return {"highway": "tertiary", **({"access": "private"} if private else {})}
    found = style_at(along(line[0], line[1], 0.5))
    tags = {"highway": "unclassified" if found and found[0] == "centre" else "residential"}
    if private:
        tags["access"] = "private"
    return tags


def grow_streets(graph: StreetGraph) -> None:
    """Grow collectors first, then every other street; the third round fills what gaps are left."""
    growth = Growth(graph)
    for kind in ("collector", "", ""):
        for number, street in enumerate(list(graph.streets)):
            if street.joinable and street.tags.get("highway") in ROOTS:
                growth.sprout_along(number, 0 if kind else 1, kind)
        growth.grow()


ROOTS = ("trunk", "primary", "secondary", "tertiary", "unclassified", "residential")


def open_gates(graph: StreetGraph) -> Mapping[str, int]:
    """Wall the estate and the camp about, each with one gated entrance; give the gates' nodes."""
    gates = {}
    for name, ring in (("Kestrel Park", plan.ESTATE_WALL), (plan.CAMP.name, plan.CAMP_WALL)):
        graph.obstruct([*ring, ring[0]])
        centre = (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
        gates[name] = _entrance(graph, ring, centre, name)
    return gates


def _entrance(graph: StreetGraph, ring: list[Point], centre: Point, name: str) -> int:
    outside = [(distance(graph.at[n], centre), n) for s in graph.streets
               if s.joinable and 0 < s.rank < 6 for n in s.nodes
               if not inside(graph.at[n], ring)]  # fmt: skip
    for _, root in sorted(outside):
        hit = graph.first_hit(graph.at[root], centre, {root})
        if hit and hit.segment[2] == OBSTACLE:
            break
    gate = graph.add_node(hit.point)
    tags = {"highway": "residential", "name": f"{name} Approach"}
    graph.add_street([root, gate], tags, 6, joinable=False)
    spine = [along(hit.point, centre, k / 4) for k in range(1, 8)]
    inner = [gate] + [graph.add_node(p) for p in spine if inside(p, [along(centre, q, 0.86)
                                                                     for q in ring])]  # fmt: skip
    graph.add_street(inner, {"highway": "residential", "access": "private"}, 6)
    graph.node_tags[gate] = {"barrier": "gate", "access": "private", "name": f"{name} gate"}
    return gate
