"""A SYNTHETIC county: one real extract copied in a grid, joined by made-up roads.

    python benchmarks/county.py IN.osm.pbf OUT.osm.pbf [--across 4] [--down 4]

It shows how work grows with the network and stands for no real place. Every copy is the whole
extract (ways, nodes with their tags, relations), moved by a constant in degrees so that no two
overlap; all ids are numbered anew, copy after copy. Neighbouring copies are joined by straight
two-way roads between their main roads, named "synthetic connector". It needs `osmium` (pyosmium),
which the peers' environment has; `run.py` calls it there.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import mutable

GAP_DEGREES = 0.01
MAIN_ROADS = ("primary", "secondary", "tertiary")
JOINED_AT = (0.2, 0.4, 0.6, 0.8)
"""Shares of the common border at which two neighbouring copies are joined."""

CONNECTOR = {"highway": "tertiary", "name": "synthetic connector", "maxspeed": "60 mph"}
STAMP = "2022-07-20T00:00:00Z"


@dataclass
class Extract:
    """What the file holds; ids are already numbered from 1, by kind, in the order of the file."""

    nodes: list[tuple[float, float, dict[str, str]]] = field(default_factory=list)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)
    relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = field(default_factory=list)

    def bounds(self) -> tuple[float, float, float, float]:
        """Give west, south, east, north of the roads in degrees; rivers may run on far beyond."""
        on_roads = {ref for refs, tags in self.ways if "highway" in tags for ref in refs}
        lon, lat = zip(*(self.nodes[ref - 1][:2] for ref in on_roads))
        return min(lon), min(lat), max(lon), max(lat)

    def main_road_nodes(self) -> list[int]:
        """Give the ids of the nodes of two-way main roads: drivers get everywhere from them."""
        chosen: set[int] = set()
        for refs, tags in self.ways:
            if tags.get("highway") in MAIN_ROADS and "oneway" not in tags and "access" not in tags:
                chosen.update(refs)
        return sorted(chosen)


def read_extract(path: Path) -> Extract:
    """Read the file; members that it does not hold are left out, as in any extract."""
    extract = Extract()
    number: dict[str, dict[int, int]] = {"n": {}, "w": {}, "r": {}}
    relations = []
    for entity in osmium.FileProcessor(str(path)):
        kind = entity.type_str()
        number[kind][entity.id] = len(number[kind]) + 1
        tags = {tag.k: tag.v for tag in entity.tags}
        if kind == "n":
            extract.nodes.append((entity.location.lon, entity.location.lat, tags))
        elif kind == "w":
            known = (number["n"].get(node.ref) for node in entity.nodes)
            extract.ways.append(([ref for ref in known if ref], tags))
        else:
            relations.append(([(m.type, m.ref, m.role) for m in entity.members], tags))
    for members, tags in relations:
        held = [(t, number[t][ref], role) for t, ref, role in members if ref in number[t]]
        extract.relations.append((held, tags))
    return extract


@dataclass(frozen=True)
class Grid:
    """How copies are laid out: `across` by `down`, each moved by `step_lon`, `step_lat` degrees."""

    across: int
    down: int
    step_lon: float
    step_lat: float

    def copies(self) -> Iterator[tuple[int, float, float]]:
        """Give for each copy its number and its shift in degrees, row by row from the south."""
        for copy in range(self.across * self.down):
            row, column = divmod(copy, self.across)
            yield copy, column * self.step_lon, row * self.step_lat

    def neighbours(self) -> Iterator[tuple[int, int, bool]]:
        """Give the pairs of neighbouring copies, and whether the second lies east of the first."""
        for copy in range(self.across * self.down):
            row, column = divmod(copy, self.across)
            if column + 1 < self.across:
                yield copy, copy + 1, True
            if row + 1 < self.down:
                yield copy, copy + self.across, False


def grid_of(extract: Extract, across: int, down: int) -> Grid:
    """Lay out the copies so that no two overlap."""
    west, south, east, north = extract.bounds()
    return Grid(across, down, east - west + GAP_DEGREES, north - south + GAP_DEGREES)


def ends_of_connectors(extract: Extract, eastward: bool) -> list[tuple[int, int]]:
    """Give pairs of nodes: one near the east (north) border, one near the opposite border."""
    bounds = extract.bounds()
    axis, other = (0, 1) if eastward else (1, 0)
    low, high = bounds[axis], bounds[axis + 2]
    nodes = extract.main_road_nodes()

    def nearest(border: float, place: float) -> int:
        def away(ref: int) -> float:
            node = extract.nodes[ref - 1]
            return abs(node[axis] - border) + 2 * abs(node[other] - place)

        return min(nodes, key=away)

    places = [bounds[other] + share * (bounds[other + 2] - bounds[other]) for share in JOINED_AT]
    return [(nearest(high, place), nearest(low, place)) for place in places]


def write_county(extract: Extract, grid: Grid, path: Path) -> None:
    """Write nodes, ways and relations of all copies, then the connectors among the ways."""
    node_count, way_count = len(extract.nodes), len(extract.ways)
    header = osmium.io.Header()
    header.set("generator", "SYNTHETIC county of benchmarks/county.py")
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for copy, lon, lat in grid.copies():
            _write_nodes(writer, extract, copy * node_count, lon, lat)
        for copy, _, _ in grid.copies():
            for number, (refs, tags) in enumerate(extract.ways, copy * way_count + 1):
                writer.add_way(_way(number, [ref + copy * node_count for ref in refs], tags))
        number = way_count * grid.across * grid.down
        for first, second, eastward in grid.neighbours():
            for start, end in ends_of_connectors(extract, eastward):
                number += 1
                refs = [start + first * node_count, end + second * node_count]
                writer.add_way(_way(number, refs, CONNECTOR))
        for copy, _, _ in grid.copies():
            _write_relations(writer, extract, copy)


def _write_nodes(writer: Any, extract: Extract, offset: int, lon: float, lat: float) -> None:
    for number, (x, y, tags) in enumerate(extract.nodes, offset + 1):
        writer.add_node(
            mutable.Node(
                id=number, version=1, timestamp=STAMP, location=(x + lon, y + lat), tags=tags
            )
        )


def _way(number: int, refs: list[int], tags: dict[str, str]) -> Any:
    return mutable.Way(id=number, version=1, timestamp=STAMP, nodes=refs, tags=tags)


def _write_relations(writer: Any, extract: Extract, copy: int) -> None:
    size = {"n": len(extract.nodes), "w": len(extract.ways), "r": len(extract.relations)}
    for number, (members, tags) in enumerate(extract.relations, copy * size["r"] + 1):
        moved = [(kind, ref + copy * size[kind], role) for kind, ref, role in members]
        writer.add_relation(
            mutable.Relation(id=number, version=1, timestamp=STAMP, members=moved, tags=tags)
        )


def main() -> None:
    """Read one extract, write the county, and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, usage="county.py IN.osm.pbf OUT.osm.pbf")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--across", type=int, default=4)
    parser.add_argument("--down", type=int, default=4)
    wanted = parser.parse_args()
    extract = read_extract(wanted.source)
    grid = grid_of(extract, wanted.across, wanted.down)
    beside = wanted.target.with_name("part-" + wanted.target.name)
    write_county(extract, grid, beside)
    beside.replace(wanted.target)
    copies = grid.across * grid.down
    ways = sum("highway" in tags for _, tags in extract.ways) * copies
    on_ways = {ref for refs, tags in extract.ways if "highway" in tags for ref in refs}
    print(f"{wanted.target.name}: {copies} copies, {ways:,} highway ways, ", end="")
    print(f"{len(on_ways) * copies:,} highway nodes (synthetic)")


if __name__ == "__main__":
    main()
