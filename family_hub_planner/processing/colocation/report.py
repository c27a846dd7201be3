"""The page of a co-location run, and what it says of data, weights and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.colocation_page import PlanFacts, colocation_page
from ...engine.in_words import many
from ...engine.method_note import Method
from ...engine.published import about
from ...engine.siting.colocation.by_service import BY_SERVICE
from ...engine.siting.colocation.judge import sharing_today
from ...engine.siting.colocation.missing import missing_of
from ...engine.siting.colocation.model import Assignment
from ...engine.siting.colocation.room import ROOM
from ...engine.siting.colocation.rows import (
    BY_BUDGET,
    BY_BUILDING,
    PAIRS,
    PLAN,
    whom,
)
from ...engine.tables import Table
from ..added_points import added_notes
from ..demand import DemandPlaces
from ..job import Job
from ..method import BARRED, FAST_ROADS, called, method_of, sources_of
from ..travel import Travel
from .estate import Estate
from .services import ReadServices

_RANKS = tuple(str(rank) for rank in range(1, 11))
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class ColocationRun:
    """What a run read and found; the rows are those of the result tables."""

    travel: Travel
    demand: DemandPlaces
    estate: Estate
    read: ReadServices
    assignment: Assignment
    seconds: float
    pairs: Rows
    plan: Rows
    buildings: Rows
    budgets: Rows
    services: Rows
    room: Rows


def page_of(job: Job, run: ColocationRun) -> str:
    """Give the page."""
    problem = run.assignment.problem
    method, layers = _method(job, run), {"Services": run.read.places, **run.estate.layers}
    return colocation_page(
        _table(PLAN, run.plan),
        _table(PAIRS, run.pairs),
        _table(BY_BUILDING, run.buildings),
        _table(BY_BUDGET, run.budgets),
        _table(BY_SERVICE, run.services),
        _table(ROOM, run.room),
        _whom(run),
        plan_facts(run, job.number("WORSE_MINUTES")),
        method=method,
        weights=weights_said(job, run),
        sources=sources_of(run.travel, run.demand, layers),
        notes=[
            *run.demand.remarks(),
            *job.beside(_notes(run)),
            *added_notes(run.demand.places),
        ],
        missing=missing_of(problem),
        limits=_limits(job, run),
    )


def _table(columns: Sequence[str], rows: Rows) -> Table:
    values = list(zip(*rows)) if rows else [()] * len(columns)
    return Table({name: list(column) for name, column in zip(columns, values)})


def _whom(run: ColocationRun) -> list[tuple[str, Table]]:
    """Count whose journeys change by decile, and by local quintile and locality where known."""
    problem, worth, demand = run.assignment.problem, run.assignment.worth, run.demand.demand
    label = run.demand.decile_name
    kinds = [(label[0].upper() + label[1:], _ranks(demand.decile), _RANKS)]
    if np.isfinite(demand.quintile).any():
        kinds.append(("Local quintile", _ranks(demand.quintile), _RANKS[:5]))
    if any(demand.locality):
        named = tuple(sorted({name for name in demand.locality if name}))
        kinds.append(("Locality", list(demand.locality), named))
    return [(kind, whom(problem, worth, keys, every)) for kind, keys, every in kinds]


def _ranks(values: np.ndarray) -> list[str]:
    return [f"{value:.0f}" if np.isfinite(value) else "" for value in values]


def groups_of(demand: DemandPlaces) -> list[tuple[str, list[str]]]:
    """Give the kinds of areas that journeys are told by, and each demand point's key."""
    one = demand.demand
    kinds = [("decile", _ranks(one.decile)), ("quintile", _ranks(one.quintile))]
    kinds.append(("locality", list(one.locality)))
    return [(kind, keys) for kind, keys in kinds if any(keys)]


def plan_facts(run: ColocationRun, much_longer: float) -> PlanFacts:
    """Gather the plan's figures."""
    found, worth = run.assignment, run.assignment.worth
    problem = found.problem
    every = whom(problem, worth, _ranks(run.demand.demand.decile), [])
    unknown = sum(
        np.isnan(problem.buildings[at].one_off) for at in np.flatnonzero(worth.moved_into)
    )
    return PlanFacts(
        services=len(problem.services),
        buildings=len(problem.buildings),
        saving=worth.saving,
        one_off=worth.one_off,
        one_off_unknown=int(unknown),
        longer=every.column("longer")[-1],
        much_longer=much_longer,
        gain=worth.gain,
        money=problem.weights.cost * (worth.saving - worth.one_off * problem.weights.a_year),
        bound=found.bound,
        gap=found.gap,
        proven=found.proven,
        status=found.status,
        seconds=run.seconds,
    )


