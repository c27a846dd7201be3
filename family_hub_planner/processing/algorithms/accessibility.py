"""familyhub:accessibility: hub capacity per child within reach, shared among all who compete."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.accessibility import METHODS, Accessibility, float_catchments, parse_weights
from ...engine.bands import band_number
from ...engine.errors import ColumnError, InputError
from ...engine.journeys import Journeys
from ...engine.tables import Table
from .. import parameters as make
from ..access_report import report_access
from ..added_points import added_column
from ..base import PlannerAlgorithm
from ..demand import DemandPlaces, none_belongs, read_demand, serving
from ..fields import fields_of
from ..job import Job, Row
from ..layers import Places, numbers_of, texts_of
from ..parameters import tr
from ..pictures import shapes_of
from ..styles import style_when_loaded
from ..travel import journeys_between, read_travel
from ..unrouted import write_unrouted

COLUMNS = (
    "area_code", "score", "relative", "hubs_in_reach", "minutes", "note", "near_edge", "children",
    "need",
)  # fmt: skip
COUNTED = ("children", "need")
NOBODY_NEAR = "no child lives in the catchment of a hub near it: no capacity per child"


class AccessibilityOfHubs(PlannerAlgorithm):
    """Says how much of the hubs' capacity each area has for each child."""

    ID = "accessibility"
    GROUP = "reach"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Accessibility of hubs (capacity per child)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Shares each hub's capacity among the children within reach and maps the result.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "accessibility,2sfca,e2sfca,floating catchment,capacity,places,hours,crowding,reach"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network(optional=True))
        self.addParameter(make.times())
        self.addParameter(make.points("HUBS", tr("Hubs")))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        capacity = make.field("CAPACITY", tr("Capacity"), "HUBS", "hours_week")
        help_text = tr("A number for each hub: hours a week, places, sessions.")
        self.addParameter(make.explained(capacity, help_text))
        self._declare_demand()
        method = make.choice("METHOD", tr("Method"), METHODS, "e2sfca")
        help_text = tr("2sfca: all within the longest band count alike. e2sfca: near counts more.")
        self.addParameter(make.explained(method, help_text))
        self.addParameter(make.mode())
        self.addParameter(make.bands())
        weights = make.text("WEIGHTS", tr("Weights of the bands"), optional=True)
        help_text = tr("For e2sfca, one a band, such as 1,0.68,0.22. Empty: Gaussian, 1 to 0.22.")
        self.addParameter(make.advanced(make.explained(weights, help_text)))
        self.addParameter(make.text("SERVICE", tr("Only hubs with this service"), optional=True))
        self.addParameter(make.direction())
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        self._declare_outputs()

    def _declare_demand(self) -> None:
        demand = make.points("DEMAND", tr("Demand points"))
        help_text = tr("The demand points of 'Need by area', or any with an id, children and need.")
        self.addParameter(make.explained(demand, help_text))
        for name, label, field in (
            ("DEMAND_ID", tr("Demand id"), "area_code"), ("AUTHORITY", tr("Authority"), "authority")
        ):  # fmt: skip
            self.addParameter(make.advanced(make.field(name, label, "DEMAND", field)))
        home = make.text("HOME_AUTHORITY", tr("Show only this authority's areas"), optional=True)
        help_text = tr("Children of neighbours still compete. Empty: every demand point.")
        self.addParameter(make.explained(home, help_text))
        counted = make.choice("COUNTED", tr("What competes"), COUNTED, "children")
        self.addParameter(make.advanced(counted))
        self.addParameter(make.rural_urban("DEMAND"))
        self.addParameter(make.polygons("AREAS", tr("Areas to draw"), optional=True))
        self.addParameter(make.field("AREA_CODE", tr("Drawn area's code"), "AREAS"))

    def _declare_outputs(self) -> None:
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Accessibility"), kind.TypeVectorAnyGeometry))
        self.addParameter(make.sink("BY_HUB", tr("By hub"), kind.TypeVector, optional=True))
        self.addParameter(make.unrouted())
        self.number_outputs(
            ("CHILDREN", tr("Children in the result")),
            ("CHILDREN_WITHOUT", tr("Children without a hub in the catchment")),
            ("CHILDREN_UNROUTED", tr("Children not routed")),
            ("MEAN_SCORE", tr("Capacity per child on average, over all who compete")),
            ("CAPACITY_USED", tr("Capacity of hubs with a child in their catchment")),
            ("CAPACITY_UNUSED", tr("Capacity of hubs without one")),
            ("AREAS_NEAR_EDGE", tr("Areas near the network's edge")),
            ("UNROUTED_COUNT", tr("Places not routed")),
            ("ACCESS_MEDIAN_M", tr("Median walk between demand point and way (m)")),
            ("ACCESS_LONGEST_M", tr("Longest such walk (m)")),
        )

    def work(self, job: Job) -> None:
        """Route every area to every hub, share the capacity, write."""
        bands, weights = _catchment(job)
        travel = read_travel(job)
        demand = _everybody(job, travel.crs)
        home = _at_home(job, demand)
        hubs = serving(job, job.places("HUBS", "HUB_ID", travel.crs))
        capacity = _capacity(job, hubs)
        shapes = shapes_of(job, demand.places.chosen(home), travel.system())
        journeys = journeys_between(
            job, travel, demand.places, hubs, edge_minutes=bands[-1], progress=job.progress
        )
        counts = getattr(demand.demand, job.choice("COUNTED"))
        found = float_catchments(journeys.minutes, counts, capacity, bands, weights)
        rows = list(_rows(found, journeys, demand, home, shapes.geometries))
        told = added_column(demand.places.chosen(home))
        rows = [([*row, *more], shape) for (row, shape), *more in zip(rows, *told.values())]
        fields = fields_of([*COLUMNS, *told], _KINDS)
        job.write_rows("OUTPUT", fields, rows, shapes.kind, travel.system())
        job.write_table("BY_HUB", _by_hub(found, hubs, capacity))
        places = {"demand": demand.places, "hub": hubs}
        write_unrouted(job, journeys.unrouted, places, travel.system(), demand.uncounted)
        drawn = shapes.kind == QgsWkbTypes.Type.MultiPolygon
        style_when_loaded(job, "OUTPUT", "accessibility" if drawn else "accessibility_points")
        _report(job, found, journeys, demand.demand.children, home)
        _warn_of_hubs(job, found, hubs, capacity, bands[-1])
        report_access(job, journeys, demand.places, "demand points")


