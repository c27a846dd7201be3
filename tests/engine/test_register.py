"""Registers with their faults: each is met row by row, in words, and nobody in hiding is named."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from register_cases import OPTIONS, TOWN, directory, register

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.sources.estate import RegisterOptions, read_places
from family_hub_planner.engine.sources.register import open_register, place_register, postcodes_for
from family_hub_planner.engine.sources.register_page import RegisterRun, reason_kind, register_page
from family_hub_planner.engine.tables import Table

SAMPLE = Path(__file__).parents[2] / "family_hub_planner" / "resources" / "sample"
ESTATE = SAMPLE / "estate_register.csv"


def reasons(found):
    return dict(zip(found.rejected.column("row"), found.rejected.column("reason")))


def remarks(found):
    return dict(zip(found.checks.column("row"), found.checks.column("remark")))


# --- swapped, degrees, far ----------------------------------------------------------------------


def test_swapped_easting_and_northing_are_told_and_rejected():
    found = read_places(register([("Swapped", 308_300, 486_500, "")]))
    assert reasons(found) == {
        9: "308300, 486500 lie 252 km from the other places, and swapped they do not; "
        "are easting and northing swapped?"
    }
    assert found.counts["swapped"] == found.counts["rejected"] == 1
    assert found.counts["places"] == 8


def test_swapped_ones_are_put_right_only_if_asked_for():
    table = register([("Swapped", 308_300, 486_500, "")])
    found = read_places(table, options=RegisterOptions(mend=True))
    columns = found.table.columns
    assert (columns["x"][-1], columns["y"][-1]) == (486_500, 308_300)
    assert columns["located_by"][-1] == "coordinates, mended"
    assert remarks(found) == {9: "easting and northing were swapped back"}
    assert (found.counts["swapped"], found.counts["rejected"]) == (1, 0)


def test_a_postcode_proves_a_swap_where_easting_and_northing_are_nearly_alike():
    """Manchester lies at about 385, 398: swapped it is only 18 km off."""
    at = [(385_000 + 500 * k, 398_000) for k in range(3)]
    table = Table(
        {
            "Name": list("abc"),
            "Easting": ["385000", "398000", "386000"],
            "Northing": ["398000", "385500", "398000"],
            "Postcode": ["M1 1AA", "M1 1AB", "M1 1AC"],
        }
    )
    known = directory(M11AA=at[0], M11AB=at[1], M11AC=at[2])
    put = read_places(table, postcodes=known)
    assert put.table.columns["located_by"] == ["coordinates", "postcode", "coordinates"]
    assert (put.table.columns["x"][1], put.table.columns["y"][1]) == at[1]
    assert "are easting and northing swapped?" in remarks(put)[2]
    mended = read_places(table, postcodes=known, options=RegisterOptions(mend=True))
    assert (mended.table.columns["x"][1], mended.table.columns["y"][1]) == (385_500, 398_000)


def test_a_swap_out_of_the_grid_is_told_too():
    found = read_places(register([("Scotland", 860_000, 300_000, "")]))
    assert reasons(found)[9] == (
        "860000, 300000 lie outside the British National Grid; are easting and northing swapped?"
    )


@pytest.mark.parametrize(("x", "y"), [(-0.7289, 52.6627), (52.6627, -0.7289)])
def test_degrees_among_metres_are_rejected_or_read_as_degrees_if_asked_for(x, y):
    table = register([("Degrees", x, y, "")])
    assert "look like degrees, not British National Grid" in reasons(read_places(table))[9]
    found = read_places(table, options=RegisterOptions(mend=True))
    columns = found.table.columns
    assert columns["x"][-1] == pytest.approx(486_000, abs=150)
    assert columns["y"][-1] == pytest.approx(308_000, abs=400)
    assert "were read as degrees" in remarks(found)[9]
    assert found.counts["swapped"] == 0


@pytest.mark.parametrize(("x", "y"), [("486,100", "308,200"), ("486 100", "308\xa0200")])
def test_coordinates_with_marks_or_gaps_between_thousands_are_read(x, y):
    columns = read_places(register([("Odd", x, y, "")])).table.columns
    assert (columns["x"][-1], columns["y"][-1]) == (486_100, 308_200)


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        (0, 0, "the row has no coordinates (0, 0)"),
        (486_000, 0, "486000, 0: one of the two is 0"),
        (486_000, "", "'486000' is no pair of coordinates"),
        ("52°40'", "0°43'", '"52°40\'" and "0°43\'" are no pair of coordinates'),
        ("4.86E+05", "3.08E+05", "4.86E+05, 3.08E+05 were cut short by a spreadsheet"),
        ("n/a", "-", "the row has no coordinates"),
        (999_999, 999_999, "999999, 999999 lie outside the British National Grid"),
        ("", "", "the row has no coordinates"),
    ],
)
def test_what_is_no_place_says_why(x, y, reason):
    assert reasons(read_places(register([("Odd", x, y, "")]))) == {9: reason}


def test_a_place_far_from_all_the_others_stays_and_is_flagged():
    found = read_places(register([("Far", 586_000, 308_000, "")]))
    assert found.counts["far"] == 1 and found.counts["rejected"] == 0
    assert remarks(found) == {9: "lies 99 km from the middle of the other places: check it"}
    assert found.table.columns["note"][-1] == remarks(found)[9]
    assert any("1 place lies far from all the others" in note for note in found.notes)


def test_a_list_of_the_whole_country_has_no_far_places(shared_data):
    found = read_places(shared_data / "national/nhs_Hospital.csv")
    assert found.counts["far"] == found.counts["swapped"] == 0


# --- postcodes ----------------------------------------------------------------------------------


def test_postcodes_place_what_has_no_coordinates_and_old_ones_are_told_from_wrong_ones():
    rows = [("A", "", "", "LE15 6HP"), ("B", "", "", "le156ht"), ("C", "", "", "LE15 9ZZ"),
            ("D", "", "", "Oakham"), ("E", 0, 0, "LE156HP"),
            ("F", -0.73, 52.66, "LE15 6HP")]  # fmt: skip
    known = directory(LE156HP=(486_100, 308_100), LE156HT=(486_200, 308_200, "2019-06"))
    found = read_places(register(rows), postcodes=known)
    assert found.table.columns["located_by"][8:] == ["postcode"] * 3
    assert reasons(found) == {
        10: "the postcode 'le156ht' was terminated in 2019-06",
        11: "the postcode 'LE15 9ZZ' is not in the directory",
        12: "the postcode 'Oakham' is no postcode",
    }
    assert remarks(found)[13] == "placed by its postcode: the row has no coordinates (0, 0)"
    assert "look like degrees" in remarks(found)[14]


def test_without_a_directory_a_row_says_that_one_would_place_it():
    found = read_places(register([("A", "", "", "LE15 6HP")]))
    assert "a postcode directory would place it" in reasons(found)[9]


def test_one_row_of_another_world_stops_no_other_and_its_postcode_still_places_it():
    systems = ["OSGB36"] * 8 + ["EPSG:99999", "WGS84", "EPSG:3857"]
    rows = [("Mars", 5, 5, ""), ("Pole", 100, -89.9, "LE15 6HP"), ("Sea", 1e30, 1e30, "")]
    table = register(rows, CoordinateReferenceSystem=systems)
    found = read_places(table, postcodes=directory(LE156HP=(486_100, 308_100)))
    assert found.counts["places"] == 9 and set(reasons(found)) == {9, 11}
    assert "lie outside Great Britain" in remarks(found)[10]
    assert found.table.columns["located_by"][-1] == "postcode"


def test_coordinates_far_from_their_own_postcode_are_flagged():
    rows = [("Near", 486_100, 308_000, "LE15 6HP"), ("Off", 496_100, 308_000, "LE15 6HP")]
    found = read_places(register(rows), postcodes=directory(LE156HP=(486_100, 308_100)))
    assert remarks(found) == {10: "lies 10 km from its postcode: check it"}


def test_only_the_registers_own_postcodes_are_read_from_a_directory_terminated_ones_too(tmp_path):
    path = tmp_path / "onspd.csv"
    path.write_text(
        "pcds,doterm,oseast1m,osnrth1m,osgrdind\nLE15 6HP,,486100,308100,1\n"
        "LE15 6HT,201906,486200,308200,1\nLE1 1AA,,458000,304000,1\n",
        encoding="utf-8",
    )
    table = register([("A", "", "", "LE15 6HP"), ("B", "", "", "LE15 6HT")])
    got = postcodes_for(open_register(table), path).table
    assert got.column("postcode") == ["LE15 6HP", "LE15 6HT"]
    assert got.column("terminated") == [None, "2019-06"]


# --- confidential -------------------------------------------------------------------------------


SECRET = "Haven Lodge"  # pragma: allowlist secret


def everything_but_the_places(found):
    tables = (found.rejected, found.duplicates, found.shared, found.unread, found.checks)
    run = RegisterRun("own.csv", "a list of places", [], [])
    return repr([t.columns for t in tables]) + repr(found.notes) + register_page(found, run)


@pytest.mark.parametrize(
    ("said", "name"), [("yes", SECRET), ("Restricted", SECRET), ("", f"{SECRET} Women's Refuge")]
)
def test_a_confidential_place_stays_in_the_register_and_is_named_nowhere_else(said, name):
    at = TOWN[0]
    flags = ["no"] * 8 + [said] * 4
    rows = [(name, *at, "LE15 6QQ"), (name, *at, "LE15 6QQ"), (name, 5, 5, "LE15 6QQ"),
            (name, 308_300, 486_500, "LE15 6QQ")]  # fmt: skip
    further = {"Running costs": ["1"] * 8 + ["tbc"] * 4, "Type": ["Hall"] * 8 + ["Vault 13"] * 4}
    uprns = ["9"] + [""] * 7 + ["9"] * 4
    table = register(rows, Confidential=flags, UPRN=uprns, **further)
    found = read_places(table, options=OPTIONS)
    assert found.table.columns["confidential"] == ["no"] * 8 + ["yes"] * 2
    assert found.table.columns["site_name"][8:] == [name] * 2
    text = everything_but_the_places(found)
    for told in (SECRET, "LE15 6QQ", "row 9", "row 10", "308300", "Vault 13"):
        assert told not in text, told
    assert found.counts["confidential"] == 2 and found.counts["confidential_rejected"] == 2
    assert found.counts["rejected"] == found.counts["duplicates"] == found.counts["shared"] == 0
    assert any("4 places are confidential and named nowhere" in note for note in found.notes)


def test_neither_a_later_row_nor_a_doubtful_place_points_at_a_confidential_one():
    rows = [("Next door", 586_000, 308_000, ""), ("Hut", 586_000, 308_000, "")]
    table = register(rows, UPRN=[""] * 8 + ["9", "9"], Confidential=["yes"] * 9 + ["no"])
    found = read_places(table, options=OPTIONS)
    assert len(found.duplicates) == len(found.shared) == 0
    assert found.checks.column("site_name") == ["Hut"]
    assert "Next door" not in everything_but_the_places(found)


def test_a_row_that_names_a_confidential_place_again_is_confidential_too():
    rows = [(SECRET, *TOWN[0], "LE15 6QQ"), (SECRET.upper(), *TOWN[1], "le156qq"),
            ("Other", *TOWN[2], "")]  # fmt: skip
    table = register(rows, Confidential=[""] * 8 + ["yes", "", ""],
                     ID=[str(k) for k in range(8)] + ["X", "Y", "X"])  # fmt: skip
    found = read_places(table, options=OPTIONS)
    assert found.table.columns["confidential"] == [None] * 8 + ["yes"] * 2
    assert found.counts["confidential_by_another"] == 2
    assert len(found.duplicates) == 0
    assert SECRET.lower() not in everything_but_the_places(found).lower()


@pytest.mark.parametrize(
    ("column", "values"),
    [("UPRN", ["", "9", "09"]), ("UPRN", ["9"] * 3), ("Address", ["", "1 Hill", "1  hill"])],
)
@pytest.mark.parametrize("said", ["", "no"])
def test_what_stands_in_a_confidential_building_is_so_too_unless_it_says_no(column, values, said):
    rows = [("Hut", *TOWN[3], "LE15 6QQ"), (SECRET, *TOWN[1], "LE15 6QQ"),
            ("Beacon Cafe", *TOWN[2], "LE15 6QQ")]  # fmt: skip
    table = register(rows, **{column: [""] * 8 + values},
                     Confidential=[""] * 8 + ["no", "yes", said])  # fmt: skip
    found = read_places(table, options=OPTIONS)
    told = "Beacon Cafe" in everything_but_the_places(found)
    assert found.table.columns["confidential"][10] == ("no" if said else "yes")
    assert found.counts["confidential_by_another"] == (0 if said else 1)
    assert not told or said == "no"
    assert found.table.columns["confidential"][8] == "no"


def test_a_plain_no_is_taken_at_its_word():
    rows = [("Wildlife Refuge Centre", *TOWN[0], "")]
    found = read_places(register(rows, Confidential=[""] * 8 + ["No"]))
    assert found.counts["confidential"] == 0


def test_a_register_of_which_nothing_can_be_placed_names_no_confidential_reason():
    table = Table(
        {"Name": [SECRET], "Confidential": ["yes"], "Easting": [""], "Northing": [""],
         "Postcode": ["LE15 6QQ"]}
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        read_places(table, postcodes=directory(LE156HP=(1e5, 2e5)))
    assert "LE15" not in str(caught.value) and SECRET not in str(caught.value)


# --- the sample county's register, faults planted -----------------------------------------------


@pytest.fixture(scope="module")
def estate():
    return place_register(open_register(ESTATE), options=OPTIONS)


def test_the_sample_register_gives_exactly_the_faults_planted_in_it(estate):
    assert estate.counts == {
        "rows": 90, "places": 81, "rejected": 8, "duplicates": 6, "left_out": 1, "shared": 8,
        "unread": 12, "swapped": 3, "far": 1, "confidential": 3, "confidential_rejected": 0,
        "confidential_by_words": 1, "confidential_by_another": 0,
    }  # fmt: skip
    kinds = Counter(map(reason_kind, estate.rejected.column("reason")))
    assert kinds == {
        "easting and northing look swapped": 3,
        "degrees in columns of metres": 2,
        "coordinates 0, 0": 1,
        "no coordinates, but a postcode: give a postcode directory": 1,
        "no coordinates, and no postcode to go by": 1,
    }
    assert Counter(estate.duplicates.column("reason")) == {
        "the same UPRN": 4, "the same id": 1, "the same name and postcode": 1,
    }  # fmt: skip
    assert Counter(estate.shared.column("reason")) == {
        "same UPRN": 4, "same postcode and address": 2, "within 20 m": 2,
    }  # fmt: skip
    assert Counter(estate.unread.column("column")) == {
        "lease_end": 4, "running_cost_gbp": 3, "backlog_gbp": 1, "one_off_gbp": 1,
        "hours_week": 1, "uprn": 1, "step_free": 1,
    }  # fmt: skip
    assert estate.missing["postcode"] == 5


def test_the_sample_registers_sound_cells_agree_with_the_hubs_and_venues_they_were_made_of(estate):
    rows = {}
    for name in ("hubs.csv", "venues.csv"):
        with (SAMPLE / name).open(encoding="utf-8", newline="") as stream:
            rows.update({row["site_id"]: row for row in csv.DictReader(stream)})
    columns = estate.table.columns
    at = {site: row for row, site in enumerate(columns["site_id"])}
    assert set(rows) <= set(at)
    unread = {(r, c) for r, c in zip(estate.unread.column("row"), estate.unread.column("column"))}
    for site, row in rows.items():
        place = at[site]
        assert columns["x"][place] == float(row["easting"]), site
        for name in ("running_cost_gbp", "backlog_gbp", "one_off_gbp", "floor_area_m2"):
            if (columns["row"][place], name) not in unread:
                assert columns[name][place] == float(row[name]), (site, name)
        for name in ("lease_end", "site_type", "tenure", "condition"):
            if (columns["row"][place], name) not in unread:
                assert (columns[name][place] or "") == row[name], (site, name)
        for name in ("separate_entrance", "private_room", "confidential"):
            assert (columns[name][place] or "") == row[name], (site, name)
        assert columns["site_name"][place] == row["site_name"].replace("'", "’")


def test_the_sample_registers_page_names_its_faults_and_no_confidential_place(estate):
    page = register_page(estate, RegisterRun("estate_register.csv", "a list", [], [], "", True))
    for told in ("Marrowby Village Hall", "Youth advice café", "Cost centre", "9.99E+11",
                 "FICTIONAL", "Moor Edge Hall", "break_date, clawback_gbp"):  # fmt: skip
        assert told in page, told
    for secret in ("Harbour House", "Refuge", "Contact Room", "C01", "C02", "C03", "ZZ5 0DN"):
        assert secret not in page, secret
