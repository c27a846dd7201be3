"""Open sites so that a sum of costs, each area's to its nearest open site, is least.

The p-median and its kin: costs are weighted minutes (`p_median.py`), weighted exponentials of
minutes (`most_equal.py`) or minutes mixed with being beyond a limit (`mixed.py`): any cost that
does not fall with the minutes, so that the nearest site is the cheapest. Solved in the radius form
of Elloumi (2010), A tighter formulation of the p-median problem, Journal of Combinatorial
Optimization 19, 69-83 (see also Garcia, Labbe and Marin 2011, INFORMS Journal on Computing 23,
546-556). With C_i1 < C_i2 < ... the different costs of row i, and z_ik = 1 when no site at C_ik or
less is open:

    minimise   sum_i (C_i1 + sum_k (C_i,k+1 - C_ik) z_ik)
    such that  z_ik + sum over j at C_ik of x_j >= z_i,k-1        z_i0 = 1, z_i,last = 0
               sum_j x_j = p,  x_j in {0, 1},  z_ik >= 0

Before that an interchange gives a plan, a Lagrangian relaxation a bound, and both together rule
most sites in or out (`interchange.py`, `lagrangian.py`); often nothing is left to solve. Under
conditions (`rules.py`) the radius form is solved with them, at most p opened.

Every row with a weight that some site reaches must be served by an open site within reach; rows
that no site reaches are left out and named by the plan. A row with weight zero asks for nothing.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np

from ..errors import InfeasibleError
from .answer import Choice
from .interchange import greedy, interchange
from .lagrangian import Relaxation, relax
from .model import Limits, named
from .problem import Floats, Ints, SitingProblem
from .proof import PROOF_TOLERANCE, honest_bound
from .radius import add_nearest, radius_programme
from .relaxed import bound_without_conditions
from .room import Sharing
from .ruled import Ruled, solve_ruled
from .rules import Rules
from .solver import OutOfTimeError
from .start_plan import bettered, start_plan

_RETRIES = 3


def least_cost(problem: SitingProblem, cost: Floats, limits: Limits) -> Choice:
    """Choose sites with the least total of `cost`, shape (n, m), weighted already.

    `cost` never falls with the minutes of its row; rows that do not ask are not looked at. Without
    conditions exactly `new_sites` open, with them at most as many. Raises `InfeasibleError` naming
    the rows that cannot all be served by so many sites, or the condition that cannot be kept.
    """
    began = time.perf_counter()
    rows, candidates = problem.asking(), problem.candidates()
    cost = cost[rows]
    if problem.rules.ask_for_anything() or problem.new_sites is None:
        return _under_rules(problem, cost, limits)
    found = _good_plan(problem, cost, limits)
    found, ruled = _bounded(problem, cost, found, limits)
    known = _total(problem, cost, found)
    if known - ruled.bound <= max(PROOF_TOLERANCE / 10, limits.gap) * known:
        return Choice(found, honest_bound(known, ruled.bound, 0.0, maximise=False))
    if len(_free(candidates, ruled)) == 0:
        # Every site is ruled in or out: the known plan is the only one as good as itself.
        return Choice(found, known)
    left = limits.time_limit_s - (time.perf_counter() - began)
    return _by_programme(problem, cost, found, ruled, replace(limits, time_limit_s=left))


def _under_rules(problem: SitingProblem, cost: Floats, limits: Limits) -> Choice:
    until = time.perf_counter() + limits.time_limit_s
    sharing = Sharing(problem, problem.asking(), cost, every=True)

    def nearest(ruled: Ruled) -> None:
        if ruled.problem.rules.capacity is None:
            kept, free = problem.kept(), problem.free()
            add_nearest(ruled.form, ruled.x, cost, kept, free, lambda: limits.progress.report(0.0))
        else:
            sharing.add(ruled)

    try:
        ruled = solve_ruled(problem, nearest, limits)
    except OutOfTimeError as stopped:
        if problem.rules.capacity is not None:
            raise
        found = start_plan(problem, cost, limits, stopped.bound, every=True)
    else:
        if problem.rules.capacity is not None:
            found = sharing.choice(ruled, 1.0, limits, until)
        else:
            found = bettered(problem, cost, ruled.choice(problem), limits.progress)
            found = _believed(problem, cost, found)
    if found.out_of_time or not np.isfinite(found.bound):
        bound = bound_without_conditions(problem, cost, limits.progress.part(1.0, 1.0))
        found = replace(found, bound=max(found.bound, bound))
    return found


def _believed(problem: SitingProblem, cost: Floats, found: Choice) -> Choice:
    """Take away a bound that the plan itself goes below."""
    stays = np.setdiff1d(np.flatnonzero(problem.existing), found.closed)
    total = float(cost[:, np.union1d(stays, found.chosen)].min(axis=1, initial=np.inf).sum())
    wrong = total < found.bound - PROOF_TOLERANCE * abs(total)
    return replace(found, bound=-float("inf")) if wrong else found


def _good_plan(problem: SitingProblem, cost: Floats, limits: Limits) -> Ints:
    """Give a plan that serves every asking row, by greedy opening and interchange."""
    kept, candidates = problem.kept(), problem.candidates()
    searched = _with_penalty(cost)
    chosen = greedy(searched, kept, candidates, problem.at_most())
    chosen = interchange(searched, kept, candidates, chosen, limits.progress.part(0.0, 0.2))
    if np.isfinite(_total(problem, cost, chosen)):
        return chosen
    chosen = _serving_plan(problem, limits)
    return interchange(searched, kept, candidates, chosen, limits.progress.part(0.0, 0.2))


def _with_penalty(cost: Floats) -> Floats:
    # For the search alone: leaving a row unserved weighs more than all journeys together. No plan
    # with such a row in it leaves this module.
    finite = np.isfinite(cost)
    roof = np.where(finite, cost, 0.0).max(axis=1).sum() + 1.0
    return np.where(finite, cost, roof)


def _serving_plan(problem: SitingProblem, limits: Limits) -> Ints:
    """Give a plan that reaches every asking row, or say which rows it cannot reach.

    Reaching most rows is a maximal cover of the rows, each counted once, without a limit.
    """
    from .maximal_cover import maximal_cover  # noqa: PLC0415 - wanted only where sites are few

    each_once = np.zeros(len(problem.weight))
    each_once[problem.asking()] = 1.0
    counting = replace(problem, weight=each_once, rules=Rules())
    choice = maximal_cover(counting, sys.float_info.max, limits.silent())
    nearest = problem.minutes_to_nearest(np.union1d(problem.kept(), choice.chosen))
    unserved = np.flatnonzero(np.isinf(nearest) & (each_once > 0))
    if len(unserved):
        _refuse_unserved(problem, unserved, choice)
    spare = np.setdiff1d(problem.candidates(), choice.chosen)
    missing = problem.at_most() - len(choice.chosen)
    return np.sort(np.append(choice.chosen, spare[:missing]))


def _refuse_unserved(problem: SitingProblem, unserved: Ints, choice: Choice) -> None:
    asking = len(problem.asking())
    left_out = asking - int(np.floor(choice.bound + 1e-6))
    places = named(problem.demand_ids, unserved)
    sites = f"{problem.at_most()} new site{'s' if problem.at_most() > 1 else ''}"
    if left_out > 0:
        raise InfeasibleError(
            f"{sites} cannot serve every area that some site reaches: of {asking} such areas at "
            f"least {left_out} stay without one in reach (for example {places}). Ask for more "
            "sites, allow longer journeys, or use maximal cover, which may leave areas out."
        )
    raise OutOfTimeError(
        f"No plan of {sites} that serves every area was found in time; the nearest to it leaves "
        f"out {len(unserved)} of {asking} areas ({places}). Allow more time or more sites.",
        -float("inf"),
    )


def _total(problem: SitingProblem, cost: Floats, chosen: Ints) -> float:
    return float(cost[:, np.union1d(problem.kept(), chosen)].min(axis=1).sum())


def _bounded(
    problem: SitingProblem, cost: Floats, found: Ints, limits: Limits
) -> tuple[Ints, Relaxation]:
    """Bound the optimum; where the bound's own sites lead to a better plan, take it and go on."""
    kept, candidates, searched = problem.kept(), problem.candidates(), _with_penalty(cost)
    progress = limits.progress.part(0.2, 0.4)
    for _ in range(_RETRIES):
        known = _total(problem, cost, found)
        ruled = relax(cost, kept, candidates, problem.at_most(), known, progress)
        other = interchange(searched, kept, candidates, ruled.picked, progress)
        if not _total(problem, cost, other) < known * (1 - PROOF_TOLERANCE):
            break
        found = other
    # What was ruled out costs more than a plan at hand, whichever of the two that is.
    return found, ruled


