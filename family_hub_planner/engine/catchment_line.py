"""Grid lines: how far along one the way of its first point holds, and where minutes run out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .catchment_ground import MOST_AT_ONCE, Ground
from .network.model import Bools, Floats, Ints
from .progress import Progress

_STEPS = 5
_HALVINGS = 7
_NUDGE = 0.02
_LEAST, _MOST = 1e-9, 1e6

Over = Callable[["Spots", Ints], Floats]
"""Tells for places, and the numbers of the lines they stand on, how far they are past a limit."""


@dataclass(frozen=True)
class Spots:
    """Places seen from the ways they belong to: stretch, fraction, metres of the walk there."""

    edge: Ints
    fraction: Floats
    metres: Floats

    def only(self, chosen: Ints) -> Spots:
        """Give some of the places."""
        return Spots(self.edge[chosen], self.fraction[chosen], self.metres[chosen])


class Lines:
    """The lines between neighbouring grid points, looked at from either end.

    A line runs from a point of the ground towards a neighbour to the east, north, west or south
    (`direction` 0 to 3). The way that the point belongs to holds up to where another way takes
    over, the way off the road grows too long, or a walk would cross a barrier. That is measured
    once for each line that any catchment asks for.
    """

    def __init__(self, ground: Ground, progress: Progress | None = None) -> None:
        progress = progress or Progress()
        self.ground = ground
        count = 4 * len(ground.point)
        self._holds = np.full(count, np.nan)
        self._fraction, self._metres = np.empty(count), np.empty(count)
        cell_m = ground.drawing.cell_m
        self._steps = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]) * cell_m
        self._start = ground.window.xy(ground.point)
        barriers = ground.snapper.barriers
        self._by_barrier = np.zeros(len(self._start), dtype=bool)
        for first in range(0, len(self._start), MOST_AT_ONCE):
            progress.stop_if_asked()
            some = self._start[first : first + MOST_AT_ONCE]
            near, _ = barriers.near(some, ground.drawing.off_road_m + cell_m)
            self._by_barrier[first + near] = True

    def neighbour(self, point: Ints, direction: Ints) -> Ints:
        """Give the number of the next point, -1 where it is off the ground."""
        columns = self.ground.window.columns
        step = np.array([1, columns, -1, -columns])
        number = self.ground.number.reshape(-1)[self.ground.point[point] + step[direction]]
        return np.asarray(number, dtype=np.int64)

    def place(self, point: Ints, direction: Ints, share: Floats) -> Floats:
        """Give the places at a share of the lines, shape (k, 2), metres."""
        return np.asarray(self._start[point] + share[:, None] * self._steps[direction])

    def spots(self, xy: Floats, piece: Ints) -> Spots:
        """See places (k, 2) from given pieces."""
        snapper = self.ground.snapper
        metres, foot = snapper.ways.nearest_points(xy, piece)
        return Spots(snapper.ways.line[piece], snapper.fraction(piece, foot), metres)

    def holds(self, point: Ints, direction: Ints) -> tuple[Floats, Spots]:
        """Give the share of each line up to which its first point's way holds, and that place."""
        line = 4 * point + direction
        new = np.flatnonzero(np.isnan(self._holds[line]))
        if len(new):
            at, to = point[new], direction[new]
            share = self._measured(at, to)
            spots = self.spots(self.place(at, to, share), self.ground.piece[at])
            self._holds[line[new]] = share
            self._fraction[line[new]], self._metres[line[new]] = spots.fraction, spots.metres
        spots = Spots(self.ground.edge[point], self._fraction[line], self._metres[line])
        return self._holds[line], spots

    def _measured(self, point: Ints, direction: Ints) -> Floats:
        other = self.neighbour(point, direction)
        run = _Run(self, point, direction, self.ground.piece[point], self._piece_of(other))
        holds = np.ones(len(point))
        alone = np.flatnonzero(run.rival < 0)
        holds[alone] = run.only(alone).until_too_far()
        both = np.flatnonzero((run.rival >= 0) & (run.rival != run.piece))
        holds[both] = run.only(both).until_rival()
        careful = np.flatnonzero(self._by_barrier[point] & (run.rival != run.piece))
        doubt = careful[run.only(careful).doubtful(holds[careful])]
        holds[doubt] = run.only(doubt).halved()
        return holds

    def _piece_of(self, number: Ints) -> Ints:
        return np.where(number >= 0, self.ground.piece[number], -1)

    def runs_out(self, over: Over, point: Ints, direction: Ints) -> Floats:
        """Give the share of each line at which `over` rises above zero.

        At the lines' first points `over` is at most zero, at their second ones above it, or these
        are off the ground.
        """
        share, spots = self.holds(point, direction)
        share, every = share.copy(), np.arange(len(point))
        late = np.flatnonzero(over(spots, every) > 0)
        self._look(share, over, late, (point, direction, self.ground.piece[point]), share[late], 0)
        other = self.neighbour(point, direction)
        open_ = np.ones(len(point), dtype=bool)
        open_[late] = False
        on = np.flatnonzero(open_ & (other >= 0))
        back, seen = self.holds(other[on], (direction[on] + 2) % 4)
        meets = np.flatnonzero(share[on] + back > 1 - _NUDGE)
        on = on[meets[over(seen.only(meets), on[meets]) <= 0]]
        low = share[on]
        self._look(
            share, over, on, (point, direction, self._piece_of(other)), np.ones(len(on)), low
        )
        return share

    def _look(
        self,
        share: Floats,
        over: Over,
        chosen: Ints,
        line: tuple[Ints, Ints, Ints],
        high: Floats,
        low: Floats | int,
    ) -> None:
        """Find for the chosen lines where the limit is passed between two shares."""
        point, direction, piece = (values[chosen] for values in line)

        def past(at: Floats) -> Floats:
            return over(self.spots(self.place(point, direction, at), piece), chosen)

        share[chosen] = roots(past, np.broadcast_to(low, high.shape).astype(float), high)


