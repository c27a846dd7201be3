"""Maximal cover: open p sites so that most need lies within a limit of minutes.

Church and ReVelle (1974), The maximal covering location problem, Papers of the Regional Science
Association 32, 101-118:

    maximise   sum_i w_i y_i
    such that  y_i <= sum over j in N_i of x_j     N_i = sites within the limit of i
               sum_j x_j <= p,  x_j in {0, 1},  0 <= y_i <= 1

The existing sites stay open: what they cover counts, and stands outside the programme. Rows with
the same N_i are one row; a candidate that covers no more than another is left out.

At most p, not exactly p, since a site that adds no cover should not be opened for the sake of the
number: when fewer sites suffice, fewer are named and the plan says so. Conditions (`rules.py`) are
added to the programme as rows. Among plans of equal cover
the journeys of those covered decide (equal swaps are taken while they shorten them), then the ids.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ..errors import InputError
from .answer import Choice
from .conditions import add_cover
from .formulation import IntegerProgramme
from .interchange import greedy, interchange
from .judge import within_minutes
from .model import Limits, Model, best_first
from .problem import Bools, Floats, Ints, SitingProblem
from .proof import PROOF_TOLERANCE, honest_bound
from .relaxed import bound_without_conditions
from .ruled import Ruled, solve_ruled
from .solver import OutOfTimeError

_ROUNDS = 1000


def covered_weight(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the weight within `minutes_limit` for k plans, nearest of shape (n, k) -> (k,)."""
    reached = np.isfinite(nearest) & (nearest <= minutes_limit)
    weight: Floats = problem.weight @ reached
    return weight