def _free(candidates: Ints, ruled: Relaxation) -> Ints:
    free: Ints = candidates[~(ruled.must_open | ruled.must_shut)]
    return free


def _by_programme(
    problem: SitingProblem, cost: Floats, found: Ints, ruled: Relaxation, limits: Limits
) -> Choice:
    """Solve the radius form over the sites that are left; `found` is the plan to beat."""
    known = _total(problem, cost, found)
    fixed, free = problem.candidates()[ruled.must_open], _free(problem.candidates(), ruled)
    open_anyway = np.union1d(problem.kept(), fixed)
    count = problem.at_most() - len(fixed)
    programme = radius_programme(
        cost, open_anyway, free, count, lambda: limits.progress.report(0.4)
    )
    try:
        solution = limits.part(0.4, 1.0).solve(programme, known, ruled.bound, checked=True)
    except OutOfTimeError as stopped:
        bound = max(stopped.bound, ruled.bound)
        return Choice(found, honest_bound(known, bound, 0.0, maximise=False), True)
    solved = np.union1d(fixed, free[solution.x[: len(free)] > 0.5])
    best = min((solved, found), key=lambda chosen: _total(problem, cost, chosen))
    # Plans that were ruled out cost more than `known`, so for all plans the bound holds up to it.
    bound = max(min(solution.bound, known), ruled.bound)
    objective = _total(problem, cost, best)
    out_of_time = solution.status != "solved"
    return Choice(best, honest_bound(objective, bound, 0.0, maximise=False), out_of_time)
