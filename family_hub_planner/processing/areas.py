"""Areas as the need layer takes them: codes, names, a demand point and a locality each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsSpatialIndex,
)

from ..engine.errors import CodesError, InputError
from .job import Job
from .layers import check_ids, features_of, name_of, text_of, transform_to, value_of


@dataclass(frozen=True)
class Areas:
    """n areas in their layer's own system."""

    codes: list[str]
    names: list[str]
    authority: list[str]
    features: list[QgsFeature]


def read_areas(source: QgsProcessingFeatureSource, code: str, name: str, authority: str) -> Areas:
    """Read the areas; empty layers, missing shapes and repeated codes are refused in words."""
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
        job.progress.info(
            "Demand points: a point inside each area. Population-weighted centroids lie nearer to "
            "where people live; give them as Centroids."
        )
        return inside
    field = job.field("CENTROID_CODE") or job.field("CODE")
    given = _centroids(job, source, field)
    missing = [code for code in areas.codes if code not in given]
    if missing:
        raise CodesError(
            f"{len(missing)} of {len(areas.codes)} areas have no centroid in {name_of(source)} "
            f"(first: {missing[0]}). Use centroids of the same census as the areas."
        )
    job.progress.info(f"Demand points: the centroids of {name_of(source)}.")
    return [given[code] for code in areas.codes]


def _centroids(job: Job, source: QgsProcessingFeatureSource, field: str) -> dict[str, QgsGeometry]:
    if field not in source.fields().names():
        raise CodesError(
            f"The layer {name_of(source)} has no field {field!r} with area codes. "
            "Choose it as the centroid's area code."
        )
    transform = transform_to(source, job.source("AREAS").sourceCrs(), job.context)
    found: dict[str, QgsGeometry] = {}
    for feature in features_of(source):
        code = text_of(value_of(feature, field))
        point = feature.geometry().centroid()
        if point.isNull():
            continue
        if code in found:
            raise CodesError(f"{name_of(source)} has more than one centroid for {code}.")
        point.transform(transform)
        found[code] = point
    return found


def locality_of_points(
    job: Job, points: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem
) -> list[str]:
    """Give the locality that each demand point lies in, "" outside all of them."""
    source = job.optional_source("LOCALITIES")
    if source is None:
        return [""] * len(points)
    field = job.field("LOCALITY_NAME")
    if not field:
        raise InputError("Choose the field with the localities' names (Locality's name).")
    transform = transform_to(source, crs, job.context)
    names, shapes, index = {}, {}, QgsSpatialIndex()
    for feature in features_of(source):
        shape = feature.geometry()
        shape.transform(transform)
        moved = QgsFeature(feature)
        moved.setGeometry(shape)
        index.addFeature(moved)
        names[feature.id()], shapes[feature.id()] = text_of(value_of(feature, field)), shape
    found = [_name_at(point, index, shapes, names) for point in points]
    outside = found.count("")
    if outside:
        job.progress.warn(f"{outside} of {len(points)} demand points lie in no locality.")
    return found


def _name_at(
    point: QgsGeometry,
    index: QgsSpatialIndex,
    shapes: dict[int, QgsGeometry],
    names: dict[int, str],
) -> str:
    near = sorted(index.intersects(point.boundingBox()))
    return next((names[i] for i in near if shapes[i].intersects(point)), "")
