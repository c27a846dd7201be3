"""The network's arrays from the rows of its layers: what is read when somebody has edited them.

Nodes and edges are known by their ids, not by where they stand: a row may be gone, or one added.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import FileUnreadableError
from .modes import MODES


def read_rows(
    connection: sqlite3.Connection, file_name: str, ends_only: Collection[str]
) -> dict[str, Any]:
    """Give the arrays by name, as `read_arrays` does, and `edge_id` and `node_id` besides.

    `ends_only` are the classes that nobody gets on or off along the way.
    """
    nodes = _columns(
        connection.execute("SELECT geom, blocked, node_id FROM nodes ORDER BY node_id")
    )
    edges = _columns(connection.execute("SELECT * FROM edges ORDER BY edge_id"))
    barriers = [geometry for (geometry,) in connection.execute("SELECT geom FROM barriers")]
    _check_rows(file_name, nodes, edges, barriers)
    node_id, edge_id = _whole(nodes["node_id"]), _whole(edges["edge_id"])
    tail, head = (_places(node_id, edges[name], file_name) for name in ("from_node", "to_node"))
    lines, barrier_lines = _polylines(edges["geom"]), _polylines(barriers)
    arrays = {
        "node_id": node_id,
        "edge_id": edge_id,
        "node_xy": np.array([struct.unpack_from("<dd", g, _wkb_at(g) + 5) for g in nodes["geom"]]),
        "edge_from": tail,
        "edge_to": head,
        "length_m": np.array(edges["length_m"], dtype=float),
        "no_access": np.array([name in ends_only for name in edges["class"]], dtype=bool),
        "fast": np.array(edges["fast"], dtype=bool),
        "lines_xy": lines[0],
        "lines_start": lines[1],
        "barriers_xy": barrier_lines[0],
        "barriers_start": barrier_lines[1],
    }
    for mode in MODES:
        timed = np.array([edges[f"{mode}_{way}"] for way in ("forward", "back")], dtype=float).T
        arrays[f"minutes_{mode}"] = np.where(np.isnan(timed), np.inf, timed)
        arrays[f"blocked_{mode}"] = _flagged(nodes["blocked"], mode)
        arrays[f"island_{mode}"] = _flagged(edges["island"], mode)
        arrays[f"local_only_{mode}"] = _flagged(edges["local_only"], mode)
    return arrays


def _columns(cursor: sqlite3.Cursor) -> dict[str, tuple[Any, ...]]:
    """Give a query's columns by name; without rows there are none."""
    return dict(zip((name for name, *_ in cursor.description), zip(*cursor)))


def _check_rows(
    file_name: str,
    nodes: Mapping[str, tuple[Any, ...]],
    edges: Mapping[str, tuple[Any, ...]],
    barriers: Sequence[Any],
) -> None:
    """Refuse a file whose rows somebody has emptied or bent since it was built."""
    if not edges or not nodes:
        what = "nodes" if edges else "edges"
        raise FileUnreadableError(f"{file_name} holds no {what}. Build it again.")
    for layer, name, rows in (("nodes", "node_id", nodes), ("edges", "edge_id", edges)):
        ids = rows[name]
        if None in ids or len(set(ids)) < len(ids):
            raise FileUnreadableError(
                f"The {layer} of {file_name} have rows without a {name} of their own. Give every "
                "row one, or build the network again."
            )
    needed = [
        *edges["geom"], *edges["from_node"], *edges["to_node"], *edges["length_m"], *barriers,
        *nodes["geom"],
    ]  # fmt: skip
    gaps = needed.count(None)
    if gaps:
        raise FileUnreadableError(
            f"{file_name} has {gaps} empty places where a shape, an end or a length should "
            "be. It was changed since. Build it again."
        )


def _places(ids: Any, wanted: Sequence[int], file_name: str) -> Any:
    """Give where ids stand among the rising `ids`; one that is not there is refused in words."""
    sought = _whole(wanted)
    place = np.minimum(np.searchsorted(ids, sought), len(ids) - 1)
    if (ids[place] != sought).any():
        raise FileUnreadableError(
            f"Some edges of {file_name} end at nodes that are not there. It was changed "
            "since. Build it again."
        )
    return place


def _whole(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.int64)


def _flagged(texts: Sequence[str | None], mode: str) -> Any:
    return np.array([mode in (text or "").split(",") for text in texts], dtype=bool)


def _polylines(geometries: Sequence[bytes]) -> tuple[Any, Any]:
    points = [
        np.frombuffer(geometry, dtype="<f8", offset=_wkb_at(geometry) + 9).reshape(-1, 2)
        for geometry in geometries
    ]
    start = np.concatenate([[0], np.cumsum([len(line) for line in points], dtype=np.int64)])
    xy = np.concatenate(points) if points else np.empty((0, 2))
    return xy, start.astype(np.int64)


def _wkb_at(geometry: bytes) -> int:
    """Give where the well-known binary starts in a GeoPackage geometry, after its envelope."""
    return 8 + (0, 32, 48, 48, 64)[(geometry[3] >> 1) & 7]
