"""What services and buildings do not state, and what a run does about it: named, never nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .fit import is_stated

if TYPE_CHECKING:
    from .problem import CoLocation
    from .records import Building, Service


def missing_of(problem: CoLocation) -> list[str]:
    """Say what is not known, of how many, the first, and what was done about it."""
    charged, weighed = problem.asked.charged, problem.asked.one_off_weighed
    found = [
        *_of_services(problem.services),
        *_of_buildings(problem.buildings, charged, weighed),
    ]
    if not charged:
        found.append(
            "No building states what it charges for space: moving in is taken to cost nothing a "
            "year. Give a column of pounds a square metre where it does."
        )
    return found


def _of_services(services: Sequence[Service]) -> list[str]:
    kinds = (
        ("area_m2", "the area they need", "they are left where they are"),
        ("cost", "what they pay for their place now", "no saving of their own is counted"),
        ("hours_week", "their hours a week", "no building's hours are held against them"),
    )
    said = [
        _told([s.id for s in services if np.isnan(getattr(s, name))], services, what, done)
        for name, what, done in kinds
    ]
    unfitted = [one.id for one in services if not one.fit]
    done = "every kind of building is taken as possible"
    said.append(_told(unfitted, services, "which buildings suit them", done))
    return [one for one in said if one]


def _of_buildings(buildings: Sequence[Building], charged: bool, weighed: bool) -> list[str]:
    once = "no service may move in" if weighed else "none is in the sums"
    kinds: list[tuple[Callable[[Building], bool], str, str]] = [
        (lambda b: bool(np.isnan(b.spare_m2)), "spare area", "no service may move in"),
        (lambda b: bool(np.isnan(b.one_off)), "one-off cost", once),
        (lambda b: bool(np.isnan(b.hours_week)), "hours a week", "no limit of hours is set"),
        (lambda b: not is_stated(b.step_free), "step-free access", "it is to be settled"),
        (
            lambda b: not is_stated(b.owner_agreed),
            "whether the owner agrees",
            "it is to be settled",
        ),
        (
            lambda b: not is_stated(b.venue_type),
            "kind of building",
            "only services fit for any may move in",
        ),
    ]
    if charged:
        kinds.append(
            (lambda b: bool(np.isnan(b.cost_m2)), "charge for space", "no service may move in")
        )
    said = [
        _told([b.id for b in buildings if lacks(b)], buildings, what, done, "buildings")
        for lacks, what, done in kinds
    ]
    may = [one for one in buildings if one.may_give_up]
    costless = [one.id for one in may if np.isnan(one.running_cost)]
    done = "no saving is counted for giving them up, and they are not emptied for it"
    said.append(_told(costless, may, "running cost", done, "buildings that may be given up"))
    return [one for one in said if one]


def _told(
    ids: Sequence[str], every: Sequence[object], what: str, done: str, kind: str = "services"
) -> str:
    if not ids:
        return ""
    first = ids[0] if len(ids) == 1 else f"first: {ids[0]}"
    whom = f"{len(ids)} of {len(every)} {kind} ({first})"
    return f"{what[0].upper()}{what[1:]}: not stated for {whom}; {done}."
