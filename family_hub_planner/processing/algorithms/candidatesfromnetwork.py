"""familyhub:candidatesfromnetwork: road junctions, evenly spread, to ask "where in principle"."""

from __future__ import annotations

from ...engine.network.junctions import Junctions, road_junctions
from ...engine.network.model import Network
from ...engine.network.street_names import street_names
from ...engine.provenance import Provenance
from ...engine.tables import Table
from ...engine.thin import Thinned
from ...engine.venue_words import JUNCTION
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..boundary import inside
from ..candidates import write_candidates
from ..job import Job
from ..parameters import tr

LEAST_SPACING_M = 10.0  # so that ids by whole metres tell all apart


class CandidatesFromNetwork(PlannerAlgorithm):
    """Chooses road junctions of a network, no two nearer than a spacing."""

    ID = "candidatesfromnetwork"
    GROUP = "sites"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Candidate places at road junctions")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Spreads candidate places over a network, to ask where a hub would best stand.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        return tr("junctions,candidates,grid,spacing,anywhere,in principle,where").split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network())
        least = LEAST_SPACING_M
        spacing = make.number("SPACING_M", tr("Spacing (metres)"), 500.0, least, 100_000.0)
        how = tr("No two candidates lie within it; every junction lies within it of a candidate.")
        self.addParameter(make.explained(spacing, how))
        areas = make.polygons("BOUNDARY", tr("Only inside these areas"), optional=True)
        self.addParameter(areas)
        self.addParameter(make.mode())
        kind = make.SourceType.TypeVectorPoint
        self.addParameter(make.sink("OUTPUT", tr("Candidates at road junctions"), kind))
        self.number_outputs(
            ("CANDIDATES_COUNT", tr("Candidates")), ("JUNCTIONS", tr("Junctions to choose from"))
        )

    def work(self, job: Job) -> None:
        """Find the junctions, spread them, write."""
        network = job.network()
        within = inside(job, "BOUNDARY", network.node_xy, network.crs)
        job.progress.report(0.5)
        found = road_junctions(network, job.choice("MODE"), job.number("SPACING_M"), within)
        if found.of_paths:
            job.progress.warn("The network has no roads for cars: junctions of paths are taken.")
        job.progress.info(
            f"{len(found.node):,} of {found.total:,} junctions are taken, "
            f"more than {job.number('SPACING_M'):g} m apart."
        )
        path = job.path("NETWORK")
        streets = street_names(path, found.node.tolist()) if path else []
        table = _table(network, found, [" / ".join(names) or None for names in streets])
        everything = Thinned(list(range(len(table))), [])
        write_candidates(job, table, found.xy, network.crs, everything, ["arms"])
        job.returns(CANDIDATES_COUNT=len(table), JUNCTIONS=found.total)


def _table(network: Network, found: Junctions, streets: list[str | None]) -> Table:
    """Tell each junction by where it is, so that the id outlives the next build."""
    ids = [f"junction/{x:.0f}/{y:.0f}" for x, y in found.xy]
    about = network.about
    facts = Provenance(
        about.get("dataset", ""),
        network.dated(),
        about.get("publisher", ""),
        about.get("licence", ""),
        about.get("source", ""),
    )
    columns = {
        "site_id": ids,
        "site_name": streets,
        "venue_type": [JUNCTION] * len(ids),
        "arms": found.arms.tolist(),
    }
    return Table(columns, "junctions", facts)
