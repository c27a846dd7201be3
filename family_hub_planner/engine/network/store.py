"""The network's file: one GeoPackage that opens as ordinary layers and loads as arrays.

Layers `nodes`, `edges` and `barriers` are drawn and may be looked into in QGIS; `restrictions`
and `about` are tables. The file is written beside its place and then renamed, so that a run that
fails leaves the old one whole.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from glob import escape
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from ..errors import FileUnreadableError, InputError, said_by
from ..progress import Progress
from ..projection import is_metric
from .geopackage_layers import EDGE_FIELDS, LAYERS, index_shapes, lay_out
from .geopackage_rows import edge_rows, line_shapes, node_rows
from .model import BuiltNetwork, Network, Polylines, Turn
from .modes import MODES
from .rules import OPEN_AT_ENDS_ONLY
from .stored_arrays import ChangedArrayError, read_arrays, write_arrays
from .stored_checks import fault_of
from .stored_rows import read_rows

FORMAT = "3"
"""Version of the file's layout; a file of another version is refused in words."""


_LEFT_AFTER_S = 24 * 3600.0
# Rows are numbered by SQLite, in the order in which they come.
_INSERT_NODE = "INSERT INTO nodes VALUES (NULL, ?, ?, ?)"
_INSERT_EDGE = (
    "INSERT INTO edges VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_BARRIER = "INSERT INTO barriers VALUES (NULL, ?, ?)"
_INSERT_TURN = "INSERT INTO restrictions VALUES (NULL, ?, ?, ?, ?, ?, ?)"
_INSERT_FACT = "INSERT INTO about VALUES (NULL, ?, ?)"


def save_network(built: BuiltNetwork, path: Path, progress: Progress, version: str = "") -> None:
    """Write the network's GeoPackage; what stood at `path` is replaced only at the very end.

    Raises `FileUnreadableError` when the folder cannot be written to.
    """
    if not path.parent.is_dir():
        raise FileUnreadableError(f"There is no folder {path.parent} to write the network into.")
    # A name that no other program takes: two may be told to build the same file.
    beside = path.with_name(f"~{path.stem[:100]}.{uuid4().hex[:8]}.part.gpkg")
    _take_away_left(path)
    try:
        _write_all(built, beside, progress, version)
        beside.replace(path)
        # A journal left by a program that has the old file open must not be played onto the new.
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except (OSError, RuntimeError, sqlite3.Error) as error:
        raise FileUnreadableError(
            f"{path} could not be written ({said_by(error)}). Is it open elsewhere, or the disk "
            "full?"
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _take_away_left(path: Path) -> None:
    """Take away what runs that were killed left beside, unless one may be at it still."""
    for left in path.parent.glob(f"~{escape(path.stem[:100])}.????????.part.gpkg"):
        with suppress(OSError):  # somebody else's file, or gone meanwhile
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_S:
                left.unlink()


def _write_all(built: BuiltNetwork, path: Path, progress: Progress, version: str) -> None:
    path.unlink(missing_ok=True)
    lay_out(path, built.network.crs)
    with closing(sqlite3.connect(path)) as connection:
        # Nobody else sees this file before it is whole: it needs no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        srs_id = _number(connection, "SELECT srs_id FROM gpkg_geometry_columns")
        connection.executemany(_INSERT_NODE, node_rows(built.network, srs_id, progress))
        progress.report(0.2)
        connection.executemany(_INSERT_EDGE, edge_rows(built, srs_id, progress.part(0.2, 0.8)))
        progress.report(0.8)
        _write_barriers(connection, built, srs_id)
        connection.executemany(_INSERT_TURN, map(_turn_row, built.network.turns))
        connection.executemany(_INSERT_FACT, _facts(built.network, version).items())
        _state_extents(connection, built.network)
        progress.report(0.85)
        write_arrays(connection, built.network, STORED)
        connection.commit()
    progress.report(0.9)
    index_shapes(path, progress.stop_if_asked)
    progress.report(1.0)


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _write_barriers(connection: sqlite3.Connection, built: BuiltNetwork, srs_id: int) -> None:
    shapes = line_shapes(built.network.barriers, srs_id)
    connection.executemany(_INSERT_BARRIER, zip(shapes, built.barrier_kind))


def _turn_row(turn: Turn) -> tuple[Any, ...]:
    return turn.osm_id, turn.kind, turn.from_edge, turn.node, turn.to_edge, int(turn.only)


def _facts(network: Network, version: str) -> dict[str, str]:
    return {
        "format": FORMAT,
        "made_by": f"Family Hub Planner {version}".strip(),
        "crs": network.crs,
        "nodes": str(len(network.node_xy)),
        "edges": str(len(network.length_m)),
        "length_km": f"{network.length_m.sum() / 1000:.3f}",
        **network.about,
    }


def _state_extents(connection: sqlite3.Connection, network: Network) -> None:
    """Tell QGIS where each layer lies."""
    shapes = {
        "nodes": network.node_xy,
        "edges": network.lines.xy,
        "barriers": network.barriers.xy,
    }
    for name, xy in shapes.items():
        if len(xy):
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
                "WHERE table_name = ?",
                (*xy.min(axis=0).tolist(), *xy.max(axis=0).tolist(), name),
            )


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
        with opened(path) as connection:
            about = _about(connection, path)
            _check_layers(connection, path.name)
            arrays = read_arrays(connection, STORED)
            if not arrays:
                arrays = read_rows(connection, path.name, OPEN_AT_ENDS_ONLY)
            turns = _turns(connection, arrays)
            network = _from_arrays(arrays, about, turns)
        _refuse_unsound(network, path.name)
        return network
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise FileUnreadableError(
                f"{path.name} is being written by another program. Save or close it there, then "
                "run this again."
            ) from error
        raise _damaged(path, said_by(error)) from error
    except (sqlite3.Error, ChangedArrayError) as error:
        raise _damaged(path, said_by(error)) from error
    except FileUnreadableError:
        raise
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, struct.error) as e:
        # Rows that hold what no network's rows do: text for a shape, say, or half a shape.
        raise _damaged(path, "its parts do not fit together") from e


