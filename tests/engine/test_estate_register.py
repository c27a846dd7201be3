"""Lists of places: a column mapper, a coordinate system for each row, and nothing guessed."""

import csv

import pytest
from needed_package import needed

from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.mapping import parse_mapping
from family_hub_planner.engine.sources.estate import RegisterOptions, read_places
from family_hub_planner.engine.sources.map_reference import crs_named, point_of_reference
from family_hub_planner.engine.tables import Table

POSTCODES = Table({"postcode": ["LE15 6HP"], "x": [485_900.0], "y": [308_800.0]})


def raw(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def register(**columns):
    return Table({name.replace("_", " "): list(v) for name, v in columns.items()}, name="own.csv")


# --- real lists ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("childrens_centres__trafford_childrens_centres.csv", 2),
        ("general_practice__trafford_general_practices.csv", 26),
        ("jobcentre_plus__gm_jobcentreplus.csv", 26),
        ("libraries__gm_libraries.csv", 141),
        ("libraries__trafford_libraries.csv", 13),
    ],
)
def test_traffords_lists_are_placed_by_their_degrees(shared_data, name, places):
    pyproj = needed("pyproj")
    path = shared_data / "trafford" / name
    found, rows = read_places(path), raw(path)
    assert len(found.table) == len(rows) == places
    assert found.table.columns["site_name"] == [row["name"] for row in rows]
    to_grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
    x, y = to_grid.transform(float(rows[0]["lon"]), float(rows[0]["lat"]))
    assert found.table.columns["x"][0] == pytest.approx(x, abs=5)
    assert found.table.columns["y"][0] == pytest.approx(y, abs=5)
    assert found.crs == "EPSG:27700"
    assert found.table.provenance.dataset == "List of places"


@pytest.mark.parametrize(
    "name", ["food_banks__trafford_food_banks.csv", "pharmacies__trafford_pharmacies.csv"]
)
def test_lists_without_coordinates_need_a_postcode_directory(shared_data, name):
    path = shared_data / "trafford" / name
    with pytest.raises(ColumnError, match="It has postcodes: give a postcode directory"):
        read_places(path)
    rows = raw(path)
    key = "Postcode" if "Postcode" in rows[0] else "postcode"
    known = Table({"postcode": [rows[0][key]], "x": [377_000.0], "y": [392_000.0]})
    found = read_places(path, postcodes=known)
    here = [row for row in rows if row[key] == rows[0][key]]
    assert len(found.table) == len(here)
    assert set(found.table.columns["located_by"]) == {"postcode"}
    assert len(found.rejected) == len(rows) - len(here)
    assert "is not in the directory or terminated" in found.rejected.columns["reason"][0]


def test_hospitals_are_read_though_their_row_numbers_have_no_heading(shared_data):
    found = read_places(shared_data / "national/nhs_Hospital.csv")
    first = dict(zip(found.table.columns, next(found.table.rows())))
    assert first["site_id"] == "NDA07"
    assert first["site_name"].startswith("Walton Community Hospital")
    assert first["postcode"] == "KT12 3LD"
    assert len(found.table) + len(found.rejected) == 1211


# --- the column mapper --------------------------------------------------------------------------


def test_a_mapping_in_the_users_words_names_any_columns():
    table = register(
        Site_Name=["Hall", "Barn"],
        No=["100012345678.0", "2"],
        E_m=["485900", "486000"],
        N_m=["308800", "308900"],
        Area_GIFA=["1,250", "*"],
    )
    mapping = parse_mapping(
        "name=Site Name; uprn=No; easting=E m; northing=n m; floor_area_m2=Area GIFA"
    )
    found = read_places(table, mapping)
    columns = found.table.columns
    assert columns["site_name"] == ["Hall", "Barn"]
    assert columns["uprn"] == ["100012345678", "2"]
    assert columns["x"] == [485900, 486000]
    assert columns["floor_area_m2"] == [1250, None]
    assert columns["site_id"] == ["own/1", "own/2"]
    assert any("2 places have no id" in note for note in found.notes)
    assert "site_name from 'Site Name'" in found.notes[0]


