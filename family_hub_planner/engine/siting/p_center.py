"""p-center: open p sites so that the longest journey to the nearest open site is shortest.

Hakimi (1965), Optimum distribution of switching centers in a communication network and some
related graph theoretic problems, Operations Research 13, 462-475. The longest journey is one of
the minutes in the matrix; it is found by halving the list of them, each time asking whether p sites
can cover every row within that many (Minieka, 1970, The m-center problem, SIAM Review 12, 138-139;
Daskin, 2013, Network and Discrete Location, chapter 5), and every other time whether any plan does
better than the one at hand.

Then the next worst (lexicographic): as few rows as can be are left at that longest journey; with
so many allowed beyond it, the longest of the others is made shortest; and so on for `DEPTH` steps
(after Ogryczak, 1997, On the lexicographic minimax approach to location problems, European Journal
of Operational Research 100, 566-585, with rows counted alike). A row's weight does not matter, but
rows of weight zero ask for nothing; rows that no site reaches are left out and named.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import InfeasibleError, InputError
from .answer import Choice
from .model import Limits, Model, named
from .problem import Floats, Ints, SitingProblem
from .ruled import Ruled, solve_ruled
from .solver import OutOfTimeError

DEPTH = 3


@dataclass(frozen=True)
class _Step:
    """At most `beyond` rows have more than `minutes` to their nearest open site."""

    minutes: float
    beyond: int


def longest_minutes(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the longest journey of k plans in minutes, nearest of shape (n, k) -> (k,)."""
    del minutes_limit
    longest: Floats = nearest[problem.asking()].max(axis=0)
    return longest


