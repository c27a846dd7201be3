"""Small towns written as OpenStreetMap files, described in metres on the British grid.

`TOY_TOWN` is the town of which every journey's minutes can be worked out on paper: streets have
round lengths, and 80 m on foot, 60 m with a pram, 250 m by bicycle and 500 m by car in a
residential street take one minute (`SPEEDS`). Metres run from the origin A, east and north:

      +720   P --- Q --- R === S          R-S twice: a short slow street, a long quick crescent
              |                 |
      +360 ~~~~~~~~~ river ~~~~~~~~~~~    west bridge A-P closed (access=no), east bridge D-S open
              |                 |
         0   A --- B --- C --- D --- G[roundabout]J --- K(loop, from K back to K)
              |     |v    |     |     |
      -240   M ≡≡≡ E --- F -|- T -x- V   B>E one-way; M-E steps; F-T stile; T-V kissing gate
              |                 |     o   V-X bollard
      -480    |                 Y --- X
              |                 #         # locked gate (access=private): the estate behind it
      -720    |                 Za -- Zb
      -960 ==[bridge]== motorway =====>
     -1440   L                            and far away a footpath island, i-j
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from osgeo import osr

from family_hub_planner.engine.network.build import BuildSettings, BuiltNetwork, build_network
from family_hub_planner.engine.progress import Progress

ORIGIN = (500_000.0, 300_000.0)
SPEEDS = """highway,walk_kph,pram_kph,cycle_kph,drive_kph
motorway,,,,90
residential,4.8,3.6,15,30
unclassified,4.8,3.6,15,45
living_street,4.8,3.6,15,15
footway,4.8,3.6,,
pedestrian,4.8,3.6,,
steps,4.8,,,
"""
M_PER_MINUTE = {"walk": 80.0, "pram": 60.0, "cycle": 250.0, "drive": 500.0}

Point = tuple[float, float]
TaggedWay = tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class Town:
    """Named points (metres from `ORIGIN`), ways as "A B C" with tags, and tags of points.

    `areas` are multipolygon relations: the numbers of their outer ways, and their tags.
    """

    points: Mapping[str, Point]
    ways: Sequence[TaggedWay]
    node_tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    areas: Sequence[tuple[Sequence[int], Mapping[str, str]]] = ()

    def without(self, *names: str) -> Town:
        """Give the town without the ways of these names."""
        return replace(self, ways=[way for way in self.ways if way[1].get("name") not in names])

    def retagged(self, name: str, **tags: str) -> Town:
        """Give the town with further tags on the ways of one name; an empty value unsets a tag."""
        ways = [
            (nodes, _merged(of_way, tags) if of_way.get("name") == name else of_way)
            for nodes, of_way in self.ways
        ]
        return replace(self, ways=ways)

    def xml(self) -> str:
        """Give the town as OpenStreetMap XML, positions to 1e-7 degrees as in a real one."""
        number = {name: i for i, name in enumerate(self.points, start=1)}
        degrees = to_degrees(np.array(list(self.points.values())) + ORIGIN)
        body = [
            f'<node id="{number[name]}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">'
            f"{_tags(self.node_tags.get(name, {}))}</node>"
            for name, (lon, lat) in zip(self.points, degrees)
        ]
        for way, (nodes, tags) in enumerate(self.ways, start=1001):
            refs = "".join(f'<nd ref="{number[name]}"/>' for name in nodes.split())
            body.append(
                f'<way id="{way}" version="1" timestamp="2026-01-02T03:04:05Z">'
                f"{refs}{_tags(tags)}</way>"
            )
        for relation, (ways, tags) in enumerate(self.areas, start=2001):
            members = "".join(
                f'<member type="way" ref="{1001 + way}" role="outer"/>' for way in ways
            )
            body.append(
                f'<relation id="{relation}" version="1">{members}'
                f"{_tags({**tags, 'type': 'multipolygon'})}</relation>"
            )
        lines = "\n".join(body)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n{lines}\n</osm>\n'

    def write(self, path: Path) -> Path:
        """Write the town's file."""
        path.write_text(self.xml(), encoding="utf-8")
        return path

    def build(self, folder: Path) -> BuiltNetwork:
        """Write the town and its speeds into a folder and build its network."""
        folder.mkdir(parents=True, exist_ok=True)
        speeds = folder / "speeds.csv"
        speeds.write_text(SPEEDS, encoding="utf-8")
        return build_network(
            self.write(folder / "town.osm"), BuildSettings(speeds=speeds), Progress()
        )


