"""The areas as a GeoPackage: layers lsoa, centroids, localities and wards on EPSG:27700."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from osgeo import gdal, ogr, osr

from . import plan
from .areas import Area
from .wards import wards

NO_TIME = "2026-01-01T00:00:00.000Z"
Rows = Iterable[tuple[dict[str, str], ogr.Geometry]]


def write_areas(path: Path, areas: Sequence[Area]) -> None:
    """Write the four layers anew, with a fixed date in place of the clock's."""
    gdal.UseExceptions()
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(
        str(path), options=["ADD_GPKG_OGR_CONTENTS=NO"]
    )
    shapes = [polygon(area) for area in areas]
    _layer(source, "lsoa", "LSOA-like areas", ogr.wkbPolygon,
           [(_names(area), shape) for area, shape in zip(areas, shapes)])  # fmt: skip
    _layer(source, "centroids", "population-weighted centroids", ogr.wkbPoint,
           [(_names(area), _point(area)) for area in areas])  # fmt: skip
    _layer(source, "localities", "localities made of whole areas", ogr.wkbMultiPolygon,
           _localities(areas, shapes))  # fmt: skip
    _layer(source, "wards", "wards made of whole areas", ogr.wkbMultiPolygon,
           _wards(areas, shapes))  # fmt: skip
    del source
    _forget_the_time(path)


def _names(area: Area) -> dict[str, str]:
    code = plan.COUNTY_CODE if area.authority == plan.COUNTY else plan.NEIGHBOUR_CODE
    return {"LSOA21CD": area.code, "LSOA21NM": area.name, "LAD24CD": code,
            "LAD24NM": area.authority, "locality": area.locality}  # fmt: skip


def polygon(area: Area) -> ogr.Geometry:
    """Give an area's polygon in EPSG:27700."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in [*area.ring, area.ring[0]]:
        ring.AddPoint_2D(round(plan.ORIGIN_E + x, 1), round(plan.ORIGIN_N + y, 1))
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def _point(area: Area) -> ogr.Geometry:
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(round(plan.ORIGIN_E + area.centroid[0], 1),
                      round(plan.ORIGIN_N + area.centroid[1], 1))  # fmt: skip
    return point


def _localities(areas: Sequence[Area], shapes: Sequence[ogr.Geometry]) -> Rows:
    for name, shape in _united([area.locality for area in areas], shapes):
        yield {"locality": name}, shape


def _wards(areas: Sequence[Area], shapes: Sequence[ogr.Geometry]) -> Rows:
    names = wards(areas)
    home = dict(zip(names, (area.authority for area in areas)))
    for number, (name, shape) in enumerate(_united(names, shapes), start=1):
        codes = {"WD24CD": f"X{5_000_000 + number:08d}", "WD24NM": name, "LAD24NM": home[name]}
        yield codes, shape


def _united(
    names: Sequence[str], shapes: Sequence[ogr.Geometry]
) -> Iterable[tuple[str, ogr.Geometry]]:
    """Give each name, sorted, with the land of all areas that have it."""
    for name in sorted(set(names)):
        parts = ogr.Geometry(ogr.wkbMultiPolygon)
        for own, shape in zip(names, shapes):
            if own == name:
                parts.AddGeometry(shape)
        yield name, ogr.ForceToMultiPolygon(parts.UnionCascaded())


def _layer(source: ogr.DataSource, name: str, title: str, kind: int, rows: Rows) -> None:
    grid = osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    grid.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    options = [
        f"IDENTIFIER={name} (fictional)",
        "SPATIAL_INDEX=NO",
        f"DESCRIPTION={plan.REMARK}: {title} of {plan.COUNTY} and {plan.NEIGHBOUR}",
    ]
    layer = source.CreateLayer(name, grid, kind, options)
    for values, shape in rows:
        if layer.GetLayerDefn().GetFieldCount() == 0:
            for field in values:
                layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in values.items():
            feature.SetField(field, value)
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)


def _forget_the_time(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE gpkg_contents SET last_change = ?", (NO_TIME,))
        base.commit()
        base.execute("VACUUM")
