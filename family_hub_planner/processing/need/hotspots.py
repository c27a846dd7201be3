"""Where need is densest: areas that touch, with a name and their children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsRectangle,
    QgsWkbTypes,
)

from ...engine.clusters import clusters_of
from ...engine.need_hotspots import HOTSPOT_SHARE, densest, hotspot_table, hotspots_sentence
from ...engine.projection import WGS84, metric_crs
from ...engine.tables import Table
from .. import parameters as make
from ..coordinate_fit import all_brought, box_brought
from ..fields import fields_of
from ..job import Job
from ..parameters import tr
from ..styles import style_when_loaded
from ..touching import dissolved, touching_pairs, valid

_M2_PER_KM2 = 1e6


def hotspot_inputs() -> list[Any]:
    """Give the definition of the share of the need that hotspots hold."""
    share = make.number("HOTSPOT_SHARE", tr("Hotspots hold (% of the need)"), HOTSPOT_SHARE, 1, 100)
    told = tr("The densest areas that together hold it. 20 is our choice, not a standard.")
    return [make.advanced(make.explained(share, told))]


def hotspot_sink() -> Any:
    """Give the definition of the layer."""
    kind = make.SourceType.TypeVectorPolygon
    return make.sink("HOTSPOTS", tr("Where need is densest"), kind, optional=True)


@dataclass(frozen=True)
class Hotspots:
    """Clusters of the densest areas: a row and a shape each."""

    table: Table
    shapes: list[QgsGeometry]


def hotspots_of(
    job: Job, need: Table, shapes: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem
) -> Hotspots | None:
    """Find the hotspots and say them in the log; None where they were not asked for.

    `need` is the need layer's table and `shapes` its areas in `crs`, row by row.
    """
    if not job.asked_for("HOTSPOTS"):
        return None
    weight, children = (_floats(need.column(name)) for name in ("need", "children"))
    codes = need.column("area_code")
    ground = _in_metres(shapes, codes, crs, job)
    area_km2 = np.array([shape.area() / _M2_PER_KM2 for shape in ground])
    hot = densest(weight, area_km2, codes, job.number("HOTSPOT_SHARE"))
    pairs = touching_pairs(ground, np.flatnonzero(hot).tolist(), job.progress.part(0.95, 1.0))
    names = [place or own for place, own in zip(need.column("locality"), need.column("area_name"))]
    clusters = clusters_of(pairs, hot, weight, names, codes, need.column("area_name"))
    table = hotspot_table(weight, children, area_km2, codes, clusters)
    counted = f"children aged {job.text('AGES')}"
    job.progress.info(hotspots_sentence(table, weight, area_km2, counted))
    joined = [dissolved([shapes[row] for row in one.rows]) for one in clusters]
    return Hotspots(table, joined)


def write_hotspots(job: Job, found: Hotspots | None, crs: QgsCoordinateReferenceSystem) -> None:
    """Write the hotspots, where they were asked for."""
    if found is None:
        return
    kind = QgsWkbTypes.Type.MultiPolygon
    rows = zip(found.table.rows(), found.shapes)
    job.write_rows("HOTSPOTS", fields_of(list(found.table.columns)), rows, kind, crs)
    style_when_loaded(job, "HOTSPOTS", "hotspots")


def _in_metres(
    shapes: Sequence[QgsGeometry],
    codes: Sequence[str],
    crs: QgsCoordinateReferenceSystem,
    job: Job,
) -> list[QgsGeometry]:
    """Give the shapes in the projected system of their place, whatever system they came in."""
    whole = [valid(QgsGeometry(shape)) for shape in shapes]
    job.progress.stop_if_asked()
    return all_brought(whole, codes, _way_into_metres(whole, crs, job), "areas")


def _way_into_metres(
    shapes: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, job: Job
) -> QgsCoordinateTransform:
    context = job.context.transformContext()
    globe = QgsCoordinateReferenceSystem(WGS84)
    box = QgsRectangle()
    for shape in shapes:
        box.combineExtentWith(shape.boundingBox())
    around = box_brought(box, QgsCoordinateTransform(crs, globe, context), "The areas")
    bounds = (around.xMinimum(), around.yMinimum(), around.xMaximum(), around.yMaximum())
    system = QgsCoordinateReferenceSystem(metric_crs(*bounds))
    return QgsCoordinateTransform(crs, system, context)


def _floats(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
