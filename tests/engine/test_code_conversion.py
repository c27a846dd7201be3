"""Codes of one census brought to the other: totals kept, rates never summed, the lost listed."""

import csv

import numpy as np
import pytest

from family_hub_planner.engine.errors import CodesError, ColumnError, InputError
from family_hub_planner.engine.sources.code_conversion import convert_codes
from family_hub_planner.engine.sources.code_lookup import CodeLookup, read_code_lookup
from family_hub_planner.engine.sources.converted_tables import (
    convert_deprivation,
    convert_population,
)
from family_hub_planner.engine.sources.deprivation import read_deprivation
from family_hub_planner.engine.sources.population import read_population, sizes_by_population
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table

# A stays; B is split into P and Q; C and D are merged into M.
TOWN = CodeLookup(("A", "B", "B", "C", "D"), ("A", "P", "Q", "M", "M"), ("U", "S", "S", "M", "M"))
OLD = ("A", "B", "C", "D")
SIZES = {"A": 9.0, "P": 30.0, "Q": 10.0, "M": 5.0}


def by_code(made):
    return dict(zip(made.codes, made.values.tolist()))


def test_counts_are_split_by_size_and_summed_where_merged():
    made = convert_codes(OLD, np.array([7.0, 100, 3, 4]), TOWN, how="population", sizes=SIZES)
    assert by_code(made) == {"A": 7, "M": 7, "P": 75, "Q": 25}


def test_without_sizes_a_split_area_is_shared_equally_and_that_is_said():
    made = convert_codes(OLD, np.array([7.0, 101, 3, 4]), TOWN)
    assert by_code(made) == {"A": 7, "M": 7, "P": 50.5, "Q": 50.5}
    assert made.conversion.sentences() == (
        "4 of 4 areas of 2011 were brought to 4 of 2021: 1 unchanged, 1 split (shared equally), "
        "2 merged.",
    )


def test_a_rate_is_a_weighted_mean_and_never_a_sum():
    rates, children = np.array([0.1, 0.2, 0.5, 0.1]), np.array([10.0, 10, 30, 10])
    made = convert_codes(OLD, rates, TOWN, "rate", weights=children)
    assert by_code(made) == pytest.approx({"A": 0.1, "M": 0.4, "P": 0.2, "Q": 0.2})


def test_an_area_without_children_keeps_its_rate_where_it_is_not_merged():
    made = convert_codes(OLD, np.array([0.3, 0.2, 0.5, 0.1]), TOWN, "rate", weights=np.zeros(4))
    assert by_code(made)["A"] == 0.3
    assert by_code(made)["P"] == 0.2
    assert np.isnan(by_code(made)["M"])


def test_rates_of_merged_areas_need_weights():
    with pytest.raises(InputError, match=r"2 areas were merged with others \(first: C\)"):
        convert_codes(OLD, np.ones(4), TOWN, "rate")


def test_a_class_passes_to_parts_and_to_a_merged_area_only_where_all_agree():
    made = convert_codes(OLD, np.array([1.0, 2, 3, 3]), TOWN, "class")
    assert by_code(made) == {"A": 1, "M": 3, "P": 2, "Q": 2}
    made = convert_codes(OLD, np.array([1.0, 2, 3, 4]), TOWN, "class")
    assert np.isnan(by_code(made)["M"])


def test_backwards_the_split_are_merged_and_the_merged_split():
    made = convert_codes(
        ("A", "P", "Q", "M"),
        np.array([7.0, 75, 25, 8]),
        TOWN.backwards(),
        how="population",
        sizes={"A": 1, "B": 1, "C": 3, "D": 1},
    )
    assert by_code(made) == {"A": 7, "B": 100, "C": 6, "D": 2}
    assert (made.conversion.merged, made.conversion.split) == (("P", "Q"), ("M",))


def test_lost_codes_and_half_known_areas_are_listed_and_not_filled():
    made = convert_codes(("A", "C", "Z"), np.array([1.0, 2, 3]), TOWN)
    assert made.conversion.lost == ("Z",)
    assert made.conversion.incomplete == ("M",)
    assert np.isnan(by_code(made)["M"])
    said = made.conversion.sentences()
    assert said[0].startswith("2 of 3 areas of 2011 were brought to 1 of 2021")
    assert said[1] == "1 area is not in the lookup and was lost (first: Z): Z."
    assert said[2].startswith("1 area of 2021 has no value, as not all of the areas of 2011")


def test_an_irregular_change_is_told_as_rough():
    lookup = CodeLookup(("A", "A", "B"), ("P", "Q", "Q"))
    made = convert_codes(("A", "B"), np.array([10.0, 4]), lookup)
    assert by_code(made) == {"P": 5, "Q": 9}
    assert made.conversion.irregular == ("A",)
    assert any("shared out roughly" in said for said in made.conversion.sentences())


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"kind": "rank"}, InputError, "count, rate, class, not as 'rank'"),
        ({"how": "guess"}, InputError, "not by 'guess'"),
        ({"how": "area"}, InputError, "give the area of each new area"),
        ({"how": "area", "sizes": {"P": 1.0}}, CodesError, "B was split, and the share of Q"),
        ({"how": "area", "sizes": {"P": 0.0, "Q": 0.0}}, CodesError, "B was split"),
        ({"codes": ("A", "A", "B", "C")}, CodesError, "stand more than once"),
        ({"codes": ("S", "T", "U", "V")}, CodesError, "None of the 4 codes is in the lookup"),
        ({"values": np.ones(3)}, InputError, "not one value for each code"),
    ],
)
def test_what_cannot_be_converted_is_refused(changes, error, words):
    given = {"codes": OLD, "values": np.ones(4), "lookup": TOWN, **changes}
    with pytest.raises(error, match=words):
        convert_codes(**given)


