"""Publisher, edition and licence of published tables: named for literal headings alone."""

from __future__ import annotations

import csv
import gzip

import pytest

from family_hub_planner.engine.sources.headings import clean_heading
from family_hub_planner.engine.sources.recognition import recognise

ONS, MHCLG = (
    "Office for National Statistics",
    "Ministry of Housing, Communities and Local Government",
)
GEOGRAPHY = ["date", "geography", "geography code", "Age: Total"]
FIVE_YEARS = ["Age: Aged 4 years and under",
              *(f"Age: Aged {n} to {n + 4} years" for n in range(5, 85, 5)),
              "Age: Aged 85 years and over"]  # fmt: skip
TS007A = [*GEOGRAPHY, *FIVE_YEARS]
TS007 = [*TS007A, "Age: Aged under 1 year", "Age: Aged 1 year",
         *(f"Age: Aged {n} years" for n in range(2, 100))]  # fmt: skip
CUSTOM = ["Lower layer Super Output Areas Code", "Lower layer Super Output Areas",
          "Age (18 categories) Code", "Age (18 categories)", "Observation"]  # fmt: skip
SAPE_2020 = ["LSOA Code", "LSOA Name", "LA Code (2018 boundaries)", "LA Code (2021 boundaries)",
             "All Ages", *map(str, range(90)), "90+"]  # fmt: skip
BY_SEX = [f"{sex}{age}" for sex in "FM" for age in range(91)]
SAPE_2024 = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total", *BY_SEX]
IMD_RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
IOD_2025 = ["LSOA code (2021)", "Local Authority District code (2024)", IMD_RANK]
IDACI_COUNT = "Income Deprivation Affecting Children Index (IDACI) numerator"
FILE_8 = ["LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)",
          IDACI_COUNT]  # fmt: skip
SPATIAL_2019 = ["lsoa11cd", "IMDScore", "IMDRank", "IDCScore", "IDCRank", "IDCDec"]
UNDERLYING = "Underlying indicators of the English Indices of Deprivation"
CARS = ["date", "geography", "geography code", "Number of cars or vans: Total: All households",
        "Number of cars or vans: No cars or vans in household"]  # fmt: skip


@pytest.mark.parametrize(
    "headings, file, dataset, vintage, publisher",
    [
        (TS007A, "lsoa.csv", "Census population by age (TS007A)", "Census 2021", ONS),
        (TS007, "lsoa.csv", "Census population by age (TS007)", "Census 2021", ONS),
        (CUSTOM, "TS007.csv", "Census population by age (custom dataset)", "Census 2021", ONS),
        (SAPE_2020, "SAPE23DT2-mid-2020-lsoa.csv",
         "LSOA population estimates by single year of age", "mid-2020", ONS),
        (SAPE_2024, "Mid-2024 LSOA 2021", "LSOA population estimates by single year of age",
         "mid-2024", ONS),
        (IOD_2025, "File_1.csv", "English Indices of Deprivation", "2025", MHCLG),
        (FILE_8, "File_8.csv", UNDERLYING, "2019", MHCLG),
        (CARS, "census2021-ts045-lsoa.csv", "Census cars or vans (TS045)", "Census 2021", ONS),
        (["2021 super output area - lower layer", "mnemonic", *CARS[3:]], "nomis.csv",
         "Census cars or vans (TS045)", "Census 2021", ONS),
        (["LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD", "LAD22NM", "LAD22NMW", "ObjectId"], "l.csv",
         "Lookup of LSOA 2011 to LSOA 2021 codes", "", ONS),
    ],
)  # fmt: skip
def test_literal_headings_name_publisher_edition_and_licence(
    headings, file, dataset, vintage, publisher
):
    facts = recognise(headings, file)
    assert (facts.dataset, facts.vintage, facts.publisher) == (dataset, vintage, publisher)
    assert facts.licence == "Open Government Licence v3.0"
    assert "not stated" not in facts.sentence()


@pytest.mark.parametrize(
    "head", ["Cars: No cars or vans in household; measures: Value", "No cars or vans in household"]
)
def test_a_table_in_the_words_of_another_census_is_given_neither_number_nor_year(head):
    """KS404EW and QS416EW of 2011 count cars too, under headings of their own."""
    facts = recognise(["date", "geography", "geography code", head], "cars.csv")
    assert (facts.dataset, facts.vintage, facts.publisher) == ("Census cars or vans", "", "")


