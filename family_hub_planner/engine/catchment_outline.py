"""Outlines of what hubs reach: band by band on a sheet, every reached stretch within.

Points of the grid that are reached are marked and traced by marching squares. The crossings of
grid lines stand where the band runs out on them, beyond any reached stretch that crosses there.
Where a stretch is reached between points that are not, the nearest of these is marked as well, and
no more is drawn of it than the stretch needs; where a stretch bends or ends beyond the straight
line through a square, the outline bends round it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .catchment_line import Lines, Spots
from .catchment_picture import A_HAIR, NOBODY, Picture
from .contour import NO_BENDS, Bends, crossings, rings, trace
from .network.model import Bools, Floats, Ints
from .polygon import Polygon, multipolygon
from .progress import Progress

# A crossing stays clear of the grid's points, where outlines of different squares could meet.
CLEAR = 0.01
STRIP_M = 1.0
_WITHIN = 1e-7


def outlined(picture: Picture, lines: Lines) -> list[list[Polygon]]:
    """Draw for each hub the bands, from the shortest on, each holding the one before."""
    drawn, before = [], None
    share = 0.8 / len(picture.bands)
    for number, minutes in enumerate(picture.bands):
        of_band = picture.progress.part(0.2 + number * share, 0.2 + (number + 1) * share)
        before = _Band(picture, lines, minutes, before, of_band)
        drawn.append(before.polygons())
        picture.progress.stop_if_asked()
    return [list(bands) for bands in zip(*drawn)]


class _Band:
    """One band of all hubs on the sheet: marked points, traced, with the crossings' places."""

    def __init__(
        self,
        picture: Picture,
        lines: Lines,
        minutes: float,
        before: _Band | None,
        progress: Progress,
    ) -> None:
        self.picture, self.lines = picture, lines
        self.minutes, self.before = minutes, before
        self.sheet, self.cell_m = picture.sheet, picture.ground.drawing.cell_m
        self.xy: Floats
        self.reached = picture.on_sheet(minutes)
        self.marked = self.reached.copy()
        if before is not None:
            self.marked |= before.marked
        progress.report(0.1)
        self._want()
        progress.report(0.15)
        self._mark_more()
        progress.report(0.2)
        self.tracing = trace(self.marked)
        progress.report(0.3)
        self.share = self._shares()
        progress.report(0.6)
        self.position = crossings(self.tracing, self.share)
        progress.report(0.65)
        self.banks = self._banks()
        progress.report(0.8)
        self.bends = _merged(self._bends(), self.banks)
        progress.report(1.0)

    def _want(self) -> None:
        """Choose the reached places that do not already lie in squares wholly marked."""
        wanted, flat = self.picture.wanted, self.marked.reshape(-1)
        on = np.flatnonzero(wanted.line_minutes <= self.minutes + A_HAIR)
        on = on[~(flat[wanted.a[on]] & flat[wanted.b[on]])]
        self.a, self.b, self.cut = wanted.a[on], wanted.b[on], wanted.share[on]
        xy: Floats = wanted.xy[wanted.xy_minutes <= self.minutes + A_HAIR]
        if self.before is not None:
            xy = np.concatenate([xy, self.before.xy])
        square = self._square(xy)
        full = flat[square[:, None] + self._corners()].all(axis=1)
        self.xy, self.square = xy[~full], square[~full]

    def _square(self, xy: Floats) -> Ints:
        at = np.floor(xy).astype(np.int64)
        return np.asarray(at[:, 1] * self.sheet.columns + at[:, 0])

    def _corners(self) -> Ints:
        return np.array([0, 1, self.sheet.columns, self.sheet.columns + 1])

    def _mark_more(self) -> None:
        """Mark points beside reached stretches that would else run outside every outline.

        Of such points no more is drawn than the stretch needs.
        """
        flat, a, b = self.marked.reshape(-1), self.a, self.b
        none = ~flat[a] & ~flat[b]
        self._mark(np.where(self.cut < 0.5, a, b)[none])
        none = ~flat[a] & ~flat[b]
        self._mark(np.where(self.cut < 0.5, b, a)[none])
        none = ~flat[self.square[:, None] + self._corners()].any(axis=1)
        nearest = np.rint(self.xy[none]).astype(np.int64)
        self._mark(nearest[:, 1] * self.sheet.columns + nearest[:, 0])
        # A stretch through a saddle's square could run between its two parts: join them.
        beside = np.where(b - a == 1, self.sheet.columns, 1)
        around = np.unique(np.concatenate([self.square, a, a - beside]))
        while True:
            held = flat[around[:, None] + self._corners()]
            across = (held[:, 0] == held[:, 3]) & (held[:, 1] == held[:, 2])
            saddle = across & (held[:, 0] != held[:, 1])
            if not self._mark(around[saddle] + np.where(held[saddle, 0], 1, 0)):
                return

    def _mark(self, points: Ints) -> bool:
        """Mark points that no other hub has, and tell whether there were any."""
        flat, claimed = self.marked.reshape(-1), self.picture.claimed
        if self.picture.apart and len(points):
            points = np.unique(points)
            place, hub = self.sheet.off(points), self.sheet.hub_of(points)
            np.minimum.at(claimed, place, np.where(claimed[place] == NOBODY, hub, NOBODY))
            points = points[claimed[place] == hub]
        points = points[~flat[points]]
        flat[points] = True
        return bool(len(points))

    def _shares(self) -> Floats:
        tracing = self.tracing
        share = np.full(len(tracing.inner), CLEAR)
        real = np.flatnonzero(self.reached.reshape(-1)[tracing.inner])
        share[real] = self._until(real)
        self._hold_cuts(share)
        if self.before is not None:
            self._hold_before(share, self.before)
        share = np.clip(share, CLEAR, 1 - CLEAR)
        return self._kept_apart(share) if self.picture.apart else share

    def _until(self, chosen: Ints) -> Floats:
        """Give how far the hubs' own minutes reach along the crossed lines."""
        picture, ground = self.picture, self.picture.ground
        inner, outer = self.tracing.inner[chosen], self.tracing.outer[chosen]
        step = outer - inner
        direction = np.select([step == 1, step == self.sheet.columns, step == -1], [0, 1, 2], 3)
        place = self.sheet.off(inner)
        point = ground.number.reshape(-1)[place].astype(np.int64)
        hub = self.sheet.hub_of(inner)

        def over(spots: Spots, line: Ints) -> Floats:
            picture.progress.stop_if_asked()
            spent = picture.reached.minutes(hub[line], spots.edge, spots.fraction)
            return spent + spots.metres / picture.metres_per_minute - self.minutes

        share = self.lines.runs_out(over, point, direction)
        if picture.apart:
            rival = picture.claimed[self.sheet.off(outer)]
            border = np.flatnonzero((rival != hub) & (rival != NOBODY))

            def past(spots: Spots, line: Ints) -> Floats:
                line = border[line]
                mine = picture.reached.minutes(hub[line], spots.edge, spots.fraction)
                theirs = picture.reached.minutes(rival[line], spots.edge, spots.fraction)
                with np.errstate(invalid="ignore"):  # neither gets there
                    gap = mine - theirs
                return np.where(np.isnan(gap), 1e6, gap)

            until = self.lines.runs_out(past, point[border], direction[border])
            share[border] = np.minimum(share[border], until)
        return share

    def _key(self, inner: Ints, outer: Ints) -> Ints:
        return np.asarray(2 * np.minimum(inner, outer) + (np.abs(outer - inner) > 1))

    def _hold_cuts(self, share: Floats) -> None:
        """Move crossings out past the reached places on their lines."""
        tracing = self.tracing
        at, found = _find(self._key(tracing.inner, tracing.outer), self._key(self.a, self.b))
        from_inner = np.where(
            tracing.inner[at] == self.a[found], self.cut[found], 1 - self.cut[found]
        )
        np.maximum.at(share, at, from_inner + STRIP_M / self.cell_m)

    def _hold_before(self, share: Floats, before: _Band) -> None:
        """Move crossings out as far as those of the band before."""
        mine, theirs = self.tracing, before.tracing
        keys = self._key(mine.inner, mine.outer)
        at, found = _find(keys, self._key(theirs.inner, theirs.outer))
        share[at] = np.maximum(share[at], before.share[found])

    def _kept_apart(self, share: Floats) -> Floats:
        """Where two hubs' outlines come from both ends of a line, let them meet, not overlap."""
        tracing = self.tracing
        inner, outer = self.sheet.off(tracing.inner), self.sheet.off(tracing.outer)
        low = np.minimum(inner, outer)
        key = 2 * low + (np.abs(outer - inner) > 1)
        order = np.argsort(key, kind="stable")
        pair = np.flatnonzero(np.diff(key[order]) == 0)
        one, other = order[pair], order[pair + 1]
        both = share[one] + share[other]
        far = both > 1
        one, other, both = one[far], other[far], both[far]
        share[one] = np.clip(share[one] / both, CLEAR, 1 - CLEAR)
        share[other] = 1 - share[one]
        return share

    def _banks(self) -> Bends:
        """Draw the outline back where its way through a square would cross a barrier.

        Towards the square's marked corners, by the least quarter that is enough. Not where a
        reached stretch runs through the square (a bridge), nor past the band before.
        """
        tracing, barriers = self.tracing, self.picture.ground.snapper.barriers
        barred = self.picture.barred[self.sheet.off(tracing.square)] & ~tracing.saddle
        at = np.flatnonzero(barred)
        at = at[~self._holding_streets()[tracing.square[at]]]
        begin, end = self.position[at], self.position[tracing.following[at]]
        shift = self._metres_shift(at)
        crosses = barriers.crossed(*(self._metres(xy, shift) for xy in (begin, end)))
        at, begin, end, shift = at[crosses], begin[crosses], end[crosses], shift[crosses]
        corners = tracing.square[at, None] + self._corners()
        held = self.marked.reshape(-1)[corners][..., None]
        places = np.stack(np.divmod(corners, self.sheet.columns)[::-1], axis=2)
        target = (places * held).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
        bend, waiting = np.full(begin.shape, np.nan), np.arange(len(at))
        for share in (0.25, 0.5, 0.75, 1 - 4 * CLEAR):
            middle = (begin[waiting] + end[waiting]) / 2
            there = middle + share * (target[waiting] - middle)
            a, b, c = (
                self._metres(xy, shift[waiting]) for xy in (begin[waiting], there, end[waiting])
            )
            free = ~barriers.crossed(a, b) & ~barriers.crossed(b, c)
            bend[waiting[free]], waiting = there[free], waiting[~free]
        kept = ~np.isnan(bend[:, 0]) & self._holds_before(at, begin, bend, end)
        return Bends(at[kept], bend[kept])

    def _metres_shift(self, crossing: Ints) -> Floats:
        window = self.picture.ground.window
        hub = self.sheet.hub_of(self.tracing.inner[crossing])
        return np.array([window.column, window.row]) - self.sheet.shift(hub)

    def _metres(self, xy: Floats, shift: Floats) -> Floats:
        return np.asarray((xy + shift) * self.cell_m)

    def _holding_streets(self) -> Bools:
        """Mark the sheet's squares that hold a reached place on or inside them."""
        holding = np.zeros(self.marked.size, dtype=bool)
        beside = np.where(self.b - self.a == 1, self.sheet.columns, 1)
        holding[np.concatenate([self.square, self.a, self.a - beside])] = True
        return holding

    def _holds_before(self, at: Ints, begin: Floats, bend: Floats, end: Floats) -> Bools:
        """Tell where the outline of the band before stays within two lines by a bend."""
        holds = np.ones(len(at), dtype=bool)
        before = self.before
        if before is None:
            return holds
        same, found = _find(before.tracing.square, self.tracing.square[at])
        drawn_back = np.full((len(before.position), 2), np.nan)
        drawn_back[before.banks.crossing] = before.banks.xy
        first, last = before.position[same], before.position[before.tracing.following[same]]
        middle = drawn_back[same]
        middle = np.where(np.isnan(middle), first, middle)
        for a, b in ((begin[found], bend[found]), (bend[found], end[found])):
            for xy in (first, middle, last):
                left = (b - a)[:, 0] * (xy - a)[:, 1] - (b - a)[:, 1] * (xy - a)[:, 0]
                holds[found] &= left > -1e-9
        return holds

    def _bends(self) -> Bends:
        """Bend the outline round the reached places in its squares that lie outside it."""
        tracing = self.tracing
        at, found = _find(tracing.square, self.square)
        xy = self.xy[found]
        position = self.position
        begin, chord = position[at], position[tracing.following[at]] - position[at]
        length = np.maximum(np.hypot(*chord.T), 1e-12)
        away = np.stack([chord[:, 1], -chord[:, 0]], axis=1) / length[:, None]
        strip = STRIP_M / self.cell_m
        out = ((xy - begin) * away).sum(axis=1) > -strip / 2
        if self.picture.apart:
            out &= self._alone(tracing.square[at])
        at, xy = at[out], xy[out]
        low = np.floor(xy)
        beyond = np.clip(xy + strip * away[out], low + CLEAR / 4, low + 1 - CLEAR / 4)
        xy = np.clip(xy, low + _WITHIN, low + 1 - _WITHIN)
        at, xy = np.concatenate([at, at]), np.concatenate([xy, beyond])
        self.xy = np.concatenate([self.xy, beyond])
        return self._taut(at, xy)

    def _taut(self, at: Ints, xy: Floats) -> Bends:
        """Draw each outline tautly round the marked corners of its square and the places in it."""
        order = np.argsort(at, kind="stable")
        at, xy = at[order], xy[order]
        first = np.flatnonzero(np.diff(at, prepend=-1))
        begin = self.position[at[first]].tolist()
        end = self.position[self.tracing.following[at[first]]].tolist()
        corners = self.tracing.square[at[first], None] + self._corners()
        held = self.marked.reshape(-1)[corners].tolist()
        row, column = np.divmod(corners, self.sheet.columns)
        places = np.stack([column, row], axis=2).astype(float).tolist()
        crossing: list[int] = []
        path: list[tuple[float, float]] = []
        inside = np.split(xy, first[1:])
        for number, one in enumerate(at[first].tolist()):
            marked = [place for place, held_ in zip(places[number], held[number]) if held_]
            points = [*marked, *inside[number].tolist()]
            bends = _between(begin[number], end[number], points)
            crossing += [one] * len(bends)
            path += bends
        return Bends(np.array(crossing), np.array(path)) if path else NO_BENDS

    def _alone(self, square: Ints) -> Bools:
        """Tell whether no other hub has a corner of a square."""
        corners = square[:, None] + self._corners()
        holder = self.picture.claimed[self.sheet.off(corners)]
        return np.asarray(
            ((holder == NOBODY) | (holder == self.sheet.hub_of(square)[:, None])).all(axis=1)
        )

    def polygons(self) -> list[Polygon]:
        """Give each hub's polygon."""
        drawn = rings(self.marked, self.tracing, self.share, self.bends)
        sheet, window = self.sheet, self.picture.ground.window
        hub = np.searchsorted(sheet.top, drawn.xy[drawn.start[:-1], 1], side="right") - 1
        origin = np.array([window.column, window.row]) - sheet.shift(hub)
        xy = (drawn.xy + np.repeat(origin, np.diff(drawn.start), axis=0)) * self.cell_m
        area = drawn.twice_area / 2 * self.cell_m**2
        found = []
        for number in range(len(sheet.row)):
            first, last = np.searchsorted(hub, [number, number + 1])
            start = drawn.start[first : last + 1]
            part, held = xy[start[0] : start[-1]], area[first:last]
            found.append(multipolygon(part, start - start[0], held > 0, float(held.sum())))
        return found


