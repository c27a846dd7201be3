"""The radius form of the p-median as an integer programme (Elloumi 2010; see `p_median.py`).

Three things keep it small. A row needs no step beyond its nearest site that is open anyway. With q
of f sites to open, one of the f - q + 1 nearest is always open, so no step beyond that. And steps
of different rows over the same set of sites share one z (Cornuejols, Nemhauser and Wolsey 1980, A
canonical representation of simple plant location problems, SIAM Journal on Algebraic and Discrete
Methods 1, 261-272).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .problem import Floats, Ints
from .solver import IntegerProgramme


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


def radius_programme(cost: Floats, kept: Ints, free: Ints, count: int) -> IntegerProgramme:
    """Build the programme: columns are x over `free`, then z; exactly `count` of `free` open.

    `cost` is weighted minutes (n, m), inf where unreached; `kept` are open anyway. The constant
    part of the objective stands in a column fixed at 1, the last.
    """
    steps = _Steps()
    nearest_kept = cost[:, kept].min(axis=1, initial=np.inf)
    order = np.argsort(cost[:, free], axis=1, kind="stable")
    enough = len(free) - count + 1
    for row in range(len(cost)):
        _add_row(steps, cost[row, free], order[row], float(nearest_kept[row]), enough)
    return _programme(steps, len(free), count)


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


def _programme(steps: _Steps, n_free: int, count: int) -> IntegerProgramme:
    from scipy import sparse  # noqa: PLC0415 - the module must import without scipy

    rows, columns, values = _entries(steps, n_free)
    n_rows, n_columns = len(steps.chains) + 1, n_free + len(steps.cost) + 1
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(n_rows, n_columns))
    lower = np.zeros(n_columns)
    lower[-1] = 1.0
    at_least = [1.0 if before is None else 0.0 for _, before, _ in steps.chains]
    return IntegerProgramme(
        cost=np.concatenate([np.zeros(n_free), steps.cost, [steps.constant]]),
        matrix=matrix,
        row_lower=np.array([*at_least, float(count)]),
        row_upper=np.array([np.inf] * len(at_least) + [float(count)]),
        lower=lower,
        upper=np.ones(n_columns),
        integer=np.arange(n_columns) < n_free,
    )


def _entries(steps: _Steps, n_free: int) -> tuple[list[int], list[int], list[float]]:
    """Give the sparse matrix: one row a chain, and at the end the number of sites."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, (this, before, sites) in enumerate(steps.chains):
        entries = [(int(site), 1.0) for site in sites]
        entries += [] if this is None else [(n_free + this, 1.0)]
        entries += [] if before is None else [(n_free + before, -1.0)]
        rows += [row] * len(entries)
        columns += [column for column, _ in entries]
        values += [value for _, value in entries]
    rows += [len(steps.chains)] * n_free
    columns += list(range(n_free))
    values += [1.0] * n_free
    return rows, columns, values
