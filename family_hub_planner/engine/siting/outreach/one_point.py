"""One outreach point beside hubs that stay: every venue tried, which takes no solver.

One site out of many is what an integer solver is slowest at, and it is the frontier's first row.
The plan is the one that `search.py` finds by its steps: the value, whether a point is worth opening
at all, its type, and staff's drive; ties by id.
"""

from __future__ import annotations

import numpy as np

from ...errors import InfeasibleError
from ..proof import PROOF_TOLERANCE
from .formulate import FLOOR_SLACK
from .plan import Tiers, tiers_of
from .problem import Bools, Floats, Ints, OutreachProblem


def is_one_point(problem: OutreachProblem) -> bool:
    """Tell whether at most one point is asked for, with nothing else to decide."""
    return (
        problem.terms.points == 1
        and not len(problem.new_hub_sites())
        and not problem.has_room_limit
        and not problem.has_staff_limit
    )


def one_point(problem: OutreachProblem) -> tuple[Ints, float, float]:
    """Give all open points, the plan's value and the best value; the problem is sorted by ids.

    Raises `InfeasibleError` where neither a venue nor none keeps the floors.
    """
    hubs, running = np.flatnonzero(problem.hub_now), np.flatnonzero(problem.point_now)
    today = tiers_of(problem, hubs, running)
    new = problem.new_point_sites()
    added = problem.in_point_reach()[:, new] & (today.neither > 0)[:, None]
    without = today.worth(problem)
    values = without + problem.terms.weight * (problem.weight @ added)
    keeps = _keeps(problem, today, added)
    nothing_keeps = bool(_keeps(problem, today, np.zeros((len(added), 1), dtype=bool))[0])
    if not keeps.any() and not nothing_keeps:
        raise InfeasibleError("No plan meets every condition.")
    best = float(values[keeps].max(initial=without if nothing_keeps else -np.inf))
    slack = PROOF_TOLERANCE * abs(best)
    if nothing_keeps and without >= best - slack:
        return running, without, without
    able = np.flatnonzero(keeps & (values >= best * (1 - problem.terms.type_loss) - slack))
    chosen = int(_first(problem, hubs, new[able], values[able]))
    opened = np.union1d(running, new[able[chosen : chosen + 1]])
    return opened, float(values[able[chosen]]), best


def _keeps(problem: OutreachProblem, today: Tiers, added: Bools) -> Bools:
    """Tell with which venues (columns of `added`) every floor is kept, shape (venues,)."""
    kept = np.ones(added.shape[1], dtype=bool)
    for floor in problem.floors:
        weight = np.where(floor.rows, problem.weight, 0.0)
        reached = weight @ (1.0 - today.neither) + weight @ added
        kept &= reached >= floor.share * (1 - FLOOR_SLACK) * weight.sum()
    return kept


def _first(problem: OutreachProblem, hubs: Ints, sites: Ints, values: Floats) -> int:
    """Give the place of the venue of the earliest type, then value, then drive, then id."""
    drive = np.where(problem.within_staff_drive(), problem.staff, np.inf)[hubs].min(axis=0)
    rounded = np.round(values / max(1e-300, float(values.max())), 6)
    order = np.lexsort((np.arange(len(sites)), drive[sites], -rounded, problem.ranks()[sites]))
    return int(order[0])
