"""The co-location problem: services, buildings, room, money and journeys as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...errors import CodesError, InputError
from .fit import Conditions, obstacles

if TYPE_CHECKING:
    from ...demand import Demand
    from .records import Building, Service

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Weights:
    """What the measure weighs: `cost` a pound a year, `travel` pounds a year a minute of one child.

    `one_off_years` spreads one-off costs over so many years; None leaves them out of the measure.
    """

    cost: float = 1.0
    travel: float = 1.0
    one_off_years: float | None = None

    def __post_init__(self) -> None:
        """Refuse weights below nought, two of nought, and no years."""
        if self.cost < 0 or self.travel < 0 or self.cost + self.travel == 0:
            raise InputError("The weights of cost and travel must be nought or more, one above.")
        if self.one_off_years is not None and self.one_off_years <= 0:
            raise InputError("One-off costs are spread over more than nought years, or left out.")

    @property
    def a_year(self) -> float:
        """The share of a one-off cost that counts in a year."""
        return 0.0 if self.one_off_years is None else 1.0 / self.one_off_years


@dataclass(frozen=True, eq=False)
class Room:
    """One kind of room: what each service uses (S,), and what the buildings have for them (B,)."""

    label: str
    use: Floats
    room: Floats


@dataclass(frozen=True, eq=False)
class Served:
    """Services of one name and one area served, and its families, who go to the nearest of them.

    `weight` (n,): need-weighted children, by whom a minute counts; `asking` (n,): rows of the area
    with families who reach the service today. `lost` counts children who do not.
    """

    services: Ints
    weight: Floats
    asking: Bools
    lost: float
    users_known: bool


@dataclass(frozen=True, eq=False)
class CoLocation:
    """S services, each in one of B buildings, and n demand points; both sorted by id.

    `home` (S,) is the building of each now; `allowed` (S, B) tells where it may be, its home among
    them; `apart` (k, 2) are services that must not share a building, unless they do so today;
    `yearly` (S, B) is what a service pays a year in each building; `given_back` (B,) the pounds a
    year saved by giving a building up, 0 where it may not be; `minutes` has shape (n, B).
    """

    services: tuple[Service, ...]
    buildings: tuple[Building, ...]
    home: Ints
    allowed: Bools
    apart: Ints
    rooms: tuple[Room, ...]
    yearly: Floats
    given_back: Floats
    served: tuple[Served, ...]
    minutes: Floats
    children: Floats
    weights: Weights
    asked: Conditions

    def numbers(self, name: str) -> Floats:
        """Give one figure of every building, 0 where it is not known: what is known is added up."""
        values = np.array([getattr(one, name) for one in self.buildings], dtype=float)
        return np.where(np.isnan(values), 0.0, values)

    def group_of(self, service: int) -> Served:
        """Give the families that a service serves, and those who offer it with it."""
        return next(one for one in self.served if service in one.services)


def problem_of(
    services: Sequence[Service],
    buildings: Sequence[Building],
    demand: Demand,
    minutes: Floats,
    apart: set[frozenset[str]] = frozenset(),  # type: ignore[assignment]
    weights: Weights | None = None,
    asked: Conditions | None = None,
) -> CoLocation:
    """Make the problem; `minutes` (n, B) are from demand points to the buildings as given.

    `apart` are pairs of client groups in small letters. Raises `CodesError` for ids that repeat and
    for a service in no building of the list, `InputError` where nobody needs anything.
    """
    weights, asked = weights or Weights(), asked or Conditions()
    order = np.argsort([one.id for one in buildings], kind="stable")
    buildings = tuple(buildings[at] for at in order)
    services = tuple(sorted(services, key=lambda one: one.id))
    home = _homes(services, buildings)
    minutes = np.asarray(minutes, dtype=float)[:, order]
    served = _served(services, home, demand, minutes)
    allowed = _allowed(services, buildings, home, served, minutes, asked)
    return CoLocation(
        services,
        buildings,
        home,
        allowed,
        _apart(services, apart),
        _rooms(services, buildings, home),
        _yearly(services, buildings, home, asked.charged),
        _given_back(buildings, home),
        served,
        minutes,
        np.asarray(demand.children, dtype=float),
        weights,
        asked,
    )


def _homes(services: Sequence[Service], buildings: Sequence[Building]) -> Ints:
    place = {one.id: at for at, one in enumerate(buildings)}
    if len(place) < len(buildings) or len({one.id for one in services}) < len(services):
        raise CodesError("Ids of services and of buildings must each stand once.")
    lost = [one for one in services if one.site not in place]
    if lost:
        raise CodesError(
            f"{len(lost)} of {len(services)} services stand in a building that is not among those "
            f"given (first: {lost[0].id} in {lost[0].site!r}). Add the building, or mend its id."
        )
    return np.array([place[one.site] for one in services], dtype=np.intp)


def _served(
    services: Sequence[Service], home: Ints, demand: Demand, minutes: Floats
) -> tuple[Served, ...]:
    """Group services of one name and one area served; see `Served`."""
    if not services or demand.need.sum() <= 0:
        raise InputError("There is no service, or no demand point with need: nothing to weigh.")
    a_child = float(demand.children.sum()) / float(demand.need.sum())
    kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, one in enumerate(services):
        kinds.setdefault(one.kind, []).append(at)
    return tuple(
        _one_served(np.array(members, dtype=np.intp), services, home, demand, minutes, a_child)
        for members in kinds.values()
    )


def _one_served(
    members: Ints,
    services: Sequence[Service],
    home: Ints,
    demand: Demand,
    minutes: Floats,
    a_child: float,
) -> Served:
    first = services[members[0]]
    rows = _rows_served(first, demand) & ((demand.children > 0) | (demand.need > 0))
    reached = np.isfinite(minutes[:, home[members]]).any(axis=1)
    weight = np.where(rows, demand.need * a_child, 0.0)
    users = np.array([services[at].users for at in members])
    known = bool(np.isfinite(users).all() and weight.sum() > 0)
    if known:
        weight = weight * (users.sum() / weight.sum())
    lost = float(demand.children[rows & ~reached].sum())
    return Served(members, np.where(reached, weight, 0.0), rows & reached, lost, known)


def _rows_served(service: Service, demand: Demand) -> Bools:
    if not service.serves:
        return np.ones(len(demand), dtype=bool)
    there = {one.casefold() for one in demand.locality if one}
    for name in service.serves:
        if name.casefold() not in there:
            known = ", ".join(sorted({one for one in demand.locality if one})[:10])
            raise InputError(
                f"The service {service.id} serves {name!r}, which is no locality of the demand "
                f"points. Leave it empty for the whole authority, or write one of: "
                f"{known or 'the demand points name none'}."
            )
    wanted = {name.casefold() for name in service.serves}
    return np.array([one.casefold() in wanted for one in demand.locality], dtype=bool)


def _allowed(
    services: Sequence[Service],
    buildings: Sequence[Building],
    home: Ints,
    served: Sequence[Served],
    minutes: Floats,
    asked: Conditions,
) -> Bools:
    allowed = np.array(
        [[not obstacles(one, place, asked) for place in buildings] for one in services], dtype=bool
    )
    for group in served:
        if not group.asking.any():
            allowed[group.services] = False
        elif len(group.services) == 1:
            allowed[group.services] &= np.isfinite(minutes[group.asking]).all(axis=0)
    allowed[np.arange(len(services)), home] = True
    return allowed


def _apart(services: Sequence[Service], apart: set[frozenset[str]]) -> Ints:
    groups = [one.client_group.casefold() for one in services]
    pairs = [
        (one, other)
        for one in range(len(services))
        for other in range(one + 1, len(services))
        if frozenset((groups[one], groups[other])) in apart
    ]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _rooms(
    services: Sequence[Service], buildings: Sequence[Building], home: Ints
) -> tuple[Room, ...]:
    """Give the room in area and in hours: what is spare today, and what those who are there use."""
    area = _known([one.area_m2 for one in services], 0.0)
    spare = _known([one.spare_m2 for one in buildings], 0.0)
    hours = _known([one.hours_week for one in services], 0.0)
    free = _known([one.spare_hours for one in buildings], np.inf)
    kinds = (("m2", area, spare), ("hours a week", hours, free))
    return tuple(Room(label, use, _with_own(use, room, home)) for label, use, room in kinds)


def _with_own(use: Floats, spare: Floats, home: Ints) -> Floats:
    """Add to what is spare what those in it use; where it is overdrawn, they may stay."""
    whole: Floats = np.bincount(home, use, len(spare)) + np.maximum(spare, 0.0)
    return whole


def _known(values: Sequence[float], otherwise: float) -> Floats:
    numbers = np.array(values, dtype=float)
    return np.where(np.isnan(numbers), otherwise, numbers)


def _yearly(
    services: Sequence[Service], buildings: Sequence[Building], home: Ints, charged: bool
) -> Floats:
    """Give what a service pays a year: its own cost at home, elsewhere the charge for its space."""
    area = _known([one.area_m2 for one in services], 0.0)
    charge = (
        _known([one.cost_m2 for one in buildings], 0.0) if charged else np.zeros(len(buildings))
    )
    yearly: Floats = area[:, None] * charge[None, :]
    yearly[np.arange(len(services)), home] = _known([one.cost for one in services], 0.0)
    return yearly


def _given_back(buildings: Sequence[Building], home: Ints) -> Floats:
    """Give the running cost of each building that may be given up and holds a service listed."""
    cost = _known([one.running_cost for one in buildings], 0.0)
    may = np.array([one.may_give_up for one in buildings], dtype=bool)
    holds = np.bincount(home, minlength=len(buildings)) > 0
    return np.where(may & holds, cost, 0.0)
