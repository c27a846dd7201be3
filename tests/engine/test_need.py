"""Need from published tables: joined to the child, weighed by a named formula, ranked in fifths."""

import csv
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from needed_package import needed

from family_hub_planner.engine.errors import CancelledError, CodesError, InputError
from family_hub_planner.engine.need import build_need
from family_hub_planner.engine.need_ages import parse_ages
from family_hub_planner.engine.need_quintiles import equal_count_quintiles
from family_hub_planner.engine.need_weightings import WEIGHTINGS
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.provenance import checksum
from family_hub_planner.engine.sources.area_codes import census_year_of_codes
from family_hub_planner.engine.sources.deprivation import Deprivation, read_deprivation
from family_hub_planner.engine.sources.population import Population, read_population
from family_hub_planner.engine.sources.published import read_table

CONTRACT = [
    "area_code",
    "area_name",
    "authority",
    "locality",
    "children_0_2",
    "children_3_4",
    "children_5_17",
    "young_18_25",
    "children",
    "idaci_score",
    "idaci_rank",
    "idaci_decile",
    "imd_decile",
    "local_quintile",
    "need",
]
NAN = float("nan")


def population(counts, codes=None, year=None, ages=((0, 2), (3, 4), (5, 17), (18, 25))):
    counts = np.array(counts, dtype=float).reshape(len(counts), -1)
    codes = codes or [f"X{i + 1}" for i in range(len(counts))]
    return Population(tuple(codes), year, tuple(ages[: counts.shape[1]]), counts)


def deprivation(codes, year=None, **measures):
    blank = np.full(len(codes), NAN)
    names = ("imd_score", "imd_rank", "imd_decile", "idaci_score", "idaci_rank", "idaci_decile")
    arrays = {name: np.array(measures.get(name, blank), dtype=float) for name in names}
    return Deprivation(tuple(codes), year, **arrays)


def need_of(codes, deprived, people, **options):
    blank = [""] * len(codes)
    return build_need(codes, codes, blank, blank, deprived, people, **options)


THREE = ["X1", "X2", "X3"]
PEOPLE = population([[10, 5, 40, 20], [0, 0, 1, 0], [6, 4, 9, 300]])
DEPRIVED = deprivation(
    THREE,
    idaci_score=[0.1, 0.5, 0.25],
    idaci_rank=[20000, 10, 9000],
    idaci_decile=[7, 1, 3],
    imd_decile=[8, 1, 2],
)


def test_three_areas_by_hand_in_the_contracts_columns():
    result = build_need(
        ["X3", "X1", "X2"], ["C", "A", "B"], ["Y", "Y", "Z"], ["n", "s", ""], DEPRIVED, PEOPLE,
        (0, 4), "income_deprived_children",
    )  # fmt: skip
    assert list(result.table.columns) == CONTRACT
    assert list(result.table.rows()) == [
        ("X3", "C", "Y", "n", 6, 4, 9, 300, 10, 0.25, 9000, 3, 2, 2, 2.5),
        ("X1", "A", "Y", "s", 10, 5, 40, 20, 15, 0.1, 20000, 7, 8, 4, 1.5),
        ("X2", "B", "Z", "", 0, 0, 1, 0, 0, 0.5, 10, 1, 1, 1, 0.0),
    ]
    assert isinstance(result.table.columns["idaci_rank"][0], int)


def test_need_by_children_is_the_children():
    result = need_of(THREE, None, PEOPLE, ages=(0, 17))
    assert result.table.columns["children"] == [55, 1, 19]
    assert result.table.columns["need"] == [55, 1, 19]


def test_the_young_people_of_18_to_25_never_enter_the_children():
    assert need_of(THREE, None, PEOPLE, ages=(0, 17)).table.columns["young_18_25"] == [20, 0, 300]


