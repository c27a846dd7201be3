"""A network from ways: cut at their junctions, timed for each mode, small islands flagged.

Whatever the ways come from (an OpenStreetMap extract, a layer of lines, a GraphML file), they pass
through here, so that all networks are made alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..errors import NetworkError
from .graph import mode_graph, small_islands
from .model import MINUTE_STEP, Bools, BuiltNetwork, Floats, Ints, Network, Polylines, Turn
from .modes import MODES
from .rules import OPEN_AT_ENDS_ONLY
from .topology import Topology, cut_at_junctions, without_repeats


@dataclass(frozen=True)
class WayFacts:
    """What is known of k ways.

    Attributes
    ----------
    way_id, highway, name
        Shape (k,): the way's own id, its class and its name ("" where it has none).
    kph
        For each mode, shape (k, 2): km/h forward and back, 0 where not allowed.
    duration
        Shape (k,): minutes of the whole way in the place of its speeds (a ferry), nan for none.
    fast
        Shape (k,): a fast road without a mapped pavement.
    local_only
        For each mode, shape (k,): open to those who start or end there, not to through traffic.
    """

    way_id: Sequence[str]
    highway: Sequence[str]
    name: Sequence[str]
    kph: Mapping[str, Floats]
    duration: Floats
    fast: Bools
    local_only: Mapping[str, Bools]

    def chosen(self, keep: Bools) -> WayFacts:
        """Give the facts of some of the ways; `keep` has shape (k,)."""
        rows = np.flatnonzero(keep)
        return WayFacts(
            way_id=[self.way_id[row] for row in rows],
            highway=[self.highway[row] for row in rows],
            name=[self.name[row] for row in rows],
            kph={mode: of_way[rows] for mode, of_way in self.kph.items()},
            duration=self.duration[rows],
            fast=self.fast[rows],
            local_only={mode: of_way[rows] for mode, of_way in self.local_only.items()},
        )


@dataclass(frozen=True)
class Ground:
    """Where the ways lie: system in metres, the way into it, and what bars the way.

    `to_metres` takes points (k, 2) of the ways' own system into `crs`. `stopped` gives for each
    mode the vertex keys that it cannot pass. `barriers` are in `crs` already.
    """

    crs: str
    to_metres: Callable[[Floats], Floats]
    stopped: Mapping[str, Ints] = field(default_factory=dict)
    barriers: Polylines = field(
        default_factory=lambda: Polylines(np.empty((0, 2)), np.zeros(1, dtype=np.int64))
    )
    barrier_kind: Sequence[str] = ()


PlaceTurns = Callable[[Sequence[str], Topology, Floats], Sequence[Turn]]


def assemble(
    ways: Polylines,
    keys: Ints,
    facts: WayFacts,
    ground: Ground,
    about: Mapping[str, str],
    place_turns: PlaceTurns | None = None,
) -> BuiltNetwork:
    """Build the network from k ways; raises `NetworkError` where none of them has any length.

    Parameters
    ----------
    ways
        The ways' points, in their own system.
    keys
        One number for each point: equal numbers are one place, where ways meet.
    about
        What the network was made from; the islands of each mode are added to it.
    place_turns
        Finds the barred turns, given each stretch's way, where it was cut and its minutes for
        drive.
    """
    ways, keys, kept = without_repeats(ways, keys)
    _refuse_nothing(ways)
    facts = facts.chosen(kept)
    cut = cut_at_junctions(ways, keys, _every_stop(ground))
    lines = Polylines(ground.to_metres(cut.lines.xy), cut.lines.start)
    length_m = np.asarray(lines.distance_along()[lines.start[1:] - 1])
    minutes = _minutes(facts, cut.edge_way, length_m)
    blocked = _blocked(keys[cut.node_at], ground.stopped)
    island, islands = _islands(cut, minutes, blocked, length_m)
    way_id = [facts.way_id[way] for way in cut.edge_way]
    highway = [facts.highway[way] for way in cut.edge_way]
    network = Network(
        crs=ground.crs,
        node_xy=ground.to_metres(ways.xy[cut.node_at]),
        blocked=blocked,
        edge_from=cut.edge_from,
        edge_to=cut.edge_to,
        length_m=length_m,
        minutes=minutes,
        island=island,
        no_access=np.array([name in OPEN_AT_ENDS_ONLY for name in highway], dtype=bool),
        fast=facts.fast[cut.edge_way],
        local_only={mode: of_way[cut.edge_way] for mode, of_way in facts.local_only.items()},
        lines=lines,
        barriers=ground.barriers,
        turns=place_turns(way_id, cut, minutes["drive"]) if place_turns else (),
        about={**about, **{f"islands_{mode}": str(count) for mode, count in islands.items()}},
    )
    return BuiltNetwork(
        network=network,
        osm_id=way_id,
        highway=highway,
        name=[facts.name[way] for way in cut.edge_way],
        barrier_kind=ground.barrier_kind,
        islands=islands,
    )


def _refuse_nothing(ways: Polylines) -> None:
    if not ways.distance_along().sum() > 0:
        raise NetworkError(
            "No stretch of road is left: every way begins and ends at one point. Check the "
            "coordinate system of the data, and choose data with roads of some length."
        )


def _every_stop(ground: Ground) -> Ints:
    nothing = np.empty(0, dtype=np.int64)
    return np.asarray(np.unique(np.concatenate([nothing, *ground.stopped.values()])))


def _blocked(node_keys: Ints, stopped: Mapping[str, Ints]) -> dict[str, Bools]:
    nothing = np.empty(0, dtype=np.int64)
    return {mode: np.isin(node_keys, stopped.get(mode, nothing)) for mode in MODES}


def _minutes(facts: WayFacts, edge_way: Ints, length_m: Floats) -> dict[str, Floats]:
    """Minutes of each stretch, length_m / 1000 / kph * 60, by mode, shape (m, 2), inf if barred.

    A way with a duration has its minutes shared out by length.
    """
    way_m = np.bincount(edge_way, weights=length_m, minlength=len(facts.duration))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (facts.duration / way_m)[edge_way] * length_m
        found = {}
        for mode, kph in facts.kph.items():
            by_speed = np.asarray(length_m[:, None] * 0.06 / kph[edge_way])
            lasting = np.isfinite(share)[:, None] & np.isfinite(by_speed)
            minutes = np.where(lasting, share[:, None], by_speed)
            found[mode] = np.rint(minutes / MINUTE_STEP) * MINUTE_STEP
    return found


def _islands(
    cut: Topology, minutes: Mapping[str, Floats], blocked: Mapping[str, Bools], length_m: Floats
) -> tuple[dict[str, Bools], dict[str, int]]:
    flags, counts = {}, {}
    for mode in MODES:
        graph = mode_graph(
            len(cut.node_at), cut.edge_from, cut.edge_to, minutes[mode], blocked[mode]
        )
        flags[mode], counts[mode] = small_islands(graph, length_m)
    return flags, counts
