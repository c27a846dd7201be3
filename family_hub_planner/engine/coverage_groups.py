"""Coverage of further groups: the same measures with a group's own counts in children's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from .coverage_tables import Reach, empty_row, reach_row, table_columns
from .demand import Demand
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

NOT_ASSESSED = "not assessed"


def by_group(
    coverage: Coverage, demand: Demand, estimates: Mapping[str, str] | None = None
) -> Table:
    """Give a row for each of the demand's groups; one without any data reads "not assessed".

    The column `children` holds the group's count. Areas without a count are left out of the
    group's row and numbered in its note. `estimates` says of groups that are no counts how they
    were estimated; the note says it too.
    """
    rows, how = [], estimates or {}
    for name in sorted(demand.groups):
        counts = demand.groups[name]
        known = np.flatnonzero(np.isfinite(counts))
        if not len(known):
            rows.append(empty_row(name, coverage.bands, NOT_ASSESSED))
            continue
        reach = Reach(counts, demand.need, coverage.minutes, coverage.bands).of(known)
        row = reach_row(name, reach)
        if name in how:
            row["note"] = "; ".join(filter(None, [f"estimate, {how[name]}", row["note"]]))
        missing = len(counts) - len(known)
        if missing:
            areas = "1 area has" if missing == 1 else f"{missing} areas have"
            row["note"] = "; ".join(filter(None, [f"{areas} no count", row["note"]]))
        rows.append(row)
    columns = table_columns(coverage.bands)
    return Table({column: [row[column] for row in rows] for column in columns}, "BY_GROUP")
