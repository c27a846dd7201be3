"""Ages of need: exact where the table's bands make them up, else shared by years and called so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.estimates import read_estimates, say_estimates
from family_hub_planner.engine.need import build_need
from family_hub_planner.engine.need_ages import (
    RETURN_BANDS,
    SEND_COLUMN,
    band_column,
    missing_send,
    parse_age_bands,
)
from family_hub_planner.engine.sources.age_shares import count_or_share
from family_hub_planner.engine.sources.population import (
    Population,
    count_for_ages,
    read_population,
)
from family_hub_planner.engine.sources.published import read_table

CENSUS = ((0, 15), (16, 24), (25, 34), (35, 49), (50, 64), (65, None))
NAN = float("nan")


def pairwise(edges):
    return zip(edges, edges[1:])


def people(bands, *rows):
    codes = tuple(f"X{i + 1}" for i in range(len(rows)))
    return Population(codes, None, tuple(bands), np.array(rows, dtype=float))


def need_of(population, **options):
    blank = [""] * len(population.codes)
    return build_need(population.codes, blank, blank, blank, None, population, **options)


def shared(population, low, high):
    count = count_or_share(population, low, high)
    return None if count is None else (count.counts.tolist(), count.shared)


def test_ages_within_a_wider_band_are_shared_by_their_years():
    census = people(CENSUS, [320, 90, 100, 0, 0, 50], [16, 0, 0, 0, 0, 0])
    assert shared(census, 0, 4) == ([100, 5], ((0, 15),))
    assert shared(census, 3, 4) == ([40, 2], ((0, 15),))
    assert shared(census, 5, 17) == ([220 + 20, 11], ((0, 15), (16, 24)))
    assert shared(census, 18, 25) == ([70 + 10, 0], ((16, 24), (25, 34)))


def test_what_the_bands_make_up_exactly_is_no_estimate():
    census = people(CENSUS, [320, 90, 100, 0, 0, 50])
    assert shared(census, 0, 15) == ([320], ())
    assert shared(census, 0, 24) == ([410], ())
    assert shared(census, 50, 90) == ([50], ())


def test_of_overlapping_bands_those_with_the_fewest_estimated_years_are_shared():
    both = people(((0, 15), (0, 4), (5, 9), (10, 14)), [999, 10, 20, 30])
    assert shared(both, 0, 11) == ([10 + 20 + 12], ((10, 14),))
    assert shared(both, 0, 2) == ([6], ((0, 4),)), "the narrower of two that both hold the ages"
    beside = people(((0, 12), (0, 9)), [130, 50])
    assert shared(beside, 0, 11) == ([50 + 20], ((0, 12),)), "two years estimated, not twelve"


def test_a_gap_between_bands_that_overlap_is_filled_from_the_next():
    odd = people(((0, 15), (10, 19)), [160, 100])
    assert shared(odd, 0, 18) == ([160 + 30], ((10, 19),))


def test_the_open_oldest_band_is_used_whole_or_not_at_all():
    census = people(CENSUS, [320, 90, 100, 0, 30, 50])
    assert shared(census, 60, 90) == ([10 + 50], ((50, 64),))
    assert shared(census, 70, 90) is None
    assert shared(census, 60, 70) is None
    with pytest.raises(InputError, match=r"cannot give ages 60-70.*65\+ has no upper end"):
        need_of(census, age_bands=((60, 70),))


def test_a_held_back_band_leaves_its_shares_missing():
    counts, _ = shared(people(CENSUS, [NAN, 1, 1, 1, 1, 1], [16, 0, 0, 0, 0, 0]), 0, 4)
    assert np.isnan(counts[0]) and counts[1] == 5


@given(st.data())
@settings(deadline=None)
def test_disjoint_estimates_add_up_to_the_wider_bands(data):
    edges = sorted(data.draw(st.sets(st.integers(1, 40), min_size=1, max_size=6)))
    bands = [(a, b - 1) for a, b in pairwise([0, *edges])]
    counts = data.draw(st.lists(st.integers(0, 5000), min_size=len(bands), max_size=len(bands)))
    table = people(bands, counts)
    cuts = sorted(data.draw(st.sets(st.integers(1, edges[-1]), max_size=8)) | {edges[-1]})
    parts = [count_or_share(table, a, b - 1) for a, b in pairwise([0, *cuts])]
    assert sum(float(part.counts[0]) for part in parts) == pytest.approx(sum(counts))
    for part, (a, b) in zip(parts, pairwise([0, *cuts])):
        exact = count_for_ages(table, a, b - 1)
        assert (exact is not None) == (part.shared == ())
        assert 0 <= part.counts[0] <= sum(counts) + 1e-9


@given(st.data())
@settings(deadline=None)
def test_an_estimate_is_the_sum_over_years_of_the_bands_evenly_spread(data):
    width = data.draw(st.integers(1, 12))
    bands = [(start, start + width - 1) for start in range(0, 48, width)]
    counts = [data.draw(st.integers(0, 999)) for _ in bands]
    low = data.draw(st.integers(0, 47))
    high = data.draw(st.integers(low, 47))
    by_year = [counts[age // width] / width for age in range(48)]  # brute force
    found = count_or_share(people(bands, counts), low, high)
    assert found.counts[0] == pytest.approx(sum(by_year[low : high + 1]))


def test_bands_of_ones_own_get_a_column_each_with_names_that_stay():
    table = people([(a, a) for a in range(30)], list(range(30)))
    result = need_of(table, age_bands=parse_age_bands("0-11; 0-19, 20-24, 7, 0-2, 0-11"))
    columns = result.table.columns
    assert list(columns)[15:] == ["children_0_11", "children_0_19", "aged_20_24", "children_7"]
    assert columns["children_0_11"] == [66]
    assert columns["aged_20_24"] == [110]
    assert result.estimates == ""


@pytest.mark.parametrize(
    ("ages", "name"),
    [
        ((0, 2), "children_0_2"), ((18, 25), "young_18_25"), ((0, 19), "children_0_19"),
        ((0, 20), "aged_0_20"), ((7, 7), "children_7"), ((65, 90), "aged_65_over"),
        ((20, 20), "aged_20"),
    ],
)  # fmt: skip
def test_a_bands_column_is_named_by_its_ages(ages, name):
    assert band_column(ages) == name


def test_estimates_are_named_in_the_layer_in_the_ages_and_loudly():
    result = need_of(people(CENSUS, [320, 90, 100, 0, 0, 50]), age_bands=((0, 11), (0, 15)))
    by_15 = "shared evenly by years of age within 0-15"
    assert read_estimates(result.estimates) == {
        "children_0_2": by_15, "children_3_4": by_15, "children_0_11": by_15, "children": by_15,
        "children_5_17": f"{by_15} and 16-24", "need": by_15,
        "young_18_25": "shared evenly by years of age within 16-24 and 25-34",
    }  # fmt: skip
    assert result.ages == "0-4 (estimate)"
    assert result.need_is == f"children aged 0-4 (estimate); {by_15}"
    assert any("ESTIMATES, not counts: children_0_2" in said for said in result.warnings)
    assert result.table.columns["children_0_15"] == [320], "exact beside estimates"


def test_exact_ages_are_called_no_estimate_beside_estimated_bands():
    result = need_of(people(CENSUS, [320, 90, 100, 0, 0, 50]), ages=(0, 15))
    assert (result.ages, result.need_is) == ("0-15", "children aged 0-15")
    assert not {"children", "need"} & set(read_estimates(result.estimates))


def test_what_is_said_of_estimates_is_read_back():
    how = {"a": "shared", "b": "score × children (ages 0-15)", "c": "shared"}
    assert read_estimates(say_estimates(how)) == how
    assert say_estimates({}) == "" and read_estimates("") == {}


def test_without_estimates_ages_are_refused_and_the_return_stays_empty():
    census = people(CENSUS, [320, 90, 100, 0, 0, 50])
    with pytest.raises(InputError, match=r"ages 0-4: it holds 0-15, .*ESTIMATE_AGES"):
        need_of(census, estimate_ages=False)
    result = need_of(census, ages=(0, 15), estimate_ages=False)
    assert result.table.columns["children_5_17"] == [None]
    assert result.estimates == "" and result.warnings == ()
    with pytest.raises(InputError, match=r"cannot give ages 0-2"):
        need_of(census, ages=(0, 15), age_bands=((0, 2),), estimate_ages=False)


def test_ages_that_no_band_holds_are_refused_even_as_an_estimate():
    with pytest.raises(InputError, match=r"cannot give ages 0-4: it holds 5-9\. Choose"):
        need_of(people(((5, 9),), [1]))


def test_the_headline_is_nought_to_four_with_nought_to_two_beside_it():
    one = need_of(people(((0, 2), (3, 4), (5, 17)), [1000, 500, 9], [200, 34, 9]), ages=(0, 17))
    assert "Headline: 1,734 children aged 0-4, of them 1,200 aged 0-2." in one.notes
    two = need_of(people(((0, 4), (5, 17)), [10, 5]))
    assert any("10 children aged 0-4, of them 6 aged 0-2 (estimate)" in n for n in two.notes)


@pytest.mark.parametrize("ages", [(0, 20), (0, 24), (0, 26), (16, 90), (20, 25), (19, 25)])
def test_ages_beyond_nineteen_are_refused_but_for_those_with_send(ages):
    table = people([(a, a) for a in range(30)], [1] * 30)
    with pytest.raises(InputError, match=r"go beyond 19.*send_18_25"):
        need_of(table, ages=ages, groups={"send_18_25": [3.0]})


def test_ages_to_25_need_the_count_with_send():
    table = people([(a, a) for a in range(30)], [1] * 30)
    with pytest.raises(InputError, match=r"Ages 0-25 need a count.*send_18_25.*GROUPS"):
        need_of(table, ages=(0, 25))


def test_ages_to_25_are_children_to_17_and_the_send_count_alone():
    table = people([(a, a) for a in range(30)], [10] * 30, [1] * 30, [2] * 30)
    result = need_of(table, ages=(0, 25), groups={"send_18_25": [7.0, 0.0, None]})
    assert result.table.columns["children"] == [187, 18, None]
    assert result.table.columns["young_18_25"] == [80, 8, 16]
    assert result.ages == "0-17 and 18-25 with SEND"
    assert result.need_is == "children aged 0-17 and 18-25 with SEND"
    alone = need_of(table, ages=(18, 25), groups={"send_18_25": [7.0, 0.0, None]})
    assert alone.table.columns["children"] == [7, 0, None]
    assert alone.ages == "18-25 with SEND"


def test_a_negative_send_count_is_refused():
    table = people([(a, a) for a in range(30)], [10] * 30)
    with pytest.raises(InputError, match="send_18_25 is negative"):
        need_of(table, ages=(0, 25), groups={"send_18_25": [-1.0]})


def test_a_group_by_the_name_of_an_age_band_is_refused():
    table = people([(a, a) for a in range(30)], [10] * 30)
    with pytest.raises(InputError, match="'children_0_11' is asked for as an age band and as"):
        need_of(table, age_bands=((0, 11),), groups={"children_0_11": [1.0]})


@pytest.mark.parametrize("text", ["0-11, ten", "0-11 0-19", "-"])
def test_bands_that_are_none_are_refused(text):
    with pytest.raises(InputError, match='Write it in full years, like "0-4"'):
        parse_age_bands(text)


def test_leicesters_census_of_wide_bands_gives_the_return_as_estimates(shared_data):
    folder = shared_data / "leicester/population"
    census = read_population(read_table(folder / "census2021_age6_lsoa21.csv"))
    result = need_of(census)
    columns, row = result.table.columns, census.codes.index("E01013600")
    assert columns["children"][row] == pytest.approx(634 * 5 / 16)  # the first row of the file
    assert columns["children_5_17"][row] == pytest.approx(634 * 11 / 16 + 242 * 2 / 9)
    assert set(RETURN_BANDS) <= set(read_estimates(result.estimates))
    wider = count_for_ages(census, 0, 15)
    parts = [count_or_share(census, *ages).counts for ages in ((0, 2), (3, 4), (5, 15))]
    assert sum(parts) == pytest.approx(wider)


def test_traffords_mid_year_table_gives_every_band_exactly(shared_data):
    name = "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"
    people = read_population(read_table(shared_data / "trafford" / name))
    result = need_of(people, ages=(0, 19), age_bands=((0, 11), (20, 24)))
    columns, row = result.table.columns, people.codes.index("E01006074")
    assert columns["children_0_2"][row] == (5 + 5 + 3) + (5 + 5 + 11)
    assert result.estimates == "" and result.ages == "0-19"
    assert None not in columns["children_0_11"]


def test_traffords_five_year_bands_share_only_what_they_cannot_make_up(shared_data):
    name = "census2021__population__2021_population_by_5_year_age_bands_lsoa_trafford.csv"
    people = read_population(read_table(shared_data / "trafford" / name))
    how = read_estimates(need_of(people, age_bands=((0, 11), (0, 19))).estimates)
    assert how["children_0_2"].endswith("within 0-4")
    assert how["children_0_11"].endswith("within 10-14")
    assert "children" not in how and "children_0_19" not in how


def test_rutlands_single_years_say_how_far_an_estimate_may_be_off(shared_data):
    path = shared_data / "rutland/population/mid2020_single_year_of_age_lsoa11.csv"
    people = read_population(read_table(path))
    wide = np.column_stack([count_for_ages(people, a, 90 if b is None else b) for a, b in CENSUS])
    estimate = count_or_share(Population(people.codes, None, CENSUS, wide), 0, 4).counts.sum()
    ratio = estimate / count_for_ages(people, 0, 4).sum()
    assert 1.15 < ratio < 1.20  # as docs/methods.md says


def test_areas_without_a_count_with_send_are_named_from_age_twenty_on():
    codes = ("X1", "X2", "X3")
    one = {SEND_COLUMN: np.array([3.0, NAN, 0.0])}
    said = missing_send((0, 25), codes, one)
    assert said.startswith("INCOMPLETE: 1 of 3 areas (first: X2) have no count")
    assert missing_send((0, 19), codes, one) == ""
    assert missing_send((0, 25), codes, {SEND_COLUMN: np.zeros(3)}) == ""
    with pytest.raises(InputError, match="no figure for any of the 3 areas"):
        missing_send((0, 20), codes, {SEND_COLUMN: np.full(3, NAN)})
