"""familyhub:needlayer between the areas of 2011 and of 2021: by hand and on real data."""

from __future__ import annotations

import csv

import pytest
from algorithms.need_runs import LOOKUP, OLD, A, B, C, D, M, P, Q, column, people_of
from algorithms.runs import layer_of, run, square
from qgis.core import QgsProcessingException


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("population", {A: 7, P: 75, Q: 25, M: 7}),  # 30 and 10 people
        ("area", {A: 7, P: 20, Q: 80, M: 7}),  # one and four parts of the ground
        ("equal", {A: 7, P: 50, Q: 50, M: 7}),
    ],
)
def test_counts_of_2011_are_shared_and_summed_by_the_lookup(need, town, how, expected):
    done = need(
        TABLES=[town("old.csv", OLD)], GROUPS="SEND", LOOKUP=town("lookup.csv", LOOKUP),
        SPLIT_BY=how,
    )  # fmt: skip
    assert column(done, "SEND") == pytest.approx(expected, rel=1e-4)
    said = " ".join(done.log.warned)
    assert "4 of 4 areas of 2011 were brought to 4 of 2021: 1 unchanged, 1 split" in said
    assert f"Split: {B}." in said and f"Merged: {C}, {D}." in said
    (sources,) = set(column(done, "sources").values())
    assert "converted from 2011 to 2021 areas with lookup.csv, an estimate" in sources
    assert "lookup.csv (sha256" in sources


def test_deprivation_of_2011_is_carried_over_weighted_by_its_own_children(need, town):
    old = town(
        "IoD2019.csv",
        "LSOA code (2011),IDACI Score,IDACI Decile,Dependent Children aged 0-15: mid 2015\n"
        f"{A},0.1,9,10\n{B},0.2,5,10\n{C},0.5,1,30\n{D},0.1,8,10\n",
    )
    done = need(
        DEPRIVATION=old, LOOKUP=town("lookup.csv", LOOKUP), WEIGHTING="income_deprived_children"
    )
    assert column(done, "idaci_score") == pytest.approx({A: 0.1, P: 0.2, Q: 0.2, M: 0.4})
    assert column(done, "idaci_decile") == {A: 9, P: 5, Q: 5, M: None}
    assert column(done, "need") == pytest.approx({A: 1, P: 6, Q: 2, M: 2})
    said = " ".join(done.log.warned)
    assert f"1 merged area has no idaci_decile, as it differs among the parts (first: {M})" in (
        said
    )
    (sources,) = set(column(done, "sources").values())
    assert sources.count("converted from 2011 to 2021") == 1


def test_without_children_of_2011_the_score_of_a_merged_area_is_empty_and_that_is_said(need, town):
    old = town("o.csv", f"LSOA11CD,IDACI Score\n{A},0.1\n{B},0.2\n{C},0.5\n{D},0.1\n")
    done = need(DEPRIVATION=old, LOOKUP=town("lookup.csv", LOOKUP))
    found = column(done, "idaci_score")
    assert found.pop(M) is None
    assert found == pytest.approx({A: 0.1, P: 0.2, Q: 0.2})
    assert any("its mean needs the children of each part" in said for said in done.log.warned)


def test_people_of_2011_weigh_the_rates_of_2011_and_are_shared_by_ground(need, town):
    old = town("old.csv", f"LSOA11CD,0-4,5-15\n{A},10,5\n{B},100,0\n{C},30,0\n{D},0,10\n")
    digital = town("deri.csv", f"LSOA11CD,DERI\n{A},1\n{B},2\n{C},4\n{D},8\n")
    given = {"POPULATION": old, "LOOKUP": town("lookup.csv", LOOKUP), "TABLES": [digital]}
    done = need(**given, SPLIT_BY="area")
    assert column(done, "children") == pytest.approx({A: 10, P: 20, Q: 80, M: 30}, rel=1e-4)
    assert done["CHILDREN"] == pytest.approx(140)
    assert column(done, "digital_exclusion") == pytest.approx({A: 1, P: 2, Q: 2, M: 5})
    with pytest.raises(QgsProcessingException, match="SPLIT_BY area or equal"):
        need(**given)


