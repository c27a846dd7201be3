"""Rows of a list that name a place again: found and told, and left out only as was asked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..packages import tree_of
from ..same_building import one_each

Floats = npt.NDArray[np.float64]
SAME_ID, SAME_UPRN = "the same id", "the same UPRN"
SAME_ADDRESS = "the same name and postcode"


@dataclass(frozen=True)
class Repeat:
    """A row that names the place of an earlier one (`first`): why, and whether it stays."""

    row: int
    first: int
    reason: str
    kept: bool


@dataclass(frozen=True)
class Rows:
    """What tells rows apart: keys in which "" or None stand for unknown.

    `xy` has shape (k, 2) in metres, nan where a place is not known to the metre, as that of a
    postcode. `addresses` are postcode and name, `names` the names alone, as they are compared.
    """

    ids: Sequence[str]
    uprns: Sequence[str]
    addresses: Sequence[Hashable]
    xy: Floats
    names: Sequence[str] = ()

    def of_one_name(self, row: int, other: int) -> bool:
        """Tell whether two rows bear one name; where none is known they do not."""
        return bool(self.names) and self.names[row] != "" and self.names[row] == self.names[other]


def find_repeats(
    rows: Rows, among: Sequence[int], within_m: float = 0.0, keep_first: bool = False
) -> list[Repeat]:
    """Find the rows that name a place again: by id, else UPRN, else name and postcode, else metres.

    Only rows `among` are looked at, in their order, so that a row without a place never pushes out
    one that has. A second row of an id is always left out, since ids must tell places apart; with
    `keep_first` one of the same name and UPRN, or name and postcode, too. One of another name may
    be a service of its own, and nearness proves nothing: they always stay.
    """
    keys: tuple[tuple[str, Sequence[Hashable]], ...] = (
        (SAME_ID, rows.ids),
        (SAME_UPRN, rows.uprns),
        (SAME_ADDRESS, rows.addresses),
    )
    found: dict[int, Repeat] = {}
    for reason, values in keys:
        first: dict[Hashable, int] = {}
        for row in among:
            value = values[row]
            if value and value in first:
                out = reason == SAME_ID or (keep_first and rows.of_one_name(row, first[value]))
                found.setdefault(row, Repeat(row, first[value], reason, not out))
            elif value:
                first[value] = row
    for row, before in _near(rows.xy, among, within_m):
        found.setdefault(row, Repeat(row, before, f"within {within_m:g} m", True))
    return [found[row] for row in sorted(found)]


def _near(xy: Floats, among: Sequence[int], within_m: float) -> Iterable[tuple[int, int]]:
    """Give each row within the distance of an earlier one, with the earliest such."""
    rows = [row for row in among if np.isfinite(xy[row]).all()]
    if within_m <= 0 or not rows:
        return
    places, first, place_of = one_each(xy[rows])
    tree = tree_of(places)
    earliest = [
        min(first[other] for other in tree.query_ball_point(place, within_m)) for place in places
    ]
    for at, row in enumerate(rows):
        before = earliest[place_of[at]]
        if before < at:
            yield row, rows[before]
