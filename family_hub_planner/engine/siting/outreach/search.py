"""The search: best value first, then fewest sites, then types in their order, then least driving.

Lexicographic, one integer programme after another, each keeping what those before it reached
(preemptive goal programming: Ignizio, 1976, Goal Programming and Extensions):

1. the greatest value;
2. of those plans the fewest new hubs, then the fewest new points: none is opened for nothing;
3. where an order of types is given: with no more sites than that, and a value that is at most the
   share `type_loss` below the best, the most points of the first type, then of the second ...;
4. where value may be given up: the greatest value among those;
5. from those hubs, the fewest minutes of staff's driving: (1 + minutes) a new point, or a session a
   week where staff is limited;
6. where room is limited: the fewest minutes of travel of the children who share it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InfeasibleError
from ..formulation import Formulation
from ..model import Limits
from ..proof import PROOF_TOLERANCE, honest_bound, relative_gap
from ..solver import OutOfTimeError, Solution, SolverError
from .formulate import FLOOR_SLACK, SHARES_IN, Programme, formulate
from .one_point import is_one_point, one_point
from .plan import Shares, tiers_of
from .problem import Bools, Floats, Ints, OutreachProblem

_NOUGHT = 1e-5  # of an area: less than this is what sums of floating-point parts leave
_NO_VALUE = 1e-12  # of all need: likewise
SOLVED = "solved"  # as `solver.py` says it of a search that ended by itself
_AFTER = 0.5  # of the time limit: what the steps after the first may take together


@dataclass(frozen=True, eq=False)
class Found:
    """A plan as the search gives it; `complete` tells whether every step was finished.

    `late` tells whether it was time that ran out, where one was not.
    """

    hubs: Ints
    points: Ints
    links: tuple[tuple[int, int, int], ...]
    shares: Shares | None
    value: float
    best: float
    bound: float
    complete: bool
    late: bool = False


def search(problem: OutreachProblem, limits: Limits, forced: Bools | None = None) -> Found:
    """Solve a problem sorted by ids; raises `InfeasibleError` and the solver's errors."""
    if forced is None and is_one_point(problem):
        points, value, best = one_point(problem)
        return Found(np.flatnonzero(problem.hub_now), points, (), None, value, best, best, True)
    found, made = most_value(problem, limits, forced)
    return (
        _Steps(problem, made, limits, found, forced).after_the_first() if found.complete else found
    )


def most_value(
    problem: OutreachProblem, limits: Limits, forced: Bools | None = None
) -> tuple[Found, Programme]:
    """Take the first step alone: the greatest value, by whichever of several plans."""
    made = formulate(problem, forced)
    programme = made.form.programme()
    first = limits.solve(programme)
    whole = min(float(problem.weight.sum()), made.constant - float(programme.cost.sum()))
    found = read(problem, made, first)
    bound = honest_bound(found.value, made.constant - first.bound, whole, maximise=True)
    done = first.proven or first.gap <= limits.gap
    return replace(found, bound=bound, complete=done, late=not done), made


def read(problem: OutreachProblem, made: Programme, solution: Solution) -> Found:
    """Read a solution of the programme; its value is worked out anew."""
    x = solution.x
    hubs = np.flatnonzero((made.x >= 0) & (x[made.x] > 0.5))
    points = np.flatnonzero((made.z >= 0) & (x[made.z] > 0.5))
    on = np.flatnonzero(x[made.link] > 0.5)
    links = tuple(
        (int(made.point[k]), int(made.hub[k]), round(float(x[made.sessions[k]]))) for k in on
    )
    shares = _shares(made, x) if problem.has_room_limit else None
    value = tiers_of(problem, hubs, points, shares).worth(problem)
    return Found(hubs, points, links, shares, value, value, float("inf"), True)


def _shares(made: Programme, x: Floats) -> Shares:
    values = x[made.share]
    pairs = zip(made.share_rows, made.share_sites, values)
    return tuple((int(row), int(site), float(one)) for row, site, one in pairs if one > _NOUGHT)


