"""Far banks: the parts of a drawn area that a barrier cuts off from every reached stretch."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from osgeo import ogr

from .network.model import Floats, Polylines
from .polygon import EMPTY, Polygon, from_ogr, to_ogr
from .projection import line_wkb

_HALF_SLIT_M = 0.5
_FEW = 20
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])


class FarBanks:
    """Lines that nobody crosses, made ready once to cut many polygons."""

    def __init__(self, barriers: Polylines) -> None:
        lines = ogr.Geometry(ogr.wkbMultiLineString)
        for number in range(len(barriers)):
            lines.AddGeometry(ogr.CreateGeometryFromWkb(line_wkb(barriers.line(number))))
        self._slit = lines.Buffer(_HALF_SLIT_M, 2)

    def left_out(self, polygon: Polygon, reached: Floats) -> tuple[Polygon, Polygon]:
        """Drop the parts of a polygon beyond a barrier in which no reached point lies.

        Gives what is kept and, with a hair's breadth around it, what was dropped.

        Parameters
        ----------
        reached
            Points on stretches reached, shape (k, 2), in the polygon's system.
        """
        whole = to_ogr(polygon)
        dropped = ogr.Geometry(ogr.wkbMultiPolygon)
        pieces = whole.Difference(self._slit)
        for number in range(pieces.GetGeometryCount()):
            piece = pieces.GetGeometryRef(number)
            if ogr.GT_Flatten(piece.GetGeometryType()) == ogr.wkbPolygon and not _holds(
                piece, reached
            ):
                dropped.AddGeometry(piece)
        if dropped.IsEmpty():
            return polygon, EMPTY
        # A little more than the piece, so that no sliver of the slit is left hanging.
        taken = dropped.Buffer(_HALF_SLIT_M * 1.1, 2)
        return from_ogr(whole.Difference(taken)), from_ogr(taken)


def _holds(piece: Any, reached: Floats) -> bool:
    """Tell whether any reached point lies in the piece; a few points settle most pieces."""
    west, east, south, north = piece.GetEnvelope()
    x, y = reached.T
    near = reached[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    inside = piece.CreatePreparedGeometry()
    few, rest = near[:_FEW], near[_FEW:]
    return any(len(part) and inside.Intersects(_points(part)) for part in (few, rest))


def _points(xy: Floats) -> Any:
    """Give points of shape (k, 2) as one OGR multipoint."""
    parts = np.empty(len(xy), dtype=_POINT)
    parts["order"], parts["kind"] = 1, ogr.wkbPoint
    parts["x"], parts["y"] = xy.T
    head = struct.pack("<BII", 1, ogr.wkbMultiPoint, len(xy))
    return ogr.CreateGeometryFromWkb(head + parts.tobytes())
