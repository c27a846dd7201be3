"""Coverage by group: counts beside the children, such as lone parents or families without a car."""

from __future__ import annotations

from ...engine.coverage_groups import by_group
from ...engine.estimates import read_estimates
from ..layers import texts_of
from ..parameters import tr
from .run import Chapter, Further, Run


class Groups(Chapter):
    """Reports on the further counts that the demand points carry."""

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_GROUP": tr("By group")}

    def add(self, further: Further, run: Run) -> None:
        """Add the table."""
        said = "; ".join(sorted({e for e in texts_of(run.demand.places, "estimates") if e}))
        how = read_estimates(said)
        further.tables["BY_GROUP"] = by_group(run.found, run.demand.demand, how)
