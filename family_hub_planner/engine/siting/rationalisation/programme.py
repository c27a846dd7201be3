"""The estate's integer programme: what is given up, what moves where, and the minutes that adds.

Columns: x_j in {0, 1}, families are served at j (a site of today that stays, or a building that
takes a service in); g_k in {0, 1}, building k is given up; m_ij in {0, 1}, the service of i moves
into j. With w_i the need of area i, d_ij its minutes to j, D_i those to the nearest site today,
a_i the square metres that service i needs and R_j the room at j:

    minimise   sum_i w_i max(0, min over x_j = 1 of d_ij  -  D_i)
    such that  x_i = 1                          sites that stay
               x_i + g_i = 1                    sites that may be given up
               m_ij <= x_j <= sum over i of m_ij   buildings that may take services in
               x_j + g_j <= 1                      ... and may be given up themselves
               sum over j of m_ij <= g_i
               sum over i of a_i m_ij <= R_j x_j
               sum over F of w_i y_i >= share * sum over F of w_i,  y_i <= sum over near j of x_j
               an open x_j in reach of every area that has one today

A part-time site is no stand-in for one open all week: an area whose nearest site today is no
part-time one has no x_j of such sites, and, at a building that they may move into, z_j in place of
x_j, with  z_j <= sum over the other services i of m_ij.

The minimum is written in the radius form of Elloumi (2010), A tighter formulation of the p-median
problem, Journal of Combinatorial Optimization 19, 69-83 (`radius.py`): the added minutes of an area
do not fall with the minutes, so its nearest open place is its cheapest. Giving up after Bruno,
Genovese and Piccolo (2016), Capacity management in public service facility networks: a model,
computational tests and a case study, Optimization Letters 10, 975-995, whose facilities close and
whose users go to those that stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable

import numpy as np

from ...bands import TOLERANCE_MINUTES
from ..conditions import add_cover
from ..formulation import Formulation, IntegerProgramme
from ..radius import add_nearest
from .option import Option
from .problem import NET, SLIGHT, EstateProblem, Floats, Ints

if TYPE_CHECKING:
    from ..rules import Floor

_TOLERANCE = 1e-7  # of a condition's own amount: what floating-point sums leave
# Shares are written in thousandths: then the slack is far above HiGHS's own tolerance of 1e-7. Of a
# row within that tolerance its presolve was seen to say that no plan keeps it, which one did.
SHARES_IN = 1000.0


@dataclass(frozen=True, eq=False)
class EstateProgramme:
    """The programme with the added need-minutes as its cost, and which column is what.

    `given` and `moves` are the columns of the buildings `may` that may be given up, and of the
    problem's moves; `gross` and `net` hold each column's pounds a year, shape (columns,).
    """

    base: IntegerProgramme
    may: Ints
    given: Ints
    moves: Ints
    gross: Floats
    net: Floats

    def saving(self, basis: str) -> Floats:
        """Give each column's pounds a year, net or gross."""
        return self.net if basis == NET else self.gross

    def option(self, problem: EstateProblem, x: Floats) -> Option:
        """Read an option from a solution."""
        up = self.may[x[self.given] > 0.5]
        pairs = problem.moves[x[self.moves] > 0.5]
        return Option(
            tuple(sorted(int(one) for one in up)),
            tuple(sorted((int(i), int(j)) for i, j in pairs)),
        )

    def with_row(self, values: Floats, least: float, most: float = np.inf) -> EstateProgramme:
        """Give the programme with one more row over all columns."""
        from scipy import sparse  # noqa: PLC0415 - the module must import without scipy

        row = sparse.csr_matrix(values[None, :])
        base = replace(
            self.base,
            matrix=sparse.vstack([self.base.matrix, row], format="csr"),
            row_lower=np.append(self.base.row_lower, least),
            row_upper=np.append(self.base.row_upper, most),
        )
        return replace(self, base=base)

    def without_harm(self) -> EstateProgramme:
        """Give the programme in which no journey may grow longer."""
        upper = np.where(self.base.cost > 0, 0.0, self.base.upper)
        return replace(self, base=replace(self.base, upper=upper))

    def adding_at_most(self, minutes: float) -> EstateProgramme:
        """Give the programme of plans that add so many need-minutes at most.

        No column that alone costs more can be in them. Without it the solver, whose tolerances go
        by the largest cost, weighs the others finely enough to prove a small sum.
        """
        dear = self.base.cost > minutes * (1 + _TOLERANCE)
        cost, upper = np.where(dear, 0.0, self.base.cost), np.where(dear, 0.0, self.base.upper)
        return replace(self, base=replace(self.base, cost=cost, upper=upper))

    def aiming_at(self, cost: Floats) -> IntegerProgramme:
        """Give the programme with another objective, shape (columns,), to be made least."""
        return replace(self.base, cost=cost)


