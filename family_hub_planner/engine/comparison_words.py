"""Changes of minutes as a page of comparisons prints them."""

from __future__ import annotations

from . import published


def minutes_changed(change: float | None) -> str:
    """Write a change of minutes: "+3 min", "-12 min", "under 1 min", "no change"; "–" for none."""
    if change is None:
        return published.NOT_APPLICABLE
    if abs(change) < 1e-6:
        return "no change"
    size = published.whole_minutes(abs(change))
    if size < 1:
        return "under 1 min longer" if change > 0 else "under 1 min shorter"
    return f"{'+' if change > 0 else '−'}{size:,d} min"
