"""Where each row of a list lies: by its geometry, its coordinates, its map reference, its postcode.

Coordinates that cannot be right are refused with the reason, or mended only if the user asked for
it: easting and northing swapped, and degrees in columns of metres.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from ..errors import InputError
from ..progress import Progress
from ..projection import BRITISH_GRID, WGS84, reproject
from ..tables import Table
from .astray import POSTCODE_FAR_M as FAR_FROM_POSTCODE_M
from .astray import Floats, Middle, far_rows, gap_m, middle_of, swapped_by_postcode
from .map_reference import crs_named, point_of_reference
from .number_text import MISSING_MARKS, number_or_none
from .postcode_text import postcode_key

Point = tuple[float, float, str]
"""Across, up, and the coordinate system; longitude before latitude."""
_GRID_EXTENT = (0.0, 0.0, 700_000.0, 1_300_000.0)
_BRITAIN_DEGREES = (-9.0, 49.0, 3.5, 61.5)
BY_GEOMETRY, BY_COORDINATES, BY_REFERENCE = "geometry", "coordinates", "map reference"
BY_POSTCODE, BY_MENDED = "postcode", "coordinates, mended"
SWAPPED = "are easting and northing swapped?"
_TURNED = ", and turned about inside; are the two swapped?"
_REPORTED_ROWS = 500
_CUT_SHORT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")  # 4.86E+05: to the next kilometre or worse

_GAPPED = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+(?:\.\d*)?")


@dataclass(frozen=True)
class Placing:
    """By what rows may be placed.

    `crs` is the system of bare x and y, `known` the places of live postcodes (metres of EPSG:27700)
    by their key, `ended` the months in which others ended, None where no directory tells; and
    `directory` whether one was given at all.
    `geometry` gives each row's own point, None where a layer has none for it. `mend` tells whether
    coordinates that are surely swapped, or degrees among metres, are put right.
    """

    crs: str | None = None
    known: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ended: Mapping[str, str] | None = None
    directory: bool = True
    geometry: Sequence[Point | None] = ()
    mend: bool = False
    progress: Progress = field(default_factory=Progress)


@dataclass
class Located:
    """Each row's point (None without one), by what it was placed, and what is to be said of it.

    `reasons` are of the rows without a point, `remarks` of those with one. `swapped` and `far` are
    the rows whose easting and northing look swapped, and those far from all the others.
    """

    points: list[Point | None] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    swapped: set[int] = field(default_factory=set)
    far: set[int] = field(default_factory=set)

    def remark(self, row: int, text: str) -> None:
        """Say something of a row that has a place."""
        self.remarks.setdefault(row, []).append(text)


def locate_rows(
    table: Table,
    found: Mapping[str, str],
    placing: Placing,
    target: str,
    skip: Collection[int] = (),
) -> Located:
    """Place every row in the target system, and look for those that lie astray.

    `found` holds the heading of each place column. Rows in `skip` get neither point nor reason.
    """
    get = {name: table.column(heading) for name, heading in found.items()}
    located = Located()
    for row in range(len(table)):
        if row % _REPORTED_ROWS == 0:
            placing.progress.report(row / len(table))
        if row in skip:
            located.points.append(None)
            located.ways.append("")
            continue
        values = {name: column[row] for name, column in get.items()}
        given = placing.geometry[row] if placing.geometry else None
        _locate(located, row, values, given, placing)
    _move_points(located, target)
    if target == BRITISH_GRID:
        postcodes = get.get("postcode", [None] * len(table))
        _fall_back(located, postcodes, placing)
        _check_astray(located, postcodes, placing)
    return located


def _locate(
    located: Located,
    row: int,
    values: Mapping[str, Any],
    given: Point | None,
    placing: Placing,
) -> None:
    """Append one row's point and way, and its reason or remark."""
    point, way, reason = (given, BY_GEOMETRY, "") if given else _by_numbers(values, placing)
    if way == BY_MENDED:
        located.remark(row, reason)
        if "swapped" in reason:
            located.swapped.add(row)
    if point is None and (SWAPPED in reason or _TURNED in reason):
        located.swapped.add(row)
    if point is None and values.get("map_reference"):
        point, way = point_of_reference(values["map_reference"]), BY_REFERENCE
        said = f"the map reference {values['map_reference']!r} cannot be read"
        reason = reason or ("" if point else said)
    if point is None:
        point, why = _by_postcode(values.get("postcode"), placing)
        way, reason = BY_POSTCODE, reason or why
    if point is not None and way != BY_MENDED and reason:
        located.remark(row, f"placed by its {way}: {reason}")
    located.points.append(point)
    located.ways.append(way if point else "")
    if point is None:
        located.reasons[row] = reason or "the row has no coordinates"


