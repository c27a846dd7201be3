"""The sites of a programme and the conditions that hold for every model.

Columns: x_j in {0, 1}, one for each site: open after the plan. With c_j the opening cost of a
candidate, s_j the closing cost of an existing site, r_j the yearly cost, N_i the sites within the
floor's minutes of row i, and F its rows:

    x_j = 1                                               existing sites that stay
    sum over candidates of x_j <= new_sites
    sum over candidates c_j x_j + sum over closable s_j (1 - x_j) <= budget
    sum over all r_j x_j <= yearly budget
    least <= sum over the sites of a number of x_j <= most
    x_i + x_j <= 1                                        sites too near to each other
    y_i <= sum over j in N_i of x_j,  sum over F of w_i y_i >= share * sum over F of w_i

Rows with the same N_i have one y, in all floors together. Budgets after Wang, Batta, Bhadury and
Rump (2003), Budget constrained location problem with opening and closing of facilities, Computers &
Operations Research 30, 2047-2069.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .formulation import Bools, Floats, Formulation, Ints
from .judge import standing_apart, within_minutes

if TYPE_CHECKING:
    from .problem import SitingProblem
    from .rules import Money

_TOLERANCE = 1e-7  # of a condition's own amount: what floating-point sums leave


def add_sites(form: Formulation, problem: SitingProblem, cost: Floats | None = None) -> Ints:
    """Add the columns x, one a site, with an own cost each (none for nought)."""
    stays = np.zeros(len(problem.site_ids))
    stays[problem.kept()] = 1.0
    costs = np.zeros(len(stays)) if cost is None else cost
    return form.columns(costs, lower=stays, integer=True)


def add_rules(form: Formulation, problem: SitingProblem, x: Ints) -> None:
    """Add every condition of the problem as rows over x."""
    rules, candidates = problem.rules, problem.candidates()
    if problem.new_sites is not None and len(candidates):
        form.row(x[candidates], 1.0, most=float(problem.new_sites))
    if rules.money is not None:
        _add_money(form, problem, rules.money, x)
    for number in rules.numbers:
        most = np.inf if number.most is None else float(number.most)
        form.row(x[np.flatnonzero(number.sites)], 1.0, float(number.least), most)
    for pair in standing_apart(problem):
        form.row(x[pair], 1.0, most=1.0)
    _add_floors(form, problem, x)


def _add_money(form: Formulation, problem: SitingProblem, money: Money, x: Ints) -> None:
    candidates, closable = problem.candidates(), problem.closable()
    if np.isfinite(money.budget):
        # s (1 - x) is s - s x: the closing costs stand on both sides.
        both = np.concatenate([candidates, closable])
        values = np.concatenate([money.opening[candidates], -money.closing[closable]])
        form.row(x[both], values, most=money.budget - float(money.closing[closable].sum()))
    if np.isfinite(money.yearly_budget):
        form.row(x, money.yearly, most=money.yearly_budget)


def _add_floors(form: Formulation, problem: SitingProblem, x: Ints) -> None:
    """Add the floors; rows with the same sites within reach share one y, of whatever floor."""
    covered: dict[bytes, int] = {}
    for floor in problem.rules.floors:
        rows = np.flatnonzero(floor.rows & (problem.weight > 0))
        within = within_minutes(problem, floor.minutes)[rows]
        sets, which = np.unique(within, axis=0, return_inverse=True)
        new = [one for one in sets if one.tobytes() not in covered]
        for one, column in zip(new, add_cover(form, x, np.array(new), np.zeros(len(new)))):
            covered[one.tobytes()] = int(column)
        y = np.array([covered[one.tobytes()] for one in sets], dtype=np.intp)
        weight = np.bincount(np.ravel(which), weights=problem.weight[rows], minlength=len(sets))
        # In shares, so that the solver's tolerances do not depend on how need is counted.
        form.row(y, weight / weight.sum(), least=floor.share * (1 - _TOLERANCE))


def add_cover(form: Formulation, x: Ints, within: Bools, cost: Floats) -> Ints:
    """Add y, one a row of `within` (rows, m): at most 1, and 0 where none of its sites is open."""
    y = form.columns(cost)
    for column, sites in zip(y, within):
        near = x[np.flatnonzero(sites)]
        columns = np.concatenate([[column], near])
        values = np.concatenate([[1.0], np.full(len(near), -1.0)])
        form.row(columns, values, most=0.0)
    return y
