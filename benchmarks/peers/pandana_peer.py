"""pandana: a contracted graph for walking and one for driving, and shortest paths of pairs.

pandana reads no OpenStreetMap file itself; pyosmium reads it here with OSMnx's filters, and that
is counted, because a planner would have to wait for it too.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pandana
import pandas
from measure import Answer, drive, read_points
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from ways import passes, wanted_by_osmnx

DRIVE_KPH = {
    "motorway": 100,
    "trunk": 80,
    "primary": 65,
    "secondary": 60,
    "tertiary": 50,
    "unclassified": 45,
}
OTHER_KPH = 30
EARTH_M = 6371000.0


def read_arcs(path: Path, mode: str) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Give nodes (x, y by id) and arcs (from, to, minutes) of the ways that a mode wants."""
    rules = wanted_by_osmnx(mode)
    place: dict[int, tuple[float, float]] = {}
    arcs: list[tuple[int, int, float, bool]] = []
    for way in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations():
        if not way.is_way() or "highway" not in way.tags:
            continue
        tags = {tag.k: tag.v for tag in way.tags}
        if not passes(tags, rules):
            continue
        nodes = [(n.ref, n.lon, n.lat) for n in way.nodes if n.location.valid()]
        place.update((ref, (lon, lat)) for ref, lon, lat in nodes)
        kph = DRIVE_KPH.get(tags["highway"], OTHER_KPH) if mode == "drive" else 4.8
        one_way = mode == "drive" and tags.get("oneway") == "yes"
        arcs += [(a[0], b[0], kph, one_way) for a, b in zip(nodes, nodes[1:])]
    nodes = pandas.DataFrame.from_dict(place, orient="index", columns=["x", "y"])
    table = pandas.DataFrame(arcs, columns=["a", "b", "kph", "one_way"])
    return _connected(nodes, _with_minutes(nodes, table))


def _connected(
    nodes: pandas.DataFrame, arcs: pandas.DataFrame
) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Keep the largest part in which everybody reaches everybody, as users of pandana do."""
    tail, head = (nodes.index.get_indexer(arcs[side]) for side in "ab")
    links = csr_matrix((np.ones(len(arcs)), (tail, head)), shape=(len(nodes), len(nodes)))
    _, part = connected_components(links, directed=True, connection="strong")
    kept = part == np.bincount(part).argmax()
    return nodes[kept], arcs[kept[tail] & kept[head]]


def _with_minutes(nodes: pandas.DataFrame, arcs: pandas.DataFrame) -> pandas.DataFrame:
    start, end = (np.radians(nodes.loc[arcs[side]].to_numpy()) for side in "ab")
    across = (end - start)[:, 0] * np.cos((start + end)[:, 1] / 2)
    metres = EARTH_M * np.hypot(across, (end - start)[:, 1])
    arcs["minutes"] = np.maximum(metres * 0.06 / arcs["kph"], 1e-6)
    back = arcs[~arcs["one_way"]].rename(columns={"a": "b", "b": "a"})
    return pandas.concat([arcs, back], ignore_index=True)


def graph_of(request: dict[str, Any], mode: str) -> Any:
    """Read one mode's graph; pandana contracts it as it is made."""
    nodes, arcs = read_arcs(Path(request["osm"]), mode)
    return pandana.Network(
        nodes["x"], nodes["y"], arcs["a"], arcs["b"], arcs[["minutes"]], twoway=False
    )


def network(request: dict[str, Any], answer: Answer) -> None:
    """Time both graphs."""
    for mode in ("walk", "drive"):
        with answer.step(mode):
            graph_of(request, mode)
    answer.seconds["network"] = answer.seconds["walk"] + answer.seconds["drive"]


def matrix(request: dict[str, Any], answer: Answer) -> None:
    """Time the graph of one mode, and the whole matrix as the pairs that pandana asks for."""
    with answer.step("prepare"):
        graph = graph_of(request, request["mode"])
    origins, ends = (
        graph.get_node_ids(*np.array(read_points(request, kind)).T).to_numpy()
        for kind in ("origins", "destinations")
    )
    with answer.step("matrix"):
        graph.shortest_path_lengths(np.repeat(origins, len(ends)), np.tile(ends, len(origins)))


def _told(job: Any) -> Any:
    def run(request: dict[str, Any], answer: Answer) -> None:
        answer.versions["pandana"] = version("pandana")
        job(request, answer)

    return run


if __name__ == "__main__":
    drive({job.__name__: _told(job) for job in (network, matrix)})