def test_a_mapping_to_a_name_or_a_heading_that_is_not_there_is_refused():
    table = register(Name=["Hall"], Easting=["485900"], Northing=["308800"])
    with pytest.raises(ColumnError, match="gives 'colour', which means nothing here"):
        read_places(table, {"colour": "Name"})
    with pytest.raises(ColumnError, match="no column 'Naam'"):
        read_places(table, {"name": "Naam"})


def test_the_words_of_the_transparency_code_are_recognised():
    table = register(
        Unique_Asset_Identity=["A1"],
        Unique_Property_Reference_Number=["7"],
        Name_of_the_building_or_land=["Hall"],
        UK_Postcode=["le156hp"],
        Map_Reference=["SK 859 088"],
        Tenure=["Freehold"],
    )
    found = read_places(table).table
    row = dict(zip(found.columns, next(found.rows())))
    assert (row["site_id"], row["uprn"], row["site_name"]) == ("A1", "7", "Hall")
    assert (row["postcode"], row["tenure"]) == ("LE15 6HP", "Freehold")
    assert (row["x"], row["y"], row["located_by"]) == (485950, 308850, "map reference")


# --- a coordinate system for each row -----------------------------------------------------------


def test_each_row_may_have_a_coordinate_system_of_its_own():
    table = register(
        Name=["grid", "degrees", "odd", "lie", "lie too"],
        CoordinateReferenceSystem=["OSGB36", "WGS84", "Mars", "OSGB36", "WGS84"],
        GeoX=["485900", "-0.7300", "1", "-0.73", "485900"],
        GeoY=["308800", "52.6700", "2", "52.67", "308800"],
    )
    found = read_places(table)
    assert found.table.columns["site_name"] == ["grid", "degrees"]
    assert found.table.columns["x"][0] == 485900
    # EPSG:27700 of 0.73 W, 52.67 N by the Ordnance Survey's own Helmert figures, to a few metres
    assert found.table.columns["x"][1] == pytest.approx(485_980, abs=60)
    assert found.table.columns["y"][1] == pytest.approx(308_780, abs=100)
    assert found.rejected.columns["row"] == [3, 4, 5]
    reasons = found.rejected.columns["reason"]
    assert reasons[0] == "the coordinate system 'Mars' is not known"
    assert "look like degrees, not British National Grid" in reasons[1]
    assert "are not degrees" in reasons[2]
    assert any(
        "3 rows could not be placed and were rejected (first: row 3" in n for n in found.notes
    )


def test_coordinates_whose_system_nothing_says_are_asked_for():
    table = register(Name=["Hall"], X=["485900"], Y=["308800"])
    with pytest.raises(InputError, match="nothing says which coordinate system 'X' and 'Y' are in"):
        read_places(table)
    assert read_places(table, crs="EPSG:27700").table.columns["y"] == [308800]


def test_latitude_and_longitude_swapped_are_rejected_and_never_placed_at_sea():
    table = register(Name=["a", "b"], Longitude=["52.67", "-0.73"], Latitude=["-0.73", "52.67"])
    found = read_places(table)
    assert found.table.columns["site_name"] == ["b"]
    assert "turned about inside; are the two swapped?" in found.rejected.columns["reason"][0]
    assert found.counts["swapped"] == 1
    mended = read_places(table, options=RegisterOptions(mend=True)).table.columns
    assert (mended["x"][0], mended["y"][0]) == (mended["x"][1], mended["y"][1])