def weights_said(job: Job, run: ColocationRun) -> list[str]:
    """Say in a reader's units what the measure weighs."""
    weights = run.assignment.problem.weights
    ours = " This is the planner's own choice, not a standard." if weights.travel == 1 else ""
    said = [
        f"A pound of running cost a year counts as £{weights.cost:g}.",
        f"One minute more on the way of one child is weighed as £{weights.travel:g} a year (with "
        "ten visits a year, there and back, that is an hour of a child's journey at "
        f"£{3 * weights.travel:g}).{ours}",
    ]
    if weights.one_off_years is None:
        said.append("One-off costs are shown and not weighed.")
    else:
        said.append(
            f"One-off costs, and grants to be paid back, are spread over {weights.one_off_years:g} "
            "years and weighed as running cost."
        )
    problem = run.assignment.problem
    if problem.asked.charged:
        said.append(_charge_said(job))
    known = sum(len(one.services) for one in problem.served if one.users_known)
    users = (
        f"For {known} of {len(problem.services)} services the children who use it in a year are "
        "stated and weighed; for the others every child of the area that it serves."
    )
    none = "No service states who uses it: every child of the area that it serves is weighed."
    return [*said, users if known else none]


def _charge_said(job: Job) -> str:
    asked = job.optional_number("MOVE_IN_COST")
    other = f"£{asked:g}" if asked is not None else "its running cost by floor area"
    return (
        "A service that moves pays for a square metre a year what the building states for it, "
        f"else {other}. What it pays is not counted as income of the building's owner."
    )


def _notes(run: ColocationRun) -> list[str]:
    problem = run.assignment.problem
    said = [
        f"{problem.services[one].id} and {problem.services[other].id} share "
        f"{problem.buildings[problem.home[one]].called} today, though their client groups must not "
        "share a building. The plan may leave that as it is; it makes no new case of it."
        for one, other in sharing_today(problem)
    ]
    lost = [one for one in problem.served if not one.asking.any()]
    if lost:
        first = problem.services[lost[0].services[0]]
        said.append(
            f"For {many(sum(len(one.services) for one in lost), 'service', 'services')} (first: "
            f"{first.id}) no family of the area served is known to reach it today: left in place."
        )
    said += [*run.estate.said, *withheld_said(run.read)]
    if not any(one.may_give_up for one in problem.buildings):
        said.append(
            "No building was named that may be given up: no running cost of a building is counted "
            "as saved, and savings come from what services pay for their places alone."
        )
    return said


def withheld_said(read: ReadServices) -> list[str]:
    """Say how many services are left out for confidence's sake, and name none."""
    if not read.withheld:
        return []
    are = many(read.withheld, "service is", "services are")
    return [f"{are} confidential, or in a confidential building: left out, and named nowhere."]


def _limits(job: Job, run: ColocationRun) -> list[str]:
    problem = run.assignment.problem
    lost = np.zeros(len(problem.children), dtype=bool)
    for one in problem.served:
        lost |= one.unreached
    if not lost.any():
        return []
    children = about(float(problem.children[lost].sum()), job.count("THRESHOLD"))
    areas = many(int(lost.sum()), "area", "areas")
    return [
        f"Families of {areas} ({children} children) cannot reach one service of the list at least "
        "today, or could not be routed: they have no minutes to it to compare, and are in no "
        "figure of its journeys. The table of journeys by service counts them apart."
    ]


def _method(job: Job, run: ColocationRun) -> Method:
    problem, table = run.assignment.problem, called(run.read.places, "the table given")
    further = {
        "Demand": called(run.demand.places, "the demand points given"),
        "Services": f"{table} ({len(problem.services)} tested{_and_left_out(run.read.withheld)})",
        **{
            what: f"{called(layer, 'the layer given')} "
            f"({len(layer)}{_and_left_out(layer.withheld)})"
            for what, layer in run.estate.layers.items()
        },
        "Client groups kept apart": job.text("APART") or "none",
        "May be given up": ", ".join(one.id for one in problem.buildings if one.may_give_up)
        or "none",
        "Only into step-free buildings": _yes(job, "ONLY_STEP_FREE"),
        "Only into buildings open to the public": _yes(job, "PUBLIC_ONLY"),
        "Only where the owner has agreed": _yes(job, "ONLY_AGREED"),
        "Only within the area a service serves": _yes(job, "ONLY_IN_AREA"),
    }
    if job.fast_roads_barred():
        further[FAST_ROADS] = BARRED
    return method_of(job, run.travel, run.demand, further, {}, {})


def _and_left_out(count: int) -> str:
    return f", and {count} confidential left out" if count else ""


def _yes(job: Job, name: str) -> str:
    return "yes" if job.yes(name) else "no"
