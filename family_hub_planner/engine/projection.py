"""Coordinates in metres: which projected system a network lives in, and the way into it."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt
from osgeo import ogr, osr

from .errors import InputError, shortened

WGS84 = "EPSG:4326"
BRITISH_GRID = "EPSG:27700"
_LONGEST_CODE = 60
_WIDEST_DEGREES = 60.0  # ten UTM zones; Great Britain has 12 degrees

Floats = npt.NDArray[np.float64]


def metric_crs(west: float, south: float, east: float, north: float) -> str:
    """Choose the projected system for an extent in degrees.

    EPSG:27700 in Great Britain, else the UTM zone (WGS 84) of the middle of the extent. Raises
    `InputError` for one that no system of metres fits, as on both sides of the date line.
    """
    if east - west > _WIDEST_DEGREES:
        raise InputError(
            f"The roads reach from {west:g} to {east:g} degrees of longitude, and no one system in "
            "metres fits so wide a ground. Choose a smaller extract or extent (one side of the "
            "date line only)."
        )
    lon, lat = (west + east) / 2, (south + north) / 2
    if _in_great_britain(lon, lat):
        return BRITISH_GRID
    zone = int((lon + 180) // 6) % 60 + 1
    return f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}"


def _in_great_britain(lon: float, lat: float) -> bool:
    """Tell whether a point lies in the grid's own range, Ireland and France left out."""
    if not (-8.9 <= lon <= 3.2 and 49.8 <= lat <= 61.0):
        return False
    ireland = lon < -5.35 and 51.2 <= lat <= 55.45
    france = lon > 1.55 and lat < 51.05
    return not (ireland or france)


def reproject(points: Floats, source: str, target: str) -> Floats:
    """Transform points of shape (k, 2), x or longitude first, between two coordinate systems.

    Raises `InputError` when a system is not known or a point cannot be transformed.
    """
    if source == target or not len(points):
        return np.array(points, dtype=float)
    line = ogr.CreateGeometryFromWkb(line_wkb(points))
    systems = _system(source), _system(target)
    try:
        way = osr.CreateCoordinateTransformation(*systems)  # None where there is no way
        failed = way is None or line.Transform(way) != 0
    except RuntimeError:  # where another plugin switched GDAL's exceptions on
        failed = True
    moved = np.frombuffer(bytes(line.ExportToWkb(ogr.wkbNDR)), dtype="<f8", offset=9)
    if failed or not np.isfinite(moved).all():
        raise InputError(f"Some points cannot be transformed from {source} to {target}.")
    return moved.reshape(-1, 2)


def is_metric(crs: str) -> bool:
    """Tell whether a system is projected in metres."""
    system = _system(crs)
    return bool(system.IsProjected()) and abs(system.GetLinearUnits() - 1.0) < 1e-9


def is_geographic(crs: str) -> bool:
    """Tell whether a system counts in degrees."""
    return bool(_system(crs).IsGeographic())


def area_of_use(crs: str) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north in degrees of where a system is for; None if it tells none."""
    area = _system(crs).GetAreaOfUse()
    if area is None:
        return None
    west, east = float(area.west_lon_degree), float(area.east_lon_degree)
    return west, float(area.south_lat_degree), east, float(area.north_lat_degree)


def short_name(crs: str) -> str:
    """Give a system for a sentence: its code as it stands, of a long definition its own name."""
    return crs if len(crs) < _LONGEST_CODE else str(_system(crs).GetName())[:_LONGEST_CODE]


def line_wkb(points: Floats) -> bytes:
    """Give a line string of shape (k, 2) as well-known binary."""
    coordinates = np.ascontiguousarray(points, dtype="<f8")
    return struct.pack("<BII", 1, 2, len(coordinates)) + coordinates.tobytes()


def _system(crs: str) -> osr.SpatialReference:
    system = osr.SpatialReference()
    try:
        failed = system.SetFromUserInput(crs) != 0
    except RuntimeError:
        failed = True
    if failed:
        raise InputError(f"The coordinate system {shortened(crs)!r} is not known.")
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system
