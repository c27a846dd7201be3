"""Which rows side by side can be set against each other, as far as their layers tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ..comparison_likeness import NAMED, Difference, differences
from ..made_with import MadeWith
from .counted_children import ALIKE, children_of
from .evidence import Coverage

_WAYS = (
    "direction of travel", "network", "greatest distance to a way",
    "fast roads without a mapped pavement",
)  # fmt: skip
_POINTS = "demand points"  # other ones are told in the row, or in its line below
_SET = (
    "Two shares can be set against each other only where the children and all that stands under "
    "“How” are the same."
)
_ALONE = "Such rows differ by what they count as a hub alone."
_NONE = "Here no two rows are known to be so."
_PACE = "A higher share of other children, or at another pace, is no better reach."


def set_against(runs: Sequence[tuple[Coverage, float]]) -> str:
    """Say which shares can be set against each other, and whether any two rows can.

    `runs` are coverages, each with the band (minutes) that it is told by.
    """
    pairs = combinations(runs, 2)
    return " ".join([_SET, _ALONE if any(_alike(*pair) for pair in pairs) else _NONE, _PACE])


def _alike(first: tuple[Coverage, float], second: tuple[Coverage, float]) -> bool:
    """Tell whether two runs state the same of all but their hubs."""
    (one, band), (other, its_band) = first, second
    mine, its = children_of(one.areas), children_of(other.areas)
    same = mine.keys() == its.keys() and all(abs(mine[code] - its[code]) <= ALIKE for code in mine)
    made = (one.made, other.made)
    marks = {way.demand_mark for way in made}
    return (
        same
        and made[0].mode == made[1].mode
        and made[0].no_car == made[1].no_car
        and band == its_band
        and len(marks) == 1
        and not _unlike(*made)
    )


def not_told(base: MadeWith, made: MadeWith) -> str:
    """Name what only one of two runs states, so that nobody knows whether they are alike in it."""
    silent = [one.what for one in _unlike(base, made) if not (one.base and one.plan)]
    if not silent:
        return ""
    return f"not known whether alike in {', '.join(silent)}, as one row's layer does not tell it"


def _unlike(base: MadeWith, made: MadeWith) -> list[Difference]:
    """Give the differences that no cell of the row tells; a pace of its own among them."""
    found = [one for one in differences(base, made) if one.what in _WAYS]
    found += [
        one
        for one in differences(base, made)
        if one.what == _POINTS and not (one.base and one.plan)
    ]
    if base.mode == made.mode and base.speed_kph != made.speed_kph:
        paces = ["" if one is None else f"{one:g} km/h" for one in (base.speed_kph, made.speed_kph)]
        found.append(Difference("speed", paces[0], paces[1], NAMED))
    return found
