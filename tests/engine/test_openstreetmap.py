"""Reading OpenStreetMap files of every form, and refusing the others in words."""

from __future__ import annotations

import bz2
import gzip
import re

import numpy as np
import pytest
from rutland_network import extract_path
from toy_town import TOY_TOWN, Town, places, to_degrees

from family_hub_planner.engine.errors import (
    CancelledError,
    FileUnreadableError,
    InputError,
    NetworkError,
)
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources import openstreetmap_file
from family_hub_planner.engine.sources.openstreetmap import read_openstreetmap

LONG_TOWN = Town(
    points={f"n{i}": (i * 10, (i % 7) * 3) for i in range(3000)},
    ways=[(f"n{i} n{i + 1}", {"highway": "residential"}) for i in range(2999)],
)


def summary(extract) -> tuple:
    ways = list(zip(extract.ways.osm_id, extract.ways.tags))
    return ways, [points.tolist() for points in extract.ways.points], extract.data_until


@pytest.fixture
def town_file(tmp_path):
    return TOY_TOWN.write(tmp_path / "town.osm")


def test_a_plain_file_gives_the_ways_with_their_tags_ids_and_positions(town_file):
    extract = read_openstreetmap(town_file)
    tags = dict(zip(extract.ways.osm_id, extract.ways.tags))
    assert len(extract.ways) == 21  # 22 ways but the river
    assert tags["1007"]["name"] == "One Way Street"
    assert tags["1007"]["oneway"] == "yes"
    assert extract.data_until == "2026-01-02"
    one_way = extract.ways.points[extract.ways.osm_id.index("1007")]
    expected = to_degrees(places((240, 0), (240, -240)))
    np.testing.assert_allclose(one_way, expected, atol=6e-8)


def test_barrier_nodes_come_with_their_tags(town_file):
    kinds = [tags["barrier"] for tags in read_openstreetmap(town_file).barrier_nodes.tags]
    assert sorted(kinds) == ["bollard", "gate", "kissing_gate", "stile"]


def test_the_river_and_the_motorway_are_lines_that_nobody_crosses(town_file):
    kinds = [tags["kind"] for tags in read_openstreetmap(town_file).uncrossable.tags]
    assert sorted(kinds) == ["motorway", "water"]


def test_a_ferrys_line_is_a_way_of_its_own_class_and_bars_nobody(tmp_path):
    town = Town(
        points={"a": (0, 0), "b": (200, 0), "c": (900, 0)},
        ways=[
            ("a b", {"highway": "residential"}),
            ("b c", {"route": "ferry", "duration": "00:20", "motor_vehicle": "yes"}),
        ],
    )
    extract = read_openstreetmap(town.write(tmp_path / "town.osm"))
    assert [tags["highway"] for tags in extract.ways.tags] == ["residential", "ferry"]
    assert extract.ways.tags[1]["duration"] == "00:20"
    assert len(extract.uncrossable) == 0


def test_a_ferry_to_far_away_does_not_move_the_bounds(tmp_path):
    """An extract of a port holds its ferries whole, to Spain if need be."""
    town = Town(
        points={"a": (0, 0), "b": (200, 100), "c": (900_000, -900_000)},
        ways=[("a b", {"highway": "residential"}), ("b c", {"route": "ferry"})],
    )
    extract = read_openstreetmap(town.write(tmp_path / "port.osm"))
    assert len(extract.ways) == 2
    np.testing.assert_allclose(extract.bounds(), bounds_of((0, 0), (200, 100)), atol=1e-6)


@pytest.mark.parametrize(
    "key",
    ["maxspeed:type", "source:maxspeed", "zone:maxspeed", "maxspeed:forward", "maxspeed:backward",
     "lit", "sidewalk:left", "sidewalk:right", "sidewalk:both", "cycleway:left:oneway", "ref"],
)  # fmt: skip
def test_a_tag_that_the_rules_ask_for_is_read(tmp_path, key):
    town = Town({"a": (0, 0), "b": (200, 0)}, [("a b", {"highway": "primary", key: "this"})])
    (tags,) = read_openstreetmap(town.write(tmp_path / "town.osm")).ways.tags
    assert tags[key] == "this"


@pytest.mark.parametrize("suffix", [".osm.gz", ".osm.bz2"])
def test_a_packed_file_gives_the_same_as_the_plain_one(tmp_path, town_file, suffix):
    pack = {".osm.gz": gzip.compress, ".osm.bz2": bz2.compress}[suffix]
    packed = tmp_path / f"Packed Town {suffix}"
    packed.write_bytes(pack(town_file.read_bytes()))
    assert summary(read_openstreetmap(packed)) == summary(read_openstreetmap(town_file))


