"""Coverage by other sets of hubs: without neighbours' hubs, full-time, part-time, outreach."""

from __future__ import annotations

from ...engine.coverage_offer import by_offer, offer_section
from ...engine.coverage_sets import hub_sets, kinds_apart
from ..parameters import tr
from ..unlike_hubs import hub_facts
from .run import Chapter, Further, Run


class Offer(Chapter):
    """Counts the same children against other sets of the run's hubs."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_OFFER": tr("By the hubs that count")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, and its part of the page where the hubs can be told apart."""
        facts = hub_facts(run.job, run.hubs)
        sets = hub_sets(facts)
        table = by_offer(run.found, run.demand.demand, run.journeys.minutes, sets)
        further.tables["BY_OFFER"] = table
        further.sections += offer_section(table, run.found, run.method, kinds_apart(facts))
