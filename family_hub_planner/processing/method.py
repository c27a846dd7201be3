"""The parameters that a page prints beside its figures, the same for coverage and siting."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.method_note import Method
from .demand import DemandPlaces
from .job import Job
from .travel import Travel
from .version import plugin_version


def method_of(
    job: Job,
    travel: Travel,
    demand: DemandPlaces,
    further: Mapping[str, str],
    names: Mapping[str, str],
) -> Method:
    """Gather the shared parameters; `further` are the run's own, `names` the hubs' by their id."""
    return Method(
        place=job.text("HOME_AUTHORITY"),
        ages=demand.ages,
        mode=travel.mode(job),
        speed_kph=travel.speed_kph(job),
        direction=job.choice("DIRECTION"),
        max_snap_m=job.number("MAX_SNAP"),
        decile_name=demand.decile_name,
        threshold=job.count("THRESHOLD"),
        version=plugin_version(),
        further=further,
        hub_names=names,
    )
