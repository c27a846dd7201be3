"""What every network tells, whatever it was made of: the speed of the walk to its ways."""

from __future__ import annotations

from .modes import MODES
from .rules import ClassSpeeds

OFF_ROAD = frozenset({"footway", "path", "pedestrian", "steps", "cycleway", "bridleway", "track"})
"""Classes of ways that are no roads: a network without any of them knows no footpaths."""


def access_speeds(speeds: ClassSpeeds) -> dict[str, str]:
    """Give `access_kph_MODE` for each mode, km/h as text: all walk there, a pram at its own pace.

    A car or a cycle is walked to, because the place where it stands is not known.
    """
    pace = {mode: "pram" if mode == "pram" else "walk" for mode in MODES}
    return {f"access_kph_{mode}": f"{speeds.fastest(of):g}" for mode, of in pace.items()}
