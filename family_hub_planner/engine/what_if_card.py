"""The why-this-site card of a what-if: for whom a place is nearest, and what they have without it.

It says what the plan at hand says of one place, switched on or off. Nothing is solved here: how a
site would fare in the best plan of a measure is for 'Suggest sites' to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .equity import weighted_mean
from .what_if import Plan, WhatIf

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PlaceCard:
    """What a plan says of one place.

    Attributes
    ----------
    place_id
        The place.
    on
        Whether it is switched on.
    nearest
        Areas that have it as their nearest place, or would have it if it were on, shape (n,).
    children
        Children in these areas, exact.
    next_best
        The places that would be nearest without it, with the children who would go there: the most
        children first, ties by id.
    stranded
        Children who would have no modelled journey without it.
    mean_added, most_added
        How many minutes longer the journeys of the others among them are without it: their mean
        weighted by children, and the longest among areas with children; nan where there are none.
    """

    place_id: str
    on: bool
    nearest: Bools
    children: float
    next_best: tuple[tuple[str, float], ...]
    stranded: float
    mean_added: float
    most_added: float


def place_card(what_if: WhatIf, plan: Plan, place_id: str) -> PlaceCard:
    """Make the card of a place; equal minutes go to the id that sorts first, as in coverage."""
    others, minutes = what_if.standing(Plan(plan.on - {place_id}, plan.trials))
    here, children = what_if.minutes_to(plan, place_id), what_if.demand.children
    least, hub = _nearest(minutes, others)
    first = np.array([name == "" or place_id < name for name in hub])
    nearest = np.isfinite(here) & ((here < least) | ((here == least) & first))
    stranded = nearest & ~np.isfinite(least)
    moving = nearest & ~stranded
    added, counts = least[moving] - here[moving], children[moving]
    return PlaceCard(
        place_id,
        place_id in plan.on,
        nearest,
        float(children[nearest].sum()),
        _by_place([hub[row] for row in np.flatnonzero(moving)], counts),
        float(children[stranded].sum()),
        weighted_mean(added, counts) if counts.sum() else float("nan"),
        float(added[counts > 0].max()) if counts.sum() else float("nan"),
    )


def _nearest(minutes: Floats, ids: list[str]) -> tuple[Floats, list[str]]:
    """Give each area's least minutes and its place, inf and "" where there is none."""
    if not ids:
        return np.full(len(minutes), np.inf), [""] * len(minutes)
    order = sorted(range(len(ids)), key=lambda column: ids[column])
    sorted_minutes = minutes[:, order]
    best = np.argmin(sorted_minutes, axis=1)
    least: Floats = sorted_minutes[np.arange(len(minutes)), best]
    names = [ids[order[column]] for column in best]
    return least, [name if np.isfinite(far) else "" for name, far in zip(names, least)]


def _by_place(hubs: list[str], children: Floats) -> tuple[tuple[str, float], ...]:
    counts: dict[str, float] = {}
    for hub, count in zip(hubs, children.tolist()):
        counts[hub] = counts.get(hub, 0.0) + count
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