def test_counts_shared_out_of_a_split_area_are_called_estimates_wherever_they_stand(need, town):
    old = town("old.csv", f"LSOA11CD,0-2,3-4\n{A},6,4\n{B},60,40\n{C},30,0\n{D},0,10\n")
    send = town("send.csv", OLD)
    done = need(
        POPULATION=old, TABLES=[send], GROUPS="SEND", LOOKUP=town("lookup.csv", LOOKUP),
        SPLIT_BY="area",
    )  # fmt: skip
    (said,) = set(column(done, "estimates").values())
    assert said == (
        "children_0_2, children_3_4, children, SEND, need: shared out from 2011 areas by area in 2 "
        "of 4 areas"
    )
    assert set(column(done, "ages").values()) == {"0-4 (estimate)"}
    warned = [said for said in done.log.warned if "ESTIMATES, not counts" in said]
    assert len(warned) == 1 and "give a table of the areas' own census" in warned[0]
    headline = "Headline: 150 children aged 0-4 (estimate), of them 96 aged 0-2 (estimate)."
    assert headline in done.log.said


def test_whole_areas_that_were_merged_are_counted_and_no_estimate(need, town):
    rows = [(square((0, 0)), {"LSOA21CD": A}), (square((400, 0)), {"LSOA21CD": M})]
    old = town("old.csv", f"LSOA11CD,0-4,DERI\n{A},10,1\n{B},9,1\n{C},30,2\n{D},10,6\n")
    done = need(
        AREAS=layer_of("Polygon", rows, name="two"), POPULATION=old, SPLIT_BY="equal",
        LOOKUP=town("lookup.csv", LOOKUP),
    )  # fmt: skip
    assert column(done, "children") == {A: 10, M: 40}
    assert "shared out" not in column(done, "estimates")[M]
    assert set(column(done, "ages").values()) == {"0-4"}


def test_a_rate_carried_over_to_parts_and_merged_areas_is_an_estimate(need, town):
    deri = town("deri.csv", f"LSOA11CD,DERI\n{A},1\n{B},2\n{C},4\n{D},8\n")
    old = town("old.csv", f"LSOA11CD,0-15\n{A},10\n{B},10\n{C},30\n{D},10\n")
    done = need(
        POPULATION=old, AGES="0-15", TABLES=[deri], LOOKUP=town("l.csv", LOOKUP), SPLIT_BY="equal"
    )
    (said,) = set(column(done, "estimates").values())
    assert "digital_exclusion: carried over from 2011 areas in 3 of 4 areas" in said
    assert "children: shared out from 2011 areas equally in 2 of 4 areas" in said.replace(
        "children, need", "children"
    )


@pytest.mark.parametrize(
    ("own", "by", "parts"),
    [
        ("0-2,3-4,5-15\n{A},1,1,9\n{P},20,10,1\n{Q},5,5,90\n{M},1,1,9\n", "aged 0-4", (75, 25)),
        ("0-15,0-17\n{A},1,9\n{P},60,1\n{Q},40,90\n{M},1,9\n", "aged 0-15", (60, 40)),
        ("0-2,20+\n{A},1,9\n{P},10,1\n{Q},30,9\n{M},1,9\n", "of all ages", (25, 75)),
    ],
)
def test_a_further_table_of_the_areas_own_census_says_by_whom_split_areas_are_shared(
    need, town, own, by, parts
):
    old = town("old.csv", f"LSOA11CD,0-4\n{A},10\n{B},100\n{C},30\n{D},0\n")
    new = town("census.csv", "LSOA21CD," + own.format(A=A, P=P, Q=Q, M=M))
    given = {"POPULATION": old, "LOOKUP": town("lookup.csv", LOOKUP)}
    done = need(**given, TABLES=[new])
    assert column(done, "children") == pytest.approx({A: 10, P: parts[0], Q: parts[1], M: 30})
    assert f"its split areas were shared out by persons {by} of 2021 (census.csv)" in " ".join(
        done.log.warned
    )
    assert f"by persons {by} of 2021 in 2 of 4 areas" in column(done, "estimates")[A]
    assert "census.csv (sha256" in column(done, "sources")[A]
    with pytest.raises(QgsProcessingException, match="brings nothing"):
        need(TABLES=[new])  # nothing is converted: it has nothing to do


