"""familyhub:coverage: minutes to the nearest hub for every area, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.bands import band_number
from ...engine.coverage import Coverage, cover
from ...engine.coverage_apart import notes_apart
from ...engine.coverage_fast import fast_road_note, nearest_fast
from ...engine.coverage_groups import by_group
from ...engine.coverage_page import coverage_page
from ...engine.coverage_tables import total_row
from ...engine.coverage_unrouted import unrouted_notes
from ...engine.journeys import Journeys
from ...engine.method_note import Method
from .. import parameters as make
from ..access_report import report_access
from ..base import PlannerAlgorithm
from ..demand import DemandPlaces, not_counted, read_demand, serving
from ..fields import fields_of
from ..job import Job, Row
from ..layers import Places, names_of
from ..method import BARRED, FAST_ROADS, called, method_of, sources_of
from ..parameters import tr
from ..pictures import shapes_of
from ..styles import style_when_loaded
from ..travel import Travel, journeys_between, read_travel
from ..unlike_hubs import unlike_hubs
from ..unrouted import write_unrouted

COLUMNS = (
    "area_code", "minutes", "hub_id", "band", "note", "near_edge", "children", "need",
    "fast_road_minutes",
)  # fmt: skip
TABLES = ("BY_HUB", "BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_GROUP")


class CoverageOfHubs(PlannerAlgorithm):
    """Says who is within reach of a hub, and who is not."""

    ID = "coverage"
    GROUP = "reach"

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
        self.addParameter(make.rural_urban("DEMAND"))
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
            tr("By hub"), tr("By deprivation decile"), tr("By local quintile"),
            tr("By locality"), tr("By group"),
        )  # fmt: skip
        for name, label in zip(TABLES, labels):
            self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
        self.addParameter(
            make.sink("GAPS", tr("Areas beyond reach"), kind.TypeVectorAnyGeometry, optional=True)
        )
        self.addParameter(make.unrouted())
        self.addParameter(make.html("HTML", tr("Summary page")))
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
        )

    def work(self, job: Job) -> None:
        """Route every area to every hub, count, write."""
        bands, travel = job.bands(), read_travel(job)
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
        method = self._method(job, travel, demand, given, hubs)
        sources = sources_of(travel, demand, {"Hubs": hubs})
        page = self._page(job, found, journeys, method, sources, hubs)
        fields = fields_of(COLUMNS)
        fast = _fast_minutes(journeys)
        rows = list(_rows(found, journeys, demand, shapes.geometries, fast))
        job.write_rows("OUTPUT", fields, rows, shapes.kind, travel.system())
        groups = by_group(found, demand.demand)
        tables = (found.by_hub, found.by_decile, found.by_quintile, found.by_locality, groups)
        for name, table in zip(TABLES, tables):
            job.write_table(name, table)
        beyond = [row for row, band in zip(rows, found.band) if np.isnan(band)]
        job.write_rows("GAPS", fields, beyond, shapes.kind, travel.system())
        places = {"demand": demand.places, "hub": hubs}
        write_unrouted(job, journeys.unrouted, places, travel.system())
        job.write_page("HTML", page)
        if shapes.kind == QgsWkbTypes.Type.MultiPolygon:
            style_when_loaded(job, "OUTPUT", "coverage")
        _report(job, found)
        report_access(job, journeys, demand.places, "demand points")

    @staticmethod
    def _method(
        job: Job, travel: Travel, demand: DemandPlaces, given: Places, hubs: Places
    ) -> Method:
        further = {
            "Demand": called(demand.places, "the demand points given"),
            "Hubs": f"{called(hubs, 'the hubs given')} ({len(hubs)} counted)",
        }
        if job.fast_roads_barred():
            further[FAST_ROADS] = BARRED
        if job.text("SERVICE"):
            further["Only hubs with the service"] = job.text("SERVICE")
        names = dict(zip(given.ids, names_of(job, given, "HUB_NAME")))
        left_out = not_counted(job, given)
        return method_of(job, travel, demand, further, names, left_out)

    @staticmethod
    def _page(
        job: Job,
        found: Coverage,
        journeys: Journeys,
        method: Method,
        sources: list[str],
        hubs: Places,
    ) -> str:
        notes = notes_apart(
            journeys.minutes,
            found.children,
            unlike_hubs(job, hubs),
            hubs.ids,
            method.headline(found.bands),
            method,
        )
        fast = _fast_minutes(journeys)
        if fast is not None and not job.fast_roads_barred():
            band = found.bands[-1]
            notes.append(fast_road_note(found.minutes, fast, found.children, band, method))
        notes += unrouted_notes(journeys.unrouted, found.children, hubs.ids, method)
        for note in notes:
            job.progress.info(note)
        return coverage_page(found, method, sources, notes)


def _rows(
    found: Coverage,
    journeys: Journeys,
    demand: DemandPlaces,
    shapes: list[QgsGeometry],
    fast: np.ndarray | None,
) -> Iterator[Row]:
    why = {place.row: place.reason for place in journeys.unrouted if place.role == "demand"}
    areas = found.areas()
    columns = [areas.column(name) for name in ("area_code", "minutes", "hub_id", "band")]
    near = areas.column("near_edge")
    counts = zip(demand.demand.children.tolist(), demand.demand.need.tolist())
    for row, (values, count) in enumerate(zip(zip(*columns), counts)):
        known = fast is not None and np.isfinite(fast[row])
        walked = float(fast[row]) if known else None
        yield [*values, why.get(row, ""), near[row], *count, walked], shapes[row]


def _fast_minutes(journeys: Journeys) -> np.ndarray | None:
    """Give the minutes walked along fast roads to the nearest hub; None where nobody walks."""
    if journeys.fast_minutes is None:
        return None
    return nearest_fast(journeys.minutes, journeys.fast_minutes)


def _report(job: Job, found: Coverage) -> None:
    total = total_row(found.by_decile)
    longest = band_number(found.bands[-1])
    near = 0 if found.near_edge is None else int(found.near_edge.sum())
    hubs_near = 0 if found.hub_near_edge is None else int(found.hub_near_edge.sum())
    if near or hubs_near:
        job.progress.warn(
            f"{near} of {len(found.area_ids)} areas and {hubs_near} of {len(found.hub_ids)} hubs "
            f"lie within {longest} minutes of the network's edge: ways or hubs beyond it may be "
            "missing."
        )
    reached = total["children"] - total["beyond"] - total["unrouted"]
    job.progress.info(
        f"{reached:,.0f} of {total['children']:,.0f} children are modelled within {longest} "
        f"minutes of a hub; {total['beyond']:,.0f} are beyond, {total['unrouted']:,.0f} not routed."
    )
    job.returns(
        CHILDREN=total["children"],
        REACHED=reached,
        BEYOND=total["beyond"],
        CHILDREN_UNROUTED=total["unrouted"],
        AREAS_NEAR_EDGE=near,
        HUBS_NEAR_EDGE=hubs_near,
    )
