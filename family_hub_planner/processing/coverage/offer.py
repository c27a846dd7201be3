"""Coverage by other sets of hubs: without neighbours' hubs, full-time, part-time, outreach."""

from __future__ import annotations

import numpy as np

from ...engine.coverage_offer import by_offer, offer_section
from ...engine.coverage_sets import hub_sets, kinds_apart
from ...engine.coverage_tiers import minutes_without
from ..parameters import tr
from ..unlike_hubs import hub_facts
from .run import Chapter, Further, Run


class Offer(Chapter):
    """Counts the same children against other sets of the run's hubs."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_OFFER": tr("By the hubs that count")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, the minutes without each kind of hub, and the page's part of them."""
        facts = hub_facts(run.job, run.hubs)
        sets = hub_sets(facts)
        table = by_offer(run.found, run.demand.demand, run.journeys.minutes, sets)
        further.tables["BY_OFFER"] = table
        for column, minutes in minutes_without(run.journeys.minutes, facts).items():
            further.columns[column] = [
                one if np.isfinite(one) else None for one in minutes.tolist()
            ]
        further.sections += offer_section(table, run.found, run.method, kinds_apart(facts))
