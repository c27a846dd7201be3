"""Columns that count children by band of ages, and the bands that make up another."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

Ages = tuple[int, int]  # youngest and oldest in full years, both included

WITH_SEND = (18, 25)
SEND_COLUMN = "send_18_25"
_COLUMN = re.compile(r"children_(\d{1,3})(?:_(\d{1,3}))?")


def age_columns(names: Sequence[str]) -> dict[Ages, str]:
    """Give the columns that count a band of children, by band.

    `children_0_2` is (0, 2) and `children_7` is (7, 7).
    18 to 25 year olds stand in no count of children: of them only `send_18_25` is taken.
    """
    found = {}
    for name in names:
        band = _COLUMN.fullmatch(name)
        if band:
            found[int(band[1]), int(band[2] or band[1])] = name
    found.pop(WITH_SEND, None)
    if SEND_COLUMN in names:
        found[WITH_SEND] = SEND_COLUMN
    return dict(sorted(found.items()))


def bands_that_make_up(wanted: Ages, bands: Collection[Ages]) -> list[Ages]:
    """Give the bands that together are the ages wanted, each age once; none where there are none.

    The wanted band itself where it is there, else the longest that it begins with, and so on.
    """
    if wanted in bands:
        return [wanted]
    low, high = wanted
    starting = [ages for ages in bands if ages[0] == low and ages[1] < high]
    for ages in sorted(starting, reverse=True):
        rest = bands_that_make_up((ages[1] + 1, high), bands)
        if rest:
            return [ages, *rest]
    return []
