"""Reached stretches: in what time one gets to or from a hub along every stretch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .network.model import Bools, Floats, Ints, Network


@dataclass(frozen=True)
class Stretches:
    """The m stretches as journeys of one mode and direction see them.

    Attributes
    ----------
    along
        Shape (m, 2): minutes of the whole stretch as one moves away from its tail and from its
        head; zero where `open` says that nobody may.
    open
        Shape (m, 2).
    one_way
        Shape (m,): open from one end alone.
    length_m
        Shape (m,).
    corner_m
        A place as near as this to a junction counts as on its corner.
    """

    along: Floats
    open: Bools
    one_way: Bools
    length_m: Floats
    corner_m: float

    @classmethod
    def of(cls, network: Network, mode: str, direction: str, corner_m: float) -> Stretches:
        """Turn the minutes round for journeys to the hub: away from it one moves backwards."""
        minutes = network.passable(mode)
        along = minutes[:, ::-1] if direction == "to" else minutes
        open_ = np.isfinite(along)
        one_way = open_[:, 0] != open_[:, 1]
        return cls(np.where(open_, along, 0.0), open_, one_way, network.length_m, corner_m)


@dataclass(frozen=True)
class Stands:
    """Where hubs stand: row of the hub, stretch, how far along, and minutes of the access walk."""

    hub: Ints
    edge: Ints
    fraction: Floats
    minutes: Floats


@dataclass(frozen=True)
class Reached:
    """Minutes between h hubs and every point of the network.

    Attributes
    ----------
    corners
        Shape (h, m, 2): minutes at the junctions at each stretch's tail and head, the hub's access
        walk included; inf where not reached.
    stands
        Where the hubs themselves stand; several may share a row (see `nearest`).
    """

    stretches: Stretches
    corners: Floats
    stands: Stands

    @cached_property
    def ends(self) -> Floats:
        """The minutes at both ends where one may go on along the stretch, else inf, (h, m, 2)."""
        return np.where(self.stretches.open, self.corners, np.inf)

    @cached_property
    def _own(self) -> Bools:
        own = np.zeros(self.corners.shape[:2], dtype=bool)
        own[self.stands.hub, self.stands.edge] = True
        return own.reshape(-1)

    def minutes(self, hub: Ints, edge: Ints, fraction: Floats) -> Floats:
        """Give the least minutes at a fraction of each stretch, shape (k,); inf where none.

        By its tail, by its head, or straight along the hub's own stretch. A place within
        `corner_m` of a junction counts as on the corner: one-way streets do not bind there.
        """
        row = hub * self.corners.shape[1] + edge
        ends, along = self.ends.reshape(-1, 2)[row], self.stretches.along[edge]
        by_tail = ends[:, 0] + fraction * along[:, 0]
        found = np.minimum(by_tail, ends[:, 1] + (1.0 - fraction) * along[:, 1])
        bound = np.flatnonzero(self.stretches.one_way[edge])
        if len(bound):
            corner = self._by_corner(row[bound], edge[bound], fraction[bound])
            found[bound] = np.minimum(found[bound], corner)
        own = np.flatnonzero(self._own[row])
        if len(own):
            straight = self._straight(hub[own], edge[own], fraction[own])
            found[own] = np.minimum(found[own], straight)
        return np.asarray(found)

    def _by_corner(self, row: Ints, edge: Ints, fraction: Floats) -> Floats:
        """Minutes of places within a metre of a junction at a one-way stretch's end, else inf."""
        length, allowed = self.stretches.length_m[edge], self.stretches.along[edge].max(axis=1)
        corners = self.corners.reshape(-1, 2)[row]
        best = np.full(len(edge), np.inf)
        for end, share in ((0, fraction), (1, 1.0 - fraction)):
            minutes = corners[:, end] + share * allowed
            best = np.minimum(
                best, np.where(share * length < self.stretches.corner_m, minutes, np.inf)
            )
        return best

    def _straight(self, hub: Ints, edge: Ints, fraction: Floats) -> Floats:
        """Minutes straight along stretches on which hubs stand, inf against a one-way."""
        best = np.full(len(edge), np.inf)
        stands = self.stands
        for number in range(len(stands.hub)):
            here = np.flatnonzero((hub == stands.hub[number]) & (edge == stands.edge[number]))
            ahead = fraction[here] - stands.fraction[number]
            side = np.where(ahead >= 0, 0, 1)
            on = stands.edge[number]
            minutes = stands.minutes[number] + np.abs(ahead) * self.stretches.along[on][side]
            allowed = self.stretches.open[on][side] | (ahead == 0)
            best[here] = np.minimum(best[here], np.where(allowed, minutes, np.inf))
        return best

    def runs_out(self, minutes: float) -> tuple[Ints, Ints, Floats]:
        """Give hubs, stretches, and how far along them, where the minutes run out inside.

        With them come the places where the hubs stand.
        """
        left = minutes - self.ends
        with np.errstate(divide="ignore", invalid="ignore"):
            share = left / self.stretches.along
        share[..., 1] = 1.0 - share[..., 1]
        hub, edge, end = np.nonzero((share > 0) & (share < 1) & (left >= 0))
        parts = [(hub, edge, share[hub, edge, end])]
        stands = self.stands
        spare = minutes - stands.minutes
        for side, sign in ((0, 1.0), (1, -1.0), (0, 0.0)):
            whole = self.stretches.along[stands.edge, side]
            away = sign * np.minimum(1.0, spare / np.maximum(whole, 1e-12))
            chosen = (spare >= 0) & (self.stretches.open[stands.edge, side] | (sign == 0))
            there = np.clip(stands.fraction + away, 0.0, 1.0)
            parts.append((stands.hub[chosen], stands.edge[chosen], there[chosen]))
        hub, edge, fraction = (np.concatenate(values) for values in zip(*parts))
        return hub, edge, fraction

    def touched(self, limit: float) -> Bools:
        """Tell which stretches hold a place that each hub reaches within the limit, (h, m)."""
        touched = self.ends.min(axis=2) <= limit
        near = self.stands.minutes <= limit
        touched[self.stands.hub[near], self.stands.edge[near]] = True
        return np.asarray(touched)

    def nearest(self) -> Reached:
        """Give the minutes by whichever hub is nearest, as of one hub."""
        stands = self.stands
        one = Stands(np.zeros_like(stands.hub), stands.edge, stands.fraction, stands.minutes)
        return Reached(self.stretches, self.corners.min(axis=0, keepdims=True), one)
