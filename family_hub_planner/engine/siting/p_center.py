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
of Operational Research 100, 566-585, with rows counted alike). Where time ends, the plan at hand
stands, and what of all this was settled is said. A row's weight does not matter, but
rows of weight zero ask for nothing; rows that no site reaches are left out and named.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import InfeasibleError, InputError
from .answer import Choice
from .good_center import better_center, good_center
from .model import Limits, Model, named
from .problem import Floats, Ints, SitingProblem
from .ruled import Ruled, solve_ruled
from .solver import OutOfTimeError

DEPTH = 3
_STEPS = (
    "the longest journey", "how few areas have it", "the next longest journey",
    "how few areas have that", "the third longest journey", "how few areas have that one",
)  # fmt: skip
_WHOLE = 1e-4  # areas are whole: a bound above the next lower number proves a number of them


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

    A good plan found beforehand stands in where time ends; what was not settled by then is named.
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
    try:
        search.run()
    except OutOfTimeError:
        if search.best is None:
            raise
    open_sites, rest = search.plan(), search.unsettled()
    return Choice(
        chosen=np.intersect1d(open_sites, problem.candidates()),
        bound=search.least,
        out_of_time=bool(rest),
        closed=np.setdiff1d(problem.closable(), open_sites),
        remarks=(_how_far(search.settled, rest),) if rest else (),
        unsettled=", ".join(rest),
    )


def _how_far(settled: int, rest: list[str]) -> str:
    done = f"Proven, one after another: {', '.join(_STEPS[:settled])}. " if settled else ""
    return f"{done}Not settled in the time set: {', '.join(rest)}."


@dataclass(eq=False)
class _Search:
    """The steps settled so far, the best plan that keeps them, and what the longest is at least.

    `settled` counts what is proven, in the order of `_STEPS`; `best` are open sites, ascending.
    """

    problem: SitingProblem
    limits: Limits
    until: float
    steps: list[_Step] = field(default_factory=list)
    best: Ints | None = None
    least: float = 0.0
    settled: int = 0
    done: bool = False

    def plan(self) -> Ints:
        """Give the open sites of the best plan; only after one was found."""
        if self.best is None:
            raise ValueError("no plan has been found yet")
        return self.best

    def unsettled(self) -> list[str]:
        """Name what was not settled, nothing where the search came to its end."""
        return [] if self.done else list(_STEPS[self.settled :])

    def run(self) -> None:
        """Settle the longest journey, how few rows need have it, then the next worst."""
        levels = self._levels()
        self.least = float(self._nearest(np.arange(len(self.problem.site_ids))).max())
        self._start(float(levels[-1]))
        allowed = 0
        for depth in range(DEPTH):
            levels = self._shortest(levels, allowed, first=depth == 0)
            self.settled += 1
            if len(levels) == 1 or not self.limits.ties:
                break
            allowed, proven = self._fewest_beyond(float(levels[-2]))
            if not proven:
                return
            self.settled += 1
            levels = levels[:-1]
        self.done = True

    def _levels(self) -> Floats:
        minutes = self.problem.minutes[self.problem.asking()]
        levels: Floats = np.unique(minutes[np.isfinite(minutes)])
        return levels

    def _nearest(self, open_sites: Ints) -> Floats:
        return self.problem.minutes_to_nearest(open_sites)[self.problem.asking()]

    def _start(self, longest: float) -> None:
        """Find a good plan: by interchange, or under conditions near any that keeps them."""
        progress = self.limits.progress
        if not self.problem.rules.ask_for_anything() and self.problem.new_sites is not None:
            found = good_center(self.problem, progress)
            self.best = found if np.isfinite(self._nearest(found)).all() else None
        if self.best is None:
            self.best = self._solve(_Step(longest, 0), required=True).open_sites()
            self.best = better_center(self.problem, self.best, progress)

    def _shortest(self, levels: Floats, allowed: int, first: bool) -> Floats:
        """Find the least level that only `allowed` rows need be beyond; give it and those below.

        No plan is better than every site open, and the plan at hand does for its own level.
        """
        every = np.arange(len(self.problem.site_ids))
        low = _place(levels, self._nearest(every), allowed) - 1
        high = _place(levels, self._nearest(self.plan()), allowed)
        # The plan at hand is often the best: every other question is whether any does better.
        below = True
        while high - low > 1:
            place = high - 1 if below else (low + high) // 2
            below = not below
            try:
                found = self._solve(_Step(float(levels[place]), allowed))
            except InfeasibleError:
                low = place
                self.least = float(levels[low + 1]) if first else self.least
                continue
            self.best = found.open_sites()
            high = _place(levels, self._nearest(self.best), allowed)
        if first:
            self.least = float(levels[high])
        self.steps.append(_Step(float(levels[high]), allowed))
        return levels[: high + 1]

    def _fewest_beyond(self, minutes: float) -> tuple[int, bool]:
        """Count how few rows can have more than `minutes`, all steps kept; and whether proven."""
        now = np.count_nonzero(self._nearest(self.plan()) > minutes)
        found = self._solve(_Step(minutes, int(now)), count=True)
        self.best = found.open_sites()
        fewest = np.count_nonzero(self._nearest(self.best) > minutes)
        return int(fewest), found.solved().bound > fewest - 1 + _WHOLE

    def _left(self) -> Limits:
        """Give what is left of the limits; the bar shows the share of time used."""
        seconds = self.until - time.perf_counter()
        if seconds <= 0:
            raise OutOfTimeError("No plan was found in time.", self.least)
        used = 1.0 - min(1.0, seconds / self.limits.time_limit_s)
        limits = self.limits.silent().part(used, 1.0)
        return replace(limits, time_limit_s=seconds, gap=0.0)

    def _solve(self, step: _Step, count: bool = False, required: bool = False) -> Ruled:
        """Give a plan that keeps the steps and this one.

        `count`: that leaves fewest rows beyond this one. Raises `InfeasibleError`, which with
        `required` says why.
        """
        minutes = self.problem.minutes[self.problem.asking()]

        def cover(ruled: Ruled) -> None:
            for one in [*self.steps, step]:
                _keep(ruled, minutes, one, count and one is step)

        try:
            return solve_ruled(self.problem, cover, self._left(), explain=required)
        except InfeasibleError as none:
            if not required:
                raise
            raise _refusal(self.problem, none) from none


def _place(levels: Floats, nearest: Floats, allowed: int) -> int:
    """Give the place of the least level that at most `allowed` rows are beyond."""
    longest = np.sort(nearest)[::-1]
    level = longest[allowed] if allowed < len(longest) else levels[0]
    return max(0, int(np.searchsorted(levels, level, side="left")))


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
