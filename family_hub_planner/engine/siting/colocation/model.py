"""The best whole assignment of services to buildings, as one integer programme.

Services s, buildings b, home(s) where s is today; demand rows i with weight w_i (need-weighted
children) and minutes d_ib; groups g of services of one name that serve one area.

    x_sb in {0, 1}    s is in b           z_b in {0, 1}   b is given up
    u_b  in {0, 1}    one-off cost of b   t_gi >= 0       minutes of row i to the nearest of g

    minimise   C ( sum_sb (c_sb - c_s,home(s)) x_sb - sum_b (f_b - k_b / Y) z_b
                   + sum_b (o_b / Y) u_b )
             + T ( sum_g sum_i w_gi t_gi - what it is today )
    sum_b x_sb = 1                                                  each service has one place
    sum_s a_s x_sb <= spare_b + sum_{s: home(s) = b} a_s            area, and hours, where given
    x_sb + z_b <= 1                                                 given up only when empty
    x_sb <= u_b                         b not home(s)
    x_sb + x_tb <= 1                    s and t must not share, unless b is home to both
    t_gi >= D - sum_{b: d_ib < D} (D - d_ib) X_gb   for every D of row i's minutes
    with X_gb = sum_{s in g} x_sb                                   the nearest of the group

with c what a service pays a year, f a building's running cost, k what is paid once to give it up
(its cost, and a grant paid back), o what is paid once to move in,
Y the years they are spread over (else left out), and C, T the weights. For a group of one service
t is linear in x; the rows of the others are added as they are needed (`journeys.py`). Without
groups, and without giving up, it is the generalised assignment problem (Ross and Soland 1975, A
branch and bound algorithm for the generalized assignment problem, Mathematical Programming 8,
91-103); the fixed costs given back are those of capacitated facility location with
single sourcing (Holmberg, Ronnqvist and Yuan 1999, European Journal of Operational Research 113,
544-559), here of several services that share buildings; the nearest of a group is the p-median's
(ReVelle and Swain 1970, Geographical Analysis 2, 30-42).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
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
from .climb import climbed
from .journeys import Journeys
from .judge import Worth, broken, gives_up, nearest, worth_of

if TYPE_CHECKING:
    from ..runner import Runner
    from .problem import CoLocation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_ROUNDING = 1e-9  # of a pound a year: a move that gains no more is not made
_CLIMB = 0.1  # of the time, at most, for a plan at hand
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
    journeys = Journeys(form, problem, x)
    found = _searched(problem, form, x, journeys, limits)
    progress.report(1.0)
    return found


def _searched(
    problem: CoLocation, form: Formulation, x: Ints, journeys: Journeys, limits: Limits
) -> Assignment:
    """Solve, add the rows of journeys that the answer broke, and so on until none is broken.

    Each programme leaves rows out, so that its bound holds for the whole problem; each of its
    answers is an assignment, and the best of them is kept.
    """
    ends = time.monotonic() + limits.time_limit_s
    best = worth_of(problem, problem.home.copy())
    best = climbed(problem, best, ends - (1 - _CLIMB) * limits.time_limit_s, limits.progress)
    journeys.tighten(limits.silent(), ends)
    bound, out_of_time = float("inf"), False
    while not out_of_time:
        left = max(0.1, ends - time.monotonic())
        try:
            solution = replace(limits, time_limit_s=left).solve(form.programme())
        except OutOfTimeError as none:
            bound, out_of_time = min(bound, -none.bound), True
            break
        bound, out_of_time = min(bound, -solution.bound), solution.status != "solved"
        found = worth_of(problem, _read(problem, solution.x, x))
        # Of equally good plans the solver's: which one a climb ends at may depend on its time.
        best = found if found.gain > best.gain - _ROUNDING * abs(best.gain) else best
        if not journeys.add_broken(solution.x) or _near_enough(problem, best, bound, limits.gap):
            break
        out_of_time = out_of_time or time.monotonic() >= ends
    moved = climbed(problem, best, ends, limits.progress) if out_of_time else best
    moved = worth_of(problem, without_idle(problem, moved.where))
    return _answer(problem, moved, bound, out_of_time)


def _read(problem: CoLocation, answer: Floats, x: Ints) -> Ints:
    """Give the buildings of an answer, judged anew; raises `SolverError` where it may not be."""
    there = np.where(x >= 0, answer[np.maximum(x, 0)], 0.0)
    where = without_idle(problem, there.argmax(axis=1))
    faults = broken(problem, where)
    if faults:
        raise SolverError(f"The solver's assignment breaks a condition: {faults[0]}.")
    return where


def _near_enough(problem: CoLocation, best: Worth, bound: float, gap: float) -> bool:
    rounding = PROOF_TOLERANCE * max(abs(best.gain), _SUMS * _most(problem))
    return bound - best.gain <= max(rounding, gap * abs(best.gain))


def _answer(problem: CoLocation, worth: Worth, bound: float, out_of_time: bool) -> Assignment:
    most = _most(problem)
    # The solver weighs sums as large as `most`: what is lost in their rounding is no gain.
    if abs(bound - worth.gain) <= PROOF_TOLERANCE * max(abs(worth.gain), _SUMS * most):
        bound = worth.gain
    bound = honest_bound(worth.gain, bound, most, maximise=True)
    gap = relative_gap(worth.gain, bound)
    return Assignment(problem, worth, bound, gap, gap <= PROOF_TOLERANCE, out_of_time)


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
    net = problem.given_back - problem.once_given_up * problem.weights.a_year
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
