"""A layer of lines to the engine's road lines: multipart lines taken apart, heights dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsProviderRegistry, QgsWkbTypes

from ..engine.errors import InputError
from ..engine.progress import Progress
from ..engine.provenance import checksum
from ..engine.sources.road_lines import RoadLines
from .job import Job
from .layers import features_of, name_of, value_of

_BLOCK = 5000
_LINE_STRING, _MULTI_LINE_STRING = 2, 5  # codes of the well-known binary format


def read_road_lines(job: Job, name: str) -> RoadLines:
    """Read the lines of the layer in a parameter; features without a line are counted.

    Raises `InputError` for a layer without a coordinate system.
    """
    source = job.source(name)
    system = source.sourceCrs()
    if not system.isValid():
        raise InputError(
            f"The layer {name_of(source)} has no coordinate reference system. Set it in the "
            "layer's properties (EPSG:27700 for eastings and northings, EPSG:4326 for degrees)."
        )
    features = features_of(source, job.progress)
    points, rows, without = [], [], 0
    for row, feature in enumerate(features):
        if row % _BLOCK == 0:
            job.progress.report(0.1 * row / len(features))
        parts = list(_parts(feature.geometry()))
        without += not parts
        points += parts
        rows += [row] * len(parts)
    columns = _columns(features, source.fields().names(), job.progress)
    crs = system.authid() or system.toWkt()
    ids = [str(feature.id()) for feature in features]
    return RoadLines(name_of(source), crs, points, rows, columns, ids, without)


def _columns(
    features: Sequence[QgsFeature], fields: Sequence[str], progress: Progress
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {field: [] for field in fields}
    for first in range(0, len(features), _BLOCK):
        progress.stop_if_asked()
        block = features[first : first + _BLOCK]
        for field, values in found.items():
            values += [value_of(feature, field) for feature in block]
    return found


def file_of(job: Job, name: str) -> dict[str, str]:
    """Name the file behind a layer, with its SHA-256; the layer's name where there is none."""
    source = {"source": name_of(job.source(name)), "source_sha256": ""}
    layer = job.layer(name)
    if layer is None:
        return source
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(parts.get("path") or "")
    if not path.is_file():
        return source
    return {"source": path.name, "source_sha256": checksum(path)}


def _parts(geometry: QgsGeometry) -> Iterator[np.ndarray]:
    """Give the points (k, 2) of each line of a geometry; curves as the lines that stand for them.

    Nothing is given for what is no line, has under two points, or a point without a place.
    """
    if geometry.isNull() or geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        return
    flat = geometry.constGet().segmentize()
    flat.dropZValue()
    flat.dropMValue()
    wkb = bytes(flat.asWkb())
    for points in _lines_of(wkb):
        if len(points) >= 2 and np.isfinite(points).all():
            yield points


def _lines_of(wkb: bytes) -> Iterator[np.ndarray]:
    """Read the lines of a little-endian LineString or MultiLineString without heights."""
    kind, count = np.frombuffer(wkb, dtype="<u4", count=2, offset=1)
    at, lines = (0, 1) if kind == _LINE_STRING else (9, int(count))
    if kind not in {_LINE_STRING, _MULTI_LINE_STRING}:
        return
    for _ in range(lines):
        points = int(np.frombuffer(wkb, dtype="<u4", count=1, offset=at + 5)[0])
        values = np.frombuffer(wkb, dtype="<f8", count=2 * points, offset=at + 9)
        at += 9 + 16 * points
        yield values.reshape(-1, 2).copy()
