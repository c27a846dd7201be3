"""Towns as GraphML in the way that OSMnx's save_graphml writes it, without OSMnx."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from toy_town import ORIGIN, Town, to_degrees

HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
)


def graphml(graph: dict[str, str], nodes: dict[str, dict], edges: list[tuple]) -> str:
    """Give GraphML of graph attributes, nodes by id, and edges (tail, head, attributes)."""
    keys: dict[tuple[str, str], str] = {}

    def data(attributes: dict, of: str) -> str:
        for name in attributes:
            keys.setdefault((of, name), f"d{len(keys)}")
        return "".join(
            f'<data key="{keys[of, name]}">{escape(str(value))}</data>'
            for name, value in attributes.items()
        )

    body = [data(graph, "graph")]
    body += [f'<node id="{node}">{data(own, "node")}</node>' for node, own in nodes.items()]
    body += [
        f'<edge source="{tail}" target="{head}">{data(own, "edge")}</edge>'
        for tail, head, own in edges
    ]
    declared = "".join(
        f'<key id="{key}" for="{of}" attr.name="{escape(name)}" attr.type="string"/>'
        for (of, name), key in keys.items()
    )
    graph_of = "".join(body)
    return f'{HEAD}{declared}<graph edgedefault="directed">{graph_of}</graph></graphml>'


def town_graphml(town: Town, path: Path) -> Path:
    """Write a town as OSMnx does without simplifying: one edge a piece of way and direction."""
    number = {name: str(i) for i, name in enumerate(town.points, start=1)}
    degrees = to_degrees(np.array(list(town.points.values())) + ORIGIN)
    nodes = {
        number[name]: {"y": f"{lat:.7f}", "x": f"{lon:.7f}", **town.node_tags.get(name, {})}
        for name, (lon, lat) in zip(town.points, degrees)
    }
    edges = []
    for way, (names, tags) in enumerate(town.ways, start=1001):
        if "highway" not in tags:
            continue
        one_way = tags.get("oneway") == "yes" or tags.get("junction") == "roundabout"
        stops = names.split()
        for tail, head in zip(stops, stops[1:]):
            own = {"osmid": way, **tags, "oneway": one_way, "length": "1.0"}
            edges.append((number[tail], number[head], {**own, "reversed": False}))
            if not one_way:
                edges.append((number[head], number[tail], {**own, "reversed": True}))
    about = {"created_with": "OSMnx 2.0", "created_date": "2026-02-03 04:05:06", "crs": "epsg:4326"}
    path.write_text(graphml(about, nodes, edges), encoding="utf-8")
    return path
