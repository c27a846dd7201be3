"""Runs of an integer programme: what a runner takes, tells and gives, and what two runs hold.

A runner is a plain callable (`in_process.py`, `child_runner.py`, `stoppable.py`). It calls
`tell(seconds, best, bound)`, at least every 0.2 s where it can, with the best objective found so
far (inf: none yet) and what it has proven that none can go below (-inf: nothing yet); `tell` raises
`CancelledError` when the user asked to stop: the runner then ends its work and lets the error pass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

if TYPE_CHECKING:
    from .formulation import Floats, IntegerProgramme

OPTIMAL, LIMIT, INFEASIBLE, UNCLEAR = 0, 1, 2, 4  # as scipy counts them
ABSOLUTE_GAP = 1e-6  # HiGHS's own, of the cost as it is given to it
_INTEGER_TOLERANCE = 1e-4


@dataclass(frozen=True, eq=False)
class Task:
    """A programme, how many seconds it may take, at which relative gap it may stop.

    `quick` says that another run of it ended in a moment.
    """

    programme: IntegerProgramme
    time_limit_s: float
    gap: float = 0.0
    presolve: bool = False
    quick: bool = False


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a run ended; `x` is None where nothing was found, `bound` -inf where nothing is known."""

    status: int
    x: Floats | None
    bound: float
    message: str = ""


Tell = Callable[[float, float, float], None]
Runner = Callable[[Task, Tell], Outcome]


def arrays_of(programme: IntegerProgramme) -> dict[str, Any]:
    """Give a programme as plain arrays by name, its matrix by rows (values, indices, starts)."""
    matrix = programme.matrix.tocsr()
    return {
        "cost": programme.cost,
        "values": matrix.data,
        "indices": matrix.indices,
        "starts": matrix.indptr,
        "row_lower": programme.row_lower,
        "row_upper": programme.row_upper,
        "lower": programme.lower,
        "upper": programme.upper,
        "integer": programme.integer,
    }


def outcome_of(answer: Any) -> Outcome:
    """Give the outcome out of what `child.run_milp` answered, or what was read back from a file."""
    x = np.asarray(answer["x"], dtype=float)
    return Outcome(
        status=int(answer["status"]),
        x=x if x.size else None,
        bound=float(answer["bound"]),
        message=str(answer["message"]),
    )


def sound(programme: IntegerProgramme, outcome: Outcome) -> Outcome:
    """Give the outcome with its integers whole; `UNCLEAR`, without x, where x breaks a row."""
    if outcome.x is None:
        return outcome
    x, integer = outcome.x.copy(), programme.integer
    x[integer] = np.round(x[integer])
    if np.abs(x - outcome.x).max(initial=0.0) > _INTEGER_TOLERANCE:
        return _refused("it answered with parts of sites")
    rows = programme.matrix @ x
    slack = _INTEGER_TOLERANCE * (1.0 + np.abs(rows))
    kept = (rows >= programme.row_lower - slack) & (rows <= programme.row_upper + slack)
    if not bool(np.all(kept)):
        return _refused("it answered with a plan that breaks its own conditions")
    return replace(outcome, x=x)


def _refused(why: str) -> Outcome:
    return Outcome(UNCLEAR, None, -float("inf"), f"{why}; its answer is not used.")


def together(cost: Floats, near: float, plain: Outcome, presolved: Outcome) -> Outcome:
    """Give what holds of two sound outcomes of one programme, without presolve and with it.

    Each way was seen to be wrong where the other was right (docs/methods.md): the better plan
    stands, with the lower of the bounds that it does not contradict by more than the share `near`;
    of equal plans the plain one. That there is no plan is never believed of presolve alone, nor
    against a plan that was found. An optimum that the other run had no time to confirm is given as
    found at the limit, with the lower bound.
    """
    if presolved.x is None and presolved.status != LIMIT:
        return plain
    if plain.x is None:
        return plain if presolved.x is None else presolved
    best, value = plain, float(cost @ plain.x)
    if presolved.x is not None and _less(float(cost @ presolved.x), value, near):
        best, value = presolved, float(cost @ presolved.x)
    runs = (plain, presolved)
    bounds = [run.bound for run in runs if not _less(value, run.bound, near)]
    late = any(run.status == LIMIT for run in runs)
    return replace(
        best, status=LIMIT if late else best.status, bound=min(bounds, default=-float("inf"))
    )


def _less(one: float, other: float, near: float) -> bool:
    return one < other - max(ABSOLUTE_GAP, near * abs(other))


def doubtful(outcome: Outcome, roof: float) -> bool:
    """Tell whether a presolved run is not believed: no plan, or a bound above `roof`."""
    return (outcome.x is None and outcome.status in (INFEASIBLE, UNCLEAR)) or outcome.bound > roof
