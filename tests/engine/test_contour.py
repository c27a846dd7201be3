"""Outlines of low ground: valid, apart, nested, and round exactly the low grid points.

Shapely judges the outlines; connected low parts and their holes are counted by scipy.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from family_hub_planner.engine.contour import outlines

DIAGONALS_TOO = np.ones((3, 3))


def shapes(surface) -> list[Polygon]:
    return [Polygon(outline.shell, outline.holes) for outline in outlines(np.asarray(surface))]


def random_surface(seed: int) -> np.ndarray:
    """Give a surface of chance: rough or smooth, some values whole numbers, some without end."""
    rng = np.random.default_rng(seed)
    surface = rng.normal(rng.uniform(-0.7, 0.7), 1, rng.integers(1, 25, 2))
    if seed % 3 == 0:
        surface = ndimage.gaussian_filter(surface, 1.5) * 4
    if seed % 3 == 1:
        surface = np.rint(surface)
    surface[rng.random(surface.shape) < 0.08] = np.inf
    surface[rng.random(surface.shape) < 0.02] = -np.inf
    return surface


def assert_sound(surface) -> list[Polygon]:
    """Hold what every set of outlines owes its surface."""
    surface = np.asarray(surface, dtype=float)
    low, found = surface < 0, shapes(surface)
    assert all(shape.is_valid and shape.area > 0 for shape in found)
    for i, shape in enumerate(found):
        assert all(shape.disjoint(other) for other in found[i + 1 :])
    whole = unary_union(found)
    for row, column in np.ndindex(*low.shape):
        assert whole.contains(Point(column, row)) == low[row, column]
    labels, parts = ndimage.label(low)
    assert len(found) == parts
    around = np.pad(~low, 1, constant_values=True)
    _, high_parts = ndimage.label(around, DIAGONALS_TOO)
    assert sum(len(shape.interiors) for shape in found) == max(0, high_parts - 1)
    inside = [{int(labels[r, c]) for r, c in np.argwhere(low) if held(s, r, c)} for s in found]
    assert sorted(map(len, inside)) == [1] * parts
    return found


def held(shape: Polygon, row: int, column: int) -> bool:
    return bool(shape.contains(Point(column, row)))


@pytest.mark.parametrize("seed", range(90))
def test_outlines_are_valid_apart_and_hold_just_the_low_points(seed):
    assert_sound(random_surface(seed))


@pytest.mark.parametrize("seed", range(60))
def test_outlines_of_a_lower_surface_hold_those_of_a_higher_one(seed):
    high = random_surface(seed)
    rng = np.random.default_rng(1000 + seed)
    fall = rng.choice([0.0, 0.3, 2.0], high.shape) * rng.random(high.shape)
    inner, outer = (unary_union(shapes(surface)) for surface in (high, high - fall))
    assert inner.difference(outer).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_rings_run_anticlockwise_and_holes_the_other_way(seed):
    for outline in outlines(random_surface(seed)):
        assert Polygon(outline.shell).exterior.is_ccw
        assert not any(Polygon(hole).exterior.is_ccw for hole in outline.holes)
        assert all((ring[0] == ring[-1]).all() for ring in outline.rings())


@pytest.mark.parametrize("seed", range(20))
def test_a_crossing_stands_where_the_straight_line_between_two_values_is_zero(seed):
    rng = np.random.default_rng(seed)
    surface = rng.choice([-1, 1], (7, 9)) * rng.uniform(0.3, 0.7, (7, 9))
    inner = np.pad(surface, 1, constant_values=1e9)
    for outline in outlines(surface):
        for x, y in np.concatenate(outline.rings()) + 1:
            left, below = int(np.floor(x)), int(np.floor(y))
            share = max(x - left, y - below)
            right, above = left + (x > left), below + (y > below)
            values = inner[below, left], inner[above, right]
            if max(values) < 1e9:
                assert (1 - share) * values[0] + share * values[1] == pytest.approx(0, abs=1e-9)


def test_a_single_low_point_is_a_diamond_round_it():
    (diamond,) = assert_sound([[-1.0]])
    assert diamond.area < 0.01
    (diamond,) = assert_sound([[1, 1, 1], [1, -1, 1], [1, 1, 1]])
    assert diamond.area == pytest.approx(0.5)


@pytest.mark.parametrize(
    "surface", [[[1.0]], [[0.0]], [[np.inf]], np.ones((1, 5)), -np.zeros((3, 3))]
)
def test_ground_that_is_nowhere_below_zero_has_no_outline(surface):
    assert outlines(np.asarray(surface, dtype=float)) == []


def test_an_empty_surface_has_no_outline():
    assert outlines(np.empty((0, 0))) == []


@pytest.mark.parametrize("shape", [(1, 7), (7, 1)])
def test_a_surface_of_one_row_or_column_has_its_outlines(shape):
    assert len(assert_sound(np.reshape([-1, -1, 2, -1, np.inf, -3, 0.0], shape))) == 3


def test_low_ground_up_to_the_surfaces_rim_is_closed_there():
    (square,) = assert_sound(-np.ones((4, 6)))
    assert square.area == pytest.approx(3 * 5, abs=0.5)


@pytest.mark.parametrize("low", [-0.01, -1.0, -np.inf])
@pytest.mark.parametrize("high", [0.0, 0.01, 1.0, np.inf])
def test_low_corners_across_from_each_other_stay_apart(low, high):
    assert len(assert_sound([[low, high], [high, low]])) == 2
    assert len(assert_sound([[high, low], [low, high]])) == 2


def test_a_chessboard_is_one_polygon_for_each_low_field():
    board = np.where(np.indices((8, 8)).sum(axis=0) % 2, -1.0, 1.0)
    assert len(assert_sound(board)) == 32


def test_an_island_in_a_lake_in_an_island_is_two_polygons_and_one_hole():
    ring = np.abs(np.indices((11, 11)) - 5).max(axis=0)
    outer, inner = sorted(assert_sound(np.where(ring % 4 < 2, -1.0, 1.0)), key=lambda s: -s.area)[
        :2
    ]
    assert len(outer.interiors) == 1
    assert Polygon(outer.interiors[0]).contains(inner)


def test_two_holes_that_meet_at_a_corner_are_one_hole():
    surface = -np.ones((6, 6))
    surface[2, 2] = surface[3, 3] = 1.0
    (shape,) = assert_sound(surface)
    assert len(shape.interiors) == 1


def test_a_surface_without_end_values_draws_as_one_with_very_large_ones():
    surface = random_surface(4)
    bounded = np.nan_to_num(surface, posinf=1e12, neginf=-1e12)
    for one, other in zip(outlines(surface), outlines(bounded)):
        np.testing.assert_array_equal(one.shell, other.shell)


def test_the_surface_given_is_left_as_it_was():
    surface = random_surface(5)
    before = surface.copy()
    outlines(surface)
    np.testing.assert_array_equal(surface, before)
