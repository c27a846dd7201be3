"""What each step of the frontier means: families, order, budgets, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.siting.asked import floors_of
from ...engine.siting.rationalisation.budgets import Budget, by_owner
from ...engine.siting.rationalisation.effects import Effects, effects, hours_after
from ...engine.siting.rationalisation.frontier import Frontier, Step
from ...engine.siting.rationalisation.mend import Mend, best_mend, minutes_left
from ...engine.siting.rationalisation.option import places as places_of
from ...engine.siting.rationalisation.phases import Phase, phases
from ...engine.siting.rationalisation.problem import EstateProblem
from ..layers import Places, names_of
from ..one_place import first_of_buildings
from ..travel import journeys_between

if TYPE_CHECKING:
    from ...engine.journeys import Journeys
    from ...engine.progress import Progress
    from ..demand import DemandPlaces
    from ..job import Job
    from ..travel import Travel
    from .buildings import Buildings
    from .estate import Estate


@dataclass(frozen=True, eq=False)
class Venues:
    """Where an outreach point might stand: v places, their names, minutes (n, v).

    `own` says for each which building of the estate it is, -1 for none.
    """

    places: Places
    names: list[str]
    minutes: np.ndarray
    own: np.ndarray
    journeys: Journeys | None

    def called(self, venue: int) -> str:
        """Give a venue's name with its id, or the id alone."""
        name, own = self.names[venue], self.places.ids[venue]
        return f"{name} ({own})" if name else own


@dataclass(frozen=True, eq=False)
class StepFacts:
    """One step with all that is said of it; `number` 0 is "nothing changes".

    `part_time` (b,) are the places of few hours under it.
    """

    number: int
    step: Step
    effects: Effects
    phases: list[Phase]
    budgets: list[Budget]
    mend: Mend
    part_time: np.ndarray


@dataclass(frozen=True, eq=False)
class EstateRun:
    """What a run read and found."""

    travel: Travel
    demand: DemandPlaces
    estate: Estate
    journeys: Journeys
    problem: EstateProblem
    venues: Venues
    frontier: Frontier
    steps: list[StepFacts]
    start: date


def problem_of(job: Job, demand: DemandPlaces, estate: Estate, journeys: Journeys) -> EstateProblem:
    """Make the engine's problem; raises `InputError` for floors that are none."""
    own = demand.demand
    return EstateProblem(
        minutes=journeys.minutes,
        weight=own.need,
        demand_ids=list(own.ids),
        building_ids=list(estate.places.ids),
        serves=estate.serves,
        may_give_up=estate.may_give_up,
        money=estate.money,
        moves=estate.moves.pairs,
        area_needed=estate.moves.needs,
        room=estate.moves.room,
        floors=floors_of(job.text("FLOORS"), own, job.number("MINUTES")),
        part_time=estate.few_hours,
    )


def read_venues(
    job: Job,
    travel: Travel,
    demand: DemandPlaces,
    of_estate: tuple[Estate, Buildings],
    journeys: Journeys,
    progress: Progress,
) -> Venues:
    """Read `VENUES` with their journeys; without it the estate's own buildings stand for them."""
    estate, buildings = of_estate
    if job.optional_source("VENUES") is None:
        own = np.arange(len(estate.places))
        return Venues(estate.places, estate.names, journeys.minutes, own, None)
    venues = job.places("VENUES", "VENUE_ID", travel.crs)
    found = journeys_between(job, travel, demand.places, venues, "venue", progress=progress)
    own = _buildings_of(venues, buildings)
    return Venues(venues, names_of(job, venues, "VENUE_NAME"), found.minutes, own, found)


def _buildings_of(venues: Places, buildings: Buildings) -> np.ndarray:
    """Give for each venue the building of the estate that it is, by id or place, -1 for none."""
    given = buildings.given
    both = Places(
        given.name,
        [*given.ids, *venues.ids],
        np.concatenate([given.xy, venues.xy]),
        [*given.features, *venues.features],
    )
    first = first_of_buildings(both)[len(given) :]
    by_id = {site: int(row) for site, row in zip(given.ids, buildings.rows)}
    found = [
        by_id.get(site, int(buildings.rows[one]) if one < len(given) else -1)
        for site, one in zip(venues.ids, first)
    ]
    return np.array(found, dtype=np.intp)


def steps_of(
    job: Job,
    demand: DemandPlaces,
    estate: Estate,
    problem: EstateProblem,
    venues: Venues,
    steps: Sequence[Step],
    public: np.ndarray,
) -> list[StepFacts]:
    """Work out what each step does; `public` (v,) are the venues that any family may enter."""
    found = []
    for number, step in enumerate(steps):
        job.progress.stop_if_asked()
        option, children = step.option, demand.demand.children
        with np.errstate(invalid="ignore"):
            after = hours_after(problem, option, estate.hours)
            few = estate.hours < job.number("FULL_HOURS"), after < job.number("FULL_HOURS")
        limits = job.number("MINUTES"), job.number("WORSE_MINUTES")
        told = effects(problem, option, *limits, few, estate.neighbours)
        may = public & _free(venues, problem, step)
        mend = best_mend(
            venues.minutes,
            venues.places.ids,
            may,
            told.fallen,
            children,
            minutes_left(problem.today(), told.after, venues.minutes, problem.weight),
            job.number("MINUTES"),
        )
        order = phases(problem, option, estate.leaves, children)
        budgets = by_owner(problem, option, estate.owners)
        found.append(StepFacts(number, step, told, order, budgets, mend, few[1]))
    return found


def _free(venues: Venues, problem: EstateProblem, step: Step) -> np.ndarray:
    """Tell which venues are neither given up nor serve families already under a step."""
    taken = places_of(problem, step.option)
    taken[list(step.option.given_up)] = True
    return np.where(venues.own >= 0, ~taken[venues.own], True)
