"""The estate as arrays: who travels where, what may be given up, what moves where, and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ...errors import CodesError, InputError
from ..rules import Floor, Rules, check_rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

NO_MOVES: Ints = np.zeros((0, 2), dtype=np.intp)
NET, GROSS = "net", "gross"
SLIGHT = 1e-9  # minutes; less than this is what sums of floating-point parts leave


@dataclass(frozen=True, eq=False)
class EstateMoney:
    """Pounds, each array of shape (b,) but for `moving_in` (k,); `years` spreads what is paid once.

    Attributes
    ----------
    running
        A year, saved where a building is given up.
    leaving, clawback
        Once, for giving a building up: what it costs, and what of a grant must be paid back.
    fitting
        Once, for a building that takes a service in, however many.
    moving_in
        A year, for each of the k moves of the problem.
    years
        Over which what is paid once is spread, without discounting; above zero.
    """

    running: Floats
    leaving: Floats
    clawback: Floats
    fitting: Floats
    moving_in: Floats
    years: float = 5.0

    def once(self) -> Floats:
        """Give what giving each building up costs once, grant paid back included, shape (b,)."""
        return self.leaving + self.clawback


@dataclass(frozen=True, eq=False)
class EstateProblem:
    """n demand points and b buildings, some of which serve families; checked once, at birth.

    Attributes
    ----------
    minutes
        Float array of shape (n, b), inf where a building cannot be reached.
    weight
        Float array of shape (n,): need, zero or more.
    demand_ids, building_ids
        Text, without repeats.
    serves, may_give_up
        Bool arrays of shape (b,): buildings that serve families today, and those that a plan may
        give up.
    moves
        Int array of shape (k, 2), pairs (i, j): the service of i may move into j, where i serves
        and may be given up, and j does not serve.
    area_needed, room
        Float arrays of shape (b,), square metres: what a service needs that moves, and what there
        is for those that move in.
    money
        What buildings and moves cost.
    floors
        Shares of weight to be kept within minutes.
    part_time
        Bool array of shape (b,): sites open few hours a week that are no stand-in for others; None
        for none. Where they stay or move, they count only for families who have such a site
        nearest today.
    """

    minutes: Floats
    weight: Floats
    demand_ids: Sequence[str]
    building_ids: Sequence[str]
    serves: Bools
    may_give_up: Bools
    money: EstateMoney
    moves: Ints = field(default_factory=lambda: NO_MOVES)
    area_needed: Floats = field(default_factory=lambda: np.zeros(0))
    room: Floats = field(default_factory=lambda: np.zeros(0))
    floors: Sequence[Floor] = ()
    part_time: Bools | None = None

    def __post_init__(self) -> None:
        """Refuse what no plan can be made of, in words."""
        n, b = self.minutes.shape
        _refuse_shapes(self, n, b)
        _refuse_repeats(self.demand_ids, "demand point")
        _refuse_repeats(self.building_ids, "building")
        if np.isnan(self.minutes).any() or (self.minutes < 0).any():
            raise InputError("Some journeys have no usable minutes: give zero or more.")
        if not (np.isfinite(self.weight) & (self.weight >= 0)).all() or not self.weight.any():
            raise InputError("Need must be zero or more at every demand point, and not all zero.")
        if not self.may_give_up.any():
            raise InputError(
                "No building may be given up, so there is nothing to test. Fill the field of what "
                "may be given up with yes for at least one building."
            )
        if not self.serves.any():
            raise InputError("No building of the estate serves families today.")
        check_rules(Rules(floors=self.floors), self.weight, self.serves)
        _refuse_money(self)

    def today(self) -> Floats:
        """Give minutes to the nearest building that serves today, shape (n,), inf for none."""
        nearest: Floats = self.minutes[:, self.serves].min(axis=1)
        return nearest

    def few_hours(self) -> Bools:
        """Tell which sites are open few hours a week, shape (b,)."""
        none: Bools = np.zeros(len(self.building_ids), dtype=bool)
        return none if self.part_time is None else self.part_time

    def of_full_sites(self) -> Bools:
        """Tell which demand points have a site that is not part-time nearest today, shape (n,)."""
        full = self.serves & ~self.few_hours()
        nearest, today = self.minutes[:, full].min(axis=1, initial=np.inf), self.today()
        told: Bools = np.isfinite(today) & (nearest <= today + SLIGHT)
        return told

    def in_order(self) -> tuple[EstateProblem, Ints]:
        """Give the problem sorted by ids, with the building indices in that order.

        Solving the sorted problem makes the plans independent of the order of the input.
        """
        rows, columns = _sorted(self.demand_ids), _sorted(self.building_ids)
        place = np.argsort(columns)
        moves = place[self.moves]
        order = np.lexsort((moves[:, 1], moves[:, 0]))
        money = replace(
            self.money,
            **{name: getattr(self.money, name)[columns] for name in _PER_BUILDING},
            moving_in=self.money.moving_in[order],
        )
        ordered = EstateProblem(
            minutes=np.ascontiguousarray(self.minutes[np.ix_(rows, columns)]),
            weight=self.weight[rows],
            demand_ids=[self.demand_ids[row] for row in rows],
            building_ids=[self.building_ids[column] for column in columns],
            serves=self.serves[columns],
            may_give_up=self.may_give_up[columns],
            money=money,
            moves=moves[order],
            area_needed=self.area_needed[columns],
            room=self.room[columns],
            floors=tuple(replace(floor, rows=floor.rows[rows]) for floor in self.floors),
            part_time=None if self.part_time is None else self.part_time[columns],
        )
        return ordered, columns


_PER_BUILDING = ("running", "leaving", "clawback", "fitting")


def _sorted(ids: Sequence[str]) -> Ints:
    return np.array(sorted(range(len(ids)), key=lambda place: ids[place]), dtype=np.intp)


def _refuse_shapes(problem: EstateProblem, n: int, b: int) -> None:
    wanted = {
        "weight": (n,),
        "serves": (b,),
        "may_give_up": (b,),
        "area_needed": (b,),
        "room": (b,),
        **({} if problem.part_time is None else {"part_time": (b,)}),
    }
    for name, shape in wanted.items():
        if getattr(problem, name).shape != shape:
            raise InputError(f"The estate: {name} has not the shape {shape}.")
    if (len(problem.demand_ids), len(problem.building_ids)) != (n, b):
        raise InputError("The estate: minutes, demand points and buildings differ in number.")
    i, j = problem.moves[:, 0], problem.moves[:, 1]
    if not (problem.serves[i] & problem.may_give_up[i] & ~problem.serves[j]).all():
        raise InputError(
            "The estate: a move needs a building that serves and may be given up, into one that "
            "does not serve yet."
        )


def _refuse_repeats(ids: Sequence[str], what: str) -> None:
    repeated = [code for code, count in Counter(ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} {what} ids stand more than once (first: {repeated[0]}). "
            f"Give each {what} an id of its own."
        )


def _refuse_money(problem: EstateProblem) -> None:
    """Refuse a cost that is missing where a plan may come to it."""
    money, hosts = problem.money, np.unique(problem.moves[:, 1])
    may = np.flatnonzero(problem.may_give_up)
    needed = [(name, may) for name in ("running", "leaving", "clawback")] + [("fitting", hosts)]
    for name, rows in needed:
        missing = rows[~np.isfinite(getattr(money, name)[rows])]
        if len(missing):
            raise InputError(
                f"{len(missing)} buildings have no {name} cost (first: "
                f"{problem.building_ids[missing[0]]}). Fill it in, 0 where it costs nothing."
            )
    if money.moving_in.shape != (len(problem.moves),) or not np.isfinite(money.moving_in).all():
        raise InputError("Some moves have no yearly cost: give each a number of pounds.")
    if not money.years > 0:
        raise InputError(f"Costs are spread over {money.years:g} years. Give more than zero.")
