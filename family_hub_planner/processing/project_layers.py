"""The project's layers that a run takes, found where it is prepared and not in its own thread.

QGIS looks a layer up in the project by a call (`QgsProject::layerStore`) that throws the project's
expression scope away, in whichever thread it is made. The map, the panels and text layers copy that
scope or make it anew whenever they are read. A run in the background that looked a layer up at that
moment crashed QGIS. So names are turned into layers' ids while a run is prepared, and its thread
asks for these by `QgsProject.mapLayer`, which touches nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qgis.core import (
    QgsExpressionContextUtils,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
    QgsProject,
)
from qgis.PyQt.QtCore import QThread

KINDS = (
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorLayer,
)


@dataclass(frozen=True)
class ProjectLayers:
    """The ids of the project's layers by what the parameters call them: id, name or source."""

    project: QgsProject | None = None
    ids: dict[str, str] = field(default_factory=dict)

    def given(self, value: Any) -> Any:
        """Give a parameter's value with the project's layers themselves in their names' place.

        A layer that was removed since stays a name, which is then refused as not to be opened.
        """
        if isinstance(value, (list, tuple)):
            return [self.given(one) for one in value]
        if self.project is None or not isinstance(value, str) or value not in self.ids:
            return value
        return self.project.mapLayer(self.ids[value]) or value


def find(
    definitions: Sequence[QgsProcessingParameterDefinition],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> ProjectLayers:
    """Look up which layers of the project the parameters name; call it where a run is prepared.

    The project's scope is made here too, so that the run's thread only copies it.
    """
    project = context.project()
    if project is None:
        return ProjectLayers()
    ids = {}
    for name in _names(definitions, parameters):
        layer = QgsProcessingUtils.mapLayerFromString(name, context, False)
        if layer is not None and project.mapLayer(layer.id()) is layer:
            ids[name] = layer.id()
    QgsExpressionContextUtils.projectScope(project)
    return ProjectLayers(project, ids)


@contextmanager
def out_of_reach(
    definitions: Sequence[QgsProcessingParameterDefinition],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Iterator[None]:
    """Keep QGIS from looking up anything in the project while another thread than its own runs.

    Not where only the selected features of a layer are asked for: QGIS finds these by its name.
    """
    project = context.project()
    values = [value for one in _layers(definitions) for value in _each(parameters.get(one.name()))]
    named = all(value is None or isinstance(value, str) for value in values)
    apart = project is not None and named and QThread.currentThread() is not project.thread()
    if apart:
        context.setProject(None)
    try:
        yield
    finally:
        if apart:
            context.setProject(project)


def _layers(
    definitions: Sequence[QgsProcessingParameterDefinition],
) -> Iterator[QgsProcessingParameterDefinition]:
    return (one for one in definitions if isinstance(one, KINDS))


def _names(
    definitions: Sequence[QgsProcessingParameterDefinition], parameters: dict[str, Any]
) -> Iterator[str]:
    values = (value for one in _layers(definitions) for value in _each(parameters.get(one.name())))
    return (value for value in values if isinstance(value, str) and value)


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value]
