"""What room each building has, and which services could come in as things stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pairs import Pair
    from .problem import CoLocation

ROOM = (
    "site_id", "site_name", "is_hub", "owner", "spare_m2", "spare_hours_week", "hours_week",
    "services_fitting", "could_come_in",
)  # fmt: skip


def room_rows(problem: CoLocation, pairs: Sequence[Pair]) -> Iterator[tuple[Any, ...]]:
    """Give a row under `ROOM` for each building: hubs first, then by spare area, most first.

    `could_come_in` names the services that nothing forbids there, each by itself and all else as
    today, the best as weighed first; what one takes is not left for the next. Spare area not known
    comes last, and is empty.
    """
    fitting: dict[int, list[str]] = {}
    for pair in pairs:
        if pair.feasible and len(pair.services) == 1:
            fitting.setdefault(pair.to, []).append(problem.services[pair.services[0]].id)
    buildings = problem.buildings
    order = sorted(
        range(len(buildings)),
        key=lambda at: (not buildings[at].is_hub, *_most_first(buildings[at].spare_m2), at),
    )
    for at in order:
        one, come = buildings[at], fitting.get(at, [])
        figures = (one.spare_m2, one.spare_hours, one.hours_week)
        known = (value if isfinite(value) else None for value in figures)
        named = (one.id, one.name or None, one.is_hub, one.owner or None)
        yield (*named, *known, len(come), ", ".join(come))


def _most_first(spare: float) -> tuple[bool, float]:
    return not isfinite(spare), -spare if isfinite(spare) else 0.0
