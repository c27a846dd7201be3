"""Who would be without a site: families whose nearest hub it is, and what else they would have.

For a site that is open in the plan: the plan as it is, and the plan with this site alone not open.
For a hub that the plan closes: today, and the plan; an area belongs to the hub that is nearest to
it today (equal minutes: the first id), so that the hubs of a plan share its areas out and their
numbers add up. Always by the nearest hub, whatever room it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .judge import within_minutes

if TYPE_CHECKING:
    from .plan import Plan
    from .problem import Bools, Floats, Ints, SitingProblem


@dataclass(frozen=True, eq=False)
class Absence:
    """What it means that a site is not open; row arrays are bools of shape (n,).

    `beyond` rows are within the minutes with it and not without, `worse` have a longer journey
    without it, of which `stranded` reach no other open site at all. `added` is the greatest number
    of minutes that a journey grows by, 0 where none grows and is still possible.
    """

    beyond: Bools
    worse: Bools
    stranded: Bools
    added: float


def absence(plan: Plan, site: int, minutes: float) -> Absence:
    """Work out what it means that a site is not open; `minutes` is what counts as within."""
    problem = plan.problem
    if site in plan.closed:
        today = np.flatnonzero(problem.existing)
        rows = _own_rows(problem, today, site)
        return _between(problem, today, plan.open(), minutes, rows)
    without = np.setdiff1d(plan.open(), [site])
    return _between(problem, plan.open(), without, minutes, np.ones(len(plan.minutes), dtype=bool))


def _own_rows(problem: SitingProblem, open_sites: Ints, site: int) -> Bools:
    """Tell which rows have the site as their nearest, the first id of equals."""
    ids = problem.site_ids
    by_id = sorted(open_sites.tolist(), key=lambda one: ids[one])
    minutes = problem.minutes[:, by_id]
    nearest = np.array(by_id, dtype=np.intp)[minutes.argmin(axis=1)]
    own: Bools = (nearest == site) & np.isfinite(problem.minutes[:, site])
    return own


def _between(
    problem: SitingProblem, more: Ints, fewer: Ints, minutes: float, rows: Bools
) -> Absence:
    first, then = problem.minutes_to_nearest(more), problem.minutes_to_nearest(fewer)
    within = within_minutes(problem, minutes)
    beyond = within[:, more].any(axis=1) & ~within[:, fewer].any(axis=1) & rows
    worse = (then > first) & rows
    stranded = worse & np.isinf(then)
    longer: Floats = then[worse & ~stranded] - first[worse & ~stranded]
    return Absence(beyond, worse, stranded, float(longer.max(initial=0.0)))
