"""What several hubs reach on the ground, laid out on one sheet to be outlined at once.

Each hub has its own part of the sheet's rows, so that the arrays are long and few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .catchment_ground import Ground
from .catchment_street import Bends, Cuts, Streets, cut_by_grid
from .network.model import Bools, Floats, Ints
from .progress import Progress
from .reached import Reached

A_HAIR = 1e-9
_MOST_PAIRS = 2_000_000
NOBODY = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Sheet:
    """Where each hub's part of the window stands on the sheet.

    Points of the sheet and of the window are numbered row by row. `row` and `column`, shape (h,),
    are the first ones of each hub's part; `top`, shape (h + 1,), the rows of the sheet they fill.
    """

    row: Ints
    column: Ints
    top: Ints
    columns: int
    window_columns: int

    def onto(self, hub: Ints, point: Ints) -> Ints:
        """Give where a point of the window stands on the sheet, for a hub."""
        row, column = np.divmod(point, self.window_columns)
        return np.asarray(
            (row - self.row[hub] + self.top[hub]) * self.columns + column - self.column[hub]
        )

    @cached_property
    def _rows(self) -> Ints:
        """The hub whose part each row of the sheet belongs to."""
        return np.repeat(np.arange(len(self.row)), np.diff(self.top))

    @cached_property
    def _window_points(self) -> npt.NDArray[np.int32]:
        """The window's point for each point of the sheet."""
        rows = np.arange(int(self.top[-1])) - self.top[self._rows] + self.row[self._rows]
        first = rows * self.window_columns + self.column[self._rows]
        every = first[:, None] + np.arange(self.columns)
        return np.asarray(every.reshape(-1), dtype=np.int32)

    def hub_of(self, point: Ints) -> Ints:
        """Give the hub in whose part points of the sheet stand."""
        return np.asarray(self._rows[point // self.columns])

    def off(self, point: Ints) -> Ints:
        """Give the point of the window for points of the sheet."""
        return np.asarray(self._window_points[point], dtype=np.int64)

    def shift(self, hub: Ints) -> Floats:
        """Give the step from the window to the sheet, as columns and rows, shape (k, 2)."""
        step = np.stack([-self.column[hub], self.top[hub] - self.row[hub]], axis=1)
        return np.asarray(step, dtype=float)


@dataclass(frozen=True)
class Wanted:
    """Reached places that the outline must hold: by hub, on grid lines and inside squares.

    On lines: `a`, `b` are the line's points on the sheet and `share` the place between them.
    Inside squares: `xy` is the place on the sheet.
    """

    a: Ints
    b: Ints
    share: Floats
    line_minutes: Floats
    xy: Floats
    xy_minutes: Floats


@dataclass(frozen=True)
class AccessWalks:
    """The walks from k hubs straight to their ways: row of the hub, both ends, and the minutes."""

    hub: Ints
    start: Floats
    end: Floats
    minutes: Floats


class Picture:
    """What each hub reaches on the ground within the longest band, its own access walk too.

    With `apart` each place is drawn for the nearest hub alone, a tie for the first.
    """

    def __init__(
        self,
        ground: Ground,
        streets: Streets,
        reached: Reached,
        walks: AccessWalks,
        bands: Sequence[float],
        apart: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.progress = progress or Progress()
        self.ground, self.reached, self.bands = ground, reached, bands
        self.barred = streets.barred
        self.metres_per_minute = ground.snapper.kph / 0.06
        self.apart = apart
        touched = reached.touched(bands[-1])
        self.progress.stop_if_asked()
        self._hub, self._point, self._minutes = self._within(touched, ground, ground.metres)
        self.progress.stop_if_asked()
        on_lines = self._on_lines(touched, streets, walks)
        self.progress.stop_if_asked()
        in_squares = self._in_squares(touched, streets, walks)
        self.progress.stop_if_asked()
        self.sheet = self._laid_out(on_lines[0], on_lines[1], in_squares[0], in_squares[1])
        self.wanted = self._wanted(on_lines, in_squares)
        self.claimed = np.full(ground.window.rows * ground.window.columns, NOBODY, dtype=np.int64)
        if apart:
            self.claimed[ground.point[self._point]] = self._hub

    def _on_lines(
        self, touched: Bools, streets: Streets, walks: AccessWalks
    ) -> tuple[Ints, Ints, Ints, Floats, Floats]:
        """Give hub, both points, share and minutes where reached stretches cross grid lines."""
        cuts = streets.cuts
        hub, cut, minutes = self._within(touched, cuts)
        start, end = self.ground.window.inside(walks.start), self.ground.window.inside(walks.end)
        rows, columns = self.ground.window.shape
        of, along, point, other, across = cut_by_grid(start, end, rows, columns)
        walked = along * walks.minutes[of]
        near = walked <= self.bands[-1]
        return (
            np.concatenate([hub, walks.hub[of[near]]]),
            np.concatenate([cuts.point[cut], point[near]]),
            np.concatenate([cuts.other[cut], other[near]]),
            np.concatenate([cuts.share[cut], across[near]]),
            np.concatenate([minutes, walked[near]]),
        )

    def _in_squares(
        self, touched: Bools, streets: Streets, walks: AccessWalks
    ) -> tuple[Ints, Floats, Floats]:
        """Give hub, place and minutes where reached stretches and walks bend or end."""
        hub, bend, minutes = self._within(touched, streets.bends)
        parts = [(hub, streets.bends.xy[bend], minutes)]
        start, end = self.ground.window.inside(walks.start), self.ground.window.inside(walks.end)
        for limit in (0.0, *self.bands):
            if limit > 0:
                parts.append(self._ends(streets, limit))
            share = np.minimum(1.0, limit / np.maximum(walks.minutes, 1e-12))[:, None]
            walked = np.minimum(limit, walks.minutes)
            parts.append((walks.hub, start + share * (end - start), walked))
        hub, xy, minutes = (np.concatenate(values) for values in zip(*parts))
        return hub, xy, minutes

    def _wanted(
        self,
        on_lines: tuple[Ints, Ints, Ints, Floats, Floats],
        in_squares: tuple[Ints, Floats, Floats],
    ) -> Wanted:
        hub, point, other, share, line_minutes = on_lines
        of, xy, minutes = in_squares
        sheet = self.sheet
        a, b = sheet.onto(hub, point), sheet.onto(hub, other)
        return Wanted(a, b, share, line_minutes, xy + sheet.shift(of), minutes)

    def _within(
        self, touched: Bools, places: Ground | Cuts | Bends, metres: Floats | None = None
    ) -> tuple[Ints, Ints, Floats]:
        """Give hubs, places and minutes for all places reached in the longest band, by hub.

        Drawn apart, each place is given once, for the nearest hub; hubs are then taken a few at a
        time, so that many of them need no more memory than one.
        """
        hubs = len(touched)
        if not self.apart:
            return self._reached(np.arange(hubs), touched, places, metres)
        best, owner = np.full(len(places.edge), np.inf), np.full(len(places.edge), -1)
        step = max(1, _MOST_PAIRS // max(1, len(places.edge)))
        for first in range(0, hubs, step):
            some = np.arange(first, min(hubs, first + step))
            hub, place, minutes = self._reached(some, touched, places, metres)
            nearest = _firsts(place, minutes)
            sooner = nearest[minutes[nearest] < best[place[nearest]]]
            best[place[sooner]], owner[place[sooner]] = minutes[sooner], hub[sooner]
            self.progress.report(0.2 * some[-1] / hubs)
        place = np.flatnonzero(owner >= 0)
        place = place[np.argsort(owner[place], kind="stable")]
        return owner[place], place, best[place]

    def _reached(
        self, some: Ints, touched: Bools, places: Ground | Cuts | Bends, metres: Floats | None
    ) -> tuple[Ints, Ints, Floats]:
        """Give hubs, places and minutes for what some of the hubs reach in the longest band."""
        hub, place = np.nonzero(touched[some[0] : some[-1] + 1, places.edge])
        hub = some[hub]
        minutes = self.reached.minutes(hub, places.edge[place], places.fraction[place])
        if metres is not None:
            minutes += metres[place] / self.metres_per_minute
        kept = np.flatnonzero(minutes <= self.bands[-1] + A_HAIR)
        return hub[kept], place[kept], minutes[kept]

    def _ends(self, streets: Streets, minutes: float) -> tuple[Ints, Floats, Floats]:
        """Give hubs, places and minutes where the minutes run out; none where a rival is nearer."""
        hub, edge, fraction = self.reached.runs_out(minutes)
        own = np.ones(len(hub), dtype=bool)
        for rival in range(len(self.reached.corners) if self.apart else 0):
            theirs = self.reached.minutes(np.full(len(hub), rival), edge, fraction)
            own &= (hub == rival) | (theirs >= minutes - 1e-6)
            self.progress.report(0.2)
        hub, edge, fraction = hub[own], edge[own], fraction[own]
        drawn, xy = streets.at(edge, fraction)
        return hub[drawn], xy, np.full(len(xy), minutes)

    def _laid_out(self, hub: Ints, point: Ints, of: Ints, xy: Floats) -> Sheet:
        """Give each hub the rows and columns that its places need, and two more on each side."""
        columns = self.ground.window.columns
        points = [self.ground.point[self._point], point]
        rows, cols = np.divmod(np.concatenate(points), columns)
        across, up = np.floor(xy).astype(np.int64).T
        rows, cols = np.concatenate([rows, up]), np.concatenate([cols, across])
        hubs = np.concatenate([self._hub, hub, of])
        order = np.argsort(hubs, kind="stable")
        held, first = np.unique(hubs[order], return_index=True)
        low, high = np.zeros((2, len(self.reached.corners), 2), dtype=np.int64)
        for axis, values in enumerate((rows[order], cols[order])):
            low[held, axis] = np.minimum.reduceat(values, first)
            high[held, axis] = np.maximum.reduceat(values, first)
        height, width = (high - low + 6).T
        top = np.concatenate([[0], np.cumsum(height)])
        return Sheet(low[:, 0] - 2, low[:, 1] - 2, top, int(width.max()), columns)

    def on_sheet(self, minutes: float) -> Bools:
        """Mark the sheet's points that are reached within the minutes, shape (rows, columns)."""
        marked = np.zeros((int(self.sheet.top[-1]), self.sheet.columns), dtype=bool)
        within = np.flatnonzero(self._minutes <= minutes + A_HAIR)
        point = self.ground.point[self._point[within]]
        marked.reshape(-1)[self.sheet.onto(self._hub[within], point)] = True
        return marked


def _firsts(place: Ints, minutes: Floats) -> Ints:
    """Give which of some hubs' places, listed by hub, no other hub reaches sooner."""
    order = np.lexsort((minutes, place))
    first = np.ones(len(place), dtype=bool)
    first[1:] = np.diff(place[order]) != 0
    return np.sort(order[first])
