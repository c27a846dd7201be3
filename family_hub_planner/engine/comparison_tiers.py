"""What of a plan's change rests on outreach, on hubs open a few hours, or on a neighbour's hubs.

A coverage's minutes are those to the nearest hub of all that count. Two hours a week in a fire
station and a centre that is open all week never count alike, so the same children are compared
again without each kind of such hubs, and by full hubs alone: the two scenarios' minutes to the
nearest hub that is left (`coverage_tiers`). What is longer, shorter, lost and gained is told by the
same rules as for all hubs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number
from .coverage_tiers import FULL, KINDS, NEIGHBOURS, OUTREACH, PART_TIME, Tiers

if TYPE_CHECKING:
    from .comparison import Comparison, Moves
    from .method_note import Method

Bools = npt.NDArray[np.bool_]

ALIKE = (
    "Outreach, hubs open a few hours and other authorities' hubs are counted like all others here: "
    "a coverage does not tell which hubs they are. Run it again with this version to keep them "
    "apart."
)
BY_HUBS_SAID = (
    "Each row counts the same children against other hubs: what the two scenarios would be if only "
    "those hubs stood; the rows do not add up. A full hub is no outreach (network site), does not "
    "state fewer hours a week than a full-time hub has, and does not belong to another authority. "
    "A hub that states neither type nor hours counts as a full one. All other tables and the chart "
    "count every hub."
)
_THOSE = {
    OUTREACH: "outreach",
    PART_TIME: "hubs open a few hours",
    NEIGHBOURS: "other authorities' hubs",
}


def kinds_there(found: Comparison) -> list[str] | None:
    """Give the kinds of hubs that are no full ones in either scenario; None where one is silent."""
    tiers = [one.tiers for one in (found.base, found.plan)]
    told = [one for one in tiers if one is not None]
    if len(told) < len(tiers):
        return None
    return [kind for kind in KINDS if any(one.kinds.get(kind) for one in told)]


def without(found: Comparison, kind: str) -> Comparison | None:
    """Compare the same areas without the hubs of a kind, `FULL` by full hubs alone.

    None where a coverage does not tell their minutes.
    """
    sides = []
    for one in (found.base, found.plan):
        minutes = one.tiers.without(kind, one.minutes) if one.tiers else None
        if minutes is None:
            return None
        sides.append(replace(one, minutes=minutes))
    return replace(found, base=sides[0], plan=sides[1])


def outreach_counted(found: Comparison) -> bool:
    """Tell whether a scenario counts outreach, so that not every journey is one to a hub."""
    return OUTREACH in (kinds_there(found) or [])


def nearest_words(found: Comparison) -> str:
    """Say to what the journeys lead: "hub", or "hub or outreach point"."""
    return "hub or outreach point" if outreach_counted(found) else "hub"


def within_words(found: Comparison, method: Method, band: float) -> str:
    """Say the band in words, "within 20 minutes' walk of a hub or outreach point"."""
    return method.within(band).replace(" of a hub", f" of a {nearest_words(found)}")


def tier_answer(found: Comparison, method: Method) -> str:
    """Say what stands by full hubs alone, and what of the gain rests on others; "" for none."""
    kinds = kinds_there(found)
    if kinds is None:
        return ALIKE
    full = without(found, FULL)
    if not kinds or not found.moves.counts.sum():
        return ""
    if full is None:
        return ALIKE
    band, left = method.headline(found.asked.bands), full.moves
    those = _listed([_THOSE[kind] for kind in kinds])
    ways = f"; {_said(found, left.route_lost, method)} would have none any more"
    return (
        f"These figures count every hub alike, {those} too. By full hubs alone, "
        f"{_said(found, left.longer, method)} would have a longer modelled journey and "
        f"{_said(found, left.shorter, method)} a shorter one"
        f"{ways if left.route_lost.any() else ''}; {_said(found, left.lost(band), method)} would "
        f"no longer be modelled {method.within(band)}, and "
        f"{_said(found, left.gained(band), method)} would newly be."
        f"{_rests_on(found, left, band, those, method)}"
    )


def _rests_on(found: Comparison, left: Moves, band: float, those: str, method: Method) -> str:
    """Say what of the gain is none by full hubs alone; `left` are the moves by these."""
    moves, parts = found.moves, []
    if moves.shorter.any():
        only = moves.shorter & ~(left.shorter | left.route_gained)
        parts.append(f"{_said(found, only, method)} of the shorter journeys")
    if moves.gained(band).any():
        only = moves.gained(band) & ~left.gained(band)
        parts.append(
            f"{_said(found, only, method)} of those newly within {band_number(band)} minutes"
        )
    said = " and ".join(parts)
    return f" {said[:1].upper()}{said[1:]} rest on {those} alone." if parts else ""


def _said(found: Comparison, mask: Bools, method: Method) -> str:
    children = found.moves.counts
    part, whole = float(children[mask].sum()), float(children.sum())
    return published.about_part(part, whole, method.threshold)


def hubs_apart(tiers: Tiers | None, method: Method) -> str:
    """Name the hubs of one scenario that are no full ones, by kind; "" where there are none."""
    told = []
    for kind in KINDS if tiers is not None else ():
        ids = tiers.kinds.get(kind, ()) if tiers is not None else ()
        if ids:
            told.append(f"{_THOSE[kind]} ({', '.join(method.hub(hub) for hub in ids)})")
    return "; ".join(told)


def other_kinds(found: Comparison) -> str:
    """Name the hubs of both scenarios that are a full hub in one of them alone; "" for none.

    That is a plan where its hours change, and a fault where one layer of hubs lacks a column.
    """
    base, plan = found.base.tiers, found.plan.tiers
    if base is None or plan is None:
        return ""
    ids = sorted({hub for one in (base, plan) for hubs in one.kinds.values() for hub in hubs})
    both = [hub for hub in ids if hub in base.counted and hub in plan.counted]
    unlike = [
        f"{hub} ({base.words(hub) or 'full hub'} in {found.base.name}, "
        f"{plan.words(hub) or 'full hub'} in {found.plan.name})"
        for hub in both
        if base.words(hub) != plan.words(hub)
    ]
    if not unlike:
        return ""
    return (
        f"Not of one kind in both: {'; '.join(unlike)}. The figures by full hubs change with that. "
        "If it is not part of the plan, give both layers of hubs the columns hours_week, site_type "
        "and authority, and run coverage again."
    )


def hub_words(tiers: Tiers | None, hub: str, method: Method) -> str:
    """Name a hub and say what it is, where it is no full one: "Fire station (H07), outreach"."""
    what = tiers.words(hub) if tiers else ""
    return f"{method.hub(hub)}, {what}" if what else method.hub(hub)


def _listed(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
