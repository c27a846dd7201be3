"""Side by side with the peers: ours and theirs on the same work in the same run, as ratios.

    /usr/bin/python3 benchmarks/run.py [OSM file]

Times on shared machines are noisy, so the table gives the best of three and its ratio to the
peer's best of three. Without a file the sample county is taken. A peer that is not installed is
named and left out.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from family_hub_planner.engine.catchment import CatchmentRequest, catchments  # noqa: E402
from family_hub_planner.engine.network.build import BuildSettings, build_network  # noqa: E402
from family_hub_planner.engine.network.model import Network  # noqa: E402
from family_hub_planner.engine.network.snap import Snapper  # noqa: E402
from family_hub_planner.engine.network.store import load_network, save_network  # noqa: E402
from family_hub_planner.engine.progress import Progress  # noqa: E402
from family_hub_planner.engine.travel_time import travel_times  # noqa: E402

SAMPLE = ROOT / "family_hub_planner" / "resources" / "sample" / "county.osm.bz2"
ORIGINS, DESTINATIONS, HUBS = 2000, 100, 18


def best_of_three(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the least seconds of three runs, and what the last one returned."""
    seconds, result = [], None
    for _ in range(3):
        began = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - began)
    return min(seconds), result


def row(job: str, ours: float, peer: str = "", theirs: float | None = None) -> None:
    """Print one line of the table."""
    against = "" if theirs is None else f"{theirs:8.2f} s   {ours / theirs:6.3f} x {peer}"
    print(f"{job:<52}{ours:8.2f} s   {against}")


def places(network: Network, count: int, seed: int) -> np.ndarray:
    """Give places near random junctions, shape (count, 2), metres."""
    rng = np.random.default_rng(seed)
    nodes = network.node_xy[rng.integers(0, len(network.node_xy), count)]
    return nodes + rng.normal(0, 60, (count, 2))


def networkx_matrix(network: Network, mode: str, sources: int, limit: float) -> float:
    """Seconds of networkx for as many bounded searches on the same directed graph."""
    import networkx

    graph = networkx.DiGraph()
    minutes = network.minutes[mode]
    for tail, head, (forward, back) in zip(network.edge_from, network.edge_to, minutes):
        for start, end, cost in ((tail, head, forward), (head, tail, back)):
            known = graph.get_edge_data(start, end, {"weight": np.inf})["weight"]
            if cost < known:
                graph.add_edge(start, end, weight=cost)
    starts = np.random.default_rng(3).choice(network.edge_from, sources)
    began = time.perf_counter()
    for start in starts:
        if start in graph:
            networkx.single_source_dijkstra_path_length(graph, start, cutoff=limit)
    return time.perf_counter() - began


def main(path: Path) -> None:
    """Run every job and print the table."""
    print(f"{path.name}: best of three, seconds; ours divided by the peer\n")
    took, built = best_of_three(lambda: build_network(path, BuildSettings(), Progress()))
    row("network from the OpenStreetMap file, all modes", took)
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "network.gpkg"
        row(
            "  save as GeoPackage", best_of_three(lambda: save_network(built, saved, Progress()))[0]
        )
        took, network = best_of_three(lambda: load_network(saved))
        row("  load from GeoPackage", took)
    for mode, limit in (("walk", 30.0), ("walk", np.inf), ("drive", 30.0), ("drive", np.inf)):
        snapper = Snapper(network, mode)
        took, origins = best_of_three(lambda: snapper.snap(places(network, ORIGINS, 1), 500))  # noqa: B023
        row(f"snap {ORIGINS:,} places, {mode}", took)
        ends = snapper.snap(places(network, DESTINATIONS, 2), 500)
        took, _ = best_of_three(lambda: travel_times(network, mode, origins, ends, limit))  # noqa: B023
        job = f"matrix {ORIGINS:,} x {DESTINATIONS}, {mode}, up to {limit:g} minutes"
        if find_spec("networkx"):
            row(job, took, "networkx", networkx_matrix(network, mode, DESTINATIONS, limit))
        else:
            row(job, took)
            print("  networkx is not installed: no ratio")
    for mode in ("walk", "drive"):
        hubs = Snapper(network, mode).snap(places(network, HUBS, 4), 500)
        request = CatchmentRequest(mode, (10.0, 20.0, 30.0))
        ids = [str(number) for number in range(HUBS)]
        took, _ = best_of_three(lambda: catchments(network, hubs, ids, request, Progress()))  # noqa: B023
        row(f"catchments of {HUBS} hubs, 3 bands, {mode}", took)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this run: {peak:,.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
