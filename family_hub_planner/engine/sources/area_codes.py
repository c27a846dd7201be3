"""Area codes of two tables: matching them, and never mixing two censuses in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..errors import CodesError

# The last codes that the LSOAs of the 2011 Census were given; later numbers came with 2021 (ONS
# code history: codes are numbered on and never used again).
_LAST_OF_2011 = {"E01": 33768, "W01": 1958}
_CONVERT = "Use both of the same census, or convert the codes with the ONS lookup."


def census_year_of_codes(codes: Sequence[str]) -> int | None:
    """Tell 2021 where any LSOA code is newer than the 2011 Census's last one, else None.

    Most codes are the same in both censuses, so that codes alone never prove 2011.
    """
    for code in codes:
        last = _LAST_OF_2011.get(code[:3])
        if last is not None and code[3:].isdecimal() and int(code[3:]) > last:
            return 2021
    return None


def refuse_repeats(codes: Sequence[str], name: str, hint: str = "Give each area one row.") -> None:
    """Raise `CodesError` with the count and the first code where a code stands twice or more."""
    repeated = [code for code, count in Counter(codes).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{name}: {len(repeated):,} area codes stand more than once "
            f"(first: {repeated[0]}). {hint}"
        )


def match_codes(
    area_codes: Sequence[str],
    area_year: int | None,
    table_codes: Sequence[str],
    table_year: int | None,
    table_name: str,
) -> npt.NDArray[np.int64]:
    """Give for each of n areas its row in the table, shape (n,).

    A census year (2011 or 2021) comes from a heading, else from the codes themselves. Two years
    that are known to differ are refused even where every code matches: a code may stand in both
    censuses, and the areas beside it were split or merged.

    Raises
    ------
    CodesError
        The censuses differ, or an area has no row in the table.
    """
    area_year = area_year or census_year_of_codes(area_codes)
    table_year = table_year or census_year_of_codes(table_codes)
    row_of = {code: row for row, code in enumerate(table_codes)}
    lost = [code for code in area_codes if code not in row_of]
    if area_year and table_year and area_year != table_year:
        raise CodesError(_other_census(len(area_codes), area_year, table_year, table_name, lost))
    if lost:
        raise CodesError(_unmatched(len(area_codes), area_year, table_year, table_name, lost))
    return np.array([row_of[code] for code in area_codes], dtype=np.int64)


def _other_census(
    count: int, area_year: int, table_year: int, table_name: str, lost: list[str]
) -> str:
    missing = (
        f"{len(lost):,} have no match there, first: {lost[0]}"
        if lost
        else "each happens to stand there too, but not for sure with the same boundary"
    )
    return (
        f"The {count:,} areas carry {area_year} codes, {table_name} carries {table_year} codes "
        f"({missing}). {_CONVERT}"
    )


def _unmatched(
    count: int, area_year: int | None, table_year: int | None, table_name: str, lost: list[str]
) -> str:
    advice = "Give a table with every area of the map, or leave those areas out of it."
    if len(lost) == count:
        advice = "No code matches: check that both columns hold the same kind of area code."
    elif area_year is None or table_year is None:
        advice = f"Perhaps one of the two is of another census (2011 or 2021). {_CONVERT}"
    return (
        f"{len(lost):,} of {count:,} areas have no row in {table_name} (first: {lost[0]}). {advice}"
    )
