"""Who may use a way, which way round and how fast: tags after the OpenStreetMap wiki."""

from __future__ import annotations

import math

import pytest

from family_hub_planner.engine.errors import ColumnError, FileUnreadableError, InputError
from family_hub_planner.engine.network.access import access, directions, modes_stopped, wheels
from family_hub_planner.engine.network.limits import limit_kph, limits_kph
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.rules import (
    DEFAULT_SPEEDS,
    RESOURCES,
    TABLES,
    read_class_speeds,
    read_rules,
)
from family_hub_planner.engine.network.way_speeds import local_modes, speeds_of_way

MPH = 1.609344
HEADER = "highway,walk_kph,pram_kph,cycle_kph,drive_kph\n"


SHIPPED = read_rules()


def tagged(text) -> dict[str, str]:
    """Read "highway=path foot=no" as tags."""
    return dict(tag.split("=") for tag in text.split())


def allowed(tags) -> set[str]:
    return {mode for mode, kph in speeds_of_way(tags, SHIPPED).items() if max(kph) > 0}


def test_the_shipped_speeds_walk_at_the_department_for_transports_pace():
    speeds = SHIPPED.speeds
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
        ("highway=service access=delivery", ""),
        ("highway=pedestrian motor_vehicle=delivery", "walk pram"),
        ("highway=pedestrian motor_vehicle=destination", "walk pram drive"),
        ("highway=residential access=residents", ""),
        ("highway=steps bicycle=yes", "walk cycle"),
        ("highway=path wheelchair=no ramp:stroller=yes", "walk pram"),
        ("highway=steps foot=no ramp=yes", ""),
    ],
)
def test_tags_let_in_just_these_modes(tags, modes):
    assert allowed(tagged(tags)) == set(modes.split())


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
        ({"oneway": "yes", "cycleway:right:oneway": "-1"}, "cycle", (True, True)),
        ({"oneway": "yes", "cycleway:both:oneway": "no"}, "cycle", (True, True)),
        ({"oneway": "yes", "cycleway:left:oneway": "yes"}, "cycle", (True, False)),
        ({"oneway": "yes", "cycleway:right:oneway": "-1"}, "drive", (True, False)),
        ({"highway": "ferry", "oneway": "yes"}, "walk", (True, False)),
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
        ("GB:motorway", 70 * MPH),
        ("gb:NSL_restricted", 30 * MPH),
        ("GB:zone20", 20 * MPH),
        ("gb:zone:20", 20 * MPH),
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
    assert limit_kph(text, SHIPPED.limits_mph) == pytest.approx(kph)


@pytest.mark.parametrize(
    ("tags", "mph"),
    [
        ({"maxspeed": "30 mph", "maxspeed:type": "GB:nsl_single"}, (30, 30)),
        ({"maxspeed:type": "GB:nsl_single"}, (60, 60)),
        ({"source:maxspeed": "GB:nsl_dual"}, (70, 70)),
        ({"source:maxspeed": "UK:nsl_single"}, (60, 60)),
        ({"zone:maxspeed": "GB:20"}, (20, 20)),
        ({"maxspeed:type": "sign"}, (math.inf, math.inf)),
        ({"source:maxspeed": "30"}, (math.inf, math.inf)),
        ({"maxspeed": "signals", "maxspeed:type": "GB:zone20"}, (20, 20)),
        ({"maxspeed": "40 mph", "maxspeed:forward": "30 mph"}, (30, 40)),
        ({"maxspeed:backward": "30 mph"}, (math.inf, 30)),
    ],
)
def test_the_limit_is_found_under_its_several_tags(tags, mph):
    expected = tuple(limit * MPH for limit in mph)
    assert limits_kph(tags, SHIPPED.limits_mph) == pytest.approx(expected)


