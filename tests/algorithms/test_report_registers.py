"""What the registers behind a run hold that no public text may tell, read from real files."""

from __future__ import annotations

import hashlib

import pytest

from family_hub_planner.processing.report.read_files import ReadFiles
from family_hub_planner.processing.report.registers import unnamed_of_steps

REGISTER = (
    "Ref No,Site name,Address,UPRN,owner,Confidential\n"
    'K-9,Rowan Refuge,"The Old Vicarage, Church Lane, Town",999902375700,Blackwater Ltd,refuge\n'
    'K-8,Library,"1 High Street, Town",999902375701,The Council,no\n'
)


def found(folder, *steps):
    def file_of(given):
        path = folder / str(given).split("|")[0]
        return path if path.is_file() else None

    return unnamed_of_steps(steps, file_of)


def test_every_register_that_a_step_reads_is_searched(tmp_path):
    (tmp_path / "estate.csv").write_text(REGISTER, "utf-8")
    step = {
        "algorithm": "native:extractbyexpression", "outputs": {"OUTPUT": "made.gpkg"},
        "parameters": {"INPUT": "estate.csv", "SITE_ID": "Ref No", "OUTPUT": "made.gpkg"},
    }  # fmt: skip
    words = found(tmp_path, step, step)
    assert {"999902375700", "K-9"} <= words.ids
    assert {
        "Rowan Refuge",
        "The Old Vicarage",
        "The Old Vicarage, Church Lane, Town",
    } <= words.names
    assert words.owners == {"Blackwater Ltd", "The Council"}
    assert words.count == 1 and not list(words.not_read)
    assert "Library" not in words.names and "K-8" not in words.ids


def test_a_register_that_is_gone_is_named_and_tables_of_statistics_are_not(tmp_path):
    estate = {"algorithm": "familyhub:rationalise", "parameters": {"BUILDINGS": ["x/gone.csv"]}}
    need = {"algorithm": "familyhub:needlayer", "parameters": {"POPULATION": "ages.csv"}}
    reach = {"algorithm": "familyhub:coverage", "parameters": {"NETWORK": "network.gpkg"}}
    assert list(found(tmp_path, estate, need, reach).not_read) == ["gone.csv"]


def record_of(**inputs):
    given = [{"name": name, "sha256": one} for name, one in inputs.items()]
    step = {"algorithm": "familyhub:coverage", "parameters": {"HUBS": "hubs.csv"},
            "inputs": given, "outputs": {"OUTPUT": "reach.gpkg"}}  # fmt: skip
    return {"steps": [step]}


def test_of_two_files_of_one_name_the_one_that_the_record_names_is_taken(tmp_path):
    """Beside the results stands another file; the run's own stands in the folder named."""
    folder, data = tmp_path / "out", tmp_path / "in"
    for one, text in ((folder, "other"), (data, "own")):
        one.mkdir()
        (one / "hubs.csv").write_text(text, "utf-8")
    own = hashlib.sha256(b"own").hexdigest()
    files = ReadFiles(folder, record_of(**{"hubs.csv": own}), data)
    assert files.as_read("hubs.csv") == data / "hubs.csv"
    assert files.doubts() == []
    (data / "hubs.csv").unlink()
    files = ReadFiles(folder, record_of(**{"hubs.csv": own}), data)
    assert files.as_read("hubs.csv") is None
    assert files.of_that_name("hubs.csv") == folder / "hubs.csv", "its names are searched for too"
    (words,) = files.doubts()
    assert words.startswith("Not looked up: hubs.csv. This is not the file that the run read")


@pytest.mark.parametrize(("name", "more"), [("hubs.shp", ""), ("hubs.gpkg", "hubs.gpkg-wal")])
def test_a_file_whose_rows_stand_elsewhere_too_is_taken_and_said_to_be_unsure(tmp_path, name, more):
    (tmp_path / name).write_text("own", "utf-8")
    if more:
        (tmp_path / more).write_text("rows", "utf-8")
    own = hashlib.sha256(b"own").hexdigest()
    files = ReadFiles(tmp_path, record_of(**{f"{name}|layername=a": own}), None)
    assert files.as_read(name) == tmp_path / name
    assert [one[:35] for one in files.doubts()] == [f"Not looked up by checksum: {name}"[:35]]


def test_a_file_without_a_recorded_checksum_is_said_to_be_taken_by_name(tmp_path):
    for name in ("hubs.csv", "reach.gpkg"):
        (tmp_path / name).write_text("whatever", "utf-8")
    files = ReadFiles(tmp_path, record_of(), None)
    assert files.as_read("hubs.csv") and files.as_read("reach.gpkg"), "the run's own result"
    (words,) = files.doubts()
    assert "hubs.csv" in words and "reach.gpkg" not in words
    assert "nobody can tell" in words
