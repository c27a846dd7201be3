"""Main roads, lanes, crossings and the motorway, laid on the street graph as smooth lines."""

from __future__ import annotations

import math

from . import plan
from .countryside import CLASSES, Crossing, Lattice, Node
from .geometry import (
    Point,
    along,
    at_length,
    curve,
    distance,
    heading,
    nearest_length,
    simplify,  # fmt: skip
    smooth,
    towards,
    turn_between,
)
from .street_graph import StreetGraph

DECK_M = {"river": 45, "junction": 48, "motorway": 45, "rail": 32}
Chain = tuple[int, list[Node]]


def lay_roads(graph: StreetGraph, lattice: Lattice) -> None:
    """Lay crossings, ring road and every chain of the lattice, best class first."""
    nodes = _lay_crossings(graph, lattice)
    start = graph.add_node(plan.RING_ROAD[0])
    graph.lay([*plan.RING_ROAD, plan.RING_ROAD[0]], start, start,
              {"highway": "primary", "name": "Ring Road", "ref": "AX10"}, 1)  # fmt: skip
    for rank, chain in sorted(_chains(lattice, set(nodes)), key=lambda c: (c[0], c[1])):
        points = [lattice.at[n] for n in chain]
        line = smooth(curve(smooth(points, 4), 60), 3) if len(points) > 2 else points
        line = simplify(_winding(line, 6.0 if rank < 3 else 15.0), 2.5 if rank < 3 else 4.0)
        first, last = nodes.get(chain[0]), nodes.get(chain[-1])
        laid = graph.lay(line, first, last, {"highway": CLASSES[rank]}, rank)
        nodes[chain[0]] = graph.streets[laid].nodes[0]
        nodes[chain[-1]] = graph.streets[laid].nodes[-1]


def _winding(line: list[Point], sway_m: float) -> list[Point]:
    """Bend a road to and fro as old lanes do; its ends stay."""
    gone, whole, bent = 0.0, sum(distance(a, b) for a, b in zip(line, line[1:])), [line[0]]
    phase = line[0][0] / 97 + line[-1][1] / 61
    for before, here, after in zip(line, line[1:], line[2:]):
        gone += distance(before, here)
        calm = min(1.0, gone / 300, (whole - gone) / 300)
        sway = math.sin(gone / 73 + phase) + 0.8 * math.sin(gone / 141 + 2 * phase)
        bent.append(towards(here, heading(before, after) + math.pi / 2, sway_m * calm * sway))
    return [*bent, line[-1]]


def _chains(lattice: Lattice, stops: set[Node]) -> list[Chain]:
    """Cut the used lattice edges into chains between junctions, changes of class and stops."""
    touch: dict[Node, list[tuple[Node, int]]] = {}
    deck = {frozenset(item.nodes) for item in lattice.crossings}
    for (a, b), rank in sorted(lattice.used.items()):
        if frozenset((a, b)) not in deck:
            touch.setdefault(a, []).append((b, rank))
            touch.setdefault(b, []).append((a, rank))

    def is_end(n: Node) -> bool:
        return n in stops or len(touch[n]) != 2 or touch[n][0][1] != touch[n][1][1]

    chains, done = [], set()
    for start in sorted(n for n in touch if is_end(n)):
        for step, rank in touch[start]:
            if (start, step) in done:
                continue
            chain = [start, step]
            while not is_end(chain[-1]):
                chain.append(next(n for n, _ in touch[chain[-1]] if n != chain[-2]))
            done |= {(chain[0], chain[1]), (chain[-1], chain[-2])}
            chains.append((rank, chain))
    return chains


def _lay_crossings(graph: StreetGraph, lattice: Lattice) -> dict[Node, int]:
    """Lay each crossing that a road uses; give the graph nodes at the ends of its approaches."""
    nodes: dict[Node, int] = {}
    rail = _rail_and_river(graph, lattice)
    for item in lattice.crossings:
        rank = lattice.used.get(tuple(sorted(item.nodes)))  # type: ignore[arg-type]
        if rank is None:
            continue
        ends = [graph.add_node(p) for p in item.ends]
        nodes.update(zip(item.nodes, ends))
        tags = {"highway": CLASSES[rank]}
        if item.kind == "rail" and rank > 1:
            middle = rail[item.middle]
            graph.node_tags[middle] = {"railway": "level_crossing"}
            graph.add_street([ends[0], middle, ends[1]], tags, rank, joinable=False)
        else:
            _bridge(graph, item, ends, tags, rank)
    return nodes


def _bridge(graph: StreetGraph, item: Crossing, ends: list[int], tags: dict[str, str],
            rank: int) -> None:  # fmt: skip
    deck = [graph.add_node(along(item.middle, end, DECK_M[item.kind] / distance(item.middle, end)))
            for end in item.ends]  # fmt: skip
    over = {**tags, "bridge": "yes", "layer": "1"}
    if item.kind == "river":
        over["bridge:name"] = "Town Bridge" if item.middle[1] > 20_000 else "Bishop's Bridge"
    graph.add_street(deck, over, rank, joinable=False)
    for end, edge in zip(ends, deck):
        if item.kind != "junction":
            graph.add_street([end, edge], tags, rank)
            continue
        middle = graph.add_node(along(item.middle, graph.at[end], 0.52))
        graph.node_tags[middle] = {"_roundabout": "34"}
        graph.add_street([end, middle], tags, rank, joinable=False)
        graph.add_street([middle, edge], tags, rank, joinable=False)
        _slips(graph, item.middle, middle)


