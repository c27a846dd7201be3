"""The ground that a map shows: its system, its extent, and how it fills the map's frame."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ...engine.errors import InputError
from ..result_kinds import AREAS, shapes_of
from .paper import Box

_NEAR = 1.5  # times the areas' extent: a neighbour's hub beyond the border is still shown
_AIR = 1.06  # round the layers
_LEAST_M = 500.0  # across: one place alone has no extent


def system_of(
    project: QgsProject | None, layers: Sequence[QgsMapLayer]
) -> QgsCoordinateReferenceSystem:
    """Give the project's system where it is in metres, else the first layer's that is.

    A map in degrees squeezes Great Britain by a half from north to south.
    """
    systems = [project.crs()] if project is not None else []
    systems += [layer.crs() for layer in layers]
    known = [system for system in systems if system.isValid()]
    in_metres = [system for system in known if not system.isGeographic()]
    return next(iter([*in_metres, *known]), QgsCoordinateReferenceSystem("EPSG:27700"))


def extent_of(
    layers: Sequence[QgsMapLayer], system: QgsCoordinateReferenceSystem, project: QgsProject
) -> QgsRectangle:
    """Give the extent of the areas and of what lies in them or near, with a little air.

    A place astray, far from all areas, does not shrink the map. Without areas it is the extent of
    everything. Raises `InputError` where the layers show nothing.
    """
    drawn = [one for one in layers if isinstance(one, QgsVectorLayer) and one.isSpatial()]
    brought = [(one, QgsCoordinateTransform(one.crs(), system, project)) for one in drawn]
    extent = _empty()
    for layer, transform in brought:
        if shapes_of(layer) == AREAS and layer.featureCount():
            extent.combineExtentWith(transform.transformBoundingBox(layer.extent()))
    near = None if _is_empty(extent) else extent.scaled(_NEAR)
    for layer, transform in brought:
        if shapes_of(layer) != AREAS:
            extent.combineExtentWith(_box_of(layer, transform, near))
    if _is_empty(extent):
        raise InputError("The layers show nothing on a map. Choose one with places in it.")
    return _with_air(extent, system)


def _empty() -> QgsRectangle:
    """Give a box that holds nothing: QGIS's own call for it was renamed between the releases."""
    far = sys.float_info.max
    return QgsRectangle(far, far, -far, -far, False)


def _is_empty(box: QgsRectangle) -> bool:
    return not (box.isFinite() and box.xMinimum() <= box.xMaximum())


def _box_of(
    layer: QgsVectorLayer, transform: QgsCoordinateTransform, near: QgsRectangle | None
) -> QgsRectangle:
    """Give the extent of a layer, or of those of its features that lie within `near`."""
    if near is None:
        return transform.transformBoundingBox(layer.extent()) if layer.featureCount() else _empty()
    request = QgsFeatureRequest().setDestinationCrs(transform.destinationCrs(), transform.context())
    box = _empty()
    for feature in layer.getFeatures(request.setSubsetOfAttributes([])):
        own = feature.geometry().boundingBox()
        if feature.hasGeometry() and near.contains(own):
            box.combineExtentWith(own)
    return box


def _with_air(extent: QgsRectangle, system: QgsCoordinateReferenceSystem) -> QgsRectangle:
    least = _LEAST_M / (111_000.0 if system.isGeographic() else 1.0)
    width, height = max(extent.width(), least), max(extent.height(), least)
    return QgsRectangle.fromCenterAndSize(extent.center(), width * _AIR, height * _AIR)


def filling(extent: QgsRectangle, frame: Box) -> QgsRectangle:
    """Widen an extent to a frame's shape, so that nothing of it is cut off."""
    shape = frame[2] / frame[3]
    width = max(extent.width(), extent.height() * shape)
    return QgsRectangle.fromCenterAndSize(extent.center(), width, width / shape)
