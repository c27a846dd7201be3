"""The sites that serve families under each option, as hubs for the coverage of that option."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..layers import Places, texts_of
from .shapes import shape_of

if TYPE_CHECKING:
    from ..job import Row
    from .steps import EstateRun

_OF_SERVICE = ("authority", "status", "site_type", "services", "open_to", "term_time_only")
_OF_BUILDING = ("venue_type", "colocation_type", "owner", "uprn", "postcode", "step_free")
SITES = ("step", "site_id", "site_name", "to_site", *_OF_SERVICE, "hours_week", *_OF_BUILDING)


def site_rows(run: EstateRun) -> Iterator[Row]:
    """Give `SITES`: one row a step and site, nothing changes first; a service that moves, too.

    Such a service keeps its id, hours and type and stands where it moves to (`to_site`).
    """
    estate, problem = run.estate, run.problem
    for facts in run.steps:
        option = facts.step.option
        to = option.moves_to()
        for site in np.flatnonzero(problem.serves):
            if int(site) in to or int(site) not in option.given_up:
                host = to.get(int(site))
                values = _row(run, facts.number, int(site), host)
                place = int(site) if host is None else host
                yield values, shape_of(estate.places.xy[[place]])


def _row(run: EstateRun, step: int, site: int, host: int | None) -> list[Any]:
    places, estate = run.estate.places, run.estate
    there = site if host is None else host
    hours = estate.hours[site]
    return [
        step,
        places.ids[site],
        estate.names[site],
        None if host is None else places.ids[host],
        *(_text(places, name, site) for name in _OF_SERVICE),
        float(hours) if np.isfinite(hours) else None,
        *(_text(places, name, there) for name in _OF_BUILDING),
    ]


def _text(places: Places, name: str, row: int) -> str:
    return texts_of(places, name)[row]
