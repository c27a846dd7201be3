"""Which of the services that leave moves where, of plans that are equal in minutes and pounds.

Families travel to places, whoever moves in there; so plans that swap two services' places cost the
same. Of them the one is taken in which services lie nearest to their own families: m_ij in {0, 1},
with A_i the areas whose nearest site today is i, w need, d minutes, a square metres, R room and c
the pounds a year of a move,

    minimise   sum_ij m_ij  sum over A_i of w (d_j - d after)
    such that  sum over j of m_ij <= 1,  sum over i of m_ij >= 1,  sum over i of a_i m_ij <= R_j,
               sum_ij m_ij = the plan's number of moves,  sum_ij c_ij m_ij <= what these cost,
               a service that is not part-time moves where one does in the plan,

a generalised assignment problem (Ross and Soland, 1975, A branch and bound algorithm for the
generalized assignment problem, Mathematical Programming 8, 91-103), solved exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import InfeasibleError
from ..formulation import Formulation, IntegerProgramme
from ..solver import OutOfTimeError, SolverError
from .option import NOTHING, Option, broken, minutes_after, nearest_places, part_time_places
from .problem import EstateProblem, Floats, Ints

if TYPE_CHECKING:
    from ..model import Limits

_SLACK = 1e-9  # of pounds and square metres: what floating-point sums leave


def paired(problem: EstateProblem, option: Option, limits: Limits) -> Option:
    """Give the option with its moves paired anew; as it is where the search finds no answer."""
    if not option.moves:
        return option
    pairs = _possible(problem, option)
    try:
        found = limits.solve(_programme(problem, option, pairs))
    except (OutOfTimeError, SolverError, InfeasibleError):
        return option
    chosen = problem.moves[pairs[found.x > 0.5]]
    other = Option(option.given_up, tuple(sorted((int(i), int(j)) for i, j in chosen)))
    return option if broken(problem, other) else other


def _possible(problem: EstateProblem, option: Option) -> Ints:
    """Give the rows of the problem's moves among what leaves and what takes in, ascending."""
    leaving = np.isin(problem.moves[:, 0], option.given_up)
    taking = np.isin(problem.moves[:, 1], [j for _, j in option.moves])
    rows: Ints = np.flatnonzero(leaving & taking)
    return rows


def _programme(problem: EstateProblem, option: Option, pairs: Ints) -> IntegerProgramme:
    form = Formulation()
    away, yearly = detours(problem, option)[pairs], problem.money.moving_in[pairs]
    m = form.columns(away, integer=True)
    leaving, taking = problem.moves[pairs].T
    now = [(int(i), int(j)) in option.moves for i, j in problem.moves[pairs]]
    paid = float(yearly[now].sum())
    form.row(m, yearly, most=paid + _SLACK * max(1.0, abs(paid)))
    form.row(m, 1.0, float(len(option.moves)), float(len(option.moves)))
    for site in np.unique(leaving):
        form.row(m[leaving == site], 1.0, most=1.0)
    full, alone = ~problem.few_hours()[leaving], part_time_places(problem, option)
    for host in np.unique(taking):
        here = taking == host
        form.row(m[here], 1.0, least=1.0)
        room = float(problem.room[host])
        needs = problem.area_needed[leaving[here]] / max(room, 1e-9)
        form.row(m[here], needs, most=1.0 + _SLACK)
        if not alone[host]:
            form.row(m[here & full], 1.0, least=1.0)
    return form.programme()


def detours(problem: EstateProblem, option: Option) -> Floats:
    """Give each of the k moves' need-minutes from a service's own families beyond their nearest.

    An area that cannot reach a place counts as the farthest journey there is.
    """
    before, after = nearest_places(problem, NOTHING), minutes_after(problem, option)
    reached = np.isfinite(after)
    farthest = problem.minutes[np.isfinite(problem.minutes)].max(initial=0.0)
    beyond = np.where(np.isfinite(problem.minutes), problem.minutes, farthest)
    beyond = np.where(reached[:, None], beyond - np.where(reached, after, 0.0)[:, None], 0.0)
    weighted = problem.weight[:, None] * beyond
    sums = [weighted[before == i, j].sum() for i, j in problem.moves]
    return np.array(sums, dtype=float)
