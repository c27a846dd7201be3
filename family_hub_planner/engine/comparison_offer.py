"""The table of a comparison by the hubs that count: all, without outreach, full hubs alone ..."""

from __future__ import annotations

from .comparison import Comparison
from .comparison_tables import empty_row, moves_row, rows_table
from .comparison_tiers import kinds_there, without
from .coverage_sets import ALL_HUBS, NO_OUTREACH, OWN
from .coverage_tables import NOT_ASSESSED
from .coverage_tiers import FULL, NEIGHBOURS, OUTREACH, PART_TIME
from .tables import Table

KEY_OF = {
    OUTREACH: NO_OUTREACH,
    PART_TIME: "without hubs open a few hours",
    NEIGHBOURS: OWN,
    FULL: "full hubs alone",
}
NOT_TOLD = (
    f"{NOT_ASSESSED}: a coverage does not tell outreach, hubs open a few hours and other "
    "authorities' hubs from the rest"
)
ALL_FULL = "every hub counted is a full hub"


def by_offer(found: Comparison) -> Table:
    """Tabulate all areas by the hubs that count: all, without each kind there is, full hubs alone.

    The rows count the same children; they do not add up, and there is no row of all.
    """
    plan, bands = found.plan.name, found.asked.bands
    rows = [moves_row(plan, ALL_HUBS, found.moves)]
    kinds = kinds_there(found)
    for kind in [*(kinds or []), FULL]:
        other = without(found, kind)
        if other is None:
            rows.append(empty_row(plan, KEY_OF[kind], bands, NOT_TOLD))
            continue
        row = moves_row(plan, KEY_OF[kind], other.moves)
        rows.append(row if kinds else {**row, "note": row["note"] or ALL_FULL})
    return rows_table("BY_OFFER", rows, bands)
