"""Deprivation tables as published, and what is refused in them."""

import csv

import numpy as np
import pytest
from needed_package import needed

from family_hub_planner.engine.errors import CodesError, ColumnError
from family_hub_planner.engine.sources.deprivation import MEASURES, read_deprivation
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table

RANK, DECILE = "(where 1 is most deprived)", "(where 1 is most deprived 10% of LSOAs)"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"
IMD = "Index of Multiple Deprivation (IMD)"


def file_7(year):
    """Three fictional areas under the literal headings of File 7 of one edition."""
    codes, authorities = ("2011", "2019") if year == 2019 else ("2021", "2024")
    mid = "mid 2015 (excluding prisoners)" if year == 2019 else "mid 2022"
    return {
        f"LSOA code ({codes})": ["X1", "X2", "X3"],
        f"LSOA name ({codes})": ["A", "B", "C"],
        f"Local Authority District code ({authorities})": ["Y1", "Y1", "Y1"],
        f"{IMD} Score": ["40.5", "20", "1.25"],
        f"{IMD} Rank {RANK}": ["1,000", "15,000", "30,000"],
        f"{IMD} Decile {DECILE}": ["1", "5", "10"],
        "Income Score (rate)": ["0.9", "0.9", "0.9"],
        f"{IDACI} Score (rate)": ["0.5", "0.25", "0.01"],
        f"{IDACI} Rank {RANK}": ["900", "14000", "31000"],
        f"{IDACI} Decile {DECILE}": ["1", "5", "10"],
        "Income Deprivation Affecting Older People (IDAOPI) Score (rate)": ["0.8", "0.8", "0.8"],
        f"Dependent Children aged 0-15: {mid}": ["300", "200", "100"],
    }


def table(columns, name="the table"):
    return Table({heading: list(values) for heading, values in columns.items()}, name=name)


def raw(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("year", "census"), [(2019, 2011), (2025, 2021)])
def test_file_7_of_either_edition_is_recognised_whole(year, census):
    found = read_deprivation(table(file_7(year)))
    assert found.codes == ("X1", "X2", "X3")
    assert (found.census_year, found.edition) == (census, f"IoD{year}")
    assert found.imd_score.tolist() == [40.5, 20, 1.25]
    assert found.imd_rank.tolist() == [1000, 15000, 30000]
    assert found.imd_decile.tolist() == [1, 5, 10]
    assert found.idaci_score.tolist() == [0.5, 0.25, 0.01]
    assert found.idaci_rank.tolist() == [900, 14000, 31000]
    assert found.idaci_decile.tolist() == [1, 5, 10]


def test_headings_cut_off_by_a_format_are_still_recognised():
    whole = file_7(2025)
    cut = {heading[:81]: values for heading, values in whole.items()}
    assert f"{IDACI} Decile {DECILE}" not in cut
    assert read_deprivation(table(cut)).idaci_decile.tolist() == [1, 5, 10]


def test_file_3_with_its_marks_and_white_space_is_recognised_from_a_workbook(tmp_path):
    openpyxl = needed("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Notes on this file"])
    sheet = book.create_sheet("IoD2025 IDACI & IDAOPI")
    wanted = [h for h in file_7(2025) if "IMD" not in h and "Income Score" not in h]
    sheet.append(["\ufeff" + wanted[0], *(h.replace(" Rank", "  Rank\n") for h in wanted[1:])])
    for row in zip(*(file_7(2025)[h] for h in wanted)):
        sheet.append(row)
    book.save(tmp_path / "File_3_IoD2025.xlsx")
    found = read_deprivation(read_table(tmp_path / "File_3_IoD2025.xlsx"))
    assert found.idaci_rank.tolist() == [900, 14000, 31000]
    assert (found.census_year, found.edition) == (2021, "IoD2025")
    assert not found.has("imd_decile")
    assert found.provenance.publisher.startswith("Ministry of Housing")


def test_the_short_names_of_the_2019_spatial_file_are_recognised():
    found = read_deprivation(
        table(
            {
                "lsoa11cd": ["X1", "X2"],
                "IMDScore": ["40", "20"],
                "IMDRank": ["1", "2"],
                "IMDDec": ["1", "9"],
                "IncScore": ["0.9", "0.9"],
                "IDCScore": ["0.4", "0.3"],
                "IDCRank": ["5", "6"],
                "IDCDec": ["1", "2"],
            }
        )
    )
    assert [found.measure(m)[0] for m in MEASURES] == [40, 1, 1, 0.4, 5, 1]
    assert (found.census_year, found.edition) == (2011, "IoD2019")


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_the_2025_cut_gives_each_areas_figures_as_they_stand(shared_data, place):
    path = shared_data / place / "deprivation/imd2025_england_lsoa21.csv"
    found, rows = read_deprivation(read_table(path)), raw(path)
    assert found.codes == tuple(row["lsoa21_code"] for row in rows)
    assert found.imd_rank.tolist() == [float(row["IMD_rank"]) for row in rows]
    assert found.imd_decile.tolist() == [float(row["IMD_decile"]) for row in rows]
    assert found.imd_score.tolist() == [float(row["IMD_score"]) for row in rows]
    assert not found.has("idaci_score")
    assert (found.census_year, found.edition) == (2021, "IoD2025")


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_the_2019_cut_gives_imd_and_idaci_as_scores(shared_data, place):
    path = shared_data / place / "deprivation/imd2019_scores_with_IDACI.csv"
    found, rows = read_deprivation(read_table(path)), raw(path)
    assert found.idaci_score.tolist() == [float(row["IDACI"]) for row in rows]
    assert found.imd_score.tolist() == [float(row["IMD"]) for row in rows]
    assert (found.census_year, found.edition) == (2011, "IoD2019")


