"""The OpenStreetMap file: nodes, ways and relations as XML, always the same bytes."""

from __future__ import annotations

import bz2
from pathlib import Path
from xml.sax.saxutils import quoteattr

from . import plan
from .geometry import Point, foot
from .projection import lon_lat
from .street_graph import OBSTACLE, StreetGraph
from .ways import Way

GENERATOR = "Family Hub Planner sample county (fictional)"
CREDIT = 'copyright="Family Hub Planner (fictional)" license="public domain (CC0 1.0)"'
AMENITY_TAGS = {
    "library": ("amenity", "library"), "school": ("amenity", "school"),
    "community centre": ("amenity", "community_centre"),
    "fire station": ("amenity", "fire_station"),
    "GP surgery": ("amenity", "doctors"), "village hall": ("amenity", "community_centre"),
    "church hall": ("amenity", "place_of_worship"), "leisure centre": ("leisure", "sports_centre"),
    "council offices": ("office", "government"),
}  # fmt: skip


class OsmFile:
    """Elements gathered for one file; node numbers are those of the graph, and new ones after."""

    def __init__(self, graph: StreetGraph) -> None:
        self.at = list(graph.at)
        self.node_tags = {n: dict(tags) for n, tags in graph.node_tags.items() if tags}
        self.ways: list[Way] = []
        self.relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = []

    def point(self, p: Point, tags: dict[str, str]) -> None:
        """Add a node of its own."""
        self.at.append(p)
        self.node_tags[len(self.at) - 1] = tags

    def way(self, way: Way) -> int:
        """Add a way over nodes that stand; give its place among the ways."""
        self.ways.append(way)
        return len(self.ways) - 1

    def line(self, points: list[Point], tags: dict[str, str], closed: bool = False) -> int:
        """Add a way with nodes of its own, which share nothing with any street."""
        first = len(self.at)
        self.at += points
        nodes = list(range(first, len(self.at)))
        return self.way(Way(nodes + nodes[:1] if closed else nodes, tags))

    def write(self, path: Path) -> None:
        """Write the file, compressed by bzip2, which stores no time."""
        used = sorted({n for w in self.ways for n in w.nodes} | set(self.node_tags))
        number = {n: i + 1 for i, n in enumerate(used)}
        rows = [self._node(number[n], n) for n in used]
        rows += [self._way(i + 1, way, number) for i, way in enumerate(self.ways)]
        rows += [self._relation(i + 1, number) for i in range(len(self.relations))]
        root = f'<osm version="0.6" generator="{GENERATOR}" {CREDIT}>'
        head = ['<?xml version="1.0" encoding="UTF-8"?>', root, self._bounds(used)]
        text = "\n".join([*head, *rows, "</osm>", ""])
        path.write_bytes(bz2.compress(text.encode("utf-8"), 9))

    def _position(self, n: int) -> tuple[str, str]:
        lon, lat = lon_lat(plan.ORIGIN_E + self.at[n][0], plan.ORIGIN_N + self.at[n][1])
        return f"{lon:.7f}", f"{lat:.7f}"

    def _bounds(self, used: list[int]) -> str:
        lons, lats = zip(*(self._position(n) for n in used))
        return (f' <bounds minlat="{min(lats)}" minlon="{min(lons)}" '
                f'maxlat="{max(lats)}" maxlon="{max(lons)}"/>')  # fmt: skip

    def _node(self, number: int, n: int) -> str:
        lon, lat = self._position(n)
        return _element(
            f'node id="{number}" lat="{lat}" lon="{lon}"', [], self.node_tags.get(n, {})
        )

    def _way(self, number: int, way: Way, nodes: dict[int, int]) -> str:
        refs = [f'  <nd ref="{nodes[n]}"/>' for n in way.nodes]
        return _element(f'way id="{number}"', refs, way.tags)

    def _relation(self, number: int, nodes: dict[int, int]) -> str:
        members, tags = self.relations[number - 1]
        rows = []
        for kind, i, role in members:
            ref = nodes[i] if kind == "node" else i + 1
            rows.append(f'  <member type="{kind}" ref="{ref}" role="{role}"/>')
        return _element(f'relation id="{number}"', rows, tags)


def _element(head: str, rows: list[str], tags: dict[str, str]) -> str:
    rows = rows + [f"  <tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in sorted(tags.items())]
    if not rows:
        return f" <{head}/>"
    return "\n".join([f" <{head}>", *rows, f" </{head.split(maxsplit=1)[0]}>"])


def gather(graph: StreetGraph, ways: list[Way], bans: list[tuple[Way, int, Way]]) -> OsmFile:
    """Gather streets, water, land and places into one file's worth of elements."""
    osm = OsmFile(graph)
    for way in ways:
        osm.way(way)
    for side, via, onward in bans:
        members = [("way", ways.index(side), "from"), ("node", via, "via"),
                   ("way", ways.index(onward), "to")]  # fmt: skip
        osm.relations.append((members, {"type": "restriction", "restriction": "no_right_turn"}))
    _water(osm)
    _land(osm, graph)
    for place in plan.SETTLEMENTS:
        kind = "hamlet" if place.kind == "camp" else place.kind
        osm.point((place.x + 9, place.y + 7), {"place": kind, "name": place.name,
                                               "note": plan.REMARK})  # fmt: skip
    return osm


def _water(osm: OsmFile) -> None:
    osm.line(list(plan.river()), {"waterway": "river", "name": "River Wendle", "note": plan.REMARK})
    osm.line(plan.LAKE, {"natural": "water", "water": "lake", "name": "Tans Mere"}, closed=True)
    outer = osm.line(plan.RESERVOIR, {"note": plan.REMARK}, closed=True)
    inner = osm.line(plan.RESERVOIR_ISLAND, {"place": "islet"}, closed=True)
    osm.relations.append(([("way", outer, "outer"), ("way", inner, "inner")],
                          {"type": "multipolygon", "natural": "water", "water": "reservoir",
                           "name": "Oxley Reservoir"}))  # fmt: skip


def _land(osm: OsmFile, graph: StreetGraph) -> None:
    for name, ring in plan.PARKS:
        osm.line(ring, {"leisure": "park", "name": name}, closed=True)
    for ring, tags in (
        (plan.CAMP_WALL, {"landuse": "military", "barrier": "fence", "name": "Stanmere Camp",
                          "access": "private"}),
        (plan.ESTATE_WALL, {"landuse": "residential", "barrier": "wall", "name": "Kestrel Park"}),
    ):  # fmt: skip
        gates = [n for n, t in graph.node_tags.items() if t.get("access") == "private"]
        osm.at += ring
        nodes = list(range(len(osm.at) - len(ring), len(osm.at)))
        k, gate = min(((k, g) for k in range(len(ring)) for g in gates),
                      key=lambda kg, r=ring: foot(graph.at[kg[1]], r[kg[0]],
                                                  r[(kg[0] + 1) % len(r)])[0])  # fmt: skip
        nodes.insert(k + 1, gate)
        osm.way(Way([*nodes, nodes[0]], tags))


def public_nodes(graph: StreetGraph) -> list[int]:
    """Give the nodes of streets that anybody may drive on."""
    kinds = ("residential", "unclassified", "tertiary", "secondary")
    return [n for s in graph.streets if s.tags.get("highway") in kinds and s.joinable
            and s.tags.get("access") != "private" for n in s.nodes if n != OBSTACLE]  # fmt: skip
