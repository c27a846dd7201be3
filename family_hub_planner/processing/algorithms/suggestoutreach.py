"""familyhub:suggestoutreach: outreach points linked to hubs, in two tiers, with proof."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsProcessingOutputBoolean, QgsWkbTypes

from ...engine.progress import Progress
from ...engine.siting.model import Limits
from ...engine.siting.outreach.card import Facts, cards
from ...engine.siting.outreach.frontier import frontier, today
from ...engine.siting.outreach.plan import OutreachPlan
from ...engine.siting.outreach.reasons import reasons
from ...engine.siting.outreach.stability import stability
from ...engine.siting.outreach.suggest import suggest_outreach
from ...engine.siting.stoppable import Stoppable
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..demand import read_demand
from ..fields import fields_of
from ..job import Job
from ..outreach import inputs
from ..outreach.problem import Read, check_staff_travel, read_problem
from ..outreach.report import Found, page_of
from ..outreach.rows import ASSIGNMENT, COLUMNS, LINKS, assignment_rows, link_rows, site_rows
from ..outreach.sites import read_outreach_sites
from ..parameters import tr
from ..styles import style_when_loaded
from ..travel import read_travel
from ..unrouted import write_unrouted

# What each may take of the time limit, besides the search itself.
_REASONS, _STABILITY, _FRONTIER = 0.5, 0.5, 1.0


class SuggestOutreach(PlannerAlgorithm):
    """Suggests outreach points out of venues, each linked to a hub."""

    ID = "suggestoutreach"
    GROUP = "sites"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Suggest outreach points linked to hubs")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr(
            "Finds venues where hubs' staff would reach most need beyond the hubs, with proof."
        )

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "outreach,network site,spoke,satellite,hierarchical,two tiers,sessions,staff,hub"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        make.add_demand(self)
        asked = (*inputs.layers(), *inputs.question(), *inputs.search(), *inputs.further())
        for parameter in asked:
            self.addParameter(parameter)
        self._declare_outputs()

    def _declare_outputs(self) -> None:
        """Add layers, the page and the values."""
        kind = make.SourceType
        lines = kind.TypeVectorLine
        self.addParameter(make.sink("OUTPUT", tr("Hubs and outreach points"), kind.TypeVectorPoint))
        self.addParameter(make.sink("ASSIGNMENT", tr("Who goes where"), lines, optional=True))
        self.addParameter(make.sink("LINKS", tr("Links of hubs and points"), lines, optional=True))
        label = tr("Frontier: need reached by number of points")
        self.addParameter(make.sink("FRONTIER", label, kind.TypeVector, optional=True))
        self.addParameter(make.unrouted())
        self.addParameter(make.html("HTML", tr("Summary page")))
        self.number_outputs(
            ("OBJECTIVE_VALUE", tr("Value of the plan")),
            ("BOUND", tr("Best value not ruled out")),
            ("GAP_FOUND", tr("Gap of the search")),
            ("GIVEN_UP", tr("Value given up for types of venues")),
            ("CHILDREN_HUB", tr("Children within reach of a hub")),
            ("CHILDREN_OUTREACH", tr("Children within reach of an outreach point only")),
            ("CHILDREN_NEITHER", tr("Children within reach of neither")),
            ("VENUES_BEYOND_DRIVE", tr("Venues beyond staff drive of every hub")),
            ("UNROUTED_COUNT", tr("Places not routed")),
        )
        self.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("Proven best of those tested")))
        self.text_output("SITES_CHOSEN", tr("Outreach points suggested"))
        self.text_output("HUBS_CHOSEN", tr("New hubs suggested"))
        self.text_output("SOLVER_STATUS", tr("How sure it is"))

    def work(self, job: Job) -> None:
        """Route, solve, explain, write."""
        check_staff_travel(job)
        travel = read_travel(job)
        demand = read_demand(job, travel.crs, weighed=True)
        sites = read_outreach_sites(job, travel.crs)
        read = read_problem(job, travel, demand, sites, job.progress.part(0.0, 0.5))
        plan = suggest_outreach(
            read.problem, job.number("TIME_LIMIT"), job.number("GAP"), job.progress.part(0.5, 0.7)
        )
        found = _found(job, read, plan, job.progress.part(0.7, 1.0))
        rows = list(site_rows(sites, found.cards, read.problem))
        page = page_of(job, read, found, [values for values, _ in rows])
        kind, crs = QgsWkbTypes.Type, travel.system()
        _report(job, read, plan)
        places = {"demand": demand.places, "site": sites.places}
        write_unrouted(job, read.journeys.unrouted, places, crs, demand.uncounted)
        job.write_rows("OUTPUT", fields_of(COLUMNS), rows, kind.Point, crs)
        lines = assignment_rows(plan, demand.places, sites.places)
        job.write_rows("ASSIGNMENT", fields_of(ASSIGNMENT), lines, kind.LineString, crs)
        links = link_rows(plan, sites.places)
        job.write_rows("LINKS", fields_of(LINKS), links, kind.LineString, crs)
        if found.frontier is not None:
            job.write_table("FRONTIER", found.frontier)
        job.write_page("HTML", page)
        style_when_loaded(job, "OUTPUT", "outreach")
        style_when_loaded(job, "ASSIGNMENT", "outreach_assignment")
        style_when_loaded(job, "LINKS", "outreach_links")


def _found(job: Job, read: Read, plan: OutreachPlan, progress: Progress) -> Found:
    """Work out the reasons, what else was asked for, and a card for each site of the plan."""
    why = reasons(plan, _limits(job, _REASONS, progress.part(0.0, 0.4)))
    steady = None
    if job.yes("STABILITY"):
        steady = stability(plan, _limits(job, _STABILITY, progress.part(0.4, 0.7)))
    sites = read.sites
    facts = Facts(sites.names, sites.types, sites.named_types, job.count("THRESHOLD"), steady)
    limits = _limits(job, _FRONTIER, progress.part(0.7, 1.0))
    asked, further = job.optional_number("FRONTIER_TO"), None
    if asked is not None or job.asked_for("FRONTIER") or job.asked_for("HTML"):
        most = job.count("OUTREACH") if asked is None else int(asked)
        further = frontier(plan, most, limits)
    made = cards(plan, why, read.demand.demand, facts)
    return Found(plan, today(plan, limits), made, steady, further)


def _limits(job: Job, share: float, progress: Progress) -> Limits:
    runner = Stoppable(progress)
    return Limits(share * job.number("TIME_LIMIT"), job.number("GAP"), progress, runner)


def _report(job: Job, read: Read, plan: OutreachPlan) -> None:
    ids = plan.problem.site_ids
    points, hubs = (
        ", ".join(sorted(ids[site] for site in some)) for some in (plan.new_points, plan.new_hubs)
    )
    also = f" New hubs: {hubs}." if hubs else ""
    job.progress.info(f"Outreach points suggested: {points or 'none'}.{also} {plan.status}")
    for remark in plan.remarks:
        job.progress.warn(remark)
    by_hub, by_point, neither = plan.tiers().sums(read.demand.demand.children)
    job.returns(
        OBJECTIVE_VALUE=float(plan.objective),
        BOUND=float(plan.bound) if np.isfinite(plan.bound) else None,
        GAP_FOUND=float(plan.gap) if np.isfinite(plan.gap) else None,
        GIVEN_UP=float(plan.given_up),
        CHILDREN_HUB=by_hub,
        CHILDREN_OUTREACH=by_point,
        CHILDREN_NEITHER=neither,
        VENUES_BEYOND_DRIVE=len(plan.problem.beyond_staff_drive()),
        PROVEN=bool(plan.proven),
        SITES_CHOSEN=points,
        HUBS_CHOSEN=hubs,
        SOLVER_STATUS=plan.status,
    )
