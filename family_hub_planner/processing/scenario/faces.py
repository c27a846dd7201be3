"""QGIS's algorithms as the engine's plan sees them: names and kinds of parameters."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from ...engine.errors import InputError
from ...engine.scenario.model import OUTPUTS, Face, Parameter
from ...engine.scenario.plan import Known

_KINDS = {
    "source": "layer",
    "vector": "layer",
    "raster": "layer",
    "mesh": "layer",
    "layer": "layer",
    "pointcloud": "layer",
    "sink": "layer_out",
    "vectorDestination": "layer_out",
    "rasterDestination": "file_out",
    "fileDestination": "file_out",
    "folderDestination": "folder_out",
    "expression": "expression",
}
_ITSELF = "familyhub:runscenario"


def known_algorithms(wanted: Iterable[str]) -> Known:
    """Give the faces of the algorithms wanted that QGIS has; one that cannot run is refused."""
    if _ITSELF in (names := set(wanted)):
        raise InputError("A scenario cannot run a scenario. Write its steps out.")
    registry = QgsApplication.processingRegistry()
    faces = {}
    for name in sorted(names):
        algorithm = registry.algorithmById(name)
        if algorithm is not None:
            able, why = algorithm.canExecute()
            if not able:
                raise InputError(f"{name} cannot be run here. {why}")
            faces[name] = _face(name, algorithm)
    return Known(faces, sorted(algorithm.id() for algorithm in registry.algorithms()))


def _face(name: str, algorithm: QgsProcessingAlgorithm) -> Face:
    parameters = {one.name(): _parameter(one) for one in algorithm.parameterDefinitions()}
    outputs = {one.name() for one in algorithm.outputDefinitions()}
    written = {one.name for one in parameters.values() if one.kind in OUTPUTS}
    return Face(name, parameters, frozenset(outputs | written))


def _parameter(definition: QgsProcessingParameterDefinition) -> Parameter:
    kind = _kind(definition)
    optional = bool(definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
    if kind not in OUTPUTS:
        given = definition.defaultValue() is not None
        return Parameter(definition.name(), kind, optional or given)
    ending = "gpkg" if kind == "layer_out" else ""
    if kind == "file_out":
        ending = definition.defaultFileExtension()
    return Parameter(definition.name(), kind, optional, ending)


def _kind(definition: QgsProcessingParameterDefinition) -> str:
    kind = definition.type()
    if kind == "file":
        folder = QgsProcessingParameterFile.Behavior.Folder
        return "folder" if definition.behavior() == folder else "file"
    if kind == "multilayer":
        files = QgsProcessing.SourceType.TypeFile
        return "files" if definition.layerType() == files else "layers"
    return _KINDS.get(kind, "value")
