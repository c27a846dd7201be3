"""The parameters that a page prints beside its figures, the same for coverage and siting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..engine.estimates import read_estimates
from ..engine.method_note import Method
from .fictional import made_up_inputs
from .job import Job
from .layers import UNNAMED, Places, texts_of
from .version import plugin_version

if TYPE_CHECKING:
    from .demand import DemandPlaces
    from .travel import Travel

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
FAST_ROADS, BARRED = "Fast roads without a mapped pavement", "barred to those on foot"


def method_of(
    job: Job,
    travel: Travel,
    demand: DemandPlaces,
    further: Mapping[str, str],
    names: Mapping[str, str],
    not_counted: Mapping[str, str],
) -> Method:
    """Gather the shared parameters.

    `further` are the run's own, `names` the hubs' and `not_counted` the reasons of those left out,
    by their id.
    """
    estimates = "; ".join(sorted({e for e in texts_of(demand.places, "estimates") if e}))
    if estimates:
        further = {**further, "Estimates, not counts": estimates}
    made_up = made_up_inputs(job)
    if made_up:
        further = {**further, "Made-up (fictional) inputs": ", ".join(made_up)}
    return Method(
        place=job.text("HOME_AUTHORITY"),
        ages=demand.ages,
        mode=travel.mode(job),
        speed_kph=travel.speed_kph(job),
        direction=job.choice("DIRECTION"),
        max_snap_m=job.number("MAX_SNAP"),
        decile_name=demand.decile_name,
        threshold=job.count("THRESHOLD"),
        version=f"Family Hub Planner {plugin_version()}",
        further=further,
        hub_names=names,
        times=travel.times_name(),
        need_is="; ".join(sorted({said for said in texts_of(demand.places, "need_is") if said})),
        not_counted=not_counted,
        run_on=written_date(date.today()),
        fictional=bool(made_up) or travel.is_fictional(),
        from_osm=travel.is_from_osm(),
        estimated=read_estimates(estimates).get("children", ""),
    )


def written_date(day: date) -> str:
    """Write a date as "22 November 2026", in whatever language the computer speaks."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def called(places: Places, otherwise: str) -> str:
    """Give the layer's name as the page prints it, or other words for a layer without one."""
    return otherwise if places.name == UNNAMED else places.name


def sources_of(travel: Travel, demand: DemandPlaces, layers: Mapping[str, Places]) -> list[str]:
    """Give one sentence for each data set that the page rests on; `layers` by what they are."""
    places = layers if demand.sources else {"Demand points": demand.places, **layers}
    stated = [
        f"{what}: {called(layer, 'the layer given')}; publisher and licence not stated"
        for what, layer in places.items()
    ]
    return [*travel.sources(), *demand.sources, *stated]
