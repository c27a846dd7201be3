"""The what-if on the map: the areas by minutes or by change, and the places, on or off.

Both are layers in memory in a group of their own. They are drawn by the shipped styles, so a colour
means here what it means in every result; a step changes values and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .translation import tr
from .what_if_left_over import MARK, group_title, remove_empty_group, remove_left_over
from .what_if_symbols import draw_areas, draw_places

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

# "(0,0)" holds a number as it is: without it the layer would round to five places.
AREAS = (
    "area_code:string", "area_name:string", "minutes:double(0,0)", "hub_id:string",
    "minutes_base:double(0,0)", "hub_base:string", "change:double(0,0)", "result:string",
)  # fmt: skip
PLACES = ("place_id:string", "site_name:string", "kind:string", "is_on:integer")
MINUTES, CHANGE = "minutes", "change"


class WhatIfLayers:
    """The two layers of a session: added to the project, kept up to date, and removed."""

    def __init__(self, session: WhatIfSession, project: QgsProject) -> None:
        self._session, self._project = session, project
        self._ids: dict[str, int] = {}
        self._areas_id, self._places_id = "", ""
        remove_left_over(project)
        areas, places = self._made_areas(), self._made_places()
        self._group = _group(project)
        for layer in (places, areas):
            project.addMapLayer(layer, False)
            self._group.addLayer(layer)
        self._areas_id, self._places_id = areas.id(), places.id()
        self.look(MINUTES)
        draw_places(places)
        # A group that was empty when it came is folded in the tree, though it is called unfolded.
        self._group.setExpanded(False)
        self._group.setExpanded(True)
        self.refresh()

    @property
    def areas(self) -> QgsVectorLayer | None:
        """The areas, None once somebody has removed the layer."""
        return self._project.mapLayer(self._areas_id)

    @property
    def places(self) -> QgsVectorLayer | None:
        """The places, None once somebody has removed the layer."""
        return self._project.mapLayer(self._places_id)

    def look(self, by: str) -> None:
        """Colour the areas by `MINUTES` or by `CHANGE`."""
        if self.areas is not None:
            draw_areas(self.areas, by, self._session.loaded.words)
            self.areas.triggerRepaint()

    def refresh(self) -> None:
        """Write the figures of the plan shown into the layers."""
        if self.areas is not None:
            self._write_areas(self.areas)
        if self.places is not None:
            self._write_places(self.places)

    def remove(self) -> None:
        """Take the layers and their group out of the project."""
        layers = [layer.id() for layer in (self.areas, self.places) if layer is not None]
        self._project.removeMapLayers(layers)
        remove_empty_group(self._project)

    def _made_areas(self) -> QgsVectorLayer:
        loaded = self._session.loaded
        point = QgsWkbTypes.geometryType(loaded.shapes.kind)
        kind = "Point" if point == QgsWkbTypes.GeometryType.PointGeometry else "MultiPolygon"
        layer = _memory(kind, AREAS, loaded.crs.authid(), tr("What-if: minutes to the nearest hub"))
        layer.dataProvider().addFeatures([self._area(layer, row) for row in range(self._count())])
        self._area_ids = [feature.id() for feature in layer.getFeatures()]
        return layer

    def _area(self, layer: QgsVectorLayer, row: int) -> QgsFeature:
        loaded, base = self._session.loaded, self._session.what_if.base
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry(loaded.shapes.geometries[row]))
        feature["area_code"] = base.area_ids[row]
        feature["area_name"] = loaded.area_names[row]
        feature["minutes_base"] = _or_none(base.minutes[row])
        feature["hub_base"] = base.hub[row]
        return feature

    def _count(self) -> int:
        return len(self._session.what_if.demand)

    def _made_places(self) -> QgsVectorLayer:
        return _memory("Point", PLACES, self._session.loaded.crs.authid(), tr("What-if: places"))

    def _write_areas(self, layer: QgsVectorLayer) -> None:
        found, moves = self._session.figures.coverage, self._session.figures.change.moves
        names = ("minutes", "hub_id", "change", "result")
        columns = [layer.fields().indexOf(name) for name in names]
        rows = zip(self._area_ids, found.minutes, found.hub, moves.change, moves.results())
        values = {
            area: dict(zip(columns, (_or_none(minutes), hub, _or_none(change), result)))
            for area, minutes, hub, change, result in rows
        }
        layer.dataProvider().changeAttributeValues(values)
        layer.triggerRepaint()

    def _write_places(self, layer: QgsVectorLayer) -> None:
        provider = layer.dataProvider()
        provider.truncate()
        provider.addFeatures(list(self._place_features(layer)))
        layer.updateExtents()
        layer.triggerRepaint()

    def _place_features(self, layer: QgsVectorLayer) -> Iterator[QgsFeature]:
        session = self._session
        for place_id, (x, y) in session.positions().items():
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            state = int(place_id in session.plan.on)
            feature.setAttributes([place_id, session.name(place_id), session.kind(place_id), state])
            yield feature


def _group(project: QgsProject) -> QgsLayerTreeGroup:
    root = project.layerTreeRoot()
    return root.findGroup(group_title()) or root.insertGroup(0, group_title())


def _memory(kind: str, fields: tuple[str, ...], crs: str, title: str) -> QgsVectorLayer:
    columns = "&".join(f"field={field}" for field in fields)
    layer = QgsVectorLayer(f"{kind}?crs={crs}&{columns}", title, "memory")
    layer.setCustomProperty(MARK, True)
    # Nothing is lost with them: QGIS need not ask when it is closed.
    layer.setCustomProperty("skipMemoryLayersCheck", 1)
    return layer


def _or_none(minutes: float) -> float | None:
    return float(minutes) if np.isfinite(minutes) else None
