"""Neighbours among points: which places adjoin where no areas with borders are given."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .packages import need

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

TIMES_MEDIAN = 2.0
_FLAT = 1e-9  # of the longest extent: points as good as on one line have no triangles


def point_neighbours(xy: Floats, times_median: float = TIMES_MEDIAN) -> list[tuple[int, int]]:
    """Give the pairs of points that are neighbours, each once, sorted, the lower position first.

    Points are neighbours where an edge of their Delaunay triangulation (Delaunay 1934; Qhull,
    Barber, Dobkin and Huhdanpaa 1996) joins them that is at most `times_median` times the median
    length of all edges at one of its two ends. So the limit grows with the local spacing: hundreds
    of metres in a town, ten kilometres in sparse country. An edge may be held back by its ends'
    edges alone, as in AUTOCLUST (Estivill-Castro and Lee 2002); the factor 2 is our choice.

    Parameters
    ----------
    xy
        Points in metres, shape (n, 2); a point that is nan has no neighbours. Points at one place
        are neighbours; on one line each is one of the next.
    times_median
        How many times the median edge an edge may be long.

    Raises `MissingPackageError` without scipy.
    """
    placed = np.flatnonzero(np.isfinite(xy).all(axis=1))
    # Sorted, so that the order of the points decides nothing.
    spots, first, spot = np.unique(xy[placed], axis=0, return_index=True, return_inverse=True)
    spot = np.asarray(spot).reshape(-1)  # numpy 2.0 alone gives it two dimensions
    apart = _short(spots, _edges(spots), times_median)
    same = [(first[spot[row]], row) for row in range(len(placed)) if first[spot[row]] != row]
    pairs = [*((first[a], first[b]) for a, b in apart), *same]
    found = {tuple(sorted((int(placed[a]), int(placed[b])))) for a, b in pairs}
    return sorted((a, b) for a, b in found)


def _edges(spots: Floats) -> Places:
    """Give the edges of the triangulation of sorted points, shape (k, 2), each once."""
    if len(spots) < 2:
        return np.empty((0, 2), dtype=np.intp)
    centred = spots - spots.mean(axis=0)
    extents = np.linalg.svd(centred, compute_uv=False)
    if len(spots) == 2 or extents[1] <= _FLAT * extents[0]:
        row = np.arange(len(spots), dtype=np.intp)  # sorted by x, then y: along the line
        return np.column_stack([row[:-1], row[1:]])
    triangulation = need("scipy.spatial", "Neighbours").Delaunay(centred)
    corners = triangulation.simplices
    left_out = triangulation.coplanar[:, [0, 2]]  # as good as on top of another point
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]], left_out])
    edges: Places = np.unique(np.sort(sides, axis=1), axis=0).astype(np.intp)
    return edges


def _short(spots: Floats, edges: Places, times_median: float) -> Places:
    """Keep the edges that are short beside the others of one of their ends."""
    length = np.hypot(*(spots[edges[:, 0]] - spots[edges[:, 1]]).T)
    usual = _medians(edges.reshape(-1), np.repeat(length, 2), len(spots))
    kept: Places = edges[length <= times_median * usual[edges].max(axis=1)]
    return kept


def _medians(group: Places, values: Floats, count: int) -> Floats:
    """Give the median of each group's values, shape (count,); nought where it has none."""
    order = np.lexsort((values, group))
    values = np.append(values[order], 0.0)
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    size = np.diff(bounds)
    low, high = bounds[:-1] + np.maximum(size - 1, 0) // 2, bounds[:-1] + size // 2
    medians: Floats = np.where(size > 0, (values[low] + values[high]) / 2, 0.0)
    return medians
