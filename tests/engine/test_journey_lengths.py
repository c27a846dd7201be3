"""How far a journey is: metres along the quickest way, by hand and with several speeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_reached import network_of
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.journey_lengths import journey_lengths
from family_hub_planner.engine.journeys import Ends


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("lengths")).network


def lengths(network, demand, sites, mode="pram", **how):
    return journey_lengths(network, mode, Ends(places(*demand), places(*sites)), 500.0, **how)


def test_metres_are_those_of_the_way_with_the_walks_at_both_ends(town):
    # 40 m to High Street, 160 m along it, 30 m off it: at 60 m a minute
    found = lengths(town, [(220, 40)], [(60, -30)])
    assert found.metres[0, 0] == pytest.approx(230, abs=0.2)
    assert found.minutes[0, 0] == pytest.approx(230 / 60, abs=2e-3)


def test_a_pram_goes_round_by_the_streets_where_others_take_the_steps(town):
    home, hub = [(300, -240)], [(60, -240)]
    assert lengths(town, home, hub, "walk").metres[0, 0] == pytest.approx(240, abs=0.2)
    round_about = 60 + 240 + 240 + 240 + 60
    assert lengths(town, home, hub).metres[0, 0] == pytest.approx(round_about, abs=0.3)


def test_without_a_way_there_is_no_distance(town):
    found = lengths(town, [(0, -3000), (220, 0)], [(60, 0)])
    assert np.isinf(found.metres[0, 0]) and np.isinf(found.minutes[0, 0])
    assert np.isfinite(found.metres[1, 0])


def test_there_and_back_on_foot_are_equally_far(town):
    there, back = (
        lengths(town, [(220, 0)], [(360, 720)], direction=way).metres for way in ("to", "from")
    )
    np.testing.assert_allclose(there, back, atol=0.5)


@pytest.mark.parametrize("direction", ["to", "from"])
def test_with_several_speeds_each_stretch_counts_at_its_own(direction):
    # 600 m at 60 m a minute, 300 m at 30, 900 m at 45: from 100 m before the first junction on
    chain = [[(0, 0), (600, 0)], [(600, 0), (900, 0)], [(900, 0), (1800, 0)]]
    network = network_of(chain, [[10, 10], [10, 10], [20, 20]])
    network = _as_pram(network)
    ends = Ends(np.array([[500.0, 0.0]]), np.array([[1800.0, 0.0], [750.0, 0.0], [560.0, 0.0]]))
    found = journey_lengths(network, "pram", ends, 100.0, direction)
    np.testing.assert_allclose(found.metres[0], [1300, 250, 60], atol=1.0)
    np.testing.assert_allclose(found.minutes[0], [100 / 60 + 10 + 20, 100 / 60 + 5, 1], atol=1e-3)


def test_a_speed_of_ones_own_is_not_rounded_to_tenths():
    network = _as_pram(network_of([[(0, 0), (800, 0)]], [[48 / 3.55, 48 / 3.55]]))
    ends = Ends(np.array([[0.0, 0.0]]), np.array([[800.0, 0.0]]))
    assert journey_lengths(network, "pram", ends, 100.0).metres[0, 0] == pytest.approx(800, abs=0.5)


def test_of_many_speeds_no_distance_is_told():
    lines = [[(400 * i, 0), (400 * (i + 1), 0)] for i in range(8)]
    minutes = [[5 + i, 5 + i] for i in range(8)]
    network = _as_pram(network_of(lines, minutes))
    ends = Ends(np.array([[0.0, 0.0]]), np.array([[800.0, 0.0]]))
    found = journey_lengths(network, "pram", ends, 100.0)
    assert found.minutes[0, 0] == pytest.approx(11, abs=1e-3)
    assert np.isnan(found.metres[0, 0])


def test_several_speeds_under_barred_fast_roads_tell_no_distance():
    lines = [[(400 * i, 0), (400 * (i + 1), 0)] for i in range(2)]
    network = replace(_as_pram(network_of(lines, [[5, 5], [8, 8]])), fast_barred=True)
    ends = Ends(np.array([[0.0, 0.0]]), np.array([[800.0, 0.0]]))
    found = journey_lengths(network, "pram", ends, 100.0)
    assert np.isfinite(found.minutes[0, 0]) and np.isnan(found.metres[0, 0])


def test_barred_fast_roads_stay_barred(town):
    open_way = lengths(town, [(220, 0)], [(60, 0)])
    barred = replace(town, fast=np.ones(len(town.length_m), dtype=bool), fast_barred=True)
    assert np.isfinite(open_way.metres).all()
    assert np.isinf(lengths(barred, [(220, 0)], [(60, 0)]).metres).all()


def test_distances_by_car_are_refused(town):
    with pytest.raises(InputError, match="on foot"):
        lengths(town, [(220, 0)], [(60, 0)], "drive")


def _as_pram(network):
    """Give a network for walkers as one for prams too."""
    about = {**network.about, "access_kph_pram": network.about["access_kph_walk"]}
    of_walk = {
        name: {**getattr(network, name), "pram": getattr(network, name)["walk"]}
        for name in ("minutes", "blocked", "island", "local_only")
    }
    return replace(network, about=about, **of_walk)
