"""A program killed (kill -9) while it writes leaves the old file whole, and the next run works.

What is left beside it begins with "~" and is named for one run: no later one reads it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from algorithms.runs import run
from faults.killed import killed_at
from faults.stages import parameters, standing

from family_hub_planner.engine.network.store import load_network

MOST_TOUCHES = 60


def read_whole(path: Path) -> bool:
    """Tell whether a page or picture ends as such a file does, and a network loads."""
    if path.suffix == ".gpkg":
        return len(load_network(path).length_m) > 0  # its checksums are looked at
    data = path.read_bytes()
    ends = {".html": data.rstrip().endswith(b"</html>"), ".pdf": b"%%EOF" in data[-32:],
            ".png": data.endswith(b"\x00\x00\x00\x00IEND\xaeB`\x82")}  # fmt: skip
    return ends[path.suffix]


@pytest.mark.parametrize("algorithm", ["buildnetwork", "networkfromlines", "printmap"])
def test_the_old_file_is_whole_wherever_the_run_is_killed(algorithm, clean, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    given = parameters(algorithm, clean, out)
    run(algorithm, **given)
    (name,) = standing(out)
    touch = 1
    while killed_at(touch, lambda: run(algorithm, **given)):
        assert read_whole(out / name), f"killed at {touch}"
        left = {path.name for path in out.iterdir()} - {name}
        assert all(one.startswith("~") for one in left), left
        touch += 1
        assert touch < MOST_TOUCHES
    assert touch > 1, "it was never killed"
    assert run(algorithm, **given)["STATUS"] == "done"
    assert read_whole(out / name)


def test_what_a_killed_run_left_is_taken_away_by_a_later_one(clean, tmp_path):
    given = parameters("buildnetwork", clean, tmp_path)
    new, old = (tmp_path / f"~OUTPUT.{name}.part.gpkg" for name in ("00c0ffee", "0ddba115"))
    for path in (new, old):
        path.write_text("half a network", encoding="utf-8")
    os.utime(old, (0, 0))
    run("buildnetwork", **given)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["OUTPUT.gpkg", new.name]


def test_a_page_a_pdf_and_tables_are_each_the_old_or_the_new_ones(clean, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    given = parameters("report", clean, out)
    run("report", **{**given, "TITLE": "Old"})
    touch = 1
    while killed_at(touch, lambda: run("report", **{**given, "TITLE": "New"})):
        assert read_whole(out / "OUTPUT.html") and read_whole(out / "PDF.pdf")
        page = (out / "OUTPUT.html").read_text("utf-8")
        assert ("Old" in page) != ("<title>New" in page)
        assert whole_tables(out), f"killed at {touch}"
        touch += 2
        assert touch < MOST_TOUCHES
    assert touch > 5
    assert run("report", **given)["STATUS"] == "done"
    assert (out / "TABLES" / "about_these_tables.txt").is_file()


def whole_tables(out: Path) -> bool:
    """Tell whether whole tables stand at their place, or, between two renames, beside it."""
    places = [out / "TABLES", *out.glob("~TABLES.*/TABLES")]
    return any((place / "about_these_tables.txt").is_file() for place in places)


def test_a_folder_of_results_never_holds_old_files_under_a_new_record(clean, tmp_path):
    out = tmp_path / "out"
    given = {**parameters("runscenario", clean, out), "OUTPUT": str(out)}
    run("runscenario", **given)
    before = standing(out)
    touch = 1
    while killed_at(touch, lambda: run("runscenario", **given)):
        now = {name: of for name, of in standing(out).items() if not name.startswith("~")}
        record = "results.json" in now
        assert record or not now or set(now) <= set(before)
        assert run("runscenario", **given)["STATUS"] == "done", f"killed at {touch}"
        touch += 7
        assert touch < 20 * MOST_TOUCHES
    assert touch > 1
    assert set(standing(out)) == set(before)
