"""Areas shared out among sites with limited room.

The capacitated p-median and maximal cover (Current and Storbeck, 1988, Capacitated covering models,
Environment and Planning B 15, 153-163), with areas that may be divided: u_ij is the share of row
i's weight that goes to site j, t_i what the row takes of the room (children, or its weight).

    u_ij <= x_j,   sum_i t_i u_ij <= capacity_j x_j
    sum_j u_ij = 1 (everybody must be served) or <= 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .formulation import Bools, Floats, Formulation, Ints

if TYPE_CHECKING:
    from .solver import Solution

_MOST_PAIRS = 2_000_000
_NOUGHT = 1e-7


@dataclass(frozen=True, eq=False)
class Shares:
    """The columns u with the row (a place among those given) and the site of each, shape (k,)."""

    columns: Ints
    rows: Ints
    sites: Ints


def too_many(pairs: Bools) -> bool:
    """Tell whether there are more pairs of rows and sites than are shared out."""
    return bool(np.count_nonzero(pairs) > _MOST_PAIRS)


def add_allocation(
    form: Formulation, x: Ints, cost: Floats, takes: Floats, capacity: Floats, every: bool
) -> Shares:
    """Add u for each pair of finite `cost`, shape (rows, m): what it costs to serve all of a row.

    `takes` has shape (rows,), `capacity` (m,), inf for no limit. `every`: all of each row must be
    served.
    """
    rows, sites = np.nonzero(np.isfinite(cost))
    if too_many(np.isfinite(cost)):
        raise InputError(
            f"{len(rows):,} pairs of areas and sites are too many to share out by room (at most "
            f"{_MOST_PAIRS:,}). Test fewer venues, or leave the room out."
        )
    u = form.columns(cost[rows, sites])
    form.rows(np.column_stack([u, x[sites]]), np.array([1.0, -1.0]), most=0.0)
    for own in np.split(u, np.searchsorted(rows, np.arange(1, len(cost)))):
        form.row(own, 1.0, 1.0 if every else -np.inf, 1.0)
    for site in np.flatnonzero(np.isfinite(capacity)):
        own = np.flatnonzero(sites == site)
        columns = np.append(u[own], x[site])
        values = np.append(takes[rows[own]], -capacity[site])
        form.row(columns, values / max(1.0, float(np.abs(values).max())), most=0.0)
    return Shares(u, rows, sites)


def allocated(solution: Solution, shares: Shares, rows: Ints) -> list[tuple[int, int, float]]:
    """Give (row, site, share) for every share above nought; `rows` are the problem's own."""
    values = solution.x[shares.columns]
    return [
        (int(rows[row]), int(site), float(value))
        for row, site, value in zip(shares.rows, shares.sites, values)
        if value > _NOUGHT
    ]
