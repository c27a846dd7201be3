"""Hubs that are counted, but not like the others."""

from __future__ import annotations

import numpy as np

from ..engine.coverage_apart import Kind
from .job import Job
from .layers import Places, numbers_of, texts_of


def unlike_hubs(job: Job, hubs: Places) -> list[Kind]:
    """Tell which hubs are not like the others: open a few hours only, or a neighbour's."""
    limit, home = job.number("FULL_HOURS"), job.text("HOME_AUTHORITY")
    kinds = []
    if hubs.has("hours_week"):
        few = numbers_of(hubs, "hours_week") < limit
        kinds.append(Kind(f"hubs open fewer than {limit:g} hours a week", few))
    if home and hubs.has("authority"):
        others = np.array([name not in {"", home} for name in texts_of(hubs, "authority")])
        kinds.append(Kind(f"hubs of other authorities than {home}", others))
    return kinds
