"""What part of the coverage rests on some of the hubs alone: the part-time, the neighbours'."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from . import published
from .bands import TOLERANCE_MINUTES
from .coverage_sets import Kind
from .method_note import Method

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def children_only_by(minutes: Floats, children: Floats, hubs: Bools, band: float) -> float:
    """Count the children within a band of these hubs and of no other.

    `minutes` has shape (areas, hubs), `children` (areas,), `hubs` (hubs,).
    """
    within = minutes <= band + TOLERANCE_MINUTES
    alone = within[:, hubs].any(axis=1) & ~within[:, ~hubs].any(axis=1)
    return math.fsum(children[alone].tolist())


def rests_on(
    minutes: Floats, children: Floats, kinds: Sequence[Kind], band: float, method: Method
) -> str:
    """Say how many of the children within the band are so only by each kind of hub; "" for none.

    `minutes` has shape (areas, hubs), `children` (areas,).
    """
    parts: list[str] = []
    for kind in kinds:
        if kind.hubs.any():
            count = children_only_by(minutes, children, kind.hubs, band)
            are = "" if parts else "are so "
            parts.append(f"{published.about(count, method.threshold)} {are}only by {kind.words}")
    if not parts:
        return ""
    *before, last = parts
    said = f"{', '.join(before)} and {last}" if before else last
    return f"Of the children modelled {method.within(band)}, {said}."


def notes_apart(
    minutes: Floats,
    children: Floats,
    kinds: Sequence[Kind],
    hub_ids: Sequence[str],
    band: float,
    method: Method,
) -> list[str]:
    """Say for each kind of hub how many children are within the band of such hubs alone."""
    notes = []
    for kind in kinds:
        if not kind.hubs.any():
            continue
        named = ", ".join(method.hub(hub) for hub, one in zip(hub_ids, kind.hubs) if one)
        count = children_only_by(minutes, children, kind.hubs, band)
        said = published.about(count, method.threshold)
        notes.append(
            f"Counted with the rest, but not alike: {kind.words} ({named}). Of the children "
            f"modelled {method.within(band)}, {said} are so only by them."
        )
    return notes
