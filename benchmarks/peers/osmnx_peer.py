"""OSMnx with networkx: a graph for walking and one for driving from the same file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import osmnx
from measure import Answer, drive, read_points
from ways import write_filtered

WALK_KPH = 4.8
SAME_JUNCTION_M = 5.0


def graph_of(path: Path, mode: str) -> Any:
    """Give OSMnx's graph of a filtered file, with minutes by length or by its own speeds."""
    graph = osmnx.graph_from_xml(path, bidirectional=mode == "walk")
    if mode == "drive":
        graph = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(graph))
    for _, _, data in graph.edges(data=True):
        seconds = data["length"] * 3.6 / WALK_KPH if mode == "walk" else data["travel_time"]
        data["minutes"] = seconds / 60
    return graph


def _filtered(request: dict[str, Any], mode: str) -> Path:
    folder = Path(request["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{Path(request['osm']).name.split('.')[0]}-{mode}.osm"
    if not target.exists():
        write_filtered(Path(request["osm"]), mode, target)
    return target


def network(request: dict[str, Any], answer: Answer) -> None:
    """Time both graphs, from files that hold no more than OSMnx would have fetched."""
    files = {mode: _filtered(request, mode) for mode in ("walk", "drive")}
    for mode, file in files.items():
        with answer.step(mode):
            graph = graph_of(file, mode)
        answer.facts[f"{mode}_nodes"] = len(graph)
    answer.seconds["network"] = answer.seconds["walk"] + answer.seconds["drive"]


def pairs(request: dict[str, Any], answer: Answer) -> None:
    """Write the minutes of pairs of junctions, nan where OSMnx has no such junction or way."""
    graph = graph_of(_filtered(request, request["mode"]), request["mode"])
    starts, ends = (_junctions(graph, read_points(request, kind)) for kind in ("starts", "ends"))
    minutes = [_minutes(graph, start, end) for start, end in zip(starts, ends)]
    if request["mode"] == "drive":
        answer.facts["unposted_kph"] = _unposted(graph)
    np.save(request["out"], np.array(minutes))


def _unposted(graph: Any) -> dict[str, float]:
    """Give the km/h that OSMnx took for roads without a posted limit, by class."""
    return {
        data["highway"]: float(data["speed_kph"])
        for _, _, data in graph.edges(data=True)
        if "maxspeed" not in data and isinstance(data["highway"], str)
    }


def _minutes(graph: Any, start: Any, end: Any) -> float:
    if start is None or end is None:
        return float("nan")
    try:
        return networkx.shortest_path_length(graph, start, end, weight="minutes")
    except networkx.NetworkXNoPath:
        return float("nan")


def _junctions(graph: Any, points: list[tuple[float, float]]) -> list[Any]:
    lon, lat = np.array(points).T
    nodes, metres = osmnx.nearest_nodes(graph, lon, lat, return_dist=True)
    return [node if away <= SAME_JUNCTION_M else None for node, away in zip(nodes, metres)]


def _told(job: Any) -> Any:
    def run(request: dict[str, Any], answer: Answer) -> None:
        answer.versions.update({"OSMnx": version("osmnx"), "networkx": version("networkx")})
        job(request, answer)

    return run


if __name__ == "__main__":
    drive({job.__name__: _told(job) for job in (network, pairs)})
