"""A freshly placed trial hub has the very minutes that a run from the beginning gives it."""

from __future__ import annotations

import numpy as np
import pytest
from test_journeys import NOWHERE, TWO_STREETS
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.errors import NetworkError
from family_hub_planner.engine.journeys import Ends, journeys_on_network
from family_hub_planner.engine.what_if_search import TrialSearch

AREAS = [(220, 0), (660, 0), (940, 0), (240, 720), (240, -230), (20_000, 0)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("what_if")).network


@pytest.mark.parametrize("direction", ["to", "from"])
@pytest.mark.parametrize("mode", ["walk", "pram", "drive"])
def test_the_minutes_are_those_of_the_whole_run_to_the_last_bit(town, mode, direction):
    demand = places(*AREAS)
    spots = places((100, 10), (230, -100), (470, -50), (700, 700), (1320, -60))
    search = TrialSearch(town, mode, demand, 500.0, direction)
    whole = journeys_on_network(town, mode, Ends(demand, spots), 500.0, direction).minutes
    for column, spot in enumerate(spots):
        assert search.minutes(tuple(spot)).tolist() == whole[:, column].tolist()
    assert np.isfinite(whole).any(axis=0).all()


def test_there_and_back_differ_along_a_one_way_street(town):
    there, back = (
        TrialSearch(town, "drive", places((240, -20)), 500.0, way).minutes(
            tuple(places((240, -220))[0])
        )[0]
        for way in ("to", "from")
    )
    assert there == pytest.approx(200 / 500, abs=1e-3)
    assert back > 1.0


def test_an_area_without_a_place_is_not_routed_and_stops_nobody():
    demand = np.array([(0.0, 0.0), NOWHERE])
    found = TrialSearch(TWO_STREETS, "walk", demand, 200.0, "to").minutes((800.0, 0.0))
    assert found[0] == pytest.approx(10.0)
    assert np.isinf(found[1])


def test_a_trial_far_from_any_way_is_refused_with_the_metres():
    search = TrialSearch(TWO_STREETS, "walk", np.array([(0.0, 0.0)]), 200.0, "to")
    with pytest.raises(NetworkError, match="too far from any way; the nearest way is 700 m away"):
        search.minutes((400.0, 700.0))


def test_a_trial_to_which_no_way_leads_is_refused():
    search = TrialSearch(TWO_STREETS, "walk", np.array([(0.0, 0.0)]), 200.0, "to")
    with pytest.raises(NetworkError, match="no way leads"):
        search.minutes((400.0, 2000.0))
