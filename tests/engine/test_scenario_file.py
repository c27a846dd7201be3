"""Scenario files read: what is one, what is none, and that schema and reader agree."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from scenario_steps import RIGHT, rewritten, second_step

from family_hub_planner.engine.errors import FileUnreadableError, InputError
from family_hub_planner.engine.scenario.model import Reference
from family_hub_planner.engine.scenario.reading import read_scenario, scenario_of

SCHEMA = Path(__file__).parents[2] / "family_hub_planner/resources/scenario.schema.json"


def test_a_file_is_read_with_its_words_its_steps_and_the_planners_own_ids_written_out(tmp_path):
    path = tmp_path / "s.json"
    words = {"question": "Who?", "authority": "Fenmarch", "notes": ["made up"]}
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({**RIGHT, **words}).encode())
    read = read_scenario(path)
    assert (read.title, read.question, read.authority) == ("Reach", "Who?", "Fenmarch")
    assert read.notes == ("made up",)
    assert [step.algorithm for step in read.steps] == ["familyhub:build", "native:reach"]
    assert [step.name for step in read.steps] == ["first", "second"]
    assert read.steps[1].parameters["NETWORK"] == Reference("first", "OUTPUT")


@pytest.mark.parametrize(
    "text, told",
    [
        ("{", "line 1, column 2"),
        ('{"a": 1, "a": 2}', '"a" stands twice'),
        ('{"family_hub_scenario": NaN}', "no number"),
        ('{"family_hub_scenario": 1e999}', "1e999, which is no number"),
        ('{"family_hub_scenario": ' + "1" * 5000 + "}", "no number"),
        ('{"family_hub_scenario": 1, "title": "\\ud800"}', "ud800', which is no character"),
        ("[]", "is no scenario file"),
        ('{"title": "x"}', "is no scenario file"),
        ('{"family_hub_scenario": 2}', "form 2"),
        ("[" * 100_000, "nested without end"),
    ],
)
def test_what_is_no_scenario_is_refused_in_words(tmp_path, text, told):
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_scenario(path)


def test_a_missing_file_and_one_in_another_encoding_are_refused(tmp_path):
    with pytest.raises(FileUnreadableError, match="no scenario file"):
        read_scenario(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes('{"title": "Café"}'.encode("latin-1"))
    with pytest.raises(FileUnreadableError, match="UTF-8"):
        read_scenario(tmp_path / "latin.json")


FORMS = {
    "right": (lambda w: None, ""),
    "words": (lambda w: w.update(question="Who?", authority="F", notes=["x"], checksums={}), ""),
    "repeated over values": (second_step(for_each={"values": ["a", "b"]}), ""),
    "repeated over a layer": (second_step(for_each={"layer": "x.gpkg", "field": "f"}), ""),
    "an object as a value": (second_step(parameters={"MINUTES": {"a": 1}}), ""),
    "a list of references": (second_step(parameters={"OTHERS": [{"from": "first"}, "x"]}), ""),
    "loaded: nothing": (second_step(load=False), ""),
    "loaded: some": (second_step(load=["OUTPUT"]), ""),
    "loaded: a text": (second_step(load="OUTPUT"), "load"),
    "no title": (lambda w: w.pop("title"), "title"),
    "a blank title": (lambda w: w.update(title=" "), "title"),
    "no steps": (lambda w: w.update(steps=[]), "steps"),
    "steps that are no list": (lambda w: w.update(steps={}), "steps"),
    "a misspelt word": (lambda w: w.update(qestion=""), "Did you mean question"),
    "notes in one text": (lambda w: w.update(notes="x"), "notes"),
    "checksums that are no texts": (lambda w: w.update(checksums={"a": 1}), "checksums"),
    "a step that is a text": (lambda w: w["steps"].append("x"), "Step 3"),
    "a misspelt word in a step": (second_step(paramters={}), "Did you mean parameters"),
    "an id in capitals": (second_step(id="Second"), "small letter"),
    "no algorithm": (lambda w: w["steps"][1].pop("algorithm"), "algorithm"),
    "parameters in a list": (second_step(parameters=[]), "parameters"),
    "a name that is a number": (second_step(name=1), "name"),
    "a reference to a number": (second_step(parameters={"HUBS": {"from": 1}}), "earlier output"),
    "a reference with more": (
        second_step(parameters={"HUBS": {"from": "first", "as": "x"}}), "earlier output"),
    "repeated over nothing": (second_step(for_each={"values": []}), "for_each"),
    "repeated over one value twice": (second_step(for_each={"values": ["a", "a"]}), "twice"),
    "repeated over a layer without field": (second_step(for_each={"layer": "x.gpkg"}), "for_each"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
def test_the_schema_and_the_reader_agree_on_what_a_scenario_is(what):
    change, told = FORMS[what]
    written = rewritten(change)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert validator.is_valid(written) == (not told)
    if told:
        with pytest.raises(InputError, match=told):
            scenario_of(written)
    else:
        assert len(scenario_of(written).steps) == 2


def test_two_steps_of_one_id_are_refused():
    written = rewritten(lambda w: w["steps"][1].update(id="first"))
    with pytest.raises(InputError, match="an earlier step has the id"):
        scenario_of(written)