def _by_postcode(text: Any, placing: Placing) -> tuple[Point | None, str]:
    key = postcode_key(text)
    if key in placing.known:
        return (*placing.known[key], BRITISH_GRID), ""
    if not text:
        return None, ""
    if not placing.directory:
        said = "the row has no coordinates; a postcode directory would place it by its postcode"
        return None, said if key else ""
    if not key:
        return None, f"the postcode {text!r} is no postcode"
    if placing.ended is None:
        return None, f"the postcode {text!r} is not in the directory or terminated"
    if key in placing.ended:
        return None, f"the postcode {text!r} was terminated in {placing.ended[key]}"
    return None, f"the postcode {text!r} is not in the directory"


def _by_numbers(values: Mapping[str, Any], placing: Placing) -> tuple[Point | None, str, str]:
    """Read a row's coordinates by its own system; the reason where that cannot be right."""
    named = crs_named(values["crs"]) if values.get("crs") else None
    if values.get("crs") and named is None:
        return None, "", f"the coordinate system {values['crs']!r} is not known"
    choices = (
        ("easting", "northing", named or BRITISH_GRID),
        ("longitude", "latitude", WGS84),
        ("x", "y", named or placing.crs),
    )
    reason = ""
    for across, up, system in choices:
        said = (values.get(across), values.get(up))
        x, y = (number_or_none(_without_gaps(text)) for text in said)
        if x is None or y is None or system is None:
            reason = reason or _no_pair(*said)
            continue
        if any(_CUT_SHORT.fullmatch(str(text).strip()) for text in said):
            reason = f"{said[0]}, {said[1]} were cut short by a spreadsheet"
            continue
        if x == 0 and y == 0:  # degrees beside it would have been worked out from the two zeros
            return None, "", "the row has no coordinates (0, 0)"
        fault = _fault(x, y, system)
        if not fault:
            return (x, y, system), BY_COORDINATES, ""
        mended = _mended(x, y, system) if placing.mend else None
        if mended is not None:
            return mended[0], BY_MENDED, mended[1]
        reason = fault
    return None, "", reason


def _without_gaps(value: Any) -> Any:
    """Take the gaps out of thousands, "448 100", as a spreadsheet's format may print them."""
    text = "" if value is None else str(value).strip()
    return re.sub(r"\s", "", text) if _GAPPED.fullmatch(text) else value


def _no_pair(across: Any, up: Any) -> str:
    """Say that a pair is not two numbers; "" where both cells are empty."""
    said = [str(text).strip() for text in (across, up) if text is not None]
    if all(text.lower() in MISSING_MARKS for text in said):
        return ""
    are = "are" if len(said) > 1 else "is"
    return f"{' and '.join(map(repr, said))} {are} no pair of coordinates"


def _fault(x: float, y: float, system: str) -> str:
    """Say why a pair of numbers cannot be coordinates of a system; "" where it can."""
    if not (isfinite(x) and isfinite(y)):
        return "the coordinates cannot be brought into the British National Grid"
    degrees = abs(x) <= 180 and abs(y) <= 90
    if system == BRITISH_GRID and degrees:
        return f"{x:g}, {y:g} look like degrees, not British National Grid"
    if system == BRITISH_GRID and not _within(x, y, _GRID_EXTENT):
        turned = f"; {SWAPPED}" if _within(y, x, _GRID_EXTENT) else ""
        return f"{_pair(x, y)} lie outside the British National Grid{turned}"
    if system == BRITISH_GRID and 0 in (x, y):
        return f"{_pair(x, y)}: one of the two is 0"
    if system == WGS84 and not degrees:
        return f"{x:g}, {y:g} are not degrees of longitude and latitude"
    if system == WGS84 and _turned(x, y, _BRITAIN_DEGREES):
        return f"{x:g}, {y:g} lie outside Great Britain{_TURNED}"
    return ""


def _mended(x: float, y: float, system: str) -> tuple[Point, str] | None:
    """Put right what is sure: swapped, or degrees of Great Britain in columns of metres."""
    if system == BRITISH_GRID and _within(x, y, _BRITAIN_DEGREES):
        return (x, y, WGS84), "the degrees in the columns of metres were read as degrees"
    if system == BRITISH_GRID and _within(y, x, _BRITAIN_DEGREES):
        said = "the degrees in the columns of metres, latitude first, were read as degrees"
        return (y, x, WGS84), said
    if system == BRITISH_GRID and _within(y, x, _GRID_EXTENT):
        return (y, x, BRITISH_GRID), "easting and northing were swapped back"
    if system == WGS84 and _turned(x, y, _BRITAIN_DEGREES):
        return (y, x, WGS84), "latitude and longitude were swapped back"
    return None