@pytest.mark.parametrize(
    ("place", "pairs", "unchanged", "split", "merged", "made"),
    [("rutland", 26, 21, 2, 0, 26), ("leicester", 201, 182, 8, 2, 200)],
)
def test_the_real_lookup_keeps_every_band_to_the_child(
    shared_data, place, pairs, unchanged, split, merged, made
):
    lookup = read_code_lookup(shared_data / place / "context/lookup_lsoa11_lsoa21_ltla22.csv")
    assert len(lookup.old) == pairs
    old = read_population(shared_data / place / "population/mid2020_single_year_of_age_lsoa11.csv")
    new = read_population(shared_data / place / "population/census2021_age6_lsoa21.csv")
    sizes = sizes_by_population(new)
    found = convert_population(old, lookup, "population", sizes)
    assert set(found.codes) == set(new.codes)
    assert found.census_year == 2021
    np.testing.assert_allclose(found.counts.sum(axis=0), old.counts.sum(axis=0), rtol=1e-12)
    kinds = convert_codes(old.codes, old.counts[:, 0], lookup).conversion
    # 040A of Leicester is called split in the file and has two parts of its own
    assert (len(kinds.unchanged), len(kinds.merged), kinds.lost) == (unchanged, merged, ())
    assert (len(kinds.split), kinds.made) == (split, made)
    assert any(f"{split} split (shared by population)" in note for note in found.notes)


def test_sizes_by_population_count_everybody_once(shared_data):
    path = shared_data / "rutland/population/census2021_age6_lsoa21.csv"
    with path.open(newline="") as stream:
        everybody = sum(float(row["usual_residents"]) for row in csv.DictReader(stream))
    assert sum(sizes_by_population(read_population(path)).values()) == everybody


def test_deprivation_is_carried_to_2021_with_its_scores_as_means(shared_data):
    folder = shared_data / "leicester"
    lookup = read_code_lookup(folder / "context/lookup_lsoa11_lsoa21_ltla22.csv")
    old = read_deprivation(folder / "deprivation/imd2019_scores_with_IDACI.csv")
    raw = read_table(folder / "deprivation/imd2019_scores_with_IDACI.csv").columns
    children = np.array([float(value) for value in raw["Population (0-15)"]])
    found = convert_deprivation(old, lookup, children)
    assert (len(found.codes), found.census_year) == (200, 2021)
    score, child = dict(zip(old.codes, old.idaci_score)), dict(zip(old.codes, children))
    parts = ("E01013647", "E01032875")  # the two that were merged into E01034020
    mean = sum(score[p] * child[p] for p in parts) / sum(child[p] for p in parts)
    assert found.idaci_score[found.codes.index("E01034020")] == pytest.approx(mean)
    split = found.codes.index("E01034008")  # a part of E01013716
    assert found.idaci_score[split] == score["E01013716"]
    assert not found.has("imd_rank")


def test_a_table_without_both_codes_is_no_lookup():
    with pytest.raises(ColumnError, match="no column of 2021 codes, so it is no lookup"):
        read_code_lookup(Table({"LSOA11CD": ["A"], "name": ["x"]}))
    with pytest.raises(CodesError, match="no row has a code in both"):
        read_code_lookup(Table({"LSOA11CD": ["A"], "LSOA21CD": [None]}))


def test_a_pair_that_stands_twice_is_refused():
    with pytest.raises(CodesError, match="the pair A and P stands more than once"):
        CodeLookup(("A", "A"), ("P", "P"))


@pytest.mark.parametrize("seed", range(5))
def test_totals_are_kept_whatever_was_split_and_merged(seed):
    rng = np.random.default_rng(seed)
    old = [f"O{number}" for number in range(30)]
    pairs = {(code, f"N{rng.integers(25)}") for code in old for _ in range(rng.integers(1, 4))}
    lookup = CodeLookup(*map(tuple, zip(*sorted(pairs))))
    sizes = {new: float(rng.integers(1, 50)) for new in lookup.new}
    children = rng.integers(0, 200, (30, 3)).astype(float)
    made = convert_codes(old, children, lookup, how="population", sizes=sizes)
    np.testing.assert_allclose(made.values.sum(axis=0), children.sum(axis=0), rtol=1e-12)
    rates = rng.random(30)
    weights = children[:, 0] + 1
    mean = convert_codes(old, rates, lookup, "rate", "population", sizes, weights)
    weighed = convert_codes(old, weights, lookup, "count", "population", sizes)
    # children in poor families, rate times children, are the same in all before and after
    assert (mean.values * weighed.values).sum() == pytest.approx((rates * weights).sum())
