"""Coverage of further groups: the same measures with a group's own counts in children's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .coverage_tables import check_each, counted_row, table_columns
from .demand import Demand
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage


def by_group(
    coverage: Coverage, demand: Demand, estimates: Mapping[str, str] | None = None
) -> Table:
    """Give a row for each of the demand's groups; one without any data reads "not assessed".

    The column `children` holds the group's count, and `need` is None, as need is the children's
    and not the group's. Areas without a count are left out of the
    group's row and numbered in its note. There is no total: groups may overlap, and households or
    births are no children. `estimates` says of groups that are no counts how they were estimated;
    the note says it too.
    """
    rows, how = [], estimates or {}
    for name in sorted(demand.groups):
        pairs = [(demand.groups[name], coverage.minutes)]
        rows.append(counted_row(name, pairs, coverage.bands, how.get(name, "")))
    check_each("BY_GROUP", rows, coverage.bands)
    columns = table_columns(coverage.bands)
    return Table({column: [row[column] for row in rows] for column in columns}, "BY_GROUP")
