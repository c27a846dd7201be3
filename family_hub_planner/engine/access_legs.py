"""The walks between places and the ways they are put on: how long they are, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ALL = "all"


@dataclass(frozen=True)
class AccessLegs:
    """The walks of some places: how many, the middle one and the longest in metres."""

    key: str
    places: int
    median_m: float
    longest_m: float

    def __str__(self) -> str:
        """Say it: "rural: median 40 m, longest 310 m (12 places)"."""
        return (
            f"{self.key}: median {self.median_m:.0f} m, longest {self.longest_m:.0f} m "
            f"({self.places:,d} place{'' if self.places == 1 else 's'})"
        )


def access_legs(metres: Floats, classes: Sequence[str] = ()) -> list[AccessLegs]:
    """Sum up the walks of n places, and then class by class (rural, urban ...) where known.

    `metres` has shape (n,), nan for a place that is not on the network: it has no walk and is left
    out. `classes` has n texts, "" where not known, or none at all. The median of an even number is
    the mean of the middle two.
    """
    on = np.isfinite(metres)
    if not on.any():
        return []
    found = [_summed_up(ALL, metres[on])]
    for key in sorted({name for name in classes if name}):
        mine = on & np.array([name == key for name in classes], dtype=bool)
        if mine.any():
            found.append(_summed_up(key, metres[mine]))
    return found


def _summed_up(key: str, metres: Floats) -> AccessLegs:
    return AccessLegs(key, len(metres), float(np.median(metres)), float(metres.max()))
