"""familyhub:comparescenarios: whose modelled journeys grow longer or shorter under each plan."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterMultipleLayers, QgsWkbTypes

from ...engine.comparison_tables import stacked
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..comparison.groups import TABLES, cars_of, tables_of
from ..comparison.pram import check_pram, pram_journeys, pram_table
from ..comparison.report import COLUMNS, comparison_rows, hub_names_of, page_of, report
from ..comparison.scenarios import plan_names, read_scenarios, words_of
from ..demand import read_demand
from ..fields import fields_of
from ..job import Job
from ..parameters import tr
from ..styles import style_when_loaded
from ..travel import TIMES_CRS


class CompareScenarios(PlannerAlgorithm):
    """Sets plans beside today, area by area."""

    ID = "comparescenarios"
    GROUP = "sites"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Compare scenarios (plans beside today)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Shows which areas have longer and shorter journeys under each plan, and who.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = (
            "compare,scenario,plan,before and after,closure,merge,give up,change,longer journeys,"
            "equality impact assessment,pram"
        )
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        base = make.table("BASE", tr("Coverage today"))
        told = tr("The coverage layer that 'Coverage of hubs' wrote for the hubs of today.")
        self.addParameter(make.explained(base, told))
        kind = make.SourceType
        plans = QgsProcessingParameterMultipleLayers(
            "PLAN", tr("Coverages under the plans"), kind.TypeVector
        )
        told = tr("One or more: the same run with each plan's hubs.")
        self.addParameter(make.explained(plans, told))
        names = make.text("PLAN_NAMES", tr("Names of the plans"), optional=True)
        told = tr("One for each, parted by semicolons. Empty: the layers' own names.")
        self.addParameter(make.explained(names, told))
        make.add_demand(self)
        self._declare_question()
        self._declare_pram()
        self._declare_outputs()

    def _declare_question(self) -> None:
        """Add what counts as a change, and for whom."""
        bands = make.text("BANDS", tr("Bands (minutes)"), optional=True)
        told = tr("Minutes, parted by commas. Empty: those of today's coverage.")
        self.addParameter(make.explained(bands, told))
        much = make.number("WORSE_MINUTES", tr("Much longer from (minutes more)"), 5.0, 0.0, 1000.0)
        told = tr("Areas whose journeys grow by more are counted apart and listed by name.")
        self.addParameter(make.explained(much, told))
        same = make.number("TOLERANCE", tr("Same journey up to (minutes)"), 0.5, 0.0, 60.0)
        self.addParameter(make.advanced(same))
        share = make.field("NO_CAR", tr("Households without a car"), "DEMAND")
        told = tr("A share, a percentage, or a number beside the number of all households.")
        self.addParameter(make.advanced(make.explained(share, told)))
        label = tr("All households (where that is a number)")
        self.addParameter(make.advanced(make.field("NO_CAR_HOUSEHOLDS", label, "DEMAND")))
        unlike = make.yes_no("ALLOW_UNLIKE", tr("Allow unlike coverages"), False)
        told = tr("Another network, other demand points or children: named instead of refused.")
        self.addParameter(make.advanced(make.explained(unlike, told)))

    def _declare_pram(self) -> None:
        """Add what the way there and back with a pram is worked out from."""
        self.addParameter(make.network(optional=True))
        hubs = make.points("HUBS", tr("Hubs of all scenarios"), optional=True)
        told = tr("With the network: for the way there and back with a pram, and for names.")
        self.addParameter(make.explained(hubs, told))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        self.addParameter(make.field("HUB_NAME", tr("Hub's name"), "HUBS"))
        self.addParameter(make.max_snap())

    def _declare_outputs(self) -> None:
        """Add layers, tables, the page and the values."""
        listed = make.count("LISTED", tr("Areas listed on the page"), 20, 1)
        self.addParameter(make.advanced(listed))
        threshold = make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)
        self.addParameter(make.advanced(threshold))
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Change of journeys"), kind.TypeVector))
        labels = (
            tr("By deprivation decile"), tr("By local quintile"), tr("By locality"),
            tr("By age of child"), tr("By group"), tr("By car"), tr("By the hubs that count"),
        )  # fmt: skip
        for name, label in zip(TABLES, labels):
            self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
        pram = tr("There and back with a pram")
        self.addParameter(make.sink("THERE_AND_BACK", pram, kind.TypeVector, optional=True))
        self.addParameter(make.html("HTML", tr("Summary page")))
        kinds = {
            "LONGER": tr("longer journeys"),
            "MUCH_LONGER": tr("much longer journeys"),
            "SHORTER": tr("shorter journeys"),
            "SAME": tr("the same journeys"),
            "ROUTE_LOST": tr("journeys no longer routed"),
            "ROUTE_GAINED": tr("journeys newly routed"),
            "UNROUTED": tr("journeys not routed"),
            "NOT_COMPARED": tr("journeys not compared"),
        }
        for what, label in (("AREAS", tr("Areas with {}")), ("CHILDREN", tr("Children with {}"))):
            self.number_outputs(*((f"{what}_{k}", label.format(v)) for k, v in kinds.items()))
        self.number_outputs(
            ("LONGEST_INCREASE", tr("Longest increase of an area's journey (minutes)")),
            ("PLANS_COMPARED", tr("Plans compared")),
        )
        self.text_output("HUBS_GIVEN_UP", tr("Hubs counted today alone"))
        self.text_output("HUBS_OPENED", tr("Hubs counted under the plan alone"))
        self.text_output("ALL_PLANS", tr("All plans in words"))

    def work(self, job: Job) -> None:
        """Read the coverages, set them side by side, write."""
        check_pram(job)
        network = job.network() if job.asked_for("NETWORK") else None
        crs = network.crs if network else _crs_of_demand(job)
        demand = read_demand(job, crs)
        read = read_scenarios(job, demand)
        cars = cars_of(job, demand, read.base)
        tables = [tables_of(plan.found, demand, cars) for plan in read.plans]
        pram = pram_journeys(job, network, demand, read)
        names = hub_names_of(job, crs)
        page = page_of(job, read, demand, tables, cars, pram, names)
        rows = list(comparison_rows(read, demand))
        report(job, read)
        job.write_rows("OUTPUT", fields_of(COLUMNS), rows, read.base.kind, read.base.crs)
        for name in TABLES:
            job.write_table(name, stacked([of_plan[name] for of_plan in tables]))
            style_when_loaded(job, name, "")
        job.write_table("THERE_AND_BACK", pram_table(read, pram, demand.demand.ids))
        job.write_page("HTML", page)
        shapes, drawn = QgsWkbTypes.GeometryType, QgsWkbTypes.geometryType(read.base.kind)
        if drawn in (shapes.PolygonGeometry, shapes.PointGeometry):
            areas = drawn == shapes.PolygonGeometry
            style, names = "change" if areas else "change_points", plan_names(read)
            style_when_loaded(job, "OUTPUT", style, words_of(read), "plan", names)


def _crs_of_demand(job: Job) -> str:
    """Give the demand's own system: without a network nothing is measured between places."""
    return job.source("DEMAND").sourceCrs().authid() or TIMES_CRS