def estate_programme(problem: EstateProblem, ask: Callable[[], None]) -> EstateProgramme:
    """Build the programme; `ask` is called now and then, and may raise to stop."""
    form = Formulation()
    may = np.flatnonzero(problem.may_give_up)
    hosts = np.unique(problem.moves[:, 1])
    sites = np.union1d(np.flatnonzero(problem.serves), hosts)
    stays = problem.serves[sites] & ~problem.may_give_up[sites]
    x = form.columns(np.zeros(len(sites)), lower=stays.astype(float), integer=True)
    given = form.columns(np.zeros(len(may)), integer=True)
    moves = form.columns(np.zeros(len(problem.moves)), integer=True)
    few = problem.few_hours()
    shared = np.unique(problem.moves[few[problem.moves[:, 0]], 1])
    z = form.columns(np.zeros(len(shared)), integer=True)
    place = np.full(len(problem.building_ids), -1, dtype=np.intp)
    place[sites] = x
    _add_giving_up(form, problem, place, dict(zip(may.tolist(), given)))
    _add_moves(form, problem, place, moves, dict(zip(may.tolist(), given)))
    _add_full(form, problem, moves, dict(zip(shared.tolist(), z)))
    counts = _Counts(np.append(sites, shared), np.append(x, z), len(sites), problem)
    for floor in problem.floors:
        _add_floor(form, problem, floor, counts)
    kept = np.flatnonzero(stays)
    free = np.setdiff1d(np.arange(len(counts.columns)), kept)
    add_nearest(form, counts.columns, _costs(problem, counts), kept, free, ask)
    base = form.programme()
    gross, once = np.zeros(len(base.cost)), np.zeros(len(base.cost))
    gross[given], once[given] = problem.money.running[may], problem.money.once()[may]
    gross[moves] = -problem.money.moving_in
    once[place[hosts]] = problem.money.fitting[hosts]
    return EstateProgramme(base, may, given, moves, gross, gross - once / problem.money.years)


class _Counts:
    """Where families are served: k columns with their buildings, the last of them the z."""

    def __init__(self, buildings: Ints, columns: Ints, sites: int, problem: EstateProblem) -> None:
        self.buildings, self.columns, self._problem = buildings, columns, problem
        self._is_z = np.arange(len(columns)) >= sites
        self._split = np.isin(buildings, buildings[sites:])

    def minutes(self, rows: Ints) -> Floats:
        """Give minutes of some areas, shape (rows, k); inf where a column does not count."""
        minutes = self._problem.minutes[np.ix_(rows, self.buildings)]
        full = self._problem.of_full_sites()[rows][:, None]
        few = (self._problem.few_hours() & self._problem.serves)[self.buildings]
        without = (self._split & (full != self._is_z)) | (full & few)
        found: Floats = np.where(without, np.inf, minutes)
        return found


def _add_full(form: Formulation, problem: EstateProblem, moves: Ints, z: dict[int, int]) -> None:
    """Let a building count for the areas of full sites only with a service that is one."""
    full = ~problem.few_hours()[problem.moves[:, 0]]
    for host, column in z.items():
        own = moves[(problem.moves[:, 1] == host) & full]
        form.row(np.append(own, column), np.append(-np.ones(len(own)), 1.0), most=0.0)


def _costs(problem: EstateProblem, counts: _Counts) -> Floats:
    """Give added minutes times need of the areas that reach a site today, shape (rows, columns)."""
    today = problem.today()
    rows = np.flatnonzero(np.isfinite(today))
    minutes = counts.minutes(rows)
    reached = np.isfinite(minutes)
    added = np.where(reached, minutes, 0.0) - today[rows][:, None]
    added[added <= SLIGHT] = 0.0
    costs: Floats = np.where(reached, problem.weight[rows][:, None] * added, np.inf)
    return costs


def _add_giving_up(
    form: Formulation, problem: EstateProblem, place: Ints, given: dict[int, int]
) -> None:
    for building, column in given.items():
        if place[building] >= 0:
            both = np.array([place[building], column], dtype=np.intp)
            least = 1.0 if problem.serves[building] else -np.inf
            form.row(both, 1.0, least, 1.0)


def _add_moves(
    form: Formulation,
    problem: EstateProblem,
    place: Ints,
    moves: Ints,
    given: dict[int, int],
) -> None:
    leaving, taking = problem.moves[:, 0], problem.moves[:, 1]
    for column, host in zip(moves, taking):
        form.row(np.array([column, place[host]]), np.array([1.0, -1.0]), most=0.0)
    for site in np.unique(leaving):
        own = moves[leaving == site]
        values = np.append(np.ones(len(own)), -1.0)
        form.row(np.append(own, given[int(site)]), values, most=0.0)
    for host in np.unique(taking):
        here = taking == host
        own, room = moves[here], float(problem.room[host])
        both = np.append(own, place[host])
        form.row(both, np.append(np.ones(len(own)), -1.0), least=0.0)
        needs = problem.area_needed[leaving[here]] / max(room, 1e-9)
        form.row(both, np.append(needs, -1.0), most=_TOLERANCE)


def _add_floor(form: Formulation, problem: EstateProblem, floor: Floor, counts: _Counts) -> None:
    rows = np.flatnonzero(floor.rows & (problem.weight > 0))
    within = counts.minutes(rows) <= floor.minutes + TOLERANCE_MINUTES
    y = add_cover(form, counts.columns, within, np.zeros(len(rows)))
    weight = problem.weight[rows]
    shares = SHARES_IN * weight / weight.sum()
    form.row(y, shares, least=SHARES_IN * floor.share * (1 - _TOLERANCE))
