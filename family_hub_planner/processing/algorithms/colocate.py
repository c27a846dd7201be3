"""familyhub:colocate: which services could share which buildings, what it saves and for whom."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY, QgsProcessingOutputBoolean, QgsWkbTypes

from ...engine.in_words import many
from ...engine.siting.colocation.by_service import BY_SERVICE, service_rows
from ...engine.siting.colocation.fit import Conditions
from ...engine.siting.colocation.missing import missing_of
from ...engine.siting.colocation.model import best_assignment
from ...engine.siting.colocation.pairs import pairs_of
from ...engine.siting.colocation.problem import CoLocation, Weights, problem_of
from ...engine.siting.colocation.records import read_apart
from ...engine.siting.colocation.room import ROOM, room_rows
from ...engine.siting.colocation.rows import (
    BY_BUDGET,
    BY_BUILDING,
    PAIRS,
    PLAN,
    budget_rows,
    building_rows,
    pair_rows,
    plan_rows,
)
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..colocation import inputs
from ..colocation.estate import Estate, in_order, read_estate, states, with_localities
from ..colocation.report import ColocationRun, groups_of, page_of, plan_facts, withheld_said
from ..colocation.services import ReadServices, read_services
from ..demand import DemandPlaces, read_demand
from ..fields import fields_of
from ..job import Job, Row
from ..parameters import tr
from ..styles import style_when_loaded
from ..travel import Travel, journeys_between, read_travel
from ..unrouted import write_unrouted


class Colocate(PlannerAlgorithm):
    """Tests which services could share which buildings."""

    ID = "colocate"
    GROUP = "sites"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Share buildings among services")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Tests which services could move into which buildings: money, room, journeys.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "co-location,colocation,estate,share,building,one public estate,assignment,saving"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        make.add_demand(self)
        for parameter in (*inputs.services(), *inputs.buildings(), *inputs.conditions()):
            self.addParameter(parameter)
        self.addParameter(make.mode())
        self.addParameter(make.direction())
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        limit = make.number("TIME_LIMIT", tr("Time limit (seconds)"), 60.0, 1.0)
        self.addParameter(make.advanced(limit))
        gap = make.number("GAP", tr("Stop within this share of the best"), 0.0, 0.0, 0.99)
        self.addParameter(make.advanced(gap))
        much = tr("Much longer: more minutes than")
        self.addParameter(make.advanced(make.number("WORSE_MINUTES", much, 10.0, 0.0, 1000.0)))
        threshold = make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)
        self.addParameter(make.advanced(threshold))
        self._declare_outputs()

    def _declare_outputs(self) -> None:
        """Add layers, the page and the values."""
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Pairs, ranked"), kind.TypeVectorLine))
        plan = make.sink("PLAN", tr("Best whole assignment"), kind.TypeVectorLine, optional=True)
        self.addParameter(plan)
        for name, label in (
            ("BY_BUILDING", tr("Buildings of the plan")),
            ("BY_BUDGET", tr("Savings and costs by budget")),
            ("BY_SERVICE", tr("Journeys by service")),
            ("ROOM", tr("Room in hubs and other buildings")),
        ):
            self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
        self.addParameter(make.unrouted())
        self.addParameter(make.html("HTML", tr("Summary page")))
        self.number_outputs(
            ("OBJECTIVE_VALUE", tr("Better than today as weighed (pounds a year)")),
            ("BOUND", tr("Best not ruled out")),
            ("GAP_FOUND", tr("Gap between the two")),
            ("SAVING", tr("Saved a year (pounds)")),
            ("ONE_OFF_COST", tr("One-off cost (pounds)")),
            ("MOVES", tr("Services that move")),
            ("CHILDREN_LONGER", tr("Children whose journeys, all together, are longer")),
            ("SERVICES_WITHHELD", tr("Confidential services left out")),
            ("BUILDINGS_WITHHELD", tr("Confidential buildings left out")),
            ("UNROUTED_COUNT", tr("Places not routed")),
        )
        self.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("Proven best of those tested")))
        self.text_output("SITES_GIVEN_UP", tr("Options to give up"))
        self.text_output("SOLVER_STATUS", tr("How sure it is"))

    def work(self, job: Job) -> None:
        """Read, route, solve, explain, write."""
        travel = read_travel(job)
        estate = in_order(read_estate(job, travel.crs))
        read = read_services(job, travel.crs, estate)
        weights = _weights(job, estate)
        demand = read_demand(job, travel.crs, weighed=True)
        estate = with_localities(job, estate, job.places("DEMAND", "DEMAND_ID", travel.crs))
        tested = {one.client_group for one in read.services}
        apart = read_apart(job.text("APART"), sorted(tested), sorted(read.groups - tested))
        journeys = journeys_between(
            job, travel, demand.places, estate.places, "building",
            progress=job.progress.part(0.0, 0.3),
        )  # fmt: skip
        problem = problem_of(
            read.services, estate.buildings, demand.demand, journeys.minutes, apart, weights,
            _asked(job, estate, weights),
        )  # fmt: skip
        run = _found(job, travel, demand, estate, read, problem)
        page = page_of(job, run)
        _report(job, run)
        places = {"demand": demand.places, "building": estate.places}
        write_unrouted(job, journeys.unrouted, places, travel.system(), demand.uncounted)
        _write(job, run, estate)
        job.write_page("HTML", page)
        style_when_loaded(job, "OUTPUT", "colocation_pairs")
        style_when_loaded(job, "PLAN", "colocation_plan")


def _weights(job: Job, estate: Estate) -> Weights:
    """Read the weights; one-off costs that no building states cannot be weighed."""
    years = job.number("ONE_OFF_YEARS") if states(estate, "one_off") else 0.0
    return Weights(job.number("W_COST"), job.number("W_TRAVEL"), years or None)


def _asked(job: Job, estate: Estate, weights: Weights) -> Conditions:
    return Conditions(
        only_step_free=job.yes("ONLY_STEP_FREE"),
        only_agreed=job.yes("ONLY_AGREED"),
        only_public=job.yes("PUBLIC_ONLY"),
        only_in_area=job.yes("ONLY_IN_AREA"),
        charged=states(estate, "cost_m2"),
        one_off_weighed=weights.one_off_years is not None,
    )


def _found(
    job: Job,
    travel: Travel,
    demand: DemandPlaces,
    estate: Estate,
    read: ReadServices,
    problem: CoLocation,
) -> ColocationRun:
    """Work out pairs and plan, and their rows."""
    threshold = job.count("THRESHOLD")
    pairs = pairs_of(problem, job.progress.part(0.3, 0.5))
    began = time.perf_counter()
    found = best_assignment(
        problem, job.number("TIME_LIMIT"), job.number("GAP"), job.progress.part(0.5, 1.0)
    )
    seconds = time.perf_counter() - began
    return ColocationRun(
        travel,
        demand,
        estate,
        read,
        found,
        seconds,
        pairs=list(pair_rows(problem, pairs, threshold)),
        plan=list(plan_rows(problem, found.worth, found.proven)),
        buildings=list(building_rows(problem, found.worth)),
        budgets=list(budget_rows(problem, found.worth)),
        room=list(room_rows(problem, pairs)),
        services=list(
            service_rows(problem, found.worth, groups_of(demand), job.number("WORSE_MINUTES"))
        ),
    )


def _write(job: Job, run: ColocationRun, estate: Estate) -> None:
    kind, crs = QgsWkbTypes.Type.LineString, run.travel.system()
    lines = dict(zip(estate.places.ids, estate.places.xy))
    for name, columns, rows in (("OUTPUT", PAIRS, run.pairs), ("PLAN", PLAN, run.plan)):
        job.write_rows(name, fields_of(columns), _with_lines(columns, rows, lines), kind, crs)
    for name, columns, rows in (
        ("BY_BUILDING", BY_BUILDING, run.buildings),
        ("BY_BUDGET", BY_BUDGET, run.budgets),
        ("BY_SERVICE", BY_SERVICE, run.services),
        ("ROOM", ROOM, run.room),
    ):
        job.write_rows(name, fields_of(columns), ((row, None) for row in rows))


def _with_lines(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], at: dict[str, np.ndarray]
) -> Iterator[Row]:
    """Give each row with a line from its old to its new place; none where nothing moves."""
    start, end = columns.index("from_site"), columns.index("to_site")
    for row in rows:
        one, other = at[row[start]], at[row[end]]
        line = None
        if row[start] != row[end] and np.isfinite([one, other]).all():
            line = QgsGeometry.fromPolylineXY([QgsPointXY(*one), QgsPointXY(*other)])
        yield row, line


def _report(job: Job, run: ColocationRun) -> None:
    found, worth = run.assignment, run.assignment.worth
    problem, facts = found.problem, plan_facts(run, job.number("WORSE_MINUTES"))
    given_up = ", ".join(problem.buildings[at].id for at in np.flatnonzero(worth.given_up))
    for said in [*run.estate.said, *withheld_said(run.read), *missing_of(problem)]:
        job.progress.warn(said)
    moves = int((worth.where != problem.home).sum())
    tested = many(len(problem.services), "service that was tested", "services that were tested")
    job.progress.info(
        f"{moves} of {tested} {'moves' if moves == 1 else 'move'}; options to give up: "
        f"{given_up or 'none'}. {found.status}"
    )
    job.returns(
        OBJECTIVE_VALUE=float(worth.gain),
        BOUND=float(found.bound),
        GAP_FOUND=float(found.gap) if np.isfinite(found.gap) else None,
        SAVING=float(worth.saving),
        ONE_OFF_COST=float(worth.one_off),
        MOVES=moves,
        CHILDREN_LONGER=facts.longer,
        SERVICES_WITHHELD=run.read.withheld,
        BUILDINGS_WITHHELD=sum(layer.withheld for layer in run.estate.layers.values()),
        PROVEN=bool(found.proven),
        SITES_GIVEN_UP=given_up,
        SOLVER_STATUS=found.status,
    )
