"""familyhub:hubsofplan: the hubs of a plan to test: some given up, some venues added."""

from __future__ import annotations

from qgis.core import QgsWkbTypes

from ...engine.errors import InputError
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..plan_hubs import ADDED, STAYS, check_apart, ids_asked, rows_of_plan


class HubsOfPlan(PlannerAlgorithm):
    """Gives the hubs that a plan would have."""

    ID = "hubsofplan"
    GROUP = "sites"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Hubs of a plan (give up, add)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Gives the hubs of a plan to test: without those given up, with venues added.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "plan,option,what if,give up,close,add,open,hubs,scenario"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.points("HUBS", tr("Hubs of today")))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS", optional=False))
        given_up = make.text("GIVE_UP", tr("Hubs to test without (ids)"), optional=True)
        told = tr("Parted by commas. An id that is not there is refused.")
        self.addParameter(make.explained(given_up, told))
        venues = make.points("VENUES", tr("Venues that may be added"), optional=True)
        self.addParameter(venues)
        self.addParameter(make.field("VENUE_ID", tr("Venue id"), "VENUES"))
        added = make.text("ADD", tr("Venues to test as hubs (ids)"), optional=True)
        self.addParameter(make.explained(added, told))
        self.addParameter(
            make.sink("OUTPUT", tr("Hubs of the plan"), make.SourceType.TypeVectorPoint)
        )
        self.number_outputs(
            ("HUBS_COUNT", tr("Hubs of the plan")),
            ("GIVEN_UP_COUNT", tr("Hubs tested without")),
            ("ADDED_COUNT", tr("Venues tested as hubs")),
        )

    def work(self, job: Job) -> None:
        """Leave out, add, write."""
        crs = job.source("HUBS").sourceCrs()
        hubs = job.places("HUBS", "HUB_ID", crs.authid())
        without = ids_asked(job, "GIVE_UP", hubs, "hubs")
        stay = hubs.chosen([hub not in without for hub in hubs.ids])
        parts = [(stay, STAYS)] if len(stay) else []
        added = 0
        if job.text("ADD"):
            job.needs("ADD", "VENUES")
            job.needs("ADD", "VENUE_ID")
            venues = job.places("VENUES", "VENUE_ID", crs.authid())
            asked = ids_asked(job, "ADD", venues, "venues")
            chosen = venues.chosen([venue in asked for venue in venues.ids])
            check_apart(stay, chosen)
            parts.append((chosen, ADDED))
            added = len(chosen)
        if not parts:
            raise InputError("The plan would leave no hub at all. Keep or add at least one.")
        fields, rows = rows_of_plan(parts, job.field("HUB_ID"))
        job.write_rows("OUTPUT", fields, rows, QgsWkbTypes.Type.Point, crs)
        job.returns(HUBS_COUNT=len(stay) + added, GIVEN_UP_COUNT=len(without), ADDED_COUNT=added)
        job.progress.info(
            f"The plan has {len(stay) + added} hubs: {len(stay)} of today, {added} added; tested "
            f"without {len(without)}. Options for testing; no decision made."
        )
