"""The page of an outreach run: whom each tier reaches, why these points, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.coverage_apart import notes_apart
from ...engine.coverage_sets import Kind
from ...engine.coverage_unrouted import unrouted_notes
from ...engine.edge_note import edge_limits
from ...engine.in_words import many
from ...engine.method_note import Method
from ...engine.outreach_page import OutreachFacts, outreach_page
from ...engine.outreach_tiers_page import Change
from ...engine.siting.outreach.tables import by_locality, by_rank
from ...engine.tables import Table
from ..added_points import added_notes
from ..demand import not_counted
from ..job import Job
from ..layers import Places, names_of
from ..method import BARRED, FAST_ROADS, called, method_of, sources_of
from ..unlike_hubs import authority_notes, unlike_hubs
from .asked import asked_of
from .rows import COLUMNS

if TYPE_CHECKING:
    from ...engine.siting.outreach.card import Card
    from ...engine.siting.outreach.plan import OutreachPlan, Tiers
    from ...engine.siting.outreach.stability import Stability
    from .problem import Read

HUBS, VENUES = "Hubs", "Venues"
SHARED_OUT = (
    "A session has room for so many children only: areas are shared out among outreach points, and "
    "an area, or a part of one, that finds no room counts as within reach of neither. Areas "
    "without need are given no room."
)


@dataclass(frozen=True)
class Found:
    """What a run found: the plan, what stands today, the cards and what was asked for besides."""

    plan: OutreachPlan
    today: Tiers
    cards: list[Card]
    stability: Stability | None
    frontier: Table | None


def page_of(job: Job, read: Read, found: Found, rows: Sequence[Sequence[Any]]) -> str:
    """Give the page; `rows` are the output's rows in the order of `COLUMNS`."""
    layers = _layers(job, read)
    method = _method(job, read, layers)
    terms, demand = read.problem.terms, read.demand
    table = Table({name: list(values) for name, values in zip(COLUMNS, zip(*rows))}, "sites")
    near, sites_near = read.journeys.demand_near_edge, read.journeys.site_near_edge
    bands = (terms.hub_minutes, max(terms.hub_minutes, terms.outreach_minutes))
    children = demand.demand.children
    return outreach_page(
        table,
        _changes(read, found),
        _facts(read, found.plan),
        method=method,
        sources=sources_of(read.travel, demand, layers),
        notes=[
            *demand.remarks(),
            *job.beside(_unrouted(read, method)),
            *found.plan.remarks,
            *([SHARED_OUT] if found.plan.shares is not None else []),
            *job.beside(_kinds(job, read, method)),
            *added_notes(demand.places),
        ],
        limits=job.beside(
            edge_limits(near, children, sites_near, bands, method, "hubs and venues")
        ),
        sure=_how_sure(found),
        whom=_whom(read, found),
        frontier=found.frontier,
        asked=asked_of(job, read, found.plan, found.today),
    )


def _changes(read: Read, found: Found) -> list[Change]:
    """Tabulate by decile, by local quintile where there is one, and by locality."""
    own, both = read.demand.demand, (found.today, found.plan.tiers())
    decile = (by_rank(own, own.decile, 10, tiers) for tiers in both)
    changes = [Change(read.demand.decile_name, *decile, ranked=True)]
    if np.isfinite(own.quintile).any():
        fifths = (by_rank(own, own.quintile, 5, tiers) for tiers in both)
        changes.append(Change("local quintile (1 most deprived)", *fifths))
    if any(own.locality):
        places = (by_locality(own, tiers) for tiers in both)
        changes.append(Change("locality", *places))
    return changes


def _facts(read: Read, plan: OutreachPlan) -> OutreachFacts:
    problem, terms = plan.problem, plan.problem.terms
    return OutreachFacts(
        hub_minutes=terms.hub_minutes,
        outreach_minutes=terms.outreach_minutes,
        staff_drive=terms.staff_drive,
        weight=terms.weight,
        objective=plan.objective,
        best=plan.best,
        bound=plan.bound,
        gap=plan.gap,
        proven=plan.proven,
        seconds=plan.seconds,
        venues=len(problem.new_point_sites()),
        hubs=int(read.sites.own[problem.hub_sites()].sum()),
        given_up=plan.given_up,
        by_types=bool(read.sites.named_types),
    )


