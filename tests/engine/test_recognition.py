"""Publisher, edition and licence of published tables: named for literal headings alone."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.sources.recognition import recognise

ONS, MHCLG = (
    "Office for National Statistics",
    "Ministry of Housing, Communities and Local Government",
)
BULK = ["date", "geography", "geography code", "Age: Total", "Age: Aged 4 years and under"]
CUSTOM = ["Lower layer Super Output Areas Code", "Lower layer Super Output Areas",
          "Age (18 categories) Code", "Age (18 categories)", "Observation"]  # fmt: skip
SAPE_2020 = ["LSOA Code", "LSOA Name", "LA Code (2018 boundaries)", "LA Code (2021 boundaries)",
             "All Ages", *map(str, range(90)), "90+"]  # fmt: skip
SAPE_2024 = ["LAD 2023 Code", "LSOA 2021 Code", "LSOA 2021 Name", "Total", "F0", "M0"]
IOD_2025 = ["LSOA code (2021)", "Local Authority District code (2024)",
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"]  # fmt: skip
CARS = ["date", "geography", "geography code", "Number of cars or vans: Total: All households",
        "Number of cars or vans: No cars or vans in household"]  # fmt: skip


@pytest.mark.parametrize(
    "headings, file, dataset, vintage, publisher",
    [
        (BULK, "ts007a-lsoa.csv", "Census population by age (TS007)", "Census 2021", ONS),
        (CUSTOM, "TS007.csv", "Census population by age (custom dataset)", "Census 2021", ONS),
        (SAPE_2020, "SAPE23DT2-mid-2020-lsoa.csv",
         "LSOA population estimates by single year of age", "mid-2020", ONS),
        (SAPE_2024, "Mid-2024 LSOA 2021", "LSOA population estimates by single year of age",
         "mid-2024", ONS),
        (IOD_2025, "File_1.csv", "English Indices of Deprivation", "2025", MHCLG),
        (CARS, "census2021-ts045-lsoa.csv", "Census cars or vans (TS045)", "Census 2021", ONS),
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
