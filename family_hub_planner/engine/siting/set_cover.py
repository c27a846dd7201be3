"""Set cover: the fewest hubs that reach everybody, or at least a share of need, within a limit.

Toregas, Swain, ReVelle and Bergman (1971), The location of emergency service facilities,
Operations Research 19, 1363-1373; with a share after Daskin and Owen (1999), Two new location
covering problems: the partial p-center problem and the partial set covering problem, Geographical
Analysis 31, 217-235:

    minimise   sum over the sites to decide on of x_j
    such that  y_i <= sum over j in N_i of x_j,  sum_i w_i y_i >= share * sum_i w_i

With share 1 every row with a weight that some site has within the limit must be covered; rows that
no site has within it are named and counted. A lesser share is one of all weight, theirs included.
Of plans of equally many hubs the one that `fewest_changes.py` settles on is taken.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ..errors import InfeasibleError, InputError
from .allocation import allocated
from .answer import Choice
from .conflicts import what_would_help
from .fewest_changes import Further, settle
from .judge import within_minutes
from .maximal_cover import covered_weight
from .model import Limits, Model, named
from .problem import Bools, Floats, Ints, SitingProblem
from .ruled import Ruled, solve_ruled
from .to_cover import SLACK, ToCover


def set_cover(share: float) -> Model:
    """Give the model that covers `share` (above 0, at most 1) of the weight."""
    if not 0 < share <= 1:
        raise InputError(f"The share to cover is {100 * share:g} %. Give above 0, at most 100 %.")

    def choose(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
        return _choose(problem, minutes_limit, limits, share)

    def asked_for(problem: SitingProblem, minutes_limit: float) -> float:
        whole = problem.weight.sum()
        if share == 1:
            whole = problem.weight[within_minutes(problem, minutes_limit).any(axis=1)].sum()
        return float(share * whole)

    return Model(
        name="set_cover",
        unit="hubs to open or keep open",
        maximise=False,
        needs_limit=True,
        choose=choose,
        measure=covered_weight,
        rank=reach_rank,
        measure_rises=True,
        value=_decided_open,
        asks=asked_for,
    )


def reach_rank(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the keys (3, k): weight not covered, weight unserved, then weighted minutes."""
    beyond = ~(np.isfinite(nearest) & (nearest <= minutes_limit))
    minutes = np.where(np.isfinite(nearest), nearest, 0.0)
    weight = problem.weight
    return np.stack([weight @ beyond, weight @ np.isinf(nearest), weight @ minutes])


def _decided_open(problem: SitingProblem, open_sites: Ints, minutes_limit: float) -> float:
    del minutes_limit
    return float(len(np.intersect1d(open_sites, problem.free())))


def _choose(problem: SitingProblem, minutes_limit: float, limits: Limits, share: float) -> Choice:
    until = time.perf_counter() + limits.time_limit_s
    within = within_minutes(problem, minutes_limit)
    asking = problem.weight > 0
    reached = within.any(axis=1) & asking
    _refuse_too_much(problem, reached, share, minutes_limit)
    rows = np.flatnonzero(reached)
    part = problem.weight[rows] / problem.weight.sum()
    asked = ToCover(problem, rows, within[rows], part, share)
    costs = np.zeros(len(problem.site_ids))
    costs[problem.free()] = 1.0
    ruled = solve_ruled(problem, asked.cover, limits, costs)
    choice = ruled.choice(problem)
    bound = float(np.ceil(choice.bound - 1e-6))  # hubs are whole
    further = None
    if limits.ties:
        left = replace(limits.silent(), time_limit_s=until - time.perf_counter(), gap=0.0)
        ruled, further = settle(asked, ruled, bound, left)
    beyond = np.flatnonzero(asking & ~reached)
    return _answer(asked, ruled, choice, bound, further, _beyond(problem, beyond, minutes_limit))


def _answer(
    asked: ToCover,
    ruled: Ruled,
    first: Choice,
    bound: float,
    further: Further | None,
    remarks: tuple[str, ...],
) -> Choice:
    """Give the choice of the plan settled on, with the bound and the time of the first search."""
    problem = asked.problem
    choice = replace(ruled.choice(problem), bound=bound, out_of_time=first.out_of_time)
    if further is not None:
        choice = replace(choice, further=further.words)
        remarks = (*further.remarks, *remarks)
    if problem.rules.capacity is None:
        return replace(choice, remarks=remarks)
    hubs = float(len(np.intersect1d(ruled.open_sites(), problem.free())))
    shares = allocated(ruled.solved(), ruled.shares, asked.rows)
    return replace(choice, remarks=remarks, shares=shares, objective=hubs)


def _refuse_too_much(
    problem: SitingProblem, reached: Bools, share: float, minutes_limit: float
) -> None:
    most = problem.weight[reached].sum() / problem.weight.sum()
    if not reached.any() or (share < 1 and most < share - SLACK):
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
