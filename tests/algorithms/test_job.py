"""A job's outputs: a cancel is heard until the first is opened, and numbers carry no dust."""

from __future__ import annotations

import numpy as np
import pytest
from algorithms.runs import Log, demand, hubs, run
from qgis.core import QgsApplication, QgsProcessingContext

from family_hub_planner.engine.errors import CancelledError
from family_hub_planner.engine.tables import Table
from family_hub_planner.processing.feedback import FeedbackProgress
from family_hub_planner.processing.fields import feature_of, fields_of
from family_hub_planner.processing.job import Job


class CancelledOnWords(Log):
    """A feedback whose cancel button is pressed when the log says something."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def pushInfo(self, info):
        super().pushInfo(info)
        if self.words in info:
            self.cancel()


@pytest.fixture
def job(tmp_path):
    """A coverage run that writes two tables and a page."""
    asked = {name: str(tmp_path / f"{name}.csv") for name in ("BY_HUB", "BY_DECILE")}
    asked["HTML"] = str(tmp_path / "page.html")
    algorithm = QgsApplication.processingRegistry().algorithmById("familyhub:coverage")
    return Job(algorithm.create(), asked, QgsProcessingContext(), Log())


def test_a_cancel_just_before_the_first_output_leaves_what_stood_there(job, tmp_path):
    target = tmp_path / "page.html"
    target.write_text("as it was", encoding="utf-8")
    job.feedback.cancel()
    with pytest.raises(CancelledError):
        job.write_page("HTML", "new")
    with pytest.raises(CancelledError):
        job.write_table("BY_HUB", Table({"key": ["a"]}, "BY_HUB"))
    assert target.read_text("utf-8") == "as it was"
    assert not (tmp_path / "BY_HUB.csv").exists()


def test_a_cancel_after_the_first_output_leaves_none_of_them_half_written(job, tmp_path):
    job.write_table("BY_HUB", Table({"key": ["a"]}, "BY_HUB"))
    job.feedback.cancel()
    job.write_table("BY_DECILE", Table({"key": ["b"]}, "BY_DECILE"))
    job.write_page("HTML", "new")
    assert set(job.results) == {"BY_HUB", "BY_DECILE", "HTML"}
    assert (tmp_path / "page.html").read_text("utf-8") == "new"


LONG = Table({"key": [str(row) for row in range(12_000)]}, "BY_DECILE")


class CancelledWhileWriting(Log):
    """A feedback that is cancelled when it is asked for the third time: within a long output."""

    asked = 0

    def isCanceled(self):
        self.asked += 1
        if self.asked == 3:
            self.cancel()
        return super().isCanceled()


def test_a_cancel_within_a_long_output_takes_back_what_stood_nowhere_before(job, tmp_path):
    job.progress = FeedbackProgress(CancelledWhileWriting())
    job.write_table("BY_HUB", Table({"key": ["a"]}, "BY_HUB"))
    assert (tmp_path / "BY_HUB.csv").exists()
    job.returns(WORDS=str(tmp_path / "words.txt"))
    (tmp_path / "words.txt").write_text("no output, though its name was returned", "utf-8")
    with pytest.raises(CancelledError):
        job.write_table("BY_DECILE", LONG)
    assert [path.name for path in tmp_path.iterdir()] == ["words.txt"]


STANDS = ["a.gpkg", "a.gpkg-wal"]  # beside a name that QGIS gives its ending


@pytest.mark.parametrize("standing", STANDS)
def test_an_earlier_result_under_the_ending_that_qgis_gives_is_not_taken_back(
    job, tmp_path, standing
):
    (tmp_path / standing).write_text("not ours", encoding="utf-8")
    job.parameters["BY_DECILE"] = str(tmp_path / "a")
    job.start_writing()
    job.feedback.cancel()
    assert not job._stopped_while_new()


@pytest.mark.parametrize("name", ["a.tab", "a.TAB", "a.gml", "a", "a.sqlite"])
def test_a_cancel_takes_back_all_files_of_a_layer(job, tmp_path, name):
    job.progress = FeedbackProgress(CancelledWhileWriting())
    job.parameters["BY_DECILE"] = str(tmp_path / name)
    job.progress._feedback.asked = 1
    with pytest.raises(CancelledError):
        job.write_table("BY_DECILE", LONG)
    assert not list(tmp_path.iterdir())


def test_a_cancel_takes_back_no_file_that_only_looks_like_a_journal(job, tmp_path):
    notes = tmp_path / "BY_DECILE.csv-wal"
    notes.write_text("my notes", encoding="utf-8")
    job.progress = FeedbackProgress(CancelledWhileWriting())
    job.progress._feedback.asked = 1
    with pytest.raises(CancelledError):
        job.write_table("BY_DECILE", LONG)
    assert list(tmp_path.iterdir()) == [notes]


def test_a_long_output_in_the_place_of_an_earlier_one_is_written_to_its_end(job, tmp_path):
    (tmp_path / "BY_HUB.csv").write_text("an earlier run's", encoding="utf-8")
    job.progress = FeedbackProgress(CancelledWhileWriting())
    job.write_table("BY_HUB", Table({"key": ["a"]}, "BY_HUB"))
    job.write_table("BY_DECILE", LONG)
    job.feedback.cancel()
    assert len((tmp_path / "BY_DECILE.csv").read_text("utf-8").splitlines()) == 12_001


def test_an_output_not_asked_for_is_no_start_of_writing(job):
    job.write_table("BY_QUINTILE", Table({"key": ["a"]}, "BY_QUINTILE"))
    job.feedback.cancel()
    with pytest.raises(CancelledError):
        job.write_page("HTML", "new")


def test_returned_fractions_carry_no_dust_and_nothing_else_is_changed(job):
    """1776.0000000000002 is what a sum of parts in binary makes of 1776."""
    job.returns(CHILDREN=1776.0000000000002, SMALL=1.23456789012, COUNT=3, NAME="x", NONE=None)
    assert job.results == {
        "CHILDREN": 1776.0, "SMALL": 1.23456789, "COUNT": 3, "NAME": "x", "NONE": None}  # fmt: skip
    assert isinstance(job.results["COUNT"], int)


VOICES = "lie in an area and are counted"  # one of the last chapters says so
GAPS = "They live in"  # one of those before it


@pytest.mark.parametrize("words", [GAPS, VOICES])
def test_a_cancel_late_in_a_coverage_run_is_heard_and_changes_no_file(network, tmp_path, words):
    target = tmp_path / "coverage.gpkg"
    target.write_bytes(b"as it was")
    log = CancelledOnWords(words)
    done = run("coverage", log, NETWORK=network, HUBS=hubs(), HUB_ID="site_id", DEMAND=demand(),
               VOICES=demand(), OUTPUT=str(target))  # fmt: skip
    assert done["STATUS"] == "cancelled"
    assert target.read_bytes() == b"as it was"
    assert any(VOICES in said for said in log.said) == (words == VOICES), "heard by the chapter"


def test_numpys_own_numbers_are_written_as_numbers():
    """QGIS takes a numpy number for an invalid value: a table would break off half written."""
    fields = fields_of(["bound", "proven", "sites"])
    values = [np.float64(1.5), np.bool_(True), np.int64(3)]
    assert [type(one) for one in feature_of(fields, values).attributes()] == [float, bool, int]
    plain = [1.5, True, None]
    assert feature_of(fields, plain).attributes()[:2] == [1.5, True]
