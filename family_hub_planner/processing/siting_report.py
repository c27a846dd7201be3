"""The page of a siting run: what would change, why these sites, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..engine.bands import in_minutes
from ..engine.coverage import Coverage, cover
from ..engine.coverage_apart import notes_apart
from ..engine.coverage_sets import Kind
from ..engine.edge_note import edge_limits
from ..engine.journeys import Journeys
from ..engine.method_note import Method, mode_limit, travelling
from ..engine.published import about_part, bracketed, share_of
from ..engine.siting.plan import Plan
from ..engine.siting.today import Today
from ..engine.siting_page import SolverFacts, siting_page, without_hubs
from ..engine.tables import Table
from .added_points import added_notes
from .area_names import named_areas
from .demand import DemandPlaces, not_counted
from .job import Job
from .layers import Places, names_of
from .method import BARRED, FAST_ROADS, called, method_of, sources_of
from .siting import COLUMNS, Sites
from .travel import Travel
from .unlike_hubs import authority_notes, unlike_hubs

MEASURES = {
    "maximal_cover": "the most need within {} of a hub",
    "p_median": "the least need-weighted minutes to the nearest hub",
    "set_cover": (
        "the fewest hubs that bring the need asked for within {}; of plans of as few the "
        "fewest openings and closings, then the most need, then the shortest journeys"
    ),
    "p_center": "the shortest longest journey to the nearest hub, then the next worst",
    "most_equal": "the least equally-distributed equivalent of the minutes to the nearest hub",
    "mixed": "the least mix of mean minutes and of need beyond {}",
}
_TABLES = ("by_decile", "by_quintile", "by_locality")
OWN_MODES = "each household by its own mode"
_COUNTED = ("maximal_cover", "p_median")
VENUES, HUBS = "Candidate venues", "Hubs"
BY_OWN_MODES = (
    "Each area stands twice: those with a car by driving, those without on foot or by the times "
    "given. Numbers of areas count both."
)


@dataclass(frozen=True)
class SitingRun:
    """What a siting run read and found."""

    travel: Travel
    demand: DemandPlaces
    sites: Sites
    journeys: Journeys
    plan: Plan
    today: Today


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
    coverages = [_covered(run, sites, bands) for sites in (today, plan.open())]
    before, after = (one.by_decile for one in coverages)
    columns = {name: list(values) for name, values in zip(COLUMNS, zip(*rows))}
    columns["reason"] = named_areas(columns["reason"], run.demand.places)
    table = Table(columns, "sites")
    kinds = _unlike(job, run)
    ids = [run.sites.places.ids[site] for site in plan.open()]
    children = run.demand.demand.children
    apart = notes_apart(minutes[:, plan.open()], children, kinds, ids, bands[0], method)
    near, sites_near = run.journeys.demand_near_edge, run.journeys.site_near_edge
    return siting_page(
        table,
        before,
        after,
        _solver_facts(run, bands[0]),
        bands,
        method=method,
        sources=sources_of(run.travel, run.demand, layers),
        notes=[
            *named_areas([*run.demand.remarks(), *_remarks(plan)], run.demand.places),
            *job.beside(
                [
                    *([_shared_out(run, bands[0], method)] if plan.shares is not None else []),
                    *([BY_OWN_MODES] if job.field("NO_CAR") else []),
                    *_not_told(job, run),
                    *apart,
                ]
            ),
            *added_notes(run.demand.places),
        ],
        limits=[
            *([mode_limit("drive")] if job.field("NO_CAR") else []),
            *job.beside(edge_limits(near, children, sites_near, bands, method, "hubs and venues")),
        ],
        others=_others(run, *coverages),
        **further,
    )


def _remarks(plan: Plan) -> list[str]:
    """Give what the run found; how the model is set stands with how sure it is."""
    return [said for said in plan.remarks() if said not in plan.model.remarks]


def _solver_facts(run: SitingRun, minutes: float) -> SolverFacts:
    plan = run.plan
    return SolverFacts(
        measure=MEASURES[plan.model.name].format(in_minutes(minutes)),
        unit=plan.model.unit,
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        proven=plan.proven,
        seconds=plan.seconds,
        venues=0 if plan.problem.new_sites == 0 else len(plan.problem.candidates()),
        conditions=plan.problem.rules.ask_for_anything(),
        counted=plan.model.name in _COUNTED,
        today=run.today.value,
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
    if job.field("NO_CAR"):
        by_times = ", or by the table of times where shorter" if job.asked_for("TIMES") else ""
        on_foot = travelling(job.choice("NO_CAR_MODE"))
        further["Households without a car"] = f"column {job.field('NO_CAR')}: {on_foot}{by_times}"
    if job.text("SERVICE"):
        further["Only hubs with the service"] = job.text("SERVICE")
    if job.fast_roads_barred():
        further[FAST_ROADS] = BARRED
    method = method_of(job, run.travel, run.demand, further, names, left_out)
    # By no one mode: the words "minutes' drive" would be false of those without a car.
    return replace(method, mode=OWN_MODES) if job.field("NO_CAR") else method


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


def _covered(run: SitingRun, open_sites: np.ndarray, bands: tuple[float, ...]) -> Coverage:
    """Work out the coverage by some sites; by none of them where none is open."""
    if len(open_sites):
        return _coverage(run, open_sites, bands)
    every = _coverage(run, np.arange(len(run.sites.places)), bands)
    tables = {name: without_hubs(getattr(every, name)) for name in _TABLES}
    return replace(every, **tables)


def _others(run: SitingRun, before: Coverage, after: Coverage) -> list[tuple[str, Table, Table]]:
    """Give the tables by local quintile and by locality, each where the demand knows them."""
    demand = run.demand.demand
    said = []
    if np.isfinite(demand.quintile).any():
        what = "local quintile (1 is the most deprived fifth of these areas)"
        said.append((what, before.by_quintile, after.by_quintile))
    if any(demand.locality):
        said.append(("locality", before.by_locality, after.by_locality))
    return said


def _shared_out(run: SitingRun, minutes: float, method: Method) -> str:
    """Say how many go to a site within the minutes where room is limited."""
    plan, children = run.plan, run.demand.demand.children
    there = sum(
        share * float(children[row])
        for row, site, share in plan.shares or ()
        if plan.problem.minutes[row, site] <= minutes
    )
    whole = float(children.sum())
    count = about_part(there, whole, method.threshold)
    share = bracketed(share_of(there, whole, method.threshold))
    return (
        f"The sites have limited room. Shared out over it, {count} of the {method.children}{share} "
        f"go to a site {method.within(minutes).replace(' of a hub', '')}. The sentence above, the "
        "tables and the figures by site count each area at its nearest open hub, full or not."
    )


def _coverage(run: SitingRun, some: np.ndarray, bands: tuple[float, ...]) -> Coverage:
    of_some = run.plan.problem.minutes[:, some]
    ids = [run.sites.places.ids[site] for site in some]
    lost = ~np.isfinite(of_some).any(axis=1)
    return cover(of_some, run.demand.demand, ids, bands, lost)