@pytest.mark.parametrize("place", ["rutland", "leicester"])
@pytest.mark.parametrize(
    "name",
    ["File_1_-_IMD2019_Index_of_Multiple_Deprivation", "File_2_-_IoD2019_Domains_of_Deprivation"],
)
def test_files_1_and_2_of_2019_give_rank_and_decile(shared_data, place, name):
    path = shared_data / place / "deprivation" / f"{name}.csv"
    found, rows = read_deprivation(read_table(path)), raw(path)
    rank = next(h for h in rows[0] if h.startswith(f"{IMD} Rank"))
    decile = next(h for h in rows[0] if h.startswith(f"{IMD} Decile"))
    assert found.imd_rank.tolist() == [float(row[rank].replace(",", "")) for row in rows]
    assert found.imd_decile.tolist() == [float(row[decile]) for row in rows]
    assert (found.census_year, found.edition) == (2011, "IoD2019")


def test_leicesters_workbook_gives_idaci_2025(shared_data):
    needed("openpyxl")
    path = shared_data / "leicester/deprivation/deprivation-in-leicester-2025.xlsx"
    found = read_deprivation(read_table(path))
    first = found.codes.index("E01013606")  # read by eye in the workbook's first row of data
    assert [found.measure(m)[first] for m in MEASURES] == [17.68, 16660, 5, 0.323, 15586, 5]
    assert len(found.codes) == 200
    assert (found.census_year, found.edition) == (2021, "IoD2025")


@pytest.mark.parametrize(
    ("name", "areas", "measure"),
    [
        ("imd2025_england_lsoa21_all", 33755, "imd_rank"),
        ("imd2019_scores_with_IDACI_all_England", 32844, "idaci_score"),
        ("File_1_-_IMD2019_Index_of_Multiple_Deprivation", 32844, "imd_rank"),
        ("File_2_-_IoD2019_Domains_of_Deprivation", 32844, "imd_rank"),
    ],
)
def test_the_national_tables_are_complete(shared_data, name, areas, measure):
    found = read_deprivation(read_table(shared_data / "national" / f"{name}.csv.gz"))
    values = found.measure(measure)
    assert len(found.codes) == areas
    assert np.isfinite(values).all()
    if measure == "imd_rank":  # from 1 to n without a gap, but for a few published ties
        ranks = sorted(values.tolist())
        places = range(1, areas + 1)
        assert all(r in (place, before) for place, r, before in zip(places, ranks, [0, *ranks]))
        assert len(set(ranks)) > 0.999 * areas


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_a_table_of_indicators_is_not_taken_for_an_index(shared_data, place):
    path = shared_data / place / "deprivation/imd2019_england_lsoa11_indicators.csv"
    with pytest.raises(ColumnError, match="no deprivation column that is recognised"):
        read_deprivation(read_table(path))


def test_a_mapping_supplies_columns_of_any_table_and_goes_before_what_is_recognised():
    columns = {"Place": ["X1", "X2"], "Poverty": ["0.3", "0.1"], "IMD rank": ["1", "2"]}
    columns["Own order"] = ["7", "8"]
    mapping = {"code": "place", "idaci_score": "Poverty ", "imd_rank": "Own order"}
    found = read_deprivation(table(columns), mapping)
    assert found.codes == ("X1", "X2")
    assert found.idaci_score.tolist() == [0.3, 0.1]
    assert found.imd_rank.tolist() == [7, 8]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"idaci": "IDACI"}, "gives 'idaci', which means nothing here. Names to use: code, imd_sc"),
        ({"imd_rank": "Rang"}, "has no column 'Rang'"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(mapping, words):
    with pytest.raises(ColumnError, match=words):
        read_deprivation(table(file_7(2025)), mapping)


def test_a_bare_index_column_of_whole_numbers_is_not_taken_for_a_score():
    with pytest.raises(ColumnError, match="no deprivation column"):
        read_deprivation(table({"lsoa21cd": ["X1", "X2"], "IMD": ["3", "10"]}))


def changed(**replaced):
    columns = file_7(2025)
    for start, values in replaced.items():
        index, kind = start.split("_")
        long_name = {"imd": IMD, "idaci": IDACI}[index]
        heading = next(h for h in columns if h.lower().startswith(f"{long_name} {kind}".lower()))
        columns[heading] = values
    return table(columns)


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"idaci_score": ["50", "25", "1"]}, r"3 values|2 values.*percentage\? Then divide it"),
        ({"idaci_score": ["500", "25", "1"]}, r"first: 500 for X1\). It should be a rate from 0"),
        ({"idaci_score": ["0.5", "0.2", "-1"]}, r"first: -1 for X3"),
        ({"imd_score": ["-40", "-41", "-42"]}, "should be zero or more"),
        ({"imd_decile": ["0", "5", "10"]}, r"first: 0 for X1\).*1 \(most deprived\) to 10"),
        ({"imd_decile": ["1", "5", "11"]}, "first: 11 for X3"),
        ({"imd_decile": ["1", "5.5", "10"]}, r"first: 5\.5 for X2"),
        ({"idaci_rank": ["-1", "5", "10"]}, "first: -1 for X1"),
        ({"idaci_rank": ["31000", "14000", "900"]}, "idaci_score does not fall as idaci_rank"),
        ({"imd_decile": ["10", "5", "1"]}, "imd_score does not fall as imd_decile rises"),
        ({"imd_rank": ["one", "2", "3"]}, "row 1 of the data has 'one'"),
    ],
)
def test_values_that_cannot_be_right_are_refused_with_the_first_area(replaced, words):
    with pytest.raises(ColumnError, match=words):
        read_deprivation(changed(**replaced))


