"""The ground behind catchments: each point of the grid belongs to the way it would be put on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rutland_network import rutland
from test_reached import network_of, random_streets

from family_hub_planner.engine.catchment_grid import DRAWING, Drawing, window_round
from family_hub_planner.engine.catchment_ground import ground_near
from family_hub_planner.engine.catchment_groups import Boxes
from family_hub_planner.engine.catchment_line import Lines, roots
from family_hub_planner.engine.catchment_street import Streets, cut_by_grid
from family_hub_planner.engine.network.snap import Snapper


def window_of(network, drawing, reached, *places):
    """Give the window round the reached stretches, and some places besides."""
    boxes = Boxes.of_lines(network.lines)
    low = [*boxes.low[reached], *places]
    high = [*boxes.high[reached], *places]
    return window_round(np.array(low), np.array(high), drawing)


def assert_as_snapped(network, mode, drawing, reached, points) -> None:
    """Compare grid points of the window with where `Snapper` puts places that stand there."""
    snapper = Snapper(network, mode)
    ground = ground_near(snapper, drawing, reached, window_of(network, drawing, reached))
    window, rng = ground.window, np.random.default_rng(0)
    every = np.arange(window.rows * window.columns)
    chosen = rng.choice(every, min(points, len(every)), replace=False)
    snapped = snapper.snap(window.xy(chosen), drawing.off_road_m)
    number = ground.number.ravel()[chosen]
    on = number >= 0
    # Points may be left out where every reached way is too far off.
    taken = snapped.ok.copy()
    taken[snapped.ok] = reached[snapped.edge[snapped.ok]]
    assert on[taken].all()
    assert snapped.ok[on].all()
    assert on.sum() > 20
    np.testing.assert_allclose(ground.metres[number[on]], snapped.access_m[on], atol=1e-9)
    # At a corner that is as near by several ways either may have the point.
    same = ground.edge[number[on]] == snapped.edge[on]
    fraction = ground.fraction[number[on]]
    np.testing.assert_allclose(fraction[same], snapped.fraction[on][same], atol=1e-12)
    assert np.isin(np.round(fraction[~same], 9), (0.0, 1.0)).all()
    assert same.mean() > 0.99


@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize("seed", range(10))
def test_grid_points_belong_to_the_way_a_place_there_is_put_on(seed, mode):
    network = random_streets(seed, mode)
    rng = np.random.default_rng(seed)
    island = {mode: rng.random(len(network.length_m)) < 0.1}
    network = replace(network, island=island)
    reached = rng.random(len(network.length_m)) < (1.0 if seed % 2 else 0.2)
    assert_as_snapped(network, mode, Drawing(11.0, 47.0), reached, 4000)


@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_grid_points_in_rutland_belong_to_the_way_a_place_there_is_put_on(shared_data, mode):
    network = rutland(shared_data).network
    at = network.node_xy[network.edge_from]
    reached = np.hypot(*(at - [486_000.0, 308_700.0]).T) < 3000
    assert_as_snapped(network, mode, DRAWING[mode], reached, 12_000)


def test_a_window_takes_in_hubs_far_from_every_reached_way_but_no_more_than_their_reach():
    long = network_of([[(0, 0), (90_000, 0)]], [[1, 1]])
    lines = Boxes.of_lines(long.lines)
    low, high = lines.around(np.ones(1, bool), np.array([50.0, 400.0]), 1000.0)
    assert (low.tolist(), high.tolist()) == ([0.0, 0.0], [1050.0, 400.0])


def test_a_way_that_runs_on_beyond_the_window_is_cut_off_at_its_edge():
    network = network_of([[(0, 0), (90_000, 0)]], [[1, 1]])
    drawing, reached = Drawing(10.0, 30.0), np.ones(1, bool)
    window = window_round(np.array([[0.0, 0.0]]), np.array([[200.0, 0.0]]), drawing)
    ground = ground_near(Snapper(network, "walk"), drawing, reached, window)
    assert 0 < len(ground.point) < 400
    streets = Streets(ground.snapper, window, network, reached)
    column, row = streets.cuts.point % window.columns, streets.cuts.point // window.columns
    assert len(column) and (column < window.columns).all() and (row < window.rows).all()
    assert column.max() >= 22


def test_where_nothing_is_reached_the_ground_is_empty():
    network = network_of([[(0, 0), (100, 0)]], [[1, 1]])
    drawing, nothing = Drawing(10.0, 30.0), np.zeros(1, bool)
    window = window_of(network, drawing, nothing, np.zeros(2))
    assert len(ground_near(Snapper(network, "walk"), drawing, nothing, window).point) == 0


def lines_of(streets, barriers=()):
    network = network_of(streets, [[1, 1]] * len(streets), barriers=barriers)
    reached = np.ones(len(streets), dtype=bool)
    ground = ground_near(
        Snapper(network, "walk"),
        Drawing(10.0, 30.0),
        reached,
        window_of(network, Drawing(10.0, 30.0), reached),
    )
    return ground, Lines(ground)


def holds_northwards(ground, lines, x, y):
    """Give how far north of a grid point its way holds, in metres."""
    window = ground.window
    at = int(y // 10 - window.row) * window.columns + int(x // 10 - window.column)
    share, _ = lines.holds(np.array([ground.number.ravel()[at]]), np.array([1]))
    return 10 * share[0]


def test_a_way_holds_to_half_way_towards_the_next_and_no_farther_off_than_allowed():
    ground, lines = lines_of([[(0, 0), (100, 0)], [(0, 27), (100, 27)]])
    assert holds_northwards(ground, lines, 50, 10) == pytest.approx(3.5, abs=0.01)
    assert holds_northwards(ground, lines, 50, 50) == pytest.approx(7.0, abs=0.01)
    assert holds_northwards(ground, lines, 50, 0) == pytest.approx(10)


def test_a_way_holds_up_to_a_barrier():
    river = [[(-100, 14), (200, 14)]]
    ground, lines = lines_of([[(0, 0), (100, 0)], [(0, 70), (100, 70)]], river)
    assert holds_northwards(ground, lines, 50, 10) == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize("seed", range(20))
def test_roots_are_found_to_a_hundredth(seed):
    rng = np.random.default_rng(seed)
    at = rng.uniform(0.02, 0.98, 50)
    slope, bend = rng.uniform(0.5, 3, 50), rng.uniform(0, 2, 50)
    found = roots(lambda x: slope * (x - at) + bend * (x - at) ** 3, np.zeros(50), np.ones(50))
    np.testing.assert_allclose(found, at, atol=0.01)


def test_a_function_that_never_rises_or_is_past_already_gives_the_end_itself():
    low, high = np.zeros(2), np.ones(2)
    assert roots(lambda x: np.array([-1.0, 1.0]), low, high).tolist() == [1.0, 0.0]


def test_a_jump_is_found_where_it_stands():
    found = roots(lambda x: np.where(x < 0.37, -1.0, np.inf), np.zeros(1), np.ones(1))
    assert found[0] == pytest.approx(0.37, abs=0.06)


def test_a_jump_from_and_to_infinity_is_found_where_it_stands():
    found = roots(lambda x: np.where(x < 0.37, -np.inf, np.inf), np.zeros(1), np.ones(1))
    assert found[0] == pytest.approx(0.37, abs=0.06)


@pytest.mark.parametrize("seed", range(10))
def test_pieces_are_cut_at_every_grid_line_they_cross(seed):
    rng = np.random.default_rng(seed)
    start, end = rng.uniform(2, 18, (2, 30, 2))
    of, share, point, other, across = cut_by_grid(start, end, 20, 20)
    expected = sum(
        int(abs(np.floor(start[:, axis]) - np.floor(end[:, axis])).sum()) for axis in (0, 1)
    )
    assert len(of) == expected
    place = start[of] + share[:, None] * (end - start)[of]
    ends = [np.stack(np.divmod(number, 20)[::-1], axis=1) for number in (point, other)]
    np.testing.assert_allclose(ends[0] + across[:, None] * (ends[1] - ends[0]), place, atol=1e-9)
    assert ((across >= 0) & (across <= 1)).all()


def test_each_bend_of_a_stretch_is_listed_once():
    network = network_of([[(0, 0), (33, 8), (71, 3)], [(71, 3), (71, 55)]], [[1, 1], [1, 1]])
    ground = ground_near(
        Snapper(network, "walk"),
        Drawing(10.0, 30.0),
        np.ones(2, bool),
        window_of(network, Drawing(10.0, 30.0), np.ones(2, bool)),
    )
    bends = Streets(ground.snapper, ground.window, network, np.ones(2, bool)).bends
    assert bends.edge.tolist().count(0) == 3
    assert bends.edge.tolist().count(1) == 2
    assert sorted(bends.fraction[bends.edge == 1]) == [0.0, 1.0]