@dataclass(frozen=True)
class _Run:
    """Lines being measured: the piece at their start, and the one at their end, -1 for none."""

    lines: Lines
    point: Ints
    direction: Ints
    piece: Ints
    rival: Ints

    def only(self, chosen: Ints) -> _Run:
        return _Run(
            self.lines,
            self.point[chosen],
            self.direction[chosen],
            self.piece[chosen],
            self.rival[chosen],
        )

    def _at(self, share: Floats) -> Floats:
        return self.lines.place(self.point, self.direction, share)

    def _metres(self, xy: Floats, piece: Ints) -> Floats:
        return self.lines.ground.snapper.ways.nearest_points(xy, piece)[0]

    def until_too_far(self) -> Floats:
        """Give where the way off the road grows too long."""
        most = self.lines.ground.drawing.off_road_m
        ends = np.zeros(len(self.point)), np.ones(len(self.point))
        return roots(lambda share: self._metres(self._at(share), self.piece) - most, *ends)

    def until_rival(self) -> Floats:
        """Give where the piece at the end comes nearer than the one at the start."""

        def farther(share: Floats) -> Floats:
            xy = self._at(share)
            return self._metres(xy, self.piece) - self._metres(xy, self.rival)

        return roots(farther, np.zeros(len(self.point)), np.ones(len(self.point)))

    def _free(self, xy: Floats, piece: Ints) -> Bools:
        """Tell whether the walks to the pieces cross no barrier and are not too long."""
        ground = self.lines.ground
        metres, foot = ground.snapper.ways.nearest_points(xy, piece)
        free = (metres <= ground.drawing.off_road_m) & (piece >= 0)
        free[free] = ~ground.snapper.barriers.crossed(xy[free], foot[free])
        return np.asarray(free)

    def doubtful(self, holds: Floats) -> Ints:
        """Tell where a barrier decides: the way ends before its share, or goes on after it."""
        before = self._free(self._at(np.maximum(0.0, holds - _NUDGE)), self.piece)
        after = self._free(self._at(np.minimum(1.0, holds + _NUDGE)), self.rival)
        return np.flatnonzero(~(before & (after | (self.rival < 0))))

    def halved(self) -> Floats:
        """Find by halving how far the way holds where barriers are about."""
        low, high = np.zeros(len(self.point)), np.ones(len(self.point))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            xy = self._at(middle)
            nearer = self._metres(xy, self.piece) <= self._metres(xy, self.rival)
            good = self._free(xy, self.piece) & (nearer | ~self._free(xy, self.rival))
            low, high = np.where(good, middle, low), np.where(good, high, middle)
        # Not on the barrier itself: a line that begins on one does not count as crossing it.
        return np.asarray(np.maximum(0.0, low - 0.5**_HALVINGS / 2))


def roots(function: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Find where functions rise through zero between `low` and `high`: regula falsi, Illinois.

    Where a function is still at most zero at `high`, or already above it at `low`, that end is
    given. Where it jumps to inf the gap is halved.
    """
    if not len(low):
        return low
    below, above = function(low), function(high)
    none, all_ = above <= 0, below > 0
    ends = np.where(none, high, low)
    below = np.clip(below, -_MOST, -_LEAST)
    above = np.maximum(above, _LEAST)
    for _ in range(_STEPS):
        jump = np.isinf(above)
        share = np.clip(-below / np.where(jump, -2 * below, above - below), 0.05, 0.95)
        share[jump] = 0.5
        middle = low + share * (high - low)
        value = function(middle)
        under = value <= 0
        # The end that stays weighs half, lest one end be approached for ever.
        above = np.where(under, above / 2, value)
        below = np.where(under, np.clip(value, -_MOST, -_LEAST), below / 2)
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    share = np.where(np.isinf(above), 0.5, -below / np.where(np.isinf(above), 1.0, above - below))
    middle = low + np.clip(share, 0.0, 1.0) * (high - low)
    return np.where(none | all_, ends, middle)
