"""The dock can do what `make` can: every tool, and every job of make that a planner has."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from family_hub_planner.gui.examples import examples
from family_hub_planner.gui.steps import steps
from family_hub_planner.processing.provider import ALGORITHMS

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from demo.chain import Files, chain
from demo.inputs import read_inputs

ROOT = Path(__file__).parents[2]
OF_PLANNERS = {
    "demo": "Open the sample county, then the five steps",
    "questions": "Examples",
    "install": "Plugins > Manage and Install Plugins > Install from ZIP",
    "package": "the zip itself",
}
OF_DEVELOPERS = {
    "help", "setup", "test", "coverage", "mutants", "fuzz", "matrix", "lint", "bench", "docs",
    "docs-pictures", "clean",
}  # fmt: skip
ON_A_BUTTON = {"printmap"}  # 'Print a map…' of the step Evidence


def in_the_dock() -> set[str]:
    return {one.removeprefix("familyhub:") for step in steps() for one in step.algorithms()}


def test_every_tool_of_the_toolbox_opens_from_the_dock():
    every = {algorithm().name() for algorithm in ALGORITHMS}
    assert in_the_dock() | ON_A_BUTTON == every


def test_every_job_of_make_is_a_developers_or_has_its_place_in_qgis():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    jobs = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    assert jobs == set(OF_PLANNERS) | OF_DEVELOPERS
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for job in OF_PLANNERS:
        assert f"`make {job}`" in readme


def test_each_step_of_the_demo_is_in_the_dock(tmp_path):
    run, left_out = chain(read_inputs({}), Files(tmp_path))
    assert left_out == []
    assert {step.algorithm for step in run} <= in_the_dock()


def test_each_question_that_make_answers_is_an_example_of_the_menu():
    there = {path.stem for path in (ROOT / "family_hub_planner/resources/examples").glob("*.json")}
    assert {example.name for example in examples()} == there


@pytest.mark.parametrize("name", ["hubsofplan", "runscenario"])
def test_tools_of_plans_open_filled_from_the_plan(plugin, name):
    from family_hub_planner.gui.moves import parameters_for

    plugin.open_sample_county()
    given = parameters_for(f"familyhub:{name}", name, plugin.dock.plan)
    place = given["OUTPUT"]
    place = place if isinstance(place, str) else place.sink.staticValue()
    assert Path(place).parent.parent == plugin.dock.plan.folder()
    assert name == "runscenario" or {"HUBS", "HUB_ID", "VENUES", "VENUE_ID"} < set(given)
    assert name == "hubsofplan" or Path(place).suffix == "", "results are a folder"