def test_without_deprivation_its_columns_are_empty_and_it_is_said():
    result = need_of(THREE, None, PEOPLE)
    for name in ("idaci_score", "idaci_rank", "idaci_decile", "imd_decile", "local_quintile"):
        assert result.table.columns[name] == [None, None, None]
    assert any("No deprivation table was given" in note for note in result.notes)


def test_bands_of_the_national_return_that_the_table_lacks_are_empty_and_named():
    people = population([[3, 4], [5, 6]], ages=((0, 4), (5, 17)))
    result = need_of(["X1", "X2"], None, people, estimate_ages=False)
    assert result.table.columns["children_0_2"] == [None, None]
    assert result.table.columns["children_5_17"] == [4, 6]
    told = [note for note in result.notes if note.startswith("children_0_2, children_3_4, young")]
    assert len(told) == 1
    assert "it holds 0-4, 5-17" in told[0]


def test_ages_that_the_bands_cannot_make_up_are_refused_with_the_bands_there_are():
    with pytest.raises(InputError, match=r"cannot give ages 0-11: it holds 0-2, 3-4, 5-17, 18-25"):
        need_of(THREE, None, PEOPLE, ages=(0, 11), estimate_ages=False)


def test_an_income_weighting_says_that_it_is_an_estimate_for_other_ages():
    notes = need_of(THREE, DEPRIVED, PEOPLE, weighting="income_deprived_children").notes
    assert any("IDACI score covers ages 0-15 and is applied here to ages 0-4" in n for n in notes)
    assert any("need = IDACI score × children" in note for note in notes)
    assert "estimate" in WEIGHTINGS["income_deprived_children"].label


@pytest.mark.parametrize(
    ("deprived", "words"),
    [(None, "no deprivation table has none"), (deprivation(THREE, imd_rank=[1, 2, 3]), "has none")],
)
def test_an_income_weighting_without_idaci_scores_is_refused(deprived, words):
    with pytest.raises(InputError, match=f"needs the IDACI score of each area.*{words}"):
        need_of(THREE, deprived, PEOPLE, weighting="income_deprived_children")


def test_a_weighting_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(InputError, match="Use children, income_deprived_children"):
        need_of(THREE, DEPRIVED, PEOPLE, weighting="poverty")


def test_suppressed_counts_and_scores_stay_empty_and_are_counted():
    people = population([[NAN, 1], [2, 2], [3, 3]], ages=((0, 2), (3, 4)))
    deprived = deprivation(THREE, idaci_score=[0.5, NAN, 0.25])
    result = need_of(THREE, deprived, people, weighting="income_deprived_children")
    assert result.table.columns["children"] == [None, 4, 6]
    assert result.table.columns["children_3_4"] == [1, 2, 3]
    assert result.table.columns["need"] == [None, None, 1.5]
    assert result.table.columns["local_quintile"] == [1, None, 3]
    said = [said for said in result.warnings if "NOT KNOWN" in said]
    assert "children (ages 0-4), children_0_2 in 1 of 3 areas (X1)" in said[0]
    assert "need in 2 of 3 areas (X1, X2)" in said[1]
    assert any("Need is empty for 1 area without IDACI score" in note for note in result.notes)


@pytest.mark.parametrize(
    ("measures", "label", "expected"),
    [
        ({"idaci_score": [0.1, 0.9], "imd_rank": [1, 2]}, "IDACI score", [3, 1]),
        ({"idaci_rank": [5, 2], "imd_score": [9, 1]}, "IDACI rank", [3, 1]),
        ({"imd_score": [9, 1]}, "IMD score", [1, 3]),
        ({"imd_rank": [9, 1]}, "IMD rank", [3, 1]),
        ({"imd_decile": [9, 1]}, "not deciles alone", [None, None]),
    ],
)
def test_local_quintiles_rank_by_the_best_measure_there_is(measures, label, expected):
    people = population([[1, 1], [1, 1]])
    result = need_of(["X1", "X2"], deprivation(["X1", "X2"], **measures), people)
    assert result.table.columns["local_quintile"] == expected
    assert any(label in note for note in result.notes)