_KINDS = {"hubs_in_reach": "integer"}


def _catchment(job: Job) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give the bands and their weights; for 2sfca the longest band alone, with weight 1."""
    bands, text = job.bands(), job.text("WEIGHTS")
    if job.choice("METHOD") == "2sfca":
        if text:
            raise InputError("Weights are for the method e2sfca; leave them empty for 2sfca.")
        return bands[-1:], (1.0,)
    weights = parse_weights(text, bands)
    told = (f"{weight:g} up to {band_number(band)}" for band, weight in zip(bands, weights))
    job.progress.info(f"Weights by minutes: {', '.join(told)}.")
    return bands, weights


def _everybody(job: Job, crs: str) -> DemandPlaces:
    """Read all demand: children of a neighbour compete for the hubs, whoever is asked about."""
    everybody = job.asking(HOME_AUTHORITY="")
    return read_demand(everybody, crs, job.choice("COUNTED") == "need")


def _at_home(job: Job, demand: DemandPlaces) -> np.ndarray:
    """Tell which areas are to be written: those of the authority asked for, or all."""
    home, authority = job.text("HOME_AUTHORITY"), demand.demand.authority
    kept = np.array([home in ("", name) for name in authority])
    if not kept.any():
        raise none_belongs(home, authority)
    if home:
        job.progress.info(
            f"{int(kept.sum())} of {len(kept)} demand points belong to {home}; all compete."
        )
    return kept


def _capacity(job: Job, hubs: Places) -> np.ndarray:
    """Give each hub's capacity; one that is missing or negative is refused, never guessed."""
    field = job.field("CAPACITY")
    if not hubs.has(field):
        what = f"has no field {field!r} with" if field else "needs a field with"
        raise ColumnError(
            f"The layer {hubs.name} {what} the hubs' capacity. Choose the one that holds their "
            "hours a week, places or sessions."
        )
    capacity = numbers_of(hubs, field)
    bad = np.flatnonzero(~(np.isfinite(capacity) & (capacity >= 0)))
    if len(bad):
        raise ColumnError(
            f"{len(bad)} of {len(hubs)} hubs of {hubs.name} have no usable {field} (first: "
            f"{hubs.ids[bad[0]]}). Give each a number that is zero or more; 0 offers nothing."
        )
    if not capacity.any():
        raise InputError(f"All {len(hubs)} hubs of {hubs.name} have a {field} of 0.")
    return capacity


