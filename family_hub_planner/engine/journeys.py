"""Journeys between demand and sites, from a network or from another tool's table of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import CodesError, ColumnError
from .in_words import many
from .network.edge import minutes_to_edge
from .network.model import Network, check_mode
from .network.modes import ON_FOOT
from .network.snap import NO_PLACE, Snapped, Snapper
from .progress import Progress
from .tables import Table
from .travel_time import journey_times

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NO_ROUTE = "no way leads between it and any of the others"
NO_ROUTE_BUT_BARRED = "no way leads between it and any of the others without the barred fast roads"
NOT_IN_TIMES = "no journey in the table of times"


@dataclass(frozen=True)
class Unrouted:
    """One place without journeys: its row among its own, why, and metres to the nearest way."""

    row: int
    role: str
    reason: str
    snap_m: float | None


@dataclass(frozen=True)
class Journeys:
    """Minutes between n demand points and m sites.

    `minutes` has shape (n, m), inf where there is no journey; `demand_access_minutes` (n,) and
    `site_access_minutes` (m,) are the walks at both ends within them, nan where not known.
    `demand_ok` and `site_ok` tell who is on the network at all; `unrouted` lists everyone without
    any journey. On a network `demand_access_m` (n,) and `site_access_m` (m,) are the walks between
    places and their ways and, on foot, `fast_minutes` (n, m) the minutes along fast roads without
    a mapped pavement.
    """

    minutes: Floats
    demand_access_minutes: Floats
    site_access_minutes: Floats
    demand_ok: Bools
    site_ok: Bools
    unrouted: tuple[Unrouted, ...]
    demand_near_edge: Bools | None = None
    site_near_edge: Bools | None = None
    fast_minutes: Floats | None = None
    demand_access_m: Floats | None = None
    site_access_m: Floats | None = None

    @property
    def access_minutes(self) -> Floats:
        """The walks at both ends together, shape (n, m)."""
        both = self.demand_access_minutes[:, None] + self.site_access_minutes[None, :]
        return np.asarray(both)


@dataclass(frozen=True)
class Ends:
    """Two sets of places (n, 2) and (m, 2) in the network's system, with their roles' names."""

    demand_xy: Floats
    site_xy: Floats
    demand_role: str = "demand"
    site_role: str = "hub"


def journeys_on_network(
    network: Network,
    mode: str,
    ends: Ends,
    max_snap_m: float,
    direction: str = "to",
    limit: float = np.inf,
    edge_minutes: float | None = None,
    progress: Progress | None = None,
) -> Journeys:
    """Work out the journeys on a network.

    `direction` "to" runs from demand to site, "from" the other way. With `edge_minutes` places
    nearer than that to the network's edge are flagged.
    """
    progress = progress or Progress()
    check_mode(network, mode)
    snapper = Snapper(network, mode)
    demand = snap_places(snapper, ends.demand_xy, max_snap_m)
    sites = snap_places(snapper, ends.site_xy, max_snap_m)
    progress.report(0.2)
    rest = progress.part(0.2, 1.0)
    if direction == "to":
        times = journey_times(network, mode, demand, sites, limit, rest)
        minutes, fast = times.minutes, times.fast
    else:
        times = journey_times(network, mode, sites, demand, limit, rest)
        minutes, fast = times.minutes.T, times.fast.T
    barred = network.fast_barred and mode in ON_FOOT
    why = NO_ROUTE_BUT_BARRED if barred else NO_ROUTE
    unrouted = [
        *_without(demand, ends.demand_role, np.isfinite(minutes).any(axis=1), limit, why),
        *_without(sites, ends.site_role, np.isfinite(minutes).any(axis=0), limit, why),
    ]
    near: list[Bools | None] = [None, None]
    if edge_minutes is not None:
        near = [
            minutes_to_edge(network, mode, xy) < edge_minutes
            for xy in (ends.demand_xy, ends.site_xy)
        ]
    return Journeys(
        minutes=minutes,
        demand_access_minutes=demand.access_minutes,
        site_access_minutes=sites.access_minutes,
        demand_ok=demand.ok,
        site_ok=sites.ok,
        unrouted=tuple(unrouted),
        demand_near_edge=near[0],
        site_near_edge=near[1],
        fast_minutes=fast if mode in ON_FOOT else None,
        demand_access_m=demand.access_m,
        site_access_m=sites.access_m,
    )


def snap_places(snapper: Snapper, xy: Floats, max_snap_m: float) -> Snapped:
    """Put places on the network; those without geometry (nan) are left off with a reason."""
    known = np.isfinite(xy).all(axis=1)
    if known.all():
        return snapper.snap(xy, max_snap_m)
    found = snapper.snap(xy[known], max_snap_m)
    rows = np.flatnonzero(known)

    def spread(values: Floats, empty: float) -> Floats:
        whole = np.full((len(xy), *values.shape[1:]), empty, dtype=values.dtype)
        whole[rows] = values
        return whole

    reasons = [NO_PLACE] * len(xy)
    for row, reason in zip(rows, found.reason):
        reasons[row] = reason
    return Snapped(
        edge=np.asarray(spread(found.edge, -1), dtype=np.int64),  # type: ignore[arg-type]
        fraction=spread(found.fraction, np.nan),
        access_m=spread(found.access_m, np.nan),
        access_minutes=spread(found.access_minutes, np.nan),
        xy=xy,
        on_way=spread(found.on_way, np.nan),
        reason=tuple(reasons),
        nearest_m=spread(found.nearest_m, np.inf),
    )


def off_network(snapped: Snapped, role: str) -> list[Unrouted]:
    """List the places that could not be put on the network."""
    return [
        Unrouted(int(row), role, snapped.reason[row], _metres(snapped.nearest_m[row]))
        for row in np.flatnonzero(~snapped.ok)
    ]


def _without(snapped: Snapped, role: str, reached: Bools, limit: float, why: str) -> list[Unrouted]:
    """List the places without a journey: off the network, or cut off from all the others.

    Under a limit of minutes a place may merely be far away, which is no failing.
    """
    found = off_network(snapped, role)
    if not np.isfinite(limit):
        cut_off = np.flatnonzero(snapped.ok & ~reached)
        found += [Unrouted(int(row), role, why, _metres(snapped.access_m[row])) for row in cut_off]
    return found


def _metres(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def journeys_from_table(
    times: Table,
    demand_ids: Sequence[str],
    site_ids: Sequence[str],
    demand_role: str = "demand",
    site_role: str = "hub",
) -> Journeys:
    """Take the journeys from a table with origin_id, destination_id and minutes.

    Origins are demand, destinations sites; an empty or missing row is no journey, and of several
    rows the fastest counts. Raises `ColumnError` for minutes that are no number or negative, and
    `CodesError` when no row fits.
    """
    minutes = np.full((len(demand_ids), len(site_ids)), np.inf)
    row_of = {code: row for row, code in enumerate(demand_ids)}
    column_of = {code: column for column, code in enumerate(site_ids)}
    fitting = 0
    columns = (times.column(name) for name in ("origin_id", "destination_id", "minutes"))
    for origin, destination, value in zip(*columns):
        row, column = row_of.get(str(origin)), column_of.get(str(destination))
        if row is None or column is None:
            continue
        fitting += 1
        if value is not None and str(value).strip():
            minutes[row, column] = min(minutes[row, column], _checked(value, origin, destination))
    if not fitting:
        raise CodesError(
            f"No row of {times.name} joins one of the {len(demand_ids)} demand points to one of "
            f"the {len(site_ids)} sites. Its origin_id must hold demand ids (such as "
            f"{demand_ids[0]}) and its destination_id site ids (such as {site_ids[0]})."
        )
    demand_ok, site_ok = np.isfinite(minutes).any(axis=1), np.isfinite(minutes).any(axis=0)
    unrouted = [
        Unrouted(int(row), role, NOT_IN_TIMES, None)
        for role, ok in ((demand_role, demand_ok), (site_role, site_ok))
        for row in np.flatnonzero(~ok)
    ]
    nothing = np.full(len(demand_ids), np.nan), np.full(len(site_ids), np.nan)
    return Journeys(minutes, *nothing, demand_ok, site_ok, tuple(unrouted))


def repeated_pairs(times: Table) -> str:
    """Say how many pairs a table of times gives more than once with other minutes; "" for none."""
    first: dict[tuple[object, object], object] = {}
    again: dict[tuple[object, object], None] = {}
    columns = (times.column(name) for name in ("origin_id", "destination_id", "minutes"))
    for origin, destination, value in zip(*columns):
        if first.setdefault((origin, destination), value) != value:
            again[origin, destination] = None
    if not again:
        return ""
    origin, destination = next(iter(again))
    pairs = many(len(again), "pair stands", "pairs stand")
    return (
        f"{times.name}: {pairs} in several rows with different minutes (first: {origin} to "
        f"{destination}). The fastest counts."
    )


def _checked(value: object, origin: object, destination: object) -> float:
    try:
        minutes = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        minutes = np.nan
    if not minutes >= 0:
        raise ColumnError(
            f"The table of times gives {value!r} minutes from {origin} to {destination}. "
            "Give a number that is zero or more, or leave it empty where there is no journey."
        )
    return minutes