def network_about(path: Path) -> dict[str, str]:
    """Give what a network's file tells of itself (source, date, licence, rules), by key.

    Raises as `load_network`.
    """
    try:
        with opened(path) as connection:
            return _about(connection, path)
    except sqlite3.Error as error:
        raise _damaged(path, said_by(error)) from error


def _damaged(path: Path, why: str) -> FileUnreadableError:
    return FileUnreadableError(
        f"{path.name} is no network file of this planner, or it is damaged ({why}). "
        "Build it again with 'Build network'."
    )


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a network's file for reading only, and close it again."""
    with closing(_connected(path)) as connection:
        yield connection


def _connected(path: Path) -> sqlite3.Connection:
    """Open a file for reading only, also one whose journal was left in a folder closed to us."""
    address = _address(path)
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        journals = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
        unfinished = any(journal.is_file() and journal.stat().st_size for journal in journals)
        if unfinished or "locked" in str(error):
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
        with opened(path) as connection:
            layers = {str(name) for (name,) in connection.execute(_TABLES)}
    except sqlite3.Error:
        layers = set()
    if not layers or layers - _OWN_LAYERS:
        held = ", ".join(sorted(layers - _OWN_LAYERS)) or "no network"
        raise FileUnreadableError(
            f"{path} is there already and holds {held}. Building a network would replace the "
            "whole file: choose another name, or delete it first."
        )


STORED = ("nodes", "edges", "barriers", "restrictions")
"""The layers whose rows the stored arrays repeat."""

