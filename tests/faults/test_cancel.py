"""A cancel at any stage of any algorithm is heard, and leaves everything as it stood."""

from __future__ import annotations

import tempfile
import threading

import pytest
from algorithms.runs import SAMPLE, Log, run
from faults.stages import ALGORITHMS, Moments, parameters, untouched

LONGEST_S = 3.0
"""Of processor time between two questions whether to stop; measured: under 0.4 s (sample)."""


@pytest.fixture
def passing(tmp_path, monkeypatch):
    """A folder of its own for what passes: empty before and after a run."""
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_cancel_at_any_stage_leaves_old_outputs_whole_and_nothing_beside(
    algorithm, clean, tmp_path, passing
):
    out = tmp_path / "out"
    out.mkdir()
    given = parameters(algorithm, clean, out)
    log = Moments()
    assert run(algorithm, log, **given)["STATUS"] == "done"
    assert log.last, "it never asks whether to stop"
    before = untouched(out)
    assert before
    for pressed in sorted({1, *(max(1, log.last * part // 4) for part in (2, 3, 4))}):
        done = run(algorithm, Moments(pressed), **given)
        assert done["STATUS"] == "cancelled", f"pressed at {pressed} of {log.last}"
        assert untouched(out) == before, f"pressed at {pressed} of {log.last}"
        assert not list(passing.iterdir())
    assert log.gap_s < LONGEST_S


@pytest.mark.parametrize("algorithm", ["coverage", "traveltimes", "needlayer", "report"])
def test_a_cancel_before_the_first_output_writes_none(algorithm, clean, tmp_path, passing):
    out = tmp_path / "out"
    out.mkdir()
    given = parameters(algorithm, clean, out)
    log = Moments(pressed=1)
    assert run(algorithm, log, **given)["STATUS"] == "cancelled"
    assert not list(out.iterdir()) and not list(passing.iterdir())


COUNTY = {"INPUT": str(SAMPLE / "county.osm.bz2")}


def test_no_step_on_a_county_works_on_unheard(tmp_path):
    log = Moments()
    run("buildnetwork", log, **COUNTY, OUTPUT=str(tmp_path / "out.gpkg"))
    assert log.gap_s < LONGEST_S


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_a_cancel_from_another_thread_leaves_nothing_or_all(seconds, tmp_path, passing):
    """Whether the run ends before the button is pressed is the machine's to say."""
    log = Log()
    timer = threading.Timer(seconds, log.cancel)
    timer.start()
    target = tmp_path / "network.gpkg"
    done = run("buildnetwork", log, **COUNTY, OUTPUT=str(target))
    timer.join()
    there = sorted(path.name for path in tmp_path.iterdir())
    wanted = {"cancelled": ["passing"], "done": ["network.gpkg", "passing"]}
    assert there == wanted[done["STATUS"]]
    assert not list(passing.iterdir())
