"""Facilities of OpenStreetMap files: what is taken, where it is put, what is left out and why."""

from __future__ import annotations

import bz2
import gzip
import re
from collections import Counter

import numpy as np
import pytest
from facility_town import square, write_facilities
from osgeo import gdal
from rutland_network import extract_path
from toy_town import ORIGIN

from family_hub_planner.engine.errors import CancelledError, FileUnreadableError, InputError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.facilities import read_facilities
from family_hub_planner.engine.sources.facility_types import read_facility_types

TYPES = read_facility_types()
LIBRARY, SCHOOL = {"amenity": "library"}, {"amenity": "school"}


@pytest.fixture
def read(tmp_path):
    def of(nodes=None, ways=None, relations=None, **asked):
        path = write_facilities(tmp_path / "town.osm", nodes or {}, ways or {}, relations or {})
        return read_facilities(path, TYPES, **asked)

    return of


def ids(found) -> list[str]:
    return found.table.column("site_id")


def row(found, site_id) -> dict:
    at = ids(found).index(site_id)
    return {name: values[at] for name, values in found.table.columns.items()}


def place(found, site_id) -> tuple[float, float]:
    x, y = found.xy[ids(found).index(site_id)]
    return x - ORIGIN[0], y - ORIGIN[1]


def said(found, words) -> bool:
    return any(words in note for note in found.notes)


def test_each_column_holds_what_a_tag_states(read):
    tags = {
        **LIBRARY, "name": "Town  Library", "ref:GB:uprn": "100032047314", "wheelchair": "limited",
        "addr:postcode": "le156hp", "addr:housename": "The Old Bank", "addr:housenumber": "3",
        "addr:street": "High Street", "addr:town": "Oakham", "operator": "Rutland County Council",
        "opening_hours": "Mo-Fr 09:30-17:00", "access": "yes",
    }  # fmt: skip
    found = read({5: ((10.0, 20.0), tags)})
    assert row(found, "node/5") == {
        "site_id": "node/5", "site_name": "Town Library", "uprn": "100032047314",
        "postcode": "LE15 6HP", "address": "The Old Bank, 3 High Street, Oakham",
        "venue_type": "library", "colocation_type": "library", "owner": "Rutland County Council",
        "open_to": "public", "step_free": "limited", "opening_hours": "Mo-Fr 09:30-17:00",
    }  # fmt: skip
    assert found.crs == "EPSG:27700"
    np.testing.assert_allclose(place(found, "node/5"), (10, 20), atol=0.02)


def test_what_no_tag_states_is_empty_and_never_guessed(read):
    found = read({5: ((0, 0), {"amenity": "community_centre"})})
    known = {"site_id", "venue_type"}
    assert {name for name, value in row(found, "node/5").items() if value is not None} == known
    assert said(found, "1 have no name") and said(found, "1 have no co-location type")


@pytest.mark.parametrize(
    ("tags", "column", "value"),
    [
        ({"owner": "The Trust", "operator": "The Council"}, "owner", "The Trust"),
        ({"wheelchair": "yes"}, "step_free", "yes"),
        ({"wheelchair": "designated"}, "step_free", "yes"),
        ({"wheelchair": "no"}, "step_free", "no"),
        ({"wheelchair": "ask"}, "step_free", None),
        ({"access": "permissive"}, "open_to", "public"),
        ({"access": "private"}, "open_to", "those with permission"),
        ({"access": "no"}, "open_to", "those with permission"),
        ({"access": "customers"}, "open_to", None),
        ({"addr:postcode": "90130-020"}, "postcode", "90130-020"),
        ({"addr:place": "Exton", "addr:village": "Exton"}, "address", "Exton"),
    ],
)
def test_a_tag_is_read_as_it_is_meant(read, tags, column, value):
    assert row(read({5: ((0, 0), {**LIBRARY, **tags})}), "node/5")[column] == value


def test_a_place_lies_inside_its_area_even_where_the_middle_does_not(read):
    horseshoe = [(0, 0), (300, 0), (300, 300), (280, 300), (280, 20), (20, 20), (20, 300),
                 (0, 300), (0, 0)]  # fmt: skip
    found = read(ways={7: (horseshoe, SCHOOL)})
    x, y = place(found, "way/7")
    assert -1 < x < 301 and -1 < y < 301
    assert not (21 < x < 279 and y > 21)


def test_an_area_with_a_courtyard_has_its_place_outside_the_courtyard(read):
    found = read(
        ways={7: (square(0, 0, 100), {}), 8: (square(0, 0, 90), {})},
        relations={9: ([("way", 7, "outer"), ("way", 8, "inner")],
                       {**SCHOOL, "type": "multipolygon"})},
    )  # fmt: skip
    assert ids(found) == ["relation/9"]
    assert max(map(abs, place(found, "relation/9"))) > 89


