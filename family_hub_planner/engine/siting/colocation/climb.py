"""A plan at hand: one service, or all services of a building, moved at a time while that gains."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .judge import Worth, broken, worth_of

if TYPE_CHECKING:
    from ...progress import Progress
    from .problem import CoLocation

Ints = npt.NDArray[np.intp]

_LEAST = 1e-6  # pounds a year as weighed: a move that gains less is rounding


def climbed(problem: CoLocation, worth: Worth, until: float, progress: Progress) -> Worth:
    """Improve an assignment by the best single move, again and again.

    Stops when none gains, or at `until` (of `time.monotonic`). Equal moves go by id.
    """
    while True:
        better = _best_move(problem, worth, until, progress)
        if better is None:
            return worth
        worth = better


def _best_move(problem: CoLocation, worth: Worth, until: float, progress: Progress) -> Worth | None:
    best = None
    least = worth.gain + _LEAST
    for movers in _movers(problem, worth.where):
        progress.stop_if_asked()
        if time.monotonic() >= until:
            return best
        may = problem.allowed[movers].all(axis=0)
        may[worth.where[movers[0]]] = False
        for at in np.flatnonzero(may):
            where = worth.where.copy()
            where[movers] = at
            found = worth_of(problem, where)
            if found.gain > least and not broken(problem, where):
                best, least = found, found.gain
    return best


def _movers(problem: CoLocation, where: Ints) -> list[Ints]:
    """Give each service by itself, and all that are in one building now, where they are several."""
    alone = [np.array([at], dtype=np.intp) for at in range(len(where))]
    together = [np.flatnonzero(where == at) for at in range(len(problem.buildings))]
    return [*alone, *(some for some in together if len(some) > 1)]
