"""Road junctions as places to test "where in principle", spread evenly over a network."""

from __future__ import annotations

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
    with more arms are taken first, then those with the smaller number: a maximal set of points no
    two of which lie within the spacing.

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
    arms, with_road, of_paths = _arms(network, mode)
    fit = (arms >= LEAST_ARMS) & with_road & ~network.blocked[mode]
    if inside is not None:
        fit &= inside
    rows = np.flatnonzero(fit)
    if not len(rows):
        where = " inside the areas" if inside is not None else ""
        raise NetworkError(
            f"The network has no junction of three ways for {mode}{where}. Check the network and "
            "the areas."
        )
    chosen = np.array(_spread(network.node_xy[rows], arms[rows], rows, spacing_m), dtype=np.int64)
    node = rows[chosen]
    return Junctions(node, network.node_xy[node], arms[node], len(rows), of_paths)


def _arms(network: Network, mode: str) -> tuple[Ints, Bools, bool]:
    """Give for each node its arms, whether one is a road, and whether paths had to count."""
    if mode not in network.modes:
        raise InputError(f"The network has no minutes for {mode!r}; it has {network.modes}.")
    open_to = np.isfinite(network.passable(mode)).any(axis=1)
    open_to &= ~network.island[mode] & ~network.no_access & ~network.local_only[mode]
    road = open_to & np.isfinite(network.minutes[ROAD_MODE]).any(axis=1)
    of_paths = not road.any()
    return (
        _ends(network, open_to),
        _ends(network, open_to if of_paths else road) > 0,
        of_paths,
    )


def _ends(network: Network, chosen: Bools) -> Ints:
    """Count the ends of stretches at each node; a loop has both of its ends there."""
    ends = np.concatenate([network.edge_from[chosen], network.edge_to[chosen]])
    return np.bincount(ends, minlength=len(network.node_xy)).astype(np.int64)


def _spread(xy: Floats, arms: Ints, rows: Ints, spacing_m: float) -> list[int]:
    """Give the positions kept by the spacing, most arms first."""
    nothing = [""] * len(rows)
    kinds = [[str(count)] for count in arms]
    order = [str(count) for count in sorted(set(arms.tolist()), reverse=True)]
    ids = [f"{row:012d}" for row in rows]
    return thin(ThinPlaces(ids, xy, nothing, nothing, nothing, kinds), order, spacing_m).kept
