"""Looking into a layer before the chain runs: fields, count and kind, through GDAL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr

gdal.UseExceptions()


@dataclass(frozen=True)
class Layer:
    """A layer of a file: how QGIS opens it, its name, fields, count and places to look further."""

    path: str
    name: str
    fields: tuple[str, ...]
    count: int

    @property
    def source(self) -> str:
        """The text by which QGIS opens the layer."""
        return f"{self.path}|layername={self.name}"

    def is_unique(self, field: str) -> bool:
        """Tell whether every row has a value in the field and none stands twice."""
        values = [row[field] for row in rows(Path(self.path), self.name)]
        return None not in values and "" not in values and len(set(values)) == len(values)


def look_into(path: Path, wanted: str = "", kinds: Sequence[str] = ()) -> Layer | None:
    """Give the layer called `wanted`, else the first of one of the kinds; None if there is none."""
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    except RuntimeError:
        return None
    for number in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(number)
        kind = ogr.GeometryTypeToName(ogr.GT_Flatten(layer.GetGeomType())).replace(" ", "")
        fits = layer.GetName() == wanted if wanted else not kinds or kind in kinds
        if fits:
            definition = layer.GetLayerDefn()
            count = range(definition.GetFieldCount())
            fields = tuple(definition.GetFieldDefn(i).GetName() for i in count)
            return Layer(str(path), layer.GetName(), fields, layer.GetFeatureCount())
    return None


def rows(path: Path, layer: str) -> list[dict[str, Any]]:
    """Give a layer's rows as column name to value, without the places."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return [feature.items() for feature in dataset.GetLayerByName(layer)]


def layer_names(path: Path) -> list[str]:
    """Name the layers and tables of a file."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return [dataset.GetLayer(number).GetName() for number in range(dataset.GetLayerCount())]
