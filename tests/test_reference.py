"""The algorithm reference in the docs is what the algorithms are and write today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from family_hub_planner.processing.provider import ALGORITHMS

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "docs" / "reference.md"
SINKS = re.compile(r"^\| `(\w+)` \| [^|]* \| (?:always|if asked for) \| ([^|]*)\|$", re.M)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The page as the script writes it now, every algorithm run on the sample county."""
    target = tmp_path_factory.mktemp("reference") / "reference.md"
    script = ROOT / "scripts" / "make_reference.py"
    done = subprocess.run(
        [sys.executable, str(script), str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target.read_text("utf-8")


def part_of(page: str, name: str) -> str:
    return page.split(f'<a id="{name}"></a>')[1].split("<a id=", maxsplit=1)[0]


def test_the_shipped_reference_is_that_of_the_code(written):
    assert written == SHIPPED.read_text("utf-8"), "run: make docs"


def test_every_parameter_and_returned_number_stands_in_it(written, qgis_app):
    for made in ALGORITHMS:
        algorithm = made().create()
        part = part_of(written, algorithm.name())
        assert f"`familyhub:{algorithm.name()}`" in part
        for definition in algorithm.parameterDefinitions():
            rows = [row for row in part.splitlines() if row.startswith(f"| `{definition.name()}` ")]
            assert len(rows) == 1, (algorithm.name(), definition.name())
        returned = part.split("Returns: ")[1]
        for definition in algorithm.outputDefinitions():
            if definition.type() in {"outputNumber", "outputString", "outputBoolean"}:
                assert f"`{definition.name()}`" in returned


def test_defaults_and_choices_are_those_that_a_run_takes(written):
    coverage = part_of(written, "coverage")
    assert re.search(r"\| `BANDS` .*\| minutes \| `10,20,30`: ", coverage)
    assert re.search(r"\| `MODE` .*one of `walk`, `pram`, `cycle`, `drive` \|.*`walk`: ", coverage)
    assert re.search(r"\| `MAX_SNAP` .*\| metres \| `500`: ", coverage)
    assert re.search(r"\| `HUBS` .*\| must be given \|", coverage)


def test_every_number_says_what_it_is_counted_in(written):
    rows = re.findall(r"^\| (`\w+`) \| [^|]*\| (?:whole )?number[^|]*\| ([^|]*)\|", written, re.M)
    assert len(rows) > 40
    assert [name for name, unit in rows if not unit.strip()] == []


def test_every_layer_and_table_has_the_columns_it_was_written_with(written, qgis_app):
    coverage = dict(SINKS.findall(part_of(written, "coverage")))
    assert coverage["OUTPUT"].startswith("`area_code`, `minutes`, `hub_id`, `band`")
    assert "`voices`" in coverage["BY_VOICE"]
    for made in ALGORITHMS:
        algorithm = made().create()
        columns = dict(SINKS.findall(part_of(written, algorithm.name())))
        for definition in algorithm.destinationParameterDefinitions():
            if definition.type() == "sink":
                assert columns[definition.name()].strip(), (
                    f"{algorithm.name()} {definition.name()}: give it a run in "
                    "scripts/docs_pictures/runs.py"
                )
