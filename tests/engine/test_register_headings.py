"""What a register's headings and cells are taken for, and which rows and lists are alike."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from register_cases import OPTIONS, TOWN, directory, register

from family_hub_planner.engine.errors import ColumnError
from family_hub_planner.engine.mapping import parse_mapping
from family_hub_planner.engine.sources.estate import RegisterOptions, read_places
from family_hub_planner.engine.sources.register import (
    PRACTICES,
    REGISTER,
    SCHOOLS,
    open_register,
    place_register,
)
from family_hub_planner.engine.sources.register_columns import used_mapping
from family_hub_planner.engine.sources.register_page import reason_kind
from family_hub_planner.engine.sources.venue_words import read_venue_words
from family_hub_planner.engine.tables import Table

# --- cells, headings ----------------------------------------------------------------------------


def test_a_text_among_costs_stops_the_cell_and_not_the_file():
    costs = ["£12,500", "12.5k", "n/a", "tbc", "", "9000", "c. 9,000", "0"]
    found = read_places(register(**{"Running costs (£ p.a.)": costs}))
    assert found.table.columns["running_cost_gbp"] == [
        12_500, 12_500, None, None, None, 9_000, None, 0
    ]  # fmt: skip
    told = zip(found.unread.column("row"), found.unread.column("as_written"))
    assert list(told) == [
        (3, "n/a"), (4, "tbc"), (7, "c. 9,000")
    ]  # fmt: skip
    assert found.unread.column("heading") == ["Running costs (£ p.a.)"] * 3
    assert found.missing["running_cost_gbp"] == 4
    assert found.missing["floor_area_m2"] == 8
    assert found.table.columns["note"][3] == "running_cost_gbp: 'tbc' says that it is not known"


def test_every_heading_says_what_it_was_taken_for_and_by_whom():
    table = register(Colour=["red"] * 8, Blank=[""] * 8)
    found = read_places(table, {"name": "Colour", "postcode": "-"})
    told = {one.heading: (one.column, one.by, one.filled) for one in found.headings}
    assert told == {
        "Name": ("", "", 8),
        "Easting": ("easting", "its heading", 8),
        "Northing": ("northing", "its heading", 8),
        "Postcode": ("", "", 0),
        "Colour": ("site_name", "your mapping", 8),
        "Blank": ("", "", 0),
    }


def test_the_mapping_that_was_used_can_be_given_again():
    table = register(Type=["Library"] * 8)
    mapping = {"name": "Type", "venue_type": "-"}
    first = read_places(table, mapping)
    saved = json.dumps(used_mapping(first.headings, mapping))
    again = read_places(table, parse_mapping(saved))
    assert again.table.columns == first.table.columns
    assert "venue_type" not in again.table.columns


def test_a_heading_that_the_mapping_names_is_guessed_for_nothing_else():
    found = read_places(register(Type=["Library"] * 8), {"name": "Type"})
    assert found.table.columns["site_name"][0] == "Library"
    assert "venue_type" not in found.table.columns


def test_no_heading_is_taken_for_two_things():
    table = register(Type=["Library"] * 8, Confidential_meeting_room=["Y"] * 8)
    found = read_places(table, options=OPTIONS)
    columns = [one.column for one in found.headings if one.column]
    assert len(columns) == len(set(columns))
    assert found.counts["confidential"] == 0


@pytest.mark.parametrize(
    ("values", "column", "stated"),
    [
        (["Library"] * 8, "venue_type", "library"),
        (["Network Site"] + [""] * 7, "site_type", "Network Site"),
    ],
)
def test_a_column_called_site_type_is_settled_by_what_it_holds(values, column, stated):
    found = read_places(register(**{"Site Type": values}), options=OPTIONS)
    assert found.table.columns[column][0] == stated
    other = {"venue_type": "site_type", "site_type": "venue_type"}[column]
    assert found.table.columns.get(other, [None])[0] is None


def test_the_co_location_type_is_stated_or_guessed_and_says_which():
    types = ["Library", "Library", "Village Hall", "", "Folly", "School", "", ""]
    told = ["", "another LA service", "", "hospital", "", "", "", ""]
    table = register(**{"Building Type": types, "Co-location type": told})
    columns = read_places(table, options=OPTIONS).table.columns
    assert columns["venue_type"] == [
        "library", "library", "village hall", None, "Folly", "school", None, None
    ]  # fmt: skip
    assert columns["colocation_type"] == [
        "library", "another LA service", None, "hospital", None, "school", None, None
    ]  # fmt: skip
    assert columns["colocation_by"] == [
        "guessed from venue_type", "stated", None, "stated", None, "guessed from venue_type",
        None, None,
    ]  # fmt: skip
    assert columns["type_stated"][:3] == ["Library", "Library", "Village Hall"]


def test_the_national_returns_own_fields_are_known_by_their_numbers():
    table = register(**{
        "FHS01 Delivery site name": ["Hub"] * 8, "FHS03": ["7"] * 8, "FHS04 Status": ["Active"] * 8,
        "FHS07": ["A Network Site"] * 8, "FHS11 Co-location type": ["GP Practice"] * 8,
    })  # fmt: skip
    found = read_places(table, {"name": "FHS01 Delivery site name"})
    first = {name: values[0] for name, values in found.table.columns.items()}
    assert (first["site_name"], first["uprn"], first["status"]) == ("Hub", "7", "Active")
    assert (first["site_type"], first["colocation_type"]) == ("Network Site", "GP practice")
    own = Table({heading: values for heading, values in table.columns.items() if heading != "Name"})
    assert read_places(own).table.columns["site_name"][0] == "Hub"


def test_a_list_of_one_kind_is_given_its_type():
    options = RegisterOptions(words=read_venue_words(), venue_type="Fire Station")
    columns = read_places(register(), options=options).table.columns
    assert set(columns["venue_type"]) == {"fire station"}
    assert set(columns["type_stated"]) == {None}


# --- named again, shared ------------------------------------------------------------------------


def test_rows_named_again_stay_unless_the_user_keeps_the_first_and_services_stay_in_any_case():
    uprns = ["7", "007", "7", "", "", "", "", "5"]
    names = ["Hall", "HALL", "Nursery", "Barn", "Barn", "Tower", "Inn", "Mill"]
    codes = ["", "", "", "LE15 6HP", "le156hp", "", "", ""]
    table = register(UPRN=uprns)
    table.columns.update(Name=names, Postcode=codes)
    found = read_places(table)
    assert list(zip(*(found.duplicates.column(n) for n in ("row", "first_row", "reason")))) == [
        (2, 1, "the same UPRN"), (3, 1, "the same UPRN"), (5, 4, "the same name and postcode"),
    ]  # fmt: skip
    assert found.duplicates.column("kept") == [True] * 3 and found.counts["left_out"] == 0
    first = read_places(table, options=RegisterOptions(keep_first=True))
    assert first.duplicates.column("kept") == [False, True, False]
    assert first.table.columns["row"] == [1, 3, 4, 6, 7, 8]
    # the nursery shares the hall's building; the hall entered twice does not share with itself
    assert list(zip(found.shared.column("site_id"), found.shared.column("reason"))) == [
        ("own/1", "same UPRN"), ("own/3", "same UPRN"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"Site_ID": [*range(8), 0]},
            "row 9 has the same id as row 1); 1 with the same id left",
        ),
        (
            {"UPRN": [*range(10, 18), 10]},
            "row 9 has the same UPRN as row 1); all are kept.",
        ),
        ({}, "(first: row 9 is within 10 m of row 1); all are kept."),
    ],
)
def test_a_repeat_is_told_in_a_whole_sentence(columns, words):
    table = register([("Near", TOWN[0][0] + 6, TOWN[0][1], "")], **columns)
    found = read_places(table, options=RegisterOptions(duplicate_m=10))
    assert any(words in note for note in found.notes)
    assert not any("0 with the same id" in note for note in found.notes)


@pytest.mark.parametrize(
    ("name", "called"),
    [("libraries.csv", "libraries/2"), ("GPs.CSV.gz", "GPs/2"), ("surgeries", "surgeries/2")],
)
def test_a_row_without_an_id_is_called_by_its_list_so_that_lists_can_be_joined(name, called):
    table = replace(register([("A", *TOWN[0], ""), ("B", *TOWN[1], "")]), name=name)
    assert read_places(table).table.column("site_id")[1] == called


def test_rows_near_one_another_are_listed_by_metres_but_never_those_put_by_a_postcode():
    rows = [("Near", TOWN[0][0] + 6, TOWN[0][1] + 8, ""), ("A", "", "", "LE15 6HP"),
            ("B", "", "", "LE15 6HP")]  # fmt: skip
    known = directory(LE156HP=TOWN[1])
    options = RegisterOptions(duplicate_m=10, keep_first=True)
    found = read_places(register(rows), postcodes=known, options=options)
    assert list(found.duplicates.rows()) == [(9, 1, "Near", "Hall 0", "within 10 m", True)]
    assert len(found.shared) == 0
    nearer = RegisterOptions(duplicate_m=9.9, shared_m=10)
    other = read_places(register(rows), postcodes=known, options=nearer)
    assert len(other.duplicates) == 0
    assert other.shared.column("reason") == ["within 10 m"] * 2


# --- which kind of list -------------------------------------------------------------------------


def test_schools_and_practices_are_recognised_and_any_other_list_is_a_register(shared_data):
    schools = open_register(
        shared_data / "rutland/facilities/gias_open_establishments_2025-05-24.csv"
    )
    practices = open_register(shared_data / "national/nhs_epraccur_gp_practices_no_coords.csv")
    libraries = open_register(shared_data / "trafford/libraries__trafford_libraries.csv")
    assert [one.kind for one in (schools, practices, libraries)] == [SCHOOLS, PRACTICES, REGISTER]
    placed = place_register(schools, options=OPTIONS)
    assert set(placed.table.columns["colocation_type"]) <= {"school", None}
    assert Counter(placed.table.columns["venue_type"])["school"] >= 20
    told = {one.heading: one.column for one in placed.headings}
    assert (told["establishment_name"], told["number_of_pupils"]) == ("site_name", "pupils")
    assert {one.by for one in placed.headings} == {"its heading", ""}
    known = directory(TS181HU=(444_500, 518_900))
    surgeries = place_register(practices, postcodes=known, options=OPTIONS)
    assert set(surgeries.table.columns["colocation_type"]) == {"GP practice"}
    with pytest.raises(ColumnError, match="It has postcodes: give a postcode directory"):
        place_register(practices)
    with pytest.raises(ColumnError, match="has no headings to map"):
        place_register(practices, {"name": "THE DENSHAM SURGERY"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_with_accents_survive_either_encoding(tmp_path, encoding):
    path = tmp_path / "own.csv"
    path.write_text("Name,Easting,Northing\nSt Æthel’s Café,486000,308000\n", encoding=encoding)
    found = place_register(open_register(path))
    assert found.table.columns["site_name"] == ["St Æthel’s Café"]


def test_reasons_are_counted_by_kind_whatever_the_rows_own_figures():
    assert reason_kind("1, 2 look like degrees, not British National Grid") == (
        "degrees in columns of metres"
    )
    assert reason_kind("the postcode 'A' was terminated in 2019-06") == "postcode terminated"
    assert reason_kind("a new one") == "another reason"
