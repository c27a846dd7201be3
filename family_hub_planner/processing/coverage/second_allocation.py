"""A second layer of demand points for the same areas, routed and counted beside the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeature

from ...engine.coverage import Coverage, cover
from ...engine.coverage_allocation import Allocation, allocate
from ...engine.coverage_rural import rural_areas
from ...engine.errors import ColumnError, InputError
from ...engine.journeys import Unrouted
from ..added_points import added_rows
from ..demand import DemandPlaces
from ..job import Job
from ..layers import Places, numbers_of, texts_of
from ..method import called
from ..travel import Travel, journeys_between

ROLE = "demand_2"


@dataclass(frozen=True)
class BothAllocations:
    """The first and the second allocation, and the second's points that could not be routed."""

    first: Allocation
    second: Allocation
    places: Places
    unrouted: tuple[Unrouted, ...]
    role: str = ROLE


def both_allocations(
    job: Job, travel: Travel, demand: DemandPlaces, hubs: Places, found: Coverage
) -> BothAllocations | None:
    """Count the children of `DEMAND_2` like those of `DEMAND`; None where none was given."""
    if job.optional_source("DEMAND_2") is None:
        return None
    places, area_of = _read_second(job, demand, travel.crs)
    second = allocate(demand.demand, places.ids, area_of, numbers_of(places, "children"))
    longest = max(found.bands)
    journeys = journeys_between(
        job, travel, places, hubs, edge_minutes=longest, progress=job.progress, demand_role=ROLE
    )
    lost = ~np.isfinite(journeys.minutes).any(axis=1)
    near = journeys.demand_near_edge
    covered = cover(journeys.minutes, second, hubs.ids, found.bands, lost, near_edge=near)
    rural = rural_areas(texts_of(demand.places, job.field("RURAL_URBAN")))
    row_of = {area: row for row, area in enumerate(demand.demand.ids)}
    first_name = called(demand.places, "the demand points given")
    name = called(places, "the second demand points given")
    if name == first_name:
        name = f"{name} (the second)"
    return BothAllocations(
        Allocation(first_name, demand.demand, found, rural),
        Allocation(name, second, covered, rural[[row_of[area] for area in area_of]]),
        places,
        tuple(place for place in journeys.unrouted if place.role == ROLE),
    )


def _read_second(job: Job, demand: DemandPlaces, crs: str) -> tuple[Places, list[str]]:
    """Read the points with their area's code; of one authority alone where that was asked for."""
    places = job.places("DEMAND_2", "DEMAND_2_ID", crs)
    field = job.field("DEMAND_2_AREA")
    for name, what in ((field, "the code of its area"), ("children", "children")):
        if not places.has(name):
            raise ColumnError(
                f"The layer {places.name} has no column {name!r}. Each second demand point needs "
                f"{what}."
            )
    if job.text("HOME_AUTHORITY"):
        ours = set(demand.demand.ids)
        keep = [area in ours for area in texts_of(places, field)]
        if not any(keep):
            raise InputError(
                f"No point of {places.name} lies in an area of {job.text('HOME_AUTHORITY')!r}, by "
                f"the codes in its field {field!r}. Use points of the same areas."
            )
        places = places.chosen(keep)
    out = set(demand.uncounted.places.ids)
    if out:  # areas without a count in the first placing are in no figure of the second either
        places = places.chosen([area not in out for area in texts_of(places, field)])
    return _with_added(job, demand.places, places, field)


def _with_added(job: Job, demand: Places, second: Places, field: str) -> tuple[Places, list[str]]:
    """Let points added by hand stand where they are in the second placing too.

    Their place is known, and the second layer shares out the areas' children alone; points that it
    holds for them are taken as they are.
    """
    area_of = texts_of(second, field)
    rows = [row for row in added_rows(demand) if demand.ids[row] not in set(area_of)]
    if not rows:
        return second, area_of
    job.progress.info(f"{len(rows)} points added by hand stand at the same place in both placings.")
    children = numbers_of(demand, "children")
    features = [QgsFeature(second.features[0].fields()) for _ in rows]
    for feature, row in zip(features, rows):
        feature["children"] = float(children[row])
    taken = set(second.ids)
    added = [demand.ids[row] for row in rows]
    ids = [f"{name} (added)" if name in taken else name for name in added]
    xy = np.vstack([second.xy, demand.xy[rows]])
    places = Places(second.name, [*second.ids, *ids], xy, [*second.features, *features])
    return places, [*area_of, *added]
