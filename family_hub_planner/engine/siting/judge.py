"""Whether a plan keeps its conditions, worked out anew from the minutes and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .problem import SitingProblem
    from .rules import Floor, Money

Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

_TOLERANCE = 1e-6  # of a condition's own amount: what floating-point sums leave


def within_minutes(problem: SitingProblem, minutes: float) -> Bools:
    """Tell which sites each row has within the minutes, shape (n, m); the limit is within."""
    within: Bools = np.isfinite(problem.minutes) & (problem.minutes <= minutes)
    return within


def standing_apart(problem: SitingProblem) -> Ints:
    """Give the pairs of sites too near to each other, but for those that both stay anyway."""
    stays = np.zeros(len(problem.site_ids), dtype=bool)
    stays[problem.kept()] = True
    pairs = problem.rules.apart
    left: Ints = pairs[~stays[pairs].all(axis=1)] if len(pairs) else pairs
    return left


def broken_rules(problem: SitingProblem, open_sites: Ints) -> list[str]:
    """Name the conditions that a plan without shared-out areas breaks, worked out anew.

    Room (`capacity`) is not looked at here: it depends on who goes where.
    """
    is_open = np.zeros(len(problem.site_ids), dtype=bool)
    is_open[open_sites] = True
    broken = [] if is_open[problem.kept()].all() else ["an existing hub that stays is closed"]
    opened = int(is_open[problem.candidates()].sum())
    if problem.new_sites is not None and opened > problem.new_sites:
        broken.append(f"{opened} new sites are opened, {problem.new_sites} were asked for")
    rules = problem.rules
    broken += [] if rules.money is None else _broken_budgets(problem, rules.money, is_open)
    for number in rules.numbers:
        count = int(is_open[number.sites].sum())
        if count < number.least or (number.most is not None and count > number.most):
            broken.append(f"{count} hubs among {number.label}")
    pairs = standing_apart(problem)
    near = int(is_open[pairs].all(axis=1).sum()) if len(pairs) else 0
    if near:
        broken.append(f"{near} pairs of hubs too near to each other")
    return broken + [
        _floor_broken(problem, floor, open_sites)
        for floor in rules.floors
        if share_reached(problem, floor, open_sites) < floor.share * (1 - _TOLERANCE)
    ]


def _floor_broken(problem: SitingProblem, floor: Floor, open_sites: Ints) -> str:
    return f"{100 * share_reached(problem, floor, open_sites):.1f} % of {floor.label} reached"


def share_reached(problem: SitingProblem, floor: Floor, open_sites: Ints) -> float:
    """Give the share of a floor's weight within its minutes of an open site."""
    weight = np.where(floor.rows, problem.weight, 0.0)
    nearest = problem.minutes_to_nearest(open_sites)
    reached = np.isfinite(nearest) & (nearest <= floor.minutes)
    return float(weight[reached].sum() / weight.sum())


def spent(problem: SitingProblem, money: Money, is_open: Bools) -> tuple[float, float]:
    """Give what a plan costs once and in a year, in pounds; `is_open` has shape (m,)."""
    candidates, closable = problem.candidates(), problem.closable()
    once = money.opening[candidates] @ is_open[candidates]
    once += money.closing[closable] @ ~is_open[closable]
    return float(once), float(money.yearly @ is_open)


def _broken_budgets(problem: SitingProblem, money: Money, is_open: Bools) -> list[str]:
    once, yearly = spent(problem, money, is_open)
    amounts = ((once, money.budget, "budget"), (yearly, money.yearly_budget, "yearly budget"))
    return [
        f"£{amount:,.0f} of a {name} of £{most:,.0f}"
        for amount, most, name in amounts
        if amount > most + _TOLERANCE * max(1.0, abs(most))
    ]