def _turned(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    """Tell whether a pair lies outside a box and, turned about, inside it."""
    return not _within(x, y, box) and _within(y, x, box)


def _within(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _pair(x: float, y: float) -> str:
    return f"{x:.10g}, {y:.10g}"


def _move_points(located: Located, target: str) -> None:
    """Bring every point into the target system, in place; what falls off the grid is rejected."""
    points = located.points
    for system in sorted({point[2] for point in points if point is not None}):
        rows = [row for row, p in enumerate(points) if p is not None and p[2] == system]
        here = np.array([(p[0], p[1]) for p in (points[row] for row in rows) if p is not None])
        for row, before, (x, y) in zip(rows, here, _moved(here, system, target)):
            fault = _fault(float(x), float(y), target)
            points[row] = None if fault else (float(x), float(y), target)
            if fault:
                outside = (
                    f"{before[0]:g}, {before[1]:g} ({system}) lie outside Great Britain; are the "
                    "two swapped?"
                )
                located.reasons[row] = fault if system == target else outside


def _moved(points: Floats, source: str, target: str) -> Floats:
    """Transform points, to nan those that cannot be: halves of halves are tried till they stand."""
    try:
        return reproject(points, source, target)
    except InputError:
        if len(points) == 1:
            return np.full((1, 2), np.nan)
    half = len(points) // 2
    return np.vstack([_moved(part, source, target) for part in (points[:half], points[half:])])


def _fall_back(located: Located, postcodes: Sequence[Any], placing: Placing) -> None:
    """Put rows whose coordinates fell off the grid by their postcodes, and say so."""
    for row in sorted(located.reasons):
        point, _ = _by_postcode(postcodes[row], placing)
        if located.ways[row] and point is not None:
            located.points[row], located.ways[row] = point, BY_POSTCODE
            located.remark(row, f"placed by its {BY_POSTCODE}: {located.reasons.pop(row)}")


def _check_astray(located: Located, postcodes: Sequence[Any], placing: Placing) -> None:
    """Refuse or mend what looks swapped beside the others, and remark on what lies far from all."""
    middle = middle_of([point and point[:2] for point in located.points])
    for row, placed in enumerate(located.points):
        if placed is None or located.ways[row] not in (BY_COORDINATES, BY_GEOMETRY):
            continue
        point = placed[:2]
        home = placing.known.get(postcode_key(postcodes[row]))
        if home and swapped_by_postcode(point, home):
            _swapped(located, row, f"{_pair(*point)} lie far from the postcode", home, placing)
        elif not home and middle.looks_swapped(point):
            far = f"{_pair(*point)} lie {_km(middle.distance_m(point))} from the other places"
            _swapped(located, row, far, None, placing)
        elif home and gap_m(point, home) > FAR_FROM_POSTCODE_M:
            located.remark(row, f"lies {_km(gap_m(point, home))} from its postcode: check it")
    _flag_far(located, middle)


def _swapped(
    located: Located,
    row: int,
    what: str,
    home: tuple[float, float] | None,
    placing: Placing,
) -> None:
    """Deal with one row whose easting and northing look swapped."""
    point = located.points[row]
    if point is None:
        return
    located.swapped.add(row)
    reason = f"{what}, and swapped they do not; {SWAPPED}"
    if placing.mend:
        located.points[row], located.ways[row] = (point[1], point[0], point[2]), BY_MENDED
        located.remark(row, "easting and northing were swapped back")
    elif home is not None:
        located.points[row], located.ways[row] = (*home, BRITISH_GRID), BY_POSTCODE
        located.remark(row, f"placed by its {BY_POSTCODE}: {reason}")
    else:
        located.points[row], located.ways[row], located.reasons[row] = None, "", reason


def _flag_far(located: Located, middle: Middle) -> None:
    points = {row: point[:2] for row, point in enumerate(located.points) if point is not None}
    for row, distance in far_rows(points, middle).items():
        located.far.add(row)
        located.remark(row, f"lies {_km(distance)} from the middle of the other places: check it")


def _km(metres: float) -> str:
    return f"{metres / 1000:,.0f} km"
