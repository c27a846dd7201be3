"""One option: what is given up and what moves where; its journeys, its money, what it breaks.

Everything is worked out anew from the minutes and costs; nothing is taken from a solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...bands import TOLERANCE_MINUTES
from ..rules import Floor
from .problem import NET, SLIGHT, Bools, EstateProblem, Floats, Ints

_TOLERANCE = 1e-6  # of a condition's own amount
_SLIGHT_SHARE = 1e-9  # of a floor's need: a solver keeps no row more exactly


@dataclass(frozen=True)
class Option:
    """Buildings given up, ascending, and pairs (i, j): the service of i moves into j."""

    given_up: tuple[int, ...] = ()
    moves: tuple[tuple[int, int], ...] = ()

    def moves_to(self) -> dict[int, int]:
        """Give for each building whose service moves where it goes."""
        return dict(self.moves)

    def without(self, building: int) -> Option:
        """Give the option with one building kept after all."""
        return Option(
            tuple(one for one in self.given_up if one != building),
            tuple(pair for pair in self.moves if pair[0] != building),
        )

    def alone(self, building: int) -> Option:
        """Give the option of one of its buildings alone."""
        return Option((building,), tuple(pair for pair in self.moves if pair[0] == building))

    def first(self, buildings: list[int]) -> Option:
        """Give the part of the option that concerns some of its buildings."""
        return Option(
            tuple(one for one in self.given_up if one in buildings),
            tuple(pair for pair in self.moves if pair[0] in buildings),
        )


NOTHING = Option()


def places(problem: EstateProblem, option: Option) -> Bools:
    """Tell where families are served under the option, shape (b,)."""
    open_places = problem.serves.copy()
    open_places[list(option.given_up)] = False
    open_places[[j for _, j in option.moves]] = True
    return open_places


def part_time_places(problem: EstateProblem, option: Option) -> Bools:
    """Tell which places are open few hours, shape (b,): such sites, and hosts of such alone."""
    few = problem.few_hours()
    alone: Bools = few & problem.serves
    alone[list(option.given_up)] = False
    alone[[j for i, j in option.moves if few[i]]] = True
    alone[[j for i, j in option.moves if not few[i]]] = False
    return alone


def _minutes_to_places(problem: EstateProblem, option: Option) -> tuple[Floats, Ints]:
    """Give minutes (n, k) to the k open places, inf where one does not count, and the places.

    A part-time place counts for no area of a full site.
    """
    open_places = np.flatnonzero(places(problem, option))
    minutes = problem.minutes[:, open_places]
    alone = part_time_places(problem, option)[open_places]
    if alone.any():
        minutes = np.where(problem.of_full_sites()[:, None] & alone, np.inf, minutes)
    return minutes, open_places


def minutes_after(problem: EstateProblem, option: Option) -> Floats:
    """Give minutes to the nearest place of service, shape (n,); inf for none."""
    nearest: Floats = _minutes_to_places(problem, option)[0].min(axis=1, initial=np.inf)
    return nearest


def added_minutes(problem: EstateProblem, option: Option) -> Floats:
    """Give by how much each journey grows, shape (n,); 0 where it does not.

    inf for a point that has a place in reach today and none after; a point that has none today
    loses nothing.
    """
    today, after = problem.today(), minutes_after(problem, option)
    reached = np.isfinite(today)
    added = np.zeros(len(today))
    added[reached] = after[reached] - today[reached]
    added[added <= SLIGHT] = 0.0
    return added


def need_minutes(problem: EstateProblem, option: Option) -> float:
    """Give the added minutes weighted by need: the measure that options are chosen by.

    Journeys that grow shorter make up for none that grow longer.
    """
    weighted = problem.weight > 0
    return float(problem.weight[weighted] @ added_minutes(problem, option)[weighted])


def saving_gross(problem: EstateProblem, option: Option) -> float:
    """Give pounds a year: running costs of what is given up less what moving in costs."""
    money = problem.money
    return float(money.running[list(option.given_up)].sum() - _moving_in(problem, option).sum())


def moving_in_cost(problem: EstateProblem, pair: tuple[int, int]) -> float:
    """Give what one move costs a year, in pounds."""
    here = (problem.moves[:, 0] == pair[0]) & (problem.moves[:, 1] == pair[1])
    return float(problem.money.moving_in[here].sum())


def _moving_in(problem: EstateProblem, option: Option) -> Floats:
    return np.array([moving_in_cost(problem, pair) for pair in option.moves], dtype=float)


def clawback(problem: EstateProblem, option: Option) -> float:
    """Give what of grants must be paid back, in pounds."""
    return float(problem.money.clawback[list(option.given_up)].sum())


def one_off(problem: EstateProblem, option: Option) -> float:
    """Give pounds paid once: leaving, grants paid back, and fitting out what takes services in."""
    hosts = sorted({j for _, j in option.moves})
    once = problem.money.once()[list(option.given_up)].sum()
    return float(once + problem.money.fitting[hosts].sum())


def saving_net(problem: EstateProblem, option: Option) -> float:
    """Give pounds a year: the gross saving less what is paid once, spread evenly over the years."""
    return saving_gross(problem, option) - one_off(problem, option) / problem.money.years


def saving(problem: EstateProblem, option: Option, basis: str) -> float:
    """Give the saving a year, net or gross."""
    return (saving_net if basis == NET else saving_gross)(problem, option)


def share_within(problem: EstateProblem, floor: Floor, nearest: Floats) -> float:
    """Give the share of a floor's weight within its minutes; `nearest` has shape (n,)."""
    weight = np.where(floor.rows, problem.weight, 0.0)
    return float(weight[nearest <= floor.minutes + TOLERANCE_MINUTES].sum() / weight.sum())


