"""When a plan is called proven, and bounds that never stand on the wrong side of the objective."""

from __future__ import annotations

import math

import numpy as np

# A plan is called proven when bound and objective agree to this share: solvers work in floating
# point, and plans nearer to each other than one millionth are the same plan to a planner.
PROOF_TOLERANCE = 1e-6
# Two sums of the same terms may differ by this share, and are then the same number.
_ROUNDING = 1e-12


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


def percent_up(share: float) -> str:
    """Write a share as per cent with one decimal, rounded up: a gap is never made smaller."""
    return f"{math.ceil(share * 1000 - 1e-9) / 10:.1f} %"
