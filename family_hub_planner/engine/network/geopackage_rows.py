"""Rows of the network's layers as SQLite takes them, their shapes as GeoPackage binaries.

Written straight into the tables that GDAL has laid out: several times faster than feature by
feature. The layout of the binaries follows OGC 12-128r18 (GeoPackage), clause 2.1.3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..progress import Progress
    from .model import BuiltNetwork, Floats, Network, Polylines

_BLOCK = 20_000
_LITTLE, _WITH_BOX = 1, 3
_POINT, _LINE = 1, 2
_BOX_BYTES, _COUNT_BYTES = 32, 9

Row = tuple[Any, ...]


def node_rows(network: Network, srs_id: int, progress: Progress) -> Iterator[Row]:
    """Give each junction's shape, number and the modes that it blocks."""
    blocked = modes_as_text(network.blocked, len(network.node_xy))
    head = struct.pack("<2sBBiBI", b"GP", 0, _LITTLE, srs_id, 1, _POINT)
    coordinates = np.ascontiguousarray(network.node_xy, dtype="<f8").tobytes()
    for number, modes in enumerate(blocked):
        if number % _BLOCK == 0:
            progress.stop_if_asked()
        yield head + coordinates[16 * number : 16 * number + 16], number, modes


def edge_rows(built: BuiltNetwork, srs_id: int, progress: Progress) -> Iterator[Row]:
    """Give each stretch's shape and attributes; nan becomes an empty field."""
    network = built.network
    minutes = np.concatenate([network.minutes[mode] for mode in network.modes], axis=1)
    timed = np.where(np.isfinite(minutes), minutes, np.nan).tolist()
    count = len(timed)
    progress.report(0.0)
    islands = modes_as_text(network.island, count)
    progress.report(0.0)
    columns = zip(
        line_shapes(network.lines, srs_id),
        range(count),
        network.edge_from.tolist(),
        network.edge_to.tolist(),
        built.osm_id,
        built.highway,
        [name or None for name in built.name],
        network.length_m.tolist(),
        timed,
        islands,
        modes_as_text(network.local_only, count),
        network.fast.astype(int).tolist(),
    )
    for row in columns:
        if row[1] % _BLOCK == 0:
            progress.report(row[1] / count)
        yield (*row[:8], *row[8], *row[9:])


def modes_as_text(flags: Any, count: int) -> list[str | None]:
    """Give for each row the flagged modes as "walk,pram", None where there are none."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for mode, flagged in flags.items():
        for row in np.flatnonzero(flagged):
            texts[row].append(mode)
    return [",".join(modes) or None for modes in texts]


def line_shapes(lines: Polylines, srs_id: int) -> Iterator[bytes]:
    """Give each line as a GeoPackage binary with its bounding box."""
    for first in range(0, len(lines), _BLOCK):
        start = lines.start[first : first + _BLOCK + 1]
        yield from _block_of_shapes(lines.xy[start[0] : start[-1]], start - start[0], srs_id)


def _block_of_shapes(xy: Floats, start: Any, srs_id: int) -> Iterator[bytes]:
    count = np.diff(start)
    at = start[:-1]
    head = struct.pack("<2sBBi", b"GP", 0, _WITH_BOX, srs_id)
    before = len(head) + _BOX_BYTES + _COUNT_BYTES
    box = np.stack(
        [edge.reduceat(xy[:, axis], at) for axis in (0, 1) for edge in (np.minimum, np.maximum)],
        axis=1,
    )
    first = np.empty((len(count), before), dtype=np.uint8)
    first[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    first[:, len(head) : len(head) + _BOX_BYTES] = _bytes(box.astype("<f8"))
    first[:, -_COUNT_BYTES:-4] = np.frombuffer(struct.pack("<BI", 1, _LINE), dtype=np.uint8)
    first[:, -4:] = _bytes(count.astype("<u4")[:, None])
    offset = np.concatenate([[0], np.cumsum(before + 16 * count)])
    whole = np.empty(offset[-1], dtype=np.uint8)
    whole[offset[:-1, None] + np.arange(before)] = first
    line = np.repeat(np.arange(len(count)), count)
    point = offset[line] + before + 16 * (np.arange(len(xy)) - at[line])
    whole[point[:, None] + np.arange(16)] = _bytes(xy.astype("<f8"))
    text = whole.tobytes()
    for begin, end in zip(offset[:-1].tolist(), offset[1:].tolist()):
        yield text[begin:end]


def _bytes(values: Any) -> Any:
    """Give each row's bytes, shape (rows, bytes)."""
    return np.ascontiguousarray(values).view(np.uint8).reshape(len(values), -1)
