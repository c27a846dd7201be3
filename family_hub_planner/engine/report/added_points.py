"""Places in a run's areas that the need layer has not: points added by hand, for the most part."""

from __future__ import annotations

import math
from typing import Any

from .. import published
from ..in_words import many
from ..tables import Table
from .evidence import Coverage
from .pack import Pack
from .wording import records

ADDED = "added"  # of coverage's areas: which of them are points added by hand
_NOT_ADDED = ("", "0", "false", "no", "null")


def is_added(value: Any) -> bool:
    """Tell whether a value of the column `added` marks a point added by hand."""
    return str("" if value is None else value).strip().lower() not in _NOT_ADDED


def beyond_need(run: Coverage, need: Table | None) -> list[dict[str, Any]]:
    """Give the rows of a run's areas whose codes a layer of need lacks."""
    codes = {str(row["area_code"]) for row in records(need)}
    return [row for row in records(run.areas) if str(row["area_code"]) not in codes]


def of_added(pack: Pack) -> str:
    """Say how many children reach is told of that the need layer has not; "" where there are none.

    A run of none of the layer's areas is told of elsewhere.
    """
    run = pack.evidence.today
    more = [] if run is None else beyond_need(run, pack.evidence.need)
    if run is None or not more or len(more) == len(run.areas):
        return ""
    extra = math.fsum(float(row.get("children") or 0.0) for row in more)
    total = math.fsum(float(value or 0.0) for value in run.areas.columns.get("children", ()))
    by_hand = all(is_added(row.get(ADDED)) for row in more)
    ages = (
        " Their years of age are not told: rows of narrower ages lack them."
        if _lacking(run, len(more))
        else ""
    )
    places = many(len(more), "place", "places") + (" added by hand" if by_hand else "")
    said, whole = (published.about(count, pack.threshold) for count in (extra, total))
    return (
        f" Besides these, children are counted at {places} that the need layer does not hold "
        f"({said}): the tables of reach count them too, {whole} in all; those of need do not.{ages}"
    )


def _lacking(run: Coverage, places: int) -> bool:
    """Tell whether a row by age lacks the places that another one counts."""
    areas = {row.get("areas") for row in records(run.tables.get("BY_AGE"))}
    return {len(run.areas), len(run.areas) - places} <= areas
