"""The options from "nothing changes" to "most saved", by the epsilon-constraint method.

Two aims: the need-weighted minutes that journeys grow by (made small) and the saving a year (made
large). First what can be saved without one longer journey, F pounds (nothing, where F is 0). Then,
with S the most that any plan saves, for e = F + (S - F) k / K, k = 1 ... K, the plan with the least
added minutes among those that save e or more is found (Haimes, Lasdon and Wismer, 1971, On a
bicriterion formulation of the problems of integrated system identification and system
optimization, IEEE Transactions on Systems, Man, and Cybernetics SMC-1, 296-297). Of plans with the
same added minutes the one that saves most is taken, in a second solve, so that no step is bettered
by another (lexicographic optimisation, as Mavrotas, 2009, Effective implementation of the
epsilon-constraint method in multi-objective mathematical programming problems, Applied Mathematics
and Computation 213, 455-465, asks of the ends of the frontier). A plan that saves as much as the
next e asks for is the answer there too, and that e is passed over (as the bypass of Mavrotas and
Florios, 2013, Applied Mathematics and Computation 219, 9652-9669). Last, of plans that differ in
who moves where alone, the one with each service nearest to its own families (`pairing.py`).

The steps lie evenly along the saving, so there may be more plans between two of them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...errors import InfeasibleError, InputError
from ...in_words import many
from ..model import named
from ..proof import honest_bound, relative_gap
from ..solver import OutOfTimeError, Solution, SolverError
from .option import (
    NOTHING,
    Option,
    broken,
    minutes_after,
    need_minutes,
    saving,
    share_within,
)
from .pairing import paired
from .problem import NET, EstateProblem, Floats, Ints
from .programme import SHARES_IN, EstateProgramme, estate_programme

if TYPE_CHECKING:
    from ..formulation import IntegerProgramme
    from ..model import Limits

_SAME = 1e-7  # of a saving or of added minutes: nearer to each other they are the same
_NOUGHT = 1e-6  # pounds


@dataclass(frozen=True, eq=False)
class Step:
    """One point of the frontier; building indices are those of the problem as given.

    `minutes` are the added need-minutes worked out anew, `bound` those that no plan with as much
    saved goes below, `gap` their difference as a share of `minutes`; `proven` says that no plan
    that saves as much adds less, and none that adds as little saves more.
    """

    option: Option
    minutes: float
    saving: float
    bound: float
    gap: float
    proven: bool


@dataclass(frozen=True, eq=False)
class Frontier:
    """The steps, "nothing changes" first; `most` is the largest saving that could not be ruled out.

    `remarks` say what was left out, in sentences.
    """

    steps: tuple[Step, ...]
    basis: str
    most: float
    remarks: tuple[str, ...]


def frontier(problem: EstateProblem, count: int, basis: str, limits: Limits) -> Frontier:
    """Find the frontier in up to `count` equal steps of the saving, `basis` net or gross.

    The time of `limits` is that of all solves together, shared out evenly over those left. The same
    input gives the same steps, in whatever order it comes, unless time ends a search. Raises
    `InfeasibleError` where a floor is not kept as things stand, `InputError` for no steps, and the
    solver's errors where nothing at all was found.
    """
    if count < 1:
        raise InputError(f"{count} steps were asked for. Ask for one or more.")
    refuse_broken_today(problem)
    ordered, columns = problem.in_order()
    search = _Search(ordered, basis, limits, count)
    steps, remarks = search.run()
    own = [replace(step, option=_as_given(step.option, columns)) for step in steps]
    return Frontier(tuple(own), basis, search.most, tuple(remarks))


def refuse_broken_today(problem: EstateProblem) -> None:
    """Refuse floors that are not kept as things stand, and say by how much; before any solving."""
    today = problem.today()
    said = []
    for floor in problem.floors:
        share = share_within(problem, floor, today)
        if share < floor.share * (1 - 1e-6):
            beyond = floor.rows & (problem.weight > 0) & ~(today <= floor.minutes)
            places = named(problem.demand_ids, np.flatnonzero(beyond))
            said.append(
                f"the floor of {100 * floor.share:g} % for {floor.label} is not kept as things "
                f"stand: {100 * share:.1f} % of its need is modelled within {floor.minutes:g} "
                f"minutes of a site (beyond: {places})"
            )
    if said:
        raise InfeasibleError(
            f"Before anything changes, {'; '.join(said)}. An option cannot be measured against a "
            "floor that today breaks: lower the floor to what today keeps, or first look for sites "
            "that mend it with 'Suggest sites'."
        )


def _as_given(option: Option, columns: Ints) -> Option:
    given_up = sorted(int(columns[one]) for one in option.given_up)
    moves = sorted((int(columns[i]), int(columns[j])) for i, j in option.moves)
    return Option(tuple(given_up), tuple(moves))


class _Search:
    """The solves of one frontier over a problem sorted by ids."""

    def __init__(self, problem: EstateProblem, basis: str, limits: Limits, count: int) -> None:
        self.problem, self.basis, self.count = problem, basis, count
        self.limits = limits.silent()
        self.until = time.perf_counter() + limits.time_limit_s
        self.left = 2 * count + 2
        self.most = 0.0
        self.programme = estate_programme(problem, lambda: limits.progress.report(0.0))
        self.remarks: list[str] = []

    def run(self) -> tuple[list[Step], list[str]]:
        """Find the steps, with what was left out."""
        today = self._step(NOTHING, 0.0, True)
        top = self._top()
        greatest = self._option(self.programme, top)
        self.most = max(-top.bound, 0.0)
        reach = saving(self.problem, greatest, self.basis)
        if reach <= _NOUGHT:
            word = "after what it costs once" if self.basis == NET else "a year"
            return [today], [f"No plan that keeps the conditions saves anything {word}."]
        if not top.proven:
            self.remarks.append(
                f"The most that can be saved was not proven: no plan saves more than "
                f"£{self.most:,.0f} a year, and £{reach:,.0f} is the most that was found."
            )
        steps = [today, *self._without_harm()]
        start, passed = steps[-1].saving, 0
        for number in range(1, self.count + 1):
            self.limits.progress.report(number / (self.count + 1))
            least = start + (reach - start) * number / self.count
            if time.perf_counter() > self.until:
                steps += self._ended(greatest, number)
                break
            if steps[-1].saving >= least * (1 - _SAME):
                passed += 1
                continue
            steps += self._at_least(least, reach)
        return self._undominated(steps, passed)

    def _top(self) -> Solution:
        """Find the plan that saves most, in up to half of the time: without it there is no end."""
        share = max(0.1, (self.until - time.perf_counter()) / 2)
        try:
            return self._solve(self._most_saving(self.programme), share)
        except OutOfTimeError as late:
            asked = _seconds(self.limits)
            raise OutOfTimeError(
                f"No plan was found in the time limit of {asked} for all options together. Allow "
                "more time (TIME_LIMIT), or let fewer buildings be given up.",
                late.bound,
            ) from None

    def _ended(self, greatest: Option, number: int) -> list[Step]:
        """Give the plan that saves most as it was found, where time is over before the last."""
        left = self.count - number + 1
        was = "saving asked for was" if left == 1 else "savings asked for were"
        self.remarks.append(
            f"The time limit of {_seconds(self.limits)} was over: {left} of the "
            f"{self.count} {was} not looked for. The option that saves most stands as it was "
            "found first, and another may save as much with fewer added minutes. Allow more time."
        )
        return [self._step(greatest, 0.0, False)]

    def _at_least(self, least: float, reach: float) -> list[Step]:
        """Give the plan with the least added minutes that saves so much; none where time ends."""
        values = self.programme.saving(self.basis) * SHARES_IN / reach
        floor = self.programme.with_row(values, SHARES_IN * least / reach * (1 - _SAME))
        try:
            found = self._least(floor)
        except (OutOfTimeError, SolverError) as failed:
            self.remarks.append(
                f"The option that saves £{least:,.0f} a year or more was not found: {failed}"
            )
            return []
        option = self._option(self.programme, found)
        minutes = need_minutes(self.problem, option)
        better, ended = self._saves_more(floor, option, minutes)
        step = self._step(better, found.bound, found.proven and ended)
        self.limits.progress.info(
            f"Of plans that save £{least:,.0f} a year or more ({self.basis}): "
            f"£{step.saving:,.0f}, {step.minutes:,.0f} need-weighted minutes added."
        )
        return [step]

    def _least(self, floor: EstateProgramme) -> Solution:
        """Solve for the least added minutes, in finer costs where it is not proven at once."""
        found = self._solve(floor.base)
        if found.proven or found.objective <= 0 or time.perf_counter() > self.until:
            return found
        try:
            finer = self._solve(floor.adding_at_most(found.objective).base)
        except (OutOfTimeError, SolverError):
            return found
        return finer if finer.objective <= found.objective * (1 + _SAME) else found

    def _saves_more(
        self, floor: EstateProgramme, option: Option, minutes: float
    ) -> tuple[Option, bool]:
        """Give the plan that saves most among those that add as little, and whether it is proven.

        The option itself where time ends, or the solver's tolerance let it add more.
        """
        scale = minutes if minutes > 0 else 1.0
        row = SHARES_IN * self.programme.base.cost / scale
        bounded = floor.with_row(row, -np.inf, SHARES_IN * (minutes / scale + _SAME))
        try:
            found = self._solve(self._most_saving(bounded if minutes > 0 else floor.without_harm()))
        except (OutOfTimeError, SolverError):
            return option, False
        other = self._option(self.programme, found)
        adds = need_minutes(self.problem, other)
        more = saving(self.problem, other, self.basis) - saving(self.problem, option, self.basis)
        if adds > minutes * (1 + 10 * _SAME) or more < 0 or broken(self.problem, other):
            return option, found.proven and abs(more) <= _NOUGHT
        return other, found.proven

    def _without_harm(self) -> list[Step]:
        """Give what can be saved without one longer journey; nothing where that is nothing."""
        try:
            found = self._solve(self._most_saving(self.programme.without_harm()))
        except (OutOfTimeError, SolverError) as failed:
            self.remarks.append(f"What can be saved without longer journeys: not found ({failed}).")
            return []
        option = self._option(self.programme, found)
        if saving(self.problem, option, self.basis) <= _NOUGHT:
            return []
        return [self._step(option, 0.0, found.proven)]

    def _most_saving(self, programme: EstateProgramme) -> IntegerProgramme:
        return programme.aiming_at(-programme.saving(self.basis))

    def _solve(self, programme: IntegerProgramme, share: float | None = None) -> Solution:
        """Solve within so many seconds, else an even share of the time that is left.

        That there is no plan can never be true, for some plan at hand keeps every row.
        """
        even = max(0.1, (self.until - time.perf_counter()) / max(1, self.left))
        self.left -= 1
        try:
            return replace(self.limits, time_limit_s=share or even).solve(programme)
        except InfeasibleError:
            raise SolverError(
                "The solver HiGHS says that no plan keeps the conditions, though one is at hand: "
                "need or pounds differ by more than it can weigh. Give need in like amounts."
            ) from None

    def _option(self, programme: EstateProgramme, found: Solution) -> Option:
        option = _tidied(self.problem, programme.option(self.problem, found.x), self.basis)
        wrong = broken(self.problem, option)
        if wrong:
            raise SolverError(f"The plan breaks a condition ({wrong[0]}); it is not used.")
        return option

    def _step(self, option: Option, bound: float, proven: bool) -> Step:
        option = self._paired(option)
        minutes = need_minutes(self.problem, option)
        kept = honest_bound(minutes, bound, 0.0, maximise=False)
        gap = relative_gap(minutes, kept)
        saved = saving(self.problem, option, self.basis)
        return Step(option, minutes, saved, float(kept), float(gap), bool(proven))

    def _paired(self, option: Option) -> Option:
        """Pair services and places anew, if that costs neither minutes nor pounds."""
        left = max(1.0, self.until - time.perf_counter())
        other = paired(self.problem, option, replace(self.limits, time_limit_s=left, gap=0.0))
        return other if _as_good(self.problem, other, option, self.basis) else option

    def _undominated(self, steps: list[Step], passed: int) -> tuple[list[Step], list[str]]:
        """Leave out steps that another betters, and say how many; today always stands."""
        kept = [steps[0]]
        for step in steps[1:]:
            others = [other for other in steps[1:] if other is not step]
            if not any(_betters(other, step) for other in others):
                kept.append(step)
        left_out = len(steps) - len(kept)
        if passed:
            are = "is" if passed == 1 else "are"
            self.remarks.append(
                f"{passed} of the {self.count} savings asked for {are} met by the option before "
                "already, and no option stands for it alone."
            )
        if left_out:
            were = many(left_out, "option was", "options were")
            self.remarks.append(f"{were} left out: another saves as much and adds no more minutes.")
        return sorted(kept, key=lambda step: (step.saving, step.minutes)), self.remarks


def _betters(other: Step, step: Step) -> bool:
    """Tell whether one step saves as much with no more minutes, and is better in one of the two."""
    near = _SAME * max(abs(step.saving), 1.0), 10 * _SAME * max(step.minutes, 1e-12)
    as_good = other.saving >= step.saving - near[0] and other.minutes <= step.minutes + near[1]
    return as_good and (
        other.saving > step.saving + near[0] or other.minutes < step.minutes - near[1]
    )


def _tidied(problem: EstateProblem, option: Option, basis: str) -> Option:
    """Keep what is given up for nothing, last id first: a solver may give up what saves nothing."""
    for building in reversed(option.given_up):
        fewer = option.without(building)
        if _as_good(problem, fewer, option, basis):
            option = fewer
    return option


def _as_good(problem: EstateProblem, one: Option, other: Option, basis: str) -> bool:
    slack = 1e-9 * max(1.0, abs(saving(problem, other, basis)))
    if saving(problem, one, basis) < saving(problem, other, basis) - slack:
        return False
    before, after = _total(problem, other), _total(problem, one)
    return bool((after <= before + 1e-9 * np.maximum(before, 1.0)).all()) and not broken(
        problem, one
    )


def _total(problem: EstateProblem, option: Option) -> Floats:
    """Give added need-minutes, and all minutes of those with a place in reach, by need."""
    after = minutes_after(problem, option)
    travelled = problem.weight @ np.where(np.isfinite(after), after, 0.0)
    return np.array([need_minutes(problem, option), travelled])


def _seconds(limits: Limits) -> str:
    seconds = limits.time_limit_s
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"
