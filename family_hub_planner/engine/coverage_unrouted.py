"""Why children could not be routed, and which hubs could not: for the page, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from . import published
from .method_note import Method

Floats = npt.NDArray[np.float64]


class Lost(Protocol):
    """A place without journeys: its row among its own, its role and the reason."""

    @property
    def row(self) -> int:
        """Its row among the places of its role."""

    @property
    def role(self) -> str:
        """What it is: "demand" or "hub"."""

    @property
    def reason(self) -> str:
        """Why it has no journeys."""


def unrouted_notes(
    unrouted: Sequence[Lost], children: Floats, hub_ids: Sequence[str], method: Method
) -> list[str]:
    """Say reason by reason how many children could not be routed, and name the hubs that were not.

    `children` has shape (areas,); `unrouted` numbers areas and hubs by their rows.
    """
    notes = []
    for reason in sorted({place.reason for place in unrouted if place.role == "demand"}):
        rows = [place.row for place in unrouted if (place.role, place.reason) == ("demand", reason)]
        count = published.about(math.fsum(children[rows].tolist()), method.threshold)
        areas = f"{len(rows):,d} area{'' if len(rows) == 1 else 's'}"
        notes.append(f"Not routed: {count} children in {areas}: {reason}.")
    for place in unrouted:
        if place.role == "hub":
            hub = method.hub(hub_ids[place.row])
            notes.append(f"Hub {hub} is in no journey: {place.reason}.")
    return notes
