"""Why a service is left where it is: what stands in its way, or that no move gains."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...in_words import many
from ...obstacles import kind_of, most_in_the_way
from .fit import obstacles

if TYPE_CHECKING:
    from .problem import CoLocation

Bools = npt.NDArray[np.bool_]

_TOLERANCE = 1e-6  # of a room: what floating-point sums leave


def why_left(problem: CoLocation, service: int, proven: bool) -> str:
    """Say why a service is left where it is, in one sentence.

    That nothing does better is said of a plan only that is `proven`.
    """
    return f"Left where it is: {_why(problem, service, proven)}."


def _why(problem: CoLocation, service: int, proven: bool) -> str:
    one = problem.services[service]
    if one.must_stay:
        return "it must stay"
    if isnan(one.area_m2):
        return "the area it needs is not known"
    if not problem.group_of(service).asking.any():
        return "no family of the area it serves is known to reach it today"
    others = problem.allowed[service].copy()
    others[problem.home[service]] = False
    if not others.any():
        return f"no building that was tested may take it ({_in_the_way(problem, service)})"
    if not (others & _has_room(problem, service, emptied=True)).any():
        return _no_room(problem, others, "has room for it")
    if not (others & _has_room(problem, service, emptied=False)).any():
        without = _no_room(problem, others, "has room for it today")
        found = "does better as weighed" if proven else "was found in the time set that does better"
        return f"{without}, and no plan in which others make room {found}"
    if not proven:
        return "no better place for it, beside the others, was found in the time set"
    return "no move of it, beside the others, does better as weighed"


def _no_room(problem: CoLocation, others: Bools, what: str) -> str:
    may, count = int(others.sum()), len(problem.buildings) - 1
    return (
        f"of {many(count, 'other building', 'other buildings')} {may:,d} may take it, none {what}"
    )


def _in_the_way(problem: CoLocation, service: int) -> str:
    """Count the other buildings by what stands in the way, the most first, by kind if equal."""
    one, found = problem.services[service], Counter[str]()
    for at, building in enumerate(problem.buildings):
        if at != problem.home[service]:
            found.update({kind_of(why) for why in obstacles(one, building, problem.asked)})
    return most_in_the_way(found) or "some who reach it today could not reach it elsewhere"


def _has_room(problem: CoLocation, service: int, emptied: bool) -> Bools:
    """Tell where a service has room by itself, if those listed leave (`emptied`), or as today."""
    enough = np.ones(len(problem.buildings), dtype=bool)
    for room in problem.rooms:
        used = np.bincount(problem.home, room.use, len(problem.buildings))
        free = room.room if emptied else room.room - used
        needs = room.use[service]
        enough &= (needs <= 0) | (needs <= free + _TOLERANCE * max(1.0, needs))
    return enough
