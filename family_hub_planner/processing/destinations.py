"""Where outputs go: their files, what stands there already, and taking them away again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputLayerDefinition,
)

_OGR = "ogr:"
_MEMORY = "memory:"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9_+.-]+:")  # two letters at least: "C:" is a drive
_JOURNALS = ("", "-wal", "-shm", "-journal")


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
        return mine == its

    def same_table(self, other: Place) -> bool:
        """Tell whether both name one table; a GeoPackage takes "HUB" and "hub" for one."""
        return self.table.casefold() == other.table.casefold()

    def clashes(self, other: Place) -> bool:
        """Tell whether writing here takes the other away: one file, unless two tables of it."""
        apart = self.table and other.table and not self.same_table(other)
        return self.same_file(other) and not apart


def destination(label: str, value: Any) -> Place | None:
    """Give the place of a destination; None for a memory layer, a server or nothing."""
    value = _told(value)
    if not isinstance(value, str) or value in {"", QgsProcessing.TEMPORARY_OUTPUT}:
        return None
    if value.startswith(_OGR):
        told = QgsDataSourceUri(value[len(_OGR) :])
        return Place(label, Path(told.database() or value[len(_OGR) :]), told.table())
    if _ADDRESS.match(value):
        return None
    return Place(label, Path(value.split("|")[0]))


def all_new(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]) -> bool:
    """Tell whether nothing stands yet where the outputs go, so that they can be taken back.

    A server's table counts as standing: what is in it is not ours to take away.
    """
    definitions = algorithm.destinationParameterDefinitions()
    return all(_is_new(parameters.get(one.name())) for one in definitions)


def _is_new(value: Any) -> bool:
    place, told = destination("", value), _told(value)
    if place is not None:
        return not place.path.exists()
    nowhere = (None, "", QgsProcessing.TEMPORARY_OUTPUT)
    return told in nowhere or str(told).startswith(_MEMORY)


def _told(value: Any) -> Any:
    is_layer = isinstance(value, QgsProcessingOutputLayerDefinition)
    return value.sink.staticValue() if is_layer else value


def take_back(algorithm: QgsProcessingAlgorithm, results: dict[str, Any]) -> None:
    """Take away the files of outputs written so far; layers in memory go by themselves."""
    names = (one.name() for one in algorithm.destinationParameterDefinitions())
    for path in _files(results[name] for name in names if name in results):
        for ending in _JOURNALS:
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _files(outputs: Iterable[Any]) -> Iterator[Path]:
    for output in outputs:
        path = Path(str(output).partition("|")[0])
        if isinstance(output, str) and path.is_file():
            yield path
