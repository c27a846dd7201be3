"""Population by age in each published form, against figures added up from the raw file."""

import csv
import gzip
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from needed_package import needed

from family_hub_planner.engine.errors import CodesError, ColumnError
from family_hub_planner.engine.sources.age_bands import chain_of_bands, describe_bands, parse_band
from family_hub_planner.engine.sources.population import (
    Population,
    children_sizes,
    count_for_ages,
    read_population,
)
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table


def table(columns, name="the table"):
    return Table({heading: list(values) for heading, values in columns.items()}, name=name)


def raw(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def single_years(children, sexes=("F", "M"), top=90):
    """Give columns F0..F90 and M0..M90 of three areas; `children` people at each age of area 1."""
    columns = {"LSOA 2021 Code": ["X1", "X2", "X3"]}
    for sex in sexes:
        for age in range(top + 1):
            columns[f"{sex}{age}"] = [str(children), "0", str(age)]
    return columns


@pytest.mark.parametrize(
    ("label", "band"),
    [
        ("0-4", (0, 4)),
        ("Aged 15 years and under", (0, 15)),
        ("Aged 4 years and under", (0, 4)),
        ("Aged under 1 year", (0, 0)),
        ("Aged 1 year", (1, 1)),
        ("Aged 5 to 9 years", (5, 9)),
        ("Age: Aged 5 to 9 years; measures: Value", (5, 9)),
        ("Aged 65 years and over", (65, None)),
        ("aged_0_to_15", (0, 15)),
        ("90+", (90, None)),
        ("90", (90, None)),
        ("7", (7, 7)),
        ("Dependent Children aged 0-15: mid 2015 (excluding prisoners)", (0, 15)),
        ("Dependent Children aged 0-15: mid 2022", (0, 15)),
        ("Population aged 16-59: mid 2015 (excluding prisoners)", (16, 59)),
        ("Older population aged 60 and over: mid 2022", (60, None)),
        ("Population (60+)", (60, None)),
        ("Pop16_59", (16, 59)),
        ("DepChi", (0, 15)),
    ],
)
def test_age_labels_are_read_as_published(label, band):
    assert parse_band(label) == band


@pytest.mark.parametrize(
    "label",
    [
        "Working age population 18-59/64: for use with Employment Deprivation Domain",
        "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022",
        "Total population: mid 2022",
        "Total",
        "all_ages",
        "2021",
        "9-4",
        "",
        "LSOA code (2011)",
        "ten",
    ],
)
def test_what_is_no_age_band_is_none(label):
    assert parse_band(label) is None


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_single_years_of_mid_2020_add_up_to_the_raw_file(shared_data, place):
    path = shared_data / place / "population/mid2020_single_year_of_age_lsoa11.csv"
    found, rows = read_population(read_table(path)), raw(path)
    assert found.codes == tuple(row["lsoa11_code"] for row in rows)
    under_fives = count_for_ages(found, 0, 4)
    assert under_fives[0] == sum(float(rows[0][str(age)]) for age in range(5))
    assert under_fives.sum() == sum(float(row[str(age)]) for row in rows for age in range(5))
    everyone = count_for_ages(found, 0, 90)
    assert everyone.tolist() == [float(row["total_population"]) for row in rows]
    assert (found.census_year, found.vintage) == (2011, "mid-2020")


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_census_age_bands_in_long_form_become_a_row_for_each_area(shared_data, place):
    path = shared_data / place / "population/census2021_age6_lsoa21.csv"
    found, rows = read_population(read_table(path)), raw(path)
    expected = {
        r["lsoa21_code"]: float(r["usual_residents"]) for r in rows if "under" in r["age_group"]
    }
    assert dict(zip(found.codes, count_for_ages(found, 0, 15).tolist())) == expected
    assert found.counts.sum() == sum(float(row["usual_residents"]) for row in rows)
    assert found.bands == ((0, 15), (16, 24), (25, 34), (35, 49), (50, 64), (65, None))
    assert count_for_ages(found, 0, 4) is None
    assert (found.census_year, found.vintage) == (2021, "Census 2021")


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_file_6_gives_dependent_children(shared_data, place):
    path = shared_data / place / "population/File_6_-_IoD2019_Population_Denominators.csv"
    found, rows = read_population(read_table(path)), raw(path)
    heading = "Dependent Children aged 0-15: mid 2015 (excluding prisoners)"
    expected = [float(row[heading].replace(",", "")) for row in rows]
    assert count_for_ages(found, 0, 15).tolist() == expected
    assert found.bands == ((0, 15), (16, 59), (60, None))
    assert (found.census_year, found.vintage) == (2011, "mid-2015")


def test_traffords_mid_year_file_counts_persons_once_not_each_sex_and_all(shared_data):
    path = (
        shared_data
        / "trafford/population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"
    )
    found = read_population(read_table(path))
    persons = {r["area_code"]: r for r in raw(path) if r["sex"] == "Persons"}
    assert len(found.codes) == 139
    expected = [sum(float(persons[code][str(age)]) for age in range(5)) for code in found.codes]
    assert count_for_ages(found, 0, 4).tolist() == expected
    everyone = count_for_ages(found, 0, 90)
    assert everyone.tolist() == [float(persons[code]["all_ages"]) for code in found.codes]
    assert found.bands == (*((age, age) for age in range(90)), (90, None))  # not 0-15 besides
    assert found.vintage == "mid-2022"


def test_females_and_males_are_added_where_no_row_has_all_persons(shared_data):
    path = (
        shared_data
        / "trafford/population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"
    )
    whole = read_table(path)
    keep = [row for row, sex in enumerate(whole.columns["sex"]) if sex != "Persons"]
    halves = table({h: [values[row] for row in keep] for h, values in whole.columns.items()})
    added, persons = read_population(halves), read_population(whole)
    assert added.codes == persons.codes
    assert np.array_equal(added.counts, persons.counts)
    keep.pop()  # the last area without its second sex
    cut = table({h: [values[row] for row in keep] for h, values in whole.columns.items()})
    assert np.isnan(read_population(cut).counts[-1]).all()
    women = [row for row in keep if whole.columns["sex"][row] == "Females"]
    alone = table({h: [values[row] for row in women] for h, values in whole.columns.items()})
    with pytest.raises(ColumnError, match="neither all persons nor both sexes"):
        read_population(alone)


def test_traffords_five_year_census_bands_are_read_from_the_indicator_column(shared_data):
    path = (
        shared_data
        / "trafford/census2021__population__2021_population_by_5_year_age_bands_lsoa_trafford.csv"
    )
    found = read_population(read_table(path))
    expected = defaultdict(float)
    for row in raw(path):
        if row["indicator"] in ("Aged 4 years and under", "Aged 5 to 9 years"):
            expected[row["area_code"]] += float(row["value"])
    assert dict(zip(found.codes, count_for_ages(found, 0, 9).tolist())) == expected
    assert found.bands[0] == (0, 4)
    assert found.bands[-1] == (85, None)


def test_a_table_of_cars_is_not_taken_for_ages(shared_data):
    path = shared_data / "trafford/census2021__housing__2021_car_van_availability_lsoa_trafford.csv"
    with pytest.raises(ColumnError, match="no column of ages that is recognised"):
        read_population(read_table(path))


@pytest.mark.parametrize(
    ("name", "areas", "low", "high"),
    [
        ("mid2020_single_year_of_age_lsoa11_all", 34753, 0, 4),
        ("census2021_age6_lsoa21_all", 35672, 0, 15),
        ("File_6_-_IoD2019_Population_Denominators", 32844, 0, 15),
    ],
)
def test_the_national_tables_give_a_count_for_every_area(shared_data, name, areas, low, high):
    path = shared_data / "national" / f"{name}.csv.gz"
    found, rows = read_population(read_table(path)), raw(path)
    assert len(found.codes) == areas
    wanted = {
        "mid2020_single_year_of_age_lsoa11_all": lambda r: sum(float(r[str(a)]) for a in range(5)),
        "census2021_age6_lsoa21_all": lambda r: (
            float(r["usual_residents"]) * (r["age_group"] == "Aged 15 years and under")
        ),
        "File_6_-_IoD2019_Population_Denominators": lambda r: float(
            r["Dependent Children aged 0-15: mid 2015 (excluding prisoners)"].replace(",", "")
        ),
    }[name]
    assert count_for_ages(found, low, high).sum() == sum(wanted(row) for row in rows)


def test_leicesters_workbook_gives_children_by_a_mapping(shared_data):
    needed("openpyxl")
    path = shared_data / "leicester/deprivation/deprivation-in-leicester-2025.xlsx"
    found = read_population(read_table(path), {"0-15": "Pop_0015_2022"})
    assert count_for_ages(found, 0, 15)[0] == 428  # read by eye in the workbook


def test_single_years_by_sex_are_added_and_the_last_one_is_open():
    columns = single_years(3)
    columns["Total"] = ["546", "0", str(2 * sum(range(91)))]
    found = read_population(table(columns))
    assert count_for_ages(found, 0, 4).tolist() == [30, 0, 20]
    assert count_for_ages(found, 5, 17).tolist() == [78, 0, 2 * sum(range(5, 18))]
    assert count_for_ages(found, 85, 90).tolist() == [36, 0, 2 * sum(range(85, 91))]
    assert found.bands[-1] == (90, None)
    assert len(found.notes) == 1


def test_ages_that_do_not_add_up_to_the_tables_own_total_are_told():
    columns = single_years(3)
    columns["Total"] = ["546", "0", "1"]
    notes = read_population(table(columns)).notes
    assert any("in 1 of 3 areas the ages do not add up to 'Total' (first: X3)" in n for n in notes)


def test_one_sex_alone_is_refused():
    columns = single_years(3)
    del columns["M7"]
    with pytest.raises(ColumnError, match="'F7' without its counterpart"):
        read_population(table(columns))


def test_census_bands_in_wide_form_are_recognised():
    columns = {
        "geography code": ["X1", "X2"],
        "Age: Total": ["30", "40"],
        "Age: Aged 4 years and under": ["10", "1"],
        "Age: Aged 5 to 9 years": ["20", "39"],
    }
    found = read_population(table(columns))
    assert found.bands == ((0, 4), (5, 9))
    assert count_for_ages(found, 0, 9).tolist() == [30, 40]


def test_the_long_form_of_the_ons_website_is_recognised():
    columns = {
        "Lower layer Super Output Areas Code": ["X1", "X1", "X1"],
        "Lower layer Super Output Areas": ["A", "A", "A"],
        "Age (3 categories) Code": ["1", "2", "-8"],
        "Age (3 categories)": ["Aged 4 years and under", "Aged 5 years and over", "Does not apply"],
        "Observation": ["7", "90", "0"],
    }
    found = read_population(table(columns))
    assert found.counts.tolist() == [[7, 90]]
    assert len(found.notes) == 1


def test_a_band_missing_for_one_area_is_missing_not_zero():
    columns = {
        "code": ["X1", "X1", "X2"],
        "age_group": ["0-4", "5-9", "0-4"],
        "count": ["1", "2", "c"],
    }
    found = read_population(table(columns))
    assert np.isnan(found.counts).tolist() == [[False, False], [True, True]]
    assert np.isnan(count_for_ages(found, 0, 9)).tolist() == [False, True]
    assert any("1 of 3 values of 'count' are missing" in note for note in found.notes)


def test_a_mapping_names_ages_and_counts_of_any_long_table():
    columns = {"where": ["X1", "X1"], "band": ["0-4", "5+"], "number": ["3", "4"]}
    found = read_population(table(columns), {"code": "where", "age": "band", "count": "number"})
    assert found.counts.tolist() == [[3, 4]]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"0-4": "Small"}, "has no column 'Small'"),
        ({"4-0": "Little"}, "'4-0', which is no age band"),
        ({"babies": "Little"}, "'babies', which means nothing here"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(mapping, words):
    with pytest.raises(ColumnError, match=words):
        read_population(table({"code": ["X1"], "Little": ["3"]}), mapping)


def test_two_years_in_one_table_are_refused_and_the_column_in_which_they_differ_is_named():
    columns = {"area_code": ["X1", "X1", "X2"], "period": ["2021", "2022", "2022"], "0-4": "345"}
    with pytest.raises(CodesError, match=r"X1, rows 1 and 2 .* differ in 'period' \(2021; 2022\)"):
        read_population(table(columns))


def test_one_band_twice_in_a_long_table_is_refused():
    columns = {"code": ["X1", "X1"], "age": ["0-4", "0-4"], "count": ["1", "2"]}
    with pytest.raises(CodesError, match="1 row repeats an area"):
        read_population(table(columns))


def test_negative_counts_are_refused_with_the_first_area():
    with pytest.raises(ColumnError, match=r"1 count is negative \(first: -3 for X2, ages 0-4\)"):
        read_population(table({"code": ["X1", "X2"], "0-4": ["1", "-3"]}))


def test_text_in_a_count_is_refused_with_its_row():
    with pytest.raises(ColumnError, match="row 2 of the data has 'many'"):
        read_population(table({"code": ["X1", "X2"], "0-4": ["1", "many"]}))


def test_a_table_without_any_code_is_refused():
    with pytest.raises(CodesError, match="no row has an area code"):
        read_population(table({"code": [None], "0-4": ["1"]}))


def test_overlapping_bands_are_never_counted_twice():
    columns = {"code": ["X1"], "0-15": ["100"], "0-4": ["30"], "5-15": ["70"], "16-24": ["9"]}
    found = read_population(table(columns))
    assert count_for_ages(found, 0, 15).tolist() == [100]
    assert count_for_ages(found, 0, 24).tolist() == [109]
    assert count_for_ages(found, 5, 24).tolist() == [79]
    assert count_for_ages(found, 0, 17) is None


def test_bands_are_described_briefly():
    assert describe_bands([(0, 0), (1, 1), (2, 2), (3, None)]) == "each year from 0 to 2, 3+"
    assert describe_bands([(5, 9), (0, 4)]) == "0-4, 5-9"
    assert describe_bands([]) == "none"


bands = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda b: (b[0], b[0] + b[1]))


