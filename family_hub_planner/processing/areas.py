"""Areas as the need layer takes them: codes, names and a demand point each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
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
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        raise InputError(
            f"The layer {name_of(source)} is a table without places. Add it to QGIS as delimited "
            "text (Layer > Add Layer) with its columns of coordinates, such as x and y."
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
