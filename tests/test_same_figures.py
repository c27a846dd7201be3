"""The comparison of runs on several releases of QGIS sees what differs, and says how far."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from osgeo import ogr

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from figures.compare import compare
from figures.tables import tables_of

ROOT = Path(__file__).parents[1]
SQUARE = "POLYGON ((0 0,0 9,9 9,9 0,0 0))"
BEGUN_ELSEWHERE = "POLYGON ((9 9,9 0,0 0,0 9,9 9))"
MOVED = "POLYGON ((0 0,0 9.01,9 9,9 0,0 0))"


def run(folder: Path, minutes=12.5, children=1234, step_free="yes", shape=SQUARE) -> Path:
    """Write what a run leaves: a table, a layer and the record."""
    made = folder / "example"
    made.mkdir(parents=True)
    (made / "by_hub.csv").write_text(f"key,minutes\nH01,{minutes!r}\n", encoding="utf-8")
    with closing(sqlite3.connect(made / "hubs.gpkg")) as base, base:
        base.execute("CREATE TABLE gpkg_contents (table_name)")
        base.execute("INSERT INTO gpkg_contents VALUES ('hubs')")
        base.execute("CREATE TABLE hubs (fid, geom, step_free)")
        blob = b"GP\x00\x01" + bytes(4) + bytes(ogr.CreateGeometryFromWkt(shape).ExportToWkb())
        base.execute("INSERT INTO hubs VALUES (1, ?, ?)", (blob, step_free))
    record = {"versions": {"qgis": folder.name}, "steps": [
        {"id": "reach", "numbers": {"CHILDREN": children}, "seconds": len(folder.name)}
    ]}  # fmt: skip
    (made / "results.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def found(tmp_path, **other):
    return compare(tables_of(run(tmp_path / "3.22")), tables_of(run(tmp_path / "3.44", **other)))


def test_the_same_run_differs_in_nothing_though_it_took_longer(tmp_path):
    same = found(tmp_path)
    assert (same.tables, same.rows, same.cells) == (3, 3, 7)
    assert (same.inexact, same.yes_or_no, same.told) == (0, 0, [])


def test_the_last_bit_of_a_time_is_counted_and_a_second_of_it_is_told(tmp_path):
    last_bit = found(tmp_path / "a", minutes=12.5 * (1 + 5e-8))
    assert (last_bit.inexact, last_bit.told) == (1, [])
    assert last_bit.furthest == pytest.approx(5e-8, rel=1e-6)
    [line] = found(tmp_path / "b", minutes=12.5 + 1 / 60).told
    assert line.startswith("example/by_hub.csv, minutes: 12.5 against 12.51")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"ages": {"0-2": ["pram", 27.1 * (1 + 5e-8)]}, "hubs": ["a"]}, True),
        ({"ages": {"0-2": ["pram", 27.2]}, "hubs": ["a"]}, False),
        ({"ages": {"0-2": ["walk", 27.1]}, "hubs": ["a"]}, False),
        ({"ages": {"0-2": ["pram", 27.1]}, "hubs": ["a", "b"]}, False),
        ({"ages": {"0-2": ["pram", None]}, "hubs": ["a"]}, False),
    ],
)
def test_numbers_within_a_text_of_json_may_differ_as_others_and_words_may_not(
    tmp_path, other, alike
):
    one = run(
        tmp_path / "3.22", step_free=json.dumps({"ages": {"0-2": ["pram", 27.1]}, "hubs": ["a"]})
    )
    its = run(tmp_path / "3.44", step_free=json.dumps(other))
    seen = compare(tables_of(one), tables_of(its))
    assert (not seen.told) == alike
    assert seen.inexact == 1


def test_one_child_more_is_told(tmp_path):
    assert found(tmp_path, children=1235).told == [
        "example/results.json, CHILDREN: 1234 against 1235"
    ]


def test_an_outline_may_begin_at_any_corner_and_have_no_corner_moved(tmp_path):
    assert found(tmp_path / "a", shape=BEGUN_ELSEWHERE).told == []
    [line] = found(tmp_path / "b", shape=MOVED).told
    assert line.startswith("example/hubs.gpkg|hubs, geom: ")


@pytest.mark.parametrize(("said", "alike"), [(1, True), ("True", True), (0, False), ("no", False)])
def test_yes_may_be_said_by_a_sign_and_no_is_another_answer(tmp_path, said, alike):
    other = found(tmp_path, step_free=said)
    assert (other.yes_or_no, other.told == []) == (int(alike), alike)


def test_a_table_or_a_row_that_one_run_lacks_is_told(tmp_path):
    one, other = tables_of(run(tmp_path / "a")), tables_of(run(tmp_path / "b"))
    del other["example/by_hub.csv"]
    other["example/hubs.gpkg|hubs"] *= 2
    assert compare(one, other).told == [
        "example/by_hub.csv: only one of the runs wrote it",
        "example/hubs.gpkg|hubs: 1 rows against 2",
    ]


def compared(*folders: Path) -> subprocess.CompletedProcess:
    script = ROOT / "scripts" / "same_figures.py"
    return subprocess.run(
        [sys.executable, str(script), "compare", *map(str, folders)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_script_ends_with_status_1_where_figures_differ_or_nothing_was_run(tmp_path):
    base, same = run(tmp_path / "3.22"), run(tmp_path / "3.40")
    other = run(tmp_path / "3.44", children=1)
    (tmp_path / "empty").mkdir()
    done = compared(base, same)
    assert (done.returncode, "the same figures. 3 tables" in done.stdout) == (0, True), done
    done = compared(base, same, other)
    assert (done.returncode, "1 DIFFER" in done.stdout) == (1, True), done
    assert "qgis 3.22 against qgis 3.44" in done.stdout
    assert compared(base, tmp_path / "empty").returncode == 1
