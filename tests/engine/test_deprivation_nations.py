"""Welsh and Scottish indices, indices of one's own with a direction, and nations never pooled."""

import zipfile

import numpy as np
import pytest
from needed_package import needed

from family_hub_planner.engine.errors import (
    CodesError,
    ColumnError,
    FileUnreadableError,
    InputError,
)
from family_hub_planner.engine.sources.deprivation import read_deprivation
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.sources.recognition import recognise
from family_hub_planner.engine.tables import Table

WALES = {
    "LSOA code": ["W01000001", "W01000002"],
    "LSOA name (Eng)": ["A", "B"],
    "Local Authority name (Eng)": ["Isle", "Isle"],
    "WIMD 2019 overall rank": ["885", "1500"],
    "WIMD 2019 overall decile": ["5", "8"],
    "WIMD 2019 overall quintile": ["3", "4"],
}
SCOTLAND = {
    "Data_Zone": ["S01006506", "S01006507"],
    "Intermediate_Zone": ["Culter", "Culter"],
    "Total_population": ["894", "793"],
    "SIMD2020v2_Rank": ["4691", "4862"],
    "SIMD_2020v2_Percentile": ["68", "70"],
    "SIMD2020v2_Decile": ["7", "7"],
    "SIMD2020v2_Income_Domain_Rank": ["1", "2"],
}


def test_the_welsh_index_is_recognised_by_its_headings():
    found = read_deprivation(Table(WALES, name="wimd.xlsx"))
    assert found.imd_rank.tolist() == [885, 1500]
    assert found.imd_decile.tolist() == [5, 8]
    assert (found.edition, found.census_year, found.nation) == ("WIMD2019", 2011, "Wales")
    assert found.index == "WIMD"
    facts = recognise(WALES, "wimd.xlsx")
    assert facts.dataset == "Welsh Index of Multiple Deprivation"
    assert (facts.vintage, facts.publisher) == ("2019", "Welsh Government")


def write_ods(path, title, rows):
    """Write the least of an OpenDocument workbook: one sheet of text."""

    def cell(text):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, r))}</table:table-row>" for r in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names} office:version="1.2">'
            f'<office:body><office:spreadsheet><table:table table:name="{title}">{body}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_the_welsh_workbook_is_read_as_opendocument_with_its_title_above(tmp_path):
    needed("osgeo")
    title = ["WIMD 2019: LSOA overall rank, decile, quintile and quartile"]
    rows = [title, list(WALES), *zip(*WALES.values())]
    path = write_ods(tmp_path / "wimd.ods", "Deciles_quintiles_quartiles", rows)
    found = read_deprivation(path)
    assert found.codes == ("W01000001", "W01000002")
    assert found.imd_decile.tolist() == [5, 8]
    assert found.provenance.file_name == "wimd.ods"


def test_a_damaged_opendocument_workbook_is_refused_in_words(tmp_path):
    needed("osgeo")
    path = tmp_path / "wimd.ods"
    path.write_bytes(b"no zip")
    with pytest.raises(FileUnreadableError, match="as an OpenDocument workbook"):
        read_table(path)


def test_the_welsh_sheet_of_ranks_is_recognised_by_the_year_alone():
    columns = {"LSOA code": ["W01000001"], "WIMD 2019": ["12"], "Income": ["7"]}
    assert read_deprivation(Table(columns)).imd_rank.tolist() == [12]


@pytest.mark.parametrize("code", ["Data_Zone", "DZ", "DataZone"])
def test_the_scottish_index_is_recognised_by_its_headings(code):
    columns = {code if h == "Data_Zone" else h: values for h, values in SCOTLAND.items()}
    found = read_deprivation(Table(columns, name="simd.csv"))
    assert found.imd_rank.tolist() == [4691, 4862]
    assert found.imd_decile.tolist() == [7, 7]
    assert (found.edition, found.census_year, found.nation) == ("SIMD2020", 2011, "Scotland")
    assert found.index == "SIMD"
    assert recognise(columns, "simd.csv").publisher == "Scottish Government"