def _layers(job: Job, read: Read) -> dict[str, Places]:
    """Read the hubs and the venues as they were given, those left out among them."""
    crs = read.travel.crs
    return {HUBS: job.places("HUBS", "HUB_ID", crs), VENUES: job.places("VENUES", "VENUE_ID", crs)}


def _method(job: Job, read: Read, layers: dict[str, Places]) -> Method:
    sites, hubs = read.sites, layers[HUBS]
    venues, tested = layers[VENUES], len(read.problem.new_point_sites())
    further = {
        "Demand": called(read.demand.places, "the demand points given"),
        HUBS: (
            f"{called(hubs, 'the hubs given')} ({many(int(sites.hub_now.sum()), 'hub', 'hubs')} "
            f"and {many(int(sites.point_now.sum()), 'outreach point', 'outreach points')} counted)"
        ),
        VENUES: f"{called(venues, 'the venues given')} ({tested} of {len(venues)} could be used)",
        **({FAST_ROADS: BARRED} if job.fast_roads_barred() else {}),
    }
    names = dict(zip(sites.places.ids, sites.names))
    names = {**dict(zip(hubs.ids, names_of(job, hubs, "HUB_NAME"))), **names}
    return method_of(job, read.travel, read.demand, further, names, not_counted(job, hubs))


def _unrouted(read: Read, method: Method) -> list[str]:
    """Say how many children could not be routed, by reason, and where they are counted."""
    areas = [one for one in read.journeys.unrouted if one.role == "demand"]
    said = unrouted_notes(areas, read.demand.demand.children, [], method)
    return [f"{one} They count as within reach of neither." for one in said]


def _kinds(job: Job, read: Read, method: Method) -> list[str]:
    """Say which hubs are not like the others: part-time, a neighbour's (who runs no points)."""
    sites = read.sites
    hubs = sites.places.chosen(sites.hub_now.tolist())
    if not len(hubs):
        return []
    kinds: list[Kind] = unlike_hubs(job, hubs)
    minutes = read.problem.minutes[:, sites.hub_now]
    band = read.problem.terms.hub_minutes
    notes = notes_apart(minutes, read.demand.demand.children, kinds, hubs.ids, band, method)
    if (~sites.own).any():
        notes.append("Hubs of other authorities count where families reach them; no outreach point "
                     "is linked to one.")  # fmt: skip
    return [*authority_notes(job, hubs), *notes]


def _whom(read: Read, found: Found) -> Table | None:
    """Tabulate the children concerned by site and national decile; None where none is known."""
    own, cards = read.demand.demand, found.cards
    there = [decile for decile in range(1, 11) if (own.decile == decile).any()]
    if not there:
        return None
    columns: dict[str, list[Any]] = {
        "site_id": [read.sites.places.ids[card.site] for card in cards],
        "site_name": [read.sites.names[card.site] for card in cards],
        "decision": [card.decision for card in cards],
        "tier": [card.tier for card in cards],
    }
    groups = [(f"decile_{decile}", own.decile == decile) for decile in there]
    if np.isnan(own.decile).any():
        groups.append(("decile_not_known", np.isnan(own.decile)))
    for name, rows in groups:
        columns[name] = [float((own.children * card.whom)[rows].sum()) for card in cards]
    return Table(columns, "children by site and decile")


def _how_sure(found: Found) -> list[str]:
    """Say what near-best plans and stability mean, and how many runs were done."""
    if not any(card.near_best for card in found.cards):
        return []
    said = [
        "In near-best plans: each new site was left out and the best plan of the others found by "
        "the same model. “In every plan within 3 %” means that none without it comes within 3 % of "
        "the best value; “not in every plan within 1 %” that one does within 1 %, so that another "
        "choice is nearly as good on this measure."
    ]
    done = found.stability
    if done is None:
        return [*said, "How often sites stay under other assumptions was not asked for."]
    were = "was" if done.counted == 1 else "were"
    have = "has" if done.no_plan == 1 else "have"
    counts = f"{done.counted} of {done.asked} runs {were} solved in the time set"
    if done.no_plan:
        counts += f" and {done.no_plan} {have} no plan that keeps the conditions"
    return [
        *said,
        "Each site's reason says in how many runs it stays when all minutes, the limits of minutes "
        "or the weight of outreach move by 20 %, or the need of each area or each journey's "
        f"minutes by up to 20 % at random (a fixed seed). {counts}.",
    ]