def broken(problem: EstateProblem, option: Option) -> list[str]:
    """Name the conditions that an option breaks, in words; an empty list for none."""
    return [*_wrong_moves(problem, option), *_missed(problem, option)]


def _wrong_moves(problem: EstateProblem, option: Option) -> list[str]:
    said = []
    if not problem.may_give_up[list(option.given_up)].all():
        said.append("a building that stays is given up")
    pairs = {(int(i), int(j)) for i, j in problem.moves}
    leave = [i for i, _ in option.moves]
    if len(set(leave)) < len(leave) or not set(leave) <= set(option.given_up):
        said.append("a service moves that does not leave, or moves twice")
    if not set(option.moves) <= pairs or {j for _, j in option.moves} & set(option.given_up):
        said.append("a service moves where it may not")
    for host in {j for _, j in option.moves}:
        takes = sum(float(problem.area_needed[i]) for i, j in option.moves if j == host)
        if takes > problem.room[host] * (1 + _TOLERANCE):
            said.append(f"{takes:,.0f} m2 move into {problem.building_ids[host]}")
    return said


def _missed(problem: EstateProblem, option: Option) -> list[str]:
    after = minutes_after(problem, option)
    lost = int((np.isfinite(problem.today()) & np.isinf(after)).sum())
    said = [f"{lost} areas lose every site in reach"] if lost else []
    for floor in problem.floors:
        share = share_within(problem, floor, after)
        if share < floor.share * (1 - _TOLERANCE) - _SLIGHT_SHARE:
            said.append(
                f"{100 * share:.1f} % of the need of {floor.label} within {floor.minutes:g} "
                f"minutes, not {100 * floor.share:g} %"
            )
    return said


def nearest_places(problem: EstateProblem, option: Option) -> Ints:
    """Give each demand point's place of service, shape (n,), -1 for none; ties to the first."""
    minutes, open_places = _minutes_to_places(problem, option)
    if not len(open_places):
        return np.full(len(minutes), -1, dtype=np.intp)
    chosen = open_places[np.argmin(minutes, axis=1)]
    return np.where(np.isfinite(minutes).any(axis=1), chosen, -1)
