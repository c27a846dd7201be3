"""familyhub:needlayer with further tables, groups and another census: by hand and on real data."""

from __future__ import annotations

import csv
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pytest
from algorithms.runs import Log, layer_of, points, run, square
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterMultipleLayers,
    QgsVectorLayer,
)

# Areas of 2021: A stands in both censuses, P and Q are halves of B of 2011, M was C and D.
A, B, C, D = (f"E0100000{number}" for number in (1, 2, 3, 4))
P, Q, M = "E01033769", "E01033770", "E01033771"
PEOPLE = {A: 10, P: 30, Q: 10, M: 5}  # children of 0 to 4
HALF = {A: 50.0, P: 50.0, Q: 100.0, M: 50.0}  # Q has four times the ground of P
LOOKUP = f"LSOA11CD,LSOA21CD,CHNGIND\n{A},{A},U\n{B},{P},S\n{B},{Q},S\n{C},{M},M\n{D},{M},M\n"
CARS = "Number of cars or vans: "


@pytest.fixture
def town(tmp_path):
    """Write tables by name: a function that gives the path as text."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def people_of(counts: dict[str, int], heading: str = "LSOA21CD") -> str:
    return f"{heading},0-4\n" + "".join(f"{code},{count}\n" for code, count in counts.items())


def areas(**columns):
    rows = [
        (square((400 * at, 0), HALF[code]),
         {"LSOA21CD": code, **{name: values[at] for name, values in columns.items()}})
        for at, code in enumerate(PEOPLE)
    ]  # fmt: skip
    return layer_of("Polygon", rows, name="lsoa")


@pytest.fixture
def need(town):
    """Run the need layer of the four areas; further parameters go before the town's own."""
    people = town("people.csv", people_of(PEOPLE))

    def of(**parameters):
        given = {"AREAS": areas(), "CODE": "LSOA21CD", "POPULATION": people, **parameters}
        return run("needlayer", **given)

    return of


def column(done, name):
    return {row["area_code"]: row[name] for row in done.rows("OUTPUT")}


# --- Tables of a known family, and groups --------------------------------------------------------


def test_tables_of_known_families_bring_their_columns_by_themselves(need, town):
    head = f"2021 super output area - lower layer,mnemonic,{CARS}Total: All households,"
    cars = town(
        "cars.csv",
        f"{head}{CARS}No cars or vans in household\n"
        f"a,{A},100,25\np,{P},50,0\nq,{Q},0,0\nm,{M},80,8\n",
    )
    digital = town("deri.csv", f"LSOA21CD,DERI score\n{A},1.5\n{P},9\n{Q},0\n{M},4\n")
    rural = town("ruc.csv", f"LSOA21CD,RUC21CD,RUC21NM\n{A},UN1,Urban: Nearer\n{P},RSF1,\n{Q},,\n"
                 f"{M},RLN1,Larger rural: Nearer\n")  # fmt: skip
    idaci = "Income Deprivation Affecting Children Index (IDACI) numerator"  # as File 8 has it
    poor = town("file8.csv", f"LSOA code (2021),{idaci}\n{A},5\n{P},\n{Q},10\n{M},15\n")
    done = need(TABLES=[cars, digital, rural, poor])
    assert column(done, "households") == {A: 100, P: 50, Q: 0, M: 80}
    assert column(done, "no_car_households") == {A: 25, P: 0, Q: 0, M: 8}
    assert column(done, "no_car_share") == {A: 0.25, P: 0, Q: None, M: pytest.approx(0.1)}
    assert column(done, "digital_exclusion") == {A: 1.5, P: 9, Q: 0, M: 4}
    assert column(done, "rural_urban") == {
        A: "Urban: Nearer", P: "RSF1", Q: None, M: "Larger rural: Nearer",
    }  # fmt: skip
    assert column(done, "income_deprived_children") == {A: 5, P: None, Q: 10, M: 15}
    (sources,) = set(column(done, "sources").values())
    for name in ("Census cars or vans (TS045)", "deri.csv", "ruc.csv", "file8.csv"):
        assert name in sources


