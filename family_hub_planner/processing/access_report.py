"""What a run says of the walks between places and their ways."""

from __future__ import annotations

from ..engine.access_legs import access_legs
from ..engine.journeys import Journeys
from .job import Job
from .layers import Places, texts_of


def report_access(job: Job, journeys: Journeys, places: Places, what: str) -> None:
    """Say how long the walks of the demand points (or origins) are, by rural-urban class if known.

    Returns the numbers `ACCESS_MEDIAN_M` and `ACCESS_LONGEST_M`; a table of times knows none.
    """
    if journeys.demand_access_m is None:
        return
    legs = access_legs(journeys.demand_access_m, texts_of(places, job.field("RURAL_URBAN")))
    if not legs:
        return
    told = "; ".join(str(of_class) for of_class in legs)
    job.progress.info(f"Walks between {what} and their ways, {told}.")
    job.returns(ACCESS_MEDIAN_M=legs[0].median_m, ACCESS_LONGEST_M=legs[0].longest_m)
