"""Fast roads without a mapped pavement: which count, which are closed, what counts as a town."""

from __future__ import annotations

import math

import numpy as np
import pytest

from family_hub_planner.engine.network.built_up import built_up_ways
from family_hub_planner.engine.network.fast_roads import closed_to_feet, is_fast
from family_hub_planner.engine.network.model import Polylines
from family_hub_planner.engine.network.rules import KPH_PER_MPH, read_rules
from family_hub_planner.engine.network.town_speed import a_road_town_speed, is_a_road

SHIPPED = read_rules()


def tags_of(text) -> dict[str, str]:
    """Read "primary lit=no" as tags: the class first; "_" in a value stands for a blank."""
    highway, *rest = text.split()
    given = (tag.split("=") for tag in rest)
    return {"highway": highway, **{key: value.replace("_", " ") for key, value in given}}


@pytest.mark.parametrize(
    ("tags", "fast"),
    [
        ("primary maxspeed=60_mph", True),
        ("primary maxspeed=50_mph", True),
        ("primary maxspeed=80", True),  # km/h for 50 mph
        ("primary maxspeed=40_mph", False),
        ("primary maxspeed:type=GB:nsl_single", True),
        ("primary maxspeed=GB:nsl_dual", True),
        ("primary maxspeed:forward=30_mph maxspeed:backward=60_mph", True),
        ("primary", True),
        ("tertiary", True),
        ("primary lit=yes", False),
        ("primary lit=no", True),
        ("primary maxspeed=60_mph lit=yes", True),
        ("unclassified", False),
        ("unclassified maxspeed=60_mph", True),
        ("residential", False),
        ("service", False),
        ("footway", False),
        ("motorway", False),  # nobody walks there at all
        ("primary maxspeed=60_mph sidewalk=both", False),
        ("primary maxspeed=60_mph sidewalk=left", False),
        ("primary maxspeed=60_mph sidewalk=separate", False),
        ("primary maxspeed=60_mph sidewalk:left=yes", False),
        ("primary maxspeed=60_mph sidewalk:left=no sidewalk:right=no", True),
        ("primary maxspeed=60_mph sidewalk=none", True),
        ("primary maxspeed=60_mph foot=designated", False),
        ("primary maxspeed=60_mph foot=yes", True),
    ],
)
def test_a_road_is_fast_by_its_tagged_limit_else_by_its_class(tags, fast):
    assert is_fast(tags_of(tags), False, SHIPPED) is fast


def test_a_built_up_place_calms_a_road_only_where_no_limit_is_tagged():
    assert not is_fast(tags_of("primary"), True, SHIPPED)
    assert is_fast(tags_of("primary maxspeed=50_mph"), True, SHIPPED)


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ("trunk motorroad=yes", True),
        ("trunk motorroad=yes foot=yes", False),
        ("trunk sidewalk=no maxspeed=70_mph", True),
        ("trunk sidewalk=no maxspeed=60_mph", True),
        ("trunk sidewalk=no maxspeed=60_mph foot=yes", False),
        ("trunk sidewalk:both=no maxspeed=60_mph", True),
        ("trunk sidewalk=no sidewalk:left=yes maxspeed=60_mph", False),
        ("trunk sidewalk=no maxspeed=40_mph", False),
        ("trunk sidewalk=no", False),
        ("trunk maxspeed=70_mph", False),
        ("unclassified sidewalk=no maxspeed=60_mph", False),
        ("footway sidewalk=no maxspeed=60_mph", False),
    ],
)
def test_a_road_is_closed_to_feet_only_where_its_tags_say_so(tags, closed):
    assert closed_to_feet(tags_of(tags), SHIPPED) is closed


def lines(*points) -> Polylines:
    start = np.cumsum([0, *(len(line) for line in points)])
    return Polylines(np.array([at for line in points for at in line], dtype=float), start)


def test_a_way_is_built_up_when_half_of_it_runs_where_people_live():
    """One 60 m street fills the square from 0 to 250; the roads run through it and on."""
    ways = lines(
        [(10, 10), (70, 10)],
        [(0, 100), (250, 100), (480, 100)],
        [(0, 200), (200, 200), (249, 200), (600, 200)],
        [(5000, 0), (5010, 0), (5049, 0)],
        [(5000, 9), (5100, 9)],
    )
    classes = ["residential", "primary", "primary", "residential", "primary"]
    assert built_up_ways(ways, classes).tolist() == [True, True, False, False, False]


def test_squares_west_and_south_of_the_origin_count_apart():
    ways = lines([(-10, -10), (-80, -10)], [(10, 10), (200, 10)], [(-200, -9), (-20, -9)])
    built = built_up_ways(ways, ["living_street", "primary", "primary"])
    assert built.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("tags", "a_road"),
    [
        ("trunk ref=A1", True),
        ("secondary ref=A6003", True),
        ("primary ref=B640", False),
        ("primary", True),
        ("secondary", False),
        ("motorway ref=A1(M)", False),
        ("primary ref=B1;A2", True),
        ("residential ref=Acacia", False),
    ],
)
def test_an_a_road_is_told_by_its_number_else_by_its_class(tags, a_road):
    assert is_a_road(tags_of(tags)) is a_road


def test_the_mean_speed_in_towns_is_all_length_over_all_time():
    """1 km both ways at 20 and 40 mph and 1 km one way at 40: 3 km in 1/20 + 1/40 + 1/40 h."""
    town = "primary maxspeed=30_mph"
    ways = [town, town, "primary maxspeed=60_mph", "primary", "primary", "secondary"]
    built_up = np.array([False, False, True, True, False, True])
    kph = KPH_PER_MPH * np.array([[20, 40], [40, 0], [60, 60], [0, 0], [50, 50], [10, 10]])
    tags = [tags_of(way) for way in ways]
    mph, km = a_road_town_speed(tags, np.full(6, 1000.0), kph, built_up, SHIPPED)
    assert mph == pytest.approx(3 / (1 / 20 + 1 / 40 + 1 / 40))
    assert km == 2.0
    kph[3] = 10 * KPH_PER_MPH  # the untagged one among houses opens
    mph, km = a_road_town_speed(tags, np.full(6, 1000.0), kph, built_up, SHIPPED)
    assert mph == pytest.approx(5 / (1 / 20 + 1 / 40 + 1 / 40 + 2 / 10))
    assert km == 3.0


def test_without_a_roads_in_towns_there_is_no_mean_speed():
    tags = [tags_of("residential")]
    mph, km = a_road_town_speed(tags, np.ones(1), np.ones((1, 2)), np.ones(1, bool), SHIPPED)
    assert math.isnan(mph)
    assert km == 0.0