def test_a_group_is_a_field_of_the_areas_a_column_of_a_table_or_known_without_data(need, town):
    ours = town("ours.csv", f"LSOA21CD,Lone parent households,SEND 18-25\n{Q},4,1\n{A},7,2\n{P},0,"
                f"3\n{M},1,4\n")  # fmt: skip
    groups = "low_income; lone_parents=Lone parent households; send_18_25=send 18-25; young_carers="
    done = need(AREAS=areas(low_income=[1.5, 2.0, None, 4.0]), TABLES=[ours], GROUPS=groups)
    assert column(done, "low_income") == {A: 1.5, P: 2, Q: None, M: 4}
    assert column(done, "lone_parents") == {A: 7, P: 0, Q: 4, M: 1}
    assert column(done, "send_18_25") == {A: 2, P: 3, Q: 1, M: 4}
    assert set(column(done, "young_carers").values()) == {None}
    assert any("young_carers: no data was named" in said for said in done.log.said)


def test_groups_may_be_parted_by_commas_as_before_or_given_as_json(need):
    given = areas(low_income=[1, 2, 3, 4], SEND=[5, 6, 7, 8])
    assert column(need(AREAS=given, GROUPS="low_income, SEND"), "SEND") == dict(
        zip(PEOPLE, [5, 6, 7, 8])
    )
    done = need(AREAS=given, GROUPS='{"poor": "low_income", "births": ""}')
    assert column(done, "poor") == dict(zip(PEOPLE, [1, 2, 3, 4]))
    assert set(column(done, "births").values()) == {None}