def test_ten_areas_give_two_to_each_quintile_with_ties_by_code():
    codes = [f"X{i}" for i in (3, 1, 2, 0, 4, 5, 6, 7, 8, 9)]
    scores = np.array([5, 5, 5, 5, 4, 3, 2, 1, 0, -1.0])
    quintiles = dict(zip(codes, equal_count_quintiles(codes, scores).tolist()))
    assert [quintiles[f"X{i}"] for i in range(10)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@given(st.lists(st.one_of(st.just(NAN), st.integers(0, 9)), max_size=60), st.randoms())
@settings(deadline=None)
def test_quintiles_are_balanced_follow_deprivation_and_forget_the_order(values, random):
    scores = np.array(values, dtype=float)
    codes = [f"X{i:03}" for i in range(len(scores))]
    quintiles = equal_count_quintiles(codes, scores)
    known = np.isfinite(scores)
    assert np.array_equal(np.isfinite(quintiles), known)
    sizes = [int((quintiles == q).sum()) for q in range(1, 6)]
    assert max(sizes) - min(sizes) <= 1
    for q in range(1, 5):
        if (quintiles == q).any() and (quintiles > q).any():
            assert scores[quintiles == q].min() >= scores[quintiles > q].max()
    order = list(range(len(codes)))
    random.shuffle(order)
    shuffled = equal_count_quintiles([codes[i] for i in order], scores[order])
    assert np.array_equal(shuffled, quintiles[order], equal_nan=True)


@given(st.data())
@settings(deadline=None)
def test_totals_are_preserved_to_the_child_whatever_the_order_and_the_surplus(data):
    counts = data.draw(st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=1))
    codes = [f"X{i}" for i in range(len(counts))]
    chosen = data.draw(st.permutations(codes))[: data.draw(st.integers(1, len(codes)))]
    columns = need_of(chosen, None, population(counts, codes), ages=(0, 17)).table.columns
    by_code = dict(zip(codes, counts))
    assert sum(columns["children"]) == sum(sum(by_code[code][:3]) for code in chosen)
    assert columns["need"] == columns["children"]
    parts = ("children_0_2", "children_3_4", "children_5_17")
    assert [sum(columns[part][i] for part in parts) for i in range(len(chosen))] == columns[
        "children"
    ]


def test_a_larger_table_is_fine_and_its_surplus_is_counted():
    notes = need_of(["X2"], None, PEOPLE).notes
    assert any("all 1 areas matched; its 2 other areas were left aside" in note for note in notes)


def test_areas_missing_from_a_table_are_counted_and_the_first_named():
    with pytest.raises(CodesError, match=r"2 of 3 areas have no row in .*\(first: X8\)"):
        need_of(["X1", "X8", "X9"], None, PEOPLE)


def test_no_match_at_all_points_to_the_kind_of_code():
    with pytest.raises(CodesError, match="No code matches: check that both columns"):
        need_of(["Z1", "Z2"], None, PEOPLE)


def test_headings_of_two_censuses_are_refused_even_where_every_code_matches():
    people = population([[1, 1], [2, 2]], year=2021)
    deprived = deprivation(["X1", "X2"], year=2011, idaci_score=[0.1, 0.2])
    with pytest.raises(CodesError, match=r"2 areas carry 2021 codes.*carries 2011 codes") as caught:
        need_of(["X1", "X2"], deprived, people, areas_census_year=2021)
    assert "each happens to stand there too" in str(caught.value)
    assert need_of(["X1", "X2"], None, people, areas_census_year=2021)


def test_a_code_newer_than_the_2011_census_gives_2021_codes_away():
    assert census_year_of_codes(["E01000001", "E01033768", "W01001958"]) is None
    assert census_year_of_codes(["E01000001", "E01033769"]) == 2021
    assert census_year_of_codes(["W01001959"]) == 2021
    assert census_year_of_codes(["X1", "", "E02999999", "E01ABCDEF"]) is None


