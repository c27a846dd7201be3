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
    QgsProcessingUtils,
    QgsProject,
    QgsProperty,
    QgsReferencedRectangle,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
)
from qgis.PyQt.QtCore import QThread

from ..engine.errors import InputError
from .given_layers import given_layers, text_of_layer

_OF_PROJECT = (QgsProcessingParameterCrs, QgsProcessingParameterExtent)


@dataclass(frozen=True)
class Known:
    """A layer of the project: its id, and the name by which people know it."""

    layer_id: str
    name: str


@dataclass(frozen=True)
class Chosen:
    """Some features of a layer: selected, the first few, or those that pass.

    `text` is what the parameter calls the layer.
    """

    text: str
    selected: QgsVectorLayerSelectedFeatureSource | None
    limit: int
    passing: str


@dataclass(frozen=True)
class ProjectLayers:
    """What a run's parameters ask of the project.

    `known` are its layers by what parameters call them (id, name or source); by parameter's name
    stand, in `worked_out`, layers' names that an expression gives, coordinate systems and extents,
    and in `chosen`, layers of which some features are asked for.
    """

    project: QgsProject | None = None
    known: dict[str, Known] = field(default_factory=dict)
    worked_out: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, Chosen] = field(default_factory=dict)

    def given(self, name: str, value: Any) -> Any:
        """Give a parameter's value with the project's layers themselves in their names' place.

        Raises `InputError` for a layer that was removed since.
        """
        return self._found(self.worked_out.get(name, value))

    def _found(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [self._found(one) for one in value]
        return self._layer(value) if isinstance(value, str) and value in self.known else value

    def source(self, name: str, context: QgsProcessingContext) -> QgsProcessingFeatureSource | None:
        """Give the features of a layer of which some are asked for; None for all other layers.

        Raises `InputError` for a layer that was removed since.
        """
        if name not in self.chosen:
            return None
        chosen = self.chosen[name]
        layer = self._layer(chosen.text)  # selected features outlive their layer
        further = (chosen.passing,) if chosen.passing else ()  # before 3.32 there is no filter
        features = chosen.selected or layer
        return QgsProcessingFeatureSource(features, context, False, chosen.limit, *further)

    def _layer(self, text: str) -> QgsMapLayer:
        known = self.known[text]
        layer = self.project.mapLayer(known.layer_id)
        if layer is None:
            raise InputError(
                f"The layer {known.name} was removed from the project before this run could read "
                "it. Add it again, or choose another layer."
            )
        return layer


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
    for one, given in given_layers(algorithm, parameters):
        if isinstance(parameters[one.name()], QgsProperty):
            found.worked_out[one.name()] = text_of_layer(given, context)
        _find_layer(one.name(), given, found, context)
    for one in algorithm.parameterDefinitions():
        if isinstance(one, _OF_PROJECT) and parameters.get(one.name()) not in (None, ""):
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


def _find_layer(name: str, given: Any, found: ProjectLayers, context: QgsProcessingContext) -> None:
    """Keep a layer of the project by what it was called, and which of its features were chosen."""
    text = text_of_layer(given, context)
    layer = QgsProcessingUtils.mapLayerFromString(text, context, False) if text else None
    if layer is None or found.project.mapLayer(layer.id()) is not layer:
        return
    found.known[text] = Known(layer.id(), layer.name())
    some = isinstance(given, QgsProcessingFeatureSourceDefinition)
    if some and isinstance(layer, QgsVectorLayer):
        selected = (
            QgsVectorLayerSelectedFeatureSource(layer) if given.selectedFeaturesOnly else None
        )
        passing = getattr(given, "filterExpression", "")
        found.chosen[name] = Chosen(text, selected, given.featureLimit, passing)


def _of_project(
    algorithm: QgsProcessingAlgorithm,
    parameter: QgsProcessingParameterDefinition,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Any:
    """Work out a coordinate system or an extent, which may be the project's or a layer's."""
    name = parameter.name()
    if isinstance(parameter, QgsProcessingParameterCrs):
        return algorithm.parameterAsCrs(parameters, name, context)
    box = algorithm.parameterAsExtent(parameters, name, context)
    return QgsReferencedRectangle(box, algorithm.parameterAsExtentCrs(parameters, name, context))