def test_a_way_that_is_not_closed_is_put_half_way_along(read):
    found = read(ways={7: ([(0, 0), (100, 0), (100, 100)], SCHOOL)})
    np.testing.assert_allclose(place(found, "way/7"), (100, 0), atol=40)


def test_an_area_that_crosses_itself_still_has_a_place(read):
    bow_tie = [(0, 0), (100, 100), (100, 0), (0, 100), (0, 0)]
    found = read(ways={7: (bow_tie, SCHOOL)})
    x, y = place(found, "way/7")
    assert -1 < x < 101 and -1 < y < 101


def test_a_site_of_several_parts_is_put_on_its_largest(read):
    site = {**SCHOOL, "type": "site", "name": "Split School"}
    found = read(
        {1: ((900, 900), {})},
        {7: (square(0, 0, 20), {}), 8: (square(500, 0, 60), {})},
        {9: ([("node", 1, ""), ("way", 7, ""), ("way", 8, "")], site)},
    )
    x, y = place(found, "relation/9")
    assert abs(x - 500) < 61 and abs(y) < 61
    points_only = read({1: ((900, 900), {})}, {}, {9: ([("node", 1, "")], site)})
    np.testing.assert_allclose(place(points_only, "relation/9"), (900, 900), atol=0.02)


def test_what_has_no_shape_in_the_file_is_left_out_and_does_not_stop_the_rest(read):
    """An extract cut at a border holds relations whose parts it lacks."""
    gone = {**SCHOOL, "name": "Border School"}
    found = read(
        {5: ((0, 0), LIBRARY)},
        {7: (square(900, 0), {})},
        {
            8: ([("way", 404, "outer")], {**gone, "type": "multipolygon"}),
            9: ([("node", 405, "")], {**gone, "type": "site"}),
            10: ([("way", 7, "outer"), ("way", 406, "outer")], {**gone, "type": "multipolygon"}),
        },
    )
    assert "node/5" in ids(found)
    assert not {"relation/8", "relation/9"} & set(ids(found))


def test_a_place_mapped_as_a_point_and_as_its_area_is_taken_once(read):
    named = {**LIBRARY, "name": "Town Library"}
    found = read({5: ((10, 10), named)}, {7: (square(0, 0), LIBRARY)})
    assert ids(found) == ["node/5"] and said(found, "1 left out: mapped twice")
    found = read({5: ((10, 10), LIBRARY)}, {7: (square(0, 0), named)})
    assert ids(found) == ["way/7"]
    found = read({5: ((10, 10), {**LIBRARY, "name": "town library"})}, {7: (square(0, 0), named)})
    assert ids(found) == ["node/5"]


def test_tags_on_both_the_relation_and_its_outer_way_are_one_place(read):
    named = {**SCHOOL, "name": "Hill School"}
    found = read(
        ways={7: (square(0, 0), named)},
        relations={9: ([("way", 7, "outer")], {**named, "type": "multipolygon"})},
    )
    assert ids(found) == ["relation/9"]


def test_two_schools_with_names_of_their_own_on_one_site_both_stay(read):
    infants, juniors = ({**SCHOOL, "name": name} for name in ("Infants", "Juniors"))
    found = read({5: ((10, 10), infants)}, {7: (square(0, 0), juniors)})
    assert ids(found) == ["node/5", "way/7"]


def test_places_of_different_types_at_one_spot_both_stay(read):
    found = read({5: ((10, 10), LIBRARY), 6: ((10, 10), {"amenity": "doctors"})})
    assert ids(found) == ["node/5", "node/6"]


def test_a_building_counts_by_what_it_was_built_as_only_where_nothing_else_is_mapped(read):
    found = read(
        {5: ((1000, 0), LIBRARY)},
        {
            7: (square(0, 0, 100), SCHOOL),
            8: (square(10, 10, 20), {"building": "school", "name": "Block A"}),
            9: (square(1000, 0, 20), {"building": "public"}),
            10: (square(2000, 0, 20), {"building": "fire_station"}),
        },
    )
    assert ids(found) == ["node/5", "way/7", "way/10"]
    assert said(found, "2 buildings left out")


REFUGE = {"amenity": "social_facility", "social_facility": "outreach",
          "social_facility:for": "abused", "name": "The Secret House"}  # fmt: skip


def test_a_refuge_is_never_taken_nor_what_stands_for_it_and_nothing_names_it(read):
    found = read(
        {5: ((0, 0), REFUGE), 6: ((5000, 0), LIBRARY), 8: ((0, 900), {"office": "charity",
                                                          "operator": "Women's Aid"})},
        {7: (square(0, 0, 30), {"building": "public"}),
         10: (square(0, 0, 40), {"amenity": "community_centre"}),
         11: (square(0, 0, 60), {"amenity": "community_centre", "name": "Known Centre"})},
    )  # fmt: skip
    assert ids(found) == ["node/6", "way/11"]
    assert found.at_risk == 4 and said(found, "4 left out: refuges")
    text = " ".join(found.notes) + repr(found)
    assert not re.search("secret|women's aid|node/5|node/8|way/7|way/10", text, re.IGNORECASE)


