"""Ferries: read from the file, open by their tags, as long as their duration, closed on the way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from toy_town import Town, places, street

from family_hub_planner.engine.network.ferries import crossing_minutes, duration_minutes
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.rules import read_rules
from family_hub_planner.engine.network.store import load_network, save_network
from family_hub_planner.engine.network.way_speeds import local_modes, speeds_of_way
from family_hub_planner.engine.progress import Progress

SHIPPED = read_rules()
POINTS = {
    "a": (0, 0), "b": (200, 0), "m": (500, 50), "c": (1000, 0), "d": (1300, 0),
    "x": (500, 500), "y": (500, -500),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20", 20),
        ("00:20", 20),
        ("0:20", 20),
        ("1:05", 65),
        ("1:05:00", 65),
        ("00:04:30", 4.5),
        ("PT20M", 20),
        ("PT1H5M", 65),
        ("PT1H", 60),
        ("PT90S", 1.5),
        ("P1DT2H", 1560),
        ("pt20m", 20),
        (" 00:20 ", 20),
        ("2.5", 2.5),
        ("", math.nan),
        ("0", math.nan),
        ("00:00", math.nan),
        ("P", math.nan),
        ("P3Y", math.nan),
        ("-20", math.nan),
        ("20 min", math.nan),
        ("1:2:3:4", math.nan),
        ("PT1.2.3M", math.nan),
        ("nan", math.nan),
    ],
)
def test_a_duration_is_read_in_every_form_that_is_tagged(text, minutes):
    assert duration_minutes(text) == pytest.approx(minutes, nan_ok=True)


def test_only_a_ferrys_duration_counts():
    assert crossing_minutes({"highway": "ferry", "duration": "00:20"}) == 20
    assert math.isnan(crossing_minutes({"highway": "path", "duration": "00:20"}))


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ({}, "walk pram cycle"),
        ({"motor_vehicle": "yes"}, "walk pram cycle drive"),
        ({"motorcar": "yes"}, "walk pram cycle drive"),
        ({"vehicle": "yes"}, "walk pram cycle drive"),
        ({"access": "yes"}, "walk pram cycle"),
        ({"motor_vehicle": "yes", "motorcar": "no"}, "walk pram cycle"),
        ({"foot": "no"}, "cycle"),
        ({"bicycle": "no"}, "walk pram"),
        ({"wheelchair": "no"}, "walk cycle"),
        ({"access": "private"}, ""),
        ({"access": "private", "foot": "yes"}, "walk pram"),
    ],
)
def test_a_ferry_takes_those_whom_its_tags_name_and_cars_only_so(tags, modes):
    speeds = speeds_of_way({"highway": "ferry", **tags}, SHIPPED)
    assert set(speeds) == set(modes.split())
    assert set(speeds.values()) <= {(5.0, 5.0)}


def test_a_speed_limit_on_a_ferry_slows_nobody_and_customers_only_is_local():
    ferry = {"highway": "ferry", "motorcar": "yes", "maxspeed": "1"}
    assert speeds_of_way(ferry, SHIPPED)["drive"] == (5.0, 5.0)
    assert local_modes({"highway": "ferry", "access": "customers"}, SHIPPED) == set(MODES)


def river_town(**tags) -> Town:
    """A street on either bank, a ferry of 806 m between them, a river under its middle."""
    return Town(
        POINTS,
        [
            ("a b", street("West Street")),
            ("b m c", {"name": "Ferry", **tags}),
            ("c d", street("East Street")),
            ("x m y", {"waterway": "river"}),
        ],
    )


def ferry_of(built):
    assert built.highway.count("ferry") == 1
    edge = built.highway.index("ferry")
    return edge, {mode: built.network.minutes[mode][edge].tolist() for mode in MODES}


def test_a_ferry_joins_its_banks_in_the_minutes_of_its_duration(tmp_path):
    built = river_town(route="ferry", duration="00:12").build(tmp_path)
    _, minutes = ferry_of(built)
    assert minutes == {
        "walk": pytest.approx([12, 12]),
        "pram": pytest.approx([12, 12]),
        "cycle": pytest.approx([12, 12]),
        "drive": [math.inf, math.inf],
    }
    assert {mode: built.islands[mode] for mode in MODES} == {
        "walk": 0, "pram": 0, "cycle": 0, "drive": 1,
    }  # fmt: skip
    assert built.network.about["ferries"] == "1"


def test_a_duration_is_shared_out_over_the_parts_that_other_ways_cut(tmp_path):
    town = river_town(route="ferry", duration="PT10M")
    pier = {"highway": "footway", "name": "Pier"}
    town = Town(town.points, [*town.ways[:3], ("x m", pier)])
    built = town.build(tmp_path)
    parts = [edge for edge, highway in enumerate(built.highway) if highway == "ferry"]
    walked = built.network.minutes["walk"][parts]
    west, east = np.hypot(300, 50), np.hypot(500, 50)
    expected = [10 * west / (west + east), 10 * east / (west + east)]
    np.testing.assert_allclose(walked[:, 0], expected, rtol=1e-4)
    assert built.network.about["ferries"] == "1"


def test_without_a_duration_a_ferry_goes_at_the_tables_speed(tmp_path):
    _, minutes = ferry_of(river_town(ferry="yes", motorcar="yes").build(tmp_path))
    metres = np.hypot(300, 50) + np.hypot(500, 50)
    assert minutes["drive"] == pytest.approx([metres / 1000 / 5 * 60] * 2, rel=1e-4)


@pytest.mark.parametrize(
    ("tags", "highway"),
    [
        ({"route": "ferry"}, "ferry"),
        ({"route": "bus;ferry"}, "ferry"),
        ({"route": "ferry", "highway": "primary"}, "ferry"),
        ({"ferry": "secondary"}, "ferry"),
        ({"ferry": "yes", "highway": "footway"}, "footway"),
    ],
)
def test_what_counts_as_a_ferry(tmp_path, tags, highway):
    built = river_town(**tags).build(tmp_path)
    assert built.highway == ["residential", highway, "residential"]


@pytest.mark.parametrize("tags", [{"route": "road"}, {"route": "ferry_link"}, {"ferry": "no"}])
def test_what_does_not_count_as_a_ferry(tmp_path, tags):
    assert river_town(**tags).build(tmp_path).highway == ["residential", "residential"]


def test_nobody_gets_on_or_off_along_a_ferry_and_so_says_the_file(tmp_path):
    built = river_town(route="ferry").build(tmp_path)
    edge, _ = ferry_of(built)
    assert np.flatnonzero(built.network.no_access).tolist() == [edge]
    save_network(built, tmp_path / "n.gpkg", Progress())
    loaded = load_network(tmp_path / "n.gpkg")
    np.testing.assert_array_equal(loaded.no_access, built.network.no_access)


def test_a_ferry_is_no_barrier_and_the_river_does_not_cut_it(tmp_path):
    built = river_town(route="ferry").build(tmp_path)
    assert list(built.barrier_kind) == ["water"]
    ends = np.sort(built.network.node_xy[:, 0])
    np.testing.assert_allclose(ends, places((0, 0), (200, 0), (1000, 0), (1300, 0))[:, 0], atol=0.1)


def test_a_ferry_that_touches_no_way_is_an_island_like_any_other(tmp_path):
    ways = [("x y", street("Long Street")), ("c d", {"route": "ferry"})]
    built = Town(POINTS, ways).build(tmp_path)
    edge, _ = ferry_of(built)
    assert built.islands["walk"] == 1
    assert np.flatnonzero(built.network.island["walk"]).tolist() == [edge]
