"""Places that stand in OpenStreetMap more than once: as a point and as its building or grounds.

The map's own rule is one feature, one object (wiki, "One feature, one OSM element"); it is often
broken. Two objects stand for one place where one lies inside the other's area and they are of one
type with one name, or one of them without a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import ogr

from ..packages import tree_of
from ..polygon import from_ogr, to_ogr
from .mapped_places import MappedPlace
from .openstreetmap_file import collected_errors


@dataclass(frozen=True)
class OncePlaces:
    """Places that stand once each, and how many objects were left out, by why."""

    kept: list[MappedPlace]
    at_risk: int
    repeated: int
    building_only: int


def places_once(places: Sequence[MappedPlace]) -> OncePlaces:
    """Keep one object for each place, and none that may endanger somebody.

    Left out are, in this order: places that may endanger somebody, with what stands for the same
    place without a name of its own; buildings known only by what they were built as, where another
    facility is mapped in or around them; and of places mapped twice the one without a name, else
    the later in the order node, relation, way and by number.
    """
    meeting = _meeting(places)
    secret = {row for row, place in enumerate(places) if place.rule is None}
    hidden = set(secret)
    for a, b in meeting:
        for one, other in ((a, b), (b, a)):
            if one in secret and (not places[other].name or _built_only(places[other])):
                hidden.add(other)
    named = [(a, b) for a, b in meeting if not {a, b} & hidden]
    built = {
        one
        for pair in named
        for one, other in (pair, pair[::-1])
        if _built_only(places[one]) and not _built_only(places[other])
    }
    again: set[int] = set()
    for pair in sorted(named, key=lambda pair: [places[row].order() for row in pair]):
        if not set(pair) & (built | again) and _one_place(*(places[row] for row in pair)):
            again.add(max(pair, key=lambda row: places[row].order()))
    out = hidden | built | again
    kept = [place for row, place in enumerate(places) if row not in out]
    return OncePlaces(kept, len(hidden), len(again), len(built))


def _built_only(place: MappedPlace) -> bool:
    return place.rule is not None and place.rule.building_only


def _one_place(one: MappedPlace, other: MappedPlace) -> bool:
    if one.rule is None or other.rule is None or one.rule.venue_type != other.rule.venue_type:
        return False
    names = {place.name.lower() for place in (one, other) if place.name}
    return len(names) < 2


def _meeting(places: Sequence[MappedPlace]) -> list[tuple[int, int]]:
    """Give the pairs of rows of which one lies inside the other's area, the smaller row first."""
    if not places:
        return []
    at = np.array([[place.longitude, place.latitude] for place in places])
    tree, points = tree_of(at), [_point(place) for place in places]
    found: set[tuple[int, int]] = set()
    with collected_errors():  # what GDAL remarks on an area that crosses itself
        for row, place in enumerate(places):
            if place.area is None:
                continue
            west, east, south, north = place.area.GetEnvelope()
            middle, half = ((west + east) / 2, (south + north) / 2), (east - west, north - south)
            near = set(tree.query_ball_point(middle, max(half) / 2, p=np.inf)) - {row}
            ground = _ground(place.area) if near else []
            for other in near:
                if any(piece.Contains(points[other]) for piece in ground):
                    found.add((min(row, other), max(row, other)))
    return sorted(found)


def _point(place: MappedPlace) -> Any:
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(place.longitude, place.latitude)
    return point


def _ground(area: Any) -> list[Any]:
    """Give the pieces of ground that an area covers, each one that GEOS answers for.

    Of an area that crosses itself, or whose parts lie on one another, GEOS says of any point that
    it lies inside, or raises, by its version: such an area is taken part by part, each made valid.
    """
    if area.IsValid():
        return [area]
    single = ogr.GT_Flatten(area.GetGeometryType()) == ogr.wkbPolygon
    parts = [area] if single else [area.GetGeometryRef(i) for i in range(area.GetGeometryCount())]
    return [to_ogr(from_ogr(made)) for made in map(_made_valid, parts) if made is not None]


def _made_valid(part: Any) -> Any:
    """Give a part as GEOS takes it; None for one without any area."""
    try:
        return part.MakeValid()
    except RuntimeError:  # raised only where somebody switched GDAL's exceptions on
        return None