def _rows(
    found: Accessibility,
    journeys: Journeys,
    demand: DemandPlaces,
    home: np.ndarray,
    shapes: list[QgsGeometry],
) -> Iterator[Row]:
    why = {place.row: place.reason for place in journeys.unrouted if place.role == "demand"}
    known = demand.need_known
    near, counts, nearest = journeys.demand_near_edge, demand.demand, journeys.minutes.min(axis=1)
    for row, shape in zip(np.flatnonzero(home), shapes):
        score = _number(found.score[row])
        note = why.get(row, "" if score is not None else NOBODY_NEAR)
        yield [
            demand.places.ids[row], score, _number(found.relative[row]),
            int(found.hubs_in_reach[row]), _number(nearest[row]), note,
            None if near is None else bool(near[row]),
            float(counts.children[row]), float(counts.need[row]) if known[row] else None,
        ], shape  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _by_hub(found: Accessibility, hubs: Places, capacity: np.ndarray) -> Table:
    """Give one row a hub: its capacity, who is in its catchment, and what each child has."""
    names = texts_of(hubs, "site_name")
    order = sorted(range(len(hubs)), key=lambda place: hubs.ids[place])
    columns = {
        "hub_id": [hubs.ids[place] for place in order],
        "site_name": [names[place] for place in order],
        "capacity": [float(capacity[place]) for place in order],
        "children_weighted": [float(found.demand[place]) for place in order],
        "per_child": [_number(found.per_child[place]) for place in order],
    }
    return Table(columns, "BY_HUB")


def _report(
    job: Job, found: Accessibility, journeys: Journeys, children: np.ndarray, home: np.ndarray
) -> None:
    routed = np.isfinite(journeys.minutes).any(axis=1)
    near = journeys.demand_near_edge
    near_edge = 0 if near is None else int((near & home).sum())
    groups = {"CHILDREN": home, "CHILDREN_WITHOUT": home & routed & (found.hubs_in_reach == 0),
              "CHILDREN_UNROUTED": home & ~routed}  # fmt: skip
    sums = {name: math.fsum(children[who].tolist()) for name, who in groups.items()}
    of = "child" if job.choice("COUNTED") == "children" else "unit of need"
    job.progress.info(
        f"The score is {job.field('CAPACITY')} per {of} within reach: {found.mean:.4g} on average "
        f"over all who compete. {sums['CHILDREN_WITHOUT']:,.0f} of {sums['CHILDREN']:,.0f} "
        f"children have no hub in the catchment, {sums['CHILDREN_UNROUTED']:,.0f} are not routed."
    )
    if near_edge:
        job.progress.warn(
            f"{near_edge} of {int(home.sum())} areas lie within the longest band of the network's "
            "edge: hubs and children beyond it are not counted."
        )
    job.returns(
        **sums,
        MEAN_SCORE=_number(found.mean),
        CAPACITY_USED=found.used,
        CAPACITY_UNUSED=found.unused,
        AREAS_NEAR_EDGE=near_edge,
    )


def _warn_of_hubs(
    job: Job, found: Accessibility, hubs: Places, capacity: np.ndarray, longest: float
) -> None:
    idle = [name for name, served in zip(hubs.ids, found.demand > 0) if not served]
    if idle:
        job.progress.warn(
            f"{len(idle)} of {len(hubs)} hubs have no child within {band_number(longest)} minutes "
            f"(first: {min(idle)}): their capacity of {found.unused:g} counts for nobody."
        )
    empty = [name for name, offered in zip(hubs.ids, capacity) if offered == 0]
    if empty:
        job.progress.warn(
            f"{len(empty)} of {len(hubs)} hubs offer 0 {job.field('CAPACITY')} (first: "
            f"{min(empty)})."
        )
