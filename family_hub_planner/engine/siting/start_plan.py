"""A plan that keeps every condition, for where time ends before the solver has found any.

First the conditions alone are solved (and that everybody is served, where the model asks for it):
far fewer rows than with the model. Then sites are added and swapped, best change first, while that
lowers the total and no condition is broken, after Teitz and Bart (see `interchange.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from .answer import Choice
from .formulation import Floats, Ints
from .interchange import swap_changes
from .judge import broken_rules
from .ruled import Ruled, solve_ruled

if TYPE_CHECKING:
    from ..progress import Progress
    from .model import Limits
    from .problem import SitingProblem

_LEAST_S, _MOST_S, _SHARE = 2.0, 20.0, 0.1
_LESS = 1e-10
_LOOKED_AT = 200


def start_plan(
    problem: SitingProblem, cost: Floats, limits: Limits, bound: float, every: bool
) -> Choice:
    """Give a good plan that keeps the conditions but for room, with the `bound` known.

    `cost`, shape (rows, m), is what it costs a row to be served by a site; inf where it cannot be.
    `every`: each row must be served. Takes a tenth of the time limit, 2 s to 20 s.
    Raises `InfeasibleError` with reasons, `OutOfTimeError` where no plan was found.
    """
    seconds = min(_MOST_S, max(_LEAST_S, _SHARE * limits.time_limit_s))
    until = time.perf_counter() + seconds
    limits = replace(limits.silent(), time_limit_s=seconds)
    patterns = np.unique(np.isfinite(cost), axis=0) if every else []

    def serve(ruled: Ruled) -> None:
        for sites in patterns:
            ruled.form.row(ruled.x[np.flatnonzero(sites)], 1.0, least=1.0)

    found = solve_ruled(problem, serve, limits).open_sites()
    open_sites = _improved(problem, _with_penalty(cost), found, until, limits)
    return _choice(problem, open_sites, bound)


def bettered(problem: SitingProblem, cost: Floats, choice: Choice, progress: Progress) -> Choice:
    """Hold a solver's plan against its neighbours, and take the better one that keeps conditions.

    There is none where the plan is the best, and so where a proof was right. At most `_LOOKED_AT`
    neighbours are judged, those of least total first. `cost` as in `start_plan`.
    """
    stays = np.setdiff1d(np.flatnonzero(problem.existing), choice.closed)
    finite, better = _with_penalty(cost), np.union1d(stays, choice.chosen)
    open_sites: Ints | None = None
    while better is not open_sites:
        open_sites = better
        for changed in islice(_changes(problem, finite, open_sites), _LOOKED_AT):
            progress.report(1.0)
            if not broken_rules(problem, changed):
                better = changed
                break
    return replace(_choice(problem, better, choice.bound), out_of_time=choice.out_of_time)


def _choice(problem: SitingProblem, open_sites: Ints, bound: float) -> Choice:
    return Choice(
        chosen=np.intersect1d(open_sites, problem.candidates()),
        bound=bound,
        out_of_time=True,
        closed=np.setdiff1d(problem.closable(), open_sites),
    )


def _with_penalty(cost: Floats) -> Floats:
    # Leaving a row unserved weighs more than all journeys together: no change for the better does.
    finite = np.isfinite(cost)
    roof = np.where(finite, cost, 0.0).max(axis=1).sum() + 1.0
    return np.where(finite, cost, roof)


def _improved(
    problem: SitingProblem, cost: Floats, open_sites: Ints, until: float, limits: Limits
) -> Ints:
    """Take the best change that keeps the conditions, until there is none or time is over."""
    better: Ints | None = open_sites
    while better is not None:
        open_sites, better = better, None
        for changed in _changes(problem, cost, open_sites):
            limits.progress.report(1.0)
            if time.perf_counter() > until:
                break
            if not broken_rules(problem, changed):
                better = changed
                break
    return open_sites


def _changes(problem: SitingProblem, cost: Floats, open_sites: Ints) -> Iterator[Ints]:
    """Give the plans with a site more, or one swapped, whose total is less, the least first."""
    shut = np.setdiff1d(problem.free(), open_sites)
    movable = np.intersect1d(problem.free(), open_sites)
    stays = np.setdiff1d(open_sites, movable)
    if not len(shut):
        return
    nearest = cost[:, open_sites].min(axis=1, initial=float(cost.max(initial=0.0)))
    added = (np.minimum(cost[:, shut], nearest[:, None]) - nearest[:, None]).sum(axis=0)
    changes = added[None, :]
    if len(movable):
        changes = np.concatenate([changes, swap_changes(cost, stays, movable, shut)])
    order = np.argsort(changes, axis=None, kind="stable")
    for place in order[changes.ravel()[order] < -_LESS * max(float(nearest.sum()), 1e-300)]:
        out, into = divmod(int(place), len(shut))
        rest = open_sites if out == 0 else open_sites[open_sites != movable[out - 1]]
        yield np.union1d(rest, shut[[into]])