def test_an_unknown_heading_of_area_codes_is_named_in_the_groups(need, town):
    ours = town("ours.csv", f"Place,n\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    done = need(TABLES=[ours], GROUPS="code=Place; n")
    assert column(done, "n") == {A: 1, P: 2, Q: 3, M: 4}


@pytest.mark.parametrize("mark", ["*", "..", "c", "[c]", ""])
def test_held_back_counts_are_empty_never_zero_and_are_counted(need, town, mark):
    ours = town("ours.csv", f"LSOA21CD,SEND\n{A},{mark}\n{P},0\n{Q},{mark}\n{M},3\n")
    done = need(TABLES=[ours], GROUPS="SEND")
    assert column(done, "SEND") == {A: None, P: 0, Q: None, M: 3}
    assert any("ours.csv: 2 of 4 values of 'SEND' are missing" in said for said in done.log.said)


def test_held_back_marks_in_the_areas_own_fields_are_empty_too(need):
    done = need(AREAS=areas(SEND=["*", "4", "..", "1,200"]), GROUPS="SEND")
    assert column(done, "SEND") == {A: None, P: 4, Q: None, M: 1200}
    assert any("lsoa: 2 of 4 values of 'SEND' are missing" in said for said in done.log.said)


def test_areas_that_a_group_does_not_cover_stay_empty_with_a_warning(need, town):
    ours = town("ours.csv", f"LSOA21CD,SEND\n{P},2\n{M},0\n")
    done = need(TABLES=[ours], GROUPS="SEND")
    assert column(done, "SEND") == {A: None, P: 2, Q: None, M: 0}
    assert any(f"2 of 4 areas have no row there (first: {A})" in said for said in done.log.warned)


def test_a_table_called_fictional_makes_the_layer_fictional(need, town):
    ours = town("ours_FICTIONAL.csv", f"LSOA21CD,SEND\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    assert all(column(need(TABLES=[ours], GROUPS="SEND"), "fictional").values())


def test_ages_and_weightings_use_the_counts_of_further_tables(need, town):
    idaci = "Income Deprivation Affecting Children Index (IDACI) numerator"
    poor = town(
        "file8.csv", f"LSOA code (2021),{idaci},SEND\n{A},5,1\n{P},1,2\n{Q},10,3\n{M},1,4\n"
    )
    expression = '"income_deprived_children" + 10 * "send_18_25"'
    given = {"TABLES": [poor], "GROUPS": "send_18_25=SEND"}
    done = need(**given, WEIGHTING="expression", EXPRESSION=expression)
    assert column(done, "need") == {A: 15, P: 21, Q: 40, M: 41}
    done = need(**given, AGES="18-25")
    assert column(done, "children") == {A: 1, P: 2, Q: 3, M: 4}


def test_a_point_added_by_hand_has_its_areas_rates_but_not_its_households(need, town):
    head = f"LSOA21CD,{CARS}Total: All households,{CARS}No cars or vans in household\n"
    cars = town("cars.csv", f"{head}{A},100,25\n{P},50,0\n{Q},10,0\n{M},80,8\n")
    hotel = points([((0, 0), {"site": "N1", "children": 4.0})])
    done = need(
        TABLES=[cars], ADDED=hotel, ADDED_ID="site", ADDED_CHILDREN="children",
        POINTS="TEMPORARY_OUTPUT",
    )  # fmt: skip
    row = done.by("POINTS", "area_code")["N1"]
    assert (row["in_area"], row["no_car_share"], row["households"]) == (A, 0.25, None)


def test_every_table_is_told_with_its_files_checksum(need, town):
    ours = town("ours.csv", f"LSOA21CD,SEND\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    (sources,) = set(column(need(TABLES=[ours], GROUPS="SEND"), "sources").values())
    start = sha256(Path(ours).read_bytes()).hexdigest()[:12]
    assert f"Counts by area (SEND); ours.csv (sha256 {start})" in sources
    assert sources.count("(sha256 ") == 2


# --- What is refused -----------------------------------------------------------------------------

FULL = f"LSOA21CD,SEND\n{A},1\n{P},2\n{Q},3\n{M},4\n"


@pytest.mark.parametrize(
    ("text", "groups", "words"),
    [
        (FULL.replace(f"{P},2", f"{P},some"), "SEND", ("ours.csv", "'SEND'", P, "'some'")),
        (FULL.replace(f"{P},2", f"{P},-2"), "SEND", ("ours.csv", "'SEND'", P, "-2", "negative")),
        (FULL.replace(f"{P},2", f"{A},2"), "SEND", ("ours.csv", "'LSOA21CD'", A, "more than once")),
        (FULL, "Send children", ("'Send children'", "ours.csv", "SEND", "lsoa", "LSOA21CD")),
        (FULL, "", ("ours.csv brings nothing", "SEND")),
        (FULL.replace("E0", "W0"), "SEND", ("None of the 4 areas", "ours.csv", A)),
        (FULL, "need=SEND", ("'need' is a column of the need layer",)),
        (FULL, "Children=SEND", ("'Children' is a column of the need layer",)),
        (FULL, "a=SEND; a=SEND", ("'a' twice",)),
        (FULL, "a=SEND; A=SEND", ("'A' would come from",)),
        (FULL, "=SEND", ("'=SEND', which has no name",)),
        (
            f"LSOA11CD,SEND\n{A},7\n{B},100\n",
            "SEND",
            ("1 of 4 codes match", "2021 codes", "ours.csv carries 2011 codes", "LOOKUP"),
        ),
        (LOOKUP, "", ("brings nothing", "give it as LOOKUP")),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_ends_in_one_sentence(
    need, town, tmp_path, text, groups, words
):
    target = tmp_path / "need.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        need(TABLES=[town("ours.csv", text)], GROUPS=groups, OUTPUT=str(target))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert not target.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"POPULATION": people_of({**PEOPLE, P: "many"})}, ("file.csv", "'0-4'", P, "'many'")),
        ({"POPULATION": people_of({**PEOPLE, P: -3})}, ("file.csv", "0-4", P, "negative")),
        ({"POPULATION": people_of(PEOPLE) + f"{A},1\n"}, ("file.csv", A, "repeats an area")),
        ({"POPULATION": people_of(PEOPLE).replace("0-4", "n")}, ("file.csv", "no column of ages")),
        ({"DEPRIVATION": f"LSOA21CD,IMD Decile\n{A},worst\n"}, ("file.csv", "'IMD Decile'", A)),
        ({"DEPRIVATION": f"LSOA21CD,IDACI Score\n{A},-1\n"}, ("file.csv", "idaci_score", A)),
        (
            {"DEPRIVATION": f"LSOA21CD,IMD Decile\n{A},1\n{A},1\n"},
            ("file.csv", A, "more than once"),
        ),
        ({"LOOKUP": FULL}, ("file.csv", "no column of 2011 codes", "LSOA11CD")),
        ({"LOOKUP": LOOKUP + f"{A},{A},U\n"}, ("file.csv", A, "stands more than once")),
    ],
)  # fmt: skip
def test_a_main_table_that_cannot_be_used_ends_in_one_sentence(
    need, town, tmp_path, changes, words
):
    target = tmp_path / "need.gpkg"
    given = {name: town("file.csv", text) for name, text in changes.items()}
    with pytest.raises(QgsProcessingException) as caught:
        need(**given, OUTPUT=str(target))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert not target.exists()


@pytest.mark.parametrize("mark", ["*", "..", "c", "[c]", ""])
def test_children_held_back_are_empty_and_are_told(need, town, mark):
    done = need(POPULATION=town("file.csv", people_of({**PEOPLE, P: mark})))
    assert column(done, "children") == {A: 10, P: None, Q: 10, M: 5}
    assert done["CHILDREN"] == 25
    (said,) = (said for said in done.log.warned if "NOT KNOWN" in said)
    assert "children (ages 0-4), children_0_2, children_3_4, need in 1 of 4 areas" in said
    assert f"areas ({P})" in said and "says 'at least'" in said


def test_one_heading_in_two_places_is_refused_and_not_guessed(need, town):
    twice = [town("ours.csv", FULL), town("theirs.csv", FULL)]
    with pytest.raises(QgsProcessingException, match=r"stands in ours\.csv and theirs\.csv"):
        need(TABLES=twice, GROUPS="SEND")
    with pytest.raises(QgsProcessingException, match=r"stands in lsoa and ours\.csv"):
        need(AREAS=areas(SEND=[1, 2, 3, 4]), TABLES=twice[:1], GROUPS="SEND")
    rural = town("ruc.csv", f"LSOA21CD,RUC21CD\n{A},UN1\n{P},UN1\n{Q},UN1\n{M},UN1\n")
    with pytest.raises(QgsProcessingException, match="'rural_urban' would come from"):
        need(AREAS=areas(rural_urban=["a", "b", "c", "d"]), TABLES=[rural])


def test_a_file_of_the_further_tables_that_is_not_there_is_named_before_the_run(need, tmp_path):
    log = Log()
    with pytest.raises(QgsProcessingException):
        need(TABLES=[str(tmp_path / "absent.csv")], log=log)
    assert any("Further tables by area: there is no file" in said for said in log.errors)


def test_an_output_never_replaces_a_further_table(need, town):
    ours, log = town("ours.csv", FULL), Log()
    with pytest.raises(QgsProcessingException):
        need(TABLES=[ours], GROUPS="SEND", OUTPUT=ours, log=log)
    assert any("Further tables by area" in said for said in log.errors), log.errors
    assert Path(ours).read_text(encoding="utf-8") == FULL


# --- The other census ----------------------------------------------------------------------------

OLD = f"LSOA11CD,SEND\n{A},7\n{B},100\n{C},3\n{D},4\n"


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


# --- Another index and its direction -------------------------------------------------------------


def test_the_direction_of_another_index_is_asked_for_and_taken(need, town):
    own = town("own.csv", f"LSOA21CD,Decile\n{A},1\n{P},3\n{Q},8\n{M},10\n")
    with pytest.raises(QgsProcessingException, match="DEPRIVATION_DIRECTION"):
        need(DEPRIVATION=own)
    done = need(DEPRIVATION=own, DEPRIVATION_DIRECTION="1 is most")
    assert column(done, "imd_decile") == {A: 1, P: 3, Q: 8, M: 10}
    done = need(DEPRIVATION=own, DEPRIVATION_DIRECTION="high is most")
    assert column(done, "imd_decile") == {A: 10, P: 8, Q: 3, M: 1}


def test_a_direction_that_a_published_index_does_not_need_is_left_aside_aloud(need, town):
    own = town("own.csv", f"LSOA21CD,IMD Decile\n{A},1\n{P},3\n{Q},8\n{M},10\n")
    done = need(DEPRIVATION=own, DEPRIVATION_DIRECTION="high is most")
    assert column(done, "imd_decile") == {A: 1, P: 3, Q: 8, M: 10}
    assert any("(high is most) was left aside" in said for said in done.log.said)


# --- Real tables ---------------------------------------------------------------------------------


def test_traffords_cars_come_through_household_by_household(shared_data):
    folder = shared_data / "trafford"
    cars = folder / "census2021__housing__2021_car_van_availability_lsoa_trafford.csv"
    people = "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"
    done = run(
        "needlayer", AREAS=str(folder / "lsoa_E08000009.geojson"), CODE="LSOA21CD",
        POPULATION=str(folder / people), TABLES=[str(cars)],
    )  # fmt: skip
    households, none = defaultdict(float), defaultdict(float)
    with cars.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            households[row["area_code"]] += float(row["value"])
            if row["availability_category"] == "No cars or vans in household":
                none[row["area_code"]] += float(row["value"])
    assert len(households) == done["AREA_COUNT"] == 139
    assert column(done, "households") == households
    assert column(done, "no_car_households") == none


def test_leicester_takes_three_tables_at_once_and_the_index_of_2019_by_the_lookup(shared_data):
    folder = shared_data / "leicester"
    poor = folder / "deprivation/imd2025_england_lsoa21_indicators.csv"
    tables = [
        poor,
        folder / "context/england_lsoa_depahri.csv",
        folder / "context/ruc21_lsoa21.csv",
    ]
    done = run(
        "needlayer", AREAS=str(folder / "boundaries/LSOA_2021_E06000016.geojson"), CODE="LSOA21CD",
        POPULATION=str(folder / "population/census2021_age6_lsoa21.csv"), AGES="0-15",
        DEPRIVATION=str(folder / "deprivation/imd2019_scores_with_IDACI.csv"),
        LOOKUP=str(folder / "context/lookup_lsoa11_lsoa21_ltla22.csv"),
        TABLES=[str(path) for path in tables],
    )  # fmt: skip
    with poor.open(encoding="utf-8-sig", newline="") as text:
        heading = "income_deprivation_affecting_children_index_idaci_numerator"
        counted = {r["lsoa21_code"]: float(r[heading]) for r in csv.DictReader(text) if r[heading]}
    found = column(done, "income_deprived_children")
    assert {code: count for code, count in found.items() if count is not None} == counted
    # E01034020 was E01013647 and E01032875; its score is their mean by their own children
    with (folder / "deprivation/imd2019_scores_with_IDACI.csv").open(newline="") as text:
        old = {row["LSOA11CD"]: row for row in csv.DictReader(text)}
    parts = [old[code] for code in ("E01013647", "E01032875")]
    children = [float(row["Population (0-15)"]) for row in parts]
    mean = sum(float(r["IDACI"]) * c for r, c in zip(parts, children)) / sum(children)
    assert column(done, "idaci_score")["E01034020"] == pytest.approx(mean)
    assert set(column(done, "rural_urban").values()) == {"Urban: Nearer to a major town or city"}
    assert None not in column(done, "digital_exclusion").values()
    caution = (
        "2019 (imd2019_scores_with_IDACI.csv) and 2025 (imd2025_england_lsoa21_indicators.csv)"
    )
    assert any(caution in said and "not a trend" in said for said in done.log.warned)


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


# --- In a model ----------------------------------------------------------------------------------


def test_a_model_passes_on_several_files_of_its_own_and_of_its_user(shared_data, tmp_path):
    folder = shared_data / "rutland"
    given = {
        "AREAS": folder / "boundaries/LSOA_2021_E06000017.geojson", "CODE": "LSOA21CD",
        "POPULATION": folder / "population/census2021_age6_lsoa21.csv", "AGES": "0-15",
    }  # fmt: skip
    source = QgsProcessingModelChildParameterSource
    child = QgsProcessingModelChildAlgorithm("familyhub:needlayer")
    child.setChildId("need")
    for name, value in given.items():
        child.addParameterSources(name, [source.fromStaticValue(str(value))])
    own = source.fromStaticValue(str(folder / "context/ruc21_lsoa21.csv"))
    child.addParameterSources("TABLES", [source.fromModelParameter("further"), own])
    output = QgsProcessingModelOutput("need", "need")
    output.setChildId("need")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"need": output})
    model = QgsProcessingModelAlgorithm("several files", "tests")
    files = QgsProcessing.SourceType.TypeFile
    several = QgsProcessingParameterMultipleLayers("further", "Further", files, optional=True)
    model.addModelParameter(several, QgsProcessingModelParameter("further"))
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    target = tmp_path / "need.gpkg"
    poor = folder / "deprivation/imd2025_england_lsoa21_indicators.csv"
    parameters = {"further": [str(poor)], "need:need": str(target)}
    _, well = model.run(parameters, QgsProcessingContext(), Log())
    assert well
    names = QgsVectorLayer(str(target)).fields().names()
    assert {"income_deprived_children", "rural_urban"} <= set(names)


# --- Publishers and licences as the planner states them ------------------------------------------


def sources_of(done):
    (said,) = {row["sources"] for row in done.rows("OUTPUT")}
    return said


def test_the_publisher_that_the_planner_states_stands_where_none_was_stated(need, town):
    send = town("send.csv", f"LSOA21CD,SEND\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    wards = town(
        "wards.csv", "LSOA21CD,WD24NM\n" + "".join(f"{code},Fen\n" for code in (A, P, Q, M))
    )
    given = {"TABLES": [send], "GROUPS": "SEND", "WARD_LOOKUP": wards}
    assert sources_of(need(**given)).count("publisher and licence not stated") == 3
    said = sources_of(
        need(
            **given,
            CREDITS="people.csv=Office for National Statistics, OGL v3; send.csv=Exshire Council, "
            "not published; wards.csv=ONS Geography",
        )
    )
    assert "not stated" not in said
    for words in ("Office for National Statistics, OGL v3", "Exshire Council, not published"):
        assert f"); {words}" in said  # after the file and its checksum
    assert said.endswith("; ONS Geography")


def test_a_credit_of_a_file_that_was_not_given_is_refused_before_any_is_read(need, town):
    broken = town("broken.csv", "")
    with pytest.raises(QgsProcessingException) as error:
        need(TABLES=[broken], CREDITS="peple.csv=ONS")
    assert "'peple.csv', which is no table of this run" in str(error.value)
    assert "the tables are: broken.csv, people.csv." in str(error.value)
    with pytest.raises(QgsProcessingException, match=r"\(CREDITS\): The mapping has 'ONS'"):
        need(CREDITS="ONS")


def test_a_credit_takes_no_published_publishers_place_and_no_fictional_ones(need, town):
    made_up = town("send_FICTIONAL_.csv", f"LSOA21CD,SEND\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    done = need(TABLES=[made_up], GROUPS="SEND", CREDITS="send_FICTIONAL_.csv=Exshire Council")
    assert "Exshire" not in sources_of(done)
    assert any("left aside, as it calls itself FICTIONAL" in line for line in done.log.warned)
    head = f"2021 super output area - lower layer,mnemonic,{CARS}Total: All households,"
    cars = town(
        "cars.csv",
        f"{head}{CARS}No cars or vans in household\n"
        f"a,{A},100,25\np,{P},50,0\nq,{Q},0,0\nm,{M},80,8\n",
    )
    done = need(TABLES=[cars], CREDITS="cars.csv=Exshire Council")
    known = "Office for National Statistics" in sources_of(done)
    assert known and "Exshire" not in sources_of(done)
    assert any("left aside, as its headings tell both" in line for line in done.log.warned)


def test_the_deprivation_table_and_the_lookup_of_codes_are_credited_too(need, town):
    own = town("own.csv", f"LSOA21CD,decile\n{A},1\n{P},2\n{Q},3\n{M},4\n")
    given = {"TABLES": [town("old.csv", OLD)], "GROUPS": "SEND", "DEPRIVATION": own,
             "LOOKUP": town("lookup.csv", LOOKUP), "SPLIT_BY": "equal"}  # fmt: skip
    given["DEPRIVATION_DIRECTION"] = "1 is most"
    done = need(**given, CREDITS="lookup.csv=ONS Geography; own.csv=Exshire Council")
    assert "; Exshire Council. " in sources_of(done)
    known = "lookup.csv: the publisher and licence stated (CREDITS) are left aside"
    assert any(known in line for line in done.log.warned)
