"""Every algorithm that writes, on a full disk, a disk closed to it, and a file held by another."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from algorithms.runs import Log, run
from faults.disks import disk
from faults.stages import ALGORITHMS, parameters, standing
from qgis.core import QgsProcessingException

from family_hub_planner.processing import preflight

FILES = {"buildnetwork", "networkfromlines", "printmap", "report", "runscenario"}
LAYERS = [name for name in ALGORITHMS if name not in FILES]


def refusal(algorithm, given):
    """Give the words with which a run is refused, one sentence or two and no traceback."""
    log = Log()
    with pytest.raises(QgsProcessingException) as refused:
        run(algorithm, log, **given)
    words = " ".join([str(refused.value), *log.errors])
    assert "Traceback" not in words and "Errno" not in words and ".cpp" not in words, words
    return words


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_full_disk_is_told_and_nothing_is_written_over(algorithm, clean, tmp_path):
    before = {name: path.read_bytes() for name, path in clean.items()}
    with disk(tmp_path / "full", "size=24k") as full:
        (full / "filled.bin").write_bytes(b"x" * 24_576)
        given = parameters(algorithm, clean, full)
        words = refusal(algorithm, given)
        assert "OUTPUT" in words or str(full) in words or "disk" in words, words
        assert (full / "filled.bin").stat().st_size == 24_576
    assert {name: path.read_bytes() for name, path in clean.items()} == before


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_folder_closed_to_writing_is_refused_before_anything_is_worked_out(
    algorithm, clean, tmp_path
):
    with disk(tmp_path / "closed", "ro", "size=64k") as closed:
        words = refusal(algorithm, parameters(algorithm, clean, closed))
        assert "may be written into" in words or "can be written beside" in words, words


@pytest.mark.parametrize("algorithm", LAYERS)
def test_a_geopackage_that_another_program_holds_is_refused_and_stays_as_it_was(
    algorithm, clean, tmp_path, monkeypatch
):
    monkeypatch.setattr(preflight, "_PATIENCE_S", 0.05)
    held = tmp_path / "held.gpkg"
    held.write_bytes(clean["hubs.gpkg"].read_bytes())
    before = standing(tmp_path)
    with closing(sqlite3.connect(held, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        given = {
            **parameters(algorithm, clean, tmp_path),
            "OUTPUT": f"ogr:dbname='{held}' table='t'",
        }
        given.pop("HTML", None)
        words = refusal(algorithm, given)
    assert "held.gpkg" in words and "open in another program" in words, words
    assert standing(tmp_path) == before
