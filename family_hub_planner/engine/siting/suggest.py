"""The entry to siting: an objective by name, a problem, and a plan back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError, InputError
from ..progress import Progress
from .maximal_cover import MAXIMAL_COVER
from .mixed import mixed
from .model import Limits, Model
from .most_equal import most_equal
from .p_center import P_CENTER
from .p_median import P_MEDIAN
from .plan import Plan, plan_by
from .problem import SitingProblem
from .set_cover import set_cover
from .stoppable import Stoppable

if TYPE_CHECKING:
    from .runner import Runner

# By name: the model for a problem, the share to cover (set_cover) and the mix (mixed).
MODELS: Mapping[str, Callable[[SitingProblem, float, float], Model]] = MappingProxyType(
    {
        "maximal_cover": lambda _problem, _share, _mix: MAXIMAL_COVER,
        "p_median": lambda _problem, _share, _mix: P_MEDIAN,
        "set_cover": lambda _problem, share, _mix: set_cover(share),
        "p_center": lambda _problem, _share, _mix: P_CENTER,
        "most_equal": lambda problem, _share, _mix: most_equal(problem),
        "mixed": lambda _problem, _share, mix: mixed(mix),
    }
)


def suggest(
    objective: str,
    problem: SitingProblem,
    minutes_limit: float | None = None,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Progress | None = None,
    share: float = 1.0,
    mix: float = 0.5,
    runner: Runner | None = None,
    ties: bool = True,
) -> Plan:
    """Suggest which candidates to open, by the model called `objective`.

    The same input gives the same plan in whatever order it comes, unless the time limit cuts the
    search short. `gap` is the relative gap at which the search may stop (0: when proven); `share`
    is what set cover must cover, `mix` the weight of need uncovered in the mixed model; `runner`
    runs the integer programmes (None: `Stoppable`). `ties` False leaves out which of the plans
    with the best objective is taken (`fewest_changes.py`, the next worst of `p_center.py`). Raises
    `InputError`, `InfeasibleError`, `CancelledError`, `MissingPackageError` and the solver's
    `OutOfTimeError` and `SolverError`.
    """
    _refuse_unknown(objective)
    progress = progress or Progress()
    runner = runner or Stoppable(progress)
    limits = Limits(_seconds(time_limit_s), _share(gap), progress, runner, value=float, ties=ties)
    _refuse_nothing_reached(problem)
    limits.progress.report(0.0)
    model = MODELS[objective](problem.in_order()[0], share, mix)
    limit = _limit(model, minutes_limit)
    _refuse_unlimited(model, problem)
    plan = plan_by(model, problem, limit, limits)
    limits.progress.report(1.0)
    return plan


def _refuse_unlimited(model: Model, problem: SitingProblem) -> None:
    """Refuse a search in which opening every venue costs nothing and is always best."""
    money = problem.rules.money
    paid = money is not None and np.isfinite([money.budget, money.yearly_budget]).any()
    if problem.new_sites is None and not paid and model.name != "set_cover":
        raise InputError(
            "Nothing limits how many sites are opened: give their number, or a budget with costs."
        )


def _refuse_nothing_reached(problem: SitingProblem) -> None:
    if not len(problem.asking()):
        raise InfeasibleError(
            f"None of the {np.count_nonzero(problem.weight)} demand points with a weight is "
            f"reached by any of the {len(problem.site_ids)} sites. Check that points and sites lie "
            "on the network, and allow longer journeys."
        )


def _refuse_unknown(objective: str) -> None:
    if objective not in MODELS:
        raise InputError(
            f"There is no objective {objective!r}. Choose one of: {', '.join(MODELS)}."
        )


def _limit(model: Model, minutes_limit: float | None) -> float:
    if not model.needs_limit:
        return float("inf")
    if minutes_limit is None or not 0 < minutes_limit < np.inf:
        raise InputError(
            f"The objective {model.name} needs a limit of minutes above zero, for example 20."
        )
    return float(minutes_limit)


def _seconds(time_limit_s: float) -> float:
    if not time_limit_s > 0:
        raise InputError(f"The time limit is {time_limit_s:g} seconds. Give more than zero.")
    return float(time_limit_s)


def _share(gap: float) -> float:
    if not 0 <= gap < 1:
        raise InputError(
            f"The gap is {gap:g}. Give a share from 0 (until proven) to below 1, as 0.01 for 1 %."
        )
    return float(gap)
