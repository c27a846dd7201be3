"""How the sample county's layers are drawn: quiet areas, hubs and venues by the results' signs."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFillSymbol, QgsMarkerSymbol, QgsSingleSymbolRenderer, QgsVectorLayer

STYLES = Path(__file__).parents[1] / "resources" / "styles"
STYLED = ("hubs", "venues")  # as in the results: a hub is the same sign wherever it stands
POINT = {"name": "circle", "size": "0.9", "color": "#6b7680", "outline_style": "no"}
FILLS = {
    "localities": {"style": "no", "outline_color": "#5c6670", "outline_width": "0.5"},
    "wards": {"style": "no", "outline_color": "#5c6670", "outline_width": "0.3"},
    "lsoa": {"color": "#eef1f2", "outline_color": "#b4bcc2", "outline_width": "0.15"},
}


def draw(layer: QgsVectorLayer, key: str) -> None:
    """Give a layer of the sample its symbol, whatever QGIS would have chosen at random."""
    if key in STYLED:
        layer.loadNamedStyle(str(STYLES / f"{key}.qml"))
    elif key in FILLS:
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(FILLS[key])))
    else:
        layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(POINT)))
