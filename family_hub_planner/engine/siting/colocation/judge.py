"""What an assignment is worth, and whether it keeps the conditions, worked out anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .problem import CoLocation, Served

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

_TOLERANCE = 1e-6  # of a room: what floating-point sums leave


@dataclass(frozen=True, eq=False)
class Worth:
    """What an assignment gives beside today, `where` (S,) being each service's building.

    `paid_less` (S,) are pounds a year that services pay less (negative: more), `given_up` (B,) and
    `moved_into` (B,) buildings; `saving` is pounds a year, `one_off` pounds once (of costs that are
    known), `minutes_more` (G,) the need-weighted minutes more of each group of families (child
    minutes), and `gain` all of it weighed: pounds a year better than today.
    """

    where: Ints
    paid_less: Floats
    given_up: Bools
    moved_into: Bools
    saving: float
    one_off: float
    minutes_more: Floats
    gain: float


def worth_of(problem: CoLocation, where: Ints) -> Worth:
    """Work out what an assignment is worth.

    saving = sum of (pays today - pays then) + running costs of buildings given up;
    gain = w_cost (saving - one_off / years) - w_travel * minutes_more.
    """
    services = np.arange(len(problem.services))
    moved = where != problem.home
    paid_less = problem.yearly[services, problem.home] - problem.yearly[services, where]
    into = np.zeros(len(problem.buildings), dtype=bool)
    into[where[moved]] = True
    given_up = gives_up(problem) & ~_held(problem, where)
    saving = float(paid_less.sum() + problem.given_back[given_up].sum())
    one_off = float(problem.numbers("one_off")[into].sum())
    one_off += float(problem.numbers("clawback")[given_up].sum())
    more = np.array([_minutes_more(problem, group, where) for group in problem.served])
    weights = problem.weights
    longer = weights.travel * float(more.sum()) if weights.travel else 0.0  # 0 * inf is no number
    gain = weights.cost * (saving - one_off * weights.a_year) - longer
    return Worth(where, paid_less, given_up, into, saving, one_off, more, gain)


def gives_up(problem: CoLocation) -> Bools:
    """Tell which buildings are given up once empty, shape (B,): those that save by it."""
    net = problem.given_back - problem.numbers("clawback") * problem.weights.a_year
    may: Bools = (problem.given_back > 0) & (net > 0)
    return may


def _held(problem: CoLocation, where: Ints) -> Bools:
    held = np.zeros(len(problem.buildings), dtype=bool)
    held[where] = True
    return held


def nearest(problem: CoLocation, group: Served, where: Ints) -> Floats:
    """Give the minutes of every row to the nearest service of a group, shape (n,)."""
    there: Floats = problem.minutes[:, where[group.services]].min(axis=1)
    return there


def _minutes_more(problem: CoLocation, group: Served, where: Ints) -> float:
    if (where[group.services] == problem.home[group.services]).all():
        return 0.0
    today, then = (nearest(problem, group, places) for places in (problem.home, where))
    rows = group.asking & (group.weight > 0)
    return float(group.weight[rows] @ (then[rows] - today[rows]))


def broken(problem: CoLocation, where: Ints) -> list[str]:
    """Name the conditions that an assignment breaks; none for the one of today."""
    services = np.arange(len(problem.services))
    said = [
        f"{problem.services[at].id} may not be in {problem.buildings[where[at]].id}"
        for at in services[~problem.allowed[services, where]]
    ]
    said += _rooms_broken(problem, where)
    said += [
        f"{problem.services[one].id} and {problem.services[other].id} share a building"
        for one, other in sharing(problem, where)
    ]
    for group in problem.served:
        lost = group.asking & ~np.isfinite(nearest(problem, group, where))
        if lost.any():
            name = problem.services[group.services[0]].name
            said.append(f"{int(lost.sum())} areas could not reach {name}")
    return said


def _rooms_broken(problem: CoLocation, where: Ints) -> list[str]:
    said = []
    for room in problem.rooms:
        used = np.bincount(where, room.use, len(problem.buildings))
        past = used > room.room + _TOLERANCE * np.maximum(1.0, used)
        said += [f"not enough {room.label} in {problem.buildings[at].id}" for at in _rows(past)]
    return said


def _rows(marked: Bools) -> list[int]:
    return [int(at) for at in np.flatnonzero(marked)]


def sharing(problem: CoLocation, where: Ints) -> list[tuple[int, int]]:
    """Give pairs of services that must not share a building and newly would."""
    return [
        (int(one), int(other))
        for one, other in problem.apart
        if where[one] == where[other] and not _share_today(problem, one, other, where[one])
    ]


def _share_today(problem: CoLocation, one: int, other: int, building: int) -> bool:
    return bool(problem.home[one] == building == problem.home[other])


def sharing_today(problem: CoLocation) -> list[tuple[int, int]]:
    """Give pairs of services that must not share a building and do so today."""
    home = problem.home
    return [(int(one), int(other)) for one, other in problem.apart if home[one] == home[other]]
