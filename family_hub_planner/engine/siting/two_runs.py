"""What HiGHS says of one programme without presolve and with it, taken together.

Each way was seen to be wrong where the other was right (docs/methods.md), so neither is believed
alone where both can be asked: the better plan stands, with the lower of the bounds that it does not
contradict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .proof import PROOF_TOLERANCE
from .runner import INFEASIBLE, LIMIT, UNCLEAR, Outcome

if TYPE_CHECKING:
    from .formulation import Floats, IntegerProgramme

_INTEGER_TOLERANCE = 1e-4
_NEAR = 1e-6  # HiGHS's own absolute tolerance, of the cost as it is given to it


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


def together(cost: Floats, plain: Outcome, presolved: Outcome) -> Outcome:
    """Give what holds of two sound outcomes of the same programme.

    That there is no plan is never believed of presolve alone, nor against a plan that was found. Of
    equal plans the plain one stands. An optimum that the other run had no time to confirm is given
    as found at the limit, with the lower bound.
    """
    if presolved.x is None and presolved.status != LIMIT:
        return plain
    if plain.x is None:
        return plain if presolved.x is None else presolved
    best = plain
    if presolved.x is not None and _less(cost @ presolved.x, cost @ plain.x):
        best = presolved
    value = float(cost @ best.x) if best.x is not None else float("inf")
    runs = (plain, presolved)
    bounds = [run.bound for run in runs if not _less(value, run.bound)]
    late = any(run.status == LIMIT for run in runs)
    return replace(
        best, status=LIMIT if late else best.status, bound=min(bounds, default=-float("inf"))
    )


def _less(one: float, other: float) -> bool:
    return bool(one < other - max(_NEAR, PROOF_TOLERANCE * abs(other)))


def doubtful(outcome: Outcome, roof: float) -> bool:
    """Tell whether a presolved run is not believed: it has no plan, or its bound is above `roof`."""
    return (outcome.x is None and outcome.status in (INFEASIBLE, UNCLEAR)) or outcome.bound > roof
