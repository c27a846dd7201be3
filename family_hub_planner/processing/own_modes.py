"""The mode that families have: the share without a car, and their minutes on foot or by bus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.coverage_mode import OwnModes
from ..engine.journeys import Unrouted, journeys_from_table
from ..engine.no_car import NoCar, no_car_share
from .added_points import filled_from_areas
from .demand import DemandPlaces
from .job import Job
from .layers import Places, numbers_of
from .travel import Travel, journeys_between, read_times, table_name

ROLE = "demand without a car"


@dataclass(frozen=True)
class WithoutCar:
    """The modes that families have, and the points from which nobody comes without a car.

    `minutes` are those without a car to each hub, shape (n, hubs), inf where there is no journey.
    """

    modes: OwnModes
    field: str
    minutes: np.ndarray
    unrouted: tuple[Unrouted, ...]
    role: str = ROLE


def without_car(job: Job, travel: Travel, demand: DemandPlaces, hubs: Places) -> WithoutCar | None:
    """Read `NO_CAR` and route those without one; None where it was not given."""
    field = job.field("NO_CAR")
    if not field:
        return None
    found = _share(job, demand, field)
    if found.doubt:
        job.progress.warn(
            f"Households without a car ({field}): {found.doubt}. Is it the column of households "
            "WITHOUT a car?"
        )
    job.progress.info(f"Households without a car ({field}): {found.said}.")
    on_foot = job.choice("NO_CAR_MODE")
    journeys = journeys_between(
        job, travel, demand.places, hubs, progress=job.progress, demand_role=ROLE, mode=on_foot
    )
    lost = [place for place in journeys.unrouted if place.role == ROLE]
    minutes, buses = journeys.minutes, ""
    if job.asked_for("TIMES"):
        times = read_times(job)
        by_bus = journeys_from_table(times, demand.places.ids, hubs.ids)
        minutes, buses = np.minimum(minutes, by_bus.minutes), table_name(times)
        lost = [place for place in lost if not by_bus.demand_ok[place.row]]
    return WithoutCar(
        OwnModes(found.share, minutes.min(axis=1), on_foot, buses, f"{field}, {found.said}"),
        field,
        minutes,
        tuple(lost),
    )


def _share(job: Job, demand: DemandPlaces, field: str) -> NoCar:
    fields = [name for name in (field, job.field("NO_CAR_HOUSEHOLDS")) if name]
    columns = [numbers_of(demand.places, name) for name in fields]
    values, *households = filled_from_areas(demand.places, *columns)
    return no_car_share(
        demand.demand.ids,
        values,
        demand.demand.children,
        households[0] if households else None,
        demand.demand.decile,
    )
