"""Junctions and stretches from ways that share vertices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .model import Bools, Floats, Ints, Polylines

_UNITS_PER_DEGREE = 1e7  # OpenStreetMap's own resolution, about a centimetre


@dataclass(frozen=True)
class Topology:
    """Ways cut at their junctions.

    `node_at` gives for each junction one position in the ways' points; `edge_from` and `edge_to`
    number the junctions; `edge_way` the way of each stretch; `lines` the stretches' points.
    """

    node_at: Ints
    edge_from: Ints
    edge_to: Ints
    edge_way: Ints
    lines: Polylines


def vertex_keys(points: Floats) -> Ints:
    """Give one whole number for each position in degrees, equal where the positions are.

    Coordinates are rounded to OpenStreetMap's own resolution (1e-7 degrees) first: the last bit
    of a node's position differs between GDAL's layers.
    """
    units = np.rint(points * _UNITS_PER_DEGREE).astype(np.int64)
    return np.asarray((units[:, 0] + 1_800_000_000) * 1_800_000_001 + units[:, 1] + 900_000_000)


def cut_at_junctions(ways: Polylines, keys: Ints, always: Ints) -> Topology:
    """Cut ways where they meet: at shared vertices, at their ends, and at the keys in `always`.

    Parameters
    ----------
    ways
        The ways' points, one after the other; each way has at least two different points.
    keys
        One number for each point (see `vertex_keys`): equal numbers are one place.
    always
        Keys at which a way is cut although no other way meets it (barrier nodes).
    """
    vertex, count = _numbered(keys)
    is_junction = (count[vertex] > 1) | np.isin(keys, always)
    is_junction[ways.start[:-1]] = True
    is_junction[ways.start[1:] - 1] = True

    at = np.flatnonzero(is_junction)
    way = np.searchsorted(ways.start, at, side="right") - 1
    same_way = way[:-1] == way[1:]
    first, last = at[:-1][same_way], at[1:][same_way]

    junctions, node = np.unique(vertex[at], return_inverse=True)
    node_of_vertex = np.full(len(count), -1)
    node_of_vertex[junctions] = np.arange(len(junctions))
    node_at = np.empty(len(junctions), dtype=np.int64)
    node_at[node] = at
    return Topology(
        node_at=node_at,
        edge_from=node_of_vertex[vertex[first]],
        edge_to=node_of_vertex[vertex[last]],
        edge_way=way[:-1][same_way],
        lines=_slices(ways.xy, first, last),
    )


def _numbered(keys: Ints) -> tuple[Ints, Ints]:
    _, vertex, count = np.unique(keys, return_inverse=True, return_counts=True)
    return vertex.reshape(-1), count


def _slices(xy: Floats, first: Ints, last: Ints) -> Polylines:
    """Give the points first..last (both included) of each stretch as lines of their own."""
    lengths = last - first + 1
    start = np.concatenate([[0], np.cumsum(lengths)])
    within = np.arange(start[-1]) - np.repeat(start[:-1], lengths)
    return Polylines(xy[np.repeat(first, lengths) + within], start)


def without_repeats(ways: Polylines, keys: Ints) -> tuple[Polylines, Ints, Bools]:
    """Drop points that repeat the one before, and ways that shrink to one point.

    Returns the ways left, their keys, and which of the given ways are left.
    """
    repeat = np.zeros(len(keys), dtype=bool)
    repeat[1:] = keys[1:] == keys[:-1]
    repeat[ways.start[:-1]] = False
    way = np.repeat(np.arange(len(ways)), np.diff(ways.start))
    points_left = np.bincount(way[~repeat], minlength=len(ways))
    kept_way = points_left >= 2
    keep = ~repeat & kept_way[way]
    start = np.concatenate([[0], np.cumsum(points_left[kept_way])])
    return Polylines(ways.xy[keep], start), keys[keep], kept_way
