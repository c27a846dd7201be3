"""From streets to tagged ways: names, speeds, one-way streets, cuts where a tag changes."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from . import plan
from .geometry import distance, heading, kept_by_simplifying
from .names import street_name
from .street_graph import Street, StreetGraph
from .town_streets import style_at

CAR = ("motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary", "unclassified",
       "residential", "service")  # fmt: skip
RURAL_SPEED = {"trunk": "60 mph", "primary": "60 mph", "secondary": "60 mph", "tertiary": "60 mph",
               "unclassified": "GB:nsl_single"}  # fmt: skip


@dataclass
class Way:
    """An OSM way to be: node numbers of the graph, and tags."""

    nodes: list[int]
    tags: dict[str, str] = field(default_factory=dict)


def street_ways(graph: StreetGraph) -> list[Way]:
    """Cut, name and tag every street; nodes that add nothing to its shape are left out."""
    uses = Counter(n for s in graph.streets for n in s.nodes)
    chance, taken = plan.dice("names"), {}
    ways: list[Way] = []
    for street in graph.streets:
        tags = dict(street.tags)
        kind = tags.get("highway")
        found = style_at(graph.at[street.nodes[len(street.nodes) // 2]])
        if kind in CAR[2:-1] and "name" not in tags and "junction" not in tags:
            dead = uses[street.nodes[-1]] == 1
            where = found[1] if found else "country"
            tags["name"] = street_name(found[0] if found else "main", dead, chance,
                                       taken.setdefault(where, set()))  # fmt: skip
        ways += _speed_runs(graph, Street(_thin(graph, street.nodes, uses), tags), chance)
    _number_main_roads(ways)
    _make_one_way(graph, ways)
    return ways


def _thin(graph: StreetGraph, nodes: list[int], uses: Counter[int]) -> list[int]:
    """Drop bare nodes in straight stretches, between nodes that must stay."""
    fixed = (
        [0]
        + [i for i in range(1, len(nodes) - 1) if uses[nodes[i]] > 1 or nodes[i] in graph.node_tags]
        + [len(nodes) - 1]
    )
    kept = [nodes[0]]
    for a, b in zip(fixed, fixed[1:]):
        run = nodes[a : b + 1]
        kept += [run[i] for i in kept_by_simplifying([graph.at[n] for n in run], 1.5)[1:]]
    return kept


def _speed_runs(graph: StreetGraph, street: Street, chance: random.Random) -> list[Way]:
    """Cut a road where the built-up area begins, and give each part its speed limit."""
    kind = street.tags.get("highway", "")
    if kind not in CAR or kind.startswith("motorway"):
        return [Way(street.nodes, street.tags)]
    limits = [_limit(graph, n, kind) for n in street.nodes[1:]]
    if street.nodes[0] == street.nodes[-1]:
        limits = limits[:1] * len(limits)
    ways, start = [], 0
    for i in range(1, len(limits) + 1):
        if i == len(limits) or limits[i] != limits[start]:
            tags = dict(street.tags)
            if limits[start] and (kind in RURAL_SPEED or chance.random() < 0.7):
                tags["maxspeed"] = limits[start]
            if limits[start] != RURAL_SPEED.get(kind) and kind in RURAL_SPEED:
                tags.update({"lit": "yes", "sidewalk": "both"})
            ways.append(Way(street.nodes[start : i + 1], tags))
            start = i
    return ways


def _limit(graph: StreetGraph, node: int, kind: str) -> str:
    found = style_at(graph.at[node])
    if found is None:
        return RURAL_SPEED.get(kind, "")
    slow = found[0] == "centre" or (found[0] == "terraces" and kind == "residential")
    return "20 mph" if slow and kind not in ("trunk", "primary") else "30 mph"


def _number_main_roads(ways: list[Way]) -> None:
    """Give main roads numbers that no British road has."""
    for way in ways:
        kind = way.tags.get("highway")
        if kind in ("trunk", "primary", "secondary") and "ref" not in way.tags:
            letter = "B" if kind == "secondary" else "A"
            way.tags["ref"] = f"{letter}X{ {'trunk': 1, 'primary': 12, 'secondary': 205}[kind] }"


def _make_one_way(graph: StreetGraph, ways: list[Way]) -> None:
    """Make some streets of the city centre one-way; none that would cut a place off for cars."""
    chance = plan.dice("one-way")
    chosen = []
    for way in ways:
        middle = graph.at[way.nodes[len(way.nodes) // 2]]
        central = distance(middle, plan.CITY.centre) < 950 and "junction" not in way.tags
        side = way.tags.get("highway") in ("unclassified", "residential", "tertiary")
        if central and side and chance.random() < 0.42:
            way.tags["oneway"] = "yes"
            if chance.random() < 0.4:
                way.tags["oneway:bicycle"] = "no"
            chosen.append(way)
    while True:
        whole = _strong(graph, ways)
        bad = [w for w in chosen if "oneway" in w.tags and not all(whole[n] for n in w.nodes)]
        if not bad:
            return
        for way in bad:
            way.tags.pop("oneway")
            way.tags.pop("oneway:bicycle", None)


def _strong(graph: StreetGraph, ways: list[Way]) -> np.ndarray:
    """Tell of each node whether a car can both reach it and leave it, within the main network."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = [(a, b) for w in ways if w.tags.get("highway") in CAR
             for a, b in zip(w.nodes, w.nodes[1:])]  # fmt: skip
    pairs += [(b, a) for w in ways if w.tags.get("highway") in CAR and "oneway" not in w.tags
              and "junction" not in w.tags for a, b in zip(w.nodes, w.nodes[1:])]  # fmt: skip
    i, j = np.array(pairs).T
    size = len(graph.at)
    _, label = connected_components(coo_matrix((np.ones(len(i)), (i, j)), (size, size)),
                                    directed=True, connection="strong")  # fmt: skip
    return label == np.bincount(label).argmax()


def turn_bans(graph: StreetGraph, ways: list[Way], wanted: int) -> list[tuple[Way, int, Way]]:
    """Choose right turns to ban in the city, from a side street into a main road, and cut it."""
    bans: list[tuple[Way, int, Way]] = []
    ends = {w.nodes[0]: w for w in ways
            if w.tags.get("highway") == "tertiary" and "oneway" not in w.tags}  # fmt: skip
    for main in list(ways):
        if main.tags.get("highway") not in ("trunk", "primary") or len(bans) == wanted:
            continue
        near = [i for i, n in enumerate(main.nodes) if n in ends and 0 < i < len(main.nodes) - 1
                and plan.CITY.closeness(graph.at[n]) < 0.8]  # fmt: skip
        if not near or "junction" in main.tags:
            continue
        i, side = near[0], ends[main.nodes[near[0]]]
        rest = Way(main.nodes[i:], dict(main.tags))
        via, main.nodes = main.nodes[i], main.nodes[: i + 1]
        ways.append(rest)
        came = heading(graph.at[side.nodes[1]], graph.at[via])
        onward = heading(graph.at[via], graph.at[rest.nodes[1]])
        right = (onward - came) % 6.283185 > 3.14159
        bans.append((side, via, rest if right else main))
    return bans
