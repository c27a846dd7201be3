"""Schools and children's centres from GIAS, and practices from the NHS's list without headings."""

import csv

import pytest

from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.engine.sources.health import place_practices, read_practices
from family_hub_planner.engine.sources.recognition import recognise
from family_hub_planner.engine.sources.schools import read_schools
from family_hub_planner.engine.tables import Table

_HEADER = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,"
    "TypeOfEstablishment (code),TypeOfEstablishment (name),EstablishmentTypeGroup (name),"
    "EstablishmentStatus (code),EstablishmentStatus (name),PhaseOfEducation (name),"
    "StatutoryLowAge,StatutoryHighAge,SchoolCapacity,NumberOfPupils,PercentageFSM,Postcode,"
    "Easting,Northing"
)
GIAS = _HEADER.split(",")


def row(urn, name, **given):
    """Write one school of Rutland under the headings of GIAS, but for what is given."""
    cells = {
        "URN": str(urn),
        "LA (code)": "857",
        "LA (name)": "Rutland",
        "EstablishmentName": name,
        "TypeOfEstablishment (name)": given.get("kind", "Community school"),
        "EstablishmentTypeGroup (name)": given.get("group", "Local authority maintained schools"),
        "EstablishmentStatus (name)": given.get("status", "Open"),
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "SchoolCapacity": given.get("capacity", "210"),
        "NumberOfPupils": given.get("pupils", "150"),
        "PercentageFSM": given.get("meals", "4.8"),
        "Postcode": "LE15 6HP",
        "Easting": given.get("east", "485900"),
        "Northing": given.get("north", "308800"),
    }
    return [cells.get(heading, "") for heading in GIAS]


@pytest.fixture
def gias(tmp_path):
    """Write rows as the register is published: Windows text."""

    def write(*rows):
        path = tmp_path / "edubasealldata20250524.csv"
        with path.open("w", encoding="cp1252", newline="") as stream:
            csv.writer(stream).writerows([GIAS, *rows])
        return path

    return write


def test_the_register_is_read_as_windows_text_with_closed_ones_left_out_and_counted(gias):
    path = gias(
        row(1, "St Mary’s – Oakham"),
        row(2, "Gone", status="Closed"),
        row(3, "Old Place", kind="Children’s centre", group="Children's Centres"),
        row(4, "New", status="Proposed to open"),
        row(5, "Shrinking", status="Open, but proposed to close", capacity="", pupils="90"),
    )
    found = read_schools(path)
    columns = found.table.columns
    assert columns["site_id"] == ["1", "3", "4", "5"]
    assert columns["row"] == [1, 3, 4, 5]
    assert columns["site_name"][0] == "St Mary’s – Oakham"
    assert columns["childrens_centre"] == [False, True, False, False]
    assert columns["spare_places"] == [60, 60, 60, None]
    assert columns["authority"] == ["Rutland"] * 4
    assert columns["status"] == ["Active", "Active", "Planned to be opened", "Active"]
    assert any("1 closed establishments were left out" in note for note in found.notes)
    assert any("1 of the places are children's centres" in note for note in found.notes)
    facts = found.table.provenance
    assert (facts.publisher, facts.file_name) == ("Department for Education", path.name)


def test_a_full_school_has_no_spare_places_and_suppressed_shares_are_missing(gias):
    found = read_schools(gias(row(1, "Full", capacity="100", pupils="120", meals="SUPP")))
    assert found.table.columns["spare_places"] == [0]
    assert found.table.columns["free_meals_percent"] == [None]


def test_rows_of_rejected_schools_are_numbered_as_in_the_file(gias):
    path = gias(row(1, "Gone", status="Closed"), row(2, "Nowhere", east="", north=""), row(3, "A"))
    found = read_schools(path)
    assert found.rejected.columns["row"] == [2]
    assert found.table.columns["row"] == [3]


