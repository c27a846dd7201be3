"""Editions of the indices that meet in one layer: never a trend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .provenance import Provenance

_INDEX = re.compile(r"(?<![a-z])(?:iod|imd|idaci|idc|depriv\w*?)(?![a-z])", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:20(10|15|19|25)|(19|25))(?!\d)")
_INDICES = "English Indices of Deprivation"


def edition_in_name(name: str) -> str:
    """Give the edition that a column's name tells: "idaci_2019" is "2019"; "" where none."""
    apart = re.sub(r"([A-Za-z])(?=\d)|_", r"\1 ", name)
    year = _YEAR.search(apart)
    return f"20{year[1] or year[2]}" if year and _INDEX.search(apart) else ""


def not_a_trend(
    edition: str,
    table_name: str,
    columns: Sequence[str],
    others: Sequence[Provenance],
    unsaid: str = "",
) -> str:
    """Warn where indices of several editions meet in one layer; "" where they do not.

    `edition` is the deprivation table's ("IoD2025", "" where not known), `columns` the further
    counts of the areas, and `others` the other tables' provenance. `unsaid` names the deprivation
    table where it is of the English indices, but of no edition that is stated: beside a table of a
    known one nobody can tell whether they are of the same. The editions differ in areas,
    indicators and method, so that a difference between them is no change over time (MHCLG, English
    Indices of Deprivation 2025, technical report).
    """
    found: dict[str, str] = {}
    if edition.startswith("IoD"):
        found[edition[3:]] = table_name
    for name in columns:
        if year := edition_in_name(name):
            found.setdefault(year, name)
    for facts in others:
        if facts.dataset.endswith(_INDICES) and facts.vintage:
            found.setdefault(facts.vintage, facts.file_name or facts.dataset)
    if len(found) < 2:
        return _of_no_edition(unsaid, found) if unsaid and found else ""
    listed = " and ".join(f"{year} ({found[year]})" for year in sorted(found))
    return (
        f"Indices of {listed} stand side by side: they were made by other methods for other areas, "
        "so that a difference between them is not a trend"
    )


def _of_no_edition(unsaid: str, found: Mapping[str, str]) -> str:
    year, name = next(iter(found.items()))
    return (
        f"The edition of the indices in {unsaid} is not stated, and {name} is of {year}: they may "
        "be made by other methods for other areas, so that a difference between them is not a trend"
    )
