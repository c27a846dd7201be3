"""The further counts of a comparison: bands of ages, groups, and households without a car."""

from __future__ import annotations

import numpy as np

from ...engine.age_columns import age_columns
from ...engine.comparison import Comparison
from ...engine.comparison_car import Cars, by_car
from ...engine.comparison_offer import by_offer
from ...engine.comparison_tables import by_counts, by_rank, by_text
from ...engine.coverage_age_modes import (
    CHILDREN,
    UNDER_FIVES,
    ages_label,
    ways_to_count,
)
from ...engine.coverage_tables import ESTIMATE
from ...engine.no_car import no_car_share
from ...engine.tables import Table
from ..added_points import filled_from_areas
from ..coverage.estimates import estimates_of
from ..demand import DemandPlaces
from ..job import Job
from ..layers import numbers_of
from .coverages import CoverageLayer

TABLES = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER")


def tables_of(found: Comparison, demand: DemandPlaces, cars: Cars) -> dict[str, Table]:
    """Give all tables of one plan by their names."""
    known = demand.demand
    ages, of_ages = age_counts(demand)
    groups = {name: known.groups[name] for name in sorted(known.groups)}
    return {
        "BY_DECILE": by_rank(found, "BY_DECILE", known.decile, 10),
        "BY_QUINTILE": by_rank(found, "BY_QUINTILE", known.quintile, 5),
        "BY_LOCALITY": by_text(found, "BY_LOCALITY", known.locality),
        "BY_AGE": by_counts(found, "BY_AGE", ages, of_ages),
        "BY_GROUP": by_counts(found, "BY_GROUP", groups, estimates_of(demand.places)),
        "BY_CAR": by_car(found, cars),
        "BY_OFFER": by_offer(found),
    }


def age_counts(demand: DemandPlaces) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Give the count of each band of ages by its label, and how those that are estimates were made.

    The bands are the columns that the layer has, 0-4 first where its columns make it up; of several
    ways to count a band that is taken which is known at most demand points.
    """
    places = demand.places
    stated = demand.ages.replace(f" ({ESTIMATE})", "")
    columns = age_columns(places.features[0].fields().names())
    if stated == ages_label(UNDER_FIVES):
        columns.setdefault(UNDER_FIVES, CHILDREN)
    wanted = [ages for ages in columns if ages != UNDER_FIVES]
    if UNDER_FIVES in columns or {(0, 2), (3, 4)} <= set(columns):
        wanted.insert(0, UNDER_FIVES)
    how, counts, said = estimates_of(places), {}, {}
    for ages in wanted:
        ways = ways_to_count(ages, columns, places.name, stated)
        sums = [np.sum([numbers_of(places, name) for name in names], axis=0) for names in ways]
        best = min(range(len(ways)), key=lambda way: int((~np.isfinite(sums[way])).sum()))
        label = ages_label(ages)
        counts[label] = sums[best]
        said[label] = "; ".join(sorted({how[name] for name in ways[best] if name in how}))
    return counts, said


def cars_of(job: Job, demand: DemandPlaces, base: CoverageLayer) -> Cars:
    """Read the share of households without a car: `NO_CAR`, else what today's coverage carries."""
    driving = base.made.mode == "drive"
    field = job.field("NO_CAR")
    if not field:
        return Cars(_carried(base, demand), "", driving)
    fields = [name for name in (field, job.field("NO_CAR_HOUSEHOLDS")) if name]
    columns = [numbers_of(demand.places, name) for name in fields]
    values, *households = filled_from_areas(demand.places, *columns)
    found = no_car_share(
        demand.demand.ids,
        values,
        demand.demand.children,
        households[0] if households else None,
        demand.demand.decile,
    )
    if found.doubt:
        job.progress.warn(
            f"Households without a car ({field}): {found.doubt}. Is it the column of households "
            "WITHOUT a car?"
        )
    return Cars(found.share, f"Households without a car: {field}, {found.said}.", driving)


def _carried(base: CoverageLayer, demand: DemandPlaces) -> np.ndarray | None:
    """Give the share that a coverage by the mode that families have carries; None for none."""
    if not base.places.has("no_car_share"):
        return None
    shares = dict(zip(base.places.ids, numbers_of(base.places, "no_car_share").tolist()))
    values = np.array([shares.get(code, np.nan) for code in demand.demand.ids])
    return values if np.isfinite(values).all() else None
