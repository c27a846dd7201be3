"""Where the gaps are: areas beyond reach that adjoin, with a name and their children."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.clusters import Cluster, clusters_of
from ...engine.coverage_gaps import (
    beyond_reach,
    gap_table,
    gaps_section,
    gaps_sentence,
    parted_by_hub,
)
from ...engine.neighbours import point_neighbours
from ...engine.tables import Table
from ..added_points import added_rows
from ..fields import fields_of
from ..job import Row
from ..layers import texts_of
from ..parameters import tr
from ..touching import dissolved, gathered, touching_pairs
from .run import Chapter, Further, Layer, Run

TOUCH = "areas that touch"
NEIGHBOUR = "areas whose demand points are neighbours"


class GapClusters(Chapter):
    """Groups the areas beyond the longest band, or not routed, into gaps that have a name."""

    def layers(self) -> dict[str, str]:
        """Give its layer."""
        return {"GAP_CLUSTERS": tr("Gaps with names")}

    def add(self, further: Further, run: Run) -> None:
        """Add the layer, its part of the page and the areas' gaps, where any is asked for."""
        if not any(run.job.asked_for(name) for name in ("GAP_CLUSTERS", "HTML", "VOICES")):
            return
        drawn = run.shapes.kind == QgsWkbTypes.Type.MultiPolygon
        clusters = _clusters(run, drawn)
        named = {row: one.name for one in clusters for row in one.rows}
        further.gaps = [named.get(row, "") for row in range(len(run.demand.demand))]
        gaps = gap_table(run.found, run.demand.demand, clusters)
        run.job.progress.info(gaps_sentence(gaps, run.found, run.method))
        adjoin = TOUCH if drawn else NEIGHBOUR
        further.sections.append(gaps_section(gaps, run.found, run.method, adjoin))
        kind = QgsWkbTypes.Type.MultiPolygon if drawn else QgsWkbTypes.Type.MultiPoint
        style = "gap_clusters" if drawn else "gap_cluster_points"
        rows = list(_rows(gaps, clusters, run, drawn))
        further.layers["GAP_CLUSTERS"] = Layer(fields_of(list(gaps.columns)), rows, kind, style)


def _clusters(run: Run, drawn: bool) -> tuple[Cluster, ...]:
    """Part the areas beyond reach by what touches, or by their points where none are drawn."""
    demand, member = run.demand.demand, beyond_reach(run.found)
    if drawn:
        rows = np.flatnonzero(member).tolist()
        pairs: Sequence = touching_pairs(
            run.shapes.geometries, rows, run.job.progress.part(0.95, 1.0)
        )
    else:
        pairs = point_neighbours(run.demand.places.xy)
    own = texts_of(run.demand.places, "area_name")
    added = np.isin(np.arange(len(demand)), added_rows(run.demand.places))
    asked = (member, demand.children, _names(run), demand.ids, own, added)
    parted = parted_by_hub(pairs, clusters_of(pairs, *asked), run.found)
    return clusters_of(parted, *asked)


def _names(run: Run) -> list[str]:
    """Give each area its locality, else its own name, else "", which is its code."""
    places = run.demand.places
    own = texts_of(places, "area_name")
    return [locality or name for locality, name in zip(run.demand.demand.locality, own)]


def _rows(gaps: Table, clusters: Sequence[Cluster], run: Run, drawn: bool) -> Iterator[Row]:
    for values, one in zip(gaps.rows(), clusters):
        yield values, _shape([run.shapes.geometries[row] for row in one.rows], one, run, drawn)


def _shape(shapes: Sequence[QgsGeometry], one: Cluster, run: Run, drawn: bool) -> QgsGeometry:
    if drawn:
        return dissolved(shapes)
    there = np.isfinite(run.demand.places.xy[list(one.rows)]).all(axis=1)
    return gathered([shape for shape, placed in zip(shapes, there) if placed])
