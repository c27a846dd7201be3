"""Services as a table or points to the engine's records, each in its building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import ColumnError, InputError
from ...engine.packages import tree_of
from ...engine.services import split_services
from ...engine.siting.colocation.records import Service, read_fit
from ..amounts import amounts_of
from ..layers import Places, features_of, read_rows, text_of, texts_of, value_of
from .estate import YES

if TYPE_CHECKING:
    from ..job import Job
    from .estate import Estate

_WHOLE = frozenset({"", "all", "whole authority", "everyone"})


@dataclass(frozen=True)
class ReadServices:
    """The services as records, and their table as it was read.

    `withheld` counts those that are confidential, or stand in a confidential building; `groups` are
    the client groups of all, theirs too, for checks alone.
    """

    places: Places
    services: list[Service]
    withheld: int
    groups: frozenset[str]


def read_services(job: Job, crs: str, estate: Estate) -> ReadServices:
    """Read `SERVICES`; each stands in the building whose id it names, or at which its point is."""
    source = job.source("SERVICES")
    placed = source.sourceCrs().isValid()
    rows = (
        job.places("SERVICES", "SERVICE_ID", crs)
        if placed
        else read_rows(source, job.field("SERVICE_ID"))
    )
    sites = _sites(job, rows, estate)
    open_ones = [site not in estate.withheld for site in sites]
    if not any(open_ones):
        raise InputError("Every service stands in a confidential building: none may be tested.")
    hidden = rows.withheld + len(open_ones) - sum(open_ones)
    rows = rows.chosen(open_ones)
    sites = [estate.stands_for[site] for site, is_open in zip(sites, open_ones) if is_open]
    return ReadServices(rows, _services(job, rows, sites), hidden, _groups(job))


def _groups(job: Job) -> frozenset[str]:
    source, field = job.source("SERVICES"), job.field("CLIENT_GROUP")
    if field not in source.fields().names():
        return frozenset()
    return frozenset(text_of(value_of(one, field)) for one in features_of(source))


def _sites(job: Job, rows: Places, estate: Estate) -> list[str]:
    """Give each service's building; refuse those that have none, in words and by the first."""
    sites = texts_of(rows, job.field("SITE"))
    known = set(estate.rows.ids) | estate.withheld
    near = _nearest(rows, estate.rows, job.number("AT_WITHIN_M"))
    sites = [site or at for site, at in zip(sites, near)]
    lost = [at for at, site in enumerate(sites) if site not in known]
    if lost:
        named = sites[lost[0]]
        where = f"in {named!r}, which is none" if named else "nowhere"
        raise InputError(
            f"{len(lost)} of {len(rows)} services of {rows.name} stand in no building given "
            f"(first: {rows.ids[lost[0]]}, {where}). Fill in the building's id "
            f"({job.label('SITE')}), add the building, or give the service a point within "
            f"{job.number('AT_WITHIN_M'):g} m of it."
        )
    return sites


def _nearest(rows: Places, places: Places, within: float) -> list[str]:
    there = np.isfinite(places.xy).all(axis=1)
    placed = np.isfinite(rows.xy).all(axis=1)
    found = [""] * len(rows)
    if not (there.any() and placed.any()):
        return found
    at = np.flatnonzero(there)
    metres, nearest = tree_of(places.xy[at]).query(rows.xy[placed])
    for row, far, number in zip(np.flatnonzero(placed), metres, nearest):
        if far <= within:
            found[row] = places.ids[at[number]]
    return found


def _services(job: Job, rows: Places, sites: Sequence[str]) -> list[Service]:
    def texts(name: str) -> list[str]:
        return texts_of(rows, job.field(name))

    def numbers(name: str) -> list[float]:
        field = job.field(name)
        return amounts_of(rows, field).tolist() if field else [float("nan")] * len(rows)

    _refuse_no_area(job, rows)
    names, fits, serves, stay = (
        texts(name) for name in ("SERVICE_NAME", "FIT", "AREA_SERVED", "MUST_STAY")
    )
    areas, hours, costs, users = (
        numbers(name) for name in ("AREA_NEEDED", "HOURS", "SERVICE_COST", "USERS")
    )
    groups, budgets = texts("CLIENT_GROUP"), texts("SERVICE_BUDGET")
    return [
        Service(
            id=one,
            name=names[at] or one,
            site=sites[at],
            area_m2=areas[at],
            hours_week=hours[at],
            fit=read_fit(fits[at], one),
            client_group=groups[at],
            serves=() if serves[at].casefold() in _WHOLE else tuple(split_services(serves[at])),
            cost=costs[at],
            users=users[at],
            budget=budgets[at],
            must_stay=stay[at].casefold() in YES,
        )
        for at, one in enumerate(rows.ids)
    ]


def _refuse_no_area(job: Job, rows: Places) -> None:
    field = job.field("AREA_NEEDED")
    if not field or not rows.has(field):
        raise ColumnError(
            f"The services of {rows.name} have no column {field!r} with the area each needs "
            f"({job.label('AREA_NEEDED')}). Without it nobody can tell where there is room."
        )
