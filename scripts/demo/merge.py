"""Every output of the chain into one GeoPackage, under names that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer

from .look import layer_names, rows

gdal.UseExceptions()

NETWORK_LAYERS = {
    "edges": "network_edges",
    "barriers": "network_barriers",
    "nodes": "network_nodes",
    "about": "network_about",
}


@dataclass(frozen=True)
class Extra:
    """A layer of the user's that joins the results: its name there, source and provider."""

    name: str
    source: str
    provider: str


def merge(network: Path, steps: Path, extras: list[Extra], target: Path) -> list[str]:
    """Write the GeoPackage anew and name its layers; what is empty is left out."""
    target.unlink(missing_ok=True)
    for layer, name in NETWORK_LAYERS.items():
        _copy(network, layer, target, name)
    for extra in extras:
        _copy_extra(extra, target)
    for file in sorted(steps.glob("*.gpkg")):
        if file.stem.startswith("unrouted_"):
            _join_unrouted(file, target)
        else:
            _copy(file, layer_names(file)[0], target, file.stem)
    return layer_names(target)


def _copy(source: Path, layer: str, target: Path, name: str) -> None:
    if not rows(source, layer):
        return
    mode = "update" if target.exists() else None
    options = gdal.VectorTranslateOptions(
        format="GPKG", accessMode=mode, layers=[layer], layerName=name
    )
    gdal.VectorTranslate(str(target), str(source), options=options)


def _join_unrouted(source: Path, target: Path) -> None:
    """Add the places that one step could not route, with the step's name beside them."""
    layer = layer_names(source)[0]
    if not rows(source, layer):
        return
    step = source.stem.partition("_")[2].replace("_", " ")
    query = f"SELECT '{step}' AS step, * FROM \"{layer}\""
    there = "unrouted" in layer_names(target)
    options = gdal.VectorTranslateOptions(
        format="GPKG",
        accessMode="append" if there else "update",
        SQLStatement=query,
        SQLDialect="SQLite",
        layerName="unrouted",
        options=["-unsetFid"],
    )
    gdal.VectorTranslate(str(target), str(source), options=options)


def _copy_extra(extra: Extra, target: Path) -> None:
    layer = QgsVectorLayer(extra.source, extra.name, extra.provider)
    if not layer.isValid() or not layer.featureCount():
        return
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", extra.name
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    written = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(target), QgsCoordinateTransformContext(), options
    )
    if written[0] != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(f"{extra.name} could not be written into {target.name}: {written[1]}")
