"""Census cars or vans (table TS045): how many households of each area have none.

The share rests on all households, not on families; a car may be away at session time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ..errors import ColumnError
from ..in_words import many
from ..tables import Table
from .area_tables import (
    AreaRows,
    Source,
    area_rows,
    counts_of,
    open_table,
    reading,
    values_or_none,
)
from .columns import (
    Floats,
    area_of_row,
    check_mapping_names,
    columns_there,
    find_code_column,
    mapped_column,
    missing_note,
)
from .headings import heading_key
from .reading import Reading

_BEFORE = r"(?:numberofcarsorvans|cars?|carorvanavailability)?"
_NONE = re.compile(_BEFORE + r"nocarsorvansinhousehold.*")
_SOME = re.compile(_BEFORE + r"\d(?:ormore)?cars?orvans?in.*")
_TOTAL = re.compile(
    r"(?:numberofcarsorvans|carorvanavailability)?(?:total(?:all)?households?.*|"
    r"allcategoriescarorvanavailability.*|allhouseholds|total)"
)
_COUNTS = ("observation", "obsvalue", "value", "count", "households")
_HELD_TO_BE = "all households, not families"


def read_cars(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read households without a car or van by area, from TS045 or a table in its words.

    Recognised are a column for each category (Nomis, bulk or query), a row for each area and
    category (the ONS website, Trafford's open data), and the 2011 table KS404 in either shape.
    The share is no_car / all households, where all is the published total, else the sum of the
    categories.

    Parameters
    ----------
    mapping
        `code`, `no_car` and `households` to headings of a wide table of one's own.

    Returns
    -------
    Reading
        `area_code`, `households`, `no_car_households` and `no_car_share` (0 to 1); None where
        held back, or where an area has no household.

    Raises
    ------
    ColumnError
        No column or category "No cars or vans in household", or more without than there are.
    CodesError
        An area that stands twice, or no code.
    """
    table = open_table(source)
    own = dict(mapping or {})
    check_mapping_names(own, ("code", "no_car", "households"))
    category = None if "no_car" in own else _category_column(table)
    areas, none, households, used = (
        _long(table, category, own.get("code")) if category else _wide(table, own)
    )
    more = np.flatnonzero(none > households)
    if len(more):
        raise ColumnError(
            f"{table.name}: {many(len(more), 'area has', 'areas have')} more households without a "
            f"car than households (first: {areas.codes[more[0]]}). Check which column is which."
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(households > 0, none / households, np.nan)
    held = int(np.count_nonzero(np.isnan(share)))
    found = f"{table.name}: {len(areas.codes):,} areas, households without a car or van {used}"
    columns = {
        "households": values_or_none(households),
        "no_car_households": values_or_none(none),
        "no_car_share": values_or_none(share),
    }
    lacking = (
        f"{table.name}: {many(held, 'area has', 'areas have')} no share without a car."
        if held
        else ""
    )
    return reading(table, areas, columns, [f"{found} ({_HELD_TO_BE}).", lacking])


def _wide(table: Table, own: Mapping[str, str]) -> tuple[AreaRows, Floats, Floats, str]:
    none = _chosen(table, own, "no_car", _NONE)
    if none is None:
        raise ColumnError(
            f'{table.name} has no column "No cars or vans in household". Say which columns hold '
            f'what, for example "no_car=No car; households=All households". {columns_there(table)}'
        )
    total = _chosen(table, own, "households", _TOTAL)
    parts = [total] if total else [none, *_matching(table, _SOME)]
    if parts == [none]:
        raise ColumnError(
            f"{table.name} has no column of all households. Say which with households=.... "
            f"{columns_there(table)}"
        )
    areas = area_rows(table, own.get("code"))
    rows = list(areas.rows)
    without = counts_of(table, none)
    households: Floats = np.sum([counts_of(table, heading) for heading in parts], axis=0)
    of_what = f"{total!r}" if total else f"the sum of {len(parts)} categories"
    said = missing_note(table, none, without)
    used = f"from {none!r} of {of_what}{'. ' + said.rstrip('.') if said else ''}"
    return areas, without[rows], households[rows], used


def _chosen(
    table: Table, own: Mapping[str, str], name: str, pattern: re.Pattern[str]
) -> str | None:
    if name in own:
        return mapped_column(table, own[name])
    return next(iter(_matching(table, pattern)), None)


def _matching(table: Table, pattern: re.Pattern[str]) -> list[str]:
    return [heading for heading in table.columns if pattern.fullmatch(heading_key(heading))]


def _category_column(table: Table) -> str | None:
    """Find the column whose values are the census's words for no car, in a long table."""
    for heading, values in table.columns.items():
        if any(_NONE.fullmatch(heading_key(str(value or ""))) for value in values[:200]):
            return heading
    return None


def _long(table: Table, category: str, code: str | None) -> tuple[AreaRows, Floats, Floats, str]:
    column = find_code_column(table)[0] if code is None else mapped_column(table, code)
    count_heading = _count_heading(table)
    areas = area_rows(table, column, unique=False)
    kept = [row for row in areas.rows if _is_count(table, row)]
    place: dict[str, int] = {}
    for row in kept:
        place.setdefault(str(table.column(column)[row]).strip(), len(place))
    values = counts_of(table, count_heading)
    none, total = np.full(len(place), np.nan), np.full(len(place), np.nan)
    summed = np.zeros(len(place))
    seen: set[tuple[int, str]] = set()
    for row in kept:
        area = place[str(table.column(column)[row]).strip()]
        label = heading_key(str(table.column(category)[row] or ""))
        _refuse_twice(table, seen, (area, label), row)
        if _TOTAL.fullmatch(label):
            total[area] = values[row]
        else:
            summed[area] += values[row]
        if _NONE.fullmatch(label):
            none[area] = values[row]
    households: Floats = np.where(np.isnan(total), summed, total)
    mine = AreaRows(column, areas.census_year, tuple(kept), tuple(place), areas.notes)
    used = f"from the rows of {category!r}, counts from {count_heading!r}"
    return mine, none, households, used


def _refuse_twice(
    table: Table, seen: set[tuple[int, str]], cell: tuple[int, str], row: int
) -> None:
    if cell in seen:
        raise ColumnError(
            f"{table.name}: row {row + 1} of the data repeats a category of an area that stands "
            f"already{area_of_row(table, row)}. Keep one date and one measure."
        )
    seen.add(cell)


def _is_count(table: Table, row: int) -> bool:
    """Tell whether a long table's row is a count, not the percentage printed beside it."""
    for heading in table.columns:
        if heading_key(heading) in ("measure", "measures", "unit", "measuresname"):
            word = str(table.columns[heading][row] or "").lower()
            if "percent" in word or word == "%":
                return False
    return True


def _count_heading(table: Table) -> str:
    keys = {heading_key(heading): heading for heading in reversed(list(table.columns))}
    for key in _COUNTS:
        if key in keys:
            return keys[key]
    raise ColumnError(
        f"{table.name} has no column of counts that is recognised. {columns_there(table)}"
    )
