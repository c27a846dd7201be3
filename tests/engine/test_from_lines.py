"""Networks of road lines: the toy town drawn as lines, and Rutland as Geofabrik draws it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from toy_town import ORIGIN, SPEEDS, TOY_TOWN, Town, to_degrees

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.network.build import BuildSettings, build_network
from family_hub_planner.engine.network.from_lines import LineSettings, network_from_lines
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.road_lines import LineFields, RoadLines

TAGS = ("highway", "name", "oneway", "layer", "bridge", "junction", "access")


class Heard(Progress):
    def __init__(self):
        self.warned = []

    def warn(self, text):
        self.warned.append(text)


def town_lines(crs="EPSG:27700", leave_out=()):
    """Draw the toy town as lines, its tags as columns."""
    ways = [(nodes, tags) for nodes, tags in TOY_TOWN.ways if "highway" in tags]
    points = [np.array([TOY_TOWN.points[n] for n in nodes.split()]) + ORIGIN for nodes, _ in ways]
    if crs == "EPSG:4326":
        points = [to_degrees(line) for line in points]
    columns = {key: [tags.get(key) for _, tags in ways] for key in TAGS if key not in leave_out}
    ids = [str(1001 + i) for i, (_, tags) in enumerate(TOY_TOWN.ways) if "highway" in tags]
    columns["osm_id"] = ids
    return RoadLines("town", crs, points, list(range(len(ways))), columns, ids)


def settings(tmp_path, **more):
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(SPEEDS, encoding="utf-8")
    return LineSettings(speeds=speeds, **more)


def made_of(lines, tmp_path, **more):
    return network_from_lines(lines, settings(tmp_path, **more), Progress())


def stretches(built):
    network = built.network
    return sorted(
        (way, round(float(network.length_m[edge]), 1),
         *(tuple(np.round(network.minutes[mode][edge], 2)) for mode in network.modes))
        for edge, way in enumerate(built.osm_id)
    )  # fmt: skip


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:4326"])
def test_the_toy_town_drawn_as_lines_gives_the_stretches_of_its_file(tmp_path, crs):
    town = Town(TOY_TOWN.points, TOY_TOWN.ways)  # without gates: lines know none
    made = made_of(town_lines(crs), tmp_path)
    assert made.form.name == "OpenStreetMap ways"
    assert stretches(made.built) == stretches(town.build(tmp_path / "town"))
    assert made.built.network.crs == "EPSG:27700"
    assert (made.joined.ends, made.joined.cuts) == (0, 0)
    assert len(made.built.network.barriers) == 0


def test_about_says_what_was_read_what_was_joined_and_what_lines_lack(tmp_path):
    about = made_of(town_lines(), tmp_path).built.network.about
    assert "class from highway" in about["read_as"]
    assert about["tolerance_m"] == "0.5"
    assert about["barrier_lines"].startswith("none") and about["data_until"] == ""
    assert about["publisher"] == "© OpenStreetMap contributors"
    assert about["access_kph_pram"] == "3.6" and about["access_kph_drive"] == "4.8"


def test_joining_that_draws_the_lines_longer_is_warned_of_and_told(tmp_path):
    ends = [((0, 0), (100, 0)), ((130, 0), (200, 0))]
    points = [np.array(pair, dtype=float) + ORIGIN for pair in ends]
    columns = {"osm_id": ["1", "2"], "highway": ["residential"] * 2}
    lines = RoadLines("r", "EPSG:27700", points, range(2), columns, list("01"))
    heard = Heard()
    made = network_from_lines(lines, settings(tmp_path, tolerance_m=40.0), heard)
    about = made.built.network.about
    assert about["greatest_move_m"] == "30.00" and about["length_change_by_joining"] == "+17.65%"
    assert any("by +17.6%" in said or "by +17.7%" in said for said in heard.warned)
    quiet = Heard()
    network_from_lines(lines, settings(tmp_path), quiet)
    assert not any("Joining changed" in said for said in quiet.warned)


def test_lines_of_an_unknown_form_credit_whom_the_planner_names_or_say_nobody(tmp_path):
    lines = town_lines(leave_out=("osm_id",))
    columns = {"kind": lines.columns["highway"]}
    lines = RoadLines("own", lines.crs, lines.points, lines.row, columns, lines.ids)
    fields = LineFields(classes="kind")
    about = made_of(lines, tmp_path, fields=fields).built.network.about
    assert about["publisher"] == about["licence"] == "not stated in the file"
    named = made_of(lines, tmp_path, fields=fields, publisher="Toytown Council", licence="Ours")
    about = named.built.network.about
    assert (about["publisher"], about["licence"]) == ("Toytown Council", "Ours")


def test_the_ordnance_surveys_links_meet_at_ends_of_one_grade_and_run_as_they_are_directed(
    tmp_path,
):
    # A road passes over another: link 2 leaves the upper road, link 3 ends below it.
    ends = [((0, 0), (100, 0)), ((100, 0), (200, 0)), ((100, 0), (100, 90)), ((100, -90), (100, 0))]
    points = [np.array(pair, dtype=float) + ORIGIN for pair in ends]
    columns = {
        "routeHierarchy": ["Local Road"] * 4,
        "directionality": ["both directions", "in direction", "in opposite direction", None],
        "startGradeSeparation": [0, 1, 1, 0],
        "endGradeSeparation": [1, 0, 0, 0],
        "TOID": ["osgb1", "osgb2", "osgb3", "osgb4"],
    }
    lines = RoadLines("RoadLink", "EPSG:27700", points, range(4), columns, list("0123"))
    made = made_of(lines, tmp_path)
    network = made.built.network
    assert made.form.name == "OS Highways road links"
    assert made.built.osm_id == ["osgb1", "osgb2", "osgb3", "osgb4"]
    assert network.edge_to[0] == network.edge_from[1] == network.edge_from[2]
    assert network.edge_to[3] != network.edge_to[0]
    assert np.isfinite(network.minutes["drive"]).tolist() == [
        [True, True], [True, False], [False, True], [True, True],
    ]  # fmt: skip
    assert "Crown copyright" in network.about["publisher"]


def test_parts_of_one_feature_are_ways_of_one_id(tmp_path):
    two = [np.array([[0.0, 0], [100, 0]]) + ORIGIN, np.array([[300.0, 0], [400, 0]]) + ORIGIN]
    columns = {"osm_id": ["7"], "highway": ["residential"]}
    made = made_of(RoadLines("r", "EPSG:27700", two, [0, 0], columns, ["0"]), tmp_path)
    assert made.built.osm_id == ["7", "7"]
    assert made.built.network.length_m == pytest.approx([100, 100])


def test_roads_alone_lines_without_shape_and_no_one_way_are_warned_of(tmp_path):
    line = [np.array([[0.0, 0], [100, 0]]) + ORIGIN]
    lines = RoadLines("r", "EPSG:27700", line, [0], {"c": ["residential"]}, ["0"], 3)
    heard = Heard()
    network_from_lines(lines, settings(tmp_path, fields=LineFields(classes="c")), heard)
    said = " ".join(heard.warned)
    assert "3 features have no shape" in said
    assert "no footpaths" in said and "every road is taken as open both ways" in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"crs": "EPSG:4326"}, "does not count in metres"),
        ({"tolerance_m": -1.0}, "tolerance"),
        ({"tolerance_m": 500.0}, "tolerance"),
    ],
)
def test_settings_that_make_no_network_are_refused(tmp_path, more, said):
    with pytest.raises(InputError, match=said):
        made_of(town_lines(), tmp_path, **more)


def test_a_layer_without_lines_is_refused(tmp_path):
    lines = RoadLines("r", "EPSG:27700", [], [], {"osm_id": [], "highway": []}, [], 4)
    with pytest.raises(InputError, match=r"r holds no lines .4 features have no shape"):
        made_of(lines, tmp_path)


def one_line(*points, crs="EPSG:27700"):
    columns = {"osm_id": ["1"], "highway": ["residential"]}
    return RoadLines("r", crs, [np.array(points, dtype=float)], [0], columns, ["1"])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (one_line((-0.7, 52.6), (-0.6, 52.7)), "r look like degrees .*-0.7, 52.6.*EPSG:27700"),
        (one_line((-0.7, 52.6), (-0.6, 52.7), crs="EPSG:3857"), "look like degrees"),
        (one_line((485900, 308700), (486900, 308700), crs="EPSG:4326"), "cannot be degrees"),
        (one_line((-80000, 6920000), (-80000, 6921000)), "far outside the area of .*EPSG:27700"),
        (one_line((485900, 308700), (485900, 308700)), "have no length"),
        (one_line((485900, 308700), (485900.2, 308700)), "1 of the 1 lines of r are shorter"),
    ],
)
def test_lines_in_a_system_that_cannot_be_theirs_or_without_length_are_refused(
    tmp_path, lines, said
):
    with pytest.raises(InputError, match=said):
        made_of(lines, tmp_path)


def test_lines_beyond_their_systems_area_but_near_it_are_taken(tmp_path):
    dublin = one_line((16000, 395000), (17000, 395000))
    assert made_of(dublin, tmp_path, crs="EPSG:27700").built.network.length_m.sum() == 1000
    fiji = one_line((179.9, -17.0), (179.95, -17.0), crs="EPSG:4326")
    assert len(made_of(fiji, tmp_path).built.network.length_m) == 1


def rutland_lines(shared_data: Path) -> RoadLines:
    path = shared_data / "rutland" / "network" / "rutland-latest-free.shp.zip"
    layer = (dataset := ogr.Open(f"/vsizip/{path}/gis_osm_roads_free_1.shp")).GetLayer()
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    features = list(layer)
    points = [np.array(feature.GetGeometryRef().GetPoints())[:, :2] for feature in features]
    columns = {name: [feature.GetField(name) for feature in features] for name in names}
    del dataset
    numbers = list(range(len(features)))
    return RoadLines("roads", "EPSG:4326", points, numbers, columns, [str(n) for n in numbers])


def test_rutland_of_geofabriks_shapefile_is_nearly_that_of_the_extract(shared_data):
    made = network_from_lines(rutland_lines(shared_data), LineSettings(), Progress())
    pbf = shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"
    other = build_network(pbf, BuildSettings(), Progress())
    ours, theirs = made.built.network, other.network
    assert made.form.name == "Geofabrik shapefile"
    # A month lies between them, and gates cut the extract's ways into more stretches.
    assert ours.length_m.sum() == pytest.approx(theirs.length_m.sum(), rel=0.002)
    assert len(ours.node_xy) == pytest.approx(len(theirs.node_xy), rel=0.02)
    shared = dict.fromkeys(set(made.built.osm_id) & set(other.osm_id))
    assert len(shared) > 0.98 * len(set(other.osm_id))
    # Private ways look open in a shapefile.
    open_km = [np.isfinite(n.minutes["walk"]).any(axis=1) @ n.length_m for n in (ours, theirs)]
    assert 1.02 < open_km[0] / open_km[1] < 1.12
    assert made.joined.ends + made.joined.cuts < 20
