"""How much memory a county takes, and whether run after run takes more.

    python benchmarks/memory.py NETWORK.gpkg [--origins 3000] [--destinations 1000] [--runs 10]

Loads the network, puts seeded places on it and works out the whole matrix by every mode, over and
over in one process, as QGIS does. Prints the memory held after each run and the most ever held
(Linux counts them), and ends with 1 where the most is over the limit or the runs grow.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.network.store import load_network
from family_hub_planner.engine.travel_time import travel_times

LIMIT_MB = 1500
GROWTH_MB = 20
"""What the allocator may keep between the first runs and the last; a matrix kept is more."""

SETTLED = 4
MAX_SNAP_M = 500.0


def held_mb(word: str = "VmRSS") -> float:
    """Give the memory held now, or with "VmHWM" the most ever held, in megabytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{word}:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell what memory a program holds")


def one_run(file: Path, mode: str, origins: int, destinations: int) -> float:
    """Load, put places on the ways and route; give the share of journeys found."""
    network = load_network(file)
    snapper = Snapper(network, mode)
    seeded = np.random.default_rng(8)
    near = network.node_xy[seeded.integers(0, len(network.node_xy), origins + destinations)]
    places = near + seeded.normal(0.0, 30.0, near.shape)
    starts = snapper.snap(places[:origins], MAX_SNAP_M)
    ends = snapper.snap(places[origins:], MAX_SNAP_M)
    minutes = travel_times(network, mode, starts, ends)
    return float(np.isfinite(minutes).mean())


def main() -> int:
    """Run, print, and judge."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("network", type=Path)
    asked.add_argument("--origins", type=int, default=3000)
    asked.add_argument("--destinations", type=int, default=1000)
    asked.add_argument("--runs", type=int, default=10)
    asked.add_argument("--modes", nargs="+", default=["walk", "drive"])
    asked.add_argument("--limit", type=float, default=LIMIT_MB, help="megabytes")
    given = asked.parse_args()
    held = []
    for run in range(given.runs):
        mode = given.modes[run % len(given.modes)]
        found = one_run(given.network, mode, given.origins, given.destinations)
        gc.collect()
        held.append(held_mb())
        print(f"run {run + 1:2d}, {mode}: {found:.1%} routed, {held[-1]:,.0f} MB held after it")
    most, grown = held_mb("VmHWM"), max(held[SETTLED:], default=0.0) - max(held[:SETTLED])
    print(f"most ever held {most:,.0f} MB; grown after the first {SETTLED} runs: {grown:,.1f} MB")
    return int(most > given.limit or grown > GROWTH_MB)


if __name__ == "__main__":
    raise SystemExit(main())
