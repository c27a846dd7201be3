"""How runs side by side were counted: in what they were made otherwise, and at which points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from ..comparison_likeness import NAMED, Difference, differences
from ..in_words import many
from ..made_with import MadeWith
from .counted_children import ALIKE, area_numbers, children_of
from .evidence import Coverage
from .wording import records, untraced

_DIRECTION = "direction of travel"
_TOWARDS = {"to": "to the hub", "from": "from the hub"}
_WAYS = (
    _DIRECTION, "network", "greatest distance to a way",
    "fast roads without a mapped pavement", "without a car",
)  # fmt: skip
_POINTS = (
    "demand points"  # where they are others, the row or its line says whose children these are
)
_SET = (
    "Two shares can be set against each other only where ages, mode, band and children are the "
    "same, and no other way of counting is named below."
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
        and band == its_band
        and len(marks) == 1
        and not _unlike(*made)
    )


def other_ways(first: tuple[str, Coverage], name: str, run: Coverage) -> str:
    """Name what a run was made with otherwise than the first row's, "" where in nothing told."""
    found = _unlike(first[1].made, run.made)
    base, mine = f"“{first[0]}”", f"“{name}”"
    told = [untraced(one.words(base, mine)) for one in found if one.base and one.plan]
    silent = [one.what for one in found if not (one.base and one.plan)]
    if silent:
        told.append(f"not known whether alike in {', '.join(silent)}: one of the two does not say")
    return "; ".join(told)


def _unlike(base: MadeWith, made: MadeWith) -> list[Difference]:
    """Give the differences that no cell of the row tells; a pace of its own among them."""
    found = [_in_words(one) for one in differences(base, made) if one.what in _WAYS]
    found += [
        one
        for one in differences(base, made)
        if one.what == _POINTS and not (one.base and one.plan)
    ]
    if base.mode == made.mode and base.speed_kph != made.speed_kph:
        paces = ["" if one is None else f"{one:g} km/h" for one in (base.speed_kph, made.speed_kph)]
        found.append(Difference("speed", paces[0], paces[1], NAMED))
    return found


def _in_words(one: Difference) -> Difference:
    """Say a direction whole: "to the hub"."""
    if one.what != _DIRECTION:
        return one
    return replace(
        one, base=_TOWARDS.get(one.base, one.base), plan=_TOWARDS.get(one.plan, one.plan)
    )


def placed_otherwise(first: tuple[str, Coverage], run: Coverage) -> str:
    """Say that a run counts as many children as the first row at other points, "" if it does not.

    They are called the same children only where both layers name the same data sets of need, each
    by its checksum, and no table by locality of the two differs.
    """
    name, base = first
    mine, its = children_of(run.areas), children_of(base.areas)
    if mine.keys() & its.keys() or not _as_many(base, run):
        return ""
    where = f"at {many(len(mine), 'point', 'points')} instead of the {len(its):,d} of “{name}”"
    if same_children(base, run):
        return f"the same children, counted {where}"
    return f"counted at other points, {where}: as many children in all, the same ones or not"


def same_children(base: Coverage, run: Coverage) -> bool:
    """Tell whether two runs at points of their own certainly count the same children."""
    sets = [set(one.made.sources.get("NEED", ())) for one in (base, run)]
    named = all(sources and all("(sha256 " in one for one in sources) for sources in sets)
    return (
        named
        and sets[0] == sets[1]
        and base.made.home == run.made.home
        and base.made.estimates == run.made.estimates
        and _as_many(base, run)
        and _localities_agree(base, run)
    )


def _as_many(base: Coverage, run: Coverage) -> bool:
    """Tell whether children and need of two runs add up to the same."""
    return all(
        math.isclose(
            *(float(area_numbers(one, column, 0.0).sum()) for one in (base, run)),
            rel_tol=1e-9, abs_tol=ALIKE,
        )
        for column in ("children", "need")
    )  # fmt: skip


def _localities_agree(base: Coverage, run: Coverage) -> bool:
    tables = [one.tables.get("BY_LOCALITY") for one in (base, run)]
    if any(table is None for table in tables):
        return True
    sums = [{str(row["key"]): float(row["children"] or 0.0) for row in records(table)}
            for table in tables]  # fmt: skip
    same = sums[0].keys() == sums[1].keys()
    return same and all(abs(sums[0][key] - sums[1][key]) <= ALIKE for key in sums[0])
