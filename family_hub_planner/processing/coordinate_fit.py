"""Shapes brought into another coordinate system, or refused in words where they do not fit theirs.

A layer that names the wrong system, or one astray vertex, gives coordinates that lie nowhere. QGIS
raises for some of them and answers infinity for others, and a spatial index of infinite boxes ends
the program: so nothing else here transforms the shapes of a user's layer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

from ..engine.errors import InputError

_FURTHEST = 1e8  # metres: more than twice around the Earth, whatever origin a system counts from
_DEGREES = (180.0 + 1e-6, 90.0 + 1e-6)  # rounding at the date line and the poles is no fault


def fits(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether all coordinates can be of the system; a shape that is missing fits."""
    if shape.isNull() or shape.isEmpty():
        return True
    box = shape.boundingBox()
    most = _DEGREES if crs.isGeographic() else (_FURTHEST, _FURTHEST)
    across, up = (box.xMinimum(), box.xMaximum()), (box.yMinimum(), box.yMaximum())
    # A box may leave a vertex out that is no number; area and length do not.
    whole = math.isfinite(shape.area()) and math.isfinite(shape.length())
    # Comparisons with nan are false, so that such a box does not fit.
    inside = (abs(at) <= limit for ends, limit in zip((across, up), most) for at in ends)
    return whole and all(inside)


def brought(shape: QgsGeometry, transform: QgsCoordinateTransform) -> QgsGeometry | None:
    """Give a copy in the other system; None where it does not fit its own or cannot be brought."""
    if not fits(shape, transform.sourceCrs()):
        return None
    moved = QgsGeometry(shape)
    if moved.isNull() or moved.isEmpty():
        return moved
    try:
        moved.transform(transform)
    except QgsCsException:
        return None
    return moved if fits(moved, transform.destinationCrs()) else None


def all_brought(
    shapes: Sequence[QgsGeometry],
    codes: Sequence[str],
    transform: QgsCoordinateTransform,
    called: str,
) -> list[QgsGeometry]:
    """Give copies of all shapes in the other system; `called` is as for `check_fit`.

    Raises `InputError` with the code of the first that cannot be brought there.
    """
    found = [brought(shape, transform) for shape in shapes]
    astray = [code for code, shape in zip(codes, found) if shape is None]
    if astray:
        raise _misfits(astray, len(codes), transform.sourceCrs(), called)
    return [shape for shape in found if shape is not None]


def check_fit(
    shapes: Sequence[QgsGeometry],
    codes: Sequence[str],
    crs: QgsCoordinateReferenceSystem,
    called: str,
) -> None:
    """Refuse shapes that cannot be of their system; `called` names them ("areas of lsoa")."""
    astray = [code for code, shape in zip(codes, shapes) if not fits(shape, crs)]
    if astray:
        raise _misfits(astray, len(codes), crs, called)


def _misfits(
    astray: Sequence[str], count: int, crs: QgsCoordinateReferenceSystem, called: str
) -> InputError:
    return InputError(
        f"{len(astray)} of {count} {called} do not fit their coordinate system {crs.authid()} "
        f"(first: {astray[0]}). Set the right one in the layer's properties (EPSG:27700 for "
        "eastings and northings, EPSG:4326 for degrees), or mend these shapes."
    )


def box_brought(box: QgsRectangle, transform: QgsCoordinateTransform, called: str) -> QgsRectangle:
    """Give the box around a box in the other system; `InputError` where it cannot be brought."""
    try:
        around = transform.transformBoundingBox(box)
    except QgsCsException:
        around = None
    if around is None or not around.isFinite():
        raise InputError(
            f"{called} cannot be brought from {transform.sourceCrs().authid()} into "
            f"{transform.destinationCrs().authid()}. Set the right coordinate system in the "
            "layer's properties."
        )
    return around