@pytest.mark.parametrize("blank", [None, "", "*", "0", "text"])
def test_a_row_without_coordinates_falls_back_on_its_postcode(blank):
    table = register(
        Name=["Hall", "Barn"],
        Postcode=["LE15 6HP", "LE1 1AA"],
        Easting=[blank, "486000"],
        Northing=[blank, "308900"],
    )
    found = read_places(table, postcodes=POSTCODES).table
    assert found.columns["located_by"] == ["postcode", "coordinates"]
    assert (found.columns["x"][0], found.columns["y"][0]) == (485900, 308800)


def test_a_list_of_which_no_place_can_be_placed_is_refused_with_the_first_reason():
    table = register(Name=["Hall"], Postcode=["LE1 1AA"])
    with pytest.raises(InputError, match="none of its 1 places can be placed"):
        read_places(table, postcodes=POSTCODES)
    with pytest.raises(ColumnError, match="no columns that say where a place is"):
        read_places(register(Name=["Hall"]))


# --- duplicates ---------------------------------------------------------------------------------


def test_rows_that_name_a_place_again_are_listed_and_a_second_id_is_left_out():
    table = register(
        ID=["1", "1", "2", "3"],
        UPRN=["7", "8", "7", None],
        Name=["Hall", "Other", "Nursery", "hall "],
        Postcode=["LE15 6HP", "LE15 6HP", "LE15 6HP", "le156hp"],
        Easting=["485900"] * 4,
        Northing=["308800"] * 4,
    )
    found = read_places(table)
    assert found.table.columns["row"] == [1, 3, 4]
    assert list(found.duplicates.rows()) == [
        (2, 1, "Other", "Hall", "the same id", False),
        (3, 1, "Nursery", "Hall", "the same UPRN", True),
        (4, 1, "hall", "Hall", "the same name and postcode", True),
    ]
    assert any("3 rows name a place again" in note and "1 with the same id" in note
               for note in found.notes)  # fmt: skip


def test_a_row_without_a_place_does_not_push_out_a_later_one_of_the_same_id():
    table = register(
        ID=["1", "1"], Name=["Hall", "Hall"], Easting=["", "485900"], Northing=["", "308800"]
    )
    found = read_places(table)
    assert found.table.columns["row"] == [2]
    assert found.rejected.columns["row"] == [1]
    assert len(found.duplicates) == 0


def test_sums_of_money_may_carry_their_sign():
    table = register(
        Name=["Hall"], Easting=["485900"], Northing=["308800"], Running_costs=["£12,500.50"]
    )
    assert read_places(table).table.columns["running_cost_gbp"] == [12500.5]


# --- map references -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "point"),
    [
        # worked in the Ordnance Survey's guide: TG 51409 13177 is 651409, 313177
        ("TG 51409 13177", (651409.5, 313177.5)),
        ("TG514131", (651450, 313150)),
        ("sv 0 0", (5000, 5000)),
        ("HP 6 1", (465000, 1215000)),
        ("NZ", (450000, 550000)),
    ],
)
def test_references_of_the_national_grid_give_the_middle_of_their_square(text, point):
    if text == "NZ":
        assert point_of_reference(text) is None  # a square of 100 km is no place
    else:
        assert point_of_reference(text) == (*point, "EPSG:27700")


def test_references_of_iso_6709_have_latitude_first():
    assert point_of_reference("+52.67-000.73/") == (-0.73, 52.67, "EPSG:4326")


@pytest.mark.parametrize("text", ["", None, "IA 12 34", "SK 123 45", "AA 12 34", "Oakham"])
def test_what_is_no_map_reference_is_none(text):
    assert point_of_reference(text) is None


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("OSGB36", "EPSG:27700"),
        ("British National Grid", "EPSG:27700"),
        ("epsg:27700", "EPSG:27700"),
        ("WGS 84", "EPSG:4326"),
        ("EPSG:32630", "EPSG:32630"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("32630", None),
        ("Mars", None),
        (None, None),
    ],
)
def test_coordinate_systems_are_known_by_their_usual_names(text, crs):
    assert crs_named(text) == crs
