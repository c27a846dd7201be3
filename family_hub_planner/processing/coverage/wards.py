"""Coverage by ward, beside the localities."""

from __future__ import annotations

from ...engine.coverage_ward import by_ward, ward_section
from .. import parameters as make
from ..layers import texts_of
from ..parameters import tr
from .run import Chapter, Further, Run


class Wards(Chapter):
    """Reports by the ward of each area."""

    def inputs(self) -> list:
        """Give the field of the ward."""
        return [make.advanced(make.field("WARD", tr("Ward"), "DEMAND", "ward"))]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_WARD": tr("By ward")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, and its part of the page where any ward is known."""
        wards = texts_of(run.demand.places, run.job.field("WARD"))
        rows = by_ward(run.found, run.demand.demand, wards)
        further.tables["BY_WARD"] = rows
        if any(wards):
            further.sections.append(ward_section(rows, run.found, run.method))
