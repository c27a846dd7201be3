"""Candidate venues and existing hubs as layers to the siting problem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.demand import Demand
from ..engine.errors import InputError
from ..engine.journeys import Journeys
from ..engine.siting.problem import SitingProblem
from .demand import serving
from .job import Job
from .layers import Places, names_of, texts_of


@dataclass(frozen=True)
class Sites:
    """Existing hubs and then candidates as one set of places.

    For each, in turn: whether it stands already, its name ("" where it has none) and what the
    register says of its owner's agreement.
    """

    places: Places
    existing: np.ndarray
    names: list[str]
    owner_agreed: list[str]


def read_sites(job: Job, crs: str) -> Sites:
    """Read `EXISTING` and `CANDIDATES`.

    Left out and named in the log: hubs that serve nobody yet or only some, candidates that stand
    among the hubs already and, when asked for, those whose owner has not agreed.
    """
    candidates = job.places("CANDIDATES", "CANDIDATE_ID", crs)
    if job.yes("ONLY_AGREED"):
        agreed = [not refused(value) for value in texts_of(candidates, "owner_agreed")]
        candidates = _left(job, candidates, agreed, "owner")
    if job.optional_source("EXISTING") is None:
        return _together(job, [("CANDIDATE_NAME", candidates)], 0)
    existing = job.places("EXISTING", "EXISTING_ID", crs)
    if not (job.field("CANDIDATE_ID") and job.field("EXISTING_ID")):
        raise InputError(
            "Choose the id field of the candidates and of the existing hubs: without them nobody "
            "can tell whether a candidate is a hub that stands already."
        )
    standing = set(existing.ids)
    candidates = _left(job, candidates, [c not in standing for c in candidates.ids], "standing")
    existing = serving(job, existing)
    named = [("EXISTING_NAME", existing), ("CANDIDATE_NAME", candidates)]
    return _together(job, named, len(existing))


def _together(job: Job, named: list[tuple[str, Places]], standing: int) -> Sites:
    layers = [places for _, places in named]
    both = Places(
        " and ".join(layer.name for layer in layers),
        [site for layer in layers for site in layer.ids],
        np.concatenate([layer.xy for layer in layers]),
        [feature for layer in layers for feature in layer.features],
    )
    names = [name for field, layer in named for name in names_of(job, layer, field)]
    agreed = [value for layer in layers for value in texts_of(layer, "owner_agreed")]
    return Sites(both, np.arange(len(both)) < standing, names, agreed)


def refused(owner_agreed: str) -> bool:
    """Tell whether the column says that the owner has not agreed; an empty one says nothing."""
    return owner_agreed.lower() in {"no", "false", "0", "n"}


_WHY = {
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


def problem_of(job: Job, demand: Demand, sites: Sites, journeys: Journeys) -> SitingProblem:
    """Make the siting problem of the journeys, weighted by need."""
    return SitingProblem(
        minutes=journeys.minutes,
        weight=demand.need,
        demand_ids=list(demand.ids),
        site_ids=list(sites.places.ids),
        existing=sites.existing,
        new_sites=job.count("SITES"),
    )
