"""The sample county, which is fictional: its layers, and its files as the tools' first inputs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLabelingEngineSettings,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from .sample_symbols import draw
from .translation import tr

SAMPLE = Path(__file__).parents[1] / "resources" / "sample"
AREAS = "areas.gpkg"
HUBS = "hubs.csv"
VENUES = "venues.csv"
SERVICES = "services.csv"
ESTATE = "estate_register.csv"
ROADS = "county.osm.bz2"
DEPRIVATION = "File_7_IoD2025_FICTIONAL_*.csv"
POPULATION = "sapelsoasyoa_FICTIONAL_*.csv"
PLACES = ("hubs", "venues")
HIDDEN = ("wards",)  # there to report by; a third set of borders would only confuse the map
GRID = "EPSG:27700"
KEY = "family_hub_planner/sample"


class SampleMissingError(FileNotFoundError):
    """The sample's files are not where the plugin was installed."""


@dataclass(frozen=True)
class SampleCounty:
    """The sample as it stands in the project: its layers by key, in drawing order."""

    layers: dict[str, QgsVectorLayer]
    project: QgsProject

    @classmethod
    def open(cls, project: QgsProject) -> SampleCounty:
        """Load the layers that are not open yet, top layer first, into a group of their own."""
        _need_files()
        wanted = _new_layers()
        if not project.mapLayers():
            project.setCrs(QgsCoordinateReferenceSystem(GRID))
            _name_whole_or_elsewhere(project)
        present = open_layers(project)
        for key, layer in wanted.items():
            if key not in present:
                _add(project, _group(project, key), key, layer)
        return cls(open_layers(project), project)

    def show_on(self, canvas: Any) -> None:
        """Move the map to the county."""
        extent = QgsRectangle()
        for layer in self.layers.values():
            to_map = QgsCoordinateTransform(layer.crs(), self.project.crs(), self.project)
            extent.combineExtentWith(to_map.transformBoundingBox(layer.extent()))
        extent.scale(1.05)
        canvas.setExtent(extent)
        canvas.refresh()

    def summary(self) -> str:
        """Count what was opened, in few words: the bar has little room."""
        counts = {key: layer.featureCount() for key, layer in self.layers.items()}
        return tr("{areas} areas, {hubs} hubs, {venues} venues.").format(
            areas=counts["lsoa"], hubs=counts["hubs"], venues=counts["venues"]
        )


def open_layers(project: QgsProject) -> dict[str, QgsVectorLayer]:
    """Give the sample's layers that stand in the project, by key, in the group's order."""
    found = {}
    for node in project.layerTreeRoot().findLayers():
        key = node.layer().customProperty(KEY) if node.layer() else None
        if key:
            found[str(key)] = node.layer()
    return found


def sample_settings(project: QgsProject) -> dict[str, str]:
    """Give the plan's settings that the sample county fills: all that the five steps need."""
    layers = {key: layer.id() for key, layer in open_layers(project).items()}
    return {
        "osm": str(SAMPLE / ROADS),
        "boundaries": layers.get("lsoa", ""),
        "code": "LSOA21CD",
        "name": "LSOA21NM",
        "authority": "LAD24NM",
        "centroids": layers.get("centroids", ""),
        "localities": layers.get("localities", ""),
        "locality_name": "locality",
        "wards": layers.get("wards", ""),
        "ward_name": "WD24NM",
        "deprivation": _file(DEPRIVATION),
        "population": _file(POPULATION),
        "ages": "0-4",
        "weighting": "income_deprived_children",
        "hubs": layers.get("hubs", ""),
        "hub_id": "site_id",
        "home_authority": "Fenmarch",
        "venues": layers.get("venues", ""),
        "venue_id": "site_id",
        "register": str(SAMPLE / ESTATE),
        "services": _file(SERVICES),
        "title": tr("Family hubs in Fenmarch (fictional)"),
        "question": tr("Where could one more hub reach most children with a pram?"),
        "council": "Fenmarch",
        "given_up": "H02",
    }


def _name_whole_or_elsewhere(project: QgsProject) -> None:
    """Let no name be cut off by the map's edge; QGIS allows it where a project says nothing."""
    settings = project.labelingEngineSettings()
    settings.setFlag(QgsLabelingEngineSettings.Flag.UsePartialCandidates, False)
    project.setLabelingEngineSettings(settings)


def _need_files() -> None:
    lacking = [name for name in (ROADS, AREAS, HUBS, VENUES) if not (SAMPLE / name).is_file()]
    if lacking:
        raise SampleMissingError(
            tr("Its files are missing ({}). Install the plugin again from its zip.").format(
                ", ".join(lacking)
            )
        )


def _new_layers() -> dict[str, QgsVectorLayer]:
    return {
        "hubs": _points(SAMPLE / HUBS, tr("Sample hubs")),
        "venues": _points(SAMPLE / VENUES, tr("Sample venues")),
        "centroids": _polygons("centroids", tr("Sample centroids")),
        "localities": _polygons("localities", tr("Sample localities")),
        "wards": _polygons("wards", tr("Sample wards")),
        "lsoa": _polygons("lsoa", tr("Sample areas")),
    }


def _polygons(layer: str, title: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{SAMPLE / AREAS}|layername={layer}", title, "ogr")


def _points(table: Path, title: str) -> QgsVectorLayer:
    query = QUrlQuery()
    for name, value in (
        ("type", "csv"),
        ("xField", "easting"),
        ("yField", "northing"),
        ("crs", GRID),
        ("detectTypes", "yes"),
        ("spatialIndex", "no"),
        ("subsetIndex", "no"),
        ("watchFile", "no"),
    ):
        query.addQueryItem(name, value)
    address = QUrl.fromLocalFile(str(table))
    address.setQuery(query)
    return QgsVectorLayer(bytes(address.toEncoded()).decode(), title, "delimitedtext")


def _group(project: QgsProject, key: str) -> QgsLayerTreeGroup:
    """Find or make a layer's group: places on top, areas at the foot, results fit in between."""
    root = project.layerTreeRoot()
    if key in PLACES:
        title = tr("Sample county (fictional)")
        return root.findGroup(title) or root.insertGroup(0, title)
    title = tr("Sample areas (fictional)")
    return root.findGroup(title) or root.addGroup(title)


def _add(project: QgsProject, group: QgsLayerTreeGroup, key: str, layer: QgsVectorLayer) -> None:
    layer.setCustomProperty(KEY, key)
    layer.setReadOnly(True)  # merely switching to editing would change the file that we ship
    draw(layer, key)
    project.addMapLayer(layer, False)
    node = group.addLayer(layer)
    node.setItemVisibilityChecked(key not in HIDDEN)


def _file(pattern: str) -> str:
    return next((str(path) for path in sorted(SAMPLE.glob(pattern))), "")
