"""The same children placed in two ways: an honest range in the place of one figure."""

from __future__ import annotations

from ...engine.bands import band_number
from ...engine.coverage_allocation import (
    Allocation,
    allocated_headline,
    allocation_section,
    by_allocation,
)
from .. import parameters as make
from ..demand import stated_sources
from ..job import Job
from ..parameters import tr
from .run import NOT_SAID, Chapter, Further, Run


class Allocations(Chapter):
    """Reports the count by a second layer of demand points beside the first's."""

    def inputs(self) -> list:
        """Give the layer of other demand points for the same areas."""
        label = tr("The same children placed otherwise")
        second = make.points("DEMAND_2", label, optional=True)
        told = tr(
            "Other demand points of the same areas (postcodes): their count is printed beside."
        )
        return [
            make.advanced(make.explained(second, told)),
            make.advanced(make.field("DEMAND_2_ID", tr("Its id"), "DEMAND_2")),
            make.advanced(
                make.field("DEMAND_2_AREA", tr("Its area's code"), "DEMAND_2", "area_code")
            ),
        ]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_ALLOCATION": tr("By second placing of the children")}

    def numbers(self) -> dict[str, str]:
        """Give its number."""
        return {"POINTS_2_NEAR_EDGE": tr("Second demand points near the network's edge")}

    def check(self, job: Job) -> None:
        """Refuse the table without a second layer."""
        job.needs("BY_ALLOCATION", "DEMAND_2")

    def add(self, further: Further, run: Run) -> None:
        """Add the table, the headline as a range, and the part of the page, where there are two."""
        both = run.both
        if both is None:
            run.job.returns(POINTS_2_NEAR_EDGE=0)
            return
        first, second = both.first, both.second
        further.tables["BY_ALLOCATION"] = by_allocation(first, second)
        further.answer = allocated_headline(first, second, run.method)
        further.sections.append(allocation_section(first, second, run.method))
        further.parameters["Second placing of the children"] = second.name
        stated = stated_sources(both.places)
        further.sources += stated or [f"Second demand points: {second.name}; {NOT_SAID}"]
        further.unrouted += both.unrouted
        further.places[both.role] = both.places
        run.job.progress.info(further.answer)
        _report_edge(run.job, second)


def _report_edge(job: Job, second: Allocation) -> None:
    """Warn of the second's points near the network's edge, and return their number."""
    near_edge, bands = second.coverage.near_edge, second.coverage.bands
    near = 0 if near_edge is None else int(near_edge.sum())
    if near:
        job.progress.warn(
            f"{near} of {len(second.demand)} points of {second.name} lie within "
            f"{band_number(bands[-1])} minutes of the network's edge: ways or hubs beyond it may "
            "be missing."
        )
    job.returns(POINTS_2_NEAR_EDGE=near)
