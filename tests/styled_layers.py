"""Layers with a shipped style, and the classes in which their features are drawn."""

from __future__ import annotations

from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsVectorLayer,
)

from family_hub_planner.processing.styles import STYLES

KINDS = {
    "accessibility_points": "Point", "coverage_points": "Point", "demand": "Point",
    "estate_after": "Point", "junctions": "Point", "longer_journeys": "Point",
    "network_barriers": "LineString", "network_edges": "LineString", "network_nodes": "Point",
    "thinned": "Point", "unrouted": "Point", "hubs": "Point", "venues": "Point",
    "gap_cluster_points": "MultiPoint",
    "assignment": "LineString", "candidates": "Point", "change_points": "Point",
    "colocation_pairs": "LineString", "colocation_plan": "LineString", "estate": "Point",
    "estate_moves": "LineString", "estate_options": "Point", "finer_demand": "Point",
    "outreach": "Point", "outreach_assignment": "LineString", "outreach_links": "LineString",
    "sites": "Point",
}  # fmt: skip
SHAPES = {
    "Point": "POINT(0 0)",
    "MultiPoint": "MULTIPOINT((0 0), (9 9))",
    "LineString": "LINESTRING(0 0, 9 9)",
    "MultiPolygon": "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)))",
}


def styled(name: str, field: str, values: list) -> QgsVectorLayer:
    """Give a layer with one feature a value, under a style."""
    kind = KINDS.get(name, "MultiPolygon")
    column, _, sort = field.partition(":")
    more = "&field=site_name:string&field=site_id:string&field=order:integer"
    more += "&field=placed_by:string&field=step:integer"
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:27700&field={column}:{sort}{more}", name, "memory")
    features = []
    for value in values:
        feature = QgsFeature(layer.fields())
        feature.setAttribute(0, value)
        feature.setGeometry(QgsGeometry.fromWkt(SHAPES[kind]))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    said, fine = layer.loadNamedStyle(str(STYLES / f"{name}.qml"))
    assert fine, said
    return layer


def classes(layer: QgsVectorLayer) -> list[list[str]]:
    """Give for each feature the labels of the rules that draw it."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found: dict[int, list[str]] = {feature.id(): [] for feature in layer.getFeatures()}
    for rule in layer.renderer().rootRule().children():
        request = QgsFeatureRequest().setFilterExpression(rule.filterExpression())
        request.setExpressionContext(context)
        for feature in layer.getFeatures(request):
            found[feature.id()].append(rule.label())
    return list(found.values())


def names(layer: QgsVectorLayer, scale: float) -> list[str | None]:
    """Give for each feature what is written beside it on a map of a scale; None is nothing."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.lastScope().setVariable("map_scale", scale)
    context.setFields(layer.fields())
    text, found = QgsExpression(layer.labeling().settings().fieldName), []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        written = text.evaluate(context)
        assert not text.hasEvalError(), text.evalErrorString()
        found.append(str(written) if written else None)
    return found
