"""What is run: every job for every engine, as requests to the drivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BANDS = [10.0, 20.0, 30.0]
MODES = ("walk", "drive")
WALK_LIMIT = 30.0
SIZES = ("rutland", "county")
LABELS = {"rutland": "Rutland", "county": "county (synthetic)"}
GROUPS = ("network", "catchments", "matrix", "point", "whatif")


@dataclass(frozen=True)
class Task:
    """One run of one driver in a fresh process.

    `key` is "engine/what"; `engine` names the driver; `module` is the package that must have been
    installed in the peers' environment (none: the planner's own, or QGIS's); a `slow` one is left
    out unless it is asked for.
    """

    key: str
    group: str
    engine: str
    request: dict[str, Any] = field(default_factory=dict)
    module: str = ""
    slow: bool = False


def our_tasks(size: str) -> Iterator[Task]:
    """Give the planner's own runs on one size of network, the network first."""
    yield Task("ours/network", "network", "ours", {"job": "network"})
    yield Task("ours/load", "network", "ours", {"job": "load"})
    for mode in MODES:
        asked = {"job": "catchments", "mode": mode, "bands": BANDS}
        yield Task(f"ours/catchments {mode}", "catchments", "ours", asked)
    for mode, limit in (("walk", WALK_LIMIT), ("drive", None)):
        asked = {"job": "matrix", "mode": mode, "limit": limit}
        yield Task(f"ours/matrix {mode}", "matrix", "ours", asked)
    for mode in MODES:
        yield Task(f"ours/whatif {mode}", "whatif", "ours", {"job": "what_if", "mode": mode})
    if size == "county":
        for mode in MODES:
            asked = {"job": "one_point", "mode": mode, "limit": None}
            yield Task(f"ours/point {mode}", "point", "ours", asked)


def peer_tasks(size: str) -> Iterator[Task]:
    """Give the peers' runs on one size of network, each peer's network before what needs it."""
    county = size == "county"
    yield Task("valhalla/network", "network", "valhalla", {"job": "tiles"}, "valhalla")
    yield Task("pandana/network", "network", "pandana", {"job": "network"}, "pandana")
    yield Task("osmnx/network", "network", "osmnx", {"job": "network"}, "osmnx", slow=county)
    car = {"job": "prepare", "mode": "drive"}
    yield Task("osrm/network drive", "network", "osrm", car, "osrm")
    foot = {"job": "prepare", "mode": "walk"}
    yield Task("osrm/network walk", "network", "osrm", foot, "osrm", slow=county)
    for mode in MODES:
        asked = {"job": "catchments", "mode": mode, "bands": BANDS}
        yield Task(f"valhalla/catchments {mode}", "catchments", "valhalla", asked, "valhalla")
    asked = {"job": "catchments", "mode": "walk", "bands": BANDS}
    yield Task("qgis/catchments walk", "catchments", "qgis", asked)
    yield from _matrix_tasks()


def _matrix_tasks() -> Iterator[Task]:
    for graph in ("junctions", "vertices"):
        asked: dict[str, Any] = {"job": "arcs", "mode": "walk", "graph": graph}
        yield Task(f"ours/arcs {graph}", "matrix", "ours", asked)
        asked = {"job": "matrix", "limit": WALK_LIMIT, "sample": 50}
        yield Task(f"networkx/matrix walk {graph}", "matrix", "networkx", asked, "networkx")
    asked = {"job": "matrix", "mode": "drive"}
    yield Task("osrm/matrix drive", "matrix", "osrm", asked, "osrm")
    yield Task("pandana/matrix drive", "matrix", "pandana", asked, "pandana")
    part = {**asked, "part": [500, 50]}
    yield Task("valhalla/matrix drive", "matrix", "valhalla", part, "valhalla")


def places_for(size: str, work: Path) -> dict[str, str]:
    """Give the files that every request of one size names."""
    folder = work / size
    return {"points": str(folder / "points.json"), "arcs": str(folder / "arcs.npz")}
