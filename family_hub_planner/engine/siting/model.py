"""What every location model shares: its limits, its choice, and how far it is proven.

A model is a file with a formulation; it registers itself in `suggest.py` as a `Model`. It knows a
`SitingProblem` (minutes and weights) and nothing of layers or routing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Callable

import numpy as np
import numpy.typing as npt

from ..progress import Progress
from .answer import NONE, Choice
from .judge import broken_rules
from .solver import Solution, solve
from .watch import Watch

if TYPE_CHECKING:
    from .formulation import IntegerProgramme
    from .problem import SitingProblem
    from .runner import Runner

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

# Of an amount asked for: what floating-point sums leave.
_ENOUGH = 1e-9
# Two sums of the same terms may differ by this share, and are then the same number.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Limits:
    """How long a model may work (seconds), at which relative gap it may stop, whom it tells.

    `runner` runs its integer programmes (None: in this process). `value` turns a programme's
    objective into the model's for the user's eyes; None where it is not to be told.
    `why` False: that no plan keeps the conditions is answer enough, and not explained at length.
    `ties` False: any plan with the best objective is answer enough, whatever else it is good at.
    """

    time_limit_s: float = 60.0
    gap: float = 0.0
    progress: Progress = field(default_factory=Progress)
    runner: Runner | None = None
    value: Callable[[float], float] | None = None
    why: bool = True
    ties: bool = True

    def part(self, start: float, end: float) -> Limits:
        """Give the same limits with the part of the progress from `start` to `end` (0 to 1)."""
        return replace(self, progress=self.progress.part(start, end))

    def valued(self, value: Callable[[float], float]) -> Limits:
        """Give the same limits for a programme whose objective `value` turns into the model's."""
        before = self.value
        if before is None:
            return self
        return replace(self, value=lambda programme: before(value(programme)))

    def silent(self) -> Limits:
        """Give the same limits for a programme whose figures say nothing to a reader."""
        return replace(self, value=None)

    def solve(
        self,
        programme: IntegerProgramme,
        best: float = float("inf"),
        bound: float = -float("inf"),
        checked: bool = False,
    ) -> Solution:
        """Solve a programme within these limits; `best` and `bound` are known of it already.

        `checked`: `best` is of a good plan (see `solver.py`).
        """
        watch = Watch(self.progress, max(0.1, self.time_limit_s), self.value, best, bound)
        limit, gap = self.time_limit_s, self.gap
        return solve(programme, limit, gap, watch.tell, self.runner, best, checked)


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
    value
        `(problem, open sites, minutes_limit) -> objective`, where that is not what `measure` gives.
    measure_rises
        Whether more of `measure` is better, where that differs from `maximise`.
    idle
        As `rank`: the keys that a site may leave as they are to be called idle; None for `measure`.
    remarks
        What is to be said beside any plan of the model, in sentences.
    asks
        `(problem, minutes_limit) -> amount` of `measure` that every plan must bring; None where the
        model asks for none.
    """

    name: str
    unit: str
    maximise: bool
    needs_limit: bool
    choose: Callable[[SitingProblem, float, Limits], Choice]
    measure: Callable[[SitingProblem, Floats, float], Floats]
    rank: Callable[[SitingProblem, Floats, float], Floats]
    value: Callable[[SitingProblem, Ints, float], float] | None = None
    measure_rises: bool | None = None
    idle: Callable[[SitingProblem, Floats, float], Floats] | None = None
    remarks: tuple[str, ...] = ()
    asks: Callable[[SitingProblem, float], float] | None = None

    @property
    def more_is_better(self) -> bool:
        """Tell whether a plan with more of what `measure` gives is the better one."""
        return self.maximise if self.measure_rises is None else self.measure_rises

    def objective(self, problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> float:
        """Give the objective of one plan, worked out anew from the minutes."""
        if self.value is not None:
            return self.value(problem, open_sites, minutes_limit)
        return self.measured(problem, open_sites, minutes_limit)

    def measured(self, problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> float:
        """Give what `measure` says of one plan."""
        nearest = problem.minutes_to_nearest(open_sites)[:, None]
        return float(self.measure(problem, nearest, minutes_limit)[0])

    def brings_enough(self, problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Bools:
        """Tell which of k plans, nearest (n, k), bring what the model asks for, shape (k,)."""
        if self.asks is None:
            return np.ones(nearest.shape[1], dtype=bool)
        asked = self.asks(problem, minutes_limit)
        enough: Bools = self.measure(problem, nearest, minutes_limit) >= asked * (1 - _ENOUGH)
        return enough

    def without_idle(
        self, problem: SitingProblem, chosen: Ints, minutes_limit: float, closed: Ints = NONE
    ) -> Ints:
        """Leave out, last id first, the chosen sites without which the plan is as good.

        That is: what `idle`, else `measure`, says is the same, and no condition is broken.
        """
        stays = np.setdiff1d(np.flatnonzero(problem.existing), closed)
        whole = self._keys(problem, np.union1d(stays, chosen), minutes_limit)
        for site in chosen[::-1]:
            fewer = chosen[chosen != site]
            left = np.union1d(stays, fewer)
            without = self._keys(problem, left, minutes_limit)
            if _same(without, whole) and not broken_rules(problem, left):
                chosen = fewer
        return chosen

    def as_good(
        self, problem: SitingProblem, open_sites: Ints, others: Ints, minutes_limit: float
    ) -> bool:
        """Tell whether two plans are the same on what `idle`, else `measure`, says."""
        one, other = (self._keys(problem, sites, minutes_limit) for sites in (open_sites, others))
        return _same(one, other)

    def _keys(self, problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> Floats:
        nearest = problem.minutes_to_nearest(open_sites)[:, None]
        keys: Floats = np.atleast_1d((self.idle or self.measure)(problem, nearest, minutes_limit))
        return keys.ravel()


def _same(keys: Floats, others: Floats) -> bool:
    slack = _ROUNDING * np.abs(np.where(np.isfinite(others), others, 0.0))
    with np.errstate(invalid="ignore"):
        return bool(((keys == others) | (np.abs(keys - others) <= slack)).all())


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
