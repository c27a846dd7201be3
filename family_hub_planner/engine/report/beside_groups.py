"""How runs side by side are grouped by deprivation, and a run's table of such a grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..bands import parse_bands
from ..coverage_tables import ALL_AREAS, NOT_KNOWN, Reach, coverage_table, reach_row
from ..tables import Table
from .counted_children import area_numbers, children_of, need_of
from .document import Sheet
from .evidence import Coverage, every_run
from .pack import Pack
from .wording import records

_ALIKE = 0.5  # children; less is what adding up leaves


@dataclass(frozen=True)
class Grouping:
    """How areas are grouped: the table of coverage, the need's columns, words, the keys' order."""

    table: str
    columns: tuple[str, ...]
    words: str
    name: str
    short: str
    keys: tuple[str, ...]


GROUPINGS = (
    Grouping(
        "BY_DECILE", ("idaci_decile", "imd_decile"), "deprivation decile (1 is most deprived)",
        "decile", "deprivation decile", tuple(str(one) for one in range(1, 11)),
    ),
    Grouping(
        "BY_QUINTILE", ("local_quintile",), "local quintile (1 is the most deprived fifth here)",
        "quintile", "local quintile", tuple(str(one) for one in range(1, 6)),
    ),
)  # fmt: skip


def table_of(pack: Pack, run: Coverage, of: Grouping) -> Table:
    """Give a run's table of a grouping: its own, else worked out from its areas and the need.

    Where no need tells its areas' groups, it has the row of all areas alone.
    """
    own = run.tables.get(of.table)
    if own is not None and len(own):
        return own
    keys = _groups(pack, run, of)
    codes = [str(code) for code in run.areas.column("area_code")]
    group = np.array([keys.get(code, NOT_KNOWN) for code in codes])
    children, need = area_numbers(run, "children", 0.0), area_numbers(run, "need", 0.0)
    reach = Reach(children, need, area_numbers(run, "minutes", np.inf), parse_bands(run.made.bands))
    there = [key for key in (*of.keys, NOT_KNOWN) if keys and (group == key).any()]
    rows = [reach_row(key, reach.of(np.flatnonzero(group == key))) for key in there]
    if not rows:
        return as_table([reach_row(ALL_AREAS, reach)])
    return coverage_table(of.table, rows, reach)


def _groups(pack: Pack, run: Coverage, of: Grouping) -> dict[str, str]:
    """Give the group of a run's areas by code, {} where no need layer tells one of them.

    Points added by hand are in no need layer: their group is the one that another run's own table
    counts them in, where that is a single one.
    """
    need = need_of(pack.evidence, run) or pack.evidence.need
    groups = groups_of_areas(need, of)
    counted = children_of(run.areas)
    if not counted.keys() & groups.keys():
        return {}
    more = {code: count for code, count in counted.items() if code not in groups}
    for other in every_run(pack.evidence) if more else ():
        own, its = other.tables.get(of.table), children_of(other.areas)
        if own is None or not len(own) or any(its.get(code) != more[code] for code in more):
            continue
        sums = _children_by_group(its, groups)
        over = {str(row["key"]): float(row["children"] or 0.0) for row in records(own)}
        over.pop(ALL_AREAS, None)
        left = [key for key in over if over[key] - sums.get(key, 0.0) > _ALIKE]
        if len(left) == 1:
            return {**groups, **dict.fromkeys(more, left[0])}
    return groups


def _children_by_group(
    children: Mapping[str, float], groups: Mapping[str, str]
) -> Mapping[str, float]:
    sums: dict[str, float] = {}
    for code, key in groups.items():
        sums[key] = sums.get(key, 0.0) + children.get(code, 0.0)
    return sums


def groups_of_areas(need: Table | None, of: Grouping) -> dict[str, str]:
    """Give each area's group by its code, of areas where the need tells one."""
    found = {}
    for row in records(need):
        told = next((row[name] for name in of.columns if row.get(name) not in (None, "")), None)
        if told is not None:
            found[str(row["area_code"])] = f"{float(told):g}"
    return found


def as_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Make a table of rows of one shape, one at least."""
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "by mode")


def sheet(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    words: int,
    trace: str,
) -> Sheet:
    """Make a sheet whose first columns are `words`."""
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    return Sheet(key, title, Table(columns, title), list(heads[words:]), None, trace)