def test_driving_takes_the_lesser_of_class_speed_and_share_of_the_limit():
    speeds = read_rules(limit_share=0.5)
    slow = {"highway": "residential", "maxspeed": "20 mph"}
    assert speeds_of_way(slow, speeds)["drive"] == pytest.approx((10 * MPH, 10 * MPH))
    fast = {"highway": "residential", "maxspeed": "60 mph"}
    assert speeds_of_way(fast, speeds)["drive"] == (speeds.speeds.kph["residential"]["drive"],) * 2
    uneven = {"highway": "residential", "maxspeed:backward": "20 mph"}
    assert speeds_of_way(uneven, speeds)["drive"] == pytest.approx((30, 10 * MPH))


def test_a_speed_limit_slows_nobody_on_foot():
    assert speeds_of_way({"highway": "residential", "maxspeed": "2"}, SHIPPED)["walk"] == (4.8, 4.8)


def test_a_mode_opened_by_a_tag_goes_at_its_slowest_class_speed():
    slowest = min(of["cycle"] for of in SHIPPED.speeds.kph.values() if "cycle" in of)
    footway = speeds_of_way({"highway": "footway", "bicycle": "yes"}, SHIPPED)
    assert footway["cycle"] == (slowest,) * 2


def test_a_cycle_is_pushed_up_steps_at_walking_speed():
    steps = speeds_of_way({"highway": "steps", "bicycle": "yes"}, SHIPPED)
    assert steps["cycle"] == (4.8, 4.8)


@pytest.mark.parametrize(
    ("tags", "mode", "verdict"),
    [
        ("access=no foot=designated", "walk", "yes"),
        ("access=yes motorcar=no motor_vehicle=yes", "drive", "no"),
        ("foot=maybe access=private", "walk", "no"),
        ("", "walk", ""),
        ("access=customers", "walk", "local"),
        ("access=destination", "walk", "yes"),
        ("access=destination", "cycle", "local"),
        ("foot=destination", "walk", "local"),
        ("access=destination motor_vehicle=yes", "drive", "yes"),
        ("access=yes motor_vehicle=destination", "drive", "local"),
        ("motor_vehicle=private;destination", "drive", "local"),
        ("motor_vehicle=destination;permissive", "drive", "yes"),
    ],
)
def test_the_most_specific_tag_decides_and_an_unknown_value_decides_nothing(tags, mode, verdict):
    assert access(tagged(tags), mode, SHIPPED) == verdict


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ("highway=residential", ""),
        ("highway=residential motor_vehicle=destination", "drive"),
        ("highway=residential vehicle=destination", "cycle drive"),
        ("highway=residential vehicle=destination bicycle=yes", "drive"),
        ("highway=residential access=destination", "cycle drive"),
        ("highway=service access=customers", "walk pram cycle drive"),
        ("highway=footway foot=destination", "walk pram"),
        ("highway=service access=private", ""),
    ],
)
def test_ways_for_access_only_are_local_for_the_modes_that_the_tag_binds(tags, modes):
    assert local_modes(tagged(tags), SHIPPED) == set(modes.split())


def test_steps_stop_wheels_unless_a_ramp_is_there():
    assert wheels({"highway": "steps"}, SHIPPED) is False
    assert wheels({"highway": "steps", "ramp:stroller": "yes"}, SHIPPED) is True
    assert wheels({"highway": "path", "wheelchair": "no"}, SHIPPED) is False
    assert wheels({"highway": "path"}, SHIPPED) is None


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
        ("barrier=gate locked=yes", "drive"),
        ("barrier=gate locked=yes motor_vehicle=yes", ""),
        ("barrier=gate bicycle=dismount", ""),
        ("barrier=bollard motor_vehicle=destination", ""),
    ],
)
def test_a_barrier_node_stops_just_these_modes(tags, modes):
    assert modes_stopped(tagged(tags), SHIPPED) == set(modes.split())


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


