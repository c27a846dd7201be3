"""familyhub:needlayer refuses what it cannot use in one sentence and tells what is held back."""

from __future__ import annotations

from pathlib import Path

import pytest
from algorithms.need_runs import LOOKUP, PEOPLE, A, B, M, P, Q, areas, column, people_of
from algorithms.runs import Log
from qgis.core import QgsProcessingException

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
