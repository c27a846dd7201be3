"""What runs an integer programme: a runner takes a task, tells how far it is, gives the outcome.

A runner is a plain callable (`in_process.py`, `child_runner.py`, `stoppable.py`). It calls
`tell(seconds, best, bound)`, at least every 0.2 s where it can, with the best objective found so
far (inf: none yet) and what it has proven that none can go below (-inf: nothing yet); `tell` raises
`CancelledError` when the user asked to stop: the runner then ends its work and lets the error pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

if TYPE_CHECKING:
    from .formulation import Floats, IntegerProgramme

OPTIMAL, LIMIT, INFEASIBLE, UNCLEAR = 0, 1, 2, 4  # as scipy counts them


@dataclass(frozen=True, eq=False)
class Task:
    """A programme, how many seconds it may take, at which relative gap it may stop."""

    programme: IntegerProgramme
    time_limit_s: float
    gap: float = 0.0
    presolve: bool = False


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
