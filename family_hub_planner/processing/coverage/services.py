"""Services by locality: where each is offered, and who is within reach of a hub that offers it."""

from __future__ import annotations

import math

from qgis.core import QgsGeometry, QgsPointXY, QgsSpatialIndex, QgsWkbTypes

from ...engine.coverage_service_page import service_section
from ...engine.coverage_services import by_service, services_of
from ..layers import features_of, text_of, texts_of, value_of
from ..parameters import tr
from ..pictures import Shapes
from .run import Chapter, Further, Run

FIELD = "services"


class Services(Chapter):
    """Counts for each service of the hubs' column `services`, locality by locality."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_SERVICE": tr("By service and locality")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, empty where the hubs name no services, and its part of the page."""
        texts, only = texts_of(run.hubs, FIELD), run.job.text("SERVICE")
        # With one service asked for, hubs without it are left out: what those offer besides
        # would read as offered by nobody.
        services = services_of(texts, () if only else _of_all_given(run))
        where = _localities_of_hubs(run)
        demand, minutes = run.demand.demand, run.journeys.minutes
        table = by_service(run.found, demand, minutes, services, where)
        further.tables["BY_SERVICE"] = table
        if not services and run.job.asked_for("BY_SERVICE"):
            run.job.progress.warn(
                f"{run.job.label('BY_SERVICE')} (BY_SERVICE) is empty: no hub of {run.hubs.name} "
                f"names a service. Give the hubs a text column {FIELD!r}, services parted by "
                "semicolons."
            )
        if services:
            silent = sum(not text for text in texts)
            further.sections.append(service_section(table, run.found, run.method, silent, only))


def _of_all_given(run: Run) -> list[str]:
    """Give the services of all hubs of the layer, those that are not counted too."""
    source = run.job.source("HUBS")
    if FIELD not in source.fields().names():
        return []
    return [text_of(value_of(feature, FIELD)) for feature in features_of(source)]


def _localities_of_hubs(run: Run) -> list[str | None] | None:
    """Give each hub's locality: that of the drawn area it stands in, else what the hub states.

    None for a hub in none of the areas; None for all where neither can be had.
    """
    field, localities = run.job.field("LOCALITY"), run.demand.demand.locality
    if run.shapes.kind == QgsWkbTypes.Type.MultiPolygon:
        index = _index(run.shapes)
        places = [_area_at(QgsPointXY(x, y), run.shapes, index) for x, y in run.hubs.xy]
        return [None if place is None else localities[place] for place in places]
    if not run.hubs.has(field):
        return None
    known = set(localities)
    return [name if name in known else None for name in texts_of(run.hubs, field)]


def _index(shapes: Shapes) -> QgsSpatialIndex:
    index = QgsSpatialIndex()
    for row, shape in enumerate(shapes.geometries):
        if shape.isNull() or shape.isEmpty():
            continue  # its box may be infinite, which ends the program
        index.addFeature(row, shape.boundingBox())
    return index


def _area_at(point: QgsPointXY, shapes: Shapes, index: QgsSpatialIndex) -> int | None:
    """Give the row of the area that holds a point, the first of several; None for none."""
    if not (math.isfinite(point.x()) and math.isfinite(point.y())):
        return None
    at = QgsGeometry.fromPointXY(point)
    near = sorted(index.intersects(at.boundingBox()))
    return next((row for row in near if shapes.geometries[row].intersects(at)), None)
