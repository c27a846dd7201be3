"""Need by each named weighting, worked by hand, and what it says of itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from needed_package import needed

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.estimates import read_estimates
from family_hub_planner.engine.need import build_need
from family_hub_planner.engine.need_deciles import OUR_DECILE_WEIGHTS, parse_decile_weights
from family_hub_planner.engine.need_editions import edition_in_name, not_a_trend
from family_hub_planner.engine.need_weighed import NeedExpression
from family_hub_planner.engine.need_weightings import WEIGHTINGS
from family_hub_planner.engine.provenance import Provenance
from family_hub_planner.engine.sources.deprivation import Deprivation, read_deprivation
from family_hub_planner.engine.sources.population import Population, read_population
from family_hub_planner.engine.sources.published import read_table

CODES = ("X1", "X2", "X3", "X4")
NAN = float("nan")
BANDS = ((0, 2), (3, 4), (5, 15), (16, 17))
PEOPLE = Population(
    CODES, None, BANDS,
    np.array([[6, 4, 30, 5], [10, 10, 20, 5], [1, 1, 1, 1], [0, 5, 0, 0]], dtype=float),
)  # fmt: skip


def deprived(edition="", **measures):
    blank = np.full(len(CODES), NAN)
    names = ("imd_score", "imd_rank", "imd_decile", "idaci_score", "idaci_rank", "idaci_decile")
    arrays = {name: np.array(measures.get(name, blank), dtype=float) for name in names}
    return Deprivation(CODES, None, **arrays, edition=edition)


BOTH = deprived(
    idaci_score=[0.1, 0.5, 0.3, 0.4], idaci_decile=[7, 1, 3, 2], imd_decile=[8, 2, 1, 2]
)


def need_of(weighting, table=BOTH, **options):
    blank = [""] * len(CODES)
    given = {"weighting": weighting, **options}
    return build_need(CODES, blank, blank, blank, table, PEOPLE, **given)


def test_decile_weights_multiply_the_children_of_each_decile():
    weights = "1=3; 2=2; 3=1.5; 4=1; 5=1; 6=1; 7=0.5; 8=0; 9=0; 10=0"
    result = need_of("decile_weights", decile_weights=weights)
    assert result.table.columns["need"] == [10 * 0.5, 20 * 3, 2 * 1.5, 5 * 2]
    assert result.need_is == (
        "weight of the IDACI decile × children aged 0-4; weights 1=3, 2=2, 3=1.5, 4=1, 5=1, 6=1, "
        "7=0.5, 8=0, 9=0, 10=0 (set for this run, no standard); an estimate, as the index is of "
        "ages 0-15 and is applied here to ages 0-4"
    )
    assert "need" in read_estimates(result.estimates)


def test_the_preset_of_decile_weights_is_called_ours_and_no_standard():
    result = need_of("decile_weights", ages=(0, 15))
    assert result.table.columns["need"] == pytest.approx([40 * 1.6, 40 * 2.8, 3 * 2.4, 5 * 2.6])
    assert result.need_is.endswith("9=1.2, 10=1 (our preset and no standard)")
    assert "estimate" not in result.need_is, "the index's own ages"


def test_weights_that_are_all_the_same_are_warned_of():
    even = "; ".join(f"{decile}=2" for decile in range(1, 11))
    result = need_of("decile_weights", decile_weights=even)
    assert any("same decile weight, 2" in said for said in result.warnings)
    assert need_of("decile_weights").warnings == ()


def test_without_idaci_deciles_those_of_the_imd_are_weighed_for_all_areas():
    imd = deprived(imd_decile=[8, 2, 1, NAN])
    result = need_of("decile_weights", imd, decile_weights=OUR_DECILE_WEIGHTS)
    assert result.table.columns["need"] == pytest.approx([14, 52, 5.6, None])
    assert "weight of the IMD decile" in result.need_is and "estimate" not in result.need_is
    assert "Need is empty for 1 area without IMD decile." in result.notes


def test_two_indices_are_never_mixed_in_one_weighting():
    some = deprived(idaci_decile=[7, NAN, 3, 2], imd_decile=[8, 2, 1, 2])
    assert need_of("decile_weights", some).table.columns["need"][1] is None


@pytest.mark.parametrize("weighting", ["decile_weights", "top_decile"])
@pytest.mark.parametrize("table", [None, deprived(imd_rank=[1, 2, 3, 4])])
def test_a_weighting_by_decile_without_deciles_is_refused(weighting, table):
    with pytest.raises(InputError, match=f"'{weighting}' needs the deprivation decile.*has none"):
        need_of(weighting, table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1=3; 2=2", "decile 3 has no weight"),
        (OUR_DECILE_WEIGHTS + "; 11=1", "'11' is no decile"),
        (OUR_DECILE_WEIGHTS.replace("4=2.2", "4=-1"), "weight of decile 4 is '-1'"),
        (OUR_DECILE_WEIGHTS.replace("4=2.2", "4=1,8"), "weight of decile 4 is '1,8'.*no comma"),
        (OUR_DECILE_WEIGHTS.replace("4=2.2", "4=inf"), "weight of decile 4 is 'inf'"),
        (OUR_DECILE_WEIGHTS.replace("4=2.2", "4=high"), "weight of decile 4 is 'high'"),
        ("; ".join(f"{d}=0" for d in range(1, 11)), "all are 0"),
        (OUR_DECILE_WEIGHTS + "; 1=2", "'1' twice"),
    ],
)
def test_decile_weights_that_cannot_be_used_are_refused_in_words(text, said):
    with pytest.raises(InputError, match=said):
        parse_decile_weights(text)


@given(st.lists(st.floats(0, 9), min_size=10, max_size=10).filter(any))
@settings(deadline=None)
def test_need_by_decile_adds_up_to_the_weighted_children(weights):
    text = "; ".join(f"{d}={w!r}" for d, w in enumerate(weights, 1))
    need = need_of("decile_weights", decile_weights=text).table.columns["need"]
    assert sum(need) == pytest.approx(
        10 * weights[6] + 20 * weights[0] + 2 * weights[2] + 5 * weights[1]
    )


def test_the_top_decile_counts_its_areas_and_nobody_else():
    result = need_of("top_decile")
    assert result.table.columns["need"] == [0, 20, 0, 0]
    assert result.need_is.startswith("children aged 0-4 in areas of IDACI decile 1 only; none")
    assert "an estimate, as the index is of ages 0-15" in result.need_is
    assert "1 of 4 areas are in IDACI decile 1 and count." in result.notes


def test_an_area_outside_the_top_decile_needs_nothing_even_where_its_count_is_held_back():
    held = Population(CODES, None, BANDS, PEOPLE.counts.copy())
    held.counts[0] = NAN
    blank = [""] * 4
    some = deprived(idaci_decile=[7, 1, NAN, 2])
    result = build_need(CODES, blank, blank, blank, some, held, weighting="top_decile")
    assert result.table.columns["need"] == [0, 20, None, 0]


def test_an_empty_top_decile_is_refused_with_the_most_deprived_there_is():
    rural = deprived(imd_decile=[8, 6, 9, 6])
    with pytest.raises(InputError, match=r"none of the 4 areas.*most deprived here are 2 in decil"):
        need_of("top_decile", rural)


def test_a_need_of_nothing_is_warned_of():
    nobody = Population(CODES, None, BANDS, np.zeros((4, 4)))
    blank = [""] * 4
    result = build_need(CODES, blank, blank, blank, BOTH, nobody)
    assert any("Need is zero in every area" in said for said in result.warnings)
    assert need_of("children").warnings == ()


def test_a_published_count_of_the_same_ages_takes_the_estimates_place():
    counts = {"income_deprived_children": [5.0, 25.0, 1.0, 0.0]}
    result = need_of("income_deprived_children", ages=(0, 15), groups=counts)
    assert result.table.columns["need"] == [5, 25, 1, 0]
    assert "estimate" not in result.need_is
    assert result.need_is.endswith("as counted in income_deprived_children")
    assert "need" not in read_estimates(result.estimates)
    assert not any("more children" in said for said in result.warnings)


FILE_8 = "Underlying indicators of the English Indices of Deprivation"


def published(counts=(5.0, 25.0, 1.0, 0.0), edition="2025", treatment="", **options):
    facts = Provenance(FILE_8, edition, treatment=treatment)
    given = {"groups": {"income_deprived_children": list(counts)}, "tables": [facts], **options}
    return need_of("income_deprived_children", ages=(0, 15), **given)


SCORES = {"idaci_score": [0.1, 0.5, 0.3, 0.4]}
ESTIMATED = [40 * 0.1, 40 * 0.5, 3 * 0.3, 5 * 0.4]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"edition": "2019"}, "of the indices of 2019, and the deprivation table of 2025"),
        ({"treatment": "converted from 2011 to 2021 areas with l"}, "converted from areas of anot"),
        ({"counts": (5.0, None, None, 0.0)}, r"held back in 2 of 4 areas (first: X2)"),
    ],
)
def test_an_older_converted_or_gappy_count_does_not_take_the_estimates_place(options, why):
    result = published(table=deprived("IoD2025", **SCORES), **options)
    assert result.table.columns["need"] == pytest.approx(ESTIMATED)
    assert "as counted" not in result.need_is and "(estimate)" in result.need_is
    assert any("was not used as need" in said and why in said for said in result.warnings)
    assert "need" in read_estimates(result.estimates)


@pytest.mark.parametrize(("index", "count"), [("IoD2025", "2025"), ("", "2019"), ("IoD2025", "")])
def test_a_whole_count_of_the_same_edition_or_of_one_not_known_is_used(index, count):
    result = published(table=deprived(index, **SCORES), edition=count)
    assert result.table.columns["need"] == [5, 25, 1, 0]
    assert "as counted" in result.need_is


def test_where_no_score_is_there_the_count_is_used_with_what_speaks_against_it():
    result = published(counts=(5.0, None, 1.0, 0.0), table=deprived(imd_decile=[1, 2, 3, 4]))
    assert result.table.columns["need"] == [5, None, 1, 0]
    assert any("though it is missing or held back in 1 of 4" in said for said in result.warnings)


def test_a_converted_count_without_a_score_is_called_the_estimate_that_it_is():
    how = {"income_deprived_children": "shared out from 2011 areas by area in 1 of 4 areas"}
    result = published(table=deprived(imd_decile=[1, 2, 3, 4]), estimated=how)
    assert "an estimate: counted and shared out from 2011" in result.need_is
    assert read_estimates(result.estimates)["need"] == how["income_deprived_children"]


def test_more_deprived_children_than_children_are_warned_of_with_the_first_area():
    result = published(counts=(5.0, 41.0, 1.0, 9.0), table=deprived("IoD2025", **SCORES))
    assert any(
        "In 2 areas more children are income-deprived than live there (first: X2, 41 of 40)" in said
        for said in result.warnings
    )


def test_a_published_count_is_not_used_for_other_ages_and_that_is_said():
    counts = {"income_deprived_children": [5.0, 25.0, None, 0.0]}
    result = need_of("income_deprived_children", groups=counts)
    assert result.table.columns["need"] == pytest.approx([1, 10, 0.6, 2])
    assert any("is of ages 0-15 and was not used for ages 0-4" in note for note in result.notes)
    assert "(estimate)" in result.need_is


def test_without_a_published_count_the_log_says_that_one_would_be_better():
    notes = need_of("income_deprived_children", ages=(0, 15)).notes
    assert any("A published count would be better" in note and "File 8" in note for note in notes)


@pytest.mark.parametrize(
    ("counts", "said"), [([None] * 4, "is empty for every area"), ([1.0, -1.0, 0, 0], "negative")]
)
def test_a_published_count_that_cannot_be_used_is_refused(counts, said):
    groups = {"income_deprived_children": counts}
    with pytest.raises(InputError, match=said):
        need_of("income_deprived_children", ages=(0, 15), groups=groups)


def expression(values, columns=("children",), text="mine"):
    return NeedExpression(text, columns, lambda _table: values)


def test_an_expressions_values_are_the_need_and_see_bands_and_groups():
    seen = {}

    def double(table):
        seen.update(table.columns)
        return [2 * children for children in table.columns["children"]]

    mine = NeedExpression('2 * "children"', ("children",), double)
    more = {"age_bands": ((0, 15),), "groups": {"lone_parents": [1.0, None, 3.0, 4.0]}}
    result = need_of("expression", expression=mine, **more)
    assert result.table.columns["need"] == [20, 40, 4, 10]
    assert seen["children_0_15"] == [40, 40, 3, 5]
    assert seen["lone_parents"] == [1, None, 3, 4]
    assert "need" not in seen and "lone_parents" not in result.table.columns
    assert result.need_is == 'an expression of one\'s own: 2 * "children"'


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (None, "gives no value for X2 .*idaci_score is empty there.*coalesce"),
        (-1, "gives -1 for X2.*0 or more"),
        (float("inf"), "gives inf for X2"),
        (NAN, "gives nan for X2"),
        ("high", "gives 'high' for X2, which is no number"),
    ],
)
def test_a_value_that_is_no_need_is_refused_with_its_area(bad, said):
    some = deprived(idaci_score=[0.1, NAN, 0.2, 0.3])
    mine = expression([1, bad, 1, bad], ("idaci_score",))
    with pytest.raises(InputError, match=said):
        need_of("expression", some, expression=mine)


def test_an_expression_over_idaci_or_estimated_columns_is_labelled_an_estimate():
    said = need_of("expression", expression=expression([1] * 4, ("idaci_score",))).need_is
    assert said.endswith("; an estimate from the IDACI, which is of ages 0-15")
    mine = expression([1] * 4, ("children_0_11",))
    said = need_of("expression", expression=mine, age_bands=((0, 11),)).need_is
    assert said.endswith("; an estimate from the estimated children_0_11")
    own = need_of("expression", expression=expression([1] * 4, ("idaci_score",)), ages=(0, 15))
    assert "estimate" not in own.need_is


def test_the_weighting_by_expression_without_one_is_refused():
    with pytest.raises(InputError, match="Write it in EXPRESSION"):
        need_of("expression")


def test_estimated_children_are_said_in_every_weighting():
    for weighting in ("children", "income_deprived_children", "decile_weights", "top_decile"):
        said = need_of(weighting, ages=(0, 11)).need_is
        assert "0-11 (estimate)" in said, weighting
        assert "shared evenly by years of age within 5-15" in said, weighting


def test_every_weighting_has_a_formula():
    assert all(one.formula.startswith("need = ") for one in WEIGHTINGS.values())


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("idaci_2019", "2019"), ("IMD2025Rank", "2025"), ("imd19_decile", "2019"),
        ("imd_decile", ""), ("low_income_2019", ""), ("IDC2019Score", "2019"),
        ("deprivation_2015", "2015"), ("idaci_decile_10", ""), ("lone_parents", ""),
    ],
)  # fmt: skip
def test_a_columns_name_may_tell_the_edition_of_an_index(name, year):
    assert edition_in_name(name) == year


def test_indices_of_two_editions_are_never_a_trend_and_the_layer_says_so():
    new = deprived("IoD2025", idaci_score=[0.1, 0.5, 0.3, 0.4])
    result = need_of("children", new, groups={"idaci_2019": [0.1, 0.2, 0.3, 0.4]})
    assert any("2019 (idaci_2019) and 2025" in w and "not a trend" in w for w in result.warnings)
    assert any("not a trend" in said for said in result.sources), "the pages print the sources"
    alone = need_of("children", new, groups={"idaci_2025": [0.1, 0.2, 0.3, 0.4]})
    assert alone.warnings == ()


def test_a_population_table_from_another_edition_is_told_too():
    other = [Provenance("English Indices of Deprivation", "2019", file_name="File_7.csv")]
    assert "2019 (File_7.csv) and 2025 (new.csv)" in not_a_trend("IoD2025", "new.csv", (), other)
    assert not_a_trend("IoD2019", "old.csv", (), other) == ""


def test_an_index_of_no_stated_edition_beside_a_known_one_is_no_trend_either():
    result = need_of(
        "children", deprived(imd_decile=[1, 2, 3, 4]), groups={"idaci_2019": [0.1] * 4}
    )
    (said,) = result.warnings
    assert "in the deprivation table is not stated, and idaci_2019 is of 2019" in said
    assert not_a_trend("", "", ("idaci_2019",), ()) == "", "no index is there beside it"


def test_leicesters_deciles_of_2025_from_its_workbook_weigh_by_hand(shared_data):
    needed("openpyxl")
    folder = shared_data / "leicester"
    book = read_deprivation(read_table(folder / "deprivation/deprivation-in-leicester-2025.xlsx"))
    people = read_population(read_table(folder / "population/census2021_age6_lsoa21.csv"))
    blank = [""] * len(people.codes)
    for weighting in ("decile_weights", "top_decile"):
        result = build_need(people.codes, blank, blank, blank, book, people, (0, 15), weighting)
        columns = result.table.columns
        index = "idaci_decile" if any(columns["idaci_decile"]) else "imd_decile"
        for decile, children, need in zip(columns[index], columns["children"], columns["need"]):
            factor = 3 - decile / 5 if weighting == "decile_weights" else decile == 1
            assert need == pytest.approx(factor * children)


def test_rutland_has_no_most_deprived_tenth_and_says_so(shared_data):
    folder = shared_data / "rutland"
    indices = read_deprivation(read_table(folder / "deprivation/imd2025_england_lsoa21.csv"))
    people = read_population(read_table(folder / "population/census2021_age6_lsoa21.csv"))
    blank = [""] * len(people.codes)
    with pytest.raises(InputError, match="none of the 26 areas is in it"):
        build_need(people.codes, blank, blank, blank, indices, people, (0, 15), "top_decile")