def _merged(one: Bends, other: Bends) -> Bends:
    """Give the bends of two sets of crossings that have none in common."""
    crossing = np.concatenate([one.crossing, other.crossing])
    order = np.argsort(crossing, kind="stable")
    return Bends(crossing[order], np.concatenate([one.xy, other.xy])[order])


def _between(
    begin: Sequence[float], end: Sequence[float], points: Sequence[Sequence[float]]
) -> list[tuple[float, float]]:
    """Give what lies from begin to end, anticlockwise, on the convex hull of all the points.

    Monotone chains (Andrew 1979).
    """
    first, last = (begin[0], begin[1]), (end[0], end[1])
    every = sorted({first, last, *((x, y) for x, y in points)})
    ring = [*_chain(every)[:-1], *_chain(every[::-1])[:-1]]
    if first not in ring or last not in ring:
        return []
    start = ring.index(first)
    ring = ring[start + 1 :] + ring[:start]
    return ring[: ring.index(last)]


def _chain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2], chain[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def _find(keys: Ints, sought: Ints) -> tuple[Ints, Ints]:
    """Give where the sought numbers stand among the keys, and which of them were found."""
    if not len(keys):
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    by = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[by], sought), len(keys) - 1)
    found = np.flatnonzero(keys[by[at]] == sought)
    return by[at[found]], found