def test_an_index_under_short_names_is_not_credited_to_its_publisher():
    heads = ["lsoa21cd", "IMD decile", "idaci score", "LSOA code (2021)"]
    assert recognise(heads, "ours.csv").publisher == ""


@pytest.mark.parametrize(
    "headings, file",
    [
        (["lsoa21_code", "age_group", "usual_residents"], "census2021_age6.csv"),
        (["area_code", "period", *map(str, range(90))], "mid-year_2022.csv"),
        (["lsoa11_name", "lsoa11_code", "total_population", "0", "1", "2", "3"], "mid2020.csv"),
        (["geography code", "Age: Total", "Age: Aged 4 years and under"], "cut.csv"),
        (["lsoa21_code", "IMD_decile", "IMD_rank"], "imd2025.csv"),
    ],
)
def test_headings_that_somebody_changed_keep_the_flag(headings, file):
    assert "publisher and licence not stated" in recognise(headings, file).sentence()


def test_a_table_that_calls_itself_fictional_is_credited_to_nobody():
    facts = recognise(SAPE_2020, "SAPE_FICTIONAL_mid-2020.csv")
    assert facts.fictional and not facts.publisher and not facts.licence


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["lsoa21cd", "imd_decile"], "deprivation.csv"),
        (["LSOA code (2021)", "IMD decile", "Local Authority District code (2024)"], "ours.csv"),
        (["lsoa21cd", "IDCScore", "IDCRank", "IDCDec", "IMDScore"], "ours.csv"),
        (["lsoa21cd", "IMD 2019 decile", "IMD 2025 decile"], "both.csv"),
        (["lsoa21cd", "imd_decile"], "imd2019 beside imd2025.csv"),
        (["lsoa21_code", "income_deprivation_affecting_children_index_idaci_numerator"], "n.csv"),
    ],
)
def test_an_index_that_no_name_and_no_heading_dates_is_of_an_edition_not_stated(headings, name):
    """The indices of 2019 are put on the areas of 2021 as a matter of course."""
    facts = recognise(headings, name)
    assert (facts.vintage, facts.publisher, facts.licence) == ("", "", "")
    assert f"{facts.dataset}; edition not stated; publisher and licence not" in facts.sentence()


@pytest.mark.parametrize(
    ("headings", "name", "edition"),
    [
        (["lsoa21cd", "imd_decile"], "IMD 2019 on areas of 2021.csv", "2019"),
        (["lsoa21cd", "IDACI2025_rank"], "ours.csv", "2025"),
        (SPATIAL_2019, "spatial.csv", "2019"),
    ],
)
def test_an_edition_that_name_or_headings_say_is_told_without_a_publisher(headings, name, edition):
    facts = recognise(headings, name)
    assert (facts.vintage, facts.publisher) == (edition, "")
    assert "edition" not in facts.sentence()


@pytest.mark.parametrize(
    "headings",
    [
        ["LSOA 2021 Code", "F0", "M0"],
        ["LSOA 2021 Code", *BY_SEX],
        [*SAPE_2024, "Scenario"],
        ["LSOA Code", "LSOA Name", "LA Code (2021 boundaries)", "All Ages", "0", "1", "2"],
        [*GEOGRAPHY, "Age: Aged 15 years and under", "Age: Aged 16 to 24 years",
         "Age: Aged 25 to 64 years"],
        [*TS007A, "Locality"],
        [*IOD_2025, "Ward"],
        [*IOD_2025, "idaci score"],
        ["LSOA code (2021)", IMD_RANK],
        ["LSOA code (2011)", IDACI_COUNT],
        ["LSOA code (2021)", "Number of cars or vans: No cars or vans in household"],
        [*CARS, "Our estimate"],
        ["LSOA21CD", "WD24CD", "Locality"],
        ["LSOA21CD", "RUC21CD", "Our class"],
        ["LSOA11CD", "LSOA21CD", "CHGIND", "Our share"],
        ["Area", "WIMD 2019 overall decile"],
        ["LSOA code", "LSOA name (Eng)", "Local Authority name (Eng)", "WIMD 2019", "Our hubs"],
        ["Area", "SIMD2020v2_Decile"],
        ["Data_Zone", "SIMD2020v2_Rank", "Our hubs"],
    ],
)  # fmt: skip
def test_a_table_with_fewer_or_further_headings_than_published_is_credited_to_nobody(headings):
    facts = recognise(headings, "imd2025 mid-2024 census 2021.csv")
    assert facts.dataset
    assert (facts.publisher, facts.licence) == ("", "")
    assert "TS0" not in facts.dataset and "estimates" not in facts.dataset