def center_rank(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the keys (3, k): weight unserved, the longest journey, then weighted minutes."""
    del minutes_limit
    rows = problem.asking()
    served = np.isfinite(nearest[rows])
    finite = np.where(served, nearest[rows], 0.0)
    weight = problem.weight[rows]
    return np.stack([weight @ ~served, finite.max(axis=0), weight @ finite])


def p_center(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
    """Choose sites with the shortest longest journey, then the next worst.

    Raises `InfeasibleError` where so many sites cannot serve every row that some site reaches, or
    a condition cannot be kept; `OutOfTimeError` where no plan was found in time. `minutes_limit`
    is not used.
    """
    del minutes_limit
    if problem.rules.capacity is not None:
        raise InputError(
            "p_center takes no account of the room in the sites. Leave the room out, or use "
            "another objective."
        )
    search = _Search(problem, limits, time.perf_counter() + limits.time_limit_s)
    late = False
    try:
        search.run()
    except OutOfTimeError:
        late = True
        if search.best is None:
            raise
    choice = search.plan().choice(problem)
    return Choice(choice.chosen, search.least, late, choice.closed)


@dataclass(eq=False)
class _Search:
    """The steps settled so far, the best plan that keeps them, and what the longest is at least."""

    problem: SitingProblem
    limits: Limits
    until: float
    steps: list[_Step] = field(default_factory=list)
    best: Ruled | None = None
    least: float = 0.0

    def plan(self) -> Ruled:
        """Give the best plan; only after one was found."""
        if self.best is None:
            raise ValueError("no plan has been found yet")
        return self.best

    def run(self) -> None:
        """Settle the longest journey, how few rows need have it, then the next worst."""
        levels = self._levels()
        allowed = 0
        for depth in range(DEPTH):
            levels = self._shortest(levels, allowed, first=depth == 0)
            if len(levels) == 1:
                return
            nearer = float(levels[-2])
            allowed = self._fewest_beyond(nearer)
            levels = levels[:-1]

    def _levels(self) -> Floats:
        minutes = self.problem.minutes[self.problem.asking()]
        levels: Floats = np.unique(minutes[np.isfinite(minutes)])
        return levels

    def _shortest(self, levels: Floats, allowed: int, first: bool) -> Floats:
        """Find the least level that only `allowed` rows need be beyond; give it and those below.

        The last of `levels` is known to do, but for the first time: then its failing says why.
        """
        if first:
            self.best = self._solve(_Step(float(levels[-1]), 0), required=True)
        low, high = self._unreached(levels, allowed), self._reached(levels, allowed)
        # The plan at hand is often the best: every other question is whether any does better.
        below = True
        while high - low > 1:
            place = high - 1 if below else (low + high) // 2
            found = self._solve(_Step(float(levels[place]), allowed))
            below = not below
            if found is None:
                low = place
            else:
                self.best = found
                high = min(place, self._reached(levels, allowed))
            if first:
                self.least = float(levels[low + 1])
        if first:
            self.least = float(levels[high])
        self.steps.append(_Step(float(levels[high]), allowed))
        return levels[: high + 1]

    def _unreached(self, levels: Floats, allowed: int) -> int:
        """Give the place of a level that does not do even with every site open, -1 for none."""
        nearest = self.problem.minutes[self.problem.asking()].min(axis=1)
        return int(np.searchsorted(levels, _longest_but(nearest, allowed), side="left")) - 1

    def _reached(self, levels: Floats, allowed: int) -> int:
        """Give the place of the level that the plan at hand does for."""
        return int(np.searchsorted(levels, _longest_but(self._journeys(), allowed), side="left"))

    def _journeys(self) -> Floats:
        """Give the minutes of the rows that ask, by the plan at hand."""
        nearest = self.problem.minutes_to_nearest(self.plan().open_sites())
        return nearest[self.problem.asking()]

    def _fewest_beyond(self, minutes: float) -> int:
        """Count how few rows can have more than `minutes`, all steps kept."""
        now = int((self._journeys() > minutes).sum())
        found = self._solve(_Step(minutes, now), count=True)
        self.best = found
        return round(self.plan().solved().objective)

    def _left(self) -> Limits:
        """Give what is left of the limits; the bar shows the share of time used."""
        seconds = max(0.1, self.until - time.perf_counter())
        used = 1.0 - min(1.0, seconds / self.limits.time_limit_s)
        return replace(self.limits.silent().part(used, 1.0), time_limit_s=seconds)

    def _solve(self, step: _Step, count: bool = False, required: bool = False) -> Ruled | None:
        """Give a plan that keeps the steps and this one, None where there is none.

        `count`: that leaves fewest rows beyond this one. `required`: say why there is none.
        """
        minutes = self.problem.minutes[self.problem.asking()]

        def cover(ruled: Ruled) -> None:
            for one in [*self.steps, step]:
                _keep(ruled, minutes, one, count and one is step)

        left = replace(self._left(), gap=0.0)
        try:
            return solve_ruled(self.problem, cover, left, explain=required)
        except InfeasibleError as none:
            if not required:
                return None
            raise _refusal(self.problem, none) from none


def _longest_but(minutes: Floats, allowed: int) -> float:
    """Give the longest of the minutes but for `allowed` of them, -inf where that is all."""
    return float(np.sort(minutes)[-1 - allowed]) if allowed < len(minutes) else -np.inf


def _keep(ruled: Ruled, minutes: Floats, step: _Step, count: bool) -> None:
    """Add a step; `count` makes the rows beyond its minutes the objective.

    Rows with the same sites within the minutes are counted together: z = 1 where none is open.
    """
    sets, counts = np.unique(minutes <= step.minutes, axis=0, return_counts=True)
    if step.beyond == 0:
        for within in sets:
            ruled.form.row(ruled.x[np.flatnonzero(within)], 1.0, least=1.0)
        return
    alike = counts.astype(float)
    z = ruled.form.columns(alike if count else np.zeros(len(sets)))
    for column, within in zip(z, sets):
        ruled.form.row(np.append(ruled.x[np.flatnonzero(within)], column), 1.0, least=1.0)
    ruled.form.row(z, alike, most=float(step.beyond))


def _refusal(problem: SitingProblem, none: InfeasibleError) -> InfeasibleError:
    if problem.rules.ask_for_anything():
        return none
    rows: Ints = problem.asking()
    return InfeasibleError(
        f"{problem.new_sites} new sites cannot serve all {len(rows)} areas that some site reaches "
        f"(first areas: {named(problem.demand_ids, rows)}). Ask for more sites, allow longer "
        "journeys, or use maximal cover, which may leave areas out."
    )


P_CENTER = Model(
    name="p_center",
    unit="minutes of the longest journey",
    maximise=False,
    needs_limit=False,
    choose=p_center,
    measure=longest_minutes,
    rank=center_rank,
    idle=center_rank,
)
