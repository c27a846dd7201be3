"""The best whole assignment of services to buildings, as one integer programme.

Services s, buildings b, home(s) where s is today; demand rows i with weight w_i (need-weighted
children) and minutes d_ib; groups g of services of one name that serve one area.

    x_sb in {0, 1}    s is in b           z_b in {0, 1}   b is given up
    u_b  in {0, 1}    one-off cost of b   y_gib >= 0      row i goes to b for g

    minimise   C ( sum_sb (c_sb - c_s,home(s)) x_sb - sum_b (f_b - k_b / Y) z_b
                   + sum_b (o_b / Y) u_b )
             + T ( sum_g sum_ib w_gi d_ib y_gib - what it is today )
    sum_b x_sb = 1                                                  each service has one place
    sum_s a_s x_sb <= spare_b + sum_{s: home(s) = b} a_s            area, and hours, where given
    x_sb + z_b <= 1                                                 given up only when empty
    x_sb <= u_b                         b not home(s)
    x_sb + x_tb <= 1                    s and t must not share, unless b is home to both
    sum_b y_gib = 1,  y_gib <= sum_{s in g} x_sb                    the nearest of the group

with c what a service pays a year, f a building's running cost, k its clawback, o its one-off cost,
Y the years they are spread over (else left out), and C, T the weights. For a group of one service
y is x. Without groups, and without giving up, it is the generalised assignment problem (Ross and
Soland 1975, A branch and bound algorithm for the generalized assignment problem, Mathematical
Programming 8, 91-103); the fixed costs given back are those of capacitated facility location with
single sourcing (Holmberg, Ronnqvist and Yuan 1999, European Journal of Operational Research 113,
544-559), here of several services that share buildings; y is the p-median's (ReVelle and Swain
1970, Geographical Analysis 2, 30-42).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...errors import InputError
from ...progress import Progress
from ..formulation import Formulation
from ..model import Limits
from ..proof import PROOF_TOLERANCE, honest_bound, relative_gap
from ..solver import OutOfTimeError, SolverError
from ..stoppable import Stoppable
from .judge import Worth, broken, gives_up, nearest, worth_of

if TYPE_CHECKING:
    from ..runner import Runner
    from .problem import CoLocation, Served

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_ROUNDING = 1e-9  # of a pound a year: a move that gains no more is not made
_SUMS = 0.1  # of the largest gain thinkable: an answer is proven to a millionth of so much


@dataclass(frozen=True, eq=False)
class Assignment:
    """The best assignment found; `bound` is the best gain not ruled out (pounds a year, weighed).

    `gap` is the share between the two, inf where nothing is gained and more is not ruled out.
    """

    problem: CoLocation
    worth: Worth
    bound: float
    gap: float
    proven: bool
    out_of_time: bool

    @property
    def status(self) -> str:
        """Say how sure it is."""
        if self.proven:
            return (
                "Proven: no other assignment of these services to these buildings does better on "
                "this measure under the conditions set."
            )
        why = "The time limit ended the search" if self.out_of_time else "The search was stopped"
        return (
            f"{why}: no assignment can be better than today by more than £{self.bound:,.0f} a year "
            f"as weighed; this one is by £{self.worth.gain:,.0f}."
        )


def best_assignment(
    problem: CoLocation,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Progress | None = None,
    runner: Runner | None = None,
) -> Assignment:
    """Find the best assignment; today's is always one, so there is always an answer.

    The same problem gives the same answer unless the time limit ends the search. Raises
    `CancelledError`, `MissingPackageError` and `SolverError`.
    """
    if time_limit_s <= 0 or not 0 <= gap < 1:
        raise InputError("Give a time limit above nought, and a gap from 0 to below 1.")
    progress = progress or Progress()
    limits = Limits(time_limit_s, gap, progress, runner or Stoppable(progress), value=lambda v: -v)
    form = Formulation()
    x = _placed(form, problem)
    _add_rooms(form, problem, x)
    _add_apart(form, problem, x)
    _add_given_up(form, problem, x)
    _add_one_off(form, problem, x)
    for group in problem.served:
        _add_journeys(form, problem, group, x)
    return _solved(problem, form, x, limits)


def _solved(problem: CoLocation, form: Formulation, x: Ints, limits: Limits) -> Assignment:
    try:
        solution = limits.solve(form.programme())
    except OutOfTimeError as none:
        return _answer(problem, problem.home.copy(), -none.bound, True)
    there = np.where(x >= 0, solution.x[np.maximum(x, 0)], 0.0)
    where = without_idle(problem, there.argmax(axis=1))
    faults = broken(problem, where)
    if faults:
        raise SolverError(f"The solver's assignment breaks a condition: {faults[0]}.")
    return _answer(problem, where, -solution.bound, solution.status != "solved")


def _answer(problem: CoLocation, where: Ints, bound: float, out_of_time: bool) -> Assignment:
    worth = worth_of(problem, where)
    most = _most(problem)
    # The solver weighs sums as large as `most`: what is lost in their rounding is no gain.
    if abs(bound - worth.gain) <= PROOF_TOLERANCE * max(abs(worth.gain), _SUMS * most):
        bound = worth.gain
    bound = honest_bound(worth.gain, bound, most, maximise=True)
    gap = relative_gap(worth.gain, bound)
    proven = not out_of_time and gap <= PROOF_TOLERANCE
    return Assignment(problem, worth, bound, gap, proven, out_of_time)


def _most(problem: CoLocation) -> float:
    """Give a gain that no assignment can pass, whatever the solver: all best at once."""
    weights, services = problem.weights, np.arange(len(problem.services))
    least = np.where(problem.allowed, problem.yearly, np.inf).min(axis=1)
    paid = float((problem.yearly[services, problem.home] - least).sum())
    today = sum(
        float(group.weight[group.asking] @ nearest(problem, group, problem.home)[group.asking])
        for group in problem.served
    )
    return weights.cost * (paid + float(problem.given_back.sum())) + weights.travel * today


def without_idle(problem: CoLocation, where: Ints) -> Ints:
    """Leave services where they are, last id first, where moving them gains nothing."""
    best = worth_of(problem, where).gain
    for at in np.flatnonzero(where != problem.home)[::-1]:
        other = where.copy()
        other[at] = problem.home[at]
        gain = worth_of(problem, other).gain
        if gain >= best - _ROUNDING * max(1.0, abs(best)) and not broken(problem, other):
            where, best = other, max(best, gain)
    return where


def _placed(form: Formulation, problem: CoLocation) -> Ints:
    """Add x; give its columns, shape (S, B), -1 where a service may not be."""
    x = np.full(problem.allowed.shape, -1, dtype=np.intp)
    more = problem.yearly - problem.yearly[np.arange(len(x)), problem.home][:, None]
    for at, places in enumerate(problem.allowed):
        there = np.flatnonzero(places)
        x[at, there] = form.columns(problem.weights.cost * more[at, there], integer=True)
        form.row(x[at, there], 1.0, 1.0, 1.0)
    return x


def _add_rooms(form: Formulation, problem: CoLocation, x: Ints) -> None:
    for room in problem.rooms:
        for at in np.flatnonzero(np.isfinite(room.room)):
            there = np.flatnonzero((x[:, at] >= 0) & (room.use > 0))
            if len(there) and room.use[there].sum() > room.room[at]:
                form.row(x[there, at], room.use[there], most=float(room.room[at]))


def _add_apart(form: Formulation, problem: CoLocation, x: Ints) -> None:
    for one, other in problem.apart:
        home = problem.home[one] if problem.home[one] == problem.home[other] else -1
        for at in np.flatnonzero((x[one] >= 0) & (x[other] >= 0)):
            if at != home:
                form.row(x[[one, other], at], 1.0, most=1.0)


def _add_given_up(form: Formulation, problem: CoLocation, x: Ints) -> None:
    may = np.flatnonzero(gives_up(problem))
    net = problem.given_back - problem.numbers("clawback") * problem.weights.a_year
    empty = form.columns(-problem.weights.cost * net[may], integer=True)
    for column, at in zip(empty, may):
        for one in x[x[:, at] >= 0, at]:
            form.row(np.array([one, column]), 1.0, most=1.0)


def _add_one_off(form: Formulation, problem: CoLocation, x: Ints) -> None:
    once = problem.weights.cost * problem.numbers("one_off") * problem.weights.a_year
    paid = np.flatnonzero(once > 0)
    used = form.columns(once[paid], integer=True)
    for column, at in zip(used, paid):
        for one in np.flatnonzero((x[:, at] >= 0) & (problem.home != at)):
            form.row(np.array([x[one, at], column]), np.array([1.0, -1.0]), most=0.0)


def _add_journeys(form: Formulation, problem: CoLocation, group: Served, x: Ints) -> None:
    """Add the families' minutes, and today's as a constant."""
    rows = np.flatnonzero(group.asking)
    price = problem.weights.travel * group.weight[rows]
    today = nearest(problem, group, problem.home)[rows]
    form.columns(np.array([-float(price @ today)]), 1.0, 1.0)
    if not len(rows):
        return
    if len(group.services) == 1:
        _add_single(form, problem, x[group.services[0]], rows, price)
        return
    for row, cost in zip(rows, price):
        _add_nearest(form, problem.minutes[row], cost, x[group.services])


def _add_single(form: Formulation, problem: CoLocation, x: Ints, rows: Ints, price: Floats) -> None:
    there = np.flatnonzero(x >= 0)
    cost = price @ problem.minutes[np.ix_(rows, there)]
    share = form.columns(cost)
    for column, place in zip(share, x[there]):
        form.row(np.array([column, place]), np.array([1.0, -1.0]), 0.0, 0.0)


def _add_nearest(form: Formulation, minutes: Floats, cost: float, x: Ints) -> None:
    """Add one row's choice of the nearest building with a service of the group, x (members, B)."""
    there = np.flatnonzero((x >= 0).any(axis=0) & np.isfinite(minutes))
    goes = form.columns(cost * minutes[there])
    form.row(goes, 1.0, 1.0, 1.0)
    for column, at in zip(goes, there):
        places = x[x[:, at] >= 0, at]
        values = np.concatenate([[1.0], -np.ones(len(places))])
        form.row(np.concatenate([[column], places]), values, most=0.0)
