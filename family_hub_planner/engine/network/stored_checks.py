"""What must hold of a network that was read from a file: somebody may have changed its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .model import Floats, Network, Polylines


def fault_of(network: Network) -> str:
    """Name the first fault of a network whose parts do not fit or whose numbers cannot be true.

    "" where there is none.
    """
    return next(_faults(network), "")


def _faults(network: Network) -> Iterator[str]:
    nodes, edges = len(network.node_xy), len(network.length_m)
    if not (nodes and edges):
        yield "no stretches"
    if network.node_xy.shape != (nodes, 2) or not np.isfinite(network.node_xy).all():
        yield "junctions without a place"
    if not _in_range(network.length_m):
        yield "stretches whose length is no number of metres"
    yield from _ends(network, nodes, edges)
    for polylines, count in ((network.lines, edges), (network.barriers, len(network.barriers))):
        if len(polylines) != count or not _are_lines(polylines):
            yield "lines without points"
    yield from _of_modes(network, nodes, edges)


def _ends(network: Network, nodes: int, edges: int) -> Iterator[str]:
    for ends in (network.edge_from, network.edge_to):
        whole = ends.shape == (edges,) and ends.dtype.kind == "i"
        if not whole or (edges and not (ends.min() >= 0 and ends.max() < nodes)):
            yield "stretches that end at no junction"
    if network.no_access.shape != (edges,) or network.fast.shape != (edges,):
        yield "stretches of no class"


def _of_modes(network: Network, nodes: int, edges: int) -> Iterator[str]:
    for mode, minutes in network.minutes.items():
        known = minutes[~np.isposinf(minutes)]
        if minutes.shape != (edges, 2) or not _in_range(known):
            yield f"minutes ({mode}) that are no times"
        if network.blocked[mode].shape != (nodes,):
            yield f"junctions of which nobody knows whether they are closed ({mode})"
        of_edges = (network.island[mode], network.local_only[mode])
        if any(flags.shape != (edges,) or flags.dtype != bool for flags in of_edges):
            yield f"stretches of which nobody knows whether they are open ({mode})"
        told = network.about.get(f"access_kph_{mode}")
        if told is not None and not _is_speed(told):
            yield f"a speed ({mode}) that is no number of km/h"


def _in_range(values: Floats) -> bool:
    return bool(np.isfinite(values).all() and (values >= 0).all())


def _are_lines(lines: Polylines) -> bool:
    whole = lines.start.ndim == 1 and lines.start.dtype.kind == "i" and len(lines.start) > 0
    if not whole or lines.start[0] != 0 or lines.start[-1] != len(lines.xy):
        return False
    return bool((np.diff(lines.start) >= 2).all() and np.isfinite(lines.xy).all())


def _is_speed(told: object) -> bool:
    try:
        return 0 < float(str(told)) < np.inf
    except ValueError:
        return False
