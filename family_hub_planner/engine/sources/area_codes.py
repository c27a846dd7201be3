"""Area codes of two tables: matching them, and never mixing two censuses in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..errors import CodesError
from ..in_words import many

# The last codes that the LSOAs of the 2011 Census were given; later numbers came with 2021 (ONS
# code history: codes are numbered on and never used again).
_LAST_OF_2011 = {"E01": 33768, "W01": 1958}
_GSS = re.compile(r"[ENSW]\d{8}")
_NATIONS = {"E": "England", "N": "Northern Ireland", "S": "Scotland", "W": "Wales"}
# The kind of area by the second and third sign of a GSS code; all others hold these.
_LEVELS = {"00": 0, "01": 1, "20": 1, "02": 2, "05": 3, "13": 3}
_COARSEST = 4
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


def nations_of(codes: Sequence[str]) -> list[str]:
    """List the nations whose GSS codes stand here, in the order of the alphabet of their letters.

    A code that is no GSS code (a letter and eight digits) tells nothing.
    """
    there = {code[0] for code in codes if _GSS.fullmatch(code)}
    return [name for letter, name in sorted(_NATIONS.items()) if letter in there]


def finest_rows(codes: Sequence[str], name: str) -> tuple[npt.NDArray[np.bool_], str]:
    """Tell which of n rows to use where a table holds areas within areas, shape (n,); and a note.

    The older ONS workbooks print each authority's total among its LSOAs: added up they would count
    everybody twice. The finest kind of area is kept (output area, LSOA, MSOA, ward, authority);
    codes that are no GSS codes are always kept.
    """
    level = np.array([_LEVELS.get(code[1:3], _COARSEST) if _GSS.fullmatch(code) else -1
                      for code in codes])  # fmt: skip
    known = level[level >= 0]
    if not len(known) or known.min() == known.max():
        return np.ones(len(codes), dtype=bool), ""
    keep: npt.NDArray[np.bool_] = (level < 0) | (level == known.min())
    first = codes[int(np.flatnonzero(~keep)[0])]
    left = int(np.count_nonzero(~keep))
    note = (
        f"{name}: {many(left, 'row of a larger area was', 'rows of larger areas were')} "
        f"left out, as they hold the others (first: {first})."
    )
    return keep, note


def refuse_repeats(codes: Sequence[str], name: str, hint: str = "Give each area one row.") -> None:
    """Raise `CodesError` with the count and the first code where a code stands twice or more."""
    repeated = [code for code, count in Counter(codes).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{name}: {many(len(repeated), 'area code stands', 'area codes stand')} more than once "
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
        raise CodesError(other_census(area_codes, area_year, table_codes, table_year, table_name))
    if lost:
        raise CodesError(_unmatched(len(area_codes), area_year, table_year, table_name, lost))
    return np.array([row_of[code] for code in area_codes], dtype=np.int64)


def other_census(
    area_codes: Sequence[str],
    area_year: int,
    table_codes: Sequence[str],
    table_year: int,
    table_name: str,
    advice: str = _CONVERT,
) -> str:
    """Say that areas and table are of two censuses, how many codes match all the same, and why not.

    A code may stand in both censuses while the areas beside it were split or merged.
    """
    count, there = len(area_codes), set(table_codes)
    lost = [code for code in area_codes if code not in there]
    matched = (
        f"{count - len(lost):,} of {count:,} codes match; {len(lost):,} have no match there, "
        f"first: {lost[0]}"
        if lost
        else f"all {count:,} codes match: each happens to stand there too, but not for sure with "
        "the same boundary"
    )
    return (
        f"The {count:,} areas carry {area_year} codes, {table_name} carries {table_year} codes "
        f"({matched}). {advice}"
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
