"""The project over the results: grouped, styled, with themes, by relative paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeModel,
    QgsMapThemeCollection,
    QgsProject,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QPainter

from family_hub_planner.processing.print_map.ground import extent_of
from family_hub_planner.processing.styles import STYLES, draw_as_result

from . import symbols
from .look import rows

REACH_THEME, CATCHMENTS_THEME, NEED_THEME = "Who is within reach", "Catchments", "Need"


@dataclass(frozen=True)
class Wanted:
    """A layer of the project: its table, its title, and in which themes it is seen."""

    table: str
    title: str
    themes: tuple[str, ...] = ()


REACH_AND_CATCHMENTS = (REACH_THEME, CATCHMENTS_THEME)
TREE = {
    "Sites": (
        Wanted("suggested_sites", "Suggested sites and hubs", REACH_AND_CATCHMENTS),
        Wanted("hubs", "Hubs as given", REACH_AND_CATCHMENTS),
        Wanted("venues", "Venues as given"),
        Wanted("unrouted", "Places not routed"),
        Wanted("assignment", "Who goes where, with the suggested sites"),
    ),
    "Reach": (
        Wanted("catchments", "Catchments of hubs, with a pram", (CATCHMENTS_THEME,)),
        Wanted("coverage", "Minutes to the nearest hub with a pram, by area", (REACH_THEME,)),
        Wanted("areas_beyond_reach", "Areas beyond 30 minutes"),
        Wanted("coverage_by_decile", "Coverage by deprivation decile"),
        Wanted("coverage_by_quintile", "Coverage by local quintile"),
        Wanted("coverage_by_locality", "Coverage by locality"),
        Wanted("coverage_by_hub", "Coverage by hub"),
        Wanted("travel_times", "Travel times to the three nearest hubs"),
    ),
    "Need": (
        Wanted("localities", "Localities", REACH_AND_CATCHMENTS),
        Wanted("demand_points", "Demand points"),
        Wanted("need", "Need", (NEED_THEME,)),
        Wanted("neighbours", "Areas not counted here", REACH_AND_CATCHMENTS),
    ),
    "Network": (
        Wanted("network_barriers", "Rivers, motorways and railways", REACH_AND_CATCHMENTS),
        Wanted("network_edges", "Roads and paths", REACH_AND_CATCHMENTS),
        Wanted("network_nodes", "Junctions"),
        Wanted("network_about", "About the network"),
    ),
}


class Results:
    """The layers of the merged GeoPackage in a project, by table name."""

    def __init__(self, brief: dict[str, Any], tables: list[str]) -> None:
        self.brief, self.gpkg = brief, Path(brief["planner"])
        self.project = QgsProject.instance()
        self.project.clear()
        self.layers: dict[str, QgsVectorLayer] = {}
        self.project.setCrs(QgsCoordinateReferenceSystem(brief["crs"]))
        self.project.setTitle(brief["title"])
        for group, wanted in TREE.items():
            self._add_group(group, wanted, tables)
        self._style()
        self._themes()

    def _add_group(self, name: str, wanted: tuple[Wanted, ...], tables: list[str]) -> None:
        group = self.project.layerTreeRoot().addGroup(name)
        for one in wanted:
            table = "need" if one.table == "neighbours" else one.table
            if table not in tables or (one.table == "neighbours" and not self.brief["home"]):
                continue
            layer = QgsVectorLayer(f"{self.gpkg}|layername={table}", one.title, "ogr")
            if not layer.isValid():
                raise OSError(f"{one.title}: the table {table} of {self.gpkg.name} does not open.")
            self.layers[one.table] = layer
            self.project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setExpanded(bool(one.themes) and one.table not in ("network_edges", "hubs"))
            node.setItemVisibilityChecked(REACH_THEME in one.themes)

    def _style(self) -> None:
        for layer in self.layers.values():
            title = layer.name()
            draw_as_result(layer)
            layer.setName(title)
        for name in ("coverage", "need"):
            if name in self.layers:  # multiplied, so that the roads beneath show through
                multiply = QPainter.CompositionMode.CompositionMode_Multiply
                self.layers[name].setBlendMode(multiply)
        if "need" in self.layers:
            self.layers["need"].setName(f"Need: {self.brief['need_words']}")
        self._style_the_rest()

    def _style_the_rest(self) -> None:
        draw = {
            "venues": lambda layer: layer.loadNamedStyle(str(STYLES / "venues.qml")),
            "localities": self._draw_localities,
            "neighbours": self._draw_neighbours,
            "hubs": self._draw_hubs,
        }
        for name, style in draw.items():
            if name in self.layers:
                style(self.layers[name])

    @staticmethod
    def _draw_localities(layer: QgsVectorLayer) -> None:
        symbols.draw_outline(layer, "locality", "#5c6670", 0.45)
        symbols.name_areas(layer, "locality")

    def _draw_neighbours(self, layer: QgsVectorLayer) -> None:
        home = self.brief["home"].replace("'", "''")
        layer.setSubsetString(f"\"authority\" <> '{home}'")
        symbols.draw_outline(layer, "neighbour, not counted here", "#d5d9dc", 0.15, "#eef0f1")

    def _draw_hubs(self, layer: QgsVectorLayer) -> None:
        field, there = self.brief["hub_id"], "coverage_by_hub" in self.layers
        keys = [row["key"] for row in rows(self.gpkg, "coverage_by_hub")] if there else None
        symbols.draw_hubs(layer, field, keys, "suggested_sites" not in self.layers)

    def _themes(self) -> None:
        root = self.project.layerTreeRoot()
        for theme in (NEED_THEME, CATCHMENTS_THEME, REACH_THEME):  # the last one stays
            for wanted in (one for group in TREE.values() for one in group):
                if wanted.table in self.layers:
                    node = root.findLayer(self.layers[wanted.table].id())
                    node.setItemVisibilityChecked(theme in wanted.themes)
            model = QgsLayerTreeModel(root)
            record = QgsMapThemeCollection.createThemeFromCurrentState(root, model)
            self.project.mapThemeCollection().insert(theme, record)

    def shown(self) -> list[QgsVectorLayer]:
        """Give the layers that are seen, the topmost first."""
        root = self.project.layerTreeRoot()
        return [layer for layer in root.layerOrder() if root.findLayer(layer.id()).isVisible()]

    def save(self, path: Path) -> None:
        """Write the project, looking at the county when it opens."""
        crs = self.project.crs()
        seen = QgsReferencedRectangle(extent_of(self.shown(), crs, self.project), crs)
        self.project.viewSettings().setDefaultViewExtent(seen)
        self.project.viewSettings().setPresetFullExtent(seen)
        self.project.setFilePathStorage(Qgis.FilePathType.Relative)
        if not self.project.write(str(path)):
            raise OSError(f"{path} could not be written: {self.project.error()}")

    def close(self) -> None:
        """Let go of every layer: one that outlives QGIS brings the program down at its end."""
        self.layers.clear()
        self.project.clear()
