"""A bound on the p-median, and the sites it rules in or out, without an integer solver.

Lagrangian relaxation of the assignment constraints with subgradient steps: Cornuejols, Fisher and
Nemhauser (1977), Location of bank accounts to optimize float, Management Science 23, 789-810;
ruling sites in or out by their reduced costs: Christofides and Beasley (1982), A tree search
algorithm for the p-median problem, European Journal of Operational Research 10, 196-204.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ..progress import Progress

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_STEPS = 600
_PATIENCE = 20
_SMALLEST_STEP = 0.002
_MARGIN = 1e-9


@dataclass(frozen=True, eq=False)
class Relaxation:
    """A lower bound and, by candidate, what no plan as good as the known one can do.

    `must_open` and `must_shut` are bool arrays over the candidates, shape (candidates,): a plan
    that does otherwise costs more than the known plan. `picked` are the site indices that the best
    bound opens: often near an optimum, and a good start for an interchange.
    """

    bound: float
    picked: Ints
    must_open: Bools
    must_shut: Bools


@dataclass
class _Multipliers:
    """The row prices of one step: its bound, the site values, and which sites it would open."""

    prices: Floats
    bound: float
    values: Floats
    picked: Ints


def relax(
    cost: Floats, kept: Ints, candidates: Ints, count: int, known: float, progress: Progress
) -> Relaxation:
    """Bound the p-median of `cost` (weighted minutes (n, m), inf where unreached) from below.

    L(u) = sum u_i + sum over kept j of v_j + the `count` least v_j among the candidates, where
    v_j = sum_i min(0, c_ij - u_i). `known` is the total of a plan at hand.
    """
    best = step = _step(cost, kept, candidates, count, _first_prices(cost, kept))
    shut, must = _ruled(best, count, known)
    share, waiting = 1.5, 0
    for done in range(_STEPS):
        progress.report(done / _STEPS)
        excess = _excess(cost, kept, candidates, step)
        length = float(excess @ excess)
        if length == 0 or known - best.bound <= _MARGIN * abs(known) or share < _SMALLEST_STEP:
            break
        move = share * (1.02 * known - step.bound) / length
        step = _step(cost, kept, candidates, count, np.maximum(0, step.prices + move * excess))
        more_shut, more_must = _ruled(step, count, known)
        shut, must = shut | more_shut, must | more_must
        waiting = 0 if step.bound > best.bound else waiting + 1
        best = step if step.bound > best.bound else best
        if waiting >= _PATIENCE:
            share, waiting, step = share / 2, 0, best
    return Relaxation(best.bound, np.sort(candidates[best.picked]), must, shut)


def _first_prices(cost: Floats, kept: Ints) -> Floats:
    # A row's price starts at the mean of its few nearest sites: near the bound of random cases.
    few = max(2, cost.shape[1] // 10)
    nearest = np.sort(cost, axis=1)[:, :few]
    finite = np.where(np.isfinite(nearest), nearest, 0.0)
    mean = finite.sum(axis=1) / np.maximum(1, np.isfinite(nearest).sum(axis=1))
    prices: Floats = np.minimum(mean, cost[:, kept].min(axis=1, initial=np.inf))
    return prices


def _step(cost: Floats, kept: Ints, candidates: Ints, count: int, prices: Floats) -> _Multipliers:
    values = np.minimum(0.0, cost - prices[:, None]).sum(axis=0)
    own = values[candidates]
    picked = np.argsort(own, kind="stable")[:count]
    bound = float(prices.sum() + values[kept].sum() + own[picked].sum())
    return _Multipliers(prices, bound, own, picked)


def _excess(cost: Floats, kept: Ints, candidates: Ints, step: _Multipliers) -> Floats:
    open_sites = np.concatenate([kept, candidates[step.picked]])
    served = (cost[:, open_sites] < step.prices[:, None]).sum(axis=1)
    excess: Floats = 1.0 - served
    # A price at zero cannot fall: left in, it would only shorten the step of the others.
    excess[(step.prices <= 0) & (excess < 0)] = 0.0
    return excess


def _ruled(step: _Multipliers, count: int, known: float) -> tuple[Bools, Bools]:
    """Rule out the sites whose opening, and in those whose shutting, costs more than `known`."""
    picked = np.zeros(len(step.values), dtype=bool)
    picked[step.picked] = True
    roof = known + 1e-7 * abs(known)
    shut = ~picked & (step.bound + step.values - step.values[picked].max() > roof)
    if count == len(step.values):
        return shut, picked
    must = picked & (step.bound - step.values + step.values[~picked].min() > roof)
    return shut, must
