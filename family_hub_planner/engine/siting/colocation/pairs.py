"""Every pair of a service, or of all services of a building, with a building that might take it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...progress import Progress
from .fit import fit_of, obstacles, remarks
from .judge import broken, nearest, sharing, worth_of

if TYPE_CHECKING:
    from .judge import Worth
    from .problem import CoLocation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

INTO_HUB, HUB_INTO, OTHERS = "into_hub", "hub_into", "between_others"
_LONGER = 1e-6  # minutes: what floating-point sums leave


@dataclass(frozen=True)
class Change:
    """What becomes of the families of some services: need-weighted mean minutes, and children.

    `before` and `after` are nan where nobody reaches the services today, or not then. `longer` and
    `shorter` count children whose journey to one of them at least is longer, or shorter.
    """

    before: float
    after: float
    longer: float
    shorter: float


@dataclass(frozen=True, eq=False)
class Pair:
    """Services of one building moved together into another, nothing else being changed.

    `in_the_way` forbid it, `to_settle` do not. `still_there` counts the services that stay behind,
    `if_empty` are the pounds a year that giving up the building would save once they left too.
    """

    services: tuple[int, ...]
    home: int
    to: int
    direction: str
    fit: str
    worth: Worth
    change: Change
    space_m2: float
    space_left_m2: float
    in_the_way: tuple[str, ...]
    to_settle: tuple[str, ...]
    still_there: int
    if_empty: float

    @property
    def feasible(self) -> bool:
        """Tell whether nothing forbids it."""
        return not self.in_the_way


def pairs_of(problem: CoLocation, progress: Progress | None = None) -> list[Pair]:
    """Give all pairs, the best first.

    First those that nothing forbids, by what is gained as weighed (most first); then the others by
    how many things forbid it, and by the gain. Equals go by the ids of services, then of buildings.
    """
    progress = progress or Progress()
    movers = list(_movers(problem))
    found = []
    for number, services in enumerate(movers):
        progress.report(number / len(movers))
        home = int(problem.home[services[0]])
        places = (at for at in range(len(problem.buildings)) if at != home)
        found += [_pair(problem, services, home, at) for at in places]
    return sorted(found, key=lambda pair: _rank(problem, pair))


def _rank(problem: CoLocation, pair: Pair) -> tuple[object, ...]:
    ids = tuple(problem.services[at].id for at in pair.services)
    return len(pair.in_the_way), -round(pair.worth.gain, 6), ids, problem.buildings[pair.to].id


def _movers(problem: CoLocation) -> Iterator[tuple[int, ...]]:
    """Give each service by itself, and all services of a building that has several, together."""
    for at in range(len(problem.services)):
        yield (at,)
    for at in range(len(problem.buildings)):
        together = tuple(int(one) for one in np.flatnonzero(problem.home == at))
        if len(together) > 1:
            yield together


def _pair(problem: CoLocation, services: tuple[int, ...], home: int, to: int) -> Pair:
    where = problem.home.copy()
    where[list(services)] = to
    worth = worth_of(problem, where)
    stay = int((problem.home == home).sum()) - len(services)
    space = float(problem.rooms[0].use[list(services)].sum())
    left = problem.buildings[to].spare_m2 - space
    return Pair(
        services,
        home,
        to,
        _direction(problem, home, to),
        _worst_fit(problem, services, to),
        worth,
        change_of(problem, services, where),
        space,
        left,
        tuple(_in_the_way(problem, services, to, where)),
        tuple(_to_settle(problem, services, to)),
        stay,
        float(problem.given_back[home]) if stay else 0.0,
    )


def _direction(problem: CoLocation, home: int, to: int) -> str:
    if problem.buildings[to].is_hub:
        return INTO_HUB
    return HUB_INTO if problem.buildings[home].is_hub else OTHERS


def _worst_fit(problem: CoLocation, services: tuple[int, ...], to: int) -> str:
    order = ("preferred", "possible", "", "not")
    fits = [fit_of(problem.services[at], problem.buildings[to]) for at in services]
    return max(fits, key=order.index)


def change_of(problem: CoLocation, services: tuple[int, ...], where: Ints) -> Change:
    """Work out what becomes of the families of some services under an assignment."""
    groups = [one for one in problem.served if set(services) & set(one.services.tolist())]
    longer, shorter = (np.zeros(len(problem.children), dtype=bool) for _ in range(2))
    before = after = weight = 0.0
    for group in groups:
        rows = group.asking
        today, then = (nearest(problem, group, places)[rows] for places in (problem.home, where))
        longer[rows] |= then > today + _LONGER
        shorter[rows] |= then < today - _LONGER
        shares = group.weight[rows]
        weight += float(shares.sum())
        before += float(shares @ today)
        after += float(shares[shares > 0] @ then[shares > 0])
    means = [total / weight if weight > 0 else float("nan") for total in (before, after)]
    means = [mean if np.isfinite(mean) else float("nan") for mean in means]
    children = (float(problem.children[some].sum()) for some in (longer, shorter))
    return Change(means[0], means[1], *children)


def _in_the_way(
    problem: CoLocation, services: tuple[int, ...], to: int, where: Ints
) -> Iterator[str]:
    said: dict[str, None] = {}
    for at in services:
        for why in obstacles(problem.services[at], problem.buildings[to], problem.asked):
            said.setdefault(why)
    yield from said
    yield from _too_little_room(problem, services, to, where)
    for one, other in sharing(problem, where):
        stays, comes = (other, one) if one in services else (one, other)
        groups = (problem.services[at].client_group for at in (comes, stays))
        yield "must not share: {} with {}".format(*groups)
    for at in services:
        group = problem.group_of(at)
        if not group.asking.any():
            yield "no family of the area it serves is known to reach it today"
            break
        lost = group.asking & ~np.isfinite(nearest(problem, group, where))
        if lost.any():
            yield f"{int(lost.sum())} areas that reach it today could not reach it there"
            break


def _too_little_room(
    problem: CoLocation, services: tuple[int, ...], to: int, where: Ints
) -> Iterator[str]:
    ends = f" in {problem.buildings[to].id}"
    known = np.isfinite(problem.buildings[to].spare_m2)
    full = {said for said in broken(problem, where) if said.endswith(ends)}
    for room in problem.rooms:
        if f"not enough {room.label}{ends}" in full and known:
            asks = room.use[list(services)].sum()
            has = room.room[to] - room.use[problem.home == to].sum()
            yield f"no room: needs {asks:,.0f} {room.label}, {has:,.0f} are spare"


def _to_settle(problem: CoLocation, services: tuple[int, ...], to: int) -> list[str]:
    said: dict[str, None] = {}
    for at in services:
        for what in remarks(problem.services[at], problem.buildings[to], problem.asked):
            said.setdefault(what)
    return list(said)
