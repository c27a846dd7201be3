"""Which sites share a building, as the national return on Best Start Family Hubs counts it.

Its guidance: "co-location means sharing the same physical space... shared postcode/address is
considered co-located". Here: the same UPRN, or the same postcode and address, else within so many
metres where both places are known to the metre. What shares with one that shares is in one building
with it, however many steps lead from one to the next.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .packages import need, tree_of

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
_PURPOSE = "Sites of one building"
SAME_UPRN, SAME_ADDRESS = "same UPRN", "same postcode and address"


@dataclass(frozen=True)
class Sharing:
    """One site of a shared building.

    `row` is the site, `building` the first site's row of its building, `sites` how many sites
    share it, `with_row` the first that it shares with directly, and `reason` by what.
    """

    row: int
    building: int
    sites: int
    with_row: int
    reason: str


def shared_buildings(
    uprns: Sequence[str],
    addresses: Sequence[Hashable],
    xy: Floats,
    within_m: float = 0.0,
) -> list[Sharing]:
    """Find the sites that share a building, in their order.

    Parameters
    ----------
    uprns, addresses
        Keys of k sites, equal where the same; "" or None where not known.
    xy
        Places in metres, shape (k, 2); nan where not known to the metre, as that of a postcode.
    within_m
        Metres within which sites count as one building; 0 leaves distance out.
    """
    links = list(_links(uprns, addresses, xy, within_m))
    if not links:
        return []
    first: dict[int, tuple[int, str]] = {}
    for one, other, reason in links:
        for row, neighbour in ((one, other), (other, one)):
            if row not in first or neighbour < first[row][0]:
                first[row] = (neighbour, reason)
    a, b = np.array([link[:2] for link in links]).T
    shape = (len(uprns), len(uprns))
    joined = need("scipy.sparse", _PURPOSE).coo_matrix((np.ones(len(a)), (a, b)), shape)
    _, labels = need("scipy.sparse.csgraph", _PURPOSE).connected_components(joined, directed=False)
    sizes = np.bincount(labels)
    starts = {int(label): row for row, label in reversed(list(enumerate(labels)))}
    return [
        Sharing(row, starts[int(labels[row])], int(sizes[labels[row]]), *first[row])
        for row in sorted(first)
    ]


def _links(
    uprns: Sequence[str], addresses: Sequence[Hashable], xy: Floats, within_m: float
) -> Iterator[tuple[int, int, str]]:
    """Give pairs of sites that share, those of the surest reason first."""
    for keys, reason in ((uprns, SAME_UPRN), (addresses, SAME_ADDRESS)):
        first: dict[Hashable, int] = {}
        for row, key in enumerate(keys):
            if key and key in first:
                yield first[key], row, reason
            elif key:
                first[key] = row
    rows = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if within_m > 0 and len(rows):
        for one, other in _near(xy[rows], within_m):
            yield int(rows[one]), int(rows[other]), f"within {within_m:g} m"


def _near(xy: Floats, within_m: float) -> list[tuple[int, int]]:
    """Give pairs that join all rows within the distance, sorted, the earlier row first.

    Of rows at one very place only the first is paired with the places around it, and the others
    with that one and with the earliest around: thousands of rows of one place would else be as many
    pairs squared. Each row is still paired with the earliest that it is within the distance of.
    """
    places, first, place_of = one_each(xy)
    earliest, pairs = first.copy(), set()
    for one, other in tree_of(places).query_pairs(within_m):
        pairs.add((min(first[one], first[other]), max(first[one], first[other])))
        earliest[one] = min(earliest[one], first[other])
        earliest[other] = min(earliest[other], first[one])
    for row, place in enumerate(place_of):
        if row != first[place]:
            pairs |= {(first[place], row), (earliest[place], row)}
    return sorted((int(one), int(other)) for one, other in pairs)


def one_each(xy: Floats) -> tuple[Floats, Rows, Rows]:
    """Give the different places, shape (p, 2), the first row of each, and the place of each row.

    `xy` has shape (k, 2), metres, all finite.
    """
    found = np.unique(xy, axis=0, return_index=True, return_inverse=True)
    return found[0], found[1], found[2].reshape(-1)
