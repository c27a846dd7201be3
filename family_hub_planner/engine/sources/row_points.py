"""Where each row of a list lies: by its coordinates, its map reference or its postcode."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from ..projection import BRITISH_GRID, WGS84, reproject
from ..tables import Table
from .columns import number_or_none
from .map_reference import crs_named, point_of_reference
from .postcodes import postcode_key

Point = tuple[float, float, str]
"""Across, up, and the coordinate system; longitude before latitude."""
_GRID_EXTENT = (0.0, 0.0, 700_000.0, 1_300_000.0)
_BY_COORDINATES, _BY_REFERENCE, _BY_POSTCODE = "coordinates", "map reference", "postcode"


def locate_rows(
    table: Table,
    found: Mapping[str, str],
    crs: str | None,
    known: Mapping[str, tuple[float, float]],
    skip: Collection[int] = (),
) -> tuple[list[Point | None], list[str], dict[int, str]]:
    """Give each row's point in its own system, what it was placed by, and why others were not.

    `found` holds the heading of each place column, `crs` the system of bare x and y, and `known`
    the places of postcodes (metres of EPSG:27700) by their key. Rows in `skip` get
    neither point nor reason.
    """
    get = {name: table.column(heading) for name, heading in found.items()}
    points: list[Point | None] = []
    ways: list[str] = []
    reasons: dict[int, str] = {}
    for row in range(len(table)):
        if row in skip:
            points.append(None)
            ways.append("")
            continue
        values = {name: column[row] for name, column in get.items()}
        point, way, reason = _point(values, crs, known)
        points.append(point)
        ways.append(way)
        if point is None:
            reasons[row] = reason
    return points, ways, reasons


def _point(
    values: Mapping[str, Any], crs: str | None, known: Mapping[str, tuple[float, float]]
) -> tuple[Point | None, str, str]:
    point, reason = _from_coordinates(values, crs)
    if point is not None:
        return point, _BY_COORDINATES, ""
    if values.get("map_reference"):
        point = point_of_reference(values["map_reference"])
        if point is not None:
            return point, _BY_REFERENCE, ""
        reason = reason or f"the map reference {values['map_reference']!r} cannot be read"
    key = postcode_key(values.get("postcode"))
    if key in known:
        x, y = known[key]
        return (x, y, BRITISH_GRID), _BY_POSTCODE, ""
    if values.get("postcode") and known:
        what = "is not in the directory or terminated" if key else "is no postcode"
        reason = reason or f"the postcode {values['postcode']!r} {what}"
    return None, "", reason or "the row has no coordinates"


def _from_coordinates(values: Mapping[str, Any], crs: str | None) -> tuple[Point | None, str]:
    """Read a row's coordinates by its own system; the reason where that cannot be right."""
    named = crs_named(values["crs"]) if values.get("crs") else None
    if values.get("crs") and named is None:
        return None, f"the coordinate system {values['crs']!r} is not known"
    choices = (
        ("easting", "northing", named or BRITISH_GRID),
        ("longitude", "latitude", WGS84),
        ("x", "y", named or crs),
    )
    reason = ""
    for across, up, system in choices:
        x, y = number_or_none(values.get(across)), number_or_none(values.get(up))
        if x is None or y is None or system is None:
            continue
        if x == 0 and y == 0:  # degrees beside it would have been worked out from the two zeros
            return None, "the row has no coordinates (0, 0)"
        reason = _fault(x, y, system)
        if not reason:
            return (x, y, system), ""
    return None, reason


def _fault(x: float, y: float, system: str) -> str:
    """Say why a pair of numbers cannot be coordinates of a system; "" where it can."""
    degrees = abs(x) <= 180 and abs(y) <= 90
    if system == BRITISH_GRID and degrees:
        return f"{x:g}, {y:g} look like degrees, not British National Grid"
    west, south, east, north = _GRID_EXTENT
    if system == BRITISH_GRID and not (west <= x <= east and south <= y <= north):
        return f"{x:g}, {y:g} lie outside the British National Grid"
    if system == WGS84 and not degrees:
        return f"{x:g}, {y:g} are not degrees of longitude and latitude"
    return ""


def move_points(points: list[Point | None], reasons: dict[int, str], target: str) -> None:
    """Bring every point into the target system, in place; what falls off the grid is rejected."""
    for system in sorted({point[2] for point in points if point is not None}):
        rows = [row for row, p in enumerate(points) if p is not None and p[2] == system]
        here = np.array([(p[0], p[1]) for p in (points[row] for row in rows) if p is not None])
        for row, (x, y) in zip(rows, reproject(here, system, target)):
            fault = _fault(float(x), float(y), target)
            points[row] = None if fault else (float(x), float(y), target)
            if fault:
                before = here[rows.index(row)]
                reasons[row] = (
                    f"{before[0]:g}, {before[1]:g} ({system}) lie outside Great Britain; are the "
                    "two swapped?"
                )
