"""The layers that a run was given: one walk over its parameters, for all who ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProperty,
)


def takes_files(definition: QgsProcessingParameterDefinition) -> bool:
    """Tell whether a parameter takes several files, which QGIS calls layers too."""
    several = isinstance(definition, QgsProcessingParameterMultipleLayers)
    return several and definition.layerType() == QgsProcessing.SourceType.TypeFile


def given_layers(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]
) -> Iterator[tuple[QgsProcessingParameterDefinition, Any]]:
    """Give every layer as it was given, several one by one, with the parameter that takes it."""
    kinds = (QgsProcessingParameterFeatureSource, QgsProcessingParameterMultipleLayers)
    for definition in algorithm.parameterDefinitions():
        if isinstance(definition, kinds) and not takes_files(definition):
            given = parameters.get(definition.name())
            several = given if isinstance(given, (list, tuple)) else [given]
            yield from ((definition, one) for one in several if one not in (None, ""))


def text_of_layer(given: Any, context: QgsProcessingContext) -> str:
    """Give the id, name or source by which a layer was given; "" where the layer itself was.

    It is worked out where it is an expression; of a layer's chosen features it is the layer's.
    """
    if isinstance(given, QgsProcessingFeatureSourceDefinition):
        given = given.source
    if isinstance(given, QgsProperty):
        given, _known = given.valueAsString(context.expressionContext(), "")
    return given if isinstance(given, str) else ""
