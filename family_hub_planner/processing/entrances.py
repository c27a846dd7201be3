"""Places taken at their public entrance, where that is what is too far from any way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..engine.network.snap import TOO_FAR
from .layers import ENTRANCE, Places, text_of, value_of

if TYPE_CHECKING:
    from ..engine.journeys import Unrouted

ENTRANCE_TOO_FAR = f"{TOO_FAR}, measured from its public entrance (entrance_x, entrance_y)"


def entrances_told(unrouted: Sequence[Unrouted], places: Mapping[str, Places]) -> list[Unrouted]:
    """Say of a place too far from any way that it is the entrance that it names which is.

    `places` gives for each role the places whose rows `unrouted` numbers.
    """
    return [
        replace(place, reason=ENTRANCE_TOO_FAR)
        if place.reason == TOO_FAR and _at_entrance(places[place.role], place.row)
        else place
        for place in unrouted
    ]


def _at_entrance(places: Places, row: int) -> bool:
    named = all(places.has(field) for field in ENTRANCE)
    return named and text_of(value_of(places.features[row], ENTRANCE[0])) != ""
