"""Sensible first guesses: which of a project's layers is the hubs, the areas, the demand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes

from .plan_settings import PlanSettings

RESULT = "family_hub_planner/result"  # the mark of a layer that a run of ours made
DEMAND = frozenset({"area_code", "children", "need"})
_IDS = ("site_id", "hub_id", "venue_id", "uprn", "urn", "id")
_AREA_CODE = re.compile(r"(lsoa|oa|dz|sdz|datazone|data_zone)\w*(cd|code)?$", re.IGNORECASE)
_AREA_NAME = re.compile(r"(lsoa|oa|dz|sdz)\d*nm$", re.IGNORECASE)
_AUTHORITY = re.compile(r"(lad|utla|ltla|ctyua)\d*nm$", re.IGNORECASE)
_WARD = re.compile(r"(wd|ward)\w*(nm|name)$", re.IGNORECASE)
_CENTROIDS = re.compile(r"centroid|weighted|pwc", re.IGNORECASE)
_OUR_HUBS = re.compile(r"hub|child.*cent", re.IGNORECASE)
_OUR_VENUES = re.compile(r"venue|candidate|estate|place|building", re.IGNORECASE)


def guessed(settings: PlanSettings, project: QgsProject) -> PlanSettings:
    """Fill what is not set from the project's layers; what is set stays as it is."""
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    layers = sorted((layer for layer in layers if layer.isValid()), key=lambda layer: layer.name())
    points = [layer for layer in layers if _kind(layer) == QgsWkbTypes.GeometryType.PointGeometry]
    shapes = [layer for layer in layers if _kind(layer) == QgsWkbTypes.GeometryType.PolygonGeometry]
    found = {
        "demand": _first(layer for layer in points if _names(layer) >= DEMAND),
        "areas": _first(layer for layer in shapes if _names(layer) >= DEMAND),
        "hubs": _first(_places(points, _OUR_HUBS)),
        "venues": _first(_places(points, _OUR_VENUES)),
        "boundaries": _first(layer for layer in shapes if _boundaries(layer)),
        "centroids": _first(
            layer for layer in points if _boundaries(layer) and _CENTROIDS.search(layer.name())
        ),
        "wards": _first(layer for layer in shapes if field_like(layer, _WARD)),
    }
    filled = {name: value for name, value in found.items() if value and not getattr(settings, name)}
    return with_fields(settings.with_values(**filled), project)


def with_fields(settings: PlanSettings, project: QgsProject) -> PlanSettings:
    """Fill the fields that are not set, or that their layer lacks, from the layers' own names."""
    likely = {
        "hub_id": ("hubs", _id_field),
        "venue_id": ("venues", _id_field),
        "code": ("boundaries", lambda layer: field_like(layer, _AREA_CODE)),
        "name": ("boundaries", lambda layer: field_like(layer, _AREA_NAME)),
        "authority": ("boundaries", lambda layer: field_like(layer, _AUTHORITY)),
        "ward_name": ("wards", lambda layer: field_like(layer, _WARD)),
        "locality_name": ("localities", lambda layer: layer.fields().names()[-1]),
    }
    values = {}
    for name, (layer_setting, guess) in likely.items():
        layer = project.mapLayer(getattr(settings, layer_setting))
        if layer is None:
            values[name] = ""
        elif getattr(settings, name) not in layer.fields().names():
            values[name] = guess(layer) if layer.fields().count() else ""
    return settings.with_values(**values)


def field_like(layer: QgsVectorLayer, pattern: re.Pattern[str]) -> str:
    """Give the first field whose whole name fits a pattern, "" where none does."""
    return next((name for name in layer.fields().names() if pattern.match(name)), "")


def _kind(layer: QgsVectorLayer) -> object:
    return layer.geometryType() if layer.isSpatial() else None


def _names(layer: QgsVectorLayer) -> set[str]:
    return set(layer.fields().names())


def _first(layers: Iterable[QgsVectorLayer]) -> str:
    return next((layer.id() for layer in layers), "")


def _places(points: list[QgsVectorLayer], named: re.Pattern[str]) -> Iterable[QgsVectorLayer]:
    """Give the layers of facilities that are called so and are no result of a run."""
    return (
        layer
        for layer in points
        if _id_field(layer) and named.search(layer.name()) and not layer.customProperty(RESULT)
    )


def _boundaries(layer: QgsVectorLayer) -> bool:
    return bool(field_like(layer, _AREA_CODE)) and not _names(layer) >= DEMAND


def _id_field(layer: QgsVectorLayer) -> str:
    lower = {name.lower(): name for name in layer.fields().names()}
    return next((lower[name] for name in _IDS if name in lower), "")