def test_a_table_of_some_of_the_areas_cannot_say_how_all_are_shared(need, town):
    old = town("old.csv", f"LSOA11CD,0-4\n{A},10\n{B},100\n{C},30\n{D},0\n")
    new = town("census.csv", f"LSOA21CD,0-4\n{A},1\n{P},3\n")
    given = {"POPULATION": old, "LOOKUP": town("lookup.csv", LOOKUP), "TABLES": [new]}
    with pytest.raises(QgsProcessingException, match="brings nothing"):
        need(**given)


def test_rutlands_under_fives_are_shared_by_the_censuss_own_children(shared_data):
    folder = shared_data / "rutland"
    census = folder / "population/census2021_age6_lsoa21.csv"
    done = run(
        "needlayer", AREAS=str(folder / "boundaries/LSOA_2021_E06000017.geojson"), CODE="LSOA21CD",
        POPULATION=str(folder / "population/mid2020_single_year_of_age_lsoa11.csv"),
        LOOKUP=str(folder / "context/lookup_lsoa11_lsoa21_ltla22.csv"), TABLES=[str(census)],
    )  # fmt: skip
    assert column(done, "children")["E01035102"] == pytest.approx(128, abs=0.5)
    (said,) = set(column(done, "estimates").values())
    assert "by persons aged 0-15 of 2021 in 5 of 26 areas" in said
    assert set(column(done, "ages").values()) == {"0-4 (estimate)"}


def test_a_class_passes_to_parts_and_to_merged_areas_where_all_agree(need, town):
    rural = f"LSOA11CD,RUC11CD\n{A},A1\n{B},D1\n{C},E1\n{D},E1\n"
    given = {"LOOKUP": town("lookup.csv", LOOKUP), "SPLIT_BY": "equal"}
    done = need(TABLES=[town("r.csv", rural)], **given)
    assert column(done, "rural_urban") == {A: "A1", P: "D1", Q: "D1", M: "E1"}
    done = need(TABLES=[town("r.csv", rural.replace(f"{D},E1", f"{D},F1"))], **given)
    assert column(done, "rural_urban")[M] is None
    assert any("1 merged area has no rural_urban" in said for said in done.log.warned)


def test_tables_of_2021_are_brought_back_to_areas_of_2011(town):
    rows = [(square((400 * at, 0)), {"LSOA11CD": code}) for at, code in enumerate((A, B, C, D))]
    people = {A: 1, B: 2, C: 30, D: 10}
    new = town("new.csv", f"LSOA21CD,SEND,DERI\n{A},7,1\n{P},75,2\n{Q},25,6\n{M},8,3\n")
    done = run(
        "needlayer", AREAS=layer_of("Polygon", rows), CODE="LSOA11CD",
        POPULATION=town("people.csv", people_of(people, "LSOA11CD")), TABLES=[new], GROUPS="SEND",
        LOOKUP=town("lookup.csv", LOOKUP),
    )  # fmt: skip
    assert column(done, "SEND") == {A: 7, B: 100, C: 6, D: 2}
    assert column(done, "digital_exclusion") == {A: 1, B: None, C: 3, D: 3}


def test_the_lookup_tells_codes_of_2011_under_a_heading_without_a_year(need, town):
    old = town("old.csv", OLD.replace("LSOA11CD", "Area code"))
    given = {"TABLES": [old], "GROUPS": "SEND"}
    unknown = need(**given)
    assert column(unknown, "SEND") == {A: 7, P: None, Q: None, M: None}
    assert any("is it of another census" in said for said in unknown.log.warned)
    done = need(**given, LOOKUP=town("lookup.csv", LOOKUP), SPLIT_BY="equal")
    assert column(done, "SEND") == {A: 7, P: 50, Q: 50, M: 7}


