"""What is checked before a run starts: files, places to write to, fields.

`qgis_process` 3.22 checks none of these, and opening an output destroys what stood there: whatever
can be known beforehand is said beforehand, while nothing has been touched.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingUtils,
    QgsProviderRegistry,
)

from ..engine.errors import ColumnError, FileUnreadableError, InputError
from .databases import DatabaseTable, check_readable, check_writable, database_table, table_of
from .destinations import Place, destination
from .given_layers import given_layers, takes_files, text_of_layer
from .job import Job
from .layers import name_of
from .output_names import check_name
from .parameters import OR_FOLDER, tr

_FOLDER = "folderDestination"
_SQLITE = b"SQLite format 3\x00"  # how every GeoPackage begins
_PATIENCE_S = 2.0


def check(job: Job) -> None:
    """Run every check; raises one of the planner's errors, in words."""
    _check_files(job)
    _check_destinations(job)
    _check_tables(job)
    _check_fields(job)


def _check_files(job: Job) -> None:
    for definition in job.algorithm.parameterDefinitions():
        if isinstance(definition, QgsProcessingParameterFile):
            path = job.path(definition.name())
            if definition.behavior() == QgsProcessingParameterFile.Behavior.Folder:
                there, why = path is None or path.is_dir(), tr("{}: there is no folder {}.")
            else:
                there, why = path is None or path.is_file(), tr("{}: there is no file {}.")
                there = there or (definition.metadata().get(OR_FOLDER, False) and path.is_dir())
            if not there:
                raise FileUnreadableError(why.format(definition.description(), path))
        elif takes_files(definition):
            for path in job.paths(definition.name()):
                if not path.is_file():
                    why = tr("{}: there is no file {}.")
                    raise FileUnreadableError(why.format(definition.description(), path))


def _check_destinations(job: Job) -> None:
    inputs, outputs = list(_inputs(job)), []
    for definition, output in _outputs(job):
        _check_target(output)
        for other in outputs:
            if output.clashes(other):
                raise InputError(
                    tr("{} and {} would be written into one file, {}. Give each its own.").format(
                        other.label, output.label, output.path
                    )
                )
        for given in inputs:
            # A table beside the input's own, in one GeoPackage, takes nothing away.
            if output.same_file(given) and (not output.table or output.same_table(given)):
                raise InputError(
                    tr("{} would be written over {}, {}. Choose another file.").format(
                        output.label, given.label, output.path
                    )
                )
        check_name(definition, output)
        outputs.append(output)


def _check_tables(job: Job) -> None:
    """Check the tables of databases: inputs readable, outputs to be made, none over another."""
    taken = {}
    for layer, label in _input_layers(job):
        table = table_of(label, layer)
        if table is not None:
            check_readable(table)
            layer.featureCount()  # kept by QGIS: rows that a lost server leaves out are missed then
            taken.setdefault(table.identity(), label)
    for output in _output_tables(job):
        other = taken.setdefault(output.identity(), output.label)
        if other != output.label:
            raise InputError(
                tr("{} would be written over {}, {}. Name another table.").format(
                    output.label, other, output.told()
                )
            )
        check_writable(output)


def _output_tables(job: Job) -> Iterator[DatabaseTable]:
    for definition in job.algorithm.destinationParameterDefinitions():
        value = job.parameters.get(definition.name())
        table = database_table(definition.description(), value)
        if table is not None:
            yield table


def _check_target(output: Place) -> None:
    folder = output.path.parent
    if not folder.is_dir():
        why = tr("{}: there is no folder {} to write into.")
        raise FileUnreadableError(why.format(output.label, folder))
    if not os.access(folder, os.W_OK):
        why = tr("{}: nothing may be written into the folder {}.")
        raise FileUnreadableError(why.format(output.label, folder))
    if output.path.is_dir():
        raise FileUnreadableError(
            tr("{}: {} is a folder. Give the file a name in it.").format(output.label, output.path)
        )
    if output.path.exists() and not output.path.is_file():
        why = tr("{}: {} is no ordinary file, which a result could replace. Choose another name.")
        raise FileUnreadableError(why.format(output.label, output.path))
    _check_not_held(output)
    if output.table and output.path.is_file():
        _check_takes_tables(output)