_CREDIT = ("dataset", "publisher", "licence")
_TABLES = "SELECT table_name FROM gpkg_contents"
_OWN_LAYERS = {name for name, _, _ in LAYERS}


def _about(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    told = dict(connection.execute("SELECT key, value FROM about"))
    about = {str(key): str(value) for key, value in told.items() if value is not None}
    if "crs" not in about or about.get("format") != FORMAT:
        raise FileUnreadableError(
            f"{path.name} was made by another version of the planner "
            f"({about.get('made_by', 'which, it does not say')}; layout "
            f"{about.get('format', 'not stated')}, this one reads {FORMAT}). Build it again."
        )
    unsaid = [key for key in _CREDIT if key not in about]
    if unsaid:
        raise FileUnreadableError(
            f"The table about of {path.name} does not tell its {', '.join(unsaid)} any more, which "
            "every map and report must state. Build it again."
        )
    return about


def _check_layers(connection: sqlite3.Connection, file_name: str) -> None:
    """Refuse a file that lacks a layer, as SQLite does, or a column, though its arrays be there."""
    for query in ("SELECT 1 FROM nodes", "SELECT 1 FROM barriers"):
        connection.execute(query)
    there = {name for name, *_ in connection.execute("SELECT * FROM edges LIMIT 1").description}
    lacking = [name for name, _ in EDGE_FIELDS if name not in there]
    if lacking:
        raise FileUnreadableError(
            f"The edges of {file_name} have no column {', '.join(lacking)}. It was changed since. "
            "Build it again."
        )


def _refuse_unsound(network: Network, file_name: str) -> None:
    fault = fault_of(network)
    if not fault and not _counts_in_metres(network.crs):
        fault = "no coordinate system in metres"
    if fault:
        raise FileUnreadableError(
            f"{file_name} has {fault}. It was changed since it was built, or it is damaged. Build "
            "it again with 'Build network'."
        )


def _counts_in_metres(crs: str) -> bool:
    try:
        return is_metric(crs)
    except InputError:
        return False


def _from_arrays(
    arrays: Mapping[str, Any], about: dict[str, str], turns: Sequence[Turn]
) -> Network:
    def of_modes(name: str) -> dict[str, Any]:
        return {mode: arrays[f"{name}_{mode}"] for mode in MODES}

    return Network(
        crs=about["crs"],
        node_xy=arrays["node_xy"],
        blocked=of_modes("blocked"),
        edge_from=arrays["edge_from"],
        edge_to=arrays["edge_to"],
        length_m=arrays["length_m"],
        minutes=of_modes("minutes"),
        island=of_modes("island"),
        no_access=arrays["no_access"],
        fast=arrays["fast"],
        local_only=of_modes("local_only"),
        lines=Polylines(arrays["lines_xy"], arrays["lines_start"]),
        barriers=Polylines(arrays["barriers_xy"], arrays["barriers_start"]),
        about=about,
        turns=turns,
    )


_TURNS = 'SELECT osm_id, kind, from_edge, via_node, to_edge, "only" FROM restrictions ORDER BY fid'


def _turns(connection: sqlite3.Connection, arrays: Mapping[str, Any]) -> tuple[Turn, ...]:
    """Read the barred turns; those whose stretches or junction are gone bind nobody any more."""
    rows = connection.execute(_TURNS).fetchall()
    # Stored arrays are numbered as their ids are.
    edges, nodes = arrays.get("edge_id"), arrays.get("node_id")
    edge = {int(known): at for at, known in enumerate(_numbered(edges, arrays["length_m"]))}
    node = {int(known): at for at, known in enumerate(_numbered(nodes, arrays["node_xy"]))}
    return tuple(
        Turn(osm_id, kind, edge[tail], node[at], edge[head], bool(only))
        for osm_id, kind, tail, at, head, only in rows
        if tail in edge and head in edge and at in node
    )


def _numbered(ids: Any, rows: Any) -> Any:
    return range(len(rows)) if ids is None else ids
