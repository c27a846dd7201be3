"""Which end of a score, rank or decile is the most deprived: as told, as printed, or asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ..errors import ColumnError, InputError
from ..tables import Table
from .columns import Floats
from .headings import heading_key

ONE_IS_MOST, HIGH_IS_MOST = "1 is most", "high is most"
DIRECTIONS = (ONE_IS_MOST, HIGH_IS_MOST)
GENERIC = ("score", "rank", "decile")
_ASIDE = (
    r"(?:overall|deprivation|index|national|local|of|multiple|social|material|townsend|carstairs)*"
)
_GENERIC_HEADING = {kind: _ASIDE + kind + r"(?:20\d\d)?" for kind in GENERIC}
_SAYS_ONE = re.compile(
    r"\b1\s*(?:is|=|being)?\s*(?:the\s+)?most|\b10\s*(?:is|=|being)?\s*(?:the\s+)?least"
)
_SAYS_HIGH = re.compile(
    r"\b(?:10|5|100|high(?:er|est)?)\s*(?:is|=|being)?\s*(?:the\s+)?(?:more|most)"
    r"|\b1\s*(?:is|=)?\s*(?:the\s+)?least"
)


def generic_columns(table: Table) -> dict[str, str]:
    """Give the headings that are just a score, a rank or a decile, of whatever index.

    Raises `ColumnError` where two headings would do for one of them.
    """
    found: dict[str, str] = {}
    for kind, pattern in _GENERIC_HEADING.items():
        alike = [h for h in table.columns if re.fullmatch(pattern, _before_bracket(h))]
        if len(alike) > 1:
            raise ColumnError(
                f"{table.name} has several columns for a {kind} ({', '.join(alike)}). "
                f"Say which with {kind}={alike[0]}."
            )
        if alike:
            found[kind] = alike[0]
    return found


def _before_bracket(heading: str) -> str:
    return heading_key(heading.split("(", maxsplit=1)[0])


def check_direction(direction: str | None) -> None:
    """Refuse a direction other than one of `DIRECTIONS` or None."""
    if direction is not None and direction not in DIRECTIONS:
        raise InputError(
            f'The direction {direction!r} is not known. Write "{ONE_IS_MOST}" where 1 is the most '
            f'deprived, "{HIGH_IS_MOST}" where the highest is.'
        )


def direction_of(table: Table, columns: Mapping[str, str], direction: str | None) -> str:
    """Give the direction: the user's, else what the headings say of 1 or of 10.

    Raises
    ------
    ColumnError
        Neither says it: the user is asked, since a decile read the wrong way round turns the
        whole plan over.
    """
    check_direction(direction)
    if direction is not None:
        return direction
    said = {word for heading in columns.values() if (word := _said(heading))}
    if len(said) == 1:
        return said.pop()
    which = " and ".join(repr(heading) for heading in columns.values())
    raise ColumnError(
        f"{table.name}: nothing says which end of {which} is the most deprived. Give the direction "
        f'(DEPRIVATION_DIRECTION): "{ONE_IS_MOST}" where 1 is the most deprived, "{HIGH_IS_MOST}" '
        "where the highest is."
    )


def _said(heading: str) -> str | None:
    words = heading.lower()
    if _SAYS_ONE.search(words):
        return ONE_IS_MOST
    return HIGH_IS_MOST if _SAYS_HIGH.search(words) else None


def turned(kind: str, values: Floats, direction: str) -> Floats:
    """Give values, shape (n,), so that rank and decile 1 and the highest score are the most.

    A rank that runs the other way is counted from the table's own highest; a decile becomes
    11 - decile. A score is given as it stands, or, where low is most, as nan: `as_rank` then
    ranks the areas by it, as no formula would make it a score.
    """
    if kind == "score":
        return values if direction == HIGH_IS_MOST else np.full(len(values), np.nan)
    if direction == ONE_IS_MOST or not np.isfinite(values).any():
        return values
    top = 11.0 if kind == "decile" else float(np.nanmax(values)) + 1.0
    return top - values


def as_rank(values: Floats) -> Floats:
    """Rank areas by a score of which the lowest is the most deprived: ties share the first rank."""
    known = np.isfinite(values)
    order = np.sort(values[known])
    ranks = np.full(len(values), np.nan)
    ranks[known] = np.searchsorted(order, values[known], side="left") + 1.0
    return ranks
