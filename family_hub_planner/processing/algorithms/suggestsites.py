"""familyhub:suggestsites: where hubs should stand, by classical location models, with proof."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY, QgsProcessingOutputBoolean, QgsWkbTypes

from ...engine.siting.plan import Plan
from ...engine.siting.suggest import MODELS, suggest
from .. import parameters as make
from .. import siting_conditions, siting_reasons
from ..base import PlannerAlgorithm
from ..demand import DemandPlaces, read_demand
from ..fields import fields_of
from ..job import Job, Row
from ..layers import Places
from ..no_car import check_no_car, no_car_inputs
from ..own_modes import without_car
from ..parameters import tr
from ..siting import COLUMNS, problem_of, read_sites
from ..siting_asked import asked_of, costs_of
from ..siting_modes import by_own_modes
from ..siting_reasons import not_routed_nearby, of_page, reasons_of, site_rows
from ..siting_report import SitingRun, page_of
from ..styles import style_when_loaded
from ..travel import journeys_between, read_travel
from ..unrouted import write_unrouted


class SuggestSites(PlannerAlgorithm):
    """Suggests sites out of candidate venues."""

    ID = "suggestsites"
    GROUP = "sites"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Suggest sites for hubs")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Finds which candidate venues would reach the most need, and says how sure.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "location,allocation,optimise,p-median,maximal cover,MCLP,siting,where,best,hub"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        make.add_demand(self)
        self.addParameter(make.points("CANDIDATES", tr("Candidate venues")))
        self.addParameter(make.field("CANDIDATE_ID", tr("Candidate id"), "CANDIDATES"))
        self.addParameter(make.field("CANDIDATE_NAME", tr("Candidate's name"), "CANDIDATES"))
        self.addParameter(make.points("EXISTING", tr("Existing hubs, kept open"), optional=True))
        self.addParameter(make.field("EXISTING_ID", tr("Existing hub id"), "EXISTING"))
        self.addParameter(make.field("EXISTING_NAME", tr("Existing hub's name"), "EXISTING"))
        self._declare_question()
        self._declare_search()
        self._declare_outputs()

    def _declare_question(self) -> None:
        """Add what is asked for, and under which conditions."""
        objectives = make.choice("OBJECTIVE", tr("Objective"), tuple(MODELS), "maximal_cover")
        how = tr(
            "maximal_cover: most need within the minutes of a hub. p_median: least need-weighted "
            "minutes to the nearest hub. set_cover: fewest hubs that bring need within the "
            "minutes. p_center: shortest longest journey, then the next worst. most_equal: least "
            "equally-distributed equivalent of the minutes. mixed: mean minutes and need beyond."
        )
        self.addParameter(make.explained(objectives, how))
        sites = make.count("SITES", tr("New sites to open"), 3, 0)
        told = tr("Besides the existing hubs; at most so many. Not used by set_cover.")
        self.addParameter(make.explained(sites, told))
        minutes = make.number("MINUTES", tr("Within minutes"), 20.0, 0.1, 1000.0)
        told = tr("Used by maximal_cover, set_cover, mixed, the floors and the page.")
        self.addParameter(make.explained(minutes, told))
        share = make.number("COVER_SHARE", tr("Cover at least (% of need)"), 100.0, 0.1, 100.0)
        told = tr("For set_cover. 100: every area that any hub or venue has within the minutes.")
        self.addParameter(make.advanced(make.explained(share, told)))
        mix = make.number("MIX", tr("Weight of need beyond the minutes"), 0.5, 0.0, 1.0)
        told = tr("For mixed: the rest is on mean minutes.")
        self.addParameter(make.advanced(make.explained(mix, told)))
        conditions = (*siting_conditions.inputs(), *no_car_inputs(), *siting_reasons.inputs())
        for parameter in conditions:
            self.addParameter(parameter)

    def _declare_search(self) -> None:
        """Add which venues are tested, how families travel, and how long is searched."""
        agreed = make.yes_no("ONLY_AGREED", tr("Only venues whose owner has agreed"), False)
        how = tr("By the column owner_agreed. Off: all are tested, and the reason says so.")
        self.addParameter(make.advanced(make.explained(agreed, how)))
        public = make.yes_no("PUBLIC_ONLY", tr("Only venues open to the public"), True)
        how = tr("By the column open_to. Off: all count as open to all, and the reason says so.")
        self.addParameter(make.advanced(make.explained(public, how)))
        self.addParameter(make.mode())
        self.addParameter(make.direction())
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        self.addParameter(make.text("SERVICE", tr("Only hubs with this service"), optional=True))
        self.addParameter(
            make.advanced(make.number("TIME_LIMIT", tr("Time limit (seconds)"), 60.0, 1.0))
        )
        gap = make.number("GAP", tr("Stop within this share of the best"), 0.0, 0.0, 0.99)
        self.addParameter(make.advanced(gap))
        hours = make.number("FULL_HOURS", tr("Hours a week of a full-time hub"), 15.0, 0.0, 168.0)
        self.addParameter(make.advanced(hours))
        threshold = make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)
        self.addParameter(make.advanced(threshold))

    def _declare_outputs(self) -> None:
        """Add layers, the page and the values."""
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Suggested sites"), kind.TypeVectorPoint))
        lines = make.sink("ASSIGNMENT", tr("Who goes where"), kind.TypeVectorLine, optional=True)
        self.addParameter(lines)
        frontier = tr("Frontier: need reached by number of sites")
        self.addParameter(make.sink("FRONTIER", frontier, kind.TypeVector, optional=True))
        self.addParameter(make.unrouted())
        self.addParameter(make.html("HTML", tr("Summary page")))
        self.number_outputs(
            ("OBJECTIVE_VALUE", tr("Value of the plan")),
            ("BOUND", tr("Best value not ruled out")),
            ("GAP_FOUND", tr("Gap between the two")),
            ("UNROUTED_COUNT", tr("Places not routed")),
            ("COST_ONCE", tr("Cost of the plan, once (pounds)")),
            ("COST_YEARLY", tr("Cost of all its hubs a year (pounds)")),
        )
        self.addOutput(QgsProcessingOutputBoolean("PROVEN", tr("Proven best of those tested")))
        self.text_output("SITES_CHOSEN", tr("Sites suggested"))
        self.text_output("SITES_TO_CLOSE", tr("Options to close"))
        self.text_output("SOLVER_STATUS", tr("How sure it is"))

    def work(self, job: Job) -> None:
        """Route, solve, explain, write."""
        check_no_car(job)
        travel = read_travel(job, bool(job.field("NO_CAR")))
        demand = read_demand(job, travel.crs, weighed=True)
        sites = read_sites(job, travel.crs)
        journeys = journeys_between(
            job,
            travel,
            demand.places,
            sites.places,
            "site",
            edge_minutes=job.number("MINUTES"),
            progress=job.progress.part(0.0, 0.5),
        )
        without = without_car(job, travel, demand, sites.places)
        if without is not None:
            demand, journeys = by_own_modes(demand, journeys, without)
        spacing = job.optional_number("SPACING_M")
        rules = siting_conditions.rules_of(job, demand, sites, spacing)
        problem = problem_of(job, demand.demand, sites, journeys, rules)
        plan = suggest(
            job.choice("OBJECTIVE"),
            problem,
            job.number("MINUTES"),
            job.number("TIME_LIMIT"),
            job.number("GAP"),
            job.progress.part(0.5, 0.8),
            job.number("COVER_SHARE") / 100,
            job.number("MIX"),
        )
        reasons = reasons_of(job, plan, demand, sites, job.progress.part(0.8, 1.0))
        lost = not_routed_nearby(job, plan, demand, sites)
        rows = list(site_rows(sites, reasons, lost))
        found = SitingRun(travel, demand, sites, journeys, plan, reasons.today)
        further = of_page(job, plan, sites, reasons, demand)
        further["asked"] = asked_of(job, plan, sites)
        page = page_of(job, found, [values for values, _ in rows], further)
        kind, crs = QgsWkbTypes.Type, travel.system()
        _report(job, plan, sites.places)
        places = {"demand": demand.places, "site": sites.places}
        write_unrouted(job, journeys.unrouted, places, crs, demand.uncounted)
        job.write_rows("OUTPUT", fields_of(COLUMNS), rows, kind.Point, crs)
        fields = fields_of(["area_code", "site_id", "minutes", "share"])
        assigned = _assigned(plan, demand, sites.places)
        job.write_rows("ASSIGNMENT", fields, assigned, kind.LineString, crs)
        if reasons.frontier is not None:
            job.write_table("FRONTIER", reasons.frontier)
        job.write_page("HTML", page)
        style_when_loaded(job, "OUTPUT", "sites")
        style_when_loaded(job, "ASSIGNMENT", "assignment")


def _assigned(plan: Plan, demand: DemandPlaces, sites: Places) -> Iterator[Row]:
    """Give each served area with a line to its site, or to each that it is shared out among."""
    shared: dict[int, list[tuple[int, float]]] = {}
    for row, site, share in plan.shares or ():
        shared.setdefault(row, []).append((site, share))
    for row, nearest in enumerate(plan.assignment):
        code, whole = demand.places.ids[row], [] if nearest is None else [(nearest, 1.0)]
        sites_of_row = whole if plan.shares is None else sorted(shared.get(row, []))
        if not sites_of_row:
            yield [code, None, None, None], None
        for site, share in sites_of_row:
            ends = [QgsPointXY(*demand.places.xy[row]), QgsPointXY(*sites.xy[site])]
            minutes = float(plan.problem.minutes[row, site])
            yield [code, sites.ids[site], minutes, share], QgsGeometry.fromPolylineXY(ends)


def _report(job: Job, plan: Plan, sites: Places) -> None:
    chosen, closed = (
        ", ".join(sites.ids[site] for site in some) for some in (plan.chosen, plan.closed)
    )
    closing = f" Options to close: {closed}." if closed else ""
    job.progress.info(f"Suggested: {chosen or 'none'}.{closing} {plan.status}")
    for remark in plan.remarks():
        job.progress.warn(remark)
    finite = np.isfinite(plan.gap)
    job.returns(
        OBJECTIVE_VALUE=float(plan.objective),
        BOUND=float(plan.bound) if np.isfinite(plan.bound) else None,
        GAP_FOUND=float(plan.gap) if finite else None,
        PROVEN=bool(plan.proven),
        SITES_CHOSEN=chosen,
        SITES_TO_CLOSE=closed,
        SOLVER_STATUS=plan.status,
        **costs_of(plan),
    )
