"""The corners of a shape as a GeoPackage stores it, wherever its outline begins."""

from __future__ import annotations

from osgeo import ogr

Corner = tuple[float, float]
# SOURCE: OGC 12-128r17, GeoPackage, 2.1.3: "GP", version, flags, SRS, the envelope by its kind.
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEAD = 8


def corners(blob: bytes) -> list[Corner] | None:
    """Give all corners, parts and outlines in GEOS's normal order; None where this is no shape.

    Releases of GEOS begin one and the same outline at different corners.
    """
    if blob[:2] != b"GP":
        return None
    start = _HEAD + _ENVELOPE_BYTES[blob[3] >> 1 & 7]
    shape = ogr.CreateGeometryFromWkb(bytes(blob[start:]))
    return None if shape is None else _all(shape.Normalize())


def _all(shape: ogr.Geometry) -> list[Corner]:
    parts = shape.GetGeometryCount()
    if parts:
        return [corner for n in range(parts) for corner in _all(shape.GetGeometryRef(n))]
    return [shape.GetPoint_2D(n) for n in range(shape.GetPointCount())]
