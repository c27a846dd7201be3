"""Whose money: what an assignment saves and costs, by service and by the budget that bears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .judge import Worth
    from .problem import CoLocation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

NOT_STATED = "not stated"


@dataclass(frozen=True, eq=False)
class Parts:
    """What falls to each service, shape (S,): all parts together are the assignment's figures.

    A building's running cost is shared among the services that leave it, its one-off cost among
    those that come, by the area they need; `one_off` is nan for those that come to a building whose
    one-off cost is not known.
    """

    saving: Floats
    one_off: Floats


def parts_of(problem: CoLocation, worth: Worth) -> Parts:
    """Share an assignment's saving (a year) and one-off cost among its services."""
    saving, one_off = worth.paid_less.copy(), np.zeros(len(problem.services))
    moved = worth.where != problem.home
    for at in np.flatnonzero(worth.given_up):
        leave = np.flatnonzero(problem.home == at)
        saving[leave] += problem.given_back[at] * _by_area(problem, leave)
        one_off[leave] += problem.numbers("clawback")[at] * _by_area(problem, leave)
    for at in np.flatnonzero(worth.moved_into):
        come = np.flatnonzero(moved & (worth.where == at))
        one_off[come] += problem.buildings[at].one_off * _by_area(problem, come)
    return Parts(saving, one_off)


def _by_area(problem: CoLocation, some: Ints) -> Floats:
    area = problem.rooms[0].use[some]
    return area / area.sum() if area.sum() > 0 else np.full(len(some), 1.0 / len(some))


@dataclass(frozen=True)
class Entry:
    """What one budget saves a year and pays once, in pounds; `unknown` tells of costs not known."""

    budget: str
    saving: float
    one_off: float
    unknown: bool


def by_budget(problem: CoLocation, worth: Worth) -> list[Entry]:
    """Give what falls on each budget, by name.

    What a service pays for its place falls on the service's budget, and so does the one-off cost of
    the building that it comes to, shared by area; the running cost of a building that is given up,
    and its clawback, on the building's owner.
    """
    found: dict[str, list[float]] = {}

    def add(budget: str, saving: float, once: float) -> None:
        sums = found.setdefault(budget or NOT_STATED, [0.0, 0.0, 0.0])
        sums[0] += saving
        sums[1] += 0.0 if np.isnan(once) else once
        sums[2] += float(np.isnan(once))

    moved = worth.where != problem.home
    for at in np.flatnonzero(moved):
        come = np.flatnonzero(moved & (worth.where == worth.where[at]))
        share = float(_by_area(problem, come)[come == at][0])
        once = problem.buildings[worth.where[at]].one_off * share
        add(problem.services[at].budget, float(worth.paid_less[at]), once)
    for at in np.flatnonzero(worth.given_up):
        clawback = float(problem.numbers("clawback")[at])
        add(problem.buildings[at].owner, float(problem.given_back[at]), clawback)
    return [Entry(name, a, b, c > 0) for name, (a, b, c) in sorted(found.items())]