@pytest.mark.parametrize(
    ("options", "codes", "words"),
    [
        ({}, [], "There are no areas"),
        ({}, ["X1", ""], "1 of 2 areas have no code"),
        ({}, ["X1", "X1"], r"The areas: 1 area code stands more than once \(first: X1\)"),
    ],
)
def test_areas_that_cannot_be_joined_are_refused(options, codes, words):
    with pytest.raises((InputError, CodesError), match=words):
        need_of(codes, None, PEOPLE, **options)


def test_names_of_another_length_are_refused():
    with pytest.raises(InputError, match="one for each area code"):
        build_need(["X1", "X2"], ["A"], ["", ""], ["", ""], None, PEOPLE)


@pytest.mark.parametrize(
    ("text", "ages"),
    [("0-4", (0, 4)), (" 0 - 19 ", (0, 19)), ("3", (3, 3)), ("16+", (16, 90)), ("85-95", (85, 90))],
)
def test_ages_are_read_in_full_years(text, ages):
    assert parse_ages(text) == ages


@pytest.mark.parametrize("text", ["", "ten", "4-0", "0-4-5", "-1", "0-999", "0,4"])
def test_ages_that_are_no_band_are_refused_with_an_example(text):
    with pytest.raises(InputError, match='Write it in full years, like "0-4"'):
        parse_ages(text)


def test_a_run_can_be_stopped():
    class Stopping(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        need_of(THREE, None, PEOPLE, progress=Stopping())


def rutland(shared_data, deprived, people):
    folder = shared_data / "rutland"
    return (
        read_deprivation(read_table(folder / "deprivation" / deprived)),
        read_population(read_table(folder / "population" / people)),
        folder,
    )


def raw(path, key):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


def test_rutlands_children_in_income_deprived_families_add_up_from_the_raw_files(shared_data):
    deprived, people, folder = rutland(
        shared_data, "imd2019_scores_with_IDACI.csv", "mid2020_single_year_of_age_lsoa11.csv"
    )
    ages = raw(folder / "population/mid2020_single_year_of_age_lsoa11.csv", "lsoa11_code")
    scores = raw(folder / "deprivation/imd2019_scores_with_IDACI.csv", "LSOA11CD")
    codes = sorted(ages)
    columns = need_of(
        codes, deprived, people, weighting="income_deprived_children", areas_census_year=2011
    ).table.columns
    children = [sum(float(ages[code][str(age)]) for age in range(5)) for code in codes]
    assert columns["children"] == children
    need = [float(scores[code]["IDACI"]) * count for code, count in zip(codes, children)]
    assert columns["need"] == pytest.approx(need, abs=1e-12)
    assert [columns["local_quintile"].count(q) for q in range(1, 6)] == [5, 5, 4, 5, 4]


def test_rutlands_2021_areas_refuse_the_2019_indices_and_say_what_is_lost(shared_data):
    deprived, people, _ = rutland(
        shared_data, "imd2019_scores_with_IDACI.csv", "census2021_age6_lsoa21.csv"
    )
    for year in (2021, None):  # by the field's heading, and by the codes alone
        with pytest.raises(CodesError) as caught:
            need_of(people.codes, deprived, people, ages=(0, 15), areas_census_year=year)
        text = str(caught.value)
        assert "The 26 areas carry 2021 codes" in text
        assert "carries 2011 codes" in text
        lost = sorted(set(people.codes) - set(deprived.codes), key=people.codes.index)
        assert f"codes match; {len(lost)} have no match there, first: {lost[0]})" in text
        assert "convert the codes with the ONS lookup" in text


def test_leicesters_need_joins_idaci_2025_to_the_census(shared_data):
    needed("openpyxl")
    folder = shared_data / "leicester"
    book = read_table(folder / "deprivation/deprivation-in-leicester-2025.xlsx")
    people = read_population(read_table(folder / "population/census2021_age6_lsoa21.csv"))
    result = need_of(
        people.codes,
        read_deprivation(book),
        people,
        ages=(0, 15),
        weighting="income_deprived_children",
    )
    columns = result.table.columns
    assert [columns["local_quintile"].count(q) for q in range(1, 6)] == [40] * 5
    row = columns["area_code"].index("E01013606")
    assert columns["need"][row] == pytest.approx(0.323 * columns["children"][row])


@pytest.mark.parametrize(
    ("deprived", "people", "ages", "weighting", "areas"),
    [
        ("imd2025_england_lsoa21_all", "census2021_age6_lsoa21_all", (0, 15), "children", 33755),
        (
            "imd2019_scores_with_IDACI_all_England",
            "mid2020_single_year_of_age_lsoa11_all",
            (0, 4),
            "income_deprived_children",
            32844,
        ),
    ],
)
def test_the_national_tables_read_and_join_in_under_five_seconds(
    shared_data, deprived, people, ages, weighting, areas
):
    folder = shared_data / "national"
    started = time.process_time()  # of this process: other work on the machine does not count
    indices = read_deprivation(read_table(folder / f"{deprived}.csv.gz"))
    counts = read_population(read_table(folder / f"{people}.csv.gz"))
    result = need_of(indices.codes, indices, counts, ages=ages, weighting=weighting)
    assert time.process_time() - started < 5
    assert len(result.table) == areas
    assert None not in result.table.columns["need"]


CREDIT = "Office for National Statistics"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sapelsoasyoa_mid2024.csv", f"{CREDIT}; Open Government Licence v3.0; sape"),
        ("sapelsoasyoa_not_fictional.csv", f"{CREDIT}; Open Government Licence v3.0; sape"),
        ("sapelsoasyoa_FICTIONAL_mid2024.csv", "Fictional, in the form of LSOA population"),
        ("FICTIONAL.csv", "Fictional, in the form of LSOA population"),
    ],
)
def test_made_up_tables_are_credited_to_nobody_and_real_ones_to_their_publisher(
    tmp_path, name, said
):
    ages = [f"{sex}{age}" for sex in "FM" for age in range(91)]
    path = tmp_path / name
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(
            [
                ["LAD 2023 Code", "LSOA 2021 Code", "LSOA 2021 Name", "Total", *ages],
                *[["L", code, "", len(ages), *[1] * len(ages)] for code in THREE],
            ]
        )
    result = need_of(THREE, None, read_population(read_table(path)))
    assert said in result.sources[0]
    assert result.fictional == ("FICTIONAL" in name)
    assert (CREDIT in result.sources[0]) == (not result.fictional)


