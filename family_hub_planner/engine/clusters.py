"""Clusters: areas that are neighbours, taken together and given a name that planners know."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .packages import need

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Cluster:
    """Areas that hang together; `rows` are their positions, sorted, and `name` is its alone."""

    name: str
    rows: tuple[int, ...]


def clusters_of(
    neighbours: Sequence[tuple[int, int]],
    member: Bools,
    weight: Floats,
    names: Sequence[str],
    codes: Sequence[str],
    details: Sequence[str] = (),
) -> tuple[Cluster, ...]:
    """Part the member areas into clusters: what hangs together by pairs of neighbours.

    These are the connected components of the graph of the members and the pairs between two of
    them (Hopcroft and Tarjan 1973, Algorithm 447), worked out by `scipy.sparse.csgraph`.

    Parameters
    ----------
    neighbours
        Pairs of positions of areas, in either order, repeated or not; a pair with an area that is
        no member joins nothing.
    member
        True for the areas to be parted, shape (n,).
    weight
        What the clusters are ordered by, such as children, shape (n,), never missing.
    names
        How planners call each area: its locality, its ward or its own name; "" is its code. A
        cluster has the name that weighs most in it, and says what else is in it.
    codes
        Unique codes as text, n of them; ties go to the one that sorts first.
    details
        A closer name of each area, n of them or none, which tells clusters of one name apart:
        that of the member that weighs most, "" for none.

    Returns
    -------
    The clusters by falling weight, each with a name of its own; none where nothing is a member.

    Raises
    ------
    InputError
        Where lengths differ, a weight of a member is missing, or a pair points at no area.
    MissingPackageError
        Without scipy.
    """
    _refuse_bad_areas(neighbours, member, weight, names, codes)
    kept = np.flatnonzero(member)
    if not len(kept):
        return ()
    label = _components(neighbours, member, kept)
    groups = [kept[label == one] for one in range(int(label.max()) + 1)]
    groups.sort(key=lambda rows: (-_whole(weight[rows]), min(codes[row] for row in rows)))
    called = [name or code for name, code in zip(names, codes)]
    words = [_name(rows, weight, called, codes) for rows in groups]
    if details:
        words = _with_details(words, [details[_heaviest(rows, weight, codes)] for rows in groups])
    pairs = zip(_told_apart(words), groups)
    return tuple(Cluster(word, tuple(int(row) for row in rows)) for word, rows in pairs)


def _components(neighbours: Sequence[tuple[int, int]], member: Bools, kept: Labels) -> Labels:
    """Label each member with its component, shape (members,), from nought."""
    sparse = need("scipy.sparse", "Clusters")
    csgraph = need("scipy.sparse.csgraph", "Clusters")
    place = np.cumsum(member) - 1
    pairs = np.array(list(neighbours), dtype=np.intp).reshape(-1, 2)
    first, second = place[pairs[member[pairs].all(axis=1)]].T
    shape = (len(kept), len(kept))
    graph = sparse.coo_matrix((np.ones(len(first)), (first, second)), shape=shape)
    label: Labels = csgraph.connected_components(graph, directed=False)[1]
    return label


def _name(rows: Labels, weight: Floats, called: Sequence[str], codes: Sequence[str]) -> str:
    """Name a cluster: "A", "A and B", "A and 3 more areas"; names by falling weight, then code."""
    bearers: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda row: codes[row]):
        bearers.setdefault(called[row], []).append(row)

    def rank(name: str) -> tuple[float, str]:
        return -_whole(weight[bearers[name]]), codes[bearers[name][0]]

    ranked = sorted(bearers, key=rank)
    if len(ranked) < 3:
        return " and ".join(ranked)
    return f"{ranked[0]} and {len(rows) - len(bearers[ranked[0]])} more areas"


def _heaviest(rows: Labels, weight: Floats, codes: Sequence[str]) -> int:
    return int(min(rows, key=lambda row: (-weight[row], codes[row])))


def _with_details(names: Sequence[str], details: Sequence[str]) -> list[str]:
    """Add its detail to each name that stands more than once: "Oakham (Rutland 003B)"."""
    repeated = {name for name, count in Counter(names).items() if count > 1}
    return [
        f"{name} ({detail})" if name in repeated and detail not in ("", name) else name
        for name, detail in zip(names, details)
    ]


def _whole(weight: Floats) -> float:
    return math.fsum(weight.tolist())  # rounded once: the same in whatever order areas come


def _told_apart(names: Sequence[str]) -> Iterator[str]:
    """Give each name once: the second "Oakham" is "Oakham (2)", a free number always."""
    taken = set(names)
    met: set[str] = set()
    for name in names:
        told, number = name, 1
        while told in met or (number > 1 and told in taken):
            number += 1
            told = f"{name} ({number})"
        met.add(told)
        yield told


def _refuse_bad_areas(
    neighbours: Sequence[tuple[int, int]],
    member: Bools,
    weight: Floats,
    names: Sequence[str],
    codes: Sequence[str],
) -> None:
    count = len(codes)
    if not len(member) == len(weight) == len(names) == count:
        raise InputError(
            f"Clusters: {count} areas need one membership, weight and name each; there are "
            f"{len(member)}, {len(weight)} and {len(names)}."
        )
    missing = np.flatnonzero(member & ~np.isfinite(weight))
    if len(missing):
        raise InputError(
            f"{len(missing)} of {count} areas have no usable weight to put clusters in order by "
            f"(first: {codes[missing[0]]}). Give each a number."
        )
    astray = [pair for pair in neighbours if not all(0 <= row < count for row in pair)]
    if astray:
        raise InputError(
            f"{len(astray)} pairs of neighbours name an area that is not there (first: "
            f"{astray[0]}). Positions go from 0 to {count - 1}."
        )
