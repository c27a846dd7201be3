"""The one door to the integer solver: HiGHS through `scipy.optimize.milp`.

HiGHS: Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical
Programming Computation 10, 119-142. A programme is plain arrays, which a runner (`runner.py`) may
hand to another process, where it is watched and stopped.

Neither way of HiGHS is believed alone. Its presolve was seen to lose optima, and to call infeasible
what is not (scipy 1.10 to 1.17); without presolve the HiGHS of scipy 1.17 called plans optimal that
were not, in about one of 160 small programmes. So each programme of a council's size is solved both
ways (`runner.together`). Large ones are solved many times faster with presolve, and by it alone:
there its answer is held against a plan found otherwise, and "infeasible" is asked again without it.

HiGHS stops when bound and best are 1e-6 apart, whatever they are. A bound is never taken for
nearer than that; where it is more than the tolerance of a proof, nothing is proven.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InfeasibleError, PlannerError
from .formulation import Floats, IntegerProgramme
from .proof import PROOF_TOLERANCE, relative_gap
from .runner import (
    ABSOLUTE_GAP,
    INFEASIBLE,
    LIMIT,
    OPTIMAL,
    UNCLEAR,
    Outcome,
    Runner,
    Task,
    Tell,
    caught_out,
    cut_off,
    doubtful,
    slack,
    sound,
    together,
)

# Coefficients from which presolve is worth its risk, and where a good plan is at hand beforehand.
_MANY, _MANY_CHECKED = 100_000, 20_000
_QUICK_S = 0.1
_FAR = 10.0  # times the slack of equal plans: a better one is certainly better


class OutOfTimeError(PlannerError, TimeoutError):
    """The solver stopped at its time limit without any plan; `bound` is what it had proven."""

    def __init__(self, message: str, bound: float) -> None:
        super().__init__(message)
        self.bound = bound


class SolverError(PlannerError, RuntimeError):
    """The solver failed, or its answer does not keep its own constraints."""


@dataclass(frozen=True, eq=False)
class Solution:
    """What was found and what is known about it; `objective` is worked out anew from `x`."""

    x: Floats
    objective: float
    bound: float
    gap: float
    status: str
    seconds: float
    proven: bool


def solve(
    programme: IntegerProgramme,
    time_limit_s: float,
    gap: float = 0.0,
    tell: Tell | None = None,
    runner: Runner | None = None,
    best: float = float("inf"),
    checked: bool = False,
) -> Solution:
    """Solve an integer programme to the relative `gap` within `time_limit_s` seconds.

    `tell` hears of bound and best and may stop the search; `runner` runs it (None: this process).
    `best` is the objective of a plan at hand: a bound above it is not believed; `checked` says that
    it is a good one. At the time limit the best found is given with its bound and gap. Raises
    `InfeasibleError` when no x keeps the constraints, `OutOfTimeError` when time ran out with
    nothing found, `SolverError` when the solver failed or broke its constraints, what `tell`
    raises, and `MissingPackageError` without scipy 1.9.
    """
    began, scale = time.perf_counter(), _scale(programme.cost)
    own = replace(programme, cost=programme.cost * scale)
    presolve = programme.matrix.nnz > (_MANY_CHECKED if checked else _MANY)
    task = Task(own, max(0.1, time_limit_s), gap, presolve)

    def told(seconds: float, found: float, bound: float) -> None:
        if tell is not None:
            tell(seconds, found / scale, bound / scale)

    roof = (best + PROOF_TOLERANCE * abs(best)) * scale + ABSOLUTE_GAP
    result = _asked(task, runner or _in_process(), told, roof)
    bound = result.bound / scale if result.bound <= roof else -float("inf")
    x = _answer_of(result, bound, time_limit_s)
    seconds = time.perf_counter() - began
    return _solution(programme, x, bound, result.status, seconds, ABSOLUTE_GAP / scale)


def _asked(task: Task, run: Runner, tell: Tell, roof: float) -> Outcome:
    """Ask one way, and the other too while there is time, but for large ones that are not doubtful.

    While what is known is being confirmed, that is told.
    """
    began = time.perf_counter()
    broken: list[SolverError] = []
    held = first = _run(task, run, tell, broken)
    if first.status == LIMIT or (task.presolve and not doubtful(first, roof)):
        return first
    took = time.perf_counter() - began

    def told(*_: float) -> None:
        best = float("inf") if held.x is None else float(task.programme.cost @ held.x)
        tell(time.perf_counter() - began, best, held.bound)

    def again(presolve: bool, programme: IntegerProgramme) -> Outcome:
        left = max(0.1, task.time_limit_s - (time.perf_counter() - began))
        asked = Task(programme, left, task.gap, presolve, quick=took < _QUICK_S)
        return _run(asked, run, told, broken)

    second = again(not task.presolve, task.programme)
    held = _agreed(task.programme, *((second, first) if task.presolve else (first, second)), again)
    if held.x is None and broken:
        raise broken[0]
    return held


def _agreed(
    programme: IntegerProgramme,
    plain: Outcome,
    presolved: Outcome,
    again: Callable[[bool, IntegerProgramme], Outcome],
) -> Outcome:
    """Give what two outcomes hold together; a way that the other catches out is asked once more.

    It is asked with no worse plan let in. Presolve may still see none, as it was seen to where rows
    are held tight: then the plain way is asked for a better plan, and there must be none.
    """
    cost, near = programme.cost, PROOF_TOLERANCE
    held = together(cost, near, plain, presolved)
    if held.x is None:
        return held
    value, apart = float(cost @ held.x), slack(cost, near, held.x)
    if caught_out(cost, near, plain, held):
        plain = again(False, cut_off(programme, value + apart))
    if caught_out(cost, near, presolved, held):
        presolved = again(True, cut_off(programme, value + apart))
        if presolved.status == INFEASIBLE:
            better = again(False, cut_off(programme, value - _FAR * apart))
            presolved = plain if better.status == INFEASIBLE else better
    return together(cost, near, plain, presolved)


def _run(task: Task, run: Runner, tell: Tell, broken: list[SolverError]) -> Outcome:
    """Run a task; one that breaks off is kept in `broken`, for the other way may answer."""
    try:
        return sound(task.programme, run(task, tell))
    except SolverError as failed:
        broken.append(failed)
        return Outcome(UNCLEAR, None, -float("inf"))


def _in_process() -> Runner:
    from .in_process import in_process  # noqa: PLC0415 - another is given but in scripts and tests

    return in_process


def _solution(
    programme: IntegerProgramme, x: Floats, bound: float, status: int, seconds: float, fine: float
) -> Solution:
    """Give the solution with what is known of it; no bound is finer than `fine`."""
    objective = float(programme.cost @ x)
    # Nought has no relative distance: there the solver's own stands.
    noise = PROOF_TOLERANCE * abs(objective) if objective else fine
    if objective < bound <= objective + max(noise, fine) or (not objective and bound >= -fine):
        bound = objective
    if fine > noise:
        bound = min(bound, objective - fine)
    bound = max(bound, min(objective, _least(programme)))
    proven = status == OPTIMAL and abs(objective - bound) <= noise
    found = relative_gap(objective, bound)
    words = "solved" if status == OPTIMAL else "stopped at the time limit"
    return Solution(x, objective, bound, found, words, seconds, proven)


def _least(programme: IntegerProgramme) -> float:
    """Give what the objective is at least by the bounds of its columns alone."""
    cost = programme.cost
    ends = np.where(cost > 0, programme.lower, np.where(cost < 0, programme.upper, 0.0))
    return float(cost @ ends)


def _scale(cost: Floats) -> float:
    # HiGHS has absolute tolerances (1e-6): weights given as tiny shares must not fall below them.
    # A power of two changes no digit of any cost.
    largest = float(np.abs(cost).max(initial=0.0))
    return 2.0 ** (10 - math.floor(math.log2(largest))) if largest > 0 else 1.0


def _answer_of(result: Outcome, bound: float, time_limit_s: float) -> Floats:
    if result.status == INFEASIBLE:
        raise InfeasibleError("No plan meets every condition.")
    if result.status == LIMIT and result.x is None:
        raise OutOfTimeError(
            f"No plan was found within the time limit of {time_limit_s:g} seconds. "
            "Allow more time, or test fewer candidates.",
            bound,
        )
    if result.status not in (OPTIMAL, LIMIT) or result.x is None:
        raise SolverError(f"The solver HiGHS failed: {result.message}")
    return result.x
