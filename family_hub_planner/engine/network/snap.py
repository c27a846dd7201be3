"""Places onto the network: to the nearest point of the nearest way, with the walk there counted.

A place is put on an edge, not on a junction, and never moved further than asked. The straight
line to the way may not cross water, a railway or a motorway that the network knows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..packages import need
from .model import Bools, Floats, Ints, Network, Polylines

SAMPLE_SPACING_M = 50.0

ON_THE_NETWORK = ""
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

    @property
    def ok(self) -> Bools:
        """Which places are on the network, shape (k,)."""
        return np.asarray(self.edge >= 0)

    def __len__(self) -> int:
        return len(self.edge)


class _Pieces:
    """The straight pieces of some lines, found by place through samples along them.

    Each piece is sampled at most `SAMPLE_SPACING_M` apart, so a piece whose nearest point is d
    metres away has a sample within d + spacing / 2: a search of that radius misses none.
    """

    def __init__(self, lines: Polylines, keep: Bools | None = None) -> None:
        line, start, end = lines.segments()
        if keep is not None:
            chosen = keep[line]
            line, start, end = line[chosen], start[chosen], end[chosen]
        self.line, self.start, self.end = line, start, end
        length = np.hypot(*(end - start).T)
        count = np.maximum(1, np.ceil(length / SAMPLE_SPACING_M).astype(np.int64))
        self.of_sample = np.repeat(np.arange(len(line)), count)
        first = np.repeat(np.cumsum(count) - count, count)
        share = (np.arange(len(self.of_sample)) - first + 0.5) / np.repeat(count, count)
        samples = start[self.of_sample] + share[:, None] * (end - start)[self.of_sample]
        spatial = need("scipy.spatial", "Places on the network")
        self.tree = spatial.cKDTree(samples) if len(samples) else None

    def near(self, xy: Floats, radius: float) -> Iterator[Ints]:
        """Give for each point the numbers of the pieces that may lie within `radius` metres."""
        if self.tree is None:
            yield from (np.empty(0, dtype=np.int64) for _ in xy)
            return
        for samples in self.tree.query_ball_point(xy, radius + SAMPLE_SPACING_M / 2):
            yield np.unique(self.of_sample[samples])

    def distance(self, xy: Floats) -> Floats:
        """Give the metres from each point to the nearest piece, inf where there are none."""
        if self.tree is None or not len(xy):
            return np.full(len(xy), np.inf)
        to_sample, _ = self.tree.query(xy)
        found = np.empty(len(xy))
        for place, radius in enumerate(to_sample):
            (pieces,) = self.near(xy[place : place + 1], radius)
            metres, _ = _nearest_points(xy[place], self.start[pieces], self.end[pieces])
            found[place] = metres.min()
        return found


class Snapper:
    """Puts places on the ways of one mode; building it once serves many places."""

    def __init__(self, network: Network, mode: str) -> None:
        self.network = network
        self.kph = network.access_kph(mode)
        open_ = np.isfinite(network.minutes[mode]).any(axis=1) & ~network.no_access
        self._island = network.island[mode]
        self._ways = _Pieces(network.lines, open_)
        self._barriers = _Pieces(network.barriers)
        self._along = network.lines.distance_along()
        self._first_point = _first_point_of_piece(network.lines)[open_[self._line_of_piece()]]

    def _line_of_piece(self) -> Ints:
        line, _, _ = self.network.lines.segments()
        return line

    def snap(self, xy: Floats, max_snap_m: float) -> Snapped:
        """Put places (k, 2), metres, on ways at most `max_snap_m` away.

        Ways on small islands and ways behind a barrier are passed over for the next nearest.
        """
        count = len(xy)
        edge = np.full(count, -1)
        fraction, access = np.full(count, np.nan), np.full(count, np.nan)
        on_way = np.full((count, 2), np.nan)
        nearest = np.full(count, np.inf)
        reasons = [TOO_FAR] * count
        waiting = np.arange(count)
        for radius in _growing(max_snap_m):
            left = []
            for place, pieces in zip(waiting, self._ways.near(xy[waiting], radius)):
                found = self._best(xy[place], pieces, radius)
                nearest[place] = min(nearest[place], found.nearest_m)
                reasons[place] = found.reason
                if found.piece < 0:
                    left.append(place)
                    continue
                edge[place] = self._ways.line[found.piece]
                access[place], on_way[place] = found.metres, found.point
                fraction[place] = self._fraction(found.piece, found.point)
            waiting = np.array(left, dtype=np.int64)
            if not len(waiting):
                break
        lost = waiting[np.isinf(nearest[waiting])]
        nearest[lost] = self._ways.distance(xy[lost])
        minutes = access * 0.06 / self.kph
        return Snapped(edge, fraction, access, minutes, xy, on_way, tuple(reasons), nearest)

    def _best(self, place: Floats, pieces: Ints, radius: float) -> _Found:
        metres, points = _nearest_points(place, self._ways.start[pieces], self._ways.end[pieces])
        order = np.argsort(metres, kind="stable")
        order = order[metres[order] <= radius]
        nearest = float(metres[order[0]]) if len(order) else np.inf
        reason = TOO_FAR
        for i in order:
            piece = int(pieces[i])
            if self._island[self._ways.line[piece]]:
                reason = ONLY_AN_ISLAND if reason == TOO_FAR else reason
            elif self._crosses_barrier(place, points[i]):
                reason = BEHIND_A_BARRIER
            else:
                return _Found(piece, float(metres[i]), points[i], ON_THE_NETWORK, nearest)
        return _Found(-1, np.nan, place, reason, nearest)

    def _crosses_barrier(self, place: Floats, point: Floats) -> bool:
        half = float(np.hypot(*(point - place))) / 2
        (pieces,) = self._barriers.near(((place + point) / 2)[None], half)
        start, end = self._barriers.start[pieces], self._barriers.end[pieces]
        return bool(_crossing(place, point, start, end).any())

    def _fraction(self, piece: int, point: Floats) -> float:
        first = self._first_point[piece]
        line = self._ways.line[piece]
        along = self._along[first] + np.hypot(*(point - self._ways.start[piece]))
        return float(min(1.0, along / self.network.length_m[line]))


@dataclass(frozen=True)
class _Found:
    piece: int
    metres: float
    point: Floats
    reason: str
    nearest_m: float


def _growing(greatest: float) -> Iterator[float]:
    radius = SAMPLE_SPACING_M
    while radius < greatest:
        yield radius
        radius *= 3
    yield greatest


def _first_point_of_piece(lines: Polylines) -> Ints:
    first = np.ones(len(lines.xy), dtype=bool)
    first[lines.start[1:] - 1] = False
    return np.flatnonzero(first)


def _nearest_points(place: Floats, start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Give the metres to each straight piece, shape (k,), and its nearest points, shape (k, 2)."""
    along = end - start
    squared = np.maximum((along**2).sum(axis=1), 1e-18)
    share = np.clip(((place - start) * along).sum(axis=1) / squared, 0.0, 1.0)
    points = start + share[:, None] * along
    return np.hypot(*(points - place).T), points


def _crossing(a: Floats, b: Floats, start: Floats, end: Floats) -> Bools:
    """Tell which straight pieces the line from a to b crosses; a or b on a piece is no crossing.

    Two segments cross when each one's ends lie on both sides of the other (signs of the cross
    products differ). A piece's end right on the line counts as lying on its right side, so that
    a line through a bend of the barrier crosses one of the two pieces that meet there.
    """

    def side(p: Floats, q: Floats, r: Floats) -> Floats:
        turn = (q - p)[..., 0] * (r - p)[..., 1] - (q - p)[..., 1] * (r - p)[..., 0]
        return np.asarray(turn)

    ends_apart = (side(a, b, start) > 0) != (side(a, b, end) > 0)
    line_apart = side(start, end, a) * side(start, end, b) < 0
    return np.asarray(ends_apart & line_apart)
