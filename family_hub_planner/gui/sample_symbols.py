"""How the sample county's layers are drawn: quiet areas, hubs that stand out."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsWkbTypes,
)

MARKERS = {
    "hubs": {
        "name": "star",
        "size": "4.4",
        "color": "#c8501e",
        "outline_color": "#ffffff",
        "outline_width": "0.3",
    },
    "venues": {
        "name": "circle",
        "size": "2.2",
        "color": "#1f8a84",
        "outline_color": "#ffffff",
        "outline_width": "0.2",
    },
    "centroids": {"name": "circle", "size": "0.9", "color": "#6b7680", "outline_style": "no"},
}
FILLS = {
    "localities": {"style": "no", "outline_color": "#5c6670", "outline_width": "0.5"},
    "lsoa": {"color": "#eef1f2", "outline_color": "#b4bcc2", "outline_width": "0.15"},
}


def draw(layer: QgsVectorLayer, key: str) -> None:
    """Give a layer of the sample its symbol, whatever QGIS would have chosen at random."""
    symbol = _symbol(layer, key)
    if symbol is not None:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def _symbol(layer: QgsVectorLayer, key: str) -> QgsSymbol | None:
    kind = layer.geometryType()
    if kind == QgsWkbTypes.GeometryType.PointGeometry and key in MARKERS:
        return QgsMarkerSymbol.createSimple(MARKERS[key])
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry and key in FILLS:
        return QgsFillSymbol.createSimple(FILLS[key])
    return None
