"""Tables and layers of a pack in one GeoPackage."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ...engine.errors import FileUnreadableError, said_by
from ...engine.report.evidence import LINES, MAP_LAYERS, POLYGONS
from ...engine.report.map_tables import LayerTable
from ...engine.sources.openstreetmap_file import collected_errors
from ...engine.tables import Table

_SHAPES = {POLYGONS: ogr.wkbMultiPolygon, LINES: ogr.wkbMultiLineString}
_TAKEN = {"fid", "geom"}


def write_geopackage(file: Path, tables: Mapping[str, Table], layers: Sequence[LayerTable]) -> None:
    """Write tables without places, and layers in WGS 84; the file must not stand there yet.

    Raises `FileUnreadableError` where not all of it could be written, and leaves nothing then.
    """
    with collected_errors() as errors:
        try:
            _write_all(file, tables, layers)
        except (OSError, RuntimeError) as error:  # GDAL raises where another plugin told it to
            errors.append(said_by(error))
    if errors:
        file.unlink(missing_ok=True)
        raise FileUnreadableError(f"{file.name} is not whole: {said_by(errors[0])}")


def _write_all(file: Path, tables: Mapping[str, Table], layers: Sequence[LayerTable]) -> None:
    """Write the file; what goes wrong is raised, or told to GDAL's own list of errors."""
    source = _made(gdal.GetDriverByName("GPKG").Create(str(file), 0, 0, 0, gdal.GDT_Unknown))
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for name, table in tables.items():
        target = _made(source.CreateLayer(f"table_{name}", None, ogr.wkbNone))
        _write(target, table, [None] * len(table))
    for layer in layers:
        kind = _SHAPES.get(MAP_LAYERS[layer.shapes.key], ogr.wkbPoint)
        target = _made(source.CreateLayer(layer.name, degrees, kind))
        _write(target, layer.columns, [_shape(one, kind) for one in layer.shapes.geometries])
    source.FlushCache()


def _made(there: Any) -> Any:
    """Give what GDAL made; where it made nothing, raise `OSError` with its reason."""
    if there is None:
        raise OSError(gdal.GetLastErrorMsg())
    return there


def _done(code: int) -> None:
    """Raise `OSError` with GDAL's reason for a code that is no success."""
    if code != ogr.OGRERR_NONE:
        raise OSError(gdal.GetLastErrorMsg())


def _shape(geometry: Mapping[str, Any], kind: int) -> Any:
    return ogr.ForceTo(ogr.CreateGeometryFromJson(json.dumps(geometry)), kind)


def _write(target: Any, table: Table, shapes: Sequence[Any]) -> None:
    """Write the rows of one table in a single go."""
    kinds = [_kind(values) for values in table.columns.values()]
    for name, kind in zip(_names(table), kinds):
        _done(target.CreateField(ogr.FieldDefn(name, kind)))
    definition = target.GetLayerDefn()
    _done(target.StartTransaction())
    for row, shape in zip(table.rows(), shapes):
        feature = ogr.Feature(definition)
        for place, (value, kind) in enumerate(zip(row, kinds)):
            if not _missing(value):
                feature.SetField(place, str(value) if kind == ogr.OFTString else value)
        if shape is not None:
            feature.SetGeometryDirectly(shape)
        _done(target.CreateFeature(feature))
    _done(target.CommitTransaction())


def _names(table: Table) -> list[str]:
    """Give the columns' names, none of them twice but for capitals, none the format's own."""
    found: list[str] = []
    for name in table.columns:
        free, number = name, 2
        while free.lower() in {one.lower() for one in found} | _TAKEN:
            free, number = f"{name}_{number}", number + 1
        found.append(free)
    return found


def _kind(values: Sequence[Any]) -> int:
    """Give the kind of a column: whole numbers, numbers, or texts for all else."""
    there = [value for value in values if not _missing(value)]
    if there and all(isinstance(value, int) and abs(value) < 2**63 for value in there):
        return int(ogr.OFTInteger64)
    if any(isinstance(value, float) for value in there) and all(
        isinstance(value, (int, float)) for value in there
    ):
        return int(ogr.OFTReal)
    return int(ogr.OFTString)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))
