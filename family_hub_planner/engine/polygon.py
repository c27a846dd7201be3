"""Polygons as the engine passes them on: well-known binary, worked on by GEOS through OGR."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import ogr

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Polygon:
    """A multipolygon in a metric system: `wkb` is its well-known binary."""

    wkb: bytes
    area_m2: float


def multipolygon(xy: Floats, start: Ints, outer: Bools, area_m2: float) -> Polygon:
    """Make a multipolygon of closed rings: ring i has the points xy[start[i]:start[i + 1]].

    `outer` marks the outer rings; each is followed by its holes.
    """
    points = np.ascontiguousarray(xy, dtype="<f8").tobytes()
    shells = np.append(np.flatnonzero(outer), len(outer))
    parts = [struct.pack("<BII", 1, ogr.wkbMultiPolygon, len(shells) - 1)]
    ends, counts = (16 * start).tolist(), np.diff(start).tolist()
    for shell, stop in zip(shells[:-1].tolist(), shells[1:].tolist()):
        parts.append(struct.pack("<BII", 1, ogr.wkbPolygon, stop - shell))
        for ring in range(shell, stop):
            parts.append(struct.pack("<I", counts[ring]))
            parts.append(points[ends[ring] : ends[ring + 1]])
    return Polygon(b"".join(parts), area_m2)


def from_ogr(geometry: Any) -> Polygon:
    """Keep the areas of an OGR geometry as one multipolygon; lines and points fall away."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in _areas(geometry):
        whole.AddGeometry(part)
    return Polygon(bytes(whole.ExportToWkb(ogr.wkbNDR)), float(whole.GetArea()))


def to_ogr(polygon: Polygon) -> Any:
    """Give the polygon as an OGR geometry."""
    return ogr.CreateGeometryFromWkb(polygon.wkb)


def difference(polygon: Polygon, *others: Polygon) -> Polygon:
    """Take other polygons away from one."""
    left = to_ogr(polygon)
    for other in others:
        taken = to_ogr(other)
        if _boxes_meet(left, taken):
            left = left.Difference(taken)
    return from_ogr(left)


def _boxes_meet(geometry: Any, other: Any) -> bool:
    """Tell whether two bounding boxes meet; testing the shapes costs as much as the difference."""
    if geometry.IsEmpty() or other.IsEmpty():
        return False
    west, east, south, north = geometry.GetEnvelope()
    west2, east2, south2, north2 = other.GetEnvelope()
    return bool(west <= east2 and west2 <= east and south <= north2 and south2 <= north)


def together(polygons: Sequence[Polygon]) -> Polygon:
    """Give polygons that do not touch one another as one."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        geometry = to_ogr(polygon)  # its parts live only as long as it does
        for part in _areas(geometry):
            whole.AddGeometry(part)
    return from_ogr(whole)


def _areas(geometry: Any) -> list[Any]:
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind == ogr.wkbPolygon:
        return [] if geometry.IsEmpty() else [geometry]
    parts = (geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount()))
    return [area for part in parts for area in _areas(part)] if kind != ogr.wkbLineString else []
