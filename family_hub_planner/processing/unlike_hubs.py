"""Hubs that are counted, but not like the others."""

from __future__ import annotations

import numpy as np

from ..engine.coverage_sets import HubFacts, Kind, kinds_apart
from .job import Job
from .layers import Places, numbers_of, texts_of, values_of

_HUBS = ("HUBS", "EXISTING", "CANDIDATES")  # of coverage, of siting


def hub_facts(job: Job, hubs: Places) -> HubFacts:
    """Read what the hubs state of their hours, type and authority."""
    stated = hubs.has("hours_week")
    return HubFacts(
        hours=numbers_of(hubs, "hours_week") if stated else np.full(len(hubs), np.nan),
        full_hours=job.number("FULL_HOURS"),
        types=texts_of(hubs, "site_type"),
        authorities=texts_of(hubs, "authority"),
        home=job.text("HOME_AUTHORITY"),
        given=set().union(*(values_of(job.optional_source(n), "authority") for n in _HUBS)),
        known=values_of(job.source("DEMAND"), job.field("AUTHORITY")),
    )


def unlike_hubs(job: Job, hubs: Places) -> list[Kind]:
    """Tell which hubs are not like the others: open a few hours, a neighbour's, or outreach."""
    return kinds_apart(hub_facts(job, hubs))


def authority_notes(job: Job, hubs: Places) -> list[str]:
    """Say, in the log loudly, that neighbours' hubs cannot be told; nothing where they can.

    Names and codes are not matched with one another: that would be a guess.
    """
    facts = hub_facts(job, hubs)
    doubt = facts.not_matched()
    if not doubt:
        return []
    note = (
        f"Hubs of other authorities: not assessed; {doubt}. Give this authority's own hubs "
        f"{facts.home!r} in their column 'authority'."
    )
    job.progress.warn(note)
    return [note]
