"""The places of the benchmarks: seeded, near ways, inside the middle of the network.

One file serves every engine, in degrees. Pairs for the cross-checks stand on junctions, so that
nobody's walk to the road enters the comparison.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from family_hub_planner.engine.network.model import Network
from family_hub_planner.engine.projection import WGS84, reproject

SEED = 20261122
COUNTS = {"hubs": 18, "origins": 2000, "destinations": 500, "areas": 1000, "new": 21}
PAIRS = 300
MIDDLE = 0.8
"""Share of the network's width and height from which places are drawn."""

SERVICE_KPH = 20.0
AWAY_M = 40.0
"""Standard deviation of a place's shift from its way, each axis."""


def in_the_middle(xy: Any, network: Network) -> Any:
    """Tell which places lie in the middle of the network's extent, shape (k,)."""
    low, high = network.node_xy.min(axis=0), network.node_xy.max(axis=0)
    share = (xy - low) / (high - low)
    return (np.abs(share - 0.5) <= MIDDLE / 2).all(axis=1)


def near_ways(network: Network, count: int, rng: np.random.Generator) -> Any:
    """Give places near stretches open to walkers and drivers alike, shape (count, 2), metres."""
    open_ = ~network.no_access
    for mode in ("walk", "drive"):
        open_ &= np.isfinite(network.minutes[mode]).all(axis=1) & ~network.island[mode]
    line = np.repeat(np.arange(len(network.lines)), np.diff(network.lines.start))
    places = network.lines.xy[open_[line]]
    places = np.unique(np.round(places[in_the_middle(places, network)], 1), axis=0)
    return places[rng.integers(0, len(places), count)] + rng.normal(0, AWAY_M, (count, 2))


def junctions(network: Network, mode: str, count: int, rng: np.random.Generator) -> Any:
    """Give junctions where three or more stretches meet that are open both ways to a mode.

    Service roads are left out for drivers: other engines know few of them.
    """
    open_ = np.isfinite(network.minutes[mode]).all(axis=1) & ~network.island[mode]
    if mode == "drive":
        open_ &= network.length_m * 0.06 / network.minutes[mode][:, 0] > SERVICE_KPH
    ends = np.concatenate([network.edge_from[open_], network.edge_to[open_]])
    degree = np.bincount(ends, minlength=len(network.node_xy))
    chosen = (degree >= 3) & ~network.blocked[mode] & in_the_middle(network.node_xy, network)
    places = np.unique(np.round(network.node_xy[chosen], 2), axis=0)
    return places[rng.integers(0, len(places), count)]


def write_points(network: Network, target: Path) -> None:
    """Write all kinds of places in degrees, the pairs of the cross-checks among them."""
    rng = np.random.default_rng(SEED)
    metres = {kind: near_ways(network, count, rng) for kind, count in COUNTS.items()}
    for mode in ("walk", "drive"):
        for kind in ("starts", "ends"):
            metres[f"{mode}_{kind}"] = junctions(network, mode, PAIRS, rng)
    degrees = {kind: reproject(xy, network.crs, WGS84).tolist() for kind, xy in metres.items()}
    target.write_text(json.dumps(degrees))
