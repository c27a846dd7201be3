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

A_POINT_ADDED = "a point added by hand"


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
    added: Bools | None = None,
) -> tuple[Cluster, ...]:
    """Part the member areas into clusters, by falling weight: what hangs together by neighbours.

    These are the connected components of the graph of the members and the pairs between two of
    them (Hopcroft and Tarjan 1973, Algorithm 447), worked out by `scipy.sparse.csgraph`.

    Parameters
    ----------
    neighbours
        Pairs of positions of areas, in either order, repeated or not.
    member
        True for the areas to be parted, shape (n,).
    weight
        What the clusters are ordered by, such as children, shape (n,), never missing.
    names
        How planners call each area: its locality, its ward or its own name; "" is its code.
    codes
        Unique codes as text, n of them; ties go to the one that sorts first.
    details
        A closer name of each area, n of them or none, "" for none.
    added
        True for the points added by hand, shape (n,), None for none: they are no areas.

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
    pairs = zip(_Called(names, details, weight, codes, added).clusters(groups), groups)
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


class _Called:
    """The names of n areas, those of their clusters, and how many areas each name has.

    A cluster has the name that weighs most in it, and says what else is in it: "part of" a place
    where it has not all the areas of that name, members or not, and of one such area its closer
    name. That of its heaviest area tells clusters of one name apart. Points added by hand name
    nothing, but where a cluster has nothing else.
    """

    def __init__(
        self,
        names: Sequence[str],
        details: Sequence[str],
        weight: Floats,
        codes: Sequence[str],
        added: Bools | None,
    ) -> None:
        self.names = [name or code for name, code in zip(names, codes)]
        self.details, self.weight, self.codes = details, weight, codes
        self.added = np.zeros(len(codes), dtype=bool) if added is None else added
        self.areas = Counter(name for name, no in zip(self.names, self.added) if not no)

    def clusters(self, groups: Sequence[Labels]) -> Iterator[str]:
        """Give each cluster a name of its own."""
        words = [self.cluster(rows) for rows in groups]
        if self.details:
            words = _with_details(words, [self.detail(rows) for rows in groups])
        return _told_apart(words)

    def cluster(self, rows: Labels) -> str:
        """Name a cluster: "A", "A and part of B", "A and 3 more areas"; by falling weight."""
        areas = rows[~self.added[rows]]
        if not len(areas):
            return A_POINT_ADDED if len(rows) == 1 else f"{len(rows)} points added by hand"
        bearers: dict[str, list[int]] = {}
        for row in sorted(areas, key=lambda row: self.codes[row]):
            bearers.setdefault(self.names[row], []).append(row)

        def rank(name: str) -> tuple[float, str]:
            return -_whole(self.weight[bearers[name]]), self.codes[bearers[name][0]]

        ranked = sorted(bearers, key=rank)
        if len(ranked) > 2:
            more = len(areas) - len(bearers[ranked[0]])
            return f"{self._place(bearers[ranked[0]])} and {more} more areas"
        # "part of A and B" would leave open whether all of B is in it: what is whole stands first.
        ranked.sort(key=lambda name: self._is_part(bearers[name]))
        return " and ".join(self._place(bearers[name]) for name in ranked)

    def detail(self, rows: Labels) -> str:
        """Give the closer name of the area that weighs most; "" where there is none."""
        areas = rows[~self.added[rows]].tolist()
        heaviest = sorted(areas, key=lambda row: (-self.weight[row], self.codes[row]))
        return next((self.details[row] for row in heaviest), "")

    def _is_part(self, rows: Sequence[int]) -> bool:
        return len(rows) < self.areas[self.names[rows[0]]]

    def _place(self, rows: Sequence[int]) -> str:
        """Name what a cluster has of one place: all of it, one area, or some of its areas."""
        place = self.names[rows[0]]
        if not self._is_part(rows):
            return place
        own = self.details[rows[0]] if self.details and len(rows) == 1 else ""
        if not own:
            return f"part of {place}"
        return own if own.startswith(place) else f"{own} in {place}"


def _with_details(names: Sequence[str], details: Sequence[str]) -> list[str]:
    """Add its detail to each name that stands more than once: "Oakham (Rutland 003B)"."""
    repeated = {name for name, count in Counter(names).items() if count > 1}
    return [
        f"{name} ({detail})" if name in repeated and detail and detail not in name else name
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
