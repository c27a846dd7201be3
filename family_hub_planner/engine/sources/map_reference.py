"""Where a row of a list says that it is: coordinate systems by name, and map references."""

from __future__ import annotations

import re
import string

from ..projection import BRITISH_GRID, WGS84

_GRID_NAMES = {"osgb36", "osgb1936", "osgb", "bng", "britishnationalgrid", "osgrid", "27700"}
_DEGREE_NAMES = {"wgs84", "wgs1984", "4326", "etrs89", "4258", "gps", "latlong", "lonlat"}
_OS_REFERENCE = re.compile(r"([A-HJ-Z]{2})(\d+)")
_ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:CRSWGS_?84)?/?")
_LETTERS = string.ascii_uppercase.replace("I", "")  # the grid leaves out I


def crs_named(text: object) -> str | None:
    """Give the coordinate system that a word means ("OSGB36", "WGS84", "EPSG:27700").

    A name with another EPSG number is given as it stands; None where the word is not known.
    """
    word = re.sub(r"[^a-z0-9]", "", str(text or "").lower())
    number = re.sub(r"^(?:urnogcdefcrs)?epsg", "", word)
    if number in _GRID_NAMES:
        return BRITISH_GRID
    if number in _DEGREE_NAMES or word == "urnogcdefcrsogc13crs84":
        return WGS84
    return f"EPSG:{number}" if word != number and number.isdecimal() else None


def point_of_reference(text: object) -> tuple[float, float, str] | None:
    """Give x, y and system of a map reference: of the OS grid ("SK 8612 0866") or ISO 6709.

    An OS reference names a square; its middle is given, so that one of six figures is within 71 m.
    ISO 6709 has latitude first ("+52.67-000.73/"). None where the text is neither.

    The letters are read as in the Ordnance Survey's guide to the National Grid: squares of 500 km
    and in them of 100 km, 5 by 5, lettered from the north-west, without I.
    """
    word = re.sub(r"[\s,]", "", str(text or "").upper())
    if found := _ISO_6709.fullmatch(word):
        return float(found[2]), float(found[1]), WGS84
    found = _OS_REFERENCE.fullmatch(word)
    if found is None or len(found[2]) % 2 or len(found[2]) > 10:
        return None
    first, second = (_LETTERS.index(letter) for letter in found[1])
    # S, the second 500 km square from the west in the fourth row, has the false origin in it.
    column = 5 * (first % 5 - 2) + second % 5
    row = 5 * (3 - first // 5) + 4 - second // 5
    digits = len(found[2]) // 2
    square_m = 10.0 ** (5 - digits)
    x = column * 100_000 + int(found[2][:digits]) * square_m + square_m / 2
    y = row * 100_000 + int(found[2][digits:]) * square_m + square_m / 2
    return (x, y, BRITISH_GRID) if 0 <= x < 700_000 and 0 <= y < 1_300_000 else None
