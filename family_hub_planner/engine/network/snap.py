"""Places onto the network: to the nearest point of the nearest way, with the walk there counted.

A place is put on an edge, not on a junction, and never moved further than asked. The straight
line to the way may not cross water, a railway or a motorway that the network knows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .model import Bools, Floats, Ints, Network
from .pieces import Pieces, counted

_FIRST_RADIUS_M = 50.0
_MOST_AT_ONCE = 20_000
_WIDE_M = 5_000.0
_MOST_PAIRS = 4_000_000  # of a place and a piece of a way, about half a gigabyte
_ON_EARTH_M = 1e8  # no system in metres has a place beyond it

ON_THE_NETWORK = ""
NO_PLACE = "no place: the feature has no geometry"
TOO_FAR = "too far from any way"
ONLY_AN_ISLAND = "only a small cut-off part of the network is near"
BEHIND_A_BARRIER = "water, a railway or a motorway lies between the place and every near way"


@dataclass(frozen=True)
class Snapped:
    """k places on the network.

    Attributes
    ----------
    edge
        Shape (k,): the stretch, -1 where the place could not be put on the network.
    fraction
        Shape (k,): how far along the stretch, from 0 at its first point to 1 at its last.
    access_m, access_minutes
        Shape (k,): the straight walk between the place and the way; nan where not on the network.
    xy
        Shape (k, 2): the places themselves, in the network's system.
    on_way
        Shape (k, 2): the points of the ways; nan where not on the network.
    reason
        Shape (k,): why the place is not on the network, "" where it is.
    nearest_m
        Shape (k,): metres to the nearest way open to the mode, small islands included.
    """

    edge: Ints
    fraction: Floats
    access_m: Floats
    access_minutes: Floats
    xy: Floats
    on_way: Floats
    reason: tuple[str, ...]
    nearest_m: Floats

    def chosen(self, rows: Ints | slice) -> Snapped:
        """Give some of the places."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        reason = tuple(np.array(columns.pop("reason"), dtype=object)[rows])
        return Snapped(reason=reason, **{name: values[rows] for name, values in columns.items()})

    @property
    def ok(self) -> Bools:
        """Which places are on the network, shape (k,)."""
        return np.asarray(self.edge >= 0)

    def __len__(self) -> int:
        return len(self.edge)