def _merged(tags: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in {**tags, **more}.items() if value}


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def to_degrees(grid_xy: np.ndarray) -> np.ndarray:
    """Turn grid metres (k, 2) into longitude and latitude, by GDAL and not by the engine."""
    grid, globe = osr.SpatialReference(), osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    globe.ImportFromEPSG(4326)
    for system in (grid, globe):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    moved = osr.CoordinateTransformation(grid, globe).TransformPoints(np.asarray(grid_xy).tolist())
    return np.array(moved)[:, :2]


def places(*metres: Point) -> np.ndarray:
    """Give points in metres from the town's origin as grid coordinates, shape (k, 2)."""
    return np.array(metres, dtype=float).reshape(-1, 2) + ORIGIN


def street(name: str, **tags: str) -> dict[str, str]:
    """Give the tags of a residential street, or of another class with highway=..."""
    return {"highway": "residential", "name": name, **tags}


TOY_TOWN = Town(
    points={
        "A": (0, 0), "B": (240, 0), "C": (480, 0), "D": (720, 0),
        "P": (0, 720), "Q": (240, 720), "R": (480, 720), "S": (720, 720),
        "r": (480, 840), "s": (720, 840),
        "M": (0, -240), "E": (240, -240), "F": (480, -240), "T": (720, -240), "V": (960, -240),
        "stile": (600, -240), "kissing_gate": (840, -240), "bollard": (960, -360),
        "G": (960, 0), "H": (960, 60), "I": (1020, 60), "J": (1020, 0), "K": (1260, 0),
        "k1": (1260, -120), "k2": (1380, -120), "k3": (1380, 0),
        "X": (960, -480), "Y": (720, -480),
        "gate": (720, -600), "Za": (720, -720), "Zb": (960, -720),
        "L": (0, -1440), "i": (1500, 300), "j": (1560, 300),
        "river_west": (-610, 360), "river_mid": (601, 360), "river_east": (1510, 360),
        "motorway_west": (-610, -960), "motorway_east": (1510, -960),
    },
    ways=[
        ("A B C D G", street("High Street")),
        ("A P", street("West Bridge", bridge="yes", layer="1", access="no")),
        ("D S", street("East Bridge", bridge="yes", layer="1")),
        ("P Q R", street("North Road")),
        ("R S", street("Slow Row", highway="living_street")),
        ("R r s S", street("Quick Crescent", highway="unclassified")),
        ("B E", street("One Way Street", oneway="yes")),
        ("E F C", street("Back Street")),
        ("A M", street("Mill Lane")),
        ("M E", {"highway": "steps", "name": "Long Steps"}),
        ("F stile T", {"highway": "footway", "name": "Stile Path"}),
        ("T kissing_gate V", {"highway": "footway", "name": "Kissing Gate Path"}),
        ("D T Y X", street("Field Street")),
        ("G V bollard X", street("Bollard Street")),
        ("G H I J G", street("Roundabout", junction="roundabout")),
        ("J K", street("East Street")),
        ("K k1 k2 k3 K", street("The Loop")),
        ("Y gate Za Zb", street("The Estate")),
        ("M L", street("Long Lane", highway="unclassified", bridge="yes", layer="1")),
        ("i j", {"highway": "footway", "name": "Island Path"}),
        ("river_west river_mid river_east", {"waterway": "river", "name": "The River"}),
        ("motorway_west motorway_east", {"highway": "motorway", "ref": "M0"}),
    ],
    node_tags={
        "stile": {"barrier": "stile"},
        "kissing_gate": {"barrier": "kissing_gate"},
        "bollard": {"barrier": "bollard"},
        "gate": {"barrier": "gate", "access": "private"},
    },
)  # fmt: skip
