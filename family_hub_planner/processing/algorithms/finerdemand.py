"""familyhub:finerdemand: the children of areas shared out over something finer, totals kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
)

from ...engine.areal_pieces import Shapes
from ...engine.errors import ColumnError
from ...engine.finer_demand import FinerPoints, finer_points, shared_out
from .. import parameters as make
from ..areas import Areas, read_areas
from ..base import PlannerAlgorithm
from ..coordinate_fit import all_brought
from ..finer_columns import columns_of_points, count_of_areas, kinds_of_areas
from ..finer_parts import metric_system, polygon_wkb, read_finer_places
from ..finer_report import tell_check, tell_columns, tell_points
from ..job import Job, Row
from ..layers import name_of, transform_to
from ..parameters import tr
from ..styles import style_when_loaded

POSTCODES = "ONSPD, NSPL (*.csv *.csv.gz)"


class FinerDemand(PlannerAlgorithm):
    """Shares the counts of areas out over output areas, buildings, addresses or postcodes."""

    ID = "finerdemand"
    GROUP = "need"
    PACKAGES = ("scipy", "geopandas")

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Finer demand points")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Shares the children of areas out over smaller places, and keeps every total.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = (
            "dasymetric,areal interpolation,areal weighting,disaggregate,buildings,postcodes,"
            "output areas,addresses,rural,children,demand"
        )
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        areas = make.polygons("AREAS", tr("Areas with their need"))
        self.addParameter(make.explained(areas, tr("The areas of 'Need by area'.")))
        self.addParameter(make.advanced(make.field("CODE", tr("Area code"), "AREAS", "area_code")))
        parts = make.points("PARTS", tr("Finer places"), optional=True)
        told = tr(
            "Polygons (output areas, hexagons, buildings) share by their own area, points "
            "(addresses, postcodes) alike, unless a weight is given."
        )
        self.addParameter(make.explained(parts, told))
        self.addParameter(make.field("PART_ID", tr("Finer place's id"), "PARTS"))
        weight = make.field("WEIGHT", tr("Weight of a finer place"), "PARTS")
        told = tr("What a whole one counts: dwellings, households, floor area. Never a rate.")
        self.addParameter(make.explained(weight, told))
        postcodes = make.file("POSTCODES", tr("Or: postcode directory"), POSTCODES, optional=True)
        told = tr("ONSPD or NSPL as downloaded: live postcodes of small users, each alike.")
        self.addParameter(make.explained(postcodes, told))
        for name, label, told in (
            ("COUNTS", tr("Further counts to share out"), tr("Fields of the areas, by commas.")),
            ("RATES", tr("Further rates to carry over"), tr("Fields of the areas, by commas.")),
        ):
            further = make.text(name, label, optional=True)
            self.addParameter(make.advanced(make.explained(further, told)))
        kind = make.SourceType.TypeVectorPoint
        self.addParameter(make.sink("OUTPUT", tr("Finer demand points"), kind))
        self.number_outputs(
            ("AREA_COUNT", tr("Areas")),
            ("POINT_COUNT", tr("Points")),
            ("CHILDREN", tr("Children")),
            ("NEED", tr("Need")),
            ("AREAS_WHOLE", tr("Areas that keep one point")),
            ("CHILDREN_WHOLE", tr("Children of those areas")),
            ("PARTS_OUTSIDE", tr("Finer places outside all areas")),
            ("LARGEST_DIFFERENCE", tr("Most by which an area misses a count")),
        )

    def work(self, job: Job) -> None:
        """Read areas and places, share out, check, write."""
        source = job.source("AREAS")
        areas = _areas(job, source)
        kinds = kinds_of_areas(job, source, areas)
        tell_columns(job, kinds)
        counts = {name: count_of_areas(areas, name, name_of(source)) for name in kinds.counts}
        metres = metric_system(job, source)
        places = read_finer_places(job, source, metres)
        shapes = _shapes(job, source, areas, metres)
        points = finer_points(shapes, places.parts, job.progress.part(0.4, 0.9))
        shared = shared_out(points, counts)
        tell_points(job, areas.codes, places.parts, points, counts)
        worst = tell_check(job, points, counts, shared)
        fields, columns = columns_of_points(source, areas, kinds, points, shared, places)
        rows = _rows(columns, _geometries(job, points.xy, metres, source.sourceCrs()))
        job.write_rows("OUTPUT", fields, rows, QgsWkbTypes.Type.Point, source.sourceCrs())
        style_when_loaded(job, "OUTPUT", "finer_demand")
        job.returns(
            AREA_COUNT=len(areas.codes), POINT_COUNT=len(points.area), LARGEST_DIFFERENCE=worst,
            AREAS_WHOLE=len(points.whole_areas()), PARTS_OUTSIDE=points.parts_outside,
            **_totals(counts, points),
        )  # fmt: skip


def _areas(job: Job, source: QgsProcessingFeatureSource) -> Areas:
    code = job.field("CODE")
    if code not in source.fields().names():
        raise ColumnError(
            f"The layer {name_of(source)} has no field {code!r} with area codes. Choose it as the "
            f"area code. Its fields: {', '.join(source.fields().names())}."
        )
    return read_areas(source, code, "", "")


def _shapes(
    job: Job, source: QgsProcessingFeatureSource, areas: Areas, metres: QgsCoordinateReferenceSystem
) -> Shapes:
    transform = transform_to(source, metres, job.context)
    given = [feature.geometry() for feature in areas.features]
    shapes = all_brought(given, areas.codes, transform, f"areas of {name_of(source)}")
    return Shapes(name_of(source), areas.codes, [polygon_wkb(shape) for shape in shapes])


def _geometries(
    job: Job,
    xy: np.ndarray,
    metres: QgsCoordinateReferenceSystem,
    crs: QgsCoordinateReferenceSystem,
) -> Iterator[QgsGeometry]:
    """Give the points in the areas' own system."""
    back = QgsCoordinateTransform(metres, crs, job.context.transformContext())
    for x, y in xy.tolist():
        yield QgsGeometry.fromPointXY(back.transform(QgsPointXY(x, y)))


def _rows(columns: list[list[Any]], geometries: Iterator[QgsGeometry]) -> Iterator[Row]:
    return zip(zip(*columns), geometries)


def _totals(counts: dict[str, np.ndarray], points: FinerPoints) -> dict[str, float]:
    nothing = np.zeros(int(points.area.max()) + 1)
    children, need = counts.get("children", nothing), counts.get("need", nothing)
    return {
        "CHILDREN": _total(children),
        "NEED": _total(need),
        "CHILDREN_WHOLE": _total(children[points.whole_areas()]),
    }


def _total(counts: np.ndarray) -> float:
    return math.fsum(counts[~np.isnan(counts)].tolist())
