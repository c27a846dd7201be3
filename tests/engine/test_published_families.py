"""Every published file beside the checkout is read as it stands, by the reader of its family."""

import csv
import json

import pytest
from needed_package import needed
from published_reader import read_any

from family_hub_planner.engine.errors import ColumnError, FileUnreadableError
from family_hub_planner.engine.sources.columns import find_code_column
from family_hub_planner.engine.sources.idaci_count import read_idaci_count
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table

INCOME_DEPRIVED = "income-deprived children"
FAMILY = {
    "boundaries/lsoa_latlong.csv": "centroids",
    "context/england_lsoa_depahri.csv": "digital exclusion",
    "context/lookup_lsoa11_lsoa21_ltla22.csv": "code lookup",
    "context/lookup_lsoa21_ward24_ltla24.csv": "area lookup",
    "context/ruc11_lsoa11.csv": "rural-urban class",
    "context/ruc21_lsoa21.csv": "rural-urban class",
    "deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv": "deprivation",
    "deprivation/File_2_-_IoD2019_Domains_of_Deprivation.csv": "deprivation",
    "deprivation/deprivation-in-leicester-2025.xlsx": "deprivation",
    "deprivation/imd2019_england_lsoa11_indicators.csv": INCOME_DEPRIVED,
    "deprivation/imd2019_scores_with_IDACI.csv": "deprivation",
    "deprivation/imd2025_england_lsoa21.csv": "deprivation",
    "deprivation/imd2025_england_lsoa21_indicators.csv": INCOME_DEPRIVED,
    "facilities/gias_open_establishments_2025-05-24.csv": "schools",
    "population/File_6_-_IoD2019_Population_Denominators.csv": "population",
    "population/census2021_age6_lsoa21.csv": "population",
    "population/mid2020_single_year_of_age_lsoa11.csv": "population",
    "census2021__housing__2021_car_van_availability_lsoa_trafford.csv": "cars",
    "census2021__population__2021_population_by_5_year_age_bands_lsoa_trafford.csv": "population",
    "childrens_centres__trafford_childrens_centres.csv": "places",
    "general_practice__trafford_general_practices.csv": "places",
    "jobcentre_plus__gm_jobcentreplus.csv": "places",
    "libraries__gm_libraries.csv": "places",
    "libraries__trafford_libraries.csv": "places",
    "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv": "population",
    "schools_and_colleges__trafford_schools_and_colleges.csv": "schools",
    "File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv.gz": "deprivation",
    "File_2_-_IoD2019_Domains_of_Deprivation.csv.gz": "deprivation",
    "File_6_-_IoD2019_Population_Denominators.csv.gz": "population",
    "census2021_age6_lsoa21_all.csv.gz": "population",
    "gias_open_establishments_2025-05-24_all.csv.gz": "schools",
    "imd2019_scores_with_IDACI_all_England.csv.gz": "deprivation",
    "imd2025_england_lsoa21_all.csv.gz": "deprivation",
    "mid2020_single_year_of_age_lsoa11_all.csv.gz": "population",
    "nhs_Hospital.csv": "places",
}
# Read by test_practices and test_estate_register, with a table of postcodes beside them.
WITH_POSTCODES = {
    "nhs_epraccur_gp_practices_no_coords.csv",
    "food_banks__trafford_food_banks.csv",
    "pharmacies__trafford_pharmacies.csv",
}


def tables_in(folder):
    found = [path for path in folder.rglob("*") if path.name.endswith((".csv", ".csv.gz", ".xlsx"))]
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


@pytest.mark.parametrize("place", ["rutland", "leicester", "trafford", "national"])
def test_every_table_is_read_by_the_reader_of_its_family(shared_data, place):
    needed("openpyxl")
    tables = tables_in(shared_data / place)
    assert set(tables) - set(FAMILY) <= WITH_POSTCODES, "a file that no test reads"
    assert tables
    for name, path in tables.items():
        if name in WITH_POSTCODES:
            continue
        family, found = read_any(path)
        assert family == FAMILY[name], name
        assert path.name in found.notes[0], name
        facts = found.table.provenance if hasattr(found, "table") else found.provenance
        assert facts.file_name == path.name, name
        assert len(facts.sha256) == 64, name
        assert facts.dataset or family == "centroids", name


@pytest.mark.parametrize("place", ["rutland", "leicester", "trafford"])
def test_the_codes_of_every_boundary_file_are_found_by_their_heading(shared_data, place):
    headings = {"LSOA11CD": 2011, "LSOA21CD": 2021, "MSOA11CD": 2011, "OA11CD": 2011}
    files = sorted((shared_data / place).rglob("*"))
    seen = set()
    for path in files:
        if path.suffix not in (".geojson", ".json") or "topo" in path.name:
            continue
        rows = [feature["properties"] for feature in json.loads(path.read_text())["features"]]
        coded = sorted(set(headings) & set(rows[0]))
        if coded:
            columns = {heading: [row[heading] for row in rows] for heading in coded}
            assert find_code_column(Table(columns)) == (coded[0], headings[coded[0]])
            seen.add(coded[0])
    assert {"LSOA11CD", "LSOA21CD"} <= seen


@pytest.mark.parametrize(("place", "year"), [("rutland", 2019), ("leicester", 2025)])
def test_the_numerator_of_idaci_is_read_as_children_and_blanks_stay_missing(
    shared_data, place, year
):
    census = {2019: 11, 2025: 21}[year]
    name = f"imd{year}_england_lsoa{census}_indicators.csv"
    path = shared_data / place / "deprivation" / name
    found = read_idaci_count(path)
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    key = "income_deprivation_affecting_children_index_idaci_numerator"
    wanted = [float(row[key]) if row[key] else None for row in rows]
    assert found.table.columns["income_deprived_children"] == wanted
    assert found.census_year == 2000 + census


def test_a_broken_file_of_a_known_family_ends_in_that_readers_sentence():
    table = Table({"LSOA21CD": ["E01000001"], "IMD_rank": ["high"]}, name="own.csv")
    with pytest.raises(ColumnError, match="row 1 of the data has 'high' in 'IMD_rank'"):
        read_any(table)


def test_a_table_of_no_family_is_refused_with_its_columns():
    with pytest.raises(ColumnError, match="of no published family that is recognised"):
        read_any(Table({"colour": ["red"]}, name="own.csv"))


def test_row_numbers_without_a_heading_are_left_out_and_other_surplus_values_are_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,postcode\n0,Hall,LE15 6HP\n1,Barn,LE15 6HQ\n")
    assert read_table(path).columns["name"] == ["Hall", "Barn"]
    path.write_text("name,postcode\n0,Hall,LE15 6HP\n7,Barn,LE15 6HQ\n")
    with pytest.raises(FileUnreadableError, match="has 3 values where the headings name 2"):
        read_table(path)
