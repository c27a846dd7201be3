"""Minutes to the network's edge on square networks worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from rutland_network import rutland
from test_reached import network_of

from family_hub_planner.engine.edge_note import edge_limits
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.network.edge import mean_kph, minutes_to_edge

KPH = 4.8  # 80 m a minute
WALK = 80.0
CELL_M = 500.0


def square(side_m=10_000, step_m=500, hole=None, gap=None):
    """Give streets along both ways of a square from (0, 0), without those in a hole or a gap.

    `hole` and `gap` are west, east, south, north; a gap in x alone runs through from side to side.
    """
    at = np.arange(0, side_m + 1, step_m)
    streets = []
    for x in at:
        for y in at:
            for x2, y2 in ((x + step_m, y), (x, y + step_m)):
                if max(x2, y2) <= side_m and not any(
                    held(x, x2, y, y2, box) for box in (hole, gap)
                ):
                    streets.append([(x, y), (x2, y2)])
    minutes = np.full((len(streets), 2), step_m / WALK)
    return network_of(streets, minutes)


def held(x, x2, y, y2, box) -> bool:
    return box is not None and box[0] < x2 and x < box[1] and box[2] < y2 and y < box[3]


def edge_m(network, *xy) -> np.ndarray:
    return minutes_to_edge(network, "walk", np.array(xy, dtype=float)) * WALK


def test_the_middle_of_a_square_is_half_a_side_from_its_edge():
    found = edge_m(square(), (5000, 5000), (2000, 5000), (5000, 9000), (9000, 9000))
    np.testing.assert_allclose(found, [5000, 2000, 1000, 1000], atol=CELL_M)


def test_places_outside_are_at_the_edge_already():
    found = edge_m(square(), (-2000, 5000), (50_000, 5000), (5000, -1e6), (12_000, 12_000))
    np.testing.assert_array_equal(found, 0)


def test_a_place_without_geometry_has_no_minutes_and_harms_no_other():
    found = edge_m(square(), (np.nan, np.nan), (5000, 5000), (np.nan, 3.0))
    assert np.isnan(found[[0, 2]]).all()
    assert found[1] == pytest.approx(5000, abs=CELL_M)


def test_no_places_give_no_minutes():
    assert minutes_to_edge(square(), "walk", np.empty((0, 2))).shape == (0,)


def test_a_lake_within_the_network_is_no_edge():
    lake = square(20_000, hole=(7000, 13_000, 7000, 13_000))
    assert edge_m(lake, (10_000, 10_000))[0] == pytest.approx(10_000, abs=CELL_M)


@pytest.mark.parametrize(("width", "closed"), [(1500, True), (5000, False)])
def test_a_narrow_moor_is_no_edge_and_a_wide_one_is(width, closed):
    """The streets stop for the moor from side to side: the strip west of it is 8 km wide."""
    moor = square(24_000, gap=(8000, 8000 + width, -1, 24_001))
    found = edge_m(moor, (7500, 12_000))[0]
    assert found == pytest.approx(7500 if closed else 500, abs=CELL_M + 1)


def test_a_place_at_the_very_edge_is_flagged_by_a_band_of_a_few_minutes():
    """It stands 10 m from where the mapped streets end: an eighth of a minute, not six."""
    assert minutes_to_edge(square(), "walk", np.array([[10.0, 5010.0]]))[0] < 5


def test_the_network_may_lie_anywhere_on_the_grid():
    network = square()
    moved = network_of(
        [
            network.lines.line(i) + np.array([412_345.6, -98_765.4])
            for i in range(len(network.lines))
        ],
        network.minutes["walk"],
    )
    here = edge_m(network, (3000, 4000), (5000, 5000))
    there = edge_m(moved, (415_345.6, -94_765.4), (417_345.6, -93_765.4))
    np.testing.assert_allclose(here, there, atol=CELL_M)


def test_the_mean_speed_is_total_length_by_total_minutes_of_the_open_stretches():
    """1 km in 10 min, 1 km in 5 (one way), 1 km closed: 2 km in 15 min is 8 km/h."""
    inf = np.inf
    streets = [[(0, 0), (1000, 0)], [(0, 0), (0, 1000)], [(0, 0), (-1000, 0)]]
    network = network_of(streets, [[10, 10], [inf, 5], [inf, inf]])
    assert mean_kph(network, "walk") == pytest.approx(8.0)


def test_a_faster_mode_is_nearer_to_the_edge_in_minutes(shared_data):
    network = rutland(shared_data).network
    middle = np.array([[488_000.0, 308_000.0]])
    walk, drive = (minutes_to_edge(network, mode, middle)[0] for mode in ("walk", "drive"))
    assert walk > 5 * drive > 0
    assert mean_kph(network, "walk") == pytest.approx(KPH, rel=0.01)


def test_rutlands_middle_is_some_kilometres_from_the_edge_and_leicester_outside(shared_data):
    """Oakham stands about 4 to 5 km from the county's western edge."""
    network = rutland(shared_data).network
    oakham, leicester = edge_m(network, (486_000, 308_700), (458_500, 304_500))
    assert 2500 < oakham < 8000
    assert leicester == 0


def test_where_nothing_lies_near_the_edge_no_journey_is_called_shorter_than_stated():
    far, method = np.zeros(3, dtype=bool), Method(mode="walk")
    (none,) = edge_limits(far, np.ones(3), far[:2], (10.0, 20.0), method)
    within = "none of the areas and hubs lie within 20 minutes of it."
    assert none == f"Near the network's edge: {within}"
    near = np.array([True, False, False])
    (some,) = edge_limits(near, np.full(3, 40.0), far[:2], (10.0, 20.0), method)
    assert "1 of 3 areas (children: about 40) and 0 of 2 hubs lie within 20 minutes" in some
    assert "shorter than stated" in some
