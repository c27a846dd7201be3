"""QGIS's own service areas (`native:serviceareafromlayer`), by PyQGIS: lines, one band."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from measure import Answer, drive, read_points
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

gdal.UseExceptions()
WALK_KPH = 4.8
NOT_WALKED = ("motorway", "motorway_link", "proposed", "construction")


def write_ways(osm: Path, target: Path) -> None:
    """Write the ways that one may walk as an ordinary layer in metres; this is not counted."""
    barred = ", ".join(f"'{name}'" for name in NOT_WALKED)
    gdal.VectorTranslate(
        str(target),
        str(osm),
        format="GPKG",
        layerName="ways",
        SQLStatement=f"SELECT highway FROM lines WHERE highway NOT IN ({barred})",
        dstSRS="EPSG:27700",
        reproject=True,
    )


def hub_layer(hubs: list[tuple[float, float]]) -> Any:
    """Give the hubs as a layer of points in memory."""
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "hubs", "memory")
    features = []
    for lon, lat in hubs:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(lon, lat)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def catchments(request: dict[str, Any], answer: Answer) -> None:
    """Time the service areas of all hubs for the widest band."""
    folder = Path(request["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    ways = folder / (Path(request["osm"]).name.split(".")[0] + "-ways.gpkg")
    if not ways.exists():
        write_ways(Path(request["osm"]), ways)
    application = QgsApplication([], False)
    application.initQgis()
    _service_areas(ways, read_points(request, "hubs"), request["bands"][-1], answer)
    answer.versions["QGIS"] = Qgis.QGIS_VERSION
    application.exitQgis()


def _service_areas(
    ways: Path, hubs: list[tuple[float, float]], minutes: float, answer: Answer
) -> None:
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()

    words = {
        "INPUT": QgsVectorLayer(f"{ways}|layername=ways", "ways", "ogr"),
        "STRATEGY": 0,
        "START_POINTS": hub_layer(hubs),
        "TRAVEL_COST2": minutes * WALK_KPH / 0.06,
        "OUTPUT_LINES": "TEMPORARY_OUTPUT",
    }
    with answer.step("catchments"):
        found = processing.run("native:serviceareafromlayer", words)
    answer.facts["areas"] = found["OUTPUT_LINES"].featureCount()


if __name__ == "__main__":
    drive({"catchments": catchments})