@dataclass(eq=False)
class _Steps:
    """The steps after the first; each adds to the programme what it has reached."""

    problem: OutreachProblem
    made: Programme
    limits: Limits
    found: Found
    forced: Bools | None

    def after_the_first(self) -> Found:
        """Take the steps in turn, as far as time allows."""
        until = time.perf_counter() + _AFTER * self.limits.time_limit_s
        self._value_kept(self.made.form, 0.0)
        try:
            for cost in self._steps():
                self._step(cost, until - time.perf_counter())
        except (OutOfTimeError, SolverError, InfeasibleError) as error:
            # The plan at hand stands: what came after it is only a choice among equals.
            late = isinstance(error, OutOfTimeError)
            self.found = replace(self.found, complete=False, late=late)
        return self.found

    def _steps(self) -> Iterator[Floats]:
        """Give the cost of each step; what it has reached is added before the next is asked for."""
        problem, made = self.problem, self.made
        new_hubs, new_points = problem.new_hub_sites(), problem.new_point_sites()
        if len(self.found.points) + len(self.found.hubs) > self._standing():
            yield self._count(made.z[new_points], 1.0, made.x[new_hubs], 1.0 + len(new_points))
        hubs, points = (
            np.intersect1d(some, new)
            for some, new in ((self.found.hubs, new_hubs), (self.found.points, new_points))
        )
        for columns, most in ((made.x[new_hubs], len(hubs)), (made.z[new_points], len(points))):
            if len(columns):
                made.form.row(columns, 1.0, most=float(most))
        yield from self._types(new_points, len(points))
        made = self.made
        if len(self.found.points) > int(problem.point_now.sum()):
            self._kept(made.x, self.found.hubs)
            yield self._drive(new_points)
        if problem.has_room_limit and len(made.share):
            self._kept(made.x, self.found.hubs)
            self._kept(made.z, self.found.points)
            self._links_kept()
            minutes = problem.minutes[made.share_rows, made.share_sites]
            yield self._count(made.share, problem.children[made.share_rows] * minutes)

    def _types(self, new_points: Ints, count: int) -> Iterator[Floats]:
        ranks = self.problem.ranks()
        there = np.unique(ranks[new_points])
        if len(there) < 2 or not count:
            return
        loss = self.problem.terms.type_loss
        if loss:
            self._free_value(loss)
        for rank in there[:-1]:
            own = self.made.z[new_points[ranks[new_points] == rank]]
            yield self._count(own, -1.0)
            reached = int((ranks[np.intersect1d(self.found.points, new_points)] == rank).sum())
            self.made.form.row(own, 1.0, least=float(reached))
            count -= reached
            if not count:
                break
        if loss:
            yield self.made.form.programme().cost
            self._value_kept(self.made.form, 0.0)

    def _standing(self) -> int:
        return int(self.problem.hub_now.sum() + self.problem.point_now.sum())

    def _free_value(self, loss: float) -> None:
        """Write the programme anew, with a value that may be less by a share of the best."""
        before = self.made
        new_hubs, new_points = self.problem.new_hub_sites(), self.problem.new_point_sites()
        self.made = replace(before, form=formulate(self.problem, self.forced).form)
        self._value_kept(self.made.form, loss)
        for columns, sites, chosen in (
            (self.made.x, new_hubs, self.found.hubs), (self.made.z, new_points, self.found.points),
        ):  # fmt: skip
            if len(sites):
                most = float(len(np.intersect1d(sites, chosen)))
                self.made.form.row(columns[sites], 1.0, most=most)

    def _value_kept(self, form: Formulation, loss: float) -> None:
        """Add that the value is at most a share `loss` below what was found, in shares of all.

        Not where nothing but what stands has any: the row would be floating-point noise made large,
        which no plan keeps.
        """
        cost = form.programme().cost
        columns = np.flatnonzero(cost)
        value = self.found.value - self.made.constant
        least = value - loss * self.found.value
        if len(columns) and least > _NO_VALUE * float(self.problem.weight.sum()):
            scale = SHARES_IN / value
            form.row(columns, -scale * cost[columns], scale * least - SHARES_IN * FLOOR_SLACK)

    def _drive(self, new_points: Ints) -> Floats:
        """Give the cost of staff's driving: by link, or to each point from its nearest hub."""
        staff, made = self.problem.staff, self.made
        if self.problem.has_staff_limit:
            return self._count(made.sessions, 1.0 + staff[made.hub, made.point])
        near = np.where(self.problem.within_staff_drive(), staff, np.inf)[self.found.hubs]
        drive = near[:, new_points].min(axis=0, initial=np.inf)
        # A point that no open hub can run is kept shut by its row, whatever it costs here.
        return self._count(made.z[new_points], 1.0 + np.where(np.isfinite(drive), drive, 0.0))

    def _kept(self, columns: Ints, chosen: Ints) -> None:
        """Add that the sites of a tier are those found."""
        for site in np.flatnonzero(columns >= 0):
            fixed = float(site in chosen)
            self.made.form.row(columns[[site]], 1.0, fixed, fixed)

    def _links_kept(self) -> None:
        """Add that the links and their sessions are those found."""
        made = self.made
        held = {(point, hub): sessions for point, hub, sessions in self.found.links}
        for k, pair in enumerate(zip(made.point.tolist(), made.hub.tolist())):
            fixed = float(held.get(pair, 0))
            made.form.row(made.sessions[[k]], 1.0, fixed, fixed)

    def _count(self, *columns_and_costs: Ints | Floats | float) -> Floats:
        cost = np.zeros(len(self.made.form.programme().cost))
        for columns, each in zip(columns_and_costs[::2], columns_and_costs[1::2]):
            cost[columns] = each
        return cost

    def _step(self, cost: Floats, seconds: float) -> None:
        if seconds <= 0:
            raise OutOfTimeError("No time is left.", -float("inf"))
        programme = replace(self.made.form.programme(), cost=cost)
        limits = replace(self.limits.silent(), time_limit_s=seconds, gap=0.0)
        solution = limits.solve(programme)
        found = read(self.problem, self.made, solution)
        loss = self.problem.terms.type_loss
        least = self.found.best * (1 - loss) - PROOF_TOLERANCE * abs(self.found.best)
        if found.value < least:
            raise SolverError("A later step lost value.")
        self.found = replace(
            found, best=self.found.best, bound=self.found.bound,
            complete=self.found.complete and solution.status == SOLVED,
            late=self.found.late or solution.status != SOLVED,
        )  # fmt: skip


def gap_of(found: Found) -> float:
    """Give how far the best value found may be from the best there is, as a share of it."""
    return relative_gap(found.best, found.bound)