def _rail_and_river(graph: StreetGraph, lattice: Lattice) -> dict[Point, int]:
    """Lay railway, river and motorway as obstacles; give the railway's nodes at its crossings."""
    graph.obstruct(plan.river())
    for ring in (plan.LAKE, plan.RESERVOIR):
        graph.obstruct([*ring, ring[0]])
    line, middles = plan.railway(), {}
    stops = sorted((nearest_length(line, item.middle), item.middle)
                   for item in lattice.crossings if item.kind == "rail")  # fmt: skip
    marks = [(nearest_length(line, (x, y)), (x, y)) for x, y, _ in plan.STATIONS]
    gone, points = 0.0, []
    for a, b in zip(line, line[1:]):
        points.append((gone, None))
        gone += distance(a, b)
    ordered = sorted(points + stops + marks, key=lambda item: item[0])
    numbers = []
    for metres, mark in ordered:
        numbers.append(graph.add_node(at_length(line, metres)[0]))
        if mark:
            middles[mark] = numbers[-1]
    for x, y, name in plan.STATIONS:
        graph.node_tags[middles[(x, y)]] = {"railway": "station", "name": name}
    graph.add_street(numbers, {"railway": "rail", "gauge": "1435", "electrified": "no"}, 0,
                     joinable=False)  # fmt: skip
    for northbound in (True, False):
        lane = [graph.add_node(p) for p in plan.carriageway(northbound)]
        graph.add_street(lane, {"highway": "motorway", "ref": "MX1", "oneway": "yes", "lanes": "3",
                                "maxspeed": "70 mph"}, 0, joinable=False)  # fmt: skip
    return middles


def _slips(graph: StreetGraph, middle: Point, joint: int) -> None:
    """Lay the two slip roads between one carriageway and the roundabout on its side."""
    north = graph.at[joint][0] < middle[0]
    number = next(i for i, s in enumerate(graph.streets) if s.tags.get("highway") == "motorway"
                  and (graph.at[s.nodes[-1]][1] > graph.at[s.nodes[0]][1]) == north)  # fmt: skip
    line = [graph.at[n] for n in graph.streets[number].nodes]
    here = nearest_length(line, middle)
    for before, gap in ((True, here - 520), (False, here + 520)):
        node = _node_on(graph, number, at_length(line, gap)[0])
        side = at_length(line, here + (-230 if before else 230))[0]
        bend = along(side, graph.at[joint], 0.45)
        ends = [node, graph.add_node(bend), joint]
        graph.add_street(
            ends if before else ends[::-1],
            {"highway": "motorway_link", "oneway": "yes"},
            0,
            joinable=False,
        )


def _node_on(graph: StreetGraph, number: int, p: Point) -> int:
    nodes = graph.streets[number].nodes
    near = min(range(len(nodes)), key=lambda i: distance(graph.at[nodes[i]], p))
    return nodes[near]


def make_roundabouts(graph: StreetGraph) -> int:
    """Turn marked nodes, and the ring road's meetings with main roads, into roundabouts."""
    made = 0
    marked = [(n, float(tags.pop("_roundabout"))) for n, tags in sorted(graph.node_tags.items())
              if "_roundabout" in tags]  # fmt: skip
    for node, radius in marked + [(n, 24.0) for n in _ring_meetings(graph)]:
        made += _roundabout(graph, node, radius) is not None
    graph.reindex()
    return made


def _ring_meetings(graph: StreetGraph) -> list[int]:
    ring = next(s for s in graph.streets if s.tags.get("name") == "Ring Road")
    main = {n for s in graph.streets if s is not ring and s.rank < 3 for n in s.nodes}
    return [n for n in ring.nodes[:-1] if n in main]


def _roundabout(graph: StreetGraph, node: int, radius: float) -> int | None:
    arms = graph.arms(node)
    if len(arms) < 3 or any(distance(graph.at[node], graph.at[a]) < radius + 8 for a in arms):
        return None
    ways = sorted((heading(graph.at[node], graph.at[a]), a) for a in arms)
    gaps = [turn_between(p[0], q[0]) for p, q in zip(ways, ways[1:] + ways[:1])]
    if min(gaps) < 0.35:
        return None
    best = min((s for s in graph.streets if node in s.nodes and s.tags["highway"] in CLASSES),
               key=lambda s: s.rank)  # fmt: skip
    rim = graph.pull_apart(node, radius)
    return graph.add_circle(
        graph.at[node], radius, rim, {"highway": best.tags["highway"], "junction": "roundabout"}
    )
