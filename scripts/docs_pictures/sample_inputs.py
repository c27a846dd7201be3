"""What the runs take from the sample county."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QUrl

SAMPLE = Path(__file__).resolve().parents[2] / "family_hub_planner" / "resources" / "sample"
ROADS = str(SAMPLE / "county.osm.bz2")
POINTS_QUERY = "type=csv&xField=easting&yField=northing&crs=EPSG:27700&detectTypes=yes"
HOME = "Fenmarch"
TODAY = "site_id like 'H0%'"
PLAN = "(site_id like 'H0%' and site_id <> 'H04') or site_id in ('V01', 'V43')"


def areas(name: str) -> str:
    """Give a layer of areas.gpkg."""
    return f"{SAMPLE / 'areas.gpkg'}|layername={name}"


def published(beginning: str) -> str:
    """Give the path of a published table by the beginning of its name."""
    return str(next(SAMPLE.glob(f"{beginning}*.csv")))


def places(name: str) -> QgsVectorLayer:
    """Give a table of places as a layer."""
    address = QUrl.fromLocalFile(str(SAMPLE / name)).toString()
    return QgsVectorLayer(f"{address}?{POINTS_QUERY}", name, "delimitedtext")


def some_of(path: str, expression: str) -> QgsVectorLayer:
    """Give the features of a file that an expression takes."""
    layer = QgsVectorLayer(path, "some", "ogr")
    if not layer.isValid() or not layer.setSubsetString(expression):
        raise OSError(f"{path} has no features where {expression}")
    return layer
