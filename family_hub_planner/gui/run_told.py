"""What a run from the panel was given and gave, in words that can be kept and read again.

A value is plain, or one of: {"file": text}, a file or layer that was read (with "points", the
columns of a table that placed its rows); {"made": path}, a file that was written; {"unnamed":
words}, a layer that stands in no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from .step_record import has
from .tool_inputs import parameters_of
from .translation import tr

_WRITES = ("sink", "vectorDestination", "fileDestination", "folderDestination")
_LAYERS = ("source", "vector", "layer", "multilayer")
_PLACED_BY = ("xField", "yField", "crs")
Told = dict[str, Any]


def told_parameters(algorithm_id: str, given: Mapping[str, Any], project: QgsProject) -> Told:
    """Give a run's parameters as they are kept; to be asked before the run: layers may go."""
    kinds = parameters_of(algorithm_id)
    return {name: _value(kinds.get(name, ""), value, project) for name, value in given.items()}


def told_run(algorithm_id: str, given: Told, results: Mapping[str, Any], seconds: float) -> Told:
    """Give a finished run: its algorithm, parameters, numbers and texts."""
    made = {name for name, value in given.items() if has(value, "made")}
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    return {
        "name": algorithm.displayName() if algorithm is not None else algorithm_id,
        "algorithm": algorithm_id,
        "parameters": dict(given),
        "numbers": {
            name: value for name, value in results.items() if name not in made and _is_told(value)
        },
        "seconds": seconds,
    }


def _is_told(value: Any) -> bool:
    """Tell whether a value is a number or a text; a path is the user's own."""
    if isinstance(value, str):
        return not Path(value.split("|")[0]).is_absolute()
    return isinstance(value, (bool, int, float))


def made_by(run: Told) -> dict[str, str]:
    """Give the files that a run wrote, by output."""
    return {n: v["made"] for n, v in run["parameters"].items() if has(v, "made")}


def read_by(run: Told) -> dict[str, str]:
    """Give the files that a run read, by parameter; a list's are left out."""
    return {n: v["file"] for n, v in run["parameters"].items() if has(v, "file")}


def _value(kind: str, value: Any, project: QgsProject) -> Any:
    if has(value, "unnamed"):
        return value
    if kind in _WRITES:
        return {"made": str(value.sink.staticValue()) if hasattr(value, "sink") else str(value)}
    if isinstance(value, (list, tuple)):
        return [_value(kind, one, project) for one in value]
    if kind in _LAYERS:
        layer = project.mapLayer(str(value)) or _by_source(str(value), project)
        return {"file": str(value)} if layer is None else _layer(layer)
    return {"file": str(value)} if kind == "file" else value


def _by_source(text: str, project: QgsProject) -> QgsMapLayer | None:
    """Find the layer that QGIS's history tells of as "provider://source"; a plain path is None."""
    if "://" not in text:
        return None
    context = QgsProcessingContext()
    context.setProject(project)
    found = QgsProcessingUtils.mapLayerFromString(text, context)
    # The context that opened it goes with this call; one of the project stays.
    if found is None or project.mapLayer(found.id()) is not None:
        return found
    return found.clone()


def _layer(layer: QgsVectorLayer) -> Told:
    """Give the file behind a layer, if what the run read is just what stands in it."""
    if layer.isModified():
        return {"unnamed": tr("layer {} with edits not yet saved").format(layer.name())}
    if layer.providerType() == "ogr":
        return {"file": layer.source()}
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path", "") or "")
    if layer.providerType() != "delimitedtext" or not path or layer.subsetString():
        return {"unnamed": tr("layer {}, which stands in no file").format(layer.name())}
    placed = layer.source().partition("?")[2].split("&")
    named = dict(part.partition("=")[::2] for part in placed)
    return {"file": path, "points": {name: named.get(name, "") for name in _PLACED_BY}}