def test_areas_of_two_nations_in_one_table_are_refused():
    columns = {"LSOA code": ["E01000001", "W01000001"], "IMD_decile": ["1", "2"]}
    with pytest.raises(CodesError, match=r"England and Wales stands together.*never pooled"):
        read_deprivation(Table(columns))


def own(heading, values):
    return Table({"area code": ["X1", "X2", "X3"], heading: values}, name="own.csv")


@pytest.mark.parametrize("heading", ["Decile", "Deprivation rank", "Score", "Townsend score"])
def test_the_direction_of_an_index_of_ones_own_is_asked_for_when_nothing_says_it(heading):
    with pytest.raises(ColumnError, match=f"which end of '{heading}' is the most deprived. Give"):
        read_deprivation(own(heading, ["1", "2", "3"]))


@pytest.mark.parametrize(
    ("heading", "direction", "deciles"),
    [
        ("Decile", "1 is most", [1, 5, 10]),
        ("Decile", "high is most", [10, 6, 1]),
        ("Decile (1 = most deprived)", None, [1, 5, 10]),
        ("Deprivation decile (where 1 is the most deprived)", None, [1, 5, 10]),
        ("Decile (10 is most deprived)", None, [10, 6, 1]),
        ("Decile (1 is least deprived)", None, [10, 6, 1]),
    ],
)
def test_a_decile_is_turned_so_that_1_is_the_most_deprived(heading, direction, deciles):
    found = read_deprivation(own(heading, ["1", "5", "10"]), direction=direction)
    assert found.imd_decile.tolist() == deciles
    assert found.edition == ""
    assert any("an index of its own" in note for note in found.notes)


def test_a_rank_that_runs_the_other_way_is_counted_from_its_own_highest():
    found = read_deprivation(own("rank", ["1", "7", "10"]), direction="high is most")
    assert found.imd_rank.tolist() == [10, 4, 1]


def test_a_score_stands_as_it_is_or_ranks_the_areas_where_low_is_most():
    high = read_deprivation(own("score", ["0.5", "2.5", "-"]), direction="high is most")
    assert high.imd_score[:2].tolist() == [0.5, 2.5]
    low = read_deprivation(own("score", ["0.5", "2.5", "0.5"]), direction="1 is most")
    assert not low.has("imd_score")
    assert low.imd_rank.tolist() == [1, 3, 1]


def test_a_mapped_column_of_another_index_asks_for_its_direction_too():
    columns = Table({"Place": ["X1", "X2"], "Hardship": ["2", "9"]}, name="own.csv")
    mapping = {"code": "Place", "decile": "Hardship"}
    with pytest.raises(ColumnError, match="which end of 'Hardship'"):
        read_deprivation(columns, mapping)
    found = read_deprivation(columns, mapping, direction="high is most")
    assert found.imd_decile.tolist() == [9, 2]


def test_a_published_index_needs_no_direction_and_is_not_turned():
    found = read_deprivation(Table(WALES), direction="high is most")
    assert found.imd_decile.tolist() == [5, 8]


def test_a_direction_in_other_words_and_two_columns_that_would_do_are_refused():
    with pytest.raises(InputError, match='"1 is most" where 1 is the most deprived'):
        read_deprivation(own("rank", ["1", "2", "3"]), direction="up")
    columns = {"area code": ["X1"], "Rank": ["1"], "National rank": ["2"]}
    with pytest.raises(ColumnError, match=r"several columns for a rank \(Rank, National rank\)"):
        read_deprivation(Table(columns))


def test_missing_values_of_a_turned_decile_stay_missing():
    found = read_deprivation(own("Decile", ["1", "..", "10"]), direction="high is most")
    assert np.isnan(found.imd_decile).tolist() == [False, True, False]
