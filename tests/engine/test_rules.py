"""Who may use a way, which way round and how fast: tags after the OpenStreetMap wiki."""

from __future__ import annotations

import math

import pytest

from family_hub_planner.engine.errors import ColumnError, FileUnreadableError, InputError
from family_hub_planner.engine.network.rules import (
    DEFAULT_BARRIERS,
    DEFAULT_SPEEDS,
    MODES,
    access,
    directions,
    modes_stopped,
    passable_on_wheels,
    read_barrier_rules,
    read_class_speeds,
    speed_limit_kph,
    speeds_of_way,
)

MPH = 1.609344
HEADER = "highway,walk_kph,pram_kph,cycle_kph,drive_kph\n"


@pytest.fixture(scope="module")
def speeds():
    return read_class_speeds(DEFAULT_SPEEDS)


@pytest.fixture(scope="module")
def barriers():
    return read_barrier_rules(DEFAULT_BARRIERS)


def allowed(tags, speeds) -> set[str]:
    return {mode for mode, kph in speeds_of_way(tags, speeds).items() if max(kph) > 0}


def test_the_shipped_speeds_walk_at_the_department_for_transports_pace(speeds):
    assert {of["walk"] for of in speeds.kph.values() if "walk" in of} == {4.8}
    assert {of["pram"] for of in speeds.kph.values() if "pram" in of} == {3.6}
    assert set(speeds.kph["motorway"]) == {"drive"}
    assert set(speeds.kph["steps"]) == {"walk"}


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ("highway=residential", "walk pram cycle drive"),
        ("highway=motorway", "drive"),
        ("highway=motorway_link", "drive"),
        ("highway=footway", "walk pram"),
        ("highway=steps", "walk"),
        ("highway=steps ramp:stroller=yes", "walk pram"),
        ("highway=steps wheelchair=yes", "walk pram"),
        ("highway=cycleway", "walk pram cycle"),
        ("highway=bridleway", "walk pram cycle"),
        ("highway=path wheelchair=no", "walk"),
        ("highway=path smoothness=impassable", "walk"),
        ("highway=construction", ""),
        ("highway=residential access=no", ""),
        ("highway=service access=private", ""),
        ("highway=service access=customers", "walk pram cycle drive"),
        ("highway=residential access=no foot=yes", "walk pram"),
        ("highway=residential access=private bicycle=yes", "cycle"),
        ("highway=residential access=private motorcar=yes", "drive"),
        ("highway=residential foot=no", "cycle drive"),
        ("highway=residential vehicle=no", "walk pram"),
        ("highway=residential vehicle=no bicycle=yes", "walk pram cycle"),
        ("highway=residential motor_vehicle=no", "walk pram cycle"),
        ("highway=residential motor_vehicle=no motorcar=yes", "walk pram cycle drive"),
        ("highway=residential motor_vehicle=destination", "walk pram cycle drive"),
        ("highway=trunk bicycle=use_sidepath", "walk pram drive"),
        ("highway=footway bicycle=yes", "walk pram cycle"),
        ("highway=footway bicycle=dismount", "walk pram"),
        ("highway=footway access=yes", "walk pram"),
        ("highway=track motor_vehicle=yes", "walk pram cycle drive"),
        ("highway=track motor_vehicle=agricultural", "walk pram cycle"),
        ("highway=motorway foot=no bicycle=no", "drive"),
        ("highway=residential access=unknown", "walk pram cycle drive"),
    ],
)
def test_tags_let_in_just_these_modes(tags, modes, speeds):
    assert allowed(dict(tag.split("=") for tag in tags.split()), speeds) == set(modes.split())


