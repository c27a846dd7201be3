"""The network's file: one GeoPackage that opens as ordinary layers and loads as arrays.

Layers `nodes`, `edges` and `barriers` are drawn and may be looked into in QGIS; `restrictions`
and `about` are tables. The file is written beside its place and then renamed, so that a run that
fails leaves the old one whole.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import numpy as np
from osgeo import gdal, ogr, osr

from ..errors import FileUnreadableError
from ..progress import Progress
from .model import Bools, BuiltNetwork, Floats, Ints, Network, Polylines, Turn
from .rules import MODES, MOTORWAY

FORMAT = "3"
"""Version of the file's layout; a file of another version is refused in words."""

_EDGE_FIELDS = (
    ("edge_id", ogr.OFTInteger64),
    ("from_node", ogr.OFTInteger64),
    ("to_node", ogr.OFTInteger64),
    ("osm_id", ogr.OFTString),
    ("class", ogr.OFTString),
    ("name", ogr.OFTString),
    ("length_m", ogr.OFTReal),
    *((f"{mode}_{way}", ogr.OFTReal) for mode in MODES for way in ("forward", "back")),
    ("island", ogr.OFTString),
    ("local_only", ogr.OFTString),
    ("fast", ogr.OFTInteger),
)
_TURN_FIELDS = (
    ("osm_id", ogr.OFTString),
    ("kind", ogr.OFTString),
    ("from_edge", ogr.OFTInteger64),
    ("via_node", ogr.OFTInteger64),
    ("to_edge", ogr.OFTInteger64),
    ("only", ogr.OFTInteger),
)