# Two squares that lap over one another from the south-west to the north-east: as a relation's outer
# ways no area that GEOS takes. The box round them has two empty corners.
LAPPING = {7: (square(0, 0, 100), {}), 8: (square(150, 150, 100), {})}
MEMBERS = [("way", 7, "outer"), ("way", 8, "outer")]
CORNERS = {5: ((200, 0), LIBRARY), 6: ((0, 200), LIBRARY)}


@pytest.mark.usefixtures("gdals_errors")
def test_what_stands_on_a_refuges_ground_drawn_twice_is_hidden_and_nothing_beside_it(read):
    found = read(
        CORNERS,
        {**LAPPING, 10: (square(-80, -80, 5), SCHOOL), 11: (square(75, 75, 5), SCHOOL),
         12: (square(220, 220, 5), SCHOOL)},
        {9: (MEMBERS, {**REFUGE, "type": "multipolygon"})},
    )  # fmt: skip
    assert ids(found) == ["node/5", "node/6"] and found.at_risk == 4


@pytest.mark.usefixtures("gdals_errors")
def test_a_schools_blocks_on_grounds_drawn_twice_are_no_schools_of_their_own(read):
    block = {"building": "school"}
    found = read(
        ways={**LAPPING, 10: (square(-80, -80, 5), block), 11: (square(75, 75, 5), block),
              12: (square(220, 220, 5), block), 13: (square(220, 0, 5), block)},
        relations={9: (MEMBERS, {**SCHOOL, "type": "multipolygon"})},
    )  # fmt: skip
    assert ids(found) == ["relation/9", "way/13"]


@pytest.mark.usefixtures("gdals_errors")
def test_an_outline_that_crosses_itself_holds_what_lies_in_either_half(read):
    """A bow tie, its halves to the west and the east."""
    bow_tie = [(-100, -100), (100, 100), (100, -100), (-100, 100), (-100, -100)]
    found = read(
        {5: ((0, 80), LIBRARY), 6: ((0, -80), LIBRARY)},
        {7: (bow_tie, REFUGE), 9: (square(-80, 0, 5), SCHOOL), 10: (square(80, 0, 5), SCHOOL)},
    )
    assert ids(found) == ["node/5", "node/6"] and found.at_risk == 3


def test_no_table_can_let_a_refuge_in(tmp_path):
    own = tmp_path / "facilities.csv"
    own.write_text("tags,venue_type,colocation_type\nname=*,anything,\n", encoding="utf-8")
    shelter = {"amenity": "social_facility", "social_facility": "shelter", "name": "Night"}
    path = write_facilities(
        tmp_path / "town.osm",
        {5: ((0, 0), REFUGE), 6: ((500, 0), shelter), 7: ((900, 0), {**LIBRARY, "name": "L"})},
    )
    found = read_facilities(path, read_facility_types(own))
    assert ids(found) == ["node/7"] and found.at_risk == 2


def test_what_is_gone_or_only_planned_is_left_out_and_counted(read):
    found = read(
        {
            5: ((0, 0), LIBRARY),
            6: ((500, 0), {**LIBRARY, "disused": "yes"}),
            7: ((900, 0), {**SCHOOL, "construction": "yes"}),
            8: ((1500, 0), {**SCHOOL, "abandoned": "no"}),
            9: ((1900, 0), {"disused:amenity": "library"}),
        }
    )
    assert ids(found) == ["node/5", "node/8"]
    assert said(found, "2 left out: tagged as disused")


def test_only_the_types_asked_for_are_taken_by_either_of_their_names(read):
    nodes = {5: ((0, 0), LIBRARY), 6: ((500, 0), {"amenity": "doctors"}), 7: ((900, 0), SCHOOL)}
    assert ids(read(nodes, wanted=["GP practice", "school"])) == ["node/6", "node/7"]
    assert ids(read(nodes, wanted=["GP surgery"])) == ["node/6"]
    assert ids(read(nodes)) == ["node/5", "node/6", "node/7"]


def test_a_file_without_the_types_asked_for_is_refused_with_those_that_it_has(read):
    with pytest.raises(InputError, match=r"no facility of library\. It has: school\."):
        read({5: ((0, 0), SCHOOL)}, wanted=["library"])
    with pytest.raises(InputError, match="It has: none at all"):
        read({5: ((0, 0), {"amenity": "pub"})})


