"""What kind of building a venue is, as its register or the map calls it."""

from __future__ import annotations

from .layers import Places, texts_of

# The surest first: the planner's own column, a register's, the national return's wider type.
_COLUMNS = ("venue_type", "building_type", "colocation_type")


def venue_types(places: Places) -> list[str]:
    """Give each place's type as it is written ("fire station"); "" where no column states it."""
    columns = [texts_of(places, name) for name in _COLUMNS]
    return [next((said for said in row if said), "") for row in zip(*columns)]
