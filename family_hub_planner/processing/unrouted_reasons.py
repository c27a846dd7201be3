"""Why a place has no journey, where its layer alone can tell: an entrance, astray coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..engine.network.snap import NO_PLACE, TOO_FAR
from .layers import ENTRANCE, MISFIT, Places, text_of, value_of

if TYPE_CHECKING:
    from ..engine.journeys import Unrouted

ENTRANCE_TOO_FAR = f"{TOO_FAR}, measured from its public entrance (entrance_x, entrance_y)"


def reasons_told(unrouted: Sequence[Unrouted], places: Mapping[str, Places]) -> list[Unrouted]:
    """Say of a place without journeys what is amiss with it in its layer.

    Of one too far from any way that it is the entrance that it names which is; of one without a
    place that it has coordinates, which do not fit. `places` gives for each role the places whose
    rows `unrouted` numbers.
    """
    return [
        replace(place, reason=_reason(place.reason, places[place.role], place.row))
        for place in unrouted
    ]


def _reason(reason: str, places: Places, row: int) -> str:
    if reason == TOO_FAR and _at_entrance(places, row):
        return ENTRANCE_TOO_FAR
    return MISFIT if reason == NO_PLACE and places.misfit(row) else reason


def _at_entrance(places: Places, row: int) -> bool:
    named = all(places.has(field) for field in ENTRANCE)
    return named and text_of(value_of(places.features[row], ENTRANCE[0])) != ""