def _check_not_held(output: Place) -> None:
    """Refuse a file that another program holds (a table open in a spreadsheet on Windows)."""
    if not output.path.is_file():
        return
    try:
        with output.path.open("r+b"):
            pass
    except OSError as error:
        raise FileUnreadableError(
            tr("{}: {} cannot be replaced ({}). Is it open in another program?").format(
                output.label, output.path, error.strerror
            )
        ) from error


def _check_takes_tables(output: Place) -> None:
    """Refuse a file that no table can be added to now: locked, or no GeoPackage.

    Found out only when the sink is opened, it would stop a run whose other sinks stand already.
    """
    with output.path.open("rb") as stream:
        database = stream.read(len(_SQLITE)) == _SQLITE
    if not database:
        if output.path.suffix.lower() == ".gpkg":
            raise FileUnreadableError(_no_geopackage(output))
        return
    try:
        opened = sqlite3.connect(output.path, timeout=_PATIENCE_S, isolation_level=None)
        with closing(opened) as there:
            there.execute("BEGIN IMMEDIATE")
            there.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise FileUnreadableError(
            tr("{}: no table can be added to {} ({}). Is it open in another program?").format(
                output.label, output.path, error
            )
        ) from error
    except sqlite3.DatabaseError as error:
        raise FileUnreadableError(_no_geopackage(output)) from error


def _no_geopackage(output: Place) -> str:
    why = tr("{}: {} is no GeoPackage, so no table can be added to it. Choose another file.")
    return why.format(output.label, output.path)


def _outputs(job: Job) -> Iterator[tuple[QgsProcessingParameterDefinition, Place]]:
    for definition in job.algorithm.destinationParameterDefinitions():
        if definition.type() == _FOLDER:  # what is in it is the algorithm's own to check
            continue
        place = destination(definition, job.parameters.get(definition.name()), job.context)
        if place is not None:
            yield definition, place


def _inputs(job: Job) -> Iterator[Place]:
    for definition in job.algorithm.parameterDefinitions():
        name, label = definition.name(), definition.description()
        if isinstance(definition, QgsProcessingParameterFile):
            path = job.path(name)
            if path is not None:
                yield Place(label, path)
        elif takes_files(definition):
            yield from (Place(label, path) for path in job.paths(name))
    places = (_place_of(layer, label) for layer, label in _input_layers(job))
    yield from (place for place in places if place is not None)


def _input_layers(job: Job) -> Iterator[tuple[QgsMapLayer, str]]:
    """Give every layer that the run was given and QGIS can open, with its parameter's label."""
    for definition, given in given_layers(job.algorithm, job.parameters):
        text = text_of_layer(given, job.context)
        layer = QgsProcessingUtils.mapLayerFromString(text, job.context) if text else given
        if isinstance(layer, QgsMapLayer):
            yield layer, definition.description()


def _place_of(layer: QgsMapLayer, label: str) -> Place | None:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path")
    return Place(label, Path(path), parts.get("layerName") or "") if path else None


def _check_fields(job: Job) -> None:
    for definition in job.algorithm.parameterDefinitions():
        if not isinstance(definition, QgsProcessingParameterField):
            continue
        source = job.optional_source(definition.parentLayerParameterName())
        wanted = job.fields(definition.name())
        if source is None or not wanted:
            continue
        there = source.fields().names()
        for name in wanted:
            # A default that the layer lacks was not asked for: it is left unused.
            if name not in there and name != definition.defaultValue():
                raise ColumnError(
                    tr("{}: the layer {} has no field {!r}. Its fields: {}.").format(
                        definition.description(), name_of(source), name, ", ".join(there)
                    )
                )
