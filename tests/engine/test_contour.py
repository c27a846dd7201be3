"""Outlines of marked grid points: valid, apart, nested, and round exactly the marked points.

Shapely judges the outlines; connected marked parts and their holes are counted by scipy.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from family_hub_planner.engine.contour import NO_BENDS, Bends, crossings, rings, trace

DIAGONALS_TOO = np.ones((3, 3))


def padded(points) -> np.ndarray:
    return np.pad(np.asarray(points, dtype=bool), 1)


def shares(tracing, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.01, 0.99, len(tracing.inner))


def shapes(marked, share=None, bends=NO_BENDS, seed=0) -> list[Polygon]:
    """Give the outlines of a grid as polygons, crossings where `share` says or at random."""
    tracing = trace(marked)
    drawn = rings(marked, tracing, shares(tracing, seed) if share is None else share, bends)
    found: list[Polygon] = []
    parts = [drawn.xy[a:b] for a, b in zip(drawn.start, drawn.start[1:])]
    for number in np.unique(drawn.part):
        mine = np.flatnonzero(drawn.part == number)
        assert (drawn.twice_area[mine] > 0).tolist() == [True] + [False] * (len(mine) - 1)
        found.append(Polygon(parts[mine[0]], [parts[hole] for hole in mine[1:]]))
        assert drawn.twice_area[mine].sum() / 2 == pytest.approx(found[-1].area)
    for ring in parts:
        assert (ring[0] == ring[-1]).all()
    return found


def random_marks(seed: int) -> np.ndarray:
    """Give points marked by chance: scattered, or in patches."""
    rng = np.random.default_rng(seed)
    field = rng.normal(rng.uniform(-0.7, 0.7), 1, rng.integers(1, 25, 2))
    if seed % 3 == 0:
        field = ndimage.gaussian_filter(field, 1.5) * 4
    return padded(field < 0)


def assert_sound(marked, seed=0) -> list[Polygon]:
    """Hold what every set of outlines owes its marked points."""
    found = shapes(marked, seed=seed)
    assert all(shape.is_valid and shape.area > 0 for shape in found)
    for i, shape in enumerate(found):
        assert all(shape.disjoint(other) for other in found[i + 1 :])
    whole = unary_union(found)
    for row, column in np.ndindex(*marked.shape):
        assert whole.contains(Point(column, row)) == marked[row, column]
    labels, parts = ndimage.label(marked)
    assert len(found) == parts
    _, unmarked_parts = ndimage.label(~marked, DIAGONALS_TOO)
    assert sum(len(shape.interiors) for shape in found) == max(0, unmarked_parts - 1)
    inside = [{int(labels[r, c]) for r, c in np.argwhere(marked) if held(s, r, c)} for s in found]
    assert sorted(map(len, inside)) == [1] * parts
    return found


def held(shape: Polygon, row: int, column: int) -> bool:
    return bool(shape.contains(Point(column, row)))


@pytest.mark.parametrize("seed", range(90))
def test_outlines_are_valid_apart_and_hold_just_the_marked_points(seed):
    assert_sound(random_marks(seed), seed)


@pytest.mark.parametrize("seed", range(60))
def test_outlines_of_more_points_with_crossings_further_out_hold_those_of_fewer(seed):
    few, rng = random_marks(seed), np.random.default_rng(1000 + seed)
    more = few.copy()
    more[1:-1, 1:-1] |= rng.random((few.shape[0] - 2, few.shape[1] - 2)) < 0.2
    inner, outer = trace(few), trace(more)
    share, further = shares(inner, seed), shares(outer, seed + 1)
    place = dict(zip(zip(inner.inner.tolist(), inner.outer.tolist()), share))
    for i, line in enumerate(zip(outer.inner.tolist(), outer.outer.tolist())):
        further[i] = max(further[i], place.get(line, 0.0))
    inside, outside = unary_union(shapes(few, share)), unary_union(shapes(more, further))
    assert inside.difference(outside).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_outer_rings_run_anticlockwise_and_holes_the_other_way(seed):
    marked = random_marks(seed)
    for shape in shapes(marked):
        assert shape.exterior.is_ccw
        assert not any(hole.is_ccw for hole in shape.interiors)


def test_a_crossing_stands_at_its_share_from_the_marked_point_outwards():
    marked = padded([[1]])
    tracing = trace(marked)
    share = np.array([0.1, 0.2, 0.3, 0.4])
    at = crossings(tracing, share)
    np.testing.assert_allclose(np.abs(at - [1, 1]).sum(axis=1), share)
    assert {tuple(step) for step in np.sign(at - [1, 1])} == {(1, 0), (0, 1), (-1, 0), (0, -1)}


def test_each_crossing_goes_on_through_the_square_that_both_lines_bound():
    marked = random_marks(7)
    tracing = trace(marked)
    at = crossings(tracing, np.full(len(tracing.inner), 0.5))
    row, column = np.divmod(tracing.square, tracing.columns)
    for place in (at, at[tracing.following]):
        assert (np.abs(place - np.stack([column, row], axis=1) - 0.5).max(axis=1) <= 0.5).all()


def test_saddles_are_told_apart_from_squares_with_one_piece_of_outline():
    assert trace(padded([[1, 0], [0, 1]])).saddle.sum() == 2
    assert not trace(padded([[1, 1], [0, 1]])).saddle.any()


def test_a_single_marked_point_is_a_diamond_round_it():
    marked = padded([[1]])
    (diamond,) = shapes(marked, np.full(4, 0.5))
    assert diamond.area == pytest.approx(0.5)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (3, 3)])
def test_ground_without_marked_points_has_no_outline(shape):
    assert shapes(padded(np.zeros(shape))) == []


@pytest.mark.parametrize("shape", [(1, 7), (7, 1)])
def test_a_single_row_or_column_has_its_outlines(shape):
    assert len(assert_sound(padded(np.reshape([1, 1, 0, 1, 0, 1, 0], shape)))) == 3


@pytest.mark.parametrize("seed", range(5))
def test_marked_points_across_from_each_other_stay_apart(seed):
    assert len(assert_sound(padded([[1, 0], [0, 1]]), seed)) == 2
    assert len(assert_sound(padded([[0, 1], [1, 0]]), seed)) == 2


def test_a_chessboard_is_one_polygon_for_each_marked_field():
    assert len(assert_sound(padded(np.indices((8, 8)).sum(axis=0) % 2))) == 32


def test_an_island_in_a_lake_in_an_island_is_two_polygons_and_one_hole():
    ring = np.abs(np.indices((11, 11)) - 5).max(axis=0)
    outer, inner = sorted(assert_sound(padded(ring % 4 < 2)), key=lambda s: -s.area)[:2]
    assert len(outer.interiors) == 1
    assert Polygon(outer.interiors[0]).contains(inner)


def test_two_holes_that_meet_at_a_corner_are_one_hole():
    marked = np.ones((6, 6), dtype=bool)
    marked[2, 2] = marked[3, 3] = False
    (shape,) = assert_sound(padded(marked))
    assert len(shape.interiors) == 1


def test_an_outline_bends_where_it_is_told_to_and_in_that_order():
    marked = padded([[1, 1], [1, 1]])
    tracing = trace(marked)
    plain = shapes(marked, np.full(len(tracing.inner), 0.5))[0]
    (north,) = np.flatnonzero((tracing.inner == 10) & (tracing.outer == 14))
    # From above the upper right point the outline goes on westwards, in the square on its left.
    assert tracing.square[north] == 9
    bends = Bends(np.array([north, north]), np.array([[1.8, 2.9], [1.2, 2.7]]))
    (bent,) = shapes(marked, np.full(len(tracing.inner), 0.5), bends)
    assert bent.is_valid
    ring = [tuple(point) for point in bent.exterior.coords]
    at = ring.index((2.0, 2.5))
    assert ring[at : at + 4] == [(2.0, 2.5), (1.8, 2.9), (1.2, 2.7), (1.0, 2.5)]
    assert bent.area > plain.area


def test_the_marks_given_are_left_as_they_were():
    marked = random_marks(5)
    before = marked.copy()
    shapes(marked)
    np.testing.assert_array_equal(marked, before)
