"""All chapters of a coverage run, in the order in which its page tells them.

One may build on what those before it added: the modes on the answer of the allocations, the voices
on the gaps.
"""

from __future__ import annotations

from .ages import AgesOfChildren
from .allocations import Allocations
from .digital import Digital
from .evenness import Evenness
from .gap_clusters import GapClusters
from .groups import Groups
from .localities import Localities
from .modes import FamiliesModes
from .offer import Offer
from .run import Chapter, Further, Run
from .rural import RuralUrban
from .services import Services
from .voices import VoicesHeard
from .wards import Wards

CHAPTERS: tuple[Chapter, ...] = (
    Allocations(),
    FamiliesModes(),
    AgesOfChildren(),
    Groups(),
    Localities(),
    Wards(),
    GapClusters(),
    Services(),
    Offer(),
    RuralUrban(),
    Digital(),
    VoicesHeard(),
    Evenness(),
)


def further_results(run: Run) -> Further:
    """Work out what the run says beside its main tables."""
    further = Further()
    for chapter in CHAPTERS:
        run.job.progress.stop_if_asked()
        chapter.add(further, run)
    return further
