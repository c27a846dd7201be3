"""Areas as the need layer takes them: codes, names and a demand point each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsWkbTypes,
)

from ..engine.errors import CodesError, InputError
from ..engine.projection import WGS84
from .coordinate_fit import all_brought, brought, check_fit
from .job import Job
from .layers import (
    check_ids,
    check_polygons,
    features_of,
    name_of,
    text_of,
    transform_to,
    value_of,
)

_CENTROID_ASTRAY_M = 5_000.0  # borders drawn roughly part a centroid from its area by far less
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Areas:
    """n areas in their layer's own system."""

    codes: list[str]
    names: list[str]
    authority: list[str]
    features: list[QgsFeature]


def read_areas(source: QgsProcessingFeatureSource, code: str, name: str, authority: str) -> Areas:
    """Read the areas; what is no whole set of polygons with a code each is refused in words.

    So are an empty layer, shapes that are missing, and such as do not fit their layer's system.
    """
    layer = name_of(source)
    if not source.sourceCrs().isValid():
        raise InputError(
            f"The layer {layer} has no coordinate reference system. Set it in its properties."
        )
    features = features_of(source)
    if not features:
        raise InputError(f"The layer {layer} has no features. Choose one with at least one area.")
    codes = [text_of(value_of(feature, code)) for feature in features]
    check_ids(codes, layer, code)
    bare = [c for c, f in zip(codes, features) if f.geometry().isNull() or f.geometry().isEmpty()]
    if bare:
        raise InputError(
            f"{len(bare)} of {len(codes)} areas of {layer} have no shape (first: {bare[0]}). "
            "Remove them or use boundaries that are whole."
        )
    shapes = [feature.geometry() for feature in features]
    check_polygons(shapes, layer)
    check_fit(shapes, codes, source.sourceCrs(), f"areas of {layer}")
    return Areas(codes, _texts(features, name), _texts(features, authority), features)


def invalid_shapes(areas: Areas) -> list[str]:
    """Give the codes of the areas whose shape crosses itself or is broken otherwise."""
    pairs = zip(areas.codes, areas.features)
    return [code for code, feature in pairs if not feature.geometry().isGeosValid()]


def _texts(features: Sequence[QgsFeature], field: str) -> list[str]:
    return [text_of(value_of(feature, field)) if field else "" for feature in features]


def points_of_areas(job: Job, areas: Areas) -> list[QgsGeometry]:
    """Give each area's demand point: its centroid if one was given, else a point inside it."""
    inside = [feature.geometry().pointOnSurface() for feature in areas.features]
    source = job.optional_source("CENTROIDS")
    if source is None:
        told = (
            "Demand points: a point inside each area. Population-weighted centroids lie nearer to "
            "where people live; give them as Centroids."
        )
        job.beside([told])
        job.progress.info(told)
        return inside
    field = job.field("CENTROID_CODE") or job.field("CODE")
    given = _centroids(job, source, field)
    missing = [code for code in areas.codes if code not in given]
    if missing:
        raise CodesError(
            f"{len(missing)} of {len(areas.codes)} areas have no centroid in {name_of(source)} "
            f"(first: {missing[0]}). Use centroids of the same census as the areas."
        )
    points = [given[code] for code in areas.codes]
    _check_near(job, areas, points, job.source("AREAS").sourceCrs(), name_of(source))
    job.progress.info(f"Demand points: the centroids of {name_of(source)}.")
    return points


def _check_near(
    job: Job,
    areas: Areas,
    points: Sequence[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    layer: str,
) -> None:
    """Refuse centroids that lie far outside the box around their area: of another system, say."""
    boxes = (feature.geometry().boundingBox() for feature in areas.features)
    where = zip(areas.codes, points, boxes)
    context = job.context.transformContext()
    astray = [
        code
        for code, point, box in where
        if _metres_outside(point.asPoint(), box, crs, context) > _CENTROID_ASTRAY_M
    ]
    if astray:
        raise InputError(
            f"{len(astray)} of {len(points)} centroids of {layer} lie more than "
            f"{_CENTROID_ASTRAY_M / 1000:.0f} km outside their area (first: {astray[0]}). Check "
            "the coordinate reference systems of both layers and the centroids' area codes."
        )


def _metres_outside(
    point: QgsPointXY,
    box: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> float:
    """Give the metres from a point to a box, both in `crs`; nought within it.

    Measured in degrees of WGS 84, of which one of latitude has 111.3 km: near enough to tell a
    place astray. Infinite where they cannot be brought there.
    """
    if box.contains(point):
        return 0.0
    x = min(max(point.x(), box.xMinimum()), box.xMaximum())
    y = min(max(point.y(), box.yMinimum()), box.yMaximum())
    globe = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context)
    ends = [brought(QgsGeometry.fromPointXY(end), globe) for end in (point, QgsPointXY(x, y))]
    if None in ends:
        return math.inf
    there, near = (end.asPoint() for end in ends)
    up = there.y() - near.y()
    across = (there.x() - near.x()) * math.cos(math.radians((there.y() + near.y()) / 2))
    return math.hypot(up, across) * _METRES_A_DEGREE


def _centroids(job: Job, source: QgsProcessingFeatureSource, field: str) -> dict[str, QgsGeometry]:
    if field not in source.fields().names():
        raise CodesError(
            f"The layer {name_of(source)} has no field {field!r} with area codes. "
            "Choose it as the centroid's area code."
        )
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        raise InputError(
            f"The layer {name_of(source)} is a table without places. Add it to QGIS as delimited "
            "text (Layer > Add Layer) with its columns of coordinates, such as x and y."
        )
    found: dict[str, QgsGeometry] = {}
    for feature in features_of(source):
        code = text_of(value_of(feature, field))
        point = feature.geometry().centroid()
        if point.isNull() or point.isEmpty():
            continue
        if code in found:
            raise CodesError(f"{name_of(source)} has more than one centroid for {code}.")
        found[code] = point
    transform = transform_to(source, job.source("AREAS").sourceCrs(), job.context)
    called = f"centroids of {name_of(source)}"
    points = all_brought(list(found.values()), list(found), transform, called)
    return dict(zip(found, points))