@given(st.lists(bands, max_size=12), bands)
@settings(deadline=None)
def test_a_chain_of_bands_fills_the_ages_exactly_or_there_is_none(there, wanted):
    chain = chain_of_bands(there, wanted)
    if chain is not None:
        ages = [age for i in chain for age in range(there[i][0], there[i][1] + 1)]
        assert ages == list(range(wanted[0], wanted[1] + 1))
        return
    reach = {wanted[0]}  # brute force: every age at which some chain may end
    for age in range(wanted[0], wanted[1] + 1):
        reach |= {high + 1 for low, high in there if low == age and age in reach}
    assert wanted[1] + 1 not in reach


@pytest.mark.parametrize(
    "mark", ["<5", "< 5", "<=5", "under 5", "Fewer than 10", "less than 5", "<10", "below 5"]
)
def test_a_count_held_back_as_small_is_missing_and_named_never_zero_or_text(mark):
    found = read_population(table({"code": ["X1", "X2"], "0-4": [mark, "7"]}))
    assert np.isnan(found.counts[0, 0]) and found.counts[1, 0] == 7
    assert any("1 of 2 values of '0-4' are missing or held back" in n for n in found.notes)
    assert any(repr(mark) in note for note in found.notes)


@pytest.mark.parametrize("text", ["under five", "<", "5>", "<five", "below average"])
def test_other_words_where_a_number_should_stand_are_still_refused(text):
    with pytest.raises(ColumnError, match="where a number should stand"):
        read_population(table({"code": ["X1", "X2"], "0-4": [text, "7"]}))


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ((0, 4), ([10.0], (0, 4))),  # made up of 0-2 and 3-4
        ((5, 15), ([30.0], (5, 15))),
        ((6, 10), ([30.0], (5, 15))),  # the narrowest that holds them, not 3-15
        ((4, 8), ([34.0], (3, 15))),
        ((0, 25), ([45.0], (0, 17))),  # to 25 are those of children, to 17
        ((16, 19), None),  # 16-17 ends before, and 16 and over has no end
    ],
)
def test_children_to_share_by_are_those_of_the_ages_or_of_the_narrowest_band(ages, expected):
    bands = ((0, 2), (3, 4), (5, 15), (3, 15), (16, 17), (16, None))
    people = Population(("X",), None, bands, np.array([[6.0, 4, 30, 34, 5, 99]]))
    found = children_sizes(people, ages)
    assert found == (expected and ({"X": expected[0][0]}, expected[1]))
