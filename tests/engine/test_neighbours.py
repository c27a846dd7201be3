"""Neighbours among points, by hand, and against areas that share a border."""

from __future__ import annotations

import numpy as np
import pytest
from needed_package import needed
from scipy.spatial import Delaunay

from family_hub_planner.engine.neighbours import point_neighbours

NAN = float("nan")


def pairs(*points):
    return point_neighbours(np.array(points, dtype=float).reshape(-1, 2))


def test_a_square_with_a_middle_joins_each_corner_to_the_middle_and_the_next_corners():
    found = pairs((0, 0), (10, 0), (10, 10), (0, 10), (5, 5))
    assert found == [(0, 1), (0, 3), (0, 4), (1, 2), (1, 4), (2, 3), (2, 4), (3, 4)]


def test_a_long_edge_between_two_villages_is_no_neighbourhood():
    """Each village is a square of 100 m; from the nearest of their corners it is 900 m."""
    village = [(0, 0), (100, 0), (100, 100), (0, 100), (50, 50)]
    far = [(x + 1000, y) for x, y in village]
    found = pairs(*village, *far)
    assert found and not [pair for pair in found if pair[0] < 5 <= pair[1]]


def test_the_same_distance_joins_where_points_are_sparse():
    """900 m is far in a village of houses 100 m apart, and near where all are 900 m apart."""
    sparse = [(0, 0), (900, 0), (900, 900), (0, 900), (1800, 0), (1800, 900)]
    found = pairs(*sparse)
    assert {(0, 1), (1, 2), (2, 3), (0, 3), (1, 4), (4, 5), (2, 5)} <= set(found)


def test_points_on_one_line_are_neighbours_of_the_next_alone():
    assert pairs((0, 0), (30, 30), (10, 10), (20, 20)) == [(0, 2), (1, 3), (2, 3)]
    assert pairs((5, 0), (5, 9)) == [(0, 1)]


def test_points_at_one_place_are_neighbours_and_share_their_place():
    found = pairs((0, 0), (10, 0), (0, 10), (0, 0))
    assert found == [(0, 1), (0, 2), (0, 3), (1, 2)]


def test_one_point_no_point_and_a_point_without_a_place_have_no_neighbours():
    assert pairs() == pairs((1, 2)) == pairs((NAN, NAN)) == []
    assert pairs((0, 0), (NAN, NAN), (10, 0)) == [(0, 2)]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_points_changes_nothing(seed):
    """A grid: its squares' diagonals are free, so that the order could decide."""
    grid = np.array([(x, y) for x in range(5) for y in range(5)], dtype=float)
    order = np.random.default_rng(seed).permutation(len(grid))
    found = {frozenset(pair) for pair in point_neighbours(grid)}
    shuffled = point_neighbours(grid[order])
    assert {frozenset((int(order[a]), int(order[b]))) for a, b in shuffled} == found


@pytest.mark.parametrize(
    "place, joined, real", [("leicester/boundaries/LSOA_2021_E06000016.geojson", 0.80, 0.75),
                            ("rutland/boundaries/LSOA_2021_E06000017.geojson", 0.80, 0.75)],
)  # fmt: skip
def test_points_of_real_areas_are_neighbours_much_as_the_areas_touch(
    shared_data, place, joined, real
):
    geopandas = needed("geopandas")
    areas = geopandas.read_file(shared_data / place).to_crs(27700)
    inside = areas.geometry.representative_point()
    found = set(point_neighbours(np.column_stack([inside.x, inside.y])))
    grown = areas.geometry.buffer(0.5)
    touching = {
        (i, j)
        for i in range(len(areas))
        for j in np.flatnonzero(grown.intersects(grown.iloc[i])).tolist()
        if i < j
    }
    assert len(found & touching) / len(touching) > joined
    assert len(found & touching) / len(found) > real


@pytest.mark.parametrize("seed", range(6))
def test_random_points_agree_with_the_rule_written_out_edge_by_edge(seed):
    xy = np.random.default_rng(seed).random((30, 2)) ** 3 * 5000
    sides = [(0, 1), (1, 2), (0, 2)]
    edges = {
        (min(t[a], t[b]), max(t[a], t[b]))
        for t in Delaunay(xy).simplices.tolist()
        for a, b in sides
    }
    length = {edge: float(np.linalg.norm(xy[edge[0]] - xy[edge[1]])) for edge in edges}
    usual = [np.median([length[edge] for edge in edges if end in edge]) for end in range(30)]
    kept = [edge for edge in sorted(edges) if length[edge] <= 2 * max(usual[end] for end in edge)]
    assert point_neighbours(xy) == kept
    assert len(kept) < len(edges)
