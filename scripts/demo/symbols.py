"""How the project draws what no algorithm gave: hubs as given, localities, neighbours."""

from __future__ import annotations

from map_styles.labels import label_of, no_obstacle
from map_styles.signs import HUB, icon, quoted, rules_of
from qgis.core import (
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

NOT_COUNTED = "hub closed, planned or not for all"


def draw_hubs(
    layer: QgsVectorLayer, id_field: str, counted: list[str] | None, show_counted: bool
) -> None:
    """Draw the hubs that are counted, unless the sites show them, and those that are not.

    `counted` None draws every hub alike: nobody asked yet which of them count.
    """
    one = f'to_string("{id_field}")' if id_field else "to_string($id)"
    among = f"({quoted(counted or [''])})"
    rules = [(NOT_COUNTED, f"{one} NOT IN {among}", icon("hub_closed", 4.4, "#8a9399"))]
    if show_counted:
        rules.append(("existing hub", f"{one} IN {among}", icon("hub", 4.4, HUB)))
    if counted is None:
        rules = [("hub", "", icon("hub", 4.4, HUB))]
    layer.setRenderer(rules_of(rules))


def draw_outline(
    layer: QgsVectorLayer, label: str, colour: str, width: float, fill: str = ""
) -> None:
    """Draw areas by their outline, filled only when a colour is given."""
    look = {"outline_color": colour, "outline_width": str(width), "color": fill or "#ffffff"}
    if not fill:
        look["style"] = "no"
    layer.setRenderer(rules_of([(label, "", QgsFillSymbol.createSimple(look))]))


def name_areas(layer: QgsVectorLayer, field: str) -> None:
    """Write each area's name in its middle, quietly."""
    settings = label_of(f'"{field}"', 8.0, "#5c6670", False, 2)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.fitInPolygonOnly = True
    no_obstacle(settings)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
