"""The order in which a network's nodes are taken out, and the tree that this order makes.

Nodes are eliminated one by one, those of few neighbours first (minimum degree, as for sparse
Cholesky factors; George and Liu 1989). Taking out a node joins the neighbours that it leaves
behind. A node's *upper neighbours* are those left at its turn; the lowest of them is its parent in
the elimination tree, and all of them are its ancestors there (Liu 1990). On road networks the tree
is low: a few hundred steps for a county. Shortest paths can then be found along the tree alone
(customizable contraction hierarchies; Dibbelt, Strasser and Wagner 2016).

The order comes from SuperLU through scipy, which every QGIS with scipy carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..packages import need
from .model import Ints

# Keeps the matrix whose factor is taken regular: it is a graph's Laplacian otherwise. Small, so
# that the factor's numbers fade slowly along long chains.
_REGULAR = 1e-6


@dataclass(frozen=True)
class Elimination:
    """The eliminated graph; nodes are numbered by their turn, the lowest first.

    Attributes
    ----------
    turn
        Shape (n,): the turn of each node of the graph that was given.
    first
        Shape (n + 1,): the links of node v are those from first[v] to first[v + 1].
    upper
        Shape (links,): each link's upper neighbour, rising within a node.
    parent
        Shape (n,): the lowest upper neighbour, -1 at a root.
    depth
        Shape (n,): steps up to the root.
    place
        Shape (n,): the node's place in a walk round the tree that takes a node before its
        children, so that what lies below a node stands together.
    """

    turn: Ints
    first: Ints
    upper: Ints
    parent: Ints
    depth: Ints
    place: Ints

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    def link(self, lower: Ints, upper: Ints) -> Ints:
        """Give the number of each link from a lower to an upper neighbour; they must be there."""
        names = self.lower() * self.node_count + self.upper
        return np.searchsorted(names, lower * self.node_count + upper)

    @cached_property
    def levels(self) -> list[Ints]:
        """The nodes of each depth, from the roots down."""
        order = np.argsort(self.depth, kind="stable")
        start = np.searchsorted(self.depth[order], np.arange(self.depth.max(initial=-1) + 2))
        return [order[a:b] for a, b in zip(start[:-1], start[1:])]

    def lower(self) -> Ints:
        """Give the lower end of each link, shape (links,)."""
        return np.repeat(np.arange(self.node_count, dtype=np.int64), np.diff(self.first))

    def links_of(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Give the links of some nodes one after the other, and how many each has."""
        count = self.first[nodes + 1] - self.first[nodes]
        start = np.repeat(self.first[nodes] - (np.cumsum(count) - count), count)
        return start + np.arange(len(start)), count


def eliminate(node_count: int, tail: Ints, head: Ints) -> Elimination:
    """Order the nodes of a graph and find what their elimination links.

    `tail` and `head` have shape (k,): pairs of neighbours, in any direction and more than once.
    """
    factor = _factor(node_count, tail, head)
    links = factor.L.tocsc()
    links.sort_indices()
    column = np.repeat(np.arange(node_count), np.diff(links.indptr))
    below = links.indices > column
    upper = links.indices[below].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(np.bincount(column[below], minlength=node_count))])
    has_upper = np.diff(first) > 0
    parent = np.full(node_count, -1)
    parent[has_upper] = upper[first[:-1][has_upper]]
    depth = _depths(parent)
    place = _places(parent)
    return Elimination(factor.perm_c.astype(np.int64), first, upper, parent, depth, place)


def _factor(node_count: int, tail: Ints, head: Ints) -> Any:
    sparse = need("scipy.sparse", "Travel times")
    linalg = need("scipy.sparse.linalg", "Travel times")
    apart = tail != head
    tail, head = tail[apart], head[apart]
    ends = np.concatenate([tail, head]), np.concatenate([head, tail])
    shape = (node_count, node_count)
    joined = sparse.coo_matrix((np.ones(len(ends[0])), ends), shape=shape).tocsc()
    joined.data[:] = -1.0
    degree = -np.asarray(joined.sum(axis=0)).ravel()
    return linalg.splu(
        (joined + sparse.diags(degree + _REGULAR)).tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        relax=1,
        panel_size=1,
        options={"SymmetricMode": True},
    )


def _depths(parent: Ints) -> Ints:
    """Steps from each node up to its root; a parent's turn comes after its children's."""
    found = [0] * len(parent)
    above = parent.tolist()
    for node in range(len(above) - 1, -1, -1):
        if above[node] >= 0:
            found[node] = found[above[node]] + 1
    return np.array(found, dtype=np.int64)


def _places(parent: Ints) -> Ints:
    """Number the nodes so that each comes before what lies below it, and that stands together."""
    size = [1] * len(parent)
    above = parent.tolist()
    for node, up in enumerate(above):
        if up >= 0:
            size[up] += size[node]
    # What a node has given out of its own stretch of numbers, beginning after itself.
    given = [0] * len(parent)
    place, after_roots = [0] * len(parent), 0
    for node in range(len(parent) - 1, -1, -1):
        up = above[node]
        if up < 0:
            place[node], after_roots = after_roots, after_roots + size[node]
        else:
            place[node] = place[up] + 1 + given[up]
            given[up] += size[node]
    return np.array(place, dtype=np.int64)
