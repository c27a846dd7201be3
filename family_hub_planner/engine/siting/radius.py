"""The radius form of the p-median as an integer programme (Elloumi 2010; see `p_median.py`).

Three things keep it small. A row needs no step beyond its nearest site that is open anyway. With q
of f sites to open, one of the f - q + 1 nearest is always open, so no step beyond that. And steps
of different rows over the same set of sites share one z (Cornuejols, Nemhauser and Wolsey 1980, A
canonical representation of simple plant location problems, SIAM Journal on Algebraic and Discrete
Methods 1, 261-272).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from .formulation import Floats, Formulation, IntegerProgramme, Ints

Ask = Callable[[], None]
_ROWS, _CHAINS = 50, 10_000  # after so many it is asked whether to stop


def _nobody() -> None:
    """Ask nobody."""


@dataclass
class _Steps:
    """z columns by the set of sites they stand for, and the constraint rows that chain them.

    A chain is (z of this step or None, z of the step before or None, the sites of the step).
    """

    number: dict[bytes, int] = field(default_factory=dict)
    cost: list[float] = field(default_factory=list)
    chains: list[tuple[int | None, int | None, Ints]] = field(default_factory=list)
    must_serve: set[bytes] = field(default_factory=set)
    constant: float = 0.0

    def column(self, within: bytes, cost: float, before: int | None, at_level: Ints) -> int:
        """Give the z column of a set of sites, chained when it is new, and add the cost to it."""
        if within not in self.number:
            self.number[within] = len(self.cost)
            self.cost.append(0.0)
            self.chains.append((self.number[within], before, at_level))
        index = self.number[within]
        self.cost[index] += cost
        return index

    def serve(self, within: bytes, before: int | None, at_level: Ints) -> None:
        """Demand that one of a set of sites is open: nothing else reaches the row."""
        if within not in self.must_serve:
            self.must_serve.add(within)
            self.chains.append((None, before, at_level))


def radius_programme(
    cost: Floats, kept: Ints, free: Ints, count: int, ask: Ask = _nobody
) -> IntegerProgramme:
    """Build the programme: columns are x over `free`, then z; exactly `count` of `free` open.

    `cost` is weighted minutes (n, m), inf where unreached; `kept` are open anyway. The constant
    part of the objective stands in a column fixed at 1, the last. `ask` is called now and then, and
    may raise to stop.
    """
    form = Formulation()
    x = form.columns(np.zeros(len(free)), integer=True)
    _add_steps(form, x, _steps(cost, kept, free, len(free) - count + 1, ask), ask)
    form.row(x, 1.0, float(count), float(count))
    return form.programme()


def add_nearest(
    form: Formulation, x: Ints, cost: Floats, kept: Ints, free: Ints, ask: Ask = _nobody
) -> None:
    """Add each row's cost to its nearest open site; x are the columns of all m sites."""
    _add_steps(form, x[free], _steps(cost, kept, free, len(free) + 1, ask), ask)


def _steps(cost: Floats, kept: Ints, free: Ints, enough: int, ask: Ask) -> _Steps:
    """Lay out the steps of all rows; one of the `enough` nearest free sites is always open."""
    steps = _Steps()
    nearest_kept = cost[:, kept].min(axis=1, initial=np.inf)
    order = np.argsort(cost[:, free], axis=1, kind="stable")
    for row in range(len(cost)):
        if row % _ROWS == 0:
            ask()
        _add_row(steps, cost[row, free], order[row], float(nearest_kept[row]), enough)
    return steps


def _add_steps(form: Formulation, x: Ints, steps: _Steps, ask: Ask) -> None:
    """Add the z columns, the constant (a column fixed at 1), and the chains; x are the free."""
    z = form.columns(np.array(steps.cost, dtype=float))
    form.columns(np.array([steps.constant]), lower=1.0)
    for place, (this, before, sites) in enumerate(steps.chains):
        if place % _CHAINS == 0:
            ask()
        columns, values = [x[sites]], [np.ones(len(sites))]
        if this is not None:
            columns.append(z[this : this + 1])
            values.append(np.ones(1))
        if before is not None:
            columns.append(z[before : before + 1])
            values.append(-np.ones(1))
        least = 1.0 if before is None else 0.0
        form.row(np.concatenate(columns), np.concatenate(values), least=least)


def _add_row(steps: _Steps, cost: Floats, order: Ints, kept: float, enough: int) -> None:
    """Add the steps of one row: nearer sites first, equal ones together."""
    useful = order[cost[order] < kept]
    levels, starts = np.unique(cost[useful], return_index=True)
    ends = np.append(starts[1:], len(useful))
    after = np.append(levels[1:], kept)
    steps.constant += float(levels[0]) if len(levels) else kept
    within = np.zeros(len(cost), dtype=bool)
    before: int | None = None
    for level, start, end, following in zip(levels, starts, ends, after):
        at_level = useful[start:end]
        within[at_level] = True
        if end >= enough:
            return
        if np.isinf(following):
            steps.serve(within.tobytes(), before, at_level)
            return
        before = steps.column(within.tobytes(), float(following - level), before, at_level)
