"""The network's arrays, stored beside its layers so that a county loads in a moment.

They repeat what the layers' rows say. Whoever changes a row in QGIS, or with any program that
writes GeoPackages, sets off a trigger that empties this table: the rows are then read instead, so
an edit is never overruled by what stood there before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from .model import Network

_CREATE = (
    "CREATE TABLE planner_arrays "
    "(name TEXT PRIMARY KEY, kind TEXT, shape TEXT, data BLOB, checksum TEXT)"
)
_INSERT = "INSERT INTO planner_arrays VALUES (?, ?, ?, ?, ?)"
_SELECT = "SELECT * FROM planner_arrays"
_ACTIONS = ("INSERT", "UPDATE", "DELETE")
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_FORGET = """
CREATE TRIGGER planner_LAYER_ACTION AFTER ACTION ON LAYER BEGIN DELETE FROM planner_arrays; END
"""


class ChangedArrayError(ValueError):
    """A stored array that is not as it was written."""


def write_arrays(connection: sqlite3.Connection, network: Network, layers: Sequence[str]) -> None:
    """Store the arrays, and what empties them when a row of one of the layers is changed."""
    connection.execute(_CREATE)
    for name, values in _named(network).items():
        shape = ",".join(str(length) for length in values.shape)
        kind = values.dtype.newbyteorder("<").str
        data = values.astype(kind, copy=False).tobytes()
        connection.execute(_INSERT, (name, kind, shape, data, _checksum(name, kind, shape, data)))
    for layer in layers:
        for action in _ACTIONS:
            connection.execute(_FORGET.replace("LAYER", layer).replace("ACTION", action))


def _named(network: Network) -> dict[str, Any]:
    arrays = {
        "node_xy": network.node_xy,
        "edge_from": network.edge_from,
        "edge_to": network.edge_to,
        "length_m": network.length_m,
        "no_access": network.no_access,
        "fast": network.fast,
    }
    for name in ("lines", "barriers"):
        polylines = getattr(network, name)
        arrays[f"{name}_xy"], arrays[f"{name}_start"] = polylines.xy, polylines.start
    for name in ("blocked", "minutes", "island", "local_only"):
        of_modes = getattr(network, name).items()
        arrays.update({f"{name}_{mode}": values for mode, values in of_modes})
    return arrays


def read_arrays(connection: sqlite3.Connection, layers: Sequence[str]) -> dict[str, Any]:
    """Give the arrays by the names of the network's attributes, those by mode as `minutes_walk`.

    None at all where a row was changed, or a layer was replaced and its triggers with it. Raises
    `ChangedArrayError` for one that is not as it was written: its checksum (SHA-256) stands beside
    it, but in files of versions that wrote none.
    """
    there = {name for (name,) in connection.execute(_TRIGGERS)}
    if not {f"planner_{layer}_{action}" for layer in layers for action in _ACTIONS} <= there:
        return {}
    try:
        return {row[0]: _array(*row) for row in connection.execute(_SELECT)}
    except sqlite3.OperationalError:
        return {}


def _checksum(name: str, kind: str, shape: str, data: bytes) -> str:
    found = sha256(f"{name} {kind} {shape} ".encode())
    found.update(data)
    return found.hexdigest()


def _array(name: str, kind: str, shape: str, data: bytes, checksum: str = "") -> Any:
    if checksum and checksum != _checksum(name, kind, shape, data):
        raise ChangedArrayError(f"{name} is not as it was written")
    values = np.frombuffer(data, dtype=kind)
    return values.reshape([int(length) for length in shape.split(",")])