class Snapper:
    """Puts places on the ways of one mode; building it once serves many places."""

    def __init__(self, network: Network, mode: str) -> None:
        self.network = network
        self.kph = network.access_kph(mode)
        open_ = np.isfinite(network.minutes[mode]).any(axis=1) & ~network.no_access
        self.ways = Pieces(network.lines, open_)
        self.barriers = Pieces(network.barriers)
        self.on_island = network.island[mode][self.ways.line]
        self._along = network.lines.distance_along()[self.ways.first_point]

    def snap(self, xy: Floats, max_snap_m: float) -> Snapped:
        """Put places (k, 2), metres, on ways at most `max_snap_m` away.

        Ways on small islands and ways behind a barrier are passed over for the next nearest.
        """
        found = _Found.none(xy)
        for radius in _growing(max_snap_m):
            for first in range(0, len(found.waiting), _MOST_AT_ONCE):
                self._look(found, found.waiting[first : first + _MOST_AT_ONCE], radius)
            found.waiting = found.waiting[found.piece[found.waiting] < 0]
        self._tell_how_far(found)
        put = found.piece >= 0
        edge, fraction = np.full(len(xy), -1), np.full(len(xy), np.nan)
        edge[put] = self.ways.line[found.piece[put]]
        fraction[put] = self.fraction(found.piece[put], found.point[put])
        minutes = found.metres * 0.06 / self.kph
        reasons, nearest = tuple(found.reason.tolist()), found.nearest_m
        return Snapped(edge, fraction, found.metres, minutes, xy, found.point, reasons, nearest)

    def put(self, xy: Floats, radius: float) -> tuple[Ints, Floats]:
        """Give for each point its piece of a way within the radius, -1 for none, and the foot."""
        found = _Found.none(xy)
        for first in range(0, len(xy), _MOST_AT_ONCE):
            self._look(found, found.waiting[first : first + _MOST_AT_ONCE], radius)
        return found.piece, found.point

    def fraction(self, piece: Ints, points: Floats) -> Floats:
        """Give how far along its stretch each point (k, 2) of a piece lies, 0 to 1."""
        return self.fraction_at(piece, np.hypot(*(points - self.ways.start[piece]).T))

    def fraction_at(self, piece: Ints, metres: Floats) -> Floats:
        """Give how far along its stretch a place lies so many metres into a piece, 0 to 1."""
        along = self._along[piece] + metres
        return np.asarray(np.minimum(1.0, along / self.network.length_m[self.ways.line[piece]]))

    def _look(self, found: _Found, waiting: Ints, radius: float) -> None:
        """Try for each place the ways within the radius, the nearest first."""
        ways = self._within(found.xy[waiting], radius)
        found.reason[waiting] = TOO_FAR
        nearest = np.flatnonzero(np.diff(ways.place, prepend=-1))
        here = waiting[ways.place[nearest]]
        found.nearest_m[here] = np.minimum(found.nearest_m[here], ways.metres[nearest])
        found.reason[here] = ONLY_AN_ISLAND
        ways = ways.only(~self.on_island[ways.piece])
        at = np.flatnonzero(np.diff(ways.place, prepend=-1))
        end = np.append(at[1:], len(ways.place))
        found.reason[waiting[ways.place[at]]] = BEHIND_A_BARRIER
        tried = 1
        while len(at):
            of, step = counted(np.minimum(end - at, tried))
            walk = at[of] + step
            place, points = waiting[ways.place[walk]], ways.point[walk]
            free = walk[~self.barriers.crossed(found.xy[place], points)]
            free = free[np.flatnonzero(np.diff(ways.place[free], prepend=-1))]
            put = waiting[ways.place[free]]
            found.piece[put], found.metres[put] = ways.piece[free], ways.metres[free]
            found.point[put], found.reason[put] = ways.point[free], ON_THE_NETWORK
            more = (found.piece[waiting[ways.place[at]]] < 0) & (at + tried < end)
            at, end, tried = at[more] + tried, end[more], 4 * tried

    def _within(self, xy: Floats, radius: float) -> _Near:
        place, piece = self.ways.near(xy, radius)
        metres, points = self.ways.nearest_points(xy[place], piece)
        close = np.flatnonzero(metres <= radius)
        close = close[np.lexsort((piece[close], metres[close], place[close]))]
        again = (np.diff(place[close], prepend=-1) == 0) & (np.diff(piece[close], prepend=-1) == 0)
        return _Near(place, piece, metres, points).only(close[~again])

    def _tell_how_far(self, found: _Found) -> None:
        """Find the metres to the nearest way where none is within the greatest distance."""
        lost, radius = _on_earth(found.xy), 2 * _FIRST_RADIUS_M
        lost = lost[np.isinf(found.nearest_m[lost])]
        while len(lost) and len(self.ways):
            # Far from all ways, in another system perhaps, each place has every way to look at.
            most = _MOST_AT_ONCE if radius < _WIDE_M else max(1, _MOST_PAIRS // len(self.ways))
            for first in range(0, len(lost), most):
                self._measure(found, lost[first : first + most], radius)
            lost, radius = lost[np.isinf(found.nearest_m[lost])], radius * 2

    def _measure(self, found: _Found, lost: Ints, radius: float) -> None:
        place, piece = self.ways.near(found.xy[lost], radius)
        metres, _ = self.ways.nearest_points(found.xy[lost[place]], piece)
        close = metres <= radius
        np.minimum.at(found.nearest_m, lost[place[close]], metres[close])


@dataclass
class _Found:
    """What is known of each place so far; `waiting` are those not yet on the network."""

    xy: Floats
    piece: Ints
    metres: Floats
    point: Floats
    reason: Any
    nearest_m: Floats
    waiting: Ints

    @classmethod
    def none(cls, xy: Floats) -> _Found:
        count = len(xy)
        return cls(
            xy,
            np.full(count, -1),
            np.full(count, np.nan),
            np.full((count, 2), np.nan),
            np.full(count, TOO_FAR, dtype=object),
            np.full(count, np.inf),
            _on_earth(xy),
        )


@dataclass(frozen=True)
class _Near:
    """Pairs of a place and a piece near it, by place, metres and piece."""

    place: Ints
    piece: Ints
    metres: Floats
    point: Floats

    def only(self, chosen: Ints | Bools) -> _Near:
        return _Near(
            self.place[chosen], self.piece[chosen], self.metres[chosen], self.point[chosen]
        )


def _on_earth(xy: Floats) -> Ints:
    """Give which places may be near a way at all: those that stand anywhere on the earth."""
    return np.flatnonzero((np.abs(xy) <= _ON_EARTH_M).all(axis=1))


def _growing(greatest: float) -> Iterator[float]:
    radius = _FIRST_RADIUS_M
    while radius < greatest:
        yield radius
        radius *= 3
    yield greatest
