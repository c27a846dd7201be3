"""The two-tier problem of the layers: families' and staff's minutes, terms, sessions, floors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import InputError
from ...engine.in_words import many
from ...engine.journeys import Ends, Journeys, journeys_from_table, journeys_on_network
from ...engine.progress import Progress
from ...engine.siting.asked import floors_of
from ...engine.siting.outreach.problem import OutreachProblem, Staffing, Terms
from ...engine.siting.rules import Rules, check_rules
from ..demand import DemandPlaces
from ..job import Job
from ..layers import as_numbers
from ..travel import Travel, journeys_between, read_times

if TYPE_CHECKING:
    from .sites import OutreachSites

STAFF_MODE = "drive"


@dataclass(frozen=True)
class Read:
    """What a run read: how families travel, demand, sites, and the problem made of them."""

    travel: Travel
    demand: DemandPlaces
    sites: OutreachSites
    journeys: Journeys
    problem: OutreachProblem


def read_problem(
    job: Job, travel: Travel, demand: DemandPlaces, sites: OutreachSites, progress: Progress
) -> Read:
    """Work out the journeys of families and of staff, and make the problem."""
    terms, own = _terms(job), demand.demand
    floors = floors_of(job.text("FLOORS"), own, terms.hub_minutes)
    check_rules(Rules(floors=floors), own.need, sites.hub_now)  # before the long work
    journeys = journeys_between(
        job,
        travel,
        demand.places,
        sites.places,
        "site",
        edge_minutes=max(terms.hub_minutes, terms.outreach_minutes),
        progress=progress.part(0.0, 0.8),
    )
    may_be_point, staffing = _staffing(job, sites)
    problem = OutreachProblem(
        minutes=journeys.minutes,
        weight=own.need,
        children=own.children,
        demand_ids=list(own.ids),
        site_ids=list(sites.places.ids),
        hub_now=sites.hub_now,
        point_now=sites.point_now,
        may_be_hub=sites.may_be_hub,
        may_be_point=may_be_point,
        staff=_staff_minutes(job, travel, sites, progress.part(0.8, 1.0)),
        terms=terms,
        floors=floors,
        rank=sites.rank,
        staffing=staffing,
    )
    return Read(travel, demand, sites, journeys, problem)


def _terms(job: Job) -> Terms:
    return Terms(
        points=job.count("OUTREACH"),
        hub_minutes=job.number("HUB_MINUTES"),
        outreach_minutes=job.number("OUTREACH_MINUTES"),
        staff_drive=job.number("STAFF_DRIVE"),
        weight=job.number("OUTREACH_WEIGHT"),
        new_hubs=job.count("NEW_HUBS"),
        type_loss=job.number("TYPE_LOSS") / 100,
    )


def check_staff_travel(job: Job) -> None:
    """Refuse a table of families' times without one of the staff's."""
    if job.asked_for("TIMES") and not job.asked_for("STAFF_TIMES"):
        raise InputError(
            "A table of travel times (TIMES) says nothing of how staff drive from hubs to venues. "
            "Give a table of their times too (STAFF_TIMES): origin_id is the hub, destination_id "
            "the venue. 'Travel times' by car writes one."
        )


def _staff_minutes(
    job: Job, travel: Travel, sites: OutreachSites, progress: Progress
) -> np.ndarray:
    """Give staff's minutes from hub (row) to point, inf where there is no way, shape (m, m)."""
    places, hubs = sites.places, sites.hubs
    minutes = np.full((len(places), len(places)), np.inf)
    mine = np.isin(np.arange(len(places)), hubs)
    start = places.chosen(mine.tolist())
    if job.asked_for("STAFF_TIMES") or travel.network is None:
        times = read_times(job, "STAFF_TIMES")
        found = journeys_from_table(times, start.ids, places.ids, "hub", "venue")
    else:
        ends = Ends(start.xy, places.xy, "hub", "venue")
        found = journeys_on_network(
            travel.network, STAFF_MODE, ends, job.number("MAX_SNAP"), "to", progress=progress
        )
    minutes[hubs] = found.minutes
    minutes[~sites.own] = np.inf
    return minutes


def _staffing(job: Job, sites: OutreachSites) -> tuple[np.ndarray, Staffing | None]:
    """Read sessions, room and staff; give besides which venues may become points."""
    room, staff = job.optional_number("SESSION_CHILDREN"), job.field("STAFF_SESSIONS")
    if room is None and not staff:
        if job.field("SESSIONS"):
            job.progress.warn(
                "Sessions a week are not used: give the children a session has room for "
                "(SESSION_CHILDREN), the sessions that hubs' staff can run (STAFF_SESSIONS), or "
                "both."
            )
        return sites.may_be_point, None
    offered = _offered(job, sites)
    none = sites.may_be_point & (offered < 1)
    if none.any():
        named = ", ".join(sites.places.ids[site] for site in np.flatnonzero(none))
        venues = many(int(none.sum()), "venue offers", "venues offer")
        job.progress.warn(f"{venues} no session a week: {named}.")
    limit = _staff_sessions(job, sites, staff)
    children = np.inf if room is None else room
    return sites.may_be_point & ~none, Staffing(np.maximum(offered, 1.0), limit, float(children))


def _offered(job: Job, sites: OutreachSites) -> np.ndarray:
    """Give whole sessions a week: as stated, else as `POINT_SESSIONS` says, which is told."""
    field, each = job.field("SESSIONS"), float(job.count("POINT_SESSIONS"))
    stated = _column(sites, field)
    running = _column(sites, "sessions_week")
    stated = np.where(sites.point_now & np.isnan(stated), running, stated)
    unknown = (sites.may_be_point | sites.point_now) & np.isnan(stated)
    if unknown.any():
        job.progress.warn(
            f"{many(int(unknown.sum()), 'venue states', 'venues state')} no sessions a week: "
            f"{each:g} is taken for each (POINT_SESSIONS)."
        )
    return np.floor(np.where(np.isnan(stated), each, stated))


def _staff_sessions(job: Job, sites: OutreachSites, field: str) -> np.ndarray:
    """Give the sessions that each hub's staff can run, inf where no limit is known."""
    stated = _column(sites, field)
    negative = np.flatnonzero(stated < 0)
    if len(negative):
        have = many(len(negative), "hub has", "hubs have")
        raise InputError(
            f"{job.label('STAFF_SESSIONS')}: {have} less than none (first: "
            f"{sites.places.ids[negative[0]]}). Give zero or more."
        )
    could = (sites.hub_now & sites.own) | sites.may_be_hub
    unknown = could & np.isnan(stated)
    if field and unknown.any():
        state = "states" if int(unknown.sum()) == 1 else "state"
        job.progress.warn(
            f"{int(unknown.sum())} of {int(could.sum())} hubs, or venues that may hold one, "
            f"{state} no sessions that staff can run ({field}): no limit is known there, and none "
            "is set."
        )
    return np.where(np.isnan(stated), np.inf, np.floor(stated))


def _column(sites: OutreachSites, field: str) -> np.ndarray:
    """Give a field of both layers, nan where there is none; what is no number names its layer."""
    places, count = sites.places, int((~sites.may_be_point).sum())
    if not (field and places.has(field)):
        return np.full(len(places), np.nan)
    values, parts = places.column(field), (slice(None, count), slice(count, None))
    return np.concatenate([
        as_numbers(values[part], places.ids[part], layer, field)
        for part, layer in zip(parts, sites.layers)
    ])  # fmt: skip
