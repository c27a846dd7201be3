"""Small co-location problems, and what an assignment of one is worth in plain arithmetic.

`gain_by_hand` goes by the records alone, with loops and dictionaries, so that it shares no line
with the engine's arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from math import inf, isfinite, isnan, nan

import numpy as np

from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.siting.colocation.fit import Conditions
from family_hub_planner.engine.siting.colocation.problem import CoLocation, Weights, problem_of
from family_hub_planner.engine.siting.colocation.records import Building, Service


@dataclass(frozen=True)
class Case:
    """A problem as records; `minutes[i][b]` from demand row i to building b."""

    services: list[Service]
    buildings: list[Building]
    children: list[float]
    need: list[float]
    locality: list[str]
    minutes: list[list[float]]
    apart: tuple[tuple[str, str], ...] = ()
    weights: Weights = field(default_factory=Weights)
    asked: Conditions = field(default_factory=Conditions)

    def demand(self) -> Demand:
        count = len(self.children)
        unknown = np.full(count, nan)
        ids = [f"a{row}" for row in range(count)]
        return Demand(
            ids, np.array(self.children), np.array(self.need), unknown, unknown, self.locality,
            [""] * count,
        )  # fmt: skip

    def problem(self) -> CoLocation:
        pairs = {frozenset(pair) for pair in self.apart}
        minutes = np.array(self.minutes)
        return problem_of(self.services, self.buildings, self.demand(), minutes, pairs,
                          self.weights, self.asked)  # fmt: skip

    def changed(self, **changes) -> Case:
        return replace(self, **changes)


def random_case(seed: int) -> Case:
    """Draw up to four services, four buildings and five areas, with gaps in what is known."""
    dice = np.random.default_rng(seed)

    def one_of(*values):
        return values[dice.integers(len(values))]

    buildings = [
        Building(
            f"B{number}", spare_m2=one_of(nan, 0.0, 20.0, 40.0, 60.0),
            running_cost=one_of(nan, 100.0, 500.0, 900.0), cost_m2=one_of(nan, 1.0, 2.0, 5.0),
            one_off=one_of(nan, 0.0, 50.0, 300.0), clawback=one_of(nan, 200.0, 2000.0),
            venue_type=one_of("library", "School", "hall"), hours_week=one_of(nan, 10.0, 30.0),
            spare_hours=one_of(nan, 5.0, 20.0), step_free=one_of("yes", "yes", "no", ""),
            may_give_up=one_of(True, True, False),
        )
        for number in range(dice.integers(2, 5))
    ]  # fmt: skip
    services = [
        Service(
            f"S{number}", one_of("advice", "advice", "clinic"), one_of(*buildings).id,
            one_of(nan, 10.0, 20.0, 30.0), one_of(5.0, 10.0, 20.0, nan),
            fit=one_of({}, {"library": "preferred", "school": "not", "other": "possible"},
                       {"library": "possible", "school": "possible"}),
            client_group=one_of("x", "y", ""), serves=one_of((), (), ("North",)),
            cost=one_of(nan, 50.0, 200.0), users=one_of(nan, 30.0),
            must_stay=bool(dice.random() < 0.1),
        )
        for number in range(dice.integers(1, 5))
    ]  # fmt: skip
    rows = int(dice.integers(2, 6))
    minutes = dice.integers(1, 30, (rows, len(buildings))).astype(float)
    minutes[dice.random(minutes.shape) < 0.08] = inf
    return Case(
        services, buildings, [float(dice.integers(1, 20)) for _ in range(rows)],
        [float(dice.integers(0, 9)) + 0.5 for _ in range(rows)],
        [one_of("North", "South") for _ in range(rows - 1)] + ["North"], minutes.tolist(),
        (("x", "y"),), Weights(one_of(1.0, 2.0), one_of(0.0, 0.1, 1.0), one_of(None, 5.0)),
        Conditions(charged=one_of(True, False), one_off_weighed=one_of(True, False)),
    )  # fmt: skip


def best_by_hand(case: Case) -> float:
    """Try every assignment there is; give the best gain."""
    ids = [building.id for building in case.buildings]
    gains = (gain_by_hand(case, where) for where in product(ids, repeat=len(case.services)))
    return max(gain for gain in gains if gain is not None)


def gain_by_hand(case: Case, where: tuple[str, ...]) -> float | None:
    """Give what an assignment (a building's id a service) gains; None where it may not be."""
    of = {building.id: building for building in case.buildings}
    pairs = list(zip(case.services, where))
    if not all(_may_be(case, service, of[to]) for service, to in pairs if service.site != to):
        return None
    if not _has_room(case, pairs, of) or _meet(case, pairs):
        return None
    minutes = _minutes_more(case, pairs)
    if minutes is None:
        return None
    saving = once = 0.0
    for service, to in pairs:
        if service.site != to:
            saving += 0.0 if isnan(service.cost) else service.cost
            saving -= service.area_m2 * of[to].cost_m2 if case.asked.charged else 0.0
    for building in case.buildings:
        comes = any(to == building.id != service.site for service, to in pairs)
        held = any(to == building.id for _, to in pairs)
        was = any(service.site == building.id for service in case.services)
        once += building.one_off if comes and isfinite(building.one_off) else 0.0
        if was and not held and building.may_give_up and isfinite(building.running_cost):
            back = 0.0 if isnan(building.clawback) else building.clawback
            if building.running_cost > back * case.weights.a_year:
                saving, once = saving + building.running_cost, once + back
    weights = case.weights
    return weights.cost * (saving - once * weights.a_year) - weights.travel * minutes


def _may_be(case: Case, service: Service, building: Building) -> bool:
    kind = building.venue_type.lower()
    fit = service.fit.get(kind) or service.fit.get("other", "") if service.fit else "possible"
    return not (
        service.must_stay or isnan(service.area_m2) or fit not in ("preferred", "possible")
        or isnan(building.spare_m2) or building.step_free == "no"
        or service.hours_week > building.hours_week
        or (isfinite(building.spare_hours) and isnan(service.hours_week))
        or (case.asked.charged and isnan(building.cost_m2))
        or (case.asked.one_off_weighed and isnan(building.one_off))
    )  # fmt: skip


def _has_room(case: Case, pairs, of) -> bool:
    for building in case.buildings:
        for what, spare in (("area_m2", building.spare_m2), ("hours_week", building.spare_hours)):
            comes = sum(getattr(s, what) for s, to in pairs if to == building.id != s.site)
            leaves = sum(getattr(s, what) for s, to in pairs if s.site == building.id != to)
            if comes and comes - (0.0 if isnan(leaves) else leaves) > spare + 1e-9:
                return False
    return True


def _meet(case: Case, pairs) -> bool:
    for number, (one, there) in enumerate(pairs):
        for other, too in pairs[number + 1 :]:
            groups = (one.client_group, other.client_group)
            kept = groups in case.apart or groups[::-1] in case.apart
            if kept and there == too and not one.site == other.site == there:
                return True
    return False


def _minutes_more(case: Case, pairs) -> float | None:
    at = {building.id: number for number, building in enumerate(case.buildings)}
    a_child, more = sum(case.children) / sum(case.need), 0.0
    for kind in {(service.name, service.serves) for service in case.services}:
        own = [(s, to) for s, to in pairs if (s.name, s.serves) == kind]
        rows = [row for row, place in enumerate(case.locality) if not kind[1] or place in kind[1]]
        users = sum(service.users for service, _ in own)
        scale = a_child
        if isfinite(users):
            scale = users / sum(case.need[row] for row in rows)
        moved = any(service.site != to for service, to in own)
        reached = 0
        for row in rows:
            today = min(case.minutes[row][at[service.site]] for service, _ in own)
            then = min(case.minutes[row][at[to]] for _, to in own)
            reached += isfinite(today)
            if isfinite(today) and not isfinite(then):
                return None
            more += scale * case.need[row] * (then - today) if isfinite(today) else 0.0
        if moved and not reached:
            return None
    return more
