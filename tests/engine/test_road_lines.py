"""Road lines of known and unknown forms: which columns are read, and what their values come to."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from family_hub_planner.engine.errors import ColumnError, FileUnreadableError, InputError
from family_hub_planner.engine.network.rules import read_rules
from family_hub_planner.engine.sources.road_forms import FORMS, NO_FORM, recognised
from family_hub_planner.engine.sources.road_lines import (
    DEFAULT_CLASSES,
    LineFields,
    RoadLines,
    fields_to_read,
    plain_text,
    read_line_classes,
    said_of,
    tagged_roads,
)

GEOFABRIK = [
    "osm_id", "code", "fclass", "name", "ref", "oneway", "maxspeed", "layer", "bridge", "tunnel",
]  # fmt: skip
OPEN_ROADS = [
    "id", "fictitious", "road_classification", "road_function", "form_of_way", "name_1", "length",
    "start_node", "end_node",
]  # fmt: skip
OPEN_ROADS_SHAPEFILE = [
    "fictitious", "identifier", "class", "roadNumber", "name1", "formOfWay", "function",
]  # fmt: skip
HIGHWAYS = [
    "TOID", "routeHierarchy", "formOfWay", "directionality", "startGradeSeparation",
    "endGradeSeparation", "roadClassification", "length",
]  # fmt: skip
KNOWN = tuple(read_rules().speeds.kph)


def roads(columns, form=None):
    """Give the tags of features with these columns, by the form that they are recognised as."""
    count = len(next(iter(columns.values())))
    lines = RoadLines(
        "roads", "EPSG:27700", [np.zeros((2, 2))] * count, range(count), columns,
        [f"#{i}" for i in range(count)],
    )  # fmt: skip
    form = form or recognised(list(columns))
    fields = fields_to_read(list(columns), form, LineFields())
    return tagged_roads(lines, fields, form, read_line_classes(), KNOWN)


def geofabrik(**columns):
    count = max(len(values) for values in columns.values())
    empty = {"osm_id": "1", "fclass": "residential", "oneway": "B", "maxspeed": 0, "name": None}
    return roads({**{key: [value] * count for key, value in empty.items()}, **columns})


@pytest.mark.parametrize(
    ("columns", "name", "ends_only"),
    [
        (GEOFABRIK, "Geofabrik shapefile", False),
        (OPEN_ROADS, "OS Open Roads", True),
        (OPEN_ROADS_SHAPEFILE, "OS Open Roads", True),
        (HIGHWAYS, "OS Highways road links", True),
        (["osm_id", "highway", "surface"], "OpenStreetMap ways", False),
    ],
)
def test_published_forms_are_known_by_their_columns(columns, name, ends_only):
    form = recognised(columns)
    assert (form.name, form.ends_only) == (name, ends_only)
    credit = "OpenStreetMap" if name[:2] != "OS" else "Crown copyright"
    assert credit in form.publisher


def test_columns_of_a_known_form_are_taken_whatever_their_case():
    form = recognised(HIGHWAYS)
    fields = fields_to_read(HIGHWAYS, form, LineFields())
    assert fields.classes == "routeHierarchy"
    assert fields.oneway == "directionality"
    assert fields.levels == ("startGradeSeparation", "endGradeSeparation")
    assert (fields.speed, fields.unit, fields.id) == ("", "mph", "TOID")


def test_a_column_that_is_given_outranks_the_known_one():
    given = LineFields(classes="code", levels=("bridge",))
    fields = fields_to_read(GEOFABRIK, recognised(GEOFABRIK), given)
    assert (fields.classes, fields.levels) == ("code", ("bridge",))
    assert (fields.oneway, fields.unit) == ("oneway", "kph")


def test_speeds_of_an_unknown_column_are_miles_an_hour_unless_told():
    form = recognised(GEOFABRIK)
    assert fields_to_read([*GEOFABRIK, "lim"], form, LineFields(speed="lim")).unit == "mph"
    told = LineFields(speed="lim", unit="kph")
    assert fields_to_read([*GEOFABRIK, "lim"], form, told).unit == "kph"


def test_an_unknown_form_needs_its_class_named():
    assert recognised(["kind", "nm"]) is NO_FORM
    with pytest.raises(ColumnError, match=r"CLASS_FIELD.*kind, nm"):
        fields_to_read(["kind", "nm"], NO_FORM, LineFields())
    assert fields_to_read(["kind"], NO_FORM, LineFields(classes="kind")).classes == "kind"


def test_every_class_of_the_table_is_one_that_has_speeds():
    with DEFAULT_CLASSES.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["highway"] for row in rows} <= set(KNOWN)
    assert len({row["value"].lower() for row in rows}) == len(rows)


def test_the_ordnance_surveys_classes_come_to_classes_of_openstreetmap():
    values = ["A Road Primary", "Minor Road", "Local Road", "Motorway"]
    values.append("Restricted Local Access Road")
    found = roads({"routeHierarchy": values, "directionality": ["both directions"] * 5}).tags
    assert [tags["highway"] for tags in found] == [
        "trunk", "tertiary", "residential", "motorway", "service",
    ]  # fmt: skip
    assert found[4]["motor_vehicle"] == "private"


def test_a_track_keeps_its_grade():
    (tags,) = geofabrik(fclass=["track_grade5"]).tags
    assert (tags["highway"], tags["tracktype"]) == ("track", "grade5")


def test_unknown_classes_are_left_out_named_and_counted():
    found = geofabrik(fclass=["residential", "raceway", None, "raceway"])
    assert [tags is None for tags in found.tags] == [False, True, True, True]
    (said,) = said_of(found)
    assert said.startswith("3 lines are of a class that is not known")
    assert "raceway (2), (empty) (1)" in said


def test_a_layer_of_unknown_classes_alone_is_refused():
    with pytest.raises(InputError, match="None of the 2 lines is of a known class"):
        geofabrik(fclass=["x", "y"])


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("F", "yes"), ("T", "-1"), ("B", "no"), ("yes", "yes"), ("-1", "-1"), ("no", "no"),
        (True, "yes"), (1, "yes"), (0, "no"), ("in direction", "yes"), ("inDirection", "yes"),
        ("in opposite direction", "-1"), ("In Opposite Direction", "-1"), (-1.0, "-1"),
        ("bothDirections", "no"), ("FT", "yes"), ("TF", "-1"), (None, None), ("", None),
    ],
)  # fmt: skip
def test_one_way_is_read_in_every_known_way_of_writing_it(value, tag):
    assert geofabrik(oneway=[value, "B"]).tags[0].get("oneway") == tag


def test_a_one_way_value_that_is_not_known_is_two_way_and_reported():
    found = geofabrik(oneway=["B", "perhaps", "perhaps"])
    assert "oneway" not in found.tags[1]
    assert "perhaps (2)" in said_of(found)[0] and "two-way" in said_of(found)[0]


def test_a_one_way_column_of_nothing_known_is_refused():
    with pytest.raises(InputError, match=r"No value of the column oneway .*perhaps \(2\)"):
        geofabrik(oneway=["perhaps", "perhaps", None])


def test_true_and_false_as_letters_are_refused_where_the_form_does_not_say():
    columns = {"kind": ["residential"] * 3, "ow": ["T", "F", "F"]}
    lines = RoadLines("r", "EPSG:27700", [], [], columns, ["1", "2", "3"])
    fields = LineFields(classes="kind", oneway="ow")
    with pytest.raises(InputError, match="only T and F"):
        tagged_roads(lines, fields, NO_FORM, {}, KNOWN)
    assert geofabrik(oneway=["T", "F"]).tags[0]["oneway"] == "-1"


@pytest.mark.parametrize(
    ("value", "unit", "tag"),
    [
        (48, "kph", "48"), (30, "mph", "30 mph"), ("30", "mph", "30 mph"), (0, "kph", None),
        (None, "mph", None), ("30 mph", "kph", "30 mph"), ("GB:nsl_single", "kph", "GB:nsl_single"),
        (float("nan"), "mph", None), (-1, "mph", None),
    ],
)  # fmt: skip
def test_speeds_come_in_either_unit_and_nought_is_none(value, unit, tag):
    lines = RoadLines("r", "EPSG:27700", [], [], {"c": ["road"], "s": [value]}, ["1"])
    fields = LineFields(classes="c", speed="s", unit=unit)
    (tags,) = tagged_roads(lines, fields, NO_FORM, {}, KNOWN).tags
    assert tags.get("maxspeed") == tag


def test_a_speed_that_cannot_be_read_is_reported():
    lines = RoadLines("r", "EPSG:27700", [], [], {"c": ["road"], "s": ["fast"]}, ["1"])
    found = tagged_roads(lines, LineFields(classes="c", speed="s"), NO_FORM, {}, KNOWN)
    assert "fast (1)" in said_of(found)[0]


def test_columns_that_are_openstreetmaps_tags_are_kept_as_tags():
    columns = {"osm_id": ["5"], "highway": ["footway"], "bicycle": ["yes"], "surface": [None]}
    found = roads(columns)
    assert found.tags[0] == {"highway": "footway", "bicycle": "yes"}
    assert found.ids == ["5"]


def test_ids_are_the_columns_or_the_features_numbers():
    assert geofabrik(osm_id=["44", None]).ids == ["44", "#1"]
    assert [plain_text(value) for value in (1.0, 1.5, None, " a ", 7)] == ["1", "1.5", "", "a", "7"]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("name,highway\na,b\n", ColumnError, "no column value"),
        ("value,highway\na,\n", ColumnError, "line 2"),
        ("", ColumnError, "no column value, highway"),
    ],
)
def test_a_table_of_classes_that_is_wrong_is_refused(tmp_path, text, error, said):
    path = tmp_path / "classes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=said):
        read_line_classes(path)
    with pytest.raises(FileUnreadableError):
        read_line_classes(tmp_path / "none.csv")


def test_marks_of_the_forms_do_not_overlap():
    for form in FORMS:
        assert recognised([mark.upper() for mark in form.marks]) is form
