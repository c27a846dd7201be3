"""The one door to the integer solver: HiGHS through `scipy.optimize.milp`.

HiGHS: Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical
Programming Computation 10, 119-142. A programme is plain arrays, so that it may also be handed to
another process; `milp` holds the interpreter until it ends, so the time limit is what stops it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InfeasibleError, MissingPackageError, PlannerError
from .formulation import Floats, IntegerProgramme
from .proof import PROOF_TOLERANCE, relative_gap

_OPTIMAL, _LIMIT, _INFEASIBLE, _UNCLEAR = 0, 1, 2, 4
_INTEGER_TOLERANCE = 1e-4


class OutOfTimeError(TimeoutError, PlannerError):
    """The solver stopped at its time limit without any plan; `bound` is what it had proven."""

    def __init__(self, message: str, bound: float) -> None:
        super().__init__(message)
        self.bound = bound


class SolverError(RuntimeError, PlannerError):
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


def solve(programme: IntegerProgramme, time_limit_s: float, gap: float = 0.0) -> Solution:
    """Solve an integer programme to the relative `gap` within `time_limit_s` seconds.

    At the time limit the best found is given with its bound and gap. Raises `InfeasibleError`
    when no x keeps the constraints, `OutOfTimeError` when time ran out with nothing found,
    `SolverError` when the solver failed or broke its constraints, and `MissingPackageError`
    without scipy 1.9.
    """
    began = time.perf_counter()
    scale = _scale(programme.cost)
    result = _run(programme, scale, time_limit_s, gap, presolve=True)
    if result.status == _UNCLEAR and result.x is None:
        # "Unbounded or infeasible" is presolve's word; without it HiGHS says which.
        left = max(0.1, time_limit_s - (time.perf_counter() - began))
        result = _run(programme, scale, left, gap, presolve=False)
    bound = _bound_of(result, scale)
    _refuse_no_answer(result, bound, time_limit_s)
    x = _rounded(programme, np.asarray(result.x, dtype=float))
    objective = float(programme.cost @ x)
    return _solution(x, objective, bound, int(result.status), time.perf_counter() - began)


def _solution(x: Floats, objective: float, bound: float, status: int, seconds: float) -> Solution:
    noise = PROOF_TOLERANCE * max(abs(objective), 1e-300)
    if objective < bound <= objective + noise:
        bound = objective
    proven = status == _OPTIMAL and abs(objective - bound) <= noise
    found = relative_gap(objective, bound)
    words = "solved" if status == _OPTIMAL else "stopped at the time limit"
    return Solution(x, objective, bound, found, words, seconds, proven)


def _scale(cost: Floats) -> float:
    # HiGHS has absolute tolerances (1e-6): weights given as tiny shares must not fall below them.
    # A power of two changes no digit of any cost.
    largest = float(np.abs(cost).max(initial=0.0))
    return 2.0 ** (10 - np.floor(np.log2(largest))) if largest > 0 else 1.0


def _run(
    programme: IntegerProgramme, scale: float, time_limit_s: float, gap: float, presolve: bool
) -> Any:
    optimize = _optimize()
    return optimize.milp(
        programme.cost * scale,
        integrality=programme.integer.astype(int),
        bounds=optimize.Bounds(programme.lower, programme.upper),
        constraints=optimize.LinearConstraint(
            programme.matrix, programme.row_lower, programme.row_upper
        ),
        options={"time_limit": max(0.1, time_limit_s), "mip_rel_gap": gap, "presolve": presolve},
    )


def _optimize() -> Any:
    try:
        from scipy import optimize  # noqa: PLC0415 - the module must import without scipy
    except ImportError as error:
        raise MissingPackageError(
            "Suggesting sites needs the Python package scipy, which this QGIS does not have. "
            "Install it (Debian: python3-scipy; Windows: the full QGIS installer has it)."
        ) from error
    if not hasattr(optimize, "milp"):
        raise MissingPackageError(
            "Suggesting sites needs scipy 1.9 or newer; the scipy in this QGIS is older. "
            "Use QGIS 3.28 or newer, or update scipy."
        )
    return optimize


def _bound_of(result: Any, scale: float) -> float:
    bound = getattr(result, "mip_dual_bound", None)
    return float(bound) / scale if bound is not None and np.isfinite(bound) else -float("inf")


def _refuse_no_answer(result: Any, bound: float, time_limit_s: float) -> None:
    if result.status == _INFEASIBLE:
        raise InfeasibleError("No plan meets every condition.")
    if result.status == _LIMIT and result.x is None:
        raise OutOfTimeError(
            f"No plan was found within the time limit of {time_limit_s:g} seconds. "
            "Allow more time, or test fewer candidates.",
            bound,
        )
    if result.status not in (_OPTIMAL, _LIMIT) or result.x is None:
        raise SolverError(f"The solver HiGHS failed: {result.message}")


def _rounded(programme: IntegerProgramme, x: Floats) -> Floats:
    whole = np.round(x[programme.integer])
    if np.abs(whole - x[programme.integer]).max(initial=0.0) > _INTEGER_TOLERANCE:
        raise SolverError("The solver HiGHS answered with parts of sites; its answer is not used.")
    rounded = x.copy()
    rounded[programme.integer] = whole
    rows = programme.matrix @ rounded
    slack = _INTEGER_TOLERANCE * (1.0 + np.abs(rows))
    kept = (rows >= programme.row_lower - slack) & (rows <= programme.row_upper + slack)
    if not bool(np.all(kept)):
        raise SolverError("The solver HiGHS answered with a plan that breaks its own conditions.")
    return rounded
