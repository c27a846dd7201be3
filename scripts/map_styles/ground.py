"""Styles of the ground: the network's ways, what nobody can cross, and who could not be routed."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsLineSymbol, QgsRuleBasedRenderer, QgsSymbol, QgsVectorLayer

from .labels import names_close_up
from .signs import icon, layer_of, marker, quoted, rules_of

STREETS_FROM, PATHS_FROM = 130_000, 40_000  # drawn where the map is larger than one to this
MAIN = ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")
THROUGH = ("secondary", "secondary_link", "tertiary", "tertiary_link")
PATHS = ("footway", "path", "track", "bridleway", "cycleway", "steps", "pedestrian")


def network_edges() -> QgsVectorLayer:
    """Draw ways in quiet greys, small ones only where the map is large."""
    layer = layer_of("LineString", "class:string")
    rest = f'"class" IS NULL OR "class" NOT IN ({quoted([*MAIN, *THROUGH, *PATHS])})'
    rules = (
        ("main road", _among(MAIN), _way("#7f8a91", 0.55), 0),
        ("through road", _among(THROUGH), _way("#a3adb3", 0.3), 0),
        ("street", rest, _way("#b9c2c7", 0.16), STREETS_FROM),
        ("path or track", _among(PATHS), _way("#a9b3a0", 0.14, "dot"), PATHS_FROM),
    )
    layer.setRenderer(_scaled(rules))
    return layer


def network_barriers() -> QgsVectorLayer:
    """Draw the lines that nobody can cross on foot but at a bridge."""
    layer = layer_of("LineString", "kind:string")
    layer.setRenderer(rules_of([
        ("river, canal or shore", "\"kind\" = 'water'", _way("#5b9bd0", 0.75)),
        ("motorway", "\"kind\" = 'motorway'", _way("#8d6a9f", 0.7)),
        ("railway", "\"kind\" = 'rail'", _way("#4a4f54", 0.35, "dash")),
    ]))  # fmt: skip
    return layer


def network_nodes() -> QgsVectorLayer:
    """Draw junctions as dots, where the map is large."""
    layer = layer_of("Point", "node_id:int", "blocked:string")
    dot = marker("circle", 0.7, "#9aa3a9", "#9aa3a9", 0.0)
    layer.setRenderer(_scaled([("junction of the network", "", dot, PATHS_FROM)]))
    return layer


ROLES = (
    ("demand point not routed: its families are not counted as reached",
     "\"role\" LIKE 'demand%'", "#c1440e"),
    ("hub, venue or building not routed",
     "\"role\" IN ('hub', 'site', 'venue', 'building')", "#5e3c99"),
)  # fmt: skip


def unrouted() -> QgsVectorLayer:
    """Draw who could not be routed as a crossed ring, by role, with the id where it is large."""
    layer = layer_of("Point", "id:string", "role:string", "reason:string")
    rules = [(words, one, icon("unrouted", 4.0, "#ffffff", ink)) for words, one, ink in ROLES]
    known = " OR ".join(f"({one})" for _, one, _ in ROLES)
    other = ("origin or destination not routed", f'"role" IS NULL OR NOT ({known})',
             icon("unrouted", 4.0, "#ffffff", "#26323a"))  # fmt: skip
    layer.setRenderer(rules_of([*rules, other]))
    layer.setLabeling(names_close_up("", named='"id"'))
    layer.setLabelsEnabled(True)
    return layer


def _scaled(rules: Iterable[tuple[str, str, QgsSymbol, int]]) -> QgsRuleBasedRenderer:
    """Give rules with the smallest scale at which each still draws; 0 is every scale."""
    given = list(rules)
    renderer = rules_of((label, condition, symbol) for label, condition, symbol, _ in given)
    for rule, (*_, least) in zip(renderer.rootRule().children(), given):
        rule.setMinimumScale(least)
    return renderer


def _among(classes: Iterable[str]) -> str:
    return f'"class" IN ({quoted(classes)})'


def _way(colour: str, width: float, style: str = "solid") -> QgsLineSymbol:
    return QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": str(width), "line_style": style, "capstyle": "round"}
    )
