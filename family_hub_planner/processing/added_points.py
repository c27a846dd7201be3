"""Demand points that were added by hand: which they are, and what they take from their area."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from .layers import Places, texts_of

ADDED, IN_AREA = "added", "in_area"
BY_HAND = "added by hand"
_CORNERS_A_QUARTER = 8


def added_rows(demand: Places) -> list[int]:
    """Give the rows of the points that were added by hand."""
    return [row for row, said in enumerate(texts_of(demand, ADDED)) if said]


def added_column(demand: Places) -> dict[str, list[str]]:
    """Give the column that tells the added among the places of a result, without their names.

    Where none was added there is no such column.
    """
    rows = set(added_rows(demand))
    return {ADDED: [BY_HAND if row in rows else "" for row in range(len(demand))]} if rows else {}


def added_notes(demand: Places) -> list[str]:
    """Say on a page that points were added by hand; neither which nor how many children."""
    count = len(added_rows(demand))
    if not count:
        return []
    points = "a point" if count == 1 else f"{count:,d} points"
    return [
        f"The children of {points} added by hand are counted in. Which of them the published "
        "tables hold already is not known, so some may be counted twice. Beside published counts, "
        "a table by place tells where such points are: where that is sensitive, publish a run "
        "without them."
    ]


def filled_from_areas(demand: Places, *columns: np.ndarray) -> list[np.ndarray]:
    """Give added points that lack a value in any of these columns the values of their area.

    For what describes an area (the share of households without a car), never for its children.
    """
    row_of = {code: row for row, code in enumerate(demand.ids)}
    area = texts_of(demand, IN_AREA)
    filled = [values.copy() for values in columns]
    for row in added_rows(demand):
        lacks = not all(np.isfinite(values[row]) for values in columns)
        if lacks and area[row] in row_of:
            for values in filled:
                values[row] = values[row_of[area[row]]]
    return filled


def circles(demand: Places, areas: Sequence[QgsGeometry]) -> dict[str, QgsGeometry]:
    """Draw each added point as a small circle, by its id, where the others are drawn as areas.

    Its radius is a tenth of the square root of the middle area, so that it shows on a map of them
    all and covers none of them.
    """
    rows = [row for row in added_rows(demand) if np.isfinite(demand.xy[row]).all()]
    sizes = sorted(shape.area() for shape in areas)
    if not rows or not sizes:
        return {}
    radius = math.sqrt(sizes[len(sizes) // 2]) / 10
    found = {}
    for row in rows:
        circle = QgsGeometry.fromPointXY(QgsPointXY(*demand.xy[row].tolist()))
        circle = circle.buffer(radius, _CORNERS_A_QUARTER)
        circle.convertToMultiType()
        found[demand.ids[row]] = circle
    return found
