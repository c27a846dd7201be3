"""Reached stretches: how far along every edge one gets to or from a hub, and in what time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import InputError
from .network.model import Floats, Ints, Network
from .network.modes import DIRECTIONS
from .network.snap import Snapped
from .progress import Progress
from .travel_time import Router

_A_HAIR = 1e-9  # minutes: a place where a band runs out must count as within it


@dataclass(frozen=True)
class Samples:
    """k points on reached stretches: `xy` of shape (k, 2) in metres, `minutes` of shape (k,)."""

    xy: Floats
    minutes: Floats

    def within(self, minutes: float) -> Floats:
        """Give the points reached within the minutes, shape (j, 2)."""
        return self.xy[self.minutes <= minutes]


@dataclass(frozen=True)
class Stretches:
    """Parts of the network's stretches, cut at the hubs that stand on them.

    Part i of stretch `edge[i]` runs from the fraction `start[i]` to `end[i]`. `ends` (k, 2) are the
    minutes between the hub and its two ends, `along` (k, 2) those of the whole part as one moves
    between its tail, or its head, and a place on it; inf where that way is closed.
    """

    edge: Ints
    start: Floats
    end: Floats
    ends: Floats
    along: Floats

    def minutes_at(self, part: Ints, share: Floats) -> Floats:
        """Minutes at a share of each part, by whichever end is faster."""
        by_tail = self.ends[part, 0] + _part(self.along[part, 0], share)
        by_head = self.ends[part, 1] + _part(self.along[part, 1], 1 - share)
        return np.asarray(np.minimum(by_tail, by_head))


class Reach:
    """Journeys between hubs and every point of the network, for one mode and direction.

    `direction` is "to" for journeys to the hub, "from" for journeys away from it.
    """

    def __init__(self, network: Network, mode: str, hubs: Snapped, direction: str = "to") -> None:
        if direction not in DIRECTIONS:
            raise InputError(f"The direction is {direction!r}; choose 'to' or 'from'.")
        self.network, self.hubs, self.direction = network, hubs, direction
        self._router = Router(network, mode)
        self._position = _Positions(network)
        minutes = network.minutes[mode]
        self._along = minutes[:, ::-1] if direction == "to" else minutes

    def ends(self, limit: float, progress: Progress) -> Iterator[tuple[int, Floats]]:
        """Give for each hub on the network its number and the minutes at all stretches' ends.

        Shape (m, 2), see `Router.reach`; the hub's own access walk is counted.
        """
        return self._router.reach(self.hubs, self.direction, limit, progress)

    def stretches(self, ends: Floats, hubs: Sequence[int]) -> Stretches:
        """Cut the stretches at the hubs whose minutes `ends` are."""
        edge, fraction = self.hubs.edge[list(hubs)], self.hubs.fraction[list(hubs)]
        at_hub = self.hubs.access_minutes[list(hubs)]
        whole = np.setdiff1d(np.arange(len(ends)), edge)
        parts = [(whole, np.zeros(len(whole)), np.ones(len(whole)), ends[whole])]
        for one in np.unique(edge):
            here = np.flatnonzero(edge == one)
            here = here[np.argsort(fraction[here], kind="stable")]
            cuts = np.concatenate([[0.0], fraction[here], [1.0]])
            spent = np.concatenate([ends[one, :1], at_hub[here], ends[one, 1:]])
            both = np.stack([spent[:-1], spent[1:]], axis=1)
            parts.append((np.full(len(both), one), cuts[:-1], cuts[1:], both))
        of_part, start, end, spent = (np.concatenate(column) for column in zip(*parts))
        edge = of_part.astype(np.int64)
        along = _part(self._along[edge], (end - start)[:, None])
        return Stretches(edge, start, end, np.where(np.isfinite(along), spent, np.inf), along)

    def samples(
        self,
        ends: Floats,
        hubs: Sequence[int],
        limit: float,
        spacing_m: float,
        bands: Sequence[float] = (),
    ) -> Samples:
        """Give points on every stretch reached within the limit.

        They stand at most `spacing_m` apart, at both ends of each piece, and just where the limit
        or a shorter band runs out. Stretches that nobody gets on or off (motorways) carry none.
        """
        parts = self.stretches(ends, hubs)
        accessible = ~self.network.no_access[parts.edge]
        chosen = np.flatnonzero((parts.ends.min(axis=1) <= limit) & accessible)
        places = [self._spaced(parts, chosen, spacing_m)]
        places += [_where(parts, minutes, chosen) for minutes in sorted({limit, *bands})]
        part = np.concatenate([of for of, _ in places])
        share = np.concatenate([at for _, at in places])
        minutes = parts.minutes_at(part, share)
        reached = minutes <= limit
        part, share, minutes = part[reached], share[reached], minutes[reached]
        fraction = parts.start[part] + share * (parts.end[part] - parts.start[part])
        return Samples(self._position.at(parts.edge[part], fraction), minutes)

    def _spaced(self, parts: Stretches, chosen: Ints, spacing_m: float) -> tuple[Ints, Floats]:
        """Give evenly spaced places on the chosen parts: their parts and shares of the way."""
        length = self.network.length_m[parts.edge[chosen]]
        length = length * (parts.end[chosen] - parts.start[chosen])
        count = np.ceil(length / spacing_m).astype(np.int64) + 1
        part = np.repeat(chosen, count)
        step = np.arange(len(part)) - np.repeat(np.cumsum(count) - count, count)
        return part, step / np.maximum(1, np.repeat(count, count) - 1)

    def access_samples(self, hub: int, spacing_m: float) -> Samples:
        """Give points along the walk between the hub and its way."""
        metres = float(self.hubs.access_m[hub])
        share = np.linspace(0, 1, int(np.ceil(metres / spacing_m)) + 1)
        start, end = self.hubs.xy[hub], self.hubs.on_way[hub]
        return Samples(
            start + share[:, None] * (end - start), share * self.hubs.access_minutes[hub]
        )


def _where(parts: Stretches, minutes: float, chosen: Ints) -> tuple[Ints, Floats]:
    """Give the places on the chosen parts where the minutes run out, from either end."""
    left = minutes - _A_HAIR - parts.ends[chosen]
    along = parts.along[chosen]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(np.isfinite(along), left / along, np.nan)
    share[:, 1] = 1 - share[:, 1]
    inner = (share > 0) & (share < 1)
    return np.repeat(chosen, 2).reshape(-1, 2)[inner], share[inner]


def _part(minutes: Floats, share: Floats) -> Floats:
    """Minutes times share, where inf (not allowed) times nothing stays inf."""
    return np.multiply(
        minutes, share, where=np.isfinite(minutes), out=np.full(np.shape(minutes), np.inf)
    )


class _Positions:
    """Points at a fraction of the way along many lines, in one interpolation."""

    def __init__(self, network: Network) -> None:
        lines = network.lines
        self._length = network.length_m
        # Lines are laid end to end with a gap, so that one running distance names each point.
        self._offset = np.cumsum(self._length + 1.0) - (self._length + 1.0)
        self._along = lines.distance_along() + np.repeat(self._offset, np.diff(lines.start))
        self._xy = lines.xy

    def at(self, line: Ints, fraction: Floats) -> Floats:
        along = self._offset[line] + fraction * self._length[line]
        x, y = (np.interp(along, self._along, self._xy[:, axis]) for axis in (0, 1))
        return np.stack([x, y], axis=1)
