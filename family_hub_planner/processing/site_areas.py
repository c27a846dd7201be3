"""In which area each hub and venue stands: by the areas' shapes, else by the nearest point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsSpatialIndex

from ..engine.packages import tree_of
from .coordinate_fit import all_brought
from .layers import (
    Places,
    check_polygons,
    code_field,
    features_of,
    name_of,
    text_of,
    transform_to,
    value_of,
)

if TYPE_CHECKING:
    from .job import Job


def areas_of_sites(job: Job, sites: Places, crs: str) -> list[str]:
    """Give the code of each site's area, "" for a site without a place or outside all areas.

    By the polygons of `AREAS` where they are given. Else by the demand point nearest by straight
    line, of all that the layer holds: those of a neighbour too, so that a neighbour's hub is not
    taken for one of this authority.
    """
    if job.optional_source("AREAS") is None:
        return _by_nearest(job.places("DEMAND", "DEMAND_ID", crs), sites)
    return _by_shapes(job, sites, QgsCoordinateReferenceSystem(crs))


def _by_nearest(demand: Places, sites: Places) -> list[str]:
    there = np.flatnonzero(np.isfinite(demand.xy).all(axis=1))
    placed = np.flatnonzero(np.isfinite(sites.xy).all(axis=1))
    codes = [""] * len(sites)
    if len(there):
        nearest = there[tree_of(demand.xy[there]).query(sites.xy[placed])[1]]
        for site, row in zip(placed, nearest):
            codes[site] = demand.ids[row]
    return codes


def _by_shapes(job: Job, sites: Places, crs: QgsCoordinateReferenceSystem) -> list[str]:
    source = job.source("AREAS")
    layer, features = name_of(source), features_of(source)
    field = job.field("AREA_CODE") or code_field(source.fields().names(), layer)
    written = [text_of(value_of(feature, field)) for feature in features]
    given = [feature.geometry() for feature in features]
    check_polygons(given, layer)
    shapes = all_brought(
        given, written, transform_to(source, crs, job.context), f"areas of {layer}"
    )
    index = QgsSpatialIndex()
    for row, shape in enumerate(shapes):
        index.addFeature(row, shape.boundingBox())
    return [_holding(QgsPointXY(*xy), index, shapes, written) for xy in sites.xy]


def _holding(
    point: QgsPointXY, index: QgsSpatialIndex, shapes: list[QgsGeometry], codes: list[str]
) -> str:
    """Give the first code, in their order, of the shapes that hold or touch a point."""
    if not np.isfinite(point.x()):
        return ""
    place = QgsGeometry.fromPointXY(point)
    near = index.intersects(place.boundingBox())
    return min((codes[row] for row in near if shapes[row].intersects(place)), default="")
