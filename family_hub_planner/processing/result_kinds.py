"""What kind of result a layer is, told by its columns: old results opened by hand are known too."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsMapLayer, QgsVectorLayer, QgsWkbTypes

POINTS, LINES, AREAS = "points", "lines", "areas"


@dataclass(frozen=True)
class Kind:
    """A kind of result: the style that draws it, its shapes, and the columns that tell it."""

    style: str
    shapes: str
    columns: frozenset[str]


def _kind(style: str, shapes: str, *columns: str) -> Kind:
    return Kind(style, shapes, frozenset(columns))


# The first that fits counts: what has more columns of its own stands above what has fewer.
KINDS = (
    _kind("change", AREAS, "change", "result", "minutes_base"),
    _kind("change_points", POINTS, "change", "result", "minutes_base"),
    _kind("colocation_pairs", LINES, "rank", "feasible", "from_site"),
    _kind("colocation_plan", LINES, "decision", "from_site", "service_name"),
    _kind("outreach_links", LINES, "linked_hub", "staff_minutes"),
    _kind("estate_moves", LINES, "step", "site_id", "to_site", "move"),
    _kind("outreach_assignment", LINES, "area_code", "site_id", "tier", "minutes"),
    _kind("assignment", LINES, "area_code", "site_id", "minutes"),
    _kind("network_edges", LINES, "edge_id", "walk_forward", "class"),
    _kind("network_barriers", LINES, "kind"),
    _kind("network_nodes", POINTS, "node_id", "blocked"),
    _kind("estate_options", POINTS, "step", "move", "saving_gross"),
    _kind("longer_journeys", POINTS, "step", "area_code", "added_minutes"),
    _kind("estate_after", POINTS, "step", "site_id", "to_site", "site_type"),
    _kind("outreach", POINTS, "decision", "tier", "linked_hub"),
    _kind("sites", POINTS, "decision", "order", "site_id"),
    _kind("unrouted", POINTS, "id", "role", "reason", "snap_m"),
    _kind("thinned", POINTS, "kept_as", "reason", "venue_type"),
    _kind("finer_demand", POINTS, "part_id", "placed_by"),
    _kind("catchments", AREAS, "hub_id", "from_minutes", "minutes"),
    _kind("gap_clusters", AREAS, "cluster", "nearest_hub", "mean_minutes"),
    _kind("gap_cluster_points", POINTS, "cluster", "nearest_hub", "mean_minutes"),
    _kind("hotspots", AREAS, "cluster", "need_per_km2"),
    _kind("accessibility", AREAS, "score", "relative"),
    _kind("accessibility_points", POINTS, "score", "relative"),
    _kind("coverage", AREAS, "area_code", "minutes", "hub_id", "band"),
    _kind("coverage_points", POINTS, "area_code", "minutes", "hub_id", "band"),
    _kind("need", AREAS, "area_code", "children", "need", "need_is"),
    _kind("demand", POINTS, "area_code", "children", "need", "need_is"),
    _kind("junctions", POINTS, "site_id", "arms"),
    _kind("estate", POINTS, "site_id", "venue_type", "located_by"),
    _kind("candidates", POINTS, "site_id", "venue_type", "opening_hours"),
)


def kind_of(layer: QgsMapLayer | None) -> str:
    """Give the name of the style of a result; "" for any other layer."""
    if not isinstance(layer, QgsVectorLayer):
        return ""
    columns, shapes = set(layer.fields().names()), shapes_of(layer)
    fits = (one.style for one in KINDS if one.shapes == shapes and one.columns <= columns)
    return next(fits, "")


def shapes_of(layer: QgsVectorLayer) -> str:
    """Say what a layer's shapes are; "" for a table."""
    kind = QgsWkbTypes.GeometryType
    return {kind.PointGeometry: POINTS, kind.LineGeometry: LINES, kind.PolygonGeometry: AREAS}.get(
        layer.geometryType(), ""
    )