def test_a_table_of_nobody_knows_whom_says_that_publisher_and_licence_are_not_stated(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("Area,0-2,3-4,5-17\nX1,1,2,3\nX2,1,2,3\nX3,1,2,3\n")
    people = read_population(read_table(path), {"code": "Area", "0-2": "0-2", "3-4": "3-4"})
    (said,) = need_of(THREE, None, people).sources
    start = checksum(path)[:12]
    assert said.endswith(f"ours.csv (sha256 {start}); publisher and licence not stated")


@pytest.mark.parametrize(
    ("weighting", "ages", "said"),
    [
        ("children", (0, 4), "children aged 0-4"),
        (
            "income_deprived_children", (0, 4),
            "children in income-deprived families (estimate): IDACI score × children aged 0-4; "
            "the score is of ages 0-15 and is applied here to ages 0-4",
        ),
    ],
)  # fmt: skip
def test_need_says_in_words_what_it_is(weighting, ages, said):
    assert need_of(THREE, DEPRIVED, PEOPLE, ages=ages, weighting=weighting).need_is == said


def test_at_the_scores_own_ages_nothing_is_said_to_be_applied_to_others():
    people = population([[9], [5], [7]], ages=((0, 15),))
    options = {"ages": (0, 15), "weighting": "income_deprived_children"}
    said = need_of(THREE, DEPRIVED, people, **options).need_is
    assert said.endswith("IDACI score × children aged 0-15")
