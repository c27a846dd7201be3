"""How evenly the journeys are shared out: the equity measures."""

from __future__ import annotations

import numpy as np

from ...engine.coverage_equity import coverage_equity, equity_section
from ..demand import DemandPlaces
from ..layers import numbers_of
from ..parameters import tr
from .run import Chapter, Further, Run


class Evenness(Chapter):
    """Reports the equity measures, each with its unit, formula and source."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"EQUITY": tr("How evenly (equity measures)")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table and its part of the page."""
        demand = run.demand
        rank, name = _idaci_rank(demand), demand.decile_name
        measures = coverage_equity(run.found, demand.demand, rank, name)
        further.tables["EQUITY"] = measures
        further.sections.append(equity_section(measures, run.found, run.method))


def _idaci_rank(demand: DemandPlaces) -> np.ndarray | None:
    """Give the rank that belongs to the decile in use; None where there is none."""
    if demand.decile_name != "IDACI decile" or not demand.places.has("idaci_rank"):
        return None
    return numbers_of(demand.places, "idaci_rank")
