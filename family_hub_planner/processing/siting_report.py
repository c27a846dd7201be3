"""The page of a siting run: what would change, why these sites, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.bands import band_number
from ..engine.coverage import Coverage, cover
from ..engine.coverage_apart import notes_apart
from ..engine.coverage_sets import Kind
from ..engine.edge_note import edge_limits
from ..engine.journeys import Journeys
from ..engine.method_note import Method
from ..engine.siting.plan import Plan
from ..engine.siting_page import SolverFacts, siting_page, without_hubs
from ..engine.tables import Table
from .added_points import added_notes
from .demand import DemandPlaces, not_counted
from .job import Job
from .layers import Places, names_of
from .method import BARRED, FAST_ROADS, called, method_of, sources_of
from .siting import COLUMNS, Sites
from .travel import Travel
from .unlike_hubs import authority_notes, unlike_hubs

MEASURES = {
    "maximal_cover": "the most need within {} minutes of a hub",
    "p_median": "the least need-weighted minutes to the nearest hub",
    "set_cover": "the fewest hubs that bring the need asked for within {} minutes",
    "p_center": "the shortest longest journey to the nearest hub, then the next worst",
    "most_equal": "the least equally-distributed equivalent of the minutes to the nearest hub",
    "mixed": "the least mix of mean minutes and of need beyond {} minutes",
}
_COUNTED = ("maximal_cover", "p_median")
VENUES, HUBS = "Candidate venues", "Hubs"
SHARED_OUT = (
    "The sites have limited room, and areas are shared out among them. The tables and the figures "
    "by site still count each area at its nearest open hub, full or not."
)


@dataclass(frozen=True)
class SitingRun:
    """What a siting run read and found."""

    travel: Travel
    demand: DemandPlaces
    sites: Sites
    journeys: Journeys
    plan: Plan


def page_of(
    job: Job, run: SitingRun, rows: Sequence[Sequence[Any]], further: Mapping[str, Any]
) -> str:
    """Give the page; `rows` are the output's rows in the order of `COLUMNS`.

    `further` is what `siting_page` takes besides.
    """
    layers, bands = _layers(job, run), (job.number("MINUTES"),)
    method = _method(job, run, layers)
    plan, minutes = run.plan, run.plan.problem.minutes
    today = np.flatnonzero(run.sites.existing)
    before, after = (_by_decile(run, sites, bands) for sites in (today, plan.open()))
    table = Table({name: list(values) for name, values in zip(COLUMNS, zip(*rows))}, "sites")
    kinds = _unlike(job, run)
    ids = [run.sites.places.ids[site] for site in plan.open()]
    children = run.demand.demand.children
    apart = notes_apart(minutes[:, plan.open()], children, kinds, ids, bands[0], method)
    near, sites_near = run.journeys.demand_near_edge, run.journeys.site_near_edge
    return siting_page(
        table,
        before,
        after,
        _solver_facts(plan, bands[0]),
        bands,
        method=method,
        sources=sources_of(run.travel, run.demand, layers),
        notes=[
            *run.demand.remarks(),
            *plan.remarks(),
            *([SHARED_OUT] if plan.shares is not None else []),
            *_not_told(job, run),
            *apart,
            *added_notes(run.demand.places),
        ],
        limits=edge_limits(near, children, sites_near, bands, method, "hubs and venues"),
        **further,
    )


def _solver_facts(plan: Plan, minutes: float) -> SolverFacts:
    return SolverFacts(
        measure=MEASURES[plan.model.name].format(band_number(minutes)),
        unit=plan.model.unit,
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        proven=plan.proven,
        seconds=plan.seconds,
        venues=0 if plan.problem.new_sites == 0 else len(plan.problem.candidates()),
        conditions=plan.problem.rules.ask_for_anything(),
        counted=plan.model.name in _COUNTED,
    )


def _layers(job: Job, run: SitingRun) -> dict[str, Places]:
    """Read the venues and the hubs as they were given, those left out among them."""
    crs = run.travel.crs
    layers = {VENUES: job.places("CANDIDATES", "CANDIDATE_ID", crs)}
    if job.optional_source("EXISTING") is not None:
        layers[HUBS] = job.places("EXISTING", "EXISTING_ID", crs)
    return layers


def _method(job: Job, run: SitingRun, layers: dict[str, Places]) -> Method:
    sites = run.sites.places
    names = dict(zip(sites.ids, run.sites.names))
    tested, given = len(run.plan.problem.candidates()), len(layers[VENUES])
    further = {
        "Demand": called(run.demand.places, "the demand points given"),
        VENUES: f"{called(layers[VENUES], 'the venues given')} ({tested} of {given} tested)",
    }
    left_out: dict[str, str] = {}
    if HUBS in layers:
        hubs = layers[HUBS]
        kept = [site for site, stands in zip(sites.ids, run.sites.existing) if stands]
        further[HUBS] = f"{called(hubs, 'the hubs given')} ({len(kept)} counted)"
        left_out = not_counted(job, hubs)
        names = {**dict(zip(hubs.ids, names_of(job, hubs, "EXISTING_NAME"))), **names}
    if job.text("SERVICE"):
        further["Only hubs with the service"] = job.text("SERVICE")
    if job.fast_roads_barred():
        further[FAST_ROADS] = BARRED
    return method_of(job, run.travel, run.demand, further, names, left_out)


def _unlike(job: Job, run: SitingRun) -> list[Kind]:
    """Tell which of the plan's open sites are hubs not like the others."""
    existing = run.sites.existing
    if not existing.any():
        return []
    found = []
    for kind in unlike_hubs(job, run.sites.places.chosen(existing)):
        marked = np.zeros(len(existing), dtype=bool)
        marked[existing] = kind.hubs
        found.append(Kind(kind.words, marked[run.plan.open()]))
    return found


def _not_told(job: Job, run: SitingRun) -> list[str]:
    """Say that the existing hubs' authorities cannot be matched; nothing without such hubs."""
    existing = run.sites.existing
    return authority_notes(job, run.sites.places.chosen(existing)) if existing.any() else []


def _by_decile(run: SitingRun, open_sites: np.ndarray, bands: tuple[float, ...]) -> Table:
    """Tabulate the coverage by some sites by decile; by none of them where none is open."""
    if len(open_sites):
        return _coverage(run, open_sites, bands).by_decile
    every = np.arange(len(run.sites.places))
    return without_hubs(_coverage(run, every, bands).by_decile)


def _coverage(run: SitingRun, some: np.ndarray, bands: tuple[float, ...]) -> Coverage:
    of_some = run.plan.problem.minutes[:, some]
    ids = [run.sites.places.ids[site] for site in some]
    lost = ~np.isfinite(of_some).any(axis=1)
    return cover(of_some, run.demand.demand, ids, bands, lost)
