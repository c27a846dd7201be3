"""Venues that stand for one place, and those that are a hub's own building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.errors import InputError
from ..engine.in_words import many
from ..engine.thin import ThinPlaces, Twins, first_of_building, thin, twins_of
from .layers import Places, names_of, texts_of

if TYPE_CHECKING:
    from .job import Job

_BESIDE_M = 50.0  # a venue so near to a hub may be its own building, mapped at another corner


def once_each(job: Job, venues: Places, within_m: float | None = None) -> Places:
    """Keep one of the venues that stand for one place; the log names the others.

    By UPRN, else by postcode and name; with `within_m` (metres) also of those so near together.
    """
    found = thin(_thin_places(venues), (), within_m or None)
    for out in found.left_out:
        one, other = venues.ids[out.row], venues.ids[out.kept]
        job.progress.warn(f"{one} is left out: one place with {other} ({out.reason}).")
    kept = set(found.kept)
    return venues.chosen([row in kept for row in range(len(venues))])


def not_on_hubs(job: Job, candidates: Places, hubs: Places) -> Places:
    """Leave out candidates that are a hub's own building; warn of others that lie on one."""
    within = job.optional_number("THIN_M")
    venues = _thin_places(candidates, names_of(job, candidates, "CANDIDATE_NAME"))
    standing = _thin_places(hubs, names_of(job, hubs, "EXISTING_NAME"))
    twins = twins_of(venues, standing, within or None)
    for row, (hub, reason) in twins.items():
        job.progress.warn(
            f"{candidates.ids[row]} is left out: one place with the hub {hubs.ids[hub]} ({reason})."
        )
    keep = [row not in twins for row in range(len(candidates))]
    if not any(keep):
        raise InputError(f"No candidate is left: all {len(candidates)} are places of hubs.")
    if within is None:
        _warn_of_near(job, candidates, hubs, twins_of(venues, standing, _BESIDE_M), twins)
    return candidates.chosen(keep)


def _warn_of_near(job: Job, candidates: Places, hubs: Places, near: Twins, out: Twins) -> None:
    beside = {row: hub for row, (hub, _) in near.items() if row not in out}
    if beside:
        row, hub = next(iter(beside.items()))
        lie = many(len(beside), "candidate lies", "candidates lie")
        job.progress.warn(
            f"{lie} within {_BESIDE_M:g} m of an existing hub (first: {candidates.ids[row]} of hub "
            f"{hubs.ids[hub]}) and may be its own building. Give THIN_M to leave such ones out."
        )


def _thin_places(places: Places, names: list[str] | None = None) -> ThinPlaces:
    own, uprn, postcode = (texts_of(places, name) for name in ("site_name", "uprn", "postcode"))
    return ThinPlaces(places.ids, places.xy, names or own, uprn, postcode, [[] for _ in own])


def first_of_buildings(places: Places) -> list[int]:
    """Give for each place the first row of its building, itself where it stands alone.

    By the column `building` of 'Read an estate register', by UPRN, or by postcode and name.
    """
    columns = (texts_of(places, name) for name in ("building", "uprn", "site_name", "postcode"))
    return first_of_building(*columns)
