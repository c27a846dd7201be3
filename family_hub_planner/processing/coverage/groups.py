"""Coverage by group: counts beside the children, such as lone parents or families without a car."""

from __future__ import annotations

from ...engine.coverage_groups import by_group
from ...engine.coverage_groups_page import group_section
from ..parameters import tr
from .estimates import estimates_of
from .run import Chapter, Further, Run


class Groups(Chapter):
    """Reports on the further counts that the demand points carry."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_GROUP": tr("By group")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table, and the part of the page that names what is not assessed too."""
        how = estimates_of(run.demand.places)
        rows = by_group(run.found, run.demand.demand, how)
        further.tables["BY_GROUP"] = rows
        columns = run.demand.places.features[0].fields().names()
        told = ("no_car",) if run.without else ()
        section = group_section(rows, run.found, run.method, columns, told)
        further.sections.append(section)
