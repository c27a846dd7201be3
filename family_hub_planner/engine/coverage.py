"""Coverage: which families are modelled within which minutes of their nearest hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .bands import band_of
from .coverage_tables import (
    NO_AREAS,
    NOT_KNOWN,
    NOT_ROUTED,
    Reach,
    by_text,
    coverage_table,
    empty_row,
    places_by,
    reach_row,
)
from .demand import Demand
from .errors import CodesError, InputError
from .tables import Table

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_NOWHERE = np.array([], dtype=np.intp)

UNSERVED_HUB = "nearest hub of no area"


@dataclass(frozen=True)
class Coverage:
    """What n areas are modelled to reach.

    Attributes
    ----------
    bands
        Rising minutes.
    area_ids, hub_ids
        In the order given to `cover`.
    children
        Shape (n,).
    minutes
        Minutes to the nearest hub, shape (n,), inf where not routed.
    hub
        Id of the nearest hub, n of them, None where not routed.
    band
        Smallest band that holds the minutes, shape (n,), nan beyond the last or not routed.
    unrouted
        True where an area could not be snapped or has no route to any hub, shape (n,).
    near_edge, hub_near_edge
        True where an area or hub is nearer to the network's edge than the longest band, shapes
        (n,) and (hubs,); None where it was not tested.
    by_hub, by_decile, by_quintile, by_locality
        Tables with the columns of `coverage_tables.table_columns`; the last row is `All areas`.
    """

    bands: tuple[float, ...]
    area_ids: tuple[str, ...]
    hub_ids: tuple[str, ...]
    children: Floats
    minutes: Floats
    hub: tuple[str | None, ...]
    band: Floats
    unrouted: Bools
    near_edge: Bools | None
    hub_near_edge: Bools | None
    by_hub: Table
    by_decile: Table
    by_quintile: Table
    by_locality: Table

    def areas(self) -> Table:
        """Give one row an area: area_code, minutes, hub_id, band, unrouted, near_edge."""
        near = [None] * len(self.area_ids) if self.near_edge is None else self.near_edge.tolist()
        columns: dict[str, list[Any]] = {
            "area_code": list(self.area_ids),
            "minutes": _or_none(self.minutes),
            "hub_id": list(self.hub),
            "band": _or_none(self.band),
            "unrouted": self.unrouted.tolist(),
            "near_edge": near,
        }
        return Table(columns, "coverage")


def _or_none(values: Floats) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def cover(
    minutes: Floats,
    demand: Demand,
    hub_ids: Sequence[str],
    bands: Sequence[float],
    unrouted: Bools,
    *,
    near_edge: Bools | None = None,
    hub_near_edge: Bools | None = None,
) -> Coverage:
    """Give each area its nearest hub, and sum children by hub, decile, quintile and locality.

    Parameters
    ----------
    minutes
        Travel times in minutes, shape (areas, hubs), inf unreachable. They must not have been cut
        off at a band: an area without any finite time counts as not routed, not as far away.
    demand
        The areas, in the order of the rows.
    hub_ids
        Unique ids, in the order of the columns. Equal minutes go to the id that sorts first.
    bands
        Rising minutes, as `parse_bands` gives them.
    unrouted
        True where an area could not be snapped or is on no route; shape (areas,).
    near_edge, hub_near_edge
        As in `Coverage`.

    Raises
    ------
    InputError, CodesError
        For shapes that do not fit, missing or negative minutes, unusable bands or deciles,
        repeated hub ids. `PlannerError` if the finished tables fail their own checks of sums.
    """
    _refuse_bad_times(minutes, demand, hub_ids)
    _refuse_bad_bands(bands)
    _refuse_bad_flags(unrouted, near_edge, hub_near_edge, minutes)
    least, nearest = _nearest_hub(minutes, hub_ids)
    lost = unrouted | ~np.isfinite(least)
    reach = Reach(demand.children, demand.need, least, tuple(bands))
    hub = tuple(None if gone else hub_ids[j] for j, gone in zip(nearest, lost))
    return Coverage(
        bands=tuple(bands),
        area_ids=tuple(demand.ids),
        hub_ids=tuple(hub_ids),
        children=demand.children,
        minutes=least,
        hub=hub,
        band=band_of(bands, least),
        unrouted=lost,
        near_edge=near_edge,
        hub_near_edge=hub_near_edge,
        by_hub=_by_hub(reach, hub, hub_ids),
        by_decile=_by_rank("BY_DECILE", reach, demand.decile, 10),
        by_quintile=_by_rank("BY_QUINTILE", reach, demand.quintile, 5),
        by_locality=by_text("BY_LOCALITY", demand.locality, reach),
    )


def _nearest_hub(minutes: Floats, hub_ids: Sequence[str]) -> tuple[Floats, Places]:
    """Give the least minutes of each row and its column; ties go to the id that sorts first."""
    order = np.array(sorted(range(len(hub_ids)), key=lambda j: hub_ids[j]), dtype=np.intp)
    nearest = order[np.argmin(minutes[:, order], axis=1)]
    least: Floats = minutes[np.arange(len(minutes)), nearest]
    return least, nearest


def _by_hub(reach: Reach, hub: Sequence[str | None], hub_ids: Sequence[str]) -> Table:
    places = places_by(hub)
    rows = []
    for hub_id in sorted(hub_ids):
        row = reach_row(hub_id, reach.of(places.get(hub_id, _NOWHERE)))
        rows.append(row if hub_id in places else {**row, "note": UNSERVED_HUB})
    if None in places:
        rows.append(reach_row(NOT_ROUTED, reach.of(places[None])))
    return coverage_table("BY_HUB", rows, reach)


def _by_rank(name: str, reach: Reach, rank: Floats, last: int) -> Table:
    """Tabulate by decile or quintile: every rank from 1 has its row, filled or not.

    Where no area's rank is known, all of them stand in the row `NOT_KNOWN`.
    """
    known = ~np.isnan(rank)
    bad = np.flatnonzero(known & ~np.isin(rank, np.arange(1, last + 1)))
    if len(bad):
        what = "decile" if last == 10 else "quintile"
        raise InputError(
            f"{len(bad)} of {len(rank)} areas have a {what} that is not a whole number from 1 to "
            f"{last} (first: {rank[bad[0]]:g}). Choose the {what} column, not the rank or score."
        )
    rows = []
    if known.any():  # else ten rows without areas would read as "there are no deprived areas"
        rows = [_rank_row(place, reach, rank) for place in range(1, last + 1)]
    if not known.all():
        rows.append(reach_row(NOT_KNOWN, reach.of(np.flatnonzero(~known))))
    return coverage_table(name, rows, reach)


def _rank_row(place: int, reach: Reach, rank: Floats) -> dict[str, Any]:
    member = np.flatnonzero(rank == place)
    if len(member):
        return reach_row(str(place), reach.of(member))
    return empty_row(str(place), reach.bands, NO_AREAS)


def _refuse_bad_times(minutes: Floats, demand: Demand, hub_ids: Sequence[str]) -> None:
    repeated = [code for code, count in Counter(hub_ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} hub ids stand more than once (first: {repeated[0]}). "
            "Give each hub one row, or choose another id column."
        )
    if not len(demand) or not len(hub_ids):
        missing = "demand areas" if not len(demand) else "hubs"
        raise InputError(f"There are no {missing}, so no coverage can be worked out. Add some.")
    if minutes.shape != (len(demand), len(hub_ids)):
        raise InputError(
            f"The travel times have shape {minutes.shape}; {len(demand)} areas and "
            f"{len(hub_ids)} hubs need ({len(demand)}, {len(hub_ids)})."
        )
    bad = np.argwhere(~(minutes >= 0))
    if len(bad):
        area, hub = bad[0]
        raise InputError(
            f"{len(bad)} travel times are missing or negative (first: area {demand.ids[area]} to "
            f"hub {hub_ids[hub]}, {minutes[area, hub]:g}). Leave out journeys that have no route."
        )


def _refuse_bad_bands(bands: Sequence[float]) -> None:
    edges = np.asarray(bands, dtype=float)
    rising = len(edges) and np.isfinite(edges).all() and (np.diff(edges, prepend=0.0) > 0).all()
    if not rising:
        raise InputError(f"Bands must be rising minutes above zero; {list(bands)} was given.")


def _refuse_bad_flags(
    unrouted: Bools, near_edge: Bools | None, hub_near_edge: Bools | None, minutes: Floats
) -> None:
    areas, hubs = minutes.shape
    flags = [("unrouted", unrouted, areas), ("near_edge", near_edge, areas)]
    for name, flag, count in [*flags, ("hub_near_edge", hub_near_edge, hubs)]:
        if flag is not None and flag.shape != (count,):
            raise InputError(f"Coverage: {name} has not one value for each of the {count} points.")
    contradicted = int((unrouted & np.isfinite(minutes).any(axis=1)).sum())
    if contradicted:
        raise InputError(
            f"{contradicted} areas are called unrouted but have a travel time to a hub. "
            "Give them inf minutes, or do not call them unrouted."
        )
