"""Where outputs go: their files, what stands there already, and taking them away again."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProperty,
)

from .written_files import files_of, in_any_capitals, is_folder_of_layers, with_ending

_OGR = re.compile(r"ogr:(?://)?(.*)", re.DOTALL | re.IGNORECASE)
_MEMORY = "memory:"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9_+.-]+:")  # two letters at least: "C:" is a drive
_NOWHERE = ("", QgsProcessing.TEMPORARY_OUTPUT)


@dataclass(frozen=True)
class Place:
    """A file, and the table in it where one was named: what an output or an input stands in."""

    label: str
    path: Path
    table: str = ""

    def same_file(self, other: Place) -> bool:
        """Tell whether both stand in one file, however it is written: links and ".." followed."""
        if self.path.exists() and other.path.exists():
            return self.path.samefile(other.path)
        mine, its = (os.path.normcase(place.path.absolute().resolve()) for place in (self, other))
        if in_any_capitals(self.path):
            mine, its = mine.casefold(), its.casefold()
        return mine == its

    def same_table(self, other: Place) -> bool:
        """Tell whether both name one table; a GeoPackage takes "HUB" and "hub" for one."""
        return self.table.casefold() == other.table.casefold()

    def clashes(self, other: Place) -> bool:
        """Tell whether writing here takes the other away: one file, unless two tables of it."""
        apart = self.table and other.table and not self.same_table(other)
        return self.same_file(other) and not apart


def destination(
    definition: QgsProcessingParameterDefinition, value: Any, context: QgsProcessingContext
) -> Place | None:
    """Give the place of a destination; None for a memory layer, a server or nothing.

    It is the file that will be written: QGIS adds an ending to a layer's name that has none.
    """
    label, told = definition.description(), _told(value, context)
    if told in _NOWHERE:
        return None
    if not isinstance(definition, QgsProcessingParameterFeatureSink):
        return Place(label, Path(told))
    named = _OGR.match(told)
    if named is not None:
        uri = QgsDataSourceUri(named.group(1))
        return Place(label, Path(uri.database() or named.group(1)), uri.table())
    return None if _ADDRESS.match(told) else Place(label, Path(with_ending(told)))


def with_its_ending(value: Any, context: QgsProcessingContext) -> Any:
    """Give a sink's destination under the very name of the file that is written."""
    told = _told(value, context)
    if told in _NOWHERE or _ADDRESS.match(told):
        return value
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return with_ending(told)
    definition = QgsProcessingOutputLayerDefinition(value)
    definition.sink = QgsProperty.fromValue(with_ending(told))
    return definition


def all_new(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> bool:
    """Tell whether nothing stands yet where the outputs go, so that they can be taken back.

    A server's table counts as standing: what is in it is not ours to take away.
    """
    definitions = algorithm.destinationParameterDefinitions()
    return all(_is_new(one, parameters.get(one.name()), context) for one in definitions)


def _is_new(
    definition: QgsProcessingParameterDefinition, value: Any, context: QgsProcessingContext
) -> bool:
    place, told = destination(definition, value, context), _told(value, context)
    if place is not None:
        return not files_of(place.path)
    return told in _NOWHERE or told.startswith(_MEMORY)


def _told(value: Any, context: QgsProcessingContext) -> str:
    """Give a destination as text, worked out where it is an expression; "" for none."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value, _known = value.valueAsString(context.expressionContext(), "")
    return value if isinstance(value, str) else ""


def take_back(algorithm: QgsProcessingAlgorithm, results: dict[str, Any]) -> None:
    """Take away the files of outputs written so far; layers in memory go by themselves."""
    names = (one.name() for one in algorithm.destinationParameterDefinitions())
    for path in _written(results[name] for name in names if name in results):
        for one in files_of(path):
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink()


def _written(outputs: Iterable[Any]) -> Iterator[Path]:
    for output in outputs:
        path = Path(str(output).partition("|")[0])
        if isinstance(output, str) and (path.is_file() or is_folder_of_layers(path)):
            yield path
