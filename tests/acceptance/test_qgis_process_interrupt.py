"""A search interrupted at the terminal ends at once, says so, and leaves nothing behind."""

from __future__ import annotations

import csv
import signal
import subprocess
import time

import numpy as np
import pytest
from acceptance.qgis_process import points_csv

pytestmark = pytest.mark.acceptance
SITES = 120  # minutes by chance: HiGHS would be at it for minutes


def write(path, heads, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


@pytest.fixture
def search(tmp_path):
    """The parameters of a p-median that cannot be proven soon."""
    minutes = np.random.default_rng(3).random((SITES, SITES)) * 60
    pairs = [(f"a{i}", f"s{j}", value) for (i, j), value in np.ndenumerate(minutes)]
    places = [(400_000 + i, 300_000, f"a{i}", f"s{i}", 1, 1) for i in range(SITES)]
    heads = ["easting", "northing", "area_code", "site_id", "children", "need"]
    points = points_csv(write(tmp_path / "places.csv", heads, places))
    times = ["origin_id", "destination_id", "minutes"]
    return {
        "TIMES": write(tmp_path / "times.csv", times, pairs), "DEMAND": points,
        "CANDIDATES": points, "CANDIDATE_ID": "site_id", "OBJECTIVE": "p_median", "SITES": 8,
        "OUTPUT": tmp_path / "sites.gpkg", "HTML": tmp_path / "sites.html",
    }  # fmt: skip


def waited_for(path, pattern, seconds=60.0):
    """Wait until a file of that pattern stands in a folder."""
    until = time.monotonic() + seconds
    while not list(path.glob(pattern)):
        assert time.monotonic() < until, f"no {pattern} in {seconds} s"
        time.sleep(0.05)


def test_an_interrupted_search_is_cancelled_within_a_second_and_leaves_nothing(
    qgis, search, tmp_path
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    words = [f"{name}={value}" for name, value in search.items()]
    with subprocess.Popen(
        [qgis.program, "run", "familyhub:suggestsites", "--", *words],
        env={**qgis.environment, "TMPDIR": str(temporary)}, cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        waited_for(temporary, "family-hub-planner-*/errors")
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        pressed = time.monotonic()
        said, _ = process.communicate(timeout=30)
        late = time.monotonic() - pressed
    assert process.returncode == 1, said
    assert "STATUS: cancelled. Stopped by the user; nothing was written." in said
    assert late < 1.0
    assert not list(temporary.iterdir())
    assert not list(tmp_path.glob("sites.*"))
