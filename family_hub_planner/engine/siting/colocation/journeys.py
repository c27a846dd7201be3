"""Families' minutes in the programme: linear for one service, by rows as needed for several.

Families go to the nearest service of their group. For a row i with minutes d_ib, and any D,

    t_i >= D - sum_{b: d_ib < D} (D - d_ib) X_b,    X_b how many services of the group are in b

holds for every assignment, and says just the minutes to the nearest where D is these minutes. They
are as many as demand points times buildings, and few of them bind: those are added that an answer
breaks, first of the programme without whole numbers, then of the programme itself (Benders
decomposition, in closed form for the nearest facility: Fischetti, Ljubic and Sinnl 2017,
Redesigning Benders decomposition for large-scale facility location, Management Science 63,
2146-2162).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..solver import OutOfTimeError
from .judge import nearest

if TYPE_CHECKING:
    from ..formulation import Formulation
    from ..model import Limits
    from .problem import CoLocation, Served

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_BROKEN = 1e-6  # minutes, and share of the longest journey: less is rounding
_ROUNDS = 60
_FIRST = 0.3  # of the time, at most, without whole numbers


@dataclass(frozen=True, eq=False)
class _Nearest:
    """A group of several: `columns` of x by building, rows with their minutes t, and the minutes.

    `places` (p,) are buildings where any of the group may be; `order` (r, p) sorts them by the
    minutes of each row, `minutes` (r, p) are these, sorted.
    """

    columns: list[Ints]
    t: Ints
    order: Ints
    minutes: Floats


class Journeys:
    """The journeys' part of a programme in the making."""

    def __init__(self, form: Formulation, problem: CoLocation, x: Ints) -> None:
        self._form, self._problem = form, problem
        self._groups: list[_Nearest] = []
        for group in problem.served:
            rows = np.flatnonzero(group.asking)
            if not len(rows):
                continue
            price = problem.weights.travel * group.weight[rows]
            today = nearest(problem, group, problem.home)[rows]
            form.columns(np.array([-float(price @ today)]), 1.0, 1.0)
            if len(group.services) == 1:
                self._add_single(x[group.services[0]], rows, price)
            else:
                self._add_several(group, x, rows, price)

    def _add_single(self, x: Ints, rows: Ints, price: Floats) -> None:
        there = np.flatnonzero(x >= 0)
        counted = price > 0
        cost = price[counted] @ self._problem.minutes[np.ix_(rows[counted], there)]
        for column, place in zip(self._form.columns(cost), x[there]):
            self._form.row(np.array([column, place]), np.array([1.0, -1.0]), 0.0, 0.0)

    def _add_several(self, group: Served, x: Ints, rows: Ints, price: Floats) -> None:
        own = x[group.services]
        places = np.flatnonzero((own >= 0).any(axis=0))
        columns = [own[own[:, at] >= 0, at] for at in places]
        minutes = self._problem.minutes[np.ix_(rows, places)]
        self._keep_in_reach(columns, minutes)
        counted = price > 0
        order = np.argsort(minutes[counted], axis=1, kind="stable")
        ordered = np.take_along_axis(minutes[counted], order, axis=1)
        t = self._form.columns(price[counted], ordered[:, 0], np.inf)
        self._groups.append(_Nearest(columns, t, order, ordered))

    def _keep_in_reach(self, columns: list[Ints], minutes: Floats) -> None:
        """Have a service of the group where each row can get to; equal rows are added once."""
        lost = ~np.isfinite(minutes)
        for pattern in np.unique(lost[lost.any(axis=1)], axis=0):
            reached = np.concatenate([columns[at] for at in np.flatnonzero(~pattern)])
            self._form.row(reached, 1.0, least=1.0)

    def tighten(self, limits: Limits, ends: float) -> None:
        """Add the rows that the programme without whole numbers asks for, while there is time."""
        until = time.monotonic() + _FIRST * limits.time_limit_s
        for _ in range(_ROUNDS if self._groups else 0):
            left = min(until, ends) - time.monotonic()
            if left <= 0:
                return
            programme = self._form.programme()
            relaxed = replace(programme, integer=np.zeros_like(programme.integer))
            try:
                solution = replace(limits, time_limit_s=left).solve(relaxed)
            except OutOfTimeError:
                return
            if not self.add_broken(solution.x):
                return

    def add_broken(self, answer: Floats) -> int:
        """Add the rows that an answer breaks; give how many."""
        return sum(self._add_of(group, answer) for group in self._groups)

    def _add_of(self, group: _Nearest, answer: Floats) -> int:
        there = np.array([answer[columns].sum() for columns in group.columns])
        opened = there[group.order]  # by row, the nearest building first
        enough = np.cumsum(opened, axis=1) >= 1.0 - _BROKEN
        last = np.where(enough.any(axis=1), enough.argmax(axis=1), opened.shape[1] - 1)
        reach = group.minutes[np.arange(len(last)), last]
        finite = np.where(np.isfinite(group.minutes), group.minutes, np.inf)
        nearer = np.maximum(reach[:, None] - finite, 0.0)
        least = reach - (nearer * opened).sum(axis=1)
        slack = _BROKEN * np.maximum(1.0, reach)
        broken = np.flatnonzero(np.isfinite(reach) & (least > answer[group.t] + slack))
        for row in broken:
            self._add_row(group, row, float(reach[row]), nearer[row])
        return len(broken)

    def _add_row(self, group: _Nearest, row: int, reach: float, nearer: Floats) -> None:
        columns, values = [group.t[row : row + 1]], [np.ones(1)]
        for at in np.flatnonzero(nearer > 0):
            own = group.columns[group.order[row, at]]
            columns.append(own)
            values.append(np.full(len(own), nearer[at]))
        self._form.row(np.concatenate(columns), np.concatenate(values), least=reach)
