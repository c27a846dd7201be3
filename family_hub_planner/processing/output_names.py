"""What an output's file may be called: the ending must be of the kind that is written."""

from __future__ import annotations

import re

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
)

from ..engine.errors import InputError
from .destinations import Place
from .parameters import tr
from .written_files import keeps_name, known_to_tables

_CUTS_NAMES = {".shp", ".dbf", ".shz"}
_FILTER = re.compile(r"\*(\.\w+)")


def check_name(definition: QgsProcessingParameterDefinition, output: Place) -> None:
    """Refuse a name whose ending tells another kind of file than would be written."""
    if isinstance(definition, QgsProcessingParameterFeatureSink):
        _check_layer(output)
    elif isinstance(definition, QgsProcessingParameterFileDestination):
        endings = [one.lower() for one in _FILTER.findall(definition.fileFilter())]
        if endings and output.path.suffix.lower() not in endings:
            why = tr("{}: {} would not tell what is in it. End the file's name in {}.")
            told = ", ".join(endings)
            raise InputError(why.format(output.label, output.path.name, told))


def _check_layer(output: Place) -> None:
    path = output.path
    if path.suffix.lower() in _CUTS_NAMES:
        raise InputError(
            tr(
                "{}: a shapefile cuts column names to 10 characters, so that indices and counts "
                "would lose theirs. Choose a GeoPackage (.gpkg)."
            ).format(output.label)
        )
    if "|" in path.name:
        raise InputError(
            tr(
                '{}: {} is no name for a file: "|" parts a file from its layer. To add a table '
                "to a GeoPackage, write ogr:dbname='file.gpkg' table=\"name\" (geom)."
            ).format(output.label, path.name)
        )
    if not keeps_name(path) or (output.table and not known_to_tables(path)):
        why = tr("{}: QGIS writes no layer under the name {}. Choose a GeoPackage (.gpkg).")
        raise InputError(why.format(output.label, path.name))
