"""The pack's map as layers of QGIS: the same shapes, classes and colours as on its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from osgeo import ogr
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...engine.colours import BEYOND, BEYOND_INK, HUB, SUGGESTED
from ...engine.page import OSM_NOTICE
from ...engine.report.evidence import LINES, MAP_LAYERS, POLYGONS, MapShapes
from ...engine.report.map_parts import HATCHED, THINLY, TITLES, Box, Card, MapClass, PackMap, Theme
from ..print_map.letters import format_of
from .pdf_type import INK

_KINDS = {POLYGONS: "MultiPolygon", LINES: "MultiLineString"}
_LINE_COLOURS = {"water": ("#7fb2d6", 0.4), "rail": ("#6b7780", 0.3), "roads": ("#b9bec4", 0.35)}
_MARKS = {
    "hubs": ("square", HUB, 2.8),
    "sites": ("star", SUGGESTED, 4.2),
    "outreach": ("triangle", SUGGESTED, 3.4),
    "estate": ("diamond", "#8a4b00", 3.0),
}
TODAY = "today"  # the theme of things as they stand
_OF_TODAY = {"gaps", "sites", "outreach", "estate"}  # worked out from today, whatever the options
_LABEL_LETTERS = 18  # of a label's line: names of neighbours stand beside each other, not across
_LABELLED = {"hubs", "sites", "outreach"}
_OUTLINE = {"outline_color": "#9aa4ac", "outline_width": "0.12"}


@dataclass(frozen=True)
class MapLayers:
    """The layers of each map of the pack, the last on top, by its theme's key; and its title.

    `credit` is whose data the ways are; `focus` the box shown, in degrees, None for all.
    """

    titles: Mapping[str, str]
    layers: Mapping[str, Sequence[Any]]
    credit: str = OSM_NOTICE
    focus: Box | None = None


def map_layers(pack: PackMap) -> MapLayers:
    """Make the layers of a map for each theme; one map without classes where there is no theme."""
    shapes = {layer.key: layer for layer in pack.layers if len(layer.ids)}
    if not shapes:
        return MapLayers({}, {}, pack.credit)
    if "areas" not in shapes or not pack.themes:
        areas = [_plain_areas(shapes["areas"])] if "areas" in shapes else []
        return MapLayers({"map": ""}, {"map": [*areas, *_above(pack, shapes, None)]}, pack.credit)
    titles = {theme.key: theme.title for theme in pack.themes}
    layers = {
        theme.key: [_areas(shapes["areas"], theme), *_above(pack, shapes, theme)]
        for theme in pack.themes
    }
    return MapLayers(titles, layers, pack.credit, pack.focus)


def _above(pack: PackMap, shapes: Mapping[str, MapShapes], theme: Theme | None) -> list[Any]:
    """Give the layers above the areas: under an option its own hubs, and nothing of today's."""
    found = []
    for key in TITLES:
        of_today = theme is None or theme.key == TODAY
        if key not in shapes or key == "areas" or (key in _OF_TODAY and not of_today):
            continue
        drawn = _counted(shapes[key], theme) if key == "hubs" else shapes[key]
        if len(drawn.ids):
            found.append(_other(drawn, pack.cards.get(key, {})))
    return found


def _counted(hubs: MapShapes, theme: Theme | None) -> MapShapes:
    """Leave out the hubs that do not count under a theme; all where it does not tell."""
    if theme is None or not theme.hubs:
        return hubs
    pairs = [pair for pair in zip(hubs.ids, hubs.geometries) if pair[0] in theme.hubs]
    return replace(hubs, ids=[one for one, _ in pairs], geometries=[shape for _, shape in pairs])


def _areas(shapes: MapShapes, theme: Theme) -> Any:
    layer = _layer(shapes, theme.title, [theme.areas.get(one, -1) for one in shapes.ids])
    drawn = {theme.areas.get(one, -1) for one in shapes.ids}
    categories = [
        QgsRendererCategory(str(place), _fill(one), one.label)
        for place, one in enumerate(theme.classes)
        if place in drawn
    ]
    if -1 in drawn:
        bare = MapClass("of another authority, not counted", "#ffffff")
        categories.append(QgsRendererCategory("-1", _fill(bare), bare.label))
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", categories))
    return layer


def _plain_areas(shapes: MapShapes) -> Any:
    layer = _layer(shapes, TITLES["areas"], [0] * len(shapes.ids))
    layer.setRenderer(QgsSingleSymbolRenderer(_fill(MapClass("", "#f2f5f7"))))
    return layer


def _fill(one: MapClass) -> QgsFillSymbol:
    if one.fill == THINLY:
        return _thinly_hatched()
    if one.fill != HATCHED:
        return QgsFillSymbol.createSimple({"color": one.fill, **_OUTLINE})
    hatch = {"color": "#6b7780", "style": "b_diagonal", **_OUTLINE}
    return QgsFillSymbol.createSimple(hatch)


def _thinly_hatched() -> QgsFillSymbol:
    """Give what lies past the longest band the look that it has in the styles."""
    symbol = QgsFillSymbol.createSimple({"color": BEYOND, **_OUTLINE})
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45.0)
    lines.setDistance(2.2)
    ink = {"line_color": BEYOND_INK, "line_width": "0.16"}
    lines.setSubSymbol(QgsLineSymbol.createSimple(ink))
    symbol.appendSymbolLayer(lines)
    return symbol


def _other(shapes: MapShapes, cards: Mapping[str, Card]) -> Any:
    names = [cards[one].title if one in cards else "" for one in shapes.ids]
    layer = _layer(shapes, TITLES[shapes.key], names)
    if shapes.key in _LINE_COLOURS:
        colour, width = _LINE_COLOURS[shapes.key]
        symbol: Any = QgsLineSymbol.createSimple({"color": colour, "width": str(width)})
    elif shapes.key == "gaps":
        symbol = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": "#8a4b00", "outline_width": "0.35"}
        )
    else:
        name, colour, size = _MARKS[shapes.key]
        symbol = QgsMarkerSymbol.createSimple(
            {"name": name, "color": colour, "size": str(size), "outline_color": "#ffffff"}
        )
        if shapes.key in _LABELLED:
            _label(layer)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _label(layer: QgsVectorLayer) -> None:
    settings = QgsPalLayerSettings()
    settings.fieldName = "class"
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    settings.dist, settings.distUnits = 0.8, QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.autoWrapLength = _LABEL_LETTERS
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiFollowPlacement
    letters = format_of(6.5, False, INK)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    letters.setBuffer(halo)
    settings.setFormat(letters)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _layer(shapes: MapShapes, title: str, classes: Sequence[Any]) -> Any:
    """Make a layer in memory with the column `class`, in degrees."""
    kind = _KINDS.get(MAP_LAYERS[shapes.key], "Point")
    fields = f"field={quote('id')}:string&field=class:string"
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4326&{fields}", title, "memory")
    features = []
    for one, geometry, value in zip(shapes.ids, shapes.geometries, classes):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([one, str(value)])
        feature.setGeometry(geometry_of(geometry))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def geometry_of(geometry: Mapping[str, Any]) -> QgsGeometry:
    """Read a GeoJSON geometry."""
    made = QgsGeometry()
    made.fromWkb(bytes(ogr.CreateGeometryFromJson(json.dumps(geometry)).ExportToWkb(ogr.wkbNDR)))
    return made
