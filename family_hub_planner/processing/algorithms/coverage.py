"""familyhub:coverage: minutes to the nearest hub for every area, and who is left out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsWkbTypes

from ...engine.coverage import Coverage, cover
from ...engine.coverage_page import coverage_page, headline
from ...engine.journeys import Journeys
from .. import parameters as make
from ..access_report import report_access
from ..added_points import added_column, added_notes
from ..base import PlannerAlgorithm
from ..coverage.chapters import CHAPTERS, further_results
from ..coverage.made_with import MADE, made_columns
from ..coverage.report import coverage_method, coverage_notes, coverage_rows, report_coverage
from ..coverage.run import Further, Run
from ..coverage.second_allocation import both_allocations
from ..coverage.workbook import declare_workbook, write_workbook
from ..demand import DemandPlaces, read_demand, serving
from ..fields import fields_of
from ..job import Job
from ..method import sources_of
from ..own_modes import without_car
from ..parameters import tr
from ..pictures import Shapes, shapes_of
from ..styles import style_when_loaded
from ..travel import journeys_between, read_travel
from ..unrouted import write_unrouted

COLUMNS = (
    "area_code", "minutes", "hub_id", "band", "note", "near_edge", "children", "need",
    "fast_road_minutes", *MADE,
)  # fmt: skip
TABLES = ("BY_HUB", "BY_DECILE", "BY_QUINTILE", "BY_LOCALITY")


class CoverageOfHubs(PlannerAlgorithm):
    """Says who is within reach of a hub, and who is not."""

    ID = "coverage"
    GROUP = "reach"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Coverage of hubs (who is reached)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Counts the children modelled within reach of a hub, by deprivation and place.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "coverage,reach,equity,deprivation,decile,children,gap,left out,nearest hub,access"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        self.addParameter(make.points("HUBS", tr("Hubs")))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        self.addParameter(make.field("HUB_NAME", tr("Hub's name"), "HUBS"))
        make.add_demand(self)
        for chapter in CHAPTERS:
            for parameter in chapter.inputs():
                self.addParameter(parameter)
        self.addParameter(make.polygons("AREAS", tr("Areas to draw"), optional=True))
        self.addParameter(make.field("AREA_CODE", tr("Drawn area's code"), "AREAS"))
        self.addParameter(make.mode())
        self.addParameter(make.bands())
        self.addParameter(make.text("SERVICE", tr("Only hubs with this service"), optional=True))
        self.addParameter(make.direction())
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        hours = make.number("FULL_HOURS", tr("Hours a week of a full-time hub"), 15.0, 0.0, 168.0)
        self.addParameter(make.advanced(hours))
        threshold = make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)
        self.addParameter(make.advanced(threshold))
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Coverage"), kind.TypeVectorAnyGeometry))
        labels = (
            tr("By hub"), tr("By deprivation decile"), tr("By local quintile"), tr("By locality"),
        )  # fmt: skip
        for name, label in zip(TABLES, labels):
            self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
        for chapter in CHAPTERS:
            for name, label in chapter.tables().items():
                self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
            for name, label in chapter.layers().items():
                self.addParameter(make.sink(name, label, kind.TypeVectorAnyGeometry, optional=True))
        self.addParameter(
            make.sink("GAPS", tr("Areas beyond reach"), kind.TypeVectorAnyGeometry, optional=True)
        )
        self.addParameter(make.unrouted())
        self.addParameter(make.html("HTML", tr("Summary page")))
        declare_workbook(self)
        self.text_output("REACHED_BY_BAND", tr("Children within each band (minutes=children)"))
        self.number_outputs(
            ("CHILDREN", tr("Children counted")),
            ("REACHED", tr("Children within the longest band")),
            ("BEYOND", tr("Children beyond it")),
            ("CHILDREN_UNROUTED", tr("Children not routed")),
            ("AREAS_NEAR_EDGE", tr("Areas near the network's edge")),
            ("HUBS_NEAR_EDGE", tr("Hubs near the network's edge")),
            ("UNROUTED_COUNT", tr("Places not routed")),
            ("ACCESS_MEDIAN_M", tr("Median walk between demand point and way (m)")),
            ("ACCESS_LONGEST_M", tr("Longest such walk (m)")),
            *(number for chapter in CHAPTERS for number in chapter.numbers().items()),
        )

    def work(self, job: Job) -> None:
        """Route every area to every hub, count, write."""
        for chapter in CHAPTERS:
            chapter.check(job)
        bands, travel = job.bands(), read_travel(job, bool(job.field("NO_CAR")))
        demand = read_demand(job, travel.crs)
        given = job.places("HUBS", "HUB_ID", travel.crs)
        hubs = serving(job, given)
        shapes = shapes_of(job, demand.places, travel.system())
        journeys = journeys_between(
            job, travel, demand.places, hubs, edge_minutes=max(bands), progress=job.progress
        )
        found = cover(
            journeys.minutes,
            demand.demand,
            hubs.ids,
            bands,
            ~np.isfinite(journeys.minutes).any(axis=1),
            near_edge=journeys.demand_near_edge,
            hub_near_edge=journeys.site_near_edge,
        )
        method = coverage_method(job, travel, demand, given, hubs)
        both = both_allocations(job, travel, demand, hubs, found)
        without = without_car(job, travel, demand, hubs)
        route = partial(journeys_between, job, travel, demand.places, hubs, progress=job.progress)
        run = Run(
            job, demand, hubs, shapes, journeys, found, method, route, both, without, travel.crs
        )
        further = further_results(run)
        further.columns.update(added_column(demand.places))
        made = made_columns(job, travel, demand, hubs, further.tables)
        further.columns = {**made, **further.columns}
        notes = coverage_notes(job, found, journeys, method, hubs)
        notes = [*demand.remarks(), *job.beside(notes), *added_notes(demand.places)]
        told = replace(method, further={**method.further, **further.parameters})
        sources = [*sources_of(travel, demand, {"Hubs": hubs}), *further.sources]
        page = coverage_page(
            found,
            told,
            sources,
            notes,
            further.sections,
            further.answer,
            demand.uncounted.headline(),
        )
        report_coverage(job, found)
        places = {"demand": demand.places, "hub": hubs, **further.places}
        lost = [*journeys.unrouted, *further.unrouted]
        write_unrouted(job, lost, places, travel.system(), demand.uncounted)
        self._write(job, found, further, journeys, demand, shapes, travel.system())
        job.write_page("HTML", page)
        answer = f"{further.answer or headline(found, method)} {demand.uncounted.headline()}"
        write_workbook(job, found, further, told, hubs, (answer.strip(), sources))
        drawn = shapes.kind == QgsWkbTypes.Type.MultiPolygon
        for name in ("OUTPUT", "GAPS"):
            style_when_loaded(job, name, "coverage" if drawn else "coverage_points")
        report_access(job, journeys, demand.places, "demand points")

    @staticmethod
    def _write(
        job: Job,
        found: Coverage,
        further: Further,
        journeys: Journeys,
        demand: DemandPlaces,
        shapes: Shapes,
        crs: QgsCoordinateReferenceSystem,
    ) -> None:
        fields = fields_of(list(dict.fromkeys([*COLUMNS, *further.columns])))
        more = list(further.columns.values())
        rows = list(coverage_rows(found, journeys, demand, shapes.geometries, more))
        job.write_rows("OUTPUT", fields, rows, shapes.kind, crs)
        main = (found.by_hub, found.by_decile, found.by_quintile, found.by_locality)
        for name, table in {**dict(zip(TABLES, main)), **further.tables}.items():
            job.write_table(name, table)
            style_when_loaded(job, name, "")
        for name, layer in further.layers.items():
            job.write_rows(name, layer.fields, layer.rows, layer.kind, crs)
            if layer.style:
                style_when_loaded(job, name, layer.style)
        beyond = [row for row, band in zip(rows, found.band) if np.isnan(band)]
        job.write_rows("GAPS", fields, beyond, shapes.kind, crs)
