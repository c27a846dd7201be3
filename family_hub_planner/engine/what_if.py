"""Live what-if: the figures of a plan at once, the very ones that a run of coverage would give.

A plan says which places are switched on and where the trial hubs stand, and no more: the minutes
between areas and places are held once, however many plans are tried. The figures come out of
`coverage.cover` and `comparison.Comparison`, the same functions that the algorithms call, so that
a plan kept as a scenario is measured to the same numbers. All of it is for testing; it decides
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .comparison import Asked, Comparison, Scenario
from .coverage import Coverage, cover
from .demand import Demand
from .errors import CodesError, InputError
from .what_if_money import Costs, Money, money

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

HUB, VENUE, TRIAL = "hub", "venue", "trial"
TODAY, PLAN = "today", "the plan"
_LEAST_MUCH = 0.5  # minutes: what the comparison takes for the same journey

ALL_OFF = "A plan needs at least one place switched on. Switch on another before this one goes."


@dataclass(frozen=True)
class Place:
    """A hub of today or a venue that may be tried: its unique id, its name and its costs.

    `elsewhere` says that it is another authority's: it serves, but its pounds are not counted.
    """

    id: str
    name: str
    kind: str
    costs: Costs
    elsewhere: bool = False


@dataclass(frozen=True, eq=False)
class Trial:
    """A trial hub: id, name, place in the network's system (metres), minutes of shape (n,)."""

    id: str
    name: str
    xy: tuple[float, float]
    minutes: Floats


@dataclass(frozen=True, eq=False)
class Plan:
    """What is switched on, by id, and the trial hubs in the order in which they were placed.

    A trial that is switched off keeps its place. Trials share their minutes between plans.
    """

    on: frozenset[str]
    trials: tuple[Trial, ...] = ()

    def trial(self, trial_id: str) -> Trial | None:
        """Give a trial by its id, None where it is no trial of this plan."""
        return next((one for one in self.trials if one.id == trial_id), None)


@dataclass(frozen=True)
class Figures:
    """A plan's figures: its coverage, what it changes against today, and its pounds."""

    coverage: Coverage
    change: Comparison
    money: Money

    @property
    def much_longer(self) -> Bools:
        """Areas whose journeys grow by more than the minutes asked for, shape (n,)."""
        return self.change.moves.much_longer

    @property
    def route_lost(self) -> Bools:
        """Areas with a journey today and none under the plan, shape (n,)."""
        return self.change.moves.route_lost