@pytest.mark.parametrize("name", ["forecast 2030.csv", "Projections to 2040", "projected mid-2030"])
def test_a_forecast_in_the_form_of_the_estimates_is_none_of_theirs(name):
    facts = recognise(SAPE_2024, name)
    assert facts.publisher == "" and facts.dataset.endswith("a forecast")


@pytest.mark.parametrize(
    ("headings", "dataset"),
    [
        (["pcds", "doterm", "oseast1m", "dointr", "osgrdind", "imd"], "ONS postcode directory"),
        (["URN", "EstablishmentName", "IMD decile"], "Get Information about Schools (GIAS)"),
    ],
)
def test_a_column_of_an_index_makes_no_index_of_postcodes_and_schools(headings, dataset):
    assert recognise(headings, "list.csv").dataset == dataset


INDICES, DENOMINATORS = (
    "English Indices of Deprivation", "Indices of Deprivation population denominators",
)  # fmt: skip
LOOKUP, WARDS = (
    "Lookup of LSOA 2011 to LSOA 2021 codes", "Lookup of areas to wards and authorities",
)  # fmt: skip
RURAL, SCHOOLS = "Rural Urban Classification", "Get Information about Schools (GIAS)"
# Files as others gave them on, under headings of their own, are credited to nobody; those of
# the ministry as it publishes them are. A row: what the file is called, its data set, its edition.
PUBLISHED = {
    "File_1_-_IMD2019_Index_of_Multiple_Deprivation": (INDICES, "2019"),
    "File_2_-_IoD2019_Domains_of_Deprivation": (INDICES, "2019"),
    "File_6_-_IoD2019_Population_Denominators": (DENOMINATORS, "mid-2015"),
}
RENAMED = {
    "lsoa_latlong": ("", ""),
    "england_lsoa_depahri": ("Digital Exclusion Risk Index", ""),
    "lookup_lsoa11_lsoa21_ltla22": (LOOKUP, ""),
    "lookup_lsoa21_ward24_ltla24": (WARDS, ""),
    "ruc11_lsoa11": (RURAL, ""),
    "ruc21_lsoa21": (RURAL, ""),
    "imd2019_england_lsoa11_indicators": (UNDERLYING, "2019"),
    "imd2019_scores_with_IDACI": (INDICES, "2019"),
    "imd2019_scores_with_IDACI_all_England": (INDICES, "2019"),
    "imd2025_england_lsoa21": (INDICES, "2025"),
    "imd2025_england_lsoa21_all": (INDICES, "2025"),
    "imd2025_england_lsoa21_indicators": (UNDERLYING, "2025"),
    "gias_open_establishments_2025-05-24": (SCHOOLS, ""),
    "gias_open_establishments_2025-05-24_all": (SCHOOLS, ""),
    "schools_and_colleges__trafford_schools_and_colleges": (SCHOOLS, ""),
    "census2021_age6_lsoa21": ("", ""),
    "census2021_age6_lsoa21_all": ("", ""),
    "mid2020_single_year_of_age_lsoa11": ("Population by age", "mid-2020"),
    "mid2020_single_year_of_age_lsoa11_all": ("Population by age", "mid-2020"),
    "population__mid_year_2022__mid-year_2022_population_estimates_lsoa":
        ("Population by age", "mid-2022"),
    "census2021__housing__2021_car_van_availability_lsoa_trafford":
        ("Census cars or vans", "Census 2021"),
    "census2021__population__2021_population_by_5_year_age_bands_lsoa_trafford": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("place", ["rutland", "leicester", "trafford", "national"])
def test_every_real_table_has_its_publisher_edition_and_licence_or_none(shared_data, place):
    """Only the rows of headings are asked: that the files are read is held elsewhere."""
    seen = 0
    for path in sorted((shared_data / place).rglob("*")):
        stem = path.name.partition(".")[0]
        known = PUBLISHED.get(stem) or RENAMED.get(stem)
        if known is None or not path.name.endswith((".csv", ".csv.gz")):
            continue
        facts = recognise(first_row(path), path.name)
        credited = (MHCLG, "Open Government Licence v3.0") if stem in PUBLISHED else ("", "")
        assert (facts.dataset, facts.vintage) == known, path.name
        assert (facts.publisher, facts.licence) == credited, path.name
        seen += 1
    assert seen >= 3


def first_row(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return [clean_heading(head) for head in next(csv.reader(stream))]