def save_network(built: BuiltNetwork, path: Path, progress: Progress, version: str = "") -> None:
    """Write the network's GeoPackage; what stood at `path` is replaced only at the very end.

    Raises `FileUnreadableError` when the folder cannot be written to.
    """
    if not path.parent.is_dir():
        raise FileUnreadableError(f"There is no folder {path.parent} to write the network into.")
    beside = path.with_name(f"~{path.stem}.part.gpkg")
    try:
        _write_all(built, beside, progress, version)
        beside.replace(path)
        # A journal left by a program that has the old file open must not be played onto the new.
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:
        raise FileUnreadableError(
            f"{path} could not be written ({error}). Is it open elsewhere, or the disk full?"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_all(built: BuiltNetwork, path: Path, progress: Progress, version: str) -> None:
    path.unlink(missing_ok=True)
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    if dataset is None:
        raise OSError("the folder cannot be written to")
    system = osr.SpatialReference()
    system.SetFromUserInput(built.network.crs)
    dataset.StartTransaction()
    _write_nodes(dataset, system, built.network)
    progress.report(0.2)
    _write_edges(dataset, system, built, progress.part(0.2, 0.9))
    _write_barriers(dataset, system, built)
    _write_turns(dataset, built.network)
    _write_about(dataset, built.network, version)
    if dataset.CommitTransaction() != 0:
        raise OSError("its rows could not be stored")
    gdal.ErrorReset()
    del dataset  # closes the file; what goes wrong then is told in no other way
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise OSError(gdal.GetLastErrorMsg())
    progress.report(1.0)


def _layer(
    dataset: Any, system: Any, name: str, kind: int, fields: Sequence[tuple[str, int]]
) -> Any:
    layer = dataset.CreateLayer(name, system, kind, ["GEOMETRY_NAME=geom"])
    for field_name, field_kind in fields:
        layer.CreateField(ogr.FieldDefn(field_name, field_kind))
    return layer


def _table(dataset: Any, name: str, fields: Sequence[str]) -> Any:
    return _layer(dataset, None, name, ogr.wkbNone, [(field, ogr.OFTString) for field in fields])


def _write_nodes(dataset: Any, system: Any, network: Network) -> None:
    fields = [("node_id", ogr.OFTInteger64), ("blocked", ogr.OFTString)]
    layer = _layer(dataset, system, "nodes", ogr.wkbPoint, fields)
    blocked = _modes_as_text(network.blocked, len(network.node_xy))
    for number, (x, y) in enumerate(network.node_xy.tolist()):
        wkb = struct.pack("<BIdd", 1, 1, x, y)
        _add(layer, wkb, [number, blocked[number]])


def _write_edges(dataset: Any, system: Any, built: BuiltNetwork, progress: Progress) -> None:
    network = built.network
    layer = _layer(dataset, system, "edges", ogr.wkbLineString, _EDGE_FIELDS)
    minutes = np.concatenate([network.minutes[mode] for mode in MODES], axis=1)
    timed = np.where(np.isfinite(minutes), minutes, np.nan).tolist()
    island = _modes_as_text(network.island, len(network.length_m))
    local_only = _modes_as_text(network.local_only, len(network.length_m))
    fast = network.fast.astype(int).tolist()
    numbered = zip(network.edge_from.tolist(), network.edge_to.tolist(), timed)
    for edge, (tail, head, of_modes) in enumerate(numbered):
        if edge % 20_000 == 0:
            progress.report(edge / len(timed))
        _add(
            layer,
            line_wkb(network.lines.line(edge)),
            [edge, tail, head, built.osm_id[edge], built.highway[edge], built.name[edge] or None,
             float(network.length_m[edge]), *of_modes, island[edge], local_only[edge], fast[edge]],
        )  # fmt: skip


def _write_barriers(dataset: Any, system: Any, built: BuiltNetwork) -> None:
    layer = _layer(dataset, system, "barriers", ogr.wkbLineString, [("kind", ogr.OFTString)])
    for number, kind in enumerate(built.barrier_kind):
        _add(layer, line_wkb(built.network.barriers.line(number)), [kind])


def _write_turns(dataset: Any, network: Network) -> None:
    layer = _layer(dataset, None, "restrictions", ogr.wkbNone, _TURN_FIELDS)
    for turn in network.turns:
        values = [turn.osm_id, turn.kind, turn.from_edge, turn.node, turn.to_edge, int(turn.only)]
        _add(layer, None, values)


def _write_about(dataset: Any, network: Network, version: str) -> None:
    layer = _table(dataset, "about", ("key", "value"))
    facts = {
        "format": FORMAT,
        "made_by": f"Family Hub Planner {version}".strip(),
        "crs": network.crs,
        "nodes": str(len(network.node_xy)),
        "edges": str(len(network.length_m)),
        "length_km": f"{network.length_m.sum() / 1000:.3f}",
        **network.about,
    }
    for key, value in facts.items():
        _add(layer, None, [key, value])


def _add(layer: Any, wkb: bytes | None, values: Sequence[Any]) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for index, value in enumerate(values):
        missing = value is None or (isinstance(value, float) and math.isnan(value))
        if not missing:
            feature.SetField(index, value)
    if wkb is not None:
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
    if layer.CreateFeature(feature) != 0:
        raise OSError("a feature could not be stored")


def line_wkb(points: Floats) -> bytes:
    """Give a line string of shape (k, 2) as well-known binary."""
    coordinates = np.ascontiguousarray(points, dtype="<f8")
    return struct.pack("<BII", 1, 2, len(coordinates)) + coordinates.tobytes()


def _modes_as_text(flags: Any, count: int) -> list[str | None]:
    """Give for each row the flagged modes as "walk,pram", None where there are none."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for mode in MODES:
        for row in np.flatnonzero(flags[mode]):
            texts[row].append(mode)
    return [",".join(modes) or None for modes in texts]


def load_network(path: Path) -> Network:
    """Load a network's file as arrays.

    Raises `FileUnreadableError` when it is missing, no network of this planner, or of another
    layout.
    """
    if not path.is_file():
        raise FileUnreadableError(
            f"There is no network file {path}. Build one first with 'Build network'."
        )
    try:
        with _opened(path) as connection:
            about = _about(connection, path)
            return _network(connection, about, path.name)
    except sqlite3.Error as error:
        raise FileUnreadableError(
            f"{path.name} is no network file of this planner, or it is damaged ({error}). "
            "Build it again with 'Build network'."
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(_connected(path)) as connection:
        yield connection


def _connected(path: Path) -> sqlite3.Connection:
    """Open a file for reading only, also one whose journal was left in a folder closed to us."""
    address = _address(path)
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        journal = path.with_name(path.name + "-wal")
        if journal.is_file() and journal.stat().st_size:
            raise
        connection = sqlite3.connect(f"{address}?immutable=1", uri=True)
    return connection


def _address(path: Path | PurePath) -> str:
    """Give the path as SQLite's file address: an empty host, so that network shares open too."""
    absolute = path.absolute() if isinstance(path, Path) else path
    posix = quote(absolute.as_posix(), safe="/:")
    return f"file://{posix if posix.startswith('/') else '/' + posix}"


def refuse_other_file(path: Path) -> None:
    """Refuse to replace a file that holds anything but a network of this planner.

    Raises `FileUnreadableError`; a path with nothing there is fine.
    """
    if not path.exists():
        return
    try:
        with _opened(path) as connection:
            layers = {name for (name,) in connection.execute(_LAYERS)}
    except sqlite3.Error:
        layers = set()
    if not layers or layers - _OWN_LAYERS:
        held = ", ".join(sorted(layers - _OWN_LAYERS)) or "no network"
        raise FileUnreadableError(
            f"{path} is there already and holds {held}. Building a network would replace the "
            "whole file: choose another name, or delete it first."
        )


_LAYERS = "SELECT table_name FROM gpkg_contents"
_OWN_LAYERS = {"nodes", "edges", "barriers", "restrictions", "about"}


def _about(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    about = dict(connection.execute("SELECT key, value FROM about"))
    if "crs" not in about or about.get("format") != FORMAT:
        raise FileUnreadableError(
            f"{path.name} was made by another version of the planner (layout "
            f"{about.get('format', 'not stated')}, this one reads {FORMAT}). Build it again."
        )
    return about


def _network(connection: sqlite3.Connection, about: dict[str, str], file_name: str) -> Network:
    nodes = connection.execute("SELECT geom, blocked FROM nodes ORDER BY node_id").fetchall()
    edges = _columns(connection.execute("SELECT * FROM edges ORDER BY edge_id"))
    barriers = [geometry for (geometry,) in connection.execute("SELECT geom FROM barriers")]
    _check_rows(file_name, nodes, edges, barriers)
    minutes = {
        mode: np.array([edges[name] for name in _timed(mode)], dtype=float).T for mode in MODES
    }
    for of_mode in minutes.values():
        of_mode[np.isnan(of_mode)] = np.inf
    return Network(
        crs=about["crs"],
        node_xy=np.array([struct.unpack_from("<dd", g, _wkb_at(g) + 5) for g, _ in nodes]),
        blocked=_flags([text for _, text in nodes]),
        edge_from=_whole(edges["from_node"]),
        edge_to=_whole(edges["to_node"]),
        length_m=np.array(edges["length_m"], dtype=float),
        minutes=minutes,
        island=_flags(edges["island"]),
        no_access=np.array([name in MOTORWAY for name in edges["class"]], dtype=bool),
        fast=np.array(edges["fast"], dtype=bool),
        local_only=_flags(edges["local_only"]),
        lines=_polylines(edges["geom"]),
        barriers=_polylines(barriers),
        about=about,
        turns=tuple(_turn(*row) for row in connection.execute(_TURNS)),
    )


_TURNS = 'SELECT osm_id, kind, from_edge, via_node, to_edge, "only" FROM restrictions ORDER BY fid'


def _turn(osm_id: str, kind: str, tail: int, node: int, head: int, only: int) -> Turn:
    return Turn(osm_id, kind, tail, node, head, bool(only))


def _columns(cursor: sqlite3.Cursor) -> dict[str, tuple[Any, ...]]:
    """Give a query's columns by name; without rows there are none."""
    return dict(zip((name for name, *_ in cursor.description), zip(*cursor)))


def _timed(mode: str) -> tuple[str, str]:
    """Name a mode's columns of minutes."""
    return f"{mode}_forward", f"{mode}_back"


def _check_rows(
    file_name: str,
    nodes: Sequence[tuple[Any, ...]],
    edges: dict[str, tuple[Any, ...]],
    barriers: Sequence[Any],
) -> None:
    """Refuse a file whose rows somebody has emptied or bent since it was built."""
    if not edges:
        raise FileUnreadableError(f"{file_name} holds no edges. Build it again.")
    lacking = [name for name, _ in _EDGE_FIELDS if name not in edges]
    if lacking:
        raise FileUnreadableError(
            f"The edges of {file_name} have no column {', '.join(lacking)}. It was changed since. "
            "Build it again."
        )
    tail, head = edges["from_node"], edges["to_node"]
    needed = [*edges["geom"], *tail, *head, *edges["length_m"], *barriers]
    gaps = [*needed, *(node for node, _ in nodes)].count(None)
    if gaps:
        raise FileUnreadableError(
            f"{file_name} has {gaps} empty places where a shape, an end or a length should "
            "be. It was changed since. Build it again."
        )
    if min(*tail, *head) < 0 or max(*tail, *head) >= len(nodes):
        raise FileUnreadableError(
            f"Some edges of {file_name} end at nodes that are not there. It was changed "
            "since. Build it again."
        )


def _whole(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(texts: Sequence[str | None]) -> dict[str, Bools]:
    split = [set(text.split(",")) if text else set() for text in texts]
    return {mode: np.array([mode in modes for modes in split], dtype=bool) for mode in MODES}


def _polylines(geometries: Sequence[bytes]) -> Polylines:
    points = [
        np.frombuffer(geometry, dtype="<f8", offset=_wkb_at(geometry) + 9).reshape(-1, 2)
        for geometry in geometries
    ]
    start = np.concatenate([[0], np.cumsum([len(line) for line in points], dtype=np.int64)])
    xy = np.concatenate(points) if points else np.empty((0, 2))
    return Polylines(xy, start.astype(np.int64))


def _wkb_at(geometry: bytes) -> int:
    """Give where the well-known binary starts in a GeoPackage geometry, after its envelope."""
    return 8 + (0, 32, 48, 48, 64)[(geometry[3] >> 1) & 7]
