"""Finer places from a layer or a postcode directory, in metres, for the engine to share over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsWkbTypes,
)

from ..engine.areal_pieces import Shapes
from ..engine.errors import InputError
from ..engine.finer_demand import Parts
from ..engine.projection import BRITISH_GRID, WGS84, metric_crs
from ..engine.provenance import Provenance
from ..engine.sources.postcodes import read_postcodes
from .coordinate_fit import box_brought, fits
from .fictional import is_made_up
from .job import Job
from .layers import as_numbers, check_ids, name_of, text_of, transform_to, value_of

_Kind = QgsWkbTypes.GeometryType
_KINDS = (_Kind.PolygonGeometry, _Kind.PointGeometry)


@dataclass(frozen=True)
class FinerPlaces:
    """The parts, the sentence that says what they are, and whether they are made up."""

    parts: Parts
    said: str
    fictional: bool = False


def metric_system(job: Job, source: QgsProcessingFeatureSource) -> QgsCoordinateReferenceSystem:
    """Choose the system in metres that areas are measured in: the British grid, else a UTM zone."""
    degrees = QgsCoordinateReferenceSystem(WGS84)
    box = _around(job, source, degrees)
    corners = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    return QgsCoordinateReferenceSystem(metric_crs(*corners))


def polygon_wkb(shape: QgsGeometry) -> bytes:
    """Give a polygon as well-known binary that every GEOS reads: flat, without arcs."""
    flat = QgsGeometry(shape)
    flat.convertToStraightSegment()
    inner = flat.get()
    inner.dropZValue()
    inner.dropMValue()
    return bytes(flat.asWkb())


def read_finer_places(
    job: Job, areas: QgsProcessingFeatureSource, metres: QgsCoordinateReferenceSystem
) -> FinerPlaces:
    """Read `PARTS` or `POSTCODES` where the areas are; both, or neither, is refused in words."""
    if job.asked_for("PARTS") == job.asked_for("POSTCODES"):
        raise InputError(
            "Give either finer places (PARTS: output areas, buildings, addresses) or a postcode "
            "directory (POSTCODES), one of the two."
        )
    path = job.path("POSTCODES")
    if path is None:
        return _of_layer(job, job.source("PARTS"), areas, metres)
    return _of_postcodes(job, path, areas, metres)


def _of_postcodes(
    job: Job,
    path: Path,
    areas: QgsProcessingFeatureSource,
    metres: QgsCoordinateReferenceSystem,
) -> FinerPlaces:
    if metres.authid() != BRITISH_GRID:
        raise InputError(
            "A postcode directory serves areas in Great Britain only. Give addresses as PARTS."
        )
    if job.field("WEIGHT"):
        raise InputError("WEIGHT is a field of PARTS; postcodes count alike. Leave it empty.")
    box = _around(job, areas, metres)
    extent = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    found = read_postcodes(
        path, progress=job.progress.part(0.0, 0.4), extent=extent,
        large_users=False,
    )  # fmt: skip
    for note in found.notes:
        job.progress.info(note)
    table = found.table
    xy = np.column_stack([np.array(table.column(axis), dtype=float) for axis in ("x", "y")])
    facts = table.provenance or Provenance("postcodes")
    parts = Parts(f"the postcodes of {table.name}", table.column("postcode"), xy)
    return FinerPlaces(parts, f"Placed on postcodes: {facts.sentence()}", facts.fictional)


def _of_layer(
    job: Job,
    source: QgsProcessingFeatureSource,
    areas: QgsProcessingFeatureSource,
    metres: QgsCoordinateReferenceSystem,
) -> FinerPlaces:
    name, field = name_of(source), job.field("WEIGHT")
    features = list(_near(job, source, areas, metres))
    there = [f for f in features if not f.geometry().isNull() and not f.geometry().isEmpty()]
    # QGIS takes the shape away where it cannot be brought into metres, and lets infinity pass.
    shaped = [f for f in there if fits(f.geometry(), metres)]
    if len(shaped) < len(features):
        job.progress.warn(
            f"{len(features) - len(shaped):,} of {len(features):,} features of {name} have no "
            "shape, or one that does not fit its coordinate system, and are left out."
        )
    id_field = job.field("PART_ID")
    ids = [text_of(value_of(f, id_field)) if id_field else str(f.id()) for f in shaped]
    check_ids(ids, name, id_field)
    shape = _shape(name, source, ids, shaped)
    weight = _weights(shaped, ids, name, field) if field else None
    own = "own area" if isinstance(shape, Shapes) else "features, each alike"
    said = f"Placed on {name}, by their {field or own}; publisher and licence not stated"
    return FinerPlaces(Parts(name, ids, shape, weight), said, is_made_up(source))


def _near(
    job: Job,
    source: QgsProcessingFeatureSource,
    areas: QgsProcessingFeatureSource,
    metres: QgsCoordinateReferenceSystem,
) -> Iterator[QgsFeature]:
    """Give the features where the areas are, moved into metres: a national layer may be given."""
    if not source.sourceCrs().isValid():
        raise InputError(
            f"The layer {name_of(source)} has no coordinate reference system. Set it in the "
            "layer's properties (EPSG:27700 for eastings and northings, EPSG:4326 for degrees)."
        )
    request = QgsFeatureRequest()
    request.setDestinationCrs(metres, job.context.transformContext())
    request.setFilterRect(_around(job, areas, metres))
    whatever = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for number, feature in enumerate(source.getFeatures(request, whatever)):
        if number % 5_000 == 0:
            job.progress.report(0.3 - 0.3 / (1 + number / 50_000))
        yield feature


def _around(
    job: Job, source: QgsProcessingFeatureSource, target: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """Give the box around a layer in another system."""
    transform = transform_to(source, target, job.context)
    return box_brought(source.sourceExtent(), transform, f"The layer {name_of(source)}")


def _shape(
    name: str,
    source: QgsProcessingFeatureSource,
    ids: Sequence[str],
    features: Sequence[QgsFeature],
) -> Shapes | np.ndarray:
    """Give polygons as shapes and points as coordinates; lines, or a mixture, are refused."""
    kinds = {feature.geometry().type() for feature in features}
    kinds = kinds or {QgsWkbTypes.geometryType(source.wkbType())}
    if len(kinds) > 1 or not kinds <= set(_KINDS):
        raise InputError(
            f"The features of {name} must be all polygons or all points. Choose a layer of output "
            "areas, hexagons, buildings, addresses or postcodes."
        )
    if kinds == {_Kind.PolygonGeometry}:
        return Shapes(name, ids, [polygon_wkb(feature.geometry()) for feature in features])
    several = [code for code, f in zip(ids, features) if f.geometry().constGet().partCount() > 1]
    if several:
        raise InputError(
            f"{len(several):,} features of {name} have several points (first: {several[0]}), so "
            "that no one place can be told. Split them (Multipart to singleparts)."
        )
    points = [feature.geometry().vertexAt(0) for feature in features]
    return np.array([(point.x(), point.y()) for point in points]).reshape(-1, 2)


def _weights(
    features: Sequence[QgsFeature], ids: Sequence[str], name: str, field: str
) -> np.ndarray:
    return as_numbers([value_of(feature, field) for feature in features], ids, name, field)
