"""The plan: which sites are open, whom each serves in how many minutes, and what is proven."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from ..in_words import many
from .answer import Choice
from .judge import broken_rules
from .model import Limits, Model, best_first, named
from .problem import Floats, Ints, SitingProblem
from .proof import PROOF_TOLERANCE, honest_bound, percent_up, relative_gap
from .solver import SolverError

_ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Plan:
    """The answer of one model to one problem; indices are those of `problem`.

    Attributes
    ----------
    model, problem, minutes_limit
        What was asked; `minutes_limit` is inf where the model has none.
    chosen, kept
        Site indices newly opened, and open already and staying so; in the order of the site ids.
    closed
        Indices of the existing sites that the plan closes: options, not decisions.
    assignment
        For each of the n rows its nearest open site, None where no open site is reached. Equal
        minutes go to the first id.
    minutes
        Float array of shape (n,): minutes to that site, inf where there is none.
    objective, bound, gap, proven
        The objective worked out from the minutes, the best that any plan could have,
        |bound - objective| / |objective|, and whether the two agree to one millionth and nothing
        that the model looks at beside the objective is unsettled.
    seconds, status
        How long it took and how it ended, in words.
    unreachable
        Demand rows that no site reaches, open or candidate: in no objective, never assigned.
    shares
        (row, site, share of the row's weight) where sites have limited room, else None; then
        `assignment` and `minutes` are those of the site with the largest share.
    found
        What the model found beside its plan, in sentences.
    unsettled
        What of the model's measure, beside the objective, was not settled in time, in words.
    further
        What else was proven of the plan among those with its objective, in words, "" for nothing.
    """

    model: Model
    problem: SitingProblem
    minutes_limit: float
    chosen: Ints
    kept: Ints
    closed: Ints
    assignment: tuple[int | None, ...]
    minutes: Floats
    objective: float
    bound: float
    gap: float
    proven: bool
    seconds: float
    status: str
    unreachable: Ints
    shares: tuple[tuple[int, int, float], ...] | None = None
    found: tuple[str, ...] = ()
    unsettled: str = ""
    further: str = ""

    def open(self) -> Ints:
        """Give the indices of all open sites, kept and chosen, ascending."""
        return np.union1d(self.kept, self.chosen)

    def decided(self) -> list[int]:
        """Give the sites decided on: chosen, closed, and kept though they may close; each by id."""
        ids = self.problem.site_ids
        kept = np.intersect1d(self.kept, self.problem.closable())
        groups = (self.chosen, self.closed, kept)
        return [
            site for group in groups for site in sorted(group.tolist(), key=lambda one: ids[one])
        ]

    def remarks(self) -> list[str]:
        """Say what the planner should know beside the figures, one sentence each."""
        said = list(self.found)
        asked = self.problem.new_sites
        if asked is not None and len(self.chosen) < asked and not self.problem.rules.money:
            said.append(self._fewer_suffice())
        if len(self.unreachable):
            places = named(self.problem.demand_ids, self.unreachable)
            said.append(
                f"{len(self.unreachable)} of {len(self.problem.demand_ids)} areas are reached by "
                f"no site, open or tested, and are left out: {places}."
            )
        return said

    def _fewer_suffice(self) -> str:
        adds = "adds" if self.proven else "was found to add"
        if not len(self.chosen):
            return f"None of the venues tested {adds} anything on this measure."
        return (
            f"Of the {self.problem.new_sites} new sites asked for, {len(self.chosen)} reach the "
            f"same on this measure: no further venue tested {adds} anything."
        )


def plan_by(model: Model, problem: SitingProblem, minutes_limit: float, limits: Limits) -> Plan:
    """Solve a problem by a model; the plan does not depend on the order of the problem.

    `minutes_limit` is inf for a model that has none. Raises what the model raises.
    """
    began = time.perf_counter()
    ordered, rows, columns = problem.in_order()
    choice = model.choose(ordered, minutes_limit, limits)
    plan = make_plan(model, ordered, choice, minutes_limit, time.perf_counter() - began)
    return as_given(plan, problem, rows, columns)


def make_plan(
    model: Model, problem: SitingProblem, choice: Choice, minutes_limit: float, seconds: float
) -> Plan:
    """Work a plan out from a model's choice; `problem` is sorted by ids.

    Chosen sites without which the plan is as good are left out: fewer suffice; and no hub is closed
    that the conditions let stay. `SolverError` where the plan breaks a condition.
    """
    chosen, closed, objective = choice.chosen, choice.closed, choice.objective
    if choice.shares is None and not choice.further:
        chosen, closed = _needed(model, problem, chosen, closed, minutes_limit)
    stays = np.setdiff1d(np.flatnonzero(problem.existing), closed)
    open_sites = np.union1d(stays, chosen)
    _refuse_broken(problem, open_sites)
    if objective is None:
        objective = model.objective(problem, open_sites, minutes_limit)
    # What contradicts the plan at hand is no bound: then nothing is known of how far it is.
    unknown = np.inf if model.maximise else -np.inf
    bound = honest_bound(objective, choice.bound, unknown, model.maximise)
    tight = abs(bound - objective) <= PROOF_TOLERANCE * abs(objective)
    proven = tight and not choice.unsettled
    gap = relative_gap(objective, bound)
    assignment, minutes = _who_goes_where(problem, open_sites, choice)
    return Plan(
        model=model,
        problem=problem,
        minutes_limit=minutes_limit,
        chosen=chosen,
        kept=stays,
        closed=closed,
        assignment=assignment,
        minutes=minutes,
        objective=objective,
        bound=bound,
        gap=gap,
        proven=proven,
        seconds=seconds,
        status=_status(problem, tight, gap, choice),
        unreachable=problem.unreachable(),
        shares=None if choice.shares is None else tuple(choice.shares),
        found=(*model.remarks, *choice.remarks),
        unsettled=choice.unsettled,
        further=choice.further,
    )


def _needed(
    model: Model, problem: SitingProblem, chosen: Ints, closed: Ints, minutes_limit: float
) -> tuple[Ints, Ints]:
    """Leave out what the plan does as well without: a site left out may pay for a hub to stay."""
    for _ in range(_ROUNDS):
        before = len(chosen), len(closed)
        chosen = model.without_idle(problem, chosen, minutes_limit, closed)
        closed = _need_close(model, problem, chosen, closed, minutes_limit)
        closed = _least_missed(model, problem, chosen, closed, minutes_limit)
        chosen, closed = _hubs_rather(model, problem, chosen, closed, minutes_limit)
        chosen = model.without_idle(problem, chosen, minutes_limit, closed)
        if (len(chosen), len(closed)) == before:
            break
    return chosen, closed


def _need_close(
    model: Model, problem: SitingProblem, chosen: Ints, closed: Ints, minutes_limit: float
) -> Ints:
    """Leave out of the closings those that no condition asks for, the most useful hub first.

    An open hub makes no measure worse, so a solver may close one for nothing. Not so where hubs
    are what is counted (set cover).
    """
    if model.value is not None:
        return closed
    while len(closed):
        left = _open(problem, chosen, closed)
        may = [hub for hub in closed if not broken_rules(problem, np.union1d(left, [hub]))]
        if not may:
            break
        nearest = problem.minutes_to_nearest(left)[:, None]
        with_one = np.minimum(nearest, problem.minutes[:, may])
        first = best_first(model.rank(problem, with_one, minutes_limit))[0]
        closed = closed[closed != may[int(first)]]
    return closed


def _least_missed(
    model: Model, problem: SitingProblem, chosen: Ints, closed: Ints, minutes_limit: float
) -> Ints:
    """Swap closings while that is better by the model, or as good and journeys are shorter.

    Many closings may do equally well on a measure that does not see far journeys (maximal cover);
    the one that fewest miss is meant. Not for p-center, which looks further than its keys tell.
    """
    if model.idle is not None:
        return closed
    for _ in range(_ROUNDS):
        kept = np.setdiff1d(problem.closable(), closed)
        swaps = [np.sort(np.append(closed[closed != out], one)) for out in closed for one in kept]
        swaps = [closed, *(swap for swap in swaps if not _breaks(problem, chosen, swap))]
        nearest = [problem.minutes_to_nearest(_open(problem, chosen, swap)) for swap in swaps]
        best = int(best_first(_keys(model, problem, np.stack(nearest, axis=1), minutes_limit))[0])
        if best == 0:
            break
        closed = swaps[best]
    return closed


def _hubs_rather(
    model: Model, problem: SitingProblem, chosen: Ints, closed: Ints, minutes_limit: float
) -> tuple[Ints, Ints]:
    """Keep a hub instead of opening a venue where that is as good on the measure.

    By swaps, in the order of the ids. Not for p-center, as above; set cover settles it exactly.
    """
    if model.idle is not None or model.value is not None:
        return chosen, closed
    for hub in closed.tolist():
        for venue in chosen.tolist():
            fewer, stays = chosen[chosen != venue], closed[closed != hub]
            now, then = _open(problem, chosen, closed), _open(problem, fewer, stays)
            if not broken_rules(problem, then) and model.as_good(problem, then, now, minutes_limit):
                chosen, closed = fewer, stays
                break
    return chosen, closed


def _open(problem: SitingProblem, chosen: Ints, closed: Ints) -> Ints:
    return np.union1d(np.setdiff1d(np.flatnonzero(problem.existing), closed), chosen)


def _breaks(problem: SitingProblem, chosen: Ints, closed: Ints) -> bool:
    return bool(broken_rules(problem, _open(problem, chosen, closed)))


def _keys(model: Model, problem: SitingProblem, nearest: Floats, minutes_limit: float) -> Floats:
    """Give the model's keys for k plans, then weighted minutes of all that are served."""
    minutes = problem.weight @ np.where(np.isfinite(nearest), nearest, 0.0)
    unserved = problem.weight @ np.isinf(nearest)
    keys = model.rank(problem, nearest, minutes_limit)
    return np.concatenate([keys, unserved[None], minutes[None]])


def _refuse_broken(problem: SitingProblem, open_sites: Ints) -> None:
    broken = broken_rules(problem, open_sites)
    if broken:
        raise SolverError(
            f"The plan breaks a condition ({broken[0]}); it is not used. Please report this."
        )


def _who_goes_where(
    problem: SitingProblem, open_sites: Ints, choice: Choice
) -> tuple[tuple[int | None, ...], Floats]:
    """Give each row its site and minutes; where room is limited, those of its largest share."""
    if choice.shares is None:
        return assign(problem, open_sites), problem.minutes_to_nearest(open_sites)
    largest: dict[int, tuple[float, int]] = {}
    for row, site, share in choice.shares:
        largest[row] = max(largest.get(row, (0.0, -1)), (share, -site))
    sites = [-largest[row][1] if row in largest else None for row in range(len(problem.weight))]
    minutes = np.array(
        [np.inf if site is None else problem.minutes[row, site] for row, site in enumerate(sites)]
    )
    return tuple(sites), minutes


def assign(problem: SitingProblem, open_sites: Ints) -> tuple[int | None, ...]:
    """Give each row its nearest open site, None where none is reached; see `Plan`."""
    if not len(open_sites):
        return (None,) * len(problem.demand_ids)
    minutes = problem.minutes[:, open_sites]
    nearest = open_sites[np.argmin(minutes, axis=1)].tolist()
    reached = np.isfinite(minutes).any(axis=1).tolist()
    return tuple(site if near else None for site, near in zip(nearest, reached))


def as_given(plan: Plan, problem: SitingProblem, rows: Ints, columns: Ints) -> Plan:
    """Give the plan of a sorted problem in the order of the problem as it was given.

    `rows` and `columns` are the demand and site indices that sorted it.
    """
    back = np.argsort(rows)
    sites = [None if site is None else int(columns[site]) for site in plan.assignment]
    return Plan(
        model=plan.model,
        problem=problem,
        minutes_limit=plan.minutes_limit,
        chosen=columns[plan.chosen],
        kept=columns[plan.kept],
        closed=columns[plan.closed],
        assignment=tuple(sites[row] for row in back),
        minutes=plan.minutes[back],
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        proven=plan.proven,
        seconds=plan.seconds,
        status=plan.status,
        unreachable=np.sort(rows[plan.unreachable]),
        shares=_as_given(plan, rows, columns),
        found=plan.found,
        unsettled=plan.unsettled,
        further=plan.further,
    )


def _as_given(plan: Plan, rows: Ints, columns: Ints) -> tuple[tuple[int, int, float], ...] | None:
    if plan.shares is None:
        return None
    return tuple((int(rows[row]), int(columns[site]), share) for row, site, share in plan.shares)


def _status(problem: SitingProblem, tight: bool, gap: float, choice: Choice) -> str:
    tested = 0 if problem.new_sites == 0 else len(problem.candidates())
    if tight:
        plan = f"plan from the {many(tested, 'venue', 'venues')} tested"
        which = plan if tested else "choice of hubs to keep"
        under = " under the conditions set" if problem.rules.ask_for_anything() else ""
        if choice.unsettled:
            return (
                f"Proven in part: no {which} has a better value on this measure{under}. Stopped at "
                f"the time limit, before this was settled: {choice.unsettled}."
            )
        return f"Proven: no {which} is better on this measure{under}."
    how = "Stopped at the time limit" if choice.out_of_time else "Stopped at the gap asked for"
    if not np.isfinite(gap):
        return f"{how}; how far it is from the best possible on this measure is not known."
    return f"{how}, within {percent_up(gap)} of the best possible on this measure."
