"""The layers of a network's file, laid out and indexed by GDAL; their rows come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from .modes import MODES

EDGE_FIELDS = (
    ("edge_id", ogr.OFTInteger64),
    ("from_node", ogr.OFTInteger64),
    ("to_node", ogr.OFTInteger64),
    ("osm_id", ogr.OFTString),
    ("class", ogr.OFTString),
    ("name", ogr.OFTString),
    ("length_m", ogr.OFTReal),
    *((f"{mode}_{way}", ogr.OFTReal) for mode in MODES for way in ("forward", "back")),
    ("island", ogr.OFTString),
    ("local_only", ogr.OFTString),
    ("fast", ogr.OFTInteger),
)
_TURN_FIELDS = (
    ("osm_id", ogr.OFTString),
    ("kind", ogr.OFTString),
    ("from_edge", ogr.OFTInteger64),
    ("via_node", ogr.OFTInteger64),
    ("to_edge", ogr.OFTInteger64),
    ("only", ogr.OFTInteger),
)


LAYERS = (
    (
        "nodes",
        ogr.wkbPoint,
        (("node_id", ogr.OFTInteger64), ("blocked", ogr.OFTString)),
    ),
    ("edges", ogr.wkbLineString, EDGE_FIELDS),
    ("barriers", ogr.wkbLineString, (("kind", ogr.OFTString),)),
    ("restrictions", ogr.wkbNone, _TURN_FIELDS),
    ("about", ogr.wkbNone, (("key", ogr.OFTString), ("value", ogr.OFTString))),
)


def lay_out(path: Path, crs: str) -> None:
    """Create the file with its layers, empty."""
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    if dataset is None:
        raise OSError("the folder cannot be written to")
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    for name, kind, fields in LAYERS:
        options = ["GEOMETRY_NAME=geom", "SPATIAL_INDEX=NO"]
        layer = dataset.CreateLayer(name, system if kind != ogr.wkbNone else None, kind, options)
        for field_name, field_kind in fields:
            layer.CreateField(ogr.FieldDefn(field_name, field_kind))
    _close(dataset)


def _close(dataset: Any) -> None:
    """Flush a GDAL dataset; what goes wrong then is told in no other way."""
    gdal.ErrorReset()
    dataset.FlushCache()
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise OSError(gdal.GetLastErrorMsg())


def index_shapes(path: Path, stop_if_asked: Callable[[], None]) -> None:
    """Let GDAL index the lines, so that QGIS draws them fast; few ever draw the junctions."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    if dataset is None:
        raise OSError(gdal.GetLastErrorMsg() or "it cannot be opened again")
    gdal.ErrorReset()
    try:
        for name, kind, _ in LAYERS:
            if kind == ogr.wkbLineString:
                stop_if_asked()
                dataset.ExecuteSQL(f"SELECT CreateSpatialIndex('{name}', 'geom')")
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise OSError(gdal.GetLastErrorMsg())
        _close(dataset)
    finally:
        dataset = None  # let go: Windows takes no file away that is open