def test_codes_that_the_lookup_lacks_are_listed_as_lost(need, town):
    old = town("old.csv", OLD.replace(C, "E01009999"))
    done = need(TABLES=[old], GROUPS="SEND", LOOKUP=town("lookup.csv", LOOKUP))
    assert column(done, "SEND") == {A: 7, P: 75, Q: 25, M: None}
    said = " ".join(done.log.warned)
    assert "1 area is not in the lookup and was lost (first: E01009999): E01009999." in said
    assert f"not all of the areas of 2011 in it are in the table: {M}." in said


def test_people_of_an_area_with_a_lost_part_are_refused_not_counted_short(need, town):
    old = town("old.csv", people_of({A: 1, B: 2, C: 3}, "LSOA11CD"))
    with pytest.raises(QgsProcessingException, match=rf"1 of 4 areas have no row .*first: {M}"):
        need(POPULATION=old, LOOKUP=town("lookup.csv", LOOKUP), SPLIT_BY="equal")


def test_a_lookup_that_no_table_needs_changes_nothing(need, town):
    plain, with_it = need(), need(LOOKUP=town("lookup.csv", LOOKUP))
    assert plain.rows("OUTPUT") == with_it.rows("OUTPUT")


def test_traffords_areas_of_2021_and_the_index_of_2019_are_not_joined_in_silence(shared_data):
    folder = shared_data / "trafford"
    people = "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"
    national = shared_data / "national/File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv.gz"
    with pytest.raises(QgsProcessingException, match=r"of 139 codes match; .*\(LOOKUP\)"):
        run(
            "needlayer", AREAS=str(folder / "lsoa_E08000009.geojson"), CODE="LSOA21CD",
            POPULATION=str(folder / people), DEPRIVATION=str(national),
        )  # fmt: skip


@pytest.mark.parametrize("how", ["area", "equal"])
def test_rutlands_people_of_2011_are_brought_to_2021_with_none_lost(shared_data, how):
    folder = shared_data / "rutland"
    people = folder / "population/mid2020_single_year_of_age_lsoa11.csv"
    done = run(
        "needlayer", AREAS=str(folder / "boundaries/LSOA_2021_E06000017.geojson"), CODE="LSOA21CD",
        POPULATION=str(people), LOOKUP=str(folder / "context/lookup_lsoa11_lsoa21_ltla22.csv"),
        SPLIT_BY=how, DEPRIVATION=str(folder / "deprivation/imd2025_england_lsoa21.csv"),
    )  # fmt: skip
    with people.open(encoding="utf-8-sig", newline="") as text:
        under_five = sum(float(r[str(age)]) for r in csv.DictReader(text) for age in range(5))
    assert done["CHILDREN"] == pytest.approx(under_five)
    assert done["AREA_COUNT"] == 26


def test_the_national_index_is_converted_with_a_councils_own_lookup(shared_data):
    folder = shared_data / "rutland"
    given = {
        "AREAS": str(folder / "boundaries/LSOA_2021_E06000017.geojson"), "CODE": "LSOA21CD",
        "POPULATION": str(folder / "population/census2021_age6_lsoa21.csv"), "AGES": "0-15",
        "LOOKUP": str(folder / "context/lookup_lsoa11_lsoa21_ltla22.csv"),
    }  # fmt: skip
    name = "File_2_-_IoD2019_Domains_of_Deprivation.csv"
    own = run("needlayer", **given, DEPRIVATION=str(folder / "deprivation" / name))
    everywhere = shared_data / "national" / f"{name}.gz"
    whole = run("needlayer", **given, DEPRIVATION=str(everywhere))
    assert column(own, "imd_decile") == column(whole, "imd_decile")
    assert None not in column(own, "imd_decile").values()
    said = " ".join(whole.log.warned)
    assert "each of the 26 areas has all its parts without them" in said