def cover_rank(problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the keys (2, k): weight not covered, then weighted minutes of the covered."""
    reached = np.isfinite(nearest) & (nearest <= minutes_limit)
    journeys = problem.weight @ np.where(reached, nearest, 0.0)
    return np.stack([problem.weight @ ~reached, journeys])


def maximal_cover(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
    """Choose at most `new_sites` candidates that cover most weight within `minutes_limit`.

    Raises `InputError` for a limit that is no time. Minutes equal to the limit are within it.
    """
    if not minutes_limit > 0:
        raise InputError("Maximal cover needs a limit of minutes above zero, for example 20.")
    began = time.perf_counter()
    if problem.rules.ask_for_anything() or problem.new_sites is None:
        return _under_rules(problem, minutes_limit, limits)
    covers, weight = _open_rows(problem, minutes_limit)
    kept_cover = MAXIMAL_COVER.objective(problem, problem.kept(), minutes_limit)
    told = limits.valued(lambda programme: kept_cover - programme)
    chosen, bound, out_of_time = _most_cover(problem, covers, weight, told, began)
    chosen = MAXIMAL_COVER.without_idle(problem, chosen, minutes_limit)
    chosen = _shortest_among_equals(problem, chosen, minutes_limit, limits)
    objective = MAXIMAL_COVER.objective(problem, np.union1d(problem.kept(), chosen), minutes_limit)
    trivial = kept_cover + float(weight.sum())
    bound = honest_bound(objective, kept_cover + bound, trivial, maximise=True)
    return Choice(chosen, bound, out_of_time)


def _under_rules(problem: SitingProblem, minutes_limit: float, limits: Limits) -> Choice:
    """Solve the programme with every condition; areas may be shared out where room is limited."""
    from .room import Sharing  # noqa: PLC0415 - wanted only under conditions
    from .start_plan import bettered, start_plan  # noqa: PLC0415 - wanted only under conditions

    until = time.perf_counter() + limits.time_limit_s
    within = within_minutes(problem, minutes_limit)
    rows = np.flatnonzero(within.any(axis=1) & (problem.weight > 0))
    weight = problem.weight[rows]

    sharing = Sharing(problem, rows, np.where(within[rows], -weight[:, None], np.inf), every=False)
    uncovered = weight[:, None] * ~within[rows]

    def cover(ruled: Ruled) -> None:
        if ruled.problem.rules.capacity is None:
            add_cover(ruled.form, ruled.x, within[rows], -weight)
        else:
            sharing.add(ruled)

    try:
        ruled = solve_ruled(problem, cover, limits.valued(lambda programme: -programme))
    except OutOfTimeError as stopped:
        if problem.rules.capacity is not None:
            raise
        found = start_plan(problem, uncovered, limits, -stopped.bound, every=False)
    else:
        if problem.rules.capacity is not None:
            found = sharing.choice(ruled, -1.0, limits, until)
        else:
            choice = ruled.choice(problem, sign=-1.0)
            found = bettered(problem, uncovered, choice, limits.progress)
            found = _believed(problem, found, minutes_limit)
    if found.out_of_time or not np.isfinite(found.bound):
        least = bound_without_conditions(problem, uncovered, limits.progress.part(1.0, 1.0))
        found = replace(found, bound=min(found.bound, float(weight.sum()) - least))
    return found


def _believed(problem: SitingProblem, found: Choice, minutes_limit: float) -> Choice:
    """Take away a bound that the plan itself goes beyond."""
    stays = np.setdiff1d(np.flatnonzero(problem.existing), found.closed)
    open_sites = np.union1d(stays, found.chosen)
    covered = MAXIMAL_COVER.objective(problem, open_sites, minutes_limit)
    wrong = covered > found.bound + PROOF_TOLERANCE * covered
    return replace(found, bound=float("inf")) if wrong else found


def _open_rows(problem: SitingProblem, minutes_limit: float) -> tuple[Bools, Floats]:
    """Give cover (rows, candidates) and weight of rows not covered yet that some candidate can."""
    within = np.isfinite(problem.minutes) & (problem.minutes <= minutes_limit)
    covers = within[:, problem.candidates()]
    open_row = ~within[:, problem.kept()].any(axis=1) & covers.any(axis=1) & (problem.weight > 0)
    covers, weight = covers[open_row], problem.weight[open_row]
    if not len(covers):
        return covers, weight
    alike, which = np.unique(covers, axis=0, return_inverse=True)
    together = np.bincount(np.ravel(which), weights=weight, minlength=len(alike)).astype(float)
    return alike, together


def _undominated(covers: Bools) -> Ints:
    """Give the columns that no other column contains; of equal columns the first."""
    shared = covers.T.astype(float) @ covers
    size = np.diag(shared)
    within = shared >= size[:, None]  # [a, b]: all that a covers, b covers too
    equal = within & within.T
    first = np.arange(len(size))[:, None] > np.arange(len(size))[None, :]
    beaten = (within & ~equal) | (equal & first)
    return np.flatnonzero(~beaten.any(axis=1) & (size > 0))


def _most_cover(
    problem: SitingProblem, covers: Bools, weight: Floats, limits: Limits, began: float
) -> tuple[Ints, float, bool]:
    """Give the candidates chosen, the bound on the cover they add, and whether time ran out."""
    candidates = problem.candidates()
    columns = _undominated(covers)
    if not len(columns):
        return np.array([], dtype=np.intp), 0.0, False
    covers = covers[:, columns]
    if len(columns) <= problem.at_most():
        return candidates[columns], float(weight.sum()), False
    found = _heuristic(covers, weight, problem.at_most(), limits)
    reached = covers[:, found].any(axis=1)
    if problem.at_most() == 1 or reached.all():
        # The first that a greedy search opens is the best single site; and no plan beats all.
        return candidates[columns[found]], float(weight[reached].sum()), False
    left = limits.time_limit_s - (time.perf_counter() - began)
    limits = replace(limits.part(0.2, 0.9), time_limit_s=left)
    known = -float(weight @ covers[:, found].any(axis=1))
    try:
        solution = limits.solve(_programme(covers, weight, problem.at_most()), known, checked=True)
    except OutOfTimeError as stopped:
        return candidates[columns[found]], -stopped.bound, True
    solved = np.flatnonzero(solution.x[: len(columns)] > 0.5)
    best = max((solved, found), key=lambda chosen: weight @ covers[:, chosen].any(axis=1))
    return candidates[columns[best]], -solution.bound, solution.status != "solved"


def _heuristic(covers: Bools, weight: Floats, count: int, limits: Limits) -> Ints:
    # Maximal cover is a p-median whose costs are 0 within the limit and 1 beyond (Church and
    # ReVelle 1976, Geographical Analysis 8, 406-415): the same interchange serves both.
    cost = weight[:, None] * ~covers
    none, every = np.array([], dtype=np.intp), np.arange(covers.shape[1])
    return interchange(
        cost, none, every, greedy(cost, none, every, count), limits.part(0, 0.2).progress
    )


def _programme(covers: Bools, weight: Floats, count: int) -> IntegerProgramme:
    from scipy import sparse  # noqa: PLC0415 - the module must import without scipy

    rows, columns = covers.shape
    link = sparse.hstack([-sparse.csr_matrix(covers.astype(float)), sparse.identity(rows)])
    number = sparse.hstack([np.ones((1, columns)), sparse.csr_matrix((1, rows))])
    return IntegerProgramme(
        cost=np.concatenate([np.zeros(columns), -weight]),
        matrix=sparse.vstack([link, number]).tocsr(),
        row_lower=np.full(rows + 1, -np.inf),
        row_upper=np.append(np.zeros(rows), float(count)),
        lower=np.zeros(columns + rows),
        upper=np.ones(columns + rows),
        integer=np.arange(columns + rows) < columns,
    )


def _shortest_among_equals(
    problem: SitingProblem, chosen: Ints, minutes_limit: float, limits: Limits
) -> Ints:
    """Swap sites of equal cover while that shortens the journeys of those covered."""
    for _ in range(_ROUNDS):
        limits.progress.report(1.0)
        others = np.setdiff1d(problem.candidates(), chosen)
        keys = [_rank_of(problem, chosen, minutes_limit)]
        keys += [_rank_of_swaps(problem, chosen, out, others, minutes_limit) for out in chosen]
        best = int(best_first(np.concatenate(keys, axis=1))[0])
        if best == 0:
            break
        out, into = divmod(best - 1, len(others))
        chosen = np.sort(np.append(np.delete(chosen, out), others[into]))
    return chosen


def _rank_of(problem: SitingProblem, chosen: Ints, minutes_limit: float) -> Floats:
    nearest = problem.minutes_to_nearest(np.union1d(problem.kept(), chosen))
    return cover_rank(problem, nearest[:, None], minutes_limit)


def _rank_of_swaps(
    problem: SitingProblem, chosen: Ints, out: int, others: Ints, minutes_limit: float
) -> Floats:
    rest = np.union1d(problem.kept(), chosen[chosen != out])
    nearest = problem.minutes_to_nearest(rest)[:, None]
    return cover_rank(problem, np.minimum(nearest, problem.minutes[:, others]), minutes_limit)


MAXIMAL_COVER = Model(
    name="maximal_cover",
    unit="need within the limit",
    maximise=True,
    needs_limit=True,
    choose=maximal_cover,
    measure=covered_weight,
    rank=cover_rank,
)
