"""Ways off the street: ginnels, steps, field paths, tracks, a greenway, parks, and driveways."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from . import plan
from .geometry import Line, Point, along, crossing, curve, distance, heading, towards
from .street_graph import OBSTACLE, StreetGraph

FIELD_BARRIERS = ("stile", "kissing_gate", "gate", "stile", "kissing_gate")
KINDS = ("footway", "path", "path", "bridleway", "track", "path", "track")


def lay_paths(graph: StreetGraph) -> None:
    """Lay every path; those of towns first."""
    _ginnels(graph)
    _parks(graph)
    _greenway(graph)
    _field_paths(graph)


def lay_approaches(graph: StreetGraph, spots: Sequence[Point]) -> None:
    """Lay a short service road from the street to each building, where none is in its way."""
    for spot in spots:
        near = graph.nearest(spot, 60, obstacles=False)
        if near is None or graph.streets[near[1][2]].rank > 7:
            continue
        a, b, _ = near[1]
        root = graph.split(near[1], along(graph.at[a], graph.at[b], near[2]))
        if distance(graph.at[root], spot) < 12:
            continue
        door = along(graph.at[root], spot, 0.85)
        if graph.first_hit(graph.at[root], door, {root}) is None:
            tags = {"highway": "service", "service": "driveway"}
            graph.add_street([root, graph.add_node(door)], tags, joinable=False)


def _ends(graph: StreetGraph) -> list[tuple[int, int]]:
    """Give the dead ends: node, and the node before it."""
    uses = Counter(n for s in graph.streets for n in s.nodes)
    found = []
    for street in graph.streets:
        if street.tags.get("highway") != "residential" or street.tags.get("access"):
            continue
        for end, inner in ((0, 1), (-1, -2)):
            if uses[street.nodes[end]] == 1:
                found.append((street.nodes[end], street.nodes[inner]))
    return found


def _ginnels(graph: StreetGraph) -> None:
    """Link some culs-de-sac on foot to a street near by; some links have steps or a bollard."""
    chance = plan.dice("ginnels")
    for end, inner in _ends(graph):
        if chance.random() > 0.5:
            continue
        p = graph.at[end]
        way = heading(graph.at[inner], p)
        q = towards(p, way + chance.uniform(-0.5, 0.5), 135)
        hit = graph.first_hit(towards(p, heading(p, q), 0.5), q, {end})
        if hit is None or hit.segment[2] == OBSTACLE or not _public(graph, hit.segment[2]):
            continue
        last = graph.split(hit.segment, hit.point)
        _ginnel(graph, end, last, chance)


def _public(graph: StreetGraph, number: int) -> bool:
    return graph.streets[number].tags.get("access") != "private"


def _ginnel(graph: StreetGraph, first: int, last: int, chance: random.Random) -> None:
    p, q = graph.at[first], graph.at[last]
    kind = chance.random()
    in_city = plan.CITY.closeness(p) < 1
    if kind < 0.22 and in_city:
        foot, head = graph.add_node(along(p, q, 0.35)), graph.add_node(along(p, q, 0.62))
        graph.add_street([first, foot], {"highway": "footway"})
        graph.add_street([foot, head], {"highway": "steps", "incline": "up"}, joinable=False)
        graph.add_street([head, last], {"highway": "footway"})
        return
    middle = graph.add_node(along(p, q, 0.5))
    if kind < 0.6:
        graph.node_tags[middle] = {"barrier": "bollard" if kind < 0.5 else "cycle_barrier"}
    cycle = {"highway": "cycleway", "foot": "yes"}
    graph.add_street([first, middle, last], cycle if kind > 0.88 else {"highway": "footway"})


def _walled(graph: StreetGraph, p: Point, q: Point) -> bool:
    return any(crossing(p, q, graph.at[a], graph.at[b]) is not None
               for a, b, street in graph.near_line(p, q, 0) if street == OBSTACLE)  # fmt: skip


def _joint(graph: StreetGraph, p: Point, reach_m: float,
           ignore: frozenset[int] = frozenset()) -> int | None:  # fmt: skip
    near = graph.nearest(p, reach_m, ignore, obstacles=False)
    if near is None:
        return None
    a, b, _ = near[1]
    return graph.split(near[1], along(graph.at[a], graph.at[b], near[2]))


def _parks(graph: StreetGraph) -> None:
    """Lay a round path in each park with ways in; Eastfield Park has one that nothing reaches."""
    for name, ring in plan.PARKS:
        centre = (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
        loop = [along(centre, p, 0.62) for p in ring]
        start = graph.add_node(loop[0])
        tags = {"highway": "footway", "name": f"{name} Walk"}
        laid = graph.lay([*loop, loop[0]], start, start, tags, 9)
        for k in range(0, len(loop), 4):
            gate = _joint(graph, ring[k], 300, frozenset((laid,)))
            if gate is None or _walled(graph, loop[k], graph.at[gate]):
                continue
            if distance(graph.at[gate], loop[k]) > 15:
                inner = graph.streets[laid].nodes
                near = min(inner, key=lambda n, k=k: distance(graph.at[n], loop[k]))
                graph.lay([graph.at[near], graph.at[gate]], near, gate, {"highway": "footway"}, 9)
        if name == "Eastfield Park":
            corner = [towards(centre, turn, 45) for turn in (0.3, 2.2, 4.4)]
            nodes = [graph.add_node(p) for p in corner]
            graph.add_street([*nodes, nodes[0]], {"highway": "footway",
                             "name": "Maze Walk"}, joinable=False)  # fmt: skip


def _greenway(graph: StreetGraph) -> None:
    """Lay the cycleway on the bed of a railway long gone, from the city to a village."""
    line = curve([(17_750, 16_000), (18_050, 14_300), (17_800, 12_600), (16_700, 10_900)], 160)
    first, last = _joint(graph, line[0], 400), _joint(graph, line[-1], 500)
    tags = {
        "highway": "cycleway",
        "foot": "yes",
        "name": "Kelder Greenway",
        "surface": "fine_gravel",
    }
    graph.lay(line, first, last, tags, 8)


def _field_paths(graph: StreetGraph) -> None:
    """Lay paths over the fields, from road to road, with stiles and gates; tracks end at farms."""
    chance = plan.dice("fields")
    lanes = [n for s in graph.streets if s.joinable and 2 <= s.rank <= 4 for n in s.nodes]
    for number in range(620):
        root, kind = chance.choice(lanes), KINDS[number % len(KINDS)]
        line, joined = _over_fields(graph, root, kind, chance)
        if line is None:
            continue
        nodes = [root, *(graph.add_node(p) for p in line[1:])]
        if joined is not None:
            nodes[-1] = graph.split(joined, line[-1])
        if nodes[0] == nodes[-1]:
            continue
        graph.add_street(nodes, {"highway": kind}, 8)
        _put_barriers(graph, nodes[1:-1], kind, chance)


def _over_fields(graph: StreetGraph, root: int, kind: str, chance: random.Random
                 ) -> tuple[Line | None, tuple[int, int, int] | None]:  # fmt: skip
    line, way = [graph.at[root]], chance.uniform(-3.14, 3.14)
    while len(line) < 24:
        way += chance.gauss(0, 0.16)
        q = towards(line[-1], way, 115)
        start = line[-1] if len(line) > 1 else towards(line[-1], way, 0.5)
        hit = graph.first_hit(start, q, {root})
        if not plan.in_map(q) or (hit and hit.segment[2] == OBSTACLE):
            return None, None
        if hit and (len(line) < 4 or not _public(graph, hit.segment[2])):
            return None, None
        if hit:
            return [*line, hit.point], hit.segment
        line.append(q)
        if kind == "track" and len(line) > 5 and chance.random() < 0.25:
            return line, None
        if len(line) < 4 and graph.nearest(q, 50):
            return None, None
    return None, None


def _put_barriers(graph: StreetGraph, inner: list[int], kind: str, chance: random.Random) -> None:
    for node in inner:
        if kind in {"path", "footway"}:
            if chance.random() < 0.22:
                graph.node_tags[node] = {"barrier": chance.choice(FIELD_BARRIERS)}
        elif chance.random() < 0.08:
            graph.node_tags[node] = {"barrier": "gate"}
