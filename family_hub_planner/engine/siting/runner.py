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
_CANCELLED = 0.1  # costs and savings that cancel out are rounded as the sum of both is


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
    stands, of equal ones (no more than `slack` apart) the plain one, with the lower of the two
    bounds; -inf where the other run did not come to the same: an optimum is proven by both alone.
    That there is no plan is never believed of presolve alone, nor against a plan that was found.
    """
    if plain.x is None and presolved.x is None:
        return presolved if presolved.status == LIMIT and plain.status == UNCLEAR else plain
    best = plain
    if plain.x is None or _worse(cost, near, plain, presolved):
        best = presolved
    runs = (plain, presolved)
    bound = min(run.bound if _bounds(cost, near, run, best) else -float("inf") for run in runs)
    late = any(run.status == LIMIT for run in runs)
    return replace(best, status=LIMIT if late else best.status, bound=bound)


def caught_out(cost: Floats, near: float, outcome: Outcome, held: Outcome) -> bool:
    """Tell whether a run that ended of itself said what a plan that was found shows to be wrong."""
    if held.x is None:
        return False
    return outcome.status == INFEASIBLE or (
        outcome.status == OPTIMAL and _worse(cost, near, outcome, held)
    )


def _bounds(cost: Floats, near: float, outcome: Outcome, held: Outcome) -> bool:
    """Tell whether a run's bound is to be believed beside a plan at hand."""
    if outcome.status == UNCLEAR or caught_out(cost, near, outcome, held):
        return False
    if held.x is None:
        return False
    return float(cost @ held.x) >= outcome.bound - slack(cost, near, held.x)


def slack(cost: Floats, near: float, x: Floats) -> float:
    """Give how far apart the objectives of a plan and of one equal to it may be.

    That is the share `near` of it, or a tenth of that of its costs and savings summed up whatever
    their sign: the solver keeps the rows of each only so nearly. Less than its own gap tells none.
    """
    return max(
        ABSOLUTE_GAP,
        near * abs(float(cost @ x)),
        near * _CANCELLED * float(np.abs(cost) @ np.abs(x)),
    )


def _worse(cost: Floats, near: float, one: Outcome, other: Outcome) -> bool:
    if one.x is None or other.x is None:
        return False
    return float(cost @ other.x) < float(cost @ one.x) - slack(cost, near, one.x)


def cut_off(programme: IntegerProgramme, most: float) -> IntegerProgramme:
    """Give the programme with a row that lets no plan cost more than `most`."""
    from scipy import sparse  # noqa: PLC0415 - the module must import without scipy

    row = sparse.csr_matrix(programme.cost[None, :])
    return replace(
        programme,
        matrix=sparse.vstack([programme.matrix, row], format="csr"),
        row_lower=np.append(programme.row_lower, -np.inf),
        row_upper=np.append(programme.row_upper, most),
    )


def doubtful(outcome: Outcome, roof: float) -> bool:
    """Tell whether a presolved run is not believed: no plan, or a bound above `roof`."""
    return (outcome.x is None and outcome.status in (INFEASIBLE, UNCLEAR)) or outcome.bound > roof
