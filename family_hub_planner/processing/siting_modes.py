"""Two modes at once in siting: each area twice, with a car and without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..engine.demand import Demand
from ..engine.journeys import Journeys
from .demand import DemandPlaces
from .layers import Places

if TYPE_CHECKING:
    from .own_modes import WithoutCar

WITHOUT = " (without a car)"


def by_own_modes(
    demand: DemandPlaces, journeys: Journeys, without: WithoutCar
) -> tuple[DemandPlaces, Journeys]:
    """Part each area into those with a car and those without.

    Those with a car come first, in the areas' order and under their ids; then those without, under
    the id and "(without a car)", with their own minutes. Children and need are shared out by the
    share of households without a car.
    """
    no_car = without.modes.no_car
    lost = [
        replace(place, row=place.row + len(no_car), role="demand") for place in without.unrouted
    ]
    both = replace(
        journeys,
        minutes=np.concatenate([journeys.minutes, without.minutes]),
        demand_access_minutes=np.tile(journeys.demand_access_minutes, 2),
        demand_ok=np.tile(journeys.demand_ok, 2),
        demand_near_edge=_twice(journeys.demand_near_edge),
        demand_access_m=_twice(journeys.demand_access_m),
        fast_minutes=None,
        unrouted=(*journeys.unrouted, *lost),
    )
    return replace(
        demand,
        places=_places_twice(demand.places),
        demand=_demand_twice(demand.demand, no_car),
    ), both


def _twice(values: np.ndarray | None) -> np.ndarray | None:
    return None if values is None else np.tile(values, 2)


def _places_twice(places: Places) -> Places:
    ids = [*places.ids, *(f"{one}{WITHOUT}" for one in places.ids)]
    return Places(places.name, ids, np.tile(places.xy, (2, 1)), [*places.features] * 2)


def _demand_twice(demand: Demand, no_car: np.ndarray) -> Demand:
    def shared(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values * (1 - no_car), values * no_car])

    return replace(
        demand,
        ids=[*demand.ids, *(f"{one}{WITHOUT}" for one in demand.ids)],
        children=shared(demand.children),
        need=shared(demand.need),
        decile=np.tile(demand.decile, 2),
        quintile=np.tile(demand.quintile, 2),
        locality=[*demand.locality] * 2,
        authority=[*demand.authority] * 2,
        groups={name: shared(values) for name, values in demand.groups.items()},
    )