HEADERS = {
    "speeds": HEADER.strip(),
    "access": "key,value,walk,pram,cycle,drive",
    "barriers": "barrier,walk,pram,cycle,drive",
    "wheels": "key,value,passable",
    "limits": "value,mph",
    "fast_roads": "highway,fast_from_mph,untagged,closed_from_mph",
    "ferries": "mode,untagged,kph",
}


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("barriers", "stile,yes,maybe,no,no", "line 2: pram is 'maybe'. Write one of: no, yes"),
        ("barriers", "stile,Yes,no,no,no", "line 2: walk is 'Yes'"),
        ("barriers", "stile,yes,no,no,no\nstile,yes,no,no,no", "line 3: stile stands there twice"),
        ("access", "feet,no,no,no,no,no", "line 2: key is 'feet'"),
        ("access", "foot,no,no,no,no", "line 2: drive is ''"),
        ("access", ",destination,here,no,no,no", "walk is 'here'. Write one of: local, no, yes"),
        ("wheels", "surface,mud,", "line 2: passable is ''"),
        ("limits", "GB:fast,quick", "line 2: mph is 'quick'. Give mph above 0 and below 100"),
        ("limits", "GB:fast,", "line 2: mph is ''"),
        ("fast_roads", "trunk,50,perhaps,60", "line 2: untagged is 'perhaps'"),
        ("fast_roads", "trunk,-50,yes,60", "line 2: fast_from_mph is '-50'"),
        ("ferries", "walk,yes,0", "line 2: kph is '0'"),
        ("ferries", "walk,yes,5", "no row for pram, cycle, drive"),
    ],
)
def test_a_bad_table_of_rules_is_refused_with_its_line(tmp_path, table, row, says):
    """A "No" typed in a spreadsheet must not quietly open a stile to prams."""
    (tmp_path / f"{table}.csv").write_text(f"{HEADERS[table]}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"{table}.csv.*{says}"):
        read_rules(tmp_path)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_its_columns_is_refused(tmp_path, table):
    (tmp_path / f"{table}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ColumnError, match=f"{table}.csv has no column"):
        read_rules(tmp_path)


def test_the_planners_own_tables_stand_in_for_the_shipped_ones_they_are_named_after(tmp_path):
    own = "key,value,walk,pram,cycle,drive\n,private,yes,yes,yes,yes\n"
    (tmp_path / "access.csv").write_text(own, encoding="utf-8")
    rules = read_rules(tmp_path)
    assert access({"access": "private"}, "walk", rules) == "yes"
    assert rules.barriers == SHIPPED.barriers
    assert rules.files["access"] == tmp_path / "access.csv"
    assert rules.about()["rules_access"] == "access.csv"
    assert rules.about()["rules_access_sha256"] != SHIPPED.about()["rules_access_sha256"]


def test_a_table_of_speeds_given_by_itself_outranks_the_folders(tmp_path):
    (tmp_path / "speeds.csv").write_text(HEADER + "road,1,1,1,1\n", encoding="utf-8")
    alone = tmp_path / "alone.csv"
    alone.write_text(HEADER + "road,2,2,2,2\n", encoding="utf-8")
    assert read_rules(tmp_path).speeds.kph["road"]["walk"] == 1
    assert read_rules(tmp_path, alone).speeds.kph["road"]["walk"] == 2


def test_a_folder_without_any_table_of_rules_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds none of speeds\.csv, access\.csv"):
        read_rules(tmp_path)


def test_every_shipped_table_is_explained():
    explained = (RESOURCES / "rules.md").read_text(encoding="utf-8")
    assert [table for table in TABLES if f"## {table}.csv: " not in explained] == []
    assert {key: path.name for key, path in SHIPPED.files.items()} == {
        table: f"{table}.csv" for table in TABLES
    }


def test_a_short_row_in_the_table_of_speeds_is_a_blank_cell(tmp_path):
    table = tmp_path / "speeds.csv"
    table.write_text(HEADER + "residential,5,3,15,30\nfootway,5\n", encoding="utf-8")
    assert read_class_speeds(table).kph["footway"] == {"walk": 5.0}


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


@pytest.mark.parametrize("ramp", ["ramp", "ramp__stroller", "ramp__wheelchair"])
def test_any_ramp_opens_steps_to_prams(ramp):
    assert "pram" in open_modes(highway="steps", **{ramp: "yes"})
