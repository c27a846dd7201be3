"""What a live what-if works on, read and routed once in a task, with the readers of coverage.

The reading is an algorithm like those of the toolbox, so that parameters are checked and layers
are read in just their way: confidential places stay out, hubs that are closed, planned or not open
to the public do not count, points without a count of children are left out. It stands in no
toolbox: it writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature

from ..engine.journeys import Journeys, Unrouted
from ..engine.network.modes import DIRECTIONS
from ..engine.what_if import HUB, VENUE, Place, WhatIf
from ..engine.what_if_money import Costs
from ..engine.what_if_search import TrialSearch
from ..processing import parameters as make
from ..processing.base import PlannerAlgorithm
from ..processing.demand import DemandPlaces, not_serving, read_demand, serving
from ..processing.job import Job
from ..processing.layers import Places, names_of, numbers_of, texts_of
from ..processing.minutes_words import MinutesWords
from ..processing.pictures import Shapes, shapes_of
from ..processing.travel import journeys_between, read_travel
from .translation import tr

DAY = re.compile(r"\d{4}-\d\d-\d\d")
COSTS = ("running_cost_gbp", "one_off_gbp", "clawback_gbp")


@dataclass(frozen=True)
class Loaded:
    """All that a what-if holds in memory.

    `places` are the hubs and venues in the order of `what_if.places`, in the network's system
    `crs`; `area_names` stand in the order of the demand, "" where not known; `notes` say what was
    left out; `parameters` are those of the coverage run that gives the same figures.
    """

    what_if: WhatIf
    search: TrialSearch
    places: Places
    shapes: Shapes
    crs: QgsCoordinateReferenceSystem
    area_names: Sequence[str]
    decile_name: str
    words: MinutesWords
    notes: Sequence[str]
    parameters: Mapping[str, Any]

    def feature(self, place_id: str) -> QgsFeature | None:
        """Give the feature of a hub or venue, None for a trial."""
        known = dict(zip(self.places.ids, self.places.features))
        return known.get(place_id)


class WhatIfReading(PlannerAlgorithm):
    """Reads demand, hubs and venues, and routes each to each; `found` takes what came of it."""

    ID, GROUP = "whatif", "sites"

    def __init__(self, found: list[Loaded] | None = None) -> None:
        super().__init__()
        self.found = [] if found is None else found

    def createInstance(self) -> WhatIfReading:
        """Give a copy that hands what it finds to the same list."""
        return WhatIfReading(self.found)

    def title(self) -> str:
        """Give the name that the task bears."""
        return tr("Live what-if: reading and routing")

    def summary(self) -> str:
        """Say what it is for."""
        return tr("Reads what the live what-if works on.")

    def keywords(self) -> list[str]:
        """Give none: it stands in no toolbox."""
        return []

    def declare(self) -> None:
        """Add the parameters of coverage that it reads, and the venues."""
        self.addParameter(make.network())
        self.addParameter(make.points("HUBS", tr("Hubs")))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        self.addParameter(make.field("HUB_NAME", tr("Hub's name"), "HUBS"))
        self.addParameter(make.points("VENUES", tr("Venues"), optional=True))
        self.addParameter(make.field("VENUE_ID", tr("Venue id"), "VENUES"))
        make.add_demand(self)
        self.addParameter(make.polygons("AREAS", tr("Areas to draw"), optional=True))
        self.addParameter(make.field("AREA_CODE", tr("Drawn area's code"), "AREAS"))
        self.addParameter(make.mode())
        self.addParameter(make.bands())
        self.addParameter(make.text("SERVICE", tr("Only hubs with this service"), optional=True))
        self.addParameter(make.choice("DIRECTION", tr("Direction"), DIRECTIONS, "to"))
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())

    def work(self, job: Job) -> None:
        """Read, route, and keep it; the trial's search is made ready on the same network."""
        travel, bands = read_travel(job), job.bands()
        demand = read_demand(job, travel.crs)
        given = job.places("HUBS", "HUB_ID", travel.crs)
        hubs = serving(job, given)
        venues, left = _venues(job, travel.crs, given.ids)
        both = _together(hubs, venues)
        shapes = shapes_of(job, demand.places, travel.system())
        job.progress.report(0.1)
        journeys = journeys_between(
            job, travel, demand.places, both, edge_minutes=max(bands),
            progress=job.progress.part(0.1, 0.7),
        )  # fmt: skip
        if travel.network is None:
            return
        search = TrialSearch(
            travel.network, job.choice("MODE"), demand.places.xy, job.number("MAX_SNAP"),
            job.choice("DIRECTION"),
        )  # fmt: skip
        job.progress.report(0.9)
        tried = _places(job, hubs, venues)
        what_if = WhatIf(
            demand.demand, tried, journeys.minutes, bands,
            journeys.demand_near_edge,
        )  # fmt: skip
        self.found.append(
            Loaded(
                what_if,
                search,
                both,
                shapes,
                travel.system(),
                texts_of(demand.places, "area_name"),
                demand.decile_name,
                MinutesWords(job.choice("MODE"), job.choice("DIRECTION"), bands),
                _notes(given, hubs, left, demand, journeys, both.ids) + _of_pounds(tried),
                _coverage_parameters(job.parameters),
            )
        )


