"""Whether coordinates can be of the coordinate system that is declared for them.

A file of degrees that is said to be in metres makes a network of a few hundred metres, in which
everybody is near to everything: it is refused.
"""

from __future__ import annotations

import math

from ..errors import InputError
from ..projection import WGS84, area_of_use, is_geographic, reproject, short_name
from .model import Floats

_MARGIN_DEG = 10.0  # data somewhat outside a system's area are usual, an ocean away they are not


def refuse_wrong_system(xy: Floats, crs: str, name: str) -> None:
    """Raise `InputError` where points (k, 2), x or longitude first, cannot be in system `crs`.

    So it is with numbers all within 180 and 90 in a projected system, with numbers beyond those in
    degrees, and with points that all lie far outside the system's area of use. `name` says whose
    the points are.
    """
    if not len(xy):
        return
    first = f"{xy[0, 0]:g}, {xy[0, 1]:g}"
    beyond = abs(xy).max(axis=0)
    like_degrees = beyond[0] <= 180 and beyond[1] <= 90
    advice = "Set the right system for the layer or file (this is not the same as reprojecting it)."
    if is_geographic(crs):
        off = (abs(xy[:, 0]) > 360) | (abs(xy[:, 1]) > 90)
        if off.any():
            first = "{:g}, {:g}".format(*xy[off][0])
            raise InputError(
                f"The coordinates of {name} cannot be degrees (the first that cannot is {first}), "
                f"but its coordinate system {short_name(crs)} counts in degrees. {advice}"
            )
    elif like_degrees:
        raise InputError(
            f"The coordinates of {name} look like degrees (the first is {first}), but its "
            f"coordinate system {short_name(crs)} does not count in degrees. {advice}"
        )
    elif _far_off(xy, crs):
        raise InputError(
            f"The coordinates of {name} (the first is {first}) lie far outside the area of its "
            f"coordinate system {short_name(crs)}. {advice}"
        )


def _far_off(xy: Floats, crs: str) -> bool:
    area = area_of_use(crs)
    if area is None:
        return False
    lon, lat = reproject(xy, crs, WGS84).T
    west, south, east, north = area
    off = lat.max() < south - _MARGIN_DEG or lat.min() > north + _MARGIN_DEG
    if west <= east and not math.isclose(east - west, 360):  # else it runs across the date line
        off |= lon.max() < west - _MARGIN_DEG or lon.min() > east + _MARGIN_DEG
    return bool(off)
