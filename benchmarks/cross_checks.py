"""The planner's minutes held against other engines, pair by pair.

networkx must agree exactly: it searches the planner's own graph, built here anew from the
network's arrays, over the arcs themselves, so that barred turns and blocked junctions are kept by
another method than the planner's. The other engines have rules and speeds of their own: there the
distribution of ratios is told, not a verdict.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx
import numpy as np
from driver import DriverError, Results, run_driver
from environment import Peers

from family_hub_planner.engine.network.graph import closed_in, mode_graph
from family_hub_planner.engine.network.model import Network
from family_hub_planner.engine.network.snap import Snapped, Snapper
from family_hub_planner.engine.network.store import load_network
from family_hub_planner.engine.projection import WGS84, reproject
from family_hub_planner.engine.travel_time import travel_times

EXACT_PAIRS = 300
EXACT_MINUTES = 1e-6
SAME_SPOT_M = 5.0
SHORTEST_MINUTES = 1.0
"""Pairs nearer than this say nothing: seconds at a junction become large ratios."""

CENTILES = (5, 25, 50, 75, 95)
WORST = 10
SEED = 11
ENGINES = {"osmnx": "OSMnx", "valhalla": "Valhalla", "osrm": "OSRM"}

Arc = tuple[int, int]
"""A stretch and its direction: 0 forward, 1 back."""

LEAVING, THROUGH, COMING = 0, 1, 2
"""The three parts of a journey: out of a local street, over open ways, into a local street."""

Step = tuple[int, int, int]
"""An arc driven to its end, in one part of the journey."""


@dataclass
class ArcGraph:
    """The network of one mode over its arcs: a node is an arc driven to its end.

    Local streets are driven while leaving (before any open way) or coming (after the last one),
    never in between.
    """

    network: Network
    mode: str
    graph: Any = field(default_factory=networkx.DiGraph)

    def __post_init__(self) -> None:
        self.minutes = self.network.minutes[self.mode]
        self.open = np.isfinite(self.minutes)
        self.local = _local_streets(self.network, self.mode)
        self.into: dict[int, list[Arc]] = defaultdict(list)
        for edge, way in zip(*(found.tolist() for found in np.nonzero(self.open))):
            self.into[self._ends((edge, way))[1]].append((edge, way))
        self._rules = defaultdict(list)
        for turn in self.network.turns_of(self.mode):
            self._rules[turn.from_edge, turn.node].append(turn)
        for arcs in self.into.values():
            for arc in arcs:
                for part in self.parts(arc[0]):
                    for before in self.before(arc, part):
                        cost = float(self.minutes[arc])
                        self.graph.add_edge(before, (*arc, part), minutes=cost)

    def _ends(self, arc: Arc) -> tuple[int, int]:
        ends = int(self.network.edge_from[arc[0]]), int(self.network.edge_to[arc[0]])
        return ends if arc[1] == 0 else ends[::-1]

    def parts(self, edge: int) -> tuple[int, ...]:
        """Give the parts of a journey in which a stretch may be driven."""
        return (LEAVING, COMING) if self.local[edge] else (THROUGH,)

    def before(self, arc: Arc, part: int) -> list[Step]:
        """Give the steps from whose end one may go on along this arc in this part."""
        node = self._ends(arc)[0]
        if self.network.blocked[self.mode][node]:
            return []
        earlier = {LEAVING: (LEAVING,), THROUGH: (LEAVING, THROUGH), COMING: (THROUGH, COMING)}
        return [
            (*one, of)
            for one in self.into.get(node, ())
            if self._allowed(one, node, arc)
            for of in self.parts(one[0])
            if of in earlier[part]
        ]

    def _allowed(self, arc: Arc, node: int, onto: Arc) -> bool:
        rules = self._rules.get((arc[0], node), ())
        if any(rule.to_edge == onto[0] for rule in rules if not rule.only):
            return False
        only = {rule.to_edge for rule in rules if rule.only}
        return not only or onto[0] in only

    def add_place(self, name: str, edge: int, fraction: float) -> None:
        """Join a place on a stretch: "from" name sets out there, "to" name arrives there."""
        for way, (ahead, behind) in enumerate([(1 - fraction, fraction), (fraction, 1 - fraction)]):
            if not self.open[edge, way]:
                continue
            cost = float(self.minutes[edge, way])
            first = self.parts(edge)[0]
            self.graph.add_edge(("from", name), (edge, way, first), minutes=ahead * cost)
            for part in self.parts(edge):
                for step in self.before((edge, way), part):
                    # On a loop one arrives from the same arc either way round: the shorter counts.
                    known = self.graph.get_edge_data(step, ("to", name), {"minutes": np.inf})
                    least = min(known["minutes"], behind * cost)
                    self.graph.add_edge(step, ("to", name), minutes=least)

    def between(
        self, start: tuple[int, float], end: tuple[int, float], number: int
    ) -> tuple[float, list[int]]:
        """Give the least minutes of one pair, inf where there is no way, and its stretches."""
        names = f"start {number}", f"end {number}"
        for name, (edge, fraction) in zip(names, (start, end)):
            self.add_place(name, edge, fraction)
        direct = np.inf
        if start[0] == end[0]:
            way = 0 if end[1] >= start[1] else 1
            direct = float(self.minutes[start[0], way]) * abs(end[1] - start[1])
        try:
            found, nodes = networkx.bidirectional_dijkstra(
                self.graph, ("from", names[0]), ("to", names[1]), weight="minutes"
            )
        except (networkx.NetworkXNoPath, networkx.NodeNotFound):
            found, nodes = np.inf, []
        if direct <= found:
            return direct, [start[0]]
        return found, [*(node[0] for node in nodes[1:-1]), end[0]]


def _local_streets(network: Network, mode: str) -> Any:
    """Give the streets for those alone who start or end there, shape (m,).

    Which these are is the planner's own finding; how journeys keep to it is what is checked.
    """
    graph = mode_graph(
        len(network.node_xy),
        network.edge_from,
        network.edge_to,
        network.minutes[mode],
        network.blocked[mode],
    )
    return closed_in(graph, network.local_only[mode], network.length_m)


def exact_check(network: Network, mode: str) -> dict[str, Any]:
    """Compare random pairs on the network's own stretches; gives the largest difference.

    Places nearer than the planner's corner (1 m) to a junction are left out: there it lets one
    set out on either way, which the stretches alone do not know.
    """
    snapper, rng = Snapper(network, mode), np.random.default_rng(SEED)
    at = rng.integers(0, len(network.lines.xy), (2, 2 * EXACT_PAIRS))
    shift = rng.normal(0, 30, (2, 2 * EXACT_PAIRS, 2))
    starts, ends = (snapper.snap(network.lines.xy[i] + d, 500.0) for i, d in zip(at, shift))
    chosen = np.flatnonzero(_inside(network, starts) & _inside(network, ends))[:EXACT_PAIRS]
    ours = np.diag(travel_times(network, mode, _rows(starts, chosen), _rows(ends, chosen)))
    reference = ArcGraph(network, mode)
    theirs = np.array(
        [
            reference.between(
                (int(starts.edge[i]), float(starts.fraction[i])),
                (int(ends.edge[i]), float(ends.fraction[i])),
                int(i),
            )[0]
            + starts.access_minutes[i]
            + ends.access_minutes[i]
            for i in chosen
        ]
    )
    both = np.isfinite(ours) & np.isfinite(theirs)
    return {
        "pairs": len(chosen),
        "disagree_on_reachable": int((np.isfinite(ours) != np.isfinite(theirs)).sum()),
        "largest_minutes": float(np.abs(ours[both] - theirs[both]).max()),
    }


def _inside(network: Network, places: Snapped) -> Any:
    length = network.length_m[places.edge]
    along = places.fraction * length
    return places.ok & (along > 1.5) & (length - along > 1.5)


def _rows(places: Snapped, chosen: Any) -> Snapped:
    return Snapped(
        *(getattr(places, name)[chosen] for name in
          ("edge", "fraction", "access_m", "access_minutes", "xy", "on_way")),
        tuple(places.reason[i] for i in chosen),
        places.nearest_m[chosen],
    )  # fmt: skip


def shared_pairs(network: Network, mode: str, points: dict[str, Any]) -> tuple[Snapped, Snapped]:
    """Put the starts and ends of the shared pairs on the network."""
    snapper = Snapper(network, mode)
    starts, ends = (
        snapper.snap(reproject(np.array(points[f"{mode}_{kind}"]), WGS84, network.crs), SAME_SPOT_M)
        for kind in ("starts", "ends")
    )
    return starts, ends


def our_minutes(network: Network, mode: str, points: dict[str, Any]) -> Any:
    """Give our minutes of the shared pairs, shape (pairs,)."""
    starts, ends = shared_pairs(network, mode, points)
    return np.diag(travel_times(network, mode, starts, ends))


def compare(ours: Any, theirs: Any, points: dict[str, Any], mode: str) -> dict[str, Any]:
    """Give the distribution of theirs / ours, and the pairs farthest from the median."""
    known = np.isfinite(ours) & np.isfinite(theirs) & (ours >= SHORTEST_MINUTES)
    ratio = np.divide(theirs, ours, where=known, out=np.full(len(ours), np.nan))
    centiles = np.percentile(ratio[known], CENTILES)
    away = np.where(known, np.abs(np.log(ratio / centiles[2])), -1.0)
    worst = np.argsort(-away, kind="stable")[:WORST]
    return {
        "pairs": len(ours),
        "compared": int(known.sum()),
        "ours_only": int((np.isfinite(ours) & ~np.isfinite(theirs)).sum()),
        "theirs_only": int((~np.isfinite(ours) & np.isfinite(theirs)).sum()),
        "centiles": dict(zip(map(str, CENTILES), centiles.round(4).tolist())),
        "theirs": [round(float(one), 4) if np.isfinite(one) else None for one in theirs],
        "worst": [
            {
                "pair": int(i),
                "ratio": round(float(ratio[i]), 3),
                "ours": round(float(ours[i]), 2),
                "theirs": round(float(theirs[i]), 2),
                "from": points[f"{mode}_starts"][i],
                "to": points[f"{mode}_ends"][i],
            }
            for i in worst
            if known[i]
        ],
    }


def peer_minutes(
    peers: Peers, engine: str, mode: str, folder: Path, extract: Path
) -> tuple[Any, dict[str, Any]]:
    """Ask one engine for the shared pairs: minutes and facts; `DriverError` where it fails."""
    points = json.loads((folder / "points.json").read_text())
    named = {kind: points[f"{mode}_{kind}"] for kind in ("starts", "ends")}
    with tempfile.TemporaryDirectory() as beside:
        file, out = Path(beside) / "points.json", Path(beside) / "minutes.npy"
        file.write_text(json.dumps(named))
        request = {
            "job": "pairs",
            "mode": mode,
            "osm": str(extract),
            "folder": str(folder / engine),
            "points": str(file),
            "out": str(out),
        }
        answer = run_driver(engine, peers.python, request)
        return np.load(out), {"versions": answer["versions"], **answer["facts"]}


def cross_check(results: Results, peers: Peers, folder: Path, extract: Path) -> None:
    """Run every check and keep what was found."""
    network = load_network(folder / "ours" / "network.gpkg")
    points = json.loads((folder / "points.json").read_text())
    for mode in network.modes:
        found = exact_check(network, mode)
        results.keep(f"cross/networkx/{mode}", found)
        print(f"  networkx on our own graph, {mode}: {found}", flush=True)
        exact = not found["disagree_on_reachable"] and found["largest_minutes"] < EXACT_MINUTES
        if not exact:
            raise AssertionError(f"networkx disagrees on the planner's own graph: {found}")
    for mode in ("walk", "drive"):
        ours = our_minutes(network, mode, points)
        for engine in ENGINES:
            _compare_engine(results, peers, engine, mode, ours, folder, extract)


def _compare_engine(
    results: Results, peers: Peers, engine: str, mode: str, ours: Any, folder: Path, extract: Path
) -> None:
    key = f"cross/{engine}/{mode}"
    if engine in peers.missing:
        results.keep(key, {"failed": peers.missing[engine]})
        return
    points = json.loads((folder / "points.json").read_text())
    try:
        theirs, facts = peer_minutes(peers, engine, mode, folder, extract)
    except DriverError as error:
        results.keep(key, {"failed": f"it failed: {error}"})
        print(f"  {key}: it failed: {error}", flush=True)
        return
    found = {**compare(ours, theirs, points, mode), **facts}
    results.keep(key, found)
    print(f"  {key}: {found['compared']} pairs, centiles {found['centiles']}", flush=True)
    for one in found["worst"]:
        print(f"    {one}", flush=True)
