"""Tables and layers of a pack in one GeoPackage."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ...engine.errors import FileUnreadableError
from ...engine.report.evidence import LINES, MAP_LAYERS, POLYGONS
from ...engine.report.map_tables import LayerTable
from ...engine.tables import Table

_SHAPES = {POLYGONS: ogr.wkbMultiPolygon, LINES: ogr.wkbMultiLineString}
_TAKEN = {"fid", "geom"}


def write_geopackage(file: Path, tables: Mapping[str, Table], layers: Sequence[LayerTable]) -> None:
    """Write tables without places, and layers in WGS 84; the file must not stand there yet."""
    source = gdal.GetDriverByName("GPKG").Create(str(file), 0, 0, 0, gdal.GDT_Unknown)
    if source is None:
        raise FileUnreadableError(f"{file.name} could not be written ({gdal.GetLastErrorMsg()}).")
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for name, table in tables.items():
        target = source.CreateLayer(f"table_{name}", None, ogr.wkbNone)
        _write(target, table, [None] * len(table))
    for layer in layers:
        kind = _SHAPES.get(MAP_LAYERS[layer.shapes.key], ogr.wkbPoint)
        target = source.CreateLayer(layer.name, degrees, kind)
        _write(target, layer.columns, [_shape(one, kind) for one in layer.shapes.geometries])


def _shape(geometry: Mapping[str, Any], kind: int) -> Any:
    return ogr.ForceTo(ogr.CreateGeometryFromJson(json.dumps(geometry)), kind)


def _write(target: Any, table: Table, shapes: Sequence[Any]) -> None:
    """Write the rows of one table in a single go."""
    kinds = [_kind(values) for values in table.columns.values()]
    for name, kind in zip(_names(table), kinds):
        target.CreateField(ogr.FieldDefn(name, kind))
    definition = target.GetLayerDefn()
    target.StartTransaction()
    for row, shape in zip(table.rows(), shapes):
        feature = ogr.Feature(definition)
        for place, (value, kind) in enumerate(zip(row, kinds)):
            if not _missing(value):
                feature.SetField(place, str(value) if kind == ogr.OFTString else value)
        if shape is not None:
            feature.SetGeometryDirectly(shape)
        target.CreateFeature(feature)
    target.CommitTransaction()


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
    if there and all(isinstance(value, int) for value in there):
        return int(ogr.OFTInteger64)
    if there and all(isinstance(value, (int, float)) for value in there):
        return int(ogr.OFTReal)
    return int(ogr.OFTString)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))
