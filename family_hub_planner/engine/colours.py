"""The colours of minutes, of change and of sites: the same in maps, pages, charts and styles.

Each ramp steps in lightness, so that it holds for colour-blind readers and on a grey printer.
"""

from __future__ import annotations

# ColorBrewer YlGnBu (C. Brewer, Apache 2.0), dark near a hub and pale far from it.
NEAR_TO_FAR = ("#225ea8", "#41b6c4", "#a1dab4")
BEYOND, BEYOND_INK = "#ffffd4", "#b5a765"
"""Past the longest band: the fill, and the thin lines over it."""

MUCH_LONGER, LONGER, SLIGHTLY_LONGER = "#8c510a", "#d8b365", "#f6e8c3"
SAME = "#ffffff"
SLIGHTLY_SHORTER, SHORTER, MUCH_SHORTER = "#b4e0da", "#5ab4ac", "#01665e"
"""ColorBrewer BrBG; its paler teal darkened, since without red cones it was white."""

HUB, SUGGESTED = "#12263f", "#d7301f"
"""A hub that counts, and a site or outreach point that is suggested; their shapes tell which."""


def ramp(steps: int) -> list[str]:
    """Give `steps` colours from near (dark) to far (light) as "#rrggbb", evenly along the ramp."""
    last = len(NEAR_TO_FAR) - 1
    return [_blend(last * step / max(1, steps - 1)) for step in range(steps)]


def _blend(place: float) -> str:
    low = min(int(place), len(NEAR_TO_FAR) - 2)
    part = place - low
    mixed = (a + (b - a) * part for a, b in zip(*map(_channels, NEAR_TO_FAR[low : low + 2])))
    return "#" + "".join(f"{round(value):02x}" for value in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
