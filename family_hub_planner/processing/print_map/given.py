"""The layers that were given to print: opened, drawn as results, in order, nothing confidential."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...engine.confidential import is_confidential, marks_confidential
from ...engine.errors import InputError
from ..databases import PROVIDER, file_name, told_layer
from ..job import Job
from ..result_kinds import kind_of
from ..result_names import name_of_kind
from ..styles import draw_as_result


def layers_given(job: Job, project: QgsProject) -> list[QgsMapLayer]:
    """Open the layers of `LAYERS`, the topmost first.

    Those of the project keep its order and their look; files are drawn as QGIS draws them when a
    run loads them, points over lines over areas. Raises `InputError` for what cannot be opened and
    for a layer that would show confidential places.
    """
    layers = [_open(one, job.context) for one in _named(job.parameters.get("LAYERS"))]
    if not layers:
        raise InputError(f"{job.label('LAYERS')}: none was given. Choose what to show.")
    own = [one for one in layers if project.mapLayer(one.id()) is None]
    for layer in own:
        layer.setName(name_of_kind(kind_of(layer)) or layer.name())
        draw_as_result(layer)
    _tell_apart(own)
    for layer in layers:
        _refuse_confidential(layer)
    return _in_order(layers, own, project)


def not_there(value: Any, context: QgsProcessingContext) -> list[str]:
    """Name the layers of a value of `LAYERS` that QGIS cannot open."""
    return [told_layer(one) for one in _named(value) if _open(one, context) is None]


def _named(value: Any) -> list[Any]:
    """Give the layers as they were named: in a list, or in one text with ";" between."""
    if isinstance(value, str):
        return [value] if Path(value).exists() else [one for one in value.split(";") if one.strip()]
    if isinstance(value, QgsMapLayer):
        return [value]
    return list(value or [])


def _open(named: Any, context: QgsProcessingContext) -> QgsMapLayer | None:
    if isinstance(named, QgsMapLayer):
        return named
    return QgsProcessingUtils.mapLayerFromString(str(named).strip(), context)


def _tell_apart(layers: Sequence[QgsMapLayer]) -> None:
    """Add the file's name where two layers would be called alike."""
    counts = Counter(layer.name() for layer in layers)
    for layer in layers:
        if counts[layer.name()] > 1:
            file = file_name(layer.source())
            told = file if layer.providerType() == PROVIDER else Path(file).stem
            layer.setName(f"{layer.name()} ({told})")


def _refuse_confidential(layer: QgsMapLayer) -> None:
    """Refuse a layer whose confidential places its style does not hide."""
    if not isinstance(layer, QgsVectorLayer):
        return
    marked = [name for name in layer.fields().names() if marks_confidential(name)]
    if not marked:
        return
    renderer = layer.renderer()
    if isinstance(renderer, QgsRuleBasedRenderer):
        rules = renderer.rootRule().children()
        if rules and all(f'"{marked[0]}"' in rule.filterExpression() for rule in rules):
            return
    column = layer.fields().indexOf(marked[0])
    if any(is_confidential(str(value or "")) for value in layer.uniqueValues(column)):
        raise InputError(
            f"{layer.name()} has confidential places, and its style would show them. Filter them "
            f"out ({marked[0]} is not 'yes'), or take the style of the planner's register."
        )


def _in_order(
    layers: Sequence[QgsMapLayer], own: Sequence[QgsMapLayer], project: QgsProject
) -> list[QgsMapLayer]:
    """Put the layers in the order in which they are drawn, the topmost first."""
    if own:
        return sorted(layers, key=_depth)
    order = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    return sorted(layers, key=lambda one: order.index(one.id()) if one.id() in order else 0)


def _depth(layer: QgsMapLayer) -> int:
    """Give 0 for points, 1 for lines, 2 for areas, 3 for pictures of the ground."""
    if not isinstance(layer, QgsVectorLayer):
        return 3
    kind = QgsWkbTypes.GeometryType
    return {kind.PointGeometry: 0, kind.LineGeometry: 1}.get(layer.geometryType(), 2)
