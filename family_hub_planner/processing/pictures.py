"""The shapes that results are drawn with: areas where they are given, else the demand points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsWkbTypes,
)

from ..engine.errors import CodesError
from .added_points import circles
from .coordinate_fit import all_brought
from .job import Job
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


@dataclass(frozen=True)
class Shapes:
    """One shape for each demand point, all of one kind."""

    kind: Any
    geometries: list[QgsGeometry]


def shapes_of(job: Job, demand: Places, crs: QgsCoordinateReferenceSystem) -> Shapes:
    """Give the areas' shapes in `crs`, or points where no areas were given.

    A point added by hand has no area: it is drawn as a small circle. Raises `InputError` for shapes
    that are no polygons or do not fit their layer's system, `CodesError` for a code that is missing
    or written in two ways.
    """
    source = job.optional_source("AREAS")
    if source is None:
        points = [QgsGeometry.fromPointXY(QgsPointXY(x, y)) for x, y in demand.xy]
        return Shapes(QgsWkbTypes.Type.Point, points)
    field = job.field("AREA_CODE") or code_field(source.fields().names(), name_of(source))
    features = features_of(source)
    values = [value_of(feature, field) for feature in features]
    codes, given = list(map(text_of, values)), [feature.geometry() for feature in features]
    check_polygons(given, name_of(source))
    transform = transform_to(source, crs, job.context)
    moved = all_brought(given, codes, transform, f"areas of {name_of(source)}")
    shapes, written = {}, {}
    for code, value, shape in zip(codes, values, moved):
        if written.setdefault(code, str(value)) != str(value):
            raise CodesError(
                f"{name_of(source)} has the codes {written[code]!r} and {str(value)!r}, which are "
                "one number. Write each area's code in one way."
            )
        # An area in several rows is drawn whole.
        shapes[code] = shapes[code].combine(shape) if code in shapes else shape
        shapes[code].convertToMultiType()
    shapes = {**circles(demand, list(shapes.values())), **shapes}
    missing = [code for code in demand.ids if code not in shapes]
    if missing:
        raise CodesError(
            f"{len(missing)} of {len(demand)} demand points have no area with their code in "
            f"{name_of(source)}, field {field} (first: {missing[0]})."
        )
    return Shapes(QgsWkbTypes.Type.MultiPolygon, [shapes[code] for code in demand.ids])
