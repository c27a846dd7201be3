"""Coverage by rural-urban class; rural figures are a range where there are two allocations."""

from __future__ import annotations

from ...engine.coverage_allocation import rural_range
from ...engine.coverage_rural import by_rural_urban, rural_section
from ..layers import texts_of
from ..parameters import rural_urban, tr
from .run import Chapter, Further, Run


class RuralUrban(Chapter):
    """Reports by the rural-urban class of each area."""

    def inputs(self) -> list:
        """Give the field of the class."""
        return [rural_urban("DEMAND")]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_RURAL_URBAN": tr("By rural-urban class")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, and its part of the page where any class is known."""
        classes = texts_of(run.demand.places, run.job.field("RURAL_URBAN"))
        rows = by_rural_urban(run.found, run.demand.demand, classes)
        further.tables["BY_RURAL_URBAN"] = rows
        both = run.both
        ranges = rural_range(both.first, both.second, run.method) if both else ""
        if any(classes):
            further.sections.append(rural_section(rows, run.found, run.method, ranges))
