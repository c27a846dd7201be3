"""Set cover: the fewest hubs that reach everybody, or at least a share of need, within a limit.

Toregas, Swain, ReVelle and Bergman (1971), The location of emergency service facilities,
Operations Research 19, 1363-1373; with a share after Daskin and Owen (1999), Two new location
covering problems: the partial p-center problem and the partial set covering problem, Geographical
Analysis 31, 217-235:

    minimise   sum over the sites to decide on of x_j
    such that  y_i <= sum over j in N_i of x_j,  sum_i w_i y_i >= share * sum_i w_i

With share 1 every row with a weight that some site has within the limit must be covered; rows that
no site has within it are named and counted. A lesser share is one of all weight, theirs included.
Among plans of equally many hubs the solver's first is taken, then sites that add nothing left out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import InfeasibleError, InputError
from .allocation import add_allocation, allocated
from .answer import Choice
from .conditions import add_cover
from .conflicts import what_would_help
from .judge import within_minutes
from .maximal_cover import cover_rank, covered_weight
from .model import Limits, Model, named
from .problem import Bools, Ints, SitingProblem
from .ruled import Ruled, solve_ruled

_SLACK = 1e-9


def set_cover(share: float) -> Model:
    """Give the model that covers `share` (above 0, at most 1) of the weight."""
    if not 0 < share <= 1:
        raise InputError(f"The share to cover is {100 * share:g} %. Give above 0, at most 100 %.")

    def choose(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
        return _choose(problem, minutes_limit, limits, share)

    return Model(
        name="set_cover",
        unit="hubs to open or keep open",
        maximise=False,
        needs_limit=True,
        choose=choose,
        measure=covered_weight,
        rank=cover_rank,
        measure_rises=True,
        value=_decided_open,
    )


def _decided_open(problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> float:
    del minutes_limit
    return float(len(np.intersect1d(open_sites, problem.free())))


def _choose(problem: SitingProblem, minutes_limit: float, limits: Limits, share: float) -> Choice:
    within = within_minutes(problem, minutes_limit)
    asking = problem.weight > 0
    reached = within.any(axis=1) & asking
    _refuse_too_much(problem, reached, share, minutes_limit)
    rows = np.flatnonzero(reached)

    weight = problem.weight[rows]

    def cover(ruled: Ruled) -> None:
        capacity = ruled.problem.rules.capacity
        part = weight / problem.weight.sum()
        if capacity is None:
            y = add_cover(ruled.form, ruled.x, within[rows], np.zeros(len(rows)))
        else:
            cost = np.where(within[rows], 0.0, np.inf)
            ruled.shares = add_allocation(
                ruled.form, ruled.x, cost, problem.takes()[rows], capacity, every=share == 1
            )
            y, part = ruled.shares.columns, part[ruled.shares.rows]
        if share < 1:
            ruled.form.row(y, part, least=share - _SLACK)
        elif capacity is None:
            for column in y:
                ruled.form.row(np.array([column]), 1.0, least=1.0)

    costs = np.zeros(len(problem.site_ids))
    costs[problem.free()] = 1.0
    ruled = solve_ruled(problem, cover, limits, costs)
    choice = ruled.choice(problem)
    beyond = np.flatnonzero(asking & ~reached)
    roomy = problem.rules.capacity is None
    return replace(
        choice,
        bound=float(np.ceil(choice.bound - 1e-6)),  # hubs are whole
        shares=None if roomy else allocated(ruled.solved(), ruled.shares, rows),
        remarks=_beyond(problem, beyond, minutes_limit),
        objective=None if roomy else ruled.solved().objective,
    )


def _refuse_too_much(
    problem: SitingProblem, reached: Bools, share: float, minutes_limit: float
) -> None:
    most = problem.weight[reached].sum() / problem.weight.sum()
    if not reached.any() or (share < 1 and most < share - _SLACK):
        beyond = np.flatnonzero((problem.weight > 0) & ~reached)
        raise InfeasibleError(
            f"{100 * share:g} % of need cannot be covered: {100 * most:.1f} % of it lies within "
            f"{minutes_limit:g} minutes of any venue or hub. Areas that do not: {len(beyond)}, "
            f"{named(problem.demand_ids, beyond)}. {what_would_help(problem, beyond)}"
        )


def _beyond(problem: SitingProblem, rows: Ints, minutes_limit: float) -> tuple[str, ...]:
    if not len(rows):
        return ()
    lost = np.intersect1d(rows, problem.unreachable())
    some = f", {len(lost)} of them without any journey at all" if len(lost) else ""
    return (
        f"{len(rows)} of {len(problem.demand_ids)} areas have no venue or hub within "
        f"{minutes_limit:g} minutes and are not covered by any plan{some}: "
        f"{named(problem.demand_ids, rows)}.",
    )
