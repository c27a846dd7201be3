"""Styles of journeys and need: areas and points by minutes, scores and change."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsFeatureRequest, QgsSymbol, QgsVectorLayer

from .signs import (
    DENSEST,
    INK,
    LONGEST_TO_SHORTEST,
    MOST_TO_LEAST,
    NEAR_TO_FAR,
    SLACK,
    fill,
    hatched,
    layer_of,
    marker,
    minutes_rules,
    minutes_words,
    named_close_up,
    rules_of,
    striped,
)


def catchments() -> QgsVectorLayer:
    """Draw bands half transparent, narrow ones on top; a band is within the minutes it says."""
    layer = layer_of("MultiPolygon", "minutes:double", "hub_id:string")
    words = ("within 10 minutes", "within 20 minutes", "within 30 minutes", "a longer band")
    renderer = rules_of(
        (label, condition, fill(colour, "#ffffff", 0.3))
        for label, condition, colour in zip(words, minutes_rules(), NEAR_TO_FAR)
    )
    clause = QgsFeatureRequest.OrderByClause("minutes", False)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setOpacity(0.65)
    return layer


def coverage() -> QgsVectorLayer:
    """Draw areas by minutes to the nearest hub; those without a route are hatched."""
    layer = layer_of("MultiPolygon", "minutes:double", "band:double")
    rules = [
        (label, condition, fill(colour))
        for label, condition, colour in zip(minutes_words(), minutes_rules(), NEAR_TO_FAR)
    ]
    layer.setRenderer(rules_of([*rules, ("not routed", '"minutes" IS NULL', hatched())]))
    return layer


def change() -> QgsVectorLayer:
    """Draw areas by the change of their minutes: brown is longer, teal shorter, white the same.

    What has a journey in one scenario alone, or in none, is striped, each in its own colour.
    """
    return _changed("MultiPolygon", fill, lambda ink: striped("#ffffff", ink, 0.2, 1.6, 0.35))


def change_points() -> QgsVectorLayer:
    """Draw demand points by the change of their minutes, in the colours of the areas.

    What has a journey in one scenario alone, or in none, is a cross, each in its own colour.
    """
    return _changed(
        "Point",
        lambda colour: marker("circle", 2.6, colour, "#5c6670", 0.2),
        lambda ink: marker("cross2", 2.2, ink, ink, 0.5),
    )


def _changed(
    kind: str, drawn: Callable[[str], QgsSymbol], struck: Callable[[str], QgsSymbol]
) -> QgsVectorLayer:
    layer = layer_of(kind, "change:double", "result:string")
    five, ten = 5 + SLACK, 10 + SLACK
    moved = "\"result\" <> 'same' AND"
    classes = (
        ("more than 10 minutes longer", f'{moved} "change" > {ten:.6f}'),
        ("over 5, up to 10 minutes longer",
         f'{moved} "change" > {five:.6f} AND "change" <= {ten:.6f}'),
        ("up to 5 minutes longer", f'{moved} "change" > 0 AND "change" <= {five:.6f}'),
        ("about the same", "\"result\" = 'same'"),
        ("up to 5 minutes shorter", f'{moved} "change" < 0 AND "change" >= -{five:.6f}'),
        ("over 5, up to 10 minutes shorter",
         f'{moved} "change" < -{five:.6f} AND "change" >= -{ten:.6f}'),
        ("more than 10 minutes shorter", f'{moved} "change" < -{ten:.6f}'),
    )  # fmt: skip
    rules = [(w, c, drawn(colour)) for (w, c), colour in zip(classes, LONGEST_TO_SHORTEST)]
    lost = (
        ("no longer routed: no modelled journey under the plan", "no longer routed", "#8c510a"),
        ("newly routed: no modelled journey today", "newly routed", "#01665e"),
        ("not routed, today or under the plan", "not routed", "#6b6b6b"),
        ("not compared: in one coverage alone", "not compared", "#b0b0b0"),
    )
    for words, result, ink in lost:
        rules.append((words, f"\"result\" = '{result}'", struck(ink)))
    layer.setRenderer(rules_of(rules))
    return layer


def accessibility() -> QgsVectorLayer:
    """Draw areas by their score beside the average; no hub in reach is no colour but grey."""
    layer = layer_of("MultiPolygon", "relative:double", "score:double")
    classes = (
        ("1.5 times the average or more", '"relative" >= 1.5'),
        ("average to 1.5 times", '"relative" >= 1 AND "relative" < 1.5'),
        ("half the average to average", '"relative" >= 0.5 AND "relative" < 1'),
        ("less than half the average", '"relative" > 0 AND "relative" < 0.5'),
    )
    rules = [(w, c, fill(colour)) for (w, c), colour in zip(classes, NEAR_TO_FAR)]
    nothing = ("no capacity within reach", '"score" = 0', fill("#c9c9c9"))
    layer.setRenderer(rules_of([*rules, nothing, ("no score", '"score" IS NULL', hatched())]))
    return layer


def need() -> QgsVectorLayer:
    """Draw areas by quarters of the layer's own need, since need may be in any unit.

    The quarters are of the areas with any need: a weighting may leave most of them without.
    """
    layer = layer_of("MultiPolygon", "need:double")
    most, middle, least = (f'{edge}("need", filter:="need" > 0)' for edge in ("q3", "median", "q1"))
    conditions = (
        f'"need" > 0 AND "need" >= {most}',
        f'"need" > 0 AND "need" < {most} AND "need" >= {middle}',
        f'"need" > 0 AND "need" < {middle} AND "need" >= {least}',
        f'"need" > 0 AND "need" < {least}',
    )
    words = (
        "quarter of areas with most need", "second quarter", "third quarter",
        "quarter with least need",
    )  # fmt: skip
    rules = [(w, c, fill(colour)) for w, c, colour in zip(words, conditions, MOST_TO_LEAST)]
    nothing = ("no need", '"need" = 0', fill("#e6e6e6"))
    layer.setRenderer(rules_of([*rules, nothing, ("need not known", '"need" IS NULL', hatched())]))
    return layer


def finer_demand() -> QgsVectorLayer:
    """Draw points by the children placed there; one that stands for a whole area is a diamond."""
    layer = layer_of("Point", "children:double", "placed_by:string")
    whole = "\"placed_by\" = 'whole_area'"
    part = f'"children" IS NOT NULL AND ("placed_by" IS NULL OR NOT {whole})'
    many, some, few, _ = MOST_TO_LEAST
    rules = [
        ("under 1 child", f'"children" < 1 AND {part}', marker("circle", 0.9, few, few, 0.0)),
        (
            "1 to under 10 children",
            f'"children" >= 1 AND "children" < 10 AND {part}',
            marker("circle", 1.4, some, "#ffffff", 0.1),
        ),
        ("10 children or more", f'"children" >= 10 AND {part}',
         marker("circle", 2.2, many, "#ffffff", 0.2)),
        ("a whole area: no finer place in it", f'"children" IS NOT NULL AND {whole}',
         marker("diamond", 3.0, many, "#ffffff", 0.3)),
        ("children not known", '"children" IS NULL', marker("cross2", 1.4, INK, INK, 0.2)),
    ]  # fmt: skip
    layer.setRenderer(rules_of(rules))
    return layer


def gap_clusters() -> QgsVectorLayer:
    """Draw gaps with their names; no counts, which a label would publish unrounded."""
    layer = layer_of("MultiPolygon", "cluster:string", "children:double")
    rules = [
        ("gap with children of the ages counted", '"children" > 0', fill("#cb181d", INK, 0.5)),
        ("gap without any", '"children" = 0', fill("#c9c9c9", INK, 0.2)),
    ]
    return named_close_up(layer, rules)


def hotspots() -> QgsVectorLayer:
    """Ring the places of densest need, over the colours of need, with names and no counts."""
    layer = layer_of("MultiPolygon", "cluster:string", "children:double")
    ring = striped("#00000000", DENSEST, 0.8, 2.4, 0.35)
    return named_close_up(layer, [("where need is densest", "", ring)])
