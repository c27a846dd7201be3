"""What today's hubs are worth on the measure of a plan: all that stand, and none that is new.

Worked out as the plan's own value is: from the minutes to the nearest hub, or, where room is
limited, by the same model with the openings and closings taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .maximal_cover import MAXIMAL_COVER
from .plan import plan_by
from .rules import Number, Rules
from .solver import OutOfTimeError, SolverError

if TYPE_CHECKING:
    from .model import Limits, Model
    from .plan import Plan
    from .problem import SitingProblem

_ENOUGH = 1e-9  # of what is asked for: what floating-point sums leave


@dataclass(frozen=True)
class Today:
    """Today's hubs beside a plan.

    `hubs` is how many stand. `value` is in the unit of the plan's objective, None where today has
    none (no hub stands, areas are in reach of a venue and of no hub, or less need is reached than
    set cover asks for) or none was found in time.
    `need` is what they bring within the plan's minutes; None where the model has no such limit.
    """

    hubs: int
    value: float | None
    need: float | None


def today_of(plan: Plan, limits: Limits) -> Today:
    """Work out what today's hubs are worth; `limits` serve where room is limited."""
    hubs = int(np.count_nonzero(plan.problem.existing))
    need = None
    if np.isfinite(plan.minutes_limit):
        need = _value(plan, MAXIMAL_COVER, limits)
    if plan.model.asks is not None:
        asked = plan.model.asks(plan.problem, plan.minutes_limit)
        enough = need is not None and need >= asked * (1 - _ENOUGH)
        return Today(hubs, float(len(plan.problem.closable())) if enough else None, need)
    same = plan.model.name == MAXIMAL_COVER.name
    return Today(hubs, need if same else _value(plan, plan.model, limits), need)


def _value(plan: Plan, model: Model, limits: Limits) -> float | None:
    standing = np.flatnonzero(plan.problem.existing)
    if plan.problem.rules.capacity is None or not len(standing):
        value = model.measured(plan.problem, standing, plan.minutes_limit)
        return value if np.isfinite(value) else None
    problem = _as_it_stands(plan.problem)
    try:
        return plan_by(model, problem, plan.minutes_limit, replace(limits, why=False)).objective
    except (InfeasibleError, OutOfTimeError, SolverError):
        return None


def _as_it_stands(problem: SitingProblem) -> SitingProblem:
    """Give the problem whose one plan is that of today: its room is all it is asked to keep."""
    standing, rules = problem.existing, problem.rules
    count = int(np.count_nonzero(standing))
    numbers = (Number("standing", standing, count, count), Number("new", ~standing, 0, 0))
    same = Rules(rules.may_close, numbers=numbers, capacity=rules.capacity, takes=rules.takes)
    return replace(problem, rules=same)
