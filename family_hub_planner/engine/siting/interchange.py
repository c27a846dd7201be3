"""Greedy opening and interchange: a good plan at once, which the exact models then prove or beat.

Greedy: Kuehn and Hamburger (1963), A heuristic program for locating warehouses, Management Science
9, 643-666. Interchange: Teitz and Bart (1968), Heuristic methods for estimating the generalized
vertex median of a weighted graph, Operations Research 16, 955-961; all swaps of a round are valued
together from the nearest and second nearest open site, after Whitaker (1983), INFOR 21, 95-108.

The costs here are finite and already weighted, shape (n, m); the total is the sum over the rows of
the least cost among the open sites. Equal swaps are decided by the lowest index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ..progress import Progress

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_ROUNDS = 10_000


def greedy(cost: Floats, kept: Ints, candidates: Ints, count: int) -> Ints:
    """Open `count` candidates one after another, each the one that lowers the total most."""
    nearest = cost[:, kept].min(axis=1, initial=np.inf)
    left, chosen = list(candidates), []
    for _ in range(count):
        totals = np.minimum(nearest[:, None], cost[:, left]).sum(axis=0)
        best = left.pop(int(np.argmin(totals)))
        chosen.append(best)
        nearest = np.minimum(nearest, cost[:, best])
    return np.array(sorted(chosen), dtype=np.intp)


def interchange(
    cost: Floats, kept: Ints, candidates: Ints, chosen: Ints, progress: Progress
) -> Ints:
    """Swap a chosen for an unchosen candidate, best swap first, until no swap lowers the total."""
    for done in range(_ROUNDS):
        progress.report(done / (done + 10))
        others = np.setdiff1d(candidates, chosen)
        if not len(others):
            break
        changes = swap_changes(cost, kept, chosen, others)
        out, into = np.unravel_index(int(np.argmin(changes)), changes.shape)
        total = cost[:, np.union1d(kept, chosen)].min(axis=1).sum()
        if changes[out, into] >= -1e-10 * max(total, 1e-300):
            break
        chosen = np.sort(np.append(np.delete(chosen, out), others[into]))
    return chosen


def swap_changes(cost: Floats, kept: Ints, chosen: Ints, others: Ints) -> Floats:
    """Give the change of the total for every swap, shape (chosen, others); below 0 is better.

    With d1, d2 the least and second least cost of a row among the open sites, and c the cost of
    the site let in: the row costs min(c, d1) where its nearest stays, min(c, d2) where it goes.
    """
    open_sites = np.concatenate([chosen, kept])
    among = cost[:, open_sites]
    nearest = np.argmin(among, axis=1)
    first = among.min(axis=1)[:, None]
    second = _second_least(among)[:, None]
    entering = cost[:, others]
    stays = np.minimum(entering, first)
    goes = np.minimum(entering, second) - stays
    loses = (nearest[None, :] == np.arange(len(chosen))[:, None]).astype(float)
    changes: Floats = loses @ goes + (stays.sum(axis=0) - first.sum())[None, :]
    return changes


def _second_least(among: Floats) -> Floats:
    if among.shape[1] == 1:
        return np.full(len(among), np.inf)
    second: Floats = np.partition(among, 1, axis=1)[:, 1]
    return second
