"""Children whom no published table counts yet: a hotel in the city where families are housed."""

from __future__ import annotations

from . import plan
from .geometry import towards

COLUMNS = ("point_id", "kind", "children", "easting", "northing", "notes")


def added_points() -> list[list[object]]:
    """Give the points to add by hand, headings first."""
    x, y = towards(plan.CITY.centre, 5.2, 0.45 * plan.CITY.radius_m)
    east, north = round(plan.ORIGIN_E + x, 1), round(plan.ORIGIN_N + y, 1)
    return [list(COLUMNS), ["N1", "families housed in a hotel", 45, east, north,
                            "FICTIONAL sample data."]]  # fmt: skip
