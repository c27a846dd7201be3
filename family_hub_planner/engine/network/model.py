"""The travel network: junctions and the stretches between them, with minutes for each mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .modes import ON_FOOT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MINUTE_STEP = 2.0**-22
"""Minutes of stretches are whole numbers of this step, 14 millionths of a second: sums of them are
exact below 1,024 minutes, in whatever order they are added up."""


@dataclass(frozen=True)
class Polylines:
    """Many polylines in two arrays: line i has the points xy[start[i]:start[i + 1]], in metres."""

    xy: Floats
    start: Ints

    def __len__(self) -> int:
        return len(self.start) - 1

    def line(self, i: int) -> Floats:
        """Give the points of line i, shape (k, 2)."""
        return self.xy[self.start[i] : self.start[i + 1]]

    def segments(self) -> tuple[Ints, Floats, Floats]:
        """Give for each straight piece its line, its start and its end point."""
        first = np.ones(len(self.xy), dtype=bool)
        first[self.start[1:] - 1] = False
        at = np.flatnonzero(first)
        line = np.searchsorted(self.start, at, side="right") - 1
        return line, self.xy[at], self.xy[at + 1]

    def distance_along(self) -> Floats:
        """Give for each point the metres from its line's first point."""
        step = np.zeros(len(self.xy))
        step[1:] = np.hypot(*np.diff(self.xy, axis=0).T)
        step[self.start[:-1]] = 0.0
        total = np.cumsum(step)
        lengths = np.diff(self.start)
        return np.asarray(total - np.repeat(total[self.start[:-1]], lengths))


@dataclass(frozen=True)
class Turn:
    """One turn that a driver must not, or alone may (`only`), take: stretch, junction, stretch."""

    osm_id: str
    kind: str
    from_edge: int
    node: int
    to_edge: int
    only: bool


@dataclass(frozen=True)
class Network:
    """n junctions and m stretches in a projected system in metres.

    Attributes
    ----------
    node_xy
        Shape (n, 2), metres.
    blocked
        For each mode, shape (n,): nobody passes through this junction (a stile, a locked gate).
    edge_from, edge_to
        Shape (m,), indices of junctions; a stretch may start and end at the same one.
    length_m
        Shape (m,).
    minutes
        For each mode, shape (m, 2): minutes forward and back, in steps of `MINUTE_STEP`; inf where
        not allowed.
    island
        For each mode, shape (m,): the stretch belongs to a small part cut off from the rest.
    no_access
        Shape (m,): nobody gets on or off along this stretch (a motorway), only at its ends.
    fast
        Shape (m,): a fast road without a mapped pavement, where walkers share the carriageway.
    local_only
        For each mode, shape (m,): open to journeys that start or end there, not to through traffic.
    lines
        The m stretches' shapes.
    barriers
        Lines that nobody crosses: water, railway, motorway.
    turns
        Turns barred to drivers.
    about
        What the network was made from and how, as text by key.
    fast_barred
        Nobody walks along the fast stretches; places still stand where they stand without that.
    """

    crs: str
    node_xy: Floats
    blocked: Mapping[str, Bools]
    edge_from: Ints
    edge_to: Ints
    length_m: Floats
    minutes: Mapping[str, Floats]
    island: Mapping[str, Bools]
    no_access: Bools
    fast: Bools
    local_only: Mapping[str, Bools]
    lines: Polylines
    barriers: Polylines
    about: Mapping[str, str]
    turns: Sequence[Turn] = ()
    fast_barred: bool = False

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that the network was built for."""
        return tuple(self.minutes)

    def dated(self) -> str:
        """Say how new the data is: "data up to 2022-07-20", or that the file has no dates."""
        return dated(self.about)

    def passable(self, mode: str) -> Floats:
        """Give the minutes of journeys, shape (m, 2), inf where nobody may pass.

        They differ from `minutes` where fast roads are barred to those on foot.
        """
        minutes = self.minutes[mode]
        if not (self.fast_barred and mode in ON_FOOT):
            return minutes
        return np.where(self.fast[:, None], np.inf, minutes)

    def turns_of(self, mode: str) -> Sequence[Turn]:
        """Give the turns that are barred to a mode: drivers' rules bind nobody else."""
        return self.turns if mode == "drive" else ()

    def access_kph(self, mode: str) -> float:
        """Speed of the walk between a place and its way, in km/h; `InputError` without the mode."""
        check_mode(self, mode)
        return float(self.about["access_kph_" + mode])


def dated(about: Mapping[str, str]) -> str:
    """Say how new the data is of a network that tells `about` of itself."""
    until = about.get("data_until", "")
    return f"data up to {until}" if until else "file without dates"


def check_mode(network: Network, mode: str) -> None:
    """Refuse a mode that the network was not built for."""
    if mode not in network.modes or f"access_kph_{mode}" not in network.about:
        raise InputError(
            f"The network has no minutes for {mode!r}; it has {', '.join(network.modes)}."
        )


@dataclass(frozen=True)
class BuiltNetwork:
    """A network with the attributes that only its file carries: each stretch's way."""

    network: Network
    osm_id: Sequence[str]
    highway: Sequence[str]
    name: Sequence[str]
    barrier_kind: Sequence[str]
    islands: Mapping[str, int]
    """Number of small parts cut off, by mode."""
