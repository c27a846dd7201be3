"""Road junctions of the toy town, counted on paper, and their spread."""

from __future__ import annotations

import numpy as np
import pytest
from toy_town import ORIGIN, TOY_TOWN, Town, street

from family_hub_planner.engine.errors import InputError, NetworkError
from family_hub_planner.engine.network.junctions import road_junctions


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town")).network


def named(found, town=TOY_TOWN):
    """Give arms by the town's own names of points."""
    names = {(round(x), round(y)): name for name, (x, y) in town.points.items()}
    places = [(round(x - ORIGIN[0]), round(y - ORIGIN[1])) for x, y in found.xy]
    return {names[at]: int(arms) for at, arms in zip(places, found.arms)}


WALKED = {
    "B": 3, "C": 3, "D": 4, "E": 3, "F": 3, "G": 4, "J": 3, "K": 3, "M": 3, "R": 3, "S": 3,
    "T": 4, "V": 3, "Y": 3,
}  # fmt: skip


def test_the_walkers_junctions_of_the_toy_town_are_those_on_paper(network):
    """Not A (the west bridge is closed), Q or X (two arms), i or j (a path of its own).

    Y has three: one may walk from it up to the locked gate.
    """
    found = road_junctions(network, "walk", 1.0)
    assert named(found) == WALKED
    assert found.total == len(WALKED) and not found.of_paths


def test_another_mode_has_junctions_of_its_own(network):
    """Cars take no steps, stile path or kissing gate: M, E, F, T and V have two arms left."""
    found = named(road_junctions(network, "drive", 1.0))
    assert found == {name: arms for name, arms in WALKED.items() if name not in set("MEFTV")}


def test_no_two_lie_within_the_spacing_and_those_where_more_roads_meet_come_first(network):
    """Four roads meet in D and in G, 240 m apart; in T two, besides two paths."""
    whole, thinned = road_junctions(network, "walk", 1.0), road_junctions(network, "walk", 250.0)
    gaps = np.hypot(*(thinned.xy[:, None] - thinned.xy[None]).transpose(2, 0, 1))
    assert (gaps[~np.eye(len(gaps), dtype=bool)] > 250.0).all()
    to_kept = np.hypot(*(whole.xy[:, None] - thinned.xy[None]).transpose(2, 0, 1)).min(axis=1)
    assert (to_kept <= 250.0).all()
    assert thinned.total == whole.total
    found = named(thinned)
    assert len({"D", "G"} & set(found)) == 1
    assert ("T" in found) == ("D" not in found)


def test_only_those_inside_are_chosen(network):
    east = network.node_xy[:, 0] > ORIGIN[0] + 800
    assert set(named(road_junctions(network, "walk", 1.0, east))) == {"G", "J", "K", "V"}
    nowhere = np.zeros(len(network.node_xy), dtype=bool)
    with pytest.raises(NetworkError, match="no junction of three ways for walk inside the areas"):
        road_junctions(network, "walk", 1.0, nowhere)


def test_a_junction_of_footpaths_alone_is_none_unless_there_are_no_roads(tmp_path):
    points = {"a": (0, 0), "b": (6000, 0), "c": (0, 6000), "d": (-6000, 0),
              "x": (6000, 6000), "y": (9000, 0), "z": (6000, -900)}  # fmt: skip
    paths = [(f"a {end}", street("Path", highway="footway")) for end in "bcd"]
    roads = [(f"b {end}", street("Road")) for end in "xyz"]
    with_roads = Town(points, paths + roads)
    found = road_junctions(with_roads.build(tmp_path / "roads").network, "walk", 1.0)
    assert named(found, with_roads) == {"b": 4}
    alone = Town(points, paths)
    found = road_junctions(alone.build(tmp_path / "paths").network, "walk", 1.0)
    assert named(found, alone) == {"a": 3} and found.of_paths


def test_ways_for_access_only_and_closed_ones_are_no_arms(tmp_path):
    points = {"a": (0, 0), "b": (6000, 0), "c": (0, 6000), "d": (-6000, 0), "e": (0, -6000)}
    town = Town(
        points,
        [("d a b", street("Road")), ("a c", street("Car Park", access="customers")),
         ("a e", street("Drive", access="private"))],
    )  # fmt: skip
    with pytest.raises(NetworkError, match="no junction"):
        road_junctions(town.build(tmp_path).network, "walk", 1.0)


@pytest.mark.parametrize("spacing", [0.0, -1.0, float("nan")])
def test_a_spacing_that_is_none_and_a_mode_that_is_not_there_are_refused(network, spacing):
    with pytest.raises(InputError, match="more than 0"):
        road_junctions(network, "walk", spacing)
    with pytest.raises(InputError, match="no minutes for 'fly'"):
        road_junctions(network, "fly", 10.0)
