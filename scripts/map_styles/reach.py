"""Styles of journeys and need: areas and points by minutes, scores and change."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsFeatureRequest, QgsSymbol, QgsVectorLayer

from family_hub_planner.processing.minutes_words import NO_ROUTE, SLACK, plain_classes

from .labels import named_close_up
from .signs import (
    DENSEST,
    INK,
    LONGEST_TO_SHORTEST,
    MOST_TO_LEAST,
    NEAR_TO_FAR,
    beyond,
    fill,
    hatched,
    layer_of,
    marker,
    rules_of,
    striped,
)


def catchments() -> QgsVectorLayer:
    """Draw bands half transparent, narrow ones on top; a band is within the minutes it says.

    The words hold for any bands; a result that QGIS loads gets those of its run.
    """
    layer = layer_of("MultiPolygon", "minutes:double", "hub_id:string")
    words = ("within 10 minutes", "within 20 minutes", "within 30 minutes", "a longer band")
    renderer = rules_of(
        (label, condition, fill(colour, "#ffffff", 0.3))
        for label, (_, condition), colour in zip(words, plain_classes(), NEAR_TO_FAR)
    )
    clause = QgsFeatureRequest.OrderByClause("minutes", False)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setOpacity(0.65)
    return layer


def coverage() -> QgsVectorLayer:
    """Draw areas by minutes to the nearest hub.

    What is not reached is hatched: thinly beyond the longest band, both ways without a route.
    """
    layer = layer_of("MultiPolygon", "minutes:double", "band:double")
    looks = [*map(fill, NEAR_TO_FAR[:-1]), beyond(NEAR_TO_FAR[-1])]
    rules = [(label, one, look) for (label, one), look in zip(plain_classes(), looks)]
    layer.setRenderer(rules_of([*rules, (NO_ROUTE, '"minutes" IS NULL', hatched())]))
    return layer


def coverage_points() -> QgsVectorLayer:
    """Draw demand points by minutes, in the areas' colours; what is not reached has other signs."""
    layer = layer_of("Point", "minutes:double", "band:double")
    looks = [marker("circle", 2.6, colour, INK, 0.2) for colour in NEAR_TO_FAR[:-1]]
    looks.append(marker("diamond", 2.8, NEAR_TO_FAR[-1], "#8a7a2e", 0.4))
    rules = [(label, one, look) for (label, one), look in zip(plain_classes(), looks)]
    none = (NO_ROUTE, '"minutes" IS NULL', marker("cross2", 2.2, INK, INK, 0.5))
    layer.setRenderer(rules_of([*rules, none]))
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


ACCESS = (
    ("1.5 times the average or more", '"relative" >= 1.5'),
    ("average to 1.5 times", '"relative" >= 1 AND "relative" < 1.5'),
    ("half the average to average", '"relative" >= 0.5 AND "relative" < 1'),
    ("less than half the average", '"relative" > 0 AND "relative" < 0.5'),
)
NO_CAPACITY, NO_SCORE = "no capacity within reach", "no score"


def accessibility() -> QgsVectorLayer:
    """Draw areas by their score beside the average; no hub in reach is hatched, and so no score."""
    layer = layer_of("MultiPolygon", "relative:double", "score:double")
    rules = [(w, c, fill(colour)) for (w, c), colour in zip(ACCESS, NEAR_TO_FAR)]
    nothing = (NO_CAPACITY, '"score" = 0', beyond("#d9d9d9", "#7a7a7a"))
    layer.setRenderer(rules_of([*rules, nothing, (NO_SCORE, '"score" IS NULL', hatched())]))
    return layer


def accessibility_points() -> QgsVectorLayer:
    """Draw demand points by the same classes, in the same colours."""
    layer = layer_of("Point", "relative:double", "score:double")
    rules = [(w, c, marker("circle", 2.6, colour, INK, 0.2))
             for (w, c), colour in zip(ACCESS, NEAR_TO_FAR)]  # fmt: skip
    nothing = (NO_CAPACITY, '"score" = 0', marker("diamond", 2.8, "#d9d9d9", INK, 0.4))
    none = (NO_SCORE, '"score" IS NULL', marker("cross2", 2.2, INK, INK, 0.5))
    layer.setRenderer(rules_of([*rules, nothing, none]))
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


def demand() -> QgsVectorLayer:
    """Draw the demand points, one an area, small and quiet; counts would publish what is few."""
    layer = layer_of("Point", "area_code:string")
    layer.setRenderer(rules_of([
        ("demand point: where an area's families are taken to live", "",
         marker("circle", 1.5, "#5c6670", "#ffffff", 0.3)),
    ]))  # fmt: skip
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
            marker("circle", 1.5, some, "#ffffff", 0.1),
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


def gap_cluster_points() -> QgsVectorLayer:
    """Draw gaps where no areas are drawn: the demand points of each, in the same colours."""
    layer = layer_of("MultiPoint", "cluster:string", "children:double")
    rules = [
        ("gap with children of the ages counted", '"children" > 0',
         marker("circle", 2.8, "#cb181d", "#ffffff", 0.3)),
        ("gap without any", '"children" = 0', marker("circle", 2.4, "#c9c9c9", INK, 0.2)),
    ]  # fmt: skip
    return named_close_up(layer, rules)


def hotspots() -> QgsVectorLayer:
    """Ring the places of densest need, over the colours of need, with names and no counts."""
    layer = layer_of("MultiPolygon", "cluster:string", "children:double")
    ring = striped("#00000000", DENSEST, 0.8, 2.4, 0.35)
    return named_close_up(layer, [("where need is densest", "", ring)])
