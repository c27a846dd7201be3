"""Road junctions as places to test "where in principle", spread evenly over a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError, NetworkError
from ..thin import ThinPlaces, thin
from .model import Bools, Floats, Ints, Network

ROAD_MODE = "drive"
LEAST_ARMS = 3


@dataclass(frozen=True)
class Junctions:
    """k junctions: their `node` (row of the network's nodes), place in metres (k, 2), and arms.

    `total` tells among how many they were chosen; `of_paths` whether paths count, since the
    network has no roads.
    """

    node: Ints
    xy: Floats
    arms: Ints
    total: int
    of_paths: bool


def road_junctions(
    network: Network, mode: str, spacing_m: float, inside: Bools | None = None
) -> Junctions:
    """Choose junctions so that no two lie within the spacing and each is as near to a chosen one.

    A junction is a node where three or more ends of stretches meet that `mode` may pass and that
    are open to all journeys, one of them at least a road for cars. Left out are nodes that stop
    the mode, stretches cut off from the rest, and ways on which nobody gets on or off. Junctions
    where more roads meet are taken first, then those with more arms, then those with the smaller
    number: a maximal set of points no two of which lie within the spacing.

    Parameters
    ----------
    spacing_m
        Metres, above 0.
    inside
        Shape (n,): the nodes that may be chosen; None for all.

    Raises
    ------
    InputError
        The spacing is not above 0, or the network lacks the mode.
    NetworkError
        There is no junction (inside).
    """
    if not 0 < spacing_m < np.inf:
        raise InputError(f"The spacing is {spacing_m:g} m. Give more than 0.")
    arms, roads, of_paths = _arms(network, mode)
    fit = (arms >= LEAST_ARMS) & (roads > 0) & ~network.blocked[mode]
    if inside is not None:
        fit &= inside
    rows = np.flatnonzero(fit)
    if not len(rows):
        where = " inside the areas" if inside is not None else ""
        raise NetworkError(
            f"The network has no junction of three ways for {mode}{where}. Check the network and "
            "the areas."
        )
    rank = [f"{of_roads:03d} {of_all:03d}" for of_roads, of_all in zip(roads[rows], arms[rows])]
    node = rows[np.array(_spread(network.node_xy[rows], rank, spacing_m), dtype=np.int64)]
    return Junctions(node, network.node_xy[node], arms[node], len(rows), of_paths)


def _arms(network: Network, mode: str) -> tuple[Ints, Ints, bool]:
    """Give for each node its arms, how many are roads, and whether paths had to count as such."""
    if mode not in network.modes:
        raise InputError(f"The network has no minutes for {mode!r}; it has {network.modes}.")
    open_to = np.isfinite(network.passable(mode)).any(axis=1)
    open_to &= ~network.island[mode] & ~network.no_access & ~network.local_only[mode]
    road = open_to & np.isfinite(network.minutes[ROAD_MODE]).any(axis=1)
    of_paths = not road.any()
    return _ends(network, open_to), _ends(network, open_to if of_paths else road), of_paths


def _ends(network: Network, chosen: Bools) -> Ints:
    """Count the ends of stretches at each node; a loop has both of its ends there."""
    ends = np.concatenate([network.edge_from[chosen], network.edge_to[chosen]])
    return np.bincount(ends, minlength=len(network.node_xy)).astype(np.int64)


def _spread(xy: Floats, rank: Sequence[str], spacing_m: float) -> list[int]:
    """Give the positions kept by the spacing, the greatest rank first, then in their order."""
    nothing = [""] * len(rank)
    ids = [f"{at:012d}" for at in range(len(rank))]
    places = ThinPlaces(ids, xy, nothing, nothing, nothing, [[of] for of in rank])
    return thin(places, sorted(set(rank), reverse=True), spacing_m).kept