def test_a_school_without_a_grid_reference_is_placed_by_its_postcode(gias):
    known = Table({"postcode": ["LE15 6HP"], "x": [1.0e5], "y": [2.0e5]})
    found = read_schools(gias(row(1, "Nowhere", east="", north="")), postcodes=known)
    assert found.table.columns["located_by"] == ["postcode"]
    assert found.table.columns["x"] == [1.0e5]


@pytest.mark.parametrize(("place", "schools"), [("rutland", 27), ("leicester", 137)])
def test_the_cuts_of_the_register_give_each_school_its_place(shared_data, place, schools):
    path = shared_data / place / "facilities/gias_open_establishments_2025-05-24.csv"
    found = read_schools(path).table
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(found) == len(rows) == schools
    assert found.columns["x"] == [float(row["easting"]) for row in rows]
    assert found.columns["site_id"] == [row["urn"].split(".")[0] for row in rows]


def test_the_national_register_places_all_but_those_without_coordinates(shared_data):
    found = read_schools(shared_data / "national/gias_open_establishments_2025-05-24_all.csv.gz")
    assert len(found.table) + len(found.rejected) == 27_153
    reasons = found.rejected.columns["reason"]
    # 88 have 0, 0 in the register, which somebody turned into degrees off Scilly
    assert reasons.count("the row has no coordinates (0, 0)") == 88
    assert reasons.count("the row has no coordinates") == 531
    assert len(found.table) == 26_534


def test_traffords_list_of_schools_gives_ages_and_capacity(shared_data):
    found = read_schools(
        shared_data / "trafford/schools_and_colleges__trafford_schools_and_colleges.csv"
    ).table
    first = dict(zip(found.columns, next(found.rows())))
    assert (first["site_id"], first["low_age"], first["capacity"]) == ("106167", 5, 160)
    assert len(found) == 103


def test_only_the_registers_own_headings_are_credited_to_the_department():
    assert recognise(GIAS, "x.csv").publisher == "Department for Education"
    cut = recognise(["urn", "establishment_name", "easting"], "x.csv")
    assert (cut.publisher, cut.dataset) == ("", "Get Information about Schools (GIAS)")


# --- practices ----------------------------------------------------------------------------------


def test_active_practices_are_read_from_the_list_without_headings(shared_data):
    path = shared_data / "national/nhs_epraccur_gp_practices_no_coords.csv"
    with path.open(encoding="cp1252", newline="") as stream:
        rows = list(csv.reader(stream))
    wanted = [row for row in rows if row[12] == "A" and row[25] == "4"]
    found = read_practices(path)
    assert found.columns["site_id"] == [row[0] for row in wanted]
    assert found.columns["postcode"] == [row[9] for row in wanted]
    assert len(read_practices(path, every_setting=True)) == sum(r[12] == "A" for r in rows)
    assert found.provenance.dataset == "GP practices (epraccur)"
    assert len(found.provenance.sha256) == 64


def test_practices_are_placed_by_postcode_and_the_others_rejected(shared_data):
    path = shared_data / "national/nhs_epraccur_gp_practices_no_coords.csv"
    known = Table({"postcode": ["TS18 1HU"], "x": [444_500.0], "y": [518_900.0]})
    found = place_practices(path, known)
    at_home = [c for c in read_practices(path).columns["postcode"] if c == "TS18 1HU"]
    assert found.table.columns["postcode"] == at_home
    assert set(found.table.columns["x"]) == {444_500.0}
    assert len(found.table) + len(found.rejected) == len(read_practices(path))


def test_a_table_of_another_width_is_not_taken_for_the_list(tmp_path):
    path = tmp_path / "practices.csv"
    path.write_text("A81001,SURGERY\nA81002,OTHER\n")
    with pytest.raises(FileUnreadableError, match="2 of 2 rows have not 27 columns"):
        read_practices(path)
    with pytest.raises(FileUnreadableError, match=r"no file none\.csv"):
        read_practices(tmp_path / "none.csv")