class WhatIf:
    """Areas and places with the minutes between them: makes plans, and gives their figures.

    Parameters
    ----------
    demand
        n areas.
    places
        m hubs and venues, in the order of the columns.
    minutes
        Shape (n, m), inf where there is no journey; not cut off at a band.
    bands
        Rising minutes.
    near_edge
        Which areas lie near the network's edge, shape (n,); None where it was not tested.
    """

    def __init__(
        self,
        demand: Demand,
        places: Sequence[Place],
        minutes: Floats,
        bands: Sequence[float],
        near_edge: Bools | None = None,
    ) -> None:
        _refuse_repeats(places)
        self.demand, self.places, self.bands = demand, tuple(places), tuple(bands)
        self.near_edge = near_edge
        self._minutes = minutes
        self._column = {place.id: column for column, place in enumerate(places)}
        self.today = Plan(frozenset(place.id for place in places if place.kind == HUB))
        if not self.today.on:
            raise InputError("None of the places is a hub of today: there is nothing to compare.")
        self.base = self.coverage(self.today)

    # Plans: each of these gives a new one and leaves the old as it was.

    def switched(self, plan: Plan, place_id: str) -> Plan:
        """Switch a place on or off; `InputError` for the last one that is on."""
        return self.with_on(plan, plan.on ^ {place_id})

    def with_on(self, plan: Plan, on: Iterable[str]) -> Plan:
        """Switch on just these places; `InputError` for none, `CodesError` for one not known."""
        wanted = frozenset(on)
        known = {*self._column, *(one.id for one in plan.trials)}
        strange = sorted(wanted - known)
        if strange:
            raise CodesError(f"{strange[0]} is none of the {len(known)} places that can be tried.")
        if not wanted:
            raise InputError(ALL_OFF)
        return replace(plan, on=wanted)

    def placed(self, plan: Plan, name: str, xy: tuple[float, float], minutes: Floats) -> Plan:
        """Add a trial hub and switch it on; its id is the first of T1, T2 ... that is free."""
        taken = {*self._column, *(one.id for one in plan.trials)}
        number = next(n for n in range(1, len(taken) + 2) if f"T{n}" not in taken)
        trial = Trial(f"T{number}", name.format(number), xy, self._checked(minutes))
        return Plan(plan.on | {trial.id}, (*plan.trials, trial))

    def moved(self, plan: Plan, trial_id: str, xy: tuple[float, float], minutes: Floats) -> Plan:
        """Move a trial hub; it stays on or off as it was."""
        at = self._checked(minutes)
        trials = [
            replace(one, xy=xy, minutes=at) if one.id == trial_id else one for one in plan.trials
        ]
        return replace(plan, trials=tuple(trials))

    def without(self, plan: Plan, trial_id: str) -> Plan:
        """Take a trial hub away; `InputError` where it is the last place that is on."""
        trials = tuple(one for one in plan.trials if one.id != trial_id)
        if not plan.on - {trial_id}:
            raise InputError(ALL_OFF)
        return Plan(plan.on - {trial_id}, trials)

    # Figures

    def figures(self, plan: Plan, much: float = 5.0) -> Figures:
        """Work out a plan's figures; journeys grow much where they do so by more than `much`."""
        found = self.coverage(plan)
        base, after = (_scenario(name, one) for name, one in ((TODAY, self.base), (PLAN, found)))
        asked = Asked(self.bands, min(_LEAST_MUCH, much), much)
        change = Comparison(base, after, self.demand, asked)
        costs = {place.id: place.costs for place in self.places}
        others = {place.id for place in self.places if place.elsewhere}
        pounds = money(costs, self.today.on - others, plan.on - others)
        return Figures(found, change, pounds)

    def coverage(self, plan: Plan) -> Coverage:
        """Give the coverage of the places that are on, as `familyhub:coverage` works it out."""
        ids, minutes = self.standing(plan)
        lost = ~np.isfinite(minutes).any(axis=1)
        return cover(minutes, self.demand, ids, self.bands, lost, near_edge=self.near_edge)

    def standing(self, plan: Plan) -> tuple[list[str], Floats]:
        """Give the ids of the places that are on, and their minutes, shape (n, places on)."""
        fixed = [place.id for place in self.places if place.id in plan.on]
        trials = [one for one in plan.trials if one.id in plan.on]
        columns = self._minutes[:, [self._column[place_id] for place_id in fixed]]
        if trials:
            columns = np.column_stack([columns, *(one.minutes for one in trials)])
        return [*fixed, *(one.id for one in trials)], columns

    def minutes_to(self, plan: Plan, place_id: str) -> Floats:
        """Give the minutes to one place, on or off, shape (n,)."""
        trial = plan.trial(place_id)
        found: Floats = self._minutes[:, self._column[place_id]] if trial is None else trial.minutes
        return found

    def _checked(self, minutes: Floats) -> Floats:
        if minutes.shape != (len(self.demand),) or not (minutes >= 0).all():
            raise InputError("A trial hub needs minutes of zero or more for each of the areas.")
        return minutes


def _scenario(name: str, found: Coverage) -> Scenario:
    there = np.ones(len(found.area_ids), dtype=bool)
    return Scenario(name, found.minutes, [hub or "" for hub in found.hub], there)


def _refuse_repeats(places: Sequence[Place]) -> None:
    repeated = [code for code, n in Counter(one.id for one in places).items() if n > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} ids stand for more than one hub or venue (first: {repeated[0]}). "
            "Give each place an id of its own."
        )