@pytest.mark.parametrize(
    ("tags", "mode", "both"),
    [
        ({}, "drive", (True, True)),
        ({"oneway": "yes"}, "drive", (True, False)),
        ({"oneway": "true"}, "drive", (True, False)),
        ({"oneway": "1"}, "drive", (True, False)),
        ({"oneway": "-1"}, "drive", (False, True)),
        ({"oneway": "reverse"}, "drive", (False, True)),
        ({"oneway": "no"}, "drive", (True, True)),
        ({"oneway": "yes"}, "walk", (True, True)),
        ({"oneway": "-1"}, "pram", (True, True)),
        ({"oneway:foot": "yes"}, "walk", (True, False)),
        ({"junction": "roundabout"}, "drive", (True, False)),
        ({"junction": "roundabout"}, "cycle", (True, False)),
        ({"junction": "roundabout"}, "walk", (True, True)),
        ({"junction": "roundabout", "oneway": "-1"}, "drive", (False, True)),
        ({"highway": "motorway"}, "drive", (True, False)),
        ({"highway": "motorway", "oneway": "no"}, "drive", (True, True)),
        ({"highway": "motorway_link"}, "drive", (True, True)),
        ({"oneway": "yes"}, "cycle", (True, False)),
        ({"oneway": "yes", "oneway:bicycle": "no"}, "cycle", (True, True)),
        ({"oneway": "yes", "oneway:bicycle": "no"}, "drive", (True, False)),
        ({"oneway": "-1", "oneway:bicycle": "yes"}, "cycle", (True, False)),
        ({"oneway": "yes", "cycleway": "opposite"}, "cycle", (True, True)),
        ({"oneway": "yes", "cycleway:right": "opposite_lane"}, "cycle", (True, True)),
        ({"oneway": "yes", "cycleway:left": "lane"}, "cycle", (True, False)),
    ],
)
def test_directions_follow_the_one_way_tags(tags, mode, both):
    assert directions(tags, mode) == both


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("30 mph", 30 * MPH),
        ("30mph", 30 * MPH),
        ("20 MPH", 20 * MPH),
        ("50", 50),
        ("50 km/h", 50),
        ("GB:nsl_single", 60 * MPH),
        ("GB:nsl_dual", 70 * MPH),
        ("60 mph;40 mph", 40 * MPH),
        ("20 mph;", 20 * MPH),
        ("", math.inf),
        ("none", math.inf),
        ("signals", math.inf),
        ("0", math.inf),
        ("-5", math.inf),
        ("nan", math.inf),
    ],
)
def test_a_speed_limit_is_read_in_its_own_unit(text, kph):
    assert speed_limit_kph(text) == pytest.approx(kph)


def test_driving_takes_the_lesser_of_class_speed_and_share_of_the_limit():
    speeds = read_class_speeds(DEFAULT_SPEEDS, limit_share=0.5)
    slow = {"highway": "residential", "maxspeed": "20 mph"}
    assert speeds_of_way(slow, speeds)["drive"] == pytest.approx((10 * MPH, 10 * MPH))
    fast = {"highway": "residential", "maxspeed": "60 mph"}
    assert speeds_of_way(fast, speeds)["drive"] == (speeds.kph["residential"]["drive"],) * 2


def test_a_speed_limit_slows_nobody_on_foot(speeds):
    assert speeds_of_way({"highway": "residential", "maxspeed": "2"}, speeds)["walk"] == (4.8, 4.8)


def test_a_mode_opened_by_a_tag_goes_at_its_slowest_class_speed(speeds):
    slowest = min(of["cycle"] for of in speeds.kph.values() if "cycle" in of)
    assert (
        speeds_of_way({"highway": "footway", "bicycle": "yes"}, speeds)["cycle"] == (slowest,) * 2
    )


def test_the_most_specific_tag_decides_and_an_unknown_value_decides_nothing():
    assert access({"access": "no", "foot": "designated"}, "walk") is True
    assert access({"access": "yes", "motorcar": "no", "motor_vehicle": "yes"}, "drive") is False
    assert access({"foot": "maybe", "access": "private"}, "walk") is False
    assert access({}, "walk") is None


def test_steps_stop_wheels_unless_a_ramp_is_there():
    assert not passable_on_wheels({"highway": "steps"})
    assert passable_on_wheels({"highway": "steps", "ramp:stroller": "yes"})
    assert not passable_on_wheels({"highway": "path", "wheelchair": "no"})


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ("barrier=stile", "pram cycle drive"),
        ("barrier=kissing_gate", "pram cycle drive"),
        ("barrier=bollard", "drive"),
        ("barrier=gate", ""),
        ("barrier=gate access=private", "walk pram cycle drive"),
        ("barrier=gate access=no foot=yes", "cycle drive"),
        ("barrier=gate motor_vehicle=private", "drive"),
        ("barrier=bollard motor_vehicle=yes", ""),
        ("barrier=stile foot=yes", "pram cycle drive"),
        ("barrier=stile foot=yes bicycle=yes", "pram drive"),
        ("barrier=kissing_gate wheelchair=yes", "cycle drive"),
        ("barrier=kissing_gate wheelchair=yes foot=no", "walk pram cycle drive"),
        ("barrier=cattle_grid", ""),
        ("barrier=something_new", ""),
        ("access=no", "walk pram cycle drive"),
    ],
)
def test_a_barrier_node_stops_just_these_modes(tags, modes, barriers):
    stopped = modes_stopped(dict(tag.split("=") for tag in tags.split()), barriers)
    assert stopped == set(modes.split())


