"""familyhub:needlayer with further tables and groups: by hand and on real data."""

from __future__ import annotations

import csv
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pytest
from algorithms.need_runs import LOOKUP, OLD, PEOPLE, A, M, P, Q, areas, column
from algorithms.runs import Log, points, run
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

CARS = "Number of cars or vans: "


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
