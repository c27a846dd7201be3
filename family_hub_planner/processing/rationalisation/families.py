"""Which rows of the estate serve families, and which of those a run can count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import InputError
from ...engine.services import offers_service
from ..demand import not_serving
from ..layers import Places, texts_of

if TYPE_CHECKING:
    from ..job import Job

_YES = {"yes", "true", "1", "y"}
_MOST_NAMED = 12


@dataclass(frozen=True, eq=False)
class Families:
    """`serve` are rows that serve families, or will; `counted` those that count in this run, (b,).

    `why_not` says of each that serves and does not count why, by its id.
    """

    serve: np.ndarray
    counted: np.ndarray
    why_not: dict[str, str]


def said_yes(places: Places, field: str) -> np.ndarray:
    """Tell which places say yes in a field, shape (b,)."""
    return np.array([said.lower() in _YES for said in texts_of(places, field)], dtype=bool)


def read_families(job: Job, places: Places) -> Families:
    """Tell who serves families: those that say so (SERVES), else sites of the national return.

    These have a `site_type`. Services alone do not make a row a site: registrars have some too.
    Raises `InputError` where none counts.
    """
    status = [said.lower() for said in texts_of(places, "status")]
    if job.field("SERVES"):
        serve = said_yes(places, job.field("SERVES"))
    else:
        serve = np.array([kind != "" for kind in texts_of(places, "site_type")], dtype=bool)
        stated = np.array([said != "" for said in status], dtype=bool)
        # A register in which some buildings state their status says of the others that they are
        # none; in one without any, as in coverage, an empty status says nothing.
        serve &= stated if stated.any() else ~stated
    serve &= np.array([said != "closed" for said in status], dtype=bool)
    why = {
        site: words for site, words in _why_not(job, places).items() if serve[_row(places, site)]
    }
    counted = serve & np.array([site not in why for site in places.ids], dtype=bool)
    if not counted.any():
        raise InputError(_nobody(job, places))
    return Families(serve, counted, why)


def _row(places: Places, site: str) -> int:
    return places.ids.index(site)


def _why_not(job: Job, places: Places) -> dict[str, str]:
    service, offers = job.text("SERVICE"), texts_of(places, "services")
    lacking = {
        site: f"it does not offer {service}"
        for site, offered in zip(places.ids, offers)
        if service and not offers_service(offered, service)
    }
    return {**lacking, **not_serving(places)}


def _nobody(job: Job, places: Places) -> str:
    service = job.text("SERVICE")
    with_service = f", with the service {service!r}" if service else ""
    if job.field("SERVES"):
        return (
            f"None of the {len(places)} buildings of {places.name} serves families in this run: "
            f"yes in the field {job.field('SERVES')!r}, open to the public and not closed"
            f"{with_service}. Fill it in for those that do."
        )
    return (
        f"None of the {len(places)} buildings of {places.name} serves families in this run: a "
        f"site type of the national return (site_type), status Active, open to the public"
        f"{with_service}. Fill those columns, or choose a field that says yes (SERVES): services "
        "alone do not make a building a family site."
    )


def families_notes(job: Job, places: Places) -> list[str]:
    """Name rows that might be taken for family sites and are not, and what to do if they are."""
    if job.field("SERVES"):
        return []
    status, kinds = texts_of(places, "status"), texts_of(places, "site_type")
    offers = texts_of(places, "services")
    unsaid = [s for s, state, kind in zip(places.ids, status, kinds) if kind and not state]
    alone = [s for s, kind, offer in zip(places.ids, kinds, offers) if offer and not kind]
    said = []
    if unsaid and any(status):
        said.append(
            f"{_named(unsaid)}: a site type but no status, and so taken to serve no families. Fill "
            "in the status, or choose a field that says yes (SERVES)."
        )
    if alone:
        said.append(
            f"{_named(alone)}: services but no site type, and so not counted as sites that serve "
            "families. Fill in site_type, or choose a field that says yes (SERVES), if they do."
        )
    return said


def _named(sites: list[str]) -> str:
    more = len(sites) - _MOST_NAMED
    return ", ".join(sites[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