def _venues(job: Job, crs: str, hub_ids: Sequence[str]) -> tuple[Places | None, int]:
    """Read the venues that may be tried, and count those that no run of coverage would count."""
    if not job.asked_for("VENUES"):
        return None, 0
    venues = job.places("VENUES", "VENUE_ID", crs)
    out = {*not_serving(venues), *(set(venues.ids) & set(hub_ids))}
    kept = venues.chosen([venue not in out for venue in venues.ids])
    return (kept if len(kept) else None), len(venues) - len(kept)


def _together(hubs: Places, venues: Places | None) -> Places:
    if venues is None:
        return hubs
    return Places(
        tr("hubs and venues"),
        [*hubs.ids, *venues.ids],
        np.vstack([hubs.xy, venues.xy]),
        [*hubs.features, *venues.features],
        hubs.withheld + venues.withheld,
    )


def _places(job: Job, hubs: Places, venues: Places | None) -> list[Place]:
    found = []
    for kind, places in ((HUB, hubs), (VENUE, venues)):
        if places is None:
            continue
        costs = [numbers_of(places, name) if places.has(name) else None for name in COSTS]
        names = names_of(job, places, "HUB_NAME" if kind == HUB else "")
        elsewhere, until = _elsewhere(job, places), texts_of(places, "clawback_until")
        for row, (place_id, name) in enumerate(zip(places.ids, names)):
            known = [np.nan if values is None else float(values[row]) for values in costs]
            found.append(
                Place(place_id, name, kind, _as_of_today(known, until[row]), elsewhere[row])
            )
    return found


def _elsewhere(job: Job, places: Places) -> list[bool]:
    """Tell which places the register gives to another authority than the home one."""
    home = job.text("HOME_AUTHORITY")
    return [bool(home) and owner not in ("", home) for owner in texts_of(places, "authority")]


def _as_of_today(known: list[float], until: str) -> Costs:
    """Give a place's pounds; a grant whose claim has ended is not paid back any more."""
    yearly, once, clawback = known
    ended = bool(DAY.match(until)) and until[:10] < date.today().isoformat()
    return Costs(yearly, once, 0.0 if ended and np.isfinite(clawback) else clawback)


def _of_pounds(places: Sequence[Place]) -> list[str]:
    """Say how the pounds are counted, and whose are not."""
    if not any(np.isfinite(place.costs.yearly) for place in places):
        return []
    notes = [tr(
        "£ a year is the whole running cost of every place that is on, whoever else uses it. "
        "'Options for the estate' counts net and from the day on which each can be left."
    )]  # fmt: skip
    others = [place.name or place.id for place in places if place.elsewhere and place.kind == HUB]
    if others:
        notes.append(tr("Another authority's, not counted in £: {}.").format(", ".join(others)))
    return notes


def _notes(
    given: Places,
    hubs: Places,
    venues_left: int,
    demand: DemandPlaces,
    journeys: Journeys,
    ids: Sequence[str],
) -> list[str]:
    """Say in words what does not take part."""
    notes = demand.remarks()
    out = len(given) - len(hubs)
    if out:
        told = tr(
            "{} of {} hubs are not open to every family today and are left out, as coverage does."
        )
        notes.append(told.format(out, len(given)))
    if venues_left:
        told = tr("{} venues are not open to every family, or stand among the hubs: left out.")
        notes.append(told.format(venues_left))
    lost = _off_network(journeys.unrouted, ids)
    if lost:
        notes.append(tr("Without any modelled journey: {}.").format(", ".join(lost)))
    return notes


def _off_network(unrouted: Sequence[Unrouted], ids: Sequence[str]) -> list[str]:
    return [ids[place.row] for place in unrouted if place.role == "hub"]


def _coverage_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a run of coverage takes of the same parameters, but for its hubs."""
    own = {"HUBS", "HUB_ID", "HUB_NAME", "VENUES", "VENUE_ID"}
    return {name: value for name, value in parameters.items() if name not in own}
