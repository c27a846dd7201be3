"""What a need layer warns of: counts that are estimates, and areas that no sum holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .estimates import say_estimates
from .in_words import many
from .need_ages import RETURN_BANDS

_NAMED = 10
_EVENLY = "shared evenly by years of age"
_FROM = "shared out from"


def estimate_warnings(how: Mapping[str, str]) -> list[str]:
    """Say loudly which counts are estimates, and what would be better; nothing where all are exact.

    `how` gives each column that is an estimate and how it was made.
    """
    if not how:
        return []
    said = [f"ESTIMATES, not counts: {say_estimates(how)}."]
    if any(_EVENLY in words for words in how.values()):
        said.append(
            "Children are not spread evenly over the years of age: give a table by single year of "
            "age where there is one."
        )
    if any(_FROM in words for words in how.values()):
        said.append(
            "People are not spread evenly over a split area either: give a table of the areas' own "
            "census where there is one."
        )
    return [" ".join(said)]


def missing_warnings(
    codes: Sequence[str], columns: Mapping[str, Sequence[Any]], ages: str
) -> list[str]:
    """Name the areas whose children or need are not known, and say that no sum holds them.

    `columns` are the need table's, None where not known, and `ages` those that `children` counts.
    Columns that are empty in the same areas stand in one sentence; a band of the national return
    that is empty everywhere is one that the table cannot give, and is said elsewhere.
    """
    together: dict[tuple[str, ...], list[str]] = {}
    for name in ("children", *RETURN_BANDS, "need"):
        lacking = tuple(code for code, v in zip(codes, columns[name]) if v is None)
        if lacking and not (name in RETURN_BANDS and len(lacking) == len(codes)):
            together.setdefault(lacking, []).append(name)
    return [_missing(names, lacking, len(codes), ages) for lacking, names in together.items()]


def _missing(names: Sequence[str], lacking: Sequence[str], areas: int, ages: str) -> str:
    what = ", ".join(f"children (ages {ages})" if name == "children" else name for name in names)
    more = f" and {len(lacking) - _NAMED:,} more" if len(lacking) > _NAMED else ""
    them = "it" if len(lacking) == 1 else "them"
    left = (
        ""
        if not {"children", "need"} & set(names)
        else (
            " Coverage, accessibility and suggested sites leave out an area without a count of "
            "children, and name it."
        )
    )
    return (
        f"NOT KNOWN: {what} in {len(lacking):,} of {many(areas, 'area', 'areas')} "
        f"({', '.join(lacking[:_NAMED])}{more}), as figures are missing or held back. Every sum is "
        f"without {them}, so that it says 'at least'.{left}"
    )
