"""The workflow for Windows, which cannot be run here: whole, and about files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "windows.yml"
SCRIPT = ROOT / "scripts" / "windows_tests.cmd"


@pytest.fixture(scope="module")
def job():
    written = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert set(written) == {"name", "on", "permissions", "jobs"}
    assert written["permissions"] == {"contents": "read"}
    [job] = written["jobs"].values()
    return job


def commands(job) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_each_step_does_one_thing_on_a_windows_runner(job):
    assert job["runs-on"].startswith("windows-")
    assert all(("run" in step) != ("uses" in step) for step in job["steps"])
    assert all(
        re.fullmatch(r"[\w/-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step
    )


def test_it_is_qgis_as_councils_have_it(job):
    """LTR, a user who is no administrator, neither numba nor osmnx, everything on a share."""
    said = commands(job)
    assert "qgis-ltr" in said
    assert "'numba', 'osmnx'" in said
    assert "-Group Users" in said and "Administrators" not in said
    assert "-Credential $who" in said
    share = job["env"]["SHARE"]
    assert share.startswith("\\\\localhost\\")
    assert "OneDrive - " in share and "&" in share and not share.isascii()
    assert "S-1-5-32-544" in SCRIPT.read_text(encoding="ascii"), "the script asks who runs it"


def test_what_it_runs_is_there(job):
    assert "scripts\\windows_tests.cmd" in commands(job)
    text = SCRIPT.read_text(encoding="ascii")
    folders = re.findall(r"\btests\\(\w+)", text)
    assert {"engine", "algorithms", "gui", "acceptance"} <= set(folders)
    named = [name for name in folders if not (ROOT / "tests" / name).is_dir()]
    assert set(named) <= {"temp"}, named


def test_its_tools_are_those_that_are_tested_with_here(job):
    here = (ROOT / "scripts" / "requirements-test.txt").read_text(encoding="utf-8").split()
    there = re.findall(r"[\w-]+==[\d.]+", commands(job))
    assert there
    assert [one for one in there if one not in here] == []


def test_the_readme_says_that_it_has_not_been_run_on_windows():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "not yet tested on Windows" in readme
    assert "Nobody has run this yet" in WORKFLOW.read_text(encoding="utf-8")