def test_a_bzip2_file_of_several_streams_is_read_to_its_end(tmp_path, town_file):
    text = town_file.read_bytes()
    packed = tmp_path / "town.osm.bz2"
    packed.write_bytes(bz2.compress(text[:3000]) + bz2.compress(text[3000:]))
    assert summary(read_openstreetmap(packed)) == summary(read_openstreetmap(town_file))


def test_a_file_is_found_by_a_relative_name_too(tmp_path, town_file, monkeypatch):
    (tmp_path / "town.osm.gz").write_bytes(gzip.compress(town_file.read_bytes()))
    monkeypatch.chdir(tmp_path)
    for name in ("town.osm", "town.osm.gz"):
        assert len(read_openstreetmap(type(tmp_path)(name)).ways) == 21


def test_a_real_pbf_is_read(shared_data):
    extract = read_openstreetmap(extract_path(shared_data))
    west, south, east, north = extract.bounds()
    assert -1.2 < west < east < -0.2
    assert 52.3 < south < north < 52.9
    assert 6_000 < len(extract.ways) < 8_000
    assert len(extract.barrier_nodes) > 500
    assert extract.data_until.startswith("2022-07")


def test_the_extent_leaves_out_ways_with_no_vertex_inside(town_file):
    west, south, east, north = bounds_of((-50, -50), (770, 50))
    extract = read_openstreetmap(town_file, (west, south, east, north))
    names = {tags.get("name") for tags in extract.ways.tags}
    assert {"High Street", "West Bridge", "One Way Street"} <= names
    assert not names & {"North Road", "The Loop", "Long Lane"}


def bounds_of(south_west, north_east) -> tuple[float, float, float, float]:
    (west, south), (east, north) = to_degrees(places(south_west, north_east))
    return west, south, east, north


def test_a_barrier_node_counts_wherever_a_kept_way_carries_it(tmp_path):
    """A way is kept whole, so the locked gate on its part outside the extent must be kept too."""
    town = Town(
        points={"a": (0, 0), "gate": (500, 0), "b": (1000, 0)},
        ways=[("a gate b", {"highway": "residential"})],
        node_tags={"gate": {"barrier": "gate", "access": "private"}},
    )
    box = bounds_of((-50, -50), (50, 50))
    extract = read_openstreetmap(town.write(tmp_path / "town.osm"), box)
    assert len(extract.barrier_nodes) == 1


def test_an_extent_outside_the_file_is_refused_in_words(town_file):
    with pytest.raises(NetworkError, match=r"town\.osm holds no ways .* inside the extent"):
        read_openstreetmap(town_file, (10.0, 40.0, 11.0, 41.0))


def test_a_file_without_roads_is_refused_in_words(tmp_path):
    river = Town({"a": (0, 0), "b": (99, 0)}, [("a b", {"waterway": "river"})])
    with pytest.raises(NetworkError, match="holds no ways with a highway tag"):
        read_openstreetmap(river.write(tmp_path / "river.osm"))


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"There is no file .*none.osm.pbf"):
        read_openstreetmap(tmp_path / "none.osm.pbf")


@pytest.mark.parametrize("suffix", [".osm", ".osm.pbf", ".osm.gz", ".osm.bz2", ".gpkg"])
@pytest.mark.parametrize("content", [b"", b"name,minutes\nhub,12\n" * 200, bytes(range(256)) * 20])
def test_a_file_of_another_kind_is_refused_in_words(tmp_path, suffix, content):
    other = tmp_path / f"other{suffix}"
    other.write_bytes(content)
    with pytest.raises(FileUnreadableError, match=re.escape(other.name)):
        read_openstreetmap(other)


@pytest.mark.parametrize("suffix", [".osm", ".osm.gz", ".osm.bz2"])
def test_a_file_cut_short_is_refused_and_not_read_by_half(tmp_path, suffix):
    pack = {".osm": bytes, ".osm.gz": gzip.compress, ".osm.bz2": bz2.compress}[suffix]
    whole = pack(LONG_TOWN.xml().encode())
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole[: len(whole) * 9 // 10])
    with pytest.raises(FileUnreadableError, match=re.escape(cut.name)):
        read_openstreetmap(cut)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pbf_cut_short_is_refused_and_not_read_by_half(tmp_path, shared_data, share):
    whole = extract_path(shared_data).read_bytes()
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileUnreadableError, match=r"cut\.osm\.pbf.*fetch it again"):
        read_openstreetmap(cut)


