"""Coverage by locality, each beside the average of its authority."""

from __future__ import annotations

from ...engine.coverage_locality import locality_section
from .run import Chapter, Further, Run


class Localities(Chapter):
    """Tells of the localities on the page; their table is one of the main ones."""

    def add(self, further: Further, run: Run) -> None:
        """Add its part of the page."""
        further.sections.append(locality_section(run.found, run.demand.demand, run.method))
