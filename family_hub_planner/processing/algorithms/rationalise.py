"""familyhub:rationalise: options for the estate, from nothing changes to most saved."""

from __future__ import annotations

import time
from datetime import date

from qgis.core import QgsProcessingOutputBoolean, QgsWkbTypes

from ...engine.rationalisation_page import EstateTables
from ...engine.siting.model import Limits
from ...engine.siting.rationalisation.dates import asked_day
from ...engine.siting.rationalisation.frontier import frontier
from ...engine.siting.stoppable import Stoppable
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..demand import not_public, read_demand
from ..fields import fields_of
from ..job import Job
from ..parameters import tr
from ..rationalisation import inputs
from ..rationalisation.buildings import read_buildings
from ..rationalisation.estate import read_estate
from ..rationalisation.report import page_of, report
from ..rationalisation.rows import (
    COLUMNS,
    WORSE,
    line_rows,
    option_rows,
    tables_of,
    worse_rows,
)
from ..rationalisation.sites import SITES, site_rows
from ..rationalisation.steps import EstateRun, problem_of, read_venues, steps_of
from ..styles import style_when_loaded
from ..travel import journeys_between, read_travel
from ..unrouted import write_unrouted

LINES = ("step", "site_id", "to_site", "move", "children")


class Rationalise(PlannerAlgorithm):
    """Finds what might merge, move or be given up, and what each step saves and costs."""

    ID = "rationalise"
    GROUP = "sites"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Options for the estate")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Finds options that might merge, move or be given up, and whom each concerns.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "estate,rationalisation,merge,move,give up,saving,buildings,frontier,lease,options"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        for parameter in inputs.estate_inputs():
            self.addParameter(parameter)
        make.add_demand(self)
        groups = (inputs.question_inputs(), inputs.money_inputs(), inputs.outreach_inputs())
        for group in (*groups, inputs.search_inputs(), inputs.outputs()):
            for parameter in group:
                self.addParameter(parameter)
        self.number_outputs(
            ("OPTIONS_FOUND", tr("Options beside nothing changes")),
            ("MOST_SAVED", tr("Most saved a year (pounds)")),
            ("UNROUTED_COUNT", tr("Places not routed")),
        )
        self.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("Proven best of those tested")))
        self.text_output("SOLVER_STATUS", tr("How sure it is"))

    def work(self, job: Job) -> None:
        """Route, read the estate, find the steps, write."""
        start = asked_day(job.text("FROM_DATE"), date.today())
        travel = read_travel(job)
        demand = read_demand(job, travel.crs, weighed=True)
        buildings = read_buildings(job, job.places("ESTATE", "ESTATE_ID", travel.crs), start)
        places = buildings.places
        journeys = journeys_between(
            job, travel, demand.places, places, "building",
            edge_minutes=job.number("MINUTES"), progress=job.progress.part(0.0, 0.3),
        )  # fmt: skip
        estate = read_estate(job, buildings, journeys, start)
        problem = problem_of(job, demand, estate, journeys)
        part = job.progress.part(0.3, 0.4)
        venues = read_venues(job, travel, demand, (estate, buildings), journeys, part)
        began, progress = time.perf_counter(), job.progress.part(0.4, 0.9)
        limits = Limits(job.number("TIME_LIMIT"), job.number("GAP"), progress, Stoppable(progress))
        found = frontier(problem, job.count("STEPS"), job.choice("SAVING"), limits)
        seconds = time.perf_counter() - began
        closed = not_public(venues.places)
        public = [site not in closed for site in venues.places.ids]
        steps = steps_of(job, demand, estate, problem, venues, found.steps, public)
        run = EstateRun(travel, demand, estate, journeys, problem, venues, found, steps, start)
        tables = tables_of(run, job.count("THRESHOLD"))
        page = page_of(job, run, tables, seconds)
        report(job, run, tables.frontier)
        self._write(job, run, tables, page)

    def _write(self, job: Job, run: EstateRun, tables: EstateTables, page: str) -> None:
        """Write every output that was asked for."""
        kind, crs, threshold = QgsWkbTypes.Type, run.travel.system(), job.count("THRESHOLD")
        rows, lines, worse = option_rows(run, threshold), line_rows(run), worse_rows(run)
        unrouted = [*run.journeys.unrouted]
        roles = {"demand": run.demand.places, "building": run.estate.places}
        if run.venues.journeys is not None:
            roles["venue"] = run.venues.places
            unrouted += [one for one in run.venues.journeys.unrouted if one.role == "venue"]
        write_unrouted(job, unrouted, roles, crs, run.demand.uncounted)
        job.write_rows("OUTPUT", fields_of(COLUMNS), rows, kind.Point, crs)
        job.write_table("FRONTIER", tables.frontier)
        job.write_rows("MOVES", fields_of(LINES), lines, kind.LineString, crs)
        job.write_rows("WORSE", fields_of(WORSE), worse, kind.Point, crs)
        job.write_rows("SITES", fields_of(SITES), site_rows(run), kind.Point, crs)
        job.write_table("BY_OWNER", tables.owners)
        job.write_table("BY_GROUP", tables.groups)
        job.write_page("HTML", page)
        style_when_loaded(job, "OUTPUT", "estate_options")
        style_when_loaded(job, "MOVES", "estate_moves")
        style_when_loaded(job, "WORSE", "longer_journeys")
        style_when_loaded(job, "SITES", "estate_after")
