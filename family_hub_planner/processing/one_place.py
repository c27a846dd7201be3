"""Venues that stand for one place, and those that are a hub's own building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.errors import InputError
from ..engine.in_words import many
from ..engine.thin import ThinPlaces, first_of_building, thin, twins_of
from .layers import Places, names_of, texts_of

if TYPE_CHECKING:
    from .job import Job

# A layer of OpenStreetMap may have a column `building` that says "yes": the estate's stands beside
# this one.
_SHARED_BY = "sites_in_building"
_BESIDE_M = 50.0  # a venue so near to a hub may be its own building, mapped at another corner


@dataclass(frozen=True)
class Called:
    """How a run's log calls a venue and what stands, and which parameters hold their names."""

    venue: str = "candidate"
    standing: str = "the hub"
    venue_name: str = "CANDIDATE_NAME"
    standing_name: str = "EXISTING_NAME"


CANDIDATES = Called()


def once_each(
    job: Job, venues: Places, within_m: float | None = None, ranks: Sequence[int] = ()
) -> Places:
    """Keep one of the venues that stand for one place; the log names the others.

    By UPRN, else by postcode and name, else by the building that 'Import the estate' found; with
    `within_m` (metres) also of those so near together. Of several the one with the least of `ranks`
    stays (empty: all alike), then one with a name, then the first by id.
    """
    words = [[str(rank)] for rank in ranks]
    order = [str(rank) for rank in sorted(set(ranks))]
    found = thin(_thin_places(venues, types=words), order, within_m or None)
    for out in found.left_out:
        one, other = venues.ids[out.row], venues.ids[out.kept]
        job.progress.warn(f"{one} is left out: one place with {other} ({out.reason}).")
    kept = set(found.kept)
    return venues.chosen([row in kept for row in range(len(venues))])


def not_on_hubs(job: Job, candidates: Places, hubs: Places, called: Called = CANDIDATES) -> Places:
    """Leave out candidates that are a hub's own building; warn of others that lie on one."""
    within = job.optional_number("THIN_M")
    venues = _thin_places(candidates, names_of(job, candidates, called.venue_name))
    standing = _thin_places(hubs, names_of(job, hubs, called.standing_name))
    twins = twins_of(venues, standing, within or None)
    for row, (hub, reason) in twins.items():
        job.progress.warn(
            f"{candidates.ids[row]} is left out: one place with {called.standing} {hubs.ids[hub]} "
            f"({reason})."
        )
    keep = [row not in twins for row in range(len(candidates))]
    if not any(keep):
        raise InputError(f"No {called.venue} is left: all {len(candidates)} are places of hubs.")
    if within is None:
        near = twins_of(venues, standing, _BESIDE_M)
        beside = {row: hub for row, (hub, _) in near.items() if row not in twins}
        _warn_of_near(job, candidates, hubs, beside, called)
    return candidates.chosen(keep)


def _warn_of_near(
    job: Job, candidates: Places, hubs: Places, beside: dict[int, int], called: Called
) -> None:
    if beside:
        row, hub = next(iter(beside.items()))
        lie = many(len(beside), f"{called.venue} lies", f"{called.venue}s lie")
        job.progress.warn(
            f"{lie} within {_BESIDE_M:g} m of an existing hub (first: {candidates.ids[row]} of hub "
            f"{hubs.ids[hub]}) and may be its own building. Give THIN_M to leave such ones out."
        )


def _thin_places(
    places: Places, names: list[str] | None = None, types: Sequence[Sequence[str]] = ()
) -> ThinPlaces:
    own, uprn, postcode = (texts_of(places, name) for name in ("site_name", "uprn", "postcode"))
    nothing: list[list[str]] = [[] for _ in own]
    return ThinPlaces(
        places.ids, places.xy, names or own, uprn, postcode, types or nothing, _buildings(places)
    )


def _buildings(places: Places) -> list[str]:
    """Read `building` where a register wrote it; on a map layer it may say no more than "yes"."""
    if not places.has(_SHARED_BY):
        return [""] * len(places)
    return texts_of(places, "building")


def first_of_buildings(places: Places) -> list[int]:
    """Give for each place the first row of its building, itself where it stands alone.

    By the column `building` of 'Read an estate register', by UPRN, or by postcode and name.
    """
    columns = (texts_of(places, name) for name in ("uprn", "site_name", "postcode"))
    return first_of_building(_buildings(places), *columns)