def test_every_shipped_barrier_says_yes_or_no_for_every_mode():
    header, *rows = DEFAULT_BARRIERS.read_text(encoding="utf-8").split()
    assert header == "barrier," + ",".join(MODES)
    assert all(set(row.split(",")[1:]) <= {"yes", "no"} for row in rows)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("highway,walk_kph\nresidential,5\n", ColumnError, "pram_kph"),
        (HEADER + "residential,fast,3,15,30\n", InputError, "line 2: walk_kph is 'fast'"),
        (HEADER + "residential,5,3,15,30\nservice,0,3,15,30\n", InputError, "line 3"),
        (HEADER + "residential,-5,3,15,30\n", InputError, "above 0"),
        (HEADER + "residential,5,3,15,nan\n", InputError, "drive_kph"),
        (HEADER + "residential,5,,15,30\n", InputError, "pram_kph"),
    ],
)
def test_a_bad_table_of_speeds_is_refused_in_words(tmp_path, text, error, says):
    table = tmp_path / "speeds.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=says):
        read_class_speeds(table)


@pytest.mark.parametrize("share", [0, -0.1, 1.01, math.nan])
def test_a_share_of_the_limit_outside_nought_to_one_is_refused(share):
    with pytest.raises(InputError, match="share of the speed limit"):
        read_class_speeds(DEFAULT_SPEEDS, share)


def test_a_missing_or_binary_table_of_speeds_is_refused_in_words(tmp_path):
    with pytest.raises(FileUnreadableError, match="cannot be read as a table"):
        read_class_speeds(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(FileUnreadableError, match="cannot be read as a table"):
        read_class_speeds(tmp_path / "binary.csv")


def test_a_table_of_speeds_saved_by_excel_is_read(tmp_path):
    table = tmp_path / "speeds.csv"
    table.write_bytes(
        b"\xef\xbb\xbf" + HEADER.replace("\n", "\r\n").encode() + b"road, 5 ,3,15,30\r\n"
    )
    assert read_class_speeds(table).kph == {
        "road": {"walk": 5, "pram": 3, "cycle": 15, "drive": 30}
    }


def test_a_table_of_barriers_that_says_neither_yes_nor_no_is_refused(tmp_path):
    """A "No" typed in Excel must not quietly open a stile to prams."""
    table = tmp_path / "barriers.csv"
    table.write_text("barrier,walk,pram,cycle,drive\nstile,yes,maybe,no,no\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_barrier_rules(table)


def test_a_short_row_in_the_table_of_speeds_is_a_blank_cell(tmp_path):
    table = tmp_path / "speeds.csv"
    table.write_text(HEADER + "residential,5,3,15,30\nfootway,5\n", encoding="utf-8")
    assert read_class_speeds(table).kph["footway"] == {"walk": 5.0}


SHIPPED = read_class_speeds(DEFAULT_SPEEDS)


def open_modes(**tags):
    """Give the modes that may use a way in either direction; "__" in a key stands for ":"."""
    keyed = {key.replace("__", ":"): value for key, value in tags.items()}
    return {mode for mode, both in speeds_of_way(keyed, SHIPPED).items() if any(both)}


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({"motor_vehicle": "psv"}, {"drive"}),
        ({"access": "bus"}, {"walk", "pram", "cycle", "drive"}),
        ({"motor_vehicle": "private;delivery"}, {"drive"}),
        ({"access": "private;customers"}, set()),
        ({"motor_vehicle": "something new"}, set()),
        ({"surface": "mud"}, {"pram"}),
        ({"tracktype": "grade5"}, {"pram"}),
        ({"ford": "yes"}, {"pram"}),
        ({"surface": "grass"}, set()),
    ],
)
def test_lists_other_vehicles_and_soft_ground_close_a_street_to_whom_they_should(tags, closed):
    assert open_modes(highway="residential", **tags) == set(MODES) - closed


@pytest.mark.parametrize(
    ("tags", "walkers"),
    [
        ({"motorroad": "yes"}, False),
        ({"motorroad": "yes", "foot": "yes"}, True),
        ({"sidewalk": "no", "maxspeed": "70 mph"}, False),
        ({"sidewalk": "no", "maxspeed": "60 mph"}, False),
        ({"sidewalk": "no", "maxspeed": "40 mph"}, True),
        ({"sidewalk": "no"}, True),
        ({"maxspeed": "70 mph"}, True),
    ],
)
def test_a_fast_road_is_closed_to_feet_only_where_its_tags_say_so(tags, walkers):
    assert ({"walk", "pram"} <= open_modes(highway="trunk", **tags)) is walkers
    assert "drive" in open_modes(highway="trunk", **tags)


@pytest.mark.parametrize("ramp", ["ramp", "ramp__stroller", "ramp__wheelchair"])
def test_any_ramp_opens_steps_to_prams(ramp):
    assert "pram" in open_modes(highway="steps", **{ramp: "yes"})


def test_a_locked_gate_stops_cars_and_dismounting_stops_nobody():
    rules = read_barrier_rules()
    assert modes_stopped({"barrier": "gate", "locked": "yes"}, rules) == {"drive"}
    assert modes_stopped({"barrier": "gate", "bicycle": "dismount"}, rules) == frozenset()
