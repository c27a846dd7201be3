"""Styles of what the estate could do: options, moves, shared buildings."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsRuleBasedLabeling,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from .signs import (
    CLOSE_UP,
    INK,
    MAY_CLOSE,
    MOVED,
    SUGGESTED,
    arrow,
    label_of,
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
    shapes = ("triangle", "diamond", "circle")
    rules = [
        (f"{words}, for testing", f"\"move\" = '{move}' AND {first}",
         marker(shape, 5.0 - 0.8 * (shape == "circle"), "#ffffff", colour, 0.8))
        for (words, move, colour), shape in zip(MOVES, shapes)
    ]  # fmt: skip
    layer.setRenderer(rules_of(rules))
    named = "coalesce(nullif(\"site_name\", ''), \"site_id\") || ' (option ' || \"step\" || ')'"
    root = QgsRuleBasedLabeling.Rule(QgsPalLayerSettings())
    root.setRuleKey("labels")
    rule = QgsRuleBasedLabeling.Rule(label_of(named, 8.0, INK, False, 8), 0, 0, first)
    rule.setDescription("names, with the first option")
    rule.setRuleKey("names")
    root.appendChild(rule)
    layer.setLabeling(QgsRuleBasedLabeling(root))
    layer.setLabelsEnabled(True)
    return layer


def estate_moves() -> QgsVectorLayer:
    """Draw where services move to, and where families would go, in the first option of each."""
    layer = layer_of("LineString", "step:int", "move:string", "site_id:string")
    first = f'"step" = {FIRST.format("site_id")}'
    words = ("the service would move", "families would be nearest to")
    rules = [
        (label, f"\"move\" = '{move}' AND {first}", line_of(colour, dashed=move == "merge"))
        for label, (_, move, colour) in zip(words, MOVES)
    ]
    layer.setRenderer(rules_of(rules))
    layer.setOpacity(0.8)
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
