"""How the project draws what the plugin's own styles do not: roads, barriers, hubs, localities."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

STREETS_FROM, PATHS_FROM = 130_000, 40_000  # drawn when the map is larger than one to this
MAIN = ("trunk", "trunk_link", "primary", "primary_link")
THROUGH = ("secondary", "secondary_link", "tertiary", "tertiary_link")
PATHS = ("footway", "path", "track", "bridleway", "cycleway", "steps", "pedestrian")


def draw_edges(layer: QgsVectorLayer) -> None:
    """Draw the ways that are not barriers too: quiet greys, small ways only when near."""
    rules = [
        ("main road", _among(MAIN), _line("#7f8a91", 0.55), 0),
        ("through road", _among(THROUGH), _line("#a3adb3", 0.3), 0),
        ("street", "", _line("#b9c2c7", 0.16), STREETS_FROM),
        ("path or track", _among(PATHS), _line("#a9b3a0", 0.14, "dot"), PATHS_FROM),
    ]
    named = (*MAIN, *THROUGH, *PATHS, "motorway", "motorway_link")
    rules[2] = ("street", f"NOT ({_among(named)})", *rules[2][2:])
    _set_rules(layer, rules)


def draw_barriers(layer: QgsVectorLayer) -> None:
    """Draw the lines that nobody can cross on foot but at a bridge."""
    _set_rules(
        layer,
        [
            ("river, canal or shore", "\"kind\" = 'water'", _line("#5b9bd0", 0.75), 0),
            ("motorway", "\"kind\" = 'motorway'", _line("#8d6a9f", 0.7), 0),
            ("railway", "\"kind\" = 'rail'", _line("#4a4f54", 0.35, "dash"), 0),
        ],
    )


def draw_hubs(layer: QgsVectorLayer, id_field: str, counted: list[str], show_counted: bool) -> None:
    """Draw the hubs that are counted, unless the sites show them, and those that are not."""
    one = f'to_string("{id_field}")' if id_field else "to_string($id)"
    among = "(" + ", ".join(f"'{_quoted(hub)}'" for hub in counted) + ")" if counted else "('')"
    crossed = _marker("cross_fill", 3.0, "#b9bec2", "#3d464c")
    rules = [
        ("hub closed, planned or not for all", f"{one} NOT IN {among}",
         crossed, 0),
    ]  # fmt: skip
    if show_counted:
        rules.insert(0, ("existing hub", f"{one} IN {among}",
                         _marker("square", 3.2, "#12263f", "#ffffff"), 0))  # fmt: skip
    _set_rules(layer, rules)


def draw_all_hubs(layer: QgsVectorLayer) -> None:
    """Draw every hub alike, where nobody asked yet which of them count."""
    _set_rules(layer, [("hub", "", _marker("square", 3.2, "#12263f", "#ffffff"), 0)])


def draw_points(layer: QgsVectorLayer, shape: str, size: float, colour: str) -> None:
    """Draw all points alike."""
    layer.setRenderer(QgsSingleSymbolRenderer(_marker(shape, size, colour, "#3d464c")))


def draw_outline(
    layer: QgsVectorLayer, label: str, colour: str, width: float, fill: str = ""
) -> None:
    """Draw areas by their outline, filled only when a colour is given."""
    look = {"outline_color": colour, "outline_width": str(width), "color": fill or "#ffffff"}
    if not fill:
        look["style"] = "no"
    _set_rules(layer, [(label, "", QgsFillSymbol.createSimple(look), 0)])


def name_areas(layer: QgsVectorLayer, field: str) -> None:
    """Write each area's name in its middle, quietly."""
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.priority = field, 2
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.fitInPolygonOnly = True
    font = QFont("DejaVu Sans")
    font.setItalic(True)
    form = QgsTextFormat()
    form.setFont(font)
    form.setSize(8)
    form.setColor(QColor("#5c6670"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    halo.setColor(QColor("#ffffff"))
    form.setBuffer(halo)
    settings.setFormat(form)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _set_rules(layer: QgsVectorLayer, rules: Iterable[tuple[str, str, QgsSymbol, int]]) -> None:
    root = QgsRuleBasedRenderer.Rule(None)
    for label, condition, symbol, largest in rules:
        # QGIS's minimum scale is the smallest one at which a rule still draws.
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, largest, condition, label))
    layer.setRenderer(QgsRuleBasedRenderer(root))


def _among(classes: Iterable[str]) -> str:
    return '"class" IN (' + ", ".join(f"'{name}'" for name in classes) + ")"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _line(colour: str, width: float, style: str = "solid") -> QgsLineSymbol:
    return QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": str(width), "line_style": style, "capstyle": "round"}
    )


def _marker(shape: str, size: float, colour: str, outline: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "size": str(size),
            "color": colour,
            "outline_color": outline,
            "outline_width": "0.35",
        }
    )
