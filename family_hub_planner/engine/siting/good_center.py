"""A good plan for the longest journey, found by interchange, for what no solver settles in time.

The sum over the areas of exp(s d), d the minutes to the nearest open site, is ruled by the longest
journeys, the more so the steeper s is: the p-median heuristics (`interchange.py`) lower it with
costs that grow steeper from round to round. (The power mean tends to the greatest: Hardy,
Littlewood and Polya, 1934, Inequalities, chapter 2.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .answer import Choice
from .interchange import greedy, interchange
from .start_plan import bettered

if TYPE_CHECKING:
    from ..progress import Progress
    from .problem import Floats, Ints, SitingProblem

_STEEP = (6.0, 20.0, 60.0, 180.0)  # of the longest journey at hand
_MOST = 50.0  # greatest exponent above the longest journey at hand


def good_center(problem: SitingProblem, progress: Progress) -> Ints:
    """Give the open sites of a good plan without conditions, `new_sites` of them new."""
    kept, candidates = problem.kept(), problem.candidates()
    minutes = problem.minutes[problem.asking()]
    # A journey that cannot be made counts as twice the longest that can.
    finite = np.where(np.isfinite(minutes), minutes, 2 * minutes[np.isfinite(minutes)].max())
    chosen = greedy(finite, kept, candidates, problem.at_most())
    best = np.union1d(kept, chosen)
    for steep in _STEEP:
        cost = _steep(finite, _longest(finite, best), steep)
        chosen = interchange(cost, kept, candidates, chosen, progress)
        best = _the_better(finite, best, np.union1d(kept, chosen))
    return best


def better_center(problem: SitingProblem, open_sites: Ints, progress: Progress) -> Ints:
    """Give a plan near one that keeps every condition, itself so, with shorter longest journeys."""
    minutes = problem.minutes[problem.asking()]
    for steep in _STEEP:
        longest = _longest(minutes, open_sites)
        if not 0 < longest < np.inf:
            break
        near = np.where(np.isfinite(minutes), minutes, 0.0)
        cost = np.where(np.isfinite(minutes), _steep(near, longest, steep), np.inf)
        at_hand = Choice(
            chosen=np.intersect1d(open_sites, problem.candidates()),
            bound=0.0,
            closed=np.setdiff1d(problem.closable(), open_sites),
        )
        found = bettered(problem, cost, at_hand, progress)
        stays = np.setdiff1d(np.flatnonzero(problem.existing), found.closed)
        open_sites = _the_better(minutes, open_sites, np.union1d(stays, found.chosen))
    return open_sites


def _steep(minutes: Floats, longest: float, steep: float) -> Floats:
    exponents = steep * (minutes / longest - 1.0) if longest > 0 else minutes
    powers: Floats = np.exp(np.minimum(exponents, _MOST))
    return powers


def _longest(minutes: Floats, open_sites: Ints) -> float:
    return float(minutes[:, open_sites].min(axis=1, initial=np.inf).max())


def _the_better(minutes: Floats, one: Ints, other: Ints) -> Ints:
    """Give the plan whose longest journeys, one by one, are shorter; of equal ones the first."""
    sorted_one, sorted_other = (
        np.sort(minutes[:, plan].min(axis=1, initial=np.inf))[::-1] for plan in (one, other)
    )
    differ = np.flatnonzero(sorted_one != sorted_other)
    if len(differ) and sorted_other[differ[0]] < sorted_one[differ[0]]:
        return other
    return one