def test_a_damaged_pbf_is_refused(tmp_path, shared_data):
    whole = bytearray(extract_path(shared_data).read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 200] = bytes(200)
    damaged = tmp_path / "damaged.osm.pbf"
    damaged.write_bytes(whole)
    with pytest.raises(FileUnreadableError, match=r"damaged\.osm\.pbf"):
        read_openstreetmap(damaged)


def test_a_bzip2_file_that_unpacks_without_end_is_refused(tmp_path, town_file, monkeypatch):
    monkeypatch.setattr(openstreetmap_file, "UNPACKED_LIMIT_BYTES", 1000)
    packed = tmp_path / "bomb.osm.bz2"
    packed.write_bytes(bz2.compress(town_file.read_bytes()))
    with pytest.raises(InputError, match="unpacks to more than"):
        read_openstreetmap(packed)


def test_reading_stops_when_the_user_cancels(tmp_path):
    class Impatient(Progress):
        def cancelled(self) -> bool:
            return True

    gates = {name: {"barrier": "gate"} for name in LONG_TOWN.points}
    path = Town(LONG_TOWN.points, LONG_TOWN.ways, gates).write(tmp_path / "long.osm")
    with pytest.raises(CancelledError):
        read_openstreetmap(path, progress=Impatient())


SQUARE = {"highway": "pedestrian", "area": "yes", "name": "Market Square"}


@pytest.mark.parametrize(
    ("ways", "areas"),
    [([("a b c d a", SQUARE)], ()), ([("a b c", {}), ("c d a", {})], [((0, 1), SQUARE)])],
    ids=["closed way", "relation"],
)
def test_a_square_for_walkers_is_a_way_round_its_rim(tmp_path, ways, areas):
    corners = {"a": (0, 0), "b": (60, 0), "c": (60, 60), "d": (0, 60)}
    town = Town(corners, ways, areas=areas)
    extract = read_openstreetmap(town.write(tmp_path / "square.osm"))
    assert [tags["name"] for tags in extract.ways.tags] == ["Market Square"]
    assert len(extract.ways.points[0]) == 5


@pytest.mark.parametrize("tags", [{"natural": "water"}, {"natural": "water", "area": "yes"}])
def test_the_shore_of_a_lake_is_a_line_that_nobody_crosses(tmp_path, tags):
    road = ("a b", {"highway": "residential"})
    town = Town(
        {"a": (0, 0), "b": (60, 0), "c": (60, 60), "d": (0, 60)}, [road, ("a b c d a", tags)]
    )
    extract = read_openstreetmap(town.write(tmp_path / "lake.osm"))
    assert [of["kind"] for of in extract.uncrossable.tags] == ["water"]


def test_the_shore_of_a_lake_drawn_as_a_relation_is_a_line_that_nobody_crosses(tmp_path):
    road = ("a b", {"highway": "residential"})
    town = Town(
        {"a": (0, 0), "b": (60, 0), "c": (60, 60), "d": (0, 60)},
        [road, ("b c d", {}), ("d a b", {})],
        areas=[((1, 2), {"natural": "water"})],
    )
    extract = read_openstreetmap(town.write(tmp_path / "lake.osm"))
    assert [of["kind"] for of in extract.uncrossable.tags] == ["water"]
    assert len(extract.uncrossable.points[0]) == 5


@pytest.mark.parametrize(
    ("tags", "kinds"),
    [
        ({"railway": "rail"}, ["rail"]),
        ({"railway": "rail", "tunnel": "yes"}, []),
        ({"railway": "abandoned"}, []),
        ({"waterway": "canal"}, ["water"]),
        ({"waterway": "stream"}, []),
        ({"waterway": "river", "tunnel": "culvert"}, []),
        ({"highway": "motorway_link"}, ["motorway"]),
        ({"highway": "trunk"}, []),
    ],
)
def test_only_water_railways_and_motorways_above_ground_cannot_be_crossed(tmp_path, tags, kinds):
    town = Town(
        {"a": (0, 0), "b": (60, 0), "c": (60, 60)},
        [("a b", {"highway": "residential"}), ("b c", tags)],
    )
    extract = read_openstreetmap(town.write(tmp_path / "town.osm"))
    assert [of["kind"] for of in extract.uncrossable.tags] == kinds


def test_reading_twice_gives_the_same(shared_data):
    path = extract_path(shared_data)
    first, second = read_openstreetmap(path), read_openstreetmap(path)
    assert first.ways.osm_id == second.ways.osm_id
    assert first.ways.tags == second.ways.tags
