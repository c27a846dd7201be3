"""Hubs that are counted, but not like the others."""

from __future__ import annotations

import numpy as np

from ..engine.coverage_sets import HubFacts, Kind, kinds_apart
from .job import Job
from .layers import Places, numbers_of, texts_of


def hub_facts(job: Job, hubs: Places) -> HubFacts:
    """Read what the hubs state of their hours, type and authority."""
    stated = hubs.has("hours_week")
    return HubFacts(
        hours=numbers_of(hubs, "hours_week") if stated else np.full(len(hubs), np.nan),
        full_hours=job.number("FULL_HOURS"),
        types=texts_of(hubs, "site_type"),
        authorities=texts_of(hubs, "authority"),
        home=job.text("HOME_AUTHORITY"),
    )


def unlike_hubs(job: Job, hubs: Places) -> list[Kind]:
    """Tell which hubs are not like the others: open a few hours, a neighbour's, or outreach."""
    return kinds_apart(hub_facts(job, hubs))
