"""familyhub:report: the evidence pack behind a decision, from a run or from single results."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ...engine.report.audience import for_public
from ...engine.report.checks import check
from ...engine.report.evidence import AUDIENCES, INTERNAL, NOT_LOOKED_UP, PUBLIC
from ...engine.report.html import pack_html
from ...engine.report.map_data import map_of
from ...engine.report.run_sources import owes_osm
from ...engine.report.sections import document_of
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..report.outputs import declare_beside, refuse_places, write_beside
from ..report.read import credit_of, read_evidence


class Report(PlannerAlgorithm):
    """Writes the site-locations report behind a cabinet decision."""

    ID = "report"
    GROUP = "evidence"
    PACKAGES = ("numpy",)

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Evidence pack (report)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Writes one page with map, tables and sources from the results of a run.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = (
            "report,evidence,pack,cabinet,decision,paper,equality impact assessment,consultation,"
            "members,councillors,public,html"
        )
        return tr(words).split(",")

    def flags(self) -> Any:
        """Run on the main thread: QGIS's layouts draw the PDF, and may be made there alone."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def declare(self) -> None:
        """Add parameters and outputs."""
        run = make.file("SCENARIO", tr("A run (results.json or its folder)"), "JSON (*.json)", True)
        told = tr("What 'Run a scenario' wrote. Single results below stand in its results' place.")
        run.setMetadata({make.OR_FOLDER: True})
        self.addParameter(make.explained(run, told))
        data = make.folder("DATA", tr("Folder of the run's input files"))
        told = tr("Where inputs on another drive than the run's results are looked for.")
        self.addParameter(make.advanced(make.explained(data, told)))
        runs = make.text("RUNS", tr("Runs of the panel (JSON)"), optional=True)
        runs.setFlags(runs.flags() | QgsProcessingParameterDefinition.Flag.FlagHidden)
        told = tr("The panel writes it: from it results.json and scenario.json come by the page.")
        self.addParameter(make.explained(runs, told))
        self._declare_words()
        self._declare_today()
        self._declare_options()
        self._declare_sites()
        threshold = make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)
        self.addParameter(make.advanced(threshold))
        self._declare_outputs()

    def _declare_words(self) -> None:
        """Add what the pack is called and asked."""
        for name, label in (
            ("TITLE", tr("Title")),
            ("QUESTION", tr("The question")),
            ("AUTHORITY", tr("Authority")),
        ):
            self.addParameter(make.text(name, label, optional=True))
        audience = make.choice("AUDIENCE", tr("Audience"), AUDIENCES, INTERNAL)
        told = tr(
            "public: costs, leases, comments, confidential places and small counts are withheld."
        )
        self.addParameter(make.explained(audience, told))

    def _declare_today(self) -> None:
        """Add need, hubs and today's coverage with its tables."""
        self.addParameter(make.table("NEED", tr("Need by area"), optional=True))
        self.addParameter(make.points("HUBS", tr("Hubs"), optional=True))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        self.addParameter(make.field("HUB_NAME", tr("Hub's name"), "HUBS"))
        for name, label in (
            ("COVERAGE", tr("Coverage today")),
            ("BY_DECILE", tr("Today by deprivation decile")),
            ("BY_QUINTILE", tr("Today by local quintile")),
            ("BY_LOCALITY", tr("Today by locality")),
            ("BY_WARD", tr("Today by ward")),
            ("BY_HUB", tr("Today by hub")),
            ("BY_GROUP", tr("Today by group")),
            ("BY_AGE", tr("Today by age of child")),
            ("BY_MODE", tr("Today by the mode that families have (car)")),
            ("BY_RURAL_URBAN", tr("Today by rural-urban class")),
            ("BY_OFFER", tr("Today by the hubs that count")),
            ("BY_DIGITAL", tr("Today by digital tier")),
            ("BY_SERVICE", tr("Today by service and locality")),
            ("EQUITY", tr("How evenly (equity measures)")),
            ("GAPS", tr("Gaps with names")),
            ("UNROUTED", tr("Places not routed")),
        ):
            self.addParameter(self._result(name, label))
        network = make.network(optional=True)
        told = tr(
            "A file of one of the network algorithms: its main roads and water are drawn, its "
            "speeds and source are told."
        )
        self.addParameter(make.explained(network, told))

    def _declare_options(self) -> None:
        """Add the options' coverages and what the comparison with today gave."""
        kind = make.SourceType.TypeVector
        plans = QgsProcessingParameterMultipleLayers(
            "PLANS", tr("Coverages under the options"), kind, optional=True
        )
        self.addParameter(plans)
        names = make.text("PLAN_NAMES", tr("Names of the options"), optional=True)
        told = tr("One for each, parted by semicolons, as in the comparison.")
        self.addParameter(make.explained(names, told))
        beside = QgsProcessingParameterMultipleLayers(
            "BESIDE", tr("Further coverages and needs, to show beside"), kind, optional=True
        )
        told = tr(
            "Of other modes, ages, hubs or weightings: a row each by decile and local quintile."
        )
        self.addParameter(make.advanced(make.explained(beside, told)))
        names = make.text("BESIDE_NAMES", tr("Names of these"), optional=True)
        told = tr("One for each, parted by semicolons. Empty: the layers' own.")
        self.addParameter(make.advanced(make.explained(names, told)))
        for name, label in (
            ("COMPARISON", tr("Change of journeys")),
            ("CHANGE_BY_DECILE", tr("Change by deprivation decile")),
            ("CHANGE_BY_QUINTILE", tr("Change by local quintile")),
            ("CHANGE_BY_LOCALITY", tr("Change by locality")),
            ("CHANGE_BY_AGE", tr("Change by age of child")),
            ("CHANGE_BY_GROUP", tr("Change by group")),
            ("CHANGE_BY_CAR", tr("Change by car")),
            ("CHANGE_THERE_AND_BACK", tr("There and back with a pram")),
        ):
            self.addParameter(self._result(name, label))
        label = tr("Much longer from (minutes more)")
        much = make.number("WORSE_MINUTES", label, None, 0.0, 1000.0, optional=True)
        told = tr("As the comparison was run. Empty: as the run says, else 5.")
        self.addParameter(make.advanced(make.explained(much, told)))

    def _declare_sites(self) -> None:
        """Add what was suggested, the estate, shared buildings and what people said."""
        for name, label in (
            ("SITES", tr("Suggested sites")),
            ("SITES_FRONTIER", tr("Suggested sites: frontier")),
            ("OUTREACH", tr("Suggested outreach points")),
            ("OUTREACH_FRONTIER", tr("Outreach points: frontier")),
            ("ESTATE", tr("Options for the estate")),
            ("FRONTIER", tr("Options for the estate: frontier")),
            ("COLOCATION", tr("Services that might share: pairs")),
            ("COLOCATION_PLAN", tr("Services that might share: plan")),
            ("CONSULTATION", tr("Voices by area, hub and gap")),
        ):
            self.addParameter(self._result(name, label))
        said = QgsProcessingParameterString(
            "CONSULTATION_TEXT", tr("What consultation said (a line each)"), None, True, True
        )
        self.addParameter(said)

    @staticmethod
    def _result(name: str, label: str) -> Any:
        parameter = make.table(name, label, optional=True)
        return make.advanced(parameter)

    def _declare_outputs(self) -> None:
        """Add the page."""
        kind, label = tr("HTML page (*.html)"), tr("Evidence pack (page)")
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", label, kind))
        self.number_outputs(
            ("SECTIONS", tr("Sections")), ("TABLES_COUNT", tr("Tables")), ("FIGURES", tr("Traces"))
        )
        declare_beside(self)

    def work(self, job: Job) -> None:
        """Read, check, take out what the audience must not see, write page, PDF and tables."""
        refuse_places(job)
        evidence = read_evidence(job)
        job.progress.stop_if_asked()
        checked = check(evidence)
        if job.choice("AUDIENCE") == PUBLIC:
            evidence = for_public(evidence, job.count("THRESHOLD"))
        for text in evidence.withheld:
            if text.startswith(NOT_LOOKED_UP):
                job.progress.warn(text)
        document = document_of(evidence, [f"{one.title}: {one.said}" for one in checked])
        found = map_of(evidence, credit_of(evidence))
        job.progress.stop_if_asked()
        page = pack_html(document, found, owes_osm(evidence))
        # The PDF first: it alone takes long enough to be cancelled, and nothing stands yet then.
        write_beside(job, document, evidence, found)
        job.write_page("OUTPUT", page)
        job.returns(
            SECTIONS=len(document.parts()),
            TABLES_COUNT=len(document.sheets()),
            FIGURES=len(document.traces),
        )
