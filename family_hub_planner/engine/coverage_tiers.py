"""Hubs that are counted but offer less, or are another authority's, kept apart in the coverage.

Two hours a week in a fire station and a centre that is open all week never count alike. So a layer
of coverage carries, beside the minutes to the nearest hub of all, those to the nearest one without
outreach, without hubs open a few hours, without other authorities', and without all three: the
nearest full hub. A later comparison can then say on which of them a change rests.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .coverage_sets import HubFacts

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

OUTREACH, PART_TIME, NEIGHBOURS, FULL = "outreach", "part_time", "neighbours", "full"
KINDS = (OUTREACH, PART_TIME, NEIGHBOURS)
COLUMN_OF = {
    OUTREACH: "no_outreach_minutes",
    PART_TIME: "no_part_time_minutes",
    NEIGHBOURS: "no_neighbours_minutes",
    FULL: "full_hub_minutes",
}  # minutes to the nearest hub that is not of the kind, and to the nearest of none of them
WORDS = {
    OUTREACH: "outreach",
    PART_TIME: "open a few hours",
    NEIGHBOURS: "another authority's",
}


@dataclass(frozen=True)
class Tiers:
    """Which hubs of one coverage of n areas are of each kind, and the minutes without them.

    `kinds` holds the ids of each of `KINDS`, `counted` those of all hubs. `minutes` has
    those of `COLUMN_OF` that differ from the minutes to any hub, each of shape (n,), inf where
    there is no journey.
    """

    kinds: Mapping[str, tuple[str, ...]]
    minutes: Mapping[str, Floats] = field(default_factory=dict)
    counted: Collection[str] = ()

    def without(self, kind: str, of_all: Floats) -> Floats | None:
        """Give the minutes without a kind, or for `FULL` without all; None where they are lost."""
        left_out = KINDS if kind == FULL else (kind,)
        if not any(self.kinds.get(one) for one in left_out):
            return of_all
        return self.minutes.get(kind)

    def words(self, hub: str) -> str:
        """Say what a hub is: "outreach, open a few hours"; "" for a full hub."""
        return ", ".join(WORDS[kind] for kind in KINDS if hub in self.kinds.get(kind, ()))


def masks_of(facts: HubFacts) -> dict[str, Bools]:
    """Tell which hubs are of each of `KINDS`, each of shape (h,)."""
    return {OUTREACH: facts.outreach(), PART_TIME: facts.few(), NEIGHBOURS: facts.others()}


def ids_of_kinds(hub_ids: Sequence[str], facts: HubFacts) -> dict[str, list[str]]:
    """Give the ids of the hubs of each of `KINDS`, sorted."""
    return {
        kind: sorted(hub for hub, one in zip(hub_ids, mask) if one)
        for kind, mask in masks_of(facts).items()
    }


def minutes_without(minutes: Floats, facts: HubFacts) -> dict[str, Floats]:
    """Give, by column, the minutes to the nearest hub without each kind that there is.

    `minutes` has shape (n, h). The last is the nearest full hub's. Each has shape (n,), inf where
    there is none. Empty where every hub is a full one.
    """
    left_out = {kind: mask for kind, mask in masks_of(facts).items() if mask.any()}
    if not left_out:
        return {}
    left_out[FULL] = np.any(list(left_out.values()), axis=0)
    return {COLUMN_OF[kind]: _nearest(minutes[:, ~mask]) for kind, mask in left_out.items()}


def _nearest(minutes: Floats) -> Floats:
    nearest: Floats = minutes.min(axis=1, initial=np.inf)
    return nearest
