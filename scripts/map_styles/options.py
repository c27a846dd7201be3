"""Styles of what the estate could do: options, moves, shared buildings."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from .labels import Label, label_of, labels_of
from .signs import (
    CLOSE_UP,
    INK,
    MAY_CLOSE,
    MOVED,
    SUGGESTED,
    arrow,
    cased,
    icon,
    layer_of,
    line_of,
    marker,
    rules_of,
)

FIRST = 'minimum("step", group_by:="{}")'


MOVES = (
    ("service would move", "move", "#1b6ca8"),
    ("would merge with other sites", "merge", MAY_CLOSE),
    ("would be given up; no family service named there", "give_up", "#5c6670"),
)


def estate_options() -> QgsVectorLayer:
    """Draw each building once, by what would happen in the first option it is in; name that too.

    With the layer filtered to one option (step), the buildings of that one are drawn.
    """
    layer = layer_of("Point", "step:int", "move:string", "site_name:string", "site_id:string")
    first = f'"step" = {FIRST.format("site_id")}'
    signs = (("move", 5.4), ("merge", 5.8), ("network_site", 4.6))
    rules = [
        (f"{words}, for testing", f"\"move\" = '{move}' AND {first}",
         icon(sign, size, "#ffffff", colour))
        for (words, move, colour), (sign, size) in zip(MOVES, signs)
    ]  # fmt: skip
    layer.setRenderer(rules_of(rules))
    named = (
        "coalesce(nullif(\"site_name\", ''), \"site_id\") || ' (option\u00a0' || \"step\" || ')'"
    )
    layer.setLabeling(labels_of(Label(first, named, 8.0, priority=8)))
    layer.setLabelsEnabled(True)
    return layer


LONGER = (
    ("up to 5 minutes longer", '"added_minutes" <= 5', 1.8, "#f6c98b"),
    ("5 to 10 minutes longer", '"added_minutes" > 5 AND "added_minutes" <= 10', 2.6, "#d8862b"),
    ("more than 10 minutes longer", '"added_minutes" > 10', 3.6, "#8c510a"),
)  # fmt: skip


def longer_journeys() -> QgsVectorLayer:
    """Draw areas with longer journeys once each, by the longest of any option; size tells too."""
    layer = layer_of("Point", "step:int", "area_code:string", "added_minutes:double")
    most = '"added_minutes" = maximum("added_minutes", group_by:="area_code")'
    rules = [
        (
            f"journey {words}, in some option",
            f"{one} AND {most}",
            marker("circle", size, colour, "#ffffff", 0.4),
        )
        for words, one, size, colour in LONGER
    ]
    gone = '"added_minutes" IS NULL AND maximum("added_minutes", group_by:="area_code") IS NULL'
    rules.append(("no modelled route in some option", gone, marker("cross2", 2.4, INK, INK, 0.5)))
    layer.setRenderer(rules_of(rules))
    return layer


def estate_moves() -> QgsVectorLayer:
    """Draw where services move to, and where families would go, in the first option of each."""
    layer = layer_of("LineString", "step:int", "move:string", "site_id:string")
    first = f'"step" = {FIRST.format("site_id")}'
    words = ("the service would move", "families would be nearest to")
    rules = [
        (label, f"\"move\" = '{move}' AND {first}", cased(colour, 0.45, dashed=move == "merge"))
        for label, (_, move, colour) in zip(words, MOVES)
    ]
    layer.setRenderer(rules_of(rules))
    return layer


def colocation_pairs() -> QgsVectorLayer:
    """Draw the first ten pairs that nothing forbids as arrows, the others thin and close up."""
    layer = layer_of("LineString", "rank:int", "feasible:boolean", "direction:string")
    first = '"feasible" AND "rank" <= 10'
    rules = [
        ("first ten pairs: into a hub", f"{first} AND \"direction\" = 'into_hub'",
         arrow(SUGGESTED, 1.1)),
        ("first ten pairs: from a hub into another's", f"{first} AND \"direction\" = 'hub_into'",
         arrow("#225ea8", 1.1)),
        ("first ten pairs: between others", f"{first} AND \"direction\" = 'between_others'",
         arrow("#4d9a76", 1.1)),
        ("further pairs (close up)", '"feasible" AND "rank" > 10', arrow("#8a8a8a", 0.4)),
        ("something forbids it (close up)", 'NOT "feasible"', line_of("#bdbdbd", dashed=True)),
    ]  # fmt: skip
    renderer = rules_of(rules)
    for rule in renderer.rootRule().children()[3:]:
        rule.setMinimumScale(CLOSE_UP)
    layer.setRenderer(renderer)
    return layer


def colocation_plan() -> QgsVectorLayer:
    """Draw each move of the plan as an arrow with the service's name."""
    layer = layer_of("LineString", "decision:string", "service_name:string")
    layer.setRenderer(rules_of([("moves, an option", "\"decision\" = 'move'", arrow(MOVED, 1.1))]))
    settings = label_of('"service_name"', 7.5, INK, False, 8)
    settings.placement = QgsPalLayerSettings.Placement.Line
    settings.dist = 0.6
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer
