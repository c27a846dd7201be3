"""What every location model shares: its limits, its choice, and how far it is proven.

A model is a file with a formulation; it registers itself in `suggest.py` as a `Model`. It knows a
`SitingProblem` (minutes and weights) and nothing of layers or routing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from ..progress import Progress
from .problem import Floats, Ints, SitingProblem

# A plan is called proven when bound and objective agree to this share: solvers work in floating
# point, and plans nearer to each other than one millionth are the same plan to a planner.
PROOF_TOLERANCE = 1e-6
# Two sums of the same terms may differ by this share, and are then the same number.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Limits:
    """How long a model may work (seconds), at which relative gap it may stop, whom it tells."""

    time_limit_s: float = 60.0
    gap: float = 0.0
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, eq=False)
class Choice:
    """A model's answer: site indices to open, a bound on the objective, whether time ran out."""

    chosen: Ints
    bound: float
    out_of_time: bool = False


@dataclass(frozen=True)
class Model:
    """One classical location model.

    Attributes
    ----------
    name
        The word of the contract, as `maximal_cover`.
    unit
        What the objective counts, in words.
    maximise
        Whether more is better.
    needs_limit
        Whether the model asks for `minutes_limit`.
    choose
        `(problem, minutes_limit, limits) -> Choice`; the problem is sorted by ids.
    measure
        `(problem, nearest (n, k), minutes_limit) -> (k,)`: the objective of k plans, each known by
        the minutes to its nearest open site; inf for a plan that leaves a row unserved where the
        model forbids it.
    rank
        As `measure`, but `-> (keys, k)`: keys to be made small, the first before the second; they
        order plans that `measure` holds equal or cannot compare (too few sites yet).
    """

    name: str
    unit: str
    maximise: bool
    needs_limit: bool
    choose: Callable[[SitingProblem, float, Limits], Choice]
    measure: Callable[[SitingProblem, Floats, float], Floats]
    rank: Callable[[SitingProblem, Floats, float], Floats]

    def objective(self, problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> float:
        """Give the objective of one plan, worked out anew from the minutes."""
        nearest = problem.minutes_to_nearest(open_sites)[:, None]
        return float(self.measure(problem, nearest, minutes_limit)[0])

    def without_idle(self, problem: SitingProblem, chosen: Ints, minutes_limit: float) -> Ints:
        """Leave out, last id first, the chosen sites without which the objective is the same."""
        kept = problem.kept()
        whole = self.objective(problem, np.union1d(kept, chosen), minutes_limit)
        for site in chosen[::-1]:
            fewer = chosen[chosen != site]
            without = self.objective(problem, np.union1d(kept, fewer), minutes_limit)
            if abs(without - whole) <= _ROUNDING * abs(whole):
                chosen = fewer
        return chosen


def honest_bound(objective: float, bound: float, trivial: float, maximise: bool) -> float:
    """Give a bound that never stands on the wrong side of the objective.

    `trivial` is a bound that holds without any solver. A solver's bound that contradicts the
    objective by more than `PROOF_TOLERANCE` is not believed and the trivial one stands; by less it
    is rounding, and the bound is the objective. So is a bound beyond the objective by rounding.
    """
    side = 1.0 if maximise else -1.0
    if abs(objective - bound) <= _ROUNDING * 100 * abs(objective):
        return objective
    if not np.isfinite(bound) or side * (objective - bound) > PROOF_TOLERANCE * abs(objective):
        bound = trivial
    tightest = min(side * bound, side * trivial)
    return side * max(tightest, side * objective)


def relative_gap(objective: float, bound: float) -> float:
    """Give |bound - objective| / |objective|: 0 when they agree, inf when the objective is 0."""
    if objective == bound:
        return 0.0
    return abs(bound - objective) / abs(objective) if objective else float("inf")


def best_first(keys: Floats) -> Ints:
    """Order plans by their rank keys (keys, k), lowest first; equals keep their order (by id).

    Keys are compared at nine decimals of the largest, so that the order of a sum does not decide.
    """
    scale = np.max(np.abs(keys), axis=1, initial=1e-300, keepdims=True)
    rounded = np.round(keys / scale, 9)
    order: Ints = np.lexsort(rounded[::-1])
    return order


def named(ids: Sequence[str], rows: Ints, most: int = 3) -> str:
    """Name the first few of many, as "A, B, C and 4 more"."""
    first = ", ".join(ids[row] for row in rows[:most])
    return f"{first} and {len(rows) - most} more" if len(rows) > most else first
