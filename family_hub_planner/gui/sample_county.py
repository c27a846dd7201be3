"""The sample county, which is fictional: its layers, and its files as the tools' first inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QTimer, QUrl, QUrlQuery
from qgis.PyQt.QtWidgets import QPushButton

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
GRID = "EPSG:27700"
KEY = "family_hub_planner/sample"
FIRST = "familyhub:buildnetwork"


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
        group = _group(project)
        present = open_layers(project)
        for key, layer in wanted.items():
            if key not in present:
                _add(project, group, key, layer)
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


def announce(bar: Any, text: str, open_algorithm: Callable[[str], object]) -> None:
    """Say what was opened and what comes first, with a button that opens it.

    It waits for QGIS's own warnings (of a missing grid shift, say) so as to lie on top of them.
    """
    timer = QTimer(bar)
    timer.setSingleShot(True)
    timer.timeout.connect(partial(_push, bar, text, open_algorithm))
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)


def open_layers(project: QgsProject) -> dict[str, QgsVectorLayer]:
    """Give the sample's layers that stand in the project, by key, in the group's order."""
    found = {}
    for node in project.layerTreeRoot().findLayers():
        key = node.layer().customProperty(KEY) if node.layer() else None
        if key:
            found[str(key)] = node.layer()
    return found


def sample_parameters(algorithm_id: str, project: QgsProject) -> dict[str, Any]:
    """Give an algorithm's inputs from the sample county, or nothing while it is not open."""
    layers = {key: layer.id() for key, layer in open_layers(project).items()}
    if not layers:
        return {}
    inputs: dict[str, dict[str, Any]] = {
        "familyhub:buildnetwork": {"INPUT": str(SAMPLE / ROADS)},
        "familyhub:needlayer": {
            "AREAS": layers.get("lsoa"),
            "CODE": "LSOA21CD",
            "NAME": "LSOA21NM",
            "AUTHORITY": "LAD24NM",
            "LOCALITY_NAME": "locality",
            "WEIGHTING": "income_deprived_children",
            "CENTROIDS": layers.get("centroids"),
            "LOCALITIES": layers.get("localities"),
            "DEPRIVATION": _file(DEPRIVATION),
            "POPULATION": _file(POPULATION),
        },
        "familyhub:catchments": {"HUBS": layers.get("hubs"), "HUB_ID": "site_id"},
        "familyhub:coverage": {
            "HUBS": layers.get("hubs"),
            "HUB_ID": "site_id",
            "DEMAND": demand_points(project),
        },
        "familyhub:importestate": {"INPUT": str(SAMPLE / ESTATE)},
        "familyhub:candidatesfromosm": {"INPUT": str(SAMPLE / ROADS)},
        "familyhub:suggestsites": {
            "DEMAND": demand_points(project),
            "EXISTING": layers.get("hubs"),
            "EXISTING_ID": "site_id",
            "CANDIDATES": layers.get("venues"),
            "CANDIDATE_ID": "site_id",
        },
        "familyhub:suggestoutreach": {
            "DEMAND": demand_points(project),
            "HUBS": layers.get("hubs"),
            "HUB_ID": "site_id",
            "VENUES": layers.get("venues"),
            "VENUE_ID": "site_id",
        },
        "familyhub:colocate": {
            "DEMAND": demand_points(project),
            "SERVICES": _file(SERVICES),
            "BUILDINGS": layers.get("venues"),
            "BUILDING_ID": "site_id",
            "HUBS": layers.get("hubs"),
            "HUB_ID": "site_id",
        },
        "familyhub:rationalise": {"DEMAND": demand_points(project)},
        "familyhub:comparescenarios": {"DEMAND": demand_points(project)},
    }
    return {name: value for name, value in inputs.get(algorithm_id, {}).items() if value}


def demand_points(project: QgsProject) -> str | None:
    """Give the id of a layer of demand points in the project, None where there is none."""
    wanted = {"area_code", "children", "need"}
    for layer in project.mapLayers().values():
        vector = isinstance(layer, QgsVectorLayer) and layer.isSpatial()
        point = vector and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
        if point and wanted <= set(layer.fields().names()):
            return layer.id()
    return None


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


def _group(project: QgsProject) -> QgsLayerTreeGroup:
    title = tr("Sample county (fictional)")
    root = project.layerTreeRoot()
    return root.findGroup(title) or root.insertGroup(0, title)


def _add(project: QgsProject, group: QgsLayerTreeGroup, key: str, layer: QgsVectorLayer) -> None:
    layer.setCustomProperty(KEY, key)
    draw(layer, key)
    project.addMapLayer(layer, False)
    group.addLayer(layer)


def _file(pattern: str) -> str:
    return next((str(path) for path in sorted(SAMPLE.glob(pattern))), "")


def _push(bar: Any, text: str, open_algorithm: Callable[[str], object]) -> None:
    item = bar.createMessage(tr("Sample county (fictional)"), text)
    button = QPushButton(tr("Build its network…"))
    button.setAccessibleDescription(text)
    button.clicked.connect(partial(_clicked, open_algorithm))
    item.layout().addWidget(button)
    bar.pushWidget(item)


def _clicked(open_algorithm: Callable[[str], object], _checked: bool = False) -> None:
    open_algorithm(FIRST)
