"""Candidate venues and existing hubs as layers to the siting problem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.demand import Demand
from ..engine.errors import InputError
from ..engine.journeys import Journeys
from ..engine.siting.problem import SitingProblem
from ..engine.siting.rules import Rules
from .demand import not_public, serving
from .job import Job
from .layers import Places, names_of, texts_of
from .one_place import not_on_hubs, once_each
from .site_areas import areas_of_sites

COLUMNS = (
    "site_id", "site_name", "decision", "order", "children_gained", "children_without",
    "children_worse", "max_added_minutes", "next_best", "loss_if_swapped", "near_best",
    "stability", "venue_type", "area_code", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Sites:
    """Existing hubs and then candidates as one set of places.

    For each, in turn: whether it stands already, its name ("" where it has none), what the register
    says against it, in sentences ("" where nothing), and the code of the area that it stands in
    ("" where it stands in none).
    """

    places: Places
    existing: np.ndarray
    names: list[str]
    remarks: list[str]
    areas: list[str]


def read_sites(job: Job, crs: str) -> Sites:
    """Read `EXISTING` and `CANDIDATES`.

    Left out and named in the log: hubs that serve nobody yet or only some, candidates that stand
    among the hubs already (by id, UPRN or address), those that only some families may enter (unless
    all are asked for) and, when asked for, those whose owner has not agreed.
    """
    candidates = job.places("CANDIDATES", "CANDIDATE_ID", crs)
    if job.yes("ONLY_AGREED"):
        agreed = [not refused(value) for value in texts_of(candidates, "owner_agreed")]
        candidates = _left(job, candidates, agreed, "owner")
    closed = not_public(candidates)
    if job.yes("PUBLIC_ONLY") and closed:
        public = [site not in closed for site in candidates.ids]
        candidates = _left(job, candidates, public, "public")
    candidates = once_each(job, candidates, job.optional_number("THIN_M"))
    if job.optional_source("EXISTING") is None:
        return _together(job, [("CANDIDATE_NAME", candidates)], 0, crs)
    existing = job.places("EXISTING", "EXISTING_ID", crs)
    if not (job.field("CANDIDATE_ID") and job.field("EXISTING_ID")):
        raise InputError(
            "Choose the id field of the candidates and of the existing hubs: without them nobody "
            "can tell whether a candidate is a hub that stands already."
        )
    standing = set(existing.ids)
    candidates = _left(job, candidates, [c not in standing for c in candidates.ids], "standing")
    candidates = not_on_hubs(job, candidates, existing)
    existing = serving(job, existing)
    named = [("EXISTING_NAME", existing), ("CANDIDATE_NAME", candidates)]
    return _together(job, named, len(existing), crs)


def _together(job: Job, named: list[tuple[str, Places]], standing: int, crs: str) -> Sites:
    layers = [places for _, places in named]
    both = Places(
        " and ".join(layer.name for layer in layers),
        [site for layer in layers for site in layer.ids],
        np.concatenate([layer.xy for layer in layers]),
        [feature for layer in layers for feature in layer.features],
    )
    names = [name for field, layer in named for name in names_of(job, layer, field)]
    remarks = [remark for layer in layers for remark in _remarks(layer)]
    areas = areas_of_sites(job, both, crs)
    return Sites(both, np.arange(len(both)) < standing, names, remarks, areas)


def _remarks(places: Places) -> list[str]:
    closed = not_public(places)
    said = []
    for place, agreed in zip(places.ids, texts_of(places, "owner_agreed")):
        remarks = ["Its owner has not agreed."] if refused(agreed) else []
        if place in closed:
            remarks.append(f"Counted as if open to all, but today {closed[place]}.")
        said.append(" ".join(remarks))
    return said


def refused(owner_agreed: str) -> bool:
    """Tell whether the column says that the owner has not agreed; an empty one says nothing."""
    return owner_agreed.lower() in {"no", "false", "0", "n"}


_WHY = {
    "public": "only some families may enter",
    "owner": "the owner has not agreed",
    "standing": "a hub with the same id stands already",
}


def _left(job: Job, candidates: Places, keep: list[bool], why: str) -> Places:
    out = [site for site, kept in zip(candidates.ids, keep) if not kept]
    if out:
        job.progress.warn(f"{len(out)} candidates are left out, {_WHY[why]}: {', '.join(out)}.")
    if not any(keep):
        raise InputError(f"No candidate is left: {_WHY[why]} for all {len(candidates)}.")
    return candidates.chosen(keep)


def problem_of(
    job: Job, demand: Demand, sites: Sites, journeys: Journeys, rules: Rules
) -> SitingProblem:
    """Make the siting problem of the journeys, weighted by need."""
    return SitingProblem(
        minutes=journeys.minutes,
        weight=demand.need,
        demand_ids=list(demand.ids),
        site_ids=list(sites.places.ids),
        existing=sites.existing,
        new_sites=_new_sites(job, sites, rules),
        rules=rules,
    )


def _new_sites(job: Job, sites: Sites, rules: Rules) -> int | None:
    """Give how many sites may open: set cover asks for their number, money may set it."""
    if job.choice("OBJECTIVE") == "set_cover":
        return None
    asked = job.count("SITES")
    return min(asked, int((~sites.existing).sum())) if rules.money is not None else asked
