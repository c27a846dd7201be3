"""Hubs, outreach points that run today, and venues, as one set of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.errors import InputError
from ...engine.in_words import many
from ...engine.siting.outreach.types_asked import type_order
from ..demand import not_public, serving
from ..job import Job
from ..layers import Places, names_of, numbers_of, texts_of
from ..one_place import Called, not_on_hubs, once_each
from ..siting import refused
from ..unlike_hubs import hub_facts
from ..venue_types import venue_types

_YES = {"yes", "true", "1", "y"}
_CALLED = Called("venue", "the hub or outreach point", "VENUE_NAME", "HUB_NAME")


@dataclass(frozen=True)
class OutreachSites:
    """The hubs' layer and then the venues, m places; those left out are named in the log.

    `layers` are the names of the two.

    Of each: whether it is a hub or an outreach point today, whether a hub is the council's own (a
    neighbour's staff run no points), whether a venue may become a point or a hub, its name, type of
    venue, place in the order of types, and what the register says against it ("" where nothing).
    `named_types` is how many types the order names, `given` counts the venues as they were given.
    """

    places: Places
    hub_now: np.ndarray
    point_now: np.ndarray
    own: np.ndarray
    may_be_point: np.ndarray
    may_be_hub: np.ndarray
    names: list[str]
    types: list[str]
    rank: np.ndarray
    named_types: int
    remarks: list[str]
    given: int
    layers: tuple[str, str]

    @property
    def hubs(self) -> np.ndarray:
        """Give the rows of what may be a hub."""
        return np.flatnonzero(self.hub_now | self.may_be_hub)


def read_outreach_sites(job: Job, crs: str) -> OutreachSites:
    """Read `HUBS` and `VENUES`; raises `InputError` where nothing is left of one.

    A building is one venue, whatever number of rows stands for it, and none where a hub, or an
    outreach point that runs, stands in it.
    """
    if not (job.field("HUB_ID") and job.field("VENUE_ID")):
        raise InputError(
            "Choose the id field of the hubs and of the venues (HUB_ID, VENUE_ID): without them "
            "nobody can tell whether a venue is a hub already, or which hub runs which point."
        )
    hubs = serving(job, job.places("HUBS", "HUB_ID", crs))
    whole = job.places("VENUES", "VENUE_ID", crs)
    venues = not_on_hubs(job, _tested(job, whole, set(hubs.ids)), hubs, _CALLED)
    facts = hub_facts(job, hubs)
    outreach, count = facts.outreach(), len(hubs)
    types = venue_types(venues)
    order, known = job.text("TYPE_ORDER"), [*venue_types(whole), *venue_types(hubs)]
    _, out = type_order(order, types, known)
    if any(out):
        venues = _left(job, venues, [not one for one in out], "their type was left out")
    venues, may_be_hub = _one_a_building(
        job, venues, type_order(order, venue_types(venues), known)[0]
    )
    types = [*venue_types(hubs), *venue_types(venues)]
    ranks, _ = type_order(order, types, known)
    new = len(venues)
    return OutreachSites(
        places=Places(
            f"{hubs.name} and {venues.name}",
            [*hubs.ids, *venues.ids],
            np.concatenate([hubs.xy, venues.xy]),
            [*hubs.features, *venues.features],
        ),
        hub_now=np.concatenate([~outreach, np.zeros(new, dtype=bool)]),
        point_now=np.concatenate([outreach, np.zeros(new, dtype=bool)]),
        own=np.concatenate([~facts.others(), np.ones(new, dtype=bool)]),
        may_be_point=np.arange(count + new) >= count,
        may_be_hub=np.concatenate([np.zeros(count, dtype=bool), may_be_hub]),
        names=[*names_of(job, hubs, "HUB_NAME"), *names_of(job, venues, "VENUE_NAME")],
        types=types,
        rank=np.array(ranks, dtype=np.intp),
        named_types=_named(job),
        remarks=[*[""] * count, *_remarks(venues)],
        given=len(whole),
        layers=(hubs.name, venues.name),
    )


def _named(job: Job) -> int:
    parts = job.text("TYPE_ORDER").replace(",", ";").replace("\n", ";").split(";")
    return sum(bool(part.strip()) and not part.strip().startswith("-") for part in parts)


def _tested(job: Job, venues: Places, standing: set[str]) -> Places:
    """Leave out the venues that stand as hubs, that few may enter or whose owner has not agreed."""
    there = [site not in standing for site in venues.ids]
    venues = _left(job, venues, there, "a hub with the same id stands already")
    if job.yes("ONLY_AGREED"):
        agreed = [not refused(value) for value in texts_of(venues, "owner_agreed")]
        venues = _left(job, venues, agreed, "the owner has not agreed")
    closed = not_public(venues)
    if job.yes("PUBLIC_ONLY") and closed:
        public = [site not in closed for site in venues.ids]
        venues = _left(job, venues, public, "only some families may enter")
    return venues


def _left(job: Job, venues: Places, keep: Sequence[bool], why: str) -> Places:
    out = [site for site, kept in zip(venues.ids, keep) if not kept]
    if out:
        are = many(len(out), "venue is", "venues are")
        job.progress.warn(f"{are} left out, {why}: {', '.join(out)}.")
    if not any(keep):
        raise InputError(f"No venue is left: {why} ({len(venues)}).")
    return venues.chosen(keep)


def _one_a_building(job: Job, venues: Places, ranks: Sequence[int]) -> tuple[Places, np.ndarray]:
    """Keep one venue a building, and tell which of those kept may hold a hub.

    Of several one that may hold a hub stays, then the type named earliest, then the first by id.
    """
    may = _may_hold_a_hub(job, venues)
    later = max(ranks, default=0) + 1
    first = [rank + (0 if able else later) for rank, able in zip(ranks, may)]
    kept = once_each(job, venues, job.optional_number("THIN_M"), first)
    able = dict(zip(venues.ids, may))
    return kept, np.array([able[venue] for venue in kept.ids], dtype=bool)


def _may_hold_a_hub(job: Job, venues: Places) -> np.ndarray:
    """Tell which venues may become a hub: by a field, by their spare area, or by both."""
    field, space = job.field("HUB_VENUES"), job.optional_number("HUB_SPACE_M2")
    if not job.count("NEW_HUBS"):
        return np.zeros(len(venues), dtype=bool)
    if not field and space is None:
        raise InputError(
            "New hubs were asked for, but nothing says which venues may hold one. Choose a field "
            "of yes and no (HUB_VENUES), or give the least spare area (HUB_SPACE_M2)."
        )
    may = np.ones(len(venues), dtype=bool)
    if field:
        may = np.array([word.lower() in _YES for word in texts_of(venues, field)], dtype=bool)
    if space is not None:
        may = may & _roomy(job, venues, space)
    if not may.any():
        raise InputError(
            f"None of the {len(venues)} venues may hold a hub by HUB_VENUES and HUB_SPACE_M2. "
            "Loosen them, or ask for no new hub."
        )
    return may


def _roomy(job: Job, venues: Places, space: float) -> np.ndarray:
    there = venues.has("spare_area_m2")
    spare = numbers_of(venues, "spare_area_m2") if there else np.full(len(venues), np.nan)
    unknown = int(np.isnan(spare).sum())
    if unknown:
        state = many(unknown, "venue states", "venues state")
        job.progress.warn(
            f"{state} no spare area (spare_area_m2), of {len(venues)}: none such is taken for a "
            "hub."
        )
    return np.nan_to_num(spare, nan=-1.0) >= space


def _remarks(venues: Places) -> list[str]:
    closed, said = not_public(venues), []
    for venue, agreed in zip(venues.ids, texts_of(venues, "owner_agreed")):
        remarks = ["Its owner has not agreed."] if refused(agreed) else []
        if venue in closed:
            remarks.append(f"Counted as if open to all, but today {closed[venue]}.")
        said.append(" ".join(remarks))
    return said