def test_a_system_in_degrees_is_refused_and_one_in_metres_is_kept(read):
    with pytest.raises(InputError, match="does not count in metres"):
        read({5: ((0, 0), SCHOOL)}, crs="EPSG:4326")
    assert read({5: ((0, 0), SCHOOL)}, crs="EPSG:32630").crs == "EPSG:32630"


def test_the_table_says_its_source_date_and_credit(read):
    (town,) = [read({5: ((0, 0), SCHOOL)}).table.provenance]
    sentence = town.sentence()
    assert "© OpenStreetMap contributors" in sentence and "ODbL" in sentence
    assert "data up to 2026-03-04" in sentence and "town.osm" in sentence
    assert len(town.sha256) == 64


@pytest.mark.parametrize("suffix", [".osm.gz", ".osm.bz2"])
def test_a_packed_file_gives_the_same_as_the_plain_one(tmp_path, suffix):
    plain = write_facilities(
        tmp_path / "town.osm", {5: ((0, 0), LIBRARY)}, {7: (square(900, 0), SCHOOL)}
    )
    pack = {".osm.gz": gzip.compress, ".osm.bz2": bz2.compress}[suffix]
    packed = tmp_path / f"packed{suffix}"
    packed.write_bytes(pack(plain.read_bytes()))
    first, second = read_facilities(plain, TYPES), read_facilities(packed, TYPES)
    assert first.table.columns == second.table.columns
    np.testing.assert_array_equal(first.xy, second.xy)


def test_a_file_that_is_missing_another_or_cut_short_is_refused(tmp_path):
    with pytest.raises(FileUnreadableError, match="There is no file"):
        read_facilities(tmp_path / "none.osm", TYPES)
    other = tmp_path / "other.osm.pbf"
    other.write_bytes(b"name,minutes\nhub,12\n" * 200)
    with pytest.raises(FileUnreadableError, match=r"other\.osm\.pbf"):
        read_facilities(other, TYPES)
    nodes = {at: ((at * 9.0, 0.0), LIBRARY) for at in range(1, 3000)}
    whole = write_facilities(tmp_path / "whole.osm", nodes).read_bytes()
    cut = tmp_path / "cut.osm"
    cut.write_bytes(whole[: len(whole) * 9 // 10])
    with pytest.raises(FileUnreadableError, match=r"cut\.osm cannot be read to its end"):
        read_facilities(cut, TYPES)


def test_reading_stops_when_the_user_cancels(tmp_path):
    class Impatient(Progress):
        def cancelled(self) -> bool:
            return True

    nodes = {at: ((at * 9.0, 0.0), LIBRARY) for at in range(1, 6000)}
    path = write_facilities(tmp_path / "long.osm", nodes)
    with pytest.raises(CancelledError):
        read_facilities(path, TYPES, progress=Impatient())


# Rutland and Porto Alegre as they are, against a reading of the files by GDAL's own settings.


def amenities(path) -> Counter:
    """Count objects by `amenity`, by GDAL with the settings that it brings and none of ours."""
    found: Counter = Counter()
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, open_options=["INTERLEAVED_READING=YES"])
    while True:
        feature, _ = dataset.GetNextFeature()
        if feature is None:
            return found
        column = feature.GetFieldIndex("amenity")
        value = feature.GetField(column) if column >= 0 else None
        other = feature.GetField("other_tags") or ""
        told = re.search(r'"amenity"=>"([^"]*)"', other)
        found[value or (told.group(1) if told else "")] += 1


@pytest.mark.usefixtures("gdals_errors")
def test_rutlands_schools_surgeries_libraries_and_fire_stations_are_all_taken(shared_data):
    path = extract_path(shared_data)
    there = amenities(path)
    found = read_facilities(path, TYPES)
    taken = Counter(found.table.column("venue_type"))
    assert (there["library"], there["fire_station"], there["doctors"]) == (4, 2, 3)
    assert taken["library"] == there["library"]
    assert taken["fire station"] == there["fire_station"]
    assert taken["GP surgery"] == there["doctors"]
    assert taken["school"] == there["school"] == 27
    assert taken["faith venue"] == there["place_of_worship"]
    names = found.table.column("site_name")
    assert {"Uppingham Library", "Oakham School", "Kendrew Barracks"} <= set(names)
    assert found.crs == "EPSG:27700"
    assert found.xy.min(axis=0).tolist() > [475_000, 290_000]
    assert (found.xy.max(axis=0) < [515_000, 325_000]).all()


def test_beyond_great_britain_places_come_in_the_local_utm_zone(shared_data):
    found = read_facilities(shared_data / "porto_alegre" / "poa_osm.pbf", TYPES)
    assert found.crs == "EPSG:32722"
    assert ids(found) == ["node/2148309962", "node/2271267022"]
    np.testing.assert_allclose(found.xy.mean(axis=0), [479_000, 6_677_000], atol=5_000)
