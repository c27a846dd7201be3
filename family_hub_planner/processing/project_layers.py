"""The project's layers that a run takes, found where it is prepared and not in its own thread.

QGIS looks a layer up in the project by a call (`QgsProject::layerStore`) that throws the project's
expression scope away, in whichever thread it is made. The map, the panels and text layers copy that
scope or make it anew whenever they are read. A run in the background that looked a layer up at that
moment crashed QGIS. So whatever parameters ask of the project is found while a run is prepared, in
the project's own thread; the run's thread has no project, but asks for layers by their ids
(`QgsProject.mapLayer`), which touches nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qgis.core import (
    QgsExpressionContextUtils,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
    QgsProject,
    QgsProperty,
    QgsReferencedRectangle,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
)
from qgis.PyQt.QtCore import QThread

SYSTEMS = (QgsProcessingParameterCrs,)
EXTENTS = (QgsProcessingParameterExtent,)
KINDS = (
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
)


@dataclass(frozen=True)
class Chosen:
    """Some features of a layer of the project: selected, the first few, or those that pass."""

    layer_id: str
    selected: QgsVectorLayerSelectedFeatureSource | None
    limit: int
    passing: str

    def source(
        self, project: QgsProject, context: QgsProcessingContext
    ) -> QgsProcessingFeatureSource | None:
        """Give the features to read; None where the layer was removed since."""
        layer = project.mapLayer(self.layer_id)
        if not isinstance(layer, QgsVectorLayer):
            return None
        further = (self.passing,) if self.passing else ()  # releases before 3.32 know no filter
        features = self.selected or layer
        return QgsProcessingFeatureSource(features, context, False, self.limit, *further)


@dataclass(frozen=True)
class ProjectLayers:
    """What a run's parameters ask of the project.

    `ids` are those of its layers by what parameters call them (id, name or source); by parameter's
    name stand, in `worked_out`, layers' names that an expression gives, coordinate systems and
    extents, and in `chosen`, layers of which some features are asked for.
    """

    project: QgsProject | None = None
    ids: dict[str, str] = field(default_factory=dict)
    worked_out: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, Chosen] = field(default_factory=dict)

    def given(self, name: str, value: Any) -> Any:
        """Give a parameter's value with the project's layers themselves in their names' place.

        A layer that was removed since stays a name, which is then refused as not to be opened.
        """
        return self._found(self.worked_out.get(name, value))

    def _found(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [self._found(one) for one in value]
        if self.project is None or not isinstance(value, str) or value not in self.ids:
            return value
        return self.project.mapLayer(self.ids[value]) or value

    def source(self, name: str, context: QgsProcessingContext) -> QgsProcessingFeatureSource | None:
        """Give the features of a layer of which some are asked for; None for all other layers."""
        if self.project is None or name not in self.chosen:
            return None
        return self.chosen[name].source(self.project, context)


def find(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> ProjectLayers:
    """Find what the parameters ask of the project; call it where a run is prepared.

    The project's scope is made here too, so that the run's thread only copies it.
    """
    project = context.project()
    if project is None:
        return ProjectLayers()
    found = ProjectLayers(project)
    for one in algorithm.parameterDefinitions():
        value = parameters.get(one.name())
        if value not in (None, "") and isinstance(one, KINDS):
            _find_layers(one.name(), value, found, context)
        elif value not in (None, "") and isinstance(one, (*EXTENTS, *SYSTEMS)):
            found.worked_out[one.name()] = _of_project(algorithm, one, parameters, context)
    QgsExpressionContextUtils.projectScope(project)
    return found


@contextmanager
def out_of_reach(context: QgsProcessingContext) -> Iterator[None]:
    """Keep QGIS from looking up anything in the project while another thread than its own runs."""
    project = context.project()
    apart = project is not None and QThread.currentThread() is not project.thread()
    if apart:
        context.setProject(None)
    try:
        yield
    finally:
        if apart:
            context.setProject(project)


def _find_layers(
    name: str, value: Any, found: ProjectLayers, context: QgsProcessingContext
) -> None:
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        layer = _layer(_text(value.source, context), found, context)
        if isinstance(layer, QgsVectorLayer):
            selected = value.selectedFeaturesOnly
            source = QgsVectorLayerSelectedFeatureSource(layer) if selected else None
            passing = getattr(value, "filterExpression", "")
            found.chosen[name] = Chosen(layer.id(), source, value.featureLimit, passing)
        return
    if isinstance(value, QgsProperty):
        value = found.worked_out[name] = _text(value, context)
    for text in value if isinstance(value, (list, tuple)) else [value]:
        layer = _layer(text, found, context) if isinstance(text, str) else None
        if layer is not None:
            found.ids[text] = layer.id()


def _text(value: QgsProperty, context: QgsProcessingContext) -> str:
    text, _known = value.valueAsString(context.expressionContext(), "")
    return str(text)


def _layer(text: str, found: ProjectLayers, context: QgsProcessingContext) -> QgsMapLayer | None:
    layer = QgsProcessingUtils.mapLayerFromString(text, context, False)
    in_project = layer is not None and found.project.mapLayer(layer.id()) is layer
    return layer if in_project else None


def _of_project(
    algorithm: QgsProcessingAlgorithm,
    parameter: QgsProcessingParameterDefinition,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Any:
    """Work out a coordinate system or an extent, which may be the project's or a layer's."""
    name = parameter.name()
    if isinstance(parameter, SYSTEMS):
        return algorithm.parameterAsCrs(parameters, name, context)
    box = algorithm.parameterAsExtent(parameters, name, context)
    return QgsReferencedRectangle(box, algorithm.parameterAsExtentCrs(parameters, name, context))