def test_rank_and_decile_that_run_against_each_other_are_refused_without_a_score():
    columns = {"lsoa21cd": ["X1", "X2"], "IMD_rank": ["1", "2"], "IMD_decile": ["2", "1"]}
    with pytest.raises(ColumnError, match="imd_decile does not rise as imd_rank rises"):
        read_deprivation(table(columns))


def test_deciles_whose_scores_overlap_are_refused():
    columns = {
        "lsoa21cd": ["X1", "X2", "X3", "X4"],
        "IMD_decile": ["1", "1", "2", "2"],
        "IMD_score": ["50", "30", "40", "20"],
    }
    with pytest.raises(ColumnError, match="imd_score does not fall as imd_decile rises, at 1 of 1"):
        read_deprivation(table(columns))


def test_ties_from_rounding_do_not_count_as_another_direction():
    found = read_deprivation(changed(idaci_score=["0.2", "0.2", "0.2"]))
    assert found.idaci_score.tolist() == [0.2, 0.2, 0.2]


def test_suppressed_scores_stay_missing_and_are_told():
    found = read_deprivation(changed(idaci_score=["0.5", "c", ".."]))
    assert np.isnan(found.idaci_score).tolist() == [False, True, True]
    assert any("2 of 3 values of" in note and "'c'" in note for note in found.notes)


def test_repeated_codes_are_refused():
    columns = file_7(2025)
    columns["LSOA code (2021)"] = ["X1", "X2", "X1"]
    with pytest.raises(CodesError, match=r"1 area code stands more than once \(first: X1\)"):
        read_deprivation(table(columns))


def test_rows_without_a_code_are_left_out_and_told():
    columns = file_7(2025)
    columns["LSOA code (2021)"] = ["X1", None, "X3"]
    found = read_deprivation(table(columns))
    assert found.codes == ("X1", "X3")
    assert found.idaci_rank.tolist() == [900, 31000]
    assert any("1 row without an area code" in note for note in found.notes)


def test_a_column_of_codes_that_is_empty_is_refused():
    with pytest.raises(CodesError, match="holds no area code"):
        read_deprivation(table({"lsoa21cd": [None], "IMD_rank": ["1"]}))


def test_two_columns_for_one_measure_must_be_chosen_by_the_user():
    columns = {"lsoa21cd": ["X1"], "IMD2019_rank": ["1"], "IMD2025_rank": ["2"]}
    with pytest.raises(ColumnError, match="several columns for imd_rank"):
        read_deprivation(table(columns))
    chosen = read_deprivation(table(columns), {"imd_rank": "IMD2025_rank"})
    assert chosen.imd_rank.tolist() == [2]


def test_codes_that_came_with_2021_are_not_taken_for_2011_by_an_edition_put_on_them():
    columns = {"Area code": ["E01034000", "E01000001"], "IMD 2019 decile": ["1", "2"]}
    found = read_deprivation(table(columns, name="ours.csv"))
    assert (found.edition, found.census_year) == ("IoD2019", 2021)


def test_of_two_editions_in_one_table_the_column_that_is_read_tells_its_own(tmp_path):
    file = tmp_path / "both.csv"
    file.write_text("lsoa21cd,IMD_2019_decile,IMD_2025_decile\nX1,3,4\n")
    found = read_deprivation(read_table(file), {"imd_decile": "IMD_2025_decile"})
    assert found.edition == "IoD2025"
    assert "English Indices of Deprivation; 2025; both.csv" in found.provenance.sentence()


def test_the_notes_name_what_was_recognised_and_what_is_absent():
    found = read_deprivation(table({"lsoa21cd": ["X1"], "IMD_decile": ["3"]}, name="own.csv"))
    assert found.notes[0] == ("own.csv: codes from 'lsoa21cd', imd_decile from 'IMD_decile'.")
    assert found.notes[1].startswith("own.csv has no imd_score, imd_rank, idaci_score")
